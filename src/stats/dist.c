/*
 * dist.c
 *		Distribution functions and quantiles: normal, Student t, F, chi-square,
 *		beta.
 *
 * Everything but the normal comes down to two functions: the incomplete beta
 * function I_x(a,b) (beta; F and t with a = df1/2, b = df2/2) and the incomplete
 * gamma function P(a,x) (chi-square).  What keeps the digits:
 *
 * - Both tails are worked out together, as a Tails.  The one that is computed
 *	 is the smaller one, or one below about 0.9; the other is 1 minus it.
 * - A BetaPoint carries x, y = 1 - x and delta = x b - y a, each right to about
 *	 an ulp, however close x is to 0, to 1, or to the mean a/(a+b), where delta
 *	 is 0.  The callers know how: F has it from f - 1, beta by fma.
 * - x^a y^b / B(a,b) is never made from powers, or from a difference of
 *	 log-gammas.  It is what it is at the mean (Stirling remainders, below 1/12
 *	 for shapes above 1) times exp(-a gap(u) - b gap(v)), with
 *	 gap(u) = u - log(1 + u) >= 0 and u, v the relative distances from the
 *	 mean.  Both terms have the same sign (Loader 2000).  So the relative error
 *	 grows with the exponent alone: some 1e-16 times |log tail|.
 * - Four ways then lead to the integral: a power series where a shape is below
 *	 1 (Didonato & Morris 1992, FPSER), with the complement by expm1 and not by
 *	 subtraction; a continued fraction (same, BFRAC; for gamma Legendre's) or
 *	 Pearson's series; and where the shapes are large, and both would need many
 *	 terms, Gauss-Legendre quadrature, which takes the same time for all shapes.
 *
 * A quantile is sought for the smaller tail, as a root in log odds (log x for
 * gamma).  In that variable the density is log-concave for all shapes, so the
 * logarithms of both tails are concave: Newton's steps cannot cycle, and what
 * holds in the far ends bounds the root.  Halley's correction saves steps, a
 * bracket guards them, and every loop here has a bound.
 *
 * Shapes from 1e-100 to 1e100 are covered; the digits are tested up to 1e7.
 * Beyond that range, a quantile may come out as NaN where a product overflows.
 *
 * Literature:
 *	 Abramowitz & Stegun 1964, Handbook of Mathematical Functions.
 *	 Didonato & Morris 1992, ACM TOMS 18, 360-373 (algorithm 708).
 *	 Gautschi 1967, SIAM Review 9, 24-82 (three-term recurrences).
 *	 Loader 2000, Fast and accurate computation of binomial probabilities.
 *	 Wichura 1988, Applied Statistics 37, 477-484 (algorithm AS 241).
 *	 Wilson & Hilferty 1931, PNAS 17, 684-688.
 */
#include "stats/dist.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#define HALF_LOG_2PI	0.91893853320467274178
#define INV_SQRT_2PI	0.39894228040143267794
#define INV_SQRT_PI		0.56418958354775628695

/* 1 / sqrt(2), as the sum of two doubles. */
#define SQRT_HALF		0.70710678118654752440
#define SQRT_HALF_LOW	(-4.8336466567264565e-17)

/* From here on the 9 terms of Stirling's series are exact to 1e-19. */
#define STIRLING_FROM	10.0

/* Odds beyond FAR or below 1 / FAR: only the power of the end matters. */
#define FAR				1e200
#define LOG_FAR			460.51701859880913680

/* With both shapes from here on, quadrature is faster than a fraction. */
#define LARGE_SHAPE		400.0

/* Bounds of the loops: far more than any of them takes. */
#define MAX_TERMS		20000
#define MAX_ROOT_STEPS	300

/* Rescale the terms of a continued fraction when they outgrow this. */
#define FRACTION_BIG	0x1p300
#define FRACTION_SCALE	0x1p-300

/* P(X <= x) and P(X > x). */
typedef struct Tails
{
	double		lower;
	double		upper;
} Tails;

