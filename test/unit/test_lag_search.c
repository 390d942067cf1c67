/*
 * test_lag_search.c
 *		The search over lags: pairings.c, lag_permutation.c, lag_bootstrap.c,
 *		lag_search.c.
 *
 * Permutation tests against R on balanced panels (d_unit_permutation.csv), and on
 * small panels with gaps and breaks against the plainest code there is: every
 * pairing as a list of pairs, demeaned by turns.  Then what must not matter, what
 * was planted, and how often nothing is called something.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "stats/lag_bootstrap.h"
#include "stats/lag_permutation.h"
#include "stats/lag_scan.h"
#include "stats/lag_search.h"
#include "stats/panel_adjust.h"
#include "stats/rng.h"
#include "unit.h"

#define MAX_CELLS	4000
#define NO_LIMIT	{.skip_from = 1, .skip_to = 0}

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

static bool
near(double a, double b)
{
	return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-9 * fmax(1, fabs(b));
}

static NpsCell
cell(int unit, int period, double x, double y)
{
	NpsCell		c = {.unit = unit, .period = period, .x = x, .y = y, .x_se = NAN, .y_se = NAN};

	return c;
}

static NpsPanel
prepared(NpsCell *cells, size_t n, int units)
{
	NpsPanel	panel = {.cells = cells, .n = n, .units = units};
	int32_t	   *scratch = malloc(sizeof(int32_t) * (n + 1));

	if (nps_panel_prepare(&panel, scratch) >= 0)
		ok(0, "a panel without duplicates");
	free(scratch);
	return panel;
}

static NpsPanel
differenced(const NpsPanel *panel, NpsCell *cells)
{
	NpsPanel	d = {.cells = cells};
	int32_t	   *scratch = malloc(sizeof(int32_t) * (panel->n + 1));

	nps_panel_difference(panel, &d, scratch);
	free(scratch);
	return d;
}

static NpsPermutation
permute(NpsPanel panel, NpsPermutationTask task)
{
	NpsPermutation result;
	int32_t	   *scratch = malloc(sizeof(int32_t) * (panel.n + 1));
	void	   *workspace;

	nps_pairings_keep_units(&panel, scratch);
	workspace = malloc(nps_lag_permutation_workspace(&panel, &task));
	nps_lag_permutation(&panel, &task, workspace, &result);
	free(workspace);
	free(scratch);
	return result;
}

static NpsLagSearch
search(NpsPanel panel, NpsLagSearchTask task)
{
	NpsLagSearch result;
	void	   *workspace = malloc(nps_lag_search_workspace(&panel, &task));

	nps_lag_search(&panel, &task, workspace, &result);
	free(workspace);
	return result;
}

/* The panel with its units numbered by content. */
static NpsPanel
numbered(NpsPanel panel)
{
	void	   *workspace = malloc(nps_panel_number_units_workspace(&panel) + 1);

	nps_panel_number_units(&panel, workspace);
	free(workspace);
	return panel;
}

static void
equalize(NpsPanel *panel, bool levels)
{
	void	   *workspace = malloc(nps_panel_adjust_workspace(panel) + 1);

	nps_panel_equalize(panel, levels, workspace);
	free(workspace);
}

/* ---- R -------------------------------------------------------------------- */

/* The cells of a panel's units, which `units` names with spaces between them. */
static size_t
oracle_cells(const Csv *data, const char *panel, const char *units, NpsCell *cells, int *count)
{
	size_t		n = 0;
	int			row;

	*count = 0;
	for (row = 0; row < data->rows; row++)
	{
		const char *unit = csv_text(data, row, "unit");
		const char *at;

		if (!csv_is(data, row, "panel_id", panel))
			continue;
		at = strstr(units, unit);
		if (at == NULL)
			continue;
		cells[n++] = cell((int) (at - units) / 3, (int) csv_number(data, row, "period_index"),
						  csv_number(data, row, "enps"), csv_number(data, row, "nps"));
		*count = (int) (at - units) / 3 + 1 > *count ? (int) (at - units) / 3 + 1 : *count;
	}
	return n;
}

static void
against_r(const char *directory)
{
	Csv			data = csv_read(directory, "d_data.csv");
	Csv			reference = csv_read(directory, "d_unit_permutation.csv");
	double		worst = 0;
	int			wrong = 0,
				row;

	for (row = 0; row < reference.rows; row++)
	{
		static NpsCell cells[MAX_CELLS],
					changes[MAX_CELLS];
		int			units;
		size_t		n = oracle_cells(&data, csv_text(&reference, row, "panel_id"),
									 csv_text(&reference, row, "units"), cells, &units);
		NpsPanel	panel = prepared(cells, n, units);
		NpsPermutationTask task = NO_LIMIT;
		NpsPermutation result;
		double		statistic = csv_number(&reference, row, "max_abs_t");
		double		p = csv_number(&reference, row, "p_exact");

		task.levels = csv_is(&reference, row, "transform", "level");
		task.min_lag = (int) csv_number(&reference, row, "lag_from");
		task.max_lag = (int) csv_number(&reference, row, "lag_to");
		task.permutations = 7;
		result = permute(task.levels ? panel : differenced(&panel, changes), task);
		worst = fmax(worst, fabs(result.family[NPS_ANY].statistic / statistic - 1));
		wrong += !result.exact || result.pairings != csv_number(&reference, row, "n_permutations") ||
			result.family[NPS_ANY].lag != csv_number(&reference, row, "best_lag") ||
			!(fabs(result.family[NPS_ANY].p - p) < 1e-12);
	}
	printf("# d_unit_permutation.csv: %d rows, largest relative deviation of max_abs_t %.1e\n", reference.rows, worst);
	ok(reference.rows >= 18 && worst < 1e-9, "max |t| as in R");
	ok(wrong == 0, "best lag and exact p as in R");
	csv_free(&data);
	csv_free(&reference);
}

/* ---- brute force ------------------------------------------------------------ */

#define B_UNITS		6
#define B_PERIODS	9

typedef struct Value
{
	int			unit;
	int			period;			/* that of y */
	int			stretch;		/* of the unit; numbered over all units */
	double		v;
} Value;

/* A panel as a table: brute force reads from here. */
typedef struct Table
{
	int			units;
	int			periods;
	double		x[B_UNITS][B_PERIODS];
	double		y[B_UNITS][B_PERIODS];
	int			segment[B_UNITS][B_PERIODS];
	bool		gone[B_UNITS][B_PERIODS];	/* no cell: no segment either */
} Table;

/* No cells from one period to the other, both included, are of different segments. */
static bool
unbroken(const Table *t, int unit, int a, int b)
{
	int			p,
				segment = -1;

	for (p = a < b ? a : b; p <= (a < b ? b : a); p++)
	{
		if (t->gone[unit][p])
			continue;
		if (segment >= 0 && t->segment[unit][p] != segment)
			return false;
		segment = t->segment[unit][p];
	}
	return true;
}

static bool
inside(const Table *t, int period)
{
	return period >= 0 && period < t->periods;
}

static int
stretch_of(const Table *t, int unit, int period)
{
	return unit * 100 + t->segment[unit][period];
}

/* Whether a unit has a pair of its own. */
static bool
has_pair(const Table *t, int lag, int unit, int period)
{
	return inside(t, period - lag) && !isnan(t->x[unit][period - lag]) && !isnan(t->y[unit][period]) &&
		unbroken(t, unit, period - lag, period);
}

