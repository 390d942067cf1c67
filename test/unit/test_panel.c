/*
 * test_panel.c
 *		panel.c, lag_pairs.c, lag_scan.c and lag_unit.c against another way to the same
 *		numbers: demeaning by units and periods in turn until nothing changes, on
 *		random panels with gaps and breaks; ranks by counting.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/correlate.h"
#include "stats/lag_scan.h"
#include "stats/lag_unit.h"
#include "unit.h"

#define MAX_UNITS	12
#define MAX_PERIODS	20
#define MAX_CELLS	(MAX_UNITS * MAX_PERIODS)
#define WORKSPACE	(20 * MAX_CELLS)	/* doubles */

/* a cell without a break, its standard errors unknown */
#define CELL(u, p, value_x, value_y) \
	{.unit = (u), .period = (p), .segment = 0, .x = (value_x), .y = (value_y), .x_se = NAN, .y_se = NAN}

static double
uniform(void)
{
	return unit_random(1000003) / 1000003.0;
}

/*
 * A random panel, the first period being `from`.  rotating: each unit takes part
 * in four periods only, one later than the unit before.
 */
static size_t
random_panel(NpsCell *cells, int units, int periods, double gaps, int from, bool rotating)
{
	size_t		n = 0;
	int			u,
				p;

	for (p = periods - 1; p >= 0; p--)	/* not in the order that the code wants */
		for (u = 0; u < units; u++)
		{
			if (uniform() < gaps || (rotating && (p < u || p > u + 3)))
				continue;
			cells[n] = (NpsCell) CELL(u, 0, 0, 0);
			cells[n].period = from + p;
			cells[n].x = uniform() < gaps ? NAN : 40 * u + 3 * p + 20 * uniform();
			cells[n].y = uniform() < gaps ? NAN : -15 * u + 5 * p + 30 * uniform();
			n++;
		}
	return n;
}

typedef struct Pair
{
	int			unit;
	int			stretch;		/* the number of unit and segment together */
	int			period;
	double		x;
	double		y;
} Pair;

static size_t
brute_pairs(const NpsCell *cells, size_t n, int lag, Pair *pairs)
{
	size_t		i,
				j,
				m = 0;

	for (i = 0; i < n; i++)
		for (j = 0; j < n; j++)
			if (cells[i].unit == cells[j].unit && cells[i].segment == cells[j].segment &&
				cells[j].period == cells[i].period + lag && !isnan(cells[i].x) && !isnan(cells[j].y))
			{
				pairs[m].unit = cells[j].unit;
				pairs[m].stretch = cells[j].unit * 1000 + cells[j].segment;
				pairs[m].period = cells[j].period;
				pairs[m].x = cells[i].x;
				pairs[m].y = cells[j].y;
				m++;
			}
	return m;
}

/* Take the mean of each stretch (or of each period) out of x and y. */
static double
demean(Pair *pairs, size_t n, int by_period)
{
	double		moved = 0;
	double		done[MAX_CELLS][2];
	size_t		i,
				j;

	for (i = 0; i < n; i++)
	{
		double		sx = 0,
					sy = 0;
		int			members = 0;

		for (j = 0; j < n; j++)
			if (by_period ? pairs[j].period == pairs[i].period : pairs[j].stretch == pairs[i].stretch)
			{
				sx += pairs[j].x;
				sy += pairs[j].y;
				members++;
			}
		done[i][0] = pairs[i].x - sx / members;
		done[i][1] = pairs[i].y - sy / members;
		moved += fabs(sx / members) + fabs(sy / members);
	}
	for (i = 0; i < n; i++)
	{
		pairs[i].x = done[i][0];
		pairs[i].y = done[i][1];
	}
	return moved;
}

static void
brute_associate(const Pair *pairs, size_t n, double *r, double *slope)
{
	double		mx = 0,
				my = 0,
				sxx = 0,
				syy = 0,
				sxy = 0;
	size_t		i;

	for (i = 0; i < n; i++)
	{
		mx += pairs[i].x / n;
		my += pairs[i].y / n;
	}
	for (i = 0; i < n; i++)
	{
		sxx += (pairs[i].x - mx) * (pairs[i].x - mx);
		syy += (pairs[i].y - my) * (pairs[i].y - my);
		sxy += (pairs[i].x - mx) * (pairs[i].y - my);
	}
	*r = sxy / sqrt(sxx * syy);
	*slope = sxy / sxx;
}