typedef struct BetaPoint
{
	double		a;
	double		b;
	double		x;
	double		y;				/* 1 - x */
	double		delta;			/* x b - y a: what x is above the mean, times
								 * a + b */
} BetaPoint;

typedef struct GammaPoint
{
	double		a;
	double		x;
	double		delta;			/* x - a */
} GammaPoint;

/* A beta distribution, as one of x / y; or with b infinite a gamma one. */
typedef struct Shapes
{
	double		a;
	double		b;
} Shapes;

/* Values at a point, over z = log(x / y), or log x of a gamma. */
typedef struct Local
{
	Tails		tails;
	double		density;		/* of z */
	double		slope;			/* of the logarithm of density */
} Local;

/* B(2k) / (2k (2k-1)), k = 1..9; A & S 6.1.41. */
#define STIRLING_TERMS	9
static const double stirling[STIRLING_TERMS] = {
	1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188,
	-691.0 / 360360, 1.0 / 156, -3617.0 / 122400, 43867.0 / 244188
};

/* The positive nodes of the 24-point Gauss-Legendre rule, and weights. */
#define GAUSS_PAIRS		12
static const double gauss[GAUSS_PAIRS][2] = {
	{0.0640568928626056261, 0.127938195346752157},
	{0.191118867473616309, 0.125837456346828296},
	{0.315042679696163374, 0.121670472927803391},
	{0.433793507626045138, 0.115505668053725601},
	{0.545421471388839536, 0.107444270115965635},
	{0.648093651936975569, 0.0976186521041138883},
	{0.740124191578554364, 0.0861901615319532759},
	{0.820001985973902922, 0.0733464814110803057},
	{0.886415527004401034, 0.0592985849154367807},
	{0.938274552002732759, 0.0442774388174198062},
	{0.974728555971309498, 0.0285313886289336632},
	{0.995187219997021361, 0.0123412297999871995}
};

/* 1 / (2k + 3). */
#define GAP_TERMS		17
static const double odd_inverse[GAP_TERMS] = {
	1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17,
	1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25, 1.0 / 27, 1.0 / 29, 1.0 / 31,
	1.0 / 33, 1.0 / 35
};

static inline Tails
from_lower(double p)
{
	Tails		t;

	t.lower = p < 1 ? p : 1;
	t.upper = 1 - t.lower;
	return t;
}

static inline Tails
exchanged(Tails t)
{
	Tails		e;

	e.lower = t.upper;
	e.upper = t.lower;
	return e;
}

/* Both tails, of which the lower one is exp(log_p). */
static Tails
from_log_lower(double log_p)
{
	Tails		t;

	t.lower = log_p < 0 ? exp(log_p) : 1;
	t.upper = log_p < 0 ? -expm1(log_p) : 0;
	return t;
}

/*
 * u - log(1 + u) for u > -1, never below 0; ratio is 1 + u, from where it is
 * known better than u near -1 has it.  In the middle by 2 atanh(r) = log(1 + u)
 * with r = u / (2 + u), where u - 2r = ur: nothing cancels.
 */
static inline double
gap(double u, double ratio)
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
static double
stirling_rest(double a)
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
static double
lgamma_rise(double base, double step)
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
		base * gap(step * q, 1 + step * q) - shifted - log1p(product);
}

/* -log(a B(a,b)): P(X <= x) is x^a times its exponential for small x. */
static double
log_end_factor(double a, double b)
{
	return lgamma_rise(b, a) - lgamma_rise(1, a);
}

/* ---------- the incomplete beta function ---------- */

static BetaPoint
mirrored(const BetaPoint *pt)
{
	BetaPoint	m;

	m.a = pt->b;
	m.b = pt->a;
	m.x = pt->y;
	m.y = pt->x;
	m.delta = -pt->delta;
	return m;
}

/* x^a y^b / B(a,b): the density of log(x / y).  See the head of the file. */
static double
beta_density(const BetaPoint *pt)
{
	double		a = pt->a,
				b = pt->b,
				ab = a + b;
	double		exponent = stirling_rest(ab) - stirling_rest(a) - stirling_rest(b) -
		a * gap(pt->delta / a, pt->x * (ab / a)) -
		b * gap(-pt->delta / b, pt->y * (ab / b));

	return INV_SQRT_2PI * sqrt(a * (b / ab)) * exp(exponent);
}

