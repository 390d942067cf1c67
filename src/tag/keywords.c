/*
 * keywords.c
 *		Reads the keyword table under a snapshot, and makes a codebook of it.
 *
 * The table is scanned directly, without SPI: no search_path, no plan, and the
 * snapshot is the caller's choice.  Memory is the caller's current context.
 */
#include "postgres.h"

#include "access/tableam.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapshot.h"

#include "compat.h"
#include "tag/keywords.h"
#include "tag/pattern.h"
#include "tag/utf8.h"

/* The automaton and what it takes to build it may have this many bytes. */
#define AUTOMATON_MAX_BYTES		((size_t) 512 * 1024 * 1024)

/* The columns that are read, and what they must be. */
enum
{
	KEYWORD_RULE,
	KEYWORD_LANGUAGE,
	KEYWORD_PATTERN,
	KEYWORD_ENABLED,
	KEYWORD_BUILTIN,
	KEYWORD_COLUMNS
};

static const struct
{
	const char *name;
	Oid			type;
}			keyword_columns[KEYWORD_COLUMNS] = {
	{"rule", INT2OID}, {"language", TEXTOID}, {"pattern", TEXTOID},
	{"enabled", BOOLOID}, {"builtin", BOOLOID}
};

/*
 * Where the columns are in the table.  Its owner need not be a superuser, and
 * may have altered it or put something else in its place: what is not a table
 * with these columns is refused, not read.
 */
static void
find_columns(Relation table, AttrNumber *columns)
{
	TupleDesc	desc = RelationGetDescr(table);
	bool		usable = table->rd_rel->relkind == RELKIND_RELATION;
	int			i,
				j;

	for (i = 0; usable && i < KEYWORD_COLUMNS; i++)
	{
		columns[i] = InvalidAttrNumber;
		for (j = 0; j < desc->natts; j++)
		{
			Form_pg_attribute attribute = TupleDescAttr(desc, j);

			if (!attribute->attisdropped && attribute->atttypid == keyword_columns[i].type &&
				strcmp(NameStr(attribute->attname), keyword_columns[i].name) == 0)
				columns[i] = attribute->attnum;
		}
		usable = columns[i] != InvalidAttrNumber;
	}
	if (!usable)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("%s is no longer the table that CREATE EXTENSION nps_ext made",
						RelationGetRelationName(table)),
				 errhint("It needs the columns rule smallint, language text, pattern text, enabled boolean, builtin boolean.")));
}

/*
 * Append a row of the table to the list.  A pattern that cannot be compiled is
 * refused at INSERT; should one be there all the same, because triggers were
 * off, it is left out with a warning, and the others do their work.
 */
static void
add_keyword(NpsKeywords *list, const Datum *values)
{
	NpsKeyword *k;
	unsigned char literal[NPS_PATTERN_MAX + 2];
	size_t		literal_len,
				error_at;
	NpsPatternStatus status;
	size_t		len;
	const char *utf8 = nps_utf8(DatumGetTextPP(values[KEYWORD_PATTERN]), &len);

	status = nps_pattern_compile(utf8, len, literal, &literal_len, &error_at);
	if (status != NPS_PATTERN_OK)
	{
		ereport(WARNING,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("keyword pattern \"%s\" of rule %d is left out: %s",
						TextDatumGetCString(values[KEYWORD_PATTERN]),
						DatumGetInt16(values[KEYWORD_RULE]),
						nps_pattern_reason(status))));
		return;
	}

	if (list->n == list->room)
	{
		list->room = Max(list->room * 2, 2048);
		list->rows = list->rows == NULL ?
			palloc_extended(sizeof(NpsKeyword) * list->room, MCXT_ALLOC_HUGE) :
			repalloc_huge(list->rows, sizeof(NpsKeyword) * list->room);
	}
	k = &list->rows[list->n++];
	k->rule = DatumGetInt16(values[KEYWORD_RULE]);
	k->enabled = DatumGetBool(values[KEYWORD_ENABLED]);
	k->builtin = DatumGetBool(values[KEYWORD_BUILTIN]);
	k->language = TextDatumGetCString(values[KEYWORD_LANGUAGE]);
	k->literal_len = literal_len;
	k->literal = palloc(literal_len);
	memcpy(k->literal, literal, literal_len);
}

/*
 * By rule, language and literal; of equal ones the user's row before the
 * built-in one, and one that switches the pattern off before the others.
 */
