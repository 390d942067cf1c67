/*
 * test_forecast.c
 *		forecast.c by hand, against a regression on dummies, against forecasts from
 *		panels that end earlier, and in simulations.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/dist.h"
#include "stats/forecast.h"
#include "stats/forecast_error.h"
#include "stats/lag_pairs.h"
#include "unit.h"

#define MOST_CELLS	2000
#define MOST_ROWS	600
#define HORIZON		6

#define CELL(u, p, value_x, value_y) \
	{.unit = (u), .period = (p), .x = (value_x), .y = (value_y), .x_se = NAN, .y_se = NAN}

static double workspace[1 << 17];
static int32_t scratch[MOST_CELLS];
static NpsForecast rows[MOST_ROWS];
static NpsForecastRecord records[HORIZON];

static double
uniform(void)
{
	return unit_random(1000003) / 1000003.0;
}

static double
normal(void)
{
	double		sum = -6;
	int			i;

	for (i = 0; i < 12; i++)
		sum += uniform();
	return sum;
}

static NpsPanel
prepared(NpsCell *cells, size_t n, int units)
{
	NpsPanel	panel = {.cells = cells, .n = n, .units = units};

	if (nps_panel_prepare(&panel, scratch) >= 0)
		ok(0, "a panel without duplicates");
	return panel;
}

/* Into rows and records. */
static size_t
forecast(const NpsPanel *panel, int max_lag, int horizon, int lag)
{
	NpsForecastPlan plan = {max_lag, horizon, lag, .95};

	if (nps_forecast_workspace(panel, horizon) > sizeof(workspace) || panel->units * horizon > MOST_ROWS)
		ok(0, "the workspace is large enough");
	return nps_forecast(panel, &plan, workspace, rows, records);
}

static int
same(double a, double b)
{
	return isnan(a) || isnan(b) ? isnan(a) && isnan(b) : fabs(a - b) <= 1e-8 * fmax(1, fabs(b));
}

/*
 * y = 10 u + (0, 5, 1, 4) by period + 2 x of the period before, without error: the
 * forecast is 10 u + 4 + 2 x of the last period.
 */
static void
by_hand(void)
{
	static const double x[3][5] = {{1, 7, 2, 9, 4}, {3, 1, 8, 2, 6}, {5, 0, 1, 1, 3}};
	static const double effect[5] = {0, 0, 5, 1, 4};
	NpsCell		cells[32];
	size_t		n = 0;
	int			u,
				p,
				good = 1;
	NpsPanel	panel;

	for (u = 0; u < 3; u++)
		for (p = 0; p < 5; p++)
			cells[n++] = (NpsCell) CELL(u, 100 + p, x[u][p], p == 0 ? NAN : 10 * u + effect[p] + 2 * x[u][p - 1]);
	cells[n++] = (NpsCell) CELL(3, 104, 1, 2);	/* entered in the last period */
	panel = prepared(cells, n, 4);
	ok(forecast(&panel, 1, 2, 0) == 8, "a row for each unit and period");
	for (u = 0; u < 3; u++)
		good &= same(rows[2 * u].expected, 10 * u + 4 + 2 * x[u][4]) && rows[2 * u].period == 105 && rows[2 * u].lag == 1 &&
			rows[2 * u].x_seen == x[u][4] && rows[2 * u].y_last == 10 * u + 4 + 2 * x[u][3] && rows[2 * u].unit == u;
	ok(good, "level + last effect + slope x, by hand");
	ok(isnan(rows[1].expected) && rows[1].reason == NPS_FORECAST_LAG_SHORT && rows[1].lag == 0, "lag 1 says nothing of 2 periods ahead");
	ok(rows[6].reason == NPS_FORECAST_NO_LEVEL && isnan(rows[6].expected) && rows[6].y_last == 2, "a unit that has just entered");
	ok(isnan(rows[0].low) && isnan(rows[0].high), "no interval without a record");

	cells[14].x = NAN;			/* the last x of unit 2: sorted, the 15th cell */
	forecast(&panel, 1, 1, 0);
	ok(rows[2].reason == NPS_FORECAST_NO_X && isnan(rows[2].expected) && same(rows[0].expected, 4 + 2 * 4), "no x of the unit at that lag");
	forecast(&panel, 9, 2, 4);
	ok(rows[0].reason == NPS_FORECAST_NO_SLOPE && rows[1].reason == NPS_FORECAST_NO_SLOPE, "a lag with too few pairs");
	forecast(&panel, 9, 2, INT32_MAX);
	ok(rows[0].reason == NPS_FORECAST_NO_PAIRS, "the largest lag");
	panel = prepared(cells, 5, 1);
	forecast(&panel, 2, 2, 0);
	ok(rows[0].reason == NPS_FORECAST_NO_SLOPE && rows[0].y_last == 4 + 2 * 9, "of one unit, period effects leave nothing");
	for (p = 0; p < 5; p++)
		cells[p].y = NAN;
	ok(forecast(&panel, 2, 2, 0) == 0 && (panel.n = 0, forecast(&panel, 2, 2, 0)) == 0, "no y, no cells: no forecasts");
}

