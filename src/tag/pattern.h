/*-------------------------------------------------------------------------
 *
 * pattern.h
 *		The pattern language of the code frame.
 *
 *		bereikbaar			a whole word
 *		stem*				a word beginning with stem
 *		*suffix				a word ending in suffix
 *		*infix*				a word holding infix ("*tijd*": "wachttijden")
 *		te bereiken			a phrase of words that follow each other
 *		geen wacht* gehad	open words are allowed anywhere in a phrase
 *		kwam ... opdagen	a gap: the second part begins within the
 *							NPS_PATTERN_GAP_WORDS words after the first, in
 *							the same sentence
 *
 * A pattern becomes a row of segments, literals for the automaton (literal.h),
 * cut where an open word or a gap leaves it unknown what stands between.
 *
 * Pure C: no PostgreSQL, no allocation.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_PATTERN_H
#define NPS_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "tag/literal.h"

#define NPS_PATTERN_GAP_WORDS	4
#define NPS_PATTERN_MAX_SEGMENTS	8
#define NPS_PATTERN_MAX_WORDS	24

typedef struct NpsSegment
{
	uint16_t	at;				/* its literal is bytes[at .. at + len) */
	uint16_t	len;
	uint16_t	words;			/* that it takes part of, at least 1 */
	bool		gap;			/* a gap stands before it; else it begins with
								 * the next word */
} NpsSegment;

typedef struct NpsPattern
{
	int			nsegments;
	int			words;
	int			letters;		/* that it names */
	NpsSegment	segments[NPS_PATTERN_MAX_SEGMENTS];
	unsigned char bytes[NPS_PATTERN_MAX + 2 * NPS_PATTERN_MAX_SEGMENTS];
} NpsPattern;

extern NpsLiteralStatus nps_pattern_compile(const char *text, size_t len,
											NpsPattern *pattern, size_t *error_at);

#endif							/* NPS_PATTERN_H */
