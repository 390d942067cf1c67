/*
 * test_granger.c
 *		granger.c against R (lmtest, plm and our own lm of lag_ref.R), against
 *		another way to the same numbers, and what must hold for any series.
 *
 * Usage: test_granger [directory of the reference files].
 */
#include "csv.h"
#include "stats/dist.h"
#include "stats/granger.h"
#include "stats/panel_adjust.h"
#include "unit.h"

#define REGRESSION	1e-7		/* relative */
#define MOST		2000

/* a cell without a break, its standard errors unknown */
#define CELL(u, p, value_x, value_y) \
	{.unit = (u), .period = (p), .x = (value_x), .y = (value_y), .x_se = NAN, .y_se = NAN}

static double workspace[1 << 20];
static int32_t scratch[MOST];

static double
uniform(void)
{
	return unit_random(1000003) / 1000003.0;
}

/* Relative, or infinite where one side only is NaN. */
static double
gap(double got, double expected)
{
	if (isnan(got) || isnan(expected))
		return isnan(got) && isnan(expected) ? 0 : INFINITY;
	return got == expected ? 0 : fabs(got - expected) / fabs(expected);
}

/* F: relative; the reference takes it from a difference, which leaves 1e-12 or so. */
static double
f_gap(double got, double expected)
{
	return fabs(got - expected) < 1e-12 ? 0 : gap(got, expected);
}

/* p: relative above 1e-12, else absolute. */
static double
p_gap(double got, double expected)
{
	if (isnan(got) || isnan(expected) || expected > 1e-12)
		return gap(got, expected);
	return fabs(got - expected) * 1e8;	/* 1e-14 apart is 1e-6 here */
}

static NpsPanel
prepared(NpsCell *cells, size_t n, int units)
{
	NpsPanel	panel = {.cells = cells, .n = n, .units = units};

	if (nps_panel_prepare(&panel, scratch) >= 0)
		ok(0, "a panel without duplicates");
	return panel;
}

static NpsGranger
granger(const NpsCell *series, size_t n, int order)
{
	NpsGranger	result;

	if (nps_granger_workspace(n, order) > sizeof(workspace))
		ok(0, "the workspace is large enough");
	nps_granger(series, n, order, NULL, workspace, &result);
	return result;
}

static NpsGranger
granger_lag(const NpsCell *series, size_t n, int lag)
{
	NpsGranger	result;

	nps_granger_lag(series, n, lag, NULL, workspace, &result);
	return result;
}

static void
swap_sides(NpsPanel *panel)
{
	size_t		i;

	for (i = 0; i < panel->n; i++)
	{
		double		x = panel->cells[i].x;

		panel->cells[i].x = panel->cells[i].y;
		panel->cells[i].y = x;
	}
}

/*
 * A panel of d_data.csv, unit after unit as the file has them; names[u] gets the
 * unit's name.
 */
static size_t
read_panel(const Csv *data, const char *id, NpsCell *cells, const char **names, int *units)
{
	size_t		n = 0;
	int			row;

	*units = 0;
	for (row = 0; row < data->rows; row++)
	{
		if (!csv_is(data, row, "panel_id", id))
			continue;
		if (*units == 0 || strcmp(names[*units - 1], csv_text(data, row, "unit")) != 0)
			names[(*units)++] = csv_text(data, row, "unit");
		cells[n++] = (NpsCell) CELL(*units - 1, (int) csv_number(data, row, "period_index"),
									csv_number(data, row, "enps"), csv_number(data, row, "nps"));
	}
	return n;
}

typedef struct Tally
{
	int			rows;			/* of the reference, found */
	int			without;		/* ours that the reference leaves out */
	int			wrong;			/* ours that it leaves out, but with an F; degrees of freedom apart */
	double		worst_f;
	double		worst_p;
	int			reasons[6];
} Tally;

