/*
 * panel_adjust.c
 *		A panel with what its units share taken out, for tests that take the units
 *		as independent.
 *
 * x and y are adjusted each on its own, over the cells that have a value: a gap in
 * one changes nothing in the other.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/correlate.h"
#include "stats/lag_pairs.h"
#include "stats/panel_adjust.h"

#define ROUNDS		8		/* of variances and weighted means in turn */
#define DRAWN		4		/* values' worth by which variances are drawn together */
#define STILL		1e-6	/* part of the largest standard deviation: no variation */
#define ALONE		1e-9	/* weight of the other units in a mean */
#define ROUNDING	1e-11		/* of the largest value: what is left of nothing */

/* Bytes of workspace for nps_panel_adjust(). */
size_t
nps_panel_adjust_workspace(const NpsPanel *panel)
{
	return sizeof(NpsCell) * panel->n + nps_lag_pairs_workspace(panel);
}

static double *
side_of(NpsCell *cell, bool y)
{
	return y ? &cell->y : &cell->x;
}

/*
 * One side: paired with itself at lag 0, its pairs are the cells that have a
 * value.  What is left where all is taken out (a unit alone in its period) is
 * rounding, which a test that looks at relative sizes only could take for data:
 * it becomes 0.
 */
static void
adjust_side(NpsPanel *panel, bool y, bool levels, NpsCell *copy, void *workspace)
{
	NpsPanel	twin = *panel;
	NpsLagPairs	p;
	size_t		i;

	twin.cells = copy;
	for (i = 0; i < panel->n; i++)
	{
		copy[i] = panel->cells[i];
		copy[i].x = copy[i].y = *side_of(&panel->cells[i], y);
		*side_of(&panel->cells[i], y) = NAN;
	}
	nps_lag_pairs_collect(&twin, 0, workspace, &p);
	if (levels)
		nps_lag_pairs_drop_single(&p);
	nps_lag_pairs_take_out_twoway(&p, levels, p.x);
	for (i = 0; i < p.n; i++)
		*side_of(&panel->cells[p.x_cell[i] - copy], y) = fabs(p.x[i]) > ROUNDING * p.x_size ? p.x[i] : 0;
}

/*
 * Take the means of periods out of x and of y of a prepared panel, as it is best for
 * differences; out of levels, those of the units' stretches as well, by least
 * squares.  Then a value that is alone in its stretch becomes NaN: its mean
 * is all it is.  workspace: nps_panel_adjust_workspace() bytes.
 */
void
nps_panel_adjust(NpsPanel *panel, bool levels, void *workspace)
{
	NpsCell    *copy = workspace;

	adjust_side(panel, false, levels, copy, copy + panel->n);
	adjust_side(panel, true, levels, copy, copy + panel->n);
}

/* The number of cells of the unit that begins here. */
static size_t
run_length(const NpsPanel *panel, size_t first)
{
	size_t		i = first;

	while (i < panel->n && panel->cells[i].unit == panel->cells[first].unit)
		i++;
	return i - first;
}

/* Whether one side of a unit's cells is the same throughout each stretch, but for rounding. */
static bool
is_constant(const NpsCell *cells, size_t n, bool y, double rounding)
{
	double		first = NAN;
	int32_t		stretch = -1;
	size_t		i;

	for (i = 0; i < n; i++)
	{
		double		v = y ? cells[i].y : cells[i].x;

		if (isnan(v))
			continue;
		if (cells[i].stretch != stretch)
			first = v;
		else if (fabs(v - first) > rounding)
			return false;
		stretch = cells[i].stretch;
	}
	return true;
}

static double
largest_of(const NpsPanel *panel, bool y)
{
	double		largest = 0;
	size_t		i;

	for (i = 0; i < panel->n; i++)
		largest = fmax(largest, fabs(*side_of(&panel->cells[i], y)));	/* passes over NaN */
	return largest;
}

/*
 * Take units that do not vary in x, or in y, out of a panel: their values become NaN.
 * Such a unit would be what the means of all have left in it, the same in all such
 * units, and could not be made equal to the others.  observed: the panel that says who
 * varies, with the same cells in the same places; may be the panel itself.
 */
