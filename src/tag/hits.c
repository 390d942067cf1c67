/*-------------------------------------------------------------------------
 *
 * hits.c
 *		From the literals in a piece to patterns found; see hits.h.
 *
 * What is found first are segments.  Most are a whole pattern.  The others are
 * put together, in the order of their places: a segment goes on from the nearest
 * one before it, of the same pattern, that it may follow: up to the word before,
 * or within a gap.  The last segment makes a hit.  They come in that order, but
 * for literals that begin inside a word and go on in the next.
 *
 * Cues are only added up, unless they are wanted one by one: there are some in
 * every sentence, and few sentences that they make a tag of.
 *
 * What is in a single word comes from a memo (word_memo.h).  So only phrases are
 * looked for in the text, and only where a word says that one may go on.
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
static void
join_segments(NpsScan *scan)
{
	size_t		i;

	if (scan->nsegments > 1)
		qsort(scan->segments, scan->nsegments, sizeof(NpsSegmentHit), compare_segments);
	for (i = 0; i < scan->nsegments; i++)
		join_segment(scan, &scan->segments[i]);
}

/* A segment has been found: all of a pattern, or a part to be put together. */
static void
add_segment(NpsScan *scan, uint32_t number, int first, int last)
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

static void
cue_hits(NpsScan *scan, uint32_t number, int first, int last)
{
	const NpsCue *cue = &scan->frame->cues[number];
	uint32_t	i;

	for (i = cue[0].first; i < cue[1].first; i++)
		add_hit(scan, scan->frame->weights[i].entry, first, last, -1);
}

/* Add up what a cue hints at. */
static void
add_cue(NpsScan *scan, uint32_t number)
{
	const NpsCue *cue = &scan->frame->cues[number];
	uint32_t	i;

	for (i = cue[0].first; i < cue[1].first; i++)
		scan->sums[scan->frame->weights[i].rule] += scan->frame->weights[i].weight;
}

/* What finders report: segments, and then cues. */
static void
found(void *ctx, uint32_t value, int first, int last)
{
	NpsScan    *scan = ctx;

	if (value < scan->frame->nsegments)
		add_segment(scan, value, first, last);
	else
		cue_hits(scan, value - scan->frame->nsegments, first, last);
}

/* The same, but that cues are added up. */
static void
found_quickly(void *ctx, uint32_t value, int first, int last)
{
	NpsScan    *scan = ctx;

	if (value < scan->frame->nsegments)
		add_segment(scan, value, first, last);
	else if (nps_is_own(scan, first))
		add_cue(scan, value - scan->frame->nsegments);
}

/* Where a literal begins that the automaton found: it ends before bytes[end]. */
static int
first_word(NpsScan *scan, uint32_t value, size_t end)
{
	const NpsPiece *piece = scan->piece;
	size_t		at = piece->bytes[end - 1] == ' ' ? end - 2 : end - 1;
	uint32_t	words = value < scan->frame->nsegments ? scan->frame->segments[value].words :
		scan->frame->cues[value - scan->frame->nsegments].words;

	while (scan->word + 1 < piece->nwords && piece->words[scan->word + 1].at <= at)
		scan->word++;
	return scan->word - (int) words + 1;
}

/* What the automaton reports; ends come in order. */
static void
found_across(void *ctx, uint32_t value, size_t end)
{
	int			first = first_word(ctx, value, end);

	found(ctx, value, first, ((NpsScan *) ctx)->word);
}

static void
found_across_quickly(void *ctx, uint32_t value, size_t end)
{
	int			first = first_word(ctx, value, end);

	found_quickly(ctx, value, first, ((NpsScan *) ctx)->word);
}

/*
 * Sums of some rules, as they are kept and as they are added up; the compiler
 * makes the best of it that a processor has.
 */
typedef int16_t KeptSums __attribute__((vector_size(NPS_MEMO_RULES * sizeof(int16_t))));
typedef int32_t Sums __attribute__((vector_size(NPS_MEMO_RULES * sizeof(int32_t))));

/* What is added up in a piece, without a look at lists. */
typedef struct Total
{
	Sums		sums;
	uint8_t		rules;			/* bits */
	bool		across;
} Total;

static inline void
add_up(Total *total, const NpsGives *gives)
{
	KeptSums	more;

	memcpy(&more, gives->sums, sizeof(more));
	total->sums += __builtin_convertvector(more, Sums);
	total->rules |= gives->rules;
}

/* What words first .. last of the piece give: in that slot, or looked up and kept. */
static inline const NpsGives *
take_slot(NpsScan *scan, NpsWordMemo *memo, const NpsFinder *finder, const NpsMemoSlot *slot,
		  int first, int last, const NpsWordKey *before, const NpsMemoKey *key)
{
	return nps_memo_has(slot, key) ? &slot->gives :
		nps_memo_learn(scan->words, memo, scan->frame, finder, scan->piece, first, last, before, key);
}

