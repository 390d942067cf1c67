/*
 * plan_sql.c
 *		Planning a survey in SQL: how many answers, what power, what difference
 *		can be found.
 */
#include "postgres.h"

#include "fmgr.h"

#include "compat.h"
#include "score/infer.h"
#include "stats/plan.h"

/* Refuse an argument outside its range; NaN is outside. */
static void
require(bool good, const char *name, double value, const char *range)
{
	if (!good)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is %s", name, nps_double_text(value)),
				 errhint("Give %s.", range)));
}

static void
require_variance(const char *name, double variance)
{
	require(variance >= 0 && variance <= 1, name, variance,
			"a variance from 0 to 1, as nps_variance() does; 1 is the worst case");
}

static void
require_power(double power)
{
	require(power > 0 && power < 1, "power", power, "a probability between 0 and 1, for example 0.8");
}

static void
require_answers(const char *name, int64 n)
{
	require(n >= 1, name, (double) n, "a number of answers, 1 or more");
}

/* A whole number of answers; ERROR 22003 if it does not fit in a bigint. */
static Datum
answers(double n)
{
	if (!(n < 9.2e18))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("more answers are needed than a bigint can count"),
				 errhint("Ask for less: a wider margin, a larger difference, or a lower level or power.")));
	return Int64GetDatum((int64) n);
}

/* nps_sample_size(margin, level, variance, population) */
PG_FUNCTION_INFO_V1(nps_sample_size);
Datum
nps_sample_size(PG_FUNCTION_ARGS)
{
	double		margin,
				population = NAN;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	margin = PG_GETARG_FLOAT8(0);
	require(margin > 0 && margin <= 100, "margin", margin, "a margin of error in points, above 0, up to 100");
	nps_require_level(PG_GETARG_FLOAT8(1));
	require_variance("variance", PG_GETARG_FLOAT8(2));
	if (!PG_ARGISNULL(3))
	{
		require_answers("population", PG_GETARG_INT64(3));
		population = (double) PG_GETARG_INT64(3);
	}
	return answers(nps_plan_margin_n(margin, PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2), population, 0));
}

/* nps_sample_size_difference(delta, power, level, variance1, variance2) */
PG_FUNCTION_INFO_V1(nps_sample_size_difference);
Datum
nps_sample_size_difference(PG_FUNCTION_ARGS)
{
	double		delta = PG_GETARG_FLOAT8(0);

	require(delta != 0 && fabs(delta) <= 200, "delta", delta, "a difference in points, not 0, up to 200");
	require_power(PG_GETARG_FLOAT8(1));
	nps_require_level(PG_GETARG_FLOAT8(2));
	require_variance("variance1", PG_GETARG_FLOAT8(3));
	require_variance("variance2", PG_GETARG_FLOAT8(4));
	return answers(nps_plan_difference_n(fabs(delta), PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2),
										 PG_GETARG_FLOAT8(3), PG_GETARG_FLOAT8(4), 0));
}

/* nps_power(delta, n1, n2, level, variance1, variance2) */
PG_FUNCTION_INFO_V1(nps_power);
Datum
nps_power(PG_FUNCTION_ARGS)
{
	double		delta = PG_GETARG_FLOAT8(0);
	Datum		power;

	require(fabs(delta) <= 200, "delta", delta, "a difference in points, up to 200");
	require_answers("n1", PG_GETARG_INT64(1));
	require_answers("n2", PG_GETARG_INT64(2));
	nps_require_level(PG_GETARG_FLOAT8(3));
	require_variance("variance1", PG_GETARG_FLOAT8(4));
	require_variance("variance2", PG_GETARG_FLOAT8(5));
	if (!nps_float8_or_null(nps_plan_power(fabs(delta), (double) PG_GETARG_INT64(1), (double) PG_GETARG_INT64(2),
										   PG_GETARG_FLOAT8(3), PG_GETARG_FLOAT8(4), PG_GETARG_FLOAT8(5)), &power))
		PG_RETURN_NULL();
	return power;
}

/* nps_detectable_difference(n1, n2, power, level, variance1, variance2) */
PG_FUNCTION_INFO_V1(nps_detectable_difference);
Datum
nps_detectable_difference(PG_FUNCTION_ARGS)
{
	Datum		delta;

	require_answers("n1", PG_GETARG_INT64(0));
	require_answers("n2", PG_GETARG_INT64(1));
	require_power(PG_GETARG_FLOAT8(2));
	nps_require_level(PG_GETARG_FLOAT8(3));
	require_variance("variance1", PG_GETARG_FLOAT8(4));
	require_variance("variance2", PG_GETARG_FLOAT8(5));
	if (!nps_numeric_or_null(nps_plan_detectable((double) PG_GETARG_INT64(0), (double) PG_GETARG_INT64(1),
												 PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3),
												 PG_GETARG_FLOAT8(4), PG_GETARG_FLOAT8(5)), &delta))
		PG_RETURN_NULL();
	return delta;
}
