/*
 * hist_io.c
 *		nps_hist in and out: text, binary, bigint[] and jsonb.
 *
 * Text form: {score:count,...}, scores ascending, zero counts left out, {} for
 * no answers.  It is short, exact and the same everywhere, since a distributed
 * engine ships aggregate states as text.  A text that starts otherwise is
 * refused, which leaves room to tag a later version in front of the brace.
 *
 * Binary form: int32 version, int32 flags, 11 x int64, in network byte order.
 *
 * Whatever comes in is checked against the invariants of nps_hist.h; malformed
 * text is 22P02, malformed binary 22P03, a bad array 22023 or 22003.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/int.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "compat.h"
#include "score/nps_hist.h"

static const char *
skip_space(const char *s)
{
	while (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
		s++;
	return s;
}

/* Digits of a number up to `max`, as int64; NULL if there are none or too many. */
static const char *
parse_number(const char *s, int64 max, int64 *value)
{
	int64		v = 0;

	if (*s < '0' || *s > '9')
		return NULL;
	for (; *s >= '0' && *s <= '9'; s++)
		if (pg_mul_s64_overflow(v, 10, &v) ||
			pg_add_s64_overflow(v, *s - '0', &v) || v > max)
			return NULL;
	*value = v;
	return s;
}

/* Parse the text form into an empty histogram; false if it is malformed. */
static bool
parse_hist(const char *s, NpsHist *hist)
{
	bool		seen[NPS_SCORES] = {false};
	int64		total;

	s = skip_space(s);
	if (*s++ != '{')
		return false;
	s = skip_space(s);
	if (*s == '}')
		return *skip_space(s + 1) == '\0';

	for (;;)
	{
		int64		score,
					count;

		s = parse_number(skip_space(s), NPS_SCORE_MAX, &score);
		if (s == NULL || seen[score])
			return false;
		seen[score] = true;
		s = skip_space(s);
		if (*s++ != ':')
			return false;
		s = parse_number(skip_space(s), PG_INT64_MAX, &count);
		if (s == NULL)
			return false;
		hist->count[score] = count;

		s = skip_space(s);
		if (*s == '}')
			break;
		if (*s++ != ',')
			return false;
	}
	return *skip_space(s + 1) == '\0' && nps_hist_sum(hist, &total);
}

PG_FUNCTION_INFO_V1(nps_hist_in);
Datum
nps_hist_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	NpsHist    *hist = nps_hist_make();

	if (!parse_hist(text, hist))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "nps_hist", text),
				 errhint("Write {score:count,...} with each score from 0 to 10 at most once, for example {6:1,9:3}; {} is no answers.")));
	PG_RETURN_NPS_HIST_P(hist);
}

PG_FUNCTION_INFO_V1(nps_hist_out);
Datum
nps_hist_out(PG_FUNCTION_ARGS)
{
	NpsHist    *hist = PG_GETARG_NPS_HIST_P(0);
	char	   *out = palloc(2 + NPS_SCORES * (2 + 1 + MAXINT8LEN + 1) + 1);
	char	   *s = out;
	int			i;

	*s++ = '{';
	for (i = 0; i < NPS_SCORES; i++)
	{
		if (hist->count[i] == 0)
			continue;
		if (s > out + 1)
			*s++ = ',';
		s += pg_ltoa(i, s);
		*s++ = ':';
		s += pg_lltoa(hist->count[i], s);
	}
	*s++ = '}';
	*s = '\0';
	PG_RETURN_CSTRING(out);
}

PG_FUNCTION_INFO_V1(nps_hist_recv);
Datum
nps_hist_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	NpsHist    *hist = nps_hist_make();
	uint32		version = pq_getmsgint(buf, 4);
	uint32		flags = pq_getmsgint(buf, 4);
	int64		total;
	int			i;

	if (version != NPS_HIST_VERSION || flags != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("nps_hist has binary version %u with flags %u, but version %d with flags 0 was expected",
						version, flags, NPS_HIST_VERSION),
				 errhint("Was it written by a newer nps_ext?  Send it as text, or update this server.")));
	for (i = 0; i < NPS_SCORES; i++)
	{
		hist->count[i] = pq_getmsgint64(buf);
		if (hist->count[i] < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
					 errmsg("nps_hist has a negative count, " INT64_FORMAT ", for score %d",
							hist->count[i], i)));
	}
	if (!nps_hist_sum(hist, &total))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("nps_hist holds more answers than a bigint can count")));
	PG_RETURN_NPS_HIST_P(hist);
}

PG_FUNCTION_INFO_V1(nps_hist_send);
Datum
nps_hist_send(PG_FUNCTION_ARGS)
{
	NpsHist    *hist = PG_GETARG_NPS_HIST_P(0);
	StringInfoData buf;
	int			i;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, hist->version);
	pq_sendint32(&buf, hist->flags);
	for (i = 0; i < NPS_SCORES; i++)
		pq_sendint64(&buf, hist->count[i]);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* bigint[] of 11 counts -> nps_hist */
PG_FUNCTION_INFO_V1(nps_hist_from_array);
Datum
nps_hist_from_array(PG_FUNCTION_ARGS)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(0);
	NpsHist    *hist = nps_hist_make();
	bool		nulls = array_contains_nulls(array);	/* a bitmap may be left of former ones */
	int			i;

	if (ARR_NDIM(array) != 1 || ARR_DIMS(array)[0] != NPS_SCORES || nulls)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("an array of %d elements with %d dimensions%s is no nps_hist",
						ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)), ARR_NDIM(array),
						nulls ? " and NULLs" : ""),
				 errhint("Give the number of answers for each score from 0 to 10: one dimension, 11 elements, 0 where there are none.")));

	memcpy(hist->count, ARR_DATA_PTR(array), sizeof(hist->count));
	for (i = 0; i < NPS_SCORES; i++)
		if (hist->count[i] < 0)
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("nps_hist cannot have a negative count, " INT64_FORMAT ", for score %d",
							hist->count[i], i),
					 errhint("A count is a number of answers: zero or more.")));
	(void) nps_hist_total(hist);	/* for its error */
	PG_RETURN_NPS_HIST_P(hist);
}

/* nps_hist -> bigint[] of 11 counts, element 1 for score 0 */
PG_FUNCTION_INFO_V1(nps_hist_to_array);
Datum
nps_hist_to_array(PG_FUNCTION_ARGS)
{
	NpsHist    *hist = PG_GETARG_NPS_HIST_P(0);
	Datum		elements[NPS_SCORES];
	int			i;

	for (i = 0; i < NPS_SCORES; i++)
		elements[i] = Int64GetDatum(hist->count[i]);
	PG_RETURN_ARRAYTYPE_P(construct_array(elements, NPS_SCORES, INT8OID, sizeof(int64),
										  FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* nps_hist -> jsonb object, a key for every score: {"0": 0, .. "10": 3} */
PG_FUNCTION_INFO_V1(nps_hist_to_jsonb);
Datum
nps_hist_to_jsonb(PG_FUNCTION_ARGS)
{
	NpsHist    *hist = PG_GETARG_NPS_HIST_P(0);
	StringInfoData json;
	int			i;

	initStringInfo(&json);
	for (i = 0; i < NPS_SCORES; i++)
		appendStringInfo(&json, "%c\"%d\":" INT64_FORMAT, i == 0 ? '{' : ',', i, hist->count[i]);
	appendStringInfoChar(&json, '}');
	PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data)));
}
