/*
 * lag_search_sql.c
 *		cx_lag_permutation() and cx_lag_search(): the search over lags on a panel
 *		handed over as parallel arrays; formulas in lag_permutation.c, lag_search.c.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "compat.h"
#include "stats/lag_permutation.h"
#include "stats/lag_search.h"
#include "stats/panel_sql.h"

#define LAG_LIMIT			10000	/* lags in one search */
#define PERMUTATION_LIMIT	1000000
#define SEARCH_COLUMNS		26
#define PERMUTATION_COLUMNS 6

/* The columns of a row, filled one after the other. */
typedef struct Row
{
	Datum		values[SEARCH_COLUMNS];
	bool		nulls[SEARCH_COLUMNS];
	int			n;
} Row;

static void
put(Row *row, Datum value, bool null)
{
	Assert(row->n < SEARCH_COLUMNS);
	row->values[row->n] = value;
	row->nulls[row->n++] = null;
}

static void
put_number(Row *row, double v)
{
	put(row, Float8GetDatum(v), !isfinite(v));
}

static void
put_int(Row *row, double v)
{
	put(row, Int32GetDatum(isfinite(v) ? (int32) v : 0), !isfinite(v));
}

static void
put_reason(Row *row, NpsLagReason reason)
{
	const char *text = NULL;

	switch (reason)
	{
		case NPS_LAG_KNOWN:
			break;
		case NPS_LAG_NO_PAIRS:
			text = "no pairs";
			break;
		case NPS_LAG_FEW_PAIRS:
			text = "too few pairs for unit and period means";
			break;
		case NPS_LAG_CONSTANT_X:
			text = "x does not vary";
			break;
		case NPS_LAG_CONSTANT_Y:
			text = "y does not vary";
			break;
		case NPS_LAG_OVERFLOW:
			text = "values too large for arithmetic";
			break;
		case NPS_LAG_FEW_UNITS:
			text = "fewer than 5 units";
			break;
		case NPS_LAG_THIN:
			text = "units share too few periods";
			break;
	}
	put(row, text == NULL ? (Datum) 0 : CStringGetTextDatum(text), text == NULL);
}

static Datum
finish_row(FunctionCallInfo fcinfo, Row *row)
{
	TupleDesc	desc;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE || desc->natts != row->n)
		elog(ERROR, "%u does not return a row of %d columns", fcinfo->flinfo->fn_oid, row->n);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), row->values, row->nulls));
}

/* Whether one of the first n arguments is NULL, so that there is no answer. */
static bool
is_null_among(FunctionCallInfo fcinfo, int n)
{
	int			i;

	for (i = 0; i < n; i++)
		if (PG_ARGISNULL(i))
			return true;
	return false;
}

/* Lags, permutations and seed stand at 4 to 7 in both functions. */
static NpsLagSearchTask
get_task(FunctionCallInfo fcinfo, text *transform)
{
	NpsLagSearchTask task;
	char	   *name = text_to_cstring(transform);

	task.min_lag = PG_GETARG_INT32(4);
	task.max_lag = PG_GETARG_INT32(5);
	task.permutations = PG_GETARG_INT32(6);
	task.seed = (uint64) PG_GETARG_INT64(7);
	task.levels = strcmp(name, "level") == 0;
	if (task.min_lag > task.max_lag || (int64) task.max_lag - task.min_lag >= LAG_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot search the lags %d to %d", task.min_lag, task.max_lag),
				 errhint("Give min_lag <= max_lag, at most %d lags in all; a negative lag lets y lead x.",
						 LAG_LIMIT)));
	if (task.permutations < 1 || task.permutations > PERMUTATION_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot make %d permutations", task.permutations),
				 errhint("Give 1 to %d; 999 allow a p of 0.001.", PERMUTATION_LIMIT)));
	if (!task.levels && strcmp(name, "difference") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown transform \"%s\"", name),
				 errhint("Give 'level' for the values, or 'difference' for their changes from one period to the next.")));
	return task;
}

/* Room that may be more than 1 GB. */
static void *
huge(size_t size)
{
	return palloc_extended(size + 1, MCXT_ALLOC_HUGE);
}

static int32 *
scratch_for(const NpsPanel *panel)
{
	return huge(sizeof(int32) * panel->n);
}

/* The panel, or that of its differences. */
static NpsPanel
transformed(NpsPanel panel, bool levels)
{
	NpsPanel	differences = panel;

	if (levels)
		return panel;
	differences.cells = huge(sizeof(NpsCell) * panel.n);
	nps_panel_difference(&panel, &differences, scratch_for(&panel));
	return differences;
}

