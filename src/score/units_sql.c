/*
 * units_sql.c
 *		Many units side by side in SQL: shrunken scores, ranks that allow for
 *		chance, each unit against the rest.
 *
 * Units come as parallel arrays, names and histograms, and leave as rows in the
 * same order.  A place in the arrays is what makes a unit: names are handed
 * through.  The formulas are in src/stats/; a value that cannot be known is
 * NULL, and so is all but n of a unit without answers.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/fmgrprotos.h"
#include "utils/tuplestore.h"

#include "compat.h"
#include "score/infer.h"
#include "score/nps_hist.h"
#include "stats/shrink.h"
#include "stats/tests.h"

#define RANK_LIMIT		2000	/* units: 2 million tests, seconds and 32 MB */

typedef struct Units
{
	int			k;
	Datum	   *names;
	bool	   *no_name;
	NpsHist   **hists;			/* empty where there is none */
	NpsTrinomial *answers;
	Datum	   *nps;			/* exact; 0 where answers[].n is 0 */
} Units;

/* A unit with its place in the arrays. */
typedef struct PlacedUnit
{
	NpsTrinomial answers;
	Datum		nps;
	int			at;
} PlacedUnit;

static ArrayType *
get_array(FunctionCallInfo fcinfo, int arg, const char *name)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(arg);

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d dimensions, but 1 was expected", name, ARR_NDIM(array)),
				 errhint("Build the arrays with array_agg() over a row for each unit.")));
	return array;
}

/* The units from the arguments unit_names and hists (0 and 1). */
static Units
get_units(FunctionCallInfo fcinfo)
{
	ArrayType  *names = get_array(fcinfo, 0, "unit_names");
	ArrayType  *array = get_array(fcinfo, 1, "hists");
	Units		units;
	Datum	   *hists;
	bool	   *no_hist;
	int			n,
				i;

	deconstruct_array(names, TEXTOID, -1, false, TYPALIGN_INT, &units.names, &units.no_name, &units.k);
	/* the only array type that the SQL declarations let in here is nps_hist[] */
	deconstruct_array(array, ARR_ELEMTYPE(array), sizeof(NpsHist), false, TYPALIGN_DOUBLE,
					  &hists, &no_hist, &n);
	if (n != units.k)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("hists has %d elements, but unit_names has %d", n, units.k),
				 errhint("The arrays are columns of one query with a row for each unit: build them with array_agg() side by side.")));

	units.hists = palloc(sizeof(NpsHist *) * Max(n, 1));
	units.answers = palloc(sizeof(NpsTrinomial) * Max(n, 1));
	units.nps = palloc0(sizeof(Datum) * Max(n, 1));
	for (i = 0; i < n; i++)
	{
		units.hists[i] = no_hist[i] ? nps_hist_make() : DatumGetNpsHistP(hists[i]);
		units.answers[i] = nps_hist_trinomial(units.hists[i]);
		if (units.answers[i].n > 0)
			units.nps[i] = DirectFunctionCall1(nps_score, PointerGetDatum(units.hists[i]));
	}
	return units;
}

/*
 * The first columns of the row of unit i: unit, n, nps.  The others are NULL
 * until they are set; false if they stay so, as there are no answers.
 */
static bool
begin_row(const Units *units, int i, Datum *values, bool *nulls, int columns)
{
	bool		answers = units->answers[i].n > 0;

	memset(values, 0, sizeof(Datum) * columns);
	memset(nulls, true, sizeof(bool) * columns);
	values[0] = units->names[i];
	nulls[0] = units->no_name[i];
	values[1] = Int64GetDatum(nps_hist_total(units->hists[i]));
	nulls[1] = false;
	values[2] = units->nps[i];
	nulls[2] = !answers;
	return answers;
}

static void
put_row(FunctionCallInfo fcinfo, Datum *values, bool *nulls)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
look_for_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

/* ------------------------------------------------------------- shrinkage */

static int
compare_answers(const void *a, const void *b)
{
	const NpsTrinomial *s = &((const PlacedUnit *) a)->answers;
	const NpsTrinomial *t = &((const PlacedUnit *) b)->answers;

	if (s->promoters != t->promoters)
		return s->promoters < t->promoters ? -1 : 1;
	if (s->passives != t->passives)
		return s->passives < t->passives ? -1 : 1;
	return (s->detractors > t->detractors) - (s->detractors < t->detractors);
}