/*
 * Two clubs of units that share no period with pairs: the one whose periods are over
 * cannot be forecast, for what the effect of the last period would be on its scale.
 */
static void
no_link(void)
{
	NpsCell		cells[64];
	size_t		n = 0;
	int			u,
				p;
	NpsPanel	panel;

	for (u = 0; u < 6; u++)
		for (p = 0; p < 5; p++)
			cells[n++] = (NpsCell) CELL(u, p + (u < 3 ? 0 : 6), uniform(), uniform());
	for (u = 0; u < 3; u++)
		cells[n++] = (NpsCell) CELL(u, 10, uniform(), NAN);
	panel = prepared(cells, n, 6);
	forecast(&panel, 1, 1, 0);
	ok(rows[0].reason == NPS_FORECAST_NO_LINK && isnan(rows[0].expected) && rows[5].reason == NPS_FORECAST_DONE, "no chain of pairs to the last period");
}

/* A random panel with gaps, and breaks in every third unit. */
static size_t
random_panel(NpsCell *cells, int units, int periods, double gaps, bool breaks)
{
	size_t		n = 0;
	int			u,
				p;

	for (u = 0; u < units; u++)
	{
		double		x = 0,
					rest = 0,
					before[3] = {0};

		for (p = 0; p < periods; p++)
		{
			before[2] = before[1];
			before[1] = before[0];
			before[0] = x = .5 * x + 8 * normal();
			rest = .6 * rest + 4 * normal();
			if (uniform() < gaps)
				continue;
			cells[n] = (NpsCell) CELL(u, 5000 + p, uniform() < gaps ? NAN : x + 10 * u,
									  uniform() < gaps ? NAN : 7 * u + 9 * (p % 4) + .6 * before[2] + rest);
			cells[n++].segment = breaks && u % 3 == 0 && p > periods / 2;
		}
	}
	return n;
}

/* The least-squares solution of m rows, normal equations in long double. */
static void
solve(long double rows_of[][64], int m, int columns, long double *coefficient)
{
	static long double a[64][64];
	int			i,
				j,
				k;

	memset(a, 0, sizeof(a));
	for (i = 0; i < columns; i++)
		for (j = 0; j <= columns; j++)
			for (k = 0; k < m; k++)
				a[i][j] += rows_of[k][i] * rows_of[k][j];
	for (i = 0; i < columns; i++)
		for (j = 0; j < columns; j++)
			if (j != i && fabsl(a[i][i]) > 1e-9L)	/* a dummy of nothing stays out */
			{
				long double factor = a[j][i] / a[i][i];

				for (k = 0; k <= columns; k++)
					a[j][k] -= factor * a[i][k];
			}
	for (i = 0; i < columns; i++)
		coefficient[i] = fabsl(a[i][i]) > 1e-9L ? a[i][columns] / a[i][i] : 0;
}

static const NpsCell *
cell_at(const NpsPanel *panel, int unit, int64_t period)
{
	size_t		i;

	for (i = 0; i < panel->n; i++)
		if (panel->cells[i].unit == unit && panel->cells[i].period == period)
			return &panel->cells[i];
	return NULL;
}

/*
 * The forecasts one period ahead at a given lag by dummies: x, one for each stretch, and
 * one for each period but the last with half as many pairs as any, so that a
 * stretch's coefficient is its level at that one.
 */
