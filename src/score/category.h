/*
 * category.h
 *		The category of an answer as an index, worst first.
 */
#ifndef NPS_CATEGORY_H
#define NPS_CATEGORY_H

#include "score/score.h"
#include "stats/weights.h"

#define NPS_CATEGORIES		3	/* NPS_DETRACTORS, NPS_PASSIVES, NPS_PROMOTERS */

static inline NpsCategory
nps_category_of(int score)
{
	if (score >= NPS_PROMOTER_FROM)
		return NPS_PROMOTERS;
	return score >= NPS_PASSIVE_FROM ? NPS_PASSIVES : NPS_DETRACTORS;
}

#endif							/* NPS_CATEGORY_H */
