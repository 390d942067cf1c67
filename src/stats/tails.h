/*
 * tails.h
 *		Both tails of a distribution at a point.
 *
 * Pure C.  They are worked out together: the one that is computed is the smaller
 * one, or one below about 0.9; the other is 1 minus it.  So a small tail keeps its
 * digits.
 */
#ifndef NPS_TAILS_H
#define NPS_TAILS_H

#include <math.h>

/* P(X <= x) and P(X > x). */
typedef struct NpsTails
{
	double		lower;
	double		upper;
} NpsTails;

/* Both tails, of which the lower one is p; a p above 1 is rounding. */
static inline NpsTails
nps_tails_from_lower(double p)
{
	NpsTails	t;

	t.lower = p < 1 ? p : 1;
	t.upper = 1 - t.lower;
	return t;
}

/* Those of the variable turned round. */
static inline NpsTails
nps_tails_exchanged(NpsTails t)
{
	NpsTails	e;

	e.lower = t.upper;
	e.upper = t.lower;
	return e;
}

/* Both tails, of which the lower one is exp(log_p). */
static inline NpsTails
nps_tails_from_log_lower(double log_p)
{
	NpsTails	t;

	t.lower = log_p < 0 ? exp(log_p) : 1;
	t.upper = log_p < 0 ? -expm1(log_p) : 0;
	return t;
}

#endif							/* NPS_TAILS_H */
