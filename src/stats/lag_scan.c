/*
 * lag_scan.c
 *		Lagged association over a panel: pooled, between, within and two-way.
 *
 * Why four: the pooled correlation mixes how units differ (their levels, the
 * between one) with how they change; within takes the unit means out; two-way
 * takes the period means out as well, so a shock or a trend that all units share
 * cannot pose as an effect.  With no effect at all, the pooled r of 20 units x 8
 * years is "significant" in 41 % of samples, the two-way one in 4 to 8 %.
 *
 * The p-value rests on a standard error clustered by unit, whatever the
 * autocorrelation within it.  A unit with breaks is one cluster: what parts its
 * levels does not make it two independent witnesses.
 */
#include <math.h>

#include "stats/dist.h"
#include "stats/lag_fit.h"
#include "stats/lag_scan.h"

/*
 * A clustered variance counts as 0 when its root is below this part of what the
 * size of x and y allows: with a perfect fit, or where the sums of all clusters
 * cancel out, rounding leaves about 1e-15.
 */
#define NO_RESIDUAL			1e-10

/* What the statistics of a lag share while they are made. */
typedef struct Work
{
	NpsLagPairs pairs;
	NpsLagFit	fit;
	void	   *ranks;			/* workspace of nps_spearman() */
	double		level;			/* of confidence */
} Work;

/* Bytes of workspace that nps_lag_row() needs for this panel. */
size_t
nps_lag_workspace(const NpsPanel *panel)
{
	return nps_lag_pairs_workspace(panel) + nps_spearman_workspace(panel->n);
}

static void
nothing_known(NpsLagRow *row)
{
	row->r_pooled = row->r_between = row->r_within = row->r_twoway = NAN;
	row->spearman = row->spearman_twoway = NAN;
	row->slope_within = row->slope_twoway = row->slope_se = NAN;
	row->low = row->high = row->p_value = row->t = row->df = NAN;
	row->reliability_x = row->reliability_y = row->r_corrected = NAN;
	row->reason = NPS_LAG_KNOWN;
}

/* Correlation of the means of units over the pairs of this lag. */
static double
between(const Work *w)
{
	const NpsLagPairs *p = &w->pairs;
	double	   *x = w->ranks;	/* room for two means a pair, and more */
	double	   *y = x + p->n;
	double		x_mean = 0,
				y_mean = 0;
	NpsAssociation a;
	size_t		units = 0,
				i,
				j;

	for (i = 0; i < p->n; i = j)
	{
		x[units] = y[units] = 0;
		for (j = i; j < p->n && p->unit[j] == p->unit[i]; j++)
		{
			x[units] += p->x[j];
			y[units] += p->y[j];
		}
		x[units] /= j - i;
		y[units] /= j - i;
		x_mean += x[units];
		y_mean += y[units++];
	}
	for (i = 0; i < units; i++)
	{
		x[i] -= x_mean / units;
		y[i] -= y_mean / units;
	}
	nps_associate(x, y, units, p->x_size, p->y_size, &a);
	return a.r;
}

/* What needs all pairs as they are; takes the overall means out. */
static void
pooled(Work *w, NpsLagRow *row)
{
	NpsLagPairs *p = &w->pairs;

	row->pairs = (int64_t) p->n;
	row->units = p->units_used;
	row->spearman = nps_spearman(p->x, p->y, p->n, p->x_size, p->y_size, w->ranks);
	row->r_between = between(w);
	nps_lag_fit_pooled(p, &w->fit);
	row->r_pooled = w->fit.a.r;
}

/* Take unit (stretch) means out; pairs that are alone in their stretch go. */
static void
within(Work *w, NpsLagRow *row)
{
	NpsLagPairs *p = &w->pairs;
	NpsAssociation a;

	nps_lag_pairs_drop_single(p);
	row->within_pairs = (int64_t) p->n;
	row->within_stretches = p->stretches_used;
	nps_lag_pairs_take_out_stretch_means(p, p->x);
	nps_lag_pairs_take_out_stretch_means(p, p->y);
	nps_associate(p->x, p->y, p->n, p->x_size, p->y_size, &a);
	row->r_within = a.r;
	row->slope_within = a.slope;
}

/* Sum over units of the square of the unit's sum of x times residual. */
static double
clustered_sum(const NpsLagPairs *p, double slope)
{
	double		total = 0;
	size_t		i,
				j;

	for (i = 0; i < p->n; i = j)
	{
		double		score = 0;

		for (j = i; j < p->n && p->unit[j] == p->unit[i]; j++)
			score += p->x[j] * (p->y[j] - slope * p->x[j]);
		total += score * score;
	}
	return total;
}