static void
brute_forecast(const NpsPanel *panel, int lag, int64_t origin, double *expected)
{
	static long double m[MOST_CELLS][64];
	static const NpsCell *of[MOST_CELLS];
	long double c[64],
				left[MOST_CELLS],
				squares = 0,
				products = 0;
	int			counts[64] = {0},
				by_period[64] = {0},
				most = 0,
				pairs = 0,
				neighbours = 0,
				stretches = 0,
				columns = 2 + panel->stretches + panel->periods,
				last = 0,
				round,
				i,
				u;
	double		r,
				carry;
	size_t		j;

	memset(m, 0, sizeof(m));
	for (round = 0; round < 2; round++)	/* count pairs by stretch, then take those with company */
	{
		for (j = 0; j < panel->n; j++)
		{
			const NpsCell *y = &panel->cells[j];
			const NpsCell *x = cell_at(panel, y->unit, (int64_t) y->period - lag);

			if (x == NULL || isnan(x->x) || isnan(y->y) || x->stretch != y->stretch || (round == 1 && counts[y->stretch] < 2))
				continue;
			if (round == 0)
			{
				stretches += ++counts[y->stretch] == 2;
				continue;
			}
			m[pairs][0] = x->x;
			m[pairs][1 + y->stretch] = 1;
			m[pairs][1 + panel->stretches + y->period_rank] = 1;
			m[pairs][columns - 1] = y->y;
			by_period[y->period_rank]++;
			of[pairs++] = y;
		}
	}
	for (i = 0; i < panel->periods; i++)
		most = by_period[i] > most ? by_period[i] : most;
	for (i = 0; i < panel->periods; i++)
		last = 2 * by_period[i] >= most ? i : last;
	for (i = 0; i < pairs; i++)
		m[i][1 + panel->stretches + last] = 0;
	solve(m, pairs, columns - 1, c);
	for (i = 0; i < pairs; i++)
	{
		left[i] = m[i][columns - 1];
		for (u = 0; u < columns - 1; u++)
			left[i] -= c[u] * m[i][u];
		squares += left[i] * left[i];
		if (i > 0 && of[i - 1]->stretch == of[i]->stretch && of[i - 1]->period == of[i]->period - 1)
		{
			products += left[i] * left[i - 1];
			neighbours++;
		}
	}
	r = neighbours == 0 ? 0 : (double) (products / neighbours / (squares / pairs));
	carry = fmin(.99, r);
	for (round = 0; round < 20; round++)
	{
		double		share = fmin(.9, (1 + carry) / (1 - carry) * stretches / pairs);

		carry = fmin(.99, r * (1 - share) + share);
	}
	carry = neighbours == 0 ? 0 : fmax(0, carry);
	for (u = 0; u < panel->units; u++)
	{
		const NpsCell *x = cell_at(panel, u, origin + 1 - lag);
		int			stretch = -1;

		expected[u] = NAN;
		for (j = 0; j < panel->n; j++)
			if (panel->cells[j].unit == u)
				stretch = panel->cells[j].stretch;
		if (x == NULL || isnan(x->x) || stretch != x->stretch || counts[stretch] < 2)
			continue;
		for (i = 0; i < pairs; i++)
			if (of[i]->stretch == stretch)
				expected[u] = (double) (c[0] * x->x + c[1 + stretch] + powl(carry, origin + 1 - of[i]->period) * left[i]);
	}
}

static void
against_dummies(void)
{
	int			wrong = 0,
				known = 0,
				unknown = 0,
				round;

	for (round = 0; round < 60; round++)
	{
		NpsCell		cells[MOST_CELLS];
		double		expected[64];
		int			units = 4 + round % 9,
					lag = 1 + round % 3,
					u;
		size_t		n = random_panel(cells, units, 10 + round % 9, round % 4 * .06, round % 2);
		NpsPanel	panel = prepared(cells, n, units);

		forecast(&panel, 3, 1, lag);
		if (records[0].forecasts == 0)
			continue;
		brute_forecast(&panel, lag, rows[0].period - 1, expected);
		for (u = 0; u < units; u++)
		{
			known += !isnan(expected[u]);
			unknown += isnan(expected[u]);
			wrong += !same(rows[u].expected, expected[u]) || isnan(rows[u].expected) != (rows[u].reason != NPS_FORECAST_DONE);
		}
	}
	printf("# %d forecasts, %d unknown\n", known, unknown);
	ok(known > 250 && unknown > 20 && wrong == 0, "slope, levels and rest as by a regression on dummies");
}

/*
 * The error of each unit, from sums of the test's own: the typical mean square by
 * expectation and maximisation, which goes another way than forecast_error.c.
 */
