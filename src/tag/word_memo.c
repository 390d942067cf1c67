/*-------------------------------------------------------------------------
 *
 * word_memo.c
 *		Look up what a word gives, and keep it; see word_memo.h.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/word_memo.h"

#define FIRST_SLOTS	64
#define CACHE_LINE	64

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

/* What has no table has these: they stay empty. */
static NpsMemoSlot no_slots[NPS_MEMO_GROUP];

static void
have_no_slots(NpsWordMemo *memo)
{
	memo->slots = no_slots;
	memo->nslots = 0;
	memo->shift = 63;
}

static void
clear(NpsWordMemo *memo)
{
	memo->nvalues = 0;
	if (memo->nslots > 0)
		memset(memo->slots, 0, memo->nslots * sizeof(NpsMemoSlot));
}

void
nps_words_init(NpsWords *words, NpsResize resize, void *ctx)
{
	memset(words, 0, sizeof(*words));
	words->resize = resize;
	words->ctx = ctx;
	words->max_slots = NPS_MEMO_SLOTS;
}

static void
begin(NpsWordMemo *memo, uint64_t serial)
{
	if (memo->serial == serial)
		return;
	if (memo->slots == NULL)
		have_no_slots(memo);
	clear(memo);
	memo->serial = serial;
}

/* What follows is about the frame with that serial number. */
void
nps_words_begin(NpsWords *words, uint64_t serial)
{
	begin(&words->topics, serial);
	begin(&words->grammar, serial);
}

/* Have a table of n slots, without any words. */
static void
make_table(Lookup *look, uint32_t n)
{
	NpsWordMemo *memo = look->memo;
	uintptr_t	at;

	have_no_slots(memo);
	memo->allocated = look->words->resize(look->words->ctx, memo->allocated, n * sizeof(NpsMemoSlot) + CACHE_LINE);
	at = ((uintptr_t) memo->allocated + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
	memo->slots = (NpsMemoSlot *) at;
	memo->nslots = n;
	memo->misses = 0;
	for (memo->shift = 64; n > 1; n /= 2)
		memo->shift--;
	clear(memo);
}

/* Make room before a word is added: more of it, or by forgetting all. */
static void
make_room(Lookup *look)
{
	NpsWordMemo *memo = look->memo;

	if (memo->nslots < look->words->max_slots && memo->misses >= memo->nslots / 2)
		make_table(look, memo->nslots == 0 ? FIRST_SLOTS : memo->nslots * 4);
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

/* The word in one of the slots beside its own, or NULL. */
static const NpsMemoSlot *
find_beside(const NpsWordMemo *memo, const NpsMemoKey *key)
{
	size_t		own = (size_t) (nps_memo_slot(memo, key) - memo->slots);
	size_t		i;

	for (i = 1; i < NPS_MEMO_GROUP; i++)
		if (nps_memo_has(&memo->slots[own ^ i], key))
			return &memo->slots[own ^ i];
	return NULL;
}

/*
 * The slot for a new word: its own, or an empty one beside it.  If there is none,
 * the word in its own slot is forgotten.
 */
static NpsMemoSlot *
slot_for(const NpsWordMemo *memo, const NpsMemoKey *key)
{
	const NpsMemoKey empty = {{0, 0}, 0};
	NpsMemoSlot *own = nps_memo_slot(memo, key);
	size_t		i;

	for (i = 0; i < NPS_MEMO_GROUP; i++)
	{
		NpsMemoSlot *slot = &memo->slots[(size_t) (own - memo->slots) ^ i];

		if (nps_memo_has(slot, &empty))
			return slot;
	}
	return own;
}

/*
 * What words first .. last of the piece give, which is not in the slot of their key:
 * look them up, and keep it in the memo, one of `words`.  If they are several,
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
	const bool	keeps = words->max_slots > 0 && !nps_memo_is_long(key);
	const NpsMemoSlot *beside = find_beside(memo, key);
	const NpsWordKey *goes_on;
	NpsMemoSlot *slot;

	if (beside != NULL)
		return &beside->gives;
	if (keeps)
		make_room(&look);
	goes_on = look_up(&look, finder, piece, first, last, before);
	finish_list(&look);
	set_gives(&look, goes_on, &memo->unkept);
	if (!keeps)
		return &memo->unkept;
	memo->nvalues = look.nvalues;
	slot = slot_for(memo, key);
	slot->word = key->word;
	slot->gives = memo->unkept;
	return &slot->gives;
}
