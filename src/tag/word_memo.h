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
 * words of its beginning and the next one are an entry as well, and so on.  An
 * entry is a cache line, in a table where it may be in one of two places next to
 * each other: the last two to come have them.
 *
 * What must stay true:
 * - What is kept is a copy of what the frame says, and a word is compared byte
 *	 by byte: results never depend on what the table holds.
 * - It belongs to one frame, known by its serial number (an address may come
 *	 again), and is emptied for another.
 * - Memory is at most that of NPS_MEMO_WORDS entries and NPS_MEMO_VALUES values,
 *	 2.25 MB, and what one word gives.  The table begins small, for queries of a
 *	 few comments, and doubles after as many misses as it has places.
 * - resize() may jump out: the table is changed only after the last call of it.
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

/* Most entries and values kept; both are powers of two. */
#define NPS_MEMO_WORDS	32768
#define NPS_MEMO_VALUES	65536

/* Words of more bytes are looked up each time. */
#define NPS_MEMO_BYTES	16

/* What stands before the values in a copy. */
#define NPS_MEMO_HEAD	2

/*
 * The bytes of words, as numbers with the first byte lowest, zeros behind.  Where
 * there are more, high is NPS_MEMO_LONG: such a byte is in no word, and so the key
 * equals none in the table.
 */
#define NPS_MEMO_LONG	1

typedef struct NpsMemoKey
{
	uint64_t	low;
	uint64_t	high;
	uint64_t	hash;
} NpsMemoKey;

typedef struct NpsWordMemo
{
	uint64_t	serial;			/* of the frame */
	NpsMemoWord *words;			/* a cache line each; never NULL */
	void	   *allocated;		/* what they are in */
	uint32_t	nwords;			/* a power of two; or 0, and all places are empty */
	uint32_t	shift;			/* of a hash, to a pair of places */
	uint32_t	misses;			/* since nwords was set */
	uint32_t   *values;
	size_t		nvalues;		/* kept */
	size_t		values_room;
	NpsMemoWord word;			/* the last one looked up */
} NpsWordMemo;

extern const uint64_t nps_memo_masks[NPS_MEMO_BYTES + 1][2];

extern void nps_memo_begin(NpsWordMemo *memo, uint64_t serial);
extern const NpsMemoWord *nps_memo_learn(NpsWordMemo *memo, NpsResize resize, void *ctx, uint32_t limit,
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

/* The key of len bytes: without a branch, for lengths are hard to foretell. */
static inline NpsMemoKey
nps_memo_key(const unsigned char *bytes, size_t len)
{
	bool		fits = len <= NPS_MEMO_BYTES;
	const uint64_t *masks = nps_memo_masks[fits ? len : 8];
	uint64_t	low = nps_memo_load(bytes) & masks[0];
	uint64_t	high = (nps_memo_load(bytes + 8) & masks[1]) | (fits ? 0 : NPS_MEMO_LONG);
	NpsMemoKey	key = {low, high, low * UINT64_C(0x9E3779B97F4A7C15) + high * UINT64_C(0xC2B2AE3D27D4EB4F)};

	return key;
}

/* The key of words first .. last. */
static inline NpsMemoKey
nps_memo_words_key(const NpsPiece *piece, int first, int last)
{
	uint32_t	at = piece->words[first].at;

	return nps_memo_key(piece->bytes + at, piece->words[last].at - at + nps_word_len(piece, last));
}

/* The first of the two places of words. */
static inline NpsMemoWord *
nps_memo_place(const NpsWordMemo *memo, const NpsMemoKey *key)
{
	return memo->words + 2 * (key->hash >> memo->shift);
}

static inline bool
nps_memo_is(const NpsMemoWord *word, const NpsMemoKey *key)
{
	return (word->low == key->low) & (word->high == key->high);
}

/* What the words give, if that is known; else NULL.  Good until more are. */
static inline const NpsMemoWord *
nps_memo_find(const NpsWordMemo *memo, const NpsMemoKey *key)
{
	const NpsMemoWord *word = nps_memo_place(memo, key);

	word += nps_memo_is(word + 1, key);
	return nps_memo_is(word, key) ? word : NULL;
}

/* The values that words give, n of them. */
static inline const uint32_t *
nps_memo_values(const NpsWordMemo *memo, const NpsWordIndex *index, const NpsMemoWord *word, uint32_t *n)
{
	const NpsWordKey *key;

	if (word->copied)
	{
		*n = memo->values[word->key + 1];
		return memo->values + word->key + NPS_MEMO_HEAD;
	}
	if (word->key == 0)
	{
		*n = 0;
		return NULL;
	}
	key = &index->keys[word->key - 1];
	*n = key[1].first - key[0].first;
	return index->values + key->first;
}

/* The key that phrases go on from, of words with marks of what they go on with. */
static inline const NpsWordKey *
nps_memo_goes_on(const NpsWordMemo *memo, const NpsWordIndex *index, const NpsMemoWord *word)
{
	return &index->keys[(word->copied ? memo->values[word->key] : word->key) - 1];
}

#endif							/* NPS_WORD_MEMO_H */