/*
 * Both tails by powers of x, for a < 1, x <= 1/2 and b x of order 1 at most:
 * P = x^a / (a B(a,b)) (1 + a S), S the sum over n >= 1 of
 * (1-b)(2-b)..(n-b) x^n / (n! (a+n)).  With x = 0, what is left for x too small
 * for a double (any a).  Didonato & Morris 1992, eq. 4 (and A & S 26.5.4).
 */
static Tails
beta_power_tails(double a, double b, double x, double log_x)
{
	double		term = 1,
				sum = 0;
	int			n;

	for (n = 1; n < MAX_TERMS; n++)
	{
		term *= (n - b) / n * x;
		sum += term / (a + n);
		if (fabs(term) <= fabs(sum) * (DBL_EPSILON / 8))
			break;
	}
	return from_log_lower(a * log_x + log_end_factor(a, b) + log1p(a * sum));
}

/*
 * P(X <= x) for x not above the mean, by Didonato & Morris 1992, BFRAC: the
 * even part of Gauss's fraction, written in delta.  Where n < b its terms are
 * all positive.  Forward recurrence (Wallis).
 */
static double
beta_fraction(const BetaPoint *pt)
{
	double		a = pt->a,
				b = pt->b,
				x = pt->x;
	double		inverse = 1 / (a + 1),
				top0 = 0,
				top1 = 1,
				bottom0 = 1,
				bottom1 = a * inverse * (1 - pt->delta),
				ratio = 1 / bottom1;
	double		density = beta_density(pt);
	int			n;

	for (n = 1; n < MAX_TERMS && density > 0; n++)
	{
		double		d = n * ((b - n) * x) * inverse;	/* over a + 2n - 1 */
		double		alpha = (a + n - 1) * inverse * ((a + b + n - 1) * x) * d;
		double		before = ratio,
					beta,
					next;

		inverse = 1 / (a + 2 * n + 1);
		beta = n + d + (a + n) * inverse * (1 - pt->delta + n * (1 + pt->y));
		next = beta * top1 + alpha * top0;
		top0 = top1;
		top1 = next;
		next = beta * bottom1 + alpha * bottom0;
		bottom0 = bottom1;
		bottom1 = next;
		ratio = top1 / bottom1;
		if (fabs(ratio - before) <= DBL_EPSILON / 2 * ratio)
			break;
		if (bottom1 > FRACTION_BIG)
		{
			top0 *= FRACTION_SCALE;
			top1 *= FRACTION_SCALE;
			bottom0 *= FRACTION_SCALE;
			bottom1 *= FRACTION_SCALE;
		}
	}
	return density > 0 ? density * ratio : 0;
}

/*
 * P(X <= x) for large shapes and x not above the mean: the density integrated
 * from x down to where it has fallen by exp(-44).  Its logarithm at x - s is
 * that at x, less fall * s and two gaps, all of one sign.
 */
static double
beta_quadrature(const BetaPoint *pt)
{
	double		a = pt->a - 1,
				b = pt->b - 1,
				x = pt->x,
				y = pt->y;
	double		density = beta_density(pt);
	double		fall = (x - y - pt->delta) / x / y,
				bend = a / x / x + b / y / y,
				length = 88 / (fall + sqrt(fall * fall + 88 * bend)),
				half,
				sum = 0;
	int			i;

	if (!(density > 0))
		return 0;
	half = 0.5 * (length < x ? length : x);
	for (i = 0; i < 2 * GAUSS_PAIRS; i++)
	{
		double		node = gauss[i / 2][0];
		double		s = half * (1 + (i % 2 ? node : -node));

		sum += gauss[i / 2][1] *
			exp(-fall * s - a * gap(-s / x, (x - s) / x) - b * gap(s / y, 1 + s / y));
	}
	return density / x / y * half * sum;
}

