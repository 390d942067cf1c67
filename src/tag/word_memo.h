/*-------------------------------------------------------------------------
 *
 * word_memo.h
 *		Remembers what a finder finds in a word.
 *
 * Finding the literals in a word takes a look at the index for each of its
 * stems, a scan of the automaton and the lists that hits lead to: many waits
 * for memory.  Few words make up most of a language, so what a word gives is
 * looked up once and kept, ready for use: the sum of its cues, by rule, the
 * segments in it, and whether a phrase may go on from it.  Where one may, the
 * key that has the phrase so far and the next word are kept as a word is.
 *
 * A set of three words is a cache line.  A word is in its set, or, if others have
 * come since, in the set beside it.  What it gives is elsewhere, once for all words that give the same, in the order in which it was
 * first met.
 *
 * What must stay true:
 * - What is kept is a copy of what the frame says, and a word is compared byte
 *	 by byte: results never depend on what the memo holds.
 * - It belongs to one frame, known by its serial number (an address may come
 *	 again), and is emptied for another.
 * - Memory is at most that of NPS_MEMO_SETS sets, NPS_MEMO_VALUES values in lists,
 *	 what as many words give, a number for each key of the frame, and one word
 *	 more.  The table begins small, and grows after as many misses as it has
 *	 places.
 * - resize() may jump out: the memo is changed only after the last call of it.
 *
 * Pure C: no PostgreSQL.  Private to hits.c.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_WORD_MEMO_H
#define NPS_WORD_MEMO_H

#include <string.h>

#include "tag/fold.h"
#include "tag/frame.h"

/* Give old (or NULL) the new size; never NULL, but may longjmp out. */
typedef void *(*NpsResize) (void *ctx, void *old, size_t size);

/* Most sets and values kept; the sets are a power of 4. */
#define NPS_MEMO_SETS	16384
#define NPS_MEMO_VALUES	262144

/*
 * Words of more bytes are looked up each time, and so are phrases whose last word
 * has more.
 */
#define NPS_MEMO_BYTES	15
#define NPS_MEMO_NEXT_BYTES	12

/*
 * The bytes of a word, as numbers with the first byte lowest, zeros behind.  Where
 * there are more, high is NPS_MEMO_LONG: such a byte is in no word, and so the key
 * equals none in the table.  The last word of a phrase has the number of the key
 * before it in its top bytes, and NPS_MEMO_PHRASE, a byte that is in no word.
 */
#define NPS_MEMO_LONG	UINT64_C(1)
#define NPS_MEMO_PHRASE	(UINT64_C(0xFF) << 56)

typedef struct NpsMemoKey
{
	uint64_t	low;
	uint64_t	high;
	uint64_t	hash;
} NpsMemoKey;

#define NPS_MEMO_WAYS	3

typedef struct NpsMemoSet
{
	uint64_t	low[NPS_MEMO_WAYS];
	uint64_t	high[NPS_MEMO_WAYS];
	uint32_t	gives[NPS_MEMO_WAYS];	/* number in gives[]; 0: an empty place */
	uint32_t	unused;			/* fills the cache line */
} NpsMemoSet;

typedef struct NpsWordMemo
{
	uint64_t	serial;			/* of the frame */
	NpsMemoSet *sets;			/* never NULL */
	void	   *allocated;		/* what they are in */
	uint32_t	nsets;			/* a power of two; or 0, and all places are empty */
	uint32_t	shift;			/* of a hash, to a set */
	uint32_t	misses;			/* since nsets was set */
	NpsGives   *gives;			/* from 1 */
	size_t		ngives;
	size_t		gives_room;
	uint32_t   *of_key;			/* its number in gives[], or 0; [0]: of no key, all
								 * others by number and 1 */
	size_t		of_key_room;
	uint32_t   *values;			/* lists */
	size_t		nvalues;		/* kept */
	size_t		values_room;
	NpsGives	unkept;			/* the last one that is not in gives[] */
} NpsWordMemo;

