/*
 * lag_unit_sql.c
 *		cx_lag_scan_unit(): the lag statistics of lag_unit.c on the two series of a
 *		unit, handed over as parallel arrays.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/tuplestore.h"

#include "compat.h"
#include "score/infer.h"
#include "stats/lag_sql.h"
#include "stats/lag_unit.h"
#include "stats/panel_sql.h"

#define COLUMNS		11

/* NULL where all is known. */
static const char *
reason_text(NpsLagUnitReason reason)
{
	switch (reason)
	{
		case NPS_LAG_UNIT_KNOWN:
			return NULL;
		case NPS_LAG_UNIT_NO_PAIRS:
			return "no pairs";
		case NPS_LAG_UNIT_ONE_PAIR:
			return "fewer than 2 pairs";
		case NPS_LAG_UNIT_OUT_OF_RANGE:
			return "values too large or too small";
		case NPS_LAG_UNIT_X_CONSTANT:
			return "x does not vary";
		case NPS_LAG_UNIT_Y_CONSTANT:
			return "y does not vary";
		case NPS_LAG_UNIT_FEW_PAIRS:
			return "descriptive: fewer than " CppAsString2(NPS_LAG_UNIT_DESCRIPTIVE) " pairs";
		case NPS_LAG_UNIT_DEPENDENT:
			return "worth 3 independent pairs at most";
		case NPS_LAG_UNIT_PERFECT:
			return "all pairs on a line";
	}
	return NULL;
}

static void
put_row(ReturnSetInfo *result, const NpsLagUnitRow *row, bool differences)
{
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS];
	NpsLagColumns c = {values, nulls, 0};

	nps_put_text(&c, nps_transform_name(differences));
	nps_put(&c, Int32GetDatum(row->lag));
	nps_put(&c, Int64GetDatum(row->pairs));
	nps_put_number(&c, row->pearson);
	nps_put_number(&c, row->spearman);
	nps_put_number(&c, row->n_eff);
	nps_put_number(&c, row->p_naive);
	nps_put_number(&c, row->p_value);
	nps_put_number(&c, row->low);
	nps_put_number(&c, row->high);
	nps_put_text(&c, reason_text(row->reason));
	Assert(c.n == COLUMNS);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static void
scan(ReturnSetInfo *result, const NpsPanel *panel, bool differences, int32 min_lag, int32 max_lag,
	 double level)
{
	void	   *workspace = palloc_extended(nps_lag_unit_workspace(panel) + 1, MCXT_ALLOC_HUGE);
	int64		lag;

	for (lag = min_lag; lag <= max_lag; lag++)
	{
		NpsLagUnitRow row;

		CHECK_FOR_INTERRUPTS();
		nps_lag_unit_row(panel, (int32) lag, level, workspace, &row);
		put_row(result, &row, differences);
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
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	NpsPanel	panel,
				differences;
	int32		min_lag,
				max_lag;
	double		level;

	InitMaterializedSRF(fcinfo, 0);
	if (nps_lag_args_null(fcinfo, 4, 6))
		return (Datum) 0;
	min_lag = PG_GETARG_INT32(3);
	max_lag = PG_GETARG_INT32(4);
	level = PG_GETARG_FLOAT8(6);
	nps_require_lags(min_lag, max_lag);
	nps_require_level(level);
	panel = nps_get_series(fcinfo, 5);
	differences = nps_get_differences(&panel);
	scan(result, &panel, false, min_lag, max_lag, level);
	scan(result, &differences, true, min_lag, max_lag, level);
	return (Datum) 0;
}
