/*
 * same_people.c
 *		Tests of the change of an NPS between two moments, where people answered at
 *		both: all of them (paired) or some (overlapping).
 */
#include <math.h>

#include "stats/difference.h"
#include "stats/dist.h"
#include "stats/root.h"

/* A variance this far below its terms is their rounding. */
#define ROUNDING		1e-13

/* Limits that still differ here do so at every level: n is at most 2^63. */
#define ENDLESS_Z		1e10

/* Sample variance from sums of whole numbers: exact where they are all equal. */
static double
variance_of_sums(double n, double sum, double squares)
{
	return n > 1 ? fmax(0, (n * squares - sum * sum) / (n * (n - 1))) : NAN;
}

/* ---------- all people at both ---------- */

/* Add a pair of answers (-1, 0, 1 each), times over; times = -1 takes one out. */
void
nps_pairs_add(NpsPairs *pairs, int first, int second, double times)
{
	double		d = second - first;

	pairs->n += times;
	pairs->sum += times * d;
	pairs->squares += times * d * d;
}

/*
 * Change of the NPS among people who answered twice: t test of d with n - 1
 * degrees of freedom, divisor n - 1.  With fewer than 2 pairs all but delta is
 * NaN; where all changed alike se is 0, and t, p and limits are NaN.
 */
void
nps_test_paired(const NpsPairs *pairs, double level, NpsDifference *result)
{
	nps_difference_unknown(result);
	if (!(pairs->n > 0))
		return;
	result->delta = result->centre = 100 * pairs->sum / pairs->n;
	result->df = pairs->n - 1;
	result->se = 100 * sqrt(variance_of_sums(pairs->n, pairs->sum, pairs->squares) / pairs->n);
	if (result->se > 0)
		nps_difference_by_error(result, level);
	nps_difference_clip(result);
}

/* ---------- some people at both ---------- */

/* Add one person: an answer (-1, 0, 1) at each moment, NULL where there is none. */
void
nps_overlap_add(NpsOverlap *sums, const int *first, const int *second)
{
	if (first)
	{
		sums->n1++;
		sums->sum1 += *first;
		sums->squares1 += *first * *first;
	}
	if (second)
	{
		sums->n2++;
		sums->sum2 += *second;
		sums->squares2 += *second * *second;
	}
	if (first && second)
	{
		sums->both++;
		sums->both_sum1 += *first;
		sums->both_sum2 += *second;
		sums->both_squares1 += *first * *first;
		sums->both_squares2 += *second * *second;
		sums->both_products += *first * *second;
	}
}

/*
 * Two moments that share some people: se^2 = v1/n1 + v2/n2 - 2 both c/(n1 n2),
 * variances and covariance with divisor n - 1, proportion scale; delta, second
 * minus first, in points.  Normal z and p.  Leaving the overlap out would be
 * safe where c > 0, at a loss of power.  An se of 0, or lost in rounding, is 0
 * and leaves z, p and limits NaN.
 */
void
nps_test_overlap_moments(double delta, double n1, double v1, double n2, double v2, double both,
						 double covariance, double level, NpsDifference *result)
{
	double		apart = v1 / n1 + v2 / n2;
	double		squared = apart - 2 * both * covariance / (n1 * n2);

	nps_difference_unknown(result);
	result->delta = result->centre = delta;
	result->df = INFINITY;
	result->se = squared <= ROUNDING * apart ? 0 : 100 * sqrt(squared);
	if (result->se > 0)
		nps_difference_by_error(result, level);
	nps_difference_clip(result);
}

/*
 * The same from sums over people.  All but delta NaN with fewer than 2 answers
 * at a moment; with fewer than 2 people in both, the covariance counts as 0.
 */
void
nps_test_overlap(const NpsOverlap *s, double level, NpsDifference *result)
{
	double		covariance = 0;

	nps_difference_unknown(result);
	if (!(s->n1 > 0 && s->n2 > 0))
		return;
	if (s->both > 1)
		covariance = (s->both * s->both_products - s->both_sum1 * s->both_sum2) /
			(s->both * (s->both - 1));
	nps_test_overlap_moments(100 * (s->sum2 / s->n2 - s->sum1 / s->n1),
							 s->n1, variance_of_sums(s->n1, s->sum1, s->squares1),
							 s->n2, variance_of_sums(s->n2, s->sum2, s->squares2),
							 s->both, covariance, level, result);
}

