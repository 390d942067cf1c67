/*
 * lag_pairs.h
 *		The pairs of one lag of a panel, and the means taken out of them.
 *
 * Pure C.  At lag L the value x(unit, p - L) is paired with y(unit, p): x leads
 * where L > 0, y leads where L < 0.
 */
#ifndef NPS_LAG_PAIRS_H
#define NPS_LAG_PAIRS_H

#include <stdbool.h>

#include "stats/panel.h"

/* In arrays inside the caller's workspace. */
typedef struct NpsLagPairs
{
	size_t		n;
	int32_t		units;			/* of the panel: sizes of what is counted by unit, .. */
	int32_t		stretches;
	int32_t		periods;
	double	   *x;
	double	   *y;
	double		x_size;			/* largest absolute value as collected */
	double		y_size;
	const NpsCell **x_cell;		/* where they come from */
	const NpsCell **y_cell;
	int32_t    *unit;
	int32_t    *stretch;
	int32_t    *period;			/* rank of y's period */
	double	   *stretch_n;		/* pairs of a stretch */
	double	   *period_n;		/* pairs of a period */
	int32_t		units_used;		/* units with a pair, .. */
	int32_t		stretches_used;
	int32_t		periods_used;
	double	   *stretch_sum;	/* scratch of the demeaning, from here */
	double	   *effect;
	double	   *residual;
	double	   *direction;
	double	   *image;
	void		(*progress) (void);
} NpsLagPairs;

extern size_t nps_lag_pairs_workspace(const NpsPanel *panel);
extern void nps_lag_pairs_collect(const NpsPanel *panel, int32_t lag, void *workspace, NpsLagPairs *pairs);
extern void nps_lag_pairs_drop_single(NpsLagPairs *pairs);
extern void nps_lag_pairs_take_out_mean(const NpsLagPairs *pairs, double *v);
extern void nps_lag_pairs_take_out_stretch_means(NpsLagPairs *pairs, double *v);
extern void nps_lag_pairs_take_out_period_means(NpsLagPairs *pairs, double *v);
extern void nps_lag_pairs_take_out_both(NpsLagPairs *pairs, double *v);
extern void nps_lag_pairs_take_out_twoway(NpsLagPairs *pairs, bool levels, double *v);

#endif							/* NPS_LAG_PAIRS_H */
