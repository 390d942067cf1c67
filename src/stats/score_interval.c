/*
 * score_interval.c
 *		The score test of one NPS, and the interval that it makes when it is turned
 *		round.
 *
 * The limits are found numerically: the closed quartic of Yang, Sun & Hardin
 * (2013) has double roots where all answers are promoters, and loses half its
 * digits there.
 */
#include <math.h>

#include "stats/interval.h"
#include "stats/root.h"

/*
 * T for 0 <= delta <= 1.  There the larger root of 2 q^2 + B q - C = 0, C >= 0,
 * is the most likely share of detractors given the difference delta; each
 * expression below is a sum of terms >= 0 but for B, whose two terms carry
 * their own full precision.
 */
static double
statistic_above(const NpsTrinomial *t, double delta)
{
	double		sum = t->promoters + t->detractors + t->passives;
	double		p = t->promoters / sum;
	double		d = t->detractors / sum;
	double		not_p = (t->passives + t->detractors) / sum;
	double		distance = (t->promoters - t->detractors) / sum - delta;
	double		spread = delta * (1 - delta);
	double		b = 2 * not_p * delta - (p + d) * (1 - delta);
	double		root = sqrt(b * b + 8 * d * spread);
	double		q = b <= 0 ? (root - b) / 4 : 2 * d * spread / (root + b);
	double		variance = 2 * q + spread;

	if (distance == 0)
		return 0;
	if (!(variance > 0))
		return distance > 0 ? INFINITY : -INFINITY;
	return sqrt(t->n) * distance / sqrt(variance);
}

/*
 * Tango's score statistic T of the hypothesis that m is delta (proportion
 * scale, -1 .. 1): standard normal under it, positive where the estimate lies
 * above delta, 0 where it equals delta; infinite where delta is +-1 and the
 * estimate is not (that hypothesis is then impossible).  At delta = 0 it is
 * McNemar's (P - D) / sqrt(P + D).  NaN without answers or outside -1 .. 1.
 * (Tango 1998, Stat. Med. 17:891, with b = detractors and c = promoters.)
 */
double
nps_score_statistic(const NpsTrinomial *t, double delta)
{
	NpsTrinomial r;

	if (!nps_trinomial_usable(t) || !(delta >= -1 && delta <= 1))
		return NAN;
	if (delta >= 0)
		return statistic_above(t, delta);
	r = nps_trinomial_reflected(t);
	return -statistic_above(&r, -delta);
}

typedef struct ScoreLimit
{
	const NpsTrinomial *t;
	double		z;
} ScoreLimit;

static double
above_limit(const void *ctx, double delta)
{
	const ScoreLimit *limit = ctx;

	return nps_score_statistic(limit->t, delta) + limit->z;
}

/*
 * The upper score limit at that z > 0, proportion scale: the delta above the
 * estimate at which T is -z.
 */
double
nps_score_upper(const NpsTrinomial *t, double z)
{
	ScoreLimit	limit = {t, z};
	double		mean = nps_trinomial_mean(t);
	NpsTrinomial adjusted = nps_ci_adjust(t);

	if (mean >= 1)
		return 1;
	return nps_root(above_limit, &limit, mean, z, 1, nps_wald_upper(&adjusted, z), NPS_Z_ROUNDING * z);
}
