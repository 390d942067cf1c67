/*
 * lag_scan_sql.c
 *		cx_lag_scan(): the lag statistics of lag_scan.c on a panel handed over as
 *		parallel arrays.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"

#include "compat.h"
#include "score/infer.h"
#include "stats/lag_scan.h"
#include "stats/lag_sql.h"
#include "stats/panel_sql.h"
#include "stats/tests.h"

typedef struct Options
{
	int32		min_lag;
	int32		max_lag;
	double		level;
	int32		min_pairs;		/* nothing is said about fewer pairs, .. */
	int32		min_units;		/* or units */
} Options;

static void
put_row(FunctionCallInfo fcinfo, const NpsLagRow *row, bool levels, double p_holm, int32 scanned,
		const Options *options)
{
	NpsRow		c = {.n = 0};

	nps_put_text(&c, nps_transform_name(levels));
	nps_put(&c, Int32GetDatum(row->lag));
	nps_put(&c, Int64GetDatum(row->pairs));
	nps_put(&c, Int32GetDatum(row->units));
	nps_put_number(&c, row->r_pooled);
	nps_put_number(&c, row->r_between);
	nps_put_number(&c, row->r_within);
	nps_put_number(&c, row->r_twoway);
	nps_put_number(&c, row->spearman);
	nps_put_number(&c, row->slope_twoway);
	nps_put_number(&c, row->slope_se);
	nps_put_number(&c, row->low);
	nps_put_number(&c, row->high);
	nps_put_number(&c, row->p_value);
	nps_put_number(&c, p_holm);
	nps_put_number(&c, row->slope_within);
	nps_put_number(&c, row->spearman_twoway);
	nps_put_number(&c, row->t);
	nps_put_number(&c, row->df);
	nps_put_number(&c, row->reliability_x);
	nps_put_number(&c, row->reliability_y);
	nps_put_number(&c, row->r_corrected);
	nps_put(&c, Int32GetDatum(scanned));
	nps_put_text(&c, nps_lag_reason_text(row->reason, levels, options->min_pairs, options->min_units));
	nps_store_row(fcinfo, &c);
}

/* The rows of one transform: Holm's adjustment is over its lags. */
static void
scan(FunctionCallInfo fcinfo, const NpsPanel *panel, bool levels, const Options *options)
{
	int32		lags = options->max_lag - options->min_lag + 1;	/* NPS_LAG_LIMIT at most */
	NpsLagRow  *rows = palloc(sizeof(NpsLagRow) * lags);
	double	   *p = palloc(sizeof(double) * lags);
	NpsRankedP *ranked = palloc(sizeof(NpsRankedP) * lags);
	void	   *workspace = nps_palloc_huge(nps_lag_workspace(panel));
	int32		scanned = 0;
	int32		i;

	for (i = 0; i < lags; i++)
	{
		CHECK_FOR_INTERRUPTS();
		nps_lag_row(panel, !levels, (int32) ((int64) options->min_lag + i), options->level, workspace, &rows[i]);
		nps_lag_row_hold_back(&rows[i], options->min_pairs, options->min_units);
		p[i] = rows[i].p_value;
		scanned += !isnan(p[i]);
	}
	nps_adjust_p(p, lags, NPS_ADJUST_HOLM, ranked, p);
	for (i = 0; i < lags; i++)
		put_row(fcinfo, &rows[i], levels, p[i], scanned, options);
	pfree(workspace);
	pfree(ranked);
	pfree(p);
	pfree(rows);
}

/*
 * cx_lag_scan(units text[], periods int[], x float8[], y float8[], min_lag,
 * max_lag, x_se float8[], y_se float8[], segments int[], level,
 * min_pairs, min_units): a row for each transform and lag; formulas in lag_scan.c.
 */
PG_FUNCTION_INFO_V1(cx_lag_scan);
Datum
cx_lag_scan(PG_FUNCTION_ARGS)
{
	NpsPanel	panel,
				differences;
	Options		options;

	InitMaterializedSRF(fcinfo, 0);
	if (nps_any_arg_null(fcinfo, 0, 5) || nps_any_arg_null(fcinfo, 9, 11))
		return (Datum) 0;
	options.min_lag = PG_GETARG_INT32(4);
	options.max_lag = PG_GETARG_INT32(5);
	options.level = PG_GETARG_FLOAT8(9);
	options.min_pairs = PG_GETARG_INT32(10);
	options.min_units = PG_GETARG_INT32(11);
	nps_require_lags(options.min_lag, options.max_lag);
	nps_require_level(options.level);
	panel = nps_get_panel(fcinfo, 6, 8, NULL);
	differences = nps_get_differences(&panel);
	scan(fcinfo, &panel, true, &options);
	scan(fcinfo, &differences, false, &options);
	return (Datum) 0;
}
