/*
 * lag_unit.c
 *		Lagged correlation of the two series of one unit.
 *
 * Series that go up and down slowly repeat themselves, so n pairs are worth fewer
 * than n independent ones: of two random walks over 32 periods, the naive p is
 * below .05 in 52 % of samples.  The effective number of pairs (Pyper & Peterman
 * 1998) mends that for stationary series, not for trends: look at differences, too.
 *
 * A unit with a break has a mean for each stretch.  Each mean beyond the first
 * costs one of the pairs, naive and effective.
 */
#include <math.h>

#include "stats/correlate.h"
#include "stats/lag_pairs.h"
#include "stats/lag_unit.h"

#define FEWEST_FOR_N_EFF	5	/* pairs; below, no autocorrelation can be estimated */
#define FEWEST_FOR_LIMITS	3	/* pairs or n_eff: limits need more */

/* Bytes of workspace that nps_lag_unit_row() needs for this panel. */
size_t
nps_lag_unit_workspace(const NpsPanel *panel)
{
	return nps_lag_pairs_workspace(panel) + nps_spearman_workspace(panel->n);
}

/*
 * Product of the autocorrelations of x and y (means out, sums of squares xx, yy)
 * at distance j, times the number of pairs that are j periods apart.  An
 * autocorrelation is the mean product of those pairs over the variance; a gap
 * leaves fewer of them.
 */
static double
shared_memory(const NpsLagPairs *p, int64_t j, double xx, double yy)
{
	double		x_sum = 0,
				y_sum = 0,
				n = (double) p->n,
				m = 0;
	size_t		early = 0,
				late = 0;

	while (late < p->n)
	{
		int64_t		apart = (int64_t) p->y_cell[late]->period - p->y_cell[early]->period;

		if (apart > j)
			early++;
		else
		{
			if (apart == j && p->stretch[early] == p->stretch[late])
			{
				x_sum += p->x[early] * p->x[late];
				y_sum += p->y[early] * p->y[late];
				m++;
			}
			late++;
		}
	}
	return m > 0 ? m * (x_sum / m / (xx / n)) * (y_sum / m / (yy / n)) : 0;
}

/*
 * Effective number of pairs N*: 1/N* = 1/N + 2/N sum_j (m_j/N) r_x(j) r_y(j), j
 * from 1 to N/5 (Pyper & Peterman 1998, eq. 1, with m_j = N - j where there are
 * no gaps); at most N.
 */
static double
effective_pairs(const NpsLagPairs *p, double xx, double yy)
{
	double		n = (double) p->n;
	double		sum = 0,
				inverse;
	int64_t		j;

	for (j = 1; j <= (int64_t) p->n / 5; j++)
	{
		if (p->progress != NULL)
			p->progress();
		sum += shared_memory(p, j, xx, yy) / n;
	}
	inverse = 1 / n + 2 / n * sum;
	return inverse <= 1 / n ? n : 1 / inverse;
}

static void
nothing_known(NpsLagUnitRow *row)
{
	row->pearson = row->spearman = row->n_eff = NAN;
	row->p_naive = row->p_value = row->low = row->high = NAN;
}

static NpsLagReason
reason_of(const NpsLagUnitRow *row, const NpsAssociation *a, size_t used)
{
	if (row->pairs == 0)
		return NPS_LAG_NO_PAIRS;
	if (used < 2)
		return NPS_LAG_ONE_PAIR;
	if (!a->in_range)
		return NPS_LAG_OUT_OF_RANGE;
	if (!a->x_varies)
		return NPS_LAG_X_CONSTANT;
	if (!a->y_varies)
		return NPS_LAG_Y_CONSTANT;
	if (row->pairs < NPS_LAG_PROOF_PAIRS)
		return NPS_LAG_DESCRIPTIVE;
	if (fabs(row->pearson) >= 1)
		return NPS_LAG_PERFECT;
	if (!(row->n_eff > FEWEST_FOR_LIMITS))
		return NPS_LAG_DEPENDENT;
	return NPS_LAG_KNOWN;
}

/*
 * The statistics of one lag of a prepared panel with one unit, of levels or of
 * differences.  level: of confidence, between 0 and 1.  workspace:
 * nps_lag_unit_workspace() bytes, aligned for double.
 *
 * NaN: the correlations with fewer than 2 pairs or a constant side; n_eff with
 * fewer than 5 pairs; a p-value with 2 pairs (or n_eff) or fewer; limits with 3
 * or fewer.
 */
void
nps_lag_unit_row(const NpsPanel *panel, int32_t lag, double level, void *workspace,
				 NpsLagUnitRow *row)
{
	void	   *ranks = (char *) workspace + nps_lag_pairs_workspace(panel);
	NpsLagPairs	p;
	NpsAssociation a;
	double		lost;			/* means beyond the first */

	nps_lag_pairs_collect(panel, lag, workspace, &p);
	row->lag = lag;
	row->pairs = (int64_t) p.n;
	nothing_known(row);
	nps_lag_pairs_drop_single(&p);
	nps_lag_pairs_take_out_stretch_means(&p, p.x);
	nps_lag_pairs_take_out_stretch_means(&p, p.y);
	nps_associate(p.x, p.y, p.n, p.x_size, p.y_size, &a);
	row->pearson = a.r;
	if (!isnan(a.r))
	{
		lost = p.stretches_used - 1;
		row->spearman = nps_spearman(p.x, p.y, p.n, p.x_size, p.y_size, ranks);
		row->p_naive = nps_correlation_p(a.r, p.n - lost);
		if (p.n >= FEWEST_FOR_N_EFF)
		{
			row->n_eff = effective_pairs(&p, a.xx, a.yy) - lost;
			row->p_value = nps_correlation_p(a.r, row->n_eff);
			nps_correlation_limits(a.r, row->n_eff, level, &row->low, &row->high);
		}
	}
	row->reason = reason_of(row, &a, p.n);
}
