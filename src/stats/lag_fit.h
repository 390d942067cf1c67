/*
 * lag_fit.h
 *		Least squares over the pairs of one lag, means taken out.
 *
 * Pure C.
 */
#ifndef NPS_LAG_FIT_H
#define NPS_LAG_FIT_H

#include "stats/correlate.h"
#include "stats/lag_pairs.h"
#include "stats/lag_reason.h"

/* Below this reliability, a correction for noise says more about noise. */
#define NPS_LEAST_RELIABILITY	0.2

/* NaN where a value cannot be known. */
typedef struct NpsLagFit
{
	NpsLagReason reason;		/* why r of the last step is not known */
	NpsAssociation a;			/* of what the last step left */
	double		df;				/* pairs, less means and the slope; two-way, as all below */
	double		t;				/* of r, classic */
	double		reliability_x;	/* part of the variance that is not noise */
	double		reliability_y;
} NpsLagFit;

extern void nps_lag_fit_pooled(NpsLagPairs *p, NpsLagFit *fit);
extern void nps_lag_fit_twoway(NpsLagPairs *p, bool levels, NpsLagFit *fit);

#endif							/* NPS_LAG_FIT_H */
