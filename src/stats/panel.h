/*
 * panel.h
 *		Lagged association of two series over a panel of units and periods.
 *
 * Pure C: no server headers, no allocation, so it can be tested alone.
 *
 * A panel is a set of cells: a unit, a calendar period as a whole number (12 x
 * year + month, say) and the values x and y, NaN where there is none.  At lag
 * L the value x(unit, p - L) is paired with y(unit, p): x leads where L > 0,
 * y leads where L < 0.  Cells are joined on the period's value, never on the
 * order of rows, so a missing period is a gap and shifts nothing.
 */
#ifndef NPS_PANEL_H
#define NPS_PANEL_H

#include <stddef.h>
#include <stdint.h>

typedef struct NpsCell
{
	int32_t		unit;			/* 0 .. units - 1 */
	int32_t		period;			/* calendar index */
	int32_t		period_rank;	/* set by nps_panel_prepare() */
	double		x;				/* NaN: no value */
	double		y;
} NpsCell;

typedef struct NpsPanel
{
	NpsCell    *cells;			/* sorted by unit, then period */
	size_t		n;
	int32_t		units;
	int32_t		periods;		/* distinct periods; set by nps_panel_prepare() */
	void		(*progress) (void);	/* called in long work; may longjmp out; or NULL */
} NpsPanel;

/* One row of the lag scan; NaN where a value cannot be known. */
typedef struct NpsLagRow
{
	int32_t		lag;
	int64_t		pairs;
	int32_t		units;			/* units with at least one pair */
	double		r_pooled;		/* all pairs together: mixes levels and changes */
	double		r_within;		/* unit means taken out */
	double		r_twoway;		/* unit and period means taken out */
	double		slope_within;	/* change of y for a change of 1 in x */
	double		slope_twoway;
} NpsLagRow;

extern int	nps_panel_prepare(NpsPanel *panel, int32_t *scratch);
extern size_t nps_lag_workspace(const NpsPanel *panel);
extern void nps_lag_row(const NpsPanel *panel, int32_t lag, double *workspace, NpsLagRow *row);

#endif							/* NPS_PANEL_H */