static int
compare_keywords(const void *a, const void *b)
{
	const NpsKeyword *k = a;
	const NpsKeyword *l = b;
	int			cmp;

	if (k->rule != l->rule)
		return k->rule < l->rule ? -1 : 1;
	if ((cmp = strcmp(k->language, l->language)) != 0)
		return cmp;
	if ((cmp = memcmp(k->literal, l->literal, Min(k->literal_len, l->literal_len))) != 0)
		return cmp;
	if (k->literal_len != l->literal_len)
		return k->literal_len < l->literal_len ? -1 : 1;
	if (k->builtin != l->builtin)
		return (int) k->builtin - (int) l->builtin;
	return (int) k->enabled - (int) l->enabled;
}

static bool
same_key(const NpsKeyword *k, const NpsKeyword *l)
{
	return k->rule == l->rule && strcmp(k->language, l->language) == 0 &&
		k->literal_len == l->literal_len && memcmp(k->literal, l->literal, k->literal_len) == 0;
}

/*
 * The keywords in force under a snapshot, sorted: a user's row replaces the
 * built-in one of the same rule, language and pattern, and rows that are not
 * enabled drop out.
 */
NpsKeywords
nps_keywords_read(Relation table, Snapshot snapshot)
{
	NpsKeywords list = {0};
	TupleTableSlot *slot;
	TableScanDesc scan;
	NpsKeyword	previous = {0};
	AttrNumber	columns[KEYWORD_COLUMNS];
	int			i,
				kept = 0;

	find_columns(table, columns);
	slot = table_slot_create(table, NULL);
	scan = table_beginscan(table, snapshot, 0, NULL);
	while (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		Datum		values[KEYWORD_COLUMNS];
		bool		null = false;

		CHECK_FOR_INTERRUPTS();
		for (i = 0; i < KEYWORD_COLUMNS && !null; i++)
			values[i] = slot_getattr(slot, columns[i], &null);
		if (!null)				/* a NULL matches nothing */
			add_keyword(&list, values);
	}
	table_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);

	qsort(list.rows, list.n, sizeof(NpsKeyword), compare_keywords);
	for (i = 0; i < list.n; i++)
	{
		bool		first = i == 0 || !same_key(&previous, &list.rows[i]);

		previous = list.rows[i];
		if (first && previous.enabled)
			list.rows[kept++] = previous;
	}
	list.n = kept;
	return list;
}

bool
nps_keywords_same(const NpsKeywords *a, const NpsKeywords *b)
{
	int			i;

	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++)
		if (!same_key(&a->rows[i], &b->rows[i]))
			return false;
	return true;
}

static void *
allocate(void *context, size_t size)
{
	return MemoryContextAllocHuge((MemoryContext) context, size);
}

static void
look_for_interrupts(void *unused)
{
	CHECK_FOR_INTERRUPTS();
}

/* Make the codebook of sorted keywords in `context`. */
NpsCodebook *
nps_codebook_make(const NpsKeywords *list, MemoryContext context)
{
	NpsCodebook *book = MemoryContextAllocZero(context, sizeof(NpsCodebook));
	NpsLiteral *literals = palloc_extended(sizeof(NpsLiteral) * Max(list->n, 1), MCXT_ALLOC_HUGE);
	NpsAutomatonOptions options = {0};
	int			i;

	book->rules = MemoryContextAllocHuge(context, sizeof(int16) * Max(list->n, 1));
	for (i = 0; i < list->n; i++)
	{
		if (book->nrules == 0 || book->rules[book->nrules - 1] != list->rows[i].rule)
			book->rules[book->nrules++] = list->rows[i].rule;
		literals[i].bytes = list->rows[i].literal;
		literals[i].len = list->rows[i].literal_len;
		literals[i].value = book->nrules - 1;
	}

	options.keep = options.scratch = allocate;
	options.keep_ctx = context;
	options.scratch_ctx = CurrentMemoryContext;
	options.progress = look_for_interrupts;
	options.max_bytes = AUTOMATON_MAX_BYTES;
	options.dense_bytes = NPS_AUTOMATON_DENSE_BYTES;
	if (nps_automaton_build(literals, list->n, &options, &book->automaton) != NPS_AUTOMATON_OK)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("%d keywords need an automaton of more than %zu MB",
						list->n, AUTOMATON_MAX_BYTES / (1024 * 1024)),
				 errhint("Disable or delete keywords in golden_rule_keyword, the longest first.")));
	return book;
}

