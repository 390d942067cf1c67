/*
 * interval.h
 *		Confidence intervals of an NPS.
 *
 * Pure C: no server headers, no allocation.  Methods, by name:
 *
 *	score			Tango 1998, the score test turned round; the default: always
 *					holds the estimate, never leaves +-100, never has width 0,
 *					and agrees with the one-sample test
 *	adjusted_wald	Rocks 2016 AW(3,T), as MeasuringU: 3/4, 3/2 and 3/4 answers
 *					are added, then Wald; at low levels it may leave out an NPS
 *					of +-100
 *	wald			m +- z sqrt(v / n), for comparison with other tools: far too
 *					narrow near +-100, of width 0 at +-100
 *	student_t		m +- t(n - 1) s / sqrt(n), divisor n - 1
 *	bayes			equal tails of the posterior under Jeffreys' prior, which is
 *					Dirichlet with 1/2 more in each category
 */
#ifndef NPS_INTERVAL_H
#define NPS_INTERVAL_H

#include <stdbool.h>

#include "stats/trinomial.h"

typedef enum NpsIntervalMethod
{
	NPS_CI_SCORE,
	NPS_CI_ADJUSTED_WALD,
	NPS_CI_WALD,
	NPS_CI_STUDENT_T,
	NPS_CI_BAYES
} NpsIntervalMethod;

extern bool nps_ci_method(const char *name, NpsIntervalMethod *method);
extern const char *nps_ci_method_name(NpsIntervalMethod method);

extern NpsTrinomial nps_ci_adjust(const NpsTrinomial *t);
extern void nps_ci(const NpsTrinomial *t, double level, NpsIntervalMethod method,
				   double *low, double *high);
extern void nps_ci_finite(const NpsTrinomial *t, double answers, double level,
						  NpsIntervalMethod method, double *low, double *high);

/* On the proportion scale. */
#define NPS_Z_ROUNDING	1e-15	/* of a test statistic, relative */

extern double nps_wald_upper(const NpsTrinomial *t, double z);
extern double nps_score_statistic(const NpsTrinomial *t, double delta); /* score_interval.c */
extern double nps_score_upper(const NpsTrinomial *t, double z);
extern double nps_bayes_lower(const NpsTrinomial *t, double tail, double z);	/* bayes_interval.c */

#endif							/* NPS_INTERVAL_H */