/* The panel from arguments 0 to 3, with segments as the only optional one. */
static NpsPanel
get_panel_with_segments(FunctionCallInfo fcinfo, int segments)
{
	LOCAL_FCINFO(columns, 7);
	int			i;

	InitFunctionCallInfoData(*columns, fcinfo->flinfo, 7, fcinfo->fncollation, NULL, NULL);
	for (i = 0; i < 7; i++)
		columns->args[i] = fcinfo->args[i < 4 ? i : segments];
	columns->args[4].isnull = columns->args[5].isnull = true;	/* x_se and y_se */
	return nps_get_panel(columns, 4);
}

/*
 * cx_lag_permutation(units text[], periods int[], x float8[], y float8[], min_lag,
 * max_lag, permutations, seed, transform, segments)
 */
PG_FUNCTION_INFO_V1(cx_lag_permutation);
Datum
cx_lag_permutation(PG_FUNCTION_ARGS)
{
	NpsLagSearchTask task;
	NpsPermutationTask test = {0};
	NpsPermutation result;
	NpsPanel	panel;
	NpsMaxT    *any = &result.family[NPS_ANY];
	NpsLagReason reason = NPS_LAG_KNOWN;
	Row			row = {.n = 0};

	if (is_null_among(fcinfo, 9))
		PG_RETURN_NULL();
	task = get_task(fcinfo, PG_GETARG_TEXT_PP(8));
	panel = transformed(get_panel_with_segments(fcinfo, 9), task.levels);
	nps_pairings_keep_units(&panel, scratch_for(&panel));

	test.min_lag = task.min_lag;
	test.max_lag = task.max_lag;
	test.skip_from = 1;			/* none */
	test.levels = task.levels;
	test.permutations = task.permutations;
	test.seed = task.seed;
	nps_lag_permutation(&panel, &test, huge(nps_lag_permutation_workspace(&panel, &test)), &result);
	if (isnan(any->statistic))
		reason = nps_lag_search_reason(&panel, &task, huge(nps_lag_search_workspace(&panel, &task)));
	if (isnan(any->statistic) && reason == NPS_LAG_KNOWN)
		reason = NPS_LAG_FEW_PAIRS;	/* by the test's own count of them */
	if (any->thin)
		reason = NPS_LAG_THIN;

	put_number(&row, any->statistic);
	put_int(&row, isnan(any->statistic) ? NAN : any->lag);
	put_number(&row, any->p);
	put(&row, Int32GetDatum(result.pairings), false);
	put(&row, BoolGetDatum(result.exact), false);
	put_reason(&row, reason);
	return finish_row(fcinfo, &row);
}

static void
put_found(Row *row, const NpsLagFound *found)
{
	put_int(row, found->known ? found->lag : NAN);
	put_number(row, found->r);
	put_number(row, found->slope);
	put_number(row, found->t);
	put_number(row, found->p);
}

/*
 * cx_lag_search(units text[], periods int[], x float8[], y float8[], min_lag,
 * max_lag, permutations, seed, x_se float8[], y_se float8[], segments int[], transform)
 */
PG_FUNCTION_INFO_V1(cx_lag_search);
Datum
cx_lag_search(PG_FUNCTION_ARGS)
{
	NpsLagSearchTask task;
	NpsLagSearch result;
	NpsPanel	panel;
	Row			row = {.n = 0};

	if (is_null_among(fcinfo, 8) || PG_ARGISNULL(11))
		PG_RETURN_NULL();
	task = get_task(fcinfo, PG_GETARG_TEXT_PP(11));
	panel = transformed(nps_get_panel(fcinfo, 8), task.levels);
	nps_lag_search(&panel, &task, huge(nps_lag_search_workspace(&panel, &task)), &result);

	put(&row, Int32GetDatum(result.units), false);
	put(&row, Int32GetDatum(result.lags_scanned), false);
	put_found(&row, &result.lead);
	put_int(&row, result.lag_low);
	put_int(&row, result.lag_high);
	put_number(&row, result.lag_share);
	put_number(&row, result.same.r);
	put_number(&row, result.same.t);
	put_number(&row, result.same.p);
	put_found(&row, &result.reverse);
	put_int(&row, result.strongest.known ? result.strongest.lag : NAN);
	put_number(&row, result.strongest.p);
	put_number(&row, result.p_lead_after);
	put_number(&row, result.p_reverse_after);
	put_number(&row, result.detectable_slope);
	put(&row, Int32GetDatum(result.permutations), false);
	put(&row, BoolGetDatum(result.exact), false);
	put_reason(&row, result.reason);
	return finish_row(fcinfo, &row);
}
