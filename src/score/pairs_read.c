/*
 * pairs_read.c
 *		What two waves of the same people say: nps_paired_test() and
 *		nps_overlap_test(), on a stored state and as final functions.
 *
 * The answers become +1, 0 and -1; a change is second wave minus first.
 */
#include "postgres.h"

#include <math.h>

#include "fmgr.h"

#include "compat.h"
#include "score/infer.h"
#include "score/pairs.h"
#include "stats/tests.h"

/* An answer as a number, by its category. */
static inline int
value_of(int category)
{
	return category - NPS_PASSIVES;
}

static void
require_countable(const NpsPairCounts *pairs)
{
	int64		total;

	if (!nps_pair_counts_sum(pairs, &total))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_pairs holds more people than a bigint can count")));
}

/* The level of the limits, the default in a final function. */
static double
level_argument(FunctionCallInfo fcinfo)
{
	double		level = PG_NARGS() > 1 ? PG_GETARG_FLOAT8(1) : 0.95;

	nps_require_level(level);
	return level;
}

/* nps_paired_test(pairs, level): uses those who answered in both waves. */
PG_FUNCTION_INFO_V1(nps_pairs_paired_test);
Datum
nps_pairs_paired_test(PG_FUNCTION_ARGS)
{
	NpsPairCounts *pairs = PG_GETARG_NPS_PAIRS_P(0);
	double		level = level_argument(fcinfo);
	NpsPairs	sums = {0};
	NpsDifference result;
	Datum		values[8];
	bool		nulls[8] = {false};
	int64		n = 0;
	int			i,
				j;

	require_countable(pairs);
	for (i = 0; i < NPS_CATEGORIES; i++)
		for (j = 0; j < NPS_CATEGORIES; j++)
		{
			n += pairs->count[i][j];
			nps_pairs_add(&sums, value_of(i), value_of(j), pairs->count[i][j]);
		}
	if (n == 0)
		PG_RETURN_NULL();
	nps_test_paired(&sums, level, &result);

	values[0] = Int64GetDatum(n);
	nulls[1] = !nps_numeric_or_null(result.delta, &values[1]);
	nulls[2] = !nps_numeric_or_null(result.se, &values[2]);
	nulls[3] = !nps_float8_or_null(result.z, &values[3]);
	values[4] = Int64GetDatum(n - 1);
	nulls[5] = !nps_float8_or_null(result.p_value, &values[5]);
	nulls[6] = !nps_numeric_or_null(result.low, &values[6]);
	nulls[7] = !nps_numeric_or_null(result.high, &values[7]);
	return nps_row(fcinfo, values, nulls, lengthof(values));
}

/* All counts as sums over people; a wave's own sums hold those of both, too. */
static NpsOverlap
overlap_sums(const NpsPairCounts *pairs)
{
	NpsOverlap	sums = {0};
	int			i,
				j;

	for (i = 0; i < NPS_PAIR_STATES; i++)
		for (j = 0; j < NPS_PAIR_STATES; j++)
		{
			double		n = pairs->count[i][j];
			int			y1 = value_of(i),
						y2 = value_of(j);

			if (i != NPS_NO_ANSWER)
			{
				sums.n1 += n;
				sums.sum1 += n * y1;
				sums.squares1 += n * y1 * y1;
			}
			if (j != NPS_NO_ANSWER)
			{
				sums.n2 += n;
				sums.sum2 += n * y2;
				sums.squares2 += n * y2 * y2;
			}
			if (i != NPS_NO_ANSWER && j != NPS_NO_ANSWER)
			{
				sums.both += n;
				sums.both_sum1 += n * y1;
				sums.both_sum2 += n * y2;
				sums.both_squares1 += n * y1 * y1;
				sums.both_squares2 += n * y2 * y2;
				sums.both_products += n * y1 * y2;
			}
		}
	return sums;
}

/* The method of nps_overlap_test(): by score limits or not; ERROR 22023 for any other. */
static bool
by_score_limits(const text *name)
{
	NpsIntervalMethod method;
	char	   *string = text_to_cstring(name);

	if (!nps_ci_method(string, &method) || (method != NPS_CI_WALD && method != NPS_CI_SCORE))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there is no method \"%s\" for a test of waves that share people", string),
				 errhint("The methods are wald (the default) and score.")));
	return method == NPS_CI_SCORE;
}

/* nps_overlap_test(pairs, level, method): uses everybody; wald in a final function. */
PG_FUNCTION_INFO_V1(nps_pairs_overlap_test);
Datum
nps_pairs_overlap_test(PG_FUNCTION_ARGS)
{
	NpsPairCounts *pairs = PG_GETARG_NPS_PAIRS_P(0);
	double		level = level_argument(fcinfo);
	bool		score = PG_NARGS() > 2 && by_score_limits(PG_GETARG_TEXT_PP(2));
	NpsOverlap	sums;
	NpsDifference result;
	Datum		values[9];
	bool		nulls[9] = {false};

	require_countable(pairs);
	sums = overlap_sums(pairs);
	if (sums.n1 == 0 && sums.n2 == 0)
		PG_RETURN_NULL();
	if (score)
		nps_test_overlap_score(&sums, level, &result);
	else
		nps_test_overlap(&sums, level, &result);

	values[0] = Int64GetDatum((int64) sums.n1);
	values[1] = Int64GetDatum((int64) sums.n2);
	values[2] = Int64GetDatum((int64) sums.both);
	nulls[3] = !nps_numeric_or_null(result.delta, &values[3]);
	nulls[4] = !nps_numeric_or_null(result.se, &values[4]);
	nulls[5] = !nps_float8_or_null(result.z, &values[5]);
	nulls[6] = !nps_float8_or_null(result.p_value, &values[6]);
	nulls[7] = !nps_numeric_or_null(result.low, &values[7]);
	nulls[8] = !nps_numeric_or_null(result.high, &values[8]);
	return nps_row(fcinfo, values, nulls, lengthof(values));
}
