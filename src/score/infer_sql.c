/*
 * infer_sql.c
 *		Inference on histograms in SQL: intervals, tests, planning.
 *
 * The formulas are in src/stats/; here arguments are checked and results turned
 * into SQL values.  A value that cannot be known is NULL, never NaN.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/fmgrprotos.h"

#include "compat.h"
#include "score/infer.h"
#include "score/nps_hist.h"
#include "score/ratio.h"
#include "stats/interval.h"
#include "stats/plan.h"
#include "stats/tests.h"
#include "stats/trinomial.h"

/* A finite population counts for n effective answers; ERROR 22023 if n is more. */
static NpsTrinomial
in_population(const NpsTrinomial *t, int64 answers, int64 population)
{
	nps_require_population(answers, population);
	return nps_trinomial_finite(t, (double) answers, (double) population);
}

/* The interval of the arguments (hist, level, method, population); false for NULL. */
static bool
interval_of_arguments(FunctionCallInfo fcinfo, double *low, double *high)
{
	NpsTrinomial t;
	NpsIntervalMethod method;
	double		level;
	double		n;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return false;
	level = PG_GETARG_FLOAT8(1);
	nps_require_level(level);
	method = nps_require_method(PG_GETARG_TEXT_PP(2));
	t = nps_hist_trinomial(PG_GETARG_NPS_HIST_P(0));
	n = t.n;
	if (!PG_ARGISNULL(3))
		t = in_population(&t, nps_hist_total(PG_GETARG_NPS_HIST_P(0)), PG_GETARG_INT64(3));
	nps_ci_finite(&t, n, level, method, low, high);
	return isfinite(*low) && isfinite(*high);
}

static Datum
interval_row(FunctionCallInfo fcinfo, double low, double high)
{
	Datum		values[2];
	bool		nulls[2];

	nulls[0] = !nps_numeric_or_null(low, &values[0]);
	nulls[1] = !nps_numeric_or_null(high, &values[1]);
	return nps_row(fcinfo, values, nulls, 2);
}

/* nps_interval(hist, level, method, population): (low, high) in points. */
PG_FUNCTION_INFO_V1(nps_interval_hist);
Datum
nps_interval_hist(PG_FUNCTION_ARGS)
{
	double		low,
				high;

	if (!interval_of_arguments(fcinfo, &low, &high))
		PG_RETURN_NULL();
	return interval_row(fcinfo, low, high);
}

/* Final function of nps_interval(score): 95 %, score method. */
PG_FUNCTION_INFO_V1(nps_interval_final);
Datum
nps_interval_final(PG_FUNCTION_ARGS)
{
	NpsTrinomial t = nps_hist_trinomial(PG_GETARG_NPS_HIST_P(0));
	double		low,
				high;

	nps_ci(&t, 0.95, NPS_CI_SCORE, &low, &high);
	if (!isfinite(low))
		PG_RETURN_NULL();
	return interval_row(fcinfo, low, high);
}

/* nps_margin(hist, level, method, population): half the width of the interval. */
PG_FUNCTION_INFO_V1(nps_margin);
Datum
nps_margin(PG_FUNCTION_ARGS)
{
	double		low,
				high;
	Datum		margin;

	if (!interval_of_arguments(fcinfo, &low, &high) ||
		!nps_numeric_or_null((high - low) / 2, &margin))
		PG_RETURN_NULL();
	return margin;
}

/* nps_standard_error(hist): 100 sqrt(variance / n), divisor n (Rocks 2016). */
PG_FUNCTION_INFO_V1(nps_standard_error);
Datum
nps_standard_error(PG_FUNCTION_ARGS)
{
	NpsTrinomial t = nps_hist_trinomial(PG_GETARG_NPS_HIST_P(0));
	Datum		se;

	if (!nps_numeric_or_null(nps_trinomial_se(&t), &se))
		PG_RETURN_NULL();
	return se;
}

/* nps_stats(hist, level): one row with all of it; no answers: n = 0 and NULLs. */
PG_FUNCTION_INFO_V1(nps_stats);
Datum
nps_stats(PG_FUNCTION_ARGS)
{
	enum
	{
		N, PROMOTERS, PASSIVES, DETRACTORS, PROMOTER_SHARE, PASSIVE_SHARE, DETRACTOR_SHARE,
		SCORE, SE, LOW, HIGH, MEAN, COLUMNS
	};
	Datum		hist = PG_GETARG_DATUM(0);
	NpsCounts	counts = nps_hist_counts(PG_GETARG_NPS_HIST_P(0));
	NpsTrinomial t = nps_hist_trinomial(PG_GETARG_NPS_HIST_P(0));
	Datum		values[COLUMNS] = {0};
	bool		nulls[COLUMNS];
	double		low,
				high;

	nps_require_level(PG_GETARG_FLOAT8(1));
	memset(nulls, counts.n == 0, sizeof(nulls));
	values[N] = Int64GetDatum(counts.n);
	values[PROMOTERS] = Int64GetDatum(counts.promoters);
	values[PASSIVES] = Int64GetDatum(counts.passives);
	values[DETRACTORS] = Int64GetDatum(counts.detractors);
	memset(nulls, false, (DETRACTORS + 1) * sizeof(bool));
	if (counts.n > 0)
	{
		values[PROMOTER_SHARE] = NumericGetDatum(nps_percentage(counts.promoters, counts.n));
		values[PASSIVE_SHARE] = NumericGetDatum(nps_percentage(counts.passives, counts.n));
		values[DETRACTOR_SHARE] = NumericGetDatum(nps_percentage(counts.detractors, counts.n));
		values[SCORE] = DirectFunctionCall1(nps_score, hist);
		values[MEAN] = DirectFunctionCall1(nps_mean, hist);
		nps_ci(&t, PG_GETARG_FLOAT8(1), NPS_CI_SCORE, &low, &high);
		nulls[SE] = !nps_numeric_or_null(nps_trinomial_se(&t), &values[SE]);
		nulls[LOW] = !nps_numeric_or_null(low, &values[LOW]);
		nulls[HIGH] = !nps_numeric_or_null(high, &values[HIGH]);
	}
	return nps_row(fcinfo, values, nulls, COLUMNS);
}

