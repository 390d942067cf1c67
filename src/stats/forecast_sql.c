/*
 * forecast_sql.c
 *		cx_lag_forecast(): the forecasts of forecast.c for a panel handed over as
 *		parallel arrays.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "compat.h"
#include "score/infer.h"
#include "stats/forecast.h"
#include "stats/panel_args_sql.h"

#define LAG_LIMIT			10000
#define HORIZON_LIMIT		100
#define FORECAST_COLUMNS	14

static const char *
reason_text(const NpsForecast *f)
{
	switch (f->reason)
	{
		case NPS_FORECAST_LAG_SHORT:
			return "lag shorter than the horizon";
		case NPS_FORECAST_NO_SLOPE:
			return "too few pairs, or x does not vary, with the means of units and periods out";
		case NPS_FORECAST_NO_LEVEL:
			return "fewer than 2 pairs of this unit since its last break";
		case NPS_FORECAST_NO_LINK:
			return "no period in common with the units of the last one";
		case NPS_FORECAST_NO_X:
			return "no x seen for this period";
		case NPS_FORECAST_DONE:
			break;
	}
	if (isnan(f->low))
		return psprintf("no interval: fewer than %d forecasts of the past", NPS_FORECAST_FEWEST);
	return NULL;
}

static void
require_range(const char *name, int32 value, int32 limit, const char *hint)
{
	if (value < 1 || value > limit)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is %d, but 1 to %d was expected", name, value, limit),
				 errhint("%s", hint)));
}

static NpsForecastPlan
get_plan(FunctionCallInfo fcinfo)
{
	NpsForecastPlan plan;

	plan.max_lag = PG_GETARG_INT32(4);
	require_range("max_lag", plan.max_lag, LAG_LIMIT, "max_lag is the longest lag to look at, in periods.");
	plan.horizon = PG_GETARG_INT32(5);
	require_range("horizon", plan.horizon, HORIZON_LIMIT, "horizon is the number of periods to look ahead.");
	plan.lag = 0;
	if (!PG_ARGISNULL(6))
	{
		plan.lag = PG_GETARG_INT32(6);
		require_range("lag", plan.lag, LAG_LIMIT, "lag is the number of periods by which x leads y; leave it out to have it chosen.");
	}
	plan.level = PG_GETARG_FLOAT8(8);
	nps_require_level(plan.level);
	return plan;
}

static void
put_row(ReturnSetInfo *result, const NpsForecast *f, const NpsForecastRecord *record, Datum unit)
{
	Datum		values[FORECAST_COLUMNS];
	bool		nulls[FORECAST_COLUMNS] = {false};
	double		numbers[8];
	const char *reason = reason_text(f);
	int			i;

	if (f->period > PG_INT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("period " INT64_FORMAT " is out of range", f->period),
				 errhint("Number the periods by the calendar, such as 12 * year + month.")));
	numbers[0] = f->x_seen;
	numbers[1] = f->y_last;
	numbers[2] = f->expected;
	numbers[3] = f->low;
	numbers[4] = f->high;
	numbers[5] = record->rmse;
	numbers[6] = record->rmse_no_change;
	numbers[7] = record->rmse_without_x;

	values[0] = unit;
	values[1] = Int32GetDatum((int32) f->period);
	values[2] = Int32GetDatum(f->ahead);
	values[3] = Int32GetDatum(f->lag);
	nulls[3] = f->lag == 0;
	for (i = 0; i < 8; i++)
	{
		values[4 + i] = Float8GetDatum(numbers[i]);
		nulls[4 + i] = !isfinite(numbers[i]);
	}
	values[12] = Int32GetDatum((int32) record->forecasts);
	nulls[13] = reason == NULL;
	values[13] = reason == NULL ? (Datum) 0 : CStringGetTextDatum(reason);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/*
 * cx_lag_forecast(units text[], periods int[], x float8[], y float8[], max_lag int,
 * horizon int, lag int, segments int[], level float8): a row for each unit and
 * period ahead.
 */
PG_FUNCTION_INFO_V1(cx_lag_forecast);
Datum
cx_lag_forecast(PG_FUNCTION_ARGS)
{
	NpsForecastPlan plan;
	NpsPanel	panel;
	NpsForecast *forecasts;
	NpsForecastRecord *records;
	Datum	   *names;
	size_t		rows,
				i;

	InitMaterializedSRF(fcinfo, 0);
	if (nps_args_have_null(fcinfo, 0, 5) || PG_ARGISNULL(8))
		return (Datum) 0;
	plan = get_plan(fcinfo);
	panel = nps_panel_from_args(fcinfo, 7);
	names = nps_unit_names(PG_GETARG_DATUM(0), panel.units);
	forecasts = palloc_extended(sizeof(NpsForecast) * panel.units * plan.horizon + 1, MCXT_ALLOC_HUGE);
	records = palloc(sizeof(NpsForecastRecord) * plan.horizon);
	rows = nps_forecast(&panel, &plan,
						palloc_extended(nps_forecast_workspace(&panel, plan.horizon) + 1, MCXT_ALLOC_HUGE),
						forecasts, records);
	for (i = 0; i < rows; i++)
		put_row((ReturnSetInfo *) fcinfo->resultinfo, &forecasts[i],
				&records[forecasts[i].ahead - 1], names[forecasts[i].unit]);
	return (Datum) 0;
}
