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

/* Words that are being looked up. */
typedef struct Lookup
{
	const NpsWords *words;
	NpsWordMemo *memo;
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
	if (look->across)
		begin_copy(look);
}

/*
 * Find all that words first .. last of the piece give: the values of look->key,
 * if that is set, or a copy.  Returns the number of the key that phrases go on
 * from, and 1; or 0.
 */
static uint32_t
look_up(Lookup *look, const NpsFinder *finder, const NpsPiece *piece, int first, int last,
		const NpsWordKey *before)
{
	const NpsWordKey *goes_on;

	look->at = look->nvalues = look->memo->nvalues;
	if (first == last)
	{
		goes_on = nps_word_index_word(look->index, piece, first, found, look);
		look_inside(look, finder, piece, first);
	}
	else
		goes_on = nps_word_index_phrase(look->index, piece, first, last, before, found, look);
	return goes_on == NULL ? 0 : (uint32_t) (goes_on - look->index->keys) + 1;
}

/* What the copy gives, from which phrases go on as look_up() says. */
static void
gives_of_copy(const Lookup *look, uint32_t goes_on, NpsGives *gives)
{
	uint32_t   *copy = look->memo->values + look->at;

	copy[0] = goes_on;
	copy[1] = (uint32_t) (look->nvalues - look->at - NPS_MEMO_HEAD);
	nps_frame_gives(look->frame, copy + NPS_MEMO_HEAD, copy[1], gives);
	gives->copied = true;
	gives->key = (uint32_t) look->at;
	gives->next = goes_on == 0 ? 0 : look->index->keys[goes_on - 1].next;
	gives->across = look->across;
}

/* What the values of a key, or of none, give. */
static void
gives_of_key(const Lookup *look, NpsGives *gives)
{
	const NpsWordKey *key = look->key;

	if (key == NULL)
	{
		memset(gives, 0, sizeof(*gives));
		return;
	}
	nps_frame_gives(look->frame, look->index->values + key[0].first, key[1].first - key[0].first, gives);
	gives->key = (uint32_t) (key - look->index->keys) + 1;
	gives->next = key->next;
}

/* The number of what that key gives; nothing here fails. */
static uint32_t
keep_key(const Lookup *look)
{
	NpsWordMemo *memo = look->memo;
	uint32_t   *number = &memo->of_key[look->key == NULL ? 0 : look->key - look->index->keys + 1];

	if (*number == 0)
	{
		gives_of_key(look, &memo->gives[memo->ngives]);
		*number = (uint32_t) memo->ngives++;
	}
	return *number;
}

static void
put_into_set(NpsMemoSet *set, const NpsMemoKey *key, uint32_t gives)
{
	int			i;

	for (i = NPS_MEMO_WAYS - 1; i > 0; i--)
	{
		set->low[i] = set->low[i - 1];
		set->high[i] = set->high[i - 1];
		set->gives[i] = set->gives[i - 1];
	}
	set->low[0] = key->low;
	set->high[0] = key->high;
	set->gives[0] = gives;
}

/*
 * Look up words first .. last of the piece, and keep what they give in the memo,
 * one of `words`.  If they are several, `before` is the key of all but the last.
 * What comes back is good until the next call.
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
	uint32_t	goes_on;
	uint32_t	number;

	if (keeps)
		make_room(&look);
	goes_on = look_up(&look, finder, piece, first, last, before);
	if (!keeps || (look.copied && is_long))
	{
		if (look.copied)
			gives_of_copy(&look, goes_on, &memo->unkept);
		else
			gives_of_key(&look, &memo->unkept);
		return &memo->unkept;
	}
	if (look.copied)
	{
		number = (uint32_t) memo->ngives++;
		gives_of_copy(&look, goes_on, &memo->gives[number]);
		memo->nvalues = look.nvalues;
	}
	else
		number = keep_key(&look);
	if (!is_long)
		put_into_set(nps_memo_set(memo, key), key, number);
	return &memo->gives[number];
}
