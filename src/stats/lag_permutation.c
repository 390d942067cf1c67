/*
 * lag_permutation.c
 *		The unit-permutation max-t test.
 *
 * The x of one unit is paired with the y of another, whole series at a time, so
 * that each keeps its autocorrelation; the statistic is the largest |t| over the
 * lags, so that its distribution knows of the search (Westfall & Young 1993).  p is
 * (1 + number of shuffles as large) / (shuffles + 1) (Phipson & Smyth 2010), or,
 * with few units, the share of all G! pairings.  The test is exact where units are
 * exchangeable.  The observed statistic is that of the same recipe: pairings.c.
 *
 * Where units are present in different periods, the pairings of a unit with others
 * may have far fewer pairs than those with itself: below half of them, no p is
 * given, because t then says more about the number of pairs than about the lag.
 *
 * Sums of a pairing come from a matrix, all x by all y, where that is less work
 * and fits into memory, else from the series.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/lag_permutation.h"
#include "stats/rng.h"
#include "stats/workspace.h"

#define MATRIX_UNITS	1000	/* 32 MB */
#define SHUFFLE_ROOM	4000000 /* units of shuffles held at a time: 16 MB */
#define TIE				1e-12	/* relative: the same number but for rounding */
#define THIN			0.5		/* least share of observed pairs in a shuffle */
#define ROUNDING		1e-9	/* of a rank */

typedef struct Work
{
	const NpsPanel *panel;
	const NpsPermutationTask *task;
	NpsPairings pairings;
	int32_t		shuffles;		/* without the pairing that was observed */
	int32_t		at_a_time;
	bool		exact;
	double	   *largest[NPS_LAG_FAMILIES];	/* by shuffle */
	NpsPairSums *sums;			/* of the shuffles at hand, .. */
	int32_t    *shuffle;		/* .. unit whose x goes with the y of each unit */
	NpsPairSums *matrix;		/* [y unit][x unit]; or NULL */
	void	   *of_pairings;
} Work;

static int32_t
factorial(int32_t n)
{
	return n < 2 ? 1 : n * factorial(n - 1);
}

static void
plan(const NpsPanel *panel, const NpsPermutationTask *task, Work *w)
{
	int32_t		units = panel->units > 0 ? panel->units : 1;

	w->panel = panel;
	w->task = task;
	w->exact = units <= NPS_EXACT_UNITS;
	w->shuffles = w->exact ? factorial(units) - 1 : task->permutations;
	w->at_a_time = SHUFFLE_ROOM / units + 1;
	if (w->at_a_time > w->shuffles)
		w->at_a_time = w->shuffles;
}

static bool
uses_matrix(const Work *w)
{
	return w->panel->units <= w->shuffles && w->panel->units <= MATRIX_UNITS;
}

/*
 * Bytes of workspace that nps_lag_permutation() needs for this panel, or for what is
 * left of it without some of its cells and units: with few units, all pairings are
 * gone through, and a matrix is filled with up to MATRIX_UNITS.
 */
size_t
nps_lag_permutation_workspace(const NpsPanel *panel, const NpsPermutationTask *task)
{
	size_t		units = panel->units;
	size_t		shuffles = factorial(NPS_EXACT_UNITS) - 1;
	size_t		matrix = units < MATRIX_UNITS ? units : MATRIX_UNITS;
	size_t		at_a_time;

	if (shuffles < (size_t) task->permutations)
		shuffles = task->permutations;
	at_a_time = SHUFFLE_ROOM / NPS_LAG_PERMUTATION_UNITS + 1;
	if (at_a_time > shuffles)
		at_a_time = shuffles;
	return NPS_LAG_FAMILIES * nps_part(sizeof(double), shuffles) + nps_part(sizeof(NpsPairSums), at_a_time) +
		nps_part(sizeof(int32_t), shuffles * units < SHUFFLE_ROOM + units ? shuffles * units : SHUFFLE_ROOM + units) +
		nps_part(sizeof(NpsPairSums), matrix * matrix) + nps_pairings_workspace(panel);
}

static void
lay_out(Work *w, void *workspace)
{
	char	   *next = workspace;
	size_t		units = w->panel->units;
	int			family;

	for (family = 0; family < NPS_LAG_FAMILIES; family++)
	{
		w->largest[family] = nps_carve(&next, sizeof(double), w->shuffles);
		memset(w->largest[family], 0, sizeof(double) * w->shuffles);
	}
	w->sums = nps_carve(&next, sizeof(NpsPairSums), w->at_a_time);
	w->shuffle = nps_carve(&next, sizeof(int32_t), w->at_a_time * units);
	w->matrix = uses_matrix(w) ? nps_carve(&next, sizeof(NpsPairSums), units * units) : NULL;
	w->of_pairings = next;
}

static void
progress(const Work *w)
{
	if (w->panel->progress != NULL)
		w->panel->progress();
}

