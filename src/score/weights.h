/*
 * weights.h
 *		The state of weighted scores: the number of answers, and by category the
 *		sums of the weights and of their squares.
 *
 * Everything that is known about a weighted score follows from these seven
 * numbers: the score, its standard error, the effective number of answers
 * (Kish 1965, and the linearised one).  Invariants, as nps_weight_sums_valid()
 * has them:
 *
 *	- a sum is finite, not negative, and normal as a double-double (dd.h): equal
 *	  values have equal bits, and there is no -0;
 *	- n > 0 if and only if some sum of weights is > 0, and the sums are such as
 *	  n weights can have;
 *	- the length is fixed for ever, since pg_upgrade copies files.
 */
#ifndef NPS_SCORE_WEIGHTS_H
#define NPS_SCORE_WEIGHTS_H

#include <float.h>

#include "score/category.h"
#include "score/dd.h"

#define NPS_WEIGHTS_VERSION	1

/* Below this a sum of squares has lost digits to the bottom of the exponent. */
#define NPS_SQUARES_LOST	(DBL_MIN / DBL_EPSILON)

typedef struct NpsWeightSums
{
	uint32		version;		/* NPS_WEIGHTS_VERSION */
	uint32		flags;			/* 0: reserved */
	int64		n;				/* answers with a weight > 0 */
	NpsDd		w[NPS_CATEGORIES];	/* sums of weights */
	NpsDd		w2[NPS_CATEGORIES]; /* sums of squared weights */
} NpsWeightSums;

StaticAssertDecl(sizeof(NpsWeightSums) == 112, "nps_weights is stored with a fixed length of 112 bytes");

#define PG_GETARG_NPS_WEIGHTS_P(n)	((NpsWeightSums *) DatumGetPointer(PG_GETARG_DATUM(n)))

extern NpsWeightSums *nps_weight_sums_copy(const NpsWeightSums *sums);
extern bool nps_weight_sums_valid(const NpsWeightSums *sums);
extern void nps_weight_sums_merge(NpsWeightSums *into, const NpsWeightSums *other);

#endif							/* NPS_SCORE_WEIGHTS_H */