/* The reference's row of one test, or -1. */
static int
reference_row(const Csv *csv, const char *id, const char *unit, const char *transform,
			  const char *direction, int order)
{
	int			row;

	for (row = 0; row < csv->rows; row++)
		if (csv_is(csv, row, "panel_id", id) && csv_is(csv, row, "unit", unit) &&
			csv_is(csv, row, "transform", transform) && csv_is(csv, row, "direction", direction) &&
			csv_number(csv, row, "order") == order)
			return row;
	return -1;
}

static void
compare_unit(const Csv *csv, const char *id, const char *unit, const char *transform, const char *direction,
			 const NpsCell *series, size_t n, Tally *tally)
{
	int			order;

	for (order = 1; order <= 3; order++)
	{
		NpsGranger	got = granger(series, n, order);
		int			row = reference_row(csv, id, unit, transform, direction, order);

		if (row < 0)
		{
			tally->without++;
			tally->reasons[got.reason]++;
			tally->wrong += !isnan(got.f) || !isnan(got.p_value) || got.reason == NPS_GRANGER_DONE;
			continue;
		}
		tally->rows++;
		tally->wrong += got.n != csv_number(csv, row, "n_obs") || got.df1 != csv_number(csv, row, "df1") ||
			got.df2 != csv_number(csv, row, "df2");
		tally->worst_f = fmax(tally->worst_f, f_gap(got.f, csv_number(csv, row, "F")));
		tally->worst_p = fmax(tally->worst_p, p_gap(got.p_value, csv_number(csv, row, "p")));
	}
}

static void
compare_panel(const Csv *csv, const char *id, const NpsPanel *panel, const char **names, const char *transform,
			  const char *direction, Tally *tally)
{
	int			u;

	for (u = 0; u < panel->units; u++)
	{
		size_t		first = 0,
					n = 0;

		while (first < panel->n && panel->cells[first].unit != u)
			first++;
		while (first + n < panel->n && panel->cells[first + n].unit == u)
			n++;
		compare_unit(csv, id, names[u], transform, direction, panel->cells + first, n, tally);
	}
}

static void
against_reference(const char *directory)
{
	Csv			csv = csv_read(directory, "d_granger.csv");
	Csv			data = csv_read(directory, "d_data.csv");
	Csv			panels = csv_read(directory, "d_panels.csv");
	Tally		tally = {0};
	char		name[200];
	int			i;

	for (i = 0; i < panels.rows; i++)
	{
		const char *id = csv_text(&panels, i, "panel_id");
		const char *names[100];
		NpsCell		cells[MOST],
					changes[MOST];
		int			units;
		size_t		n = read_panel(&data, id, cells, names, &units);
		NpsPanel	level = prepared(cells, n, units);
		NpsPanel	difference = {.cells = changes};

		nps_panel_difference(&level, &difference, scratch);
		compare_panel(&csv, id, &level, names, "level", "enps_to_nps", &tally);
		compare_panel(&csv, id, &difference, names, "diff", "enps_to_nps", &tally);
		swap_sides(&level);
		swap_sides(&difference);
		compare_panel(&csv, id, &level, names, "level", "nps_to_enps", &tally);
		compare_panel(&csv, id, &difference, names, "diff", "nps_to_enps", &tally);
	}
	printf("# left out: %d; too few rows %d, y flat %d, x flat %d, singular %d, perfect %d\n", tally.without,
		   tally.reasons[1], tally.reasons[2], tally.reasons[3], tally.reasons[4], tally.reasons[5]);
	ok(tally.rows == csv.rows && tally.rows == 1584, "every row of d_granger.csv is compared");
	ok(tally.without > 0 && tally.wrong == 0, "n and degrees of freedom; no F where the reference has none");
	snprintf(name, sizeof(name), "d_granger.csv: F (%d rows, %.1e apart)", tally.rows, tally.worst_f);
	ok(tally.worst_f < REGRESSION, name);
	snprintf(name, sizeof(name), "d_granger.csv: p (%d rows, %.1e apart)", tally.rows, tally.worst_p);
	ok(tally.worst_p < 1e-6, name);
	csv_free(&csv);
	csv_free(&data);
	csv_free(&panels);
}

