/*
 * lag_search_sql.c
 *		cx_lag_permutation() and cx_lag_search(): the search over lags on a panel
 *		handed over as parallel arrays; formulas in lag_permutation.c, lag_search.c.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"

#include "compat.h"
#include "stats/lag_permutation.h"
#include "stats/lag_search.h"
#include "stats/lag_sql.h"
#include "stats/panel_sql.h"

#define PERMUTATION_LIMIT	1000000

/* Lags, permutations and seed stand at 4 to 7 in both functions. */
static NpsLagSearchTask
get_task(FunctionCallInfo fcinfo, int transform)
{
	NpsLagSearchTask task = {0};

	task.min_lag = PG_GETARG_INT32(4);
	task.max_lag = PG_GETARG_INT32(5);
	task.permutations = PG_GETARG_INT32(6);
	task.seed = (uint64) PG_GETARG_INT64(7);
	nps_require_lags(task.min_lag, task.max_lag);
	nps_require_range("permutations", task.permutations, PERMUTATION_LIMIT, "999 allow a p of 0.001.");
	task.levels = nps_get_levels(fcinfo, transform);
	return task;
}

/* The panel of levels or of differences, its units numbered by content, not by name. */
static NpsPanel
get_panel(FunctionCallInfo fcinfo, int errors, int segments, bool levels)
{
	NpsPanel	panel = nps_get_panel(fcinfo, errors, segments, NULL);

	nps_panel_number_units(&panel, nps_palloc_huge(nps_panel_number_units_workspace(&panel)));
	if (!levels)
		panel = nps_get_differences(&panel);
	nps_pairings_keep_units(&panel, nps_palloc_huge(sizeof(int32) * panel.n));
	return panel;
}

static void
require_alpha(double alpha)
{
	if (!(alpha > 0 && alpha < 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("alpha is %g, but a number between 0 and 1 was expected", alpha),
				 errhint("Write 5 %% as 0.05.")));
}

/* With few units all pairings are gone through, whatever `permutations` is. */
static void
require_permutations(int32 permutations, double alpha, int32 units)
{
	double		least = ceil(1 / alpha) - 1;

	if (units <= NPS_EXACT_UNITS || 1 / (permutations + 1.0) <= alpha)
		return;
	while (!(1 / (least + 1) <= alpha))
		least++;
	if (least > PERMUTATION_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no p-value of %d permutations can be as small as an alpha of %g", permutations, alpha),
				 errhint("Give an alpha of %g or more: there are %d permutations at most.", 1.0 / PERMUTATION_LIMIT, PERMUTATION_LIMIT)));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("no p-value of %d permutations can be as small as an alpha of %g", permutations, alpha),
			 errhint("Give %d permutations or more.", (int) least)));
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
	NpsRow		row = {.n = 0};

	if (nps_any_arg_null(fcinfo, 0, 8))
		PG_RETURN_NULL();
	task = get_task(fcinfo, 8);
	panel = get_panel(fcinfo, NPS_NO_ARG, 9, task.levels);

	test.min_lag = task.min_lag;
	test.max_lag = task.max_lag;
	test.skip_from = 1;			/* none */
	test.levels = task.levels;
	test.permutations = task.permutations;
	test.seed = task.seed;
	nps_lag_permutation(&panel, &test, nps_palloc_huge(nps_lag_permutation_workspace(&panel, &test)), &result);
	if (isnan(any->statistic))
		reason = nps_lag_search_reason(&panel, &task, nps_palloc_huge(nps_lag_search_workspace(&panel, &task)));
	if (isnan(any->statistic) && reason == NPS_LAG_KNOWN)
		reason = NPS_LAG_FEW_PAIRS;	/* by the test's own count of them */
	if (any->thin)
		reason = NPS_LAG_THIN;

	nps_put_number(&row, any->statistic);
	nps_put_integer(&row, isnan(any->statistic) ? NAN : any->lag);
	nps_put_number(&row, any->p);
	nps_put(&row, Int32GetDatum(result.pairings));
	nps_put(&row, BoolGetDatum(result.exact));
	nps_put_text(&row, nps_lag_reason_text(reason, task.levels, 0, 0));
	return nps_form_row(fcinfo, &row);
}

static void
put_found(NpsRow *row, const NpsLagFound *found)
{
	nps_put_integer(row, found->known ? found->lag : NAN);
	nps_put_number(row, found->r);
	nps_put_number(row, found->slope);
	nps_put_number(row, found->t);
	nps_put_number(row, found->p);
}

/*
 * cx_lag_search(units text[], periods int[], x float8[], y float8[], min_lag,
 * max_lag, permutations, seed, x_se float8[], y_se float8[], segments int[], transform,
 * min_pairs, min_units, alpha)
 */
PG_FUNCTION_INFO_V1(cx_lag_search);
Datum
cx_lag_search(PG_FUNCTION_ARGS)
{
	NpsLagSearchTask task;
	NpsLagSearch result;
	NpsPanel	panel;
	NpsRow		row = {.n = 0};

	if (nps_any_arg_null(fcinfo, 0, 7) || nps_any_arg_null(fcinfo, 11, 14))
		PG_RETURN_NULL();
	task = get_task(fcinfo, 11);
	task.min_pairs = PG_GETARG_INT32(12);
	task.min_units = PG_GETARG_INT32(13);
	task.alpha = PG_GETARG_FLOAT8(14);
	require_alpha(task.alpha);
	panel = get_panel(fcinfo, 8, 10, task.levels);
	require_permutations(task.permutations, task.alpha, panel.units);
	nps_lag_search(&panel, &task, nps_palloc_huge(nps_lag_search_workspace(&panel, &task)), &result);

	nps_put(&row, Int32GetDatum(result.units));
	nps_put(&row, Int32GetDatum(result.lags_scanned));
	put_found(&row, &result.lead);
	nps_put_integer(&row, result.lag_low);
	nps_put_integer(&row, result.lag_high);
	nps_put_number(&row, result.lag_share);
	nps_put_number(&row, result.same.r);
	nps_put_number(&row, result.same.t);
	nps_put_number(&row, result.same.p);
	put_found(&row, &result.reverse);
	nps_put_integer(&row, result.strongest.known ? result.strongest.lag : NAN);
	nps_put_number(&row, result.strongest.p);
	nps_put_number(&row, result.p_lead_after);
	nps_put_number(&row, result.p_reverse_after);
	nps_put_number(&row, result.detectable_slope);
	nps_put(&row, Int32GetDatum(result.permutations));
	nps_put(&row, BoolGetDatum(result.exact));
	nps_put_integer(&row, result.strongest.known ? result.leaning : NAN);
	nps_put_text(&row, nps_lag_reason_text(result.reason, task.levels, task.min_pairs, task.min_units));
	return nps_form_row(fcinfo, &row);
}
