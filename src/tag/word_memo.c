/*-------------------------------------------------------------------------
 *
 * word_memo.c
 *		Look up what a word gives, and keep it; see word_memo.h.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/word_memo.h"

#define FIRST_SETS	64
#define FIRST_GIVES	128
#define CACHE_LINE	64

/* Masks of the first n bytes. */
#define ALL	UINT64_MAX
#define LOW(n)	(ALL >> (64 - 8 * (n)))

const uint64_t nps_memo_masks[NPS_MEMO_BYTES + 1][2] = {
	{0, 0}, {LOW(1), 0}, {LOW(2), 0}, {LOW(3), 0}, {LOW(4), 0}, {LOW(5), 0}, {LOW(6), 0},
	{LOW(7), 0}, {ALL, 0}, {ALL, LOW(1)}, {ALL, LOW(2)}, {ALL, LOW(3)}, {ALL, LOW(4)},
	{ALL, LOW(5)}, {ALL, LOW(6)}, {ALL, LOW(7)}
};

/*
 * A word that is being looked up.  If all that it gives are the values of a key,
 * it shares them with others; else they are listed.
 */
typedef struct Lookup
{
	const NpsWords *words;
	NpsWordMemo *memo;
	const NpsFrame *frame;
	const NpsWordIndex *index;
	const NpsWordKey *key;		/* found, if any */
	bool		listed;
	bool		across;
	size_t		at;				/* in memo->values: of the list, its length first */
	size_t		nvalues;		/* in memo->values, the list last */
	size_t		inside;			/* those from there on are from the automaton */
} Lookup;

/* What has no table has this one: its places stay empty. */
static NpsMemoSet no_sets[2];

static void
have_no_sets(NpsWordMemo *memo)
{
	memo->sets = no_sets;
	memo->nsets = 0;
	memo->shift = 63;
}

static void
clear(NpsWordMemo *memo)
{
	memo->nvalues = 0;
	memo->ngives = 1;
	if (memo->of_key_room > 0)
		memset(memo->of_key, 0, memo->of_key_room * sizeof(uint32_t));
	if (memo->nsets > 0)
		memset(memo->sets, 0, memo->nsets * sizeof(NpsMemoSet));
}

void
nps_words_init(NpsWords *words, NpsResize resize, void *ctx)
{
	memset(words, 0, sizeof(*words));
	words->resize = resize;
	words->ctx = ctx;
	words->max_sets = NPS_MEMO_SETS;
}

