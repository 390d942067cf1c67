/*
 * forecast.c
 *		What y is to be expected, from x that has been seen already.
 *
 * At one lag L: y(u, t) = level of u + effect of t + b x(u, t - L) + rest, by least
 * squares over the pairs (lag_pairs.c); each stretch between breaks has its own level.
 * For period T + h, L >= h,
 *
 *		expected = level of u + effect of the last period + b x(u, T + h - L)
 *			+ carry^age x the last rest of u,
 *
 * so: nothing that all units share changes any more.  The last period is the last
 * that has half as many pairs as any other: the few units that report early
 * cannot speak for all.  age: periods from the pair that left the rest.
 *
 * Why the rest is carried: with carry = 0 a unit that wanders is expected back at its
 * mean at once, with carry = 1 the error of its last y is taken for lasting.  Errors
 * two periods ahead, those of "no change" being 100 (40 simulated panels each of
 * 20 units x 8, and x 32 periods; b = .3 and sampling error 5; random walks with
 * neither):
 *
 *		rest is			AR .5		AR .75		random walk
 *		carry 0			82, 79		87, 90		132, 224
 *		carry 1			98, 96		96, 95		102, 103
 *		estimated		85, 78		90, 85		102, 103
 *
 * Estimated it is: it gains where there is something to gain, and loses next to
 * nothing on random walks, of which no forecast is better than the last value.
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
#include <stdbool.h>
#include <string.h>

#include "stats/dist.h"
#include "stats/forecast.h"
#include "stats/forecast_error.h"
#include "stats/lag_fit.h"
#include "stats/workspace.h"

#define MOST_TARGETS	24		/* periods of the record */
#define CARRY_ROUNDS	20
#define MOST_CARRY		.99
#define MOST_SHARE		.9		/* of a variance, that a mean can take along */

/* y = level of the stretch + effect of the period + slope x, fitted at one lag. */
typedef struct Model
{
	double		slope;
	double		carry;			/* part of what is left of y that stays for a period */
	double	   *level;			/* by stretch, at the last period; NaN: unknown */
	double	   *rest;			/* by stretch: the last that is left of y; NaN: no pairs */
	int64_t    *rest_period;
} Model;

/* The lag chosen for one ahead. */
typedef struct Choice
{
	int32_t		lag;			/* 0: none */
	bool		seen;			/* some unit has x at that lag */
	double		t;
} Choice;

/* All that lives in the workspace. */
typedef struct Work
{
	const NpsPanel *panel;
	const NpsForecastPlan *plan;
	NpsPanel	seen;			/* what was known at an origin */
	int64_t		span;			/* periods from the first of these to the last: no lag is longer */
	size_t	   *first;			/* by unit: its cells in the panel; units + 1 */
	double	   *period_effect;
	int64_t    *y_period;		/* periods with any y, in order */
	int64_t		y_periods;
	int64_t    *x_period;		/* with any x */
	int64_t		x_periods;
	Choice	   *choice;			/* by ahead, from 1 */
	int32_t		best_lag;		/* with the largest |t| of all; 0: none */
	bool		paired;			/* some lag has a pair */
	double	   *sum;			/* by ahead, from 1, three each: sums of squared errors */
	NpsForecastErrors *errors;	/* by ahead, from 1, and unit */
	void	   *pairs;			/* workspace of lag_pairs.c */
	Model		with_x;
	Model		without_x;
} Work;

/* Bytes of workspace for nps_forecast(). */
size_t
nps_forecast_workspace(const NpsPanel *panel, int32_t horizon)
{
	return nps_part(sizeof(NpsCell), panel->n) + nps_part(sizeof(size_t), (size_t) panel->units + 1) +
		nps_part(sizeof(double) + 2 * sizeof(int64_t), panel->periods) +
		nps_part(sizeof(Choice) + 3 * sizeof(double), (size_t) horizon + 1) +
		nps_part(sizeof(NpsForecastErrors), (size_t) panel->units * horizon) +
		nps_part(2 * (2 * sizeof(double) + sizeof(int64_t)), panel->stretches) +
		nps_lag_pairs_workspace(panel);
}

static void
lay_out_model(Model *model, const NpsPanel *panel, char **next)
{
	model->level = nps_carve(next, sizeof(double), panel->stretches);
	model->rest = nps_carve(next, sizeof(double), panel->stretches);
	model->rest_period = nps_carve(next, sizeof(int64_t), panel->stretches);
}

