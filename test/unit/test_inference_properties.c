/*
 * test_inference_properties.c
 *		What must hold of the inference core whatever the data: agreement of
 *		interval and test, symmetry, closed forms, invariance, edges.
 *
 * Random cases come from unit_random(), so they are the same everywhere.
 */
#include <math.h>
#include <stdlib.h>

#include "stats/dist.h"
#include "stats/interval.h"
#include "stats/plan.h"
#include "stats/shrink.h"
#include "stats/strata.h"
#include "stats/tests.h"
#include "stats/trinomial.h"
#include "stats/weights.h"
#include "unit.h"

#define ROUNDS		3000
#define METHODS		5
#define UNITS		12

static const double levels[] = {0.5, 0.8, 0.9, 0.95, 0.99, 0.999};

#define LEVELS (int) (sizeof(levels) / sizeof(levels[0]))

static bool
near(double a, double b, double tolerance)
{
	return fabs(a - b) <= tolerance;
}

static bool
all_nan(const NpsDifference *d)
{
	return isnan(d->delta) && isnan(d->se) && isnan(d->z) && isnan(d->p_value) &&
		isnan(d->low) && isnan(d->high);
}

/* Random counts: of all sizes, often with empty categories; some not whole. */
static NpsTrinomial
random_counts(void)
{
	static const uint32_t sizes[] = {1, 2, 3, 6, 20, 100, 5000};
	uint32_t	most = sizes[unit_random(7)];
	double		scale = unit_random(4) == 0 ? 0.37 : 1;
	NpsTrinomial t;

	do
		t = nps_trinomial(scale * unit_random(most + 1), scale * unit_random(most + 1),
						  scale * unit_random(most + 1));
	while (t.n == 0);
	return t;
}

static NpsTrinomial
swapped(const NpsTrinomial *t)
{
	return nps_trinomial(t->detractors, t->passives, t->promoters);
}

/* ------------------------------------------------------------ estimates */

static void
test_estimates(void)
{
	NpsTrinomial t = nps_trinomial(50, 30, 20);
	NpsTrinomial none = nps_trinomial(0, 0, 0);
	NpsTrinomial one = nps_trinomial(1, 0, 0);
	NpsTrinomial bad = nps_trinomial(3, -1, 2);
	NpsTrinomial census = nps_trinomial_finite(&t, 100, 100);
	NpsTrinomial half = nps_trinomial_finite(&t, 100, 200);
	NpsTrinomial few = nps_trinomial_finite(&t, 100, 99);
	NpsTrinomial sum = nps_trinomial_add(&t, &one);
	NpsTrinomial rest = nps_trinomial_rest(&sum, &one);
	double		low,
				high;

	ok(nps_trinomial_score(&t) == 30 && near(nps_trinomial_variance(&t), 0.61, 1e-15) &&
	   near(nps_trinomial_sample_variance(&t), 0.61 * 100 / 99, 1e-15) &&
	   near(nps_trinomial_se(&t), sqrt(61), 1e-12), "50, 30, 20: nps 30, v 0.61, se 7.8");
	ok(isnan(nps_trinomial_score(&none)) && isnan(nps_trinomial_variance(&none)) &&
	   isnan(nps_trinomial_se(&none)) && isnan(nps_trinomial_score(&bad)) &&
	   !nps_trinomial_usable(&bad), "no answers, or a negative count: NaN");
	ok(nps_trinomial_score(&one) == 100 && nps_trinomial_variance(&one) == 0 &&
	   isnan(nps_trinomial_sample_variance(&one)), "one answer: v is 0, sample variance NaN");
	ok(half.n == 200 && near(half.promoters, 100, 1e-12) && nps_trinomial_score(&half) == 30,
	   "finite population: 100 of 200 count double");
	nps_ci(&census, 0.95, NPS_CI_SCORE, &low, &high);
	ok(isinf(census.n) && low == 30 && high == 30 && nps_trinomial_se(&census) == 0,
	   "all of the population answered: the point, se 0");
	ok(isnan(few.n) && isnan(nps_trinomial_score(&few)), "more answers than people: NaN");
	ok(rest.n == 100 && rest.promoters == 50, "rest of a total");
	ok(near(nps_level_z(0.95), 1.959963984540054, 1e-15) && isnan(nps_level_z(0)) &&
	   isnan(nps_level_z(1)) && isnan(nps_level_z(NAN)), "level to z");
}

/* ------------------------------------------------------------ intervals */

static void
test_interval_properties(void)
{
	bool		holds = true,
				inside = true,
				wide = true,
				symmetric = true,
				nested = true,
				bayes_nested = true;
	int			round,
				i,
				m;

	for (round = 0; round < ROUNDS; round++)
	{
		NpsTrinomial t = random_counts();
		NpsTrinomial r = swapped(&t);
		double		score = nps_trinomial_score(&t);

		for (m = 0; m < METHODS; m++)
		{
			double		before_low = INFINITY,
						before_high = -INFINITY;

			/* the posterior's integral is slow under the sanitizers */
			if (m == NPS_CI_BAYES && round % 20 != 0)
				continue;
			for (i = 0; i < LEVELS; i++)
			{
				double		low,
							high,
							low2,
							high2;

				nps_ci(&t, levels[i], (NpsIntervalMethod) m, &low, &high);
				nps_ci(&r, levels[i], (NpsIntervalMethod) m, &low2, &high2);
				if (m == NPS_CI_STUDENT_T && t.n <= 1)
				{
					inside = inside && isnan(low) && isnan(high);
					continue;
				}
				inside = inside && low >= -100 && high <= 100 && low <= high;
				symmetric = symmetric && low == -high2 && high == -low2;
				if (m == NPS_CI_BAYES)
					bayes_nested = bayes_nested && low < before_low && high > before_high;
				else
					nested = nested && low <= before_low && high >= before_high;
				if (m == NPS_CI_SCORE)
				{
					holds = holds && low <= score + 1e-12 && high >= score - 1e-12;
					wide = wide && high > low;
				}
				before_low = low;
				before_high = high;
			}
		}
	}
	ok(holds, "score interval holds the estimate");
	ok(wide, "score interval never has width 0");
	ok(inside, "every method stays within +-100 (student_t: NaN where n <= 1)");
	ok(symmetric, "every method: exchanging promoters and detractors turns the interval round exactly");
	ok(nested, "closed forms and score: a higher level contains a lower one");
	ok(bayes_nested, "bayes: a higher level contains a lower one");
}

