/*
 * panel_adjust.c
 *		A panel with what its units share taken out, for tests that take the units
 *		as independent.
 *
 * x and y are adjusted each on its own, over the cells that have a value: a gap in
 * one changes nothing in the other.
 */
#include <math.h>
#include <string.h>

#include "stats/lag_pairs.h"
#include "stats/panel_adjust.h"

#define ROUNDS		5		/* of making units alike: more change little */
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

/*
 * Divide one side of the values of a unit by their standard deviation.  The means
 * are out: of levels, one for each stretch.  A side that does not vary is 0.
 */
static void
scale_run(NpsCell *cells, size_t n, bool y, bool levels)
{
	double		squares = 0,
				free = 0,
				sd;
	int32_t		stretch = -1;
	size_t		i;

	for (i = 0; i < n; i++)
	{
		double		v = *side_of(&cells[i], y);

		if (isnan(v))
			continue;
		squares += v * v;
		free += levels && cells[i].stretch != stretch ? 0 : 1;
		stretch = cells[i].stretch;
	}
	sd = sqrt(squares / free);
	if (!(squares > 0 && free > 0))
		return;
	for (i = 0; i < n; i++)
		*side_of(&cells[i], y) /= sd;
}

/*
 * Make units alike but for what moves them: adjust a prepared panel, and divide each
 * unit's x and y by their own standard deviations.  In this order: to divide first
 * would turn a shock that all units share into one that is different in each.
 *
 * A mean over units with much noise leaves some of it in all the others, which have
 * to be rid of it again once all count the same: hence the rounds.  workspace:
 * nps_panel_adjust_workspace() bytes.
 */
void
nps_panel_equalize(NpsPanel *panel, bool levels, void *workspace)
{
	int			round;
	size_t		i,
				j;

	for (round = 0; round < ROUNDS; round++)
	{
		nps_panel_adjust(panel, levels, workspace);
		for (i = 0; i < panel->n; i = j)
		{
			for (j = i; j < panel->n && panel->cells[j].unit == panel->cells[i].unit; j++)
				 /* the cells of a unit */ ;
			scale_run(&panel->cells[i], j - i, false, levels);
			scale_run(&panel->cells[i], j - i, true, levels);
		}
	}
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
