/*
 * pairings.h
 *		The x of any unit paired with the y of any other, at one lag.
 *
 * Pure C.  What the permutation test of lag_permutation.h is made of.
 */
#ifndef NPS_PAIRINGS_H
#define NPS_PAIRINGS_H

#include <stdbool.h>

#include "stats/panel.h"

/* Sums over pairs of demeaned values. */
typedef struct NpsPairSums
{
	double		sxy;
	double		sxx;
	double		syy;
	double		n;				/* pairs */
} NpsPairSums;

/* One side of the pairs: demeaned values in order of unit and period. */
typedef struct NpsPairSide
{
	size_t		n;
	double	   *value;
	int32_t    *period;			/* number of the pair's period, from 0 */
	int32_t    *stretch;
	size_t	   *first;			/* where a unit's values begin; units + 1 of them */
	double		floor;			/* a mean square below this is rounding */
} NpsPairSide;

/* In arrays inside the caller's workspace. */
typedef struct NpsPairings
{
	int32_t		units;
	int32_t		periods;		/* in which a unit has a pair of its own */
	double		free_share;		/* of the observed pairs, with the means out */
	NpsPairSide x;
	NpsPairSide y;
	double	   *y_at;			/* y of one unit by period, 0 where it has none; .. */
	double	   *known_at;		/* .. 1 and 0 */
} NpsPairings;

extern size_t nps_pairings_workspace(const NpsPanel *panel);
extern void nps_pairings_keep_units(NpsPanel *panel, int32_t *scratch);
extern void nps_pairings_collect(const NpsPanel *panel, int32_t lag, bool levels, void *workspace,
								 NpsPairings *pairings);
extern void nps_pairings_spread(NpsPairings *pairings, int32_t y_unit);
extern void nps_pairings_add(const NpsPairings *pairings, int32_t x_unit, NpsPairSums *sums);
extern double nps_pairings_t(const NpsPairings *pairings, const NpsPairSums *sums);

#endif							/* NPS_PAIRINGS_H */
