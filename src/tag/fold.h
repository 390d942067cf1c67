/*-------------------------------------------------------------------------
 *
 * fold.h
 *		Folding: the one spelling in which comments and patterns meet.
 *
 * The folded form is UTF-8 and starts with one space; then each word is
 * followed by exactly one space, and between two words with a sentence break
 * between them stands ". ".  Two words of different sentences are therefore
 * never adjacent, and a word boundary is always a space:
 *
 *		"Niet bereikbaar! In de wacht"	-> " niet bereikbaar . in de wacht "
 *		"" and any text without a word	-> " "
 *
 * Pure C: no PostgreSQL, no allocation, no locale.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_FOLD_H
#define NPS_FOLD_H

#include <stddef.h>

/*
 * Receives the folded form piece by piece; len is never 0, and a piece may
 * begin and end inside a word (or inside a UTF-8 character).  The bytes are
 * gone when it returns.  It may longjmp out: nps_fold() holds nothing.
 */
typedef void (*NpsFoldSink) (void *ctx, const unsigned char *folded, size_t len);

extern void nps_fold(const unsigned char *text, size_t len,
					 NpsFoldSink sink, void *ctx);

#endif							/* NPS_FOLD_H */
