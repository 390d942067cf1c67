/*
 * forecast.h
 *		What y is to be expected, from x that has been seen already.
 *
 * Pure C.
 */
#ifndef NPS_FORECAST_H
#define NPS_FORECAST_H

#include "stats/panel.h"

/* Forecasts of the past, at least, that low and high are taken from. */
#define NPS_FORECAST_FEWEST		8

/* Why nothing is expected. */
typedef enum NpsForecastReason
{
	NPS_FORECAST_DONE,
	NPS_FORECAST_LAG_SHORT,		/* x would lie in the future */
	NPS_FORECAST_NO_PAIRS,		/* x and y have no pair at any lag */
	NPS_FORECAST_NO_SLOPE,		/* at no lag do unit and period means leave anything */
	NPS_FORECAST_NO_LEVEL,		/* the unit has no two pairs .. */
	NPS_FORECAST_NO_LEVEL_SINCE_BREAK,	/* .. since its last break */
	NPS_FORECAST_NO_LINK,		/* no chain of units and periods leads to the last period */
	NPS_FORECAST_NO_X			/* no x of the unit at that lag */
} NpsForecastReason;

/* One unit, one period to come. */
typedef struct NpsForecast
{
	int32_t		unit;
	int32_t		ahead;
	int64_t		period;
	int32_t		lag;			/* 0: none */
	int32_t		best_lag;		/* with the largest |t|, whatever the ahead; 0: none */
	double		x_seen;			/* NaN where not known, as all below */
	double		y_last;			/* last y of the unit since its last break */
	double		expected;
	double		low;
	double		high;
	double		unit_rmse;		/* error that low and high allow for */
	NpsForecastReason reason;
} NpsForecast;

/* How forecasts so far ahead have done. */
typedef struct NpsForecastRecord
{
	int64_t		forecasts;
	double		rmse;			/* of all units, in units of y; NaN without forecasts */
	double		rmse_no_change; /* had y been expected to stay as it was */
	double		rmse_without_x; /* had x been left out of the model */
} NpsForecastRecord;

typedef struct NpsForecastPlan
{
	int32_t		max_lag;		/* 1 or more */
	int32_t		horizon;		/* 1 or more */
	int32_t		lag;			/* the lag to take; 0: choose */
	double		level;			/* of low .. high, in (0, 1) */
} NpsForecastPlan;

extern size_t nps_forecast_workspace(const NpsPanel *panel, int32_t horizon);
extern size_t nps_forecast(const NpsPanel *panel, const NpsForecastPlan *plan, void *workspace,
						   NpsForecast *forecasts, NpsForecastRecord *records);

#endif							/* NPS_FORECAST_H */
