/*
 * tail_quantile.c
 *		Quantiles of beta and gamma variables.
 *
 * A quantile is sought for the smaller tail, as a root in log odds (log x for
 * gamma).  In that variable the density is log-concave for all shapes, so the
 * logarithms of both tails are concave: Newton's steps cannot cycle, and what
 * holds in the far ends bounds the root.  Halley's correction saves steps, a
 * bracket guards them, and the loop has a bound.
 *
 * Shapes from 1e-100 to 1e100 are covered; the digits are tested up to 1e7.
 * Beyond that range, a quantile may come out as NaN where a product overflows.
 *
 * Literature:
 *	 Abramowitz & Stegun 1964, Handbook of Mathematical Functions.
 *	 Wilson & Hilferty 1931, PNAS 17, 684-688.
 */
#include "stats/tail_quantile.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "stats/dist.h"
#include "stats/incomplete_beta.h"
#include "stats/incomplete_gamma.h"
#include "stats/log_gamma.h"

/* Bound of the loop: far more than it takes. */
#define MAX_ROOT_STEPS	300

/* A beta distribution, as one of x / y; or with b infinite a gamma one. */
typedef struct Shapes
{
	double		a;
	double		b;
} Shapes;

/* Values at a point, over z = log(x / y), or log x of a gamma. */
typedef struct Local
{
	NpsTails	tails;
	double		density;		/* of z */
	double		slope;			/* of the logarithm of density */
} Local;

/* The point at which x / y is r; r is positive and finite. */
static NpsBetaPoint
point_of_odds(double a, double b, double r)
{
	NpsBetaPoint pt;

	pt.a = a;
	pt.b = b;
	pt.y = 1 / (1 + r);
	pt.x = r * pt.y;
	pt.delta = fma(r, b, -a) * pt.y;
	return pt;
}

static Local
look(const Shapes *s, double r)
{
	Local		at;

	if (isinf(s->b))
	{
		NpsGammaPoint pt;

		pt.a = s->a;
		pt.x = r;
		pt.delta = r - s->a;
		at.tails = nps_gamma_tails(&pt);
		at.density = nps_gamma_density(&pt);
		at.slope = -pt.delta;
	}
	else
	{
		NpsBetaPoint pt = point_of_odds(s->a, s->b, r);

		at.tails = nps_beta_tails(&pt);
		at.density = nps_beta_density(&pt);
		at.slope = -pt.delta;
	}
	return at;
}

/* log(tail / p), also where the quotient is out of range. */
static double
log_ratio(double tail, double p)
{
	if (tail > 0.5 * p && tail < 2 * p)
		return log1p((tail - p) / p);
	return log(tail) - log(p);
}

/*
 * The r at which the tail (the upper one if upper, else the lower) is p, by
 * Halley's method for log tail over log r, starting from r, inside the bracket
 * low .. high.  The last step is taken when it is small enough for its cubic
 * error not to show.
 */
static double
find_root(const Shapes *s, double p, bool upper, double r, double low, double high)
{
	int			i;

	for (i = 0; i < MAX_ROOT_STEPS; i++)
	{
		Local		at = look(s, r);
		double		tail = upper ? at.tails.upper : at.tails.lower;
		double		rate = (upper ? -at.density : at.density) / tail;
		double		step = -log_ratio(tail, p) / rate;
		double		bend = at.slope - rate;
		double		curb = 1 + 0.5 * step * bend;
		double		next;

		if (tail == p)
			return r;
		if ((tail < p) == upper)
			high = r;
		else
			low = r;
		step /= curb > 0.5 ? (curb < 4 ? curb : 4) : 0.5;
		if (fabs(step) * (1 + fabs(bend)) < 1e-5)
			return r + r * expm1(step);
		step = step > 3 ? 3 : (step < -3 ? -3 : step);
		next = r * exp(step);
		if (!(next > low && next < high))
		{
			next = sqrt(low) * sqrt(high);
			if (!(next > low && next < high))
				return r;
		}
		r = next;
	}
	return r;
}

/* A start for two shapes of 1 or more; z is the normal deviate.  A & S 26.5.22 */
static double
beta_start(double a, double b, double z)
{
	double		c = 1 / (2 * a - 1),
				d = 1 / (2 * b - 1),
				h = 2 / (c + d),
				lambda = (z * z - 3) / 6,
				root = h + lambda > 0 ? sqrt(h + lambda) : 0;

	return a / b * exp(2 * (z * root / h + (d - c) * (lambda + 5.0 / 6 - 2 / (3 * h))));
}

/*
 * The odds x / y of a beta quantile, given both tails, of which the smaller
 * one counts; 0 < p < 1.  *log_r is set to their logarithm, which is of use
 * where the odds are 0 or infinite.
 *
 * P <= r^a exp(nps_beta_log_end_factor(a, b)) for all r, with equality at 0, and
 * likewise at the other end: that is the bracket.
 */
double
nps_beta_odds_quantile(double p, double q, double a, double b, double *log_r)
{
	Shapes		s;
	double		log_p = p < q ? log(p) : log1p(-q),
				log_q = p < q ? log1p(-p) : log(q),
				low = (log_p - nps_beta_log_end_factor(a, b)) / a,
				high = (nps_beta_log_end_factor(b, a) - log_q) / b,
				r;

	*log_r = low;
	if (low < -NPS_LOG_FAR && b * exp(low) < 1e-20)
		return exp(low);
	*log_r = high;
	if (high > NPS_LOG_FAR && a * exp(-high) < 1e-20)
		return exp(high);
	low = low < -690 ? DBL_MIN : exp(low) * (1 - 1e-10);
	high = high > 690 ? 1 / DBL_MIN : exp(high) * (1 + 1e-10);
	s.a = a;
	s.b = b;
	if (a >= 1 && b >= 1)
		r = beta_start(a, b, p < q ? nps_norm_quantile(p) : -nps_norm_quantile(q));
	else
		r = p < q ? low : high;
	r = r > low ? (r < high ? r : high) : low;
	r = find_root(&s, p < q ? p : q, p >= q, r, low, high);
	*log_r = log(r);
	return r;
}

/*
 * The quantile of a gamma distribution with scale 1, p and q as above.  Start:
 * Wilson & Hilferty 1931, but not below what holds at 0.
 */
double
nps_gamma_quantile(double p, double q, double a)
{
	Shapes		s;
	double		log_p = p < q ? log(p) : log1p(-q),
				low = (log_p + nps_lgamma_rise(1, a)) / a,
				z = p < q ? nps_norm_quantile(p) : -nps_norm_quantile(q),
				root = 1 - 1 / (9 * a) + z / (3 * sqrt(a)),
				r;

	if (low < -NPS_LOG_FAR)
		return exp(low);
	low = exp(low) * (1 - 1e-10);
	s.a = a;
	s.b = INFINITY;
	r = root > 0 ? a * root * root * root : 0;
	r = r > low ? r : low;
	return find_root(&s, p < q ? p : q, p >= q, r, low, DBL_MAX);
}
