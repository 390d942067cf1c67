/*
 * lag_search.h
 *		The search for the lag between the two series of a panel, summed up.
 *
 * Pure C.
 */
#ifndef NPS_LAG_SEARCH_H
#define NPS_LAG_SEARCH_H

#include <stdbool.h>

#include "stats/lag_reason.h"
#include "stats/panel.h"

typedef struct NpsLagSearchTask
{
	int32_t		min_lag;
	int32_t		max_lag;
	bool		levels;			/* else the panel is one of differences */
	int32_t		permutations;
	uint64_t	seed;
	int32_t		min_pairs;		/* lags with fewer are not searched, .. */
	int32_t		min_units;		/* nor those with fewer units */
	double		alpha;			/* between 0 and 1 */
} NpsLagSearchTask;

/* The association at one lag; NaN where a value cannot be known. */
typedef struct NpsLagFound
{
	bool		known;			/* no lag of the kind: false */
	int32_t		lag;
	double		r;
	double		slope;			/* of what follows on what leads */
	double		t;
	double		p;				/* corrected for the search over lags of the kind */
} NpsLagFound;

typedef struct NpsLagSearch
{
	int32_t		units;			/* with an x and a y */
	int32_t		lags_scanned;	/* with a two-way association */
	NpsLagFound lead;			/* lags > 0 */
	NpsLagFound same;			/* lag 0 */
	NpsLagFound reverse;		/* lags < 0 */
	NpsLagFound strongest;		/* any lag */
	double		lag_low;		/* 95 % interval of the leading lag */
	double		lag_high;
	double		lag_share;		/* of resamples with that leading lag */
	int32_t		leaning;		/* fewest units with half of the strongest lag's products; 0: no lag */
	double		p_lead_after;	/* with the strongest lag's effect taken out */
	double		p_reverse_after;
	double		detectable_slope;
	int32_t		permutations;
	bool		exact;
	NpsLagReason reason;
} NpsLagSearch;

extern size_t nps_lag_search_workspace(const NpsPanel *panel, const NpsLagSearchTask *task);
extern void nps_lag_search(NpsPanel *panel, const NpsLagSearchTask *task, void *workspace, NpsLagSearch *result);
extern NpsLagReason nps_lag_search_reason(NpsPanel *panel, const NpsLagSearchTask *task, void *workspace);

#endif							/* NPS_LAG_SEARCH_H */
