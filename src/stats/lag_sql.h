/*
 * lag_sql.h
 *		What the SQL functions over series and panels share: checks of arguments,
 *		rows of a result, reasons in words.
 */
#ifndef NPS_LAG_SQL_H
#define NPS_LAG_SQL_H

#include "fmgr.h"

#include "stats/lag_reason.h"

/* A row under construction, column by column. */
#define NPS_ROW_COLUMNS	32

typedef struct NpsRow
{
	Datum		values[NPS_ROW_COLUMNS];
	bool		nulls[NPS_ROW_COLUMNS];
	int			n;
} NpsRow;

extern bool nps_any_arg_null(FunctionCallInfo fcinfo, int first, int last);
extern void nps_require_range(const char *name, int32 value, int32 limit, const char *hint);
extern void nps_require_lags(int32 min_lag, int32 max_lag);
extern bool nps_get_levels(FunctionCallInfo fcinfo, int arg);

extern const char *nps_transform_name(bool levels);
extern const char *nps_lag_reason_text(NpsLagReason reason, bool levels, int32 min_pairs, int32 min_units);

extern void nps_put(NpsRow *row, Datum value);
extern void nps_put_integer(NpsRow *row, double value);
extern void nps_put_number(NpsRow *row, double value);
extern void nps_put_text(NpsRow *row, const char *text);
extern Datum nps_form_row(FunctionCallInfo fcinfo, const NpsRow *row);
extern void nps_store_row(FunctionCallInfo fcinfo, const NpsRow *row);

#endif							/* NPS_LAG_SQL_H */
