/*
 * test_lag_oracle.c
 *		The lag statistics against the reference files d_* of test/data/oracle.
 *
 * Usage: test_lag_oracle [directory of the files].  One line of TAP for each file
 * and group of columns; its name carries the number of values compared and the
 * largest deviation.  What a file holds and we do not offer is said in a "#" line.
 */
#include "csv.h"
#include "stats/correlate.h"
#include "stats/lag_scan.h"
#include "stats/lag_unit.h"
#include "unit.h"

#define CLOSED		1e-10		/* closed forms: relative, absolute below 1 */
#define FIT			1e-9		/* regressions, likewise */
#define TAIL		1e-8		/* p: relative */

#define MAX_CELLS	640
#define MAX_UNITS	32
#define WORKSPACE	((size_t) 200 * MAX_CELLS)

/* The largest deviation over the values of one comparison. */
typedef struct Compared
{
	const char *what;
	double		tolerance;
	double		worst;
	int			values;
	int			row;			/* of the worst */
	const char *column;
} Compared;

static const char *directory = "test/data/oracle";
static Csv	data;

/* a panel of the file, as levels and as differences */
typedef struct Loaded
{
	NpsCell		cells[MAX_CELLS];
	NpsCell		changes[MAX_CELLS];
	NpsPanel	panel[2];
	char		unit[MAX_UNITS][16];	/* sorted */
	int			units;
} Loaded;

/* Relative to the value, absolute below 1; infinite where one side only is NaN. */
static double
gap(double got, double expected)
{
	if (isnan(expected) || isnan(got))
		return isnan(expected) && isnan(got) ? 0 : INFINITY;
	if (got == expected)
		return 0;
	return fabs(got - expected) / fmax(1, fabs(expected));
}

static void
compare(Compared *c, const Csv *csv, int row, const char *column, double got)
{
	double		expected = csv_number(csv, row, column);
	double		deviation = gap(got, expected);

	if (*column == 'p' && expected > 1e-12 && !isnan(got))	/* p (and pearson): relative however small */
		deviation = fabs(got / expected - 1);
	c->values++;
	if (deviation > c->worst || c->column == NULL)
	{
		c->worst = deviation;
		c->row = row;
		c->column = column;
	}
}

/* One line of TAP; 0 values is a failure. */
static void
report(const Compared *c)
{
	char		name[256];

	snprintf(name, sizeof(name), "%s: %d values, largest deviation %.1e", c->what, c->values, c->worst);
	if (!ok(c->values > 0 && c->worst <= c->tolerance, name) && c->column)
		printf("#   data row %d, column %s; allowed %.1e\n", c->row + 1, c->column, c->tolerance);
}

/* ---------------------------------------------------------------- panels */

