/*
 * lag_permutation.h
 *		How often chance alone gives an association as large as the largest one
 *		over many lags: a permutation of units.
 *
 * Pure C.
 */
#ifndef NPS_LAG_PERMUTATION_H
#define NPS_LAG_PERMUTATION_H

#include "stats/lag_reason.h"
#include "stats/pairings.h"

#define NPS_EXACT_UNITS			7	/* all G! pairings up to here */

typedef struct NpsPermutationTask
{
	int32_t		min_lag;
	int32_t		max_lag;
	const bool *use;			/* by lag, from min_lag on; NULL: all of them */
	int32_t		skip_from;		/* lags left out; none where from > to */
	int32_t		skip_to;
	bool		levels;			/* nps_pairings_collect() */
	int32_t		permutations;	/* > 0; with more than NPS_EXACT_UNITS units */
	uint64_t	seed;
	int32_t		watch;			/* a lag to tell the spread of t for */
	double		alpha;			/* to tell the critical value for */
} NpsPermutationTask;

/* Sets of lags, each corrected for the search over it. */
typedef enum NpsLagFamily
{
	NPS_LEAD,					/* > 0: x leads */
	NPS_SAME,					/* 0 */
	NPS_REVERSE,				/* < 0: y leads */
	NPS_ANY,
	NPS_LAG_FAMILIES
} NpsLagFamily;

/* NaN where a value cannot be known. */
typedef struct NpsMaxT
{
	double		statistic;		/* largest |t| over the family; NaN: no lag has one */
	int32_t		lag;			/* where; the first of equals */
	bool		thin;			/* shuffled units share too few periods for a p */
	double		p;
} NpsMaxT;

typedef struct NpsPermutation
{
	int32_t		pairings;		/* shuffles, or all G! pairings; 0: nothing to test */
	bool		exact;
	NpsMaxT		family[NPS_LAG_FAMILIES];
	double		critical;		/* of the search over all lags: |t| above it has p <= alpha */
	double		watch_sd;		/* of t at the lag to watch, over the shuffles */
} NpsPermutation;

extern size_t nps_lag_permutation_workspace(const NpsPanel *panel, const NpsPermutationTask *task);
extern bool nps_lag_permutation(const NpsPanel *panel, const NpsPermutationTask *task, void *workspace,
								NpsPermutation *result);

#endif							/* NPS_LAG_PERMUTATION_H */