static void
lay_out(Work *w, const NpsPanel *panel, const NpsForecastPlan *plan, char *next)
{
	size_t		ahead = (size_t) plan->horizon + 1;

	w->panel = panel;
	w->plan = plan;
	w->seen = *panel;
	w->seen.cells = nps_carve(&next, sizeof(NpsCell), panel->n);
	w->first = nps_carve(&next, sizeof(size_t), (size_t) panel->units + 1);
	w->period_effect = nps_carve(&next, sizeof(double), panel->periods);
	w->y_period = nps_carve(&next, sizeof(int64_t), panel->periods);
	w->x_period = nps_carve(&next, sizeof(int64_t), panel->periods);
	w->choice = nps_carve(&next, sizeof(Choice), ahead);
	w->sum = nps_carve(&next, sizeof(double), 3 * ahead);
	w->errors = nps_carve(&next, sizeof(NpsForecastErrors), (size_t) panel->units * plan->horizon);
	lay_out_model(&w->with_x, panel, &next);
	lay_out_model(&w->without_x, panel, &next);
	w->pairs = next;
}

/* Of periods by rank, move those that are set to the front; returns how many. */
static int64_t
gather(int64_t *period, int32_t n)
{
	int64_t		kept = 0;
	int32_t		t;

	for (t = 0; t < n; t++)
		if (period[t] != INT64_MAX)
			period[kept++] = period[t];
	return kept;
}

