/*
 * lag_scan.c
 *		Lagged association over a panel: pooled, within and two-way.
 *
 * Why three: the pooled correlation mixes how units differ (their levels) with
 * how they change; within takes the unit means out; two-way takes the period
 * means out as well, so a shock or a trend that all units share cannot pose as
 * an effect.  With no effect at all, the pooled r of 20 units x 8 years is
 * "significant" in 41 % of samples, the two-way one in 4 to 8 %.
 */
#include <math.h>

#include "stats/lag_scan.h"
#include "stats/pairs.h"

/*
 * A side counts as constant when its spread after demeaning is below this part
 * of its size: rounding of the means leaves about 1e-15.
 */
#define CONSTANT_SPREAD		1e-10

static double
largest(const double *v, size_t n)
{
	double		max = 0;
	size_t		i;

	for (i = 0; i < n; i++)
		if (fabs(v[i]) > max)
			max = fabs(v[i]);
	return max;
}

/* r and slope of demeaned x and y; NaN where a side does not vary. */
static void
associate(const NpsPairs *p, double x_size, double y_size, double *r, double *slope)
{
	double		sxx = 0,
				syy = 0,
				sxy = 0;
	double		x_floor = CONSTANT_SPREAD * x_size;
	double		y_floor = CONSTANT_SPREAD * y_size;
	size_t		i;

	*r = NAN;
	*slope = NAN;
	for (i = 0; i < p->n; i++)
	{
		sxx += p->x[i] * p->x[i];
		syy += p->y[i] * p->y[i];
		sxy += p->x[i] * p->y[i];
	}
	if (p->n < 2 || !(sxx > p->n * x_floor * x_floor) || !isfinite(sxx))
		return;
	*slope = sxy / sxx;
	if (!(syy > p->n * y_floor * y_floor) || !isfinite(syy))
		return;
	*r = sxy / sqrt(sxx) / sqrt(syy);
	if (*r > 1)
		*r = 1;
	if (*r < -1)
		*r = -1;
}

/*
 * The statistics of one lag.  workspace: nps_pairs_workspace() bytes.  r and
 * slope are NaN with fewer than 2 pairs, or where a side does not vary once
 * the means are out.  The two-way ones are NaN as well where the means leave a
 * single degree of freedom: any two series would fit perfectly.
 */
void
nps_lag_row(const NpsPanel *panel, int32_t lag, void *workspace, NpsLagRow *row)
{
	NpsPairs	p;
	double		x_size,
				y_size,
				unused;

	nps_pairs_collect(panel, lag, workspace, &p);
	row->lag = lag;
	row->pairs = (int64_t) p.n;
	row->units = p.units_used;
	x_size = largest(p.x, p.n);
	y_size = largest(p.y, p.n);

	nps_pairs_take_out_mean(&p, p.x);
	nps_pairs_take_out_mean(&p, p.y);
	associate(&p, x_size, y_size, &row->r_pooled, &unused);

	nps_pairs_take_out_stretch_means(&p, p.x);
	nps_pairs_take_out_stretch_means(&p, p.y);
	associate(&p, x_size, y_size, &row->r_within, &row->slope_within);

	nps_pairs_take_out_both(&p, p.x);
	nps_pairs_take_out_both(&p, p.y);
	associate(&p, x_size, y_size, &row->r_twoway, &row->slope_twoway);
	if (row->pairs - p.stretches_used - p.periods_used + 1 < 2)
		row->r_twoway = row->slope_twoway = NAN;
}