/* Both tails of a beta distribution.  x and y in (0,1), shapes positive. */
static Tails
beta_tails(const BetaPoint *pt)
{
	BetaPoint	m = mirrored(pt);

	if (pt->a < 1 && pt->x <= 0.5 && pt->b * pt->x <= 1)
		return beta_power_tails(pt->a, pt->b, pt->x, log(pt->x));
	if (m.a < 1 && m.x <= 0.5 && m.b * m.x <= 1)
		return exchanged(beta_power_tails(m.a, m.b, m.x, log(m.x)));
	if (pt->a >= LARGE_SHAPE && pt->b >= LARGE_SHAPE)
		return pt->delta <= 0 ? from_lower(beta_quadrature(pt)) :
			exchanged(from_lower(beta_quadrature(&m)));
	if (pt->b < 1 || (pt->a >= 1 && pt->delta <= 0))
		return from_lower(beta_fraction(pt));
	return exchanged(from_lower(beta_fraction(&m)));
}

/* The point at which x / y is r; r is positive and finite. */
static BetaPoint
point_of_odds(double a, double b, double r)
{
	BetaPoint	pt;

	pt.a = a;
	pt.b = b;
	pt.y = 1 / (1 + r);
	pt.x = r * pt.y;
	pt.delta = fma(r, b, -a) * pt.y;
	return pt;
}

/*
 * Both tails of an F-distributed f > 0 with 2a and 2b degrees of freedom.
 * excess is f - 1, r is f a / b, log_r its logarithm, should r be out of range.
 */
static Tails
f_tails_at(double a, double b, double excess, double r, double log_r)
{
	BetaPoint	pt;

	if (r < 1 / FAR && b * r < 1e-20)
		return beta_power_tails(a, b, 0, log_r);
	if (r > FAR && a / r < 1e-20)
		return exchanged(beta_power_tails(b, a, 0, -log_r));
	pt.a = a;
	pt.b = b;
	pt.y = 1 / (1 + r);
	pt.x = r * pt.y;
	pt.delta = a * (pt.y * excess);
	return beta_tails(&pt);
}

/* ---------- the incomplete gamma function ---------- */

/* x^a exp(-x) / gamma(a): the density of log x. */
static double
gamma_density(const GammaPoint *pt)
{
	double		a = pt->a;

	return INV_SQRT_2PI * sqrt(a) *
		exp(-stirling_rest(a) - a * gap(pt->delta / a, pt->x / a));
}

/*
 * Both tails by powers of x, for a < 1 and x of order 1 at most:
 * P = x^a / gamma(a+1) (1 + a S), S the sum over n >= 1 of
 * (-x)^n / (n! (a+n)).  A & S 6.5.29.
 */
static Tails
gamma_power_tails(double a, double x)
{
	double		term = 1,
				sum = 0;
	int			n;

	for (n = 1; n < MAX_TERMS && fabs(term) > fabs(sum) * (DBL_EPSILON / 8); n++)
	{
		term *= -x / n;
		sum += term / (a + n);
	}
	return from_log_lower(a * log(x) - lgamma_rise(1, a) + log1p(a * sum));
}

/* P(X <= x) for x up to about the mean: Pearson's series, A & S 6.5.29. */
static double
gamma_series(const GammaPoint *pt)
{
	double		term = 1,
				sum = 1;
	int			n;

	for (n = 1; n < MAX_TERMS && term > sum * (DBL_EPSILON / 8); n++)
	{
		term *= pt->x / (pt->a + n);
		sum += term;
	}
	return gamma_density(pt) / pt->a * sum;
}

/*
 * P(X > x) for x above the mean: the even part of Legendre's fraction (A & S
 * 6.5.31).  Forward recurrence as above.
 */