static int
compare_names(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int
unit_number(const Loaded *l, const char *name)
{
	int			i;

	for (i = 0; i < l->units; i++)
		if (strcmp(l->unit[i], name) == 0)
			return i;
	return -1;
}

static void
list_units(Loaded *l, const char *panel_id)
{
	int			row;

	l->units = 0;
	for (row = 0; row < data.rows; row++)
		if (csv_is(&data, row, "panel_id", panel_id) && unit_number(l, csv_text(&data, row, "unit")) < 0)
			snprintf(l->unit[l->units++], sizeof(l->unit[0]), "%s", csv_text(&data, row, "unit"));
	qsort(l->unit, l->units, sizeof(l->unit[0]), compare_names);
}

/* Standard errors and breaks as lag_scan_ref.R makes them up. */
static void
make_up(NpsCell *cell, int unit, bool breaks)
{
	cell->x_se = 1 + (7 * cell->period + 3 * unit) % 5;
	cell->y_se = 1 + (5 * cell->period + unit) % 3;
	if (breaks && unit % 3 != 0)
		cell->segment = (int32_t) floor((cell->period + 2 * unit) / 9.0);
}

/*
 * A panel of d_data.csv: units from .. from + count - 1 of it, numbered from 0.
 * A single pass over the file would do, but this is a test.
 */
static void
load(Loaded *l, const char *panel_id, int from, int count, bool breaks)
{
	int32_t		scratch[MAX_CELLS];
	size_t		n = 0;
	int			row;

	list_units(l, panel_id);
	memset(l->panel, 0, sizeof(l->panel));
	for (row = 0; row < data.rows; row++)
	{
		int			unit;

		if (!csv_is(&data, row, "panel_id", panel_id))
			continue;
		unit = unit_number(l, csv_text(&data, row, "unit"));
		if (unit < from || unit >= from + count)
			continue;
		memset(&l->cells[n], 0, sizeof(l->cells[n]));
		l->cells[n].unit = unit - from;
		l->cells[n].period = (int32_t) csv_number(&data, row, "period_index");
		l->cells[n].x = csv_number(&data, row, "enps");
		l->cells[n].y = csv_number(&data, row, "nps");
		make_up(&l->cells[n++], unit, breaks);
	}
	l->panel[0].cells = l->cells;
	l->panel[0].n = n;
	l->panel[0].units = l->units < count ? l->units : count;
	if (n == 0 || nps_panel_prepare(&l->panel[0], scratch) >= 0)
		csv_fail("no panel, or a period twice", panel_id);
	l->panel[1].cells = l->changes;
	nps_panel_difference(&l->panel[0], &l->panel[1], scratch);
}

static void
lag_row(const Loaded *l, bool differences, int lag, NpsLagRow *row)
{
	static double workspace[WORKSPACE / sizeof(double)];

	if (nps_lag_workspace(&l->panel[0]) > sizeof(workspace))
		csv_fail("workspace too small", "");
	nps_lag_row(&l->panel[differences], differences, lag, 0.95, workspace, row);
}

static void
unit_row(const Loaded *l, bool differences, int lag, NpsLagUnitRow *row)
{
	static double workspace[WORKSPACE / sizeof(double)];

	nps_lag_unit_row(&l->panel[differences], lag, 0.95, workspace, row);
}

/* ------------------------------------------------------------ correlation */

static void
compare_unit(const Csv *csv, int i, const Loaded *l, Compared *r, Compared *p, Compared *n_eff)
{
	NpsLagUnitRow row;

	unit_row(l, csv_is(csv, i, "transform", "diff"), (int) csv_number(csv, i, "lag"), &row);
	compare(r, csv, i, "n_pairs", (double) row.pairs);
	compare(r, csv, i, "pearson", row.pearson);
	compare(r, csv, i, "spearman", row.spearman);
	compare(n_eff, csv, i, "n_eff_pp", row.n_eff);
	compare(n_eff, csv, i, "lo95_pp", row.low);
	compare(n_eff, csv, i, "hi95_pp", row.high);
	compare(p, csv, i, "p_naive", row.p_naive);
	compare(p, csv, i, "p_pp", row.p_value);
}

static void
compare_scope(const Csv *csv, int i, const Loaded *l, Compared *r, Compared *p, int *no_offer)
{
	NpsLagRow	row;
	double		pearson,
				n;

	lag_row(l, csv_is(csv, i, "transform", "diff"), (int) csv_number(csv, i, "lag"), &row);
	if (csv_is(csv, i, "scope", "pooled"))
	{
		pearson = row.r_pooled;
		n = (double) row.pairs;
		compare(r, csv, i, "n_pairs", n);
		compare(r, csv, i, "spearman", row.spearman);
	}
	else if (csv_is(csv, i, "scope", "between"))
	{
		pearson = row.r_between;
		n = row.units;
		compare(r, csv, i, "n_units", n);
		*no_offer += csv_text(csv, i, "spearman")[0] != '\0';
	}
	else
	{
		pearson = row.r_within;
		n = (double) (row.within_pairs - row.within_stretches + 1);
		compare(r, csv, i, "n_pairs", (double) row.within_pairs);
		compare(r, csv, i, "n_units", row.within_stretches);
	}
	compare(r, csv, i, "pearson", pearson);
	compare(p, csv, i, "p_naive", nps_correlation_p(pearson, n));
}

static void
test_correlation(void)
{
	static Loaded l;
	Csv			csv = csv_read(directory, "d_lag_correlation.csv");
	Compared	unit_r = {.what = "d_lag_correlation.csv unit: pairs, pearson, spearman", .tolerance = CLOSED};
	Compared	unit_p = {.what = "d_lag_correlation.csv unit: p_naive, p_pp", .tolerance = TAIL};
	Compared	n_eff = {.what = "d_lag_correlation.csv unit: n_eff_pp, limits", .tolerance = CLOSED};
	Compared	r = {.what = "d_lag_correlation.csv pooled, within, between: pairs, pearson, spearman", .tolerance = CLOSED};
	Compared	p = {.what = "d_lag_correlation.csv pooled, within, between: p_naive", .tolerance = TAIL};
	char		loaded[64] = "";
	int			i,
				no_offer = 0,
				units = 0;

	for (i = 0; i < csv.rows; i++)	/* scopes over all units first, then unit by unit */
	{
		const char *panel_id = csv_text(&csv, i, "panel_id");

		if (csv_is(&csv, i, "scope", "unit"))
			continue;
		if (strcmp(loaded, panel_id) != 0)
			load(&l, panel_id, 0, MAX_UNITS, false);
		snprintf(loaded, sizeof(loaded), "%s", panel_id);
		compare_scope(&csv, i, &l, &r, &p, &no_offer);
	}
	while (csv.rows > 0)
	{
		char		panel_id[64],
					unit[64];
		int			left = 0;

		for (i = 0; i < csv.rows && !csv_is(&csv, i, "scope", "unit"); i++)
			;
		if (i == csv.rows)
			break;
		snprintf(panel_id, sizeof(panel_id), "%s", csv_text(&csv, i, "panel_id"));
		snprintf(unit, sizeof(unit), "%s", csv_text(&csv, i, "unit"));
		list_units(&l, panel_id);
		load(&l, panel_id, unit_number(&l, unit), 1, false);
		for (; i < csv.rows; i++)
			if (csv_is(&csv, i, "panel_id", panel_id) && csv_is(&csv, i, "unit", unit) && csv_is(&csv, i, "scope", "unit"))
			{
				compare_unit(&csv, i, &l, &unit_r, &unit_p, &n_eff);
				csv.cell[(i + 1) * csv.cols + 1] = (char *) "done";
				left++;
			}
		units += left > 0;
	}
	report(&unit_r);
	report(&unit_p);
	report(&n_eff);
	report(&r);
	report(&p);
	printf("# %d units one by one; not offered: fisher_*, *_ar1, spearman between units (%d rows)\n", units, no_offer);
	csv_free(&csv);
}

/* ------------------------------------------------------------- regression */

static int
regression_row(const Csv *csv, const char *panel_id, const char *model, int lag)
{
	int			i;

	for (i = 0; i < csv->rows; i++)
		if (csv_is(csv, i, "panel_id", panel_id) && csv_is(csv, i, "model", model) && (int) csv_number(csv, i, "lag") == lag)
			return i;
	return -1;
}

static void
compare_twoways(const Csv *csv, int i, const NpsLagRow *row, Compared *fit, Compared *p)
{
	compare(fit, csv, i, "n_obs", (double) row->within_pairs);
	compare(fit, csv, i, "coef", row->slope_twoway);
	compare(fit, csv, i, "se_classic", row->slope_twoway / row->t);
	compare(fit, csv, i, "df_resid", row->df);
	compare(fit, csv, i, "r_partial", row->r_twoway);
	compare(fit, csv, i, "r_partial", row->t / sqrt(row->t * row->t + row->df));
	compare(fit, csv, i, "se_cluster_cr1", row->slope_se);
	compare(fit, csv, i, "t_cr1", row->slope_twoway / row->slope_se);
	compare(fit, csv, i, "lo95_cr1", row->low);
	compare(fit, csv, i, "hi95_cr1", row->high);
	compare(p, csv, i, "p_cr1", row->p_value);
}

static void
test_regression(void)
{
	static Loaded l;
	Csv			csv = csv_read(directory, "d_panel_regression.csv");
	Csv			panels = csv_read(directory, "d_panels.csv");
	Compared	fit = {.what = "d_panel_regression.csv twoways: coefficient, errors, limits, r", .tolerance = FIT};
	Compared	p = {.what = "d_panel_regression.csv twoways: p", .tolerance = TAIL};
	Compared	within = {.what = "d_panel_regression.csv within: coefficient, r", .tolerance = FIT};
	int			left_out = 0,
				unknown = 0,
				rows = 0,
				at,
				lag,
				i;

	for (at = 0; at < panels.rows; at++)
	{
		const char *id = csv_text(&panels, at, "panel_id");

		load(&l, id, 0, MAX_UNITS, false);
		for (lag = (int) csv_number(&panels, at, "min_lag"); lag <= (int) csv_number(&panels, at, "max_lag"); lag++)
		{
			NpsLagRow	row;

			lag_row(&l, false, lag, &row);
			i = regression_row(&csv, id, "twoways", lag);
			if (i >= 0)
				compare_twoways(&csv, i, &row, &fit, &p);
			else
			{
				left_out++;
				unknown += isnan(row.slope_se) && isnan(row.p_value) && isnan(row.low) && isnan(row.high) &&
					row.reason != NPS_LAG_KNOWN;
			}
			rows += i >= 0;
			i = regression_row(&csv, id, "within", lag);
			rows += i >= 0;
			if (i >= 0)
			{
				compare(&within, &csv, i, "n_obs", (double) row.within_pairs);
				compare(&within, &csv, i, "coef", row.slope_within);
				compare(&within, &csv, i, "r_partial", row.r_within);
			}
		}
	}
	report(&fit);
	report(&p);
	report(&within);
	ok(left_out > 0 && unknown == left_out, "twoways that the file leaves out: no error, p or limits, and a reason");
	for (i = 0; i < csv.rows; i++)
		rows += csv_is(&csv, i, "model", "fd_pooled");
	ok(rows == csv.rows, "every row of the file was met");
	printf("# %d rows of twoways left out by the file; not offered: fd_pooled, errors of within\n", left_out);
	csv_free(&csv);
	csv_free(&panels);
}

/* ------------------------------------------------------------- the best lag */

/* The largest |t| over the lags is what the permutation test starts from. */
static void
test_largest_t(void)
{
	static Loaded l;
	Csv			csv = csv_read(directory, "d_unit_permutation.csv");
	Compared	c = {.what = "d_unit_permutation.csv: largest |t|, its lag and r", .tolerance = FIT};
	int			i,
				lag;

	for (i = 0; i < csv.rows; i++)
	{
		NpsLagRow	best = {.t = NAN};
		const char *u;
		int			units = 1;

		for (u = csv_text(&csv, i, "units"); *u; u++)
			units += *u == ' ';
		load(&l, csv_text(&csv, i, "panel_id"), 0, units, false);
		for (lag = (int) csv_number(&csv, i, "lag_from"); lag <= (int) csv_number(&csv, i, "lag_to"); lag++)
		{
			NpsLagRow	row;

			lag_row(&l, csv_is(&csv, i, "transform", "diff"), lag, &row);
			if (!isnan(row.t) && !(fabs(row.t) <= fabs(best.t)))
				best = row;
		}
		compare(&c, &csv, i, "max_abs_t", fabs(best.t));
		compare(&c, &csv, i, "best_lag", best.lag);
		compare(&c, &csv, i, "r_best", best.r_twoway);
	}
	report(&c);
	csv_free(&csv);
}

/* -------------------------------------------- breaks, differences, reliability */

static void
test_scan(void)
{
	static Loaded l;
	Csv			csv = csv_read(directory, "d_lag_scan.csv");
	int			breaks,
				differences,
				i;

	for (breaks = 0; breaks < 2; breaks++)
		for (differences = 0; differences < 2; differences++)
		{
			char		what[3][128];
			Compared	r = {.what = what[0], .tolerance = FIT};
			Compared	p = {.what = what[1], .tolerance = TAIL};
			Compared	noise = {.what = what[2], .tolerance = FIT};
			char		loaded[64] = "";

			for (i = 0; i < 3; i++)
				snprintf(what[i], sizeof(what[i]), "d_lag_scan.csv %s, %s: %s", breaks ? "breaks" : "whole",
						 differences ? "difference" : "level",
						 i == 0 ? "correlations and slopes" : i == 1 ? "p" : "reliability");
			for (i = 0; i < csv.rows; i++)
			{
				NpsLagRow	row;

				if (csv_is(&csv, i, "variant", "breaks") != breaks || csv_is(&csv, i, "transform", "diff") != differences)
					continue;
				if (!csv_is(&csv, i, "panel_id", loaded))
					load(&l, csv_text(&csv, i, "panel_id"), 0, MAX_UNITS, breaks);
				snprintf(loaded, sizeof(loaded), "%s", csv_text(&csv, i, "panel_id"));
				lag_row(&l, differences, (int) csv_number(&csv, i, "lag"), &row);
				compare(&r, &csv, i, "pairs", (double) row.pairs);
				compare(&r, &csv, i, "units", row.units);
				compare(&r, &csv, i, "r_pooled", row.r_pooled);
				compare(&r, &csv, i, "spearman", row.spearman);
				compare(&r, &csv, i, "r_between", row.r_between);
				compare(&r, &csv, i, "r_within", row.r_within);
				compare(&r, &csv, i, "slope_within", row.slope_within);
				compare(&r, &csv, i, "r_twoway", row.r_twoway);
				compare(&r, &csv, i, "slope", row.slope_twoway);
				compare(&r, &csv, i, "slope_se", row.slope_se);
				compare(&r, &csv, i, "t", row.t);
				compare(&r, &csv, i, "lo95", row.low);
				compare(&r, &csv, i, "hi95", row.high);
				compare(&r, &csv, i, "spearman_twoway", row.spearman_twoway);
				if (!isnan(row.df))
					compare(&r, &csv, i, "df", row.df);
				compare(&p, &csv, i, "p", row.p_value);
				compare(&noise, &csv, i, "lambda_x", row.reliability_x);
				compare(&noise, &csv, i, "lambda_y", row.reliability_y);
				compare(&noise, &csv, i, "r_corrected", row.r_corrected);
			}
			report(&r);
			report(&p);
			report(&noise);
		}
	csv_free(&csv);
}

int
main(int argc, char **argv)
{
	if (argc > 1)
		directory = argv[1];
	data = csv_read(directory, "d_data.csv");
	test_correlation();
	test_regression();
	test_largest_t();
	test_scan();
	csv_free(&data);
	return done_testing();
}