static void
panel_against_reference(const char *directory)
{
	Csv			csv = csv_read(directory, "d_dumitrescu_hurlin.csv");
	Csv			data = csv_read(directory, "d_data.csv");
	double		worst_z = 0,
				worst_p = 0;
	int			wrong = 0,
				row;
	char		name[200];

	for (row = 0; row < csv.rows; row++)
	{
		const char *names[100];
		NpsCell		cells[MOST];
		int			units;
		size_t		n = read_panel(&data, csv_text(&csv, row, "panel_id"), cells, names, &units);
		NpsPanel	panel = prepared(cells, n, units);
		NpsPanelGranger got;

		if (csv_is(&csv, row, "direction", "nps_to_enps"))
			swap_sides(&panel);
		nps_panel_granger(&panel, (int) csv_number(&csv, row, "order"), workspace, &got);
		wrong += got.units != csv_number(&csv, row, "n_units") || got.periods != csv_number(&csv, row, "t") ||
			got.units_left_out != 0;
		worst_z = fmax(worst_z, gap(got.w_bar, csv_number(&csv, row, "w_bar")));
		worst_z = fmax(worst_z, gap(got.z_bar, csv_number(&csv, row, "z_bar")));
		worst_z = fmax(worst_z, gap(got.z_tilde, csv_number(&csv, row, "z_tilde")));
		worst_p = fmax(worst_p, p_gap(got.p_z_bar, csv_number(&csv, row, "p_z_bar")));
		worst_p = fmax(worst_p, p_gap(got.p_z_tilde, csv_number(&csv, row, "p_z_tilde")));
	}
	ok(csv.rows == 44 && wrong == 0, "d_dumitrescu_hurlin.csv: units and periods");
	snprintf(name, sizeof(name), "d_dumitrescu_hurlin.csv: W and Z (%d rows, %.1e apart)", csv.rows, worst_z);
	ok(worst_z < REGRESSION, name);
	snprintf(name, sizeof(name), "d_dumitrescu_hurlin.csv: p (%d rows, %.1e apart)", csv.rows, worst_p);
	ok(worst_p < 1e-6, name);
	csv_free(&csv);
	csv_free(&data);
}

/*
 * Residual sum of squares of the last column of m on the others, by normal
 * equations in long double with full elimination: another way to the same.
 */
static long double
brute_rss(long double rows[][12], int n, int columns, long double *coefficient)
{
	long double a[12][12] = {{0}};
	int			i,
				j,
				k;

	for (i = 0; i <= columns; i++)
		for (j = 0; j <= columns; j++)
			for (k = 0; k < n; k++)
				a[i][j] += rows[k][i] * rows[k][j];
	for (i = 0; i < columns; i++)
	{
		for (j = 0; j <= columns; j++)
			if (j != i)
			{
				long double factor = a[j][i] / a[i][i];

				for (k = 0; k <= columns; k++)
					a[j][k] -= factor * a[i][k];
			}
	}
	for (i = 0; i < columns; i++)
		coefficient[i] = a[i][columns] / a[i][i];
	return a[columns][columns];
}

static const NpsCell *
find(const NpsCell *series, size_t n, int64_t period)
{
	size_t		i;

	for (i = 0; i < n; i++)
		if (series[i].period == period)
			return &series[i];
	return NULL;
}

/*
 * F and slope from rows found one by one.  far: the only lag of x; 0: lags 1 .. k.
 * A break parts two cells where a cell between them, or the later one, has another
 * segment than the one before it.
 */
