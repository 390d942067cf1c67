/*
 * score.h
 *		The score domain: whole numbers 0 to 10, and the category of each.
 *
 * Every way in (five SQL types) ends in one of the nps_score_from_*
 * functions, so there is one place that decides what an answer is.  Nothing
 * is rounded: 8.5::numeric::int is 9 and 8.5::float8::int is 8, so rounding
 * would make the category depend on the column's type.
 */
#ifndef NPS_SCORE_H
#define NPS_SCORE_H

#include "utils/numeric.h"

#define NPS_SCORE_MAX		10
#define NPS_SCORES			(NPS_SCORE_MAX + 1)
#define NPS_PASSIVE_FROM	7	/* 0-6 detractor, 7-8 passive, 9-10 promoter */
#define NPS_PROMOTER_FROM	9

extern void nps_score_off_scale(int64 value);
extern int	nps_score_from_numeric(Numeric value);
extern int	nps_score_from_float8(float8 value);

/* A score from any integer type; ERROR 22003 outside 0..10. */
static inline int
nps_score_from_int(int64 value)
{
	if (unlikely(value < 0 || value > NPS_SCORE_MAX))
		nps_score_off_scale(value);
	return (int) value;
}

#endif							/* NPS_SCORE_H */