static void
test_closed_forms(void)
{
	static const double sizes[] = {0.4, 1, 2, 10, 20, 333, 1e4, 1e6, 1e9, 1e12};
	double		worst = 0,
				worst_passive = 0;
	size_t		i;
	int			l;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (l = 0; l < LEVELS; l++)
		{
			double		n = sizes[i];
			double		z2 = nps_level_z(levels[l]) * nps_level_z(levels[l]);
			NpsTrinomial pro = nps_trinomial(n, 0, 0);
			NpsTrinomial pas = nps_trinomial(0, n, 0);
			double		low,
						high;

			nps_ci(&pro, levels[l], NPS_CI_SCORE, &low, &high);
			worst = fmax(worst, fmax(fabs(low - 100 * (n - z2) / (n + z2)), fabs(high - 100)));
			nps_ci(&pas, levels[l], NPS_CI_SCORE, &low, &high);
			worst_passive = fmax(worst_passive, fmax(fabs(low + 100 * z2 / (n + z2)),
													 fabs(high - 100 * z2 / (n + z2))));
		}
	ok(worst < 1e-12, "all promoters: score interval is (n - z^2)/(n + z^2) .. 100");
	ok(worst_passive < 1e-12, "all passives: score interval is +-z^2/(n + z^2)");
}

static void
test_huge(void)
{
	static const double sizes[] = {1e8, 1e12, 1e15, 1e18, 1e100, 1e300};
	bool		good = true,
				holds = true,
				corner = true;
	size_t		i;
	int			m;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (m = 0; m < METHODS; m++)
		{
			double		n = sizes[i];
			NpsTrinomial t = nps_trinomial(0.5 * n, 0.25 * n, 0.25 * n);
			NpsTrinomial all = nps_trinomial(0, 0, n);
			double		half = nps_level_z(0.95) * nps_trinomial_se(&t);
			double		low,
						high;

			nps_ci(&t, 0.95, (NpsIntervalMethod) m, &low, &high);
			good = good && near(low, 25 - half, 2e-14 + half * 1e-3) &&
				near(high, 25 + half, 2e-14 + half * 1e-3);
			holds = holds && low <= 25 && high >= 25;
			nps_ci(&all, 0.95, (NpsIntervalMethod) m, &low, &high);
			corner = corner && low >= -100 && high >= low && near(high, -100, 1e3 / n + 3e-14);
		}
	ok(good, "n from 1e8 to 1e300, every method: estimate +- z se");
	ok(holds, "n from 1e8 to 1e300, every method: holds the estimate");
	ok(corner, "n from 1e8 to 1e300, all detractors: next to -100");
}

static void
test_levels(void)
{
	static const double extremes[] = {1e-9, 1e-3, 1 - 1e-6, 1 - 1e-12, 1 - 1.2e-16};
	static const double invalid[] = {0, 1, -0.5, 1.5, NAN, INFINITY};
	NpsTrinomial t = nps_trinomial(13, 4, 3);
	bool		good = true,
				refused = true;
	double		low,
				high;
	int			m;
	size_t		i;

	for (m = 0; m < METHODS; m++)
	{
		double		before_low = 50.1,
					before_high = 39.9; /* adjusted_wald is centred lower than 50 */

		for (i = 0; i < sizeof(extremes) / sizeof(extremes[0]); i++)
		{
			nps_ci(&t, extremes[i], (NpsIntervalMethod) m, &low, &high);
			good = good && low <= before_low && high >= before_high && low >= -100 && high <= 100;
			before_low = low;
			before_high = high;
		}
		for (i = 0; i < sizeof(invalid) / sizeof(invalid[0]); i++)
		{
			nps_ci(&t, invalid[i], (NpsIntervalMethod) m, &low, &high);
			refused = refused && isnan(low) && isnan(high);
		}
	}
	ok(good, "levels from 1e-9 to 1 - 1e-16 give growing intervals");
	ok(refused, "levels outside (0, 1) give NaN");
	t = nps_trinomial(0, 0, 0);
	for (m = 0, refused = true; m < METHODS; m++)
	{
		nps_ci(&t, 0.95, (NpsIntervalMethod) m, &low, &high);
		refused = refused && isnan(low) && isnan(high);
	}
	ok(refused, "no answers give NaN");
}

static void
test_names(void)
{
	NpsIntervalMethod method;
	NpsAdjustMethod adjust;
	bool		good = true;
	int			m;

	for (m = 0; m < METHODS; m++)
		good = good && nps_ci_method(nps_ci_method_name((NpsIntervalMethod) m), &method) &&
			(int) method == m;
	ok(good && !nps_ci_method("Score", &method) && !nps_ci_method("", &method), "names of interval methods");
	ok(nps_adjust_method("by", &adjust) && adjust == NPS_ADJUST_BY && !nps_adjust_method("fdr", &adjust),
	   "names of p-value adjustments");
	ok(nps_test_has_method(NPS_CI_SCORE) && nps_test_has_method(NPS_CI_STUDENT_T) &&
	   !nps_test_has_method(NPS_CI_BAYES), "two samples: every method but bayes");
}

/*
 * Jeffreys' limits for n from 1e4 to 1e6, from R: an integral over S (not U,
 * as bayes_interval.c does) of pbeta, 400 000 points on the arcsine scale.
 */
