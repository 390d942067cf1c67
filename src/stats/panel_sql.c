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
	Datum		unit;
	int			row;			/* position in the arrays */
} NamedCell;

/* Room that may be more than 1 GB, or none. */
void *
nps_palloc_huge(size_t size)
{
	return palloc_extended(size + 1, MCXT_ALLOC_HUGE);
}

/* Byte order will do: names only have to be told apart. */
static int
compare_units(const void *a, const void *b)
{
	text	   *s = DatumGetTextPP(((const NamedCell *) a)->unit);
	text	   *t = DatumGetTextPP(((const NamedCell *) b)->unit);
	int			s_len = VARSIZE_ANY_EXHDR(s);
	int			t_len = VARSIZE_ANY_EXHDR(t);
	int			cmp = memcmp(VARDATA_ANY(s), VARDATA_ANY(t), Min(s_len, t_len));

	return cmp != 0 ? cmp : (s_len > t_len) - (s_len < t_len);
}

/* The columns that are handed over: the first one says how long the others are. */
typedef struct Columns
{
	FunctionCallInfo fcinfo;
	const char *whole;			/* what they are columns of */
	const char *first;
	int			n;				/* -1: the first one is not read yet */
} Columns;

/* A column as Datums; ERROR unless it is as long as the first one. */
static void
get_column(Columns *columns, int arg, const char *name, Oid type, int16 length,
		   bool by_value, char align, Datum **values, bool **nulls)
{
	FunctionCallInfo fcinfo = columns->fcinfo;
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(arg);
	int			n;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d dimensions, but 1 was expected", name, ARR_NDIM(array)),
				 errhint("Build the arrays with array_agg() over the rows of a panel.")));
	deconstruct_array(array, type, length, by_value, align, values, nulls, &n);
	if (columns->n < 0)
	{
		columns->first = name;
		columns->n = n;
	}
	if (n != columns->n)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("%s has %d elements, but %s has %d", name, n, columns->first, columns->n),
				 errhint("The arrays are columns of one %s: build them with array_agg() in one query.", columns->whole)));
}

static void
get_integers(Columns *columns, int arg, const char *name, Datum **values, bool **nulls)
{
	get_column(columns, arg, name, INT4OID, 4, true, TYPALIGN_INT, values, nulls);
}

static void
get_numbers(Columns *columns, int arg, const char *name, Datum **values, bool **nulls)
{
	get_column(columns, arg, name, FLOAT8OID, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, values, nulls);
}

/* NULL, NaN and the infinities are all "no value". */
static double
value_or_nan(Datum value, bool null)
{
	double		v = null ? NAN : DatumGetFloat8(value);

	return isfinite(v) ? v : NAN;
}

/*
 * Give each cell the number of its unit, and names, if wanted, the units by number.
 * Returns the number of units.
 */
static int
number_units(NpsCell *cells, Datum *units, int n, Datum **names)
{
	NamedCell  *named = nps_palloc_huge(sizeof(NamedCell) * n);
	int			i,
				count = 0;

	if (names != NULL)
		*names = nps_palloc_huge(sizeof(Datum) * n);
	for (i = 0; i < n; i++)
	{
		named[i].unit = units[i];
		named[i].row = i;
	}
	qsort(named, n, sizeof(NamedCell), compare_units);
	for (i = 0; i < n; i++)
	{
		if (i == 0 || compare_units(&named[i - 1], &named[i]) != 0)
		{
			if (names != NULL)
				(*names)[count] = named[i].unit;
			count++;
		}
		cells[named[i].row].unit = count - 1;
	}
	pfree(named);
	return count;
}

static void
look_for_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

/* Whether the function has no such argument, or it is NULL. */
static bool
not_given(const Columns *columns, int arg)
{
	return arg == NPS_NO_ARG || columns->fcinfo->args[arg].isnull;
}

/* x_se or y_se: 0 or more, or unknown; NULL for the array: all unknown. */
static void
get_errors(Columns *columns, int arg, bool of_x, NpsCell *cells)
{
	const char *name = of_x ? "x_se" : "y_se";
	Datum	   *values;
	bool	   *nulls;
	int			i;

	if (not_given(columns, arg))
		return;
	get_numbers(columns, arg, name, &values, &nulls);
	for (i = 0; i < columns->n; i++)
	{
		double		se = value_or_nan(values[i], nulls[i]);

		if (se < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("element %d of %s is negative", i + 1, name),
					 errhint("A standard error is 0 or more; NULL where it is not known.")));
		*(of_x ? &cells[i].x_se : &cells[i].y_se) = se;
	}
}

