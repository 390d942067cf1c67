/*
 * lag_bootstrap.c
 *		How sure the best lag is: the same search over resampled units.
 *
 * Whole units are drawn with replacement (Davison & Hinkley 1997, ch. 3.8), so that
 * what is correlated within a unit stays together, and the lag with the largest |t|
 * is looked for again.  A unit brings the sums of its demeaned pairs: the means of
 * periods stay those of the full sample, which is an approximation of the order of
 * 1 / units and saves solving for them a thousand times.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/correlate.h"
#include "stats/lag_bootstrap.h"
#include "stats/rng.h"

#define FIRST_STREAM	(UINT64_C(1) << 40) /* not those of the shuffles */
#define ROUNDING		1e-12	/* part of the full sample's sum of squares */

void
nps_lag_bootstrap_start(NpsLagBootstrap *boot, int32_t units, uint64_t seed, void (*progress) (void))
{
	memset(boot, 0, sizeof(*boot));
	boot->units = units;
	boot->seed = seed;
	boot->progress = progress;
}

static void
add(NpsPairSums *sums, const NpsPairSums *unit)
{
	sums->sxy += unit->sxy;
	sums->sxx += unit->sxx;
	sums->syy += unit->syy;
	sums->n += unit->n;
}

/*
 * Search one more lag.  by_unit: sums of demeaned pairs for each unit; shared: what
 * is not free because of means that units share, and of the slope.
 */
void
nps_lag_bootstrap_add(NpsLagBootstrap *boot, int32_t lag, const NpsPairSums *by_unit, double shared)
{
	NpsPairSums all = {0, 0, 0, 0};
	int			i,
				unit;

	for (unit = 0; unit < boot->units; unit++)
		add(&all, &by_unit[unit]);
	for (i = 0; i < NPS_RESAMPLES; i++)
	{
		NpsPairSums sums = {0, 0, 0, 0};
		NpsRng		rng;
		double		df,
					r,
					t;

		if (boot->progress != NULL && (i & 15) == 0)
			boot->progress();
		nps_rng_start(&rng, boot->seed, FIRST_STREAM + i);	/* the same units for each lag */
		for (unit = 0; unit < boot->units; unit++)
			add(&sums, &by_unit[nps_rng_below(&rng, boot->units)]);
		df = sums.n - shared;
		if (!(df >= 1) || !(sums.sxx > ROUNDING * all.sxx) || !(sums.syy > ROUNDING * all.syy))
			continue;
		r = sums.sxy / sqrt(sums.sxx) / sqrt(sums.syy);
		t = nps_correlation_t(fabs(r), df);
		if (t > boot->best[i])
		{
			boot->best[i] = t;
			boot->lag[i] = lag;
		}
	}
}

static int
ascending(const void *a, const void *b)
{
	int32_t		c = *(const int32_t *) a;
	int32_t		d = *(const int32_t *) b;

	return (c > d) - (c < d);
}

/*
 * The 95 % percentile interval of the best lag, and the share of resamples that
 * choose this one.  NaN where no resample has a best lag.  Sorts: call it once.
 */
void
nps_lag_bootstrap_interval(NpsLagBootstrap *boot, int32_t lag, double *low, double *high, double *share)
{
	int			n = 0,
				same = 0,
				i;

	*low = *high = *share = NAN;
	for (i = 0; i < NPS_RESAMPLES; i++)
	{
		if (!(boot->best[i] > 0))
			continue;
		same += boot->lag[i] == lag;
		boot->lag[n++] = boot->lag[i];
	}
	if (n == 0)
		return;
	qsort(boot->lag, n, sizeof(int32_t), ascending);
	i = (int) ((n + 1) * 0.025);	/* the 25th of 999 from either end */
	i = i > 0 ? i - 1 : 0;
	*low = boot->lag[i];
	*high = boot->lag[n - 1 - i];
	*share = (double) same / n;
}
