/*
 * infer.h
 *		What the SQL functions of inference share: results on the score scale
 *		as numeric, composite results, and the checks of their arguments.
 */
#ifndef NPS_INFER_H
#define NPS_INFER_H

#include <math.h>

#include "access/htup_details.h"
#include "common/shortest_dec.h"
#include "funcapi.h"
#include "score/nps_hist.h"
#include "stats/tests.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

/*
 * A number in points as numeric, of the 15 digits or so that a double has for
 * sure, without trailing zeros; false, for NULL, if it cannot be known (NaN or
 * infinite).
 */
static inline bool
nps_numeric_or_null(double value, Datum *result)
{
	if (!isfinite(value))
	{
		*result = (Datum) 0;
		return false;
	}
	if (fabs(value) < 900 && (fabs(value) > 0.01 || value == 0))	/* without printf */
		*result = NumericGetDatum(int64_div_fast_to_numeric(llrint(value * 1e13), 13));
	else
		*result = DirectFunctionCall1(float8_numeric, Float8GetDatum(value));
	*result = DirectFunctionCall1(numeric_trim_scale, *result);
	return true;
}

/* The same for statistics without a unit, which are double precision. */
static inline bool
nps_float8_or_null(double value, Datum *result)
{
	if (!isfinite(value))
	{
		*result = (Datum) 0;
		return false;
	}
	*result = Float8GetDatum(value + 0.0);
	return true;
}

/* The trinomial of a histogram, for the functions of src/stats/. */
static inline NpsTrinomial
nps_hist_trinomial(const NpsHist *hist)
{
	NpsCounts	counts = nps_hist_counts(hist);

	return nps_trinomial((double) counts.promoters, (double) counts.passives, (double) counts.detractors);
}

/*
 * A row of the composite type that the function is declared to return; its
 * description is looked up once a query, where the caller keeps fn_extra.
 */
static inline Datum
nps_row(FunctionCallInfo fcinfo, Datum *values, bool *nulls, int columns)
{
	TupleDesc	desc = fcinfo->flinfo->fn_extra;

	if (desc == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE || desc->natts != columns)
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("function with OID %u is declared to return something else than a row of %d columns",
							fcinfo->flinfo->fn_oid, columns),
					 errhint("Call the function that CREATE EXTENSION nps_ext made.")));
		desc = BlessTupleDesc(desc);
		fcinfo->flinfo->fn_extra = desc;
		MemoryContextSwitchTo(old);
	}
	return HeapTupleGetDatum(heap_form_tuple(desc, values, nulls));
}

/* A double for a message, whatever extra_float_digits says. */
static inline char *
nps_double_text(double value)
{
	char	   *text = palloc(DOUBLE_SHORTEST_DECIMAL_LEN);

	double_to_shortest_decimal_buf(value, text);
	return text;
}

/* Refuse a confidence level that is not between 0 and 1. */
static inline void
nps_require_level(double level)
{
	if (!(level > 0 && level < 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("confidence level %s is not between 0 and 1", nps_double_text(level)),
				 errhint("Write 95 %% as 0.95.")));
}

/* Refuse a value to test against that is no score. */
static inline void
nps_require_score(double null_value)
{
	if (!(null_value >= -100 && null_value <= 100))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("null_value %s is no Net Promoter Score", nps_double_text(null_value)),
				 errhint("Give a score in points, from -100 to 100.")));
}

/* Refuse a population of fewer people than those who answered. */
static inline void
nps_require_population(int64 answers, int64 population)
{
	if (population < answers)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a population of " INT64_FORMAT " cannot have given " INT64_FORMAT " answers", population, answers),
				 errhint("The population is the number of people that could have answered, those who did included.")));
}

/* A method of nps_interval() by its name; ERROR 22023 if there is none. */
static inline NpsIntervalMethod
nps_require_method(const text *name)
{
	NpsIntervalMethod method;
	char	   *string = text_to_cstring(name);

	if (!nps_ci_method(string, &method))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there is no method \"%s\"", string),
				 errhint("The methods are score (the default), adjusted_wald, wald, student_t and bayes.")));
	return method;
}

/* The same of nps_test(), which has no bayes. */
static inline NpsIntervalMethod
nps_require_test_method(const text *name)
{
	NpsIntervalMethod method;
	char	   *string = text_to_cstring(name);

	if (!nps_ci_method(string, &method) || !nps_test_has_method(method))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there is no method \"%s\" for a test of two samples", string),
				 errhint("The methods are score (the default), adjusted_wald, wald and student_t.")));
	return method;
}

#endif							/* NPS_INFER_H */
