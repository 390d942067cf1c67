/*
 * panel.c
 *		Putting a panel in order, and its differences.
 */
#include <math.h>
#include <stdlib.h>

#include "stats/panel.h"
#include "stats/workspace.h"

static int
compare_cells(const void *a, const void *b)
{
	const NpsCell *c = a;
	const NpsCell *d = b;

	if (c->unit != d->unit)
		return c->unit < d->unit ? -1 : 1;
	return (c->period > d->period) - (c->period < d->period);
}

static int
compare_int32(const void *a, const void *b)
{
	int32_t		c = *(const int32_t *) a;
	int32_t		d = *(const int32_t *) b;

	return (c > d) - (c < d);
}

/* Number the distinct periods from 0, in order. */
static void
rank_periods(NpsPanel *panel, int32_t *scratch)
{
	size_t		i;
	int32_t		distinct = 0;

	for (i = 0; i < panel->n; i++)
		scratch[i] = panel->cells[i].period;
	qsort(scratch, panel->n, sizeof(int32_t), compare_int32);
	for (i = 0; i < panel->n; i++)
		if (i == 0 || scratch[i] != scratch[i - 1])
			scratch[distinct++] = scratch[i];
	for (i = 0; i < panel->n; i++)
	{
		const int32_t *found = bsearch(&panel->cells[i].period, scratch, distinct,
									   sizeof(int32_t), compare_int32);

		panel->cells[i].period_rank = (int32_t) (found - scratch);
	}
	panel->periods = distinct;
}

static void
number_stretches(NpsPanel *panel)
{
	int32_t		stretch = -1;
	size_t		i;

	for (i = 0; i < panel->n; i++)
	{
		NpsCell    *cell = &panel->cells[i];

		if (i == 0 || cell->unit != cell[-1].unit || cell->segment != cell[-1].segment)
			stretch++;
		cell->stretch = stretch;
	}
	panel->stretches = stretch + 1;
}

/*
 * Sort the cells, number periods and stretches.  scratch: room for n int32_t.
 * Returns -1, or the number of a cell whose unit and period are also those of
 * the cell before it: a panel has one cell for each.
 */
int
nps_panel_prepare(NpsPanel *panel, int32_t *scratch)
{
	size_t		i;

	qsort(panel->cells, panel->n, sizeof(NpsCell), compare_cells);
	for (i = 1; i < panel->n; i++)
		if (compare_cells(&panel->cells[i - 1], &panel->cells[i]) == 0)
			return (int) i;
	rank_periods(panel, scratch);
	number_stretches(panel);
	return -1;
}

/*
 * The periods of a prepared panel that have any y (else any x), in order; returns
 * how many.  period: room for panel->periods.
 */
int64_t
nps_panel_periods(const NpsPanel *panel, bool y, int64_t *period)
{
	int64_t		kept = 0;
	int32_t		t;
	size_t		i;

	for (t = 0; t < panel->periods; t++)
		period[t] = INT64_MAX;
	for (i = 0; i < panel->n; i++)
		if (!isnan(y ? panel->cells[i].y : panel->cells[i].x))
			period[panel->cells[i].period_rank] = panel->cells[i].period;
	for (t = 0; t < panel->periods; t++)
		if (period[t] != INT64_MAX)
			period[kept++] = period[t];
	return kept;
}

/* The cells of a unit, in order of period. */
typedef struct Run
{
	const NpsCell *cell;
	size_t		n;
} Run;

/* No value comes first. */
static int
compare_values(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(b) - isnan(a);
	return (a > b) - (a < b);
}

/*
 * All of when there are values, then all x, then all y: so that y decides only
 * between units with the same x.
 */
static int
compare_runs(const void *a, const void *b)
{
	const Run  *r = a;
	const Run  *s = b;
	size_t		i;
	int			cmp;

	if (r->n != s->n)
		return r->n < s->n ? -1 : 1;
	for (i = 0; i < r->n; i++)
	{
		int32_t		stretch = r->cell[i].stretch - r->cell[0].stretch;
		int32_t		other = s->cell[i].stretch - s->cell[0].stretch;

		if (r->cell[i].period != s->cell[i].period)
			return r->cell[i].period < s->cell[i].period ? -1 : 1;
		if (stretch != other)
			return stretch < other ? -1 : 1;
	}
	for (i = 0; i < r->n; i++)
		if ((cmp = compare_values(r->cell[i].x, s->cell[i].x)) != 0)
			return cmp;
	for (i = 0; i < r->n; i++)
		if ((cmp = compare_values(r->cell[i].y, s->cell[i].y)) != 0)
			return cmp;
	return 0;
}

/* Bytes of workspace for nps_panel_number_units(). */
size_t
nps_panel_number_units_workspace(const NpsPanel *panel)
{
	return nps_part(sizeof(Run), panel->units) + nps_part(sizeof(int32_t), panel->n);
}

/*
 * Number the units of a prepared panel by what they are, not by what they are
 * called: by their cells in order.  What is drawn by the number of a unit, as
 * shuffles and resamples are, is then the same under any names.  Units that cannot be
 * told apart may have either number.  workspace: nps_panel_number_units_workspace()
 * bytes, aligned for double.
 */
void
nps_panel_number_units(NpsPanel *panel, void *workspace)
{
	char	   *next = workspace;
	Run		   *runs = nps_carve(&next, sizeof(Run), panel->units);
	int32_t    *scratch = nps_carve(&next, sizeof(int32_t), panel->n);
	int32_t		units = 0,
				unit;
	size_t		i;

	for (i = 0; i < panel->n; i++)
	{
		if (i == 0 || panel->cells[i].unit != panel->cells[i - 1].unit)
			runs[units++] = (Run) {&panel->cells[i], 0};
		runs[units - 1].n++;
	}
	qsort(runs, units, sizeof(Run), compare_runs);
	for (unit = 0; unit < units; unit++)
		for (i = 0; i < runs[unit].n; i++)
			panel->cells[runs[unit].cell - panel->cells + i].unit = unit;
	panel->units = units;
	nps_panel_prepare(panel, scratch);
}

/* The standard error of a difference of two independent estimates. */
static double
difference_se(double a, double b)
{
	return sqrt(a * a + b * b);
}

/*
 * The changes from one calendar period to the next, of a prepared panel: a cell
 * for each cell that has a neighbour before it in its stretch.  differences->cells
 * and scratch have room for panel->n.
 */
void
nps_panel_difference(const NpsPanel *panel, NpsPanel *differences, int32_t *scratch)
{
	size_t		i,
				n = 0;

	for (i = 1; i < panel->n; i++)
	{
		const NpsCell *cell = &panel->cells[i];
		const NpsCell *before = cell - 1;
		NpsCell    *change;

		if (cell->stretch != before->stretch || (int64_t) before->period + 1 != cell->period)
			continue;
		change = &differences->cells[n++];
		*change = *cell;
		change->segment = cell->stretch;	/* another number for another stretch */
		change->x = cell->x - before->x;
		change->y = cell->y - before->y;
		change->x_se = difference_se(cell->x_se, before->x_se);
		change->y_se = difference_se(cell->y_se, before->y_se);
	}
	differences->n = n;
	differences->units = panel->units;
	differences->progress = panel->progress;
	nps_panel_prepare(differences, scratch);
}
