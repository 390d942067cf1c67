/*
 * frame_tables.c
 *		Reads the tables of the code frame under a snapshot.
 *
 * They are scanned directly, without SPI: no search_path, no plan, and the
 * snapshot is the caller's choice.  Memory is the caller's current context.
 *
 * Their owner need not be a superuser, and may have altered them or put
 * something else in their place: what is not a table with the columns below is
 * refused, not read.
 */
#include "postgres.h"

#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/rls.h"

#include "compat.h"
#include "tag/frame_tables.h"

#define MAX_COLUMNS		7

/* Where in a line the value of a column goes. */
typedef enum ColumnField
{
	COLUMN_BUILTIN,
	COLUMN_ENABLED,
	COLUMN_RULE,
	COLUMN_CODE,
	COLUMN_KIND,
	COLUMN_LANGUAGE,
	COLUMN_PATTERN,
	COLUMN_WORD,				/* polarity, direction */
	COLUMN_SCOPE,
	COLUMN_WEIGHT,
	COLUMN_TONE,
	COLUMN_RULES
} ColumnField;

typedef struct FrameColumn
{
	const char *name;
	Oid			type;
	ColumnField field;
} FrameColumn;

typedef struct FrameTable
{
	const char *name;
	NpsLineKind kind;
	FrameColumn columns[MAX_COLUMNS];	/* until one without a name */
} FrameTable;

static const FrameTable frame_tables[NPS_FRAME_TABLES] = {
	{"golden_rule", NPS_LINE_RULE,
	{{"builtin", BOOLOID, COLUMN_BUILTIN}, {"enabled", BOOLOID, COLUMN_ENABLED}, {"rule", INT2OID, COLUMN_RULE},
	{"code", TEXTOID, COLUMN_CODE}, {"kind", TEXTOID, COLUMN_KIND}}},
	{"golden_rule_keyword", NPS_LINE_KEYWORD,
	{{"builtin", BOOLOID, COLUMN_BUILTIN}, {"enabled", BOOLOID, COLUMN_ENABLED}, {"rule", INT2OID, COLUMN_RULE},
	{"language", TEXTOID, COLUMN_LANGUAGE}, {"pattern", TEXTOID, COLUMN_PATTERN},
	{"polarity", TEXTOID, COLUMN_WORD}}},
	{"golden_rule_cue", NPS_LINE_CUE,
	{{"builtin", BOOLOID, COLUMN_BUILTIN}, {"enabled", BOOLOID, COLUMN_ENABLED}, {"rule", INT2OID, COLUMN_RULE},
	{"language", TEXTOID, COLUMN_LANGUAGE}, {"pattern", TEXTOID, COLUMN_PATTERN},
	{"weight", FLOAT4OID, COLUMN_WEIGHT}, {"tone", FLOAT4OID, COLUMN_TONE}}},
	{"golden_rule_mask", NPS_LINE_MASK,
	{{"builtin", BOOLOID, COLUMN_BUILTIN}, {"enabled", BOOLOID, COLUMN_ENABLED},
	{"language", TEXTOID, COLUMN_LANGUAGE}, {"pattern", TEXTOID, COLUMN_PATTERN},
	{"rules", INT2ARRAYOID, COLUMN_RULES}}},
	{"golden_rule_negator", NPS_LINE_NEGATOR,
	{{"builtin", BOOLOID, COLUMN_BUILTIN}, {"enabled", BOOLOID, COLUMN_ENABLED},
	{"language", TEXTOID, COLUMN_LANGUAGE}, {"pattern", TEXTOID, COLUMN_PATTERN},
	{"direction", TEXTOID, COLUMN_WORD}, {"scope", INT2OID, COLUMN_SCOPE}}},
	{"golden_rule_tone", NPS_LINE_TONE,
	{{"builtin", BOOLOID, COLUMN_BUILTIN}, {"enabled", BOOLOID, COLUMN_ENABLED},
	{"language", TEXTOID, COLUMN_LANGUAGE}, {"pattern", TEXTOID, COLUMN_PATTERN},
	{"tone", FLOAT4OID, COLUMN_TONE}}}
};

/* The tables in the schema of the calling function. */
void
nps_frame_find_tables(Oid function, Oid *tables)
{
	Oid			schema = get_func_namespace(function);
	int			i;

	for (i = 0; i < NPS_FRAME_TABLES; i++)
	{
		tables[i] = OidIsValid(schema) ? get_relname_relid(frame_tables[i].name, schema) : InvalidOid;
		if (!OidIsValid(tables[i]))
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_TABLE),
					 errmsg("table %s of extension nps_ext does not exist", frame_tables[i].name),
					 errhint("Call golden_rules() where CREATE EXTENSION nps_ext made it.")));
	}
}

/* The column of that name and type, or InvalidAttrNumber. */
static AttrNumber
find_column(TupleDesc desc, const FrameColumn *column)
{
	int			i;

	for (i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);

		if (!attribute->attisdropped && attribute->atttypid == column->type &&
			strcmp(NameStr(attribute->attname), column->name) == 0)
			return attribute->attnum;
	}
	return InvalidAttrNumber;
}

/* Where the columns are; all of them, or an error. */
static void
find_columns(Relation relation, const FrameTable *table, AttrNumber *columns)
{
	bool		is_table = relation->rd_rel->relkind == RELKIND_RELATION;
	int			i;

	for (i = 0; i < MAX_COLUMNS && table->columns[i].name != NULL; i++)
	{
		columns[i] = find_column(RelationGetDescr(relation), &table->columns[i]);
		if (!is_table || columns[i] == InvalidAttrNumber)
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("%s is no longer the table that CREATE EXTENSION nps_ext made",
							RelationGetRelationName(relation)),
					 errhint("It has to be a table, with a column %s of type %s.",
							 table->columns[i].name, format_type_be(table->columns[i].type))));
	}
}

