/*
 * tail_quantile.h
 *		Quantiles of beta and gamma variables.
 *
 * Pure C.
 */
#ifndef NPS_TAIL_QUANTILE_H
#define NPS_TAIL_QUANTILE_H

extern double nps_beta_odds_quantile(double p, double q, double a, double b, double *log_r);
extern double nps_gamma_quantile(double p, double q, double a);

#endif							/* NPS_TAIL_QUANTILE_H */