static double
apart(double a, double b)
{
	return isnan(a) || isnan(b) ? (isnan(a) && isnan(b) ? 0 : 1) : fabs(a - b);
}

static NpsPanel
prepared(NpsCell *cells, size_t n, int units)
{
	NpsPanel	panel = {.cells = cells, .n = n, .units = units};
	int32_t		scratch[MAX_CELLS];

	if (nps_panel_prepare(&panel, scratch) >= 0)
		ok(0, "a panel without duplicates");
	return panel;
}

/* Breaks at random: from some period on, a unit is another one. */
static void
break_up(NpsCell *cells, size_t n, int units, int from, int periods)
{
	size_t		i;
	int			u;

	for (u = 0; u < units; u++)
	{
		int			first = from + (int) (uniform() * periods);
		int			second = from + (int) (uniform() * periods);

		for (i = 0; i < n; i++)
			if (cells[i].unit == u)
				cells[i].segment = (cells[i].period >= first) + (cells[i].period >= second);
	}
}

/* The changes of neighbouring periods of one segment, by search. */
static size_t
brute_differences(const NpsCell *cells, size_t n, NpsCell *changes)
{
	size_t		i,
				j,
				m = 0;

	for (i = 0; i < n; i++)
		for (j = 0; j < n; j++)
			if (cells[i].unit == cells[j].unit && cells[i].segment == cells[j].segment &&
				cells[i].period == cells[j].period + 1)
			{
				changes[m] = cells[i];
				changes[m].x -= cells[j].x;
				changes[m++].y -= cells[j].y;
			}
	return m;
}

typedef struct Worst
{
	double		r_pooled;
	double		r_within;
	double		slope_within;
	double		r_twoway;
	double		slope_twoway;
	int			rows;
	int			wrong_pairs;
} Worst;

/* Whether there are enough of them for the two-way statistics to be well known. */
static bool
enough(const Pair *pairs, size_t m, int units, int periods)
{
	bool		seen[MAX_UNITS][3] = {{false}};
	size_t		i,
				stretches = 0;

	for (i = 0; i < m; i++)
	{
		stretches += !seen[pairs[i].stretch / 1000][pairs[i].stretch % 1000];
		seen[pairs[i].stretch / 1000][pairs[i].stretch % 1000] = true;
	}
	return m >= stretches + periods + 3 && units > 0;
}

static void
compare_row(Pair *pairs, size_t m, bool differences, const NpsLagRow *row, Worst *worst)
{
	Pair		as_they_were[MAX_CELLS];
	double		r,
				slope;
	int			turn;

	worst->rows++;
	brute_associate(pairs, m, &r, &slope);
	worst->r_pooled = fmax(worst->r_pooled, apart(r, row->r_pooled));
	memcpy(as_they_were, pairs, sizeof(Pair) * m);
	demean(pairs, m, 0);
	brute_associate(pairs, m, &r, &slope);
	worst->r_within = fmax(worst->r_within, apart(r, row->r_within));
	worst->slope_within = fmax(worst->slope_within, apart(slope, row->slope_within));
	if (differences)
	{
		memcpy(pairs, as_they_were, sizeof(Pair) * m);
		demean(pairs, m, 1);
	}
	else
		for (turn = 0; turn < 50000 && demean(pairs, m, 1) + demean(pairs, m, 0) > 1e-12; turn++)
			;
	brute_associate(pairs, m, &r, &slope);
	worst->r_twoway = fmax(worst->r_twoway, apart(r, row->r_twoway));
	worst->slope_twoway = fmax(worst->slope_twoway, apart(slope, row->slope_twoway));
}