/*
 * Standard error of the two-way slope clustered by unit, its p-value and limits
 * from t(G - 1) (Liang & Zeger 1986, Arellano 1987; the small-sample factor G/(G-1)
 * x (n-1)/(n-k), "CR1", with k the slope and the period effects, but not the unit
 * effects, which are nested in the clusters: Cameron & Miller 2015).  NaN with fewer
 * than 3 units (two always cancel out) or with one degree of freedom left, where all
 * residuals are one number times known weights.
 */
static void
slope_error(const Work *w, NpsLagRow *row)
{
	const NpsLagPairs *p = &w->pairs;
	const NpsAssociation *a = &w->fit.a;
	double		g = p->units_used;
	double		n = (double) p->n;
	double		k = 1 + p->periods_used;
	double		scores,
				floor,
				reach;

	nps_lag_because(&row->reason, g < NPS_LAG_ERROR_UNITS, NPS_LAG_FEW_UNITS);
	nps_lag_because(&row->reason, row->df < 2, NPS_LAG_FEW_FOR_ERROR);
	if (g < NPS_LAG_ERROR_UNITS || row->df < 2)
		return;
	scores = sqrt(clustered_sum(p, a->slope));
	floor = NO_RESIDUAL * sqrt(a->xx) * sqrt(n) * (p->y_size + fabs(a->slope) * p->x_size);
	nps_lag_because(&row->reason, !isfinite(scores), NPS_LAG_OUT_OF_RANGE);
	nps_lag_because(&row->reason, !(scores > floor), NPS_LAG_NO_RESIDUAL);
	if (!(scores > floor) || !isfinite(scores))
		return;
	row->slope_se = scores / a->xx * sqrt(g / (g - 1) * ((n - 1) / (n - k)));
	reach = nps_t_quantile(0.5 + w->level / 2, g - 1) * row->slope_se;
	row->low = a->slope - reach;
	row->high = a->slope + reach;
	row->p_value = 2 * nps_t_sf(fabs(a->slope) / row->slope_se, g - 1);
}

/* r / sqrt(reliabilities) (Spearman 1904), within -1 .. 1; NaN if one is low. */
static double
corrected(const NpsLagRow *row)
{
	if (!(row->reliability_x >= NPS_LEAST_RELIABILITY && row->reliability_y >= NPS_LEAST_RELIABILITY))
		return NAN;
	return fmax(-1, fmin(1, row->r_twoway / sqrt(row->reliability_x) / sqrt(row->reliability_y)));
}

/* The statistics of x and y once unit and period means are out. */
static void
twoway(Work *w, bool levels, NpsLagRow *row)
{
	NpsLagPairs *p = &w->pairs;
	const NpsLagFit *fit = &w->fit;

	nps_lag_fit_twoway(p, levels, &w->fit);
	row->reason = fit->reason;
	row->slope_twoway = fit->a.slope;
	row->r_twoway = fit->a.r;
	row->t = fit->t;
	row->df = fit->df;
	row->reliability_x = fit->reliability_x;
	row->reliability_y = fit->reliability_y;
	if (isnan(fit->a.r))
		return;
	row->spearman_twoway = nps_spearman(p->x, p->y, p->n, p->x_size, p->y_size, w->ranks);
	row->r_corrected = corrected(row);
	slope_error(w, row);
}

/*
 * The statistics of one lag of a prepared panel.  differences: it is one of
 * differences.  level: of confidence, between 0 and 1.  workspace:
 * nps_lag_workspace() bytes, aligned for double.
 *
 * r and slope are NaN with fewer than 2 pairs, or where a side does not vary once
 * the means are out.  The two-way ones are NaN as well where the means leave a
 * single degree of freedom: any two series would fit perfectly.
 */
void
nps_lag_row(const NpsPanel *panel, bool differences, int32_t lag, double level,
			void *workspace, NpsLagRow *row)
{
	Work		w = {.level = level};

	w.ranks = (char *) workspace + nps_lag_pairs_workspace(panel);
	row->lag = lag;
	nothing_known(row);
	nps_lag_pairs_collect(panel, lag, workspace, &w.pairs);
	pooled(&w, row);
	if (differences)
	{
		twoway(&w, false, row);
		nps_lag_pairs_collect(panel, lag, workspace, &w.pairs);	/* as they were */
		within(&w, row);
	}
	else
	{
		within(&w, row);
		twoway(&w, true, row);
	}
}

/*
 * Say nothing about a lag with fewer than min_units units or min_pairs pairs: what
 * few of them show is chance more often than not, and would be believed.
 */
void
nps_lag_row_hold_back(NpsLagRow *row, int64_t min_pairs, int32_t min_units)
{
	bool		few_units = row->units < min_units;

	if (row->pairs == 0 || (!few_units && row->pairs >= min_pairs))
		return;
	nothing_known(row);
	row->reason = few_units ? NPS_LAG_UNDER_MIN_UNITS : NPS_LAG_UNDER_MIN_PAIRS;
}
