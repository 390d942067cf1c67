/*
 * correlate.c
 *		Correlation of two series: product-moment, by ranks, p-value, limits.
 *
 * What is left of a constant series once its means are out is rounding, not
 * variation.  So "varies" and "equal" are asked relative to the size of the
 * values, never of zero.
 */
#include <math.h>

#include "stats/correlate.h"
#include "stats/dist.h"

/* Values all below this are too small: squares of what varies would get lost. */
#define TOO_SMALL			1e-140

/* A correlation this near to +-1 is that but for rounding. */
#define PERFECT				1e-14

/*
 * 1 - r^2 of a perfect fit is rounding.  This part of y always counts as left open,
 * so that t has no infinity to compare, and ties stay ties.
 */
#define UNEXPLAINED			1e-12

/*
 * Two values count as equal, for their ranks, when they are nearer than this
 * part of the largest one: what differences and means leave of equal scores is
 * apart by 1e-13 of it at most, and no two scores that differ are that near.
 */
#define TIED				1e-11

/* The largest absolute value; 0 of none. */
double
nps_largest(const double *v, size_t n)
{
	double		max = 0;
	size_t		i;

	for (i = 0; i < n; i++)
		if (fabs(v[i]) > max)
			max = fabs(v[i]);
	return max;
}

/*
 * Correlation and least-squares slope of x and y, whose means (of whatever
 * groups) are out.  x_size and y_size: the largest absolute value that each had
 * before, which says how much of the rest is rounding.  Fewer than 2 values do
 * not vary; nor, as far as can be told, do values too large or too small for
 * arithmetic.
 */
void
nps_associate(const double *x, const double *y, size_t n, double x_size, double y_size,
			  NpsAssociation *a)
{
	double		x_floor = NPS_CONSTANT_SPREAD * x_size;
	double		y_floor = NPS_CONSTANT_SPREAD * y_size;
	size_t		i;

	a->xx = a->yy = a->xy = 0;
	for (i = 0; i < n; i++)
	{
		a->xx += x[i] * x[i];
		a->yy += y[i] * y[i];
		a->xy += x[i] * y[i];
	}
	a->in_range = isfinite(a->xx) && isfinite(a->yy) && isfinite(a->xy) &&
		!(x_size > 0 && x_size < TOO_SMALL) && !(y_size > 0 && y_size < TOO_SMALL);
	a->x_varies = n >= 2 && a->in_range && a->xx > n * x_floor * x_floor;
	a->y_varies = n >= 2 && a->in_range && a->yy > n * y_floor * y_floor;
	a->r = a->slope = NAN;
	if (!a->x_varies)
		return;
	a->slope = a->xy / a->xx;
	if (!a->y_varies)
		return;
	a->r = a->xy / sqrt(a->xx) / sqrt(a->yy);
	if (fabs(a->r) > 1 - PERFECT)
		a->r = a->r > 0 ? 1 : -1;
}

/* Bytes of workspace that nps_spearman() needs. */
size_t
nps_spearman_workspace(size_t n)
{
	return 2 * n * (sizeof(NpsRankItem) + sizeof(double));
}

/*
 * Spearman's rank correlation: the correlation of average ranks (Spearman 1904;
 * ties as Kendall & Gibbons 1990, ch. 3).  NaN with fewer than 2 values, or
 * where a side has one value only.  x_size and y_size: the largest absolute values
 * before any means were taken out, as for nps_associate().  workspace:
 * nps_spearman_workspace() bytes, aligned for double.
 */
double
nps_spearman(const double *x, const double *y, size_t n, double x_size,
					 double y_size, void *workspace)
{
	NpsRankItem *items = workspace;
	double	   *x_rank = (double *) (items + 2 * n);
	double	   *y_rank = x_rank + n;
	NpsAssociation a;
	size_t		i;

	nps_ranks(x, n, TIED * x_size, items, x_rank);
	nps_ranks(y, n, TIED * y_size, items, y_rank);
	for (i = 0; i < n; i++)
	{
		x_rank[i] -= (n + 1) / 2.0;
		y_rank[i] -= (n + 1) / 2.0;
	}
	nps_associate(x_rank, y_rank, n, n, n, &a);
	return a.r;
}

/*
 * t = r sqrt(df / (1 - r^2)) of a correlation or partial correlation r with df
 * degrees of freedom (Student 1908); of a perfect fit, 1e6 sqrt(df).
 */
double
nps_correlation_t(double r, double df)
{
	return r * sqrt(df / fmax(UNEXPLAINED, (1 - r) * (1 + r)));
}

/*
 * Two-sided p-value of a correlation r of n independent pairs against none:
 * t = r sqrt((n - 2) / (1 - r^2)) with n - 2 degrees of freedom (Student 1908).
 * n may be an effective number, not whole.  NaN for n <= 2; 0 for r = +-1.
 */
double
nps_correlation_p(double r, double n)
{
	if (isnan(r) || !(n > 2))
		return NAN;
	if (fabs(r) >= 1)
		return 0;
	return 2 * nps_t_sf(fabs(r) * sqrt((n - 2) / ((1 - r) * (1 + r))), n - 2);
}

/*
 * Confidence limits of a correlation r of n independent pairs: tanh(atanh r -+
 * z / sqrt(n - 3)) (Fisher 1921).  n as above; level between 0 and 1, two-sided.
 * NaN for n <= 3 and for r = +-1.
 */
void
nps_correlation_limits(double r, double n, double level, double *low, double *high)
{
	double		width;

	*low = *high = NAN;
	if (isnan(r) || !(n > 3) || fabs(r) >= 1)
		return;
	width = nps_norm_quantile(0.5 + level / 2) / sqrt(n - 3);
	*low = tanh(atanh(r) - width);
	*high = tanh(atanh(r) + width);
}
