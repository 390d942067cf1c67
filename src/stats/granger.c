/*
 * granger.c
 *		Granger tests by Householder reflections.
 *
 * y(t) is regressed on a constant, on y(t - 1) .. y(t - k) and on x(t - 1) ..
 * x(t - k); F compares with the regression that leaves x out (Granger 1969).
 * Lags are those of the calendar: a row counts only where all its values are
 * there, in one stretch between breaks.
 *
 * The constant is swept out first by taking the mean out of every column, then
 * the columns are reflected in order, y's before x's.  So one triangle holds both
 * regressions, and what x explains is a sum of squares of its own: no difference
 * of two nearly equal sums is taken, and the squares of the data, which would
 * lose half of the digits, are never put into a matrix.
 *
 * Rank: a column follows from those before it if less than 1e-7 of its spread lies
 * outside of them.  That is the tolerance of R's lm, which takes it of the
 * column's size, constant included; of the spread, it does not matter where a
 * scale has its zero.  A regression that leaves less than 1e-9 of the variation of
 * y is a perfect fit, whose F would be rounding.
 */
#include <math.h>
#include <string.h>

#include "stats/dist.h"
#include "stats/granger.h"

#define FLAT			1e-12	/* spread of a column, as part of its values */
#define DEPENDENT		1e-7
#define PERFECT			1e-9

/* Columns of n values one after the other: earlier y, earlier x, and last y itself. */
typedef struct Design
{
	double	   *a;
	size_t		n;
	int32_t		own;			/* columns of earlier y */
	int32_t		others;			/* columns of earlier x */
} Design;

/* Bytes of workspace for a series of so many cells; nps_granger_lag(): order 1. */
size_t
nps_granger_workspace(size_t cells, int32_t order)
{
	return sizeof(double) * cells * (2 * (size_t) order + 1);
}

static double *
column(const Design *d, int32_t c)
{
	return d->a + d->n * c;
}

/*
 * Take the mean out of v, and then what rounding left of it; returns whether
 * nothing else is left.
 */
static int
centre(double *v, size_t n)
{
	double		size = 0,
				spread = 0;
	size_t		i;
	int			round;

	for (i = 0; i < n; i++)
		size = fmax(size, fabs(v[i]));
	for (round = 0; round < 2; round++)
	{
		double		mean = 0;

		for (i = 0; i < n; i++)
			mean += v[i] / n;
		for (i = 0; i < n; i++)
			v[i] -= mean;
	}
	for (i = 0; i < n; i++)
		spread = fmax(spread, fabs(v[i]));
	return !(spread > FLAT * size);
}

static double
norm_from(const double *v, size_t from, size_t n)
{
	double		scale = 0,
				sum = 0;
	size_t		i;

	for (i = from; i < n; i++)
		scale = fmax(scale, fabs(v[i]));
	if (!(scale > 0))
		return 0;
	for (i = from; i < n; i++)
		sum += (v[i] / scale) * (v[i] / scale);
	return scale * sqrt(sum);
}

/*
 * Reflect column c so that it ends at row c, and the columns after it alike
 * (Householder 1958).  Returns the element of the triangle, or 0 if the column follows
 * from those before it: `spread` is its norm before any reflection.
 */
static double
reflect(Design *d, int32_t c, double spread)
{
	double	   *v = column(d, c);
	double		norm = (size_t) c < d->n ? norm_from(v, c, d->n) : 0;
	double		half;
	int32_t		other;
	size_t		i;

	if (!(norm > DEPENDENT * spread))
		return 0;
	if (v[c] > 0)
		norm = -norm;			/* away from cancellation */
	for (i = c; i < d->n; i++)
		v[i] /= norm;
	v[c] -= 1;
	half = -v[c];				/* v'v / 2, v being in units of the norm */
	for (other = c + 1; other <= d->own + d->others; other++)
	{
		double	   *w = column(d, other);
		double		dot = 0;

		for (i = c; i < d->n; i++)
			dot += v[i] * w[i];
		for (i = c; i < d->n; i++)
			w[i] -= dot / half * v[i];
	}
	return norm;
}

/* Means out of all columns; says which side does not vary. */
static NpsGrangerReason
centre_all(Design *d)
{
	NpsGrangerReason reason = NPS_GRANGER_DONE;
	int32_t		c;

	for (c = d->own + d->others; c >= 0; c--)
		if (centre(column(d, c), d->n))
			reason = c < d->own || c == d->own + d->others ? NPS_GRANGER_Y_FLAT : NPS_GRANGER_X_FLAT;
	return reason;
}