static void
against_brute_force(bool breaks, bool differences, const char *what)
{
	Worst		worst = {0};
	char		name[128];
	int			round;

	for (round = 0; round < 300; round++)
	{
		NpsCell		cells[MAX_CELLS],
					changes[MAX_CELLS];
		Pair		pairs[MAX_CELLS];
		double		workspace[WORKSPACE];
		int32_t		scratch[MAX_CELLS];
		int			units = 3 + (int) (uniform() * (MAX_UNITS - 3));
		int			periods = 6 + (int) (uniform() * (MAX_PERIODS - 6));
		int			lag = round % 5 == 4 ? round % 2 : -3 + round % 7;
		size_t		n = random_panel(cells, units, periods, round % 3 * 0.12, 8000 + round, round % 5 == 4);
		NpsPanel	panel,
					changed = {.cells = changes};
		NpsLagRow	row;
		size_t		m;

		if (breaks)
			break_up(cells, n, units, 8000 + round, periods);
		m = differences ? brute_pairs(changes, brute_differences(cells, n, changes), lag, pairs) : brute_pairs(cells, n, lag, pairs);
		panel = prepared(cells, n, units);
		if (nps_lag_workspace(&panel) > sizeof(workspace))
			ok(0, "the workspace is large enough");
		nps_panel_difference(&panel, &changed, scratch);
		nps_lag_row(differences ? &changed : &panel, differences, lag, 0.95, workspace, &row);
		worst.wrong_pairs += row.pairs != (int64_t) m;
		if (enough(pairs, m, units, periods))
			compare_row(pairs, m, differences, &row, &worst);
	}
	snprintf(name, sizeof(name), "%s: pairs", what);
	ok(worst.wrong_pairs == 0, name);
	snprintf(name, sizeof(name), "%s: r_pooled, %d panels", what, worst.rows);
	ok(worst.r_pooled < 1e-12 && worst.rows >= 50, name);
	snprintf(name, sizeof(name), "%s: r_within", what);
	ok(worst.r_within < 1e-12, name);
	snprintf(name, sizeof(name), "%s: slope_within", what);
	ok(worst.slope_within < 1e-12, name);
	snprintf(name, sizeof(name), "%s: r_twoway", what);
	ok(worst.r_twoway < 1e-10, name);
	snprintf(name, sizeof(name), "%s: slope_twoway", what);
	ok(worst.slope_twoway < 1e-10, name);
}

/* A segment number that comes back is not the same stretch. */
static void
across_breaks(void)
{
	NpsCell		cells[] = {CELL(0, 1, 1, 2), CELL(0, 2, 4, 3), CELL(0, 3, 2, 9), CELL(0, 4, 7, 1), CELL(0, 5, 5, 5), CELL(0, 6, 3, 8)};
	NpsCell		changes[6];
	int32_t		scratch[6];
	double		workspace[256];
	NpsPanel	panel,
				differences = {.cells = changes};
	NpsLagRow	row;
	int			i;

	for (i = 0; i < 6; i++)
	{
		cells[i].segment = i / 2 % 2;	/* 0 0 1 1 0 0 */
		cells[i].x_se = i;
		cells[i].y_se = 2 * i;
	}
	panel = prepared(cells, 6, 1);
	ok(panel.stretches == 3, "a segment that comes back is a stretch of its own");
	nps_lag_row(&panel, false, 1, 0.95, workspace, &row);
	ok(row.pairs == 3, "no pair across a break");
	nps_lag_row(&panel, false, 4, 0.95, workspace, &row);
	ok(row.pairs == 0, "nor across two of them to the same number");
	nps_panel_difference(&panel, &differences, scratch);
	ok(differences.n == 3 && differences.stretches == 3 && changes[1].period == 4 && changes[1].x == 5 && changes[1].y == -8,
	   "differences within stretches");
	ok(fabs(changes[1].x_se - sqrt(4 + 9)) < 1e-15 && fabs(changes[1].y_se - sqrt(16 + 36)) < 1e-15, "and their errors");
	nps_lag_row(&differences, true, 2, 0.95, workspace, &row);
	ok(row.pairs == 0, "differences of different stretches are no pair");
}

