/*-------------------------------------------------------------------------
 *
 * automaton.c
 *		Aho-Corasick over byte classes; see automaton.h.
 *
 * States are numbered breadth first from the root, state 0.  Hence
 *
 * - the children of a state have consecutive numbers: children of s are first[s] .. first[s + 1] - 1, and label[]
 *	 says by which class each is reached.  A trie costs 10 bytes a state.
 * - the failure state of a state (that of its longest proper suffix which is
 *	 a state) is shallower, so it has a smaller number and is ready first.
 * - the states next to the root, where a scan spends nearly all of its time,
 *	 are the first ones.  They get a row of the dense table, in which failure
 *	 links are resolved: one load a byte.  The others go by label[] and fail[]
 *	 until they find a child or come to a dense state.
 *
 * How many states are dense follows from options.dense_bytes alone.  With the
 * usual codebook it is all of them, and the trie is thrown away; with 100,000
 * patterns the same code runs in some 50 MB instead of several hundred.
 *
 * A transition is the number of the next state times two, plus one if there
 * is something to report there.  Where all states are dense, transitions are
 * turned at the end into the place of the next state's row times two, plus
 * one: that saves a multiplication in the chain of loads that a scan is.  The
 * first place of a row then holds what is to be reported in its state.
 *
 * Outputs: output[s] is 0 or a record of values[], of the longest literal that
 * ends in state s; a record links to that of the next shorter one.  At the end
 * of the build a record that is but one value, and links to none, is turned
 * into that value, marked: most are, and it saves two loads a hit.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/automaton.h"
#include "tag/automaton_run.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* States between two calls of options.progress. */
#define PROGRESS_EVERY	4096

#define MAX_STATES	((size_t) INT32_MAX)

/* Transitions of a cache line; rows begin with one. */
#define LINE_WORDS	16

/* The sorted literals that begin with the bytes that lead to a state. */
typedef struct Range
{
	uint32_t	from;
	uint32_t	to;
} Range;

/* Order by bytes; equal ones as the caller gave them. */
static int
compare_literals(const void *left, const void *right)
{
	const NpsLiteral *a = *(const NpsLiteral *const *) left;
	const NpsLiteral *b = *(const NpsLiteral *const *) right;
	int			c = memcmp(a->bytes, b->bytes, a->len < b->len ? a->len : b->len);

	if (c != 0)
		return c;
	if (a->len != b->len)
		return a->len < b->len ? -1 : 1;
	return a < b ? -1 : a > b;
}

/* Add count * size to *total; false if that overflows. */
static bool
add_size(size_t *total, size_t count, size_t size)
{
	if (count > (SIZE_MAX - *total) / size)
		return false;
	*total += count * size;
	return true;
}

/* Never ask an allocator for nothing. */
static void *
allocate(NpsAlloc alloc, void *ctx, size_t count, size_t size)
{
	return alloc(ctx, count > 0 ? count * size : size);
}

/*
 * Number the classes, from 1: bytes of the literals one each, the frequent ones
 * first, so that what a scan looks at in a row is mostly one cache line; then
 * all the others together.
 */
static void
find_classes(NpsAutomaton *a, const NpsLiteral *literals, size_t count)
{
	size_t		uses[256] = {0};
	size_t		i;
	size_t		j;
	int			byte;

	for (i = 0; i < count; i++)
		for (j = 0; j < literals[i].len; j++)
			uses[literals[i].bytes[j]]++;
	memset(a->class_of, 0, sizeof(a->class_of));
	for (a->nclasses = 1;; a->nclasses++)
	{
		int			most = -1;

		for (byte = 0; byte < 256; byte++)
			if (uses[byte] > 0 && (most < 0 || uses[byte] > uses[most]))
				most = byte;
		if (most < 0)
			break;
		a->class_of[most] = (uint16_t) a->nclasses;
		uses[most] = 0;
	}
	for (byte = 0; byte < 256; byte++)
		if (a->class_of[byte] == 0)
			a->class_of[byte] = (uint16_t) a->nclasses;
	a->nclasses++;
	a->width = (a->nclasses + LINE_WORDS - 1) / LINE_WORDS * LINE_WORDS;
}

/*
 * The number of states of the sorted literals: each has one for each byte
 * beyond what it shares with the one before.
 */
static size_t
count_states(const NpsLiteral *const *sorted, size_t count)
{
	size_t		states = 1;
	size_t		i;

	for (i = 0; i < count && states <= MAX_STATES; i++)
	{
		size_t		same = 0;

		if (i > 0)
		{
			const NpsLiteral *a = sorted[i - 1];
			const NpsLiteral *b = sorted[i];

			while (same < a->len && same < b->len && a->bytes[same] == b->bytes[same])
				same++;
		}
		if (sorted[i]->len - same > MAX_STATES)
			return MAX_STATES + 1;
		states += sorted[i]->len - same;
	}
	return states;
}