static int
wrong_unit_errors(const NpsForecast *claimed, int horizon, int ahead, const NpsForecastErrors *errors, int units, int64_t forecasts, int *without)
{
	double		typical = 1;
	int			wrong = 0,
				round,
				u;

	for (round = 0; round < 3000; round++)
	{
		double		sum = 0;

		for (u = 0; u < units; u++)
			sum += errors[u].squares * (1 + errors[u].n) / (1 + errors[u].squares / typical);
		typical = forecasts > 0 ? sum / forecasts : NAN;
	}
	for (u = 0; u < units; u++)
	{
		const NpsForecast *f = &claimed[u * horizon + ahead - 1];
		double		rmse = errors[u].n > 0 ? sqrt((errors[u].squares + typical) / (errors[u].n + 1)) : records[ahead - 1].rmse;
		double		t = forecasts < NPS_FORECAST_FEWEST ? NAN :
			nps_t_quantile(.975, errors[u].n > 0 ? errors[u].n + 1 : (double) forecasts - 1);

		*without += errors[u].n == 0 && !isnan(f->high);
		wrong += !same(f->unit_rmse, rmse) || !same(f->high - f->expected, isnan(f->expected) ? NAN : rmse * t) ||
			!same(f->expected - f->low, f->high - f->expected);
	}
	return wrong;
}

/*
 * The record must be what forecasts from panels that end earlier, with another y for
 * everything after, would have had as errors.
 */
static void
honest_record(void)
{
	int			wrong = 0,
				wrong_errors = 0,
				without = 0,
				compared = 0,
				round;

	for (round = 0; round < 12; round++)
	{
		static NpsCell cells[MOST_CELLS],
					early[MOST_CELLS];
		static NpsForecastRecord claimed[HORIZON];
		static NpsForecast claimed_rows[MOST_ROWS];
		int			units = 6,
					periods = 9 + round * 2,
					horizon = 3,
					lag = round % 4 == 3 ? 3 : 0;
		size_t		n = random_panel(cells, units, periods, round % 3 * .04, round % 2);
		NpsPanel	panel = prepared(cells, n, units);
		int			ahead;

		forecast(&panel, 4, horizon, lag);
		memcpy(claimed, records, sizeof(claimed));
		memcpy(claimed_rows, rows, sizeof(rows));
		for (ahead = 1; ahead <= horizon; ahead++)
		{
			double		sum = 0,
						sum_same = 0;
			NpsForecastErrors errors[6] = {{0, 0}};
			int			count = 0,
						target;

			for (target = periods - periods / 3; target < periods; target++)
			{
				size_t		m = 0,
							i;
				NpsPanel	past;

				for (i = 0; i < n; i++)
					if (cells[i].period <= 5000 + target - ahead)
						early[m++] = cells[i];
				past = prepared(early, m, units);
				forecast(&past, 4, horizon, lag);
				for (i = 0; i < n; i++)
				{
					const NpsForecast *f = &rows[cells[i].unit * horizon + ahead - 1];
					size_t		k;
					int			broken = 0;

					if (cells[i].period != 5000 + target || isnan(cells[i].y) || f->reason != NPS_FORECAST_DONE)
						continue;
					for (k = 0; k < m; k++)
						broken |= early[k].unit == cells[i].unit && early[k].period == f->period - f->lag &&
							early[k].segment != cells[i].segment;
					if (broken || f->period != 5000 + target)
						continue;
					sum += (f->expected - cells[i].y) * (f->expected - cells[i].y);
					sum_same += (f->y_last - cells[i].y) * (f->y_last - cells[i].y);
					errors[cells[i].unit].squares += (f->expected - cells[i].y) * (f->expected - cells[i].y);
					errors[cells[i].unit].n++;
					count++;
				}
			}
			compared += count;
			memcpy(records, claimed, sizeof(claimed));
			wrong_errors += wrong_unit_errors(claimed_rows, horizon, ahead, errors, units, count, &without);
			wrong += claimed[ahead - 1].forecasts != count ||
				!same(claimed[ahead - 1].rmse, count > 0 ? sqrt(sum / count) : NAN) ||
				!same(claimed[ahead - 1].rmse_no_change, count > 0 ? sqrt(sum_same / count) : NAN);
		}
	}
	ok(compared > 500 && wrong == 0, "the record is that of forecasts from what was known then");
	printf("# %d limits of units without forecasts of the past\n", without);
	ok(without > 0 && wrong_errors == 0, "and so are the errors of each unit, and the limits");
}

