/*
 * granger_sql.c
 *		Granger tests over series and panels handed over as parallel arrays, and
 *		the panel with what its units share taken out.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "compat.h"
#include "stats/granger.h"
#include "stats/panel_adjust.h"
#include "stats/panel_args_sql.h"

#define ORDER_LIMIT		100

static void
require_order(int32 order)
{
	if (order < 1 || order > ORDER_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("lag_order is %d, but 1 to %d was expected", order, ORDER_LIMIT),
				 errhint("lag_order is the number of earlier periods that count; for one distant lag, cx_granger_lag() takes fewer.")));
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

static void
put_number(Datum *value, bool *null, double number)
{
	*value = Float8GetDatum(number);
	*null = !isfinite(number);
}

static void
put_text(Datum *value, bool *null, const char *text)
{
	*null = text == NULL;
	*value = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

static Datum
form_row(FunctionCallInfo fcinfo, Datum *values, bool *nulls)
{
	TupleDesc	desc;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls));
}

static Datum
granger_row(FunctionCallInfo fcinfo, const NpsGranger *result, bool with_slope)
{
	Datum		values[7];
	bool		nulls[7] = {false};
	int			c = 0;

	values[c++] = Int32GetDatum((int32) result->n);
	values[c++] = Int32GetDatum((int32) result->df1);
	nulls[c] = result->df2 < 0;
	values[c++] = Int32GetDatum((int32) result->df2);
	put_number(&values[c], &nulls[c], result->f);
	c++;
	put_number(&values[c], &nulls[c], result->p_value);
	c++;
	if (with_slope)
	{
		put_number(&values[c], &nulls[c], result->slope);
		c++;
	}
	put_text(&values[c], &nulls[c], reason_text(result));
	return form_row(fcinfo, values, nulls);
}

/* cx_granger(periods int[], x float8[], y float8[], lag_order int, segments int[]) */
PG_FUNCTION_INFO_V1(cx_granger);
Datum
cx_granger(PG_FUNCTION_ARGS)
{
	NpsPanel	panel;
	NpsGranger	result;
	int32		order;

	if (nps_args_have_null(fcinfo, 0, 3))
		PG_RETURN_NULL();
	order = PG_GETARG_INT32(3);
	require_order(order);
	panel = nps_series_from_args(fcinfo, 4);
	nps_granger(panel.cells, panel.n, order, panel.progress,
				palloc_extended(nps_granger_workspace(panel.n, order) + 1, MCXT_ALLOC_HUGE), &result);
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

	if (nps_args_have_null(fcinfo, 0, 3))
		PG_RETURN_NULL();
	lag = PG_GETARG_INT32(3);
	if (lag < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("lag is %d, but 1 or more was expected", lag),
				 errhint("Only an earlier x can predict y; to see whether y predicts x, change places: y for x and x for y.")));
	panel = nps_series_from_args(fcinfo, 4);
	nps_granger_lag(panel.cells, panel.n, lag, panel.progress,
					palloc_extended(nps_granger_workspace(panel.n, 1) + 1, MCXT_ALLOC_HUGE), &result);
	return granger_row(fcinfo, &result, true);
}

/* cx_dumitrescu_hurlin(units text[], periods int[], x float8[], y float8[], lag_order int, segments int[]) */
PG_FUNCTION_INFO_V1(cx_dumitrescu_hurlin);
Datum
cx_dumitrescu_hurlin(PG_FUNCTION_ARGS)
{
	NpsPanel	panel;
	NpsPanelGranger result;
	Datum		values[9];
	bool		nulls[9] = {false};
	int32		order;

	if (nps_args_have_null(fcinfo, 0, 4))
		PG_RETURN_NULL();
	order = PG_GETARG_INT32(4);
	require_order(order);
	panel = nps_panel_from_args(fcinfo, 5);
	nps_panel_granger(&panel, order,
					  palloc_extended(nps_panel_granger_workspace(&panel, order) + 1, MCXT_ALLOC_HUGE), &result);
	values[0] = Int32GetDatum(result.units);
	put_number(&values[1], &nulls[1], result.periods);
	put_number(&values[2], &nulls[2], result.w_bar);
	put_number(&values[3], &nulls[3], result.z_bar);
	put_number(&values[4], &nulls[4], result.z_tilde);
	put_number(&values[5], &nulls[5], result.p_z_tilde);
	put_number(&values[6], &nulls[6], result.p_z_bar);
	values[7] = Int32GetDatum(result.units_left_out);
	put_text(&values[8], &nulls[8], result.units > 0 ? NULL : panel.units == 0 ? "no units" :
			 psprintf("needs more than %d periods without gaps in a unit whose series vary", NPS_PANEL_GRANGER_PERIODS(order)));
	return form_row(fcinfo, values, nulls);
}

static bool
wants_difference(FunctionCallInfo fcinfo, int arg)
{
	char	   *transform = text_to_cstring(PG_GETARG_TEXT_PP(arg));

	if (strcmp(transform, "difference") == 0)
		return true;
	if (strcmp(transform, "level") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there is no transform \"%s\"", transform),
				 errhint("Write level (the values themselves) or difference (their changes from one period to the next).")));
	return false;
}

static void
put_cells(ReturnSetInfo *result, const NpsPanel *panel, const Datum *names)
{
	size_t		i;

	for (i = 0; i < panel->n; i++)
	{
		const NpsCell *cell = &panel->cells[i];
		Datum		values[5];
		bool		nulls[5] = {false};

		values[0] = names[cell->unit];
		values[1] = Int32GetDatum(cell->period);
		put_number(&values[2], &nulls[2], cell->x);
		put_number(&values[3], &nulls[3], cell->y);
		values[4] = Int32GetDatum(cell->segment);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

/* cx_panel_adjust(units text[], periods int[], x float8[], y float8[], transform text, segments int[]) */
PG_FUNCTION_INFO_V1(cx_panel_adjust);
Datum
cx_panel_adjust(PG_FUNCTION_ARGS)
{
	NpsPanel	panel;
	bool		difference;

	InitMaterializedSRF(fcinfo, 0);
	if (nps_args_have_null(fcinfo, 0, 4))
		return (Datum) 0;
	difference = wants_difference(fcinfo, 4);
	panel = nps_panel_from_args(fcinfo, 5);
	if (difference)
	{
		NpsPanel	changes = panel;

		changes.cells = palloc_extended(sizeof(NpsCell) * panel.n + 1, MCXT_ALLOC_HUGE);
		nps_panel_difference(&panel, &changes, palloc_extended(sizeof(int32) * panel.n + 1, MCXT_ALLOC_HUGE));
		panel = changes;
	}
	nps_panel_number_segments(&panel);
	nps_panel_adjust(&panel, !difference,
					 palloc_extended(nps_panel_adjust_workspace(&panel) + 1, MCXT_ALLOC_HUGE));
	put_cells((ReturnSetInfo *) fcinfo->resultinfo, &panel, nps_unit_names(PG_GETARG_DATUM(0), panel.units));
	return (Datum) 0;
}
