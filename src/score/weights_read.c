/*
 * weights_read.c
 *		What a state of weighted scores says: the score, its error, interval and
 *		test, on a stored state and as final functions.
 *
 * Intervals and tests take effective counts, n_eff x shares; n_eff is the smaller
 * of Kish's and the linearised number (nps_weights_summary()).
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "utils/fmgrprotos.h"

#include "compat.h"
#include "score/infer.h"
#include "score/ratio.h"
#include "score/weights.h"
#include "stats/weights.h"

/* Whole numbers up to here are exact as double. */
#define WHOLE_LIMIT		9007199254740992.0	/* 2^53 */

static bool
is_whole(NpsDd sum)
{
	return sum.lo == 0 && sum.hi < WHOLE_LIMIT / NPS_CATEGORIES && sum.hi == floor(sum.hi);
}

/*
 * The score.  Whole sums of weights are divided exactly, as counts are, so that
 * weights that are all 1 give what nps(score) gives, to the last digit.
 */
static Datum
score(const NpsWeightSums *sums)
{
	const NpsDd *w = sums->w;
	NpsDd		balance;
	NpsDd		all;
	Datum		result;

	if (is_whole(w[NPS_DETRACTORS]) && is_whole(w[NPS_PASSIVES]) && is_whole(w[NPS_PROMOTERS]))
		return NumericGetDatum(nps_percentage((int64) w[NPS_PROMOTERS].hi - (int64) w[NPS_DETRACTORS].hi,
											  (int64) (w[NPS_DETRACTORS].hi + w[NPS_PASSIVES].hi + w[NPS_PROMOTERS].hi)));
	balance = nps_dd_add(w[NPS_PROMOTERS], nps_dd_negate(w[NPS_DETRACTORS]));
	all = nps_dd_add(nps_dd_add(w[NPS_PROMOTERS], w[NPS_PASSIVES]), w[NPS_DETRACTORS]);
	(void) nps_numeric_or_null(100 * (balance.hi / all.hi), &result);
	return result;
}

/* The state as the pure code has it; ERROR 22003 where the squares are lost. */
static NpsWeightedState
state_of(const NpsWeightSums *sums)
{
	NpsWeightedState state = {.n = sums->n};
	double		w2 = 0;
	int			i;

	for (i = 0; i < NPS_CATEGORIES; i++)
	{
		state.w[i] = sums->w[i].hi;
		state.w2[i] = sums->w2[i].hi;
		w2 += state.w2[i];
	}
	if (sums->n > 0 && w2 < NPS_SQUARES_LOST)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the weights are too small for double precision to hold their squares"),
				 errhint("Weights only count relative to each other: multiply all by the same number.")));
	return state;
}

/* nps_score(weights), and the final function of nps(score, weight). */
PG_FUNCTION_INFO_V1(nps_weights_score);
Datum
nps_weights_score(PG_FUNCTION_ARGS)
{
	NpsWeightSums *sums = PG_GETARG_NPS_WEIGHTS_P(0);

	if (sums->n == 0)
		PG_RETURN_NULL();
	return score(sums);
}

/* nps_count(weights): answers with a weight above 0. */
PG_FUNCTION_INFO_V1(nps_weights_count);
Datum
nps_weights_count(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(PG_GETARG_NPS_WEIGHTS_P(0)->n);
}

/* nps_weighted(weights, level, method), and the final function of nps_weighted(score, weight). */
PG_FUNCTION_INFO_V1(nps_weights_stats);
Datum
nps_weights_stats(PG_FUNCTION_ARGS)
{
	NpsWeightSums *sums = PG_GETARG_NPS_WEIGHTS_P(0);
	double		level = PG_NARGS() > 1 ? PG_GETARG_FLOAT8(1) : 0.95;
	NpsIntervalMethod method = PG_NARGS() > 2 ? nps_require_method(PG_GETARG_TEXT_PP(2)) : NPS_CI_SCORE;
	NpsWeightedState state;
	NpsWeightedSummary summary;
	NpsTrinomial effective;
	Datum		values[8];
	bool		nulls[8] = {false};
	double		low,
				high;

	nps_require_level(level);
	if (sums->n == 0)
		PG_RETURN_NULL();
	state = state_of(sums);
	nps_weights_summary(&state, &summary);
	effective = nps_weights_trinomial(&state, NAN);
	nps_ci(&effective, level, method, &low, &high);

	values[0] = Int64GetDatum(sums->n);
	nulls[1] = !nps_float8_or_null(summary.sum_w, &values[1]);
	nulls[2] = !nps_float8_or_null(summary.n_eff, &values[2]);
	nulls[3] = !nps_float8_or_null(summary.deff, &values[3]);
	values[4] = score(sums);
	nulls[5] = !nps_numeric_or_null(summary.se, &values[5]);
	nulls[6] = !nps_numeric_or_null(low, &values[6]);
	nulls[7] = !nps_numeric_or_null(high, &values[7]);
	return nps_row(fcinfo, values, nulls, lengthof(values));
}