/* Other order, names, calendar, scale: nothing changes but what must. */
static void
invariances(void)
{
	static NpsCell cells[MOST_CELLS],
				other[MOST_CELLS];
	static NpsForecast before[MOST_ROWS];
	static NpsForecastRecord claimed[HORIZON];
	size_t		n = random_panel(cells, 7, 20, .05, true),
				i;
	NpsPanel	panel,
				moved;
	int			wrong = 0;

	for (i = 0; i < n; i++)
	{
		other[i] = cells[n - 1 - i];
		other[i].unit = 6 - other[i].unit;
		other[i].period -= 100000;
		other[i].segment = 5 - 9 * other[i].segment;
		other[i].x = 1e-4 * other[i].x - 6;
		other[i].y = -1e3 * other[i].y + 500;
	}
	panel = prepared(cells, n, 7);
	forecast(&panel, 5, 4, 0);
	memcpy(before, rows, sizeof(rows));
	memcpy(claimed, records, sizeof(records));
	moved = prepared(other, n, 7);
	forecast(&moved, 5, 4, 0);
	for (i = 0; i < 28; i++)
	{
		const NpsForecast *a = &before[i];
		const NpsForecast *b = &rows[(6 - a->unit) * 4 + a->ahead - 1];

		wrong += a->lag != b->lag || a->reason != b->reason || a->period != b->period + 100000 ||
			!same(-1e3 * a->expected + 500, b->expected) || !same(-1e3 * a->high + 500, b->low) || !same(-1e3 * a->y_last + 500, b->y_last);
	}
	for (i = 0; i < 4; i++)
		wrong += records[i].forecasts != claimed[i].forecasts || !same(1e3 * claimed[i].rmse_without_x, records[i].rmse_without_x);
	ok(wrong == 0 && !isnan(before[0].low) && before[0].reason == NPS_FORECAST_DONE, "order, names, calendar and scale do not matter");
}

/* One unit that is early with the last period does not set the effect for all. */
static void
early_unit(void)
{
	static NpsCell cells[MOST_CELLS];
	size_t		n = random_panel(cells, 8, 16, 0, false),
				i;
	NpsPanel	panel = prepared(cells, n, 8);
	double		before[8];
	int			moved = 0;

	for (i = 0; i < n; i++)
		if (cells[i].unit > 0 && cells[i].period == 5015)
			cells[i].y = NAN;
	forecast(&panel, 2, 1, 2);
	for (i = 0; i < 8; i++)
		before[i] = rows[i].expected;
	for (i = 0; i < n; i++)
		if (cells[i].unit == 0 && cells[i].period == 5015)
			cells[i].y += 1000;
	forecast(&panel, 2, 1, 2);
	for (i = 1; i < 8; i++)
		moved += !(fabs(rows[i].expected - before[i]) < 1e-6);
	ok(moved == 0 && rows[1].period == 5016, "a unit alone in the last period does not speak for all");
}

/* A break begins anew: the unit's level before it, and x before it, do not count. */
static void
breaks(void)
{
	static NpsCell cells[MOST_CELLS];
	size_t		n = random_panel(cells, 5, 20, 0, false),
				i;
	NpsPanel	panel;
	double		without;

	panel = prepared(cells, n, 5);
	forecast(&panel, 2, 2, 2);
	without = rows[0].expected;
	for (i = 0; i < n; i++)
		if (cells[i].unit == 0 && cells[i].period >= 5010)
		{
			cells[i].segment = 1;
			cells[i].y += 1000;
		}
	panel = prepared(cells, n, 5);
	forecast(&panel, 2, 2, 2);
	ok(fabs(rows[0].expected - 1000 - without) < 15 && records[0].rmse < 30, "the level is that since the break");
	for (i = 0; i < n; i++)
		if (cells[i].unit == 0)
			cells[i].segment = cells[i].period >= 5019;
	panel = prepared(cells, n, 5);
	forecast(&panel, 2, 2, 2);
	ok(rows[0].reason == NPS_FORECAST_NO_LEVEL_SINCE_BREAK && !isnan(rows[0].y_last) && isnan(rows[0].x_seen) && rows[2].reason == NPS_FORECAST_DONE, "too early after a break");
	cells[n] = (NpsCell) CELL(1, 5020, 3, NAN);	/* x that came before any y of its period */
	cells[n].segment = 8;
	panel = prepared(cells, n + 1, 5);
	forecast(&panel, 2, 2, 2);
	ok(rows[2].reason == NPS_FORECAST_NO_LEVEL_SINCE_BREAK && rows[2].period == 5020 && rows[4].reason == NPS_FORECAST_DONE, "a break after the last y");
}

/* x once in four periods: each period ahead has lags of its own. */
static void
yearly_x(void)
{
	static NpsCell cells[MOST_CELLS];
	size_t		n = random_panel(cells, 8, 32, 0, false),
				i;
	NpsPanel	panel;
	int			good = 1,
				u,
				ahead;

	for (i = 0; i < n; i++)
		if (cells[i].period % 4 != 0)
			cells[i].x = NAN;
	panel = prepared(cells, n, 8);
	forecast(&panel, 12, 4, 0);
	for (u = 0; u < 8; u++)
		for (ahead = 1; ahead <= 4; ahead++)
		{
			const NpsForecast *f = &rows[u * 4 + ahead - 1];

			good &= f->reason == NPS_FORECAST_DONE && f->lag >= ahead && (f->period - f->lag) % 4 == 0 && !isnan(f->low);
		}
	ok(good, "x once in four periods: the lag is one at which there is x");
	forecast(&panel, 12, 4, 5);
	ok(rows[0].reason == NPS_FORECAST_NO_X && rows[0].lag == 5 && rows[1].reason == NPS_FORECAST_DONE, "a lag asked for stays");
}

