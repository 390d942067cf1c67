/*
 * lag_scan.h
 *		Lagged association of the two series of a panel, lag by lag.
 *
 * Pure C.
 */
#ifndef NPS_LAG_SCAN_H
#define NPS_LAG_SCAN_H

#include <stdbool.h>

#include "stats/lag_reason.h"
#include "stats/panel.h"

/*
 * One row of the lag scan; NaN where a value cannot be known.  "Two-way" is as in
 * lag_fit.c.
 */
typedef struct NpsLagRow
{
	int32_t		lag;
	int64_t		pairs;			/* all of them */
	int32_t		units;			/* with at least one pair */
	double		r_pooled;		/* all pairs together: mixes levels and changes */
	double		r_between;		/* of the units' means, over breaks, too */
	double		r_within;		/* unit means taken out */
	double		r_twoway;
	double		spearman;		/* of all pairs, as r_pooled */
	double		spearman_twoway;
	double		slope_within;	/* change of y for a change of 1 in x */
	double		slope_twoway;
	double		slope_se;		/* of slope_twoway, clustered by unit */
	double		low;			/* limits of slope_twoway */
	double		high;
	double		p_value;		/* of slope_twoway against 0 */
	double		t;				/* of r_twoway, classic: to choose a lag by, not for p */
	double		df;				/* of t */
	double		reliability_x;	/* part of the two-way variance that is not noise */
	double		reliability_y;
	double		r_corrected;	/* r_twoway without noise */
	int64_t		within_pairs;	/* pairs not alone in their stretch, .. */
	int32_t		within_stretches;	/* and the stretches that have such */
	NpsLagReason reason;		/* first that keeps r_twoway or p_value from being known */
} NpsLagRow;

extern size_t nps_lag_workspace(const NpsPanel *panel);
extern void nps_lag_row(const NpsPanel *panel, bool differences, int32_t lag, double level,
						void *workspace, NpsLagRow *row);
extern void nps_lag_row_hold_back(NpsLagRow *row, int64_t min_pairs, int32_t min_units);

#endif							/* NPS_LAG_SCAN_H */
