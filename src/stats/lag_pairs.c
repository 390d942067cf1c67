/*
 * lag_pairs.c
 *		The pairs of one lag of a panel, and the means taken out of them.
 *
 * Two-way with gaps is not x - unit mean - period mean + mean: that holds for
 * balanced panels only.  Taking out both sets of means is the least-squares
 * projection on unit and period dummies (Wooldridge 2010, ch. 10); here the
 * units are swept out exactly and the period effects are solved for by
 * conjugate gradients, which reach alternating demeaning's limit in at most
 * as many steps as there are periods, also where alternating itself crawls
 * (rotating panels), and which take no harm from disconnected panels.
 *
 * Where a unit has a break, each stretch between breaks has its own mean.
 */
#include <math.h>
#include <string.h>

#include "stats/correlate.h"
#include "stats/lag_pairs.h"
#include "stats/workspace.h"

/* Squares of relative sizes: period effects are out; a direction is rounding. */
#define SOLVED				1e-28
#define FLAT				1e-11

/* Bytes of workspace that nps_lag_pairs_collect() needs for this panel: whole doubles. */
size_t
nps_lag_pairs_workspace(const NpsPanel *panel)
{
	return nps_part(sizeof(double), 2 * panel->n + 2 * (size_t) panel->stretches + 5 * (size_t) panel->periods) +
		nps_part(sizeof(NpsCell *), 2 * panel->n) + nps_part(sizeof(int32_t), 3 * panel->n);
}

static void
lay_out(const NpsPanel *panel, void *workspace, NpsLagPairs *p)
{
	double	   *next = workspace;

	memset(p, 0, sizeof(*p));
	p->units = panel->units;
	p->stretches = panel->stretches;
	p->periods = panel->periods;
	p->progress = panel->progress;
	p->x = next;
	p->y = next += panel->n;
	p->stretch_n = next += panel->n;
	p->stretch_sum = next += panel->stretches;
	p->period_n = next += panel->stretches;
	p->effect = next += panel->periods;
	p->residual = next += panel->periods;
	p->direction = next += panel->periods;
	p->image = next += panel->periods;
	p->x_cell = (const NpsCell **) (next + panel->periods);
	p->y_cell = p->x_cell + panel->n;
	p->unit = (int32_t *) (p->y_cell + panel->n);
	p->stretch = p->unit + panel->n;
	p->period = p->stretch + panel->n;
}

static void
add_pair(NpsLagPairs *p, const NpsCell *x, const NpsCell *y)
{
	p->x[p->n] = x->x;
	p->y[p->n] = y->y;
	p->x_cell[p->n] = x;
	p->y_cell[p->n] = y;
	p->unit[p->n] = y->unit;
	p->stretch[p->n] = y->stretch;
	p->period[p->n] = y->period_rank;
	p->n++;
}

/* Pairs by stretch and by period; pairs are in order of unit and period. */
static void
count_groups(NpsLagPairs *p)
{
	size_t		i;
	int32_t		g;

	memset(p->stretch_n, 0, sizeof(double) * p->stretches);
	memset(p->period_n, 0, sizeof(double) * p->periods);
	p->units_used = p->stretches_used = p->periods_used = 0;
	for (i = 0; i < p->n; i++)
	{
		p->stretch_n[p->stretch[i]]++;
		p->period_n[p->period[i]]++;
		p->units_used += i == 0 || p->unit[i] != p->unit[i - 1];
	}
	for (g = 0; g < p->stretches; g++)
		p->stretches_used += p->stretch_n[g] > 0;
	for (g = 0; g < p->periods; g++)
		p->periods_used += p->period_n[g] > 0;
}

/*
 * Pair x(unit, period - lag) with y(unit, period) of a prepared panel, stretch by
 * stretch.  workspace: nps_lag_pairs_workspace() bytes, aligned for double; the pairs
 * point into it and into the panel.
 */
void
nps_lag_pairs_collect(const NpsPanel *panel, int32_t lag, void *workspace, NpsLagPairs *pairs)
{
	size_t		i = 0,
				j = 0;

	lay_out(panel, workspace, pairs);
	while (i < panel->n && j < panel->n)
	{
		const NpsCell *x = &panel->cells[i];
		const NpsCell *y = &panel->cells[j];
		int64_t		due = (int64_t) x->period + lag;

		if (x->unit < y->unit || (x->unit == y->unit && due < y->period))
			i++;
		else if (y->unit < x->unit || y->period < due)
			j++;
		else
		{
			if (x->stretch == y->stretch && !isnan(x->x) && !isnan(y->y))
				add_pair(pairs, x, y);
			i++;
			j++;
		}
	}
	pairs->x_size = nps_largest(pairs->x, pairs->n);
	pairs->y_size = nps_largest(pairs->y, pairs->n);
	count_groups(pairs);
}

/*
 * Leave out pairs that are alone in their stretch: its mean takes them out
 * altogether, so they say nothing about change and must not count.
 */
