/*
 * tag_trigger.c
 *		The triggers: stored tags, and what guards the code frame.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "compat.h"
#include "tag/code_frame.h"
#include "tag/tagging.h"
#include "tag/tag_sql.h"
#include "tag/utf8.h"

/*
 * The column that argument n of the trigger names; it has to be of a type of
 * that kind.
 */
static int
trigger_column(const TriggerData *trigger, int n, bool (*usable) (Oid type), const char *expected)
{
	TupleDesc	desc = RelationGetDescr(trigger->tg_relation);
	const char *name = trigger->tg_trigger->tgargs[n];
	int			column = SPI_fnumber(desc, name);
	Oid			type;

	if (column <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of relation \"%s\" does not exist", name,
						RelationGetRelationName(trigger->tg_relation)),
				 errhint("The arguments of golden_rule_tag_trigger are the column with the comment and the one for its rules.")));
	type = getBaseType(TupleDescAttr(desc, column - 1)->atttypid);
	if (!usable(type))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("column \"%s\" of relation \"%s\" is of type %s, but golden_rule_tag_trigger needs %s",
						name, RelationGetRelationName(trigger->tg_relation),
						format_type_be(TupleDescAttr(desc, column - 1)->atttypid), expected),
				 errhint("Change the type of the column, or name another one in the trigger.")));
	if (TupleDescAttr(desc, column - 1)->attgenerated != '\0')
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("column \"%s\" of relation \"%s\" is generated, and a trigger that fires BEFORE can neither read nor set it",
						name, RelationGetRelationName(trigger->tg_relation)),
				 n == 0 ? errhint("Name the column that it is generated from, or store the rules in a column that is GENERATED ALWAYS AS (golden_rules(..., frame)).") :
				 errhint("Name another column of type smallint[], or drop the trigger.")));
	return column;
}

static bool
is_text(Oid type)
{
	return type == TEXTOID || type == VARCHAROID || type == BPCHAROID;
}

static bool
is_rules(Oid type)
{
	return type == INT2ARRAYOID;
}

/* What was to be stored where a domain refused it. */
typedef struct DomainColumn
{
	const char *name;
	Datum		rules;
	bool		null;
} DomainColumn;

static void
say_rules(void *arg)
{
	const DomainColumn *column = arg;

	errcontext("golden_rule_tag_trigger, which stores %s in column \"%s\"",
			   column->null ? "NULL" : OidOutputFunctionCall(F_ARRAY_OUT, column->rules), column->name);
}

/* A column may be of a domain, whose constraints nobody looks at behind a trigger. */
static void
check_domain(const TriggerData *trigger, int rules, Datum value, bool null)
{
	Form_pg_attribute attribute = TupleDescAttr(RelationGetDescr(trigger->tg_relation), rules - 1);
	DomainColumn column = {NameStr(attribute->attname), value, null};
	ErrorContextCallback callback;

	if (attribute->atttypid == INT2ARRAYOID)
		return;
	callback.callback = say_rules;
	callback.arg = &column;
	callback.previous = error_context_stack;
	error_context_stack = &callback;
	domain_check(value, null, attribute->atttypid, NULL, CurrentMemoryContext);
	error_context_stack = callback.previous;
}

/*
 * golden_rule_tag_trigger(comment_column, rules_column): BEFORE INSERT OR
 * UPDATE FOR EACH ROW, stores golden_rules(comment) with the row.
 */
PG_FUNCTION_INFO_V1(golden_rule_tag_trigger);
Datum
golden_rule_tag_trigger(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	HeapTuple	row;
	TupleDesc	desc;
	int			comment,
				rules;
	Datum		value;
	bool		null;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) || TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("golden_rule_tag_trigger() is for triggers that fire BEFORE INSERT OR UPDATE, FOR EACH ROW")));
	if (trigger->tg_trigger->tgnargs != 2)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("golden_rule_tag_trigger takes 2 arguments, not %d", trigger->tg_trigger->tgnargs),
				 errhint("EXECUTE FUNCTION golden_rule_tag_trigger('comment', 'rules') names the column with the comment and the one for its rules.")));
	comment = trigger_column(trigger, 0, is_text, "text or varchar");
	rules = trigger_column(trigger, 1, is_rules, "smallint[]");

	row = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newtuple : trigger->tg_trigtuple;
	desc = RelationGetDescr(trigger->tg_relation);
	value = SPI_getbinval(row, desc, comment, &null);
	if (!null)
		value = nps_rules_of(nps_tagging(fcinfo, NPS_NO_FRAME), DatumGetTextPP(value));
	check_domain(trigger, rules, value, null);
	row = heap_modify_tuple_by_cols(row, desc, 1, &rules, &value, &null);
	return PointerGetDatum(row);
}

/*
 * golden_rule_pattern_check(pattern): true, or ERROR 22023 that says what is
 * wrong with a pattern, and where.
 */
PG_FUNCTION_INFO_V1(golden_rule_pattern_check);
Datum
golden_rule_pattern_check(PG_FUNCTION_ARGS)
{
	text	   *text_pattern = PG_GETARG_TEXT_PP(0);
	NpsPattern	pattern;
	size_t		error_at,
				len;
	const char *utf8 = nps_utf8(text_pattern, &len);
	NpsLiteralStatus status = nps_pattern_compile(utf8, len, &pattern, &error_at);

	if (status != NPS_LITERAL_OK)
	{
		int			position = 1;
		size_t		i;

		for (i = 0; i < error_at; i++)
			position += ((unsigned char) utf8[i] & 0xC0) != 0x80;
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid pattern \"%s\": %s", text_to_cstring(text_pattern), nps_literal_reason(status)),
				 errdetail("The fault is at character %d.", position),
				 errhint("A pattern is a word (bereikbaar), the start of one (stem*), its end (*suffix), a part of it (*infix*), a phrase of these (geen wacht* gehad), or two of them with a gap of at most three words between (kwam ... opdagen).")));
	}
	PG_RETURN_BOOL(true);
}

/*
 * golden_rule_pattern_key(pattern): equal for patterns that find the same words;
 * NULL for a malformed one, so that an index can be made whatever is there.
 */
PG_FUNCTION_INFO_V1(golden_rule_pattern_key);
Datum
golden_rule_pattern_key(PG_FUNCTION_ARGS)
{
	NpsPattern	pattern;
	size_t		error_at,
				len;
	const char *utf8 = nps_utf8(PG_GETARG_TEXT_PP(0), &len);
	StringInfoData s;

	if (nps_pattern_compile(utf8, len, &pattern, &error_at) != NPS_LITERAL_OK)
		PG_RETURN_NULL();
	initStringInfo(&s);
	nps_pattern_append_key(&s, &pattern);
	PG_RETURN_BYTEA_P(cstring_to_text_with_len(s.data, s.len));
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