/* Where the cells of each unit begin, and which periods have any y or x. */
static void
index_panel(Work *w)
{
	const NpsPanel *panel = w->panel;
	int32_t		unit = 0,
				t;
	size_t		i;

	for (t = 0; t < panel->periods; t++)
		w->y_period[t] = w->x_period[t] = INT64_MAX;
	for (i = 0; i < panel->n; i++)
	{
		const NpsCell *cell = &panel->cells[i];

		while (unit <= cell->unit)
			w->first[unit++] = i;
		if (!isnan(cell->y))
			w->y_period[cell->period_rank] = cell->period;
		if (!isnan(cell->x))
			w->x_period[cell->period_rank] = cell->period;
	}
	while (unit <= panel->units)
		w->first[unit++] = panel->n;
	w->y_periods = gather(w->y_period, panel->periods);
	w->x_periods = gather(w->x_period, panel->periods);
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

/* What was known at the end of a period: w->seen keeps the numbering of the panel. */
static void
look_back(Work *w, int64_t origin)
{
	int64_t		first = origin;
	size_t		i;

	w->seen.n = 0;
	for (i = 0; i < w->panel->n; i++)
	{
		if (w->panel->cells[i].period > origin)
			continue;
		w->seen.cells[w->seen.n++] = w->panel->cells[i];
		if (w->panel->cells[i].period < first)
			first = w->panel->cells[i].period;
	}
	w->span = origin - first;
}

/*
 * The pairs of a lag, stretch and period means out of p->x and p->y; the slope, and
 * the size of its classic t.  False where the means leave no degree of freedom for
 * the error, or nothing of x.
 */
static bool
fit_slope(Work *w, int32_t lag, NpsLagPairs *p, double *slope, double *t)
{
	NpsLagFit	fit;

	nps_lag_pairs_collect(&w->seen, lag, w->pairs, p);
	w->paired |= p->n > 0;
	nps_lag_fit_pooled(p, &fit);
	nps_lag_fit_twoway(p, true, &fit);
	*slope = isnan(fit.t) ? 0 : fit.a.slope;	/* of a constant y: rounding */
	*t = isnan(fit.t) ? 0 : fabs(fit.t);
	return !isnan(fit.a.slope);
}

/* What the model leaves of y of a pair. */
static double
left_of(const NpsLagPairs *p, size_t i, double slope)
{
	return p->y[i] - slope * p->x[i];
}

/* The effects of its stretch and of its period, together. */
static double
effects_of(const NpsLagPairs *p, size_t i, double slope)
{
	return p->y_cell[i]->y - slope * p->x_cell[i]->x - left_of(p, i, slope);
}

/*
 * Part stretch effects from period effects, counted from the last period (see
 * above): from there along the pairs, which each hold one of both.  What no chain
 * of pairs reaches stays NaN.
 */
static void
part_effects(const NpsLagPairs *p, double *period_effect, Model *model)
{
	double		most = 0;
	int32_t		last = 0,
				t,
				s;
	size_t		i,
				j;
	bool		moved = true,
				back = true;

	for (s = 0; s < p->stretches; s++)
		model->level[s] = NAN;
	for (t = 0; t < p->periods; t++)
	{
		period_effect[t] = NAN;
		most = fmax(most, p->period_n[t]);
	}
	for (t = 0; t < p->periods; t++)
		if (p->period_n[t] >= most / 2)
			last = t;
	period_effect[last] = 0;
	for (; moved; back = !back)
	{
		if (p->progress != NULL)
			p->progress();
		moved = false;
		for (j = 0; j < p->n; j++)
		{
			double	   *level,
					   *effect;

			i = back ? p->n - 1 - j : j;
			level = &model->level[p->stretch[i]];
			effect = &period_effect[p->period[i]];
			if (isnan(*level) == isnan(*effect))
				continue;
			if (isnan(*level))
				*level = effects_of(p, i, model->slope) - *effect;
			else
				*effect = effects_of(p, i, model->slope) - *level;
			moved = true;
		}
	}
}

/*
 * The autocorrelation of the rest over one period, pooled; within 0 .. .99.
 *
 * As means are taken out of stretches of m pairs, the variance of a mean is missing
 * from the products as well as from the squares: the share (1 + a) / ((1 - a) m)
 * of the variance, for AR(1) with autocorrelation a (Bartlett 1946).  So a is
 * solved for, from below.  0 where no pairs are neighbours.
 */
static double
carry_of(const NpsLagPairs *p, double slope)
{
	double		squares = 0,
				products = 0,
				neighbours = 0,
				length,
				carry,
				r;
	size_t		i;
	int			round;

	for (i = 0; i < p->n; i++)
	{
		squares += left_of(p, i, slope) * left_of(p, i, slope);
		if (i == 0 || p->stretch[i] != p->stretch[i - 1] ||
			(int64_t) p->y_cell[i - 1]->period + 1 != p->y_cell[i]->period)
			continue;
		products += left_of(p, i, slope) * left_of(p, i - 1, slope);
		neighbours++;
	}
	if (neighbours == 0 || !(squares > 0))
		return 0;
	r = products / neighbours / (squares / p->n);
	length = (double) p->n / p->stretches_used;
	carry = fmin(MOST_CARRY, r);
	for (round = 0; round < CARRY_ROUNDS; round++)
	{
		double		share = fmin(MOST_SHARE, (1 + carry) / (1 - carry) / length);

		carry = fmin(MOST_CARRY, r * (1 - share) + share);
	}
	return fmax(0, carry);
}

static void
fit_model(Work *w, const NpsLagPairs *p, double slope, Model *model)
{
	int32_t		s;
	size_t		i;

	model->slope = slope;
	model->carry = carry_of(p, slope);
	part_effects(p, w->period_effect, model);
	for (s = 0; s < p->stretches; s++)
		model->rest[s] = NAN;
	for (i = 0; i < p->n; i++)	/* the last pair of a stretch stays */
	{
		model->rest[p->stretch[i]] = left_of(p, i, slope);
		model->rest_period[p->stretch[i]] = p->y_cell[i]->period;
	}
}

static bool
any_x(const Work *w, int64_t period)
{
	int64_t		low = 0,
				high = w->x_periods;

	while (low < high)
	{
		int64_t		middle = low + (high - low) / 2;

		if (w->x_period[middle] < period)
			low = middle + 1;
		else
			high = middle;
	}
	return low < w->x_periods && w->x_period[low] == period;
}

/* Whether this lag, shorter than those before it, is to be taken. */
static bool
better(const Choice *choice, bool seen, double t)
{
	if (choice->lag == 0 || seen != choice->seen)
		return choice->lag == 0 || seen;
	return t >= choice->t;
}

/*
 * The lag for each ahead from an origin, into w->choice: the one asked for, or
 * that with the largest |t| of those from ahead to max_lag, the shortest if several
 * have it.  Lags at which some unit has x go first: where x comes once a year, a
 * quarter ahead has other lags than the next.  Also the best of all lags, which may be
 * too short for an ahead, or have no x yet.
 */
static void
choose_lags(Work *w, int64_t origin)
{
	const NpsForecastPlan *plan = w->plan;
	int64_t		from = plan->lag > 0 ? plan->lag : 1;
	int64_t		to = plan->lag > 0 ? plan->lag : plan->max_lag;
	double		best_t = 0;
	int64_t		lag,
				ahead;

	w->best_lag = 0;
	w->paired = false;
	memset(w->choice, 0, sizeof(Choice) * ((size_t) plan->horizon + 1));
	if (to > w->span)
		to = w->span;
	for (lag = to; lag >= from; lag--)
	{
		NpsLagPairs	p;
		double		slope,
					t;

		if (w->panel->progress != NULL)
			w->panel->progress();
		if (!fit_slope(w, (int32_t) lag, &p, &slope, &t))
			continue;
		if (t > 0 && t >= best_t)
		{
			best_t = t;
			w->best_lag = (int32_t) lag;
		}
		for (ahead = 1; ahead <= plan->horizon && ahead <= lag; ahead++)
		{
			bool		seen = any_x(w, origin + ahead - lag);

			if (better(&w->choice[ahead], seen, t))
				w->choice[ahead] = (Choice) {.lag = (int32_t) lag, .seen = seen, .t = t};
		}
	}
}

/* Fit both models at a lag that choose_lags() has found good. */
static void
fit_lag(Work *w, int32_t lag)
{
	NpsLagPairs	p;
	double		slope,
				t;

	if (!fit_slope(w, lag, &p, &slope, &t))
		return;
	fit_model(w, &p, slope, &w->with_x);
	fit_model(w, &p, 0, &w->without_x);
}

static double
model_value(const Model *model, int32_t stretch, double x, int64_t period)
{
	double		age = (double) (period - model->rest_period[stretch]);

	return model->level[stretch] + model->slope * x + pow(model->carry, age) * model->rest[stretch];
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

/* One forecast from an origin, w's models being those of the lag chosen for it. */
static void
forecast(const Work *w, int32_t unit, int64_t origin, int32_t ahead, NpsForecast *f, double *without_x)
{
	const NpsCell *stand;
	const NpsCell *x;

	f->unit = unit;
	f->ahead = ahead;
	f->period = origin + ahead;
	f->lag = w->choice[ahead].lag;
	f->best_lag = w->best_lag;
	f->x_seen = f->y_last = f->expected = f->low = f->high = f->unit_rmse = *without_x = NAN;
	stand = last_cell(w, unit, f->period);
	if (stand != NULL)
		f->y_last = last_y(w, unit, stand->stretch, origin);
	f->reason = w->paired ? NPS_FORECAST_NO_SLOPE : NPS_FORECAST_NO_PAIRS;
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
		f->expected = model_value(&w->with_x, stand->stretch, f->x_seen, f->period);
		*without_x = model_value(&w->without_x, stand->stretch, f->x_seen, f->period);
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

		look_back(w, origin);
		choose_lags(w, origin);
		for (ahead = 1; ahead <= w->plan->horizon; ahead++)
			for (i = w->y_periods - targets; i < w->y_periods; i++)
				if (w->y_period[i] == origin + ahead && w->choice[ahead].lag > 0)
				{
					if (w->choice[ahead].lag != fitted)
						fit_lag(w, w->choice[ahead].lag);
					fitted = w->choice[ahead].lag;
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
	index_panel(&w);
	memset(records, 0, sizeof(*records) * plan->horizon);
	memset(w.sum, 0, 3 * sizeof(double) * ((size_t) plan->horizon + 1));
	memset(w.errors, 0, sizeof(NpsForecastErrors) * panel->units * plan->horizon);
	if (w.y_periods == 0)
		return 0;
	look_at_past(&w, records);
	last = w.y_period[w.y_periods - 1];
	look_back(&w, last);
	choose_lags(&w, last);
	for (ahead = 1; ahead <= plan->horizon; ahead++)
	{
		double		typical = nps_forecast_typical(errors_at(&w, ahead, 0), panel->units);

		close_record(&w, ahead, &records[ahead - 1]);
		if (w.choice[ahead].lag != fitted && w.choice[ahead].lag > 0)
			fit_lag(&w, w.choice[ahead].lag);
		fitted = w.choice[ahead].lag;
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