static void
set_rules(NpsFrameLine *line, Datum value)
{
	ArrayType  *array = DatumGetArrayTypeP(value);
	Datum	   *rules;
	bool	   *nulls;
	int			n,
				i;

	deconstruct_array(array, INT2OID, sizeof(int16), true, TYPALIGN_SHORT, &rules, &nulls, &n);
	line->rules = palloc(sizeof(int16) * (n + 1));
	for (i = 0; i < n && !nulls[i]; i++)
		line->rules[line->nrules++] = DatumGetInt16(rules[i]);
	if (n == 0 || i < n)
		line->nrules = NPS_NO_RULES;
}

static void
set_field(NpsFrameLine *line, ColumnField field, Datum value)
{
	switch (field)
	{
		case COLUMN_BUILTIN:
			line->builtin = DatumGetBool(value);
			break;
		case COLUMN_ENABLED:
			line->enabled = DatumGetBool(value);
			break;
		case COLUMN_RULE:
			line->rule = DatumGetInt16(value);
			break;
		case COLUMN_CODE:
			line->code = TextDatumGetCString(value);
			break;
		case COLUMN_KIND:
			line->kind = strcmp(TextDatumGetCString(value), "topic") == 0 ? NPS_LINE_TOPIC : NPS_LINE_RULE;
			break;
		case COLUMN_LANGUAGE:
			line->language = TextDatumGetCString(value);
			break;
		case COLUMN_PATTERN:
			line->pattern = TextDatumGetCString(value);
			break;
		case COLUMN_WORD:
			line->word = TextDatumGetCString(value);
			break;
		case COLUMN_SCOPE:
			line->scope = DatumGetInt16(value);
			break;
		case COLUMN_WEIGHT:
			line->weight = DatumGetFloat4(value);
			break;
		case COLUMN_TONE:
			line->tone = DatumGetFloat4(value);
			break;
		case COLUMN_RULES:
			set_rules(line, value);
			break;
	}
}

/*
 * Append a row.  What cannot be used is refused at INSERT; should it be there
 * all the same, because triggers were off, it is left out with a warning, and
 * the others do their work.  So is a row with a NULL, without a warning; but a
 * mask without rules is for all of them.
 */
static void
add_row(NpsFrameLines *lines, const FrameTable *table, const AttrNumber *columns,
		TupleTableSlot *slot)
{
	NpsFrameLine *line = nps_frame_add_line(lines, table->kind);
	char	   *why;
	int			i;

	for (i = 0; i < MAX_COLUMNS && table->columns[i].name != NULL; i++)
	{
		bool		null;
		Datum		value = slot_getattr(slot, columns[i], &null);

		if (!null)
			set_field(line, table->columns[i].field, value);
		else if (table->columns[i].type != INT2ARRAYOID)
		{
			lines->n--;
			return;
		}
	}
	why = nps_frame_finish_line(line);
	if (why != NULL)
	{
		lines->n--;
		ereport(WARNING,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a row of %s is left out: %s", table->name, why)));
	}
}

static void
read_table(NpsFrameLines *lines, const FrameTable *table, Oid oid, Snapshot snapshot)
{
	Relation	relation = table_open(oid, AccessShareLock);
	AttrNumber	columns[MAX_COLUMNS];
	TupleTableSlot *slot;
	TableScanDesc scan;

	find_columns(relation, table, columns);
	slot = table_slot_create(relation, NULL);
	scan = table_beginscan(relation, snapshot, 0, NULL);
	while (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		CHECK_FOR_INTERRUPTS();
		add_row(lines, table, columns, slot);
	}
	table_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	table_close(relation, AccessShareLock);
}

/*
 * Refuse who could not read the tables as they are: the tagger shows what is in
 * them, and should tell nobody more, and nobody something else, than the tables.
 */
void
nps_frame_check_reader(const Oid *tables, Oid role)
{
	int			i;

	for (i = 0; i < NPS_FRAME_TABLES; i++)
	{
		if (pg_class_aclcheck(tables[i], role, ACL_SELECT) != ACLCHECK_OK &&
			pg_attribute_aclcheck_all(tables[i], role, ACL_SELECT, ACLMASK_ALL) != ACLCHECK_OK)
			ereport(ERROR,
					(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
					 errmsg("permission denied for table %s", frame_tables[i].name),
					 errdetail("Comments are tagged by the rows of the tables golden_rule, golden_rule_keyword and its sisters."),
					 errhint("Their owner has to GRANT SELECT ON %s TO %s.",
							 frame_tables[i].name, quote_identifier(GetUserNameFromId(role, false)))));
		if (check_enable_rls(tables[i], role, true) == RLS_ENABLED)
			ereport(ERROR,
					(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
					 errmsg("row security of table %s would hide rows, which the tagger cannot do", frame_tables[i].name),
					 errhint("Their owner has to ALTER TABLE %s DISABLE ROW LEVEL SECURITY; a code frame of one's own can be given as a value of type golden_rule_frame.",
							 frame_tables[i].name)));
	}
}

/* The lines in force under a snapshot, settled. */
NpsFrameLines
nps_frame_read_tables(const Oid *tables, Snapshot snapshot)
{
	NpsFrameLines lines = {0};
	int			i;

	for (i = 0; i < NPS_FRAME_TABLES; i++)
		read_table(&lines, &frame_tables[i], tables[i], snapshot);
	nps_frame_settle(&lines);
	return lines;
}