/* Lags count calendar periods: a missing one shifts nothing. */
static void
calendar(void)
{
	NpsCell		cells[] = {CELL(0, 1, 1, NAN), CELL(0, 2, 5, 10), CELL(0, 4, 7, 50), CELL(0, 5, 9, 70)};
	double		workspace[256];
	NpsPanel	panel = prepared(cells, 4, 1);
	NpsLagRow	row;

	nps_lag_row(&panel, false, 1, 0.95, workspace, &row);	/* (1, 2): 1, 10 and (4, 5): 7, 70 */
	ok(row.pairs == 2 && fabs(row.slope_within - 10) < 1e-12, "neighbours by the calendar, not by row");
	nps_lag_row(&panel, false, 100, 0.95, workspace, &row);
	ok(row.pairs == 0 && isnan(row.r_pooled) && isnan(row.slope_twoway), "no pairs, no values");
	nps_lag_row(&panel, false, INT32_MAX, 0.95, workspace, &row);
	ok(row.pairs == 0, "the largest lag");
	nps_lag_row(&panel, false, INT32_MIN, 0.95, workspace, &row);
	ok(row.pairs == 0, "the smallest lag");
}

static void
degenerate(void)
{
	NpsCell		twice[] = {CELL(0, 1, 1, 1), CELL(1, 1, 1, 1), CELL(0, 1, 2, 2)};
	NpsCell		constant[] = {CELL(0, 1, 100.0 / 3, 1), CELL(0, 2, 100.0 / 3, 7), CELL(0, 3, 100.0 / 3, 4),
	CELL(1, 1, 200.0 / 7, 2), CELL(1, 2, 200.0 / 7, 9), CELL(1, 3, 200.0 / 7, 3)};
	NpsCell		small[] = {CELL(0, 1, 1, 2), CELL(0, 2, 2, 9), CELL(1, 1, 4, 4), CELL(1, 2, 9, 1)};
	NpsPanel	panel = {.cells = twice, .n = 3, .units = 2};
	int32_t		scratch[8];
	double		workspace[256];
	NpsLagRow	row;

	ok(nps_panel_prepare(&panel, scratch) >= 0, "a unit with one period twice is found");
	panel = prepared(constant, 6, 2);
	nps_lag_row(&panel, false, 0, 0.95, workspace, &row);
	ok(!isnan(row.r_pooled) && isnan(row.r_within) && isnan(row.slope_within) && isnan(row.r_twoway),
	   "x constant within units: no within values");
	panel = prepared(small, 4, 2);
	nps_lag_row(&panel, false, 0, 0.95, workspace, &row);
	ok(!isnan(row.r_within) && isnan(row.r_twoway) && isnan(row.slope_twoway),
	   "one degree of freedom left: no two-way values");
}

/* Average ranks by counting what is smaller and what is equal. */
static void
ranks(void)
{
	double		v[200],
				rank[200];
	NpsRankItem items[400];
	int			round,
				wrong = 0,
				i,
				j,
				n;

	for (round = 0; round < 200; round++)
	{
		n = round;
		for (i = 0; i < n; i++)
			v[i] = round % 2 ? (uniform() - 0.5) * pow(10, (int) (uniform() * 600) - 300) : (int) (uniform() * 9) - 4;
		if (n > 2)
			v[2] = -0.0;
		nps_ranks(v, n, 0, items, rank);
		for (i = 0; i < n; i++)
		{
			double		expected = 0.5;

			for (j = 0; j < n; j++)
				expected += v[j] < v[i] ? 1 : v[j] == v[i] ? 0.5 : 0;
			wrong += rank[i] != expected;
		}
	}
	ok(wrong == 0, "ranks of 0 to 199 values, with ties, of any size and sign");
	v[0] = 3;
	v[1] = 1;
	v[2] = 1 + 1e-9;
	v[3] = -7;
	nps_ranks(v, 4, 1e-8, items, rank);
	ok(rank[0] == 4 && rank[1] == 2.5 && rank[2] == 2.5 && rank[3] == 1, "nearly equal is a tie where that is asked for");
}

/* 40 times what is left of whole numbers of 5 units in 8 periods: whole, too. */
static void
whole_residuals(const int *v, double *left)
{
	int			i,
				j;

	for (i = 0; i < 40; i++)
	{
		left[i] = 40 * v[i];
		for (j = 0; j < 40; j++)
			left[i] += v[j] * (1 - 5 * (i / 8 == j / 8) - 8 * (i % 8 == j % 8));
	}
}

