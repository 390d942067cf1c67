/*
 * waves_type.c
 *		nps_waves as a type: text and binary form, +, -, =, hash.
 *
 * Text form: {t:detractors/passives/promoters,...} by ascending t, for example
 * {1:4/3/33,2.5:5/2/33}; {} is no answers.  Waves without answers are left out.
 *
 * Binary form: int32 version, int32 flags, int32 waves, then for each float8 t
 * and 3 x int64, in network byte order.
 */
#include "postgres.h"

#include <math.h>

#include "common/hashfn.h"
#include "fmgr.h"
#include "libpq/pqformat.h"

#include "compat.h"
#include "score/state_text.h"
#include "score/waves.h"

static int
compare_t(const void *a, const void *b)
{
	double		s = ((const NpsWave *) a)->t;
	double		t = ((const NpsWave *) b)->t;

	return (s > t) - (s < t);
}

static const char *
parse_wave(const char *s, NpsWave *wave)
{
	int			c;

	s = nps_parse_double(nps_skip_space(s), &wave->t);
	for (c = 0; s != NULL && c < NPS_CATEGORIES; c++)
	{
		s = nps_skip_space(s);
		if (*s++ != (c == 0 ? ':' : '/'))
			return NULL;
		s = nps_parse_count(nps_skip_space(s), &wave->count[c]);
	}
	return s;
}

/* Parse the text form, into waves with room for all; false if it is malformed. */
static bool
parse(const char *s, NpsWaves *waves)
{
	int64		total;
	int			i;

	s = nps_skip_space(s);
	if (*s++ != '{')
		return false;
	s = nps_skip_space(s);
	if (*s == '}')
		return *nps_skip_space(s + 1) == '\0';

	for (;;)
	{
		s = parse_wave(s, &waves->wave[waves->used++]);
		if (s == NULL)
			return false;
		s = nps_skip_space(s);
		if (*s == '}')
			break;
		if (*s++ != ',')
			return false;
	}
	if (*nps_skip_space(s + 1) != '\0' || !nps_waves_sum(waves, &total))
		return false;

	qsort(waves->wave, waves->used, sizeof(NpsWave), compare_t);
	for (i = 1; i < waves->used; i++)
		if (waves->wave[i].t == waves->wave[i - 1].t)
			return false;
	nps_waves_drop_empty(waves);
	return true;
}

PG_FUNCTION_INFO_V1(nps_waves_in);
Datum
nps_waves_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	NpsWaves   *waves;
	int			room = 1;
	const char *s;

	for (s = text; *s; s++)
		room += *s == ',';
	if (room > NPS_WAVES_MAX)
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("nps_waves has %d waves, more than %d", room, NPS_WAVES_MAX)));
	waves = nps_waves_make(room);
	if (!parse(text, waves))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "nps_waves", text),
				 errhint("Write {t:detractors/passives/promoters,...}, each t at most once, for example {1:4/3/33,2.5:5/2/33}; {} is no answers.")));
	PG_RETURN_POINTER(nps_waves_copy(waves, 0));
}

PG_FUNCTION_INFO_V1(nps_waves_out);
Datum
nps_waves_out(PG_FUNCTION_ARGS)
{
	NpsWaves   *waves = nps_waves_from_datum(PG_GETARG_DATUM(0));
	StringInfoData out;
	int			i;

	initStringInfo(&out);
	appendStringInfoChar(&out, '{');
	for (i = 0; i < waves->used; i++)
	{
		const NpsWave *wave = &waves->wave[i];

		if (i > 0)
			appendStringInfoChar(&out, ',');
		nps_append_double(&out, wave->t);
		appendStringInfo(&out, ":" INT64_FORMAT "/" INT64_FORMAT "/" INT64_FORMAT,
						 wave->count[NPS_DETRACTORS], wave->count[NPS_PASSIVES], wave->count[NPS_PROMOTERS]);
	}
	appendStringInfoChar(&out, '}');
	PG_RETURN_CSTRING(out.data);
}

/* Refuse a wave that is none, or does not come after the one before; sum up. */
static void
require_wave(const NpsWave *wave, const NpsWave *before, int64 *total)
{
	int			c;

	if (!isfinite(wave->t) || (wave->t == 0 && signbit(wave->t)) || (before != NULL && wave->t <= before->t))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("nps_waves has values of t that are not finite and ascending")));
	for (c = 0; c < NPS_CATEGORIES; c++)
	{
		if (wave->count[c] < 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
					 errmsg("nps_waves has a negative count, " INT64_FORMAT, wave->count[c])));
		if (pg_add_s64_overflow(*total, wave->count[c], total))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
					 errmsg("nps_waves holds more answers than a bigint can count")));
	}
	if (nps_wave_answers(wave) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("nps_waves has a wave without answers")));
}