/* The two regressions of a design with d->n rows; result comes with NaNs. */
static void
regress(Design *d, void (*progress) (void), NpsGranger *result)
{
	int32_t		columns = d->own + d->others;
	double	   *y = column(d, columns);
	double		variation,
				explained,
				left,
				corner = 0;
	int32_t		c;

	result->n = (int64_t) d->n;
	result->df1 = d->others;
	result->df2 = result->n - columns - 1;
	result->reason = NPS_GRANGER_FEW;
	if (result->df2 < 1)
		return;
	result->reason = centre_all(d);
	if (result->reason != NPS_GRANGER_DONE)
		return;
	variation = norm_from(y, 0, d->n);
	for (c = 0; c < columns; c++)
	{
		/* reflections leave norms as they are, so this is the column's own spread */
		corner = reflect(d, c, norm_from(column(d, c), 0, d->n));
		if (corner == 0)
		{
			result->reason = NPS_GRANGER_SINGULAR;
			return;
		}
		if (progress != NULL)
			progress();
	}
	explained = norm_from(y, d->own, columns);
	left = norm_from(y, columns, d->n);
	if (!(left * left >= PERFECT * variation * variation))
	{
		result->reason = NPS_GRANGER_PERFECT;
		return;
	}
	result->f = explained / left * (explained / left) * result->df2 / result->df1;
	result->p_value = nps_f_sf(result->f, result->df1, result->df2);
	result->slope = y[columns - 1] / corner;
}

static void
unknown(NpsGranger *result)
{
	memset(result, 0, sizeof(*result));
	result->f = result->p_value = result->slope = NAN;
}

/* Whether the cell and the k before it are neighbours in the calendar, in one stretch. */
static int
neighbours(const NpsCell *series, size_t at, int32_t k)
{
	const NpsCell *first;

	if (at < (size_t) k)
		return 0;
	first = &series[at - k];
	return first->stretch == series[at].stretch && (int64_t) series[at].period - first->period == k;
}

static int
complete(const NpsCell *series, size_t at, int32_t k)
{
	int32_t		j;

	if (isnan(series[at].y) || !neighbours(series, at, k))
		return 0;
	for (j = 1; j <= k; j++)
		if (isnan(series[at - j].x) || isnan(series[at - j].y))
			return 0;
	return 1;
}

static size_t
count_complete(const NpsCell *series, size_t cells, int32_t k)
{
	size_t		at,
				n = 0;

	for (at = 0; at < cells; at++)
		n += complete(series, at, k);
	return n;
}

/*
 * Granger's F of order k for one series: the cells of one unit of a prepared panel.
 * order >= 1; progress may be NULL; workspace: nps_granger_workspace(cells, order).
 * f, p_value and slope (of x(t - k)) are NaN where `reason` says why.
 */
void
nps_granger(const NpsCell *series, size_t cells, int32_t order, void (*progress) (void),
			void *workspace, NpsGranger *result)
{
	Design		d = {.a = workspace, .own = order, .others = order};
	size_t		at,
				row = 0;
	int32_t		j;

	unknown(result);
	d.n = count_complete(series, cells, order);
	for (at = 0; at < cells; at++)
	{
		if (!complete(series, at, order))
			continue;
		for (j = 1; j <= order; j++)
		{
			column(&d, j - 1)[row] = series[at - j].y;
			column(&d, order + j - 1)[row] = series[at - j].x;
		}
		column(&d, 2 * order)[row++] = series[at].y;
	}
	regress(&d, progress, result);
}

/* The cell `lag` periods before series[at], in its stretch; NULL if there is none. */
static const NpsCell *
cell_before(const NpsCell *series, size_t at, int32_t lag)
{
	int64_t		due = (int64_t) series[at].period - lag;
	size_t		low = 0,
				high = at;

	while (low < high)
	{
		size_t		middle = low + (high - low) / 2;

		if (series[middle].period < due)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == at || series[low].period != due || series[low].stretch != series[at].stretch)
		return NULL;
	return &series[low];
}

/*
 * The form for one lag: y(t) on a constant, y(t - 1) and x(t - lag), so that a
 * distant lag costs one degree of freedom and not two for each lag before it.
 * lag >= 1; slope is that of x; otherwise as nps_granger(), whose order 1 it
 * equals at lag 1.  workspace: nps_granger_workspace(cells, 1).
 */
