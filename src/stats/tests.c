/*
 * tests.c
 *		Tests of NPS values: one, two, paired, overlapping, over waves and over
 *		units; and p-values adjusted for their number.
 *
 * Why no pooled z and no Welch t by default: with 10 answers against 100 their
 * true size at 5 % reaches 16 and 28 %; that of the default, square-and-add
 * (MOVER) on score limits, stays at 5 % there, and at 5.5 % in the worst
 * setting of two small samples (exact enumeration).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/dist.h"
#include "stats/root.h"
#include "stats/tests.h"

#define Z_ROUNDING		1e-15	/* of a test statistic, relative */

/* A variance this far below its terms is their rounding. */
#define ROUNDING		1e-13

#define HALF_PI			1.57079632679489661923

/* Limits that still differ here do so at every level: n is at most 2^63. */
#define ENDLESS_Z		1e10

static double
normal_p(double z)
{
	return 2 * nps_norm_sf(fabs(z));
}

static double
student_p(double t, double df)
{
	return 2 * nps_t_sf(fabs(t), df);
}

/* ---------------------------------------------------------- one sample */

/*
 * Is the NPS null_value (points)?  Score test: p is below 1 - level exactly
 * where the score interval leaves null_value out.  (Tango 1998.)  Against a
 * null of +-100 that the answers contradict p is 0 and z infinite.  NaN without
 * answers, or null_value outside -100 .. 100.
 */
void
nps_test_null(const NpsTrinomial *t, double null_value, NpsNullTest *result)
{
	result->estimate = nps_trinomial_score(t);
	result->z = nps_score_statistic(t, null_value / 100);
	/* the same number by another way to round it */
	if (result->estimate == null_value)
		result->z = 0;
	result->p_value = normal_p(result->z);
}

/* ---------------------------------------------------------- two samples */

static void
no_difference(NpsDifference *result)
{
	result->delta = result->centre = result->se = result->z = NAN;
	result->df = result->p_value = result->low = result->high = NAN;
}

/*
 * z, p and limits of an estimate with a standard error; an se of 0 leaves z
 * and p unknown.  df infinite: normal.
 */
static void
by_standard_error(NpsDifference *result, double level)
{
	double		q = isinf(result->df) ? nps_level_z(level) :
		-nps_t_quantile((1 - level) / 2, result->df);

	if (!(level > 0 && level < 1))
		q = NAN;
	if (result->se > 0)
	{
		result->z = result->centre / result->se;
		result->p_value = isinf(result->df) ? normal_p(result->z) : student_p(result->z, result->df);
	}
	result->low = result->centre - q * result->se;
	result->high = result->centre + q * result->se;
}

/* A difference of two NPS lies within +-200. */
static void
clip(NpsDifference *result)
{
	result->low = nps_clamp(result->low, -200, 200);
	result->high = nps_clamp(result->high, -200, 200);
}

static double
error_of_difference(const NpsTrinomial *a, const NpsTrinomial *b)
{
	return 100 * sqrt(nps_trinomial_variance(a) / a->n + nps_trinomial_variance(b) / b->n);
}

/* Welch's t: variances with divisor n - 1, Satterthwaite's degrees of freedom. */
static void
welch(const NpsTrinomial *a, const NpsTrinomial *b, NpsDifference *result)
{
	double		va = nps_trinomial_sample_variance(a) / a->n;
	double		vb = nps_trinomial_sample_variance(b) / b->n;
	double		share = va / (va + vb);

	result->se = 100 * sqrt(va + vb);
	result->df = 1 / (share * share / (a->n - 1) + (1 - share) * (1 - share) / (b->n - 1));
}

/* Square-and-add: limits of a - b from those of a and b, all in points. */
static void
mover_limits(const NpsTrinomial *a, const NpsTrinomial *b, double level, NpsDifference *result)
{
	double		ma = nps_trinomial_score(a);
	double		mb = nps_trinomial_score(b);
	double		la,
				ua,
				lb,
				ub;

	nps_ci(a, level, NPS_CI_SCORE, &la, &ua);
	nps_ci(b, level, NPS_CI_SCORE, &lb, &ub);
	result->low = result->delta - hypot(ma - la, ub - mb);
	result->high = result->delta + hypot(ua - ma, mb - lb);
}

