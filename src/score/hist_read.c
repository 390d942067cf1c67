/*
 * hist_read.c
 *		What a histogram says: accessors, and the final functions of the
 *		score aggregates.
 *
 * Results on a score scale are exact rationals, divided as numeric and trimmed
 * of trailing zeros, so that 30 prints as 30 and round(nps, 1) works.  No
 * answers is NULL, never zero and never an error.
 */
#include "postgres.h"

#include "common/int.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "compat.h"
#include "score/nps_hist.h"
#include "score/ratio.h"

#define NPS_HIST_COUNT(name, member) \
PG_FUNCTION_INFO_V1(name); \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	PG_RETURN_INT64(nps_hist_counts(PG_GETARG_NPS_HIST_P(0)).member); \
}

NPS_HIST_COUNT(nps_count, n)
NPS_HIST_COUNT(nps_promoters, promoters)
NPS_HIST_COUNT(nps_passives, passives)
NPS_HIST_COUNT(nps_detractors, detractors)

/*
 * nps_score(h): the Net Promoter Score, 100 x (promoters - detractors) / n, in
 * points from -100 to 100 (Reichheld 2003).  Also the final function of nps().
 */
PG_FUNCTION_INFO_V1(nps_score);
Datum
nps_score(PG_FUNCTION_ARGS)
{
	NpsCounts	counts = nps_hist_counts(PG_GETARG_NPS_HIST_P(0));

	if (counts.n == 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(nps_percentage(counts.promoters - counts.detractors, counts.n));
}

/* nps_mean(h): the mean of the scores, 0 to 10. */
static Datum
mean(const NpsHist *hist, int64 n)
{
	Numeric		sum = int64_to_numeric(0);
	int			i;

	for (i = 1; i < NPS_SCORES; i++)
		if (hist->count[i] > 0)
			sum = nps_numeric_add(sum, nps_numeric_mul(int64_to_numeric(i),
													   int64_to_numeric(hist->count[i])));
	return NumericGetDatum(nps_numeric_ratio(sum, int64_to_numeric(n)));
}

PG_FUNCTION_INFO_V1(nps_mean);
Datum
nps_mean(PG_FUNCTION_ARGS)
{
	NpsHist    *hist = PG_GETARG_NPS_HIST_P(0);
	int64		n = nps_hist_total(hist);

	if (n == 0)
		PG_RETURN_NULL();
	return mean(hist, n);
}

/*
 * nps_variance(h): variance of an answer counted as +1 (promoter), 0 (passive)
 * or -1 (detractor): (P + D)/n - ((P - D)/n)^2, divisor n, from 0 to 1 (Rocks
 * 2016).  The standard error of the score in points is 100 sqrt(variance / n).
 */
PG_FUNCTION_INFO_V1(nps_variance);
Datum
nps_variance(PG_FUNCTION_ARGS)
{
	NpsCounts	counts = nps_hist_counts(PG_GETARG_NPS_HIST_P(0));
	Numeric		n,
				balance,
				outer;

	if (counts.n == 0)
		PG_RETURN_NULL();
	n = int64_to_numeric(counts.n);
	balance = int64_to_numeric(counts.promoters - counts.detractors);
	outer = int64_to_numeric(counts.promoters + counts.detractors);
	PG_RETURN_NUMERIC(nps_numeric_ratio(nps_numeric_sub(nps_numeric_mul(n, outer),
														nps_numeric_mul(balance, balance)),
										nps_numeric_mul(n, n)));
}

/* Percentage of answers from `from` to `to`; NULL without answers. */
static Datum
share_between(FunctionCallInfo fcinfo, const NpsHist *hist, int from, int to)
{
	int64		n = nps_hist_total(hist);
	int64		in = 0;
	int			i;

	if (n == 0)
		PG_RETURN_NULL();
	for (i = from; i <= to; i++)
		in += hist->count[i];
	PG_RETURN_NUMERIC(nps_percentage(in, n));
}

/* nps_top_box(h, from_score): percentage of answers of from_score or higher. */
PG_FUNCTION_INFO_V1(nps_top_box);
Datum
nps_top_box(PG_FUNCTION_ARGS)
{
	int32		from = PG_GETARG_INT32(1);

	if (from < 0 || from > NPS_SCORE_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("from_score %d is outside the scale 0 to 10", from),
				 errhint("Name the lowest score that counts, for example 9 for the top two boxes of 0 to 10.")));
	return share_between(fcinfo, PG_GETARG_NPS_HIST_P(0), from, NPS_SCORE_MAX);
}

/* csat() and ces() have narrower scales: an answer off theirs is an error too. */
static void
require_scale(const NpsHist *hist, const char *measure, int from, int to)
{
	int			i;

	for (i = 0; i < NPS_SCORES; i++)
		if ((i < from || i > to) && hist->count[i] > 0)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("score %d is outside the scale %d to %d of %s", i, from, to, measure),
					 errhint("Leave such rows out with FILTER (WHERE score BETWEEN %d AND %d), or correct them.",
							 from, to)));
}

/* csat(score): percentage of answers 4 and 5 on the scale 1 to 5. */
PG_FUNCTION_INFO_V1(nps_csat_final);
Datum
nps_csat_final(PG_FUNCTION_ARGS)
{
	NpsHist    *hist = PG_GETARG_NPS_HIST_P(0);

	require_scale(hist, "csat", 1, 5);
	return share_between(fcinfo, hist, 4, 5);
}

/* ces(score): mean customer effort score on the scale 1 to 7. */
PG_FUNCTION_INFO_V1(nps_ces_final);
Datum
nps_ces_final(PG_FUNCTION_ARGS)
{
	NpsHist    *hist = PG_GETARG_NPS_HIST_P(0);
	int64		n = nps_hist_total(hist);

	require_scale(hist, "ces", 1, 7);
	if (n == 0)
		PG_RETURN_NULL();
	return mean(hist, n);
}
