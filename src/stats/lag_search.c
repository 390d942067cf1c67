/*
 * lag_search.c
 *		The search for the lag between the two series of a panel, summed up: the best
 *		leading lag, the best reverse one and the same period, each with a p that
 *		knows of the search; how sure the lag is; what the panel could have shown.
 *
 * r, slope and t are those of the lag scan, exact two-way least squares (lag_fit.c);
 * t is the classic one, r sqrt(df / (1 - r^2)), and chooses the lags.
 *
 * p is that of the permutation test (lag_permutation.c) on the panel made equal
 * (panel_adjust.c): units that do not vary are left out, stretch and period means are
 * taken out, then each unit's x and y are divided by their own standard deviations.
 * Pairing the x of one unit with the y of another says what chance does only where
 * units are exchangeable.  Small branches have much noise in both series: as they are,
 * their noise meets itself in the observed pairing and hardly ever in a shuffle, and a
 * third of panels without any effect look significant at 5 %.  Observed and shuffled
 * go the same way, so the test's t is not that of least squares, nor need its largest
 * one be at that lag.
 *
 * Lags with fewer pairs or units than the caller asks for take no part in anything:
 * the observed pairs decide, so that the shuffles search the same lags.
 *
 * Shadows.  Where series are autocorrelated, a true lag makes its neighbours, and
 * even lags of the other direction, significant.  So the effect of the strongest lag
 * is taken out of the series that follows, and both directions are tested again
 * without that lag: what remains is news.  What is taken out is slope x leading
 * series; where the leading series' reliability is known, also slope / reliability,
 * since noise in it draws the slope towards 0 and would leave part of the shadows: the
 * larger p counts.  Below a reliability of .2 nothing can be taken out, and no p is
 * given.  No such correction for differences: their noise is shared by neighbours,
 * and taking out more would put an echo there; and since it is shared, the test
 * leaves out the two neighbouring lags as well.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/lag_bootstrap.h"
#include "stats/lag_fit.h"
#include "stats/lag_permutation.h"
#include "stats/lag_scan.h"
#include "stats/lag_search.h"
#include "stats/panel_adjust.h"
#include "stats/workspace.h"

#define TIE				1e-12
#define NORMAL_80		0.8416212335729143	/* quantile of a power of 80 % */

/* Two-way least squares at one lag. */
typedef struct Fit
{
	NpsLagFit	two;
	size_t		pairs;			/* before single ones are dropped, .. */
	int32_t		units;			/* and the units that have them */
	int32_t		lag;
	double		se;				/* classic, of the slope of y on x */
	double		x_on_y;
	double		shared;			/* df that go to period means and the slope */
} Fit;

typedef struct Work
{
	NpsPanel   *panel;
	const NpsLagSearchTask *task;
	NpsPairSums *by_unit;
	NpsLagBootstrap *boot;
	NpsCell    *cells;			/* of the panel made equal, or without the strongest lag */
	bool	   *searched;		/* lags, from min_lag on */
	int32_t    *scratch;
	void	   *rest;			/* pairs of a lag, the means, or the permutation test */
} Work;

static NpsPermutationTask
permutation_task(const NpsLagSearchTask *task)
{
	NpsPermutationTask p = {0};

	p.min_lag = task->min_lag;
	p.max_lag = task->max_lag;
	p.skip_from = 1;
	p.skip_to = 0;
	p.levels = task->levels;
	p.permutations = task->permutations;
	p.seed = task->seed;
	p.alpha = task->alpha;
	return p;
}

static size_t
count_lags(const NpsLagSearchTask *task)
{
	return (size_t) ((int64_t) task->max_lag - task->min_lag + 1);
}

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Bytes of workspace that nps_lag_search() needs. */
size_t
nps_lag_search_workspace(const NpsPanel *panel, const NpsLagSearchTask *task)
{
	NpsPermutationTask p = permutation_task(task);
	size_t		adjust = nps_panel_adjust_workspace(panel);	/* and pairs */
	size_t		permutation = nps_lag_permutation_workspace(panel, &p);

	return nps_part(sizeof(NpsPairSums), panel->units) + nps_part(sizeof(NpsLagBootstrap), 1) +
		nps_part(sizeof(NpsCell), panel->n) + nps_part(sizeof(bool), count_lags(task)) +
		nps_part(sizeof(int32_t), panel->n) + larger(adjust, permutation);
}

