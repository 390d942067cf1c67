/*
 * codebook.c
 *		Loads the keyword table into an automaton and keeps it in the backend.
 *
 * What must stay true: a call sees the keywords that its snapshot sees, as if
 * it read the table itself, and an edit takes effect in the next statement of
 * every session.  The cached automaton is used only where that is certain:
 *
 * - A row trigger sends a relcache invalidation with every change of the
 *	 tables; the callback counts it, and a cache built at an older count is
 *	 stale.  It may come at any moment, so counting is all it does.
 * - The cache remembers the snapshot it was read under.  The same snapshot may
 *	 use it again.
 * - If a newest snapshot sees the same keywords, the cache is `current`: what
 *	 comes after that snapshot may use it until an invalidation comes.
 *	 Otherwise it serves its own snapshot only: it was read by an old one
 *	 (REPEATABLE READ, a cursor, a statement that has been running) and must not
 *	 outlive it.
 * - Snapshots are ordered by the server's count of completed transactions,
 *	 which they carry, and within a transaction by its command counter.  An
 *	 older one than the cache's never uses it: it may not see what that holds.
 *
 * The table is scanned directly, without SPI: no search_path, no plan, and the
 * snapshot is the caller's choice.  A rebuild that fails in the middle leaves
 * the old cache, still marked stale, and frees what it had made.
 */
#include "postgres.h"

#include "access/attnum.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "compat.h"
#include "tag/codebook.h"
#include "tag/pattern.h"
#include "tag/utf8.h"

/* The automaton and what it takes to build it may have this many bytes. */
#define AUTOMATON_MAX_BYTES		((size_t) 512 * 1024 * 1024)

/* Columns of golden_rule_keyword, in the order of sql/parts/50_golden_rules.sql */
enum
{
	KEYWORD_RULE = 1,
	KEYWORD_LANGUAGE,
	KEYWORD_PATTERN,
	KEYWORD_POLARITY,
	KEYWORD_ENABLED,
	KEYWORD_BUILTIN,
	KEYWORD_COLUMNS = KEYWORD_BUILTIN
};

/* What tells snapshots apart, and which of two is the older one. */
typedef struct SnapshotKey
{
	TransactionId xmin;
	TransactionId xmax;
	uint32		xcnt;
	int32		subxcnt;
	uint64		completed;		/* 0 in a parallel worker: not known */
	CommandId	command;		/* of the own transaction */
} SnapshotKey;

/* One keyword, as read from the table. */
typedef struct Keyword
{
	int16		rule;
	bool		enabled;
	bool		builtin;
	char	   *language;
	size_t		literal_len;
	unsigned char *literal;		/* folded, with its word boundaries */
} Keyword;

typedef struct KeywordList
{
	Keyword    *rows;
	int			n;
	int			room;
} KeywordList;

static struct
{
	Oid			function;		/* whose schema the table is in */
	Oid			table;
	MemoryContext context;		/* NULL: nothing cached */
	NpsCodebook *book;
	uint64		built_at;		/* value of `invalidations` before the build */
	SnapshotKey key;			/* snapshot it was read under */
	bool		current;		/* good for what comes after `newest`, too */
	SnapshotKey newest;
	bool		last_command;	/* good for later commands of the transaction:
								 * changes they make are signalled */
} cache;

static uint64 invalidations = 1;

static void
keyword_table_changed(Datum arg, Oid relid)
{
	if (relid == cache.table || !OidIsValid(relid))
		invalidations++;
}

static SnapshotKey
snapshot_key(Snapshot snapshot)
{
	SnapshotKey key;

	key.xmin = snapshot->xmin;
	key.xmax = snapshot->xmax;
	key.xcnt = snapshot->xcnt;
	key.subxcnt = snapshot->subxcnt;
	key.completed = snapshot->snapXactCompletionCount;
	key.command = snapshot->curcid;
	return key;
}

/* Do both see the same of other transactions? */
static bool
same_transactions(const SnapshotKey *a, const SnapshotKey *b)
{
	return a->xmin == b->xmin && a->xmax == b->xmax && a->xcnt == b->xcnt &&
		a->subxcnt == b->subxcnt && a->completed == b->completed;
}

/* Was b taken after a, or at the same time? */
static bool
not_before(const SnapshotKey *a, const SnapshotKey *b)
{
	if (a->completed == 0 || b->completed == 0)
		return false;
	return b->completed > a->completed ||
		(b->completed == a->completed && b->command >= a->command);
}

static bool
cache_serves(const SnapshotKey *key)
{
	if (cache.context == NULL || cache.built_at != invalidations)
		return false;
	if (cache.current && not_before(&cache.newest, key))
		return true;
	return same_transactions(&cache.key, key) &&
		(key->command == cache.key.command ||
		 (cache.last_command && key->command > cache.key.command));
}

/* The keyword table in the schema of the calling function. */
static Oid
keyword_table(Oid function)
{
	Oid			schema = get_func_namespace(function);
	Oid			table = OidIsValid(schema) ? get_relname_relid("golden_rule_keyword", schema) : InvalidOid;

	if (!OidIsValid(table))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("table golden_rule_keyword of extension nps_ext does not exist"),
				 errhint("Call golden_rules() where CREATE EXTENSION nps_ext made it.")));
	return table;
}

/*
 * Append a row of the table to the list.  A pattern that cannot be compiled is
 * refused at INSERT; should one be there all the same, because triggers were
 * off, it is left out with a warning, and the others do their work.
 */
