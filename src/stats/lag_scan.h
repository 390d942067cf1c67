/*
 * lag_scan.h
 *		Lagged association of the two series of a panel, lag by lag.
 *
 * Pure C.
 */
#ifndef NPS_LAG_SCAN_H
#define NPS_LAG_SCAN_H

#include "stats/panel.h"

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

extern void nps_lag_row(const NpsPanel *panel, int32_t lag, void *workspace, NpsLagRow *row);

#endif							/* NPS_LAG_SCAN_H */