/*
 * y of unit and period effects only: every lag says nothing, so the shortest is taken, none is
 * the best, and the model without x is as good.
 */
static void
effects_only(void)
{
	static NpsCell cells[MOST_CELLS];
	static const double effect[12] = {.1, 7, -3, 2.7, 0, 11, 5, .3, -8, 6.1, 1, 4};
	NpsPanel	panel;
	size_t		n = 0;
	int			good = 1,
				u,
				p;

	for (u = 0; u < 7; u++)
		for (p = 0; p < 12; p++)
			cells[n++] = (NpsCell) CELL(u, p, normal(), 1.7 * u + effect[p]);
	panel = prepared(cells, n, 7);
	forecast(&panel, 4, 3, 0);
	for (u = 0; u < 21; u++)
		good &= rows[u].lag == rows[u].ahead && rows[u].best_lag == 0 && same(rows[u].expected, 1.7 * rows[u].unit + effect[11]) &&
			records[u % 3].rmse == records[u % 3].rmse_without_x;
	ok(good, "y of unit and period effects only: the shortest lag, and x does not help");
	for (p = 0; p < (int) n; p++)
		cells[p].y = 50;
	panel = prepared(cells, n, 7);
	forecast(&panel, 4, 1, 0);
	ok(rows[0].lag == 1 && rows[0].expected == 50 && rows[0].low == 50 && records[0].rmse == 0 && rows[0].unit_rmse == 0, "y that never changes");
}

/* The best lag is named where it is too short, or without x. */
static void
best_lag(void)
{
	static NpsCell cells[MOST_CELLS];
	size_t		n = 0;
	NpsPanel	panel;
	int			good = 1,
				u,
				p;

	for (u = 0; u < 8; u++)
	{
		double		x[20];

		for (p = 0; p < 20; p++)
		{
			x[p] = normal();
			cells[n++] = (NpsCell) CELL(u, p, x[p], p < 2 ? NAN : 5 * x[p - 2] + normal());
		}
	}
	panel = prepared(cells, n, 8);
	forecast(&panel, 6, 4, 0);
	for (u = 0; u < 8; u++)
		for (p = 0; p < 4; p++)
			good &= rows[4 * u + p].best_lag == 2 && (p < 2 ? rows[4 * u + p].lag == 2 : rows[4 * u + p].lag > 2);
	ok(good && !(records[0].rmse > .5 * records[0].rmse_without_x) && records[3].rmse > .95 * records[3].rmse_without_x, "the best lag is known beyond it");
	forecast(&panel, 6, 4, 5);
	ok(rows[0].best_lag == 5 && rows[0].lag == 5, "a lag asked for counts as the best");
	for (p = 0; p < (int) n; p++)
		if (cells[p].period == 18)
			cells[p].x = NAN;
	forecast(&panel, 6, 1, 0);	/* y of 20 follows from x of 18 */
	ok(rows[0].lag != 2 && rows[0].best_lag == 2, "the best lag is named where its x has not come yet");
}

/* Units spelled differently on both sides; and one with a single pair and no break. */
static void
no_pairs(void)
{
	static NpsCell cells[MOST_CELLS];
	size_t		n = 0;
	NpsPanel	panel;
	int			u,
				p;

	for (u = 0; u < 6; u++)
		for (p = 0; p < 10; p++)
			cells[n++] = (NpsCell) CELL(u, p, u < 3 ? normal() : NAN, u < 3 ? NAN : normal());
	panel = prepared(cells, n, 6);
	forecast(&panel, 3, 2, 0);
	ok(rows[0].reason == NPS_FORECAST_NO_PAIRS && rows[7].reason == NPS_FORECAST_NO_PAIRS && isnan(rows[0].unit_rmse), "no pairs at any lag");
	for (p = 0; p < (int) n; p++)
	{
		cells[p].x = normal();
		cells[p].y = p < 8 ? NAN : normal();
	}
	panel = prepared(cells, n, 6);
	forecast(&panel, 8, 1, 8);
	ok(rows[0].reason == NPS_FORECAST_DONE && rows[0].lag == 8, "two pairs of a unit are enough");
	forecast(&panel, 9, 1, 9);
	ok(rows[0].reason == NPS_FORECAST_NO_SLOPE, "one pair of each unit leaves nothing, but is a pair");
}

