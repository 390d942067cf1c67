/*
 * hist.c
 *		Arithmetic of the score histogram, with every overflow checked, and
 *		its operators: +, -, =, <>, <, <=, >, >=, hash.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "common/int.h"
#include "fmgr.h"

#include "compat.h"
#include "score/nps_hist.h"

/* A new, empty histogram in the current memory context. */
NpsHist *
nps_hist_make(void)
{
	NpsHist    *hist = palloc0(sizeof(NpsHist));

	hist->version = NPS_HIST_VERSION;
	return hist;
}

/* A copy in the current memory context. */
NpsHist *
nps_hist_copy(const NpsHist *hist)
{
	NpsHist    *copy = palloc(sizeof(NpsHist));

	memcpy(copy, hist, sizeof(NpsHist));
	return copy;
}

/* The number of answers; false if it does not fit in 64 bits. */
bool
nps_hist_sum(const NpsHist *hist, int64 *total)
{
	int			i;

	*total = 0;
	for (i = 0; i < NPS_SCORES; i++)
		if (pg_add_s64_overflow(*total, hist->count[i], total))
			return false;
	return true;
}

static void
too_many_answers(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("nps_hist holds more answers than a bigint can count"),
			 errhint("Counts of this size come from adding a histogram to itself again and again, or from a wrong cast.")));
}

/* The number of answers; ERROR 22003 if it does not fit in 64 bits. */
int64
nps_hist_total(const NpsHist *hist)
{
	int64		total;

	if (!nps_hist_sum(hist, &total))
		too_many_answers();
	return total;
}

/* Promoters, passives, detractors and n; ERROR 22003 as nps_hist_total(). */
NpsCounts
nps_hist_counts(const NpsHist *hist)
{
	NpsCounts	counts = {0};
	int			i;

	counts.n = nps_hist_total(hist);	/* so the partial sums cannot overflow */
	for (i = 0; i < NPS_PASSIVE_FROM; i++)
		counts.detractors += hist->count[i];
	for (; i < NPS_PROMOTER_FROM; i++)
		counts.passives += hist->count[i];
	for (; i < NPS_SCORES; i++)
		counts.promoters += hist->count[i];
	return counts;
}

/* Add other into a histogram, in place; ERROR 22003 on overflow. */
void
nps_hist_add(NpsHist *into, const NpsHist *other)
{
	int			i;
	int64		total;

	for (i = 0; i < NPS_SCORES; i++)
		if (pg_add_s64_overflow(into->count[i], other->count[i], &into->count[i]))
			too_many_answers();
	if (!nps_hist_sum(into, &total))
		too_many_answers();
}

/* Take other out of a histogram, in place; ERROR 22003 if a count fell below 0. */
void
nps_hist_subtract(NpsHist *from, const NpsHist *other)
{
	int			i;

	for (i = 0; i < NPS_SCORES; i++)
	{
		if (other->count[i] > from->count[i])
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("nps_hist difference would be negative: " INT64_FORMAT " minus " INT64_FORMAT " answers of score %d",
							from->count[i], other->count[i], i),
					 errhint("Only subtract a histogram whose answers are all part of the other one.")));
		from->count[i] -= other->count[i];
	}
}

PG_FUNCTION_INFO_V1(nps_hist_plus);
Datum
nps_hist_plus(PG_FUNCTION_ARGS)
{
	NpsHist    *result = nps_hist_copy(PG_GETARG_NPS_HIST_P(0));

	nps_hist_add(result, PG_GETARG_NPS_HIST_P(1));
	PG_RETURN_NPS_HIST_P(result);
}

PG_FUNCTION_INFO_V1(nps_hist_minus);
Datum
nps_hist_minus(PG_FUNCTION_ARGS)
{
	NpsHist    *result = nps_hist_copy(PG_GETARG_NPS_HIST_P(0));

	nps_hist_subtract(result, PG_GETARG_NPS_HIST_P(1));
	PG_RETURN_NPS_HIST_P(result);
}

/* Order by the counts of score 0, then 1, ..: arbitrary, but total and stable. */
static int
compare(const NpsHist *a, const NpsHist *b)
{
	int			i;

	for (i = 0; i < NPS_SCORES; i++)
		if (a->count[i] != b->count[i])
			return a->count[i] < b->count[i] ? -1 : 1;
	return 0;
}

#define NPS_HIST_COMPARISON(name, condition) \
PG_FUNCTION_INFO_V1(name); \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	int			cmp = compare(PG_GETARG_NPS_HIST_P(0), PG_GETARG_NPS_HIST_P(1)); \
	PG_RETURN_BOOL(condition); \
}

NPS_HIST_COMPARISON(nps_hist_eq, cmp == 0)
NPS_HIST_COMPARISON(nps_hist_ne, cmp != 0)
NPS_HIST_COMPARISON(nps_hist_lt, cmp < 0)
NPS_HIST_COMPARISON(nps_hist_le, cmp <= 0)
NPS_HIST_COMPARISON(nps_hist_gt, cmp > 0)
NPS_HIST_COMPARISON(nps_hist_ge, cmp >= 0)

PG_FUNCTION_INFO_V1(nps_hist_cmp);
Datum
nps_hist_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare(PG_GETARG_NPS_HIST_P(0), PG_GETARG_NPS_HIST_P(1)));
}

/* Only the counts are hashed, as only they are compared. */
PG_FUNCTION_INFO_V1(nps_hist_hash);
Datum
nps_hist_hash(PG_FUNCTION_ARGS)
{
	NpsHist    *hist = PG_GETARG_NPS_HIST_P(0);

	return hash_any((unsigned char *) hist->count, sizeof(hist->count));
}

PG_FUNCTION_INFO_V1(nps_hist_hash_extended);
Datum
nps_hist_hash_extended(PG_FUNCTION_ARGS)
{
	NpsHist    *hist = PG_GETARG_NPS_HIST_P(0);

	return hash_any_extended((unsigned char *) hist->count, sizeof(hist->count),
							 PG_GETARG_INT64(1));
}