static void
test_bayes_large(void)
{
	static const struct
	{
		double		promoters,
					passives,
					detractors,
					level,
					low,
					high;
	}			known[] = {
		{499696, 300183, 200121, 0.95, 29.8043253683, 30.1104991852},
		{499696, 300183, 200121, 0.999, 29.7002941001, 30.2143200587},
		{999999, 0, 1, 0.95, 99.9989995584, 99.9999590994},
		{1000000, 0, 0, 0.95, 99.9994198975, 99.9999964168},
		{0, 1000000, 0, 0.95, -0.000218194501195, 0.000218194501195},
		{500000, 0, 500000, 0.95, -0.195996063236, 0.195996063236},
		{999000, 1000, 0, 0.95, 99.8935534098, 99.9059574765},
		{999000, 0, 1000, 0.95, 99.7872688179, 99.8120537309},
		{97500, 900000, 2500, 0.9, 9.45041606027, 9.5496406952},
		{1000, 9000, 0, 0.95, 9.41791029297, 10.5942191172},
		{99977, 3, 20, 0.5, 99.9496716553, 99.9620380462},
		{800000, 5, 200000, 0.95, 59.8426999798, 60.1562927126},
	};
	double		worst = 0,
				jump = 0;
	char		name[128];
	size_t		i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
	{
		NpsTrinomial t = nps_trinomial(known[i].promoters, known[i].passives, known[i].detractors);
		NpsTrinomial at = nps_trinomial_scale(&t, 1e8);
		NpsTrinomial beyond = nps_trinomial_scale(&t, 1e8 * (1 + 1e-12));
		double		low,
					high,
					low2,
					high2;

		nps_ci(&t, known[i].level, NPS_CI_BAYES, &low, &high);
		worst = fmax(worst, fmax(fabs(low - known[i].low), fabs(high - known[i].high)));
		nps_ci(&at, known[i].level, NPS_CI_BAYES, &low, &high);
		nps_ci(&beyond, known[i].level, NPS_CI_BAYES, &low2, &high2);
		jump = fmax(jump, fmax(fabs(low - low2), fabs(high - high2)));
	}
	snprintf(name, sizeof(name), "bayes, n from 1e4 to 1e6: R's values, largest deviation %.1e points", worst);
	ok(worst < 1e-8, name);
	snprintf(name, sizeof(name), "bayes, n = 1e8: integral and moments meet, largest jump %.1e points", jump);
	ok(jump < 1e-6, name);
}

/* ----------------------------------------------------------------- tests */

static void
test_null(void)
{
	bool		agree = true,
				zero = true,
				mirror = true;
	NpsNullTest a,
				b;
	int			round;
	NpsTrinomial t;

	for (round = 0; round < ROUNDS; round++)
	{
		double		null_value = (double) unit_random(201) - 100;
		double		level = levels[unit_random(LEVELS)];
		double		low,
					high;
		NpsTrinomial r;

		t = random_counts();
		r = swapped(&t);
		nps_test_null(&t, null_value, &a);
		nps_test_null(&r, -null_value, &b);
		mirror = mirror && a.z == -b.z && a.p_value == b.p_value;
		nps_ci(&t, level, NPS_CI_SCORE, &low, &high);
		/* at a limit itself either answer is right */
		if (!near(null_value, low, 1e-9) && !near(null_value, high, 1e-9))
			agree = agree && (a.p_value < 1 - level) == (null_value < low || null_value > high);
		nps_test_null(&t, nps_trinomial_score(&t), &a);
		zero = zero && a.z == 0 && a.p_value == 1;
	}
	ok(agree, "one sample: p < 1 - level exactly where the score interval leaves the null out");
	ok(zero, "one sample: against its own value z is 0, p 1");
	ok(mirror, "one sample: exchanging promoters and detractors turns z round");
	t = nps_trinomial(7, 5, 3);
	nps_test_null(&t, 0, &a);
	ok(near(a.z, 4 / sqrt(10), 1e-15), "one sample against 0: McNemar's (P - D)/sqrt(P + D)");
	nps_test_null(&t, 100, &a);
	nps_test_null(&t, 101, &b);
	ok(isinf(a.z) && a.z < 0 && a.p_value == 0 && isnan(b.z) && isnan(b.p_value),
	   "one sample: a null of 100 is impossible, 101 no null at all");
	t = nps_trinomial(0, 0, 0);
	nps_test_null(&t, 0, &a);
	ok(isnan(a.estimate) && isnan(a.z) && isnan(a.p_value), "one sample without answers: NaN");
}

static void
test_two(void)
{
	bool		agree = true,
				sign = true,
				mirror = true,
				inside = true,
				same = true,
				zero = true;
	int			round,
				m;

	for (round = 0; round < ROUNDS; round++)
	{
		NpsTrinomial a = random_counts();
		NpsTrinomial b = random_counts();
		NpsTrinomial ra = swapped(&a);
		NpsTrinomial rb = swapped(&b);
		double		level = levels[unit_random(LEVELS)];
		NpsDifference d,
					back,
					reflected;

		for (m = 0; m < NPS_CI_BAYES; m++)
		{
			nps_test_difference(&a, &b, level, (NpsIntervalMethod) m, &d);
			nps_test_difference(&b, &a, level, (NpsIntervalMethod) m, &back);
			nps_test_difference(&ra, &rb, level, (NpsIntervalMethod) m, &reflected);
			if (isnan(d.low))
				continue;
			inside = inside && d.low >= -200 && d.high <= 200 && d.low <= d.high;
			sign = sign && d.delta == nps_trinomial_score(&a) - nps_trinomial_score(&b) &&
				(isnan(d.z) || near(d.centre, 0, 1e-12) || (d.z > 0) == (d.centre > 0));
			mirror = mirror && near(d.low, -back.high, 1e-9) && near(d.high, -back.low, 1e-9) &&
				near(d.low, -reflected.high, 1e-9) && near(d.high, -reflected.low, 1e-9);
			mirror = mirror && (isnan(d.z) || (near(d.z, -back.z, 1e-9) && near(d.z, -reflected.z, 1e-9)));
		}
		nps_test_difference(&a, &b, level, NPS_CI_SCORE, &d);
		/* at a limit itself either answer is right */
		if (!near(d.low, 0, 1e-9) && !near(d.high, 0, 1e-9))
			agree = agree && (d.p_value < 1 - level) == (d.low > 0 || d.high < 0);
		nps_test_difference(&a, &a, level, NPS_CI_SCORE, &d);
		same = same && d.delta == 0 && d.z == 0 && d.p_value == 1 && near(d.low, -d.high, 1e-12);
		b = nps_trinomial(a.promoters * 3, a.passives * 3, a.detractors * 3);
		nps_test_difference(&a, &b, level, NPS_CI_SCORE, &d);
		zero = zero && near(d.p_value, 1, 1e-6) && d.low < 0 && d.high > 0;
	}
	ok(agree, "two samples (MOVER): p < 1 - level exactly where 0 lies outside the interval");
	ok(sign, "two samples: delta is first minus second, z has its sign");
	ok(mirror, "two samples: exchanging samples, or promoters and detractors, turns all round");
	ok(inside, "two samples: limits within +-200");
	ok(same, "two samples (MOVER): the same counts give z 0, p 1");
	ok(zero, "two samples (MOVER): the same shares give p 1");
}