/* The logarithm of the likelihood of errors with a typical mean square, in the model of forecast_error.c. */
static double
likelihood(const NpsForecastErrors *errors, int units, double typical)
{
	double		sum = 0;
	int			u;

	for (u = 0; u < units; u++)
		sum -= errors[u].n / 2 * log(typical) + (1 + errors[u].n) / 2 * log1p(errors[u].squares / typical);
	return sum;
}

static void
unit_errors(void)
{
	NpsForecastErrors errors[9] = {{5, 20}, {7, 900}, {6, 31}, {1, .5}, {0, 0}, {3, 12}, {2, 0}, {8, 40}, {4, 1e-9}};
	NpsForecastErrors equal[3] = {{4, 36}, {4, 36}, {4, 36}};
	NpsForecastErrors perfect[3] = {{4, 0}, {4, 0}, {4, 7}};
	double		typical = nps_forecast_typical(errors, 9),
				best = likelihood(errors, 9, typical);
	int			u;

	ok(best > likelihood(errors, 9, typical * 1.001) && best > likelihood(errors, 9, typical * .999) && best > likelihood(errors, 9, typical * 9),
	   "the typical error is the most likely one");
	ok(same(nps_forecast_typical(equal, 3), 9) && same(nps_forecast_unit_mean_square(equal, 9), 9) && nps_forecast_unit_df(equal) == 5,
	   "equal units: the typical error is that of each");
	ok(same(nps_forecast_typical(errors + 1, 1), 900. / 7), "one unit: its own");
	ok(nps_forecast_typical(errors, 0) == 0 && nps_forecast_typical(errors + 4, 1) == 0, "no forecasts");
	ok(nps_forecast_typical(perfect, 3) < 1e-20, "no root: most forecasts were perfect");
	for (u = 0; u < 9; u++)
		errors[u].squares *= 1e-12;
	ok(fabs(nps_forecast_typical(errors, 9) / typical - 1e-12) < 1e-21, "scale");
}

/* x leads y by two periods with slope b; rests and sampling errors as in the head of forecast_model.c. */
static size_t
simulated(NpsCell *cells, int units, int periods, double b, double carry, double error, double future[][4])
{
	size_t		n = 0;
	int			u,
				p;

	for (u = 0; u < units; u++)
	{
		double		x[3] = {0},
					rest = 0,
					level = 15 * normal();

		for (p = -20; p < periods + 3; p++)
		{
			double		y;

			x[2] = x[1];
			x[1] = x[0];
			x[0] = .5 * x[0] + 8 * normal();
			rest = carry * rest + 5 * normal();
			y = level + b * x[2] + rest + error * normal();
			if (p >= periods)
				future[u][p - periods + 1] = y;
			else if (p >= 0)
				cells[n++] = (NpsCell) CELL(u, p, x[0] + error * normal(), y);
		}
	}
	return n;
}

typedef struct Outcome
{
	double		covered;		/* share of what came that lay in low .. high */
	double		by_no_change;	/* claimed: mean rmse by that of no change, 2 ahead */
	double		by_without_x;
	double		better;			/* share of panels that claim to gain from x, 2 ahead */
	double		truly;			/* what came: rmse by that of no change, 2 ahead */
} Outcome;

static Outcome
simulate(int panels, int periods, double b, double carry, double error)
{
	Outcome		o = {0};
	double		squares = 0,
				squares_same = 0;
	int			intervals = 0,
				i;

	for (i = 0; i < panels; i++)
	{
		static NpsCell cells[MOST_CELLS];
		double		future[20][4];
		size_t		n = simulated(cells, 20, periods, b, carry, error, future),
					j,
					m;
		NpsPanel	panel = prepared(cells, n, 20);

		m = forecast(&panel, 4, 3, 0);
		o.by_no_change += records[1].rmse / records[1].rmse_no_change / panels;
		o.by_without_x += records[1].rmse / records[1].rmse_without_x / panels;
		o.better += (records[1].rmse < records[1].rmse_without_x) / (double) panels;
		for (j = 0; j < m; j++)
		{
			double		y = future[rows[j].unit][rows[j].ahead];

			o.covered += y >= rows[j].low && y <= rows[j].high;
			intervals += !isnan(rows[j].low);
			if (rows[j].ahead != 2)
				continue;
			squares += (rows[j].expected - y) * (rows[j].expected - y);
			squares_same += (rows[j].y_last - y) * (rows[j].y_last - y);
		}
	}
	o.covered /= intervals;
	o.truly = sqrt(squares / squares_same);
	printf("# %d periods, b %.1f, carry %.2f, error %.0f: covered %.3f; claimed by no change %.3f (truly %.3f), by without x %.3f, better in %.2f\n",
		   periods, b, carry, error, o.covered, o.by_no_change, o.truly, o.by_without_x, o.better);
	return o;
}

