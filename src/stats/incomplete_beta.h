/*
 * incomplete_beta.h
 *		The incomplete beta function I_x(a,b), as both tails of a beta variable.
 *
 * Pure C.
 */
#ifndef NPS_INCOMPLETE_BETA_H
#define NPS_INCOMPLETE_BETA_H

#include "stats/tails.h"

/* Odds x / y beyond this or below 1 / this: only the power of the end matters. */
#define NPS_FAR				1e200
#define NPS_LOG_FAR			460.51701859880913680

/* x, y and delta are each right to about an ulp. */
typedef struct NpsBetaPoint
{
	double		a;
	double		b;
	double		x;
	double		y;				/* 1 - x */
	double		delta;			/* x b - y a: what x is above the mean, times
								 * a + b */
} NpsBetaPoint;

extern double nps_beta_log_end_factor(double a, double b);
extern double nps_beta_density(const NpsBetaPoint *pt);
extern NpsTails nps_beta_tails(const NpsBetaPoint *pt);
extern NpsTails nps_beta_tails_at_odds(double a, double b, double excess, double r, double log_r);

#endif							/* NPS_INCOMPLETE_BETA_H */