static void
brute_granger(const NpsCell *series, size_t n, int k, int far, int *rows_found, double *f, double *slope)
{
	static long double both[MOST][12],
				own[MOST][12];
	long double coefficient[12],
				rss1,
				rss0;
	int			rows = 0,
				others = far > 0 ? 1 : k,
				j;
	size_t		i;

	for (i = 0; i < n; i++)
	{
		int			good = !isnan(series[i].y);
		int			reach = far > k ? far : k;
		int			p;

		both[rows][0] = own[rows][0] = 1;
		for (j = 1; j <= k && good; j++)
		{
			const NpsCell *cell = find(series, n, series[i].period - j);

			good = cell != NULL && !isnan(cell->y);
			if (good)
				both[rows][j] = own[rows][j] = cell->y;
		}
		for (j = 1; j <= others && good; j++)
		{
			const NpsCell *cell = find(series, n, series[i].period - (far > 0 ? far : j));

			good = cell != NULL && !isnan(cell->x);
			if (good)
				both[rows][k + j] = cell->x;
		}
		for (p = 0; p < reach && good; p++)
		{
			const NpsCell *cell = find(series, n, series[i].period - p - 1);

			good = cell == NULL || cell->segment == series[i].segment;
		}
		if (!good)
			continue;
		both[rows][k + others + 1] = own[rows][k + 1] = series[i].y;
		rows++;
	}
	*rows_found = rows;
	*f = *slope = NAN;
	if (rows - k - others - 1 < 1)
		return;
	rss1 = brute_rss(both, rows, k + others + 1, coefficient);
	*slope = (double) coefficient[k + others];
	rss0 = brute_rss(own, rows, k + 1, coefficient);
	*f = (double) ((rss0 - rss1) / others / (rss1 / (rows - k - others - 1)));
}

/* A random series with gaps, and breaks if asked for. */
static size_t
random_series(NpsCell *cells, int periods, double gaps, int breaks)
{
	double		x = 0,
				y = 0;
	size_t		n = 0;
	int			p;

	for (p = 0; p < periods; p++)
	{
		y = .5 * y + .3 * x + 10 * uniform();
		x = .6 * x + 8 * uniform();
		if (uniform() < gaps)
			continue;
		cells[n] = (NpsCell) CELL(0, 24000 + p, uniform() < gaps ? NAN : x, uniform() < gaps ? NAN : y);
		cells[n++].segment = breaks > 0 ? p * (breaks + 1) / periods : 0;
	}
	return n;
}

static void
against_brute_force(void)
{
	double		worst = 0,
				worst_lag = 0,
				worst_slope = 0;
	int			wrong = 0,
				compared = 0,
				round;

	for (round = 0; round < 400; round++)
	{
		NpsCell		cells[MOST];
		int			order = 1 + round % 4;
		int			lag = 1 + round % 9;
		size_t		n = random_series(cells, 20 + (int) unit_random(60), round % 3 * .03, round % 4);
		NpsPanel	panel = prepared(cells, n, 1);
		NpsGranger	got = granger(panel.cells, n, order);
		int			rows;
		double		f,
					slope;

		brute_granger(cells, n, order, 0, &rows, &f, &slope);
		wrong += got.n != rows;
		if (rows - 2 * order - 1 >= 1)
			worst = fmax(worst, fmax(gap(got.f, f), gap(got.slope, slope)));
		got = granger_lag(panel.cells, n, lag);
		brute_granger(cells, n, 1, lag, &rows, &f, &slope);
		wrong += got.n != rows;
		if (rows < 4)
			continue;
		compared++;
		worst_lag = fmax(worst_lag, gap(got.f, f));
		worst_slope = fmax(worst_slope, gap(got.slope, slope));
	}
	ok(wrong == 0, "rows, with gaps and breaks");
	ok(worst < REGRESSION, "F of order 1 to 4 as by normal equations");
	ok(compared > 300 && worst_lag < REGRESSION && worst_slope < REGRESSION, "F and slope of one lag as by normal equations");
}

