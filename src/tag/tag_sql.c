/*
 * tag_sql.c
 *		Golden Rules in SQL: which rules a comment speaks of, which way, and
 *		what makes it so.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "compat.h"
#include "score/score.h"
#include "tag/tag_sql.h"
#include "tag/utf8.h"

/* ------------------------------------------------------------- rules */

/*
 * An array with room for n, to be set and finished: construct_array() takes as long
 * as matching a word or two.
 */
static int16 *
begin_smallints(int n, ArrayType **array)
{
	*array = palloc(ARR_OVERHEAD_NONULLS(1) + n * sizeof(int16));
	return (int16 *) ((char *) *array + ARR_OVERHEAD_NONULLS(1));
}

static Datum
finish_smallints(ArrayType *array, int n)
{
	int			ndim = n > 0 ? 1 : 0;

	SET_VARSIZE(array, ARR_OVERHEAD_NONULLS(ndim) + n * sizeof(int16));
	array->ndim = ndim;
	array->dataoffset = 0;
	array->elemtype = INT2OID;
	if (n > 0)
	{
		ARR_DIMS(array)[0] = n;
		ARR_LBOUND(array)[0] = 1;
	}
	return PointerGetDatum(array);
}

/* The rules that a comment speaks of, as smallint[]; topics are none. */
Datum
nps_rules_of(NpsTagging *t, const text *comment)
{
	ArrayType  *array;
	int16	   *rules = begin_smallints(t->book->nrules + 1, &array);
	int			n = 0,
				i;

	nps_tagging_match(t, comment, NPS_MATCH_RULES, NPS_NEUTRAL);
	for (i = 0; i < t->book->nrules; i++)
	{
		/* which ones is hard to foretell: no branch */
		rules[n] = t->book->rules[i];
		n += t->matcher.rules[i].found & !t->book->is_topic[i];
	}
	return finish_smallints(array, n);
}

/* golden_rules(comment): the rules a comment speaks of, sorted, each once. */
PG_FUNCTION_INFO_V1(golden_rules);
Datum
golden_rules(PG_FUNCTION_ARGS)
{
	text	   *comment = PG_GETARG_TEXT_PP(0);

	return nps_rules_of(nps_tagging(fcinfo, NPS_NO_FRAME), comment);
}

/* golden_rules(comment, frame) */
PG_FUNCTION_INFO_V1(golden_rules_of_frame);
Datum
golden_rules_of_frame(PG_FUNCTION_ARGS)
{
	text	   *comment = PG_GETARG_TEXT_PP(0);

	return nps_rules_of(nps_tagging(fcinfo, 1), comment);
}

/* ---------------------------------------------------------- mentions */

/* What a respondent with this score will have meant where the words do not tell. */
static NpsPolarity
lean_of(int score)
{
	if (score >= NPS_PROMOTER_FROM)
		return NPS_POSITIVE;
	return score < NPS_PASSIVE_FROM ? NPS_NEGATIVE : NPS_NEUTRAL;
}

/* The score in argument 1; ERROR 22003 if it is none, NULL leans nowhere. */
static NpsPolarity
numeric_lean(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(1) ? NPS_NEUTRAL : lean_of(nps_score_from_numeric(PG_GETARG_NUMERIC(1)));
}

static NpsPolarity
float8_lean(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(1) ? NPS_NEUTRAL : lean_of(nps_score_from_float8(PG_GETARG_FLOAT8(1)));
}