/*
 * Periods in which a unit has a pair of its own, for levels one that is not alone in
 * its stretch; returns the share of all pairs that the means leave free.
 */
static double
brute_window(const Table *t, int lag, bool levels, bool *window)
{
	double		pairs = 0,
				free = levels ? 1 : 0;
	int			u,
				p,
				q;

	for (p = 0; p < t->periods; p++)
		window[p] = false;
	for (u = 0; u < t->units; u++)
		for (p = 0; p < t->periods; p++)
		{
			bool		first = true;
			int			others = 0;

			if (!has_pair(t, lag, u, p))
				continue;
			pairs++;
			for (q = 0; q < t->periods; q++)
				if (q != p && has_pair(t, lag, u, q) && unbroken(t, u, p, q))
				{
					others++;
					first = first && q > p;
				}
			if (levels && others == 0)
				continue;
			free += levels && first ? 0 : 1;
			free -= !window[p];
			window[p] = true;
		}
	return free / pairs;
}

static int
brute_values(const Table *t, int lag, bool is_x, const bool *window, Value *values)
{
	int			u,
				p,
				n = 0;

	for (u = 0; u < t->units; u++)
		for (p = 0; p < t->periods; p++)
		{
			if (!window[p])
				continue;
			if (!inside(t, p - lag) || !unbroken(t, u, p - lag, p))
				continue;
			values[n].unit = u;
			values[n].period = p;
			values[n].stretch = stretch_of(t, u, is_x ? p - lag : p);
			values[n].v = is_x ? t->x[u][p - lag] : t->y[u][p];
			n += !isnan(values[n].v);
		}
	return n;
}

/* Take means out by turns until nothing changes. */
static void
brute_demean(Value *values, int n, bool levels)
{
	double		before[B_UNITS * B_PERIODS];
	double		moved = 1;
	int			turn,
				i,
				j;

	for (turn = 0; moved > 1e-13 && turn < 20000; turn++)
	{
		moved = 0;
		if (turn % 2 == 0 && !levels)
			turn++;
		for (i = 0; i < n; i++)
			before[i] = values[i].v;
		for (i = 0; i < n; i++)
		{
			double		sum = 0;
			int			same = 0;

			for (j = 0; j < n; j++)
				if (turn % 2 ? values[j].period == values[i].period : values[j].stretch == values[i].stretch)
				{
					sum += before[j];
					same++;
				}
			values[i].v = before[i] - sum / same;
			moved = fmax(moved, fabs(sum / same));
		}
		if (turn == 0)
			moved = 1;
	}
}

static double
brute_t(const Value *x, int nx, const Value *y, int ny, double share, const int *x_unit)
{
	double		sxy = 0,
				sxx = 0,
				syy = 0,
				df,
				r;
	int			n = 0,
				i,
				j;

	for (i = 0; i < ny; i++)
		for (j = 0; j < nx; j++)
			if (x[j].unit == x_unit[y[i].unit] && x[j].period == y[i].period)
			{
				sxy += x[j].v * y[i].v;
				sxx += x[j].v * x[j].v;
				syy += y[i].v * y[i].v;
				n++;
			}
	df = n * share - 1;
	if (df < 1 || !(sxx > 1e-12) || !(syy > 1e-12))
		return NAN;
	r = sxy / sqrt(sxx * syy);
	return r * sqrt(df / fmax(1e-12, 1 - r * r));
}

typedef struct Brute
{
	double		t;
	int			lag;
	double		p;
	double		pairings;
} Brute;

/* Go through all pairings from place k on. */
static void
brute_pairings(const Table *t, int min_lag, int max_lag, bool levels, int k, int *x_unit, double *all, int *done)
{
	int			i,
				lag;

	if (k < t->units)
	{
		for (i = k; i < t->units; i++)
		{
			int			swap = x_unit[k];

			x_unit[k] = x_unit[i];
			x_unit[i] = swap;
			brute_pairings(t, min_lag, max_lag, levels, k + 1, x_unit, all, done);
			x_unit[i] = x_unit[k];
			x_unit[k] = swap;
		}
		return;
	}
	for (lag = min_lag; lag <= max_lag; lag++)
	{
		static Value x[20][B_UNITS * B_PERIODS],
					y[20][B_UNITS * B_PERIODS];
		static int	nx[20],
					ny[20];
		static double observed[20],
					share[20];
		int			l = lag - min_lag;
		double		value;

		if (*done == 0)			/* the first one is each unit with itself */
		{
			bool		window[B_PERIODS];

			share[l] = brute_window(t, lag, levels, window);
			nx[l] = brute_values(t, lag, true, window, x[l]);
			ny[l] = brute_values(t, lag, false, window, y[l]);
			brute_demean(x[l], nx[l], levels);
			brute_demean(y[l], ny[l], levels);
		}
		value = brute_t(x[l], nx[l], y[l], ny[l], share[l], x_unit);
		if (*done == 0)
			observed[l] = value;
		if (!isnan(value) && !isnan(observed[l]) && !(fabs(value) <= all[*done]))
		{
			all[*done] = fabs(value);
			if (*done == 0)
				all[1000] = lag;
		}
	}
	++*done;
}

static Brute
brute_force(const Table *t, int min_lag, int max_lag, bool levels)
{
	static double all[1001];
	int			x_unit[B_UNITS];
	int			done = 0,
				i;
	Brute		result = {NAN, 0, 0, 0};

	for (i = 0; i < 1000; i++)
		all[i] = -1;
	for (i = 0; i < t->units; i++)
		x_unit[i] = i;
	brute_pairings(t, min_lag, max_lag, levels, 0, x_unit, all, &done);
	if (all[0] < 0)
		return result;
	result.t = all[0];
	result.lag = (int) all[1000];
	for (i = 0; i < done; i++)
		result.p += all[i] >= all[0] * (1 - 1e-12);
	result.p /= done;
	result.pairings = done;
	return result;
}

/* A random table; kind 1: holes, 2: units enter late, 3: breaks and holes. */
static Table
random_table(int kind)
{
	Table		t;
	int			u,
				p;

	t.units = 5 + unit_random(2);
	t.periods = 6 + unit_random(4);
	for (u = 0; u < t.units; u++)
	{
		int			first = kind == 2 ? (int) unit_random(4) : 0;
		int			broken = kind == 3 && unit_random(2) ? 2 + (int) unit_random(5) : 99;

		for (p = 0; p < t.periods; p++)
		{
			t.segment[u][p] = p >= broken;
			t.gone[u][p] = false;
			t.x[u][p] = (kind != 2 && uniform() < 0.15 * (kind > 0)) || p < first ? NAN : 10 * u + 4 * p + 9 * normal();
			t.y[u][p] = (kind != 2 && uniform() < 0.15 * (kind > 0)) || p < first ? NAN : 3 * p - 7 * u + 5 * normal();
			if (p >= 2 && unit_random(2) && !isnan(t.x[u][p - 2]))
				t.y[u][p] += 0.3 * t.x[u][p - 2];
		}
	}
	return t;
}

static NpsPanel
panel_of(const Table *t, NpsCell *cells)
{
	size_t		n = 0;
	int			u,
				p;

	for (p = t->periods - 1; p >= 0; p--)
		for (u = 0; u < t->units; u++)
		{
			cells[n] = cell(u, 700 + p, t->x[u][p], t->y[u][p]);
			cells[n++].segment = t->segment[u][p];
		}
	return prepared(cells, n, t->units);
}