/* What must not matter: origin of the calendar, scale and origin of the values. */
static void
invariances(void)
{
	double		worst = 0,
				worst_slope = 0,
				worst_order_1 = 0;
	int			round;

	for (round = 0; round < 100; round++)
	{
		NpsCell		cells[MOST],
					other[MOST];
		size_t		n = random_series(cells, 60, .02, 1),
					i;
		NpsPanel	panel = prepared(cells, n, 1);
		NpsPanel	moved = {.cells = other, .n = n, .units = 1};
		NpsGranger	a,
					b;

		for (i = 0; i < n; i++)	/* backwards, 20000 years later, in other units of measurement */
		{
			other[i] = cells[n - 1 - i];
			other[i].period += 240000;
			other[i].x = 1e-4 * other[i].x + 3;
			other[i].y = -1e5 * other[i].y - 1e6;
		}
		nps_panel_prepare(&moved, scratch);
		a = granger(panel.cells, n, 2);
		b = granger(moved.cells, n, 2);
		worst = fmax(worst, fmax(gap(a.f, b.f), p_gap(a.p_value, b.p_value)));
		a = granger_lag(panel.cells, n, 5);
		b = granger_lag(moved.cells, n, 5);
		worst = fmax(worst, fmax(gap(a.f, b.f), p_gap(a.p_value, b.p_value)));
		worst_slope = fmax(worst_slope, gap(a.slope * -1e9, b.slope));
		a = granger(panel.cells, n, 1);
		b = granger_lag(panel.cells, n, 1);
		worst_order_1 = fmax(worst_order_1, fmax(gap(a.f, b.f), gap(a.slope, b.slope)));
	}
	ok(worst < REGRESSION, "order of rows, calendar, scale and origin do not matter");
	ok(worst_slope < REGRESSION, "slope has the units of y by those of x");
	ok(worst_order_1 == 0, "at lag 1, the form for one lag is that of order 1");
}

/* With x = (0, 1, 0, 1, 1), y = (1, 2, 2, 4, 3) and order 1, by hand. */
static void
by_hand(void)
{
	/*
	 * rows (y, y before, x before): (2,1,0) (2,2,1) (4,2,0) (3,4,1), less their means
	 * (2.75, 2.25, .5): y = (-.75, -.75, 1.25, .25), own = (-1.25, -.25, -.25, 1.75),
	 * x = (-.5, .5, -.5, .5).  Squares: own 4.75, y 2.75, own y 1.25, x 1, own x 1.5,
	 * x y -.5.  Without x: 2.75 - 1.25^2 / 4.75 = 2.421053.  Of x is left outside of own
	 * 1 - 1.5^2 / 4.75 = .526316, and with y -.5 - 1.5 x 1.25 / 4.75 = -.894737: slope
	 * -1.7, explained 1.521053, left .9, F = 1.521053 / (.9 / 1)
	 */
	NpsCell		cells[] = {CELL(0, 1, 0, 1), CELL(0, 2, 1, 2), CELL(0, 3, 0, 2), CELL(0, 4, 1, 4), CELL(0, 5, 1, 3)};
	NpsPanel	panel = prepared(cells, 5, 1);
	NpsGranger	got = granger(panel.cells, 5, 1);

	ok(got.n == 4 && got.df1 == 1 && got.df2 == 1, "degrees of freedom by hand");
	ok(fabs(got.slope + 1.7) < 1e-12 && fabs(got.f - (-.5 - 1.875 / 4.75) * -1.7 / .9) < 1e-12, "slope and F by hand");
}

