/*
 * lag_fit.c
 *		Least squares over the pairs of one lag, means taken out.
 *
 * What the lag scan, the search and the forecast share.  "Two-way" is of what is
 * left of x and y once the means are out: of units and of periods for levels (of a
 * unit with breaks: a mean for each stretch), of periods for differences, which
 * have lost the units' levels already.
 */
#include <math.h>

#include "stats/lag_fit.h"

/*
 * First step: the overall means out of p->x and p->y, fit->a all pairs together.
 * r is NaN with fewer than 2 pairs, or where a side does not vary.
 */
void
nps_lag_fit_pooled(NpsLagPairs *p, NpsLagFit *fit)
{
	fit->reason = NPS_LAG_KNOWN;
	fit->df = fit->t = fit->reliability_x = fit->reliability_y = NAN;
	nps_lag_pairs_take_out_mean(p, p->x);
	nps_lag_pairs_take_out_mean(p, p->y);
	nps_associate(p->x, p->y, p->n, p->x_size, p->y_size, &fit->a);
	nps_lag_because(&fit->reason, p->n == 0, NPS_LAG_NO_PAIRS);
	nps_lag_because(&fit->reason, !fit->a.in_range, NPS_LAG_OUT_OF_RANGE);
	nps_lag_because(&fit->reason, p->n > 1 && !fit->a.x_varies, NPS_LAG_X_CONSTANT);
	nps_lag_because(&fit->reason, p->n > 1 && !fit->a.y_varies, NPS_LAG_Y_CONSTANT);
	nps_lag_because(&fit->reason, p->units_used == 1, NPS_LAG_ONE_UNIT);
}

/*
 * The part of a side's variance that is not sampling noise: 1 - mean(se^2) /
 * variance (Spearman 1904).  The variance is of what was correlated, with the
 * degrees of freedom left as its divisor: taking out means takes the same share
 * of the noise.  Can be negative: more noise than there is variance.  NaN if any
 * standard error is unknown.  Of differences, neighbours share an error (with
 * opposite signs), which this does not count.
 */
static double
reliability(const NpsLagPairs *p, bool of_x, double squares, double left)
{
	double		noise = 0;
	size_t		i;

	for (i = 0; i < p->n; i++)
	{
		double		se = of_x ? p->x_cell[i]->x_se : p->y_cell[i]->y_se;

		noise += se * se;
	}
	return 1 - noise / (double) p->n / (squares / left);
}

/*
 * After nps_lag_fit_pooled(): stretch and period means out of p->x and p->y of
 * levels, once pairs that are alone in their stretch are dropped; else period means.
 * r and slope are NaN where a side does not vary then, or where a single degree of
 * freedom is left: any two series would fit perfectly.  df is a lower bound where
 * the panel falls apart into parts that share neither unit nor period.
 */
void
nps_lag_fit_twoway(NpsLagPairs *p, bool levels, NpsLagFit *fit)
{
	NpsAssociation *a = &fit->a;
	double		left;			/* pairs' worth that the means leave */

	if (levels)
		nps_lag_pairs_drop_single(p);
	left = (double) p->n - (levels ? p->stretches_used - 1 : 0) - p->periods_used;
	nps_lag_because(&fit->reason, left < 2, NPS_LAG_FEW_PAIRS);
	a->r = a->slope = NAN;
	if (left < 2)
		return;
	nps_lag_pairs_take_out_twoway(p, levels, p->x);
	nps_lag_pairs_take_out_twoway(p, levels, p->y);
	nps_associate(p->x, p->y, p->n, p->x_size, p->y_size, a);
	if (a->x_varies)
		fit->reliability_x = reliability(p, true, a->xx, left);
	if (a->y_varies)
		fit->reliability_y = reliability(p, false, a->yy, left);
	nps_lag_because(&fit->reason, !a->in_range, NPS_LAG_OUT_OF_RANGE);
	nps_lag_because(&fit->reason, !a->x_varies, NPS_LAG_X_CONSTANT_TWOWAY);
	nps_lag_because(&fit->reason, !a->y_varies, NPS_LAG_Y_CONSTANT_TWOWAY);
	if (isnan(a->r))
		return;
	fit->df = left - 1;
	fit->t = nps_correlation_t(a->r, fit->df);
}
