/*-------------------------------------------------------------------------
 *
 * test_dist.c
 *		Unit tests of the distributions of src/stats/dist.h.
 *
 * Usage: test_dist [dist_reference.csv]
 *
 * The reference values are R's (test/data/dist_reference.R), where R is right;
 * where it is not, and for shapes up to 1e7 in the far tails, they stand below,
 * from series summed with 60 digits (mpmath).
 *
 *-------------------------------------------------------------------------
 */
#include "unit.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "stats/dist.h"

typedef double (*One) (double);
typedef double (*Two) (double, double);
typedef double (*Three) (double, double, double);

/* A function, of which one pointer is set. */
typedef struct Function
{
	const char *name;
	One			one;
	Two			two;
	Three		three;
} Function;

static const Function functions[] = {
	{"norm_cdf", nps_norm_cdf, NULL, NULL},
	{"norm_sf", nps_norm_sf, NULL, NULL},
	{"norm_quantile", nps_norm_quantile, NULL, NULL},
	{"t_cdf", NULL, nps_t_cdf, NULL},
	{"t_sf", NULL, nps_t_sf, NULL},
	{"t_quantile", NULL, nps_t_quantile, NULL},
	{"chisq_cdf", NULL, nps_chisq_cdf, NULL},
	{"chisq_sf", NULL, nps_chisq_sf, NULL},
	{"chisq_quantile", NULL, nps_chisq_quantile, NULL},
	{"f_cdf", NULL, NULL, nps_f_cdf},
	{"f_sf", NULL, NULL, nps_f_sf},
	{"f_quantile", NULL, NULL, nps_f_quantile},
	{"beta_cdf", NULL, NULL, nps_beta_cdf},
	{"beta_sf", NULL, NULL, nps_beta_sf},
	{"beta_quantile", NULL, NULL, nps_beta_quantile}
};

#define NFUNCTIONS	((int) (sizeof(functions) / sizeof(functions[0])))
#define CDF			0			/* places after a distribution's first one */
#define SF			1
#define QUANTILE	2

/* Distributions to test properties with; kind is the place of its cdf. */
typedef struct Distribution
{
	int			kind;
	double		a;
	double		b;
} Distribution;

#define NORM	0
#define T		3
#define CHISQ	6
#define F		9
#define BETA	12

static const Distribution distributions[] = {
	{NORM, 0, 0},
	{T, 0.3, 0}, {T, 1, 0}, {T, 2.5, 0}, {T, 18, 0}, {T, 798, 0}, {T, 1e6, 0},
	{CHISQ, 0.05, 0}, {CHISQ, 1, 0}, {CHISQ, 1.99, 0}, {CHISQ, 3, 0},
	{CHISQ, 60, 0}, {CHISQ, 799.9, 0}, {CHISQ, 800.1, 0}, {CHISQ, 1e6, 0},
	{F, 1, 1}, {F, 0.4, 0.7}, {F, 1, 40}, {F, 5, 2.5}, {F, 30, 70},
	{F, 799, 805}, {F, 801, 805}, {F, 1e6, 3e6}, {F, 2, 1e6}, {F, 1e5, 0.5},
	{BETA, 0.5, 0.5}, {BETA, 0.02, 0.9}, {BETA, 0.9, 7}, {BETA, 1, 1},
	{BETA, 12.5, 0.5}, {BETA, 10.5, 40.5}, {BETA, 399.5, 401.5},
	{BETA, 400.5, 401.5}, {BETA, 400.5, 2e5}, {BETA, 1e5, 3e5}, {BETA, 1e7, 1e7},
	{BETA, 0.5, 1e6}, {BETA, 2000.5, 1.5}
};

#define NDISTRIBUTIONS	((int) (sizeof(distributions) / sizeof(distributions[0])))

static double
call(const Function *f, double x, double a, double b)
{
	if (f->one)
		return f->one(x);
	return f->two ? f->two(x, a) : f->three(x, a, b);
}

static double
apply(const Distribution *d, int which, double x)
{
	return call(&functions[d->kind + which], x, d->a, d->b);
}

static double
relative_error(double got, double expected)
{
	return got == expected ? 0 : fabs(got / expected - 1);
}

/* How fast the logarithm of the smaller tail changes with that of x. */
static double
log_slope(const Distribution *d, double x, bool lower)
{
	int			which = lower ? CDF : SF;
	double		h = 1e-6;

	return fabs(log(apply(d, which, x * (1 + h)) / apply(d, which, x * (1 - h)))) / (2 * h);
}

/* ---------- reference values ---------- */

static double worst[sizeof(functions) / sizeof(functions[0])];
static int	rows[sizeof(functions) / sizeof(functions[0])];
static int	wrong[sizeof(functions) / sizeof(functions[0])];

