/*
 * homogeneity.c
 *		nps_homogeneity(hist): do units differ by more than sampling?
 *
 * One-way analysis of variance of the answers, counted as +1, 0, -1, over units
 * that come as histograms.  Cochran's Q, with the variance of each unit by
 * itself, finds differences among small units where there are none.
 *
 * The state is double precision[7]: units, answers, promoters - detractors, and
 * two sums over the units as double-doubles (dd.h): the squares within, and
 * (promoters - detractors)^2 / answers.  A built-in type, as nothing but this
 * aggregate has a use for it.  Anyone may call these functions from SQL.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"

#include "compat.h"
#include "score/dd.h"
#include "score/infer.h"
#include "score/nps_hist.h"
#include "stats/dist.h"

typedef struct Units
{
	double		units;
	double		n;
	double		balance;		/* promoters - detractors */
	NpsDd		within;
	NpsDd		among;
} Units;

#define UNITS_LENGTH	7
#define ROUNDED_UP		(1 + 1e-14)	/* sums of squares are rounded: no more than n, but for that */
#define COUNT_LIMIT		9007199254740992.0	/* 2^53: whole numbers a double can hold */

StaticAssertDecl(sizeof(Units) == UNITS_LENGTH * sizeof(double), "the state is an array of doubles");

/* The state in an array; ERROR 22023 if it is none. */
static ArrayType *
get_state(FunctionCallInfo fcinfo, int arg, Units **units)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(arg);
	bool		valid = ARR_NDIM(array) == 1 && ARR_DIMS(array)[0] == UNITS_LENGTH &&
	!ARR_HASNULL(array) && ARR_ELEMTYPE(array) == FLOAT8OID;
	Units	   *u = (Units *) ARR_DATA_PTR(array);

	if (valid)
		valid = u->units >= 0 && u->units <= u->n && u->n <= COUNT_LIMIT &&
			u->units == floor(u->units) && u->n == floor(u->n) && u->balance == floor(u->balance) &&
			fabs(u->balance) <= u->n && u->within.hi >= 0 && u->within.hi <= u->n * ROUNDED_UP &&
			u->among.hi >= 0 && u->among.hi <= u->n * ROUNDED_UP && isfinite(u->within.lo) && isfinite(u->among.lo);
	if (!valid)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the array is no state of nps_homogeneity"),
				 errhint("Call the aggregate nps_homogeneity(hist), one histogram a row for each unit.")));
	*units = u;
	return array;
}

/* The state to change: in place inside an aggregate, a copy elsewhere. */
static ArrayType *
get_writable_state(FunctionCallInfo fcinfo, Units **units)
{
	ArrayType  *array = get_state(fcinfo, 0, units);

	if (AggCheckCallContext(fcinfo, NULL))
		return array;
	array = DatumGetArrayTypePCopy(PointerGetDatum(array));
	*units = (Units *) ARR_DATA_PTR(array);
	return array;
}

static void
require_countable(const Units *units)
{
	if (units->n > COUNT_LIMIT)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_homogeneity counts up to %.0f answers", COUNT_LIMIT)));
}

/* a^2 / b as a double-double, for whole numbers up to 2^53. */
static NpsDd
square_over(double a, double b)
{
	double		square = nps_square(a);
	double		quotient = square / b;
	double		rest = fma(-quotient, b, square) + fma(a, a, -square);

	return nps_fast_two_sum(quotient, rest / b);
}

PG_FUNCTION_INFO_V1(nps_homogeneity_accum);
Datum
nps_homogeneity_accum(PG_FUNCTION_ARGS)
{
	Units	   *state;
	ArrayType  *array = get_writable_state(fcinfo, &state);
	NpsCounts	counts = nps_hist_counts(PG_GETARG_NPS_HIST_P(1));
	double		p = counts.promoters,
				q = counts.passives,
				d = counts.detractors,
				n = counts.n;

	if (counts.n > 0)
	{
		state->units += 1;
		state->n += n;
		require_countable(state);
		state->balance += p - d;
		state->within = nps_dd_add_double(state->within, (4 * p * d + q * (p + d)) / n);
		state->among = nps_dd_add(state->among, square_over(p - d, n));
	}
	PG_RETURN_ARRAYTYPE_P(array);
}

PG_FUNCTION_INFO_V1(nps_homogeneity_merge);
Datum
nps_homogeneity_merge(PG_FUNCTION_ARGS)
{
	Units	   *state;
	Units	   *other;
	ArrayType  *array = get_writable_state(fcinfo, &state);

	(void) get_state(fcinfo, 1, &other);
	state->units += other->units;
	state->n += other->n;
	require_countable(state);
	state->balance += other->balance;
	state->within = nps_dd_add(state->within, other->within);
	state->among = nps_dd_add(state->among, other->among);
	PG_RETURN_ARRAYTYPE_P(array);
}

PG_FUNCTION_INFO_V1(nps_homogeneity_final);
Datum
nps_homogeneity_final(PG_FUNCTION_ARGS)
{
	Units	   *state;
	Datum		values[6];
	bool		nulls[6] = {false};
	double		df1,
				df2,
				f = NAN,
				p_value = NAN;

	(void) get_state(fcinfo, 0, &state);
	if (state->n == 0)
		PG_RETURN_NULL();
	df1 = state->units - 1;
	df2 = state->n - state->units;
	if (df1 > 0 && df2 > 0 && state->within.hi > 0)
	{
		NpsDd		among = nps_dd_add(state->among, nps_dd_negate(square_over(state->balance, state->n)));

		f = (Max(among.hi, 0) / df1) / (state->within.hi / df2);
		p_value = nps_f_sf(f, df1, df2);
	}

	values[0] = Int64GetDatum((int64) state->units);
	values[1] = Int64GetDatum((int64) state->n);
	nulls[2] = !nps_float8_or_null(f, &values[2]);
	values[3] = Int64GetDatum((int64) df1);
	values[4] = Int64GetDatum((int64) df2);
	nulls[5] = !nps_float8_or_null(p_value, &values[5]);
	return nps_row(fcinfo, values, nulls, lengthof(values));
}