typedef struct MoverTriangle
{
	const NpsTrinomial *a;
	const NpsTrinomial *b;
	double		ma;
	double		mb;
} MoverTriangle;

/* How far la lies from its estimate, in standard normal terms; and ub. */
static double
mover_za(const MoverTriangle *m, double angle)
{
	return nps_score_statistic(m->a, fmax(-1, m->ma - (m->ma - m->mb) * cos(angle)));
}

static double
mover_zb(const MoverTriangle *m, double angle)
{
	return -nps_score_statistic(m->b, fmin(1, m->mb + (m->ma - m->mb) * sin(angle)));
}

static double
mover_balance(const void *ctx, double angle)
{
	return mover_za(ctx, angle) - mover_zb(ctx, angle);
}

/*
 * The z at which the lower MOVER limit of a - b > 0 is 0.  There the distances
 * ma - la and ub - mb are the sides of a right triangle whose hypotenuse is the
 * difference, and la and ub lie z away from their estimates.  So one search for
 * the angle does: as it opens, the first z falls and the second grows.
 */
static double
mover_z(const NpsTrinomial *a, const NpsTrinomial *b)
{
	MoverTriangle m = {a, b, nps_trinomial_mean(a), nps_trinomial_mean(b)};
	double		va = nps_trinomial_variance(a) / a->n;
	double		vb = nps_trinomial_variance(b) / b->n;
	double		guess = atan2(sqrt(vb), sqrt(va));
	double		noise = Z_ROUNDING * fmin(mover_za(&m, guess), mover_zb(&m, guess));
	double		angle = nps_root(mover_balance, &m, 0, mover_za(&m, 0), HALF_PI, guess, noise);

	return fmin(mover_za(&m, angle), mover_zb(&m, angle));
}

/*
 * The z of the default test alone, first minus second, signed: 0 without a
 * difference, NaN without answers in either.
 */
double
nps_test_difference_z(const NpsTrinomial *first, const NpsTrinomial *second)
{
	double		d = nps_trinomial_mean(first) - nps_trinomial_mean(second);

	return d > 0 ? mover_z(first, second) : d < 0 ? -mover_z(second, first) : d;
}

/* Whether nps_test_difference() knows the method: all but bayes. */
bool
nps_test_has_method(NpsIntervalMethod method)
{
	return method != NPS_CI_BAYES;
}

/*
 * Do two independent samples differ?  delta = first - second.
 *
 *	score			limits by square-and-add on score limits (Zou & Donner 2008);
 *					p by turning them round: the smallest 1 - level that leaves
 *					0 out, down to 1e-300.  se is the plain sqrt(v1/n1 + v2/n2)
 *					and only informs: z is not delta / se
 *	adjusted_wald	3/4, 3/2, 3/4 answers added to each sample (Lewis & Sauro
 *					2021); centre is the difference of the adjusted NPS
 *	wald			divisor n; for comparison with other tools
 *	student_t		Welch; df in the result
 *
 * Limits within +-200.  NaN without answers in either sample, for a level
 * outside (0, 1) (limits only), for bayes, and for z and p where se is 0.
 */
void
nps_test_difference(const NpsTrinomial *first, const NpsTrinomial *second, double level,
					NpsIntervalMethod method, NpsDifference *result)
{
	NpsTrinomial a = *first;
	NpsTrinomial b = *second;

	no_difference(result);
	if (!nps_trinomial_usable(first) || !nps_trinomial_usable(second) ||
		!nps_test_has_method(method))
		return;
	result->delta = nps_trinomial_score(first) - nps_trinomial_score(second);
	result->df = INFINITY;
	if (method == NPS_CI_SCORE)
	{
		result->centre = result->delta;
		result->se = error_of_difference(first, second);
		result->z = nps_test_difference_z(first, second);
		result->p_value = normal_p(result->z);
		mover_limits(first, second, level, result);
		clip(result);
		return;
	}
	if (method == NPS_CI_ADJUSTED_WALD && isfinite(a.n))
		a = nps_ci_adjust(first);
	if (method == NPS_CI_ADJUSTED_WALD && isfinite(b.n))
		b = nps_ci_adjust(second);
	result->centre = nps_trinomial_score(&a) - nps_trinomial_score(&b);
	if (method == NPS_CI_STUDENT_T)
		welch(&a, &b, result);
	else
		result->se = error_of_difference(&a, &b);
	by_standard_error(result, level);
	clip(result);
}

