/*-------------------------------------------------------------------------
 *
 * word_index.h
 *		Finds those of many literals that begin where a word begins: words,
 *		stems, and phrases of them.
 *
 * An automaton finds them as well, but its table for some thousand literals is
 * larger than a processor's cache, and a scan waits for memory at every byte.
 * Here a word is hashed as it is read, and looked up where a literal may end:
 * first in a filter of a few kilobytes, which says no to nearly all.  Time does
 * not depend on the number of literals, but for the hits.  A word that phrases
 * go on from knows how their next words may begin.  And the key of a word, or of
 * a stem, has the values of all stems that it begins with: the longest key says
 * all.
 *
 * Pure C: no PostgreSQL.  Memory comes from the caller, is never freed here, and
 * an index that is built is read-only.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_WORD_INDEX_H
#define NPS_WORD_INDEX_H

#include <stdbool.h>
#include <string.h>

#include "tag/automaton.h"
#include "tag/fold.h"

/* Stems of more bytes are not for the index. */
#define NPS_STEM_MAX	63

/* There are fewer keys than this. */
#define NPS_WORD_KEYS	(1 << 24)

/* A literal without the space before it, or the words that several begin with. */
typedef struct NpsWordKey
{
	uint32_t	at;				/* its bytes in the pool */
	uint32_t	len;
	uint32_t	first;			/* of its values, up to the next key's first; those
								 * of shorter stems of a single word come before */
	bool		goes_on;		/* literals go on behind it with another word .. */
	uint64_t	next;			/* .. that has one of these marks */
	uint64_t	hash;			/* of its bytes, not mixed */
} NpsWordKey;

typedef struct NpsWordSlot
{
	uint32_t	tag;			/* of the hash */
	uint32_t	key;			/* its number, and 1; 0: empty */
} NpsWordSlot;

typedef struct NpsWordIndex
{
	uint64_t   *filter;			/* a bit for each hash of a key */
	uint64_t   *next_filter;	/* a bit for each key and mark of its next word */
	NpsWordSlot *slots;
	NpsWordKey *keys;			/* and one more for its first */
	unsigned char *pool;
	uint32_t   *values;
	uint32_t	nkeys;
	uint32_t	filter_mask;	/* of bits */
	uint32_t	next_shift;		/* of a hash, to a bit of next_filter */
	uint32_t	slot_mask;
	uint32_t	longest;		/* key */
	uint64_t	stems;			/* bit n: there are stems of n bytes, as first word */
	uint64_t	next_stems;		/* the same of a later word */
	size_t		bytes;
} NpsWordIndex;

/* A key that has been found. */
typedef void (*NpsWordHit) (void *ctx, const NpsWordKey *key);

extern bool nps_word_index_takes(const unsigned char *literal, size_t len);
extern NpsAutomatonStatus nps_word_index_build(const NpsLiteral *literals, size_t count,
											   const NpsAutomatonOptions *options,
											   NpsWordIndex **result);

/* FNV-1a (Fowler, Noll, Vo), of 64 bits, by single bytes. */
#define NPS_WORD_HASH_START	UINT64_C(0xcbf29ce484222325)

static inline uint64_t
nps_word_hash(uint64_t hash, unsigned char byte)
{
	return (hash ^ byte) * UINT64_C(0x100000001b3);
}

/* The low bits of FNV are its best; the high ones serve as the tag. */
static inline uint64_t
nps_word_hash_mix(uint64_t hash)
{
	return hash ^ hash >> 29;
}

/* The key that is bytes[0 .. len), of that hash; or NULL. */
static inline const NpsWordKey *
nps_word_find(const NpsWordIndex *index, uint64_t hash, const unsigned char *bytes, size_t len)
{
	uint32_t	bit;
	uint32_t	slot;

	hash = nps_word_hash_mix(hash);
	bit = (uint32_t) hash & index->filter_mask;
	if (!(index->filter[bit >> 6] >> (bit & 63) & 1))
		return NULL;
	for (slot = (uint32_t) hash & index->slot_mask; index->slots[slot].key != 0;
		 slot = (slot + 1) & index->slot_mask)
		if (index->slots[slot].tag == (uint32_t) (hash >> 32))
		{
			const NpsWordKey *key = &index->keys[index->slots[slot].key - 1];

			if (key->len == len && memcmp(index->pool + key->at, bytes, len) == 0)
				return key;
		}
	return NULL;
}