/*
 * Shrink in an order of the answers themselves, so that sums are rounded alike
 * and the order of rows, which a parallel plan may change, changes no digit.
 */
static NpsShrunk *
shrink(const Units *units)
{
	PlacedUnit *placed = palloc(sizeof(PlacedUnit) * Max(units->k, 1));
	NpsTrinomial *answers = palloc(sizeof(NpsTrinomial) * Max(units->k, 1));
	NpsShrunk  *in_order = palloc(sizeof(NpsShrunk) * Max(units->k, 1));
	NpsShrunk  *result = palloc(sizeof(NpsShrunk) * Max(units->k, 1));
	NpsShrinkage common;
	int			i;

	for (i = 0; i < units->k; i++)
	{
		placed[i].answers = units->answers[i];
		placed[i].at = i;
	}
	qsort(placed, units->k, sizeof(PlacedUnit), compare_answers);
	for (i = 0; i < units->k; i++)
		answers[i] = placed[i].answers;
	nps_shrink(answers, units->k, &common, in_order);
	for (i = 0; i < units->k; i++)
		result[placed[i].at] = in_order[i];
	return result;
}

/* nps_shrink(unit_names, hists): Buehlmann-Straub, see shrink.c. */
PG_FUNCTION_INFO_V1(nps_units_shrink);
Datum
nps_units_shrink(PG_FUNCTION_ARGS)
{
	enum
	{
		UNIT, N, NPS, CREDIBILITY, SHRUNK, SHRUNK_SD, COLUMNS
	};
	Units		units;
	NpsShrunk  *shrunk;
	int			i;

	InitMaterializedSRF(fcinfo, 0);
	units = get_units(fcinfo);
	shrunk = shrink(&units);
	for (i = 0; i < units.k; i++)
	{
		Datum		values[COLUMNS];
		bool		nulls[COLUMNS];

		if (begin_row(&units, i, values, nulls, COLUMNS))
		{
			nulls[CREDIBILITY] = !nps_float8_or_null(shrunk[i].credibility, &values[CREDIBILITY]);
			nulls[SHRUNK] = !nps_numeric_or_null(shrunk[i].score, &values[SHRUNK]);
			nulls[SHRUNK_SD] = !nps_numeric_or_null(shrunk[i].sd, &values[SHRUNK_SD]);
		}
		put_row(fcinfo, values, nulls);
	}
	return (Datum) 0;
}

/* ----------------------------------------------------------------- ranks */

/* From the best score to the worst. */
static int
compare_scores(const void *a, const void *b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, ((const PlacedUnit *) b)->nps,
											 ((const PlacedUnit *) a)->nps));
}

/* Ranks by score, 1 is best; equal scores share the best of theirs. */
static int64 *
observed_ranks(const Units *units)
{
	PlacedUnit *placed = palloc(sizeof(PlacedUnit) * Max(units->k, 1));
	int64	   *ranks = palloc0(sizeof(int64) * Max(units->k, 1));
	int			n = 0,
				i;

	for (i = 0; i < units->k; i++)
		if (units->answers[i].n > 0)
		{
			placed[n].nps = units->nps[i];
			placed[n++].at = i;
		}
	qsort(placed, n, sizeof(PlacedUnit), compare_scores);
	for (i = 0; i < n; i++)
		ranks[placed[i].at] = i > 0 && compare_scores(&placed[i - 1], &placed[i]) == 0 ?
			ranks[placed[i - 1].at] : i + 1;
	return ranks;
}

