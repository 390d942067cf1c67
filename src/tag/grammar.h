/*-------------------------------------------------------------------------
 *
 * grammar.h
 *		Which way the clauses of a sentence point: negation, wishes, tone.
 *
 * Pure C: no PostgreSQL.  Private to match.c.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_GRAMMAR_H
#define NPS_GRAMMAR_H

#include "tag/hits.h"

/*
 * What the words of a piece say beside its keywords.  A piece is made of clauses
 * (a comma parts them) and these make up its sides: a contrast ("maar") begins
 * another one.
 */
typedef struct NpsGrammar
{
	int			clauses;
	uint16_t	clause[NPS_PIECE_WORDS];	/* by word */
	bool		wished[NPS_PIECE_WORDS];	/* by word: only wished, or asked for */
	uint16_t	side[NPS_PIECE_WORDS];	/* by clause */
	float		tone[NPS_PIECE_WORDS];	/* by clause: below 0 is negative */
} NpsGrammar;

extern void nps_grammar(NpsScan *scan, uint32_t *seen, uint32_t stamp, NpsGrammar *result);

#endif							/* NPS_GRAMMAR_H */
