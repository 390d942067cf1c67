/*
 * difference.h
 *		What the tests of a difference have in common.
 *
 * Pure C.
 */
#ifndef NPS_DIFFERENCE_H
#define NPS_DIFFERENCE_H

#include "stats/tests.h"

extern void nps_difference_unknown(NpsDifference *result);
extern void nps_difference_by_error(NpsDifference *result, double level);
extern void nps_difference_clip(NpsDifference *result);

#endif							/* NPS_DIFFERENCE_H */
