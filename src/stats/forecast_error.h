/*
 * forecast_error.h
 *		The error to expect of one unit's forecasts, from those of all units.
 *
 * Pure C.
 */
#ifndef NPS_FORECAST_ERROR_H
#define NPS_FORECAST_ERROR_H

#include <stdint.h>

/* What came of the forecasts of one unit. */
typedef struct NpsForecastErrors
{
	double		n;
	double		squares;		/* sum of squared errors */
} NpsForecastErrors;

extern double nps_forecast_typical(const NpsForecastErrors *errors, int32_t units);
extern double nps_forecast_unit_mean_square(const NpsForecastErrors *of, double typical);
extern double nps_forecast_unit_df(const NpsForecastErrors *of);

#endif							/* NPS_FORECAST_ERROR_H */