/* What a difference table is: changes; a break is between, so none across it. */
static Table
table_of_differences(const Table *t)
{
	Table		d = *t;
	int			u,
				p;

	for (u = 0; u < t->units; u++)
		for (p = t->periods - 1; p >= 0; p--)
		{
			bool		here = p > 0 && t->segment[u][p] == t->segment[u][p - 1];

			d.gone[u][p] = !here;
			d.x[u][p] = here ? t->x[u][p] - t->x[u][p - 1] : NAN;
			d.y[u][p] = here ? t->y[u][p] - t->y[u][p - 1] : NAN;
		}
	return d;
}

static bool
every_unit_has_both(const Table *t)
{
	int			u,
				p;

	for (u = 0; u < t->units; u++)
	{
		bool		x = false,
					y = false;

		for (p = 0; p < t->periods; p++)
		{
			x = x || !isnan(t->x[u][p]);
			y = y || !isnan(t->y[u][p]);
		}
		if (!x || !y)
			return false;
	}
	return true;
}

static void
against_brute_force(void)
{
	int			wrong[4] = {0},
				known[4] = {0},
				thin[4] = {0};
	int			round;

	for (round = 0; round < 48; round++)
	{
		static NpsCell cells[MAX_CELLS],
					changes[MAX_CELLS];
		int			kind = round % 4;
		Table		t = random_table(kind);
		bool		levels = round % 3 != 2;
		Table		d = levels ? t : table_of_differences(&t);
		NpsPermutationTask task = NO_LIMIT;
		NpsPermutation result;
		NpsPanel	panel = panel_of(&t, cells);
		Brute		brute;

		if (!every_unit_has_both(&d))
			continue;
		task.min_lag = -2;
		task.max_lag = 3;
		task.levels = levels;
		task.permutations = 1;
		result = permute(levels ? panel : differenced(&panel, changes), task);
		brute = brute_force(&d, task.min_lag, task.max_lag, levels);
		known[kind] += !isnan(brute.t);
		thin[kind] += result.family[NPS_ANY].thin;
		wrong[kind] += !near(result.family[NPS_ANY].statistic, brute.t) ||
			(!isnan(brute.t) && (result.family[NPS_ANY].lag != brute.lag || result.pairings != brute.pairings)) ||
			(!isnan(brute.t) && !result.family[NPS_ANY].thin && !(fabs(result.family[NPS_ANY].p - brute.p) < 1e-12));
	}
	ok(wrong[0] == 0 && known[0] >= 10 && thin[0] == 0, "all pairings, balanced");
	ok(wrong[1] == 0 && known[1] >= 10 && thin[1] <= 3, "all pairings, with gaps");
	ok(wrong[2] == 0 && known[2] >= 8 && thin[2] <= 3, "all pairings, units that enter later");
	ok(wrong[3] == 0 && known[3] >= 8 && thin[3] <= 6, "all pairings, with breaks and gaps");
}

/* ---- made-up panels ----------------------------------------------------------- */

typedef enum Shape
{
	BALANCED, HOLES, LATE, ROTATING
} Shape;

typedef struct Plan
{
	Shape		shape;
	int			units;
	int			periods;
	int			lag;			/* y follows x by it; negative: x follows y */
	double		effect;
	double		persistence;	/* autocorrelation of what leads and of the rest */
	double		noise;			/* sampling error of x */
} Plan;

static bool
is_there(const Plan *plan, int unit, int period)
{
	if (plan->shape == HOLES)
		return uniform() > 0.15;
	if (plan->shape == LATE)
		return period >= unit * plan->periods / 2 / plan->units;
	if (plan->shape == ROTATING)
		return period >= unit % 4 * plan->periods / 8 && period < (unit % 4 + 4) * plan->periods / 8;
	return true;
}

static double
autoregressive(double before, double persistence)
{
	return persistence * before + sqrt(1 - persistence * persistence) * 8 * normal();
}

/* Shocks of periods and levels of units, on both sides, and an effect at a lag. */
static size_t
make_panel(const Plan *plan, NpsCell *cells)
{
	double		shock[2][200];
	size_t		n = 0;
	int			ahead = abs(plan->lag);
	int			u,
				p;

	for (p = 0; p < plan->periods; p++)
		for (u = 0; u < 2; u++)
			shock[u][p] = 10 * normal() + 2 * p;
	for (u = 0; u < plan->units; u++)
	{
		double		leading[250],
					rest = 8 * normal(),
					level = 20 * normal();

		leading[0] = 8 * normal();
		for (p = 1; p < plan->periods + ahead; p++)
			leading[p] = autoregressive(leading[p - 1], plan->persistence);
		for (p = 0; p < plan->periods; p++)
		{
			double		x = leading[p + ahead];
			double		y = plan->effect * leading[p] + (rest = autoregressive(rest, plan->persistence));

			if (plan->lag < 0)
			{
				double		swap = x;

				x = y;
				y = swap;
			}
			x += level + shock[0][p] + plan->noise * normal();
			y += shock[1][p] - level;
			if (!is_there(plan, u, p))
				continue;
			cells[n] = cell(u, 24000 + p, plan->shape == HOLES && uniform() < 0.1 ? NAN : x, y);
			cells[n++].x_se = plan->noise;
		}
	}
	return n;
}

static NpsLagSearchTask
search_task(int min_lag, int max_lag, int permutations)
{
	NpsLagSearchTask task = {.min_lag = min_lag, .max_lag = max_lag, .levels = true, .permutations = permutations, .seed = 1, .alpha = 0.05};

	return task;
}

static bool
same_search(const NpsLagSearch *a, const NpsLagSearch *b, double slope_times)
{
	return a->units == b->units && a->lags_scanned == b->lags_scanned && a->lead.lag == b->lead.lag &&
		near(fabs(a->lead.r), fabs(b->lead.r)) && near(fabs(a->lead.t), fabs(b->lead.t)) &&
		near(a->lead.slope, b->lead.slope * slope_times) && near(a->lead.p, b->lead.p) && near(a->same.p, b->same.p) &&
		a->reverse.lag == b->reverse.lag && near(a->reverse.p, b->reverse.p) &&
		near(a->reverse.slope, b->reverse.slope / slope_times) &&
		a->strongest.lag == b->strongest.lag && near(a->strongest.p, b->strongest.p) &&
		near(a->lag_low, b->lag_low) && near(a->lag_high, b->lag_high) && near(a->lag_share, b->lag_share) &&
		a->leaning == b->leaning && near(a->p_lead_after, b->p_lead_after) && near(a->p_reverse_after, b->p_reverse_after) &&
		near(a->detectable_slope, b->detectable_slope * fabs(slope_times));
}

