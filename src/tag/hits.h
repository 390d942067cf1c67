/*-------------------------------------------------------------------------
 *
 * hits.h
 *		The patterns of a frame found in a piece of a sentence.
 *
 * Pure C: no PostgreSQL.  Private to match.c and grammar.c.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_HITS_H
#define NPS_HITS_H

#include "tag/fold.h"
#include "tag/frame.h"

/* Give old (or NULL) the new size; never NULL, but may longjmp out. */
typedef void *(*NpsResize) (void *ctx, void *old, size_t size);

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
	int			word;			/* where the automaton is */
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
	/* cues: found one by one as hits, or just added up, each once a sentence */
	bool		cues_as_hits;
	uint32_t	stamp;			/* of the sentence */
	int64_t    *sums;			/* by rule */
	uint32_t   *cue_seen;		/* by cue: stamp of the last sentence it counted in */
	uint32_t   *counted;		/* the cues that this piece counted .. */
	size_t		ncounted;		/* .. and how many */
	size_t		cues_room;		/* of cue_seen and counted */

	uint8_t    *marked;			/* by word of the piece: set by nps_mark() */
	uint8_t    *breaks;			/* by word: of grammar.c */
	size_t		words_room;
} NpsScan;

extern void nps_scan_topics(NpsScan *scan);
extern void nps_scan_grammar(NpsScan *scan);
extern void *nps_scan_grow(NpsScan *scan, void *array, size_t n, size_t *room, size_t size);
extern void nps_unmark(NpsScan *scan);
extern void nps_mark(NpsScan *scan, const NpsPatternHit *hit);
extern bool nps_is_marked(const NpsScan *scan, const NpsPatternHit *hit);

/* Is it this piece that answers for the hit?  Others see it as well. */
static inline bool
nps_is_own(const NpsScan *scan, const NpsPatternHit *hit)
{
	return hit->first >= scan->piece->from && hit->first < scan->piece->to;
}

#endif							/* NPS_HITS_H */
