/*
 * waves_agg.c
 *		Transition, inverse and combine functions of the aggregates over waves.
 *
 * The state grows by doubling: a larger one is a new value, which the executor
 * copies into the aggregate's memory, letting go of the old one; all else is
 * changed in place.  A state may arrive packed, from a worker or from a table:
 * then its unpacked copy is ours.
 *
 * These functions are strict, so rows without a score or a time never get here.
 * Anyone may call them from SQL: outside an aggregate they work on a copy.
 */
#include "postgres.h"

#include <math.h>

#include "common/int.h"
#include "fmgr.h"

#include "compat.h"
#include "score/infer.h"
#include "score/waves.h"

#define FIRST_ROOM		8

/* The state to change: in place inside an aggregate, a copy elsewhere. */
static inline NpsWaves *
writable_state(FunctionCallInfo fcinfo)
{
	Datum		datum = PG_GETARG_DATUM(0);
	NpsWaves   *state = nps_waves_from_datum(datum);

	if (likely(AggCheckCallContext(fcinfo, NULL)) || (Pointer) state != DatumGetPointer(datum))
		return state;
	return nps_waves_copy(state, 0);
}

/* Refuse what is no time; -0 is 0. */
static inline double
require_t(double t)
{
	if (unlikely(!isfinite(t)))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("t %s is not a finite number", nps_double_text(t)),
				 errhint("Leave such rows out with FILTER (WHERE t > '-Infinity' AND t < 'Infinity'), or correct them.")));
	return t + 0.0;
}

/* Room for a state that has become too small for its waves. */
static inline int
more_room(const NpsWaves *state)
{
	return Min(Max(2 * state->used, FIRST_ROOM), NPS_WAVES_MAX);
}

/* One answer more. */
static inline Datum
accumulate(FunctionCallInfo fcinfo, int score, double t)
{
	NpsWaves   *state = writable_state(fcinfo);
	int64	   *count;
	int			at;
	int64		total;

	t = require_t(t);
	if (unlikely(!nps_waves_find(state, t, &at)))
	{
		if (state->used >= NPS_WAVES_MAX)
			nps_too_many_waves();
		if (state->used == nps_waves_room(state))
			state = nps_waves_copy(state, more_room(state));
		memmove(&state->wave[at + 1], &state->wave[at], (state->used - at) * sizeof(NpsWave));
		memset(&state->wave[at], 0, sizeof(NpsWave));
		state->wave[at].t = t;
		state->used++;
	}

	count = &state->wave[at].count[nps_category_of(score)];
	if (unlikely(pg_add_s64_overflow(*count, 1, count) ||
				 (!AggCheckCallContext(fcinfo, NULL) && !nps_waves_sum(state, &total))))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_waves holds more answers than a bigint can count")));
	PG_RETURN_POINTER(state);
}

/* The exact inverse: one answer leaves a window frame. */
static inline Datum
discard(FunctionCallInfo fcinfo, int score, double t)
{
	NpsWaves   *state = writable_state(fcinfo);
	NpsCategory category = nps_category_of(score);
	int			at;

	t = require_t(t);
	if (unlikely(!nps_waves_find(state, t, &at) || state->wave[at].count[category] == 0))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_waves has no answer of score %d at t = %s to take away", score, nps_double_text(t))));
	state->wave[at].count[category]--;
	if (nps_wave_answers(&state->wave[at]) == 0)
	{
		state->used--;
		memmove(&state->wave[at], &state->wave[at + 1], (state->used - at) * sizeof(NpsWave));
	}
	PG_RETURN_POINTER(state);
}

/* A pair of functions for each type that a score may have. */
#define NPS_WAVE_TRANSITION(type, get_score) \
PG_FUNCTION_INFO_V1(nps_waves_accum_##type); \
Datum \
nps_waves_accum_##type(PG_FUNCTION_ARGS) \
{ \
	return accumulate(fcinfo, get_score, PG_GETARG_FLOAT8(2)); \
} \
PG_FUNCTION_INFO_V1(nps_waves_discard_##type); \
Datum \
nps_waves_discard_##type(PG_FUNCTION_ARGS) \
{ \
	return discard(fcinfo, get_score, PG_GETARG_FLOAT8(2)); \
}

NPS_WAVE_TRANSITION(int2, nps_score_from_int(PG_GETARG_INT16(1)))
NPS_WAVE_TRANSITION(int4, nps_score_from_int(PG_GETARG_INT32(1)))
NPS_WAVE_TRANSITION(int8, nps_score_from_int(PG_GETARG_INT64(1)))
NPS_WAVE_TRANSITION(numeric, nps_score_from_numeric(PG_GETARG_NUMERIC(1)))
NPS_WAVE_TRANSITION(float8, nps_score_from_float8(PG_GETARG_FLOAT8(1)))

/*
 * Combine function of these aggregates and transition of nps_rollup().  Inside
 * an aggregate the answers of all waves are counted once, at the end.
 */
PG_FUNCTION_INFO_V1(nps_waves_merge);
Datum
nps_waves_merge(PG_FUNCTION_ARGS)
{
	NpsWaves   *state = writable_state(fcinfo);
	bool		aggregate = AggCheckCallContext(fcinfo, NULL) != 0;

	state = nps_waves_add(state, nps_waves_from_datum(PG_GETARG_DATUM(1)), aggregate ? more_room(state) : 0);
	if (!aggregate)
		nps_waves_require_countable(state);
	PG_RETURN_POINTER(state);
}

/* Inverse transition of nps_rollup(). */
PG_FUNCTION_INFO_V1(nps_waves_unmerge);
Datum
nps_waves_unmerge(PG_FUNCTION_ARGS)
{
	NpsWaves   *state = writable_state(fcinfo);

	nps_waves_subtract(state, nps_waves_from_datum(PG_GETARG_DATUM(1)));
	PG_RETURN_POINTER(state);
}

/* Final function of nps_waves() and nps_rollup(): the state, if it can be counted, without its spare room. */
PG_FUNCTION_INFO_V1(nps_waves_compact);
Datum
nps_waves_compact(PG_FUNCTION_ARGS)
{
	NpsWaves   *waves = nps_waves_from_datum(PG_GETARG_DATUM(0));

	nps_waves_require_countable(waves);
	PG_RETURN_POINTER(nps_waves_copy(waves, 0));
}
