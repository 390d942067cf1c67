/*
 * lag_scan_sql.c
 *		cx_lag_scan(): the lag statistics of lag_scan.c on a panel handed over as
 *		parallel arrays.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "compat.h"
#include "stats/lag_scan.h"
#include "stats/pairs.h"
#include "stats/panel_sql.h"

#define LAG_LIMIT		10000	/* lags in one scan */
#define LAG_COLUMNS		9

static void
put_row(ReturnSetInfo *result, const NpsLagRow *row)
{
	Datum		values[LAG_COLUMNS];
	bool		nulls[LAG_COLUMNS] = {false};
	double		numbers[5];
	int			i;

	numbers[0] = row->r_pooled;
	numbers[1] = row->r_within;
	numbers[2] = row->r_twoway;
	numbers[3] = row->slope_within;
	numbers[4] = row->slope_twoway;

	values[0] = CStringGetTextDatum("level");
	values[1] = Int32GetDatum(row->lag);
	values[2] = Int64GetDatum(row->pairs);
	values[3] = Int32GetDatum(row->units);
	for (i = 0; i < 5; i++)
	{
		nulls[4 + i] = !isfinite(numbers[i]);
		values[4 + i] = Float8GetDatum(numbers[i]);
	}
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/*
 * cx_lag_scan(panel_units text[], periods int[], x float8[], y float8[], min_lag,
 * max_lag): a row for each lag; formulas in lag_scan.c.
 */
PG_FUNCTION_INFO_V1(cx_lag_scan);
Datum
cx_lag_scan(PG_FUNCTION_ARGS)
{
	int32		min_lag = PG_GETARG_INT32(4);
	int32		max_lag = PG_GETARG_INT32(5);
	NpsPanel	panel;
	void	   *workspace;
	int64		lag;

	if (min_lag > max_lag || (int64) max_lag - min_lag >= LAG_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot scan the lags %d to %d", min_lag, max_lag),
				 errhint("Give min_lag <= max_lag, at most %d lags in all; a negative lag lets y lead x.",
						 LAG_LIMIT)));

	InitMaterializedSRF(fcinfo, 0);
	panel = nps_get_panel(fcinfo, -1);
	workspace = palloc_extended(nps_pairs_workspace(&panel) + 1, MCXT_ALLOC_HUGE);
	for (lag = min_lag; lag <= max_lag; lag++)
	{
		NpsLagRow	row;

		CHECK_FOR_INTERRUPTS();
		nps_lag_row(&panel, (int32) lag, workspace, &row);
		put_row((ReturnSetInfo *) fcinfo->resultinfo, &row);
	}
	return (Datum) 0;
}
