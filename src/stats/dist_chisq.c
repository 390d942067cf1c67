/*
 * dist_chisq.c
 *		The chi-square distribution: twice a gamma variable with shape df/2.
 *
 * Literature:
 *	 Abramowitz & Stegun 1964, Handbook of Mathematical Functions.
 */
#include "stats/dist.h"

#include <math.h>

#include "stats/incomplete_gamma.h"
#include "stats/tail_quantile.h"

/* Both tails of a chi-square variate, x > 0 and finite. */
static NpsTails
chisq_tails(double x, double df)
{
	NpsGammaPoint pt;

	pt.a = 0.5 * df;
	pt.x = 0.5 * x;
	pt.delta = pt.x - pt.a;
	return nps_gamma_tails(&pt);
}

/*
 * P(X <= x) of a chi-square distribution with df > 0 (finite) degrees of
 * freedom, whole or not.  0 for x <= 0.  NaN for other df and for NaN.  Relative
 * error below 1e-13 for tails down to 1e-100, 1e-12 down to 1e-300.  By the
 * incomplete gamma function (A & S 26.4.19).
 */
double
nps_chisq_cdf(double x, double df)
{
	if (isnan(x) || !(df > 0) || isinf(df))
		return NAN;
	if (x <= 0 || isinf(x))
		return x > 0;
	return chisq_tails(x, df).lower;
}

/* P(X > x), likewise. */
double
nps_chisq_sf(double x, double df)
{
	if (isnan(x) || !(df > 0) || isinf(df))
		return NAN;
	if (x <= 0 || isinf(x))
		return !(x > 0);
	return chisq_tails(x, df).upper;
}

/* The x with P(X <= x) = p; p in [0,1], else NaN; 0 gives 0, 1 infinity. */
double
nps_chisq_quantile(double p, double df)
{
	if (!(p >= 0 && p <= 1) || !(df > 0) || isinf(df))
		return NAN;
	if (p == 0 || p == 1)
		return p == 0 ? 0 : INFINITY;
	return 2 * nps_gamma_quantile(p, 1 - p, 0.5 * df);
}
