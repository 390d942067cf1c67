/*
 * nps_hist.h
 *		The score histogram: how many answers gave 0, 1, .. 10.
 *
 * This one small exact thing is the stored type, the state of every score
 * aggregate and the input of all inference.  Invariants:
 *
 *	- no count is negative;
 *	- the counts add up to at most PG_INT64_MAX, so the number of answers can
 *	  be told (the transition functions add single answers and do not check
 *	  the sum, as 2^63 rows are out of reach; nps_hist_total() checks it);
 *	- the length is fixed for ever, since pg_upgrade copies files: what a later
 *	  version wants to say goes into `version` and `flags`.
 */
#ifndef NPS_HIST_H
#define NPS_HIST_H

#include "fmgr.h"
#include "nodes/nodes.h"

#include "score/score.h"

#define NPS_HIST_VERSION	1

typedef struct NpsHist
{
	uint32		version;		/* NPS_HIST_VERSION */
	uint32		flags;			/* 0: reserved */
	int64		count[NPS_SCORES];	/* answers by score */
} NpsHist;

StaticAssertDecl(sizeof(NpsHist) == 96, "nps_hist is stored with a fixed length of 96 bytes");

#define DatumGetNpsHistP(d)			((NpsHist *) DatumGetPointer(d))
#define PG_GETARG_NPS_HIST_P(n)		DatumGetNpsHistP(PG_GETARG_DATUM(n))
#define PG_RETURN_NPS_HIST_P(h)		PG_RETURN_POINTER(h)

/*
 * AggCheckCallContext() without the call: it is asked once a row.  True where
 * the first argument is an aggregate's own state, which may be changed in place.
 */
static inline bool
nps_owns_state(FunctionCallInfo fcinfo)
{
	return fcinfo->context != NULL &&
		(IsA(fcinfo->context, AggState) || IsA(fcinfo->context, WindowAggState));
}

/* Promoters, passives and detractors of a histogram, and their sum. */
typedef struct NpsCounts
{
	int64		n;
	int64		promoters;
	int64		passives;
	int64		detractors;
} NpsCounts;

/* SQL functions that others call */
extern Datum nps_score(PG_FUNCTION_ARGS);
extern Datum nps_mean(PG_FUNCTION_ARGS);

extern NpsHist *nps_hist_make(void);
extern NpsHist *nps_hist_copy(const NpsHist *hist);
extern bool nps_hist_sum(const NpsHist *hist, int64 *total);
extern int64 nps_hist_total(const NpsHist *hist);
extern NpsCounts nps_hist_counts(const NpsHist *hist);
extern void nps_hist_add(NpsHist *into, const NpsHist *other);
extern void nps_hist_subtract(NpsHist *from, const NpsHist *other);

#endif							/* NPS_HIST_H */
