/*
 * waves_kendall.c
 *		nps_mann_kendall(waves): do waves rise or fall, by their order alone?
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "compat.h"
#include "score/infer.h"
#include "score/waves.h"
#include "stats/kendall.h"

PG_FUNCTION_INFO_V1(nps_waves_mann_kendall);
Datum
nps_waves_mann_kendall(PG_FUNCTION_ARGS)
{
	enum
	{
		WAVES, S, TAU, P_VALUE, EXACT, COLUMNS
	};
	NpsWaves   *waves = nps_waves_from_datum(PG_GETARG_DATUM(0));
	double	   *means = palloc(sizeof(double) * Max(waves->used, 1));
	double	   *workspace = palloc(sizeof(double) * Max(waves->used, 1));
	NpsKendall	test;
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS] = {false};
	int			i;

	if (waves->used == 0)
		PG_RETURN_NULL();
	for (i = 0; i < waves->used; i++)
	{
		const int64 *count = waves->wave[i].count;
		NpsTrinomial wave = nps_trinomial(count[NPS_PROMOTERS], count[NPS_PASSIVES], count[NPS_DETRACTORS]);

		/* equal scores are equal here, as the one division rounds them alike */
		means[i] = nps_trinomial_mean(&wave);
	}
	nps_kendall(means, waves->used, workspace, &test);

	values[WAVES] = Int64GetDatum(waves->used);
	nulls[S] = isnan(test.s);
	values[S] = nulls[S] ? (Datum) 0 : Int64GetDatum((int64) test.s);
	nulls[TAU] = !nps_float8_or_null(test.tau, &values[TAU]);
	nulls[P_VALUE] = !nps_float8_or_null(test.p_value, &values[P_VALUE]);
	nulls[EXACT] = nulls[P_VALUE];
	values[EXACT] = BoolGetDatum(test.exact);
	return nps_row(fcinfo, values, nulls, COLUMNS);
}
