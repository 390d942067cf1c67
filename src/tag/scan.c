/*-------------------------------------------------------------------------
 *
 * scan.c
 *		From the words of a piece to the segments and cues in it; see hits.h.
 *
 * What is in a single word comes from a memo (word_memo.h).  So only phrases are
 * looked for in the text, and only where a word says that one may go on.
 *
 * Cues are only added up, and so are keywords that are found at once, unless they
 * are wanted one by one: there are some in every sentence, and few sentences that
 * they make a tag of.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/hits.h"

/* What finders report: segments, and then cues. */
static void
found(void *ctx, uint32_t value, int first, int last)
{
	NpsScan    *scan = ctx;

	if (value < scan->frame->nsegments)
		nps_add_segment(scan, value, first, last);
	else
		nps_add_cue_hits(scan, value - scan->frame->nsegments, first, last);
}

/* The same, but that cues are added up. */
static void
found_quickly(void *ctx, uint32_t value, int first, int last)
{
	NpsScan    *scan = ctx;

	if (value < scan->frame->nsegments)
		nps_add_segment(scan, value, first, last);
	else if (nps_is_own(scan, first))
		nps_add_cue(scan, value - scan->frame->nsegments);
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
	NpsMemoKey	key = nps_memo_key(memo, scan->piece->words[i].bytes);

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
		NpsMemoKey	key = nps_memo_key(memo, words[j].bytes);
		const NpsMemoSlot *slot = nps_memo_slot(memo, &key);

		slots[j] = (uint32_t) (slot - memo->slots);
		__builtin_prefetch(slot);
	}
	for (j = 0; j < n; j++)
	{
		NpsMemoKey	key = nps_memo_key(memo, words[j].bytes);
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
		NpsMemoKey	key = nps_memo_phrase_key(memo, leads->key[j], word);

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
			NpsMemoKey	key = nps_memo_phrase_key(memo, before, piece->words[last].bytes);
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
			nps_add_segment(scan, *values, first, last);
		else if (cues_as_hits)
			nps_add_cue_hits(scan, *values - scan->frame->nsegments, first, last);
		else if (gives->listed && nps_is_own(scan, first))
			nps_add_cue(scan, *values - scan->frame->nsegments);
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
		key = nps_memo_phrase_key(memo, before, piece->words[last].bytes);
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
		nps_join_segments(scan);
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