/*
 * A mark of a word, one bit of 64, made of its first NPS_MARK_BYTES bytes, as the
 * low ones of a number, with zeros behind a shorter one.
 */
#define NPS_MARK_BYTES	4

static inline uint64_t
nps_word_mark(uint64_t begin)
{
	return UINT64_C(1) << ((uint32_t) begin * UINT32_C(0x9E3779B1) >> 26);
}

/* A bit of the filter for key `number` and a next word that begins so. */
static inline uint32_t
nps_word_next_bit(const NpsWordIndex *index, uint32_t number, uint64_t begin)
{
	uint64_t	hash = ((uint64_t) number << 32 | (uint32_t) begin) * UINT64_C(0x9E3779B97F4A7C15);

	return (uint32_t) ((hash ^ hash << 29) >> index->next_shift);
}

/*
 * May literals go on from key `number`, with those marks, with a word that begins
 * so?  Marks say no to many, without a look at the index; of all marks, none.
 */
static inline bool
nps_word_may_go_on(const NpsWordIndex *index, uint32_t number, uint64_t marks, uint64_t begin)
{
	uint32_t	bit = nps_word_next_bit(index, number, begin);

	return marks == UINT64_MAX || index->next_filter[bit >> 6] >> (bit & 63) & 1;
}

/*
 * Report the key that has the literals in word i of the piece, if there is one.
 * Returns it if others go on from it, or NULL.
 */
static inline const NpsWordKey *
nps_word_index_word(const NpsWordIndex *index, const NpsPiece *piece, int i,
					NpsWordHit hit, void *ctx)
{
	const unsigned char *start = piece->bytes + piece->words[i].at;
	const size_t len = nps_word_len(piece, i);
	uint64_t	hash[NPS_STEM_MAX + 1];
	uint64_t	all = NPS_WORD_HASH_START;
	const NpsWordKey *key;
	size_t		n;

	for (n = 0; n < len && n < index->longest; n++)
	{
		all = nps_word_hash(all, start[n]);
		if (n < NPS_STEM_MAX)
			hash[n + 1] = all;
	}
	if (n < index->longest &&
		(key = nps_word_find(index, nps_word_hash(all, ' '), start, len + 1)) != NULL)
	{
		hit(ctx, key);
		return key->goes_on ? key : NULL;
	}
	for (n = n < NPS_STEM_MAX ? n : NPS_STEM_MAX; n > 0; n--)
		if (index->stems >> n & 1 && (key = nps_word_find(index, hash[n], start, n)) != NULL)
		{
			hit(ctx, key);
			break;
		}
	return NULL;
}

/*
 * The same of those that begin with word `first` and end in word `last`, a later
 * one: several keys, the shorter ones first.  `before` is the one that they go
 * on from.
 */
static inline const NpsWordKey *
nps_word_index_phrase(const NpsWordIndex *index, const NpsPiece *piece, int first, int last,
					  const NpsWordKey *before, NpsWordHit hit, void *ctx)
{
	const unsigned char *start = piece->bytes + piece->words[first].at;
	const size_t begin = piece->words[last].at - piece->words[first].at;
	const size_t len = nps_word_len(piece, last);
	uint64_t	hash = before->hash;
	size_t		n = 0;
	const NpsWordKey *key;

	while (n < len && begin + n < index->longest)
	{
		hash = nps_word_hash(hash, start[begin + n++]);
		if (n <= NPS_STEM_MAX && index->next_stems >> n & 1 &&
			(key = nps_word_find(index, hash, start, begin + n)) != NULL)
			hit(ctx, key);
	}
	if (begin + len >= index->longest)
		return NULL;
	key = nps_word_find(index, nps_word_hash(hash, ' '), start, begin + len + 1);
	if (key == NULL)
		return NULL;
	hit(ctx, key);
	return key->goes_on ? key : NULL;
}

#endif							/* NPS_WORD_INDEX_H */