static void
lay_out(Work *w, void *workspace)
{
	char	   *next = workspace;

	w->by_unit = nps_carve(&next, sizeof(NpsPairSums), w->panel->units);
	w->boot = nps_carve(&next, sizeof(NpsLagBootstrap), 1);
	w->cells = nps_carve(&next, sizeof(NpsCell), w->panel->n);
	w->searched = nps_carve(&next, sizeof(bool), count_lags(w->task));
	w->scratch = nps_carve(&next, sizeof(int32_t), w->panel->n);
	w->rest = next;
}

/* Sums of demeaned pairs for each unit. */
static void
sum_up(const NpsLagPairs *pairs, bool levels, NpsPairSums *by_unit)
{
	size_t		i;

	memset(by_unit, 0, sizeof(NpsPairSums) * pairs->units);
	for (i = 0; i < pairs->n; i++)
	{
		NpsPairSums *unit = &by_unit[pairs->unit[i]];

		unit->sxy += pairs->x[i] * pairs->y[i];
		unit->sxx += pairs->x[i] * pairs->x[i];
		unit->syy += pairs->y[i] * pairs->y[i];
		unit->n += levels ? 1 - 1 / pairs->stretch_n[pairs->stretch[i]] : 1;
	}
}

/* Least squares at one lag; fills by_unit as well. */
static void
fit_lag(const Work *w, int32_t lag, Fit *fit)
{
	bool		levels = w->task->levels;
	const NpsAssociation *a = &fit->two.a;
	NpsLagPairs pairs;

	nps_lag_pairs_collect(w->panel, lag, w->rest, &pairs);
	fit->lag = lag;
	fit->pairs = pairs.n;
	fit->units = pairs.units_used;
	nps_lag_fit_pooled(&pairs, &fit->two);
	nps_lag_fit_twoway(&pairs, levels, &fit->two);
	fit->shared = levels ? pairs.periods_used : pairs.periods_used + 1;
	fit->x_on_y = a->xy / a->yy;
	fit->se = sqrt((1 - a->r) * (1 + a->r) * a->yy / a->xx / fit->two.df);
	sum_up(&pairs, levels, w->by_unit);
}

/* Not searched, by the same rule as in the lag scan. */
static void
hold_back(const NpsLagSearchTask *task, Fit *fit)
{
	NpsLagRow	row = {.pairs = (int64_t) fit->pairs, .units = fit->units, .reason = fit->two.reason};

	nps_lag_row_hold_back(&row, task->min_pairs, task->min_units);
	fit->two.reason = row.reason;
}

/* Keep the fit with the larger |t|; the first of equals. */
static void
choose(const Fit *fit, Fit *best)
{
	if (best->two.reason != NPS_LAG_KNOWN || fabs(fit->two.t) > fabs(best->two.t) * (1 + TIE))
		*best = *fit;
}

/* The slope of the series that follows on the one that leads. */
static double
follower_slope(const Fit *fit)
{
	return fit->lag >= 0 ? fit->two.a.slope : fit->x_on_y;
}

static NpsLagFound
found(const Fit *fit, const NpsMaxT *max)
{
	NpsLagFound f;

	f.known = fit->two.reason == NPS_LAG_KNOWN;
	f.lag = fit->lag;
	f.r = f.known ? fit->two.a.r : NAN;
	f.slope = f.known ? follower_slope(fit) : NAN;
	f.t = f.known ? fit->two.t : NAN;
	f.p = f.known ? max->p : NAN;
	return f;
}

/* The permutation test over the lags searched, on a panel that is changed: made equal. */
static bool
permute(Work *w, NpsPanel *panel, NpsPermutationTask *task, NpsPermutation *result)
{
	task->use = w->searched;
	nps_panel_leave_out_constant(w->panel, panel);
	nps_pairings_keep_units(panel, w->scratch);
	nps_panel_equalize(panel, task->levels, w->rest);
	nps_pairings_keep_units(panel, w->scratch);
	return nps_lag_permutation(panel, task, w->rest, result);
}