/*
 * The interval of the arguments (weights, level, method, population), of which
 * the last may be NULL; false for NULL.
 */
static bool
interval_of_arguments(FunctionCallInfo fcinfo, double *low, double *high)
{
	NpsWeightSums *sums;
	NpsIntervalMethod method;
	NpsWeightedState state;
	NpsTrinomial effective;
	double		level,
				population = NAN;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return false;
	sums = PG_GETARG_NPS_WEIGHTS_P(0);
	level = PG_GETARG_FLOAT8(1);
	method = nps_require_method(PG_GETARG_TEXT_PP(2));
	nps_require_level(level);
	if (!PG_ARGISNULL(3))
	{
		nps_require_population(sums->n, PG_GETARG_INT64(3));
		population = PG_GETARG_INT64(3);
	}
	if (sums->n == 0)
		return false;
	state = state_of(sums);
	effective = nps_weights_trinomial(&state, population);
	nps_ci_finite(&effective, nps_weights_trinomial(&state, NAN).n, level, method, low, high);
	return true;
}

/* nps_interval(weights, level, method, population): (low, high) in points. */
PG_FUNCTION_INFO_V1(nps_weights_interval);
Datum
nps_weights_interval(PG_FUNCTION_ARGS)
{
	double		low,
				high;
	Datum		values[2];
	bool		nulls[2] = {false};

	if (!interval_of_arguments(fcinfo, &low, &high))
		PG_RETURN_NULL();
	nulls[0] = !nps_numeric_or_null(low, &values[0]);
	nulls[1] = !nps_numeric_or_null(high, &values[1]);
	return nps_row(fcinfo, values, nulls, lengthof(values));
}

/* nps_margin(weights, level, method, population): half the width of the interval. */
PG_FUNCTION_INFO_V1(nps_weights_margin);
Datum
nps_weights_margin(PG_FUNCTION_ARGS)
{
	double		low,
				high;
	Datum		margin;

	if (!interval_of_arguments(fcinfo, &low, &high) || !nps_numeric_or_null((high - low) / 2, &margin))
		PG_RETURN_NULL();
	return margin;
}

/* nps_test(weights, null_value): score test against a value in points. */
PG_FUNCTION_INFO_V1(nps_weights_test_one);
Datum
nps_weights_test_one(PG_FUNCTION_ARGS)
{
	NpsWeightSums *sums = PG_GETARG_NPS_WEIGHTS_P(0);
	double		null_value = PG_GETARG_FLOAT8(1);
	NpsWeightedState state;
	NpsTrinomial effective;
	NpsNullTest test;
	Datum		values[3] = {0};
	bool		nulls[3] = {true, true, true};

	nps_require_score(null_value);
	if (sums->n > 0)
	{
		state = state_of(sums);
		effective = nps_weights_trinomial(&state, NAN);
		nps_test_null(&effective, null_value, &test);
		values[0] = score(sums);
		nulls[0] = false;
		nulls[1] = !nps_float8_or_null(test.z, &values[1]);
		nulls[2] = !nps_float8_or_null(test.p_value, &values[2]);
	}
	return nps_row(fcinfo, values, nulls, lengthof(values));
}

/* nps_test(weights1, weights2, level, method): delta = first - second. */
PG_FUNCTION_INFO_V1(nps_weights_test);
Datum
nps_weights_test(PG_FUNCTION_ARGS)
{
	NpsWeightSums *first = PG_GETARG_NPS_WEIGHTS_P(0);
	NpsWeightSums *second = PG_GETARG_NPS_WEIGHTS_P(1);
	double		level = PG_GETARG_FLOAT8(2);
	NpsIntervalMethod method = nps_require_test_method(PG_GETARG_TEXT_PP(3));
	NpsWeightedState state1;
	NpsWeightedState state2;
	NpsTrinomial effective1;
	NpsTrinomial effective2;
	NpsDifference result;
	Datum		values[6];
	bool		nulls[6] = {false};

	nps_require_level(level);
	if (first->n == 0 || second->n == 0)
		PG_RETURN_NULL();
	state1 = state_of(first);
	state2 = state_of(second);
	effective1 = nps_weights_trinomial(&state1, NAN);
	effective2 = nps_weights_trinomial(&state2, NAN);
	nps_test_difference(&effective1, &effective2, level, method, &result);

	nulls[0] = !nps_numeric_or_null(result.delta, &values[0]);
	nulls[1] = !nps_numeric_or_null(result.se, &values[1]);
	nulls[2] = !nps_float8_or_null(result.z, &values[2]);
	nulls[3] = !nps_float8_or_null(result.p_value, &values[3]);
	nulls[4] = !nps_numeric_or_null(result.low, &values[4]);
	nulls[5] = !nps_numeric_or_null(result.high, &values[5]);
	if (!nulls[0])				/* the difference of the scores as they are printed */
		values[0] = DirectFunctionCall1(numeric_trim_scale, DirectFunctionCall2(numeric_sub, score(first), score(second)));
	return nps_row(fcinfo, values, nulls, lengthof(values));
}
