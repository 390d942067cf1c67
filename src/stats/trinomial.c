/*
 * trinomial.c
 *		The three counts behind an NPS, and its estimate, variance and error.
 *
 * The variance is written q (p + d) + 4 p d rather than p + d - (p - d)^2: the
 * same number as a sum of products that are not negative, so nothing cancels
 * near +-100, and it is exactly 0 where all answers fall in one category.
 */
#include <math.h>

#include "stats/dist.h"
#include "stats/trinomial.h"

/* In this order, so that exchanging promoters and detractors changes no bit. */
static double
count_sum(const NpsTrinomial *t)
{
	return t->promoters + t->detractors + t->passives;
}

/* The trinomial of three counts. */
NpsTrinomial
nps_trinomial(double promoters, double passives, double detractors)
{
	NpsTrinomial t = {0, promoters, passives, detractors};

	t.n = count_sum(&t);
	return t;
}

/* Promoters and detractors exchanged. */
NpsTrinomial
nps_trinomial_reflected(const NpsTrinomial *t)
{
	NpsTrinomial r = {t->n, t->detractors, t->passives, t->promoters};

	return r;
}

/* The two sets of answers taken together. */
NpsTrinomial
nps_trinomial_add(const NpsTrinomial *a, const NpsTrinomial *b)
{
	return nps_trinomial(a->promoters + b->promoters, a->passives + b->passives,
						 a->detractors + b->detractors);
}

/*
 * What is left of total without part, which it contains.  Effective counts may
 * leave a rounding below 0: that is 0.
 */
NpsTrinomial
nps_trinomial_rest(const NpsTrinomial *total, const NpsTrinomial *part)
{
	return nps_trinomial(fmax(0, total->promoters - part->promoters),
						 fmax(0, total->passives - part->passives),
						 fmax(0, total->detractors - part->detractors));
}

/*
 * The same shares with effective_n answers (weights: Kish 1965).  Infinity
 * makes a census; an effective_n that is not above 0, or no answers, gives a
 * trinomial that is not usable (n NaN).
 */
NpsTrinomial
nps_trinomial_scale(const NpsTrinomial *t, double effective_n)
{
	NpsTrinomial scaled = *t;
	double		sum = count_sum(t);

	scaled.n = effective_n;
	if (!(effective_n > 0) || !(sum > 0))
		scaled.n = NAN;
	else if (isfinite(effective_n) && effective_n != sum)	/* else exactly as they are */
	{
		scaled.promoters = effective_n * (t->promoters / sum);
		scaled.passives = effective_n * (t->passives / sum);
		scaled.detractors = effective_n * (t->detractors / sum);
	}
	return scaled;
}

/*
 * Finite population correction: n / (1 - answers / population) effective
 * answers, where answers is how many people answered (for weighted data not
 * the same as t->n).  All answered: a census.  population NaN or infinite: t
 * as it is.  Fewer people than answers: not usable.  (Cochran 1977, 2.6.)
 */
NpsTrinomial
nps_trinomial_finite(const NpsTrinomial *t, double answers, double population)
{
	if (isnan(population) || isinf(population))
		return *t;
	if (!(population >= answers))
		return nps_trinomial_scale(t, NAN);
	if (population == answers)
		return nps_trinomial_scale(t, t->n > 0 ? INFINITY : NAN);
	return nps_trinomial_scale(t, t->n * (population / (population - answers)));
}

/* Whether there are answers, and no count is negative or NaN. */
bool
nps_trinomial_usable(const NpsTrinomial *t)
{
	double		sum = count_sum(t);

	return t->n > 0 && sum > 0 && isfinite(sum) &&
		t->promoters >= 0 && t->passives >= 0 && t->detractors >= 0;
}

/* m = share of promoters - share of detractors, -1 .. 1; NaN without answers. */
double
nps_trinomial_mean(const NpsTrinomial *t)
{
	return nps_trinomial_usable(t) ? (t->promoters - t->detractors) / count_sum(t) : NAN;
}

/* The NPS in points, -100 .. 100; NaN without answers. */
double
nps_trinomial_score(const NpsTrinomial *t)
{
	return nps_trinomial_usable(t) ? 100 * (t->promoters - t->detractors) / count_sum(t) : NAN;
}

/*
 * Variance of one answer, proportion scale, divisor n, 0 .. 1 (Rocks 2016);
 * NaN without answers.
 */
double
nps_trinomial_variance(const NpsTrinomial *t)
{
	double		sum = count_sum(t);
	double		p = t->promoters / sum;
	double		q = t->passives / sum;
	double		d = t->detractors / sum;

	return nps_trinomial_usable(t) ? q * (p + d) + 4 * p * d : NAN;
}

/* The same with divisor n - 1; NaN unless n > 1. */
double
nps_trinomial_sample_variance(const NpsTrinomial *t)
{
	if (!(t->n > 1))
		return NAN;
	return nps_trinomial_variance(t) * (isinf(t->n) ? 1 : t->n / (t->n - 1));
}

/*
 * Standard error of the NPS in points, 100 sqrt(v / n) with divisor n; 0 for a
 * census or where all answers fall in one category, NaN without answers.
 */
double
nps_trinomial_se(const NpsTrinomial *t)
{
	return 100 * sqrt(nps_trinomial_variance(t) / t->n);
}

/*
 * z of a two-sided level: 1.96 for 0.95.  NaN unless the level lies strictly
 * between 0 and 1.
 */
double
nps_level_z(double level)
{
	return level > 0 && level < 1 ? -nps_norm_quantile((1 - level) / 2) : NAN;
}

/* value, but no lower than low and no higher than high; NaN stays NaN. */
double
nps_clamp(double value, double low, double high)
{
	return value < low ? low : value > high ? high : value;
}
