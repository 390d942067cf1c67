/*-------------------------------------------------------------------------
 *
 * frame.h
 *		A code frame made ready for matching: its entries, and two automata.
 *
 * Entries that can make a tag (keywords, cues) and those that hinder one
 * (masks) are looked for in every sentence.  Entries that only say which way a
 * tag points (negators, tone words and the like: grammar) are looked for in
 * sentences with a tag, and only if polarity is asked for.
 *
 * Pure C: no PostgreSQL.  Memory comes from the caller; a compiled frame is
 * read-only.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_FRAME_H
#define NPS_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tag/automaton.h"
#include "tag/pattern.h"

typedef enum NpsEntryKind
{
	NPS_KEYWORD,				/* makes a tag of its rule */
	NPS_CUE,					/* hints at its rule; hints add up to a tag */
	NPS_MASK,					/* hinders shorter keywords and cues inside it */
	NPS_NEGATOR_BEFORE,			/* turns what stands behind it */
	NPS_NEGATOR_AFTER,			/* turns what stands before it */
	NPS_EXCEPTION,				/* negators in it are none ("niet alleen") */
	NPS_WISH,					/* keywords of the sentence are neutral */
	NPS_CONTRAST,				/* a clause begins ("maar") */
	NPS_JOINER,					/* stops a negator behind ("en") */
	NPS_TONE					/* positive or negative, of no rule */
} NpsEntryKind;

#define NPS_ENTRY_KINDS	(NPS_TONE + 1)

/* One row of the code frame, as the caller has it. */
typedef struct NpsEntrySpec
{
	NpsEntryKind kind;
	int			rule;			/* keyword, cue: position in the frame's rules */
	const int  *rules;			/* mask: positions of the rules it is for .. */
	int			nrules;			/* .. and how many; 0 is for all rules */
	int			polarity;		/* keyword: -1, 0, 1 */
	float		weight;			/* cue: what it adds; a tag takes 1 */
	float		tone;			/* cue, tone word: below 0 is negative */
	int			scope;			/* negator: words it reaches over */
	const NpsPattern *pattern;
} NpsEntrySpec;

/* The same, compiled. */
typedef struct NpsEntry
{
	uint8_t		kind;
	int8_t		polarity;
	uint8_t		words;
	uint8_t		scope;
	uint16_t	letters;
	uint16_t	nrules;
	int32_t		rule;			/* mask: where in mask_rules its rules begin */
	float		weight;
	float		tone;
} NpsEntry;

/* What an automaton reports: a part of an entry's pattern. */
typedef struct NpsFrameSegment
{
	uint32_t	entry;
	uint16_t	words;
	uint8_t		place;			/* 0: the first one of its pattern */
	bool		gap;
	bool		last;
} NpsFrameSegment;

typedef struct NpsFrame
{
	NpsAutomaton *topics;		/* keywords, cues and masks */
	NpsAutomaton *grammar;		/* the rest */
	NpsEntry   *entries;		/* in the order of the specs */
	NpsFrameSegment *segments;
	int		   *mask_rules;
	uint32_t	nentries;
	int			nrules;
} NpsFrame;

extern NpsAutomatonStatus nps_frame_compile(const NpsEntrySpec *specs, size_t count, int nrules,
											const NpsAutomatonOptions *options,
											NpsFrame **result);
extern size_t nps_frame_bytes(const NpsFrame *frame);

#endif							/* NPS_FRAME_H */
