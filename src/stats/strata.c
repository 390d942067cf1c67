/*
 * strata.c
 *		One NPS from strata: a sample from each country, team or channel, put
 *		together by how large each is and not by how many answered.
 *
 * Two effective numbers of answers, and the smaller one counts, as with weights
 * (weights.c).  The linearised one alone, from each stratum's own variance,
 * covers down to 75 % at 95 % in small strata of unequal weight, where a stratum
 * whose few answers agree seems to know for sure; the smaller of them 94.4 % at
 * worst, 97.0 % on average (72 settings simulated, 2 to 20 strata of 2 to 20
 * answers: test/data/oracle/sim_strata.c).
 */
#include <math.h>

#include "stats/strata.h"

/* A square below this has lost digits to the bottom of the exponent. */
#define SQUARE_LOST		2.3e-308

#define ROUNDING		1e-14	/* of an effective number, relative */

static void
add_to(NpsDd *sum, double term)
{
	volatile double rounded = term; /* not to be fused with the addition */

	*sum = nps_dd_add_double(*sum, rounded);
}

static NpsStratumStatus
in_range(const NpsStrataSums *s)
{
	return isfinite(s->equal.hi + s->own.hi + s->design.hi + s->lone.hi) ?
		NPS_STRATUM_OK : NPS_STRATUM_RANGE;
}

/*
 * Add a stratum with answers.  weight: its size, right up to a common factor; 0
 * leaves it out.  population: how many people could have answered in it, no
 * fewer than did; NaN or infinite where that is unknown or beyond counting.  On
 * any status but OK the sums are not to be used further.
 */
NpsStratumStatus
nps_strata_add(NpsStrataSums *sums, const NpsTrinomial *t, double weight, double population)
{
	double		g = isfinite(population) ? (population - t->n) / population : 1;
	double		v = nps_trinomial_variance(t);
	double		square = weight * weight;

	if (!(weight >= 0) || isinf(weight))
		return NPS_STRATUM_INVALID;
	if (weight == 0)
		return NPS_STRATUM_OK;
	if (square < SQUARE_LOST)
		return NPS_STRATUM_RANGE;
	sums->strata++;
	sums->n += t->n;
	add_to(&sums->promoters, weight * t->promoters / t->n);
	add_to(&sums->passives, weight * t->passives / t->n);
	add_to(&sums->detractors, weight * t->detractors / t->n);
	add_to(&sums->equal, square * g / t->n);
	add_to(&sums->own, square * g * v / t->n);
	if (t->n > 1)
	{
		sums->df += t->n - 1;
		add_to(&sums->design, square * g * v / (t->n - 1));
		add_to(&sums->within, t->n * v);
	}
	else
		add_to(&sums->lone, square * g);
	return in_range(sums);
}

/* Count a stratum of which the answers or the weight are missing. */
void
nps_strata_add_incomplete(NpsStrataSums *sums, double answers)
{
	sums->strata++;
	sums->incomplete++;
	sums->n += answers;
}

/* Add the strata of other sums. */
NpsStratumStatus
nps_strata_merge(NpsStrataSums *sums, const NpsStrataSums *other)
{
	sums->strata += other->strata;
	sums->incomplete += other->incomplete;
	sums->n += other->n;
	sums->df += other->df;
	sums->promoters = nps_dd_add(sums->promoters, other->promoters);
	sums->passives = nps_dd_add(sums->passives, other->passives);
	sums->detractors = nps_dd_add(sums->detractors, other->detractors);
	sums->equal = nps_dd_add(sums->equal, other->equal);
	sums->own = nps_dd_add(sums->own, other->own);
	sums->design = nps_dd_add(sums->design, other->design);
	sums->lone = nps_dd_add(sums->lone, other->lone);
	sums->within = nps_dd_add(sums->within, other->within);
	return in_range(sums);
}

/*
 * Estimate, standard error and effective number of answers (Cochran 1977, 5.3).
 *
 *	score		sum W m, with W = w / sum w
 *	se			100 sqrt(sum W^2 (1 - n / N) s2 / n); a stratum with one answer
 *				has no variance of its own and borrows the one within strata,
 *				pooled over those with more; NaN where there are none
 *	n_eff		the smaller of 1 / sum W^2 (1 - n / N) / n and of the linearised
 *				v / sum W^2 (1 - n / N) v_h / n, where v is the variance at the
 *				weighted shares.  One stratum: n / (1 - n / N)
 *
 * All NaN without strata, and where a stratum is incomplete: leaving it out would
 * be an estimate for other people.
 */
void
nps_strata_estimate(const NpsStrataSums *s, NpsStratified *r)
{
	NpsTrinomial shares = nps_trinomial(s->promoters.hi, s->passives.hi, s->detractors.hi);
	double		w = shares.n;
	double		pooled = s->df > 0 ? s->within.hi / s->df : NAN;
	double		lone = s->lone.hi > 0 ? s->lone.hi * pooled : 0;
	double		own = (s->own.hi + (isnan(lone) ? 0 : lone)) / w / w;
	double		linear;

	r->score = r->se = r->n_eff = NAN;
	r->effective = nps_trinomial(NAN, NAN, NAN);
	if (s->incomplete > 0 || !nps_trinomial_usable(&shares))
		return;
	r->score = nps_trinomial_score(&shares);
	r->se = 100 * sqrt(s->design.hi + lone) / w;
	r->n_eff = w / s->equal.hi * w;
	linear = own > 0 ? nps_trinomial_variance(&shares) / own : r->n_eff;
	/* strata alike: the same numbers by other ways to round them */
	if (linear < r->n_eff * (1 - ROUNDING))
		r->n_eff = linear;
	if (fabs(r->n_eff - s->n) <= ROUNDING * s->n)
		r->n_eff = s->n;
	r->effective = nps_trinomial_scale(&shares, r->n_eff);
}