/* One row a rule: (rule, polarity). */
static Datum
mentions(FunctionCallInfo fcinfo, NpsPolarity lean, int frame_arg)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	NpsTagging *t;
	int			i;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || (frame_arg >= 0 && PG_ARGISNULL(frame_arg)))
		return (Datum) 0;
	t = nps_tagging(fcinfo, frame_arg);
	nps_tagging_match(t, PG_GETARG_TEXT_PP(0), NPS_MATCH_POLARITY, lean);
	for (i = 0; i < t->book->nrules; i++)
	{
		Datum		values[2];
		bool		nulls[2] = {false, false};

		if (!t->matcher.rules[i].found || t->book->is_topic[i])
			continue;
		values[0] = Int16GetDatum(t->book->rules[i]);
		values[1] = CStringGetTextDatum(nps_polarity_name(t->matcher.rules[i].polarity));
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* golden_rule_mentions(comment, score) */
PG_FUNCTION_INFO_V1(golden_rule_mentions);
Datum
golden_rule_mentions(PG_FUNCTION_ARGS)
{
	return mentions(fcinfo, numeric_lean(fcinfo), NPS_NO_FRAME);
}

/* golden_rule_mentions(comment, score, frame) */
PG_FUNCTION_INFO_V1(golden_rule_mentions_of_frame);
Datum
golden_rule_mentions_of_frame(PG_FUNCTION_ARGS)
{
	return mentions(fcinfo, numeric_lean(fcinfo), 2);
}

/* The same with a score in double precision. */
PG_FUNCTION_INFO_V1(golden_rule_mentions_float8);
Datum
golden_rule_mentions_float8(PG_FUNCTION_ARGS)
{
	return mentions(fcinfo, float8_lean(fcinfo), NPS_NO_FRAME);
}

PG_FUNCTION_INFO_V1(golden_rule_mentions_float8_of_frame);
Datum
golden_rule_mentions_float8_of_frame(PG_FUNCTION_ARGS)
{
	return mentions(fcinfo, float8_lean(fcinfo), 2);
}

/* -------------------------------------------------------------- tags */

/* Characters in len bytes.  SQL_ASCII counts bytes, as length() does. */
static int
characters(const char *bytes, size_t len)
{
	int			n = 0;
	size_t		i;

	if (GetDatabaseEncoding() == PG_SQL_ASCII)
		return (int) len;
	for (i = 0; i < len; i++)
		n += ((unsigned char) bytes[i] & 0xC0) != 0x80;
	return n;
}

enum
{
	TAG_RULE,
	TAG_POLARITY,
	TAG_KEYWORD,
	TAG_HIT,
	TAG_START,
	TAG_LENGTH,
	TAG_NEGATED,
	TAG_COLUMNS
};

/* One row a hit: (rule, polarity, keyword, hit, start_pos, length, negated). */
static Datum
tags(FunctionCallInfo fcinfo, int frame_arg)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	NpsTagging *t;
	uint32		at = 0;
	int			position = 1;
	size_t		i;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || (frame_arg >= 0 && PG_ARGISNULL(frame_arg)))
		return (Datum) 0;
	t = nps_tagging(fcinfo, frame_arg);
	nps_sorted_tags(t, PG_GETARG_TEXT_PP(0));
	for (i = 0; i < t->matcher.ntags; i++)
	{
		const NpsTag *tag = &t->matcher.tags[i];
		const NpsBookEntry *entry = &t->book->entries[tag->entry];
		Datum		values[TAG_COLUMNS];
		bool		nulls[TAG_COLUMNS] = {false};

		CHECK_FOR_INTERRUPTS();
		position += characters(t->utf8 + at, tag->start - at);
		at = tag->start;
		values[TAG_RULE] = Int16GetDatum(t->book->rules[entry->rule]);
		values[TAG_POLARITY] = CStringGetTextDatum(nps_polarity_name(tag->polarity));
		values[TAG_KEYWORD] = CStringGetTextDatum(entry->pattern);
		values[TAG_HIT] = PointerGetDatum(nps_from_utf8(t->utf8 + tag->start, tag->end - tag->start));
		values[TAG_START] = Int32GetDatum(position);
		values[TAG_LENGTH] = Int32GetDatum(characters(t->utf8 + tag->start, tag->end - tag->start));
		values[TAG_NEGATED] = BoolGetDatum(tag->negated);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/* golden_rule_tags(comment) */
PG_FUNCTION_INFO_V1(golden_rule_tags);
Datum
golden_rule_tags(PG_FUNCTION_ARGS)
{
	return tags(fcinfo, NPS_NO_FRAME);
}

/* golden_rule_tags(comment, frame) */
PG_FUNCTION_INFO_V1(golden_rule_tags_of_frame);
Datum
golden_rule_tags_of_frame(PG_FUNCTION_ARGS)
{
	return tags(fcinfo, 1);
}
