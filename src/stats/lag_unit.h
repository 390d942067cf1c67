/*
 * lag_unit.h
 *		Lagged correlation of the two series of one unit.
 *
 * Pure C.
 */
#ifndef NPS_LAG_UNIT_H
#define NPS_LAG_UNIT_H

#include "stats/panel.h"

/* Below this number of pairs, a correlation describes and proves nothing. */
#define NPS_LAG_UNIT_DESCRIPTIVE	8

/* The first thing that is missing, or to be warned of. */
typedef enum NpsLagUnitReason
{
	NPS_LAG_UNIT_KNOWN,
	NPS_LAG_UNIT_NO_PAIRS,
	NPS_LAG_UNIT_ONE_PAIR,		/* or each pair alone in its stretch */
	NPS_LAG_UNIT_OUT_OF_RANGE,	/* values too large or too small for arithmetic */
	NPS_LAG_UNIT_X_CONSTANT,
	NPS_LAG_UNIT_Y_CONSTANT,
	NPS_LAG_UNIT_FEW_PAIRS,		/* fewer than NPS_LAG_UNIT_DESCRIPTIVE */
	NPS_LAG_UNIT_PERFECT,		/* all pairs on a line: no limits */
	NPS_LAG_UNIT_DEPENDENT		/* effectively 3 pairs or fewer: no limits, or no p */
} NpsLagUnitReason;

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
	NpsLagUnitReason reason;
} NpsLagUnitRow;

extern size_t nps_lag_unit_workspace(const NpsPanel *panel);
extern void nps_lag_unit_row(const NpsPanel *panel, int32_t lag, double level, void *workspace,
							 NpsLagUnitRow *row);

#endif							/* NPS_LAG_UNIT_H */
