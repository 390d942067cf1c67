/*
 * strata_sql.c
 *		nps_stratified: one score from strata of known size, as an aggregate over
 *		rows (histogram, population) and as a function of arrays.
 *
 * The formulas are in src/stats/strata.c.  The state of the aggregate is
 * double precision[20], the sums of NpsStrataSums: a built-in type, as nothing
 * but this aggregate has a use for it.  Anyone may call these functions from SQL.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"

#include "compat.h"
#include "score/infer.h"
#include "score/nps_hist.h"
#include "stats/interval.h"
#include "stats/strata.h"

#define SUMS_LENGTH		20
#define SUMS_COUNTS		4		/* the first of them count something */
#define COUNT_LIMIT		9007199254740992.0	/* 2^53: whole numbers a double can hold */

StaticAssertDecl(sizeof(NpsStrataSums) == SUMS_LENGTH * sizeof(double), "the state is an array of doubles");

/* A stratum as it comes in; hist NULL is none. */
typedef struct Stratum
{
	const NpsHist *hist;
	bool		has_population;
	int64		population;
	bool		has_weight;
	double		weight;
} Stratum;

/* ------------------------------------------------------------- strata */

static void
require_countable(const NpsStrataSums *sums)
{
	if (sums->n > COUNT_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_stratified counts up to %.0f answers", COUNT_LIMIT)));
}

/* Refuse what has gone wrong with a weight; weight NULL: with their sum. */
static void
require_status(NpsStratumStatus status, const double *weight)
{
	if (status == NPS_STRATUM_INVALID)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("weight %s is not a finite number of zero or more", nps_double_text(*weight)),
				 errhint("The weight of a stratum is its size, or its share of all.")));
	if (status == NPS_STRATUM_RANGE)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 weight != NULL ?
				 errmsg("with weight %s the squared weights are beyond double precision", nps_double_text(*weight)) :
				 errmsg("the sum of the squared weights is beyond double precision"),
				 errhint("Weights only count relative to each other: multiply or divide all by the same number.")));
}

/*
 * Add a stratum.  Without a weight its population is its weight.  With neither
 * answers nor a weight, or with a weight of 0, it says nothing and is none.
 */
static void
add_stratum(NpsStrataSums *sums, const Stratum *s)
{
	int64		answers = s->hist != NULL ? nps_hist_total(s->hist) : 0;

	if (s->has_population)
		nps_require_population(answers, s->population);
	if (s->has_weight && (s->weight == 0 || !isfinite(s->weight) || s->weight < 0))
		require_status(s->weight == 0 ? NPS_STRATUM_OK : NPS_STRATUM_INVALID, &s->weight);
	else if (s->has_weight && answers > 0)
	{
		NpsTrinomial t = nps_hist_trinomial(s->hist);

		require_status(nps_strata_add(sums, &t, s->weight, s->has_population ? (double) s->population : NAN),
					   &s->weight);
	}
	else if (s->has_weight || answers > 0)
		nps_strata_add_incomplete(sums, answers);
	require_countable(sums);
}

/* nps_stratified_stats of the sums; NULL without answers. */
static Datum
estimate_row(FunctionCallInfo fcinfo, const NpsStrataSums *sums, double level, NpsIntervalMethod method)
{
	enum
	{
		STRATA, INCOMPLETE, N, N_EFF, NPS, SE, LOW, HIGH, COLUMNS
	};
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS] = {false};
	NpsStratified estimate;
	double		low,
				high;

	if (sums->n == 0)
		PG_RETURN_NULL();
	nps_strata_estimate(sums, &estimate);
	nps_ci_finite(&estimate.effective, sums->n, level, method, &low, &high);

	values[STRATA] = Int64GetDatum((int64) sums->strata);
	values[INCOMPLETE] = Int64GetDatum((int64) sums->incomplete);
	values[N] = Int64GetDatum((int64) sums->n);
	nulls[N_EFF] = !nps_float8_or_null(estimate.n_eff, &values[N_EFF]);
	nulls[NPS] = !nps_numeric_or_null(estimate.score, &values[NPS]);
	nulls[SE] = !nps_numeric_or_null(estimate.se, &values[SE]);
	nulls[LOW] = !nps_numeric_or_null(low, &values[LOW]);
	nulls[HIGH] = !nps_numeric_or_null(high, &values[HIGH]);
	return nps_row(fcinfo, values, nulls, COLUMNS);
}

/* ---------------------------------------------------------- the aggregate */

/* Whether these can be sums over strata, so that all that is made of them is safe. */
static bool
sums_valid(const NpsStrataSums *sums)
{
	const double *number = (const double *) sums;
	int			i;

	for (i = 0; i < SUMS_LENGTH; i++)
		if (!isfinite(number[i]))
			return false;
	for (i = 0; i < SUMS_COUNTS; i++)
		if (!(number[i] >= 0 && number[i] <= COUNT_LIMIT && number[i] == floor(number[i])))
			return false;
	for (i = SUMS_COUNTS; i < SUMS_LENGTH; i += 2)
		if (number[i] < 0)
			return false;
	return sums->incomplete <= sums->strata && sums->df <= sums->n;
}

