/*
 * incomplete_beta.c
 *		The incomplete beta function I_x(a,b), as both tails of a beta variable.
 *
 * A point carries x, y = 1 - x and delta = x b - y a, each right to about an ulp,
 * however close x is to 0, to 1, or to the mean a/(a+b), where delta is 0.  The
 * callers know how: F has it from f - 1, beta by fma.
 *
 * The tail that is summed is x^a y^b / B(a,b), made as in log_gamma.c, times a
 * series, a fraction or an integral (tail_integral.h).
 *
 * Literature:
 *	 Abramowitz & Stegun 1964, Handbook of Mathematical Functions.
 *	 Didonato & Morris 1992, ACM TOMS 18, 360-373 (algorithm 708: FPSER, BFRAC).
 *	 Loader 2000, Fast and accurate computation of binomial probabilities.
 */
#include "stats/incomplete_beta.h"

#include <float.h>
#include <math.h>

#include "stats/log_gamma.h"
#include "stats/tail_integral.h"

/* -log(a B(a,b)): P(X <= x) is x^a times its exponential for small x. */
double
nps_beta_log_end_factor(double a, double b)
{
	return nps_lgamma_rise(b, a) - nps_lgamma_rise(1, a);
}

static NpsBetaPoint
mirrored(const NpsBetaPoint *pt)
{
	NpsBetaPoint m;

	m.a = pt->b;
	m.b = pt->a;
	m.x = pt->y;
	m.y = pt->x;
	m.delta = -pt->delta;
	return m;
}

/* x^a y^b / B(a,b): the density of log(x / y).  See log_gamma.c. */
double
nps_beta_density(const NpsBetaPoint *pt)
{
	double		a = pt->a,
				b = pt->b,
				ab = a + b;
	double		exponent = nps_stirling_rest(ab) - nps_stirling_rest(a) - nps_stirling_rest(b) -
		a * nps_gap(pt->delta / a, pt->x * (ab / a)) -
		b * nps_gap(-pt->delta / b, pt->y * (ab / b));

	return NPS_INV_SQRT_2PI * sqrt(a * (b / ab)) * exp(exponent);
}

/*
 * Both tails by powers of x, for a < 1, x <= 1/2 and b x of order 1 at most:
 * P = x^a / (a B(a,b)) (1 + a S), S the sum over n >= 1 of
 * (1-b)(2-b)..(n-b) x^n / (n! (a+n)).  With x = 0, what is left for x too small
 * for a double (any a).  Didonato & Morris 1992, eq. 4 (and A & S 26.5.4).
 */
static NpsTails
beta_power_tails(double a, double b, double x, double log_x)
{
	double		term = 1,
				sum = 0;
	int			n;

	for (n = 1; n < NPS_MAX_TERMS; n++)
	{
		term *= (n - b) / n * x;
		sum += term / (a + n);
		if (fabs(term) <= fabs(sum) * (DBL_EPSILON / 8))
			break;
	}
	return nps_tails_from_log_lower(a * log_x + nps_beta_log_end_factor(a, b) + log1p(a * sum));
}

/*
 * P(X <= x) for x not above the mean, by Didonato & Morris 1992, BFRAC: the
 * even part of Gauss's fraction, written in delta.  Where n < b its terms are
 * all positive.
 */
static double
beta_fraction(const NpsBetaPoint *pt)
{
	double		a = pt->a,
				b = pt->b,
				x = pt->x;
	double		inverse = 1 / (a + 1),
				density = nps_beta_density(pt);
	NpsFraction fraction = nps_fraction(a * inverse * (1 - pt->delta));
	int			n;

	for (n = 1; n < NPS_MAX_TERMS && density > 0; n++)
	{
		double		d = n * ((b - n) * x) * inverse;	/* over a + 2n - 1 */
		double		alpha = (a + n - 1) * inverse * ((a + b + n - 1) * x) * d;
		double		beta;

		inverse = 1 / (a + 2 * n + 1);
		beta = n + d + (a + n) * inverse * (1 - pt->delta + n * (1 + pt->y));
		if (nps_fraction_add(&fraction, alpha, beta))
			break;
	}
	return density > 0 ? density * fraction.ratio : 0;
}

/*
 * P(X <= x) for large shapes and x not above the mean: the density integrated
 * from x down to where it has fallen by exp(-44).  Its logarithm at x - s is
 * that at x, less fall * s and two gaps, all of one sign.
 */
static double
beta_quadrature(const NpsBetaPoint *pt)
{
	double		a = pt->a - 1,
				b = pt->b - 1,
				x = pt->x,
				y = pt->y;
	double		density = nps_beta_density(pt);
	double		fall = (x - y - pt->delta) / x / y,
				bend = a / x / x + b / y / y,
				length = 88 / (fall + sqrt(fall * fall + 88 * bend)),
				half,
				sum = 0;
	int			i;

	if (!(density > 0))
		return 0;
	half = 0.5 * (length < x ? length : x);
	for (i = 0; i < 2 * NPS_GAUSS_PAIRS; i++)
	{
		double		node = nps_gauss[i / 2][0];
		double		s = half * (1 + (i % 2 ? node : -node));

		sum += nps_gauss[i / 2][1] *
			exp(-fall * s - a * nps_gap(-s / x, (x - s) / x) - b * nps_gap(s / y, 1 + s / y));
	}
	return density / x / y * half * sum;
}

/* Both tails of a beta distribution.  x and y in (0,1), shapes positive. */
NpsTails
nps_beta_tails(const NpsBetaPoint *pt)
{
	NpsBetaPoint m = mirrored(pt);

	if (pt->a < 1 && pt->x <= 0.5 && pt->b * pt->x <= 1)
		return beta_power_tails(pt->a, pt->b, pt->x, log(pt->x));
	if (m.a < 1 && m.x <= 0.5 && m.b * m.x <= 1)
		return nps_tails_exchanged(beta_power_tails(m.a, m.b, m.x, log(m.x)));
	if (pt->a >= NPS_LARGE_SHAPE && pt->b >= NPS_LARGE_SHAPE)
		return pt->delta <= 0 ? nps_tails_from_lower(beta_quadrature(pt)) :
			nps_tails_exchanged(nps_tails_from_lower(beta_quadrature(&m)));
	if (pt->b < 1 || (pt->a >= 1 && pt->delta <= 0))
		return nps_tails_from_lower(beta_fraction(pt));
	return nps_tails_exchanged(nps_tails_from_lower(beta_fraction(&m)));
}

/*
 * Both tails of an F-distributed f > 0 with 2a and 2b degrees of freedom.
 * excess is f - 1, r is f a / b, log_r its logarithm, should r be out of range.
 */
NpsTails
nps_beta_tails_at_odds(double a, double b, double excess, double r, double log_r)
{
	NpsBetaPoint pt;

	if (r < 1 / NPS_FAR && b * r < 1e-20)
		return beta_power_tails(a, b, 0, log_r);
	if (r > NPS_FAR && a / r < 1e-20)
		return nps_tails_exchanged(beta_power_tails(b, a, 0, -log_r));
	pt.a = a;
	pt.b = b;
	pt.y = 1 / (1 + r);
	pt.x = r * pt.y;
	pt.delta = a * (pt.y * excess);
	return nps_beta_tails(&pt);
}