static void
what_does_not_matter(void)
{
	static NpsCell cells[MAX_CELLS],
				changed[MAX_CELLS];
	int			same[6] = {0},
				panels = 0,
				after = 0,
				other = 0;
	int			round;

	for (round = 0; round < 12; round++)
	{
		Plan		plan = {round % 3, 9, 14, 2, round % 2 ? 0.8 : 0, 0.5, 0};
		NpsLagSearchTask task = search_task(-3, 4, 199);
		NpsLagSearch first,
					again;
		size_t		n = make_panel(&plan, cells),
					i;
		int			change;

		memcpy(changed, cells, sizeof(NpsCell) * n);
		first = search(prepared(changed, n, 9), task);
		panels++;
		after += !isnan(first.p_lead_after);
		for (change = 0; change < 5; change++)
		{
			for (i = 0; i < n; i++)
			{
				NpsCell    *c = &changed[i];

				*c = cells[change == 0 ? n - 1 - i : i];
				c->period -= change == 1 ? 30000 : 0;
				c->x = change == 2 ? c->x * 1000 + 7 : c->x;
				c->x_se = change == 2 ? c->x_se * 1000 : c->x_se;
				c->y = change == 3 ? c->y * -3 - 50 : c->y;
			}
			again = search(prepared(changed, n, 9), task);
			same[change] += same_search(&again, &first, change == 2 ? 1e-3 : change == 3 ? -3 : 1);
		}
		task.seed = 2;
		again = search(prepared(changed, n, 9), task);
		same[5] += near(again.lead.t, first.lead.t) && fabs(again.lead.p - first.lead.p) < 0.2;
		other += again.lag_share != first.lag_share && again.same.p != first.same.p;
	}
	ok(same[0] == panels, "rows in another order");
	ok(same[1] == panels, "periods from another origin");
	ok(same[2] == panels, "x times 1000, plus 7");
	ok(same[3] == panels, "y times -3, minus 50");
	ok(same[4] == panels && after >= panels / 3, "the same seed, the same numbers");
	ok(same[5] == panels && other >= panels / 3, "another seed: other shuffles, about the same p");
}

/* With few units all pairings count, whatever the units are called. */
static void
names_do_not_matter(void)
{
	static NpsCell cells[MAX_CELLS],
				renamed[MAX_CELLS];
	int			same = 0,
				round;

	for (round = 0; round < 10; round++)
	{
		static const int name[] = {3, 5, 0, 6, 1, 4, 2};
		Plan		plan = {HOLES, 7, 12, 1, 0.4, 0.5, 0};
		size_t		n = make_panel(&plan, cells),
					i;
		NpsPermutationTask task = NO_LIMIT;
		NpsPermutation a,
					b;

		for (i = 0; i < n; i++)
		{
			renamed[i] = cells[i];
			renamed[i].unit = name[cells[i].unit];
		}
		task.min_lag = -2;
		task.max_lag = 3;
		task.levels = true;
		task.permutations = 3;
		a = permute(prepared(cells, n, 7), task);
		task.seed = 77;
		b = permute(prepared(renamed, n, 7), task);
		same += a.exact && b.exact && a.pairings == 5040 && near(a.family[NPS_ANY].p, b.family[NPS_ANY].p) &&
			near(a.family[NPS_ANY].statistic, b.family[NPS_ANY].statistic) && near(a.watch_sd, b.watch_sd);
	}
	ok(same == 10, "all pairings: names of units do not matter");
}

/* With more units, once they are numbered by content. */
static void
numbers_by_content(void)
{
	static NpsCell cells[MAX_CELLS],
				renamed[MAX_CELLS];
	int			same = 0,
				known = 0,
				round;

	for (round = 0; round < 12; round++)
	{
		Plan		plan = {round % 4, 12, 16, 1, 0.3, 0.5, 0};
		NpsLagSearchTask task = search_task(-2, 3, 199);
		size_t		n = make_panel(&plan, cells),
					i;
		NpsLagSearch a,
					b;

		for (i = 0; i < n; i++)
		{
			cells[i].segment = round % 3 == 2 && cells[i].unit % 4 == 0 && cells[i].period > 24008;
			if (round % 2)		/* x the same in all: y tells them apart */
				cells[i].x = floor(cells[i].x / 40);
			renamed[i] = cells[i];
			renamed[i].unit = (cells[i].unit * 5 + 7) % 12;
			renamed[i].segment = 3 - cells[i].segment;
		}
		a = search(numbered(prepared(cells, n, 12)), task);
		b = search(numbered(prepared(renamed, n, 12)), task);
		known += !isnan(a.strongest.p) && a.strongest.p < 1;
		same += same_search(&a, &b, 1) && a.lead.t == b.lead.t;
	}
	ok(same == 12 && known >= 8, "units numbered by content: names and numbers of segments do not matter");
}

static void
planted(void)
{
	static NpsCell cells[MAX_CELLS];
	static const Plan plans[] = {
		{BALANCED, 20, 30, 2, 0.7, 0.7, 4}, {HOLES, 20, 30, 8, 0.7, 0.7, 4}, {LATE, 20, 30, 2, 0.7, 0.7, 4},
		{BALANCED, 20, 30, -3, 0.7, 0.7, 0}, {HOLES, 20, 30, -3, 0.7, 0.7, 0},
		{BALANCED, 20, 30, 0, 0.7, 0.7, 4}, {HOLES, 20, 30, 0, 0.7, 0.7, 4}
	};
	int			left = 0,
				i;

	for (i = 0; i < 7; i++)
	{
		size_t		n = make_panel(&plans[i], cells);
		NpsLagSearch s = search(prepared(cells, n, 20), search_task(-5, 10, 199));
		int			lag = plans[i].lag;
		const NpsLagFound *f = lag > 0 ? &s.lead : lag < 0 ? &s.reverse : &s.same;

		printf("# planted %d: strongest %d r %.2f slope %.2f t %.1f p %.3f, lead %d p %.3f after %.3f, reverse %d p %.3f after %.3f, lags %.0f-%.0f share %.2f, detectable %.2f\n",
			   lag, s.strongest.lag, f->r, f->slope, f->t, f->p, s.lead.lag, s.lead.p, s.p_lead_after,
			   s.reverse.lag, s.reverse.p, s.p_reverse_after, s.lag_low, s.lag_high, s.lag_share, s.detectable_slope);
		ok(s.strongest.lag == lag && s.strongest.p == 0.005 && f->p == 0.005 && f->r > 0 && f->t > 5 &&
		   f->slope > 0.4 && f->slope < 0.9, "a planted effect is the strongest, with its sign");
		left += (s.p_reverse_after <= 0.05) + (s.p_lead_after <= 0.05);
		if (lag > 0)
			ok(s.lag_low <= lag && s.lag_high >= lag && s.lag_high - s.lag_low <= 2 && s.lag_share > 0.9 &&
			   s.detectable_slope > 0.02 && s.detectable_slope < s.lead.slope, "how sure, and how much could be seen");
	}
	/* 14 tests of nothing: more than 2 false alarms in 3 of 100 seeds */
	ok(left <= 2, "no more is left without it");
}

/* x leads by 4, and y leads by 2 as well: neither is the shadow of the other. */
static void
two_sided(void)
{
	static NpsCell cells[MAX_CELLS];
	double		x[40],
				y[40];
	size_t		n = 0;
	int			u,
				p;
	NpsLagSearch s;

	for (u = 0; u < 25; u++)
		for (p = 0; p < 40; p++)
		{
			y[p] = (p >= 4 ? 0.5 * x[p - 4] : 0) + 6 * normal();
			x[p] = (p >= 2 ? 0.4 * y[p - 2] : 0) + 6 * normal();
			if (p >= 8)
				cells[n++] = cell(u, p, x[p], y[p]);
		}
	s = search(prepared(cells, n, 25), search_task(-6, 8, 199));
	ok(s.lead.lag == 4 && s.lead.p == 0.005 && s.reverse.lag == -2 && s.reverse.p == 0.005, "two-sided");
	ok(s.strongest.lag == 4 && s.p_reverse_after == 0.005 && s.p_lead_after > 0.05,
	   "the weaker side remains when the stronger is taken out");
}

