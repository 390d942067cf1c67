/*
 * dist.h
 *		Distribution functions and quantiles: normal, Student t, F, chi-square,
 *		beta.
 *
 * Pure C: no server headers, no allocation.  cdf is P(X <= x), sf is P(X > x),
 * each computed on its own so that a small tail keeps its digits (down to
 * 1e-300).  Degrees of freedom and shapes are positive and need not be whole.
 * An argument outside its domain, or NaN, gives NaN.
 *
 * One family a file: dist_norm.c; dist_t_f.c and dist_beta.c, which come down to
 * the incomplete beta function (incomplete_beta.c); dist_chisq.c, which comes down
 * to the incomplete gamma function (incomplete_gamma.c).  Algorithms and their
 * sources stand there; quantiles are sought in tail_quantile.c.
 */
#ifndef NPS_DIST_H
#define NPS_DIST_H

extern double nps_norm_cdf(double z);
extern double nps_norm_sf(double z);
extern double nps_norm_quantile(double p);	/* p in [0,1]; 0 and 1 give infinities */

extern double nps_t_cdf(double t, double df);
extern double nps_t_sf(double t, double df);
extern double nps_t_quantile(double p, double df);

extern double nps_f_cdf(double f, double df1, double df2);
extern double nps_f_sf(double f, double df1, double df2);
extern double nps_f_quantile(double p, double df1, double df2);

extern double nps_chisq_cdf(double x, double df);
extern double nps_chisq_sf(double x, double df);
extern double nps_chisq_quantile(double p, double df);

extern double nps_beta_cdf(double x, double a, double b);
extern double nps_beta_sf(double x, double a, double b);
extern double nps_beta_quantile(double p, double a, double b);

#endif							/* NPS_DIST_H */
