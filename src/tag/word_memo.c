/*-------------------------------------------------------------------------
 *
 * word_memo.c
 *		Look up what a word gives, and keep it; see word_memo.h.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/word_memo.h"

#define FIRST_ROOM	256
#define CACHE_LINE	64

/* A compiler refuses an array of fewer than no elements. */
typedef char slot_is_a_line[sizeof(NpsMemoSlot) == CACHE_LINE ? 1 : -1];

/* A word that is being looked up. */
typedef struct Lookup
{
	const NpsWords *words;
	NpsWordMemo *memo;
	const NpsFrame *frame;
	const NpsWordIndex *index;
	bool		across;
	size_t		at;				/* in memo->values: of the list, its length first */
	size_t		nvalues;		/* in memo->values, the list last */
	size_t		inside;			/* those from there on are from the automaton */
} Lookup;

/* What a memo has before it learns: no word is found in it. */
static uint32_t no_index[2];
static NpsMemoSlot no_slots[1];

static void
clear_index(NpsWordMemo *memo)
{
	if (memo->mask > 0)
		memset(memo->table.places, 0, ((size_t) memo->mask + 1) * sizeof(uint32_t));
}

static void
clear(NpsWordMemo *memo)
{
	clear_index(memo);
	if (memo->nslots > 0)
		memset(memo->slots, 0, memo->nslots * sizeof(NpsMemoSlot));
	memo->nslots = 1;
	memo->nvalues = 0;
}

/* mix are two numbers by chance. */
void
nps_words_init(NpsWords *words, const uint64_t *mix, NpsResize resize, void *ctx)
{
	memset(words, 0, sizeof(*words));
	words->mix[0] = mix[0] | 1;
	words->mix[1] = mix[1] | 1;
	words->resize = resize;
	words->ctx = ctx;
	words->max_words = NPS_MEMO_WORDS;
}

static void
begin(NpsWords *words, NpsWordMemo *memo, uint64_t serial)
{
	if (memo->serial == serial)
		return;
	if (memo->table.places == NULL)
	{
		memo->table.places = no_index;
		memo->table.shift = 63;
		memcpy(memo->table.mix, words->mix, sizeof(words->mix));
		memo->slots = no_slots;
		memo->room = 1;
	}
	clear(memo);
	memo->serial = serial;
}

/* What follows is about the frame with that serial number. */
void
nps_words_begin(NpsWords *words, uint64_t serial)
{
	begin(words, &words->topics, serial);
	begin(words, &words->grammar, serial);
}

/* Put slot `number` into the index. */
static void
add_to_index(NpsWordMemo *memo, uint32_t number)
{
	NpsMemoKey	key = nps_memo_key(memo, memo->slots[number].word);
	uint32_t	place = (uint32_t) (key.hash >> memo->table.shift);

	while (memo->table.places[place] != 0)
		place = (place + 1) & memo->mask;
	memo->table.places[place] = nps_memo_tag(&key) | number;
}

/* Have an index of n places, a power of two. */
static void
make_index(Lookup *look, uint32_t n)
{
	NpsWordMemo *memo = look->memo;
	uint32_t   *old = memo->mask > 0 ? memo->table.places : NULL;
	uint32_t	number;

	memo->table.places = look->words->resize(look->words->ctx, old, n * sizeof(uint32_t));
	memo->mask = n - 1;
	for (memo->table.shift = 64; n > 1; n /= 2)
		memo->table.shift--;
	clear_index(memo);
	for (number = 1; number < memo->nslots; number++)
		add_to_index(memo, number);
}

/* Bytes from there to where a cache line begins. */
static size_t
to_line(const void *at)
{
	return (0 - (uintptr_t) at) % CACHE_LINE;
}

/* Have room for n slots, [0] with them. */
static void
make_slots(Lookup *look, uint32_t n)
{
	NpsWordMemo *memo = look->memo;
	const size_t from = memo->allocated == NULL ? 0 : to_line(memo->allocated);
	unsigned char *to;

	to = look->words->resize(look->words->ctx, memo->allocated, n * sizeof(NpsMemoSlot) + CACHE_LINE);
	memo->slots = (NpsMemoSlot *) (to + to_line(to));
	if (memo->allocated != NULL)
		memmove(memo->slots, to + from, memo->nslots * sizeof(NpsMemoSlot));
	memo->allocated = to;
	memo->slots[0] = no_slots[0];
	memo->room = n;
}

/* Make room before a word is added: more of it, or by forgetting all. */
static void
make_room(Lookup *look)
{
	NpsWordMemo *memo = look->memo;
	const uint32_t most = look->words->max_words + 1;

	if (memo->nslots == most || memo->nvalues >= NPS_MEMO_VALUES)
		clear(memo);
	if (memo->nslots == memo->room)
	{
		uint32_t	more = memo->room == 1 ? FIRST_ROOM : memo->room * 2;

		make_slots(look, more < most ? more : most);
	}
	if (memo->nslots > memo->mask / 2)
		make_index(look, memo->mask == 0 ? FIRST_ROOM * 2 : (memo->mask + 1) * 2);
}

