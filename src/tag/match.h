/*-------------------------------------------------------------------------
 *
 * match.h
 *		Which rules a comment speaks of, and which way: a code frame applied
 *		to the sentences of one comment after the other.
 *
 *		nps_match_begin(m, frame, NPS_MATCH_POLARITY);
 *		nps_fold_for(nps_match_table(m), text, len, .., a sink that calls
 *					 nps_match_piece(m, piece), ..);
 *		nps_match_end(m, lean);
 *		.. m->rules[], m->tags[] ..
 *
 * Pure C: no PostgreSQL.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_MATCH_H
#define NPS_MATCH_H

#include "tag/grammar.h"
#include "tag/hits.h"

typedef enum NpsMatchWhat
{
	NPS_MATCH_RULES,			/* which rules: the quickest */
	NPS_MATCH_POLARITY,			/* and their polarity */
	NPS_MATCH_TAGS				/* and every hit, with its place */
} NpsMatchWhat;

typedef enum NpsPolarity
{
	NPS_NEUTRAL,
	NPS_POSITIVE,
	NPS_NEGATIVE,
	NPS_MIXED
} NpsPolarity;

/* What a comment says of a rule. */
typedef struct NpsRuleMatch
{
	bool		found;
	NpsPolarity polarity;		/* set by nps_match_end() */

	bool		positive;		/* a keyword says so, with the tone beside it */
	bool		negative;
	bool		wish;			/* it is in a wish or question */
	float		tone;			/* of all that speaks of it */

	/* of the sentence in hand */
	bool		here;			/* it speaks of the rule */
	bool		by_keyword;		/* and a keyword says so */
} NpsRuleMatch;

/* What a clause says of a rule. */
typedef struct NpsClauseTone
{
	bool		here;			/* it speaks of the rule */
	bool		positive;		/* a keyword in it says so */
	bool		negative;
	NpsPolarity says;			/* with the clauses on its side; mixed if their
								 * keywords say both */
	float		tone;
} NpsClauseTone;

/* One hit. */
typedef struct NpsTag
{
	uint32_t	entry;			/* a keyword or cue of the frame */
	uint32_t	start;			/* bytes start .. end - 1 of the text: the words */
	uint32_t	end;			/* hit, and what stands between them */
	NpsPolarity polarity;
	bool		negated;
} NpsTag;

/*
 * Keep one for many comments: its arrays stay.  What it learns about words goes
 * into `words` (word_memo.h), which may outlive it.  If a resize() jumps out, both
 * are good for another nps_match_begin().
 */
typedef struct NpsMatcher
{
	NpsScan		scan;
	NpsMatchWhat what;
	NpsRuleMatch *rules;		/* as many as the frame has */
	int			nrules_room;
	NpsTag	   *tags;			/* in order of their sentences, in none within them */
	size_t		ntags;
	size_t		tags_room;
	int64_t    *sums;			/* by rule: of the cues of the sentence */
	uint32_t	stamp;			/* of the sentence */
	uint32_t   *seen;			/* by entry: stamp of the last sentence that its
								 * tone counted in */
	size_t		seen_room;
	NpsGrammar	grammar;		/* of the piece in hand */
	NpsClauseTone clauses[NPS_PIECE_WORDS];	/* of it, for the rule in hand */
	uint8_t    *spanned;		/* by word: words of the keyword over it */
	size_t		spanned_room;
} NpsMatcher;

extern void nps_matcher_init(NpsMatcher *m, NpsWords *words, NpsResize resize, void *ctx);
extern void nps_match_begin(NpsMatcher *m, const NpsFrame *frame, NpsMatchWhat what);
extern const NpsWordTable *nps_match_table(const NpsMatcher *m);
extern void nps_match_piece(NpsMatcher *m, const NpsPiece *piece);
extern void nps_match_end(NpsMatcher *m, NpsPolarity lean);

#endif							/* NPS_MATCH_H */
