/*
 * plan.h
 *		How many answers a margin or a difference needs, and what a number of
 *		answers can show.
 *
 * Pure C: no server headers, no allocation.  Margins and differences are in
 * points (their sign does not matter), variances on the proportion scale: 1 is
 * the worst case, 0.6 usual.  Numbers of answers come back whole, at least 1.
 * An argument outside its range gives NaN: level and power lie strictly within
 * 0 .. 1, variances within 0 .. 1, margins and differences are not 0.
 *
 * "added" is the number of answers that the method adds by itself and need not
 * be collected: 0 for wald, NPS_ADDED_ANSWERS for adjusted_wald.
 */
#ifndef NPS_PLAN_H
#define NPS_PLAN_H

#define NPS_ADDED_ANSWERS	3

extern double nps_plan_margin_n(double margin, double level, double variance,
								double population, double added);
extern double nps_plan_difference_n(double delta, double power, double level,
									double variance1, double variance2, double added);
extern double nps_plan_margin(double n, double level, double variance, double population);
extern double nps_plan_power(double delta, double n1, double n2, double level,
							 double variance1, double variance2);
extern double nps_plan_detectable(double n1, double n2, double power, double level,
								  double variance1, double variance2);

#endif							/* NPS_PLAN_H */