/*
 * Noise in the series that leads draws the slope towards 0, so that part of the
 * shadows stays where the noise is not allowed for.
 */
static void
shadows_of_noise(void)
{
	static NpsCell cells[MAX_CELLS],
				unknown[MAX_CELLS];
	int			with = 0,
				without = 0,
				round;

	for (round = 0; round < 10; round++)
	{
		Plan		plan = {round % 2, 25, 30, 3, 1, 0.9, 7};
		size_t		n = make_panel(&plan, cells),
					i;
		NpsLagSearch s;

		for (i = 0; i < n; i++)
		{
			unknown[i] = cells[i];
			unknown[i].x_se = NAN;
			if (round >= 5)		/* the same with y for x */
			{
				NpsCell    *c = &cells[i];

				*c = cell(c->unit, c->period, c->y, c->x);
				c->y_se = plan.noise;
				unknown[i] = *c;
				unknown[i].y_se = NAN;
			}
		}
		s = search(prepared(cells, n, 25), search_task(-6, 6, 199));
		with += fmin(s.p_lead_after, s.p_reverse_after) <= 0.02;
		s = search(prepared(unknown, n, 25), search_task(-6, 6, 199));
		without += fmin(s.p_lead_after, s.p_reverse_after) <= 0.02;
	}
	printf("# shadows in %d of 10 panels, %d where the noise is known\n", without, with);
	ok(without >= 8 && with <= 3, "known noise: no shadows of the effect taken out");
}

/* With changes from one period to the next, neighbours share the noise. */
static void
echoes_of_noise(void)
{
	static NpsCell cells[MAX_CELLS],
				changes[MAX_CELLS];
	int			echoes = 0,
				round;

	for (round = 0; round < 10; round++)
	{
		Plan		plan = {round % 2, 25, 30, 3, 1, 0.98, 2};
		NpsLagSearchTask task = search_task(-6, 6, 199);
		size_t		n = make_panel(&plan, cells);
		NpsPanel	panel = prepared(cells, n, 25);
		NpsLagSearch s;

		task.levels = false;
		s = search(differenced(&panel, changes), task);
		ok(s.strongest.lag == 3, "found in differences");
		echoes += s.p_lead_after <= 0.05;
	}
	printf("# echoes in %d of 10 panels of differences\n", echoes);
	ok(echoes <= 2, "differences: no echoes of the effect taken out");
}

/* Without gaps, least squares and the permutation test have the same t. */
static void
one_t(void)
{
	static NpsCell cells[MAX_CELLS],
				changes[MAX_CELLS];
	int			same = 0,
				equal = 0,
				round;

	for (round = 0; round < 10; round++)
	{
		Plan		plan = {BALANCED, 8, 12, 1, 0.3, 0.5, 0};
		bool		levels = round % 2;
		NpsLagSearchTask task = search_task(-3, 3, 19);
		NpsPermutationTask test = {.min_lag = -3, .max_lag = 3, .skip_from = 1, .levels = levels, .permutations = 19, .seed = 1};
		NpsPermutation p;
		NpsLagSearch s;
		NpsPanel	panel = prepared(cells, make_panel(&plan, cells), 8);

		if (!levels)
			panel = differenced(&panel, changes);
		task.levels = levels;
		p = permute(panel, test);
		s = search(panel, task);
		same += near(fabs(s.lead.t), p.family[NPS_LEAD].statistic) && near(fabs(s.same.t), p.family[NPS_SAME].statistic) &&
			near(fabs(s.reverse.t), p.family[NPS_REVERSE].statistic);
		equalize(&panel, levels);	/* in which all units vary */
		p = permute(panel, test);
		equal += s.lead.p == p.family[NPS_LEAD].p && s.same.p == p.family[NPS_SAME].p && s.strongest.p == p.family[NPS_ANY].p;
	}
	ok(same == 10, "t of least squares is t of the test, without gaps");
	ok(equal == 10, "p is that of the panel made equal");
}

/*
 * Resamples of five units at lags 1 to 3, whose sums of squares are 1: the products
 * of the first unit and of the others, and what units share of 10 pairs each.
 */
static void
resampled(const double *first, const double *others, const double *shared, int32_t lag,
		  double *low, double *high, double *share)
{
	static NpsLagBootstrap boot;
	int			l,
				unit;

	nps_lag_bootstrap_start(&boot, 5, 1, NULL);
	for (l = 0; l < 3; l++)
	{
		NpsPairSums by_unit[5];

		for (unit = 0; unit < 5; unit++)
			by_unit[unit] = (NpsPairSums) {unit == 0 ? first[l] : others[l], 1, 1, 10};
		nps_lag_bootstrap_add(&boot, l + 1, by_unit, shared[l]);
	}
	nps_lag_bootstrap_interval(&boot, lag, low, high, share);
}

static void
resamples(void)
{
	static const double same[] = {0.5, 0.5, 0.5};
	static const double ten[] = {10, 10, 10};
	double		low,
				high,
				share;

	/* with the first unit drawn k times: r = .5; .4 + .12 k; .24 k, best for k > 3: .7 % */
	resampled((double[]) {0.5, 1, 1.2}, (double[]) {0.5, 0.4, 0}, ten, 2, &low, &high, &share);
	ok(low == 1 && high == 2 && fabs(share - 0.6656) < 0.05, "95 % of resamples: lag 1 or 2, not 3");
	resampled((double[]) {0.9, 0.9, 0.9}, (double[]) {0.1, 0.1, 0.1}, ten, 1, &low, &high, &share);
	ok(low == 1 && high == 1 && share == 1, "each lag sees the same resamples; the first of equals");
	resampled(same, same, (double[]) {10, 10, 3}, 3, &low, &high, &share);
	ok(low == 3 && high == 3 && share == 1, "more degrees of freedom, larger t");
}

/* What is said to show in 80 % of cases does: 63 to 94 of 100, with 99.9 %. */
static void
detectable(void)
{
	static NpsCell cells[MAX_CELLS];
	Plan		plan = {BALANCED, 12, 20, 2, 0, 0.5, 0};
	NpsLagSearchTask task = search_task(2, 2, 99);
	double		slope = 0;
	int			shown = 0,
				round;

	for (round = 0; round < 100; round++)
	{
		task.seed = round;
		slope += search(prepared(cells, make_panel(&plan, cells), 12), task).detectable_slope / 100;
	}
	plan.effect = slope;
	for (round = 0; round < 100; round++)
	{
		task.seed = round;
		shown += search(prepared(cells, make_panel(&plan, cells), 12), task).lead.p <= 0.05;
	}
	printf("# a slope of %.2f shows in %d of 100 panels\n", slope, shown);
	ok(shown >= 63 && shown <= 94, "the detectable slope shows in 80 % of cases");
}

/* ---- nothing there ------------------------------------------------------------- */

/* Make the first units of a panel louder, and add shocks that all share. */
static void
make_unequal(NpsCell *cells, size_t n, int loud, double times, double shocks)
{
	double		shock[2][200];
	size_t		i;
	int			p;

	for (p = 0; p < 200; p++)
	{
		shock[0][p] = shocks * normal();
		shock[1][p] = shock[0][p] + shocks * normal();
	}
	for (i = 0; i < n; i++)
	{
		NpsCell    *c = &cells[i];

		c->x = c->x * (c->unit < loud ? times : 1) + shock[0][c->period - 24000];
		c->y = c->y * (c->unit < loud ? times : 1) + shock[1][c->period - 24000];
	}
}

