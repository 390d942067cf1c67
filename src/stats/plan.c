/*
 * plan.c
 *		How many answers a margin or a difference needs, and what a number of
 *		answers can show.
 *
 * Normal approximations, which is what planning deserves: the variance that
 * goes in is a guess.
 */
#include <math.h>
#include <stdbool.h>

#include "stats/dist.h"
#include "stats/plan.h"
#include "stats/trinomial.h"

/* Keeps a whole number whole where the arithmetic came out a rounding above it. */
#define WHOLE_SLACK		1e-9

static bool
is_variance(double v)
{
	return v >= 0 && v <= 1;
}

/* need^2 v, also where need^2 is beyond double precision: without variance nothing is needed. */
static double
squared(double need, double v)
{
	return v > 0 || isnan(need) ? need * need * v : 0;
}

static double
answers(double n)
{
	return isnan(n) ? NAN : fmax(1, ceil(n - WHOLE_SLACK));
}

/* z of the level plus z of the power; 0 where any difference has that power. */
static double
z_of_power(double power, double level)
{
	double		z = nps_level_z(level);

	if (isnan(z) || !(power > 0 && power < 1))
		return NAN;
	return fmax(0, z + nps_norm_quantile(power));
}

/*
 * Answers needed for an interval of NPS +- margin: z^2 v / e^2 (Lewis & Sauro
 * 2021), less those added.  With a population (NaN or infinite: none) the
 * finite population correction n / (1 + (n - 1) / N), rounded once, at the end
 * (Cochran 1977, 4.4).
 */
double
nps_plan_margin_n(double margin, double level, double variance, double population, double added)
{
	double		need = 100 * nps_level_z(level) / margin;
	double		n;

	if (!(fabs(margin) > 0) || !is_variance(variance) || population < 1)
		return NAN;
	n = squared(need, variance);
	if (isfinite(population) && n > 1)
		n = isinf(n) ? population : n / (1 + (n - 1) / population);
	return answers(ceil(n - WHOLE_SLACK) - added);
}

/*
 * Answers needed in each of two groups to see a difference with that power:
 * (z_level + z_power)^2 (v1 + v2) / delta^2, less those added.
 */
double
nps_plan_difference_n(double delta, double power, double level, double variance1,
					  double variance2, double added)
{
	double		need = 100 * z_of_power(power, level) / delta;

	if (!(fabs(delta) > 0) || !is_variance(variance1) || !is_variance(variance2))
		return NAN;
	return answers(ceil(squared(need, variance1 + variance2) - WHOLE_SLACK) - added);
}

/*
 * The margin to expect of n answers: 100 z sqrt(v / n), with the finite
 * population correction where population (NaN or infinite: none) is given; 0
 * where all answered.
 */
double
nps_plan_margin(double n, double level, double variance, double population)
{
	double		left = isfinite(population) ? 1 - n / population : 1;

	if (!(n > 0) || !is_variance(variance) || left < 0)
		return NAN;
	return 100 * nps_level_z(level) * sqrt(variance / n * left);
}

static double
error_of_difference(double n1, double n2, double variance1, double variance2)
{
	if (!(n1 > 0) || !(n2 > 0) || !is_variance(variance1) || !is_variance(variance2))
		return NAN;
	return 100 * sqrt(variance1 / n1 + variance2 / n2);
}

/*
 * The chance, 0 .. 1, that a true difference delta shows in a two-sided test
 * of n1 against n2 answers, in either tail; 1 - level for a delta of 0.
 */
double
nps_plan_power(double delta, double n1, double n2, double level, double variance1,
			   double variance2)
{
	double		z = nps_level_z(level);
	double		se = error_of_difference(n1, n2, variance1, variance2);

	if (isnan(delta) || isnan(z) || isnan(se))
		return NAN;
	if (se == 0)
		return delta == 0 ? 1 - level : 1;
	return nps_norm_cdf(fabs(delta) / se - z) + nps_norm_cdf(-fabs(delta) / se - z);
}

/*
 * The smallest difference, in points, that n1 against n2 answers show with that
 * power; NaN where even the largest there is, 200, does not.
 */
double
nps_plan_detectable(double n1, double n2, double power, double level, double variance1,
					double variance2)
{
	double		delta = z_of_power(power, level) * error_of_difference(n1, n2, variance1, variance2);

	return delta <= 200 ? delta : NAN;
}
