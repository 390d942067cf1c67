/*
 * forecast_model.h
 *		Levels of units, effects of periods and a slope, fitted to the pairs of one
 *		lag.
 *
 * Pure C.
 */
#ifndef NPS_FORECAST_MODEL_H
#define NPS_FORECAST_MODEL_H

#include "stats/lag_pairs.h"

/* y = level of the stretch + effect of the period + slope x + rest */
typedef struct NpsForecastModel
{
	double		slope;
	double		carry;			/* part of what is left of y that stays for a period */
	double	   *level;			/* by stretch, at the last period; NaN: unknown */
	double	   *rest;			/* by stretch: the last that is left of y; NaN: no pairs */
	int64_t    *rest_period;
} NpsForecastModel;

extern size_t nps_forecast_model_workspace(const NpsPanel *panel);
extern void nps_forecast_model_lay_out(NpsForecastModel *model, const NpsPanel *panel, char **next);
extern void nps_forecast_model_fit(NpsForecastModel *model, const NpsLagPairs *pairs, double slope,
								   double *period_effect);
extern double nps_forecast_model_value(const NpsForecastModel *model, int32_t stretch, double x,
									   int64_t period);

#endif							/* NPS_FORECAST_MODEL_H */
