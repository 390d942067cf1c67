/*-------------------------------------------------------------------------
 *
 * word_memo.c
 *		Look up what a word gives, and keep it; see word_memo.h.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/word_memo.h"

#define FIRST_WORDS	256
#define CACHE_LINE	64

/* Masks of the first n bytes. */
#define ALL	UINT64_MAX
#define LOW(n)	(ALL >> (64 - 8 * (n)))

const uint64_t nps_memo_masks[NPS_MEMO_BYTES + 1][2] = {
	{0, 0}, {LOW(1), 0}, {LOW(2), 0}, {LOW(3), 0}, {LOW(4), 0}, {LOW(5), 0}, {LOW(6), 0},
	{LOW(7), 0}, {ALL, 0}, {ALL, LOW(1)}, {ALL, LOW(2)}, {ALL, LOW(3)}, {ALL, LOW(4)},
	{ALL, LOW(5)}, {ALL, LOW(6)}, {ALL, LOW(7)}, {ALL, ALL}
};

/* A word that is being looked up. */
typedef struct Lookup
{
	NpsWordMemo *memo;
	NpsResize	resize;
	void	   *ctx;
	const NpsFrame *frame;
	size_t		nvalues;		/* in memo->values, those of this word last */
	size_t		ncues;			/* in memo->cues */
	size_t		first_value;	/* found by the automaton .. */
	size_t		first_cue;		/* .. likewise */
} Lookup;

static void
clear(NpsWordMemo *memo)
{
	memo->nvalues = 0;
	if (memo->nwords > 0)
		memset(memo->words, 0, memo->nwords * sizeof(NpsMemoWord));
}

/* What follows is about the frame with that serial number. */
void
nps_memo_begin(NpsWordMemo *memo, uint64_t serial)
{
	if (memo->serial == serial)
		return;
	clear(memo);
	memo->serial = serial;
}

