/*
 * incomplete_gamma.c
 *		The incomplete gamma function P(a,x), as both tails of a gamma variable.
 *
 * As incomplete_beta.c does it: the tail that is summed is x^a exp(-x) / gamma(a),
 * made as in log_gamma.c, times a series, a fraction or an integral
 * (tail_integral.h).
 *
 * Literature:
 *	 Abramowitz & Stegun 1964, Handbook of Mathematical Functions.
 *	 Loader 2000, Fast and accurate computation of binomial probabilities.
 */
#include "stats/incomplete_gamma.h"

#include <float.h>
#include <math.h>

#include "stats/log_gamma.h"
#include "stats/tail_integral.h"

/* x^a exp(-x) / gamma(a): the density of log x. */
double
nps_gamma_density(const NpsGammaPoint *pt)
{
	double		a = pt->a;

	return NPS_INV_SQRT_2PI * sqrt(a) *
		exp(-nps_stirling_rest(a) - a * nps_gap(pt->delta / a, pt->x / a));
}

/*
 * Both tails by powers of x, for a < 1 and x of order 1 at most:
 * P = x^a / gamma(a+1) (1 + a S), S the sum over n >= 1 of
 * (-x)^n / (n! (a+n)).  A & S 6.5.29.
 */
static NpsTails
gamma_power_tails(double a, double x)
{
	double		term = 1,
				sum = 0;
	int			n;

	for (n = 1; n < NPS_MAX_TERMS && fabs(term) > fabs(sum) * (DBL_EPSILON / 8); n++)
	{
		term *= -x / n;
		sum += term / (a + n);
	}
	return nps_tails_from_log_lower(a * log(x) - nps_lgamma_rise(1, a) + log1p(a * sum));
}

/* P(X <= x) for x up to about the mean: Pearson's series, A & S 6.5.29. */
static double
gamma_series(const NpsGammaPoint *pt)
{
	double		term = 1,
				sum = 1;
	int			n;

	for (n = 1; n < NPS_MAX_TERMS && term > sum * (DBL_EPSILON / 8); n++)
	{
		term *= pt->x / (pt->a + n);
		sum += term;
	}
	return nps_gamma_density(pt) / pt->a * sum;
}

/*
 * P(X > x) for x above the mean: the even part of Legendre's fraction (A & S
 * 6.5.31).
 */
static double
gamma_fraction(const NpsGammaPoint *pt)
{
	double		density = nps_gamma_density(pt);
	NpsFraction fraction = nps_fraction(pt->delta + 1);
	int			n;

	for (n = 1; n < NPS_MAX_TERMS && density > 0; n++)
		if (nps_fraction_add(&fraction, n * (pt->a - n), pt->delta + 1 + 2 * n))
			break;
	return density > 0 ? density * fraction.ratio : 0;
}

/*
 * The tail that x is in, for a large shape: as beta_quadrature().  The lower
 * one goes down from x (sign -1), the upper one up.
 */
static double
gamma_quadrature(const NpsGammaPoint *pt, int sign)
{
	double		a = pt->a - 1,
				x = pt->x;
	double		density = nps_gamma_density(pt);
	double		fall = sign * (pt->delta + 1) / x,
				bend = a / x / x,
				length = 88 / (fall + sqrt(fall * fall + 88 * bend)),
				half,
				sum = 0;
	int			i;

	if (!(density > 0))
		return 0;
	half = 0.5 * (sign > 0 || length < x ? length : x);
	for (i = 0; i < 2 * NPS_GAUSS_PAIRS; i++)
	{
		double		node = nps_gauss[i / 2][0];
		double		s = half * (1 + (i % 2 ? node : -node));

		sum += nps_gauss[i / 2][1] *
			exp(-fall * s - a * nps_gap(sign * s / x, (x + sign * s) / x));
	}
	return density / x * half * sum;
}

/* Both tails of a gamma distribution with scale 1.  x positive and finite. */
NpsTails
nps_gamma_tails(const NpsGammaPoint *pt)
{
	if (pt->a < 1 && pt->x < 1.5)
		return gamma_power_tails(pt->a, pt->x);
	if (pt->a >= NPS_LARGE_SHAPE)
		return pt->delta <= 0 ? nps_tails_from_lower(gamma_quadrature(pt, -1)) :
			nps_tails_exchanged(nps_tails_from_lower(gamma_quadrature(pt, 1)));
	if (pt->delta < 1)
		return nps_tails_from_lower(gamma_series(pt));
	return nps_tails_exchanged(nps_tails_from_lower(gamma_fraction(pt)));
}