static void
test_two_edges(void)
{
	NpsTrinomial none = nps_trinomial(0, 0, 0);
	NpsTrinomial t = nps_trinomial(5, 3, 2);
	NpsTrinomial census = nps_trinomial_finite(&t, 10, 10);
	NpsTrinomial b = nps_trinomial(20, 30, 50);
	NpsTrinomial total = nps_trinomial_add(&t, &b);
	NpsDifference d,
				e;
	NpsNullTest point;
	double		worst = 0;
	double		n;
	bool		grows = true;
	double		before = 0;

	/* n promoters against n detractors: z is sqrt(n (1 + sqrt 2)) */
	for (n = 1; n < 590; n += 19)
	{
		NpsTrinomial pro = nps_trinomial(n, 0, 0);
		NpsTrinomial det = nps_trinomial(0, 0, n);
		double		z = sqrt(n * (1 + sqrt(2)));

		nps_test_difference(&pro, &det, 0.95, NPS_CI_SCORE, &d);
		worst = fmax(worst, fabs(d.p_value / (2 * nps_norm_sf(z)) - 1));
		grows = grows && d.z > before && d.p_value > 0;
		before = d.z;
	}
	ok(worst < 1e-9 && grows && d.p_value < 1e-290, "two samples (MOVER): closed form, down to p = 1e-300");

	nps_test_difference(&t, &none, 0.95, NPS_CI_SCORE, &d);
	nps_test_difference(&t, &b, 0.95, NPS_CI_BAYES, &e);
	ok(all_nan(&d) && all_nan(&e), "two samples: NaN without answers, and for bayes");
	nps_test_difference(&t, &b, 2, NPS_CI_SCORE, &d);
	ok(d.delta == 60 && d.p_value < 0.05 && isnan(d.low) && isnan(d.high),
	   "two samples: no limits at a level of 2, but a test");
	nps_test_difference(&b, &census, 0.95, NPS_CI_SCORE, &d);
	nps_test_null(&b, 30, &point);
	ok(near(d.z, point.z, 1e-12), "two samples: against a census, the one-sample test");
	nps_test_difference(&census, &b, 0.95, NPS_CI_SCORE, &d);
	ok(near(d.z, -point.z, 1e-12), "two samples: a census against a sample, the one-sample test");
	nps_test_rest(&t, &total, 0.95, NPS_CI_SCORE, &d);
	nps_test_difference(&t, &b, 0.95, NPS_CI_SCORE, &e);
	ok(d.delta == e.delta && d.z == e.z && d.low == e.low, "a unit against the rest of its total");
}

/* The score test of waves that share people, for random ones. */
static void
test_overlap_score(void)
{
	NpsOverlap	none = {0};
	NpsDifference d,
				back,
				at_p;
	bool		turned = true,
				agree = true,
				apart = true;
	int			i,
				j;

	nps_test_overlap_score(&none, 0.95, &d);
	ok(all_nan(&d), "overlap, score: NaN without answers");
	for (i = 0; i < 400; i++)
	{
		NpsOverlap	sums = {0};
		NpsOverlap	reverse = {0};
		int			people = 2 + (int) unit_random(60);
		int			shared = i % 4 == 0 ? 0 : (int) unit_random(people);

		for (j = 0; j < people; j++)
		{
			int			y1 = (int) unit_random(3) - 1;
			int			y2 = unit_random(2) ? y1 : 1 - (int) (unit_random(5) / 2);
			const int  *first = j < shared || j % 2 ? &y1 : NULL;
			const int  *second = j < shared || j % 2 == 0 ? &y2 : NULL;

			nps_overlap_add(&sums, first, second);
			nps_overlap_add(&reverse, second, first);
		}
		nps_test_overlap_score(&sums, 0.95, &d);
		nps_test_overlap_score(&reverse, 0.95, &back);
		turned = turned && near(d.delta, -back.delta, 1e-12) && near(d.low, -back.high, 1e-12) &&
			near(d.high, -back.low, 1e-12) && near(d.z, -back.z, 1e-10);
		/* at the level of its p the interval ends at 0 */
		if (d.p_value > 1e-9 && d.p_value < 1)
		{
			nps_test_overlap_score(&sums, 1 - d.p_value, &at_p);
			agree = agree && fabs(d.delta > 0 ? at_p.low : at_p.high) < 1e-7;
		}
		if (shared == 0)
		{
			NpsTrinomial t1 = nps_trinomial((sums.squares1 + sums.sum1) / 2, sums.n1 - sums.squares1, (sums.squares1 - sums.sum1) / 2);
			NpsTrinomial t2 = nps_trinomial((sums.squares2 + sums.sum2) / 2, sums.n2 - sums.squares2, (sums.squares2 - sums.sum2) / 2);

			nps_test_difference(&t2, &t1, 0.95, NPS_CI_SCORE, &at_p);
			apart = apart && d.z == at_p.z && d.low == at_p.low && d.high == at_p.high && d.se == at_p.se;
		}
	}
	ok(turned, "overlap, score: waves exchanged turn the change round");
	ok(agree, "overlap, score: at the level of its p the interval ends at 0");
	ok(apart, "overlap, score: nobody in both is the test of two samples");
}

