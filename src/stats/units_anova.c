/*
 * units_anova.c
 *		Do units differ at all?
 */
#include <math.h>

#include "stats/dist.h"
#include "stats/tests.h"

/*
 * Do units differ at all: one-way analysis of variance of the answers.  (Not
 * Cochran's Q: with each unit's own variance it "finds" differences in 67 % of
 * samples without any.)  Units without answers do not count.  Fewer than 2
 * units, as many units as answers, or no variance within units: f and p NaN.
 */
void
nps_units_anova(const NpsTrinomial *units, size_t k, NpsAnova *r)
{
	NpsTrinomial total = {0, 0, 0, 0};
	double		within = 0,
				between = 0,
				mean;
	size_t		i;

	r->units = 0;
	for (i = 0; i < k; i++)
		if (nps_trinomial_usable(&units[i]))
		{
			r->units++;
			total = nps_trinomial_add(&total, &units[i]);
		}
	mean = nps_trinomial_mean(&total);
	for (i = 0; i < k; i++)
		if (nps_trinomial_usable(&units[i]))
		{
			double		gap = nps_trinomial_mean(&units[i]) - mean;

			within += units[i].n * nps_trinomial_variance(&units[i]);
			between += units[i].n * gap * gap;
		}
	r->n = total.n;
	r->score = nps_trinomial_score(&total);
	r->df1 = r->units - 1;
	r->df2 = r->n - r->units;
	r->ms_between = r->df1 > 0 ? between / r->df1 : NAN;
	r->ms_within = r->df2 > 0 ? within / r->df2 : NAN;
	r->f = r->ms_within > 0 ? r->ms_between / r->ms_within : NAN;
	r->p_value = isnan(r->f) ? NAN : nps_f_sf(r->f, r->df1, r->df2);
}