/* nps_test(hist, null_value): score test against a value in points. */
PG_FUNCTION_INFO_V1(nps_test_one);
Datum
nps_test_one(PG_FUNCTION_ARGS)
{
	NpsTrinomial t = nps_hist_trinomial(PG_GETARG_NPS_HIST_P(0));
	double		null_value = PG_GETARG_FLOAT8(1);
	NpsNullTest test;
	Datum		values[3];
	bool		nulls[3];

	nps_require_score(null_value);
	nps_test_null(&t, null_value, &test);
	nulls[0] = !nps_numeric_or_null(test.estimate, &values[0]);
	nulls[1] = !nps_float8_or_null(test.z, &values[1]);
	nulls[2] = !nps_float8_or_null(test.p_value, &values[2]);
	if (!nulls[0])				/* exact, as nps_score() says it */
		values[0] = DirectFunctionCall1(nps_score, PG_GETARG_DATUM(0));
	return nps_row(fcinfo, values, nulls, 3);
}

/* nps_test(hist1, hist2, level, method): two independent groups, first minus second. */
PG_FUNCTION_INFO_V1(nps_test_two);
Datum
nps_test_two(PG_FUNCTION_ARGS)
{
	NpsTrinomial first = nps_hist_trinomial(PG_GETARG_NPS_HIST_P(0));
	NpsTrinomial second = nps_hist_trinomial(PG_GETARG_NPS_HIST_P(1));
	NpsIntervalMethod method = nps_require_test_method(PG_GETARG_TEXT_PP(3));
	NpsDifference d;
	Datum		values[6];
	bool		nulls[6];

	nps_require_level(PG_GETARG_FLOAT8(2));
	nps_test_difference(&first, &second, PG_GETARG_FLOAT8(2), method, &d);
	nulls[0] = !nps_numeric_or_null(d.delta, &values[0]);
	nulls[1] = !nps_numeric_or_null(d.se, &values[1]);
	nulls[2] = !nps_float8_or_null(d.z, &values[2]);
	nulls[3] = !nps_float8_or_null(d.p_value, &values[3]);
	nulls[4] = !nps_numeric_or_null(d.low, &values[4]);
	nulls[5] = !nps_numeric_or_null(d.high, &values[5]);
	if (!nulls[0])				/* exact: the difference of two nps_score() */
		values[0] = DirectFunctionCall1(numeric_trim_scale,
										DirectFunctionCall2(numeric_sub, DirectFunctionCall1(nps_score, PG_GETARG_DATUM(0)),
															DirectFunctionCall1(nps_score, PG_GETARG_DATUM(1))));
	return nps_row(fcinfo, values, nulls, 6);
}

/* nps_p_adjust(p, method): adjusted p-values, in the order given. */
PG_FUNCTION_INFO_V1(nps_p_adjust);
Datum
nps_p_adjust(PG_FUNCTION_ARGS)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(0);
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(1));
	NpsAdjustMethod method;
	Datum	   *elements;
	bool	   *nulls;
	double	   *p;
	int			n,
				i;

	if (!nps_adjust_method(name, &method))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there is no method \"%s\" to adjust p-values", name),
				 errhint("The methods are holm (the default), hochberg, bh, by and bonferroni.")));
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("p has %d dimensions, but 1 was expected", ARR_NDIM(array)),
				 errhint("Build the array with array_agg(p_value).")));
	deconstruct_array(array, FLOAT8OID, sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE,
					  &elements, &nulls, &n);
	if (n == 0)
		PG_RETURN_ARRAYTYPE_P(construct_empty_array(FLOAT8OID));

	p = palloc(sizeof(double) * n);
	for (i = 0; i < n; i++)
	{
		p[i] = nulls[i] ? NAN : DatumGetFloat8(elements[i]);
		if (!nulls[i] && !(p[i] >= 0 && p[i] <= 1))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("element %d of p is %s, which is no p-value", i + 1, nps_double_text(p[i])),
					 errhint("A p-value lies between 0 and 1, and is NULL where it is not known.")));
	}
	nps_adjust_p(p, n, method, palloc(sizeof(NpsRankedP) * n), p);
	for (i = 0; i < n; i++)
		nulls[i] = !nps_float8_or_null(p[i], &elements[i]);
	PG_RETURN_ARRAYTYPE_P(construct_md_array(elements, nulls, 1, &n, ARR_LBOUND(array), FLOAT8OID,
											 sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}