static void
test_same_people(void)
{
	NpsPairs	pairs = {0, 0, 0};
	NpsPairs	steady = {0, 0, 0};
	NpsOverlap	both = {0};
	NpsOverlap	apart = {0};
	NpsDifference d,
				e;
	int			i;

	nps_test_paired(&pairs, 0.95, &d);
	ok(all_nan(&d), "paired: NaN without pairs");
	for (i = 0; i < 60; i++)
	{
		int			first = (int) unit_random(3) - 1;
		int			second = unit_random(2) ? first : (int) unit_random(3) - 1;

		nps_pairs_add(&pairs, first, second, 1);
		nps_pairs_add(&steady, first, first, 1);
		nps_overlap_add(&both, &first, &second);
		nps_overlap_add(&apart, &first, NULL);
		nps_overlap_add(&apart, NULL, &second);
	}
	nps_test_paired(&steady, 0.95, &d);
	ok(d.delta == 0 && d.se == 0 && isnan(d.z) && isnan(d.p_value) && isnan(d.low),
	   "paired: nobody changed, p is not known");
	nps_test_paired(&pairs, 0.95, &d);
	nps_test_overlap(&both, 0.95, &e);
	ok(near(d.delta, e.delta, 1e-12) && near(d.se, e.se, 1e-10) && near(d.z, e.z, 1e-10) &&
	   e.p_value < d.p_value, "overlap of everybody: the paired estimate and se");
	nps_test_overlap(&apart, 0.95, &e);
	ok(near(d.delta, e.delta, 1e-12) && e.se > d.se, "no overlap: the same change, a wider se");
	nps_pairs_add(&pairs, -1, 1, 1);
	nps_pairs_add(&pairs, -1, 1, -1);
	nps_test_paired(&pairs, 0.95, &e);
	ok(memcmp(&d, &e, sizeof(d)) == 0, "paired: a pair taken out again leaves no trace");
	pairs.n = 1;
	pairs.sum = pairs.squares = 1;
	nps_test_paired(&pairs, 0.95, &d);
	ok(d.delta == 100 && isnan(d.se) && isnan(d.p_value), "paired: one pair, a change and no test");
}

static void
test_trend(void)
{
	NpsTrendSums all = {0},
				left = {0},
				right = {0},
				later = {0},
				answers = {0},
				two = {0},
				one = {0};
	NpsTrend	a,
				b;
	NpsDifference d;
	int			t;

	for (t = 0; t < 9; t++)
	{
		NpsTrinomial w = nps_trinomial(20 + 3 * t + unit_random(10), 15 + unit_random(10),
									   10 + unit_random(10));
		NpsTrinomial p = nps_trinomial(1, 0, 0);
		NpsTrinomial q = nps_trinomial(0, 1, 0);
		NpsTrinomial r = nps_trinomial(0, 0, 1);
		int			i;

		nps_trend_add(&all, t, &w);
		nps_trend_add(t % 2 ? &left : &right, t, &w);
		nps_trend_add(&later, 1e6 + 0.5 * t, &w);
		for (i = 0; i < w.promoters; i++)
			nps_trend_add(&answers, t, &p);
		for (i = 0; i < w.passives; i++)
			nps_trend_add(&answers, t, &q);
		for (i = 0; i < w.detractors; i++)
			nps_trend_add(&answers, t, &r);
		if (t < 2)
			nps_trend_add(&two, t, &w);
		if (t < 1)
			nps_trend_add(&one, t, &w);
	}
	nps_trend_fit(&all, 0.95, &a);
	nps_trend_merge(&left, &right);
	nps_trend_fit(&left, 0.95, &b);
	ok(near(a.slope, b.slope, 1e-12) && near(a.se, b.se, 1e-12) && near(a.lack_f, b.lack_f, 1e-10) &&
	   a.waves == b.waves && near(a.p_value, b.p_value, 1e-12), "trend: merged halves are the whole");
	nps_trend_fit(&later, 0.95, &b);
	ok(near(b.slope, 2 * a.slope, 1e-6) && near(a.t, b.t, 1e-8), "trend: moving and stretching t");
	nps_trend_fit(&answers, 0.95, &b);
	ok(near(a.slope, b.slope, 1e-11) && isnan(b.se), "trend: answer by answer, the same slope");
	ok(near(a.low + a.high, 2 * a.slope, 1e-10) && a.low < a.slope && a.se_scaled >= a.se &&
	   a.p_scaled >= a.p_value, "trend: limits about the slope, scaled se no smaller");
	nps_trend_fit(&two, 0.95, &b);
	ok(!isnan(b.p_value) && isnan(b.lack_f) && isnan(b.lack_p) && isnan(b.se_scaled) &&
	   isnan(b.p_scaled), "trend: two waves, no lack of fit");
	nps_trend_fit(&one, 0.95, &b);
	ok(isnan(b.slope) && isnan(b.p_value), "trend: one wave, no slope");
	memset(&one, 0, sizeof(one));
	nps_trend_fit(&one, 0.95, &b);
	ok(isnan(b.slope) && b.n == 0, "trend: no wave, no slope");
	nps_test_difference(&(NpsTrinomial) {10, 4, 3, 3}, &(NpsTrinomial) {10, 8, 1, 1}, 0.95,
						NPS_CI_SCORE, &d);
	memset(&two, 0, sizeof(two));
	nps_trend_add(&two, 0, &(NpsTrinomial) {10, 8, 1, 1});
	nps_trend_add(&two, 1, &(NpsTrinomial) {10, 4, 3, 3});
	nps_trend_fit(&two, 0.95, &b);
	ok(near(b.slope, d.delta, 1e-12), "trend: two waves one apart, slope is their difference");
}

