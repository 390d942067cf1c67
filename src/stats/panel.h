/*
 * panel.h
 *		A panel: two series, x and y, of units over calendar periods.
 *
 * Pure C: no server headers, no allocation, so it can be tested alone.
 *
 * A cell is a unit, a calendar period as a whole number (12 x year + month, say)
 * and the values x and y, NaN where there is none.  Cells are joined on the
 * period's value, never on the order of rows, so a missing period is a gap and
 * shifts nothing.
 *
 * A break (another questionnaire, other borders of a unit) parts the periods of
 * a unit into stretches.  A segment number says on which side of it a cell is:
 * where it changes, a new stretch begins.  Nothing is paired or differenced across
 * a break, and each stretch has its own mean.
 */
#ifndef NPS_PANEL_H
#define NPS_PANEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct NpsCell
{
	int32_t		unit;			/* 0 .. units - 1 */
	int32_t		period;			/* calendar index */
	int32_t		segment;		/* any number; another one: beyond a break */
	int32_t		period_rank;	/* set by nps_panel_prepare() */
	int32_t		stretch;		/* set by nps_panel_prepare() */
	double		x;				/* NaN: no value */
	double		y;
	double		x_se;			/* standard error of x from sampling; NaN: unknown */
	double		y_se;
} NpsCell;

typedef struct NpsPanel
{
	NpsCell    *cells;			/* sorted by unit, then period */
	size_t		n;
	int32_t		units;
	int32_t		periods;		/* distinct periods; set by nps_panel_prepare() */
	int32_t		stretches;		/* of all units; set by nps_panel_prepare() */
	void		(*progress) (void);	/* called in long work; may longjmp out; or NULL */
} NpsPanel;

extern int	nps_panel_prepare(NpsPanel *panel, int32_t *scratch);
extern int64_t nps_panel_periods(const NpsPanel *panel, bool y, int64_t *period);
extern size_t nps_panel_number_units_workspace(const NpsPanel *panel);
extern void nps_panel_number_units(NpsPanel *panel, void *workspace);
extern void nps_panel_difference(const NpsPanel *panel, NpsPanel *differences, int32_t *scratch);

#endif							/* NPS_PANEL_H */
