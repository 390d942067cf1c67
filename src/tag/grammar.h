/*-------------------------------------------------------------------------
 *
 * grammar.h
 *		Which way a sentence points: negation, wishes, tone.
 *
 * Pure C: no PostgreSQL.  Private to match.c.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_GRAMMAR_H
#define NPS_GRAMMAR_H

#include "tag/hits.h"

typedef struct NpsGrammar
{
	float		tone;			/* of the tone words: below 0 is negative */
	bool		wish;			/* a wish or a question */
} NpsGrammar;

extern NpsGrammar nps_grammar(NpsScan *scan, uint32_t *seen, uint32_t stamp);

#endif							/* NPS_GRAMMAR_H */
