/*
 * pairs_type.c
 *		nps_pairs as a type: text and binary form, +, -, =, hash.
 *
 * Text form: {from-to:count,...}, each category a letter: d detractor, p passive,
 * P promoter, - no answer in that wave.  {dP:3,pp:5,-d:1} is three detractors who
 * became promoters, five passives who stayed, and a new detractor; {} is nobody.
 * Zero counts are left out.
 *
 * Binary form: int32 version, int32 flags, 16 x int64 (rows: first wave), in
 * network byte order.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "common/int.h"
#include "fmgr.h"
#include "libpq/pqformat.h"

#include "compat.h"
#include "score/pairs.h"
#include "score/state_text.h"

static const char letters[NPS_PAIR_STATES + 1] = "dpP-";

/* A copy in the current memory context. */
NpsPairCounts *
nps_pair_counts_copy(const NpsPairCounts *pairs)
{
	NpsPairCounts *copy = palloc(sizeof(NpsPairCounts));

	memcpy(copy, pairs, sizeof(NpsPairCounts));
	return copy;
}

/* The number of people; false if it does not fit in 64 bits. */
bool
nps_pair_counts_sum(const NpsPairCounts *pairs, int64 *total)
{
	int			i,
				j;

	*total = 0;
	for (i = 0; i < NPS_PAIR_STATES; i++)
		for (j = 0; j < NPS_PAIR_STATES; j++)
			if (pg_add_s64_overflow(*total, pairs->count[i][j], total))
				return false;
	return true;
}

/* Add other into the counts, in place; ERROR 22003 on overflow. */
void
nps_pair_counts_add(NpsPairCounts *into, const NpsPairCounts *other)
{
	bool		fits = true;
	int64		total;
	int			i,
				j;

	for (i = 0; i < NPS_PAIR_STATES; i++)
		for (j = 0; j < NPS_PAIR_STATES; j++)
			if (pg_add_s64_overflow(into->count[i][j], other->count[i][j], &into->count[i][j]))
				fits = false;
	if (!fits || !nps_pair_counts_sum(into, &total))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_pairs holds more people than a bigint can count"),
				 errhint("Counts of this size come from adding a state to itself again and again.")));
}

/* Take other out of the counts, in place; ERROR 22003 if one fell below 0. */
void
nps_pair_counts_subtract(NpsPairCounts *from, const NpsPairCounts *other)
{
	int			i,
				j;

	for (i = 0; i < NPS_PAIR_STATES; i++)
		for (j = 0; j < NPS_PAIR_STATES; j++)
		{
			if (other->count[i][j] > from->count[i][j])
				ereport(ERROR,
						(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
						 errmsg("nps_pairs difference would be negative: " INT64_FORMAT " minus " INT64_FORMAT " of %c%c",
								from->count[i][j], other->count[i][j], letters[i], letters[j]),
						 errhint("Only subtract a state whose people are all part of the other one.")));
			from->count[i][j] -= other->count[i][j];
		}
}

/* A category by its letter; -1 if there is none. */
static int
category_of_letter(char letter)
{
	int			i;

	for (i = 0; i < NPS_PAIR_STATES; i++)
		if (letters[i] == letter)
			return i;
	return -1;
}

/* Parse the text form into an empty state; false if it is malformed. */
static bool
parse(const char *s, NpsPairCounts *pairs)
{
	bool		seen[NPS_PAIR_STATES][NPS_PAIR_STATES] = {{false}};
	int64		total;

	s = nps_skip_space(s);
	if (*s++ != '{')
		return false;
	s = nps_skip_space(s);
	if (*s == '}')
		return *nps_skip_space(s + 1) == '\0';

	for (;;)
	{
		int			first,
					second;

		s = nps_skip_space(s);
		first = category_of_letter(s[0]);
		second = first < 0 ? -1 : category_of_letter(s[1]);
		if (second < 0 || seen[first][second] || (first == NPS_NO_ANSWER && second == NPS_NO_ANSWER))
			return false;
		seen[first][second] = true;
		s = nps_skip_space(s + 2);
		if (*s++ != ':')
			return false;
		s = nps_parse_count(nps_skip_space(s), &pairs->count[first][second]);
		if (s == NULL)
			return false;

		s = nps_skip_space(s);
		if (*s == '}')
			break;
		if (*s++ != ',')
			return false;
	}
	return *nps_skip_space(s + 1) == '\0' && nps_pair_counts_sum(pairs, &total);
}

PG_FUNCTION_INFO_V1(nps_pairs_in);
Datum
nps_pairs_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	NpsPairCounts *pairs = palloc0(sizeof(NpsPairCounts));

	pairs->version = NPS_PAIRS_VERSION;
	if (!parse(text, pairs))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "nps_pairs", text),
				 errhint("Write {from-to:count,...} with d for detractor, p for passive, P for promoter and - for no answer, each pair at most once, for example {dP:3,pp:5,-d:1}; {} is nobody.")));
	PG_RETURN_POINTER(pairs);
}

