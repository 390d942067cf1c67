/*
 * weights_type.c
 *		nps_weights as a type: text and binary form, +, =, hash.
 *
 * Text form: {n;sums of weights;sums of squared weights}, each for detractors,
 * passives, promoters: {4;1,0,3.5;1,0,6.25}; {} is no answers.  A sum that a
 * double cannot hold is written as two numbers, 0.3-2.7e-17.  It is exact and the
 * same everywhere, since a distributed engine ships aggregate states as text.
 *
 * Binary form: int32 version, int32 flags, int64 n, then the six sums, each as
 * two float8, in network byte order.
 */
#include "postgres.h"

#include <math.h>

#include "common/hashfn.h"
#include "common/int.h"
#include "fmgr.h"
#include "libpq/pqformat.h"

#include "compat.h"
#include "score/state_text.h"
#include "score/weights.h"

/* A copy in the current memory context. */
NpsWeightSums *
nps_weight_sums_copy(const NpsWeightSums *sums)
{
	NpsWeightSums *copy = palloc(sizeof(NpsWeightSums));

	memcpy(copy, sums, sizeof(NpsWeightSums));
	return copy;
}

/* A sum of something that is not negative, as a double-double in normal form. */
static bool
sum_valid(NpsDd sum)
{
	volatile double rounded = sum.hi + sum.lo;

	return isfinite(sum.hi) && isfinite(sum.lo) && sum.hi >= 0 && rounded == sum.hi &&
		!(sum.hi == 0 && signbit(sum.hi)) && !(sum.lo == 0 && signbit(sum.lo));
}

/*
 * Could n weights have these sums?  sum(w^2) <= sum(w)^2 <= n sum(w^2), which
 * rounding may break a little.  Asked with quotients, as a square may overflow.
 */
static bool
moments_valid(int64 n, double w, double w2)
{
	double		ratio;

	if (w == 0)
		return w2 == 0;
	if (w2 < NPS_SQUARES_LOST)
		return w < sqrt(NPS_SQUARES_LOST) * (double) n;
	ratio = w / sqrt(w2);
	return ratio > 1 - 1e-6 && ratio < sqrt((double) n) * (1 + 1e-6);
}

/* The invariants of weights.h. */
bool
nps_weight_sums_valid(const NpsWeightSums *sums)
{
	double		w = 0,
				w2 = 0;
	int			i;

	for (i = 0; i < NPS_CATEGORIES; i++)
	{
		if (!sum_valid(sums->w[i]) || !sum_valid(sums->w2[i]))
			return false;
		if (sums->n >= 0 && !moments_valid(sums->n, sums->w[i].hi, sums->w2[i].hi))
			return false;
		w += sums->w[i].hi;
		w2 += sums->w2[i].hi;
	}
	if (sums->n <= 0)
		return sums->n == 0 && w == 0;
	return isfinite(w) && isfinite(w2) && w > 0 && moments_valid(sums->n, w, w2);
}

/* Add other into the sums, in place; ERROR 22003 on overflow. */
void
nps_weight_sums_merge(NpsWeightSums *into, const NpsWeightSums *other)
{
	double		w = 0,
				w2 = 0;
	int			i;

	if (pg_add_s64_overflow(into->n, other->n, &into->n))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_weights holds more answers than a bigint can count"),
				 errhint("Counts of this size come from adding a state to itself again and again.")));
	for (i = 0; i < NPS_CATEGORIES; i++)
	{
		into->w[i] = nps_dd_add(into->w[i], other->w[i]);
		into->w2[i] = nps_dd_add(into->w2[i], other->w2[i]);
		w += into->w[i].hi;
		w2 += into->w2[i].hi;
	}
	if (!isfinite(w) || !isfinite(w2))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the sum of the squared weights is beyond double precision"),
				 errhint("Weights only count relative to each other: divide all by the same number.")));
}

static const char *
parse_sum(const char *s, NpsDd *sum)
{
	sum->lo = 0;
	s = nps_parse_double(s, &sum->hi);
	if (s != NULL && *s == '+')
		return *++s == '-' ? NULL : nps_parse_double(s, &sum->lo);
	if (s != NULL && *s == '-')
		return nps_parse_double(s, &sum->lo);
	return s;
}

static const char *
parse_sums(const char *s, NpsDd *sums)
{
	int			i;

	for (i = 0; i < NPS_CATEGORIES; i++)
	{
		s = nps_skip_space(s);
		if (i > 0 && *s++ != ',')
			return NULL;
		s = parse_sum(nps_skip_space(s), &sums[i]);
		if (s == NULL)
			return NULL;
	}
	return s;
}

/* Parse the text form into empty sums; false if it is malformed. */
static bool
parse(const char *s, NpsWeightSums *sums)
{
	s = nps_skip_space(s);
	if (*s++ != '{')
		return false;
	s = nps_skip_space(s);
	if (*s != '}')
	{
		s = nps_parse_count(s, &sums->n);
		if (s == NULL || *(s = nps_skip_space(s)) != ';')
			return false;
		s = parse_sums(s + 1, sums->w);
		if (s == NULL || *(s = nps_skip_space(s)) != ';')
			return false;
		s = parse_sums(s + 1, sums->w2);
		if (s == NULL || *(s = nps_skip_space(s)) != '}')
			return false;
	}
	return *nps_skip_space(s + 1) == '\0' && nps_weight_sums_valid(sums);
}

