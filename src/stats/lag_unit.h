/*
 * lag_unit.h
 *		Lagged correlation of the two series of one unit.
 *
 * Pure C.
 */
#ifndef NPS_LAG_UNIT_H
#define NPS_LAG_UNIT_H

#include "stats/lag_reason.h"
#include "stats/panel.h"

/* NaN where a value cannot be known. */
typedef struct NpsLagUnitRow
{
	int32_t		lag;
	int64_t		pairs;
	double		pearson;
	double		spearman;
	double		n_eff;			/* pairs, less what autocorrelation repeats; 5 pairs or more */
	double		p_naive;		/* as if pairs were independent */
	double		p_value;		/* with n_eff */
	double		low;			/* limits of pearson, with n_eff */
	double		high;
	NpsLagReason reason;		/* what is missing, or to be warned of */
} NpsLagUnitRow;

extern size_t nps_lag_unit_workspace(const NpsPanel *panel);
extern void nps_lag_unit_row(const NpsPanel *panel, int32_t lag, double level, void *workspace,
							 NpsLagUnitRow *row);

#endif							/* NPS_LAG_UNIT_H */
