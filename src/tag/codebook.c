/*
 * codebook.c
 *		Keeps the code frame of the running query in the backend.
 *
 * What must stay true: a call sees the code frame that its snapshot sees, as if
 * it read the tables itself, and an edit takes effect in the next statement of
 * every session.  The cached automaton is used only where that is certain:
 *
 * - A row trigger sends a relcache invalidation with every change of the
 *	 tables; the callback counts it, and a cache built at an older count is
 *	 stale.  It may come at any moment, so counting is all it does.
 * - The cache remembers the snapshot it was read under.  The same snapshot may
 *	 use it again.
 * - If a newest snapshot sees the same frame, the cache is `current`: what
 *	 comes after that snapshot may use it until an invalidation comes.
 *	 Otherwise it serves its own snapshot only: it was read by an old one
 *	 (REPEATABLE READ, a cursor, a statement that has been running) and must not
 *	 outlive it.
 * - Snapshots are ordered by the transactions that they see as completed, and
 *	 within a transaction by its command counter.  An older one than the cache's
 *	 never uses it: it may not see what that holds.
 *
 * Two gaps are left, as with the server's own caches without a lock: a commit
 * is visible some microseconds before its invalidation is sent, and both before
 * COMMIT returns to whoever made it; and within the very statement that edits
 * keywords, what sees its changes already (a trigger, a volatile function)
 * still gets the old ones.
 *
 * The tables are read with the privileges of the role that runs the query: once
 * it is known that a role may, that holds until the tables or roles change.
 *
 * A rebuild that fails in the middle leaves the old cache, still marked stale,
 * and frees what it had made.
 */
#include "postgres.h"

#include "access/xact.h"
#include "miscadmin.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "compat.h"
#include "tag/codebook.h"
#include "tag/frame_tables.h"

/* What tells snapshots apart, and which of two is the older one. */
typedef struct SnapshotKey
{
	TransactionId xmin;
	TransactionId xmax;
	uint32		xcnt;
	int32		subxcnt;
	bool		recovery;		/* taken on a standby */
	CommandId	command;		/* of the own transaction */
} SnapshotKey;

/* Functions that call for the code frame; more are looked up each time. */
#define MAX_FUNCTIONS	16

static struct
{
	Oid			functions[MAX_FUNCTIONS];	/* in whose schema the tables are */
	int			nfunctions;
	Oid			tables[NPS_FRAME_TABLES];
	MemoryContext context;		/* NULL: nothing cached */
	NpsCodebook *book;
	uint64		built_at;		/* value of `invalidations` before the build */
	SnapshotKey key;			/* snapshot it was read under */
	bool		current;		/* good for what comes after `newest`, too */
	SnapshotKey newest;
	bool		last_command;	/* good for later commands of the transaction:
								 * changes they make are signalled */
	Oid			reader;			/* role that may read the tables .. */
	uint64		reader_at;		/* .. at this value of `invalidations` */
} cache;

static uint64 invalidations = 1;

static void
table_changed(Datum arg, Oid relid)
{
	bool		ours = !OidIsValid(relid);
	int			i;

	for (i = 0; i < NPS_FRAME_TABLES; i++)
		ours |= relid == cache.tables[i];
	if (ours)
	{
		invalidations++;
		cache.nfunctions = 0;	/* look the tables up again */
	}
}

/* Who is a member of which role may have changed. */
static void
roles_changed(Datum arg, int cache_id, uint32 hash)
{
	cache.reader = InvalidOid;
}

static SnapshotKey
snapshot_key(Snapshot snapshot)
{
	SnapshotKey key;

	key.xmin = snapshot->xmin;
	key.xmax = snapshot->xmax;
	key.xcnt = snapshot->xcnt;
	key.subxcnt = snapshot->subxcnt;
	key.recovery = snapshot->takenDuringRecovery;
	key.command = snapshot->curcid;
	return key;
}

/* Do both see the same of other transactions? */
static bool
same_transactions(const SnapshotKey *a, const SnapshotKey *b)
{
	return a->xmin == b->xmin && a->xmax == b->xmax && a->xcnt == b->xcnt &&
		a->subxcnt == b->subxcnt && a->recovery == b->recovery;
}

