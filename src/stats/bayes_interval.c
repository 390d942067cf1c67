/*
 * bayes_interval.c
 *		The Bayesian interval of an NPS.
 *
 * The limits are exact quantiles of P - D for shares (D, N, P) ~ Dirichlet.
 * Write P - D = S (2 U - 1): S = P + D and U = P / S are independent beta
 * variables, so the distribution function is one integral over U.  It is taken in
 * x = logit(U), where the density of U is smooth and falls off exponentially
 * whatever its shapes, piece by piece between the points where the integrand
 * bends, each piece by tanh-sinh quadrature (Takahasi & Mori 1974), which takes no
 * harm from a root-like end and finds features of any width next to one.  All
 * terms are positive, so small tails keep their digits.
 */
#include <math.h>
#include <stdbool.h>

#include "stats/dist.h"
#include "stats/interval.h"

#define HALVINGS			100		/* bisection stops at neighbouring doubles before that */
/* Beyond this n the posterior's quantiles come from its first moments. */
#define BAYES_LARGE_N		1e8
#define GAMMA_SKEW			0.02	/* more skewness than this: a gamma variable's quantile */
#define BAYES_PRIOR			0.5
#define BAYES_CLOSE			1e-11	/* in m: 1e-9 points */
#define LOG_NEGLIGIBLE		-60.0	/* of a density, from its peak: below any level's tail */
#define QUADRATURE_END		3.2		/* where tanh-sinh weights fall below 1e-16 */
#define QUADRATURE_LEVELS	6		/* steps from 1/4 to 1/128 */
#define QUADRATURE_CLOSE	1e-8	/* from step to step: the digits double each time */
#define QUADRATURE_NOTHING	1e-28

#ifndef M_PI
#define M_PI				3.14159265358979323846
#endif

/* ---------- the distribution of P - D ---------- */

/* f(x) g(t / tanh(x / 2)): f the density of logit(U), g a tail of S. */
typedef struct Integrand
{
	double		u1,				/* U ~ Beta(u1, u2) */
				u2;
	double		s1,				/* S ~ Beta(s1, s2) */
				s2;
	double		t;				/* >= 0 */
	bool		beyond;			/* g is P(S > .), else P(S <= .) */
	double		log_scale;		/* of f */
} Integrand;

static double
log_density(const Integrand *g, double x)
{
	return g->log_scale - g->u1 * log1p(exp(-x)) - g->u2 * log1p(exp(x));
}

static double
integrand(const Integrand *g, double x)
{
	double		s = g->t / tanh(x / 2);

	if (s >= 1)
		s = 1;
	return exp(log_density(g, x)) *
		(g->beyond ? nps_beta_sf(s, g->s1, g->s2) : nps_beta_cdf(s, g->s1, g->s2));
}

/* One step of the trapezoidal rule in s, where x = low + length / (1 + exp(-pi sinh s)). */
static double
node(const Integrand *g, double low, double length, double s)
{
	double		e = exp(-M_PI * sinh(s));
	double		part = 1 / (1 + e);

	return M_PI * cosh(s) * part * (e * part) * length * integrand(g, low + length * part);
}

/* The integral from low to high: tanh-sinh, halving the step until it holds. */
static double
integrate(const Integrand *g, double low, double high)
{
	double		length = high - low;
	double		step = 0.25;
	double		sum = 0,
				value = 0;
	double		s;
	int			level;

	if (!(length > 0))
		return 0;
	for (level = 0; level < QUADRATURE_LEVELS; level++)
	{
		double		before = value;
		double		stride = level == 0 ? step : 2 * step;

		/* from 0 outwards; at later levels only the nodes between those before */
		for (s = level == 0 ? 0 : step; s <= QUADRATURE_END; s += stride)
			sum += node(g, low, length, s) + (s > 0 ? node(g, low, length, -s) : 0);
		value = step * sum;
		if (level > 1 && fabs(value - before) <= QUADRATURE_CLOSE * value + QUADRATURE_NOTHING)
			break;
		step /= 2;
	}
	return value;
}

/* How far from its peak (in the direction of sign) the density of logit(U) matters. */
static double
density_end(const Integrand *g, double peak, double sign)
{
	double		reach = 4 * sqrt(1 / g->u1 + 1 / g->u2);
	double		floor = log_density(g, peak) + LOG_NEGLIGIBLE;

	while (log_density(g, peak + sign * reach) > floor)
		reach *= 1.5;
	return peak + sign * reach;
}

