/*-------------------------------------------------------------------------
 *
 * hits.c
 *		From what the automaton reports to patterns found; see hits.h.
 *
 * The automaton reports segments, in order of their ends.  A segment goes on
 * from the nearest one before it, of the same pattern, that it may follow: the
 * word before, or within a gap.  The last segment makes a hit.
 *
 * Arrays grow through resize() and are used again for the next piece.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/hits.h"

#include <string.h>

/* Room for one more than n elements of size bytes. */
void *
nps_scan_grow(NpsScan *scan, void *array, size_t n, size_t *room, size_t size)
{
	size_t		more = *room == 0 ? 32 : *room * 2;

	if (n < *room)
		return array;
	array = scan->resize(scan->ctx, array, more * size);
	*room = more;
	return array;
}

static NpsHits *
hits_of(NpsScan *scan, NpsEntryKind kind)
{
	switch (kind)
	{
		case NPS_KEYWORD:
		case NPS_CUE:
			return &scan->topics;
		case NPS_MASK:
			return &scan->masks;
		case NPS_NEGATOR_BEFORE:
		case NPS_NEGATOR_AFTER:
			return &scan->negators;
		default:
			return &scan->grammar;
	}
}

static void
add_hit(NpsScan *scan, uint32_t number, int first, int last, int part)
{
	const NpsEntry *entry = &scan->frame->entries[number];
	NpsHits    *hits = hits_of(scan, (NpsEntryKind) entry->kind);
	NpsPatternHit *hit;
	size_t		i;

	/* "*infix*" may be in a word twice */
	for (i = hits->n; i > 0 && hits->at[i - 1].last == last; i--)
		if (hits->at[i - 1].entry == number && hits->at[i - 1].first == first)
			return;
	hits->at = nps_scan_grow(scan, hits->at, hits->n, &hits->room, sizeof(NpsPatternHit));
	hit = &hits->at[hits->n++];
	hit->entry = number;
	hit->kind = entry->kind;
	hit->negated = false;
	hit->polarity = entry->polarity;
	hit->rule = entry->rule;
	hit->first = first;
	hit->last = last;
	hit->words = entry->words;
	hit->letters = entry->letters;
	hit->part = part;
}

/* The part that a segment beginning with word `first` goes on from, or -1. */
static int
part_before(const NpsScan *scan, uint32_t segment, int first)
{
	int			reach = scan->frame->segments[segment].gap ? NPS_PATTERN_GAP_WORDS : 1;
	size_t		i;

	for (i = scan->nparts; i > 0 && scan->parts[i - 1].last >= first - NPS_PATTERN_GAP_WORDS; i--)
	{
		const NpsPart *part = &scan->parts[i - 1];

		if (part->segment == segment - 1 && part->last < first && part->last >= first - reach)
			return (int) i - 1;
	}
	return -1;
}

/* Add a part, unless it is there; its number, or -1. */
static int
add_part(NpsScan *scan, uint32_t segment, int first, int last, int before)
{
	NpsPart    *part;
	size_t		i;

	for (i = scan->nparts; i > 0 && scan->parts[i - 1].last == last; i--)
		if (scan->parts[i - 1].segment == segment && scan->parts[i - 1].first == first)
			return -1;
	scan->parts = nps_scan_grow(scan, scan->parts, scan->nparts, &scan->parts_room, sizeof(NpsPart));
	part = &scan->parts[scan->nparts];
	part->segment = segment;
	part->first = first;
	part->last = last;
	part->before = before;
	return (int) scan->nparts++;
}

/* The automaton has found a segment that ends before bytes[end]. */
static void
segment_found(void *ctx, uint32_t value, size_t end)
{
	NpsScan    *scan = ctx;
	const NpsPiece *piece = scan->piece;
	const NpsFrameSegment *segment = &scan->frame->segments[value];
	size_t		at = piece->bytes[end - 1] == ' ' ? end - 2 : end - 1;
	int			before = -1;
	int			first;
	int			last;
	int			part;

	while (scan->word + 1 < piece->nwords && piece->words[scan->word + 1].at <= at)
		scan->word++;
	last = scan->word;
	first = last - segment->words + 1;
	if (segment->place == 0 && segment->last)
	{
		add_hit(scan, segment->entry, first, last, -1);
		return;
	}
	if (segment->place > 0 && (before = part_before(scan, value, first)) < 0)
		return;
	part = add_part(scan, value, first, last, before);
	if (!segment->last || part < 0)
		return;
	while (before >= 0)
	{
		first = scan->parts[before].first;
		before = scan->parts[before].before;
	}
	add_hit(scan, segment->entry, first, last, part);
}

static void
run(NpsScan *scan, const NpsAutomaton *automaton)
{
	scan->word = 0;
	nps_automaton_scan(automaton, NPS_AUTOMATON_START, scan->piece->bytes, scan->piece->len,
					   segment_found, scan);
}

/* Find keywords, cues and masks in scan->piece. */
void
nps_scan_topics(NpsScan *scan)
{
	scan->nparts = scan->topics.n = scan->masks.n = 0;
	run(scan, scan->frame->topics);
}

/* Find what else there is; after nps_scan_topics(). */
void
nps_scan_grammar(NpsScan *scan)
{
	scan->negators.n = scan->grammar.n = 0;
	run(scan, scan->frame->grammar);
}

/* Take all marks away. */
void
nps_unmark(NpsScan *scan)
{
	size_t		words = (size_t) scan->piece->nwords;

	if (words > scan->words_room)
	{
		scan->marked = scan->resize(scan->ctx, scan->marked, words);
		scan->breaks = scan->resize(scan->ctx, scan->breaks, words);
		scan->words_room = words;
	}
	memset(scan->marked, 0, words);
}

/*
 * Set *from .. *to to a run of the words hit, the last one first; part is -2
 * at the start.  False when there is none left.
 */
static bool
next_run(const NpsScan *scan, const NpsPatternHit *hit, int *part, int *from, int *to)
{
	if (*part == -2)
		*part = hit->part;
	else if (*part < 0 || (*part = scan->parts[*part].before) < 0)
		return false;
	*from = *part < 0 ? hit->first : scan->parts[*part].first;
	*to = *part < 0 ? hit->last : scan->parts[*part].last;
	return true;
}

/* Mark the words hit; those in its gaps are not. */
void
nps_mark(NpsScan *scan, const NpsPatternHit *hit)
{
	int			part = -2;
	int			from;
	int			to;

	while (next_run(scan, hit, &part, &from, &to))
		memset(scan->marked + from, 1, (size_t) (to - from + 1));
}

/* Is one of the words hit marked? */
bool
nps_is_marked(const NpsScan *scan, const NpsPatternHit *hit)
{
	int			part = -2;
	int			from;
	int			to;

	while (next_run(scan, hit, &part, &from, &to))
		if (memchr(scan->marked + from, 1, (size_t) (to - from + 1)) != NULL)
			return true;
	return false;
}
