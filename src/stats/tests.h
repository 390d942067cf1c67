/*
 * tests.h
 *		Tests of NPS values: one, two, paired, overlapping, over waves and over
 *		units; and p-values adjusted for their number.
 *
 * Pure C: no server headers; workspace, where needed, comes from the caller.
 *
 * Estimates, standard errors and limits are in points; p is two-sided; z and t
 * carry the sign of the difference tested.  NaN where something cannot be
 * known.  Signs: delta is the first minus the second sample; for the same
 * people at two moments (paired, overlapping) it is the second minus the first
 * moment, that is the change.
 */
#ifndef NPS_TESTS_H
#define NPS_TESTS_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/interval.h"

/* -------------------------------------- one and two samples: two_samples.c */

typedef struct NpsNullTest
{
	double		estimate;		/* points */
	double		z;				/* infinite for an impossible null of +-100 */
	double		p_value;
} NpsNullTest;

typedef struct NpsDifference
{
	double		delta;			/* as observed, points */
	double		centre;			/* what se, z and limits rest on: delta, save for adjusted_wald */
	double		se;
	double		z;				/* or t */
	double		df;				/* of t; infinite for z */
	double		p_value;
	double		low;
	double		high;
} NpsDifference;

extern void nps_test_null(const NpsTrinomial *t, double null_value, NpsNullTest *result);
extern bool nps_test_has_method(NpsIntervalMethod method);
extern double nps_test_difference_z(const NpsTrinomial *first, const NpsTrinomial *second);
extern void nps_test_difference(const NpsTrinomial *first, const NpsTrinomial *second,
								double level, NpsIntervalMethod method, NpsDifference *result);
extern void nps_test_rest(const NpsTrinomial *unit, const NpsTrinomial *total,
						  double level, NpsIntervalMethod method, NpsDifference *result);

/* ------------------------------------ the same people twice: same_people.c */

/* Sums over pairs of d = second - first, each answer -1, 0 or 1. */
typedef struct NpsPairs
{
	double		n;
	double		sum;
	double		squares;
} NpsPairs;

/* Sums over two moments of which some people answered both. */
typedef struct NpsOverlap
{
	double		n1,				/* all answers of the first moment: y1 */
				sum1,
				squares1;
	double		n2,				/* of the second: y2 */
				sum2,
				squares2;
	double		both,			/* of those who answered both */
				both_sum1,
				both_sum2,
				both_squares1,
				both_squares2,
				both_products;
} NpsOverlap;

extern void nps_pairs_add(NpsPairs *pairs, int first, int second, double times);
extern void nps_test_paired(const NpsPairs *pairs, double level, NpsDifference *result);
extern void nps_overlap_add(NpsOverlap *sums, const int *first, const int *second);
extern void nps_test_overlap_moments(double delta, double n1, double v1, double n2, double v2,
									 double both, double covariance, double level,
									 NpsDifference *result);
extern void nps_test_overlap(const NpsOverlap *sums, double level, NpsDifference *result);
extern double nps_overlap_correlation(const NpsOverlap *sums);
extern void nps_test_overlap_score(const NpsOverlap *sums, double level, NpsDifference *result);

/* ------------------------------------------ trend over waves: wave_trend.c */

/* Mergeable sums over waves; all zero is none.  Moments are about the means. */
typedef struct NpsTrendSums
{
	double		waves;
	double		n;				/* answers */
	double		t_mean;			/* over answers */
	double		y_mean;
	double		tt;				/* sum of (t - t_mean)^2 over answers */
	double		ty;
	double		yy;				/* between waves only */
	double		within;			/* sum of squares of answers about their wave's mean */
} NpsTrendSums;

typedef struct NpsTrend
{
	double		waves;
	double		n;
	double		slope;			/* points per unit of t */
	double		se;
	double		t;
	double		df;				/* n - waves */
	double		p_value;
	double		low;
	double		high;
	double		waves_f;		/* do waves differ at all: df waves - 1 and df */
	double		waves_p;
	double		lack_f;			/* do they leave the line: df waves - 2 and df */
	double		lack_p;
	double		se_scaled;		/* se x sqrt(max(1, lack_f)) */
	double		p_scaled;		/* df waves - 2 where lack_f > 1 */
} NpsTrend;

extern void nps_trend_add(NpsTrendSums *sums, double t, const NpsTrinomial *wave);
extern void nps_trend_merge(NpsTrendSums *sums, const NpsTrendSums *other);
extern void nps_trend_fit(const NpsTrendSums *sums, double level, NpsTrend *result);

/* ----------------------------------------------- over units: units_anova.c */

typedef struct NpsAnova
{
	double		units;			/* with answers */
	double		n;
	double		score;			/* of all answers together, points */
	double		ms_within;		/* proportion scale */
	double		ms_between;
	double		f;
	double		df1;			/* units - 1 */
	double		df2;			/* n - units */
	double		p_value;
} NpsAnova;

extern void nps_units_anova(const NpsTrinomial *units, size_t k, NpsAnova *result);

/* --------------------------------------- more than one p-value: p_adjust.c */

typedef enum NpsAdjustMethod
{
	NPS_ADJUST_HOLM,
	NPS_ADJUST_HOCHBERG,
	NPS_ADJUST_BH,
	NPS_ADJUST_BY,
	NPS_ADJUST_BONFERRONI
} NpsAdjustMethod;

typedef struct NpsRankedP
{
	double		p;
	size_t		at;				/* its place in the caller's order */
} NpsRankedP;

extern bool nps_adjust_method(const char *name, NpsAdjustMethod *method);
extern void nps_rank_p(NpsRankedP *ranked, size_t n);
extern void nps_adjust_p(const double *p, size_t n, NpsAdjustMethod method,
						 NpsRankedP *workspace, double *adjusted);

#endif							/* NPS_TESTS_H */