/*
 * A unit against the rest of a total that contains it: never against the total
 * itself, with which it shares its answers.
 */
void
nps_test_rest(const NpsTrinomial *unit, const NpsTrinomial *total, double level,
			  NpsIntervalMethod method, NpsDifference *result)
{
	NpsTrinomial rest = nps_trinomial_rest(total, unit);

	nps_test_difference(unit, &rest, level, method, result);
}

/* ------------------------------------------------ the same people twice */

/* Add a pair of answers (-1, 0, 1 each), times over; times = -1 takes one out. */
void
nps_pairs_add(NpsPairs *pairs, int first, int second, double times)
{
	double		d = second - first;

	pairs->n += times;
	pairs->sum += times * d;
	pairs->squares += times * d * d;
}

/* Sample variance from sums of whole numbers: exact where they are all equal. */
static double
variance_of_sums(double n, double sum, double squares)
{
	return n > 1 ? fmax(0, (n * squares - sum * sum) / (n * (n - 1))) : NAN;
}

/*
 * Change of the NPS among people who answered twice: t test of d with n - 1
 * degrees of freedom, divisor n - 1.  With fewer than 2 pairs all but delta is
 * NaN; where all changed alike se is 0, and t, p and limits are NaN.
 */
void
nps_test_paired(const NpsPairs *pairs, double level, NpsDifference *result)
{
	no_difference(result);
	if (!(pairs->n > 0))
		return;
	result->delta = result->centre = 100 * pairs->sum / pairs->n;
	result->df = pairs->n - 1;
	result->se = 100 * sqrt(variance_of_sums(pairs->n, pairs->sum, pairs->squares) / pairs->n);
	if (result->se > 0)
		by_standard_error(result, level);
	clip(result);
}

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

	no_difference(result);
	result->delta = result->centre = delta;
	result->df = INFINITY;
	result->se = squared <= ROUNDING * apart ? 0 : 100 * sqrt(squared);
	if (result->se > 0)
		by_standard_error(result, level);
	clip(result);
}

/*
 * The same from sums over people.  All but delta NaN with fewer than 2 answers
 * at a moment; with fewer than 2 people in both, the covariance counts as 0.
 */
void
nps_test_overlap(const NpsOverlap *s, double level, NpsDifference *result)
{
	double		covariance = 0;

	no_difference(result);
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
	NpsTrinomial reflected = nps_trinomial(o->a.detractors, o->a.passives, o->a.promoters);
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
					low + (high - low) / 2, Z_ROUNDING * distance);
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
	result->p_value = normal_p(result->z);
	result->low = isnan(z) ? NAN : result->delta - 100 * overlap_reach(&up, z);
	result->high = isnan(z) ? NAN : result->delta + 100 * overlap_reach(&down, z);
	clip(result);
}

/* ----------------------------------------------------- trend over waves */

/*
 * Add a wave at time t.  A wave without answers or time adds nothing.  Each
 * call, and each merge, must bring other waves: parts of one wave still give
 * the right slope, but would count as two waves in everything else.
 */
void
nps_trend_add(NpsTrendSums *sums, double t, const NpsTrinomial *wave)
{
	NpsTrendSums one = {1, wave->n, t, nps_trinomial_mean(wave), 0, 0, 0, 0};

	if (!nps_trinomial_usable(wave) || !isfinite(t))
		return;
	one.within = wave->n * nps_trinomial_variance(wave);
	nps_trend_merge(sums, &one);
}

