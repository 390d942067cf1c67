/*
 * log_gamma.c
 *		Parts of log gamma, from which densities and tails are made without
 *		subtracting large numbers.
 *
 * The density of a beta or a gamma variable is never made from powers, or from a
 * difference of log-gammas.  It is what it is at the mean (Stirling remainders,
 * below 1/12 for shapes above 1) times exp(-a gap(u) - ..), with
 * gap(u) = u - log(1 + u) >= 0 and u the relative distance from the mean (Loader
 * 2000).  So the relative error grows with the exponent alone: some 1e-16 times
 * |log tail|.
 *
 * Literature:
 *	 Abramowitz & Stegun 1964, Handbook of Mathematical Functions.
 *	 Loader 2000, Fast and accurate computation of binomial probabilities.
 */
#include "stats/log_gamma.h"

#include <math.h>

#define HALF_LOG_2PI	0.91893853320467274178

/* From here on the 9 terms of Stirling's series are exact to 1e-19. */
#define STIRLING_FROM	10.0

/* B(2k) / (2k (2k-1)), k = 1..9; A & S 6.1.41. */
#define STIRLING_TERMS	9
static const double stirling[STIRLING_TERMS] = {
	1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188,
	-691.0 / 360360, 1.0 / 156, -3617.0 / 122400, 43867.0 / 244188
};

/* 1 / (2k + 3). */
#define GAP_TERMS		17
static const double odd_inverse[GAP_TERMS] = {
	1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17,
	1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25, 1.0 / 27, 1.0 / 29, 1.0 / 31,
	1.0 / 33, 1.0 / 35
};

/*
 * u - log(1 + u) for u > -1, never below 0; ratio is 1 + u, from where it is
 * known better than u near -1 has it.  In the middle by 2 atanh(r) = log(1 + u)
 * with r = u / (2 + u), where u - 2r = ur: nothing cancels.
 */
double
nps_gap(double u, double ratio)
{
	double		r,
				r2,
				sum;
	int			i;

	if (u <= -0.5)
		return u - log(ratio);
	if (u >= 1)
		return u - log1p(u);
	r = u / (2 + u);
	r2 = r * r;
	i = r2 < 4e-4 ? 4 : GAP_TERMS - 1;
	sum = odd_inverse[i];
	while (--i >= 0)
		sum = sum * r2 + odd_inverse[i];
	return r * (u - 2 * r2 * sum);
}

/* log gamma(a) less (a - 1/2) log a - a + log(2 pi) / 2; a > 0. */
double
nps_stirling_rest(double a)
{
	double		inverse2,
				sum;
	int			i = STIRLING_TERMS - 1;

	if (a < STIRLING_FROM)
		return lgamma(a) - (a - 0.5) * log(a) + a - HALF_LOG_2PI;
	inverse2 = 1 / a / a;
	sum = stirling[i];
	while (--i >= 0)
		sum = sum * inverse2 + stirling[i];
	return sum / a;
}

/*
 * log gamma(base + step) - log gamma(base), base > 0 and step > 0; relative
 * to step it is exact however small that is.  The difference of two Stirling
 * series, whose terms p^m - q^m have p - q in common; from a larger base, by
 * gamma(base + 1) = base gamma(base).
 */
double
nps_lgamma_rise(double base, double step)
{
	double		shifted = 0,
				product = 0,
				sum = 0,
				power = 1,
				total = 1,
				p,
				q;
	int			k;

	while (base < STIRLING_FROM)
	{
		product += step / base * (1 + product);
		if (product > 1e30)
		{
			shifted += log1p(product);
			product = 0;
		}
		base += 1;
	}
	p = 1 / (base + step);
	q = 1 / base;
	for (k = 0; k < STIRLING_TERMS; k++)
	{
		sum += stirling[k] * total;
		power *= p;
		total = total * q + power;
		power *= p;
		total = total * q + power;
	}
	return step * (log(base + step) - p * q * sum) - 0.5 * log1p(step * q) -
		base * nps_gap(step * q, 1 + step * q) - shifted - log1p(product);
}