static void
begin(NpsWordMemo *memo, uint64_t serial)
{
	if (memo->serial == serial)
		return;
	if (memo->sets == NULL)
		have_no_sets(memo);
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

/* Have a table of n sets, without any words. */
static void
make_table(Lookup *look, uint32_t n)
{
	NpsWordMemo *memo = look->memo;
	uintptr_t	at;

	have_no_sets(memo);
	memo->allocated = look->words->resize(look->words->ctx, memo->allocated, n * sizeof(NpsMemoSet) + CACHE_LINE);
	at = ((uintptr_t) memo->allocated + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
	memo->sets = (NpsMemoSet *) at;
	memo->nsets = n;
	memo->misses = 0;
	for (memo->shift = 64; n > 1; n /= 2)
		memo->shift--;
	clear(memo);
}

/* Room for what all keys of the frame give, to be found by them. */
static void
make_key_room(Lookup *look)
{
	NpsWordMemo *memo = look->memo;
	size_t		n = (size_t) look->index->nkeys + 1;

	if (n <= memo->of_key_room)
		return;
	memo->of_key = look->words->resize(look->words->ctx, memo->of_key, n * sizeof(uint32_t));
	memset(memo->of_key + memo->of_key_room, 0, (n - memo->of_key_room) * sizeof(uint32_t));
	memo->of_key_room = n;
}

/* Make room before words are added: more of it, or by forgetting all. */
static void
make_room(Lookup *look)
{
	NpsWordMemo *memo = look->memo;

	make_key_room(look);
	if (memo->nsets < look->words->max_sets && memo->misses >= memo->nsets * NPS_MEMO_WAYS)
		make_table(look, memo->nsets == 0 ? FIRST_SETS : memo->nsets * 4);
	else if (memo->nvalues >= NPS_MEMO_VALUES)
		clear(memo);
	if (memo->ngives >= memo->gives_room)
	{
		size_t		more = memo->gives_room == 0 ? FIRST_GIVES : memo->gives_room * 2;

		memo->gives = look->words->resize(look->words->ctx, memo->gives, more * sizeof(NpsGives));
		memo->gives_room = more;
	}
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

static void
list_key(Lookup *look, const NpsWordKey *key)
{
	uint32_t	i;

	for (i = key[0].first; i < key[1].first; i++)
		push(look, look->index->values[i]);
}

/* What is found has to be listed: begin with what there is. */
static void
begin_list(Lookup *look)
{
	if (look->listed)
		return;
	look->listed = true;
	push(look, 0);
	if (look->key != NULL)
		list_key(look, look->key);
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
		begin_list(look);
		list_key(look, key);
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
		begin_list(look);
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
	if (look->across)
		begin_list(look);
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

static void
put_at(NpsMemoSet *set, int i, uint64_t low, uint64_t high, uint32_t gives)
{
	set->low[i] = low;
	set->high[i] = high;
	set->gives[i] = gives;
}

/* The set beside, for what has no place in its own. */
static NpsMemoSet *
set_beside(const NpsWordMemo *memo, const NpsMemoSet *set)
{
	return memo->sets + ((set - memo->sets) ^ 1);
}

/* Make a word the first of its set; the last one of it goes to that place beside. */
static void
put_first(NpsMemoSet *set, NpsMemoSet *beside, int place, const NpsMemoKey *key, uint32_t gives)
{
	int			i = NPS_MEMO_WAYS - 1;

	put_at(beside, place, set->low[i], set->high[i], set->gives[i]);
	for (; i > 0; i--)
		put_at(set, i, set->low[i - 1], set->high[i - 1], set->gives[i - 1]);
	put_at(set, 0, key->low, key->high, gives);
}

/* If the word is in the set beside, put it into its own: what it gives, or 0. */
static uint32_t
find_beside(const NpsWordMemo *memo, const NpsMemoKey *key)
{
	NpsMemoSet *set = nps_memo_set(memo, key);
	NpsMemoSet *beside = set_beside(memo, set);
	uint32_t	gives = 0;
	int			i;

	for (i = 0; i < NPS_MEMO_WAYS; i++)
		if ((gives = nps_memo_place(beside, i, key)) != 0)
		{
			put_first(set, beside, i, key, gives);
			break;
		}
	return gives;
}

/* Add a word, that is in neither set: if both are full, one is forgotten. */
static void
add_to_set(const NpsWordMemo *memo, const NpsMemoKey *key, uint32_t gives)
{
	NpsMemoSet *set = nps_memo_set(memo, key);
	NpsMemoSet *beside = set_beside(memo, set);
	int			i = NPS_MEMO_WAYS - 1;

	if (set->gives[i] == 0)
		beside = set;			/* nothing has to go there */
	else
		for (i = 0; i < NPS_MEMO_WAYS - 1 && beside->gives[i] != 0; i++)
			;
	put_first(set, beside, i, key, gives);
}

/*
 * What words first .. last of the piece give, which nps_memo_find() did not find:
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
	const bool	keeps = words->max_sets > 0;
	const bool	is_long = key->high == NPS_MEMO_LONG;
	const NpsWordKey *goes_on;
	uint32_t	number = find_beside(memo, key);
	uint32_t   *of_key;

	if (number != 0)
		return &memo->gives[number];
	if (keeps)
		make_room(&look);
	goes_on = look_up(&look, finder, piece, first, last, before);
	of_key = !keeps || look.listed ? NULL :
		&memo->of_key[look.key == NULL ? 0 : look.key - look.index->keys + 1];
	if (of_key == NULL || *of_key == 0)
	{
		begin_list(&look);
		finish_list(&look);
		if (!keeps || (is_long && of_key == NULL))
		{
			set_gives(&look, goes_on, &memo->unkept);
			return &memo->unkept;
		}
		number = (uint32_t) memo->ngives++;
		set_gives(&look, goes_on, &memo->gives[number]);
		memo->nvalues = look.nvalues;
		if (of_key != NULL)
			*of_key = number;
	}
	else
		number = *of_key;
	if (!is_long)
		add_to_set(memo, key, number);
	return &memo->gives[number];
}
