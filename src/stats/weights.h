/*
 * weights.h
 *		NPS of weighted answers: a mergeable state and what follows from it.
 *
 * Pure C: no server headers, no allocation.  The state keeps n, and the sums of
 * w and w^2 by category; states of separate answers merge by addition.  There
 * is no taking out: subtracting doubles would leave counts of -1e-17.
 *
 * Weights are sampling weights, right up to their scale: multiplying all of
 * them by one number changes nothing but sum_w.  A weight that says how often a
 * row counts is another thing: use counts.
 */
#ifndef NPS_WEIGHTS_H
#define NPS_WEIGHTS_H

#include "stats/trinomial.h"

typedef enum NpsCategory
{
	NPS_DETRACTORS,
	NPS_PASSIVES,
	NPS_PROMOTERS
} NpsCategory;

typedef struct NpsWeightedState
{
	double		n;				/* answers with a weight above 0 */
	double		w[3];			/* sum of weights, by category */
	double		w2[3];			/* sum of their squares */
} NpsWeightedState;

typedef enum NpsWeightStatus
{
	NPS_WEIGHT_OK,
	NPS_WEIGHT_INVALID,			/* negative, NaN or infinite */
	NPS_WEIGHT_RANGE			/* squares or their sum overflow, or are lost */
} NpsWeightStatus;

typedef struct NpsWeightedSummary
{
	double		n;
	double		sum_w;
	double		sum_w2;
	double		score;			/* points */
	double		variance;		/* proportion scale, divisor n */
	double		n_kish;
	double		n_linear;
	double		n_eff;			/* the smaller of the two */
	double		deff;			/* n / n_kish */
	double		se;				/* design-based, points */
} NpsWeightedSummary;

extern NpsWeightStatus nps_weights_add(NpsWeightedState *state, NpsCategory category,
									   double weight);
extern NpsWeightStatus nps_weights_merge(NpsWeightedState *state, const NpsWeightedState *other);
extern void nps_weights_summary(const NpsWeightedState *state, NpsWeightedSummary *result);
extern NpsTrinomial nps_weights_trinomial(const NpsWeightedState *state, double population);

#endif							/* NPS_WEIGHTS_H */
