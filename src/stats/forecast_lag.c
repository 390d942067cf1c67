/*
 * forecast_lag.c
 *		The lag at which to look for x, from what was known at a moment.
 *
 * The moment is the end of a period, the origin.  Of the lags at which x is known,
 * the one is taken whose two-way slope (lag_fit.c) has the largest |t| in what was
 * known then.
 */
#include <math.h>
#include <string.h>

#include "stats/forecast_lag.h"
#include "stats/lag_fit.h"
#include "stats/workspace.h"

/* Bytes of workspace for the search. */
size_t
nps_forecast_lags_workspace(const NpsPanel *panel, int32_t horizon)
{
	return nps_part(sizeof(NpsCell), panel->n) + nps_part(sizeof(int64_t), panel->periods) +
		nps_part(sizeof(NpsForecastChoice), (size_t) horizon + 1) +
		nps_part(1, nps_lag_pairs_workspace(panel));
}

/* Its arrays, out of a workspace, and the periods with any x. */
void
nps_forecast_lags_lay_out(NpsForecastLags *lags, const NpsPanel *panel, const NpsForecastPlan *plan,
						  char **next)
{
	lags->panel = panel;
	lags->plan = plan;
	lags->seen = *panel;
	lags->seen.cells = nps_carve(next, sizeof(NpsCell), panel->n);
	lags->x_period = nps_carve(next, sizeof(int64_t), panel->periods);
	lags->choice = nps_carve(next, sizeof(NpsForecastChoice), (size_t) plan->horizon + 1);
	lags->pairs = nps_carve(next, 1, nps_lag_pairs_workspace(panel));
	lags->x_periods = nps_panel_periods(panel, false, lags->x_period);
}

/*
 * What was known at the end of a period: lags->seen keeps the numbering of the panel.
 * Returns the periods from the first of these to the last: no lag is longer.
 */
static int64_t
look_back(NpsForecastLags *lags, int64_t origin)
{
	int64_t		first = origin;
	size_t		i;

	lags->seen.n = 0;
	for (i = 0; i < lags->panel->n; i++)
	{
		if (lags->panel->cells[i].period > origin)
			continue;
		lags->seen.cells[lags->seen.n++] = lags->panel->cells[i];
		if (lags->panel->cells[i].period < first)
			first = lags->panel->cells[i].period;
	}
	return origin - first;
}

/*
 * The pairs of a lag known at the origin, stretch and period means out of p->x and
 * p->y; the slope, and the size of its classic t.  False where the means leave no
 * degree of freedom for the error, or nothing of x.
 */
bool
nps_forecast_lags_fit(NpsForecastLags *lags, int32_t lag, NpsLagPairs *p, double *slope, double *t)
{
	NpsLagFit	fit;

	nps_lag_pairs_collect(&lags->seen, lag, lags->pairs, p);
	lags->paired |= p->n > 0;
	nps_lag_fit_pooled(p, &fit);
	nps_lag_fit_twoway(p, true, &fit);
	*slope = isnan(fit.t) ? 0 : fit.a.slope;	/* of a constant y: rounding */
	*t = isnan(fit.t) ? 0 : fabs(fit.t);
	return !isnan(fit.a.slope);
}

static bool
any_x(const NpsForecastLags *lags, int64_t period)
{
	int64_t		low = 0,
				high = lags->x_periods;

	while (low < high)
	{
		int64_t		middle = low + (high - low) / 2;

		if (lags->x_period[middle] < period)
			low = middle + 1;
		else
			high = middle;
	}
	return low < lags->x_periods && lags->x_period[low] == period;
}

/* Whether this lag, shorter than those before it, is to be taken. */
static bool
better(const NpsForecastChoice *choice, bool seen, double t)
{
	if (choice->lag == 0 || seen != choice->seen)
		return choice->lag == 0 || seen;
	return t >= choice->t;
}

/*
 * The lag for each ahead from an origin, into lags->choice: the one asked for, or
 * that with the largest |t| of those from ahead to max_lag, the shortest if several
 * have it.  Lags at which some unit has x go first: where x comes once a year, a
 * quarter ahead has other lags than the next.  Also the best of all lags, which may be
 * too short for an ahead, or have no x yet.
 */
void
nps_forecast_lags_choose(NpsForecastLags *lags, int64_t origin)
{
	const NpsForecastPlan *plan = lags->plan;
	int64_t		from = plan->lag > 0 ? plan->lag : 1;
	int64_t		to = plan->lag > 0 ? plan->lag : plan->max_lag;
	int64_t		span = look_back(lags, origin);
	double		best_t = 0;
	int64_t		lag,
				ahead;

	lags->best_lag = 0;
	lags->paired = false;
	memset(lags->choice, 0, sizeof(NpsForecastChoice) * ((size_t) plan->horizon + 1));
	if (to > span)
		to = span;
	for (lag = to; lag >= from; lag--)
	{
		NpsLagPairs	p;
		double		slope,
					t;

		if (lags->panel->progress != NULL)
			lags->panel->progress();
		if (!nps_forecast_lags_fit(lags, (int32_t) lag, &p, &slope, &t))
			continue;
		if (t > 0 && t >= best_t)
		{
			best_t = t;
			lags->best_lag = (int32_t) lag;
		}
		for (ahead = 1; ahead <= plan->horizon && ahead <= lag; ahead++)
		{
			bool		seen = any_x(lags, origin + ahead - lag);

			if (better(&lags->choice[ahead], seen, t))
				lags->choice[ahead] = (NpsForecastChoice) {.lag = (int32_t) lag, .seen = seen, .t = t};
		}
	}
}