/*
 * Number the states breadth first, with all that belongs to them.  One round
 * does one state s as a parent: its children, their failure states, their
 * outputs, and the dense row of s.
 */
static void
build_states(NpsAutomaton *a, const NpsLiteral *const *sorted, Range *ranges,
			 uint32_t count, const NpsAutomatonOptions *options)
{
	uint32_t	s;
	uint32_t	nstates = 1;
	uint32_t	level_end = 1;	/* first state deeper than s */
	uint32_t	nvalues = 0;
	uint32_t	nrecords = 1;
	size_t		depth = 0;

	ranges[0].from = 0;
	ranges[0].to = count;
	a->fail[0] = 0;
	a->output[0] = 0;

	for (s = 0; s < a->nstates; s++)
	{
		uint32_t   *row = NULL;
		uint32_t	i = ranges[s].from;
		uint32_t	end = ranges[s].to;

		if (options->progress != NULL && s % PROGRESS_EVERY == 0)
			options->progress(options->progress_ctx);
		if (s == level_end)
		{
			depth++;
			level_end = nstates;
		}
		a->first[s] = nstates;

		/* what s does not know itself, its failure state knows */
		if (s < a->ndense)
		{
			row = a->dense + (size_t) s * a->width;
			if (s == 0)
				memset(row, 0, a->nclasses * sizeof(*row));
			else
				memcpy(row, a->dense + (size_t) a->fail[s] * a->width,
					   a->nclasses * sizeof(*row));
		}

		/* literals that end here are the first ones, and have been output */
		while (i < end && sorted[i]->len == depth)
			i++;
		while (i < end)
		{
			uint32_t	child = nstates++;
			unsigned char byte = sorted[i]->bytes[depth];
			uint16_t	class = a->class_of[byte];
			uint32_t	fail;

			if (s == 0)
				fail = 0;
			else if (row != NULL)
				fail = row[class] >> 1;
			else
				fail = nps_automaton_step(a, a->fail[s], class) >> 1;
			a->fail[child] = fail;
			a->label[child] = class;
			a->output[child] = a->output[fail];

			ranges[child].from = i;
			if (sorted[i]->len == depth + 1)
			{
				a->records[nrecords].first = nvalues;
				a->records[nrecords].next = a->output[fail];
				a->output[child] = nrecords++;
			}
			for (; i < end && sorted[i]->bytes[depth] == byte; i++)
				if (sorted[i]->len == depth + 1)
					a->values[nvalues++] = sorted[i]->value;
			ranges[child].to = i;

			if (row != NULL)
				row[class] = child << 1 | (a->output[child] != 0);
		}
	}
	a->first[s] = nstates;
	a->records[nrecords].first = nvalues;
}

/* The output, as the value itself where that is all. */
static uint32_t
direct_output(const NpsAutomaton *a, uint32_t output)
{
	const NpsRecord *record = &a->records[output];

	if (output == 0 || record->next != 0 || record[1].first != record->first + 1 ||
		(a->values[record->first] & NPS_DIRECT_OUTPUT))
		return output;
	return a->values[record->first] | NPS_DIRECT_OUTPUT;
}

/*
 * Build an automaton that finds count literals (any number, also none, also
 * equal ones).
 *
 * Nothing is left behind in keep on a status other than OK, as sizes are
 * known before anything is kept.  *result lives in keep, and does not refer
 * to literals.  If an allocator or progress jumps out, what it gave until
 * then is the caller's to free.
 */