/* The permutation that follows in lexicographic order. */
static void
next_permutation(int32_t *v, int32_t n)
{
	int32_t		i = n - 2,
				j = n - 1,
				swap;

	while (i >= 0 && v[i] > v[i + 1])
		i--;
	if (i < 0)
		return;
	while (v[j] < v[i])
		j--;
	swap = v[i], v[i] = v[j], v[j] = swap;
	for (i++, j = n - 1; i < j; i++, j--)
		swap = v[i], v[i] = v[j], v[j] = swap;
}

/* Shuffle number `which`, counted from 0; the one before it, or units in order. */
static void
make_shuffle(const Work *w, int32_t which, const int32_t *before, int32_t *shuffle)
{
	int32_t		units = w->panel->units;
	int32_t		i;
	NpsRng		rng;

	for (i = 0; i < units; i++)
		shuffle[i] = w->exact && before != NULL ? before[i] : i;
	if (w->exact)
	{
		next_permutation(shuffle, units);
		return;
	}
	nps_rng_start(&rng, w->task->seed, which);
	for (i = units - 1; i > 0; i--)
	{
		int32_t		j = (int32_t) nps_rng_below(&rng, i + 1);
		int32_t		swap = shuffle[i];

		shuffle[i] = shuffle[j];
		shuffle[j] = swap;
	}
}

/* Shuffles from .. from + n - 1, each from its own stream: lags see the same ones. */
static void
make_shuffles(Work *w, int32_t from, int32_t n)
{
	size_t		units = w->panel->units;
	int32_t		i;

	for (i = 0; i < n; i++)
	{
		const int32_t *before = i > 0 ? &w->shuffle[(i - 1) * units] : NULL;

		if ((i & 255) == 0)
			progress(w);
		make_shuffle(w, from + i, before, &w->shuffle[i * units]);
	}
}

static void
fill_matrix(Work *w)
{
	size_t		units = w->panel->units;
	int32_t		x,
				y;

	memset(w->matrix, 0, sizeof(NpsPairSums) * units * units);
	for (y = 0; y < (int32_t) units; y++)
	{
		progress(w);
		nps_pairings_spread(&w->pairings, y);
		for (x = 0; x < (int32_t) units; x++)
			nps_pairings_add(&w->pairings, x, &w->matrix[y * units + x]);
	}
}

static void
sum_from_matrix(Work *w, int32_t n)
{
	size_t		units = w->panel->units,
				unit;
	int32_t		i;

	for (i = 0; i < n; i++)
	{
		const int32_t *x_unit = &w->shuffle[i * units];
		NpsPairSums sums = {0, 0, 0, 0};

		if ((i & 63) == 0)
			progress(w);
		for (unit = 0; unit < units; unit++)
		{
			const NpsPairSums *add = &w->matrix[unit * units + x_unit[unit]];

			sums.sxy += add->sxy;
			sums.sxx += add->sxx;
			sums.syy += add->syy;
			sums.n += add->n;
		}
		w->sums[i] = sums;
	}
}

static void
sum_from_series(Work *w, int32_t n)
{
	size_t		units = w->panel->units;
	int32_t		unit,
				i;

	memset(w->sums, 0, sizeof(NpsPairSums) * n);
	for (unit = 0; unit < (int32_t) units; unit++)
	{
		progress(w);
		nps_pairings_spread(&w->pairings, unit);
		for (i = 0; i < n; i++)
			nps_pairings_add(&w->pairings, w->shuffle[i * units + unit], &w->sums[i]);
	}
}

/* The sums of every unit with itself, added up in the same order as a shuffle's. */
static NpsPairSums
observe(Work *w)
{
	NpsPairSums total = {0, 0, 0, 0};
	int32_t		unit;

	for (unit = 0; unit < w->panel->units; unit++)
	{
		NpsPairSums sums = {0, 0, 0, 0};

		nps_pairings_spread(&w->pairings, unit);
		nps_pairings_add(&w->pairings, unit, &sums);
		total.sxy += sums.sxy;
		total.sxx += sums.sxx;
		total.syy += sums.syy;
		total.n += sums.n;
	}
	return total;
}

static bool
in_family(int32_t lag, int family)
{
	return family == NPS_ANY || family == (lag > 0 ? NPS_LEAD : lag < 0 ? NPS_REVERSE : NPS_SAME);
}

/* Spread of t at the lag to watch, by Welford's recurrence. */
typedef struct Spread
{
	double		n;
	double		mean;
	double		squares;
} Spread;

static void
add_to_spread(Spread *spread, double t)
{
	double		off = t - spread->mean;

	spread->n++;
	spread->mean += off / spread->n;
	spread->squares += off * (t - spread->mean);
}

static bool
takes_part(const NpsPermutationTask *task, int64_t lag)
{
	return (task->use == NULL || task->use[lag - task->min_lag]) && (lag < task->skip_from || lag > task->skip_to);
}

