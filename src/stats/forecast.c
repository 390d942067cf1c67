/*
 * forecast.c
 *		What y is to be expected, from x that has been seen already.
 *
 * A lag L of at least h is chosen (forecast_lag.c), and for period T + h
 *
 *		expected = level of u + effect of the last period + b x(u, T + h - L)
 *			+ carry^age x the last rest of u
 *
 * by the model fitted at that lag (forecast_model.c).
 *
 * Honest errors: each of the last third of the periods is forecast once more
 * from what was known `ahead` periods before, lag and all, and compared with
 * what came; low .. high is expected -+ t x the root mean square of those errors,
 * the unit's own for the most part (forecast_error.c).  So the search for the lag, and
 * effects of periods that nobody foresees, are in it.  Errors of one period go
 * together, which t does not know.  "Without x" is the same model with
 * b = 0 on the same pairs: a gain over "no change" may come from levels alone, one over
 * "without x" only from x.
 */
#include <math.h>
#include <string.h>

#include "stats/dist.h"
#include "stats/forecast.h"
#include "stats/forecast_error.h"
#include "stats/forecast_lag.h"
#include "stats/forecast_model.h"
#include "stats/workspace.h"

#define MOST_TARGETS	24		/* periods of the record */

/* All that lives in the workspace. */
typedef struct Work
{
	const NpsPanel *panel;
	const NpsForecastPlan *plan;
	size_t	   *first;			/* by unit: its cells in the panel; units + 1 */
	double	   *period_effect;	/* scratch of the models */
	int64_t    *y_period;		/* periods with any y, in order */
	int64_t		y_periods;
	double	   *sum;			/* by ahead, from 1, three each: sums of squared errors */
	NpsForecastErrors *errors;	/* by ahead, from 1, and unit */
	NpsForecastLags lags;
	NpsForecastModel with_x;	/* at the lag fitted last */
	NpsForecastModel without_x;
} Work;

/* Bytes of workspace for nps_forecast(). */
size_t
nps_forecast_workspace(const NpsPanel *panel, int32_t horizon)
{
	return nps_part(sizeof(size_t), (size_t) panel->units + 1) +
		nps_part(sizeof(double), panel->periods) + nps_part(sizeof(int64_t), panel->periods) +
		nps_part(sizeof(double), 3 * ((size_t) horizon + 1)) +
		nps_part(sizeof(NpsForecastErrors), (size_t) panel->units * horizon) +
		nps_forecast_lags_workspace(panel, horizon) + 2 * nps_forecast_model_workspace(panel);
}

/* Where the cells of each unit begin. */
static void
index_units(const NpsPanel *panel, size_t *first)
{
	int32_t		unit = 0;
	size_t		i;

	for (i = 0; i < panel->n; i++)
		while (unit <= panel->cells[i].unit)
			first[unit++] = i;
	while (unit <= panel->units)
		first[unit++] = panel->n;
}

static void
lay_out(Work *w, const NpsPanel *panel, const NpsForecastPlan *plan, char *next)
{
	size_t		errors = (size_t) panel->units * plan->horizon;
	size_t		sums = 3 * ((size_t) plan->horizon + 1);

	w->panel = panel;
	w->plan = plan;
	w->first = nps_carve(&next, sizeof(size_t), (size_t) panel->units + 1);
	w->period_effect = nps_carve(&next, sizeof(double), panel->periods);
	w->y_period = nps_carve(&next, sizeof(int64_t), panel->periods);
	w->sum = nps_carve(&next, sizeof(double), sums);
	w->errors = nps_carve(&next, sizeof(NpsForecastErrors), errors);
	nps_forecast_lags_lay_out(&w->lags, panel, plan, &next);
	nps_forecast_model_lay_out(&w->with_x, panel, &next);
	nps_forecast_model_lay_out(&w->without_x, panel, &next);
	index_units(panel, w->first);
	w->y_periods = nps_panel_periods(panel, true, w->y_period);
	memset(w->sum, 0, sizeof(double) * sums);
	memset(w->errors, 0, sizeof(NpsForecastErrors) * errors);
}

/* The last cell of a unit up to a period; NULL if there is none. */
static const NpsCell *
last_cell(const Work *w, int32_t unit, int64_t period)
{
	size_t		low = w->first[unit],
				high = w->first[unit + 1];

	while (low < high)
	{
		size_t		middle = low + (high - low) / 2;

		if (w->panel->cells[middle].period <= period)
			low = middle + 1;
		else
			high = middle;
	}
	return low > w->first[unit] ? &w->panel->cells[low - 1] : NULL;
}