static void
add_keyword(KeywordList *list, TupleTableSlot *slot)
{
	Keyword    *k;
	unsigned char literal[NPS_PATTERN_MAX + 2];
	size_t		literal_len,
				error_at;
	NpsPatternStatus status;
	size_t		len;
	const char *utf8 = nps_utf8(DatumGetTextPP(slot->tts_values[KEYWORD_PATTERN - 1]), &len);

	status = nps_pattern_compile(utf8, len, literal, &literal_len, &error_at);
	if (status != NPS_PATTERN_OK)
	{
		ereport(WARNING,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("keyword pattern \"%s\" of rule %d is left out: %s",
						TextDatumGetCString(slot->tts_values[KEYWORD_PATTERN - 1]),
						DatumGetInt16(slot->tts_values[KEYWORD_RULE - 1]),
						nps_pattern_reason(status))));
		return;
	}

	if (list->n == list->room)
	{
		list->room = Max(list->room * 2, 2048);
		list->rows = list->rows == NULL ?
			palloc_extended(sizeof(Keyword) * list->room, MCXT_ALLOC_HUGE) :
			repalloc_huge(list->rows, sizeof(Keyword) * list->room);
	}
	k = &list->rows[list->n++];
	k->rule = DatumGetInt16(slot->tts_values[KEYWORD_RULE - 1]);
	k->enabled = DatumGetBool(slot->tts_values[KEYWORD_ENABLED - 1]);
	k->builtin = DatumGetBool(slot->tts_values[KEYWORD_BUILTIN - 1]);
	k->language = TextDatumGetCString(slot->tts_values[KEYWORD_LANGUAGE - 1]);
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
	const Keyword *k = a;
	const Keyword *l = b;
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
same_key(const Keyword *k, const Keyword *l)
{
	return k->rule == l->rule && strcmp(k->language, l->language) == 0 &&
		k->literal_len == l->literal_len && memcmp(k->literal, l->literal, k->literal_len) == 0;
}

/*
 * The keywords in force under a snapshot, sorted: a user's row replaces the
 * built-in one of the same rule, language and pattern, and rows that are not
 * enabled drop out.
 */
static KeywordList
read_keywords(Relation table, Snapshot snapshot)
{
	KeywordList list = {0};
	TupleTableSlot *slot = table_slot_create(table, NULL);
	TableScanDesc scan = table_beginscan(table, snapshot, 0, NULL);
	Keyword		previous = {0};
	int			i,
				kept = 0;

	while (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		CHECK_FOR_INTERRUPTS();
		slot_getsomeattrs(slot, KEYWORD_COLUMNS);
		add_keyword(&list, slot);
	}
	table_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);

	qsort(list.rows, list.n, sizeof(Keyword), compare_keywords);
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

static bool
same_keywords(const KeywordList *a, const KeywordList *b)
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
static NpsCodebook *
make_codebook(const KeywordList *list, MemoryContext context)
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

/*
 * Does a newest snapshot see the same keywords?  Not to be found out in
 * parallel mode, where no new snapshot can be taken.
 */
static bool
keywords_are_current(Relation table, const KeywordList *list, const SnapshotKey *key,
					 SnapshotKey *newest)
{
	Snapshot	latest;
	bool		current;

	if (IsInParallelMode())
		return false;
	latest = RegisterSnapshot(GetLatestSnapshot());
	*newest = snapshot_key(latest);
	current = same_transactions(key, newest) && newest->command == key->command;
	if (!current)
	{
		KeywordList seen = read_keywords(table, latest);

		current = same_keywords(list, &seen);
	}
	UnregisterSnapshot(latest);
	return current;
}

/* Read the table under a snapshot and put the result in the cache. */
static void
rebuild(Snapshot snapshot, const SnapshotKey *key)
{
	uint64		started_at = invalidations;
	bool		last_command = key->command == GetCurrentCommandId(false);
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "nps_ext codebook build",
											   ALLOCSET_DEFAULT_SIZES);
	MemoryContext context = AllocSetContextCreate(work, "nps_ext codebook", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(work);
	Relation	table = table_open(cache.table, AccessShareLock);
	KeywordList list = read_keywords(table, snapshot);
	SnapshotKey newest = *key;
	bool		current = keywords_are_current(table, &list, key, &newest);
	NpsCodebook *book = make_codebook(&list, context);

	table_close(table, AccessShareLock);
	MemoryContextSwitchTo(caller);

	/* nothing below can fail */
	MemoryContextSetParent(context, CacheMemoryContext);
	MemoryContextDelete(work);
	if (cache.context != NULL)
		MemoryContextDelete(cache.context);
	cache.context = context;
	cache.book = book;
	cache.built_at = started_at;
	cache.key = *key;
	cache.current = current;
	cache.newest = newest;
	cache.last_command = last_command;
}

/*
 * The code frame in force for the snapshot of the running query.  It is good
 * until the next call: the caller must not run queries while it uses it.
 */
const NpsCodebook *
nps_codebook(FunctionCallInfo fcinfo)
{
	static bool registered = false;
	Oid			function = fcinfo->flinfo->fn_oid;
	Snapshot	snapshot = ActiveSnapshotSet() ? GetActiveSnapshot() : GetTransactionSnapshot();
	SnapshotKey key = snapshot_key(snapshot);

	/* an edit that was committed must be seen even if nothing locked a table since */
	AcceptInvalidationMessages();

	if (function != cache.function)
	{
		cache.table = keyword_table(function);
		cache.function = function;
		invalidations++;
	}
	if (!registered)
	{
		CacheRegisterRelcacheCallback(keyword_table_changed, (Datum) 0);
		registered = true;
	}
	if (!cache_serves(&key))
		rebuild(snapshot, &key);
	return cache.book;
}
