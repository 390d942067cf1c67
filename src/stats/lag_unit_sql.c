/*
 * lag_unit_sql.c
 *		cx_lag_scan_unit(): the lag statistics of lag_unit.c on the two series of a
 *		unit, handed over as parallel arrays.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"

#include "compat.h"
#include "score/infer.h"
#include "stats/lag_sql.h"
#include "stats/lag_unit.h"
#include "stats/panel_sql.h"

static void
put_row(FunctionCallInfo fcinfo, const NpsLagUnitRow *row, bool levels)
{
	NpsRow		c = {.n = 0};

	nps_put_text(&c, nps_transform_name(levels));
	nps_put(&c, Int32GetDatum(row->lag));
	nps_put(&c, Int64GetDatum(row->pairs));
	nps_put_number(&c, row->pearson);
	nps_put_number(&c, row->spearman);
	nps_put_number(&c, row->n_eff);
	nps_put_number(&c, row->p_naive);
	nps_put_number(&c, row->p_value);
	nps_put_number(&c, row->low);
	nps_put_number(&c, row->high);
	nps_put_text(&c, nps_lag_reason_text(row->reason, levels, 0, 0));
	nps_store_row(fcinfo, &c);
}

static void
scan(FunctionCallInfo fcinfo, const NpsPanel *panel, bool levels, int32 min_lag, int32 max_lag,
	 double level)
{
	void	   *workspace = nps_palloc_huge(nps_lag_unit_workspace(panel));
	int64		lag;

	for (lag = min_lag; lag <= max_lag; lag++)
	{
		NpsLagUnitRow row;

		CHECK_FOR_INTERRUPTS();
		nps_lag_unit_row(panel, (int32) lag, level, workspace, &row);
		put_row(fcinfo, &row, levels);
	}
	pfree(workspace);
}

/*
 * cx_lag_scan_unit(periods int[], x float8[], y float8[], min_lag, max_lag,
 * segments int[], level): a row for each transform and lag; formulas in lag_unit.c.
 */
PG_FUNCTION_INFO_V1(cx_lag_scan_unit);
Datum
cx_lag_scan_unit(PG_FUNCTION_ARGS)
{
	NpsPanel	panel,
				differences;
	int32		min_lag,
				max_lag;
	double		level;

	InitMaterializedSRF(fcinfo, 0);
	if (nps_any_arg_null(fcinfo, 0, 4) || PG_ARGISNULL(6))
		return (Datum) 0;
	min_lag = PG_GETARG_INT32(3);
	max_lag = PG_GETARG_INT32(4);
	level = PG_GETARG_FLOAT8(6);
	nps_require_lags(min_lag, max_lag);
	nps_require_level(level);
	panel = nps_get_series(fcinfo, 5);
	differences = nps_get_differences(&panel);
	scan(fcinfo, &panel, true, min_lag, max_lag, level);
	scan(fcinfo, &differences, false, min_lag, max_lag, level);
	return (Datum) 0;
}
