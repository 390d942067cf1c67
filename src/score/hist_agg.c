/*
 * hist_agg.c
 *		Transition, inverse and combine functions of the score aggregates.
 *
 * All score aggregates share this one state and differ in their final function
 * only, so several of them over one column cost one pass.  The state is the
 * stored type itself, of fixed length and passed by reference: it is changed
 * in place, needs no serialization, and a distributed engine can ship it.
 *
 * These functions are strict, so NULL answers never get here.  Anyone may call
 * them from SQL: outside an aggregate they work on a copy.
 */
#include "postgres.h"

#include "fmgr.h"

#include "compat.h"
#include "score/nps_hist.h"

/* The state to change: in place inside an aggregate, a copy elsewhere. */
static inline NpsHist *
writable_state(FunctionCallInfo fcinfo)
{
	NpsHist    *state = PG_GETARG_NPS_HIST_P(0);

	if (likely(nps_owns_state(fcinfo)))
		return state;
	return nps_hist_copy(state);
}

/*
 * The slow side of accumulate(), kept out of it so that the quick side needs no
 * stack: a call from SQL, where the state can come from anywhere and the sum of
 * the counts is looked at, too; or a count at the end of bigint.
 */
static pg_noinline Datum
accumulate_slowly(FunctionCallInfo fcinfo, int score)
{
	NpsHist    *state = nps_hist_copy(PG_GETARG_NPS_HIST_P(0));
	NpsHist		one = {.version = NPS_HIST_VERSION};

	one.count[score] = 1;
	nps_hist_add(state, &one);
	PG_RETURN_NPS_HIST_P(state);
}

/* One answer more. */
static inline Datum
accumulate(FunctionCallInfo fcinfo, int score)
{
	NpsHist    *state = PG_GETARG_NPS_HIST_P(0);

	if (unlikely(!nps_owns_state(fcinfo) || state->count[score] == PG_INT64_MAX))
		return accumulate_slowly(fcinfo, score);
	state->count[score]++;
	PG_RETURN_NPS_HIST_P(state);
}

/* The exact inverse: one answer leaves a window frame. */
static inline Datum
discard(FunctionCallInfo fcinfo, int score)
{
	NpsHist    *state = writable_state(fcinfo);

	if (unlikely(state->count[score] == 0))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_hist has no answer of score %d to take away", score)));
	state->count[score]--;
	PG_RETURN_NPS_HIST_P(state);
}

/* One pair of functions for each type a score may have. */
#define NPS_TRANSITION(type, get_score) \
PG_FUNCTION_INFO_V1(nps_hist_accum_##type); \
Datum \
nps_hist_accum_##type(PG_FUNCTION_ARGS) \
{ \
	return accumulate(fcinfo, get_score); \
} \
PG_FUNCTION_INFO_V1(nps_hist_discard_##type); \
Datum \
nps_hist_discard_##type(PG_FUNCTION_ARGS) \
{ \
	return discard(fcinfo, get_score); \
}

NPS_TRANSITION(int2, nps_score_from_int(PG_GETARG_INT16(1)))
NPS_TRANSITION(int4, nps_score_from_int(PG_GETARG_INT32(1)))
NPS_TRANSITION(int8, nps_score_from_int(PG_GETARG_INT64(1)))
NPS_TRANSITION(numeric, nps_score_from_numeric(PG_GETARG_NUMERIC(1)))
NPS_TRANSITION(float8, nps_score_from_float8(PG_GETARG_FLOAT8(1)))

/* Combine function of all score aggregates and transition of nps_rollup(). */
PG_FUNCTION_INFO_V1(nps_hist_merge);
Datum
nps_hist_merge(PG_FUNCTION_ARGS)
{
	NpsHist    *state = writable_state(fcinfo);

	nps_hist_add(state, PG_GETARG_NPS_HIST_P(1));
	PG_RETURN_NPS_HIST_P(state);
}

/* Inverse transition of nps_rollup(). */
PG_FUNCTION_INFO_V1(nps_hist_unmerge);
Datum
nps_hist_unmerge(PG_FUNCTION_ARGS)
{
	NpsHist    *state = writable_state(fcinfo);

	nps_hist_subtract(state, PG_GETARG_NPS_HIST_P(1));
	PG_RETURN_NPS_HIST_P(state);
}