void
nps_panel_leave_out_constant(const NpsPanel *observed, NpsPanel *panel)
{
	double		x_rounding = NPS_CONSTANT_SPREAD * largest_of(observed, false);
	double		y_rounding = NPS_CONSTANT_SPREAD * largest_of(observed, true);
	size_t		i,
				n,
				k;

	for (i = 0; i < observed->n; i += n)
	{
		n = run_length(observed, i);
		if (is_constant(&observed->cells[i], n, false, x_rounding) || is_constant(&observed->cells[i], n, true, y_rounding))
			for (k = i; k < i + n; k++)
				panel->cells[k].x = panel->cells[k].y = NAN;
	}
}

/* Stretch means out of one side of a unit's cells; returns how many there were. */
static double
take_out_stretch_means(NpsCell *cells, size_t n, bool y)
{
	double		stretches = 0;
	size_t		i,
				j,
				k;

	for (i = 0; i < n; i = j)
	{
		double		sum = 0,
					values = 0;

		for (j = i; j < n && cells[j].stretch == cells[i].stretch; j++)
			if (!isnan(*side_of(&cells[j], y)))
			{
				sum += *side_of(&cells[j], y);
				values++;
			}
		for (k = i; k < j; k++)
			*side_of(&cells[k], y) -= sum / values;
		stretches += values > 0;
	}
	return stretches;
}

/* Weighted means of one side by period: sums of weights and of weighted values. */
static void
weighted_sums(NpsPanel *panel, bool y, const double *weight, double *weights, double *sums)
{
	size_t		i;

	memset(weights, 0, sizeof(double) * panel->periods);
	memset(sums, 0, sizeof(double) * panel->periods);
	for (i = 0; i < panel->n; i++)
	{
		const NpsCell *cell = &panel->cells[i];
		double		v = *side_of(&panel->cells[i], y);

		if (isnan(v))
			continue;
		weights[cell->period_rank] += weight[cell->unit];
		sums[cell->period_rank] += weight[cell->unit] * v;
	}
}

/*
 * Take weighted period means (and stretch means of levels) out of one side of a unit.
 * Returns the variance of its distance from the means of the others: of its distance
 * from a mean of its own, if it weighs much, there is none, whatever its noise.
 */
static double
take_out_weighted(NpsCell *cells, size_t n, bool y, bool levels, double weight, const double *weights, const double *sums,
				  double *values)
{
	double		squares = 0,
				left = 0;
	size_t		i;

	for (i = 0; i < n; i++)
		*side_of(&cells[i], y) -= sums[cells[i].period_rank] / weights[cells[i].period_rank];
	if (levels)
		left -= take_out_stretch_means(cells, n, y);
	for (i = 0; i < n; i++)
	{
		double		v = *side_of(&cells[i], y);
		double		others = 1 - weight / weights[cells[i].period_rank];

		if (isnan(v))
			continue;
		left++;
		if (others > ALONE)
			squares += v / others * (v / others);
	}
	*values = left;
	return left > 0 ? squares / left : 0;
}

static int
compare_doubles(const void *a, const void *b)
{
	double		c = *(const double *) a;
	double		d = *(const double *) b;

	return (c > d) - (c < d);
}

/*
 * Draw the variances of units towards their (lower) median, as if each had DRAWN
 * values more that vary so much: that of 8 autocorrelated values is known but badly,
 * and to divide by it would cost more than a little inequality does.  0: does not
 * vary, and stays.  values: how many each is of.
 */
static void
draw_together(double *variance, const double *values, int32_t units, double *sorted)
{
	int32_t		n = 0,
				u;
	double		common;

	for (u = 0; u < units; u++)
		if (variance[u] > 0)
			sorted[n++] = variance[u];
	if (n == 0)
		return;
	qsort(sorted, n, sizeof(double), compare_doubles);
	common = sorted[(n - 1) / 2];
	for (u = 0; u < units; u++)
		if (variance[u] > 0)
			variance[u] = (values[u] * variance[u] + DRAWN * common) / (values[u] + DRAWN);
}