/* The last y of a stretch up to the origin. */
static double
last_y(const Work *w, int32_t unit, int32_t stretch, int64_t origin)
{
	const NpsCell *first = &w->panel->cells[w->first[unit]];
	const NpsCell *cell = last_cell(w, unit, origin);

	if (cell == NULL)
		return NAN;
	while (cell > first && cell->stretch == stretch && isnan(cell->y))
		cell--;
	return cell->stretch == stretch ? cell->y : NAN;
}

/* Fit both models at a lag that has been chosen. */
static void
fit_lag(Work *w, int32_t lag)
{
	NpsLagPairs	p;
	double		slope,
				t;

	if (!nps_forecast_lags_fit(&w->lags, lag, &p, &slope, &t))
		return;
	nps_forecast_model_fit(&w->with_x, &p, slope, w->period_effect);
	nps_forecast_model_fit(&w->without_x, &p, 0, w->period_effect);
}

/* One forecast from an origin, w's models being those of the lag chosen for it. */
static void
forecast(const Work *w, int32_t unit, int64_t origin, int32_t ahead, NpsForecast *f,
		 double *without_x)
{
	const NpsCell *stand;
	const NpsCell *x;

	f->unit = unit;
	f->ahead = ahead;
	f->period = origin + ahead;
	f->lag = w->lags.choice[ahead].lag;
	f->best_lag = w->lags.best_lag;
	f->x_seen = f->y_last = f->expected = f->low = f->high = f->unit_rmse = *without_x = NAN;
	stand = last_cell(w, unit, f->period);
	if (stand != NULL)
		f->y_last = last_y(w, unit, stand->stretch, origin);
	f->reason = w->lags.paired ? NPS_FORECAST_NO_SLOPE : NPS_FORECAST_NO_PAIRS;
	if (w->plan->lag > 0 ? w->plan->lag < ahead : w->plan->max_lag < ahead)
		f->reason = NPS_FORECAST_LAG_SHORT;
	if (f->lag == 0)
		return;
	x = last_cell(w, unit, f->period - f->lag);
	if (x != NULL && x->stretch == stand->stretch && x->period == f->period - f->lag)
		f->x_seen = x->x;
	if (stand == NULL || isnan(w->with_x.rest[stand->stretch]))
		f->reason = stand != NULL && stand->stretch > w->panel->cells[w->first[unit]].stretch ?
			NPS_FORECAST_NO_LEVEL_SINCE_BREAK : NPS_FORECAST_NO_LEVEL;
	else if (isnan(w->with_x.level[stand->stretch]))
		f->reason = NPS_FORECAST_NO_LINK;
	else if (isnan(f->x_seen))
		f->reason = NPS_FORECAST_NO_X;
	else
	{
		f->reason = NPS_FORECAST_DONE;
		f->expected = nps_forecast_model_value(&w->with_x, stand->stretch, f->x_seen, f->period);
		*without_x = nps_forecast_model_value(&w->without_x, stand->stretch, f->x_seen, f->period);
	}
}

static NpsForecastErrors *
errors_at(const Work *w, int32_t ahead, int32_t unit)
{
	return &w->errors[(size_t) w->panel->units * (ahead - 1) + unit];
}

/* Compare the forecasts for one period of the past with what came. */
static void
judge(Work *w, int64_t origin, int32_t ahead, NpsForecastRecord *record)
{
	double	   *sum = w->sum + 3 * ahead;
	int32_t		unit;

	for (unit = 0; unit < w->panel->units; unit++)
	{
		const NpsCell *came = last_cell(w, unit, origin + ahead);
		NpsForecastErrors *errors = errors_at(w, ahead, unit);
		NpsForecast f;
		double		without_x;

		if (came == NULL || came->period != origin + ahead || isnan(came->y))
			continue;
		forecast(w, unit, origin, ahead, &f, &without_x);
		if (f.reason != NPS_FORECAST_DONE)
			continue;
		record->forecasts++;
		errors->n++;
		errors->squares += (f.expected - came->y) * (f.expected - came->y);
		sum[0] += (f.expected - came->y) * (f.expected - came->y);
		sum[1] += (f.y_last - came->y) * (f.y_last - came->y);
		sum[2] += (without_x - came->y) * (without_x - came->y);
	}
}

/* The next origin after `origin` from which a target is `ahead` .. away; INT64_MAX: none. */
static int64_t
next_origin(const Work *w, int64_t targets, int64_t origin)
{
	int64_t		next = INT64_MAX,
				i;
	int32_t		ahead;

	for (i = w->y_periods - targets; i < w->y_periods; i++)
		for (ahead = 1; ahead <= w->plan->horizon; ahead++)
			if (w->y_period[i] - ahead > origin && w->y_period[i] - ahead < next)
				next = w->y_period[i] - ahead;
	return next;
}

