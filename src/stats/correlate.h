/*
 * correlate.h
 *		Correlation of two series: product-moment, by ranks, p-value, limits.
 *
 * Pure C.
 */
#ifndef NPS_CORRELATE_H
#define NPS_CORRELATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A side counts as constant when its spread after demeaning is below this part
 * of its size: rounding of the means leaves about 1e-15.
 */
#define NPS_CONSTANT_SPREAD		1e-10

/* Of two series whose means are out. */
typedef struct NpsAssociation
{
	double		xx;				/* sums of squares and of products */
	double		yy;
	double		xy;
	double		r;				/* NaN unless both sides vary */
	double		slope;			/* of y on x; NaN unless x varies */
	bool		in_range;		/* false: too large or too small for arithmetic */
	bool		x_varies;
	bool		y_varies;
} NpsAssociation;

/* For sorting; its fields are rank.c's own business. */
typedef struct NpsRankItem
{
	uint64_t	key;
	size_t		at;
} NpsRankItem;

extern double nps_largest(const double *v, size_t n);
extern void nps_associate(const double *x, const double *y, size_t n, double x_size,
						  double y_size, NpsAssociation *a);

extern void nps_ranks(const double *v, size_t n, double tie, NpsRankItem *workspace, double *rank);
extern size_t nps_spearman_workspace(size_t n);
extern double nps_spearman(const double *x, const double *y, size_t n, double x_size,
								   double y_size, void *workspace);

extern double nps_correlation_t(double r, double df);
extern double nps_correlation_p(double r, double n);
extern void nps_correlation_limits(double r, double n, double level, double *low, double *high);

#endif							/* NPS_CORRELATE_H */
