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
 * All that a word gives, but for a list, is in a slot of one cache line.  Slots are
 * filled as words are met, so that those of frequent words stand together.  An index
 * finds them by a hash; it is so small that it stays in a processor's cache.  So there
 * is one wait for memory, and what it is for can be asked for ahead.
 *
 * What must stay true:
 * - What is kept is a copy of what the frame says, and a word is compared byte
 *	 by byte: results never depend on what the memo holds.
 * - It belongs to one frame, known by its serial number (an address may come
 *	 again), and is emptied for another.
 * - Memory is at most that of NPS_MEMO_WORDS slots, two places in the index for
 *	 each, NPS_MEMO_VALUES values in lists and what one word gives more.  It begins
 *	 small.  Where there is no more room, all is forgotten.
 * - Half of the index is empty, and nobody can tell which words will meet in it:
 *	 searches are short.
 * - The number of a slot may be held while others are looked up.  It stays in
 *	 bounds, and what is forgotten has no word.
 * - resize() may jump out: between its calls the memo is whole.
 *
 * Pure C: no PostgreSQL.  Private to scan.c, but for NpsWords.
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

/* Most words (and phrases) and values kept. */
#define NPS_MEMO_WORDS	65535
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
	NpsWordBytes word;			/* zeros: none */
	NpsGives	gives;
	uint64_t	unused;			/* fills the cache line */
} NpsMemoSlot;

/*
 * A place of the index has the number of a slot in its low NPS_MEMO_BITS bits, and
 * bits of the hash above; 0 is an empty place.
 */
#define NPS_MEMO_BITS	16
#define NPS_MEMO_NUMBER	((UINT32_C(1) << NPS_MEMO_BITS) - 1)

typedef struct NpsWordMemo
{
	uint64_t	serial;			/* of the frame */
	NpsWordTable table;			/* the index; its places are never NULL */
	uint32_t	mask;			/* of a place; 0: there is no index, but two empty places */
	NpsMemoSlot *slots;			/* from 1; [0] has no word; never NULL */
	void	   *allocated;		/* what they are in */
	uint32_t	nslots;			/* in use, [0] with them */
	uint32_t	room;			/* of slots */
	uint32_t   *values;			/* lists */
	size_t		nvalues;		/* kept */
	size_t		values_room;
	NpsGives	unkept;			/* the last one that is in no slot */
} NpsWordMemo;

/*
 * The memos of matchers: of any number of them that take turns, with one comment
 * each.
 */
typedef struct NpsWords
{
	NpsResize	resize;
	void	   *ctx;
	uint64_t	mix[2];			/* of the tables: odd */
	uint32_t	max_words;		/* of each memo, at most NPS_MEMO_WORDS */
	NpsWordMemo topics;
	NpsWordMemo grammar;
} NpsWords;

extern void nps_words_init(NpsWords *words, const uint64_t *mix, NpsResize resize, void *ctx);
extern void nps_words_begin(NpsWords *words, uint64_t serial);
extern const NpsGives *nps_memo_learn(const NpsWords *words, NpsWordMemo *memo,
									  const NpsFrame *frame, const NpsFinder *finder,
									  const NpsPiece *piece, int first, int last,
									  const NpsWordKey *before, const NpsMemoKey *key);

static inline NpsMemoKey
nps_memo_key(const NpsWordMemo *memo, NpsWordBytes word)
{
	NpsMemoKey	key = {word, nps_word_table_hash(&memo->table, word)};

	return key;
}

static inline bool
nps_memo_is_long(const NpsMemoKey *key)
{
	return key->word.high == NPS_WORD_LONG;
}

/* The key of a phrase: key `number` of the index, and the word `last` behind it. */
static inline NpsMemoKey
nps_memo_phrase_key(const NpsWordMemo *memo, uint32_t number, NpsWordBytes last)
{
	bool		fits = last.high >> 8 * (NPS_MEMO_NEXT_BYTES - 8) == 0 && last.high != NPS_WORD_LONG;

	last.high = fits ? last.high | (uint64_t) number << 32 | NPS_MEMO_PHRASE : NPS_WORD_LONG;
	return nps_memo_key(memo, last);
}

/* What a place of the index has above the number. */
static inline uint32_t
nps_memo_tag(const NpsMemoKey *key)
{
	return (uint32_t) key->hash & ~NPS_MEMO_NUMBER;
}

/*
 * The slot of the first word with that tag, from the word's place on: as a rule it
 * is the word's, if it has one.  Else that of no word.
 */
static inline NpsMemoSlot *
nps_memo_slot(const NpsWordMemo *memo, const NpsMemoKey *key)
{
	const uint32_t tag = nps_memo_tag(key);
	uint32_t	place = (uint32_t) (key->hash >> memo->table.shift);
	uint32_t	there = memo->table.places[place];

	while ((there & ~NPS_MEMO_NUMBER) != tag && there != 0)
	{
		place = (place + 1) & memo->mask;
		there = memo->table.places[place];
	}
	return &memo->slots[there & NPS_MEMO_NUMBER];
}

static inline bool
nps_memo_has(const NpsMemoSlot *slot, const NpsMemoKey *key)
{
	return ((slot->word.low ^ key->word.low) | (slot->word.high ^ key->word.high)) == 0;
}

#endif							/* NPS_WORD_MEMO_H */
