/*
 * p_adjust.c
 *		p-values adjusted for their number.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/tests.h"

static const char *const adjust_names[] = {
	"holm", "hochberg", "bh", "by", "bonferroni"
};

#define ADJUST_METHODS (sizeof(adjust_names) / sizeof(adjust_names[0]))

/* The method of that name; false where there is none. */
bool
nps_adjust_method(const char *name, NpsAdjustMethod *method)
{
	size_t		i;

	for (i = 0; i < ADJUST_METHODS; i++)
		if (strcmp(name, adjust_names[i]) == 0)
		{
			*method = (NpsAdjustMethod) i;
			return true;
		}
	return false;
}

static int
compare_ranked(const void *a, const void *b)
{
	const NpsRankedP *c = a;
	const NpsRankedP *d = b;

	if (c->p != d->p)
		return c->p < d->p ? -1 : 1;
	return (c->at > d->at) - (c->at < d->at);
}

/* Sort from small to large p; equal ones by their place. */
void
nps_rank_p(NpsRankedP *ranked, size_t n)
{
	qsort(ranked, n, sizeof(NpsRankedP), compare_ranked);
}

/* What a method makes of the i-th smallest of k p-values, before they are put in order. */
static double
adjust_one(NpsAdjustMethod method, double p, size_t i, size_t k, double harmonic)
{
	switch (method)
	{
		case NPS_ADJUST_HOLM:
		case NPS_ADJUST_HOCHBERG:
			return (double) (k - i) * p;
		case NPS_ADJUST_BH:
			return (double) k / (double) (i + 1) * p;
		case NPS_ADJUST_BY:
			return harmonic * (double) k / (double) (i + 1) * p;
		case NPS_ADJUST_BONFERRONI:
			return (double) k * p;
	}
	return NAN;
}

/*
 * p-values adjusted for their number: Holm 1979, Hochberg 1988, Benjamini &
 * Hochberg 1995 (bh), Benjamini & Yekutieli 2001 (by), Bonferroni.  NaN stays
 * NaN and does not count among them.  workspace: n; adjusted may be p itself.
 */
void
nps_adjust_p(const double *p, size_t n, NpsAdjustMethod method, NpsRankedP *workspace,
			 double *adjusted)
{
	size_t		k = 0,
				i;
	double		harmonic = 0;
	double		bound;

	for (i = 0; i < n; i++)
		if (isnan(p[i]))
			adjusted[i] = NAN;
		else
		{
			workspace[k].p = p[i];
			workspace[k++].at = i;
		}
	nps_rank_p(workspace, k);
	for (i = k; i > 0; i--)
		harmonic += 1 / (double) i;
	for (i = 0; i < k; i++)
		workspace[i].p = fmin(1, adjust_one(method, workspace[i].p, i, k, harmonic));

	/* step down: no smaller than the one before; step up: no larger than the next */
	bound = method == NPS_ADJUST_HOLM ? 0 : 1;
	if (method == NPS_ADJUST_HOLM)
		for (i = 0; i < k; i++)
			bound = workspace[i].p = fmax(bound, workspace[i].p);
	else if (method != NPS_ADJUST_BONFERRONI)
		for (i = k; i > 0; i--)
			bound = workspace[i - 1].p = fmin(bound, workspace[i - 1].p);
	for (i = 0; i < k; i++)
		adjusted[workspace[i].at] = workspace[i].p;
}
