/*
 * tag_sql.c
 *		Golden Rules in SQL: golden_rules(), and the triggers of the keyword
 *		table.
 *
 * A comment is folded and scanned in one go, piece by piece: memory does not
 * grow with its length, and time does not depend on the number of keywords.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/rel.h"

#include "compat.h"
#include "tag/codebook.h"
#include "tag/fold.h"
#include "tag/pattern.h"
#include "tag/utf8.h"

typedef struct RuleScan
{
	const NpsAutomaton *automaton;
	uint32_t	state;
	bool	   *found;			/* by position in the codebook's rules[] */
} RuleScan;

static void
rule_hit(void *ctx, uint32_t value, size_t end)
{
	((RuleScan *) ctx)->found[value] = true;
}

/* A piece of the folded comment; it may begin and end inside a word. */
static void
scan_piece(void *ctx, const unsigned char *folded, size_t len)
{
	RuleScan   *scan = ctx;

	CHECK_FOR_INTERRUPTS();
	scan->state = nps_automaton_scan(scan->automaton, scan->state, folded, len, rule_hit, scan);
}

/* golden_rules(comment): the rules a comment mentions, sorted, each once. */
PG_FUNCTION_INFO_V1(golden_rules);
Datum
golden_rules(PG_FUNCTION_ARGS)
{
	text	   *comment = PG_GETARG_TEXT_PP(0);
	const NpsCodebook *book = nps_codebook(fcinfo);
	RuleScan	scan;
	Datum	   *rules;
	const char *utf8;
	size_t		len;
	int			n = 0,
				i;

	scan.automaton = book->automaton;
	scan.state = NPS_AUTOMATON_START;
	scan.found = palloc0(sizeof(bool) * (book->nrules + 1));
	utf8 = nps_utf8(comment, &len);
	nps_fold((const unsigned char *) utf8, len, scan_piece, &scan);

	rules = palloc(sizeof(Datum) * (book->nrules + 1));
	for (i = 0; i < book->nrules; i++)
		if (scan.found[i])
			rules[n++] = Int16GetDatum(book->rules[i]);
	PG_RETURN_ARRAYTYPE_P(construct_array(rules, n, INT2OID, sizeof(int16), true, TYPALIGN_SHORT));
}

/*
 * golden_rule_pattern_check(pattern): true, or ERROR 22023 that says what is
 * wrong with a keyword pattern, and where.
 */
PG_FUNCTION_INFO_V1(golden_rule_pattern_check);
Datum
golden_rule_pattern_check(PG_FUNCTION_ARGS)
{
	text	   *pattern = PG_GETARG_TEXT_PP(0);
	unsigned char literal[NPS_PATTERN_MAX + 2];
	size_t		literal_len,
				error_at,
				len;
	const char *utf8 = nps_utf8(pattern, &len);
	NpsPatternStatus status = nps_pattern_compile(utf8, len, literal, &literal_len, &error_at);

	if (status != NPS_PATTERN_OK)
	{
		int			position = 1;
		size_t		i;

		for (i = 0; i < error_at; i++)
			position += ((unsigned char) utf8[i] & 0xC0) != 0x80;
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid keyword pattern \"%s\": %s", text_to_cstring(pattern), nps_pattern_reason(status)),
				 errdetail("The fault is at character %d.", position),
				 errhint("A pattern is a word (bereikbaar), the start of one (stem*), its end (*suffix), a part of it (*infix*), or a phrase of words (te bereiken).")));
	}
	PG_RETURN_BOOL(true);
}

/*
 * Row and TRUNCATE trigger of the tables that make up the code frame: tells
 * every session to read them again once this transaction commits, and this
 * session from the next command on.
 */
PG_FUNCTION_INFO_V1(golden_rule_changed);
Datum
golden_rule_changed(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("golden_rule_changed() is a trigger function")));
	CacheInvalidateRelcacheByRelid(RelationGetRelid(trigger->tg_relation));
	return PointerGetDatum(NULL);
}
