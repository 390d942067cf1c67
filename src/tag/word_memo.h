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
 * All that a word gives, but for a list, is in a slot of one cache line, which its
 * hash says: finding it is one wait for memory, and can be asked for ahead.  If that
 * slot is another word's, it is in one of those beside it.  The first word to come
 * has the slot; frequent words come early.
 *
 * What must stay true:
 * - What is kept is a copy of what the frame says, and a word is compared byte
 *	 by byte: results never depend on what the memo holds.
 * - It belongs to one frame, known by its serial number (an address may come
 *	 again), and is emptied for another.
 * - Memory is at most that of NPS_MEMO_SLOTS slots, NPS_MEMO_VALUES values in lists
 *	 and what one word gives more.  The table begins small, and grows when half as
 *	 many words have come as it has slots.
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

/* Most slots and values kept; the slots are a power of 4. */
#define NPS_MEMO_SLOTS	65536
#define NPS_MEMO_VALUES	262144

/*
 * A word's bytes, and a hash of them.  Words of more than NPS_WORD_BYTES bytes are
 * looked up each time, and so are phrases whose last word has more than
 * NPS_MEMO_NEXT_BYTES: their numbers equal none in the table.  The last word of a
 * phrase has the number of the key before it in its top bytes, and NPS_MEMO_PHRASE,
 * a byte that is in no word.
 */
#define NPS_MEMO_NEXT_BYTES	12
#define NPS_MEMO_PHRASE	(UINT64_C(0xFF) << 56)

typedef struct NpsMemoKey
{
	NpsWordBytes word;
	uint64_t	hash;
} NpsMemoKey;

typedef struct NpsMemoSlot
{
	NpsWordBytes word;			/* zeros: an empty slot */
	NpsGives	gives;
	uint64_t	unused;			/* fills the cache line */
} NpsMemoSlot;

/* Slots that stand together. */
#define NPS_MEMO_GROUP	4

typedef struct NpsWordMemo
{
	uint64_t	serial;			/* of the frame */
	NpsMemoSlot *slots;			/* never NULL */
	void	   *allocated;		/* what they are in */
	uint32_t	nslots;			/* a power of two; or 0, and all slots are empty */
	uint32_t	shift;			/* of a hash, to a slot */
	uint32_t	misses;			/* since nslots was set */
	uint32_t   *values;			/* lists */
	size_t		nvalues;		/* kept */
	size_t		values_room;
	NpsGives	unkept;			/* the last one that was looked up */
} NpsWordMemo;

/*
 * The memos of matchers: of any number of them that take turns, with one comment
 * each.
 */
typedef struct NpsWords
{
	NpsResize	resize;
	void	   *ctx;
	uint32_t	max_slots;		/* of each memo: 0, or NPS_MEMO_SLOTS */
	NpsWordMemo topics;
	NpsWordMemo grammar;
} NpsWords;

extern void nps_words_init(NpsWords *words, NpsResize resize, void *ctx);
extern void nps_words_begin(NpsWords *words, uint64_t serial);
extern const NpsGives *nps_memo_learn(const NpsWords *words, NpsWordMemo *memo,
									  const NpsFrame *frame, const NpsFinder *finder,
									  const NpsPiece *piece, int first, int last,
									  const NpsWordKey *before, const NpsMemoKey *key);

static inline NpsMemoKey
nps_memo_key(NpsWordBytes word)
{
	NpsMemoKey	key = {word, word.low * UINT64_C(0x9E3779B97F4A7C15) + word.high * UINT64_C(0xC2B2AE3D27D4EB4F)};

	return key;
}

static inline bool
nps_memo_is_long(const NpsMemoKey *key)
{
	return key->word.high == NPS_WORD_LONG;
}

/* The key of a phrase: key `number` of the index, and the word `last` behind it. */
static inline NpsMemoKey
nps_memo_phrase_key(uint32_t number, NpsWordBytes last)
{
	bool		fits = last.high >> 8 * (NPS_MEMO_NEXT_BYTES - 8) == 0 && last.high != NPS_WORD_LONG;

	last.high = fits ? last.high | (uint64_t) number << 32 | NPS_MEMO_PHRASE : NPS_WORD_LONG;
	return nps_memo_key(last);
}

/* The slot that has the word, if it is known and none with that slot came before. */
static inline NpsMemoSlot *
nps_memo_slot(const NpsWordMemo *memo, const NpsMemoKey *key)
{
	return memo->slots + (key->hash >> memo->shift);
}
static inline bool
nps_memo_has(const NpsMemoSlot *slot, const NpsMemoKey *key)
{
	return ((slot->word.low ^ key->word.low) | (slot->word.high ^ key->word.high)) == 0;
}

#endif							/* NPS_WORD_MEMO_H */
