/*
 * pairs_agg.c
 *		Transition, inverse and combine functions of the aggregates over two
 *		waves of the same people.
 *
 * The transition is not strict, as a NULL score says that a person is not in
 * that wave.  Anyone may call these functions from SQL: outside an aggregate
 * they work on a copy, and without a state they give NULL.
 */
#include "postgres.h"

#include "common/int.h"
#include "fmgr.h"

#include "compat.h"
#include "score/pairs.h"

/* The state to change: in place inside an aggregate, a copy elsewhere. */
static inline NpsPairCounts *
writable_state(FunctionCallInfo fcinfo)
{
	NpsPairCounts *state = PG_GETARG_NPS_PAIRS_P(0);

	if (likely(AggCheckCallContext(fcinfo, NULL)))
		return state;
	return nps_pair_counts_copy(state);
}

/*
 * One person more.  As with nps_hist, the sum of the counts is looked at only
 * where the state can come from anywhere.
 */
static inline Datum
accumulate(FunctionCallInfo fcinfo, int first, int second)
{
	NpsPairCounts *state = PG_GETARG_NPS_PAIRS_P(0);

	if (first == NPS_NO_ANSWER && second == NPS_NO_ANSWER)
		PG_RETURN_POINTER(state);
	if (unlikely(!AggCheckCallContext(fcinfo, NULL)))
	{
		NpsPairCounts one = {.version = NPS_PAIRS_VERSION};

		one.count[first][second] = 1;
		state = nps_pair_counts_copy(state);
		nps_pair_counts_add(state, &one);
	}
	else if (unlikely(pg_add_s64_overflow(state->count[first][second], 1, &state->count[first][second])))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_pairs holds more people than a bigint can count")));
	PG_RETURN_POINTER(state);
}

/* The exact inverse: one person leaves a window frame. */
static inline Datum
discard(FunctionCallInfo fcinfo, int first, int second)
{
	NpsPairCounts *state;

	if (first == NPS_NO_ANSWER && second == NPS_NO_ANSWER)
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	state = writable_state(fcinfo);
	if (unlikely(state->count[first][second] == 0))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_pairs has no such person to take away")));
	state->count[first][second]--;
	PG_RETURN_POINTER(state);
}

#define CATEGORY_OR_NONE(arg, get_score) \
	(PG_ARGISNULL(arg) ? (int) NPS_NO_ANSWER : (int) nps_category_of(get_score))

/* A pair of functions for each type that scores may have. */
#define NPS_PAIR_TRANSITION(type, get_first, get_second) \
PG_FUNCTION_INFO_V1(nps_pairs_accum_##type); \
Datum \
nps_pairs_accum_##type(PG_FUNCTION_ARGS) \
{ \
	if (PG_ARGISNULL(0)) \
		PG_RETURN_NULL(); \
	return accumulate(fcinfo, CATEGORY_OR_NONE(1, get_first), CATEGORY_OR_NONE(2, get_second)); \
} \
PG_FUNCTION_INFO_V1(nps_pairs_discard_##type); \
Datum \
nps_pairs_discard_##type(PG_FUNCTION_ARGS) \
{ \
	if (PG_ARGISNULL(0)) \
		PG_RETURN_NULL(); \
	return discard(fcinfo, CATEGORY_OR_NONE(1, get_first), CATEGORY_OR_NONE(2, get_second)); \
}

NPS_PAIR_TRANSITION(int2, nps_score_from_int(PG_GETARG_INT16(1)), nps_score_from_int(PG_GETARG_INT16(2)))
NPS_PAIR_TRANSITION(int4, nps_score_from_int(PG_GETARG_INT32(1)), nps_score_from_int(PG_GETARG_INT32(2)))
NPS_PAIR_TRANSITION(int8, nps_score_from_int(PG_GETARG_INT64(1)), nps_score_from_int(PG_GETARG_INT64(2)))
NPS_PAIR_TRANSITION(numeric, nps_score_from_numeric(PG_GETARG_NUMERIC(1)), nps_score_from_numeric(PG_GETARG_NUMERIC(2)))
NPS_PAIR_TRANSITION(float8, nps_score_from_float8(PG_GETARG_FLOAT8(1)), nps_score_from_float8(PG_GETARG_FLOAT8(2)))

/* Combine function of these aggregates and transition of nps_rollup(). */
PG_FUNCTION_INFO_V1(nps_pairs_merge);
Datum
nps_pairs_merge(PG_FUNCTION_ARGS)
{
	NpsPairCounts *state = writable_state(fcinfo);

	nps_pair_counts_add(state, PG_GETARG_NPS_PAIRS_P(1));
	PG_RETURN_POINTER(state);
}

/* Inverse transition of nps_rollup(). */
PG_FUNCTION_INFO_V1(nps_pairs_unmerge);
Datum
nps_pairs_unmerge(PG_FUNCTION_ARGS)
{
	NpsPairCounts *state = writable_state(fcinfo);

	nps_pair_counts_subtract(state, PG_GETARG_NPS_PAIRS_P(1));
	PG_RETURN_POINTER(state);
}