static void
simulations(void)
{
	Outcome		o;

	unit_seed = 20261122u;		/* whatever the tests before it draw */
	o = simulate(25, 8, .3, .5, 5);
	ok(o.covered > .9 && o.covered < .99 && o.truly < 1 && o.by_no_change < 1, "8 periods: better than no change, and covered");
	o = simulate(15, 24, .3, .75, 5);
	ok(o.covered > .9 && o.covered < .99 && o.truly < .95 && o.by_no_change < .95 && o.by_without_x < 1, "24 periods: x helps, and the record says so");
	o = simulate(15, 24, 0, .5, 5);
	ok(o.covered > .9 && o.covered < .99 && o.by_without_x > .99 && o.better < .6, "x that says nothing gains nothing over the model without x");
	o = simulate(15, 24, 0, 1, 0);
	ok(o.covered > .9 && o.covered < .99 && o.by_no_change > .99 && o.by_no_change < 1.1 && o.truly < 1.1, "random walks: no gain claimed, and little lost");
}

/*
 * Units of which the first `noisy` have rests 3.5 times as large; x leads y by two
 * periods; per cent of what came that lay within low .. high.
 */
static void
covered(int panels, int units, int noisy, int periods, double carry, double *of_noisy, double *of_others)
{
	double		within[2] = {0, 0},
				all[2] = {0, 0};
	int			i,
				u,
				p;

	for (i = 0; i < panels; i++)
	{
		static NpsCell cells[MOST_CELLS];
		double		came[20][3];
		size_t		n = 0,
					m,
					j;
		NpsPanel	panel;

		for (u = 0; u < units; u++)
		{
			double		x[3] = {0},
						rest = 0,
						level = 15 * normal();

			for (p = -10; p < periods + 2; p++)
			{
				double		y;

				x[2] = x[1];
				x[1] = x[0];
				x[0] = .5 * x[0] + 5 * normal();
				rest = carry * rest + (u < noisy ? 14 : 4) * normal();
				y = level + .4 * x[2] + rest;
				if (p >= periods)
					came[u][p - periods + 1] = y;
				else if (p >= 0)
					cells[n++] = (NpsCell) CELL(u, p, x[0], y);
			}
		}
		panel = prepared(cells, n, units);
		m = forecast(&panel, 4, 2, 0);
		for (j = 0; j < m; j++)
		{
			double		y = came[rows[j].unit][rows[j].ahead];

			within[rows[j].unit < noisy] += y >= rows[j].low && y <= rows[j].high;
			all[rows[j].unit < noisy]++;
		}
	}
	*of_noisy = 100 * within[1] / all[1];
	*of_others = 100 * within[0] / all[0];
	printf("# %d units, %d of them noisy, %d periods, carry %.1f: covered %.1f of noisy ones, %.1f of others\n",
		   units, noisy, periods, carry, *of_noisy, *of_others);
}

static void
unequal_units(void)
{
	double		noisy,
				others;

	unit_seed = 20261123u;
	covered(50, 16, 4, 20, 0, &noisy, &others);
	ok(noisy > 90 && noisy < 98 && others > 93 && others < 98, "limits of noisy units and of others hold, 20 periods");
	covered(50, 16, 4, 12, .5, &noisy, &others);
	ok(noisy > 88 && noisy < 98 && others > 93 && others < 98.5, "12 periods");
	covered(50, 16, 4, 8, .5, &noisy, &others);
	ok(noisy > 86 && noisy < 98 && others > 93 && others < 99.5, "8 periods: 2 forecasts of a unit");
	covered(50, 16, 0, 8, .5, &noisy, &others);
	ok(others > 93 && others < 98.5, "equal units with 2 forecasts each");
	covered(50, 16, 0, 20, .5, &noisy, &others);
	ok(others > 93 && others < 98, "equal units with 6 forecasts each");
}

int
main(void)
{
	by_hand();
	no_link();
	against_dummies();
	honest_record();
	invariances();
	early_unit();
	breaks();
	yearly_x();
	effects_only();
	best_lag();
	no_pairs();
	unit_errors();
	simulations();
	unequal_units();
	return done_testing();
}