/*
 * The relative error allowed against R.  1e-13 holds for us everywhere above
 * 1e-60, below that 1e-16 |log p|; the rest is R's, with large parameters and in
 * the far tails.  A quantile also changes with the rounding of its p (1/slope).
 */
static double
allowed(int which, double x, double a, double b, double value)
{
	if (which % 3 == QUANTILE)
	{
		Distribution d = {which - QUANTILE, a, b};
		double		slope = log_slope(&d, value, x < 0.5);

		return slope > 0 && slope < 1 ? 4e-13 / slope : 4e-13;
	}
	return value > 1e-60 && a < 2000 && b < 2000 ? 1e-13 : 1e-12;
}

static void
check_row(char *line)
{
	char	   *cell[5];
	double		v[4];
	double		error;
	double		got;
	int			i;
	int			f = 0;

	for (i = 0; i < 5; i++)
	{
		cell[i] = line;
		line += strcspn(line, ",\n");
		if (*line != '\0')
			*line++ = '\0';
		if (i > 0)
			v[i - 1] = *cell[i] ? strtod(cell[i], NULL) : 0;
	}
	while (f < NFUNCTIONS && strcmp(functions[f].name, cell[0]) != 0)
		f++;
	if (f == NFUNCTIONS)
	{
		ok(false, cell[0]);
		return;
	}
	got = call(&functions[f], v[0], v[1], v[2]);
	error = relative_error(got, v[3]);
	rows[f]++;
	worst[f] = error > worst[f] ? error : worst[f];
	if (error <= allowed(f, v[0], v[1], v[2], v[3]))
		return;
	wrong[f]++;
	printf("# %s(%.17g, %.17g, %.17g) = %.17g, expected %.17g, off by %.1e\n",
		   cell[0], v[0], v[1], v[2], got, v[3], error);
}

static void
test_reference(const char *path)
{
	FILE	   *file = fopen(path, "r");
	char		line[512];
	int			f;

	if (!ok(file != NULL, path))
		return;
	while (fgets(line, sizeof(line), file))
		if (line[0] != '#')
			check_row(line);
	fclose(file);
	for (f = 0; f < NFUNCTIONS; f++)
	{
		printf("# %s: %d rows, worst relative error %.1e\n",
			   functions[f].name, rows[f], worst[f]);
		ok(rows[f] >= 30 && wrong[f] == 0, functions[f].name);
	}
}

/* Cases that R gets wrong, or has no digits for: 60-digit series. */
static void
test_hard_cases(void)
{
	static const struct
	{
		int			function;
		double		x,
					a,
					b,
					value;
	}			hard[] = {
		{BETA + CDF, .499, 1e7, 1e7, 1.8718990007592208e-19},
		{BETA + CDF, .49968, 1e7, 1e7, 2.1037739347206491e-3},
		{BETA + SF, .5040625, 1e7, 1e7, 2.1308996768791432e-289},
		{BETA + CDF, .3, 3e6, 7e6, 5.0003670617758497e-1},
		{BETA + CDF, .296875, 3e6, 7e6, 7.6108739656262072e-104},
		{BETA + CDF, .2021484375, 25000.5, 75000.5, 7.0261979725316674e-295},
		{BETA + SF, 1e-05, 1e-10, 2, 1.0512935459494137e-9},
		{BETA + CDF, .25, 1e-10, 1e-10, 4.9999999994506939e-1},
		{BETA + SF, 0x1p-1000, 1e-4, 5, 6.6772612982835858e-2},
		{BETA + CDF, .75, 2.5, 1e-08, 4.6885228603063892e-9},
		{BETA + SF, 1e-08, .5, 1e8, 1.5729920653140075e-1},
		{BETA + CDF, .001, 12345.5, 1e7, 2.1389273172498242e-112},
		{F + CDF, .9951171875, 1e6, 3e6, 1.3680559403545031e-3},
		{F + CDF, .96875, 1e6, 3e6, 4.6734519829381441e-84},
		{F + SF, 1.015625, 1e6, 3e6, 9.8257738255020165e-22},
		{F + SF, 1e-30, 1e-06, 3, 4.1688116113890041e-5},
		{CHISQ + CDF, 5757, 1e4, 0, 2.8864114804466691e-280},
		{CHISQ + CDF, 9865836, 1e7, 0, 8.4187626142404477e-200},
		{CHISQ + SF, 10134000, 1e7, 0, 7.8219881960288637e-196},
		{CHISQ + SF, 1e10 + 1e5, 1e10, 0, 2.3974932877221991e-1},
		{CHISQ + SF, .5, 1e-12, 0, 5.2214131722188469e-13},
		{CHISQ + SF, 3, 1e-12, 0, 5.0009791203349667e-14},
		{T + QUANTILE, 1 - 0x1p-40, .5, 0, 1.24336951411612904e23}
	};
	int			i;

	for (i = 0; i < (int) (sizeof(hard) / sizeof(hard[0])); i++)
	{
		double		got = call(&functions[hard[i].function], hard[i].x, hard[i].a, hard[i].b);
		double		error = relative_error(got, hard[i].value);
		char		name[80];

		snprintf(name, sizeof(name), "%s(%g, %g, %g), off by %.1e",
				 functions[hard[i].function].name, hard[i].x, hard[i].a, hard[i].b, error);
		ok(error < (hard[i].value < 1e-60 ? 2e-13 : 5e-14), name);
	}
}