/*
 * The correlation of the two estimates, which the people in both make: that of
 * their answers, both / sqrt(n1 n2) of it.  1 is added to each sum of squares,
 * so that a few people who agree by chance do not pass for perfectly consistent
 * ones (as the continuity correction of Newcombe 1998 does); 0 with fewer than
 * 2 people in both.
 */
double
nps_overlap_correlation(const NpsOverlap *s)
{
	double		squares1 = s->both_squares1 - s->both_sum1 * (s->both_sum1 / s->both);
	double		squares2 = s->both_squares2 - s->both_sum2 * (s->both_sum2 / s->both);
	double		products = s->both_products - s->both_sum1 * (s->both_sum2 / s->both);

	if (!(s->both > 1))
		return 0;
	return products / sqrt((fmax(0, squares1) + 1) * (fmax(0, squares2) + 1)) *
		sqrt(s->both / s->n1) * sqrt(s->both / s->n2);
}

/* The waves as counts. */
static NpsTrinomial
overlap_wave(double n, double sum, double squares)
{
	return nps_trinomial((squares + sum) / 2, n - squares, (squares - sum) / 2);
}

typedef struct Overlapping
{
	NpsTrinomial a;
	NpsTrinomial b;
	double		correlation;	/* of their means */
} Overlapping;

/*
 * How far below a - b its lower limit lies at that z, proportion scale:
 * square-and-add with correlation, sqrt(x^2 + y^2 - 2 correlation x y).
 */
static double
overlap_reach(const Overlapping *o, double z)
{
	NpsTrinomial reflected = nps_trinomial_reflected(&o->a);
	double		x = nps_trinomial_mean(&o->a) + nps_score_upper(&reflected, z);
	double		y = nps_score_upper(&o->b, z) - nps_trinomial_mean(&o->b);

	return sqrt((x - y) * (x - y) + 2 * (1 - o->correlation) * x * y);
}

static double
overlap_limit(const void *ctx, double z)
{
	const Overlapping *o = ctx;

	return nps_trinomial_mean(&o->a) - nps_trinomial_mean(&o->b) - overlap_reach(o, z);
}

/* The z at which the lower limit of a - b > 0 is 0; infinite where there is none. */
static double
overlap_z(const Overlapping *o)
{
	double		distance = nps_trinomial_mean(&o->a) - nps_trinomial_mean(&o->b);
	double		low = 0,
				high = distance / overlap_reach(o, 1);

	while (high < ENDLESS_Z && overlap_limit(o, high) > 0)
	{
		low = high;
		high *= 2;
	}
	if (!(high < ENDLESS_Z))
		return INFINITY;
	return nps_root(overlap_limit, o, low, low > 0 ? overlap_limit(o, low) : distance, high,
					low + (high - low) / 2, NPS_Z_ROUNDING * distance);
}

/*
 * The same by limits that hold for few answers, too, and near the ends of the
 * scale: square-and-add on score limits, with the correlation of the waves
 * (Zou 2008).  p by turning them round, as nps_test_difference() does, which
 * this is where nobody is in both.  se only informs: z is not delta / se.  An
 * interval that leaves 0 out at every level has p 0 and an infinite z.
 */
void
nps_test_overlap_score(const NpsOverlap *s, double level, NpsDifference *result)
{
	NpsTrinomial first = overlap_wave(s->n1, s->sum1, s->squares1);
	NpsTrinomial second = overlap_wave(s->n2, s->sum2, s->squares2);
	double		correlation = nps_overlap_correlation(s);
	Overlapping up = {second, first, correlation};
	Overlapping down = {first, second, correlation};
	double		v1,
				v2,
				z = nps_level_z(level);

	nps_test_difference(&second, &first, level, NPS_CI_SCORE, result);
	if (correlation == 0 || isnan(result->delta))
		return;
	v1 = nps_trinomial_variance(&first) / s->n1;
	v2 = nps_trinomial_variance(&second) / s->n2;
	result->se = 100 * sqrt(fmax(0, v1 + v2 - 2 * correlation * sqrt(v1 * v2)));
	if (result->delta != 0)
		result->z = result->delta > 0 ? overlap_z(&up) : -overlap_z(&down);
	result->p_value = 2 * nps_norm_sf(fabs(result->z));
	result->low = isnan(z) ? NAN : result->delta - 100 * overlap_reach(&up, z);
	result->high = isnan(z) ? NAN : result->delta + 100 * overlap_reach(&down, z);
	nps_difference_clip(result);
}