PG_FUNCTION_INFO_V1(nps_weights_in);
Datum
nps_weights_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	NpsWeightSums *sums = palloc0(sizeof(NpsWeightSums));

	sums->version = NPS_WEIGHTS_VERSION;
	if (!parse(text, sums))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "nps_weights", text),
				 errhint("Write {n;w,w,w;w2,w2,w2}: the number of answers, the sums of weights of detractors, passives and promoters, and the sums of squared weights, for example {4;1,0,3.5;1,0,6.25}; {} is no answers.")));
	PG_RETURN_POINTER(sums);
}

static void
append_sums(StringInfo out, const NpsDd *sums)
{
	int			i;

	for (i = 0; i < NPS_CATEGORIES; i++)
	{
		appendStringInfoChar(out, i == 0 ? ';' : ',');
		nps_append_double(out, sums[i].hi);
		if (sums[i].lo > 0)
			appendStringInfoChar(out, '+');
		if (sums[i].lo != 0)
			nps_append_double(out, sums[i].lo);
	}
}

PG_FUNCTION_INFO_V1(nps_weights_out);
Datum
nps_weights_out(PG_FUNCTION_ARGS)
{
	NpsWeightSums *sums = PG_GETARG_NPS_WEIGHTS_P(0);
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfoChar(&out, '{');
	if (sums->n > 0)
	{
		appendStringInfo(&out, INT64_FORMAT, sums->n);
		append_sums(&out, sums->w);
		append_sums(&out, sums->w2);
	}
	appendStringInfoChar(&out, '}');
	PG_RETURN_CSTRING(out.data);
}

PG_FUNCTION_INFO_V1(nps_weights_recv);
Datum
nps_weights_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	NpsWeightSums *sums = palloc0(sizeof(NpsWeightSums));
	int			i;

	sums->version = pq_getmsgint(buf, 4);
	sums->flags = pq_getmsgint(buf, 4);
	if (sums->version != NPS_WEIGHTS_VERSION || sums->flags != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("nps_weights has binary version %u with flags %u, but version %d with flags 0 was expected",
						sums->version, sums->flags, NPS_WEIGHTS_VERSION),
				 errhint("Was it written by a newer nps_ext?  Send it as text, or update this server.")));
	sums->n = pq_getmsgint64(buf);
	for (i = 0; i < NPS_CATEGORIES; i++)
	{
		sums->w[i].hi = pq_getmsgfloat8(buf);
		sums->w[i].lo = pq_getmsgfloat8(buf);
	}
	for (i = 0; i < NPS_CATEGORIES; i++)
	{
		sums->w2[i].hi = pq_getmsgfloat8(buf);
		sums->w2[i].lo = pq_getmsgfloat8(buf);
	}
	if (!nps_weight_sums_valid(sums))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("nps_weights has sums that no weights have"),
				 errhint("A weight is a finite number above zero.")));
	PG_RETURN_POINTER(sums);
}

PG_FUNCTION_INFO_V1(nps_weights_send);
Datum
nps_weights_send(PG_FUNCTION_ARGS)
{
	NpsWeightSums *sums = PG_GETARG_NPS_WEIGHTS_P(0);
	StringInfoData buf;
	int			i;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, sums->version);
	pq_sendint32(&buf, sums->flags);
	pq_sendint64(&buf, sums->n);
	for (i = 0; i < NPS_CATEGORIES; i++)
	{
		pq_sendfloat8(&buf, sums->w[i].hi);
		pq_sendfloat8(&buf, sums->w[i].lo);
	}
	for (i = 0; i < NPS_CATEGORIES; i++)
	{
		pq_sendfloat8(&buf, sums->w2[i].hi);
		pq_sendfloat8(&buf, sums->w2[i].lo);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(nps_weights_plus);
Datum
nps_weights_plus(PG_FUNCTION_ARGS)
{
	NpsWeightSums *result = nps_weight_sums_copy(PG_GETARG_NPS_WEIGHTS_P(0));

	nps_weight_sums_merge(result, PG_GETARG_NPS_WEIGHTS_P(1));
	PG_RETURN_POINTER(result);
}

/* What is compared and hashed: n and the sums, where equal values have equal bits. */
#define COMPARED_FROM	offsetof(NpsWeightSums, n)
#define COMPARED(sums)	((const unsigned char *) (sums) + COMPARED_FROM)
#define COMPARED_LENGTH (sizeof(NpsWeightSums) - COMPARED_FROM)

PG_FUNCTION_INFO_V1(nps_weights_eq);
Datum
nps_weights_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(memcmp(COMPARED(PG_GETARG_NPS_WEIGHTS_P(0)), COMPARED(PG_GETARG_NPS_WEIGHTS_P(1)), COMPARED_LENGTH) == 0);
}

PG_FUNCTION_INFO_V1(nps_weights_ne);
Datum
nps_weights_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(memcmp(COMPARED(PG_GETARG_NPS_WEIGHTS_P(0)), COMPARED(PG_GETARG_NPS_WEIGHTS_P(1)), COMPARED_LENGTH) != 0);
}

PG_FUNCTION_INFO_V1(nps_weights_hash);
Datum
nps_weights_hash(PG_FUNCTION_ARGS)
{
	return hash_any(COMPARED(PG_GETARG_NPS_WEIGHTS_P(0)), COMPARED_LENGTH);
}

PG_FUNCTION_INFO_V1(nps_weights_hash_extended);
Datum
nps_weights_hash_extended(PG_FUNCTION_ARGS)
{
	return hash_any_extended(COMPARED(PG_GETARG_NPS_WEIGHTS_P(0)), COMPARED_LENGTH, PG_GETARG_INT64(1));
}
