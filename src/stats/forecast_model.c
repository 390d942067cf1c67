/*
 * forecast_model.c
 *		Levels of units, effects of periods and a slope, fitted to the pairs of one
 *		lag.
 *
 * At lag L: y(u, t) = level of u + effect of t + b x(u, t - L) + rest, by least
 * squares over the pairs (lag_pairs.c); each stretch between breaks has its own
 * level.  For a later period,
 *
 *		expected = level of u + effect of the last period + b x
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
 */
#include <math.h>
#include <stdbool.h>

#include "stats/forecast_model.h"
#include "stats/workspace.h"

#define CARRY_ROUNDS	20
#define MOST_CARRY		.99
#define MOST_SHARE		.9		/* of a variance, that a mean can take along */

/* Bytes of workspace for the arrays of a model. */
size_t
nps_forecast_model_workspace(const NpsPanel *panel)
{
	return 2 * nps_part(sizeof(double), panel->stretches) + nps_part(sizeof(int64_t), panel->stretches);
}

/* The arrays of a model, out of a workspace. */
void
nps_forecast_model_lay_out(NpsForecastModel *model, const NpsPanel *panel, char **next)
{
	model->level = nps_carve(next, sizeof(double), panel->stretches);
	model->rest = nps_carve(next, sizeof(double), panel->stretches);
	model->rest_period = nps_carve(next, sizeof(int64_t), panel->stretches);
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
part_effects(const NpsLagPairs *p, double *period_effect, NpsForecastModel *model)
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

/*
 * Fit the model to the pairs of a lag, stretch and period means out of them; slope
 * is theirs, or 0 to leave x out.  period_effect: scratch, a number for each period.
 */
void
nps_forecast_model_fit(NpsForecastModel *model, const NpsLagPairs *p, double slope,
					   double *period_effect)
{
	int32_t		s;
	size_t		i;

	model->slope = slope;
	model->carry = carry_of(p, slope);
	part_effects(p, period_effect, model);
	for (s = 0; s < p->stretches; s++)
		model->rest[s] = NAN;
	for (i = 0; i < p->n; i++)	/* the last pair of a stretch stays */
	{
		model->rest[p->stretch[i]] = left_of(p, i, slope);
		model->rest_period[p->stretch[i]] = p->y_cell[i]->period;
	}
}

/* The y of a stretch to be expected in a period, with that x; NaN where unknown. */
double
nps_forecast_model_value(const NpsForecastModel *model, int32_t stretch, double x, int64_t period)
{
	double		age = (double) (period - model->rest_period[stretch]);

	return model->level[stretch] + model->slope * x + pow(model->carry, age) * model->rest[stretch];
}