PG_FUNCTION_INFO_V1(nps_waves_recv);
Datum
nps_waves_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	uint32		version = pq_getmsgint(buf, 4);
	uint32		flags = pq_getmsgint(buf, 4);
	uint32		n = pq_getmsgint(buf, 4);
	int64		total = 0;
	NpsWaves   *waves;
	int			i,
				c;

	if (version != NPS_WAVES_VERSION || flags != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("nps_waves has binary version %u with flags %u, but version %d with flags 0 was expected",
						version, flags, NPS_WAVES_VERSION),
				 errhint("Was it written by a newer nps_ext?  Send it as text, or update this server.")));
	if (n > NPS_WAVES_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("nps_waves has %u waves, more than %d", n, NPS_WAVES_MAX)));
	waves = nps_waves_make(n);
	for (i = 0; i < (int) n; i++)
	{
		waves->wave[i].t = pq_getmsgfloat8(buf);
		for (c = 0; c < NPS_CATEGORIES; c++)
			waves->wave[i].count[c] = pq_getmsgint64(buf);
		require_wave(&waves->wave[i], i > 0 ? &waves->wave[i - 1] : NULL, &total);
	}
	waves->used = n;
	PG_RETURN_POINTER(waves);
}

PG_FUNCTION_INFO_V1(nps_waves_send);
Datum
nps_waves_send(PG_FUNCTION_ARGS)
{
	NpsWaves   *waves = nps_waves_from_datum(PG_GETARG_DATUM(0));
	StringInfoData buf;
	int			i,
				c;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, waves->version);
	pq_sendint32(&buf, waves->flags);
	pq_sendint32(&buf, waves->used);
	for (i = 0; i < waves->used; i++)
	{
		pq_sendfloat8(&buf, waves->wave[i].t);
		for (c = 0; c < NPS_CATEGORIES; c++)
			pq_sendint64(&buf, waves->wave[i].count[c]);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(nps_waves_plus);
Datum
nps_waves_plus(PG_FUNCTION_ARGS)
{
	NpsWaves   *result = nps_waves_copy(nps_waves_from_datum(PG_GETARG_DATUM(0)), 0);

	result = nps_waves_add(result, nps_waves_from_datum(PG_GETARG_DATUM(1)), 0);
	nps_waves_require_countable(result);
	PG_RETURN_POINTER(result);
}

PG_FUNCTION_INFO_V1(nps_waves_minus);
Datum
nps_waves_minus(PG_FUNCTION_ARGS)
{
	NpsWaves   *result = nps_waves_copy(nps_waves_from_datum(PG_GETARG_DATUM(0)), 0);

	nps_waves_subtract(result, nps_waves_from_datum(PG_GETARG_DATUM(1)));
	PG_RETURN_POINTER(nps_waves_copy(result, 0));
}

/* The waves alone are compared and hashed, not the room behind them. */
static bool
same_state(FunctionCallInfo fcinfo)
{
	NpsWaves   *a = nps_waves_from_datum(PG_GETARG_DATUM(0));
	NpsWaves   *b = nps_waves_from_datum(PG_GETARG_DATUM(1));

	return a->used == b->used && memcmp(a->wave, b->wave, a->used * sizeof(NpsWave)) == 0;
}

PG_FUNCTION_INFO_V1(nps_waves_eq);
Datum
nps_waves_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(same_state(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_waves_ne);
Datum
nps_waves_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!same_state(fcinfo));
}

PG_FUNCTION_INFO_V1(nps_waves_hash);
Datum
nps_waves_hash(PG_FUNCTION_ARGS)
{
	NpsWaves   *waves = nps_waves_from_datum(PG_GETARG_DATUM(0));

	return hash_any((unsigned char *) waves->wave, waves->used * sizeof(NpsWave));
}

PG_FUNCTION_INFO_V1(nps_waves_hash_extended);
Datum
nps_waves_hash_extended(PG_FUNCTION_ARGS)
{
	NpsWaves   *waves = nps_waves_from_datum(PG_GETARG_DATUM(0));

	return hash_any_extended((unsigned char *) waves->wave, waves->used * sizeof(NpsWave), PG_GETARG_INT64(1));
}
