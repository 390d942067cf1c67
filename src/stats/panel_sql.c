/*
 * panel_sql.c
 *		A panel from the parallel arrays that SQL hands over.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "compat.h"
#include "stats/panel_sql.h"

typedef struct NamedCell
{
	text	   *unit;
	int			row;			/* position in the arrays */
} NamedCell;

/* Byte order will do: names only have to be told apart. */
static int
compare_units(const void *a, const void *b)
{
	text	   *s = ((const NamedCell *) a)->unit;
	text	   *t = ((const NamedCell *) b)->unit;
	int			s_len = VARSIZE_ANY_EXHDR(s);
	int			t_len = VARSIZE_ANY_EXHDR(t);
	int			cmp = memcmp(VARDATA_ANY(s), VARDATA_ANY(t), Min(s_len, t_len));

	return cmp != 0 ? cmp : (s_len > t_len) - (s_len < t_len);
}

/* An array argument as Datums; ERROR unless it has `expected` elements (-1: any). */
static int
get_array(FunctionCallInfo fcinfo, int arg, const char *name, Oid type, int16 length,
		  bool by_value, char align, int expected, Datum **values, bool **nulls)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(arg);
	int			n;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d dimensions, but 1 was expected", name, ARR_NDIM(array)),
				 errhint("Build the arrays with array_agg() over the rows of a panel.")));
	deconstruct_array(array, type, length, by_value, align, values, nulls, &n);
	if (expected >= 0 && n != expected)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d elements, but panel_units has %d", name, n, expected),
				 errhint("The arrays are columns of one panel: build them with array_agg() in one query.")));
	return n;
}

/* NULL, NaN and the infinities are all "no value". */
static double
value_or_nan(Datum value, bool null)
{
	double		v = null ? NAN : DatumGetFloat8(value);

	return isfinite(v) ? v : NAN;
}

/* Give each cell the number of its unit; returns the number of units. */
static int
number_units(NpsCell *cells, Datum *units, int n)
{
	NamedCell  *named = palloc(sizeof(NamedCell) * Max(n, 1));
	int			i,
				unit = -1;

	for (i = 0; i < n; i++)
	{
		named[i].unit = DatumGetTextPP(units[i]);
		named[i].row = i;
	}
	qsort(named, n, sizeof(NamedCell), compare_units);
	for (i = 0; i < n; i++)
	{
		if (i == 0 || compare_units(&named[i - 1], &named[i]) != 0)
			unit++;
		cells[named[i].row].unit = unit;
	}
	pfree(named);
	return unit + 1;
}

static void
look_for_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

/* x_se, y_se and segments, where the function has them and the caller gave them. */
static void
get_extras(FunctionCallInfo fcinfo, int extras, NpsCell *cells, int n)
{
	Datum	   *values;
	bool	   *nulls;
	int			i;

	for (i = 0; i < n; i++)
	{
		cells[i].x_se = cells[i].y_se = NAN;
		cells[i].segment = 0;
	}
	if (extras < 0)
		return;
	if (!PG_ARGISNULL(extras))
	{
		get_array(fcinfo, extras, "x_se", FLOAT8OID, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, n, &values, &nulls);
		for (i = 0; i < n; i++)
			cells[i].x_se = value_or_nan(values[i], nulls[i]);
	}
	if (!PG_ARGISNULL(extras + 1))
	{
		get_array(fcinfo, extras + 1, "y_se", FLOAT8OID, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, n, &values, &nulls);
		for (i = 0; i < n; i++)
			cells[i].y_se = value_or_nan(values[i], nulls[i]);
	}
	if (!PG_ARGISNULL(extras + 2))
	{
		get_array(fcinfo, extras + 2, "segments", INT4OID, 4, true, TYPALIGN_INT, n, &values, &nulls);
		for (i = 0; i < n; i++)
			cells[i].segment = nulls[i] ? 0 : DatumGetInt32(values[i]);
	}
}

/*
 * The panel from the arguments panel_units, periods, x, y (0 to 3), none of which
 * may be NULL.  The three optional arguments x_se, y_se and segments begin at
 * number `extras`; -1: the function has none; NULL: not given.
 */
NpsPanel
nps_get_panel(FunctionCallInfo fcinfo, int extras)
{
	NpsPanel	panel = {0};
	Datum	   *units,
			   *periods,
			   *x,
			   *y;
	bool	   *no_unit,
			   *no_period,
			   *no_x,
			   *no_y;
	int32	   *scratch;
	int			n,
				i,
				twice;

	n = get_array(fcinfo, 0, "panel_units", TEXTOID, -1, false, TYPALIGN_INT, -1, &units, &no_unit);
	get_array(fcinfo, 1, "periods", INT4OID, 4, true, TYPALIGN_INT, n, &periods, &no_period);
	get_array(fcinfo, 2, "x", FLOAT8OID, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, n, &x, &no_x);
	get_array(fcinfo, 3, "y", FLOAT8OID, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, n, &y, &no_y);

	panel.n = n;
	panel.progress = look_for_interrupts;
	panel.cells = palloc(sizeof(NpsCell) * Max(n, 1));
	for (i = 0; i < n; i++)
	{
		if (no_unit[i] || no_period[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("element %d of %s is NULL", i + 1, no_unit[i] ? "panel_units" : "periods"),
					 errhint("Only x and y may be NULL: that is a gap.")));
		panel.cells[i].period = DatumGetInt32(periods[i]);
		panel.cells[i].x = value_or_nan(x[i], no_x[i]);
		panel.cells[i].y = value_or_nan(y[i], no_y[i]);
	}
	panel.units = number_units(panel.cells, units, n);
	get_extras(fcinfo, extras, panel.cells, n);

	scratch = palloc(sizeof(int32) * Max(n, 1));
	twice = nps_panel_prepare(&panel, scratch);
	if (twice >= 0)
		ereport(ERROR,
				(errcode(ERRCODE_CARDINALITY_VIOLATION),
				 errmsg("a unit has period %d more than once", panel.cells[twice].period),
				 errhint("A panel has one row for each unit and period: GROUP BY both first.")));
	return panel;
}
