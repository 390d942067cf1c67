/*-------------------------------------------------------------------------
 *
 * hits.c
 *		From the segments in a piece to patterns found, and the words they hit;
 *		see hits.h.
 *
 * What scan.c finds are segments.  Most are a whole pattern.  The others are
 * put together, in the order of their places: a segment goes on from the nearest
 * one before it, of the same pattern, that it may follow: up to the word before,
 * or within a gap.  The last segment makes a hit.  They come in that order, but
 * for literals that begin inside a word and go on in the next.
 *
 * Arrays grow through resize() and are used again for the next piece.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/hits.h"

#include <stdlib.h>
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
	int			nearest = -1;
	size_t		i;

	for (i = scan->nparts; i > 0; i--)
	{
		const NpsPart *part = &scan->parts[i - 1];

		if (part->first < first - NPS_PATTERN_GAP_WORDS - NPS_PATTERN_MAX_WORDS)
			break;
		if (part->segment == segment - 1 && part->last < first && part->last >= first - reach &&
			(nearest < 0 || part->last > scan->parts[nearest].last))
			nearest = (int) i - 1;
	}
	return nearest;
}

static int
add_part(NpsScan *scan, const NpsSegmentHit *hit, int before)
{
	NpsPart    *part;

	scan->parts = nps_scan_grow(scan, scan->parts, scan->nparts, &scan->parts_room, sizeof(NpsPart));
	part = &scan->parts[scan->nparts];
	part->segment = hit->segment;
	part->first = hit->first;
	part->last = hit->last;
	part->before = before;
	return (int) scan->nparts++;
}

static int
compare_segments(const void *a, const void *b)
{
	const NpsSegmentHit *k = a;
	const NpsSegmentHit *l = b;

	if (k->first != l->first)
		return k->first - l->first;
	if (k->last != l->last)
		return k->last - l->last;
	return k->segment < l->segment ? -1 : k->segment > l->segment;
}

/* Put a segment to the part before it; the last one makes a pattern. */
static void
join_segment(NpsScan *scan, const NpsSegmentHit *hit)
{
	const NpsFrameSegment *segment = &scan->frame->segments[hit->segment];
	int			before = -1;
	int			first = hit->first;
	int			part;

	if (segment->place > 0 && (before = part_before(scan, hit->segment, first)) < 0)
		return;
	part = add_part(scan, hit, before);
	if (!segment->last)
		return;
	for (; before >= 0; before = scan->parts[before].before)
		first = scan->parts[before].first;
	add_hit(scan, segment->entry, first, hit->last, part);
}

/* The same of those that did not come in the order of their places. */
void
nps_join_segments(NpsScan *scan)
{
	size_t		i;

	if (scan->nsegments > 1)
		qsort(scan->segments, scan->nsegments, sizeof(NpsSegmentHit), compare_segments);
	for (i = 0; i < scan->nsegments; i++)
		join_segment(scan, &scan->segments[i]);
}

/* A segment has been found: all of a pattern, or a part to be put together. */
void
nps_add_segment(NpsScan *scan, uint32_t number, int first, int last)
{
	const NpsFrameSegment *segment = &scan->frame->segments[number];
	NpsSegmentHit hit = {number, first, last};

	if (segment->place == 0 && segment->last)
		add_hit(scan, segment->entry, first, last, -1);
	else if (scan->in_order)
		join_segment(scan, &hit);
	else
	{
		scan->segments = nps_scan_grow(scan, scan->segments, scan->nsegments, &scan->segments_room,
									   sizeof(NpsSegmentHit));
		scan->segments[scan->nsegments++] = hit;
	}
}

/* A cue has been found: a hit for each wanted rule that it hints at. */
void
nps_add_cue_hits(NpsScan *scan, uint32_t number, int first, int last)
{
	const NpsCue *cue = &scan->frame->cues[number];
	uint32_t	i;

	for (i = cue[0].first; i < cue[1].first; i++)
	{
		const NpsCueWeight *weight = &scan->frame->weights[i];

		if (weight->rule >= NPS_MEMO_RULES || (scan->wanted >> weight->rule & 1))
			add_hit(scan, weight->entry, first, last, -1);
	}
}

/* The same, but that what it hints at is added up. */
void
nps_add_cue(NpsScan *scan, uint32_t number)
{
	const NpsCue *cue = &scan->frame->cues[number];
	uint32_t	i;

	for (i = cue[0].first; i < cue[1].first; i++)
		scan->sums[scan->frame->weights[i].rule] += scan->frame->weights[i].weight;
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