static void
without_f(void)
{
	NpsCell		cells[40];
	NpsPanel	panel;
	int			i;

	for (i = 0; i < 40; i++)
		cells[i] = (NpsCell) CELL(0, i, 100.0 / 3, uniform());
	panel = prepared(cells, 40, 1);
	ok(granger(panel.cells, 40, 2).reason == NPS_GRANGER_X_FLAT, "constant x");
	swap_sides(&panel);
	ok(granger(panel.cells, 40, 2).reason == NPS_GRANGER_Y_FLAT, "constant y");
	for (i = 0; i < 40; i++)
		cells[i].x = 2 * cells[i].y + 7;
	cells[0].y = 1;
	for (i = 1; i < 40; i++)
		cells[i].y = uniform(), cells[i].x = 3 - 2 * cells[i].y;
	cells[0].x = 1;
	ok(granger(panel.cells, 40, 2).reason == NPS_GRANGER_SINGULAR && isnan(granger(panel.cells, 40, 2).f), "x that follows from y");
	for (i = 1; i < 40; i++)
	{
		cells[i].x = uniform();
		cells[i].y = .5 * cells[i - 1].y + 3 * cells[i - 1].x - 1;
	}
	ok(granger(panel.cells, 40, 1).reason == NPS_GRANGER_PERFECT, "y that follows from x");
	ok(granger(panel.cells, 40, 12).n == 28 && granger(panel.cells, 40, 13).reason == NPS_GRANGER_FEW &&
	   granger(panel.cells, 40, 13).df2 == 0, "the last order with a degree of freedom");
	ok(granger(panel.cells, 0, 1).reason == NPS_GRANGER_FEW && granger(panel.cells, 1, 100).n == 0, "no cells, one cell");
	ok(granger_lag(panel.cells, 40, INT32_MAX).n == 0 && granger_lag(panel.cells, 0, 1).n == 0, "the largest lag, no cells");
}

/* Units with different numbers of periods: the moments are averaged. */
static void
unequal_panel(void)
{
	NpsCell		cells[MOST];
	size_t		n = 0,
				i;
	int			lengths[] = {30, 17, 9, 8, 45, 3};
	double		w = 0,
				mean = 0,
				variance = 0;
	NpsPanel	panel;
	NpsPanelGranger got,
				again;
	int			u;

	for (u = 0; u < 6; u++)
	{
		size_t		more = random_series(cells + n, lengths[u], 0, 0);
		NpsCell		alone[64];
		NpsGranger	unit;
		double		t = lengths[u];

		for (i = 0; i < more; i++)
			cells[n + i].unit = u;
		memcpy(alone, cells + n, sizeof(NpsCell) * more);
		prepared(alone, more, 6);
		unit = granger(alone, more, 1);
		n += more;
		if (t <= 8)
			continue;
		w += unit.f;			/* mean and variance of F(1, T - 4) by the book */
		mean += (t - 4) / (t - 6);
		variance += 2 * (t - 4) * (t - 4) * (t - 5) / ((t - 6) * (t - 6) * (t - 8));
	}
	panel = prepared(cells, n, 6);
	nps_panel_granger(&panel, 1, workspace, &got);
	ok(got.units == 4 && got.units_left_out == 2 && got.periods == (30 + 17 + 9 + 45) / 4.0, "units with 8 periods or fewer are left out at order 1");
	ok(gap(got.w_bar, w / 4) < 1e-12 && gap(got.z_bar, sqrt(2) * (w / 4 - 1)) < 1e-12, "W and Z of unequal units");
	ok(gap(got.z_tilde, (w / 4 - mean / 4) / sqrt(variance / 16)) < 1e-12 &&
	   gap(got.p_z_tilde, 2 * nps_norm_sf(fabs(got.z_tilde))) < 1e-12, "Z tilde of unequal units");
	for (i = 0; i < n; i++)		/* other names, other order */
		cells[i].unit = 5 - cells[i].unit;
	panel = prepared(cells, n, 6);
	nps_panel_granger(&panel, 1, workspace, &again);
	ok(gap(got.z_tilde, again.z_tilde) < 1e-12 && again.units == 4, "the names of units do not matter");
	panel.n = 0;
	nps_panel_granger(&panel, 1, workspace, &got);
	ok(got.units == 0 && isnan(got.periods) && isnan(got.w_bar) && isnan(got.z_tilde) && isnan(got.p_z_bar) && isnan(got.p_z_tilde),
	   "no units, no values");
}