static void
test_strata(void)
{
	bool		one = true,
				alike = true,
				merged = true,
				rescaled = true,
				bounded = true;
	NpsTrinomial five = nps_trinomial(3, 1, 1);
	NpsStrataSums none = {0},
				gap = {0},
				square = {0};
	NpsStratified r,
				other;
	int			round,
				i;

	for (round = 0; round < 300; round++)
	{
		NpsStrataSums all = {0},
					halves[2] = {{.n = 0}, {.n = 0}},
					backwards = {0},
					big = {0},
					single = {0},
					same = {0};
		NpsTrinomial t[9],
					plain;
		double		w[9],
					people[9];

		for (i = 0; i < 9; i++)
		{
			t[i] = nps_trinomial(unit_random(30), unit_random(20), 1 + unit_random(20));
			people[i] = unit_random(3) ? t[i].n + unit_random(500) : NAN;
			w[i] = (1 + unit_random(1000)) / 7.0;
			nps_strata_add(&all, &t[i], w[i], people[i]);
			nps_strata_add(&halves[i % 2], &t[i], w[i], people[i]);
			nps_strata_add(&big, &t[i], w[i] * 1e120, people[i]);
			nps_strata_add(&same, &t[0], 3, NAN);
		}
		for (i = 8; i >= 0; i--)
			nps_strata_add(&backwards, &t[i], w[i], people[i]);
		nps_strata_estimate(&all, &r);
		bounded = bounded && r.score > -100 && r.score < 100 && r.se >= 0 && r.n_eff > 0;
		nps_strata_estimate(&backwards, &other);
		merged = merged && near(r.score, other.score, 1e-14) && near(r.se, other.se, 1e-14) && r.n_eff == other.n_eff;
		nps_strata_merge(&halves[1], &halves[0]);
		nps_strata_estimate(&halves[1], &other);
		merged = merged && near(r.score, other.score, 1e-14) && near(r.se, other.se, 1e-14) && r.n_eff == other.n_eff;
		nps_strata_estimate(&big, &other);
		rescaled = rescaled && near(r.score, other.score, 1e-12) && near(r.se, other.se, 1e-12) && near(r.n_eff, other.n_eff, 1e-12);

		nps_strata_add(&single, &t[1], w[1], people[1]);
		nps_strata_estimate(&single, &other);
		plain = nps_trinomial_finite(&t[1], t[1].n, people[1]);
		one = one && near(other.score, nps_trinomial_score(&t[1]), 1e-12) &&
			(other.n_eff == plain.n || near(other.n_eff, plain.n, 1e-12 * plain.n));
		nps_strata_estimate(&same, &other);
		alike = alike && near(other.score, nps_trinomial_score(&t[0]), 1e-12) && near(other.n_eff, 9 * t[0].n, 1e-9);
	}
	ok(one, "strata: one stratum is the plain finite population");
	ok(alike, "strata: alike, they are as good as none");
	ok(merged, "strata: order and merging change nothing");
	ok(rescaled, "strata: the size of the weights changes nothing");
	ok(bounded, "strata: an estimate within the scale");
	nps_strata_estimate(&none, &r);
	ok(isnan(r.score) && isnan(r.n_eff) && isnan(r.se), "strata: none, no estimate");
	nps_strata_add(&gap, &five, 2, NAN);
	nps_strata_add_incomplete(&gap, 0);
	nps_strata_estimate(&gap, &r);
	ok(isnan(r.score) && isnan(r.effective.n) && gap.strata == 2 && gap.n == 5, "strata: one without answers, no estimate");
	ok(nps_strata_add(&square, &five, 0, NAN) == NPS_STRATUM_OK && square.strata == 0, "strata: weight 0 is left out");
	ok(nps_strata_add(&square, &five, -1, NAN) == NPS_STRATUM_INVALID &&
	   nps_strata_add(&square, &five, NAN, NAN) == NPS_STRATUM_INVALID &&
	   nps_strata_add(&square, &five, INFINITY, NAN) == NPS_STRATUM_INVALID, "strata: what is no weight");
	ok(nps_strata_add(&square, &five, 1e-170, NAN) == NPS_STRATUM_RANGE &&
	   nps_strata_add(&square, &five, 1e170, NAN) == NPS_STRATUM_RANGE, "strata: squares beyond double precision");
}

static void
test_adjust(void)
{
	double		p[20],
				shuffled[20],
				a[20],
				b[20];
	int			at[20];
	NpsRankedP	workspace[20];
	bool		invariant = true,
				ordered = true,
				nulls = true;
	int			round,
				i,
				m;

	for (round = 0; round < 300; round++)
	{
		for (i = 0; i < 20; i++)
		{
			p[i] = unit_random(1000) / (unit_random(2) ? 1e3 : 1e5);
			at[i] = i;
		}
		p[3] = p[7];
		for (i = 19; i > 0; i--)
		{
			int			j = (int) unit_random((uint32_t) i + 1);
			int			swap = at[i];

			at[i] = at[j];
			at[j] = swap;
		}
		for (m = 0; m <= NPS_ADJUST_BONFERRONI; m++)
		{
			for (i = 0; i < 20; i++)
				shuffled[i] = p[at[i]];
			nps_adjust_p(p, 20, (NpsAdjustMethod) m, workspace, a);
			nps_adjust_p(shuffled, 20, (NpsAdjustMethod) m, workspace, shuffled);
			for (i = 0; i < 20; i++)
			{
				invariant = invariant && shuffled[i] == a[at[i]];
				ordered = ordered && a[i] >= p[i] && a[i] <= 1;
			}
			/* the first 12, with NaN between: as if they were not there */
			nps_adjust_p(p, 12, (NpsAdjustMethod) m, workspace, b);
			for (i = 0; i < 20; i++)
				shuffled[i] = i < 16 && i % 4 != 3 ? p[i / 4 * 3 + i % 4] : NAN;
			nps_adjust_p(shuffled, 20, (NpsAdjustMethod) m, workspace, shuffled);
			for (i = 0; i < 20; i++)
				nulls = nulls && (i < 16 && i % 4 != 3 ? shuffled[i] == b[i / 4 * 3 + i % 4] : isnan(shuffled[i]));
		}
	}
	ok(invariant, "p-values: their order does not matter (in place, too)");
	ok(ordered, "p-values: adjusted are no smaller, and at most 1");
	ok(nulls, "p-values: NaN passes through and does not count");
	nps_adjust_p(p, 0, NPS_ADJUST_HOLM, workspace, a);
	ok(true, "p-values: none at all");
}

/* ---------------------------------------------------------------- plans */