/* Noise of units, shock-free: make_panel() has shocks, that would be made unequal too. */
static size_t
make_noise(int units, int periods, double persistence, NpsCell *cells)
{
	size_t		n = 0;
	int			u,
				p;

	for (u = 0; u < units; u++)
	{
		double		x = 8 * normal(),
					y = 8 * normal();

		for (p = 0; p < periods; p++)
		{
			cells[n++] = cell(u, 24000 + p, x, y);
			x = autoregressive(x, persistence);
			y = autoregressive(y, persistence);
		}
	}
	return n;
}

static void
unequal_units(void)
{
	static NpsCell cells[MAX_CELLS];
	int			alarms = 0,
				as_it_is = 0,
				round;

	for (round = 0; round < 200; round++)
	{
		size_t		n = make_noise(12, 20, 0.6, cells);
		NpsLagSearchTask task = search_task(-4, 6, 99);
		NpsPermutationTask plain = {.min_lag = -4, .max_lag = 6, .skip_from = 1, .levels = true, .permutations = 99};

		static const double times[] = {4, 4, 15, 0};	/* 0: the units do not vary */

		make_unequal(cells, n, round % 2 ? 4 : 2, times[round % 4], round % 8 < 4 ? 0 : 30);
		task.seed = plain.seed = round;
		as_it_is += permute(prepared(cells, n, 12), plain).family[NPS_ANY].p <= 0.05;
		alarms += search(prepared(cells, n, 12), task).strongest.p <= 0.05;
	}
	printf("# of 200 panels of unequal units without an effect, %d have p <= .05; %d as they are\n", alarms, as_it_is);
	ok(alarms >= 2 && alarms <= 21, "units of unequal noise: 5 % of false alarms");
	ok(as_it_is >= 40, "which the test of the panel as it is does not keep to");
}

/*
 * Units made equal: no means, spreads next to 1 (of units four times as loud as well,
 * but for what draws variances together), nothing of shared shocks; no spread stays 0.
 */
static void
made_equal(void)
{
	static NpsCell cells[MAX_CELLS],
				shocked[MAX_CELLS];
	NpsPanel	a,
				b;
	double		worst = 0,
				unequal = 0;
	size_t		n = make_noise(9, 20, 0.6, cells),
				i;
	int			gone = 0,
				u;

	make_unequal(cells, n, 3, 4, 0);
	for (i = 0; i < n; i++)
		cells[i].y = cells[i].unit == 8 || i % 11 == 0 ? NAN : cells[i].y;
	memcpy(shocked, cells, sizeof(NpsCell) * n);
	make_unequal(shocked, n, 0, 1, 50);
	a = prepared(cells, n, 9);
	b = prepared(shocked, n, 9);
	equalize(&a, true);
	equalize(&b, true);
	for (u = 0; u < 9; u++)
	{
		double		sum = 0,
					squares = 0;

		for (i = 0; i < n; i++)
			if (cells[i].unit == u)
			{
				sum += cells[i].x;
				squares += cells[i].x * cells[i].x;
				worst = fmax(worst, fabs(cells[i].x - shocked[i].x));
				if (!isnan(cells[i].y))
					worst = fmax(worst, fabs(cells[i].y - shocked[i].y));
				if (isnan(cells[i].y) != isnan(shocked[i].y) || isnan(cells[i].y) != (u == 8 || i % 11 == 0))
					worst = 1;
			}
		worst = fmax(worst, fabs(sum));
		unequal = fmax(unequal, fabs(squares / 19 - 1));
	}
	ok(worst < 1e-9, "no means, the same whatever shocks units share; gaps stay gaps");
	ok(unequal < 0.3 && unequal > 0.01, "spreads next to 1");
	for (i = 0; i < n; i++)
		cells[i] = cell((int) i / 20, 24000 + (int) i % 20, (double) (i / 20 + i % 20), normal());
	a = prepared(cells, n, 9);
	equalize(&a, true);
	for (i = 0; i < n; i++)	/* no levels, no shocks, no noise */
		gone += isnan(cells[i].x);
	ok(gone == 180, "where nothing varies, nothing is made of rounding");
}

/* The loud ones' noise is not left in the others: what is left of them is their own. */
static void
own_noise(void)
{
	static NpsCell cells[MAX_CELLS],
				own[MAX_CELLS];
	size_t		n = make_noise(12, 40, 0, cells),
				i;
	NpsPanel	panel;
	double		least = 1;
	int			u;

	memcpy(own, cells, sizeof(NpsCell) * n);
	make_unequal(cells, n, 6, 15, 30);
	panel = prepared(cells, n, 12);
	equalize(&panel, true);
	for (u = 0; u < 12; u++)
	{
		double		sum = 0,
					xy = 0,
					xx = 0,
					yy = 0;

		for (i = 0; i < n; i++)
			if (own[i].unit == u)
				sum += own[i].x / 40;
		for (i = 0; i < n; i++)
			if (own[i].unit == u)
			{
				xy += (own[i].x - sum) * cells[i].x;
				xx += (own[i].x - sum) * (own[i].x - sum);
				yy += cells[i].x * cells[i].x;
			}
		least = fmin(least, xy / sqrt(xx * yy));
	}
	printf("# correlation of what is left of a unit with its own noise: %.2f or more\n", least);
	ok(least > 0.8, "what is left of a unit is its own noise");
}

/* Lags below the floors do not exist: the same as a search without them. */
static void
floors(void)
{
	static NpsCell cells[MAX_CELLS],
				copy[MAX_CELLS];
	int			same = 0,
				reasons = 0,
				round;

	for (round = 0; round < 8; round++)
	{
		Plan		plan = {BALANCED, 12, 14, 2, round % 2 ? 0.6 : 0, 0.5, 0};
		NpsLagSearchTask task = search_task(-9, 12, 99),
					narrow = search_task(-4, 4, 99);
		size_t		n = make_panel(&plan, cells);
		NpsLagSearch a,
					b;

		memcpy(copy, cells, sizeof(NpsCell) * n);
		if (round < 4)
			task.min_pairs = 120;	/* 10 periods of 12 units */
		else					/* three units that go on for longer are too few */
		{
			size_t		i;

			for (i = 0, n = 0; i < 12 * 14; i++)
				if (copy[i].unit < 3 || copy[i].period < 24005)
					copy[n++] = copy[i];
			memcpy(cells, copy, sizeof(NpsCell) * n);
			task.min_units = 12;	/* at lag 4, one pair each */
		}
		a = search(prepared(cells, n, 12), task);
		b = search(prepared(copy, n, 12), narrow);
		same += same_search(&a, &b, 1) && a.lags_scanned == (round < 4 ? 9 : a.lags_scanned);
		task.min_pairs = 100000;
		task.min_units = 0;
		a = search(prepared(cells, n, 12), task);
		reasons += a.reason == NPS_LAG_UNDER_MIN_PAIRS && a.lags_scanned == 0 && !a.strongest.known && a.permutations == 0;
		task.min_units = 13;
		a = search(prepared(cells, n, 12), task);
		reasons += a.reason == NPS_LAG_UNDER_MIN_UNITS && isnan(a.same.p) && a.leaning == 0;
	}
	ok(reasons == 16, "no lag above the floors");
	ok(same == 8, "lags below the floors are not searched");
}

