/*
 * panel_args_sql.c
 *		The panel of functions whose one optional column is segments, which may be
 *		a single series; and the names of a panel's units.
 *
 * All go through nps_get_panel(), so that they refuse the same with the same words.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "compat.h"
#include "stats/panel_args_sql.h"
#include "stats/panel_sql.h"

/* Whether one of the arguments first .. last is NULL. */
bool
nps_args_have_null(FunctionCallInfo fcinfo, int first, int last)
{
	int			i;

	for (i = first; i <= last; i++)
		if (PG_ARGISNULL(i))
			return true;
	return false;
}

static void
set_arg(FunctionCallInfo call, int arg, Datum value, bool null)
{
	call->args[arg].value = value;
	call->args[arg].isnull = null;
}

/* The panel of these columns: standard errors are not known. */
static NpsPanel
get_panel(Datum units, FunctionCallInfo fcinfo, int periods, int segments)
{
	LOCAL_FCINFO(call, 7);

	InitFunctionCallInfoData(*call, NULL, 7, InvalidOid, NULL, NULL);
	set_arg(call, 0, units, false);
	set_arg(call, 1, PG_GETARG_DATUM(periods), false);
	set_arg(call, 2, PG_GETARG_DATUM(periods + 1), false);
	set_arg(call, 3, PG_GETARG_DATUM(periods + 2), false);
	set_arg(call, 4, (Datum) 0, true);
	set_arg(call, 5, (Datum) 0, true);
	set_arg(call, 6, PG_GETARG_DATUM(segments), PG_ARGISNULL(segments));
	return nps_get_panel(call, 4);
}

/* Arguments units, periods, x, y (0 to 3, none NULL); segments may be NULL. */
NpsPanel
nps_panel_from_args(FunctionCallInfo fcinfo, int segments)
{
	return get_panel(PG_GETARG_DATUM(0), fcinfo, 1, segments);
}

static int
elements_of(FunctionCallInfo fcinfo, int arg)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(arg);

	return ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
}

/* The message of nps_get_panel() would speak of an array that a series has not. */
static void
require_length(FunctionCallInfo fcinfo, int arg, const char *name, int expected)
{
	int			n = elements_of(fcinfo, arg);

	if (n != expected)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d elements, but periods has %d", name, n, expected),
				 errhint("The arrays are columns of one series: build them with array_agg() in one query.")));
}

/*
 * A panel of one unit, from the arguments periods, x, y (0 to 2, none NULL);
 * segments may be NULL.
 */
NpsPanel
nps_series_from_args(FunctionCallInfo fcinfo, int segments)
{
	int			n = elements_of(fcinfo, 0);
	Datum	   *units = palloc(sizeof(Datum) * Max(n, 1));
	Datum		name = CStringGetTextDatum("");
	int			i;

	require_length(fcinfo, 1, "x", n);
	require_length(fcinfo, 2, "y", n);
	if (!PG_ARGISNULL(segments))
		require_length(fcinfo, segments, "segments", n);
	for (i = 0; i < n; i++)
		units[i] = name;
	return get_panel(PointerGetDatum(construct_array(units, n, TEXTOID, -1, false, TYPALIGN_INT)),
					 fcinfo, 0, segments);
}

/* The order in which nps_get_panel() numbers units: that of bytes. */
static int
compare_names(const void *a, const void *b)
{
	text	   *s = DatumGetTextPP(*(const Datum *) a);
	text	   *t = DatumGetTextPP(*(const Datum *) b);
	int			s_len = VARSIZE_ANY_EXHDR(s);
	int			t_len = VARSIZE_ANY_EXHDR(t);
	int			cmp = memcmp(VARDATA_ANY(s), VARDATA_ANY(t), Min(s_len, t_len));

	return cmp != 0 ? cmp : (s_len > t_len) - (s_len < t_len);
}

/* The names of the units, by the numbers that nps_get_panel() gave them. */
Datum *
nps_unit_names(Datum unit_array, int32 units)
{
	Datum	   *names;
	bool	   *nulls;
	int			n,
				i;
	int32		distinct = 0;

	deconstruct_array(DatumGetArrayTypeP(unit_array), TEXTOID, -1, false, TYPALIGN_INT, &names, &nulls, &n);
	qsort(names, n, sizeof(Datum), compare_names);
	for (i = 0; i < n; i++)
		if (i == 0 || compare_names(&names[distinct - 1], &names[i]) != 0)
			names[distinct++] = names[i];
	if (distinct != units)
		elog(ERROR, "panel has %d units, but %d names", units, distinct);
	return names;
}