/* The panel with the effect of one lag taken out of the series that follows. */
static NpsPanel
take_out(Work *w, const Fit *fit, double slope)
{
	NpsPanel	without = *w->panel;
	NpsLagPairs	pairs;
	size_t		i;

	without.cells = w->cells;
	memcpy(w->cells, w->panel->cells, sizeof(NpsCell) * w->panel->n);
	for (i = 0; i < without.n; i++)
	{
		if (fit->lag >= 0)
			w->cells[i].y = NAN;
		else
			w->cells[i].x = NAN;
	}
	nps_lag_pairs_collect(w->panel, fit->lag, w->rest, &pairs);
	for (i = 0; i < pairs.n; i++)
	{
		if (fit->lag >= 0)
			w->cells[pairs.y_cell[i] - w->panel->cells].y = pairs.y[i] - slope * pairs.x[i];
		else
			w->cells[pairs.x_cell[i] - w->panel->cells].x = pairs.x[i] - slope * pairs.y[i];
	}
	return without;
}

/* Both directions once more, with the strongest lag's effect taken out. */
static bool
search_without(Work *w, const Fit *strongest, double slope, NpsPermutation *after)
{
	NpsPermutationTask task = permutation_task(w->task);
	NpsPanel	without = take_out(w, strongest, slope);
	int			around = w->task->levels ? 0 : 1;

	task.skip_from = strongest->lag - around;
	task.skip_to = strongest->lag + around;
	return permute(w, &without, &task, after);
}

/*
 * What remains is news only if it remains with the slope as it is and with the slope
 * freed of noise: standard errors that are too large would take out too much.
 */
static void
search_after(Work *w, const Fit *strongest, NpsLagSearch *result)
{
	double		slope = follower_slope(strongest);
	double		reliability = strongest->lag >= 0 ? strongest->two.reliability_x : strongest->two.reliability_y;
	bool		noisy = w->task->levels && reliability < 1;		/* false where unknown */
	NpsPermutation plain,
				freed;

	if (noisy && reliability < NPS_LEAST_RELIABILITY)
		return;
	if (!search_without(w, strongest, slope, &plain))
		return;
	result->p_lead_after = plain.family[NPS_LEAD].p;
	result->p_reverse_after = plain.family[NPS_REVERSE].p;
	if (!noisy || !search_without(w, strongest, slope / reliability, &freed))
		return;
	result->p_lead_after = fmax(result->p_lead_after, freed.family[NPS_LEAD].p);
	result->p_reverse_after = fmax(result->p_reverse_after, freed.family[NPS_REVERSE].p);
}

/* Least squares at every lag: the best of each family, and the resamples. */
static void
scan(Work *w, Fit *best, NpsLagSearch *result)
{
	bool		enough = w->panel->units >= NPS_LAG_PERMUTATION_UNITS;
	size_t		most_pairs = 0;
	int64_t		lag;
	Fit			fit;

	result->reason = NPS_LAG_NO_PAIRS;
	for (lag = w->task->min_lag; lag <= w->task->max_lag; lag++)
	{
		if (w->panel->progress != NULL)
			w->panel->progress();
		fit_lag(w, (int32_t) lag, &fit);
		hold_back(w->task, &fit);
		w->searched[lag - w->task->min_lag] = fit.two.reason == NPS_LAG_KNOWN;
		if (fit.two.reason != NPS_LAG_KNOWN)
		{
			if (fit.pairs > most_pairs && result->lags_scanned == 0)
			{
				most_pairs = fit.pairs;
				result->reason = fit.two.reason;
			}
			continue;
		}
		result->lags_scanned++;
		result->reason = NPS_LAG_KNOWN;
		choose(&fit, &best[NPS_ANY]);
		choose(&fit, &best[lag > 0 ? NPS_LEAD : lag < 0 ? NPS_REVERSE : NPS_SAME]);
		if (lag > 0 && enough)
			nps_lag_bootstrap_add(w->boot, fit.lag, w->by_unit, fit.shared);
	}
	/* few units are the reason, also where the means leave nothing of them */
	if (!enough && (result->reason == NPS_LAG_KNOWN || result->reason == NPS_LAG_ONE_UNIT ||
					result->reason == NPS_LAG_FEW_PAIRS))
		result->reason = NPS_LAG_FEW_TO_PERMUTE;
}