/*
 * The record: each of the last third of the periods with y, forecast from what was
 * known `ahead` periods before.
 */
static void
look_at_past(Work *w, NpsForecastRecord *records)
{
	int64_t		targets = w->y_periods / 3;
	int64_t		origin = INT64_MIN,
				i;
	int32_t		ahead;

	if (targets > MOST_TARGETS)
		targets = MOST_TARGETS;
	if (targets < 1)
		targets = 1;
	while ((origin = next_origin(w, targets, origin)) != INT64_MAX)
	{
		int32_t		fitted = 0;

		nps_forecast_lags_choose(&w->lags, origin);
		for (ahead = 1; ahead <= w->plan->horizon; ahead++)
			for (i = w->y_periods - targets; i < w->y_periods; i++)
				if (w->y_period[i] == origin + ahead && w->lags.choice[ahead].lag > 0)
				{
					if (w->lags.choice[ahead].lag != fitted)
						fit_lag(w, w->lags.choice[ahead].lag);
					fitted = w->lags.choice[ahead].lag;
					judge(w, origin, ahead, &records[ahead - 1]);
				}
	}
}

static double
root_mean(double sum, int64_t n)
{
	return n > 0 ? sqrt(sum / n) : NAN;
}

/* Sums into means. */
static void
close_record(const Work *w, int32_t ahead, NpsForecastRecord *record)
{
	const double *sum = w->sum + 3 * ahead;

	record->rmse = root_mean(sum[0], record->forecasts);
	record->rmse_no_change = root_mean(sum[1], record->forecasts);
	record->rmse_without_x = root_mean(sum[2], record->forecasts);
}

/*
 * The error to expect, and low .. high from it.  A unit without a record of its own has
 * that of all units: of one typical error alone, t would say next to nothing.
 */
static void
set_limits(const Work *w, const NpsForecastRecord *record, double typical, NpsForecast *f)
{
	const NpsForecastErrors *errors = errors_at(w, f->ahead, f->unit);
	double		df = (double) record->forecasts - 1,
				half;

	f->unit_rmse = record->rmse;
	if (errors->n > 0)
	{
		f->unit_rmse = sqrt(nps_forecast_unit_mean_square(errors, typical));
		df = fmin(df, nps_forecast_unit_df(errors));
	}
	if (record->forecasts < NPS_FORECAST_FEWEST)
		return;
	half = f->unit_rmse * nps_t_quantile(.5 + w->plan->level / 2, df);
	f->low = f->expected - half;
	f->high = f->expected + half;
}

/*
 * Forecasts 1 .. horizon periods after the last period with any y of a prepared
 * panel, for every unit: panel->units x horizon of them, by unit and ahead; returns
 * that number, or 0 where the panel has no y.  Values are in the units of y;
 * what cannot be known is NaN, and `reason` says why nothing is expected; low and
 * high are NaN with fewer than NPS_FORECAST_FEWEST forecasts of the past, of all units.
 * records: one for each ahead, from 1.  workspace: nps_forecast_workspace() bytes.
 */
size_t
nps_forecast(const NpsPanel *panel, const NpsForecastPlan *plan, void *workspace,
			 NpsForecast *forecasts, NpsForecastRecord *records)
{
	Work		w;
	int64_t		last;
	int32_t		fitted = 0,
				ahead,
				unit;

	lay_out(&w, panel, plan, workspace);
	memset(records, 0, sizeof(*records) * plan->horizon);
	if (w.y_periods == 0)
		return 0;
	look_at_past(&w, records);
	last = w.y_period[w.y_periods - 1];
	nps_forecast_lags_choose(&w.lags, last);
	for (ahead = 1; ahead <= plan->horizon; ahead++)
	{
		double		typical = nps_forecast_typical(errors_at(&w, ahead, 0), panel->units);

		close_record(&w, ahead, &records[ahead - 1]);
		if (w.lags.choice[ahead].lag != fitted && w.lags.choice[ahead].lag > 0)
			fit_lag(&w, w.lags.choice[ahead].lag);
		fitted = w.lags.choice[ahead].lag;
		for (unit = 0; unit < panel->units; unit++)
		{
			NpsForecast *f = &forecasts[(size_t) unit * plan->horizon + ahead - 1];
			double		without_x;

			forecast(&w, unit, last, ahead, f, &without_x);
			set_limits(&w, &records[ahead - 1], typical, f);
		}
	}
	return (size_t) panel->units * plan->horizon;
}