/* Have a table of n words, without any. */
static void
make_table(Lookup *look, uint32_t n)
{
	NpsWordMemo *memo = look->memo;
	uintptr_t	at;

	memo->nwords = 0;
	memo->nvalues = 0;
	memo->allocated = look->resize(look->ctx, memo->allocated, n * sizeof(NpsMemoWord) + CACHE_LINE);
	at = ((uintptr_t) memo->allocated + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
	memo->words = (NpsMemoWord *) at;
	memo->nwords = n;
	memo->misses = 0;
	for (memo->shift = 64; n > 2; n /= 2)
		memo->shift--;
	clear(memo);
}

/* Make room before a word is added: more of it, or by forgetting all. */
static void
make_room(Lookup *look, uint32_t limit)
{
	NpsWordMemo *memo = look->memo;

	if (memo->nwords < limit && memo->misses >= memo->nwords)
		make_table(look, memo->nwords == 0 ? FIRST_WORDS : memo->nwords * 2);
	else if (memo->nvalues >= NPS_MEMO_VALUES)
		clear(memo);
	memo->misses++;
}

static void
push(Lookup *look, uint32_t **array, size_t *n, size_t *room, uint32_t value)
{
	if (*n == *room)
	{
		size_t		more = *room == 0 ? 64 : *room * 2;

		*array = look->resize(look->ctx, *array, more * sizeof(uint32_t));
		*room = more;
	}
	(*array)[(*n)++] = value;
}

static void
push_value(Lookup *look, uint32_t value)
{
	push(look, &look->memo->values, &look->nvalues, &look->memo->values_room, value);
}

/* The index reports a segment or cue. */
static void
found(void *ctx, uint32_t value, int first, int last)
{
	Lookup	   *look = ctx;

	(void) first;
	(void) last;
	if (value < look->frame->nsegments)
		push_value(look, value);
	else
		push(look, &look->memo->cues, &look->ncues, &look->memo->cues_room,
			 value - look->frame->nsegments);
}

static bool
holds(const uint32_t *values, size_t from, size_t to, uint32_t value)
{
	for (; from < to; from++)
		if (values[from] == value)
			return true;
	return false;
}

/* The automaton reports one; "*infix*" may be in a word twice. */
static void
found_inside(void *ctx, uint32_t value, size_t end)
{
	Lookup	   *look = ctx;

	(void) end;
	if (value < look->frame->nsegments ?
		holds(look->memo->values, look->first_value, look->nvalues, value) :
		holds(look->memo->cues, look->first_cue, look->ncues, value - look->frame->nsegments))
		return;
	found(look, value, 0, 0);
}

static void
ignore(void *ctx, uint32_t value, size_t end)
{
	(void) ctx;
	(void) value;
	(void) end;
}

/* Fill in the sums of the cues; or tell that they are to be added up each time. */
static void
add_up(const Lookup *look, NpsMemoWord *word)
{
	int64_t		sums[NPS_MEMO_RULES] = {0};
	size_t		i;
	uint32_t	j;

	for (i = 0; i < look->ncues; i++)
	{
		const NpsCue *cue = &look->frame->cues[look->memo->cues[i]];

		for (j = cue[0].first; j < cue[1].first; j++)
		{
			const NpsCueWeight *weight = &look->frame->weights[j];

			if (weight->rule >= NPS_MEMO_RULES)
				word->listed = true;
			else
				sums[weight->rule] += weight->weight;
		}
	}
	for (i = 0; i < NPS_MEMO_RULES; i++)
		if (sums[i] < -NPS_MEMO_SUM || sums[i] > NPS_MEMO_SUM)
			word->listed = true;
	for (i = 0; i < NPS_MEMO_RULES && !word->listed; i++)
		word->sums[i] = (int32_t) sums[i];
}

/* Find what is inside word i alone. */
static void
look_inside(Lookup *look, const NpsFinder *finder, const NpsPiece *piece, int i)
{
	const unsigned char *bytes = piece->bytes + piece->words[i].at - 1;
	size_t		len = nps_word_len(piece, i) + 2;

	look->first_value = look->nvalues;
	look->first_cue = look->ncues;
	if (finder->inside != NULL)
		nps_automaton_scan(finder->inside, NPS_AUTOMATON_START, bytes, len, found_inside, look);
	if (finder->across != NULL)
		look->memo->word.across =
			nps_automaton_scan(finder->across, NPS_AUTOMATON_START, bytes, len, ignore, NULL) !=
			NPS_AUTOMATON_START;
}

/* Find all that words first .. last of the piece give, into memo->word. */
static void
look_up(Lookup *look, const NpsFinder *finder, const NpsPiece *piece, int first, int last,
		const NpsWordKey *before)
{
	NpsMemoWord *word = &look->memo->word;
	const NpsWordKey *key;
	size_t		i;

	memset(word, 0, sizeof(*word));
	word->at = (uint32_t) look->nvalues;
	push_value(look, 0);
	push_value(look, 0);
	if (first == last)
	{
		key = nps_word_index_word(finder->words, piece, first, found, look);
		look_inside(look, finder, piece, first);
	}
	else
		key = nps_word_index_phrase(finder->words, piece, first, last, before, found, look);
	word->segments = (uint32_t) (look->nvalues - word->at - NPS_MEMO_HEAD);
	add_up(look, word);
	look->memo->values[word->at + 1] = (uint32_t) look->ncues;
	for (i = 0; i < look->ncues; i++)
		push_value(look, look->memo->cues[i]);
	if (key != NULL)
	{
		look->memo->values[word->at] = (uint32_t) (key - finder->words->keys) + 1;
		word->next = key->next;
	}
}

/*
 * Look up words first .. last of the piece, and keep what they give, in a table
 * of at most `limit` entries.  If they are several, `before` is the key of all
 * but the last.  What comes back is good until the next call.
 */
const NpsMemoWord *
nps_memo_learn(NpsWordMemo *memo, NpsResize resize, void *ctx, uint32_t limit,
			   const NpsFrame *frame, const NpsFinder *finder,
			   const NpsPiece *piece, int first, int last, const NpsWordKey *before,
			   const NpsMemoKey *key)
{
	Lookup		look = {.memo = memo, .resize = resize, .ctx = ctx, .frame = frame};
	bool		keep = limit > 0 && key->fits;
	NpsMemoWord *place;

	if (keep)
		make_room(&look, limit);
	look.nvalues = memo->nvalues;
	look_up(&look, finder, piece, first, last, before);
	if (!keep)
		return &memo->word;
	memo->nvalues = look.nvalues;
	memo->word.low = key->low;
	memo->word.high = key->high;
	place = nps_memo_place(memo, key);
	place[1] = place[0];
	place[0] = memo->word;
	return place;
}
