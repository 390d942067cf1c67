/*-------------------------------------------------------------------------
 *
 * literal.h
 *		A run of words of a pattern, as a folded literal for the automaton.
 *
 *		bereikbaar		a whole word					" bereikbaar "
 *		stem*			a word beginning with stem		" stem"
 *		*suffix			a word ending in suffix			"suffix "
 *		*infix*			a word holding infix			"infix"
 *		te bereiken		whole words						" te bereiken "
 *		geen wacht*		words with an open end			" geen wacht"
 *
 * The folded form of a comment (see fold.h) has a space at every word
 * boundary, so a literal carries its boundaries as spaces, and finding a
 * literal is finding the words.
 *
 * Pure C: no PostgreSQL, no allocation.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_LITERAL_H
#define NPS_LITERAL_H

#include <stddef.h>

/* Longest literal in bytes; its two boundary spaces not counted. */
#define NPS_PATTERN_MAX	255

/*
 * Longest pattern as written.  Accents and invisible characters can make it
 * longer than its folded form, but not without bound.
 */
#define NPS_LITERAL_MAX_WRITTEN	(8 * NPS_PATTERN_MAX)

typedef enum NpsLiteralStatus
{
	NPS_LITERAL_OK,
	NPS_LITERAL_EMPTY,			/* nothing, or nothing but white space */
	NPS_LITERAL_NO_WORD,		/* nothing but punctuation and '*' */
	NPS_LITERAL_STAR_INSIDE,	/* '*' not at the start or end of a word */
	NPS_LITERAL_STAR_CONTRACTION,	/* '*' on a word like "can't" */
	NPS_LITERAL_GAP,			/* '...' not between words */
	NPS_LITERAL_PUNCTUATION,	/* a sentence break or other punctuation */
	NPS_LITERAL_TOO_SHORT,		/* '*' and fewer than two letters */
	NPS_LITERAL_TOO_LONG		/* longer than NPS_PATTERN_MAX */
} NpsLiteralStatus;

extern NpsLiteralStatus nps_literal_compile(const char *words, size_t len,
											unsigned char *literal,
											size_t *literal_len,
											size_t *error_at);
extern const char *nps_literal_reason(NpsLiteralStatus status);
extern size_t nps_literal_space(const char *bytes, size_t len);

#endif							/* NPS_LITERAL_H */