PG_FUNCTION_INFO_V1(nps_pairs_out);
Datum
nps_pairs_out(PG_FUNCTION_ARGS)
{
	NpsPairCounts *pairs = PG_GETARG_NPS_PAIRS_P(0);
	StringInfoData out;
	int			i,
				j;

	initStringInfo(&out);
	for (i = 0; i < NPS_PAIR_STATES; i++)
		for (j = 0; j < NPS_PAIR_STATES; j++)
			if (pairs->count[i][j] > 0)
				appendStringInfo(&out, "%c%c%c:" INT64_FORMAT, out.len == 0 ? '{' : ',',
								 letters[i], letters[j], pairs->count[i][j]);
	appendStringInfoString(&out, out.len == 0 ? "{}" : "}");
	PG_RETURN_CSTRING(out.data);
}

PG_FUNCTION_INFO_V1(nps_pairs_recv);
Datum
nps_pairs_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	NpsPairCounts *pairs = palloc0(sizeof(NpsPairCounts));
	int64		total;
	int			i,
				j;

	pairs->version = pq_getmsgint(buf, 4);
	pairs->flags = pq_getmsgint(buf, 4);
	if (pairs->version != NPS_PAIRS_VERSION || pairs->flags != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("nps_pairs has binary version %u with flags %u, but version %d with flags 0 was expected",
						pairs->version, pairs->flags, NPS_PAIRS_VERSION),
				 errhint("Was it written by a newer nps_ext?  Send it as text, or update this server.")));
	for (i = 0; i < NPS_PAIR_STATES; i++)
		for (j = 0; j < NPS_PAIR_STATES; j++)
		{
			pairs->count[i][j] = pq_getmsgint64(buf);
			if (pairs->count[i][j] < 0)
				ereport(ERROR,
						(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
						 errmsg("nps_pairs has a negative count, " INT64_FORMAT ", for %c%c",
								pairs->count[i][j], letters[i], letters[j])));
		}
	if (pairs->count[NPS_NO_ANSWER][NPS_NO_ANSWER] != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("nps_pairs counts people who are in neither wave")));
	if (!nps_pair_counts_sum(pairs, &total))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("nps_pairs holds more people than a bigint can count")));
	PG_RETURN_POINTER(pairs);
}

PG_FUNCTION_INFO_V1(nps_pairs_send);
Datum
nps_pairs_send(PG_FUNCTION_ARGS)
{
	NpsPairCounts *pairs = PG_GETARG_NPS_PAIRS_P(0);
	StringInfoData buf;
	int			i,
				j;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, pairs->version);
	pq_sendint32(&buf, pairs->flags);
	for (i = 0; i < NPS_PAIR_STATES; i++)
		for (j = 0; j < NPS_PAIR_STATES; j++)
			pq_sendint64(&buf, pairs->count[i][j]);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(nps_pairs_plus);
Datum
nps_pairs_plus(PG_FUNCTION_ARGS)
{
	NpsPairCounts *result = nps_pair_counts_copy(PG_GETARG_NPS_PAIRS_P(0));

	nps_pair_counts_add(result, PG_GETARG_NPS_PAIRS_P(1));
	PG_RETURN_POINTER(result);
}

PG_FUNCTION_INFO_V1(nps_pairs_minus);
Datum
nps_pairs_minus(PG_FUNCTION_ARGS)
{
	NpsPairCounts *result = nps_pair_counts_copy(PG_GETARG_NPS_PAIRS_P(0));

	nps_pair_counts_subtract(result, PG_GETARG_NPS_PAIRS_P(1));
	PG_RETURN_POINTER(result);
}

static bool
same_state(FunctionCallInfo fcinfo)
{
	return memcmp(PG_GETARG_NPS_PAIRS_P(0)->count, PG_GETARG_NPS_PAIRS_P(1)->count,
				  sizeof(((NpsPairCounts *) 0)->count)) == 0;
}

PG_FUNCTION_INFO_V1(nps_pairs_eq);
Datum
nps_pairs_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(same_state(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_pairs_ne);
Datum
nps_pairs_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!same_state(fcinfo));
}

/* Only the counts are hashed, as only they are compared. */
PG_FUNCTION_INFO_V1(nps_pairs_hash);
Datum
nps_pairs_hash(PG_FUNCTION_ARGS)
{
	NpsPairCounts *pairs = PG_GETARG_NPS_PAIRS_P(0);

	return hash_any((unsigned char *) pairs->count, sizeof(pairs->count));
}

PG_FUNCTION_INFO_V1(nps_pairs_hash_extended);
Datum
nps_pairs_hash_extended(PG_FUNCTION_ARGS)
{
	NpsPairCounts *pairs = PG_GETARG_NPS_PAIRS_P(0);

	return hash_any_extended((unsigned char *) pairs->count, sizeof(pairs->count), PG_GETARG_INT64(1));
}
