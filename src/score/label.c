/*
 * label.c
 *		Scores for people and for tools that hold counts: nps_from_counts(),
 *		nps_label(), nps_bar().
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "compat.h"
#include "score/nps_hist.h"
#include "score/ratio.h"

#define BAR_WIDTH_MAX	1000

static bool
numeric_less(Numeric a, Numeric b)
{
	return DatumGetBool(DirectFunctionCall2(numeric_lt, NumericGetDatum(a), NumericGetDatum(b)));
}

/* Refuse what is no number of answers; NaN and infinities are not whole. */
static void
require_count(Numeric count, const char *what)
{
	bool		ok = !numeric_is_nan(count) && !numeric_is_inf(count);

	if (ok)
	{
		Datum		whole = DirectFunctionCall2(numeric_trunc, NumericGetDatum(count), Int32GetDatum(0));

		ok = !numeric_less(count, int64_to_numeric(0)) &&
			DatumGetBool(DirectFunctionCall2(numeric_eq, NumericGetDatum(count), whole));
	}
	if (!ok)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s is %s, which is not a number of answers", what,
						DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(count)))),
				 errhint("Give counts: whole numbers, zero or more.")));
}

/*
 * nps_from_counts(promoters, passives, detractors): the score in points; NULL
 * without answers.  The arguments are numeric because sum(bigint) is, and
 * re-summing counts is what this function is for.
 */
PG_FUNCTION_INFO_V1(nps_from_counts);
Datum
nps_from_counts(PG_FUNCTION_ARGS)
{
	Numeric		promoters = PG_GETARG_NUMERIC(0);
	Numeric		passives = PG_GETARG_NUMERIC(1);
	Numeric		detractors = PG_GETARG_NUMERIC(2);
	Numeric		n;

	require_count(promoters, "promoters");
	require_count(passives, "passives");
	require_count(detractors, "detractors");

	n = nps_numeric_add(nps_numeric_add(promoters, passives), detractors);
	if (!numeric_less(int64_to_numeric(0), n))
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(nps_numeric_ratio(nps_numeric_mul(int64_to_numeric(100),
														nps_numeric_sub(promoters, detractors)), n));
}

/*
 * nps_label(score): '+47', '0', '-12'.  Rounds half away from zero, as people
 * do; NULL for NaN and infinities, which no score is.
 */
PG_FUNCTION_INFO_V1(nps_label);
Datum
nps_label(PG_FUNCTION_ARGS)
{
	Numeric		score = PG_GETARG_NUMERIC(0);
	char	   *digits;

	if (numeric_is_nan(score) || numeric_is_inf(score))
		PG_RETURN_NULL();
	digits = DatumGetCString(DirectFunctionCall1(numeric_out,
												 DirectFunctionCall2(numeric_round, NumericGetDatum(score),
																	 Int32GetDatum(0))));
	if (digits[0] != '-' && strcmp(digits, "0") != 0)
		digits = psprintf("+%s", digits);
	PG_RETURN_TEXT_P(cstring_to_text(digits));
}

/*
 * nps_bar(h, width): detractors '-', passives '.', promoters '#', `width`
 * characters in all; the cells left over go to the largest remainders, so the
 * bar has always its full width.  NULL without answers.
 */
PG_FUNCTION_INFO_V1(nps_bar);
Datum
nps_bar(PG_FUNCTION_ARGS)
{
	NpsCounts	counts = nps_hist_counts(PG_GETARG_NPS_HIST_P(0));
	int32		width = PG_GETARG_INT32(1);
	const char	symbol[3] = {'-', '.', '#'};
	int64		part[3];
	int64		n = 0;
	int			length[3];
	int64		remainder[3];
	int			left = width;
	int			i;
	text	   *bar;
	char	   *s;

	if (width < 1 || width > BAR_WIDTH_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("bar width %d is outside 1 to %d", width, BAR_WIDTH_MAX),
				 errhint("The width is a number of characters; 30 fits most screens.")));
	if (counts.n == 0)
		PG_RETURN_NULL();

	part[0] = counts.detractors;
	part[1] = counts.passives;
	part[2] = counts.promoters;

	/* counts too large to multiply by the width lose bits no bar can show */
	while (counts.n > PG_INT64_MAX / BAR_WIDTH_MAX)
	{
		counts.n /= 2;
		for (i = 0; i < 3; i++)
			part[i] /= 2;
	}
	for (i = 0; i < 3; i++)
		n += part[i];
	for (i = 0; i < 3; i++)
	{
		length[i] = (int) (width * part[i] / n);
		remainder[i] = width * part[i] % n;
		left -= length[i];
	}
	for (; left > 0; left--)
	{
		int			largest = 0;

		for (i = 1; i < 3; i++)
			if (remainder[i] > remainder[largest])
				largest = i;
		length[largest]++;
		remainder[largest] = -1;
	}

	bar = palloc(VARHDRSZ + width);
	SET_VARSIZE(bar, VARHDRSZ + width);
	s = VARDATA(bar);
	for (i = 0; i < 3; i++)
	{
		memset(s, symbol[i], length[i]);
		s += length[i];
	}
	PG_RETURN_TEXT_P(bar);
}
