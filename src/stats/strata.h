/*
 * strata.h
 *		One NPS from strata: a sample from each country, team or channel, put
 *		together by how large each is and not by how many answered.
 *
 * Pure C: no server headers, no allocation.  Sums over strata, mergeable by
 * addition; as double-doubles (score/dd.h), so that neither the order of the
 * strata nor how they were split changes a digit that is printed.
 */
#ifndef NPS_STRATA_H
#define NPS_STRATA_H

#include "score/dd.h"
#include "stats/trinomial.h"

/* w: the size or weight of a stratum; g = 1 - n / N; v, s2: variance, divisor n and n - 1 */
typedef struct NpsStrataSums
{
	double		strata;
	double		incomplete;		/* of these: without answers, or without a weight */
	double		n;				/* answers */
	double		df;				/* n - 1, of strata with 2 answers or more */
	NpsDd		promoters;		/* w x share */
	NpsDd		passives;
	NpsDd		detractors;
	NpsDd		equal;			/* w^2 g / n: were all answers to vary alike (Kish) */
	NpsDd		own;			/* w^2 g v / n */
	NpsDd		design;			/* w^2 g s2 / n, of strata with 2 answers or more */
	NpsDd		lone;			/* w^2 g, of strata with one answer */
	NpsDd		within;			/* squares of answers about their stratum's mean */
} NpsStrataSums;

typedef enum NpsStratumStatus
{
	NPS_STRATUM_OK,
	NPS_STRATUM_INVALID,		/* weight negative, NaN or infinite */
	NPS_STRATUM_RANGE			/* squares of weights or their sum overflow, or are lost */
} NpsStratumStatus;

typedef struct NpsStratified
{
	double		score;			/* points */
	double		se;				/* points */
	double		n_eff;			/* infinite for a census of all strata */
	NpsTrinomial effective;		/* what intervals take: n_eff x weighted shares */
} NpsStratified;

extern NpsStratumStatus nps_strata_add(NpsStrataSums *sums, const NpsTrinomial *stratum,
									   double weight, double population);
extern void nps_strata_add_incomplete(NpsStrataSums *sums, double answers);
extern NpsStratumStatus nps_strata_merge(NpsStrataSums *sums, const NpsStrataSums *other);
extern void nps_strata_estimate(const NpsStrataSums *sums, NpsStratified *result);

#endif							/* NPS_STRATA_H */
