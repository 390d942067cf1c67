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

/* Words that are being looked up. */
typedef struct Lookup
{
	NpsWordMemo *memo;
	NpsResize	resize;
	void	   *ctx;
	const NpsFrame *frame;
	const NpsWordIndex *index;
	const NpsWordKey *key;		/* found; more are copied at once */
	bool		copied;
	bool		across;
	size_t		at;				/* in memo->values: of the copy */
	size_t		nvalues;		/* in memo->values, the copy last */
	size_t		inside;			/* those from there on are from the automaton */
} Lookup;

/* What has no table has this one: its places stay empty. */
static NpsMemoWord no_words[4];

static void
have_no_words(NpsWordMemo *memo)
{
	memo->words = no_words;
	memo->nwords = 0;
	memo->shift = 63;
}

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
	if (memo->words == NULL)
		have_no_words(memo);
	clear(memo);
	memo->serial = serial;
}

/* Have a table of n words, without any. */
static void
make_table(Lookup *look, uint32_t n)
{
	NpsWordMemo *memo = look->memo;
	uintptr_t	at;

	have_no_words(memo);
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
push(Lookup *look, uint32_t value)
{
	NpsWordMemo *memo = look->memo;

	if (look->nvalues == memo->values_room)
	{
		size_t		more = memo->values_room == 0 ? 64 : memo->values_room * 2;

		memo->values = look->resize(look->ctx, memo->values, more * sizeof(uint32_t));
		memo->values_room = more;
	}
	memo->values[look->nvalues++] = value;
}

static void
copy_key(Lookup *look, const NpsWordKey *key)
{
	uint32_t	i;

	for (i = key[0].first; i < key[1].first; i++)
		push(look, look->index->values[i]);
}

/* What is found has to be copied: begin with what there is. */
static void
begin_copy(Lookup *look)
{
	if (look->copied)
		return;
	look->copied = true;
	push(look, 0);
	push(look, 0);
	if (look->key != NULL)
		copy_key(look, look->key);
}

/* The index reports a key. */
static inline void
found(void *ctx, const NpsWordKey *key)
{
	Lookup	   *look = ctx;

	if (look->key == NULL)
		look->key = key;
	else
	{
		begin_copy(look);
		copy_key(look, key);
	}
}

/* The automaton reports a segment or cue; "*infix*" may be in a word twice. */
static void
found_inside(void *ctx, uint32_t value, size_t end)
{
	Lookup	   *look = ctx;
	size_t		i;

	(void) end;
	if (look->inside == 0)
	{
		begin_copy(look);
		look->inside = look->nvalues;
	}
	for (i = look->inside; i < look->nvalues; i++)
		if (look->memo->values[i] == value)
			return;
	push(look, value);
}

static void
ignore(void *ctx, uint32_t value, size_t end)
{
	(void) ctx;
	(void) value;
	(void) end;
}

/* Find what is inside word i alone. */
static void
look_inside(Lookup *look, const NpsFinder *finder, const NpsPiece *piece, int i)
{
	const unsigned char *bytes = piece->bytes + piece->words[i].at - 1;
	size_t		len = nps_word_len(piece, i) + 2;

	if (finder->inside != NULL)
		nps_automaton_scan(finder->inside, NPS_AUTOMATON_START, bytes, len, found_inside, look);
	if (finder->across != NULL)
		look->across =
			nps_automaton_scan(finder->across, NPS_AUTOMATON_START, bytes, len, ignore, NULL) !=
			NPS_AUTOMATON_START;
}

/* Find all that words first .. last of the piece give, into memo->word. */
static void
look_up(Lookup *look, const NpsFinder *finder, const NpsPiece *piece, int first, int last,
		const NpsWordKey *before)
{
	NpsMemoWord *word = &look->memo->word;
	const NpsWordKey *goes_on;

	look->at = look->nvalues = look->memo->nvalues;
	if (first == last)
	{
		goes_on = nps_word_index_word(look->index, piece, first, found, look);
		look_inside(look, finder, piece, first);
	}
	else
		goes_on = nps_word_index_phrase(look->index, piece, first, last, before, found, look);
	if (look->copied)
	{
		uint32_t   *copy = look->memo->values + look->at;

		copy[0] = goes_on == NULL ? 0 : (uint32_t) (goes_on - look->index->keys) + 1;
		copy[1] = (uint32_t) (look->nvalues - look->at - NPS_MEMO_HEAD);
		nps_frame_gives(look->frame, copy + NPS_MEMO_HEAD, copy[1], word);
		word->copied = true;
		word->key = (uint32_t) look->at;
		word->next = goes_on == NULL ? 0 : goes_on->next;
	}
	else if (look->key != NULL)
		*word = finder->gives[look->key - look->index->keys];
	else
		memset(word, 0, sizeof(*word));
	word->across = look->across;
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
	Lookup		look = {.memo = memo, .resize = resize, .ctx = ctx, .frame = frame, .index = finder->words};
	bool		keep = limit > 0 && key->high != NPS_MEMO_LONG;
	NpsMemoWord *place;

	if (keep)
		make_room(&look, limit);
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