/* What is left is told where p_any <= alpha; the critical value is alpha's. */
static void
other_alphas(void)
{
	static NpsCell cells[MAX_CELLS];
	int			after = 0,
				wrong = 0,
				round;

	for (round = 0; round < 12; round++)
	{
		size_t		n = make_noise(10, 16, 0.5, cells);
		NpsLagSearchTask task = search_task(-3, 3, 99);
		NpsLagSearch five = search(prepared(cells, n, 10), task),
					half;

		task.alpha = 0.5;
		half = search(prepared(cells, n, 10), task);
		after += !isnan(half.p_lead_after);
		wrong += isnan(half.p_lead_after) != !(half.strongest.p <= 0.5) || isnan(five.p_lead_after) != !(five.strongest.p <= 0.05) ||
			!(half.detectable_slope < five.detectable_slope) || half.strongest.p != five.strongest.p;
	}
	ok(wrong == 0 && after >= 2 && after <= 10, "another alpha");
}

/* Products of 12 units at lag 0, all the same but for those of a few. */
static void
leaning_units(void)
{
	static NpsCell cells[MAX_CELLS];
	int			u,
				p,
				sign;

	for (sign = -1; sign <= 1; sign += 2)
	{
		size_t		n = 0;
		NpsLagSearch s;
		int			alike = 12;

		for (; alike >= 10; alike -= 2)
		{
			for (n = 0, u = 0; u < 12; u++)
				for (p = 0; p < 24; p++)	/* orthogonal contrasts: no period has a mean */
				{
					double		v = cos(3.14159265358979 * (p * (u % 6 + 1)) / 12 + (u < 6 ? 0 : 1.5707963267949));

					cells[n++] = cell(u, p, u < alike ? v : 3 * v, sign * (u < alike ? v : 3 * v));
				}
			s = search(prepared(cells, n, 12), search_task(0, 0, 19));
			ok(alike == 12 ? s.leaning == 6 : s.leaning == 2, "units that half of the association leans on");
		}
	}
}

/* How many of 200 panels without an effect have p <= .05: 2 to 21 with 99.9 %. */
static int
false_alarms(Shape shape, int units, double persistence, bool levels)
{
	static NpsCell cells[MAX_CELLS],
				changes[MAX_CELLS];
	int			alarms = 0,
				round;

	for (round = 0; round < 200; round++)
	{
		Plan		plan = {shape, units, 16, 0, 0, persistence, 0};
		size_t		n = make_panel(&plan, cells);
		NpsPanel	panel = prepared(cells, n, units);
		NpsPermutationTask task = NO_LIMIT;
		NpsPermutation result;

		task.min_lag = -3;
		task.max_lag = 4;
		task.levels = levels;
		task.permutations = 99;
		task.seed = round;
		result = permute(levels ? panel : differenced(&panel, changes), task);
		alarms += result.family[NPS_ANY].p <= 0.05;
	}
	printf("# of 200 panels without an effect, %d have p <= .05\n", alarms);
	return alarms;
}

static void
nothing_there(void)
{
	int			alarms;

	alarms = false_alarms(BALANCED, 10, 0.75, true);
	ok(alarms >= 2 && alarms <= 21, "balanced, autocorrelated: 5 % of false alarms");
	alarms = false_alarms(HOLES, 10, 0.75, true);
	ok(alarms >= 2 && alarms <= 21, "with gaps");
	alarms = false_alarms(LATE, 12, 0.75, true);
	ok(alarms >= 2 && alarms <= 21, "units that enter later");
	alarms = false_alarms(HOLES, 10, 0.75, false);
	ok(alarms >= 2 && alarms <= 21, "differences, with gaps");
}

/* ---- the edges ------------------------------------------------------------------ */

static void
edges(void)
{
	static NpsCell cells[MAX_CELLS];
	NpsLagSearchTask task = search_task(-2, 2, 99);
	NpsLagSearch s;
	size_t		n;
	int			u,
				p;

	s = search(prepared(cells, 0, 0), task);
	ok(s.units == 0 && s.lags_scanned == 0 && s.reason == NPS_LAG_NO_PAIRS && isnan(s.strongest.p), "no rows");
	for (n = 0, u = 0; u < 4; u++)
		for (p = 0; p < 8; p++)
			cells[n++] = cell(u, p, normal(), normal());
	s = search(prepared(cells, n, 4), task);
	ok(s.units == 4 && s.lags_scanned == 5 && s.lead.known && !isnan(s.lead.t) && isnan(s.lead.p) && isnan(s.lag_low) &&
	   s.reason == NPS_LAG_FEW_TO_PERMUTE && s.permutations == 0, "four units: r, but no p");
	for (n = 0, u = 0; u < 8; u++)
		for (p = 0; p < 8; p++)
			cells[n++] = cell(u, p, 100.0 / 3, normal());
	s = search(prepared(cells, n, 8), task);
	ok(s.lags_scanned == 0 && s.reason == NPS_LAG_X_CONSTANT && isnan(s.strongest.p), "x constant");
	for (n = 0; n < 64; n++)
		cells[n] = cell((int) n / 8, (int) n % 8, normal(), 0.1 + n / 8 + 0.7 * (n % 8));
	s = search(prepared(cells, n, 8), task);
	ok(s.lags_scanned == 0 && s.reason == NPS_LAG_Y_CONSTANT_TWOWAY, "nothing left of y but unit and period means");
	for (n = 0; n < 30; n++)
		cells[n] = cell((int) n, 5, normal(), normal());
	s = search(prepared(cells, n, 30), task);
	ok(s.lags_scanned == 0 && s.reason == NPS_LAG_FEW_PAIRS && isnan(s.lead.t), "one period");
	for (n = 0; n < 64; n++)
		cells[n] = cell((int) n / 8, (int) n % 8, NAN, normal());
	s = search(prepared(cells, n, 8), task);
	ok(s.units == 0 && s.reason == NPS_LAG_NO_PAIRS, "no x at all");
	for (n = 0; n < 64; n++)
		cells[n] = cell((int) n / 8, (int) n % 8, normal(), normal());
	task.min_lag = INT32_MAX - 3;
	task.max_lag = INT32_MAX;
	s = search(prepared(cells, n, 8), task);
	ok(s.reason == NPS_LAG_NO_PAIRS, "the largest lags");
	task.min_lag = INT32_MIN;
	task.max_lag = INT32_MIN + 3;
	s = search(prepared(cells, n, 8), task);
	ok(s.reason == NPS_LAG_NO_PAIRS, "the smallest lags");
	for (n = 0; n < 40; n++)	/* five units of eight periods each, no two at once */
		cells[n] = cell((int) n / 8, (int) n, normal(), normal());
	s = search(prepared(cells, n, 5), search_task(0, 0, 99));
	ok(isnan(s.same.p), "units that share no period: no p");
	for (n = 0; n < 108; n++)	/* the yearly survey of a unit is in its own quarter */
		cells[n] = cell((int) n / 9, (int) n % 9 * 4 + (int) n / 9 % 4, normal(), normal());
	s = search(prepared(cells, n, 12), search_task(4, 4, 99));
	ok(s.lead.known && isnan(s.lead.p) && isnan(s.detectable_slope) && s.reason == NPS_LAG_THIN,
	   "units asked in different quarters: t, but no p");
}

