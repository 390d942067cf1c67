/*
 * test_panel.c
 *		panel.c against another way to the same numbers: demeaning by units and
 *		periods in turn until nothing changes, on random panels with gaps.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/lag_scan.h"
#include "stats/pairs.h"
#include "unit.h"

#define MAX_UNITS	12
#define MAX_PERIODS	20
#define MAX_CELLS	(MAX_UNITS * MAX_PERIODS)

/* a cell without a break, its standard errors unknown */
#define CELL(u, p, value_x, value_y) \
	{.unit = (u), .period = (p), .x = (value_x), .y = (value_y), .x_se = NAN, .y_se = NAN}

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
			if (cells[i].unit == cells[j].unit && cells[j].period == cells[i].period + lag &&
				!isnan(cells[i].x) && !isnan(cells[j].y))
			{
				pairs[m].unit = cells[j].unit;
				pairs[m].period = cells[j].period;
				pairs[m].x = cells[i].x;
				pairs[m].y = cells[j].y;
				m++;
			}
	return m;
}

/* Take the mean of each unit (or of each period) out of x and y. */
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
			if (by_period ? pairs[j].period == pairs[i].period : pairs[j].unit == pairs[i].unit)
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

static void
against_brute_force(void)
{
	double		worst[5] = {0};
	int			wrong_pairs = 0;
	int			round;

	for (round = 0; round < 300; round++)
	{
		NpsCell		cells[MAX_CELLS];
		Pair		pairs[MAX_CELLS];
		double		workspace[8 * MAX_CELLS];
		int			units = 3 + (int) (uniform() * (MAX_UNITS - 3));
		int			periods = 6 + (int) (uniform() * (MAX_PERIODS - 6));
		int			lag = round % 5 == 4 ? round % 2 : -3 + round % 7;
		size_t		n = random_panel(cells, units, periods, round % 3 * 0.12, 8000 + round, round % 5 == 4);
		size_t		m = brute_pairs(cells, n, lag, pairs);
		NpsPanel	panel = prepared(cells, n, units);
		NpsLagRow	row;
		double		r,
					slope;
		int			turn;

		if (nps_pairs_workspace(&panel) > sizeof(workspace))
			ok(0, "the workspace is large enough");
		nps_lag_row(&panel, lag, workspace, &row);
		wrong_pairs += row.pairs != (int64_t) m;
		if (m < (size_t) (units + periods + 3))
			continue;
		brute_associate(pairs, m, &r, &slope);
		worst[0] = fmax(worst[0], apart(r, row.r_pooled));
		demean(pairs, m, 0);
		brute_associate(pairs, m, &r, &slope);
		worst[1] = fmax(worst[1], apart(r, row.r_within));
		worst[2] = fmax(worst[2], apart(slope, row.slope_within));
		for (turn = 0; turn < 50000 && demean(pairs, m, 1) + demean(pairs, m, 0) > 1e-12; turn++)
			;
		brute_associate(pairs, m, &r, &slope);
		worst[3] = fmax(worst[3], apart(r, row.r_twoway));
		worst[4] = fmax(worst[4], apart(slope, row.slope_twoway));
	}
	ok(wrong_pairs == 0, "pairs");
	ok(worst[0] < 1e-12, "r_pooled");
	ok(worst[1] < 1e-12, "r_within");
	ok(worst[2] < 1e-12, "slope_within");
	ok(worst[3] < 1e-10, "r_twoway, with gaps");
	ok(worst[4] < 1e-10, "slope_twoway, with gaps");
}

/* Lags count calendar periods: a missing one shifts nothing. */
static void
calendar(void)
{
	NpsCell		cells[] = {CELL(0, 1, 1, NAN), CELL(0, 2, 5, 10), CELL(0, 4, 7, 50), CELL(0, 5, 9, 70)};
	double		workspace[64];
	NpsPanel	panel = prepared(cells, 4, 1);
	NpsLagRow	row;

	nps_lag_row(&panel, 1, workspace, &row);	/* (1, 2): 1, 10 and (4, 5): 7, 70 */
	ok(row.pairs == 2 && fabs(row.slope_within - 10) < 1e-12, "neighbours by the calendar, not by row");
	nps_lag_row(&panel, 100, workspace, &row);
	ok(row.pairs == 0 && isnan(row.r_pooled) && isnan(row.slope_twoway), "no pairs, no values");
	nps_lag_row(&panel, INT32_MAX, workspace, &row);
	ok(row.pairs == 0, "the largest lag");
	nps_lag_row(&panel, INT32_MIN, workspace, &row);
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
	double		workspace[64];
	NpsLagRow	row;

	ok(nps_panel_prepare(&panel, scratch) >= 0, "a unit with one period twice is found");
	panel = prepared(constant, 6, 2);
	nps_lag_row(&panel, 0, workspace, &row);
	ok(!isnan(row.r_pooled) && isnan(row.r_within) && isnan(row.slope_within) && isnan(row.r_twoway),
	   "x constant within units: no within values");
	panel = prepared(small, 4, 2);
	nps_lag_row(&panel, 0, workspace, &row);
	ok(!isnan(row.r_within) && isnan(row.r_twoway) && isnan(row.slope_twoway),
	   "one degree of freedom left: no two-way values");
}

int
main(void)
{
	against_brute_force();
	calendar();
	degenerate();
	return done_testing();
}
