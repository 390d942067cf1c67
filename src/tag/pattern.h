/*-------------------------------------------------------------------------
 *
 * pattern.h
 *		Keyword patterns, and the folded literals the automaton looks for.
 *
 *		bereikbaar		a whole word					" bereikbaar "
 *		stem*			a word beginning with stem		" stem"
 *		*suffix			a word ending in suffix			"suffix "
 *		*infix*			a word holding infix			"infix"
 *		te bereiken		a phrase of whole words			" te bereiken "
 *		geen wacht*		a phrase with an open end		" geen wacht"
 *
 * The folded form of a comment (see fold.h) has a space at every word
 * boundary, so a literal carries its boundaries as spaces, and finding a
 * literal is finding the pattern.
 *
 * Pure C: no PostgreSQL, no allocation.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_PATTERN_H
#define NPS_PATTERN_H

#include <stddef.h>

/* Longest pattern, folded, in bytes; its two boundary spaces not counted. */
#define NPS_PATTERN_MAX	255

typedef enum NpsPatternStatus
{
	NPS_PATTERN_OK,
	NPS_PATTERN_EMPTY,			/* nothing, or nothing but white space */
	NPS_PATTERN_NO_WORD,		/* nothing but punctuation and '*' */
	NPS_PATTERN_STAR_INSIDE,	/* '*' not at the very start or end */
	NPS_PATTERN_STAR_CONTRACTION,	/* '*' on a word like "can't" */
	NPS_PATTERN_GAP,			/* '...', reserved */
	NPS_PATTERN_PUNCTUATION,	/* a sentence break or other punctuation */
	NPS_PATTERN_TOO_SHORT,		/* '*' and fewer than two letters */
	NPS_PATTERN_TOO_LONG		/* longer than NPS_PATTERN_MAX */
} NpsPatternStatus;

extern NpsPatternStatus nps_pattern_compile(const char *pattern, size_t len,
											unsigned char *literal,
											size_t *literal_len,
											size_t *error_at);
extern const char *nps_pattern_reason(NpsPatternStatus status);

#endif							/* NPS_PATTERN_H */
