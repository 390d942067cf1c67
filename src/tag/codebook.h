/*
 * codebook.h
 *		The code frame as this backend uses it, ready for matching.
 */
#ifndef NPS_CODEBOOK_H
#define NPS_CODEBOOK_H

#include "fmgr.h"

#include "tag/frame.h"

/* What is to be shown of an entry of the frame. */
typedef struct NpsBookEntry
{
	const char *pattern;		/* as written */
	int			rule;			/* place in rules[], or -1 */
} NpsBookEntry;

typedef struct NpsCodebook
{
	NpsFrame   *frame;
	int			nrules;			/* rules and topics */
	int16	   *rules;			/* their numbers, sorted */
	bool	   *is_topic;
	NpsBookEntry *entries;		/* as frame->entries */
	text	   *source;			/* the frame as text; not set in one made of a value */
} NpsCodebook;

extern const NpsCodebook *nps_codebook(FunctionCallInfo fcinfo);

#endif							/* NPS_CODEBOOK_H */