/* nps_rank_interval(unit_names, hists, level): ranks that the data cannot rule out. */
PG_FUNCTION_INFO_V1(nps_units_rank);
Datum
nps_units_rank(PG_FUNCTION_ARGS)
{
	enum
	{
		UNIT, N, NPS, RANK, RANK_LOW, RANK_HIGH, COLUMNS
	};
	double		level = PG_GETARG_FLOAT8(2);
	Units		units;
	int64	   *observed;
	NpsRank    *ranks;
	NpsRankedP *workspace;
	int			i;

	nps_require_level(level);
	InitMaterializedSRF(fcinfo, 0);
	units = get_units(fcinfo);
	if (units.k > RANK_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("cannot rank %d units", units.k),
				 errdetail("Every pair of units is tested, so at most %d can be ranked at once.", RANK_LIMIT),
				 errhint("Rank larger units, or units within their group.  nps_shrink() and nps_against_rest() have no such limit.")));
	observed = observed_ranks(&units);
	ranks = palloc(sizeof(NpsRank) * Max(units.k, 1));
	workspace = palloc(sizeof(NpsRankedP) * nps_rank_workspace(units.k));
	nps_rank_intervals_watched(units.answers, units.k, level, workspace, ranks, look_for_interrupts);
	for (i = 0; i < units.k; i++)
	{
		Datum		values[COLUMNS];
		bool		nulls[COLUMNS];

		if (begin_row(&units, i, values, nulls, COLUMNS))
		{
			values[RANK] = Int64GetDatum(observed[i]);
			values[RANK_LOW] = Int64GetDatum((int64) ranks[i].best);
			values[RANK_HIGH] = Int64GetDatum((int64) ranks[i].worst);
			nulls[RANK] = nulls[RANK_LOW] = nulls[RANK_HIGH] = false;
		}
		put_row(fcinfo, values, nulls);
	}
	return (Datum) 0;
}

/* -------------------------------------------------------- against the rest */

/*
 * nps_against_rest(unit_names, hists, level, method): each unit against all the
 * others taken together, never against a total that contains it.  As nps_test()
 * of the unit's histogram and that of the rest.
 */
PG_FUNCTION_INFO_V1(nps_units_against_rest);
Datum
nps_units_against_rest(PG_FUNCTION_ARGS)
{
	enum
	{
		UNIT, N, NPS, NPS_REST, DELTA, Z, P_VALUE, P_HOLM, LOW, HIGH, COLUMNS
	};
	double		level = PG_GETARG_FLOAT8(2);
	NpsIntervalMethod method = nps_require_test_method(PG_GETARG_TEXT_PP(3));
	Units		units;
	NpsHist    *total = nps_hist_make();
	NpsDifference *tests;
	Datum	   *nps_rest;
	double	   *p_holm;
	int			i;

	nps_require_level(level);
	InitMaterializedSRF(fcinfo, 0);
	units = get_units(fcinfo);
	tests = palloc(sizeof(NpsDifference) * Max(units.k, 1));
	nps_rest = palloc0(sizeof(Datum) * Max(units.k, 1));
	p_holm = palloc(sizeof(double) * Max(units.k, 1));
	for (i = 0; i < units.k; i++)
		nps_hist_add(total, units.hists[i]);
	for (i = 0; i < units.k; i++)
	{
		NpsHist		rest = *total;
		NpsTrinomial others;

		CHECK_FOR_INTERRUPTS();
		nps_hist_subtract(&rest, units.hists[i]);
		others = nps_hist_trinomial(&rest);
		nps_test_difference(&units.answers[i], &others, level, method, &tests[i]);
		p_holm[i] = tests[i].p_value;
		if (others.n > 0)
			nps_rest[i] = DirectFunctionCall1(nps_score, PointerGetDatum(&rest));
	}
	nps_adjust_p(p_holm, units.k, NPS_ADJUST_HOLM, palloc(sizeof(NpsRankedP) * Max(units.k, 1)), p_holm);
	for (i = 0; i < units.k; i++)
	{
		Datum		values[COLUMNS];
		bool		nulls[COLUMNS];

		if (begin_row(&units, i, values, nulls, COLUMNS) && nps_rest[i] != (Datum) 0)
		{
			values[NPS_REST] = nps_rest[i];
			values[DELTA] = DirectFunctionCall1(numeric_trim_scale, DirectFunctionCall2(numeric_sub, units.nps[i], nps_rest[i]));
			nulls[NPS_REST] = nulls[DELTA] = false;
			nulls[Z] = !nps_float8_or_null(tests[i].z, &values[Z]);
			nulls[P_VALUE] = !nps_float8_or_null(tests[i].p_value, &values[P_VALUE]);
			nulls[P_HOLM] = !nps_float8_or_null(p_holm[i], &values[P_HOLM]);
			nulls[LOW] = !nps_numeric_or_null(tests[i].low, &values[LOW]);
			nulls[HIGH] = !nps_numeric_or_null(tests[i].high, &values[HIGH]);
		}
		put_row(fcinfo, values, nulls);
	}
	return (Datum) 0;
}
