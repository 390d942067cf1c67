/*
 * lag_sql.h
 *		What the SQL functions over lags share: checks of arguments, columns.
 */
#ifndef NPS_LAG_SQL_H
#define NPS_LAG_SQL_H

#include <math.h>

#include "fmgr.h"
#include "utils/builtins.h"

#define NPS_LAG_LIMIT	10000	/* lags in one scan */

static inline void
nps_require_lags(int32 min_lag, int32 max_lag)
{
	if (min_lag > max_lag || (int64) max_lag - min_lag >= NPS_LAG_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot scan the lags %d to %d", min_lag, max_lag),
				 errhint("Give min_lag <= max_lag, at most %d lags in all; a negative lag lets y lead x.",
						 NPS_LAG_LIMIT)));
}

/* Whether one of the arguments 0 .. last, or `other`, is NULL. */
static inline bool
nps_lag_args_null(FunctionCallInfo fcinfo, int last, int other)
{
	int			i;

	for (i = 0; i <= last; i++)
		if (PG_ARGISNULL(i))
			return true;
	return PG_ARGISNULL(other);
}

static inline const char *
nps_transform_name(bool differences)
{
	return differences ? "difference" : "level";
}

/* A row under construction, column by column. */
typedef struct NpsLagColumns
{
	Datum	   *values;
	bool	   *nulls;
	int			n;
} NpsLagColumns;

static inline void
nps_put(NpsLagColumns *c, Datum value)
{
	c->nulls[c->n] = false;
	c->values[c->n++] = value;
}

/* NaN and the infinities are NULL. */
static inline void
nps_put_number(NpsLagColumns *c, double value)
{
	c->nulls[c->n] = !isfinite(value);
	c->values[c->n++] = Float8GetDatum(value + 0.0);	/* no -0 */
}

/* NULL for NULL. */
static inline void
nps_put_text(NpsLagColumns *c, const char *text)
{
	c->nulls[c->n] = text == NULL;
	c->values[c->n++] = text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

#endif							/* NPS_LAG_SQL_H */
