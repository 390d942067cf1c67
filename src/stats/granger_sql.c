/*
 * granger_sql.c
 *		Granger tests over series and panels handed over as parallel arrays, and
 *		the panel with what its units share taken out.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"

#include "compat.h"
#include "stats/granger.h"
#include "stats/lag_sql.h"
#include "stats/panel_adjust.h"
#include "stats/panel_sql.h"

#define ORDER_LIMIT		100

static int32
get_order(FunctionCallInfo fcinfo, int arg)
{
	int32		order = PG_GETARG_INT32(arg);

	nps_require_range("lag_order", order, ORDER_LIMIT,
					  "lag_order is the number of earlier periods that count; for one distant lag, cx_granger_lag() takes fewer.");
	return order;
}

static const char *
reason_text(const NpsGranger *result)
{
	switch (result->reason)
	{
		case NPS_GRANGER_DONE:
			return NULL;
		case NPS_GRANGER_FEW:
			return psprintf("needs " INT64_FORMAT " more complete rows", 1 - result->df2);
		case NPS_GRANGER_Y_FLAT:
			return "y does not vary";
		case NPS_GRANGER_X_FLAT:
			return "x does not vary";
		case NPS_GRANGER_SINGULAR:
			return "earlier values follow from each other";
		case NPS_GRANGER_PERFECT:
			return "perfect fit";
	}
	return NULL;
}

static Datum
granger_row(FunctionCallInfo fcinfo, const NpsGranger *result, bool with_slope)
{
	NpsRow		row = {.n = 0};

	nps_put_integer(&row, result->n);
	nps_put_integer(&row, result->df1);
	nps_put_integer(&row, result->df2 < 0 ? NAN : result->df2);
	nps_put_number(&row, result->f);
	nps_put_number(&row, result->p_value);
	if (with_slope)
		nps_put_number(&row, result->slope);
	nps_put_text(&row, reason_text(result));
	return nps_form_row(fcinfo, &row);
}

/* cx_granger(periods int[], x float8[], y float8[], lag_order int, segments int[]) */
PG_FUNCTION_INFO_V1(cx_granger);
Datum
cx_granger(PG_FUNCTION_ARGS)
{
	NpsPanel	panel;
	NpsGranger	result;
	int32		order;

	if (nps_any_arg_null(fcinfo, 0, 3))
		PG_RETURN_NULL();
	order = get_order(fcinfo, 3);
	panel = nps_get_series(fcinfo, 4);
	nps_granger(panel.cells, panel.n, order, panel.progress,
				nps_palloc_huge(nps_granger_workspace(panel.n, order)), &result);
	return granger_row(fcinfo, &result, false);
}

/* cx_granger_lag(periods int[], x float8[], y float8[], lag int, segments int[]) */
PG_FUNCTION_INFO_V1(cx_granger_lag);
Datum
cx_granger_lag(PG_FUNCTION_ARGS)
{
	NpsPanel	panel;
	NpsGranger	result;
	int32		lag;

	if (nps_any_arg_null(fcinfo, 0, 3))
		PG_RETURN_NULL();
	lag = PG_GETARG_INT32(3);
	if (lag < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("lag is %d, but 1 or more was expected", lag),
				 errhint("Only an earlier x can predict y; to see whether y predicts x, change places: y for x and x for y.")));
	panel = nps_get_series(fcinfo, 4);
	nps_granger_lag(panel.cells, panel.n, lag, panel.progress,
					nps_palloc_huge(nps_granger_workspace(panel.n, 1)), &result);
	return granger_row(fcinfo, &result, true);
}

/* cx_dumitrescu_hurlin(units text[], periods int[], x float8[], y float8[], lag_order int, segments int[]) */
PG_FUNCTION_INFO_V1(cx_dumitrescu_hurlin);
Datum
cx_dumitrescu_hurlin(PG_FUNCTION_ARGS)
{
	NpsPanel	panel;
	NpsPanelGranger result;
	NpsRow		row = {.n = 0};
	int32		order;

	if (nps_any_arg_null(fcinfo, 0, 4))
		PG_RETURN_NULL();
	order = get_order(fcinfo, 4);
	panel = nps_get_panel(fcinfo, NPS_NO_ARG, 5, NULL);
	nps_panel_granger(&panel, order,
					  nps_palloc_huge(nps_panel_granger_workspace(&panel, order)), &result);
	nps_put_integer(&row, result.units);
	nps_put_number(&row, result.periods);
	nps_put_number(&row, result.w_bar);
	nps_put_number(&row, result.z_bar);
	nps_put_number(&row, result.z_tilde);
	nps_put_number(&row, result.p_z_tilde);
	nps_put_number(&row, result.p_z_bar);
	nps_put_integer(&row, result.units_left_out);
	nps_put_text(&row, result.units > 0 ? NULL : panel.units == 0 ? "no units" :
				 psprintf("needs more than %d periods without gaps in a unit whose series vary", NPS_PANEL_GRANGER_PERIODS(order)));
	return nps_form_row(fcinfo, &row);
}

static void
put_cells(FunctionCallInfo fcinfo, const NpsPanel *panel, const Datum *names)
{
	size_t		i;

	for (i = 0; i < panel->n; i++)
	{
		const NpsCell *cell = &panel->cells[i];
		NpsRow		row = {.n = 0};

		nps_put(&row, names[cell->unit]);
		nps_put_integer(&row, cell->period);
		nps_put_number(&row, cell->x);
		nps_put_number(&row, cell->y);
		nps_put_integer(&row, cell->segment);
		nps_store_row(fcinfo, &row);
	}
}

/* cx_panel_adjust(units text[], periods int[], x float8[], y float8[], transform text, segments int[]) */
PG_FUNCTION_INFO_V1(cx_panel_adjust);
Datum
cx_panel_adjust(PG_FUNCTION_ARGS)
{
	NpsPanel	panel;
	Datum	   *names;
	bool		levels;

	InitMaterializedSRF(fcinfo, 0);
	if (nps_any_arg_null(fcinfo, 0, 4))
		return (Datum) 0;
	levels = nps_get_levels(fcinfo, 4);
	panel = nps_get_panel(fcinfo, NPS_NO_ARG, 5, &names);
	if (!levels)
		panel = nps_get_differences(&panel);
	nps_panel_number_segments(&panel);
	nps_panel_adjust(&panel, levels, nps_palloc_huge(nps_panel_adjust_workspace(&panel)));
	put_cells(fcinfo, &panel, names);
	return (Datum) 0;
}