/* What has a closed form. */
static void
test_closed_forms(void)
{
	double		e = 0;
	double		u;
	double		x;

	for (u = -300; u < -0.01; u += 0.37)
	{
		double		p = pow(10, u);
		double		error;

		x = 1 / sqrt(2 * p * (1 - p)) * (1 - 2 * p);	/* t with 2 df */
		error = relative_error(nps_t_quantile(p, 2), p == 0.5 ? 0 : -x);
		e = p < 0.4 && error > e ? error : e;
		error = relative_error(nps_chisq_sf(-2 * log(p), 2), p);
		e = error > e ? error : e;
		error = relative_error(nps_beta_cdf(p, 1, 1), p);
		e = error > e ? error : e;
		error = relative_error(nps_f_sf(1 / p - 1, 2, 2), p);
		e = p > 1e-15 && error > e ? error : e;
	}
	ok(e < 3e-13, "closed forms: t and F with 2 df, chi-square with 2, uniform");
	e = fabs(nps_t_quantile(0.5 + 0x1p-50, 1) / (3.14159265358979324 * 0x1p-50) - 1);
	ok(e < 1e-14, "t quantile next to 1/2");
	e = fabs(nps_norm_quantile(0.5 - 0x1p-50) / (-2.50662827463100050 * 0x1p-50) - 1);
	ok(e < 1e-14, "normal quantile next to 1/2");
	for (x = 0.5, e = 0; x < 1e9; x *= 3)
		e = fmax(e, fabs(nps_beta_cdf(0.5, x, x) - 0.5));
	ok(e < 1e-14, "beta(a, a) is 1/2 at 1/2");
}

/* ---------- properties ---------- */

/* Point i of n: from the quantile of 1e-299 up, to that of 1 - 1e-16. */
static double
grid_point(const Distribution *d, int i, int n)
{
	double		u = 2.0 * i / n - 1;
	double		p = 0.5 * pow(10, -299 * u * u * u * u);

	return apply(d, QUANTILE, u < 0 ? p : 1 - p);
}

static void
test_properties(const Distribution *d)
{
	const int	n = 3000;
	double		previous_cdf = 0,
				previous_sf = 1,
				sum = 0,
				trip = 0;
	bool		monotone = true;
	char		name[120];
	int			i;

	for (i = 1; i < n; i++)
	{
		double		x = grid_point(d, i, n);
		double		cdf = apply(d, CDF, x);
		double		sf = apply(d, SF, x);
		double		slope;
		double		back;

		monotone = monotone && cdf >= previous_cdf * (1 - 1e-15 - 3e-16 * fabs(log(cdf + 1e-300))) &&
			sf <= previous_sf * (1 + 1e-15 + 3e-16 * fabs(log(sf + 1e-300)));
		previous_cdf = cdf;
		previous_sf = sf;
		sum = fmax(sum, fabs(cdf + sf - 1));
		if (!(cdf > 1e-300 && sf > 1e-15) || x == 0 || fabs(x) < 1e-290 || fabs(x) > 1e290)
			continue;
		slope = log_slope(d, x, cdf < 0.5);
		back = apply(d, QUANTILE, cdf);
		trip = fmax(trip, relative_error(back, x) * fmin(1, slope) *
					(cdf < 0.5 ? 1 : sf));
	}
	snprintf(name, sizeof(name), "%s %g %g: monotone; cdf + sf - 1 = %.1e; quantile(cdf) %.1e",
			 functions[d->kind].name, d->a, d->b, sum, trip);
	ok(monotone && sum < 3e-16 && trip < 4e-13, name);
}