static double
gamma_fraction(const GammaPoint *pt)
{
	double		top0 = 0,
				top1 = 1,
				bottom0 = 1,
				bottom1 = pt->delta + 1,
				ratio = 1 / bottom1;
	double		density = gamma_density(pt);
	int			n;

	for (n = 1; n < MAX_TERMS && density > 0; n++)
	{
		double		alpha = n * (pt->a - n),
					beta = pt->delta + 1 + 2 * n,
					before = ratio,
					next;

		next = beta * top1 + alpha * top0;
		top0 = top1;
		top1 = next;
		next = beta * bottom1 + alpha * bottom0;
		bottom0 = bottom1;
		bottom1 = next;
		ratio = top1 / bottom1;
		if (fabs(ratio - before) <= DBL_EPSILON / 2 * ratio)
			break;
		if (bottom1 > FRACTION_BIG)
		{
			top0 *= FRACTION_SCALE;
			top1 *= FRACTION_SCALE;
			bottom0 *= FRACTION_SCALE;
			bottom1 *= FRACTION_SCALE;
		}
	}
	return density > 0 ? density * ratio : 0;
}

/*
 * The tail that x is in, for a large shape: as beta_quadrature().  The lower
 * one goes down from x (sign -1), the upper one up.
 */
static double
gamma_quadrature(const GammaPoint *pt, int sign)
{
	double		a = pt->a - 1,
				x = pt->x;
	double		density = gamma_density(pt);
	double		fall = sign * (pt->delta + 1) / x,
				bend = a / x / x,
				length = 88 / (fall + sqrt(fall * fall + 88 * bend)),
				half,
				sum = 0;
	int			i;

	if (!(density > 0))
		return 0;
	half = 0.5 * (sign > 0 || length < x ? length : x);
	for (i = 0; i < 2 * GAUSS_PAIRS; i++)
	{
		double		node = gauss[i / 2][0];
		double		s = half * (1 + (i % 2 ? node : -node));

		sum += gauss[i / 2][1] *
			exp(-fall * s - a * gap(sign * s / x, (x + sign * s) / x));
	}
	return density / x * half * sum;
}

/* Both tails of a gamma distribution with scale 1.  x positive and finite. */
static Tails
gamma_tails(const GammaPoint *pt)
{
	if (pt->a < 1 && pt->x < 1.5)
		return gamma_power_tails(pt->a, pt->x);
	if (pt->a >= LARGE_SHAPE)
		return pt->delta <= 0 ? from_lower(gamma_quadrature(pt, -1)) :
			exchanged(from_lower(gamma_quadrature(pt, 1)));
	if (pt->delta < 1)
		return from_lower(gamma_series(pt));
	return exchanged(from_lower(gamma_fraction(pt)));
}

/* Both tails of a chi-square variate, x > 0 and finite. */
static Tails
chisq_tails(double x, double df)
{
	GammaPoint	pt;

	pt.a = 0.5 * df;
	pt.x = 0.5 * x;
	pt.delta = pt.x - pt.a;
	return gamma_tails(&pt);
}

/* ---------- quantiles ---------- */

