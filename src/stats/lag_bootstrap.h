/*
 * lag_bootstrap.h
 *		How sure the best lag is: the same search over resampled units.
 *
 * Pure C.
 */
#ifndef NPS_LAG_BOOTSTRAP_H
#define NPS_LAG_BOOTSTRAP_H

#include "stats/pairings.h"

#define NPS_RESAMPLES	999

typedef struct NpsLagBootstrap
{
	int32_t		units;
	uint64_t	seed;
	void		(*progress) (void);
	double		best[NPS_RESAMPLES];	/* largest |t| of a resample; 0: none yet */
	int32_t		lag[NPS_RESAMPLES];
} NpsLagBootstrap;

extern void nps_lag_bootstrap_start(NpsLagBootstrap *boot, int32_t units, uint64_t seed, void (*progress) (void));
extern void nps_lag_bootstrap_add(NpsLagBootstrap *boot, int32_t lag, const NpsPairSums *by_unit, double shared);
extern void nps_lag_bootstrap_interval(NpsLagBootstrap *boot, int32_t lag, double *low, double *high, double *share);

#endif							/* NPS_LAG_BOOTSTRAP_H */
