/*
 * log_gamma.h
 *		Parts of log gamma, from which densities and tails are made without
 *		subtracting large numbers.
 *
 * Pure C.
 */
#ifndef NPS_LOG_GAMMA_H
#define NPS_LOG_GAMMA_H

extern double nps_gap(double u, double ratio);
extern double nps_stirling_rest(double a);
extern double nps_lgamma_rise(double base, double step);

#endif							/* NPS_LOG_GAMMA_H */