/* What is left of equal scores is equal but for rounding, and shares a rank. */
static void
tied_residuals(void)
{
	double		worst = 0;
	int			round,
				i,
				ties = 0;

	for (round = 0; round < 50; round++)
	{
		NpsCell		cells[40];
		NpsPanel	panel;
		NpsLagRow	row;
		NpsRankItem items[80];
		Pair		pairs[40];
		double		workspace[WORKSPACE],
					left[2][40],
					rank[2][40],
					r,
					slope;
		int			v[2][40];

		for (i = 0; i < 40; i++)
		{
			v[0][i] = uniform() < 0.15;
			v[1][i] = uniform() < 0.2;
			cells[i] = (NpsCell) CELL(i / 8, i % 8, 100.0 / 3 * (i / 8) + 7.1 * (i % 8) + v[0][i], 13.7 * (i / 8) - 0.3 * (i % 8) + v[1][i]);
		}
		panel = prepared(cells, 40, 5);
		nps_lag_row(&panel, false, 0, 0.95, workspace, &row);
		whole_residuals(v[0], left[0]);
		whole_residuals(v[1], left[1]);
		nps_ranks(left[0], 40, 0, items, rank[0]);
		nps_ranks(left[1], 40, 0, items, rank[1]);
		for (i = 0; i < 40; i++)
		{
			pairs[i].x = rank[0][i];
			pairs[i].y = rank[1][i];
			ties += rank[0][i] != floor(rank[0][i]);
		}
		brute_associate(pairs, 40, &r, &slope);
		worst = fmax(worst, apart(r, row.spearman_twoway));
	}
	ok(worst < 1e-12 && ties > 100, "spearman_twoway: rounding parts no ties");
}

/* Leave out pairs alone in their stretch; returns the stretches left. */
static int
brute_drop_single(Pair *pairs, size_t *n)
{
	Pair		kept[MAX_CELLS];
	size_t		m = 0,
				i,
				j;
	int			stretches = 0;

	for (i = 0; i < *n; i++)
	{
		int			members = 0,
					before = 0;

		for (j = 0; j < *n; j++)
		{
			members += pairs[j].stretch == pairs[i].stretch;
			before += pairs[j].stretch == pairs[i].stretch && j < i;
		}
		if (members > 1)
			kept[m++] = pairs[i];
		stretches += members > 1 && before == 0;
	}
	memcpy(pairs, kept, sizeof(Pair) * m);
	*n = m;
	return stretches;
}

/* Pyper & Peterman's N* of demeaned pairs; products within stretches only. */
static double
brute_n_eff(const Pair *pairs, size_t n)
{
	double		xx = 0,
				yy = 0,
				sum = 0;
	size_t		i,
				k;
	int			j;

	for (i = 0; i < n; i++)
	{
		xx += pairs[i].x * pairs[i].x / n;
		yy += pairs[i].y * pairs[i].y / n;
	}
	for (j = 1; j <= (int) n / 5; j++)
	{
		double		x = 0,
					y = 0,
					m = 0;

		for (i = 0; i < n; i++)
			for (k = 0; k < n; k++)
				if (pairs[i].period == pairs[k].period + j && pairs[i].stretch == pairs[k].stretch)
				{
					x += pairs[i].x * pairs[k].x / xx;
					y += pairs[i].y * pairs[k].y / yy;
					m++;
				}
		sum += m > 0 ? m / n * (x / m) * (y / m) : 0;
	}
	return fmin(n, 1 / fmax(1e-300, 1.0 / n + 2.0 / n * sum));
}

