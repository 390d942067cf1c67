/*
 * shrink.h
 *		Many units side by side: shrunken values and ranks that allow for
 *		chance.
 *
 * Pure C: no server headers; workspace comes from the caller.  Units are
 * trinomials in the caller's order; one without answers takes part in nothing.
 */
#ifndef NPS_SHRINK_H
#define NPS_SHRINK_H

#include <stddef.h>

#include "stats/tests.h"

/* What the units have in common. */
typedef struct NpsShrinkage
{
	NpsAnova	anova;			/* ms_within, ms_between, f and p of it */
	double		n0;				/* size of a typical unit */
	double		tau2;			/* variance between units beyond chance, proportion scale */
	double		mu;				/* where units are drawn to, points */
} NpsShrinkage;

typedef struct NpsShrunk
{
	double		credibility;	/* Z, 0 .. 1: share of the unit's own value */
	double		score;			/* points */
	double		sd;				/* posterior, points */
} NpsShrunk;

/* A unit's rank, 1 is best; NaN for a unit without answers. */
typedef struct NpsRank
{
	double		best;
	double		worst;
} NpsRank;

extern void nps_shrink(const NpsTrinomial *units, size_t k, NpsShrinkage *common,
					   NpsShrunk *shrunk);
extern size_t nps_rank_workspace(size_t k);
extern void nps_rank_intervals(const NpsTrinomial *units, size_t k, double level,
							   NpsRankedP *workspace, NpsRank *ranks);
extern void nps_rank_intervals_watched(const NpsTrinomial *units, size_t k, double level,
									   NpsRankedP *workspace, NpsRank *ranks,
									   void (*progress) (void));

#endif							/* NPS_SHRINK_H */
