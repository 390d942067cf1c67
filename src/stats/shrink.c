/*
 * shrink.c
 *		Many units side by side: shrunken values and ranks that allow for
 *		chance.
 *
 * The raw top of a leaderboard is made of small units.  Drawing each towards
 * the common mean by how little it says takes the error of 40 teams of 3-100
 * people from 26 points to 3-14, depending on how much they truly differ.  The
 * variance within is pooled: a small unit's own is tied to its extreme value.
 */
#include <math.h>

#include "stats/dist.h"
#include "stats/shrink.h"

/* Size of a typical unit: (n - sum n_i^2 / n) / (k - 1). */
static double
typical_size(const NpsTrinomial *units, size_t k, const NpsAnova *a)
{
	double		squares = 0;
	size_t		i;

	for (i = 0; i < k; i++)
		if (nps_trinomial_usable(&units[i]))
			squares += units[i].n * (units[i].n / a->n);
	return (a->n - squares) / a->df1;
}

static double
credibility(const NpsTrinomial *unit, const NpsShrinkage *common)
{
	double		own = unit->n * common->tau2;

	return nps_trinomial_usable(unit) && own > 0 ? own / (own + common->anova.ms_within) : 0;
}

/*
 * Credibility shrinkage (Buehlmann & Straub 1970): tau2 = (MSB - MSW) / n0, not
 * below 0; Z = n tau2 / (n tau2 + MSW); mu is the Z-weighted mean, or that of
 * all answers where tau2 is 0; score = Z m + (1 - Z) mu; sd = sqrt(tau2 (1 - Z)).
 * A unit without answers gets mu.  All NaN with fewer than 2 units, or as many
 * units as answers.
 */
void
nps_shrink(const NpsTrinomial *units, size_t k, NpsShrinkage *common, NpsShrunk *shrunk)
{
	const NpsAnova *a = &common->anova;
	double		sum = 0,
				weights = 0;
	size_t		i;

	nps_units_anova(units, k, &common->anova);
	common->n0 = common->tau2 = common->mu = NAN;
	if (a->df1 > 0 && a->df2 > 0)
	{
		common->n0 = typical_size(units, k, a);
		common->tau2 = fmax(0, (a->ms_between - a->ms_within) / common->n0);
		common->mu = a->score;
	}
	for (i = 0; i < k; i++)
	{
		shrunk[i].credibility = isnan(common->mu) ? NAN : credibility(&units[i], common);
		if (shrunk[i].credibility > 0)
		{
			sum += shrunk[i].credibility * nps_trinomial_score(&units[i]);
			weights += shrunk[i].credibility;
		}
	}
	if (weights > 0)
		common->mu = sum / weights;
	for (i = 0; i < k; i++)
	{
		double		z = shrunk[i].credibility;

		shrunk[i].score = z > 0 ?
			z * nps_trinomial_score(&units[i]) + (1 - z) * common->mu : common->mu;
		shrunk[i].sd = 100 * sqrt(common->tau2 * (1 - z));
	}
}

/* Number of NpsRankedP that nps_rank_intervals() needs for k units: one for each pair. */
size_t
nps_rank_workspace(size_t k)
{
	return k < 2 ? 1 : k % 2 ? (k - 1) / 2 * k : k / 2 * (k - 1);
}

/*
 * Ranks that the data cannot rule out: best is 1 + the number of units that are
 * significantly better, worst the number of units less those significantly
 * worse.  All pairs are tested (MOVER on score limits) and their p-values
 * adjusted together after Holm; significant means below 1 - level.
 * workspace: nps_rank_workspace(k) elements; k * k must fit in size_t.
 */
void
nps_rank_intervals(const NpsTrinomial *units, size_t k, double level, NpsRankedP *workspace,
				   NpsRank *ranks)
{
	nps_rank_intervals_watched(units, k, level, workspace, ranks, NULL);
}

/* The same; progress is called every k pairs, and may longjmp out; or NULL. */
void
nps_rank_intervals_watched(const NpsTrinomial *units, size_t k, double level,
						   NpsRankedP *workspace, NpsRank *ranks, void (*progress) (void))
{
	size_t		pairs = 0,
				i,
				j;
	double		taking_part = 0;

	for (i = 0; i < k; i++)
		taking_part += nps_trinomial_usable(&units[i]);
	for (i = 0; i < k; i++)
	{
		bool		usable = nps_trinomial_usable(&units[i]) && level > 0 && level < 1;

		ranks[i].best = usable ? 1 : NAN;
		ranks[i].worst = usable ? taking_part : NAN;
		if (progress != NULL)
			progress();
		for (j = i + 1; j < k; j++)
		{
			double		z = nps_test_difference_z(&units[i], &units[j]);

			if (isnan(z))
				continue;
			workspace[pairs].p = 2 * nps_norm_sf(fabs(z));
			workspace[pairs++].at = i * k + j;
		}
	}
	nps_rank_p(workspace, pairs);
	/* Holm steps down: the first that is not significant ends it */
	for (i = 0; i < pairs && workspace[i].p * (double) (pairs - i) < 1 - level; i++)
	{
		size_t		a = workspace[i].at / k;
		size_t		b = workspace[i].at % k;
		bool		a_better = nps_trinomial_mean(&units[a]) > nps_trinomial_mean(&units[b]);

		ranks[a_better ? b : a].best++;
		ranks[a_better ? a : b].worst--;
	}
}
