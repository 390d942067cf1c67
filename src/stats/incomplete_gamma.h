/*
 * incomplete_gamma.h
 *		The incomplete gamma function P(a,x), as both tails of a gamma variable.
 *
 * Pure C.
 */
#ifndef NPS_INCOMPLETE_GAMMA_H
#define NPS_INCOMPLETE_GAMMA_H

#include "stats/tails.h"

/* x and delta are each right to about an ulp. */
typedef struct NpsGammaPoint
{
	double		a;
	double		x;
	double		delta;			/* x - a */
} NpsGammaPoint;

extern double nps_gamma_density(const NpsGammaPoint *pt);
extern NpsTails nps_gamma_tails(const NpsGammaPoint *pt);

#endif							/* NPS_INCOMPLETE_GAMMA_H */
