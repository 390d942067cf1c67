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
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "compat.h"
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
				 errhint("A pattern is a word (bereikbaar), the start of one (stem*), its end (*suffix), a part of it (*infix*), a phrase of these (geen wacht* gehad), or two of them with a gap of a few words (kwam ... opdagen).")));
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
