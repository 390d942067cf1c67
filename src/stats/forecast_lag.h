/*
 * forecast_lag.h
 *		The lag at which to look for x, from what was known at a moment.
 *
 * Pure C.
 */
#ifndef NPS_FORECAST_LAG_H
#define NPS_FORECAST_LAG_H

#include <stdbool.h>

#include "stats/forecast.h"
#include "stats/lag_pairs.h"

/* The lag chosen for one ahead. */
typedef struct NpsForecastChoice
{
	int32_t		lag;			/* 0: none */
	bool		seen;			/* some unit has x at that lag */
	double		t;
} NpsForecastChoice;

typedef struct NpsForecastLags
{
	const NpsPanel *panel;
	const NpsForecastPlan *plan;
	NpsPanel	seen;			/* what was known at the origin */
	int64_t    *x_period;		/* periods with any x, in order; also those after it */
	int64_t		x_periods;
	NpsForecastChoice *choice;	/* by ahead, from 1 */
	int32_t		best_lag;		/* with the largest |t| of all; 0: none */
	bool		paired;			/* some lag has a pair */
	void	   *pairs;			/* workspace of lag_pairs.c */
} NpsForecastLags;

extern size_t nps_forecast_lags_workspace(const NpsPanel *panel, int32_t horizon);
extern void nps_forecast_lags_lay_out(NpsForecastLags *lags, const NpsPanel *panel,
									  const NpsForecastPlan *plan, char **next);
extern void nps_forecast_lags_choose(NpsForecastLags *lags, int64_t origin);
extern bool nps_forecast_lags_fit(NpsForecastLags *lags, int32_t lag, NpsLagPairs *pairs,
								  double *slope, double *t);

#endif							/* NPS_FORECAST_LAG_H */
