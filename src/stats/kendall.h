/*
 * kendall.h
 *		Mann-Kendall: do waves rise or fall, by their order alone?
 *
 * Pure C: no server headers; workspace comes from the caller.
 */
#ifndef NPS_KENDALL_H
#define NPS_KENDALL_H

#include <stdbool.h>
#include <stddef.h>

typedef struct NpsKendall
{
	double		s;				/* pairs that rise - pairs that fall */
	double		tau;			/* tau-b, -1 .. 1 */
	double		p_value;		/* two-sided */
	bool		exact;
} NpsKendall;

extern void nps_kendall(const double *y, size_t k, double *workspace, NpsKendall *result);

#endif							/* NPS_KENDALL_H */
