/*
 * lag_reason.h
 *		Why a lag statistic is not known: one list for all of them.
 *
 * Pure C.  lag_sql.c has the words.  Each statistic keeps the first reason that
 * holds, in the order in which it looks.
 */
#ifndef NPS_LAG_REASON_H
#define NPS_LAG_REASON_H

#include <stdbool.h>

/* Units without which there is no standard error, and no permutation test. */
#define NPS_LAG_ERROR_UNITS			3
#define NPS_LAG_PERMUTATION_UNITS	5

/* Pairs of one unit below which a correlation describes and proves nothing. */
#define NPS_LAG_PROOF_PAIRS			8

typedef enum NpsLagReason
{
	NPS_LAG_KNOWN,
	NPS_LAG_NO_PAIRS,
	NPS_LAG_OUT_OF_RANGE,		/* values too large or too small for arithmetic */
	NPS_LAG_X_CONSTANT,
	NPS_LAG_Y_CONSTANT,

	/* two-way: of what is left once the means are out */
	NPS_LAG_ONE_UNIT,			/* period means leave nothing of a single unit */
	NPS_LAG_FEW_PAIRS,			/* the means take out all but one pair's worth */
	NPS_LAG_X_CONSTANT_TWOWAY,
	NPS_LAG_Y_CONSTANT_TWOWAY,

	/* its standard error, so p and limits */
	NPS_LAG_FEW_UNITS,			/* fewer than NPS_LAG_ERROR_UNITS */
	NPS_LAG_FEW_FOR_ERROR,		/* pairs: one degree of freedom is left */
	NPS_LAG_NO_RESIDUAL,		/* nothing is left to tell an error from */
	NPS_LAG_UNDER_MIN_UNITS,	/* the caller wants more: nothing is said */
	NPS_LAG_UNDER_MIN_PAIRS,

	/* the search over lags */
	NPS_LAG_FEW_TO_PERMUTE,		/* fewer than NPS_LAG_PERMUTATION_UNITS */
	NPS_LAG_THIN,				/* units, once shuffled, share too few periods */

	/* one unit */
	NPS_LAG_ONE_PAIR,			/* or each pair alone in its stretch */
	NPS_LAG_DESCRIPTIVE,		/* fewer than NPS_LAG_PROOF_PAIRS */
	NPS_LAG_PERFECT,			/* all pairs on a line: no limits */
	NPS_LAG_DEPENDENT			/* worth 3 pairs or fewer: no limits, or no p */
} NpsLagReason;

/* Keep the first reason. */
static inline void
nps_lag_because(NpsLagReason *reason, bool holds, NpsLagReason because)
{
	if (holds && *reason == NPS_LAG_KNOWN)
		*reason = because;
}

#endif							/* NPS_LAG_REASON_H */
