/*
 * two_samples.c
 *		Tests of one NPS, and of the difference of two independent ones.
 *
 * Why no pooled z and no Welch t by default: with 10 answers against 100 their
 * true size at 5 % reaches 16 and 28 %; that of the default, square-and-add
 * (MOVER) on score limits, stays at 5 % there, and at 5.5 % in the worst
 * setting of two small samples (exact enumeration).
 */
#include <math.h>

#include "stats/difference.h"
#include "stats/dist.h"
#include "stats/root.h"

#define HALF_PI			1.57079632679489661923

/* ---------- one sample ---------- */

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
	result->p_value = 2 * nps_norm_sf(fabs(result->z));
}

/* ---------- two samples ---------- */

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
	double		noise = NPS_Z_ROUNDING * fmin(mover_za(&m, guess), mover_zb(&m, guess));
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

	nps_difference_unknown(result);
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
		result->p_value = 2 * nps_norm_sf(fabs(result->z));
		mover_limits(first, second, level, result);
		nps_difference_clip(result);
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
	nps_difference_by_error(result, level);
	nps_difference_clip(result);
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