static void
test_plans(void)
{
	bool		enough = true,
				finite = true;
	double		delta;

	for (delta = 1; delta < 60; delta += 3.7)
	{
		double		n = nps_plan_difference_n(delta, 0.8, 0.95, 0.6, 0.7, 0);
		double		margin_n = nps_plan_margin_n(delta, 0.95, 0.6, NAN, 0);

		enough = enough && nps_plan_power(delta, n, n, 0.95, 0.6, 0.7) >= 0.8 &&
			nps_plan_power(delta, n - 1, n - 1, 0.95, 0.6, 0.7) < 0.8 + 1e-3 &&
			nps_plan_detectable(n, n, 0.8, 0.95, 0.6, 0.7) <= delta + 1e-9 &&
			nps_plan_detectable(n - 1, n - 1, 0.8, 0.95, 0.6, 0.7) > delta - 1e-9 &&
			nps_plan_difference_n(-delta, 0.8, 0.95, 0.6, 0.7, 0) == n &&
			nps_plan_margin(margin_n, 0.95, 0.6, NAN) <= delta + 1e-9 &&
			nps_plan_margin(margin_n - 1, 0.95, 0.6, INFINITY) > delta - 1e-9;
		finite = finite && nps_plan_margin_n(delta, 0.95, 0.6, 500, 0) <= fmin(500, margin_n) &&
			nps_plan_margin_n(delta, 0.95, 1, 1, 0) == 1;
	}
	ok(enough, "plans: the size gives the power and the margin, one less does not");
	ok(finite, "plans: no more than the population");
	ok(nps_plan_margin_n(10, 0.95, 1, NAN, 0) == 385 && nps_plan_margin_n(10, 0.95, 0.61, NAN, 0) == 235 &&
	   nps_plan_margin_n(10, 0.95, 1, NAN, NPS_ADDED_ANSWERS) == 382, "plans: +-10 at 95 %: 385, 235, 382");
	ok(nps_plan_margin_n(100 * nps_level_z(0.95) / 20, 0.95, 1, NAN, 0) == 400,
	   "plans: a whole number stays whole");
	ok(near(nps_plan_power(0, 50, 70, 0.95, 1, 1), 0.05, 1e-12) &&
	   nps_plan_power(150, 1000, 1000, 0.95, 1, 1) == 1, "plans: power of no and of a huge difference");
	ok(isnan(nps_plan_margin_n(0, 0.95, 1, NAN, 0)) && isnan(nps_plan_margin_n(10, 1, 1, NAN, 0)) &&
	   isnan(nps_plan_margin_n(10, 0.95, 1.1, NAN, 0)) && isnan(nps_plan_margin_n(10, 0.95, 1, 0, 0)) &&
	   isnan(nps_plan_difference_n(10, 1, 0.95, 1, 1, 0)) && isnan(nps_plan_difference_n(0, 0.8, 0.95, 1, 1, 0)) &&
	   isnan(nps_plan_power(10, 0, 5, 0.95, 1, 1)) && isnan(nps_plan_detectable(5, 5, 0, 0.95, 1, 1)) &&
	   isnan(nps_plan_margin(10, 0.95, 1, 9)), "plans: NaN outside the ranges");
	ok(nps_plan_margin_n(200, 0.95, 0.1, NAN, NPS_ADDED_ANSWERS) == 1 && nps_plan_margin(9, 0.95, 1, 9) == 0,
	   "plans: at least one answer; a census has no margin");
}

/* -------------------------------------------------------------- weights */

static bool
same_summary(const NpsWeightedSummary *a, const NpsWeightedSummary *b, double tolerance)
{
	return a->n == b->n && near(a->score, b->score, 100 * tolerance) &&
		near(a->n_eff, b->n_eff, a->n * tolerance) && near(a->deff, b->deff, 10 * tolerance) &&
		near(a->se, b->se, 100 * tolerance);
}

static void
test_weights(void)
{
	NpsWeightedState state = {0, {0}, {0}},
				scaled = {0, {0}, {0}},
				equal = {0, {0}, {0}},
				left = {0, {0}, {0}},
				right = {0, {0}, {0}},
				none = {0, {0}, {0}};
	NpsWeightedSummary s,
				other;
	NpsTrinomial t,
				plain;
	double		counts[3] = {0, 0, 0};
	int			i;

	for (i = 0; i < 80; i++)
	{
		NpsCategory c = (NpsCategory) unit_random(3);
		double		w = (1 + unit_random(900)) / 300.0;

		nps_weights_add(&state, c, w);
		nps_weights_add(&state, c, 0);
		nps_weights_add(&scaled, c, w * 1e120);
		nps_weights_add(&equal, c, 1e-9);
		nps_weights_add(i % 3 ? &left : &right, c, w);
		counts[c]++;
	}
	nps_weights_summary(&state, &s);
	nps_weights_summary(&scaled, &other);
	ok(same_summary(&s, &other, 1e-12) && s.n == 80 && s.n_eff < 80 && s.deff > 1,
	   "weights: their scale does not matter, those of 0 do not count");
	nps_weights_merge(&left, &right);
	nps_weights_summary(&left, &other);
	ok(same_summary(&s, &other, 1e-12), "weights: merged parts are the whole");
	nps_weights_summary(&equal, &other);
	t = nps_weights_trinomial(&equal, NAN);
	plain = nps_trinomial(counts[NPS_PROMOTERS], counts[NPS_PASSIVES], counts[NPS_DETRACTORS]);
	ok(near(other.n_eff, 80, 1e-10) && near(t.promoters, plain.promoters, 1e-10) &&
	   near(other.deff, 1, 1e-12) &&
	   near(other.se, 100 * sqrt(nps_trinomial_sample_variance(&plain) / 80), 1e-10),
	   "weights: equal ones give the plain counts and se");
	t = nps_weights_trinomial(&state, 160);
	ok(near(t.n, 2 * s.n_eff, 1e-9), "weights: finite population by answers in hand");
	t = nps_weights_trinomial(&state, 80);
	ok(isinf(t.n) && near(nps_trinomial_score(&t), s.score, 1e-12), "weights: a census");
	nps_weights_summary(&none, &other);
	t = nps_weights_trinomial(&none, NAN);
	ok(other.n == 0 && isnan(other.score) && isnan(other.n_eff) && isnan(other.se) &&
	   !nps_trinomial_usable(&t), "weights: nothing gives NaN");
	nps_weights_add(&none, NPS_PASSIVES, 5);
	nps_weights_summary(&none, &other);
	ok(other.score == 0 && other.n_eff == 1 && isnan(other.se), "weights: one answer, no se");
	nps_weights_add(&none, NPS_PASSIVES, 2);
	nps_weights_summary(&none, &other);
	ok(other.n_eff == other.n_kish && other.se == 0, "weights: one category, Kish's n and an se of 0");
	ok(nps_weights_add(&none, NPS_PASSIVES, -1) == NPS_WEIGHT_INVALID &&
	   nps_weights_add(&none, NPS_PASSIVES, NAN) == NPS_WEIGHT_INVALID &&
	   nps_weights_add(&none, NPS_PASSIVES, INFINITY) == NPS_WEIGHT_INVALID &&
	   nps_weights_add(&none, NPS_PASSIVES, 1e-200) == NPS_WEIGHT_RANGE &&
	   nps_weights_add(&none, NPS_PASSIVES, 1e200) == NPS_WEIGHT_RANGE, "weights: what is refused");
}