/*
 * Was b taken after a, or at the same time?  (The count of transactions that the
 * server keeps to tell this is not in the copy of a snapshot that is in use.)
 * As time goes on xmax only grows; and as long as it stays, the transactions
 * before it that are in progress only get fewer.  On a standby these stand
 * elsewhere, and false may be the answer where it is not known.
 */
static bool
not_before(const SnapshotKey *a, const SnapshotKey *b)
{
	if (a->xmax != b->xmax)
		return TransactionIdFollows(b->xmax, a->xmax);
	if (a->recovery || b->recovery)
		return same_transactions(a, b);
	return b->xcnt < a->xcnt || (b->xcnt == a->xcnt && b->command >= a->command);
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

static bool
same_text(const text *a, const text *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(VARDATA(a), VARDATA(b), VARSIZE(a) - VARHDRSZ) == 0;
}

/*
 * Does a newest snapshot see the same code frame?  Not to be found out in
 * parallel mode, where no new snapshot can be taken.
 */
static bool
frame_is_current(const text *source, const SnapshotKey *key, SnapshotKey *newest)
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
		NpsFrameLines lines = nps_frame_read_tables(cache.tables, latest);

		current = same_text(source, nps_frame_to_text(&lines));
	}
	UnregisterSnapshot(latest);
	return current;
}

/* Read the tables under a snapshot and put the result in the cache. */
static void
rebuild(Snapshot snapshot, const SnapshotKey *key)
{
	uint64		started_at = invalidations;
	bool		last_command = key->command == GetCurrentCommandId(false);
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "nps_ext codebook build",
											   ALLOCSET_DEFAULT_SIZES);
	MemoryContext context = AllocSetContextCreate(work, "nps_ext codebook", ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(work);
	NpsFrameLines lines = nps_frame_read_tables(cache.tables, snapshot);
	text	   *source = nps_frame_to_text(&lines);
	SnapshotKey newest = *key;
	bool		current = frame_is_current(source, key, &newest);
	NpsCodebook *book = nps_frame_to_codebook(&lines, context);

	book->source = MemoryContextAlloc(context, VARSIZE(source));
	memcpy(book->source, source, VARSIZE(source));
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

/* Make cache.tables those that the function reads. */
static void
find_tables(Oid function)
{
	Oid			tables[NPS_FRAME_TABLES];
	int			i;

	for (i = 0; i < cache.nfunctions; i++)
		if (cache.functions[i] == function)
			return;
	nps_frame_find_tables(function, tables);
	if (memcmp(tables, cache.tables, sizeof(tables)) != 0)
	{
		memcpy(cache.tables, tables, sizeof(tables));
		cache.nfunctions = 0;
		invalidations++;
	}
	if (cache.nfunctions < MAX_FUNCTIONS)
		cache.functions[cache.nfunctions++] = function;
}

/* May the role that runs the query read the tables?  GRANT and REVOKE invalidate. */
static void
check_reader(void)
{
	Oid			role = GetUserId();
	uint64		started_at = invalidations;

	cache.reader = InvalidOid;
	nps_frame_check_reader(cache.tables, role);
	cache.reader = role;
	cache.reader_at = started_at;
}

/*
 * The code frame in force for the snapshot of the running query.  It is good
 * until the next call: the caller must not run queries while it uses it.
 */
const NpsCodebook *
nps_codebook(FunctionCallInfo fcinfo)
{
	static bool registered = false;
	Snapshot	snapshot = ActiveSnapshotSet() ? GetActiveSnapshot() : GetTransactionSnapshot();
	SnapshotKey key = snapshot_key(snapshot);

	/* an edit that was committed must be seen even if nothing locked a table since */
	AcceptInvalidationMessages();

	find_tables(fcinfo->flinfo->fn_oid);
	if (!registered)
	{
		CacheRegisterRelcacheCallback(table_changed, (Datum) 0);
		CacheRegisterSyscacheCallback(AUTHMEMROLEMEM, roles_changed, (Datum) 0);
		CacheRegisterSyscacheCallback(AUTHOID, roles_changed, (Datum) 0);
		registered = true;
	}
	if (cache.reader != GetUserId() || cache.reader_at != invalidations)
		check_reader();
	if (!cache_serves(&key))
		rebuild(snapshot, &key);
	return cache.book;
}
