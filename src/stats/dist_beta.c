/*
 * dist_beta.c
 *		The beta distribution, by the incomplete beta function.
 */
#include "stats/dist.h"

#include <math.h>

#include "stats/incomplete_beta.h"
#include "stats/tail_quantile.h"

/* Both tails at x in (0,1).  1 - x has a rest, which delta takes account of. */
static NpsTails
beta_tails_at(double x, double a, double b)
{
	NpsBetaPoint pt;
	double		rest,
				up = x * b,
				down;

	pt.a = a;
	pt.b = b;
	pt.x = x;
	pt.y = 1 - x;
	rest = (1 - pt.y) - x;
	down = pt.y * a;
	pt.delta = (up - down) + (fma(x, b, -up) - fma(pt.y, a, -down) - rest * a);
	if (pt.y == 1)				/* x below all doubles next to 1 */
		pt.delta = up - a;
	return nps_beta_tails(&pt);
}

/*
 * P(X <= x) of a beta distribution with shapes a, b > 0 (finite), whole or not,
 * up to 1e7 and beyond.  0 for x <= 0, 1 for x >= 1.  NaN for other shapes and
 * for NaN.  Relative error below 1e-13 for tails down to 1e-100, 1e-12 down to
 * 1e-300.
 */
double
nps_beta_cdf(double x, double a, double b)
{
	if (isnan(x) || !(a > 0) || !(b > 0) || isinf(a) || isinf(b))
		return NAN;
	if (x <= 0 || x >= 1)
		return x > 0;
	return beta_tails_at(x, a, b).lower;
}

/* P(X > x), likewise. */
double
nps_beta_sf(double x, double a, double b)
{
	if (isnan(x) || !(a > 0) || !(b > 0) || isinf(a) || isinf(b))
		return NAN;
	if (x <= 0 || x >= 1)
		return !(x > 0);
	return beta_tails_at(x, a, b).upper;
}

/* The x with P(X <= x) = p; p in [0,1], else NaN; 0 gives 0, 1 gives 1. */
double
nps_beta_quantile(double p, double a, double b)
{
	double		log_r,
				r;

	if (!(p >= 0 && p <= 1) || !(a > 0) || !(b > 0) || isinf(a) || isinf(b))
		return NAN;
	if (p == 0 || p == 1)
		return p;
	r = nps_beta_odds_quantile(p, 1 - p, a, b, &log_r);
	return r < 1 ? r / (1 + r) : 1 / (1 + 1 / r);
}