/* One unit with a break against the same with its stretches' means out by hand. */
static void
unit_breaks(void)
{
	double		worst = 0,
				worst_n = 0;
	int			round,
				wrong = 0,
				capped = 0,
				compared = 0;

	for (round = 0; round < 100; round++)
	{
		NpsCell		cells[MAX_CELLS];
		Pair		pairs[MAX_CELLS];
		double		workspace[WORKSPACE];
		size_t		n = random_panel(cells, 1, MAX_PERIODS, round % 3 * 0.1, -5, false);
		NpsPanel	panel;
		NpsLagUnitRow row;
		double		r,
					slope;
		size_t		m;
		int			stretches;

		break_up(cells, n, 1, -5, MAX_PERIODS);
		m = brute_pairs(cells, n, round % 3 - 1, pairs);
		panel = prepared(cells, n, 1);
		nps_lag_unit_row(&panel, round % 3 - 1, 0.95, workspace, &row);
		wrong += row.pairs != (int64_t) m;
		stretches = brute_drop_single(pairs, &m);
		if (m < 8)
			continue;
		demean(pairs, m, 0);
		brute_associate(pairs, m, &r, &slope);
		worst = fmax(worst, apart(r, row.pearson));
		worst_n = fmax(worst_n, apart(brute_n_eff(pairs, m) - (stretches - 1), row.n_eff));
		capped += row.n_eff == (double) m - (stretches - 1);
		compared++;
	}
	ok(wrong == 0, "one unit, breaks: pairs");
	ok(worst < 1e-12, "one unit, breaks: pearson");
	ok(worst_n < 1e-9 && compared > 50 && capped > 0 && capped < compared, "one unit, breaks: n_eff");
}

static void
unit_reasons(void)
{
	NpsCell		cells[12];
	double		workspace[512];
	NpsPanel	panel;
	NpsLagUnitRow row;
	int			i;

	for (i = 0; i < 12; i++)
		cells[i] = (NpsCell) CELL(0, i, i * i % 7, i * 5 % 11);
	panel = prepared(cells, 12, 1);
	nps_lag_unit_row(&panel, 12, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_NO_PAIRS && isnan(row.pearson), "unit: no pairs");
	nps_lag_unit_row(&panel, 11, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_ONE_PAIR && row.pairs == 1 && isnan(row.pearson), "unit: one pair");
	nps_lag_unit_row(&panel, 10, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_DESCRIPTIVE && fabs(row.pearson) == 1 && isnan(row.p_naive), "unit: two pairs are on a line, which says nothing");
	nps_lag_unit_row(&panel, 8, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_DESCRIPTIVE && !isnan(row.p_naive) && isnan(row.n_eff) && isnan(row.p_value), "unit: four pairs, no n_eff");
	nps_lag_unit_row(&panel, 5, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_DESCRIPTIVE && !isnan(row.p_value), "unit: seven pairs");
	nps_lag_unit_row(&panel, 4, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_KNOWN && !isnan(row.low), "unit: eight pairs");
	for (i = 0; i < 12; i++)
		cells[i].y = 3;
	nps_lag_unit_row(&panel, 0, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_Y_CONSTANT && isnan(row.pearson) && isnan(row.spearman), "unit: y constant");
	for (i = 0; i < 12; i++)
		cells[i].x = cells[i].y = i;
	nps_lag_unit_row(&panel, 0, 0.95, workspace, &row);
	ok(row.pearson == 1 && row.p_naive == 0 && isnan(row.low) && row.n_eff > 3 && row.reason == NPS_LAG_PERFECT, "unit: all on a line");
	for (i = 0; i < 12; i++)
		cells[i].x = cells[i].y = 1e308 * (i % 3 - 1);
	nps_lag_unit_row(&panel, 0, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_OUT_OF_RANGE && isnan(row.pearson), "unit: too large");
}

/* Noise that is known gives reliabilities by hand; unknown or too much of it, none. */
static void
noise(void)
{
	NpsCell		cells[] = {CELL(0, 1, 1, 3), CELL(0, 2, 2, 1), CELL(0, 3, 4, 2), CELL(1, 1, 5, 4), CELL(1, 2, 8, 6), CELL(1, 3, 9, 4)};
	double		workspace[256];
	NpsPanel	panel;
	NpsLagRow	row;
	int			i;

	for (i = 0; i < 6; i++)
	{
		cells[i].x_se = 0.5;
		cells[i].y_se = i == 5 ? NAN : 0.5;
	}
	panel = prepared(cells, 6, 2);
	nps_lag_row(&panel, false, 0, 0.95, workspace, &row);	/* two-way sums of squares: 2/2 and 26/3/2, on 2 df */
	ok(fabs(row.reliability_x - (1 - 0.25 / 0.5)) < 1e-12, "reliability of x by hand");
	ok(isnan(row.reliability_y) && isnan(row.r_corrected), "a standard error that is not known");
	cells[5].y_se = 0.5;
	nps_lag_row(&panel, false, 0, 0.95, workspace, &row);
	ok(fabs(row.reliability_y - (1 - 0.25 / (26.0 / 12))) < 1e-12, "reliability of y by hand");
	ok(fabs(row.r_corrected - row.r_twoway / sqrt(row.reliability_x * row.reliability_y)) < 1e-12 || row.r_corrected == 1, "r without noise");
	for (i = 0; i < 6; i++)
		cells[i].x_se = 2;
	nps_lag_row(&panel, false, 0, 0.95, workspace, &row);
	ok(row.reliability_x < 0 && isnan(row.r_corrected), "more noise than variance: shown as it is, no correction");
}

