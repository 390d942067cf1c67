/*
 * lag_scan_sql.c
 *		cx_lag_scan(): the lag statistics of lag_scan.c on a panel handed over as
 *		parallel arrays.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/tuplestore.h"

#include "compat.h"
#include "score/infer.h"
#include "stats/lag_scan.h"
#include "stats/lag_sql.h"
#include "stats/panel_sql.h"
#include "stats/tests.h"

#define COLUMNS		24

typedef struct Options
{
	int32		min_lag;
	int32		max_lag;
	double		level;
	int32		min_pairs;		/* nothing is said about fewer pairs, .. */
	int32		min_units;		/* or units */
} Options;

/* NULL where all is known. */
static const char *
reason_text(NpsLagReason reason, bool differences, const Options *options)
{
	switch (reason)
	{
		case NPS_LAG_KNOWN:
			return NULL;
		case NPS_LAG_NO_PAIRS:
			return "no pairs";
		case NPS_LAG_OUT_OF_RANGE:
			return "values too large or too small";
		case NPS_LAG_X_CONSTANT:
			return "x does not vary";
		case NPS_LAG_Y_CONSTANT:
			return "y does not vary";
		case NPS_LAG_ONE_UNIT:
			return "only one unit";
		case NPS_LAG_FEW_PAIRS:
			return differences ? "too few pairs for period means" : "too few pairs for unit and period means";
		case NPS_LAG_X_CONSTANT_TWOWAY:
			return differences ? "x does not vary beyond period means" : "x does not vary beyond unit and period means";
		case NPS_LAG_Y_CONSTANT_TWOWAY:
			return differences ? "y does not vary beyond period means" : "y does not vary beyond unit and period means";
		case NPS_LAG_FEW_UNITS:
			return "fewer than 3 units";
		case NPS_LAG_FEW_FOR_ERROR:
			return "too few pairs for a standard error";
		case NPS_LAG_NO_RESIDUAL:
			return "no residual to tell an error from";
		case NPS_LAG_UNDER_MIN_UNITS:
			return psprintf("fewer than %d units", options->min_units);
		case NPS_LAG_UNDER_MIN_PAIRS:
			return psprintf("fewer than %d pairs", options->min_pairs);
	}
	return NULL;
}

static void
put_row(ReturnSetInfo *result, const NpsLagRow *row, bool differences, double p_holm, int32 scanned,
		const Options *options)
{
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS];
	NpsLagColumns c = {values, nulls, 0};

	nps_put_text(&c, nps_transform_name(differences));
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
	nps_put_text(&c, reason_text(row->reason, differences, options));
	Assert(c.n == COLUMNS);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* The rows of one transform: Holm's adjustment is over its lags. */
static void
scan(ReturnSetInfo *result, const NpsPanel *panel, bool differences, const Options *options)
{
	int32		lags = options->max_lag - options->min_lag + 1;	/* NPS_LAG_LIMIT at most */
	NpsLagRow  *rows = palloc(sizeof(NpsLagRow) * lags);
	double	   *p = palloc(sizeof(double) * lags);
	NpsRankedP *ranked = palloc(sizeof(NpsRankedP) * lags);
	void	   *workspace = palloc_extended(nps_lag_workspace(panel) + 1, MCXT_ALLOC_HUGE);
	int32		scanned = 0;
	int32		i;

	for (i = 0; i < lags; i++)
	{
		CHECK_FOR_INTERRUPTS();
		nps_lag_row(panel, differences, (int32) ((int64) options->min_lag + i), options->level, workspace, &rows[i]);
		nps_lag_row_hold_back(&rows[i], options->min_pairs, options->min_units);
		p[i] = rows[i].p_value;
		scanned += !isnan(p[i]);
	}
	nps_adjust_p(p, lags, NPS_ADJUST_HOLM, ranked, p);
	for (i = 0; i < lags; i++)
		put_row(result, &rows[i], differences, p[i], scanned, options);
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
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	NpsPanel	panel,
				differences;
	Options		options;

	InitMaterializedSRF(fcinfo, 0);
	if (nps_lag_args_null(fcinfo, 5, 9) || PG_ARGISNULL(10) || PG_ARGISNULL(11))
		return (Datum) 0;
	options.min_lag = PG_GETARG_INT32(4);
	options.max_lag = PG_GETARG_INT32(5);
	options.level = PG_GETARG_FLOAT8(9);
	options.min_pairs = PG_GETARG_INT32(10);
	options.min_units = PG_GETARG_INT32(11);
	nps_require_lags(options.min_lag, options.max_lag);
	nps_require_level(options.level);
	panel = nps_get_panel(fcinfo, 6);
	differences = nps_get_differences(&panel);
	scan(result, &panel, false, &options);
	scan(result, &differences, true, &options);
	return (Datum) 0;
}
