/*
 * forecast_error.c
 *		The error to expect of one unit's forecasts, from those of all units.
 *
 * Units are not equally hard to forecast: a branch with 30 answers jumps, a country
 * with 600 does not.  But the few forecasts that a unit has had do not tell its
 * error by themselves.  So its mean square is taken together with a typical one that
 * counts as K forecasts:
 *
 *		mse* = (n mse + K typical) / (n + K),	t with n + K degrees of freedom
 *
 * (an inverse chi-squared prior for the variance, and the t that follows from it:
 * Smyth 2004).  "Typical" is not the mean square of all errors, which one noisy unit
 * makes too large for all others: it is the value that makes the errors seen most
 * likely if units differ so.
 *
 * K = 1, because much more is lost by taking units for equal than for unequal.  Per
 * cent of 95 % limits that held, and their mean width (80 to 300 simulated panels,
 * 2 forecasts of a unit with 8 periods, 6 with 20; noisy: rests with a standard
 * deviation of 14 beside 4 in a quarter of the units):
 *
 *				equal units			noisy | other units
 *		periods	8		20			8				20
 *		one rmse	96 38.8	95 32.7		74 | 100		74 | 100
 *		K = 1	97 55.4	95 37.0		90 | 98			92 | 96
 *		K = 2	97 46.5	95 36.0		86 | 99			91 | 96
 *
 * With K estimated (likewise by likelihood), noisy units had 82 % with 8 periods, 90 % with 20.
 */
#include <math.h>

#include "stats/forecast_error.h"

#define WORTH	1.0				/* K */
#define HALVINGS	100

/*
 * The typical mean square, in squares of the unit of the errors: the s^2 that is most likely
 * where the errors of a unit follow a multivariate t with scale s^2 and K degrees of
 * freedom, the root of sum (K + n) squares / (K s^2 + squares) = sum n, which falls in s^2.
 * 0 where so many units have no error at all that there is no root, or without any
 * forecasts.
 */
double
nps_forecast_typical(const NpsForecastErrors *errors, int32_t units)
{
	double		forecasts = 0,
				low = 0,
				high = 0;
	int32_t		u;
	int			round;

	for (u = 0; u < units; u++)
	{
		forecasts += errors[u].n;
		high += (WORTH + errors[u].n) * errors[u].squares / WORTH;
	}
	if (!(high > 0))
		return 0;
	high /= forecasts;			/* K s^2 alone below: too large */
	for (round = 0; round < HALVINGS; round++)
	{
		double		middle = low + (high - low) / 2,
					sum = 0;

		for (u = 0; u < units; u++)
			if (errors[u].squares > 0)
				sum += (WORTH + errors[u].n) * errors[u].squares / (WORTH * middle + errors[u].squares);
		if (sum > forecasts)
			low = middle;
		else
			high = middle;
	}
	return low + (high - low) / 2;
}

/* The mean square to expect of a unit with one forecast or more. */
double
nps_forecast_unit_mean_square(const NpsForecastErrors *of, double typical)
{
	return (of->squares + WORTH * typical) / (of->n + WORTH);
}

/* Degrees of freedom of t with it. */
double
nps_forecast_unit_df(const NpsForecastErrors *of)
{
	return of->n + WORTH;
}
