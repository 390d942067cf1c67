/*
 * waves_read.c
 *		What answers by wave say: nps_count() and the trend of nps_slope().
 *
 * Each answer is +1 (promoter), 0 (passive) or -1 (detractor).  The slope is that
 * of ordinary least squares over the single answers, tested with the variance
 * within the waves pooled over them (nps_trend_fit()).  Beside it stand the
 * one-way analysis of variance, which also sees waves that differ without a
 * trend, and how far the waves leave the line.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "compat.h"
#include "score/infer.h"
#include "score/waves.h"
#include "stats/tests.h"

/*
 * Times from 0 to 1, whatever their size was: so squares neither overflow
 * nor vanish, and the distance from the first wave keeps its digits.  Returns
 * the exponent of the unit.
 */
static int
scale_times(const NpsWaves *waves, double *t)
{
	double		first = waves->wave[0].t;
	double		last = waves->wave[waves->used - 1].t;
	int			size,
				range,
				i;

	frexp(Max(fabs(first), fabs(last)), &size);
	frexp(ldexp(last, -size) - ldexp(first, -size), &range);
	for (i = 0; i < waves->used; i++)
		t[i] = ldexp(ldexp(waves->wave[i].t, -size) - ldexp(first, -size), -range);
	return size + range;
}

/* The trend over the waves; NaN for what cannot be known. */
static NpsTrend
find_trend(const NpsWaves *waves, double level)
{
	NpsTrendSums sums = {0};
	NpsTrend	trend;
	double	   *t = palloc(waves->used * sizeof(double));
	int			exponent = scale_times(waves, t);
	int			i;

	for (i = 0; i < waves->used; i++)
	{
		const int64 *count = waves->wave[i].count;
		NpsTrinomial wave = nps_trinomial(count[NPS_PROMOTERS], count[NPS_PASSIVES], count[NPS_DETRACTORS]);

		nps_trend_add(&sums, t[i], &wave);
	}
	pfree(t);
	nps_trend_fit(&sums, level, &trend);
	trend.slope = ldexp(trend.slope, -exponent);
	trend.se = ldexp(trend.se, -exponent);
	trend.low = ldexp(trend.low, -exponent);
	trend.high = ldexp(trend.high, -exponent);
	trend.se_scaled = ldexp(trend.se_scaled, -exponent);
	return trend;
}

static int64
total_or_error(const NpsWaves *waves)
{
	int64		total;

	if (!nps_waves_sum(waves, &total))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_waves holds more answers than a bigint can count")));
	return total;
}

/* nps_count(waves): answers in all waves. */
PG_FUNCTION_INFO_V1(nps_waves_count);
Datum
nps_waves_count(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(total_or_error(nps_waves_from_datum(PG_GETARG_DATUM(0))));
}

/* nps_slope(waves, level), and the final function of nps_slope(score, t). */
PG_FUNCTION_INFO_V1(nps_waves_slope);
Datum
nps_waves_slope(PG_FUNCTION_ARGS)
{
	NpsWaves   *waves = nps_waves_from_datum(PG_GETARG_DATUM(0));
	double		level = PG_NARGS() > 1 ? PG_GETARG_FLOAT8(1) : 0.95;
	Datum		values[15];
	bool		nulls[15] = {false};
	NpsTrend	trend;
	int64		n = total_or_error(waves);

	nps_require_level(level);
	if (n == 0)
		PG_RETURN_NULL();
	trend = find_trend(waves, level);

	values[0] = Int64GetDatum(waves->used);
	values[1] = Int64GetDatum(n);
	nulls[2] = !nps_numeric_or_null(trend.slope, &values[2]);
	nulls[3] = !nps_numeric_or_null(trend.se, &values[3]);
	nulls[4] = !nps_float8_or_null(trend.t, &values[4]);
	values[5] = Int64GetDatum(n - waves->used);
	nulls[6] = !nps_float8_or_null(trend.p_value, &values[6]);
	nulls[7] = !nps_numeric_or_null(trend.low, &values[7]);
	nulls[8] = !nps_numeric_or_null(trend.high, &values[8]);
	nulls[9] = !nps_float8_or_null(trend.waves_f, &values[9]);
	nulls[10] = !nps_float8_or_null(trend.waves_p, &values[10]);
	nulls[11] = !nps_float8_or_null(trend.lack_f, &values[11]);
	nulls[12] = !nps_float8_or_null(trend.lack_p, &values[12]);
	nulls[13] = !nps_numeric_or_null(trend.se_scaled, &values[13]);
	nulls[14] = !nps_float8_or_null(trend.p_scaled, &values[14]);
	return nps_row(fcinfo, values, nulls, lengthof(values));
}
