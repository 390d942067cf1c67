/*-------------------------------------------------------------------------
 *
 * frame.h
 *		A code frame made ready for matching: its entries, and what finds them.
 *
 * Entries that can make a tag (keywords, cues) and those that hinder one
 * (masks) are looked for in every sentence.  Entries that only say which way a
 * tag points (negators, tone words and the like: grammar) are looked for in
 * sentences with a tag, and only if polarity is asked for.
 *
 * Cues are many and hit often.  Those of the same words, for several rules, are
 * one literal; what it hints at stands in a list, ready to be added up.  Only a
 * cue with an open word inside, or a gap, is looked for in segments.
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
#include "tag/word_index.h"

typedef enum NpsEntryKind
{
	NPS_KEYWORD,				/* makes a tag of its rule */
	NPS_CUE,					/* hints at its rule; hints add up to a tag */
	NPS_MASK,					/* hinders shorter keywords and cues inside it */
	NPS_NEGATOR_BEFORE,			/* turns what stands behind it */
	NPS_NEGATOR_AFTER,			/* turns what stands before it */
	NPS_EXCEPTION,				/* negators, wishes and contrasts in it are none
								 * ("niet alleen") */
	NPS_WISH,					/* what it reaches is neutral */
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
	int			scope;			/* negator, wish, contrast: grammar.c */
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
	int32_t		weight;			/* as in NpsCueWeight */
	float		tone;
} NpsEntry;

/* What is found at once: a part of an entry's pattern. */
typedef struct NpsFrameSegment
{
	uint32_t	entry;
	uint16_t	words;
	uint8_t		place;			/* 0: the first one of its pattern */
	bool		gap;
	bool		last;
} NpsFrameSegment;

/* What a run of words hints at: the entries of the cues with that pattern. */
typedef struct NpsCueWeight
{
	uint32_t	entry;
	int32_t		rule;
	int32_t		weight;			/* in units of 1 / NPS_CUE_SUM */
} NpsCueWeight;

typedef struct NpsCue
{
	uint32_t	first;			/* of its weights, up to the next cue's first */
	uint32_t	words;
} NpsCue;

/*
 * Weights are added up as whole numbers, so that the sum does not depend on the
 * order; this is the sum that makes a tag.
 */
#define NPS_CUE_SUM	10000

/* Rules with a sum and a bit at hand; what is of others stays in the list. */
#define NPS_MEMO_RULES	8
#define NPS_ALL_RULES	((UINT32_C(1) << NPS_MEMO_RULES) - 1)

/* What words give: what adds up to the rules of a sentence, and a list of all. */
typedef struct NpsGives
{
	int16_t		sums[NPS_MEMO_RULES];	/* of all cues; unless `listed` */
	uint64_t	next;			/* marks of what phrases go on with, or 0 */
	uint32_t	key;			/* number of the one that phrases go on from */
	uint32_t	list;			/* where it is: how many values, segments, and cues */
	uint8_t		rules;			/* bits: keywords that are found at once */
	uint8_t		alone;			/* other patterns that are: masks, keywords of other rules */
	uint8_t		starts;			/* segments that a pattern starts with .. */
	uint8_t		goes_on;		/* .. or goes on with */
	uint8_t		listed;			/* cues are to be added up from the list */
	uint8_t		across;			/* a literal may go on that began inside a word */
} NpsGives;

/*
 * Finds literals: those that begin with a word by the index, and those that
 * begin inside one by an automaton, which is NULL if there are none.
 */
typedef struct NpsFinder
{
	NpsWordIndex *words;
	NpsAutomaton *inside;		/* part of a single word ("*suffix", "*infix*") */
	NpsAutomaton *across;		/* of several ("*tijd te lang") */
} NpsFinder;

typedef struct NpsFrame
{
	uint64_t	serial;			/* no other frame of the process has it; not 0 */
	NpsFinder	topics;			/* keywords, cues and masks */
	NpsFinder	grammar;		/* the rest */
	NpsEntry   *entries;		/* in the order of the specs */
	NpsFrameSegment *segments;
	NpsCue	   *cues;			/* and one more for its first */
	NpsCueWeight *weights;
	int		   *mask_rules;
	uint32_t	nentries;
	uint32_t	nsegments;		/* finders report segments, then cues */
	uint32_t	ncues;
	int			nrules;
} NpsFrame;

extern NpsAutomatonStatus nps_frame_compile(const NpsEntrySpec *specs, size_t count, int nrules,
											const NpsAutomatonOptions *options,
											NpsFrame **result);
extern void nps_frame_gives(const NpsFrame *frame, const uint32_t *values, uint32_t n, NpsGives *gives);
extern size_t nps_frame_bytes(const NpsFrame *frame);

#endif							/* NPS_FRAME_H */
