/*
 * forecast_sql.c
 *		cx_lag_forecast(): the forecasts of forecast.c for a panel handed over as
 *		parallel arrays.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"

#include "compat.h"
#include "score/infer.h"
#include "stats/forecast.h"
#include "stats/lag_sql.h"
#include "stats/panel_sql.h"

#define LAG_LIMIT		10000
#define HORIZON_LIMIT	100

/* Why nothing is expected; NULL: something is. */
static const char *
unknown_text(const NpsForecast *f)
{
	switch (f->reason)
	{
		case NPS_FORECAST_LAG_SHORT:
			return "lag shorter than the horizon";
		case NPS_FORECAST_NO_PAIRS:
			return "no pairs";
		case NPS_FORECAST_NO_SLOPE:
			return "too few pairs, or x does not vary, with the means of units and periods out";
		case NPS_FORECAST_NO_LEVEL:
			return "fewer than 2 pairs of this unit";
		case NPS_FORECAST_NO_LEVEL_SINCE_BREAK:
			return "fewer than 2 pairs of this unit since its last break";
		case NPS_FORECAST_NO_LINK:
			return "no period in common with the units of the last one";
		case NPS_FORECAST_NO_X:
			return "no x seen for this period";
		case NPS_FORECAST_DONE:
			break;
	}
	return NULL;
}

static void
add_remark(StringInfo remarks, const char *remark)
{
	if (remarks->len > 0)
		appendStringInfoString(remarks, "; ");
	appendStringInfoString(remarks, remark);
}

/* Why nothing is expected, or what to know of what is. */
static const char *
reason_text(const NpsForecast *f, const NpsForecastRecord *record)
{
	StringInfoData remarks;

	if (f->reason != NPS_FORECAST_DONE)
		return unknown_text(f);
	initStringInfo(&remarks);
	if (f->best_lag > 0 && f->lag != f->best_lag)
		add_remark(&remarks, psprintf("%s the best lag (%d): lag %d is used",
									  f->best_lag < f->ahead ? "beyond" : "no x yet at", f->best_lag, f->lag));
	if (record->forecasts > 0 && record->rmse >= record->rmse_without_x)
		add_remark(&remarks, "x does not help here");
	if (isnan(f->low))
		add_remark(&remarks, psprintf("no interval: fewer than %d forecasts of the past", NPS_FORECAST_FEWEST));
	return remarks.len > 0 ? remarks.data : NULL;
}

static NpsForecastPlan
get_plan(FunctionCallInfo fcinfo)
{
	NpsForecastPlan plan;

	plan.max_lag = PG_GETARG_INT32(4);
	nps_require_range("max_lag", plan.max_lag, LAG_LIMIT, "max_lag is the longest lag to look at, in periods.");
	plan.horizon = PG_GETARG_INT32(5);
	nps_require_range("horizon", plan.horizon, HORIZON_LIMIT, "horizon is the number of periods to look ahead.");
	plan.lag = 0;
	if (!PG_ARGISNULL(6))
	{
		plan.lag = PG_GETARG_INT32(6);
		nps_require_range("lag", plan.lag, LAG_LIMIT, "lag is the number of periods by which x leads y; leave it out to have it chosen.");
	}
	plan.level = PG_GETARG_FLOAT8(8);
	nps_require_level(plan.level);
	return plan;
}

static void
put_row(FunctionCallInfo fcinfo, const NpsForecast *f, const NpsForecastRecord *record, Datum unit)
{
	NpsRow		row = {.n = 0};

	if (f->period > PG_INT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("period " INT64_FORMAT " is out of range", f->period),
				 errhint("Number the periods by the calendar, such as 12 * year + month.")));
	nps_put(&row, unit);
	nps_put_integer(&row, f->period);
	nps_put_integer(&row, f->ahead);
	nps_put_integer(&row, f->lag == 0 ? NAN : f->lag);
	nps_put_number(&row, f->x_seen);
	nps_put_number(&row, f->y_last);
	nps_put_number(&row, f->expected);
	nps_put_number(&row, f->low);
	nps_put_number(&row, f->high);
	nps_put_number(&row, f->unit_rmse);
	nps_put_number(&row, record->rmse);
	nps_put_number(&row, record->rmse_no_change);
	nps_put_number(&row, record->rmse_without_x);
	nps_put_integer(&row, record->forecasts);
	nps_put_text(&row, reason_text(f, record));
	nps_store_row(fcinfo, &row);
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
	if (nps_any_arg_null(fcinfo, 0, 5) || PG_ARGISNULL(8))
		return (Datum) 0;
	plan = get_plan(fcinfo);
	panel = nps_get_panel(fcinfo, NPS_NO_ARG, 7, &names);
	forecasts = nps_palloc_huge(sizeof(NpsForecast) * panel.units * plan.horizon);
	records = palloc(sizeof(NpsForecastRecord) * plan.horizon);
	rows = nps_forecast(&panel, &plan,
						nps_palloc_huge(nps_forecast_workspace(&panel, plan.horizon)),
						forecasts, records);
	for (i = 0; i < rows; i++)
		put_row(fcinfo, &forecasts[i],
				&records[forecasts[i].ahead - 1], names[forecasts[i].unit]);
	return (Datum) 0;
}