static Local
look(const Shapes *s, double r)
{
	Local		at;

	if (isinf(s->b))
	{
		GammaPoint	pt;

		pt.a = s->a;
		pt.x = r;
		pt.delta = r - s->a;
		at.tails = gamma_tails(&pt);
		at.density = gamma_density(&pt);
		at.slope = -pt.delta;
	}
	else
	{
		BetaPoint	pt = point_of_odds(s->a, s->b, r);

		at.tails = beta_tails(&pt);
		at.density = beta_density(&pt);
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
 * P <= exp(F(a,b)) r^a for all r, with equality at 0, and likewise at the
 * other end: that is the bracket.
 */
static double
beta_odds(double p, double q, double a, double b, double *log_r)
{
	Shapes		s;
	double		log_p = p < q ? log(p) : log1p(-q),
				log_q = p < q ? log1p(-p) : log(q),
				low = (log_p - log_end_factor(a, b)) / a,
				high = (log_end_factor(b, a) - log_q) / b,
				r;

	*log_r = low;
	if (low < -LOG_FAR && b * exp(low) < 1e-20)
		return exp(low);
	*log_r = high;
	if (high > LOG_FAR && a * exp(-high) < 1e-20)
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
 * The quantile of a gamma distribution, as beta_odds().  Start: Wilson &
 * Hilferty 1931, but not below what holds at 0.
 */
static double
gamma_quantile(double p, double q, double a)
{
	Shapes		s;
	double		log_p = p < q ? log(p) : log1p(-q),
				low = (log_p + lgamma_rise(1, a)) / a,
				z = p < q ? nps_norm_quantile(p) : -nps_norm_quantile(q),
				root = 1 - 1 / (9 * a) + z / (3 * sqrt(a)),
				r;

	if (low < -LOG_FAR)
		return exp(low);
	low = exp(low) * (1 - 1e-10);
	s.a = a;
	s.b = INFINITY;
	r = root > 0 ? a * root * root * root : 0;
	r = r > low ? r : low;
	return find_root(&s, p < q ? p : q, p >= q, r, low, DBL_MAX);
}

/* ---------- normal ---------- */

/*
 * P(Z > z) by erfc of the C library.  z / sqrt(2) is taken to twice the
 * precision: else its rounding would cost z^2 ulps.
 */
static double
norm_upper(double z)
{
	double		x = z * SQRT_HALF,
				rest,
				value = 0.5 * erfc(x);

	if (z < 1 || !(value > 0))
		return value;
	rest = fma(z, SQRT_HALF, -x) + z * SQRT_HALF_LOW;
	return value - INV_SQRT_PI * rest * exp(-x * x);
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
		error = (norm_upper(z) - p) / (INV_SQRT_2PI * exp(-0.5 * z * z));
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
 * P(Z <= z) of a standard normal Z; relative error about 1e-15, down to the
 * smallest numbers.  NaN for NaN.
 */
double
nps_norm_cdf(double z)
{
	return norm_upper(-z);
}

/* P(Z > z), likewise. */
double
nps_norm_sf(double z)
{
	return norm_upper(z);
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

/* ---------- Student t ---------- */

/* P(|T| <= |t|) and P(|T| > |t|); t finite and not 0.  t^2 is F(1, df). */
static Tails
t_two_tails(double t, double df)
{
	double		s = fabs(t),
				r = s / df * s;
	bool		far = !(r < FAR && r > 1 / FAR);

	return f_tails_at(0.5, 0.5 * df, (s - 1) * (s + 1), r,
					  far ? 2 * log(s) - log(df) : 0);
}

/*
 * P(T > t) of Student's t with df > 0 degrees of freedom, whole or not; df may
 * be infinite (normal).  NaN for any other df and for NaN.  Relative error
 * below 1e-13 for tails down to 1e-100, 1e-12 down to 1e-300.  By the
 * incomplete beta function (A & S 26.7.1, 26.5.27).
 */
double
nps_t_sf(double t, double df)
{
	Tails		tails;

	if (isnan(t) || !(df > 0))
		return NAN;
	if (isinf(df))
		return norm_upper(t);
	if (isinf(t) || t == 0)
		return t == 0 ? 0.5 : (t > 0 ? 0 : 1);
	tails = t_two_tails(t, df);
	return t > 0 ? 0.5 * tails.upper : 0.5 + 0.5 * tails.lower;
}

/* P(T <= t), likewise. */
double
nps_t_cdf(double t, double df)
{
	return nps_t_sf(-t, df);
}

/*
 * The t with P(T <= t) = p; p in [0,1], else NaN; 0 and 1 give infinities, and
 * so do quantiles beyond the range of a double.  df as above.  As a quantile of
 * t^2, whose tails are twice the smaller one of p and the rest.
 */
double
nps_t_quantile(double p, double df)
{
	double		tail = p < 0.5 ? p : 1 - p,
				middle = 2 * fabs(p - 0.5),
				log_r,
				r,
				t;

	if (!(p >= 0 && p <= 1) || !(df > 0))
		return NAN;
	if (isinf(df) || tail == 0)
		return nps_norm_quantile(p);
	if (middle == 0)
		return 0;
	r = beta_odds(middle, 2 * tail, 0.5, 0.5 * df, &log_r);
	t = r > 0 && r < INFINITY ? sqrt(r) * sqrt(df) : exp(0.5 * (log_r + log(df)));
	return p < 0.5 ? -t : t;
}

/* ---------- F ---------- */

/* Both tails of F; any f, degrees of freedom positive or infinite. */
static Tails
f_tails(double f, double df1, double df2)
{
	double		r = f * (df1 / df2);
	bool		far = !(r < FAR && r > 1 / FAR);

	if (f <= 0 || isinf(f))
		return from_lower(f > 0);
	if (isinf(df1) && isinf(df2))
		return from_lower(f >= 1);
	if (isinf(df1))
		return exchanged(f_tails(1 / f, df2, df1));
	if (isinf(df2))
	{
		GammaPoint	pt;

		pt.a = 0.5 * df1;
		pt.x = pt.a * f;
		pt.delta = pt.a * (f - 1);
		return gamma_tails(&pt);
	}
	return f_tails_at(0.5 * df1, 0.5 * df2, f - 1, r,
					  far ? log(f) + log(df1) - log(df2) : 0);
}

/*
 * P(F <= f) of an F distribution with df1 (numerator) and df2 > 0 degrees of
 * freedom, whole or not; they may be infinite: df1 F is chi-square for infinite
 * df2.  0 for f <= 0.  NaN for other df and for NaN.  Errors as for t.  By the
 * incomplete beta function (A & S 26.6.2).
 */
double
nps_f_cdf(double f, double df1, double df2)
{
	if (isnan(f) || !(df1 > 0) || !(df2 > 0))
		return NAN;
	return f_tails(f, df1, df2).lower;
}

/* P(F > f), likewise. */
double
nps_f_sf(double f, double df1, double df2)
{
	if (isnan(f) || !(df1 > 0) || !(df2 > 0))
		return NAN;
	return f_tails(f, df1, df2).upper;
}

/*
 * The f with P(F <= f) = p; p in [0,1], else NaN; 0 gives 0 and 1 infinity.
 * Degrees of freedom as above.
 */
double
nps_f_quantile(double p, double df1, double df2)
{
	double		log_r,
				r;

	if (!(p >= 0 && p <= 1) || !(df1 > 0) || !(df2 > 0))
		return NAN;
	if (p == 0 || p == 1)
		return p == 0 ? 0 : INFINITY;
	if (isinf(df1) && isinf(df2))
		return 1;
	if (isinf(df1))
		return 0.5 * df2 / gamma_quantile(1 - p, p, 0.5 * df2);
	if (isinf(df2))
		return gamma_quantile(p, 1 - p, 0.5 * df1) / (0.5 * df1);
	r = beta_odds(p, 1 - p, 0.5 * df1, 0.5 * df2, &log_r);
	if (r > 1 / FAR && r < FAR)
		return r * (df2 / df1);
	return exp(log_r + log(df2) - log(df1));
}

/* ---------- chi-square ---------- */

/*
 * P(X <= x) of a chi-square distribution with df > 0 (finite) degrees of
 * freedom, whole or not.  0 for x <= 0.  NaN for other df and for NaN.  Errors
 * as for t.  By the incomplete gamma function (A & S 26.4.19).
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
	return 2 * gamma_quantile(p, 1 - p, 0.5 * df);
}

/* ---------- beta ---------- */

/* Both tails at x in (0,1).  1 - x has a rest, which delta takes account of. */
static Tails
beta_tails_at(double x, double a, double b)
{
	BetaPoint	pt;
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
	return beta_tails(&pt);
}

/*
 * P(X <= x) of a beta distribution with shapes a, b > 0 (finite), whole or not,
 * up to 1e7 and beyond.  0 for x <= 0, 1 for x >= 1.  NaN for other shapes and
 * for NaN.  Errors as for t.
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
	r = beta_odds(p, 1 - p, a, b, &log_r);
	return r < 1 ? r / (1 + r) : 1 / (1 + 1 / r);
}