static inline const NpsGives *
look_up(NpsScan *scan, NpsWordMemo *memo, const NpsFinder *finder, int first, int last,
		const NpsWordKey *before, const NpsMemoKey *key)
{
	return take_slot(scan, memo, finder, nps_memo_slot(memo, key), first, last, before, key);
}

static inline const NpsGives *
look_up_word(NpsScan *scan, NpsWordMemo *memo, const NpsFinder *finder, int i)
{
	NpsMemoKey	key = nps_memo_key(scan->piece->words[i].bytes);

	return look_up(scan, memo, finder, i, i, NULL, &key);
}

/* Words that are looked up one after the other, before what they lead to. */
#define BLOCK	64

/*
 * What words i .. i + n - 1 of a piece lead to: a bit for each, in which those of
 * the phrases that begin with it are with the word's.  Few lead to anything, but it
 * is hard to foretell which ones, and a wrong guess costs as much as looking up a
 * word: bits are gathered without a branch.
 */
typedef struct Leads
{
	uint64_t	lists;			/* to what is not added up */
	uint64_t	starts;			/* to a pattern that starts .. */
	uint64_t	goes_on;		/* .. or goes on */
	uint64_t	phrases;		/* to phrases, by the marks */
	uint64_t	next[BLOCK];	/* those marks, and the key .. */
	uint32_t	key[BLOCK];		/* .. that they go on from */
} Leads;

static inline void
add_leads(Leads *leads, const NpsGives *gives, int j)
{
	leads->lists |= (uint64_t) (gives->alone | gives->listed) << j;
	leads->starts |= (uint64_t) gives->starts << j;
	leads->goes_on |= (uint64_t) gives->goes_on << j;
}

/*
 * Look up the words and add up what they give.  All slots are found, and asked for,
 * before the first one is waited for.
 */
static inline void
add_words(NpsScan *scan, NpsWordMemo *memo, const NpsFinder *finder, int i, int n,
		  Total *total, Leads *leads)
{
	const NpsWord *words = scan->piece->words + i;
	uint32_t	slots[BLOCK];
	int			j;

	for (j = 0; j < n; j++)
	{
		NpsMemoKey	key = nps_memo_key(words[j].bytes);
		const NpsMemoSlot *slot = nps_memo_slot(memo, &key);

		slots[j] = (uint32_t) (slot - memo->slots);
		__builtin_prefetch(slot);
	}
	for (j = 0; j < n; j++)
	{
		NpsMemoKey	key = nps_memo_key(words[j].bytes);
		const NpsGives *gives = take_slot(scan, memo, finder, &memo->slots[slots[j]], i + j, i + j, NULL, &key);

		if (nps_is_own(scan, i + j))
			add_up(total, gives);
		add_leads(leads, gives, j);
		leads->phrases |= (uint64_t) ((gives->next & nps_word_mark(words[j + 1].bytes.low)) != 0) << j;
		leads->next[j] = gives->next;
		leads->key[j] = gives->key;
		total->across |= gives->across;
	}
}

/* May a phrase go on with that word from a key with those marks? */
static inline bool
goes_on(const NpsFinder *finder, uint32_t key, uint64_t next, NpsWordBytes word)
{
	return (next & nps_word_mark(word.low)) != 0 && nps_word_may_go_on(finder->words, key, next, word.low);
}

/* Add up what the phrases give that begin with one of the words, as far as they go. */
static inline void
add_phrases(NpsScan *scan, NpsWordMemo *memo, const NpsFinder *finder, int i,
			Total *total, Leads *leads)
{
	const NpsPiece *piece = scan->piece;
	uint64_t	marked = leads->phrases;

	for (leads->phrases = 0; marked != 0; marked &= marked - 1)
	{
		int			j = __builtin_ctzll(marked);
		NpsWordBytes word = piece->words[i + j + 1].bytes;
		NpsMemoKey	key = nps_memo_phrase_key(leads->key[j], word);

		leads->phrases |= (uint64_t) nps_word_may_go_on(finder->words, leads->key[j], leads->next[j], word.low) << j;
		__builtin_prefetch(nps_memo_slot(memo, &key));
	}
	for (marked = leads->phrases; marked != 0; marked &= marked - 1)
	{
		int			j = __builtin_ctzll(marked);
		int			last = i + j + 1;
		uint32_t	before = leads->key[j];
		uint64_t	next = leads->next[j];

		for (; last < piece->nwords && goes_on(finder, before, next, piece->words[last].bytes); last++)
		{
			NpsMemoKey	key = nps_memo_phrase_key(before, piece->words[last].bytes);
			const NpsGives *gives = look_up(scan, memo, finder, i + j, last, &finder->words->keys[before], &key);

			if (nps_is_own(scan, i + j))
				add_up(total, gives);
			add_leads(leads, gives, j);
			before = gives->key;
			next = gives->next;
		}
	}
}

/*
 * Add up what words i .. i + n - 1 of the piece give, and the phrases that begin
 * there.  Returns a bit for each word that has lists to be taken.  Where a pattern
 * starts is nothing yet: it has to go on.
 */