void
nps_lag_pairs_drop_single(NpsLagPairs *p)
{
	size_t		i,
				kept = 0;

	for (i = 0; i < p->n; i++)
	{
		if (p->stretch_n[p->stretch[i]] < 2)
			continue;
		p->x[kept] = p->x[i];
		p->y[kept] = p->y[i];
		p->x_cell[kept] = p->x_cell[i];
		p->y_cell[kept] = p->y_cell[i];
		p->unit[kept] = p->unit[i];
		p->stretch[kept] = p->stretch[i];
		p->period[kept] = p->period[i];
		kept++;
	}
	p->n = kept;
	count_groups(p);
}

/* v[0 .. n - 1] belongs to the pairs: p->x, p->y or another array of that length. */
void
nps_lag_pairs_take_out_mean(const NpsLagPairs *p, double *v)
{
	double		sum = 0;
	size_t		i;

	for (i = 0; i < p->n; i++)
		sum += v[i];
	for (i = 0; i < p->n; i++)
		v[i] -= sum / p->n;
}

void
nps_lag_pairs_take_out_stretch_means(NpsLagPairs *p, double *v)
{
	size_t		i;

	memset(p->stretch_sum, 0, sizeof(double) * p->stretches);
	for (i = 0; i < p->n; i++)
		p->stretch_sum[p->stretch[i]] += v[i];
	for (i = 0; i < p->n; i++)
		v[i] -= p->stretch_sum[p->stretch[i]] / p->stretch_n[p->stretch[i]];
}

void
nps_lag_pairs_take_out_period_means(NpsLagPairs *p, double *v)
{
	size_t		i;

	memset(p->effect, 0, sizeof(double) * p->periods);
	for (i = 0; i < p->n; i++)
		p->effect[p->period[i]] += v[i];
	for (i = 0; i < p->n; i++)
		v[i] -= p->effect[p->period[i]] / p->period_n[p->period[i]];
}

/* image := D' M D direction, with D the period dummies and M the stretch sweep. */
static void
apply_normal_matrix(NpsLagPairs *p)
{
	size_t		i;
	int32_t		t;

	memset(p->stretch_sum, 0, sizeof(double) * p->stretches);
	for (i = 0; i < p->n; i++)
		p->stretch_sum[p->stretch[i]] += p->direction[p->period[i]];
	for (t = 0; t < p->periods; t++)
		p->image[t] = p->period_n[t] * p->direction[t];
	for (i = 0; i < p->n; i++)
		p->image[p->period[i]] -= p->stretch_sum[p->stretch[i]] / p->stretch_n[p->stretch[i]];
}

static double
dot(const double *a, const double *b, int32_t n)
{
	double		sum = 0;
	int32_t		t;

	for (t = 0; t < n; t++)
		sum += a[t] * b[t];
	return sum;
}

/*
 * Solve D' M D effect = D' v for the period effects, v having its stretch means
 * out.  The matrix is singular (a constant is an effect of stretches as well), which
 * does not matter as long as rounding is not taken for a direction: hence the
 * stop at `enough`, and where the curvature vanishes.
 */
static void
solve_period_effects(NpsLagPairs *p, double size, double enough)
{
	int32_t		t,
				step;

	memset(p->effect, 0, sizeof(double) * p->periods);
	memcpy(p->direction, p->residual, sizeof(double) * p->periods);
	for (step = 0; step < 2 * p->periods && size > enough; step++)
	{
		double		curvature,
					length,
					before = size;

		if (p->progress != NULL)
			p->progress();
		apply_normal_matrix(p);
		curvature = dot(p->direction, p->image, p->periods);
		if (!(curvature > FLAT * dot(p->direction, p->direction, p->periods)))
			break;
		length = size / curvature;
		for (t = 0; t < p->periods; t++)
		{
			p->effect[t] += length * p->direction[t];
			p->residual[t] -= length * p->image[t];
		}
		size = dot(p->residual, p->residual, p->periods);
		for (t = 0; t < p->periods; t++)
			p->direction[t] = p->residual[t] + size / before * p->direction[t];
	}
}

/*
 * Take stretch and period effects out of v.  The second round removes what
 * rounding left in the first one.
 */
void
nps_lag_pairs_take_out_both(NpsLagPairs *p, double *v)
{
	double		enough = 0;
	size_t		i;
	int			round;

	nps_lag_pairs_take_out_stretch_means(p, v);
	for (round = 0; round < 2; round++)
	{
		double		size;

		memset(p->residual, 0, sizeof(double) * p->periods);
		for (i = 0; i < p->n; i++)
			p->residual[p->period[i]] += v[i];
		size = dot(p->residual, p->residual, p->periods);
		if (round == 0)
			enough = size * SOLVED;
		solve_period_effects(p, size, enough);
		for (i = 0; i < p->n; i++)
			v[i] -= p->effect[p->period[i]];
		nps_lag_pairs_take_out_stretch_means(p, v);
	}
}

/* Stretch and period effects out of levels, period means out of differences. */
void
nps_lag_pairs_take_out_twoway(NpsLagPairs *p, bool levels, double *v)
{
	if (levels)
		nps_lag_pairs_take_out_both(p, v);
	else
		nps_lag_pairs_take_out_period_means(p, v);
}
