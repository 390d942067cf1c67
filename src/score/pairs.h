/*
 * pairs.h
 *		Two waves of the same people: how many went from each category to each.
 *
 * A wave may miss a person, so there are four by four counts; nobody is missing
 * in both.  Invariants: no count is negative, count[NONE][NONE] is 0, and the
 * counts add up to at most PG_INT64_MAX.  The length is fixed for ever, since
 * pg_upgrade copies files.
 */
#ifndef NPS_PAIRS_H
#define NPS_PAIRS_H

#include "score/category.h"

#define NPS_PAIRS_VERSION	1
#define NPS_NO_ANSWER		NPS_CATEGORIES	/* index of who did not answer in a wave */
#define NPS_PAIR_STATES		(NPS_CATEGORIES + 1)

typedef struct NpsPairCounts
{
	uint32		version;		/* NPS_PAIRS_VERSION */
	uint32		flags;			/* 0: reserved */
	int64		count[NPS_PAIR_STATES][NPS_PAIR_STATES];	/* [first wave][second wave] */
} NpsPairCounts;

StaticAssertDecl(sizeof(NpsPairCounts) == 136, "nps_pairs is stored with a fixed length of 136 bytes");

#define PG_GETARG_NPS_PAIRS_P(n)	((NpsPairCounts *) DatumGetPointer(PG_GETARG_DATUM(n)))

extern NpsPairCounts *nps_pair_counts_copy(const NpsPairCounts *pairs);
extern bool nps_pair_counts_sum(const NpsPairCounts *pairs, int64 *total);
extern void nps_pair_counts_add(NpsPairCounts *into, const NpsPairCounts *other);
extern void nps_pair_counts_subtract(NpsPairCounts *from, const NpsPairCounts *other);

#endif							/* NPS_PAIRS_H */
