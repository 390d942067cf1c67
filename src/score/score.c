/*
 * score.c
 *		The score domain: conversion of numeric and double precision, the
 *		errors, and nps_category().
 *
 * All errors are 22003 (numeric_value_out_of_range), name the value, and say
 * how to leave such rows out.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "compat.h"
#include "score/score.h"

/* Refuse a score that is a whole number, but not one from 0 to 10. */
static void
off_scale(const char *value)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("score %s is outside the scale 0 to 10", value),
			 errhint("Leave such rows out with FILTER (WHERE score BETWEEN 0 AND 10) or WHERE, or correct them.")));
}

/* Refuse a score between two whole numbers. */
static void
not_whole(const char *value)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("score %s is not a whole number from 0 to 10", value),
			 errdetail("Scores are never rounded: rounding would move answers between the categories."),
			 errhint("Leave them out as well: instead of FILTER (WHERE score BETWEEN 0 AND 10), use FILTER (WHERE score BETWEEN 0 AND 10 AND score = trunc(score)).")));
}

void
nps_score_off_scale(int64 value)
{
	off_scale(psprintf(INT64_FORMAT, value));
}

/* A score from double precision; NaN and the infinities are off the scale. */
int
nps_score_from_float8(float8 value)
{
	if (unlikely(!(value >= 0 && value <= NPS_SCORE_MAX)))
		off_scale(DatumGetCString(DirectFunctionCall1(float8out, Float8GetDatum(value))));
	if (unlikely(value != floor(value)))
		not_whole(DatumGetCString(DirectFunctionCall1(float8out, Float8GetDatum(value))));
	return (int) value;
}

static int
compare(Numeric a, Numeric b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(a), NumericGetDatum(b)));
}

/*
 * The numerics 0 .. 10, made once a backend: a binary search among them is
 * exact for every numeric (no detour over float8, where a 9 with twenty zeros
 * and a 1 behind the point would look whole) and quicker than a cast.
 */
static Numeric *
whole_scores(void)
{
	static Numeric *whole = NULL;

	if (unlikely(whole == NULL))
	{
		MemoryContext old = MemoryContextSwitchTo(TopMemoryContext);
		Numeric    *made = palloc(sizeof(Numeric) * NPS_SCORES);
		int			i;

		for (i = 0; i < NPS_SCORES; i++)
			made[i] = int64_to_numeric(i);
		MemoryContextSwitchTo(old);
		whole = made;
	}
	return whole;
}

/* A score from numeric; 9.0 is 9. */
int
nps_score_from_numeric(Numeric value)
{
	Numeric    *whole = whole_scores();
	int			low = 0,
				high = NPS_SCORE_MAX;

	while (low <= high)
	{
		int			middle = (low + high) / 2;
		int			cmp = compare(value, whole[middle]);

		if (cmp == 0)
			return middle;
		if (cmp < 0)
			high = middle - 1;
		else
			low = middle + 1;
	}

	/* high is -1 below the scale (low 0), low is 11 above it (NaN sorts there) */
	if (high < 0 || low > NPS_SCORE_MAX)
		off_scale(DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value))));
	not_whole(DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value))));
	return 0;					/* not reached */
}

static Datum
category(int score)
{
	const char *name;

	if (score >= NPS_PROMOTER_FROM)
		name = "promoter";
	else if (score >= NPS_PASSIVE_FROM)
		name = "passive";
	else
		name = "detractor";
	return PointerGetDatum(cstring_to_text(name));
}

/* nps_category(score): 'promoter' (9-10), 'passive' (7-8) or 'detractor' (0-6). */
PG_FUNCTION_INFO_V1(nps_category_int2);
Datum
nps_category_int2(PG_FUNCTION_ARGS)
{
	return category(nps_score_from_int(PG_GETARG_INT16(0)));
}

PG_FUNCTION_INFO_V1(nps_category_int4);
Datum
nps_category_int4(PG_FUNCTION_ARGS)
{
	return category(nps_score_from_int(PG_GETARG_INT32(0)));
}

PG_FUNCTION_INFO_V1(nps_category_int8);
Datum
nps_category_int8(PG_FUNCTION_ARGS)
{
	return category(nps_score_from_int(PG_GETARG_INT64(0)));
}

PG_FUNCTION_INFO_V1(nps_category_numeric);
Datum
nps_category_numeric(PG_FUNCTION_ARGS)
{
	return category(nps_score_from_numeric(PG_GETARG_NUMERIC(0)));
}

PG_FUNCTION_INFO_V1(nps_category_float8);
Datum
nps_category_float8(PG_FUNCTION_ARGS)
{
	return category(nps_score_from_float8(PG_GETARG_FLOAT8(0)));
}