/* The state in an array; ERROR 22023 if it is none. */
static ArrayType *
get_state(FunctionCallInfo fcinfo, int arg, NpsStrataSums **sums)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(arg);

	*sums = (NpsStrataSums *) ARR_DATA_PTR(array);
	if (ARR_NDIM(array) != 1 || ARR_DIMS(array)[0] != SUMS_LENGTH || ARR_HASNULL(array) ||
		ARR_ELEMTYPE(array) != FLOAT8OID || !sums_valid(*sums))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the array is no state of nps_stratified"),
				 errhint("Call the aggregate nps_stratified(hist, population), one row for each stratum.")));
	return array;
}

/* The state to change: in place inside an aggregate, a copy elsewhere. */
static ArrayType *
get_writable_state(FunctionCallInfo fcinfo, NpsStrataSums **sums)
{
	ArrayType  *array = get_state(fcinfo, 0, sums);

	if (AggCheckCallContext(fcinfo, NULL))
		return array;
	array = DatumGetArrayTypePCopy(PointerGetDatum(array));
	*sums = (NpsStrataSums *) ARR_DATA_PTR(array);
	return array;
}

/* Transition: (state, hist, population) and (state, hist, population, weight). */
PG_FUNCTION_INFO_V1(nps_strata_accum);
Datum
nps_strata_accum(PG_FUNCTION_ARGS)
{
	NpsStrataSums *sums;
	ArrayType  *array;
	Stratum		s = {0};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	array = get_writable_state(fcinfo, &sums);
	if (!PG_ARGISNULL(1))
		s.hist = PG_GETARG_NPS_HIST_P(1);
	s.has_population = !PG_ARGISNULL(2);
	if (s.has_population)
		s.population = PG_GETARG_INT64(2);
	s.has_weight = PG_NARGS() > 3 ? !PG_ARGISNULL(3) : s.has_population;
	if (s.has_weight)
		s.weight = PG_NARGS() > 3 ? PG_GETARG_FLOAT8(3) : (double) s.population;
	add_stratum(sums, &s);
	PG_RETURN_ARRAYTYPE_P(array);
}

PG_FUNCTION_INFO_V1(nps_strata_merge_sql);
Datum
nps_strata_merge_sql(PG_FUNCTION_ARGS)
{
	NpsStrataSums *sums;
	NpsStrataSums *other;
	ArrayType  *array = get_writable_state(fcinfo, &sums);

	(void) get_state(fcinfo, 1, &other);
	require_status(nps_strata_merge(sums, other), NULL);
	require_countable(sums);
	PG_RETURN_ARRAYTYPE_P(array);
}

PG_FUNCTION_INFO_V1(nps_strata_final);
Datum
nps_strata_final(PG_FUNCTION_ARGS)
{
	NpsStrataSums *sums;

	(void) get_state(fcinfo, 0, &sums);
	return estimate_row(fcinfo, sums, 0.95, NPS_CI_SCORE);
}

/* ------------------------------------------------------------- the arrays */

/* One column of the strata; elements NULL where the argument is. */
typedef struct Column
{
	Datum	   *values;
	bool	   *nulls;
	int			length;
} Column;

static Column
get_column(FunctionCallInfo fcinfo, int arg, const char *name, int length, bool number)
{
	Column		column = {.length = -1};
	ArrayType  *array;

	if (PG_ARGISNULL(arg))
		return column;
	array = PG_GETARG_ARRAYTYPE_P(arg);
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d dimensions, but 1 was expected", name, ARR_NDIM(array)),
				 errhint("Build the arrays with array_agg() over a row for each stratum.")));
	/* the SQL declarations let in no other types than these: nps_hist, bigint, double precision */
	deconstruct_array(array, ARR_ELEMTYPE(array), number ? 8 : sizeof(NpsHist), number && FLOAT8PASSBYVAL,
					  TYPALIGN_DOUBLE, &column.values, &column.nulls, &column.length);
	if (length >= 0 && column.length != length)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d elements, but hists has %d", name, column.length, length),
				 errhint("The arrays are columns of one query with a row for each stratum: build them with array_agg() side by side.")));
	return column;
}

static bool
has_element(const Column *column, int i)
{
	return column->length >= 0 && !column->nulls[i];
}

/* nps_stratified(hists, populations, weights, level, method) */
PG_FUNCTION_INFO_V1(nps_stratified_arrays);
Datum
nps_stratified_arrays(PG_FUNCTION_ARGS)
{
	NpsStrataSums sums = {0};
	NpsIntervalMethod method;
	Column		hists,
				populations,
				weights;
	double		level;
	int			i;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(3) || PG_ARGISNULL(4))
		PG_RETURN_NULL();
	level = PG_GETARG_FLOAT8(3);
	nps_require_level(level);
	method = nps_require_method(PG_GETARG_TEXT_PP(4));
	hists = get_column(fcinfo, 0, "hists", -1, false);
	populations = get_column(fcinfo, 1, "populations", hists.length, true);
	weights = get_column(fcinfo, 2, "weights", hists.length, true);
	for (i = 0; i < hists.length; i++)
	{
		Stratum		s = {.hist = has_element(&hists, i) ? DatumGetNpsHistP(hists.values[i]) : NULL};

		s.has_population = has_element(&populations, i);
		if (s.has_population)
			s.population = DatumGetInt64(populations.values[i]);
		s.has_weight = weights.length >= 0 ? has_element(&weights, i) : s.has_population;
		if (s.has_weight)
			s.weight = weights.length >= 0 ? DatumGetFloat8(weights.values[i]) : (double) s.population;
		add_stratum(&sums, &s);
	}
	return estimate_row(fcinfo, &sums, level, method);
}