/*
 * The memos of matchers: of any number of them that take turns, with one comment
 * each.
 */
typedef struct NpsWords
{
	NpsResize	resize;
	void	   *ctx;
	uint32_t	max_sets;		/* of each memo: 0, or NPS_MEMO_SETS */
	NpsWordMemo topics;
	NpsWordMemo grammar;
} NpsWords;

extern const uint64_t nps_memo_masks[NPS_MEMO_BYTES + 1][2];

extern void nps_words_init(NpsWords *words, NpsResize resize, void *ctx);
extern void nps_words_begin(NpsWords *words, uint64_t serial);
extern const NpsGives *nps_memo_learn(const NpsWords *words, NpsWordMemo *memo,
									  const NpsFrame *frame, const NpsFinder *finder,
									  const NpsPiece *piece, int first, int last,
									  const NpsWordKey *before, const NpsMemoKey *key);

/* 8 bytes as a number, the first one lowest. */
static inline uint64_t
nps_memo_load(const unsigned char *bytes)
{
	uint64_t	value;

	memcpy(&value, bytes, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	value = __builtin_bswap64(value);
#endif
	return value;
}

static inline uint64_t
nps_memo_hash(uint64_t low, uint64_t high)
{
	return low * UINT64_C(0x9E3779B97F4A7C15) + high * UINT64_C(0xC2B2AE3D27D4EB4F);
}

/* The key of len bytes: without a branch, for lengths are hard to foretell. */
static inline NpsMemoKey
nps_memo_key(const unsigned char *bytes, size_t len)
{
	bool		fits = len <= NPS_MEMO_BYTES;
	const uint64_t *masks = nps_memo_masks[fits ? len : 8];
	uint64_t	low = nps_memo_load(bytes) & masks[0];
	uint64_t	high = (nps_memo_load(bytes + 8) & masks[1]) | (fits ? 0 : NPS_MEMO_LONG);
	NpsMemoKey	key = {low, high, nps_memo_hash(low, high)};

	return key;
}

static inline NpsMemoKey
nps_memo_word_key(const NpsPiece *piece, int i)
{
	return nps_memo_key(piece->bytes + piece->words[i].at, nps_word_len(piece, i));
}

/* The key of a phrase: key `number` of the index, and the word `last` behind it. */
static inline NpsMemoKey
nps_memo_phrase_key(uint32_t number, const NpsMemoKey *last)
{
	bool		fits = last->high >> 8 * (NPS_MEMO_NEXT_BYTES - 8) == 0 &&
		last->high != NPS_MEMO_LONG;
	uint64_t	high = fits ? last->high | (uint64_t) number << 32 | NPS_MEMO_PHRASE : NPS_MEMO_LONG;
	NpsMemoKey	key = {last->low, high, nps_memo_hash(last->low, high)};

	return key;
}

/* The set that has the word, if it is in the table. */
static inline NpsMemoSet *
nps_memo_set(const NpsWordMemo *memo, const NpsMemoKey *key)
{
	return memo->sets + (key->hash >> memo->shift);
}

static inline uint32_t
nps_memo_place(const NpsMemoSet *set, int i, const NpsMemoKey *key)
{
	uint64_t	differ = (set->low[i] ^ key->low) | (set->high[i] ^ key->high);

	return set->gives[i] & (0 - (uint32_t) (differ == 0));
}

/*
 * What the word gives, if that is known; else NULL.  Good until more is.  In
 * which place it is is hard to foretell: there is no branch on that.
 */
static inline const NpsGives *
nps_memo_find(const NpsWordMemo *memo, const NpsMemoKey *key)
{
	const NpsMemoSet *set = nps_memo_set(memo, key);
	uint32_t	gives = nps_memo_place(set, 0, key) | nps_memo_place(set, 1, key) | nps_memo_place(set, 2, key);

	return gives == 0 ? NULL : &memo->gives[gives];
}

#endif							/* NPS_WORD_MEMO_H */