void
nps_granger_lag(const NpsCell *series, size_t cells, int32_t lag, void (*progress) (void),
				void *workspace, NpsGranger *result)
{
	Design		d = {.a = workspace, .own = 1, .others = 1};
	size_t		at;
	int			pass;

	unknown(result);
	for (pass = 0; pass < 2; pass++)	/* count the rows, then lay them out in columns */
	{
		size_t		row = 0;

		for (at = 1; at < cells; at++)
		{
			const NpsCell *x = cell_before(series, at, lag);

			if (x == NULL || isnan(x->x) || isnan(series[at].y) ||
				!neighbours(series, at, 1) || isnan(series[at - 1].y))
				continue;
			if (pass == 1)
			{
				column(&d, 0)[row] = series[at - 1].y;
				column(&d, 1)[row] = x->x;
				column(&d, 2)[row] = series[at].y;
			}
			row++;
		}
		d.n = row;
	}
	regress(&d, progress, result);
}

static size_t
cells_of_unit(const NpsPanel *panel, size_t first)
{
	size_t		after = first;

	while (after < panel->n && panel->cells[after].unit == panel->cells[first].unit)
		after++;
	return after - first;
}

/* Bytes of workspace for nps_panel_granger(). */
size_t
nps_panel_granger_workspace(const NpsPanel *panel, int32_t order)
{
	size_t		first,
				cells,
				most = 0;

	for (first = 0; first < panel->n; first += cells)
	{
		cells = cells_of_unit(panel, first);
		if (cells > most)
			most = cells;
	}
	return nps_granger_workspace(most, order);
}

/* Moments of k F for T periods under no effect: k times those of F(k, T - 3 k - 1). */
static double
moment_mean(double k, double t)
{
	return k * (t - 3 * k - 1) / (t - 3 * k - 3);
}

static double
moment_variance(double k, double t)
{
	return 2 * k * (t - 3 * k - 1) * (t - 3 * k - 1) * (t - 2 * k - 3) /
		((t - 3 * k - 3) * (t - 3 * k - 3) * (t - 3 * k - 5));
}

/*
 * The panel test of Dumitrescu and Hurlin (2012): the mean of the units' k F,
 * standardised as if T were endless (z_bar) and with the moments of a finite T
 * (z_tilde; averaged over the units where their T differ).  The p-values are
 * two-sided.  T of a unit is its complete rows + order: without gaps, its periods.
 * A unit counts if T > 5 + 3 order, below which k F has no variance, and if it
 * has an F; without any such unit all but the counts is NaN.
 *
 * The test takes units as independent: shocks or trends that they share make it
 * find effects that are not there.  panel_adjust.h takes them out.
 */
void
nps_panel_granger(const NpsPanel *panel, int32_t order, void *workspace, NpsPanelGranger *result)
{
	double		periods = 0,
				w = 0,
				mean = 0,
				variance = 0,
				units;
	size_t		first,
				cells;

	memset(result, 0, sizeof(*result));
	for (first = 0; first < panel->n; first += cells)
	{
		NpsGranger	unit;
		double		t;

		if (panel->progress != NULL)
			panel->progress();
		cells = cells_of_unit(panel, first);
		nps_granger(panel->cells + first, cells, order, panel->progress, workspace, &unit);
		t = (double) unit.n + order;
		if (!(t > NPS_PANEL_GRANGER_PERIODS(order)) || isnan(unit.f))
		{
			result->units_left_out++;
			continue;
		}
		result->units++;
		periods += t;
		w += order * unit.f;
		mean += moment_mean(order, t);
		variance += moment_variance(order, t);
	}
	units = result->units;
	result->periods = periods / units;	/* 0 / 0 is NaN, here and below */
	result->w_bar = w / units;
	result->z_bar = sqrt(units / (2 * order)) * (result->w_bar - order);
	result->z_tilde = (w - mean) / sqrt(variance);
	result->p_z_bar = fmin(1, 2 * nps_norm_sf(fabs(result->z_bar)));
	result->p_z_tilde = fmin(1, 2 * nps_norm_sf(fabs(result->z_tilde)));
	if (result->units == 0)		/* fmin() passes over a NaN */
		result->p_z_bar = result->p_z_tilde = NAN;
}