/* In steps of some 1e-13, across the places where the method changes. */
static void
test_fine_grids(void)
{
	int			k;
	int			i;

	for (k = 0; k < NDISTRIBUTIONS; k++)
	{
		const Distribution *d = &distributions[k];
		double		s = d->kind == BETA ? d->a / (d->a + d->b) : (d->kind == CHISQ ? d->a : 1);
		double		centre[3];
		bool		monotone = true;
		int			j;

		centre[0] = s;
		centre[1] = d->kind == CHISQ ? 1.5 : (d->kind == BETA ? 0.5 : 1);
		centre[2] = d->kind == CHISQ ? 3 : (d->kind == BETA ? fmin(1 / d->b, 0.9) : 1.3);
		for (j = 0; j < 3; j++)
			for (i = -100; i < 100; i++)
			{
				double		x = centre[j] * (1 + i * 2e-13);
				double		y = centre[j] * (1 + (i + 1) * 2e-13);

				monotone = monotone &&
					apply(d, CDF, y) >= apply(d, CDF, x) * (1 - 2e-14) &&
					apply(d, SF, y) <= apply(d, SF, x) * (1 + 2e-14);
			}
		ok(monotone, "no jump where the method changes");
	}
}

static void
test_arguments(void)
{
	static const double bad[] = {-1, 0, -INFINITY, NAN};
	int			i;
	bool		good = true;

	for (i = 0; i < NFUNCTIONS; i++)
	{
		const Function *f = &functions[i];
		int			j;

		good = good && isnan(call(f, NAN, 2, 3));
		if (i % 3 == QUANTILE)
			good = good && isnan(call(f, -1e-300, 2, 3)) &&
				isnan(call(f, 1 + DBL_EPSILON, 2, 3)) && isnan(call(f, INFINITY, 2, 3));
		for (j = 0; j < 4 && !f->one; j++)
			good = good && isnan(call(f, 0.5, bad[j], 3)) &&
				(f->two || isnan(call(f, 0.5, 3, bad[j])));
	}
	ok(good, "NaN outside the domain");
	for (i = 0, good = true; i < NDISTRIBUTIONS; i++)
	{
		const Distribution *d = &distributions[i];

		good = good && apply(d, CDF, INFINITY) == 1 && apply(d, SF, INFINITY) == 0 &&
			apply(d, CDF, -INFINITY) == 0 && apply(d, SF, -INFINITY) == 1 &&
			apply(d, CDF, apply(d, QUANTILE, 0)) == 0 &&
			apply(d, SF, apply(d, QUANTILE, 1)) == 0 &&
			apply(d, QUANTILE, 0) == (d->kind <= T ? -INFINITY : 0) &&
			apply(d, QUANTILE, 1) == (d->kind == BETA ? 1 : INFINITY);
	}
	ok(good, "the ends of the range");
	ok(nps_t_sf(1.5, INFINITY) == nps_norm_sf(1.5) &&
	   nps_t_quantile(0.1, INFINITY) == nps_norm_quantile(0.1), "t with infinite df");
	ok(relative_error(nps_f_sf(1.5, 6, INFINITY), nps_chisq_sf(9, 6)) < 1e-15 &&
	   relative_error(nps_f_sf(1.5, INFINITY, 6), nps_chisq_cdf(4, 6)) < 1e-15 &&
	   nps_f_cdf(0.5, INFINITY, INFINITY) == 0 && nps_f_sf(2, INFINITY, INFINITY) == 0,
	   "F with infinite df");
}

/* Anything whatever: a probability or NaN comes back, and soon. */
static void
test_anything(void)
{
	static const double v[] = {
		5e-324, 1e-310, 1e-200, 1e-20, 0.3, 0.5, 1, 2, 7.5, 500, 1e5, 1e9, 1e17,
		1e40, 1e154, 1e200, 1e308
	};
	static const double shape[] = {
		1e-100, 1e-20, 1e-5, 0.01, 0.3, 0.5, 1, 2, 7.5, 500, 799.5, 1e5, 1e9, 1e17,
		1e40, 1e100
	};
	const int	n = sizeof(v) / sizeof(v[0]);
	const int	m = sizeof(shape) / sizeof(shape[0]);
	bool		good = true;
	int			f;
	int			i;
	int			j;
	int			k;

	for (f = 0; f < NFUNCTIONS; f++)
		for (i = 0; i < n; i++)
			for (j = 0; j < m; j++)
				for (k = 0; k < m; k++)
				{
					double		got = call(&functions[f], v[i], shape[j], shape[k]);

					if (f % 3 == QUANTILE ? isnan(got) == (v[i] <= 1) : !(got >= 0 && got <= 1))
					{
						if (good)
							printf("# %s(%g, %g, %g) = %g\n", functions[f].name, v[i], shape[j], shape[k], got);
						good = false;
					}
				}
	ok(good, "absurd arguments");
}

int
main(int argc, char **argv)
{
	int			i;

	test_reference(argc > 1 ? argv[1] : "test/data/dist_reference.csv");
	test_hard_cases();
	test_closed_forms();
	for (i = 0; i < NDISTRIBUTIONS; i++)
		test_properties(&distributions[i]);
	test_fine_grids();
	test_arguments();
	test_anything();
	return done_testing();
}