/* ------------------------------------------------------------ many units */

static void
test_units(void)
{
	NpsTrinomial units[UNITS],
				turned[UNITS];
	NpsShrunk	a[UNITS],
				b[UNITS];
	NpsShrinkage s,
				r;
	NpsRank		ranks[UNITS],
				ranks2[UNITS];
	NpsRankedP	workspace[UNITS * UNITS];
	bool		between = true,
				order = true,
				holds = true;
	int			round,
				i,
				j;

	for (round = 0; round < 100; round++)
	{
		for (i = 0; i < UNITS; i++)
		{
			uint32_t	most = 1 + unit_random(60);

			units[i] = nps_trinomial(1 + unit_random(most), unit_random(most), unit_random(most));
		}
		units[4] = nps_trinomial(0, 0, 0);
		for (i = 0; i < UNITS; i++)
			turned[i] = units[(i + 5) % UNITS];
		nps_shrink(units, UNITS, &s, a);
		nps_shrink(turned, UNITS, &r, b);
		nps_rank_intervals(units, UNITS, 0.9, workspace, ranks);
		nps_rank_intervals(turned, UNITS, 0.9, workspace, ranks2);
		for (i = 0; i < UNITS; i++)
		{
			double		score = nps_trinomial_score(&units[i]);
			double		better = 0;

			order = order && near(a[(i + 5) % UNITS].score, b[i].score, 1e-9) &&
				(isnan(ranks2[i].best) || ranks2[i].best == ranks[(i + 5) % UNITS].best) &&
				(isnan(ranks2[i].worst) || ranks2[i].worst == ranks[(i + 5) % UNITS].worst);
			if (i == 4)
				continue;
			between = between && a[i].credibility >= 0 && a[i].credibility < 1 &&
				a[i].score <= fmax(score, s.mu) + 1e-9 && a[i].score >= fmin(score, s.mu) - 1e-9 &&
				a[i].sd <= 100 * sqrt(s.tau2);
			for (j = 0; j < UNITS; j++)
				better += j != 4 && nps_trinomial_score(&units[j]) > score;
			holds = holds && ranks[i].best >= 1 && ranks[i].worst <= UNITS - 1 &&
				ranks[i].best <= 1 + better && ranks[i].worst >= 1 + better;
		}
		between = between && a[4].credibility == 0 && a[4].score == s.mu && s.anova.units == UNITS - 1;
		holds = holds && isnan(ranks[4].best);
	}
	ok(between, "shrinkage: between the unit's own value and mu; without answers mu");
	ok(order, "shrinkage and ranks: the order of units does not matter");
	ok(holds, "ranks: the interval holds the observed rank");

	for (i = 0; i < UNITS; i++)
		units[i] = nps_trinomial(1000 * i, 500, 1000 * (UNITS - i));
	nps_rank_intervals(units, UNITS, 0.95, workspace, ranks);
	for (i = 0, holds = true; i < UNITS; i++)
		holds = holds && ranks[i].best == UNITS - i && ranks[i].worst == UNITS - i;
	ok(holds, "ranks: units far apart have one rank each");
	for (i = 0; i < UNITS; i++)
		units[i] = nps_trinomial(10, 5, 5);
	nps_rank_intervals(units, UNITS, 0.95, workspace, ranks);
	for (i = 0, holds = true; i < UNITS; i++)
		holds = holds && ranks[i].best == 1 && ranks[i].worst == UNITS;
	nps_shrink(units, UNITS, &s, a);
	ok(holds && s.tau2 == 0 && near(a[0].score, 25, 1e-12) && a[0].sd == 0 && near(s.anova.p_value, 1, 1e-12),
	   "units all alike: any rank, no spread, F has p 1");
	nps_shrink(units, 1, &s, a);
	ok(isnan(s.mu) && isnan(a[0].score) && isnan(a[0].credibility), "shrinkage: one unit, NaN");
	for (i = 0; i < UNITS; i++)
		units[i] = nps_trinomial(i % 2, 0, 1 - i % 2);
	nps_shrink(units, UNITS, &s, a);
	ok(isnan(s.mu) && isnan(a[0].score) && isnan(s.anova.p_value), "shrinkage: as many units as answers, NaN");
	for (i = 0; i < UNITS; i++)
		units[i] = nps_trinomial(4 * (i % 2), 0, 4 - 4 * (i % 2));
	nps_shrink(units, UNITS, &s, a);
	ok(a[0].credibility == 1 && a[0].score == -100 && a[0].sd == 0 && isnan(s.anova.p_value),
	   "shrinkage: no variance within, each unit speaks for itself");
	ok(nps_rank_workspace(5) == 10 && nps_rank_workspace(6) == 15 && nps_rank_workspace(0) == 1,
	   "ranks: size of the workspace");
	nps_rank_intervals(units, 0, 0.95, workspace, ranks);
	nps_shrink(units, 0, &s, a);
	ok(isnan(s.mu), "no units at all");
}

int
main(void)
{
	test_estimates();
	test_interval_properties();
	test_closed_forms();
	test_huge();
	test_levels();
	test_names();
	test_bayes_large();
	test_null();
	test_two();
	test_two_edges();
	test_same_people();
	test_overlap_score();
	test_trend();
	test_strata();
	test_adjust();
	test_plans();
	test_weights();
	test_units();
	return done_testing();
}