static inline uint64_t
add_block(NpsScan *scan, NpsWordMemo *memo, const NpsFinder *finder, int i, int n, Total *total)
{
	Leads		leads;
	uint64_t	behind;			/* the first word where a pattern starts */

	leads.lists = leads.starts = leads.goes_on = leads.phrases = 0;
	add_words(scan, memo, finder, i, n, total, &leads);
	add_phrases(scan, memo, finder, i, total, &leads);
	behind = leads.starts == 0 ? 0 : ~(leads.starts ^ (leads.starts - 1));
	if (n == scan->piece->nwords && scan->in_order && (leads.goes_on & behind) == 0)
		return leads.lists;
	return leads.lists | leads.starts | leads.goes_on;
}

/* Take the values that words first .. last give, as hits or as sums. */
static inline void
take_list(NpsScan *scan, const NpsWordMemo *memo, const NpsGives *gives, int first, int last,
		  bool cues_as_hits)
{
	const uint32_t *values = memo->values + gives->list;
	uint32_t	n;

	for (n = *values++; n > 0; n--, values++)
		if (*values < scan->frame->nsegments)
			add_segment(scan, *values, first, last);
		else if (cues_as_hits)
			cue_hits(scan, *values - scan->frame->nsegments, first, last);
		else if (gives->listed && nps_is_own(scan, first))
			add_cue(scan, *values - scan->frame->nsegments);
		else
			break;				/* segments come first */
}

/*
 * Take the lists of word i, and of the phrases that begin with it.  Returns whether
 * a literal may go on that began inside it.
 */
static inline bool
take_lists(NpsScan *scan, NpsWordMemo *memo, const NpsFinder *finder, int i, bool cues_as_hits)
{
	const NpsPiece *piece = scan->piece;
	const NpsGives *gives = look_up_word(scan, memo, finder, i);
	const bool	across = gives->across;
	int			last = i;

	for (;;)
	{
		uint32_t	before = gives->key;
		NpsMemoKey	key;

		take_list(scan, memo, gives, i, last, cues_as_hits);
		if (++last >= piece->nwords || !goes_on(finder, before, gives->next, piece->words[last].bytes))
			return across;
		key = nps_memo_phrase_key(before, piece->words[last].bytes);
		gives = look_up(scan, memo, finder, i, last, &finder->words->keys[before], &key);
	}
}

/*
 * Go through the words of the piece, and from each one as far as phrases go on:
 * the inner loop, made for each of the two ways to take cues.  What is found for
 * a word may be forgotten with a later one, and so it is looked up again where it
 * leads to more.
 */
static inline void
scan_words(NpsScan *scan, NpsWordMemo *memo, const NpsFinder *finder, bool cues_as_hits)
{
	const NpsPiece *piece = scan->piece;
	Total		total = {{0}, 0, false};
	int			block;
	int			i;

	scan->in_order = finder->across == NULL;
	for (block = 0; block < piece->nwords; block += BLOCK)
	{
		int			n = piece->nwords - block < BLOCK ? piece->nwords - block : BLOCK;
		uint64_t	lists = cues_as_hits ? ~UINT64_C(0) >> (BLOCK - n) : add_block(scan, memo, finder, block, n, &total);

		for (; lists != 0; lists &= lists - 1)
			total.across |= take_lists(scan, memo, finder, block + __builtin_ctzll(lists), cues_as_hits);
	}
	if (!cues_as_hits)
	{
		for (i = 0; i < NPS_MEMO_RULES; i++)
			scan->sums[i] += total.sums[i];
		scan->rules |= total.rules;
	}
	if (total.across)
	{
		scan->word = 0;
		nps_automaton_scan(finder->across, NPS_AUTOMATON_START, piece->bytes, piece->len,
						   cues_as_hits ? found_across : found_across_quickly, scan);
	}
	if (scan->nsegments > 0)
		join_segments(scan);
}

/* What follows is about that frame. */
void
nps_scan_begin(NpsScan *scan, const NpsFrame *frame)
{
	scan->frame = frame;
	nps_words_begin(scan->words, frame->serial);
}

/*
 * Find keywords, cues and masks in scan->piece.  Cues are hits; or they are
 * added to the sums, each time they stand in own words of the piece.
 */
void
nps_scan_topics(NpsScan *scan, bool cues_as_hits)
{
	const NpsFinder *finder = &scan->frame->topics;

	scan->nsegments = scan->nparts = scan->topics.n = scan->masks.n = 0;
	scan->rules = 0;
	if (cues_as_hits)
		scan_words(scan, &scan->words->topics, finder, true);
	else
		scan_words(scan, &scan->words->topics, finder, false);
}

/* Find what else there is; after nps_scan_topics(). */
void
nps_scan_grammar(NpsScan *scan)
{
	scan->nsegments = scan->negators.n = scan->grammar.n = 0;
	scan_words(scan, &scan->words->grammar, &scan->frame->grammar, true);
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