/* Add other waves' sums (pairwise update of moments: Chan, Golub & LeVeque 1983). */
void
nps_trend_merge(NpsTrendSums *sums, const NpsTrendSums *other)
{
	double		n = sums->n + other->n;
	double		dt = other->t_mean - sums->t_mean;
	double		dy = other->y_mean - sums->y_mean;
	double		share = other->n / n;
	double		weight = sums->n * share;

	if (!(other->n > 0))
		return;
	sums->waves += other->waves;
	sums->n = n;
	sums->tt += other->tt + weight * dt * dt;
	sums->ty += other->ty + weight * dt * dy;
	sums->yy += other->yy + weight * dy * dy;
	sums->t_mean += share * dt;
	sums->y_mean += share * dy;
	sums->within += other->within;
}

/*
 * Least squares of answers on time: slope in points per unit of t.  Its error
 * rests on the variance within waves, pooled, and not on each wave's own: that
 * of a small wave is tied to its own extreme value.
 *
 * lack_f above 1: waves leave the line by more than the answers in them explain.
 * Then the waves are what the error rests on: se_scaled, with only waves - 2
 * degrees of freedom in p_scaled.  (With n - waves, waves that stray by 10 points
 * made 9 % of 8 and 14 % of 4 flat series significant at 5 %; with waves - 2,
 * 5 and 7 %; unscaled, 32 %.)  Else both are the plain ones.
 *
 * One wave, or one t: no slope.  Two: no lack of fit, nothing scaled.  As many
 * waves as answers, or no variance within: tests NaN.
 */
void
nps_trend_fit(const NpsTrendSums *sums, double level, NpsTrend *r)
{
	double		ms = sums->within / (sums->n - sums->waves);
	double		residual = fmax(0, sums->yy - sums->ty / sums->tt * sums->ty);
	NpsDifference line;

	r->waves = sums->waves;
	r->n = sums->n;
	r->df = sums->n - sums->waves;
	r->slope = r->se = r->t = r->p_value = r->low = r->high = NAN;
	r->waves_f = r->waves_p = r->lack_f = r->lack_p = r->se_scaled = r->p_scaled = NAN;
	if (!(sums->waves > 1))
		return;
	if (sums->tt > 0)
		r->slope = 100 * sums->ty / sums->tt;
	if (!(r->df > 0))
		return;
	if (ms > 0)
	{
		r->waves_f = sums->yy / (sums->waves - 1) / ms;
		r->waves_p = nps_f_sf(r->waves_f, sums->waves - 1, r->df);
	}
	if (!(sums->tt > 0))
		return;
	r->se = 100 * sqrt(ms / sums->tt);
	if (!(r->se > 0))
		return;
	no_difference(&line);
	line.centre = r->slope;
	line.se = r->se;
	line.df = r->df;
	by_standard_error(&line, level);
	r->t = line.z;
	r->p_value = line.p_value;
	r->low = line.low;
	r->high = line.high;
	if (sums->waves > 2)
	{
		r->lack_f = residual / (sums->waves - 2) / ms;
		r->lack_p = nps_f_sf(r->lack_f, sums->waves - 2, r->df);
		r->se_scaled = r->se * sqrt(fmax(1, r->lack_f));
		r->p_scaled = r->lack_f > 1 ? student_p(r->slope / r->se_scaled, sums->waves - 2) : r->p_value;
	}
}

/* ----------------------------------------------------------- over units */

/*
 * Do units differ at all: one-way analysis of variance of the answers.  (Not
 * Cochran's Q: with each unit's own variance it "finds" differences in 67 % of
 * samples without any.)  Units without answers do not count.  Fewer than 2
 * units, as many units as answers, or no variance within units: f and p NaN.
 */