static void
get_segments(Columns *columns, int arg, NpsCell *cells)
{
	Datum	   *values;
	bool	   *nulls;
	int			i;

	if (not_given(columns, arg))
		return;
	get_integers(columns, arg, "segments", &values, &nulls);
	for (i = 0; i < columns->n; i++)
		cells[i].segment = nulls[i] ? 0 : DatumGetInt32(values[i]);
}

/* Arguments periods, x and y, the first of them being number `arg`. */
static void
get_cells(Columns *columns, int arg, NpsPanel *panel)
{
	Datum	   *periods,
			   *x,
			   *y;
	bool	   *no_period,
			   *no_x,
			   *no_y;
	int			i;

	get_integers(columns, arg, "periods", &periods, &no_period);
	get_numbers(columns, arg + 1, "x", &x, &no_x);
	get_numbers(columns, arg + 2, "y", &y, &no_y);
	panel->n = columns->n;
	panel->progress = look_for_interrupts;
	panel->cells = nps_palloc_huge(sizeof(NpsCell) * panel->n);
	for (i = 0; i < columns->n; i++)
	{
		NpsCell    *cell = &panel->cells[i];

		if (no_period[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("element %d of %s is NULL", i + 1, "periods"),
					 errhint("Only x and y may be NULL: that is a gap.")));
		cell->unit = 0;
		cell->segment = 0;
		cell->period = DatumGetInt32(periods[i]);
		cell->x = value_or_nan(x[i], no_x[i]);
		cell->y = value_or_nan(y[i], no_y[i]);
		cell->x_se = cell->y_se = NAN;
	}
}

static void
prepare(NpsPanel *panel)
{
	int32	   *scratch = nps_palloc_huge(sizeof(int32) * panel->n);
	int			twice = nps_panel_prepare(panel, scratch);

	if (twice >= 0)
		ereport(ERROR,
				(errcode(ERRCODE_CARDINALITY_VIOLATION),
				 errmsg("a unit has period %d more than once", panel->cells[twice].period),
				 errhint("A panel has one row for each unit and period: GROUP BY both first.")));
	pfree(scratch);
}

/*
 * The panel from the arguments units, periods, x, y (0 to 3), none of which may be
 * NULL.  The arguments x_se and y_se begin at number `errors`, segments is number
 * `segments`; NPS_NO_ARG or NULL: not known.  names: set to the units' names by number;
 * or NULL.
 */
NpsPanel
nps_get_panel(FunctionCallInfo fcinfo, int errors, int segments, Datum **names)
{
	Columns		columns = {.fcinfo = fcinfo, .whole = "panel", .n = -1};
	NpsPanel	panel = {0};
	Datum	   *units;
	bool	   *no_unit;
	int			i;

	get_column(&columns, 0, "units", TEXTOID, -1, false, TYPALIGN_INT, &units, &no_unit);
	get_cells(&columns, 1, &panel);
	for (i = 0; i < columns.n; i++)
		if (no_unit[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("element %d of %s is NULL", i + 1, "units"),
					 errhint("Only x and y may be NULL: that is a gap.")));
	panel.units = number_units(panel.cells, units, columns.n, names);
	get_errors(&columns, errors, true, panel.cells);
	get_errors(&columns, errors == NPS_NO_ARG ? NPS_NO_ARG : errors + 1, false, panel.cells);
	get_segments(&columns, segments, panel.cells);
	prepare(&panel);
	return panel;
}

/*
 * The panel of a single unit, from the arguments periods, x, y (0 to 2), none of
 * which may be NULL.  segments: number of that argument, which may be NULL.
 */
NpsPanel
nps_get_series(FunctionCallInfo fcinfo, int segments)
{
	Columns		columns = {.fcinfo = fcinfo, .whole = "series", .n = -1};
	NpsPanel	panel = {0};

	get_cells(&columns, 0, &panel);
	panel.units = columns.n > 0;
	get_segments(&columns, segments, panel.cells);
	prepare(&panel);
	return panel;
}

/* The changes of a prepared panel from one period to the next. */
NpsPanel
nps_get_differences(const NpsPanel *panel)
{
	NpsPanel	differences = {0};
	int32	   *scratch = nps_palloc_huge(sizeof(int32) * panel->n);

	differences.cells = nps_palloc_huge(sizeof(NpsCell) * panel->n);
	nps_panel_difference(panel, &differences, scratch);
	pfree(scratch);
	return differences;
}
