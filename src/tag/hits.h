/*-------------------------------------------------------------------------
 *
 * hits.h
 *		The patterns of a frame found in a piece of a sentence: scan.c finds what
 *		they are made of, and hits.c puts it together.
 *
 * Pure C: no PostgreSQL.  Private to match.c and grammar.c.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_HITS_H
#define NPS_HITS_H

#include "tag/fold.h"
#include "tag/frame.h"
#include "tag/word_memo.h"

/* A segment of a pattern of several. */
typedef struct NpsSegmentHit
{
	uint32_t	segment;
	int			first;			/* words of the piece */
	int			last;
} NpsSegmentHit;

/* A segment that waits for the next one of its pattern. */
typedef struct NpsPart
{
	uint32_t	segment;
	int			first;			/* words of the piece */
	int			last;
	int			before;			/* the part before it, or -1 */
} NpsPart;

/* A pattern found. */
typedef struct NpsPatternHit
{
	uint32_t	entry;
	uint8_t		kind;
	bool		negated;		/* of a negator: out of work */
	int			polarity;
	int			rule;			/* keyword, cue */
	int			first;			/* words of the piece */
	int			last;
	int			words;			/* hit; the others from first to last are gaps */
	int			letters;
	int			part;			/* its last part, or -1: one run of words */
} NpsPatternHit;

typedef struct NpsHits
{
	NpsPatternHit *at;
	size_t		n;
	size_t		room;
} NpsHits;

typedef struct NpsScan
{
	NpsResize	resize;
	void	   *ctx;
	const NpsFrame *frame;
	const NpsPiece *piece;
	NpsWords   *words;
	int			word;			/* where the automaton is */
	bool		in_order;		/* segments come so, and are put together at once */
	NpsSegmentHit *segments;	/* found, not yet put together */
	size_t		nsegments;
	size_t		segments_room;
	NpsPart    *parts;
	size_t		nparts;
	size_t		parts_room;
	NpsHits		topics;			/* keywords, and cues as below */
	NpsHits		masks;
	NpsHits		negators;		/* before and after */
	NpsHits		grammar;		/* all others */
	int64_t    *sums;			/* by rule, at least NPS_MEMO_RULES: of the cues
								 * that were only added up */
	uint32_t	wanted;			/* bits: rules whose cues are wanted as hits; those
								 * of rules without a bit always are */
	uint8_t		rules;			/* bits: whose keywords own words of the piece have;
								 * those were not kept as hits */
	uint8_t    *marked;			/* by word of the piece: set by nps_mark() */
	uint8_t    *breaks;			/* by word: of grammar.c */
	size_t		words_room;
} NpsScan;

extern void nps_scan_begin(NpsScan *scan, const NpsFrame *frame);
extern void nps_scan_topics(NpsScan *scan, bool cues_as_hits);
extern void nps_scan_grammar(NpsScan *scan);
extern void *nps_scan_grow(NpsScan *scan, void *array, size_t n, size_t *room, size_t size);
extern void nps_add_segment(NpsScan *scan, uint32_t number, int first, int last);
extern void nps_join_segments(NpsScan *scan);
extern void nps_add_cue_hits(NpsScan *scan, uint32_t number, int first, int last);
extern void nps_add_cue(NpsScan *scan, uint32_t number);
extern void nps_unmark(NpsScan *scan);
extern void nps_mark(NpsScan *scan, const NpsPatternHit *hit);
extern bool nps_is_marked(const NpsScan *scan, const NpsPatternHit *hit);

/* Is it this piece that answers for what begins there?  Others see it as well. */
static inline bool
nps_is_own(const NpsScan *scan, int first)
{
	return first >= scan->piece->from && first < scan->piece->to;
}

#endif							/* NPS_HITS_H */
