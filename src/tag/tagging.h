/*
 * tagging.h
 *		What the SQL functions that match comments share: the codebook to use,
 *		and a matcher that is kept from call to call.
 */
#ifndef NPS_TAGGING_H
#define NPS_TAGGING_H

#include "fmgr.h"

#include "tag/codebook.h"
#include "tag/match.h"

typedef struct NpsTagging
{
	const NpsCodebook *book;
	NpsMatcher	matcher;
	const char *utf8;			/* the comment */
	size_t		len;

	/* the codebook of a frame given as an argument */
	NpsWords	words;
	MemoryContext context;		/* of the query */
	MemoryContext book_context;
	text	   *frame;			/* it was made of this .. */
	bool		is_constant;	/* .. and there will be no other */
} NpsTagging;

#define NPS_NO_FRAME	(-1)

extern NpsTagging *nps_tagging(FunctionCallInfo fcinfo, int frame_arg);
extern void nps_tagging_match(NpsTagging *t, const text *comment, NpsMatchWhat what,
							  NpsPolarity lean);
extern void nps_sorted_tags(NpsTagging *t, const text *comment);
extern const char *nps_polarity_name(NpsPolarity polarity);

#endif							/* NPS_TAGGING_H */