/* A perfect fit, and twins: ties count, whatever rounding makes of them. */
static void
ties(void)
{
	static NpsCell cells[MAX_CELLS];
	NpsPermutationTask task = NO_LIMIT;
	NpsPermutation result;
	size_t		n = 0;
	int			pairs = 0,
				round,
				u,
				p;

	for (p = 0; p < 12; p++)
	{
		double		twin = normal();

		for (u = 0; u < 6; u++)
		{
			double		x = u < 2 ? twin : normal();

			cells[n++] = cell(u, p, x, 0.3 * x + 0.1 * p + u);
		}
	}
	task.levels = true;
	task.permutations = 1;
	result = permute(prepared(cells, n, 6), task);
	ok(result.pairings == 720 && near(result.family[NPS_SAME].p, 2.0 / 720), "twins: two pairings of 720 fit perfectly");

	for (round = 0; round < 40; round++)
	{
		double		twin[12];

		for (p = 0; p < 12; p++)
			twin[p] = normal();
		for (n = 0; n < 72; n++)
			cells[n] = cell((int) n / 12, (int) n % 12, normal(), n / 24 == 1 ? twin[n % 12] : normal());
		task.max_lag = 2;
		result = permute(prepared(cells, n, 6), task);
		pairs += near(fmod(result.family[NPS_ANY].p * 720 + 0.5, 2), 0.5);
	}
	ok(pairs == 40, "two units with the same y: pairings come in pairs");
}

/* More units than the matrix is made for: the same sums from the series. */
static void
many_units(void)
{
	enum
	{
		UNITS = 1100, PERIODS = 3
	};
	static NpsCell cells[UNITS * PERIODS];
	NpsPermutationTask task = NO_LIMIT;
	NpsPermutation few,
				many;
	double		one_more;
	size_t		n = 0;
	int			u,
				p;

	for (u = 0; u < UNITS; u++)
		for (p = 0; p < PERIODS; p++)
			cells[n++] = cell(u, p, normal(), normal());
	task.max_lag = 1;
	task.levels = true;
	task.permutations = 19;
	many = permute(prepared(cells, n, UNITS), task);
	ok(many.pairings == 19 && !isnan(many.family[NPS_ANY].p), "thousands of units");
	/* 300 units: 299 shuffles are summed up from the series, 300 from a matrix */
	task.watch = 1;
	task.permutations = 299;
	few = permute(prepared(cells, 900, 300), task);
	task.permutations = 300;
	many = permute(prepared(cells, 900, 300), task);
	one_more = many.family[NPS_ANY].p * 301 - few.family[NPS_ANY].p * 300;
	ok(near(few.family[NPS_ANY].statistic, many.family[NPS_ANY].statistic) && (near(one_more, 0) || near(one_more, 1)) &&
	   fabs(few.watch_sd - many.watch_sd) < 0.02, "with and without the matrix");
}

static void
random_numbers(void)
{
	/* splitmix64 from 0, as its authors publish it */
	uint64_t	state = 0;
	int			count[6] = {0};
	int			i,
				even = 0;
	NpsRng		rng;

	ok(nps_splitmix64(&state) == UINT64_C(0xe220a8397b1dcdaf) && nps_splitmix64(&state) == UINT64_C(0x6e789e6aa1b965f4),
	   "splitmix64");
	memset(&rng, 0, sizeof(rng));
	for (i = 0; i < 4; i++)
		rng.state[i] = i + 1;
	/* xoshiro256** from the state 1, 2, 3, 4 */
	ok(nps_rng_next(&rng) == 11520 && nps_rng_next(&rng) == 0 && nps_rng_next(&rng) == 1509978240 &&
	   nps_rng_next(&rng) == UINT64_C(1215971899390074240), "xoshiro256**");
	nps_rng_start(&rng, 1, 1);
	for (i = 0; i < 60000; i++)
		count[nps_rng_below(&rng, 6)]++;
	for (i = 0; i < 6; i++)
		even += abs(count[i] - 10000) < 400;
	ok(even == 6, "a fair die");
	for (i = 0, even = 0; i < 30000; i++)
		even += nps_rng_below(&rng, UINT32_C(3) << 30) % 3 == 0;
	ok(abs(even - 10000) < 300, "a fair die with billions of sides");
}

/* A panel of 1 to 10 units with gaps, breaks, ties and sides that do not vary. */
static size_t
messy_panel(int round, int units, NpsCell *cells)
{
	size_t		n = 0;
	int			u,
				p;

	for (u = 0; u < units; u++)
		for (p = 0; p < 3 + round % 9; p++)
		{
			double		x = floor(4 * uniform()),
						y = normal();

			if (uniform() < 0.1 * (round % 5))
				continue;
			x = round % 11 == 0 ? 0.1 : round % 11 == 1 ? 0.1 * u + p / 3.0 : x;
			y = round % 13 == 0 ? 1e9 : round % 13 == 1 ? 2 * x - 7 : y;
			cells[n] = cell(u, p, uniform() < 0.1 ? NAN : x, uniform() < 0.1 ? NAN : y);
			cells[n++].segment = round % 3 == 0 && p > 4;
		}
	return n;
}

/* Of one lag, search and scan say the same, and for the same reason. */
static void
search_and_scan(void)
{
	static NpsCell cells[MAX_CELLS],
				changes[MAX_CELLS];
	int			rounds,
				known = 0,
				wrong = 0;

	for (rounds = 0; rounds < 2000; rounds++)
	{
		int			units = 1 + rounds % 10;
		size_t		n = messy_panel(rounds, units, cells);
		NpsPanel	panel = prepared(cells, n, units);
		bool		levels = rounds % 4 != 0;
		int32_t		lag = rounds % 7 - 3;
		NpsLagSearchTask task = search_task(lag, lag, 1);
		NpsLagSearch s;
		NpsLagRow	row;
		void	   *workspace;

		if (!levels)
			panel = differenced(&panel, changes);
		workspace = malloc(nps_lag_workspace(&panel) + 1);
		nps_lag_row(&panel, !levels, lag, 0.95, workspace, &row);
		free(workspace);
		task.levels = levels;
		s = search(panel, task);
		known += s.strongest.known;
		if (s.strongest.known != !isnan(row.r_twoway))
			wrong++;
		else if (s.strongest.known)
			wrong += !near(s.strongest.r, row.r_twoway) || !near(s.strongest.t, row.t) ||
				(lag >= 0 && !near(s.strongest.slope, row.slope_twoway));
		else
			wrong += s.reason != row.reason && s.reason != NPS_LAG_FEW_TO_PERMUTE;
	}
	printf("# of one lag, search and scan: %d of %d panels known, %d wrong\n", known, rounds, wrong);
	ok(wrong == 0 && known > rounds / 4 && known < rounds, "of one lag, search and scan say the same");
}

int
main(int argc, char **argv)
{
	against_r(argc > 1 ? argv[1] : "test/data/oracle");
	against_brute_force();
	random_numbers();
	what_does_not_matter();
	names_do_not_matter();
	planted();
	two_sided();
	shadows_of_noise();
	echoes_of_noise();
	one_t();
	resamples();
	detectable();
	nothing_there();
	edges();
	search_and_scan();
	numbers_by_content();
	made_equal();
	own_noise();
	unequal_units();
	floors();
	other_alphas();
	leaning_units();
	ties();
	many_units();
	return done_testing();
}
