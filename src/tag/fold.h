/*-------------------------------------------------------------------------
 *
 * fold.h
 *		Folding: the one spelling in which comments and patterns meet, sentence
 *		by sentence, with the place of every word in the text.
 *
 * A text comes out as pieces, and a piece is a sentence:
 *
 *		"Niet bereikbaar! In de wacht"	-> " niet bereikbaar "  " in de wacht "
 *		"" and any text without a word	-> no piece
 *
 * Bytes are UTF-8: one space, then each word and one space, so that a word
 * boundary is always a space.  Words hold no ASCII but a-z and 0-9.
 *
 * A sentence of more than NPS_PIECE_WORDS words comes in several pieces that
 * overlap.  Each word is `own` in exactly one of them, words[from .. to - 1];
 * around those stand words that others own, so that an own word sees at least
 * NPS_PIECE_BEFORE words before it and NPS_PIECE_AFTER behind it, or all that
 * the sentence has.  Two pieces share NPS_PIECE_BEFORE + NPS_PIECE_AFTER words:
 * a phrase of up to one word more lies whole in one of them, and so do the
 * longest patterns (NPS_PATTERN_MAX letters are at most 128 words).
 *
 * Pure C: no PostgreSQL, no locale, no allocation but by the caller.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_FOLD_H
#define NPS_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NPS_PIECE_WORDS		512 /* most words of a piece, context included */
#define NPS_PIECE_BEFORE	64
#define NPS_PIECE_AFTER		112
#define NPS_PIECE_SLACK		16

/*
 * The bytes of a word as two numbers, the first byte lowest, zeros behind.  Of
 * a word of more than NPS_WORD_BYTES bytes they are the first 8, and NPS_WORD_LONG:
 * no shorter word equals that, as there is no byte 1 in any.
 */
#define NPS_WORD_BYTES	15
#define NPS_WORD_LONG	UINT64_C(1)

typedef struct NpsWordBytes
{
	uint64_t	low;
	uint64_t	high;
} NpsWordBytes;

/*
 * Where the receiver of a word will look for it: a table of places, by the top bits
 * of a hash.  They are asked for as soon as the word is known.
 *
 * A hash of numbers that are known would let the writer of a comment choose words
 * that meet in one place: mix are odd, and drawn by chance.
 */
typedef struct NpsWordTable
{
	uint32_t   *places;
	uint32_t	shift;			/* of a hash, to a place */
	uint64_t	mix[2];
} NpsWordTable;

static inline uint64_t
nps_word_table_hash(const NpsWordTable *table, NpsWordBytes word)
{
	return word.low * table->mix[0] + word.high * table->mix[1];
}

/*
 * A word.  Its source is text[start .. end - 1]: never empty, whole characters.
 * From word to word start and end never decrease, but sources may overlap: both
 * words of "can't" have all of it, and words that one character gives ("1 2" of
 * a half) share that character.  An apostrophe or invisible character at the
 * edge of a word is no part of its source; the marks behind its last letter,
 * or behind an emoji, are.
 */
typedef struct NpsWord
{
	uint32_t	at;				/* its first byte in piece->bytes; a space stands
								 * before it */
	uint32_t	start;
	uint32_t	end;
	uint32_t	clause;			/* 1: clause punctuation stands between the word
								 * before, in this sentence, and this one */
	NpsWordBytes bytes;
} NpsWord;

typedef struct NpsPiece
{
	const unsigned char *bytes; /* and NPS_PIECE_SLACK more that may be read, but
								 * say nothing */
	size_t		len;
	const NpsWord *words;
	int			nwords;			/* at least 1 */
	int			from;			/* words before this one are context: they were
								 * the piece before's own */
	int			to;				/* words from this one on are context: they come
								 * again */
	bool		first;			/* starts a sentence */
	bool		last;			/* ends a sentence */
	bool		question;		/* last, and up to the next word stands a '?' */
} NpsPiece;

/*
 * Receives the pieces in order.  What a piece points to is gone when it
 * returns.  It may longjmp out: nps_fold() holds nothing.
 */
typedef void (*NpsFoldSink) (void *ctx, const NpsPiece *piece);

/* The bytes of word i. */
static inline size_t
nps_word_len(const NpsPiece *piece, int i)
{
	size_t		end = i + 1 < piece->nwords ? piece->words[i + 1].at : piece->len;

	return end - 1 - piece->words[i].at;
}

/*
 * Gives size bytes that begin with all that is in old, as realloc() does; old
 * is NULL or what it gave before.  It never returns NULL, but may longjmp out,
 * and must do so for sizes over NPS_FOLD_MAX_BUFFER.  nps_fold() never frees:
 * what was given last is the caller's to free when nps_fold() is through.
 *
 * Asked only where 8 kB do not hold the words of a piece (as they do with
 * NPS_PIECE_WORDS words of 15 bytes), for up to some two times their bytes.
 */
typedef unsigned char *(*NpsFoldGrow) (void *ctx, unsigned char *old, size_t size);

/*
 * Words are found by 32 bits.  More would take a text of over 350 MB, in one
 * sentence, of characters whose compatibility forms are long.
 */
#define NPS_FOLD_MAX_BUFFER	((uint64_t) 1 << 32)

/* grow is not called, and may be NULL, for texts of up to so many bytes. */
#define NPS_FOLD_SMALL	512

extern void nps_fold(const unsigned char *text, size_t len,
					 NpsFoldGrow grow, NpsFoldSink sink, void *ctx);
extern void nps_fold_for(const NpsWordTable *table, const unsigned char *text, size_t len,
						 NpsFoldGrow grow, NpsFoldSink sink, void *ctx);

#endif							/* NPS_FOLD_H */