static void
test(Work *w, const Fit *best, NpsLagSearch *result)
{
	NpsPermutationTask task = permutation_task(w->task);
	NpsPanel	equal = *w->panel;
	NpsPermutation p;
	int			family;

	equal.cells = w->cells;
	memcpy(w->cells, w->panel->cells, sizeof(NpsCell) * w->panel->n);
	task.watch = best[NPS_LEAD].lag;
	if (!permute(w, &equal, &task, &p))
		nps_lag_because(&result->reason, true, NPS_LAG_FEW_TO_PERMUTE);
	else if (isnan(p.family[NPS_ANY].statistic))	/* by the test's own count of pairs */
		nps_lag_because(&result->reason, true, NPS_LAG_FEW_PAIRS);
	result->permutations = p.pairings;
	result->exact = p.exact;
	for (family = 0; family < NPS_LAG_FAMILIES; family++)
		if (p.family[family].thin)
			result->reason = NPS_LAG_THIN;
	result->lead = found(&best[NPS_LEAD], &p.family[NPS_LEAD]);
	result->same = found(&best[NPS_SAME], &p.family[NPS_SAME]);
	result->reverse = found(&best[NPS_REVERSE], &p.family[NPS_REVERSE]);
	result->strongest = found(&best[NPS_ANY], &p.family[NPS_ANY]);
	if (result->lead.known)
		result->detectable_slope = (p.critical + NORMAL_80 * p.watch_sd) * best[NPS_LEAD].se;
}

static int
by_product(const void *a, const void *b)
{
	double		c = ((const NpsPairSums *) a)->sxy;
	double		d = ((const NpsPairSums *) b)->sxy;

	return (c > d) - (c < d);
}

/* The fewest units whose products x y make up half of the sum of all at a lag. */
static int32_t
leaning(Work *w, int32_t lag)
{
	int32_t		units = w->panel->units,
				n;
	double		total = 0,
				sum = 0;
	Fit			fit;

	fit_lag(w, lag, &fit);
	qsort(w->by_unit, units, sizeof(NpsPairSums), by_product);
	for (n = 0; n < units; n++)
		total += w->by_unit[n].sxy;
	for (n = 0; n < units && fabs(sum) < fabs(total) * (0.5 - TIE); n++)
		sum += w->by_unit[total > 0 ? units - 1 - n : n].sxy;
	return n;
}

static void
begin(Work *w, void *workspace, Fit *best, NpsLagSearch *result)
{
	int			family;

	memset(result, 0, sizeof(*result));
	result->lag_low = result->lag_high = result->lag_share = NAN;
	result->p_lead_after = result->p_reverse_after = result->detectable_slope = NAN;
	memset(best, 0, sizeof(Fit) * NPS_LAG_FAMILIES);
	for (family = 0; family < NPS_LAG_FAMILIES; family++)
		best[family].two.reason = NPS_LAG_NO_PAIRS;
	lay_out(w, workspace);
	nps_pairings_keep_units(w->panel, w->scratch);
	result->units = w->panel->units;
	nps_lag_bootstrap_start(w->boot, w->panel->units, w->task->seed, w->panel->progress);
}

/* Why no lag has a statistic, with the arguments of nps_lag_search(). */
NpsLagReason
nps_lag_search_reason(NpsPanel *panel, const NpsLagSearchTask *task, void *workspace)
{
	Fit			best[NPS_LAG_FAMILIES];
	NpsLagSearch result;
	Work		w = {.panel = panel, .task = task};

	begin(&w, workspace, best, &result);
	scan(&w, best, &result);
	return result.reason;
}

/*
 * Search the lags of `task`.  The panel is prepared, and is changed: units without
 * an x or without a y are left out of it.  workspace: nps_lag_search_workspace()
 * bytes for the panel as handed over, aligned for double.
 *
 * detectable_slope is the slope that the panel would have shown at the best leading
 * lag in 80 % of cases, in units of y for one unit of x: standard error x (what |t|
 * has to exceed for the p of the strongest lag to be alpha or less + .8416 x spread of
 * t by chance).
 */
void
nps_lag_search(NpsPanel *panel, const NpsLagSearchTask *task, void *workspace, NpsLagSearch *result)
{
	Fit			best[NPS_LAG_FAMILIES];
	Work		w = {.panel = panel, .task = task};

	begin(&w, workspace, best, result);
	scan(&w, best, result);
	test(&w, best, result);
	if (result->lead.known && panel->units >= NPS_LAG_PERMUTATION_UNITS)
		nps_lag_bootstrap_interval(w.boot, result->lead.lag, &result->lag_low, &result->lag_high,
								   &result->lag_share);
	if (result->strongest.known)
		result->leaning = leaning(&w, result->strongest.lag);
	if (result->strongest.p <= task->alpha)
		search_after(&w, &best[NPS_ANY], result);
}
