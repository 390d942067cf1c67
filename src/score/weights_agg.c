/*
 * weights_agg.c
 *		Transition and combine functions of the weighted aggregates.
 *
 * All of them share this one state and differ in their final function only.
 * There is no inverse transition: taking a weight out again would leave rounding
 * behind where a weight of another size has pushed out its last digits.
 *
 * These functions are strict, so rows without a score or a weight never get
 * here.  Anyone may call them from SQL: outside an aggregate they work on a
 * copy.
 */
#include "postgres.h"

#include <math.h>

#include "common/int.h"
#include "fmgr.h"

#include "compat.h"
#include "score/infer.h"
#include "score/weights.h"

/* The state to change: in place inside an aggregate, a copy elsewhere. */
static inline NpsWeightSums *
writable_state(FunctionCallInfo fcinfo)
{
	NpsWeightSums *state = PG_GETARG_NPS_WEIGHTS_P(0);

	if (likely(AggCheckCallContext(fcinfo, NULL)))
		return state;
	return nps_weight_sums_copy(state);
}

/* Refuse what is no weight. */
static inline void
require_weight(double weight)
{
	if (unlikely(!(weight > 0 && isfinite(weight))))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("weight %s is not a finite number of zero or more", nps_double_text(weight)),
				 errhint("Leave such rows out with FILTER (WHERE weight >= 0 AND weight < 'Infinity'), or correct them.")));
}

/* One answer more, of a weight above zero. */
static inline Datum
accumulate(FunctionCallInfo fcinfo, int score, double weight)
{
	NpsWeightSums *state = writable_state(fcinfo);
	NpsCategory category = nps_category_of(score);

	if (unlikely(pg_add_s64_overflow(state->n, 1, &state->n)))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_weights holds more answers than a bigint can count")));
	state->w[category] = nps_dd_add_double(state->w[category], weight);
	state->w2[category] = nps_dd_add_double(state->w2[category], nps_square(weight));
	if (unlikely(!isfinite(state->w2[NPS_DETRACTORS].hi + state->w2[NPS_PASSIVES].hi + state->w2[NPS_PROMOTERS].hi)))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("with weight %s the sum of the squared weights is beyond double precision", nps_double_text(weight)),
				 errhint("Weights only count relative to each other: divide all by the same number.")));
	PG_RETURN_POINTER(state);
}

/* A function for each type that a score may have; a row of weight 0 is no answer. */
#define NPS_WEIGHTED_TRANSITION(type, get_score) \
PG_FUNCTION_INFO_V1(nps_weights_accum_##type); \
Datum \
nps_weights_accum_##type(PG_FUNCTION_ARGS) \
{ \
	double		weight = PG_GETARG_FLOAT8(2); \
	\
	if (weight == 0) \
		PG_RETURN_DATUM(PG_GETARG_DATUM(0)); \
	require_weight(weight); \
	return accumulate(fcinfo, get_score, weight); \
}

NPS_WEIGHTED_TRANSITION(int2, nps_score_from_int(PG_GETARG_INT16(1)))
NPS_WEIGHTED_TRANSITION(int4, nps_score_from_int(PG_GETARG_INT32(1)))
NPS_WEIGHTED_TRANSITION(int8, nps_score_from_int(PG_GETARG_INT64(1)))
NPS_WEIGHTED_TRANSITION(numeric, nps_score_from_numeric(PG_GETARG_NUMERIC(1)))
NPS_WEIGHTED_TRANSITION(float8, nps_score_from_float8(PG_GETARG_FLOAT8(1)))

/* Combine function of the weighted aggregates and transition of nps_rollup(). */
PG_FUNCTION_INFO_V1(nps_weights_combine);
Datum
nps_weights_combine(PG_FUNCTION_ARGS)
{
	NpsWeightSums *state = writable_state(fcinfo);

	nps_weight_sums_merge(state, PG_GETARG_NPS_WEIGHTS_P(1));
	PG_RETURN_POINTER(state);
}
