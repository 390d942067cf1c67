/*
 * dist_norm.c
 *		The normal distribution.
 *
 * Tails are erfc of the C library, with the argument to twice the precision.  A
 * quantile is a rational approximation of some 7 digits, and one step of Halley's
 * method, which gives all of them.
 *
 * Literature:
 *	 Abramowitz & Stegun 1964, Handbook of Mathematical Functions.
 *	 Wichura 1988, Applied Statistics 37, 477-484 (algorithm AS 241).
 */
#include "stats/dist.h"

#include <math.h>

#define HALF_LOG_2PI	0.91893853320467274178
#define INV_SQRT_2PI	0.39894228040143267794
#define INV_SQRT_PI		0.56418958354775628695

/* 1 / sqrt(2), as the sum of two doubles. */
#define SQRT_HALF		0.70710678118654752440
#define SQRT_HALF_LOW	(-4.8336466567264565e-17)

/*
 * P(Z > z) of a standard normal Z; relative error about 1e-15, down to the
 * smallest numbers.  NaN for NaN.  By erfc of the C library, z / sqrt(2) taken to
 * twice the precision: else its rounding would cost z^2 ulps.
 */
double
nps_norm_sf(double z)
{
	double		x = z * SQRT_HALF,
				rest,
				value = 0.5 * erfc(x);

	if (z < 1 || !(value > 0))
		return value;
	rest = fma(z, SQRT_HALF, -x) + z * SQRT_HALF_LOW;
	return value - INV_SQRT_PI * rest * exp(-x * x);
}

/* P(Z <= z), likewise. */
double
nps_norm_cdf(double z)
{
	return nps_norm_sf(-z);
}

/*
 * The z > 0 with P(Z > z) = p, some 7 digits; r is sqrt(-log p).  Wichura
 * 1988, routine PPND7.
 */
static double
norm_tail_start(double r)
{
	if (r <= 5)
	{
		r -= 1.6;
		return (((1.7023821103e-1 * r + 1.3067284816) * r + 2.7568153900) * r +
				1.4234372777) /
			((1.2021132975e-1 * r + 7.3700164250e-1) * r + 1);
	}
	r -= 5;
	return (((1.7337203997e-2 * r + 4.2868294337e-1) * r + 3.0812263860) * r +
			6.6579051150) /
		((1.2258202635e-2 * r + 2.4197894225e-1) * r + 1);
}

/* Its middle part: the z with P(Z <= z) = 1/2 + q, for |q| <= 0.425. */
static double
norm_middle_start(double q)
{
	double		r = 0.180625 - q * q;

	return q * (((5.9109374720e1 * r + 1.5929113202e2) * r + 5.0434271938e1) * r +
				3.3871327179) /
		(((6.7187563600e1 * r + 7.8757757664e1) * r + 1.7895169469e1) * r + 1);
}

/*
 * The z > 0 with P(Z > z) = p.  One step of Halley's method from 7 digits gives
 * all of them.  Where p is too small for differences, Newton's method for the
 * logarithm, with the asymptotic series of Mills' ratio (A & S 26.2.12).
 */
static double
norm_tail_quantile(double p)
{
	double		z = norm_tail_start(sqrt(-log(p))),
				error;
	int			i;

	if (p > 1e-290)
	{
		error = (nps_norm_sf(z) - p) / (INV_SQRT_2PI * exp(-0.5 * z * z));
		return z + error / (1 - 0.5 * z * error);
	}
	for (i = 0; i < 2; i++)
	{
		double		w = 1 / (z * z),
					mills = (1 - w * (1 - w * (3 - w * (15 - w * 105)))) / z;

		z += mills * (log(mills) - 0.5 * z * z - HALF_LOG_2PI - log(p));
	}
	return z;
}

/*
 * The z with P(Z <= z) = p; p in [0,1], else NaN; 0 and 1 give -infinity and
 * infinity.  Relative error about 1e-15, also next to p = 1/2.  Wichura 1988
 * (AS 241), and one step of Halley's method.
 */
double
nps_norm_quantile(double p)
{
	double		q = p - 0.5,
				z,
				error;

	if (!(p >= 0 && p <= 1))
		return NAN;
	if (p == 0 || p == 1)
		return p == 0 ? -INFINITY : INFINITY;
	if (fabs(q) > 0.425)
		return q < 0 ? -norm_tail_quantile(p) : norm_tail_quantile(1 - p);
	z = norm_middle_start(q);
	error = (0.5 * erf(z * SQRT_HALF) - q) / (INV_SQRT_2PI * exp(-0.5 * z * z));
	return z - error / (1 + 0.5 * z * error);
}