static void
push(Lookup *look, uint32_t value)
{
	NpsWordMemo *memo = look->memo;

	if (look->nvalues == memo->values_room)
	{
		size_t		more = memo->values_room == 0 ? 64 : memo->values_room * 2;

		memo->values = look->words->resize(look->words->ctx, memo->values, more * sizeof(uint32_t));
		memo->values_room = more;
	}
	memo->values[look->nvalues++] = value;
}

/* The index reports a key. */
static inline void
found(void *ctx, const NpsWordKey *key)
{
	Lookup	   *look = ctx;
	uint32_t	i;

	for (i = key[0].first; i < key[1].first; i++)
		push(look, look->index->values[i]);
}

/* The automaton reports a segment or cue; "*infix*" may be in a word twice. */
static void
found_inside(void *ctx, uint32_t value, size_t end)
{
	Lookup	   *look = ctx;
	size_t		i;

	(void) end;
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

	look->inside = look->nvalues;
	if (finder->inside != NULL)
		nps_automaton_scan(finder->inside, NPS_AUTOMATON_START, bytes, len, found_inside, look);
	if (finder->across != NULL)
		look->across =
			nps_automaton_scan(finder->across, NPS_AUTOMATON_START, bytes, len, ignore, NULL) !=
			NPS_AUTOMATON_START;
}

/*
 * Find all that words first .. last of the piece give.  Returns the key that
 * phrases go on from, or NULL.
 */
static const NpsWordKey *
look_up(Lookup *look, const NpsFinder *finder, const NpsPiece *piece, int first, int last,
		const NpsWordKey *before)
{
	const NpsWordKey *goes_on;

	look->at = look->nvalues = look->memo->nvalues;
	push(look, 0);				/* how many; set when all are known */
	if (first < last)
		return nps_word_index_phrase(look->index, piece, first, last, before, found, look);
	goes_on = nps_word_index_word(look->index, piece, first, found, look);
	look_inside(look, finder, piece, first);
	return goes_on;
}

/* Of the values in the list, those that are segments come first. */
static void
finish_list(Lookup *look)
{
	NpsWordMemo *memo = look->memo;
	const size_t first = look->at + 1;
	const size_t end = look->nvalues;
	size_t		segments = first;
	size_t		i;

	for (i = first; i < end; i++)
		if (memo->values[i] < look->frame->nsegments)
			memo->values[segments++] = memo->values[i];
		else
			push(look, memo->values[i]);
	memcpy(&memo->values[segments], &memo->values[end], (look->nvalues - end) * sizeof(uint32_t));
	look->nvalues = end;
	memo->values[look->at] = (uint32_t) (end - first);
}

/* What the list gives, and the phrases that go on from a key, or NULL. */
static void
set_gives(const Lookup *look, const NpsWordKey *goes_on, NpsGives *gives)
{
	const uint32_t *list = look->memo->values + look->at;

	nps_frame_gives(look->frame, list + 1, list[0], gives);
	gives->list = (uint32_t) look->at;
	gives->key = goes_on == NULL ? 0 : (uint32_t) (goes_on - look->index->keys);
	gives->next = goes_on == NULL ? 0 : goes_on->next;
	gives->across = look->across;
}

/* The slot of the word, or NULL; nps_memo_slot() may have stopped at another one. */
static const NpsMemoSlot *
find_slot(const NpsWordMemo *memo, const NpsMemoKey *key)
{
	uint32_t	place = (uint32_t) (key->hash >> memo->table.shift);

	for (; memo->table.places[place] != 0; place = (place + 1) & memo->mask)
	{
		const NpsMemoSlot *slot = &memo->slots[memo->table.places[place] & NPS_MEMO_NUMBER];

		if (nps_memo_has(slot, key))
			return slot;
	}
	return NULL;
}

/*
 * What words first .. last of the piece give, which are not in the slot that
 * nps_memo_slot() found: look them up, and keep it in the memo, one of `words`.  If they are several,
 * `before` is the key of all but the last.  What comes back is good until the next
 * call.
 */
const NpsGives *
nps_memo_learn(const NpsWords *words, NpsWordMemo *memo,
			   const NpsFrame *frame, const NpsFinder *finder,
			   const NpsPiece *piece, int first, int last, const NpsWordKey *before,
			   const NpsMemoKey *key)
{
	Lookup		look = {.words = words, .memo = memo, .frame = frame, .index = finder->words};
	const bool	keeps = words->max_words > 0 && !nps_memo_is_long(key);
	const NpsMemoSlot *known = find_slot(memo, key);
	const NpsWordKey *goes_on;
	NpsMemoSlot *slot;

	if (known != NULL)
		return &known->gives;
	if (keeps)
		make_room(&look);
	goes_on = look_up(&look, finder, piece, first, last, before);
	finish_list(&look);
	set_gives(&look, goes_on, &memo->unkept);
	if (!keeps)
		return &memo->unkept;
	memo->nvalues = look.nvalues;
	slot = &memo->slots[memo->nslots];
	slot->word = key->word;
	slot->gives = memo->unkept;
	add_to_index(memo, memo->nslots++);
	return &slot->gives;
}