/* Take the means of x of stretches, or of periods, out. */
static void
alternate(NpsCell *cells, size_t n, int by_unit)
{
	double		means[MOST];
	size_t		i,
				j;

	for (i = 0; i < n; i++)
	{
		double		sum = 0;
		int			members = 0;

		for (j = 0; j < n; j++)
			if (!isnan(cells[j].x) && (by_unit ? cells[j].stretch == cells[i].stretch : cells[j].period == cells[i].period))
			{
				sum += cells[j].x;
				members++;
			}
		means[i] = sum / members;
	}
	for (i = 0; i < n; i++)
		cells[i].x -= means[i];
}

static void
adjusted(void)
{
	NpsCell		cells[MOST],
				brute[MOST];
	size_t		n = 0,
				i;
	NpsPanel	panel;
	double		worst = 0;
	int			u,
				turn,
				kept = 0;

	for (u = 0; u < 8; u++)
	{
		size_t		more = random_series(cells + n, 25, .1, u % 3);

		for (i = 0; i < more; i++)
			cells[n + i].unit = u;
		n += more;
	}
	for (i = 0; i < n; i++)
		cells[i].x += 40 * cells[i].unit + 3 * (cells[i].period % 7);
	cells[n] = (NpsCell) CELL(8, 24003, 1e3, NAN);	/* alone in its unit */
	panel = prepared(cells, ++n, 9);
	memcpy(brute, cells, sizeof(NpsCell) * n);
	for (turn = 0; turn < 3000; turn++)
	{
		alternate(brute, n, 1);
		alternate(brute, n, 0);
	}
	nps_panel_adjust(&panel, true, workspace);
	for (i = 0; i < n; i++)
		if (cells[i].unit < 8)
		{
			worst = fmax(worst, isnan(cells[i].x) && isnan(brute[i].x) ? 0 : fabs(cells[i].x - brute[i].x));
			kept += !isnan(cells[i].x);
		}
	ok(kept > 100 && worst < 1e-9, "unit and period effects taken out, as by alternating");
	ok(isnan(cells[n - 1].x) && isnan(cells[n - 1].y), "a value alone in its stretch is left out");

	for (i = 0; i < 6; i++)
		cells[i] = (NpsCell) CELL((int) i / 3, (int) i % 3, (double) (i * i), i == 4 ? NAN : (double) i);
	panel = prepared(cells, 6, 2);
	nps_panel_adjust(&panel, false, workspace);
	ok(cells[0].x == -4.5 && cells[3].x == 4.5 && cells[2].x == -10.5 && cells[1].y == 0 && isnan(cells[4].y) && cells[5].y == 1.5,
	   "period means over the units that have a value");
	for (i = 0; i < 3; i++)
		cells[i] = (NpsCell) CELL(0, (int) i, 100.0 / (3 + i), 1.0 / (3 + i)), cells[i].segment = i == 2 ? -7 : 9;
	panel = prepared(cells, 3, 1);
	nps_panel_adjust(&panel, true, workspace);
	nps_panel_number_segments(&panel);
	ok(cells[0].x == 0 && cells[1].y == 0 && isnan(cells[2].x), "of a single unit nothing is left, not even rounding");
	ok(cells[1].segment == 0 && cells[2].segment == 1, "segments are numbered in their order");
	n = random_series(cells, 40, 0, 0);
	panel = prepared(cells, n, 1);
	nps_panel_adjust(&panel, true, workspace);
	for (i = 0, worst = 0; i < n; i++)
		worst = fmax(worst, fabs(cells[i].x) + fabs(cells[i].y));
	ok(worst == 0 && granger(panel.cells, n, 1).reason == NPS_GRANGER_Y_FLAT, "nor does a test take it for data");
}

int
main(int argc, char **argv)
{
	const char *directory = argc > 1 ? argv[1] : "test/data/oracle";

	against_reference(directory);
	panel_against_reference(directory);
	against_brute_force();
	invariances();
	by_hand();
	without_f();
	unequal_panel();
	adjusted();
	return done_testing();
}
