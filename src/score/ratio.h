/*
 * ratio.h
 *		Exact arithmetic on counts, with results as trimmed numeric.
 */
#ifndef NPS_RATIO_H
#define NPS_RATIO_H

#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

static inline Numeric
nps_numeric_add(Numeric a, Numeric b)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_add, NumericGetDatum(a), NumericGetDatum(b)));
}

static inline Numeric
nps_numeric_sub(Numeric a, Numeric b)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_sub, NumericGetDatum(a), NumericGetDatum(b)));
}

static inline Numeric
nps_numeric_mul(Numeric a, Numeric b)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_mul, NumericGetDatum(a), NumericGetDatum(b)));
}

/* a / b to at least 16 significant digits, without trailing zeros. */
static inline Numeric
nps_numeric_ratio(Numeric a, Numeric b)
{
	Datum		quotient = DirectFunctionCall2(numeric_div, NumericGetDatum(a), NumericGetDatum(b));

	return DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale, quotient));
}

/* 100 x part / whole; part may be as large as a bigint. */
static inline Numeric
nps_percentage(int64 part, int64 whole)
{
	Numeric		hundredfold;

	if (part < PG_INT64_MAX / 100 && part > PG_INT64_MIN / 100)
		hundredfold = int64_to_numeric(part * 100);
	else
		hundredfold = nps_numeric_mul(int64_to_numeric(part), int64_to_numeric(100));
	return nps_numeric_ratio(hundredfold, int64_to_numeric(whole));
}

#endif							/* NPS_RATIO_H */