void
nps_units_anova(const NpsTrinomial *units, size_t k, NpsAnova *r)
{
	NpsTrinomial total = {0, 0, 0, 0};
	double		within = 0,
				between = 0,
				mean;
	size_t		i;

	r->units = 0;
	for (i = 0; i < k; i++)
		if (nps_trinomial_usable(&units[i]))
		{
			r->units++;
			total = nps_trinomial_add(&total, &units[i]);
		}
	mean = nps_trinomial_mean(&total);
	for (i = 0; i < k; i++)
		if (nps_trinomial_usable(&units[i]))
		{
			double		gap = nps_trinomial_mean(&units[i]) - mean;

			within += units[i].n * nps_trinomial_variance(&units[i]);
			between += units[i].n * gap * gap;
		}
	r->n = total.n;
	r->score = nps_trinomial_score(&total);
	r->df1 = r->units - 1;
	r->df2 = r->n - r->units;
	r->ms_between = r->df1 > 0 ? between / r->df1 : NAN;
	r->ms_within = r->df2 > 0 ? within / r->df2 : NAN;
	r->f = r->ms_within > 0 ? r->ms_between / r->ms_within : NAN;
	r->p_value = isnan(r->f) ? NAN : nps_f_sf(r->f, r->df1, r->df2);
}

/* -------------------------------------------------- more than one p-value */

static const char *const adjust_names[] = {
	"holm", "hochberg", "bh", "by", "bonferroni"
};

#define ADJUST_METHODS (sizeof(adjust_names) / sizeof(adjust_names[0]))

/* The method of that name; false where there is none. */
bool
nps_adjust_method(const char *name, NpsAdjustMethod *method)
{
	size_t		i;

	for (i = 0; i < ADJUST_METHODS; i++)
		if (strcmp(name, adjust_names[i]) == 0)
		{
			*method = (NpsAdjustMethod) i;
			return true;
		}
	return false;
}

static int
compare_ranked(const void *a, const void *b)
{
	const NpsRankedP *c = a;
	const NpsRankedP *d = b;

	if (c->p != d->p)
		return c->p < d->p ? -1 : 1;
	return (c->at > d->at) - (c->at < d->at);
}

/* Sort from small to large p; equal ones by their place. */
void
nps_rank_p(NpsRankedP *ranked, size_t n)
{
	qsort(ranked, n, sizeof(NpsRankedP), compare_ranked);
}

/* What a method makes of the i-th smallest of k p-values, before they are put in order. */
static double
adjust_one(NpsAdjustMethod method, double p, size_t i, size_t k, double harmonic)
{
	switch (method)
	{
		case NPS_ADJUST_HOLM:
		case NPS_ADJUST_HOCHBERG:
			return (double) (k - i) * p;
		case NPS_ADJUST_BH:
			return (double) k / (double) (i + 1) * p;
		case NPS_ADJUST_BY:
			return harmonic * (double) k / (double) (i + 1) * p;
		case NPS_ADJUST_BONFERRONI:
			return (double) k * p;
	}
	return NAN;
}

/*
 * p-values adjusted for their number: Holm 1979, Hochberg 1988, Benjamini &
 * Hochberg 1995 (bh), Benjamini & Yekutieli 2001 (by), Bonferroni.  NaN stays
 * NaN and does not count among them.  workspace: n; adjusted may be p itself.
 */
void
nps_adjust_p(const double *p, size_t n, NpsAdjustMethod method, NpsRankedP *workspace,
			 double *adjusted)
{
	size_t		k = 0,
				i;
	double		harmonic = 0;
	double		bound;

	for (i = 0; i < n; i++)
		if (isnan(p[i]))
			adjusted[i] = NAN;
		else
		{
			workspace[k].p = p[i];
			workspace[k++].at = i;
		}
	nps_rank_p(workspace, k);
	for (i = k; i > 0; i--)
		harmonic += 1 / (double) i;
	for (i = 0; i < k; i++)
		workspace[i].p = fmin(1, adjust_one(method, workspace[i].p, i, k, harmonic));

	/* step down: no smaller than the one before; step up: no larger than the next */
	bound = method == NPS_ADJUST_HOLM ? 0 : 1;
	if (method == NPS_ADJUST_HOLM)
		for (i = 0; i < k; i++)
			bound = workspace[i].p = fmax(bound, workspace[i].p);
	else if (method != NPS_ADJUST_BONFERRONI)
		for (i = k; i > 0; i--)
			bound = workspace[i - 1].p = fmin(bound, workspace[i - 1].p);
	for (i = 0; i < k; i++)
		adjusted[workspace[i].at] = workspace[i].p;
}