NpsAutomatonStatus
nps_automaton_build(const NpsLiteral *literals, size_t count,
					const NpsAutomatonOptions *options, NpsAutomaton **result)
{
	NpsAutomaton head;
	NpsAutomaton *a;
	const NpsLiteral **sorted;
	Range	   *ranges;
	NpsAlloc	trie_alloc;
	void	   *trie_ctx;
	size_t		trie_bytes = 0;
	size_t		scratch_bytes = 0;
	size_t		nstates;
	size_t		distinct = 0;
	size_t		ndense;
	size_t		i;

	for (i = 0; i < count; i++)
		if (literals[i].len == 0)
			return NPS_AUTOMATON_EMPTY_LITERAL;
	if (count > MAX_STATES ||
		!add_size(&scratch_bytes, count, sizeof(*sorted)) ||
		scratch_bytes > options->max_bytes)
		return NPS_AUTOMATON_TOO_LARGE;

	sorted = allocate(options->scratch, options->scratch_ctx, count, sizeof(*sorted));
	for (i = 0; i < count; i++)
		sorted[i] = &literals[i];
	if (count > 0)
		qsort(sorted, count, sizeof(*sorted), compare_literals);
	if (options->progress != NULL)
		options->progress(options->progress_ctx);

	/* all sizes */
	memset(&head, 0, sizeof(head));
	find_classes(&head, literals, count);
	nstates = count_states(sorted, count);
	if (nstates > MAX_STATES)
		return NPS_AUTOMATON_TOO_LARGE;
	for (i = 0; i < count; i++)
		if (i == 0 || sorted[i]->len != sorted[i - 1]->len ||
			memcmp(sorted[i]->bytes, sorted[i - 1]->bytes, sorted[i]->len) != 0)
			distinct++;
	ndense = options->dense_bytes / (head.width * sizeof(uint32_t));
	ndense = ndense < 1 ? 1 : ndense > nstates ? nstates : ndense;
	if (ndense == nstates && nstates * head.width > MAX_STATES)
		ndense--;				/* a row's place, times two, has 32 bits */

	head.bytes = sizeof(NpsAutomaton);
	if (!add_size(&scratch_bytes, nstates, sizeof(Range)) ||
		!add_size(&trie_bytes, nstates + 1, 2 * sizeof(uint32_t) + sizeof(uint16_t)) ||
		!add_size(&head.bytes, nstates, sizeof(uint32_t)) ||
		!add_size(&head.bytes, distinct + 2, sizeof(NpsRecord)) ||
		!add_size(&head.bytes, count, sizeof(uint32_t)) ||
		!add_size(&head.bytes, ndense, head.width * sizeof(uint32_t)) ||
		!add_size(&head.bytes, LINE_WORDS, sizeof(uint32_t)) ||
		!add_size(ndense < nstates ? &head.bytes : &scratch_bytes, trie_bytes, 1) ||
		scratch_bytes > options->max_bytes ||
		head.bytes > options->max_bytes - scratch_bytes)
		return NPS_AUTOMATON_TOO_LARGE;
	head.nstates = (uint32_t) nstates;
	head.ndense = (uint32_t) ndense;

	a = allocate(options->keep, options->keep_ctx, 1, sizeof(*a));
	*a = head;
	a->dense = allocate(options->keep, options->keep_ctx, ndense * a->width + LINE_WORDS, sizeof(uint32_t));
	a->dense += LINE_WORDS - ((uintptr_t) a->dense / sizeof(uint32_t)) % LINE_WORDS;
	a->output = allocate(options->keep, options->keep_ctx, nstates, sizeof(uint32_t));
	a->records = allocate(options->keep, options->keep_ctx, distinct + 2, sizeof(NpsRecord));
	a->values = allocate(options->keep, options->keep_ctx, count, sizeof(uint32_t));

	/* without states that are not dense, the trie is needed only here */
	trie_alloc = ndense < nstates ? options->keep : options->scratch;
	trie_ctx = ndense < nstates ? options->keep_ctx : options->scratch_ctx;
	a->first = allocate(trie_alloc, trie_ctx, nstates + 1, sizeof(uint32_t));
	a->fail = allocate(trie_alloc, trie_ctx, nstates, sizeof(uint32_t));
	a->label = allocate(trie_alloc, trie_ctx, nstates, sizeof(uint16_t));
	ranges = allocate(options->scratch, options->scratch_ctx, nstates, sizeof(*ranges));

	build_states(a, sorted, ranges, (uint32_t) count, options);
	for (i = 0; i < nstates; i++)
		a->output[i] = direct_output(a, a->output[i]);
	if (ndense == nstates)
	{
		a->first = a->fail = NULL;
		a->label = NULL;
		for (i = 0; i < nstates; i++)
		{
			uint32_t   *row = a->dense + i * a->width;
			uint32_t	class;

			for (class = 1; class < a->nclasses; class++)
				row[class] = (row[class] >> 1) * a->width << 1 | (row[class] & 1);
			row[0] = a->output[i];
		}
	}
	*result = a;
	return NPS_AUTOMATON_OK;
}

/*
 * Scan a chunk of text, from a state: NPS_AUTOMATON_START, or what the scan of
 * the chunk before returned.  Calls hit for every occurrence of every literal
 * that ends in the chunk, in order of their ends, at one end longest first,
 * and equal literals in the order they were given in.  hit may longjmp out.
 */
uint32_t
nps_automaton_scan(const NpsAutomaton *a, uint32_t state,
				   const unsigned char *text, size_t len,
				   NpsHit hit, void *ctx)
{
	return nps_automaton_run(a, state, text, len, hit, ctx);
}

/* The number of states, the root among them. */
size_t
nps_automaton_states(const NpsAutomaton *a)
{
	return a->nstates;
}

/* The bytes asked of the keep allocator. */
size_t
nps_automaton_bytes(const NpsAutomaton *a)
{
	return a->bytes;
}