/* Mean square of one side of a unit, whose means are out, and how many values it is of. */
static double
mean_square(NpsCell *cells, size_t n, bool y, bool levels, double *values)
{
	double		squares = 0;
	int32_t		stretch = -1;
	size_t		i;

	*values = 0;
	for (i = 0; i < n; i++)
	{
		double		v = *side_of(&cells[i], y);

		if (isnan(v))
			continue;
		squares += v * v;
		*values += levels && cells[i].stretch != stretch ? 0 : 1;
		stretch = cells[i].stretch;
	}
	return *values > 0 ? squares / *values : 0;
}

static double
largest_variance(const double *v, int32_t n)
{
	double		largest = 0;
	int32_t		i;

	for (i = 0; i < n; i++)
		largest = fmax(largest, v[i]);
	return largest;
}

/* Divide one side of each unit, whose means are out, by its standard deviation. */
static void
scale_units(NpsPanel *panel, bool y, bool levels, double least, double *variance, double *values, double *sorted)
{
	size_t		i,
				n;

	memset(variance, 0, sizeof(double) * panel->units);
	for (i = 0; i < panel->n; i += n)
	{
		int32_t		u = panel->cells[i].unit;

		n = run_length(panel, i);
		variance[u] = mean_square(&panel->cells[i], n, y, levels, &values[u]);
		if (!(variance[u] > least))
			variance[u] = 0;
	}
	draw_together(variance, values, panel->units, sorted);
	for (i = 0; i < panel->n; i++)
	{
		double	   *v = side_of(&panel->cells[i], y);
		double		sd = sqrt(variance[panel->cells[i].unit]);

		*v = sd > 0 ? *v / sd : NAN;
	}
}

/* One side, adjusted before: weighted means out, then units divided. */
static void
equalize_side(NpsPanel *panel, bool y, bool levels, double *workspace)
{
	double	   *variance = workspace;	/* by unit; then the weight */
	double	   *weights = workspace + panel->n;		/* by period */
	double	   *sums = workspace + 2 * panel->n;
	double	   *values = workspace + 3 * panel->n;	/* by unit */
	double	   *sorted = workspace + 4 * panel->n;
	double		largest = 0;
	int			round;
	size_t		i,
				n;

	for (i = 0; i < (size_t) panel->units; i++)
	{
		variance[i] = 1;
		values[i] = 0;
	}
	for (round = 0; round < ROUNDS; round++)
	{
		weighted_sums(panel, y, variance, weights, sums);
		for (i = 0; i < panel->n; i += n)
		{
			int32_t		u = panel->cells[i].unit;

			n = run_length(panel, i);
			variance[u] = take_out_weighted(&panel->cells[i], n, y, levels, variance[u], weights, sums, &values[u]);
		}
		largest = largest_variance(variance, panel->units);
		draw_together(variance, values, panel->units, sorted);
		for (i = 0; i < (size_t) panel->units; i++)
			variance[i] = largest > 0 ? largest / fmax(variance[i], STILL * STILL * largest) : 1;
	}
	scale_units(panel, y, levels, STILL * STILL * largest, variance, values, sorted);
}

/*
 * Make units alike but for what moves them: adjust a prepared panel, and divide each
 * unit's x and y by their own standard deviations.  In this order: to divide first
 * would turn a shock that all units share into one that is different in each.
 *
 * Least squares over unequal units leave the noise of the loud ones in all others,
 * where it would look like something they have in common.  So once the shocks are
 * out, period means are taken again with weights of 1 / variance, which are found in
 * turn with the variances (weighted least squares; Aitken 1935).  Variances are drawn
 * together somewhat, since few values say little of them.  A unit's x or y that does not vary then, next to the others, becomes NaN.  workspace:
 * nps_panel_adjust_workspace() bytes.
 */
void
nps_panel_equalize(NpsPanel *panel, bool levels, void *workspace)
{
	nps_panel_adjust(panel, levels, workspace);
	equalize_side(panel, false, levels, workspace);
	equalize_side(panel, true, levels, workspace);
}

/* Number the segments of each unit of a prepared panel 0, 1, .. in their order. */
void
nps_panel_number_segments(NpsPanel *panel)
{
	int32_t		number = 0;
	size_t		i;

	for (i = 0; i < panel->n; i++)
	{
		NpsCell    *cell = &panel->cells[i];

		if (i == 0 || cell->unit != cell[-1].unit)
			number = 0;
		else if (cell->stretch != cell[-1].stretch)
			number++;
		cell->segment = number;
	}
}
