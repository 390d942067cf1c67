/*
 * codebook.h
 *		The code frame as this backend uses it: rules and their automaton.
 */
#ifndef NPS_CODEBOOK_H
#define NPS_CODEBOOK_H

#include "fmgr.h"

#include "tag/automaton.h"

/*
 * The values that the automaton reports are positions in rules[], which is
 * sorted and without duplicates.
 */
typedef struct NpsCodebook
{
	NpsAutomaton *automaton;
	int			nrules;
	int16	   *rules;
} NpsCodebook;

extern const NpsCodebook *nps_codebook(FunctionCallInfo fcinfo);

#endif							/* NPS_CODEBOOK_H */