/* Why a row has no p-value. */
static void
reasons(void)
{
	NpsCell		cells[12],
				changes[12];
	int32_t		scratch[12];
	double		workspace[512];
	NpsPanel	panel,
				differences = {.cells = changes};
	NpsLagRow	row;
	int			i;

	for (i = 0; i < 12; i++)	/* 3 units, 4 periods */
		cells[i] = (NpsCell) CELL(i / 4, i % 4, i * i % 13, i * 5 % 11 + i % 3);
	panel = prepared(cells, 12, 3);
	nps_lag_row(&panel, false, 0, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_KNOWN && row.df == 5 && row.low < row.slope_twoway && row.slope_twoway < row.high && !isnan(row.p_value), "all known");
	nps_lag_row(&panel, false, 4, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_NO_PAIRS, "no pairs");
	nps_lag_row(&panel, false, 3, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_FEW_PAIRS && isnan(row.r_twoway) && isnan(row.df), "one pair a unit");
	nps_lag_row(&panel, false, 2, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_FEW_FOR_ERROR && !isnan(row.r_twoway) && row.df == 1 && isnan(row.slope_se), "one degree of freedom: no error");
	nps_panel_difference(&panel, &differences, scratch);
	nps_lag_row(&differences, true, 0, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_KNOWN && row.pairs == 9 && row.df == 5, "differences");
	nps_lag_row(&differences, true, 2, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_FEW_FOR_ERROR && row.pairs == 3 && row.df == 1, "differences of one period");

	panel = prepared(cells, 8, 2);
	nps_lag_row(&panel, false, 0, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_FEW_UNITS && !isnan(row.r_twoway) && isnan(row.p_value), "two units: r, but no p");
	panel = prepared(cells, 4, 1);
	nps_lag_row(&panel, false, 0, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_ONE_UNIT && !isnan(row.r_within) && isnan(row.r_twoway), "one unit");

	panel = prepared(cells, 12, 3);
	for (i = 0; i < 12; i++)
		cells[i].y = 0.7 * cells[i].x + 100.0 / 3 * cells[i].unit - 7.7 * cells[i].period;
	nps_lag_row(&panel, false, 0, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_NO_RESIDUAL && fabs(row.slope_twoway - 0.7) < 1e-12 && isnan(row.p_value), "a perfect fit has no error");
	for (i = 0; i < 12; i++)
		cells[i].y = 100.0 / 3 * cells[i].unit - 7.7 * cells[i].period;
	nps_lag_row(&panel, false, 0, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_Y_CONSTANT_TWOWAY && isnan(row.r_twoway) && !isnan(row.r_within), "y is unit and period only");
	for (i = 0; i < 12; i++)
		cells[i].x = 100.0 / 3;
	nps_lag_row(&panel, false, 0, 0.95, workspace, &row);
	ok(row.reason == NPS_LAG_X_CONSTANT && isnan(row.r_pooled), "x constant");
}

int
main(void)
{
	against_brute_force(false, false, "levels");
	against_brute_force(true, false, "levels with breaks");
	against_brute_force(false, true, "differences");
	against_brute_force(true, true, "differences with breaks");
	across_breaks();
	calendar();
	degenerate();
	ranks();
	tied_residuals();
	unit_breaks();
	unit_reasons();
	noise();
	reasons();
	return done_testing();
}