/* The integral over U from where 2 U - 1 = t, beyond which S decides. */
static double
integral_above(const Integrand *g)
{
	double		peak = log(g->u1 / g->u2);
	double		end = density_end(g, peak, 1);
	double		start = fmax(2 * atanh(g->t), density_end(g, peak, -1));
	double		s_mean = g->s1 / (g->s1 + g->s2);
	double		bend = g->t < s_mean ? 2 * atanh(g->t / s_mean) : end;
	double		first = nps_clamp(fmin(peak, bend), start, end);
	double		second = nps_clamp(fmax(peak, bend), start, end);

	return integrate(g, start, first) + integrate(g, first, second) + integrate(g, second, end);
}

/* P(P - D <= t) for shares (P, N, D) ~ Dirichlet(a, b, c). */
static double
posterior_cdf(double a, double b, double c, double t)
{
	bool		below = t < 0;
	Integrand	g = {below ? c : a, below ? a : c, a + c, b, fabs(t), below, 0};

	if (t <= -1 || t >= 1)
		return t >= 1;
	g.log_scale = lgamma(a + c) - lgamma(a) - lgamma(c);
	/* t < 0: P(D - P >= -t) */
	return (below ? 0 : nps_beta_cdf((1 + t) / 2, a, c)) + integral_above(&g);
}

/* ---------- its quantiles ---------- */

/*
 * Mean, standard deviation, skewness and excess kurtosis of P - D: moments of
 * a linear function of a Dirichlet vector.
 */
static void
posterior_moments(double a, double b, double c, double *mean, double *sd, double *skew,
				  double *excess)
{
	double		sum = a + b + c;
	double		p = a / sum,
				q = b / sum,
				d = c / sum;
	double		m = p - d;
	double		up = q + 2 * d,
				down = q + 2 * p;	/* 1 - m, 1 + m */
	double		m2 = p * up * up + q * m * m + d * down * down;
	double		m3 = p * up * up * up - q * m * m * m - d * down * down * down;
	double		m4 = p * pow(up, 4) + q * pow(m, 4) + d * pow(down, 4);

	*mean = m;
	*sd = sqrt(m2 / (sum + 1));
	*skew = 2 * m3 / m2 / (sum + 2) * sqrt(sum + 1) / sqrt(m2);
	*excess = (6 * m4 / (m2 * m2) / (sum + 2) + 3 * sum / (sum + 2)) * ((sum + 1) / (sum + 3)) - 3;
}

/*
 * Quantile from the moments, for large n: Cornish & Fisher (1938), or, next to
 * +-100, where few answers decide the shape, a gamma variable of the same
 * skewness.  There the whole interval is of the order of 1/n.
 */
static double
moment_quantile(double mean, double sd, double skew, double excess, double tail, double z)
{
	double		df = 8 / (skew * skew);

	if (skew > GAMMA_SKEW)
		return mean + sd * (nps_chisq_quantile(tail, df) - df) / sqrt(2 * df);
	if (skew < -GAMMA_SKEW)
		return mean - sd * (nps_chisq_quantile(1 - tail, df) - df) / sqrt(2 * df);
	return mean + sd * (z + skew * (z * z - 1) / 6 + excess * (z * z * z - 3 * z) / 24 -
						skew * skew * (2 * z * z * z - 5 * z) / 36);
}

/*
 * The share tail of the posterior lies below this, proportion scale: tail < 1/2,
 * z its normal quantile.
 */
double
nps_bayes_lower(const NpsTrinomial *t, double tail, double z)
{
	double		a = t->promoters + BAYES_PRIOR;
	double		b = t->passives + BAYES_PRIOR;
	double		c = t->detractors + BAYES_PRIOR;
	double		mean,
				sd,
				skew,
				excess;
	double		low = -1,
				high = 1;
	double		at,
				next,
				before = NAN,
				gap_before = NAN;
	int			i;

	posterior_moments(a, b, c, &mean, &sd, &skew, &excess);
	at = moment_quantile(mean, sd, skew, excess, tail, z);
	if (t->n > BAYES_LARGE_N)
		return nps_clamp(at, -1, 1);
	if (!(at > -1 && at < 1))
		at = (mean + (at >= 1 ? 1 : -1)) / 2;

	/* secant on the normal scale, where the function is almost a line, kept in a bracket */
	for (i = 1; i < HALVINGS; i++)
	{
		double		gap = nps_norm_quantile(posterior_cdf(a, b, c, at)) - z;

		if (gap < 0)
			low = at;
		else
			high = at;
		next = at - gap * (at - before) / (gap - gap_before);
		if (i == 1)
			next = at - gap * sd;
		if (!(next > low && next < high) || i % 8 == 0)
			next = low + (high - low) / 2;
		if (fabs(next - at) <= BAYES_CLOSE || gap == 0)
			return gap == 0 ? at : next;
		before = at;
		gap_before = gap;
		at = next;
	}
	return at;
}