/* Go through all shuffles at one lag; returns the mean number of their pairs. */
static double
shuffle_lag(Work *w, int32_t lag, Spread *spread)
{
	double		pairs = 0;
	int32_t		from,
				i;
	int			family;

	if (w->matrix != NULL)
		fill_matrix(w);
	for (from = 0; from < w->shuffles; from += w->at_a_time)
	{
		int32_t		n = w->shuffles - from < w->at_a_time ? w->shuffles - from : w->at_a_time;

		if (w->at_a_time < w->shuffles)
			make_shuffles(w, from, n);
		if (w->matrix != NULL)
			sum_from_matrix(w, n);
		else
			sum_from_series(w, n);
		for (i = 0; i < n; i++)
		{
			double		t = nps_pairings_t(&w->pairings, &w->sums[i]);

			pairs += w->sums[i].n;
			if (isnan(t))
				continue;
			if (lag == w->task->watch)
				add_to_spread(spread, t);
			for (family = 0; family < NPS_LAG_FAMILIES; family++)
				if (in_family(lag, family) && fabs(t) > w->largest[family][from + i])
					w->largest[family][from + i] = fabs(t);
		}
	}
	return pairs / w->shuffles;
}

static void
do_lag(Work *w, int32_t lag, Spread *spread, NpsPermutation *result)
{
	NpsPairSums sums;
	double		t,
				shuffled;
	int			family;

	progress(w);
	nps_pairings_collect(w->panel, lag, w->task->levels, w->of_pairings, &w->pairings);
	sums = observe(w);
	t = nps_pairings_t(&w->pairings, &sums);
	if (isnan(t))
		return;
	shuffled = shuffle_lag(w, lag, spread);
	for (family = 0; family < NPS_LAG_FAMILIES; family++)
	{
		NpsMaxT    *max = &result->family[family];

		if (!in_family(lag, family) ||
			(!isnan(max->statistic) && fabs(t) <= max->statistic * (1 + TIE)))
			continue;
		max->statistic = fabs(t);
		max->lag = lag;
		max->thin = shuffled < THIN * sums.n;
	}
}

/* Share of pairings as large as the observed one, itself included. */
static double
share_as_large(const Work *w, int family, double statistic)
{
	double		as_large = 1;
	int32_t		i;

	for (i = 0; i < w->shuffles; i++)
		as_large += w->largest[family][i] >= statistic * (1 - TIE);
	return as_large / (w->shuffles + 1.0);
}

static int
descending(const void *a, const void *b)
{
	double		c = *(const double *) a;
	double		d = *(const double *) b;

	return (c < d) - (c > d);
}

/* What a statistic has to exceed for p <= alpha; NaN with too few shuffles for that. */
static double
critical(Work *w, int family)
{
	int32_t		rank = (int32_t) floor(w->task->alpha * (w->shuffles + 1.0) + ROUNDING);

	if (rank < 1)
		return NAN;
	if (rank > w->shuffles)
		return 0;
	qsort(w->largest[family], w->shuffles, sizeof(double), descending);
	return w->largest[family][rank - 1];
}

/*
 * The test over the lags of `task`, of a prepared panel with no units but those of
 * nps_pairings_keep_units().  False with fewer than NPS_LAG_PERMUTATION_UNITS units.
 * workspace: nps_lag_permutation_workspace() bytes, aligned for double.
 */
bool
nps_lag_permutation(const NpsPanel *panel, const NpsPermutationTask *task, void *workspace,
					NpsPermutation *result)
{
	Spread		spread = {0, 0, 0};
	int64_t		lag;
	int			family;
	Work		w;

	memset(result, 0, sizeof(*result));
	result->critical = result->watch_sd = NAN;
	for (family = 0; family < NPS_LAG_FAMILIES; family++)
		result->family[family].statistic = result->family[family].p = NAN;
	if (panel->units < NPS_LAG_PERMUTATION_UNITS)
		return false;

	plan(panel, task, &w);
	lay_out(&w, workspace);
	if (w.at_a_time == w.shuffles)
		make_shuffles(&w, 0, w.shuffles);
	for (lag = task->min_lag; lag <= task->max_lag; lag++)
		if (takes_part(task, lag))
			do_lag(&w, (int32_t) lag, &spread, result);

	if (!isnan(result->family[NPS_ANY].statistic))
	{
		result->exact = w.exact;
		result->pairings = w.exact ? w.shuffles + 1 : w.shuffles;
	}
	for (family = 0; family < NPS_LAG_FAMILIES; family++)
	{
		NpsMaxT    *max = &result->family[family];

		if (!isnan(max->statistic) && !max->thin)
			max->p = share_as_large(&w, family, max->statistic);
	}
	if (!isnan(result->family[NPS_ANY].p))
		result->critical = critical(&w, NPS_ANY);
	if (spread.n > 1)
		result->watch_sd = sqrt(spread.squares / (spread.n - 1));
	return true;
}
