/*
 * kendall.c
 *		Mann-Kendall: do waves rise or fall, by their order alone?
 *
 * No straight line, no variance within waves: each wave counts once, whatever
 * its number of answers.  So it also holds where waves stray about the trend,
 * but not where neighbours stray alike (serial correlation).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/dist.h"
#include "stats/kendall.h"

#define EXACT_WAVES		50		/* there p differs from the normal one by 0.002 at most */
#define EXACT_PAIRS		(EXACT_WAVES * (EXACT_WAVES - 1) / 2)

static int
compare_doubles(const void *a, const void *b)
{
	double		s = *(const double *) a;
	double		t = *(const double *) b;

	return (s > t) - (s < t);
}

/*
 * P(S >= s), s >= 0, over all orders of k different values: the number of
 * inversions is a sum of independent uniform numbers below 1, 2, .. k.
 */
static double
exact_tail(size_t k, double s)
{
	double		p[EXACT_PAIRS + 1] = {1};
	double		next[EXACT_PAIRS + 1];
	size_t		inversions = (size_t) (((double) k * (k - 1) / 2 - s) / 2);
	double		tail = 0;
	size_t		size,
				i;

	for (size = 2; size <= k; size++)
	{
		double		sum = 0;

		for (i = 0; i <= inversions; i++)
		{
			sum += p[i];
			next[i] = sum / (double) size;
			if (i + 1 >= size)
				sum -= p[i + 1 - size];
		}
		memcpy(p, next, sizeof(double) * (inversions + 1));
	}
	for (i = 0; i <= inversions; i++)
		tail += p[i];
	return tail;
}

/* Sums over groups of t equal values: t (t - 1) / 2, and t (t - 1) (2 t + 5). */
static void
count_ties(double *sorted, size_t k, double *pairs, double *variance)
{
	size_t		i,
				from = 0;

	qsort(sorted, k, sizeof(double), compare_doubles);
	*pairs = *variance = 0;
	for (i = 1; i <= k; i++)
		if (i == k || sorted[i] != sorted[from])
		{
			double		t = (double) (i - from);

			*pairs += t * (t - 1) / 2;
			*variance += t * (t - 1) * (2 * t + 5);
			from = i;
		}
}

/*
 * y in the order of time, no two at the same time; workspace: k.  Without ties
 * and up to 50 waves p is exact, else normal with a variance that allows for ties
 * and a continuity correction (Mann 1945; Kendall 1975).  All NaN with fewer than 2
 * waves; tau and p where all are equal.
 */
void
nps_kendall(const double *y, size_t k, double *workspace, NpsKendall *r)
{
	double		all = (double) k * ((double) k - 1) / 2;
	double		tied_pairs,
				tied_variance,
				variance;
	size_t		i,
				j;

	r->s = r->tau = r->p_value = NAN;
	r->exact = false;
	if (k < 2)
		return;
	r->s = 0;
	for (i = 1; i < k; i++)
		for (j = 0; j < i; j++)
			r->s += (y[i] > y[j]) - (y[i] < y[j]);
	memcpy(workspace, y, sizeof(double) * k);
	count_ties(workspace, k, &tied_pairs, &tied_variance);
	if (tied_pairs == all)
		return;
	r->tau = r->s / (sqrt(all) * sqrt(all - tied_pairs));
	r->exact = tied_pairs == 0 && k <= EXACT_WAVES;
	variance = ((double) k * ((double) k - 1) * (2 * (double) k + 5) - tied_variance) / 18;
	r->p_value = r->exact ? fmin(1, 2 * exact_tail(k, fabs(r->s))) :
		2 * nps_norm_sf(fmax(0, fabs(r->s) - 1) / sqrt(variance));
}
