/*
 * lag_sql.c
 *		What the SQL functions over series and panels share: checks of arguments,
 *		rows of a result, reasons in words.
 */
#include "postgres.h"

#include <math.h>

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "compat.h"
#include "score/infer.h"
#include "stats/lag_sql.h"

#define LAG_LIMIT	10000		/* lags in one scan */

/* Whether one of the arguments first .. last is NULL, so that there is no answer. */
bool
nps_any_arg_null(FunctionCallInfo fcinfo, int first, int last)
{
	int			i;

	for (i = first; i <= last; i++)
		if (PG_ARGISNULL(i))
			return true;
	return false;
}

void
nps_require_range(const char *name, int32 value, int32 limit, const char *hint)
{
	if (value < 1 || value > limit)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s is %d, but 1 to %d was expected", name, value, limit),
				 errhint("%s", hint)));
}

void
nps_require_lags(int32 min_lag, int32 max_lag)
{
	if (min_lag > max_lag || (int64) max_lag - min_lag >= LAG_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot scan the lags %d to %d", min_lag, max_lag),
				 errhint("Give min_lag <= max_lag, at most %d lags in all; a negative lag lets y lead x.",
						 LAG_LIMIT)));
}

/* Argument transform: true for the values themselves, false for their differences. */
bool
nps_get_levels(FunctionCallInfo fcinfo, int arg)
{
	char	   *transform = text_to_cstring(PG_GETARG_TEXT_PP(arg));

	if (strcmp(transform, nps_transform_name(true)) == 0)
		return true;
	if (strcmp(transform, nps_transform_name(false)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there is no transform \"%s\"", transform),
				 errhint("Write level (the values themselves) or difference (their changes from one period to the next).")));
	return false;
}

const char *
nps_transform_name(bool levels)
{
	return levels ? "level" : "difference";
}

/*
 * NULL where all is known.  levels: of the transform, whose means are unit and period
 * means; min_pairs and min_units: what the caller asked for, if it could.
 */
const char *
nps_lag_reason_text(NpsLagReason reason, bool levels, int32 min_pairs, int32 min_units)
{
	const char *means = levels ? "unit and period means" : "period means";

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
			return psprintf("too few pairs for %s", means);
		case NPS_LAG_X_CONSTANT_TWOWAY:
			return psprintf("x does not vary beyond %s", means);
		case NPS_LAG_Y_CONSTANT_TWOWAY:
			return psprintf("y does not vary beyond %s", means);
		case NPS_LAG_FEW_UNITS:
			return "fewer than " CppAsString2(NPS_LAG_ERROR_UNITS) " units";
		case NPS_LAG_FEW_FOR_ERROR:
			return "too few pairs for a standard error";
		case NPS_LAG_NO_RESIDUAL:
			return "no residual to tell an error from";
		case NPS_LAG_UNDER_MIN_UNITS:
			return psprintf("fewer than %d units", min_units);
		case NPS_LAG_UNDER_MIN_PAIRS:
			return psprintf("fewer than %d pairs", min_pairs);
		case NPS_LAG_FEW_TO_PERMUTE:
			return "fewer than " CppAsString2(NPS_LAG_PERMUTATION_UNITS) " units";
		case NPS_LAG_THIN:
			return "units share too few periods";
		case NPS_LAG_ONE_PAIR:
			return "fewer than 2 pairs";
		case NPS_LAG_DESCRIPTIVE:
			return "descriptive: fewer than " CppAsString2(NPS_LAG_PROOF_PAIRS) " pairs";
		case NPS_LAG_PERFECT:
			return "all pairs on a line";
		case NPS_LAG_DEPENDENT:
			return "worth 3 independent pairs at most";
	}
	return NULL;
}

static void
put(NpsRow *row, Datum value, bool null)
{
	Assert(row->n < NPS_ROW_COLUMNS);
	row->values[row->n] = value;
	row->nulls[row->n++] = null;
}

void
nps_put(NpsRow *row, Datum value)
{
	put(row, value, false);
}

/* NaN is NULL. */
void
nps_put_integer(NpsRow *row, double value)
{
	put(row, Int32GetDatum(isnan(value) ? 0 : (int32) value), isnan(value));
}

/* NaN and the infinities are NULL. */
void
nps_put_number(NpsRow *row, double value)
{
	put(row, Float8GetDatum(value + 0.0), !isfinite(value));	/* no -0 */
}

/* NULL for NULL. */
void
nps_put_text(NpsRow *row, const char *text)
{
	put(row, text == NULL ? (Datum) 0 : CStringGetTextDatum(text), text == NULL);
}

/* The value of a function that returns one row. */
Datum
nps_form_row(FunctionCallInfo fcinfo, const NpsRow *row)
{
	return nps_row(fcinfo, (Datum *) row->values, (bool *) row->nulls, row->n);
}

/* One row of a function that returns a set, after InitMaterializedSRF(). */
void
nps_store_row(FunctionCallInfo fcinfo, const NpsRow *row)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	if (result->setDesc->natts != row->n)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("function with OID %u is declared to return rows of %d columns, but it has %d",
						fcinfo->flinfo->fn_oid, result->setDesc->natts, row->n),
				 errhint("Call the function that CREATE EXTENSION nps_ext made.")));
	tuplestore_putvalues(result->setResult, result->setDesc, (Datum *) row->values, (bool *) row->nulls);
}
