/*
 * test_inference.c
 *		The inference core against the reference files of test/data/oracle.
 *
 * Usage: test_inference [directory of the files].  One line of TAP for each
 * file and method; its name carries the number of values compared and the
 * largest deviation.  What a file holds and we do not offer is said in a "#"
 * line.  The reference limits are not clipped; ours are, so theirs are clipped
 * before they are compared.
 */
#include "csv.h"
#include "stats/dist.h"
#include "stats/interval.h"
#include "stats/kendall.h"
#include "stats/plan.h"
#include "stats/shrink.h"
#include "stats/strata.h"
#include "stats/tests.h"
#include "stats/trinomial.h"
#include "stats/weights.h"
#include "unit.h"

#define CLOSED		1e-12		/* closed forms: relative, absolute below 1 */
#define SOLVED		1e-9		/* score and MOVER limits, points */
#define BAYES		1e-8		/* points */
#define TAIL		1e-9		/* p: relative */

#define MOST_UNITS	64

/* The largest deviation over the values of one comparison. */
typedef struct Compared
{
	double		worst;
	int			values;
	int			row;			/* of the worst */
	const char *column;
} Compared;

static const char *directory = "test/data/oracle";

/* Relative to the value, absolute below 1; infinite where one side only is NaN. */
static double
gap(double got, double expected)
{
	if (isnan(expected) || isnan(got))
		return isnan(expected) && isnan(got) ? 0 : INFINITY;
	if (got == expected)
		return 0;
	return fabs(got - expected) / fmax(1, fabs(expected));
}

/* Relative however small, so that 1e-290 for 1e-300 is no match. */
static double
p_gap(double got, double expected)
{
	if (isnan(expected) || isnan(got) || !(expected > 0))
		return gap(got, expected);
	return fabs(got / expected - 1);
}

static void
note(Compared *c, double deviation, int row, const char *column)
{
	c->values++;
	if (deviation > c->worst || c->column == NULL)
	{
		c->worst = deviation;
		c->row = row;
		c->column = column;
	}
}

static void
compare(Compared *c, const Csv *csv, int row, const char *column, double got)
{
	note(c, gap(got, csv_number(csv, row, column)), row, column);
}

static void
compare_p(Compared *c, const Csv *csv, int row, const char *column, double got)
{
	note(c, p_gap(got, csv_number(csv, row, column)), row, column);
}

/* A limit in points, clipped to +-bound. */
static void
compare_limit(Compared *c, const Csv *csv, int row, const char *column, double got, double bound)
{
	double		expected = nps_clamp(csv_number(csv, row, column), -bound, bound);

	note(c, isnan(expected) || isnan(got) ? gap(got, expected) : fabs(got - expected), row, column);
}

/* One line of TAP; 0 values is a failure. */
static void
report(const Compared *c, double tolerance, const char *what)
{
	char		name[256];

	snprintf(name, sizeof(name), "%s: %d values, largest deviation %.1e", what, c->values, c->worst);
	if (!ok(c->values > 0 && c->worst <= tolerance, name) && c->column)
		printf("#   data row %d, column %s; allowed %.1e\n", c->row + 1, c->column, tolerance);
}

static NpsTrinomial
counts_of(const Csv *csv, int row, const char *pro, const char *pas, const char *det)
{
	return nps_trinomial(csv_number(csv, row, pro), csv_number(csv, row, pas),
						 csv_number(csv, row, det));
}

/* -1, 0, 1 of a score 0 .. 10. */
static int
answer_of(double score)
{
	return score <= 6 ? -1 : score <= 8 ? 0 : 1;
}

/* -------------------------------------------------------- a: one sample */

static void
test_scores(void)
{
	Csv			csv = csv_read(directory, "a_scores.csv");
	Compared	counts = {0},
				moments = {0},
				adjusted = {0},
				z = {0},
				p = {0};
	int			row,
				i;

	for (row = 0; row < csv.rows; row++)
	{
		NpsTrinomial t = {0, 0, 0, 0};
		NpsTrinomial adj;
		NpsNullTest test;

		for (i = 0; i <= 10; i++)
		{
			char		column[16];
			double		n;

			snprintf(column, sizeof(column), "c%d", i);
			n = csv_number(&csv, row, column);
			t.n += n;
			*(i <= 6 ? &t.detractors : i <= 8 ? &t.passives : &t.promoters) += n;
		}
		compare(&counts, &csv, row, "n", t.n);
		compare(&counts, &csv, row, "promoters", t.promoters);
		compare(&counts, &csv, row, "passives", t.passives);
		compare(&counts, &csv, row, "detractors", t.detractors);
		compare(&moments, &csv, row, "nps", nps_trinomial_score(&t));
		compare(&moments, &csv, row, "var_pop", nps_trinomial_variance(&t));
		compare(&moments, &csv, row, "var_samp", nps_trinomial_sample_variance(&t));
		compare(&moments, &csv, row, "se_pop", nps_trinomial_se(&t));
		compare(&moments, &csv, row, "se_samp", 100 * sqrt(nps_trinomial_sample_variance(&t) / t.n));
		adj = nps_ci_adjust(&t);
		compare(&adjusted, &csv, row, "nps_adj", nps_trinomial_score(&adj));
		compare(&adjusted, &csv, row, "se_adj", nps_trinomial_se(&adj));
		nps_test_null(&t, 0, &test);
		compare(&z, &csv, row, "score_z_vs0", test.z);
		compare_p(&p, &csv, row, "score_p_vs0", test.p_value);
		nps_test_null(&t, 20, &test);
		compare(&z, &csv, row, "score_z_vs20", test.z);
		compare_p(&p, &csv, row, "score_p_vs20", test.p_value);
	}
	report(&counts, 0, "a_scores.csv counts");
	report(&moments, CLOSED, "a_scores.csv nps, variances and standard errors");
	report(&adjusted, CLOSED, "a_scores.csv adjusted estimate and standard error");
	report(&z, CLOSED, "a_scores.csv score test, z");
	report(&p, TAIL, "a_scores.csv score test, p");
	printf("# a_scores.csv, not compared: mean_score (nps_hist's), bayes_*_mean and _sd (not offered)\n");
	csv_free(&csv);
}

/* The counts of a case of a_scores.csv. */
static NpsTrinomial
case_counts(const Csv *scores, const char *id)
{
	NpsTrinomial none = {NAN, NAN, NAN, NAN};
	int			row;

	for (row = 0; row < scores->rows; row++)
		if (csv_is(scores, row, "case_id", id))
			return counts_of(scores, row, "promoters", "passives", "detractors");
	return none;
}

/*
 * Two limits of a_ci.csv are wrong, by 0.034 and 0.0074 points: R's adaptive
 * quadrature stepped over the narrow bend of the integrand where a limit lies
 * next to 0.  The right ones, from an integral over S instead of U, in R and
 * with 25 digits in mpmath; both put the tail at 0.005 and 0.025 to 1e-15.
 */
static const struct
{
	const char *id;
	const char *method;
	double		level;
	const char *column;
	double		right;
}			corrections[] = {
	{"a030", "bayes_jeffreys", 0.99, "upper", -0.0570162767503664},
	{"a041", "bayes_jeffreys", 0.95, "lower", 0.100567644404345},
};

static void
compare_ci_limit(Compared *c, const Csv *csv, int row, const char *column, double got)
{
	size_t		i;

	for (i = 0; i < sizeof(corrections) / sizeof(corrections[0]); i++)
		if (csv_is(csv, row, "case_id", corrections[i].id) &&
			csv_is(csv, row, "method", corrections[i].method) &&
			csv_number(csv, row, "conf") == corrections[i].level &&
			strcmp(column, corrections[i].column) == 0)
		{
			note(c, fabs(got - corrections[i].right), row, column);
			return;
		}
	compare_limit(c, csv, row, column, got, 100);
}

/*
 * One method of a_ci.csv.  Those of our five are asked for by name.  The others
 * come down to one of ours with other counts (pseudo: promoters, passives,
 * detractors, times z^2 if so) or another level, so their rows are used too.
 */
static void
test_ci_method(const Csv *csv, const Csv *scores, const char *name, NpsIntervalMethod method,
			   const double pseudo[3], bool times_z2, double tolerance)
{
	Compared	c = {0};
	char		what[128];
	int			row;

	for (row = 0; row < csv->rows; row++)
	{
		NpsTrinomial t = case_counts(scores, csv_text(csv, row, "case_id"));
		double		level = csv_number(csv, row, "conf");
		double		times = times_z2 ? nps_level_z(level) * nps_level_z(level) : 1;
		double		low,
					high;

		if (!csv_is(csv, row, "method", name))
			continue;
		if (strcmp(name, "goodman") == 0)
			level = 1 - (1 - level) / 3;
		t = nps_trinomial(t.promoters + times * pseudo[0], t.passives + times * pseudo[1],
						  t.detractors + times * pseudo[2]);
		nps_ci(&t, level, method, &low, &high);
		compare_ci_limit(&c, csv, row, "lower", low);
		compare_ci_limit(&c, csv, row, "upper", high);
	}
	snprintf(what, sizeof(what), "a_ci.csv %s", name);
	report(&c, tolerance, what);
}

static void
test_ci(void)
{
	Csv			csv = csv_read(directory, "a_ci.csv");
	Csv			scores = csv_read(directory, "a_scores.csv");
	static const double none[3] = {0, 0, 0};
	static const double agresti_min[3] = {0.5, 1, 0.5};
	static const double triangular[3] = {0.25, 0.5, 0.25};
	const double third = 1.0 / 3;
	const double uniform[3] = {third, third, third};
	static const double half[3] = {0.5, 0.5, 0.5};

	test_ci_method(&csv, &scores, "score", NPS_CI_SCORE, none, false, SOLVED);
	test_ci_method(&csv, &scores, "adjusted_wald", NPS_CI_ADJUSTED_WALD, none, false, SOLVED);
	test_ci_method(&csv, &scores, "wald", NPS_CI_WALD, none, false, SOLVED);
	test_ci_method(&csv, &scores, "student_t", NPS_CI_STUDENT_T, none, false, SOLVED);
	test_ci_method(&csv, &scores, "bayes_jeffreys", NPS_CI_BAYES, none, false, BAYES);
	/* not offered by name: our Wald or Jeffreys on other counts, or at another level */
	test_ci_method(&csv, &scores, "bayes_uniform", NPS_CI_BAYES, half, false, BAYES);
	test_ci_method(&csv, &scores, "adjusted_wald_agresti_min", NPS_CI_WALD, agresti_min, false, SOLVED);
	test_ci_method(&csv, &scores, "adjusted_wald_z2_triangular", NPS_CI_WALD, triangular, true, SOLVED);
	test_ci_method(&csv, &scores, "adjusted_wald_z2_uniform", NPS_CI_WALD, uniform, true, SOLVED);
	test_ci_method(&csv, &scores, "goodman", NPS_CI_WALD, none, false, SOLVED);
	printf("# a_ci.csv, 2 limits corrected: bayes_jeffreys a030 at 0.99, a041 at 0.95 (see the source)\n");
	csv_free(&csv);
	csv_free(&scores);
}

/* -------------------------------------------------------- b: two samples */

static void
test_two_sample(void)
{
	Csv			csv = csv_read(directory, "b_two_sample.csv");
	static const char *const levels[] = {"90", "95", "99"};
	Compared	mover = {0},
				mover_p = {0},
				adj = {0},
				adj_p = {0},
				wald = {0},
				wald_p = {0},
				welch = {0},
				welch_p = {0};
	int			row,
				i;

	for (row = 0; row < csv.rows; row++)
	{
		NpsTrinomial a = counts_of(&csv, row, "pro1", "pas1", "det1");
		NpsTrinomial b = counts_of(&csv, row, "pro2", "pas2", "det2");
		NpsDifference d;

		for (i = 0; i < 3; i++)
		{
			char		column[16];
			double		level = atof(levels[i]) / 100;

			nps_test_difference(&a, &b, level, NPS_CI_SCORE, &d);
			snprintf(column, sizeof(column), "mover_lo%s", levels[i]);
			compare_limit(&mover, &csv, row, column, d.low, 200);
			snprintf(column, sizeof(column), "mover_hi%s", levels[i]);
			compare_limit(&mover, &csv, row, column, d.high, 200);
			nps_test_difference(&a, &b, level, NPS_CI_ADJUSTED_WALD, &d);
			snprintf(column, sizeof(column), "adj_lo%s", levels[i]);
			compare_limit(&adj, &csv, row, column, d.low, 200);
			snprintf(column, sizeof(column), "adj_hi%s", levels[i]);
			compare_limit(&adj, &csv, row, column, d.high, 200);
		}
		compare(&adj, &csv, row, "diff", d.delta);
		compare(&adj, &csv, row, "adj_diff", d.centre);
		compare(&adj, &csv, row, "adj_se", d.se);
		compare(&adj, &csv, row, "adj_z", d.z);
		compare_p(&adj_p, &csv, row, "adj_p", d.p_value);
		nps_test_difference(&a, &b, 0.95, NPS_CI_SCORE, &d);
		compare(&mover, &csv, row, "nps1", nps_trinomial_score(&a));
		compare(&mover, &csv, row, "diff", d.delta);
		compare(&mover, &csv, row, "wald_se", d.se);
		compare_p(&mover_p, &csv, row, "mover_p", d.p_value);
		nps_test_difference(&a, &b, 0.95, NPS_CI_WALD, &d);
		compare(&wald, &csv, row, "wald_se", d.se);
		compare(&wald, &csv, row, "wald_z", d.z);
		compare_p(&wald_p, &csv, row, "wald_p", d.p_value);
		nps_test_difference(&a, &b, 0.95, NPS_CI_STUDENT_T, &d);
		/* where neither sample varies: NULL there, an se of 0 here */
		compare(&welch, &csv, row, "welch_se", d.se > 0 ? d.se : NAN);
		compare(&welch, &csv, row, "welch_t", d.z);
		compare(&welch, &csv, row, "welch_df", d.df);
		compare_p(&welch_p, &csv, row, "welch_p", d.p_value);
	}
	report(&mover, SOLVED, "b_two_sample.csv score (MOVER): delta, se, limits");
	report(&mover_p, TAIL, "b_two_sample.csv score (MOVER): p");
	report(&adj, SOLVED, "b_two_sample.csv adjusted_wald: delta, centre, se, z, limits");
	report(&adj_p, TAIL, "b_two_sample.csv adjusted_wald: p");
	report(&wald, CLOSED, "b_two_sample.csv wald: se, z");
	report(&wald_p, TAIL, "b_two_sample.csv wald: p");
	report(&welch, CLOSED, "b_two_sample.csv student_t (Welch): se, t, df");
	report(&welch_p, TAIL, "b_two_sample.csv student_t (Welch): p");
	printf("# b_two_sample.csv, not compared: pooled_* (not offered: true size up to 16 %%)\n");
	csv_free(&csv);
}

static void
test_paired(void)
{
	Csv			csv = csv_read(directory, "b_paired.csv");
	static const char *const columns[3][3] = {
		{"n_dd", "n_dp", "n_dP"}, {"n_pd", "n_pp", "n_pP"}, {"n_Pd", "n_Pp", "n_PP"}
	};
	Compared	c = {0},
				p = {0};
	int			row,
				i,
				j;

	for (row = 0; row < csv.rows; row++)
	{
		NpsPairs	pairs = {0, 0, 0};
		NpsDifference d;
		double		z;

		for (i = 0; i < 3; i++)
			for (j = 0; j < 3; j++)
				nps_pairs_add(&pairs, i - 1, j - 1, csv_number(&csv, row, columns[i][j]));
		nps_test_paired(&pairs, 0.95, &d);
		compare(&c, &csv, row, "n_pairs", pairs.n);
		compare(&c, &csv, row, "diff", d.delta);
		compare(&c, &csv, row, "var_d_samp", d.se * d.se * pairs.n / 1e4);
		compare(&c, &csv, row, "se_samp", d.se);
		compare(&c, &csv, row, "t", d.z);
		compare(&c, &csv, row, "df", d.df);
		compare_limit(&c, &csv, row, "lo95", d.low, 200);
		compare_limit(&c, &csv, row, "hi95", d.high, 200);
		compare_p(&p, &csv, row, "p_t", d.p_value);
		/* the z of divisor n is t sqrt(n / (n - 1)) */
		z = d.z * sqrt(pairs.n / (pairs.n - 1));
		compare(&c, &csv, row, "z_pop", z);
		compare_p(&p, &csv, row, "p_z_pop", 2 * nps_norm_sf(fabs(z)));
	}
	report(&c, SOLVED, "b_paired.csv delta, variance, se, t, df, limits");
	report(&p, TAIL, "b_paired.csv p");
	csv_free(&csv);
}

static void
test_overlap(void)
{
	Csv			csv = csv_read(directory, "b_overlap.csv");
	Csv			rows = csv_read(directory, "b_overlap_rows.csv");
	Compared	c = {0},
				p = {0};
	int			row,
				i,
				used = 0;

	for (row = 0; row < csv.rows; row++)
	{
		NpsOverlap	sums = {0};
		NpsDifference d;

		for (i = 0; i < rows.rows; i++)
		{
			double		s1 = csv_number(&rows, i, "score1");
			double		s2 = csv_number(&rows, i, "score2");
			int			y1 = answer_of(s1);
			int			y2 = answer_of(s2);

			if (!csv_is(&rows, i, "case_id", csv_text(&csv, row, "case_id")))
				continue;
			nps_overlap_add(&sums, isnan(s1) ? NULL : &y1, isnan(s2) ? NULL : &y2);
			used++;
		}
		nps_test_overlap(&sums, 0.95, &d);
		compare(&c, &csv, row, "n1", sums.n1);
		compare(&c, &csv, row, "n2", sums.n2);
		compare(&c, &csv, row, "n_overlap", sums.both);
		compare(&c, &csv, row, "nps1", 100 * sums.sum1 / sums.n1);
		compare(&c, &csv, row, "nps2", 100 * sums.sum2 / sums.n2);
		compare(&c, &csv, row, "cov_overlap_samp",
				(sums.both_products - sums.both_sum1 * sums.both_sum2 / sums.both) / (sums.both - 1));
		compare(&c, &csv, row, "diff", d.delta);
		compare(&c, &csv, row, "se", d.se);
		compare(&c, &csv, row, "z", d.z);
		compare_p(&p, &csv, row, "p", d.p_value);
	}
	report(&c, CLOSED, "b_overlap.csv counts, delta, covariance, se, z");
	report(&p, TAIL, "b_overlap.csv p");
	ok(used == rows.rows, "b_overlap_rows.csv: every row used");
	csv_free(&csv);
	csv_free(&rows);
}

/* ------------------------------------------------------------ c: weights */

/* The state of one case; rows without a score or weight are skipped, as in SQL. */
static NpsWeightedState
weighted_case(const Csv *rows, const char *id, int *used, NpsWeightStatus *worst)
{
	NpsWeightedState state = {0, {0}, {0}};
	int			i;

	*worst = NPS_WEIGHT_OK;
	for (i = 0; i < rows->rows; i++)
	{
		double		score = csv_number(rows, i, "score");
		double		weight = csv_number(rows, i, "weight");
		NpsWeightStatus status;

		if (!csv_is(rows, i, "case_id", id))
			continue;
		(*used)++;
		if (*csv_text(rows, i, "score") == '\0' || *csv_text(rows, i, "weight") == '\0')
			continue;
		status = nps_weights_add(&state, (NpsCategory) (answer_of(score) + 1), weight);
		if (status != NPS_WEIGHT_OK)
			*worst = status;
	}
	return state;
}

static void
weighted_limits(Compared *c, const Csv *csv, int row, const char *prefix, const NpsTrinomial *t,
				NpsIntervalMethod method)
{
	static const char *const levels[] = {"90", "95", "99"};
	char		column[32];
	double		low,
				high;
	int			i;

	for (i = 0; i < 3; i++)
	{
		nps_ci(t, atof(levels[i]) / 100, method, &low, &high);
		snprintf(column, sizeof(column), "%s_lo%s", prefix, levels[i]);
		compare_limit(c, csv, row, column, low, 100);
		snprintf(column, sizeof(column), "%s_hi%s", prefix, levels[i]);
		compare_limit(c, csv, row, column, high, 100);
	}
}

/* The same with score limits: every person is counted in by nps_overlap_add(). */
static void
test_overlap_score(void)
{
	Csv			csv = csv_read(directory, "b_overlap_score.csv");
	static const char letters[] = "dpPn";
	Compared	c = {0},
				z = {0},
				p = {0};
	int			row,
				i,
				j;

	for (row = 0; row < csv.rows; row++)
	{
		NpsOverlap	sums = {0};
		NpsDifference d;

		for (i = 0; i < 4; i++)
			for (j = 0; j < 4; j++)
			{
				char		column[3] = {letters[i], letters[j], 0};
				int			y1 = i - 1;
				int			y2 = j - 1;
				double		n;

				if (i == 3 && j == 3)
					continue;
				for (n = csv_number(&csv, row, column); n > 0; n--)
					nps_overlap_add(&sums, i == 3 ? NULL : &y1, j == 3 ? NULL : &y2);
			}
		nps_test_overlap_score(&sums, csv_number(&csv, row, "conf"), &d);
		compare(&c, &csv, row, "correlation", nps_overlap_correlation(&sums));
		compare(&c, &csv, row, "diff", d.delta);
		compare(&c, &csv, row, "se", d.se);
		compare_limit(&z, &csv, row, "low", d.low, 200);
		compare_limit(&z, &csv, row, "high", d.high, 200);
		compare(&z, &csv, row, "z", d.z);
		compare_p(&p, &csv, row, "p", d.p_value);
	}
	report(&c, CLOSED, "b_overlap_score.csv correlation, delta, se");
	report(&z, SOLVED, "b_overlap_score.csv limits, z");
	report(&p, TAIL, "b_overlap_score.csv p");
	csv_free(&csv);
}

static void
test_weighted(void)
{
	Csv			csv = csv_read(directory, "c_weighted.csv");
	Csv			rows = csv_read(directory, "c_rows.csv");
	Compared	sums = {0},
				summary = {0},
				wald = {0},
				adj = {0},
				score = {0},
				score_min = {0};
	int			row,
				used = 0;

	for (row = 0; row < csv.rows; row++)
	{
		NpsWeightStatus status;
		NpsWeightedState state = weighted_case(&rows, csv_text(&csv, row, "case_id"), &used, &status);
		NpsWeightedSummary s;
		NpsTrinomial kish = nps_weights_trinomial(&state, NAN);
		NpsTrinomial effective = kish;

		nps_weights_summary(&state, &s);
		kish = nps_trinomial_scale(&kish, s.n_kish);
		compare(&sums, &csv, row, "n", s.n);
		compare(&sums, &csv, row, "sum_w", s.sum_w);
		compare(&sums, &csv, row, "sum_w2", s.sum_w2);
		compare(&sums, &csv, row, "w_det", state.w[NPS_DETRACTORS]);
		compare(&sums, &csv, row, "w_pas", state.w[NPS_PASSIVES]);
		compare(&sums, &csv, row, "w_pro", state.w[NPS_PROMOTERS]);
		compare(&sums, &csv, row, "w2_det", state.w2[NPS_DETRACTORS]);
		compare(&sums, &csv, row, "w2_pas", state.w2[NPS_PASSIVES]);
		compare(&sums, &csv, row, "w2_pro", state.w2[NPS_PROMOTERS]);
		compare(&summary, &csv, row, "nps", s.score);
		compare(&summary, &csv, row, "var_pop", s.variance);
		compare(&summary, &csv, row, "n_eff", s.n_kish);
		compare(&summary, &csv, row, "n_eff_lin", s.n_linear);
		compare(&summary, &csv, row, "n_eff_min", s.n_eff);
		compare(&summary, &csv, row, "deff_kish", s.deff);
		compare(&summary, &csv, row, "se_kish", nps_trinomial_se(&kish));
		compare(&summary, &csv, row, "se_linearised", s.se);
		weighted_limits(&wald, &csv, row, "wald", &kish, NPS_CI_WALD);
		weighted_limits(&adj, &csv, row, "adj", &kish, NPS_CI_ADJUSTED_WALD);
		weighted_limits(&score, &csv, row, "score", &kish, NPS_CI_SCORE);
		weighted_limits(&score_min, &csv, row, "scoremin", &effective, NPS_CI_SCORE);
	}
	report(&sums, CLOSED, "c_weighted.csv state: n and sums");
	report(&summary, CLOSED, "c_weighted.csv nps, variance, effective n, deff, se");
	report(&wald, SOLVED, "c_weighted.csv wald at Kish's n: limits");
	report(&adj, SOLVED, "c_weighted.csv adjusted_wald at Kish's n: limits");
	report(&score, SOLVED, "c_weighted.csv score at Kish's n: limits");
	report(&score_min, SOLVED, "c_weighted.csv score at the smaller n (ours): limits");
	ok(used == rows.rows, "c_rows.csv: every row used");
	csv_free(&csv);
	csv_free(&rows);
}

static void
test_weight_errors(void)
{
	Csv			csv = csv_read(directory, "c_errors.csv");
	int			row,
				used,
				cases = 0,
				refused = 0;

	for (row = 0; row < csv.rows; row++)
	{
		const char *id = csv_text(&csv, row, "case_id");
		NpsWeightStatus status;

		/* once a case; a score off the scale is refused before it gets here, by SQL */
		if ((row > 0 && csv_is(&csv, row - 1, "case_id", id)) ||
			strstr(csv_text(&csv, row, "label"), "weight") == NULL)
			continue;
		cases++;
		weighted_case(&csv, id, &used, &status);
		refused += status == NPS_WEIGHT_INVALID;
	}
	ok(cases == 2 && refused == cases, "c_errors.csv: negative and NaN weights are refused");
	printf("# c_errors.csv, not compared: score_11 (the score domain's, src/score)\n");
	csv_free(&csv);
}

/* ------------------------------------------ e: plans, units, trends, many */

static void
test_finite(void)
{
	Csv			csv = csv_read(directory, "e_fpc.csv");
	static const struct
	{
		const char *name;
		NpsIntervalMethod method;
	}			methods[] = {{"wald", NPS_CI_WALD}, {"adj", NPS_CI_ADJUSTED_WALD}, {"score", NPS_CI_SCORE}};
	Compared	summary = {0};
	int			row,
				i;

	for (i = 0; i < 3; i++)
	{
		Compared	c = {0};
		char		what[64];

		for (row = 0; row < csv.rows; row++)
		{
			NpsTrinomial all = counts_of(&csv, row, "pro", "pas", "det");
			NpsTrinomial t = nps_trinomial_finite(&all, all.n, csv_number(&csv, row, "N"));
			char		column[16];
			double		low,
						high;

			nps_ci(&t, 0.95, methods[i].method, &low, &high);
			snprintf(column, sizeof(column), "%s_lo", methods[i].name);
			compare_limit(&c, &csv, row, column, low, 100);
			snprintf(column, sizeof(column), "%s_hi", methods[i].name);
			compare_limit(&c, &csv, row, column, high, 100);
			if (i > 0)
				continue;
			compare(&summary, &csv, row, "n", all.n);
			compare(&summary, &csv, row, "fpc", sqrt(all.n / t.n));
			compare(&summary, &csv, row, "n_eff", t.n);
			compare(&summary, &csv, row, "nps", nps_trinomial_score(&t));
			compare(&summary, &csv, row, "se_pop_fpc", nps_trinomial_se(&t));
		}
		snprintf(what, sizeof(what), "e_fpc.csv %s", methods[i].name);
		report(&c, SOLVED, what);
	}
	report(&summary, CLOSED, "e_fpc.csv correction, effective n, nps, se");
	csv_free(&csv);
}

static void
test_plans(void)
{
	Csv			csv = csv_read(directory, "e_sample_size.csv");
	Compared	wald = {0},
				adj = {0},
				fpc = {0},
				groups = {0};
	int			row;

	for (row = 0; row < csv.rows; row++)
	{
		double		margin = csv_number(&csv, row, "margin");
		double		level = csv_number(&csv, row, "conf");
		double		pro = csv_number(&csv, row, "pro");
		double		det = csv_number(&csv, row, "det");
		NpsTrinomial shares = nps_trinomial(pro, 1 - pro - det, det);
		double		v = nps_trinomial_variance(&shares);

		compare(&wald, &csv, row, "n_wald", nps_plan_margin_n(margin, level, v, NAN, 0));
		compare(&adj, &csv, row, "n_adjusted_wald",
				nps_plan_margin_n(margin, level, v, INFINITY, NPS_ADDED_ANSWERS));
		compare(&fpc, &csv, row, "n_wald_fpc_100", nps_plan_margin_n(margin, level, v, 100, 0));
		compare(&fpc, &csv, row, "n_wald_fpc_1000", nps_plan_margin_n(margin, level, v, 1000, 0));
		compare(&fpc, &csv, row, "n_wald_fpc_20000", nps_plan_margin_n(margin, level, v, 20000, 0));
	}
	csv_free(&csv);
	report(&wald, 0, "e_sample_size.csv wald");
	report(&adj, 0, "e_sample_size.csv adjusted_wald");
	report(&fpc, 0, "e_sample_size.csv wald, finite population");

	csv = csv_read(directory, "e_power.csv");
	for (row = 0; row < csv.rows; row++)
	{
		double		delta = csv_number(&csv, row, "delta");
		double		power = csv_number(&csv, row, "power");
		double		level = csv_number(&csv, row, "conf");
		double		v1 = csv_number(&csv, row, "var1");
		double		v2 = csv_number(&csv, row, "var2");

		compare(&groups, &csv, row, "n_per_group",
				nps_plan_difference_n(delta, power, level, v1, v2, 0));
		compare(&groups, &csv, row, "n_per_group_adjusted",
				nps_plan_difference_n(delta, power, level, v1, v2, NPS_ADDED_ANSWERS));
	}
	report(&groups, 0, "e_power.csv per group, wald and adjusted_wald");
	csv_free(&csv);
}

static void
test_trend(void)
{
	Csv			csv = csv_read(directory, "e_trend.csv");
	Csv			rows = csv_read(directory, "e_trend_rows.csv");
	Compared	line = {0},
				p = {0},
				waves = {0};
	int			row,
				i,
				used = 0;

	for (row = 0; row < csv.rows; row++)
	{
		NpsTrendSums sums = {0};
		NpsTrend	trend;

		for (i = 0; i < rows.rows; i++)
		{
			NpsTrinomial wave = counts_of(&rows, i, "pro", "pas", "det");

			if (!csv_is(&rows, i, "case_id", csv_text(&csv, row, "case_id")))
				continue;
			nps_trend_add(&sums, csv_number(&rows, i, "t"), &wave);
			used++;
		}
		nps_trend_fit(&sums, 0.95, &trend);
		compare(&line, &csv, row, "n_waves", trend.waves);
		compare(&line, &csv, row, "slope_resp", trend.slope);
		compare(&line, &csv, row, "se_resp", trend.se);
		compare(&line, &csv, row, "t_resp", trend.t);
		compare_p(&p, &csv, row, "p_resp", trend.p_value);
		compare(&waves, &csv, row, "f_waves", trend.waves_f);
		compare(&waves, &csv, row, "df1_f", trend.waves - 1);
		compare(&waves, &csv, row, "df2_f", trend.df);
		compare_p(&p, &csv, row, "p_f", trend.waves_p);
	}
	report(&line, 1e-11, "e_trend.csv slope, se, t");
	report(&waves, 1e-11, "e_trend.csv F of waves");
	report(&p, TAIL, "e_trend.csv p of slope and of waves");
	ok(used == rows.rows, "e_trend_rows.csv: every row used");
	printf("# e_trend.csv, not compared: slope, se_*, z, p, q_*, dispersion (weights 1/variance of"
		   " each wave) and slope_ols_unweighted (not offered: tied to a small wave's extreme value)\n");
	csv_free(&csv);
	csv_free(&rows);
}

static void
test_lack(void)
{
	Csv			csv = csv_read(directory, "e_lack.csv");
	Csv			rows = csv_read(directory, "e_lack_rows.csv");
	Compared	line = {0},
				p = {0};
	int			row,
				i,
				used = 0;

	for (row = 0; row < csv.rows; row++)
	{
		NpsTrendSums sums = {0};
		NpsTrend	trend;

		for (i = 0; i < rows.rows; i++)
		{
			NpsTrinomial wave = counts_of(&rows, i, "pro", "pas", "det");

			if (!csv_is(&rows, i, "case_id", csv_text(&csv, row, "case_id")))
				continue;
			nps_trend_add(&sums, csv_number(&rows, i, "t"), &wave);
			used++;
		}
		nps_trend_fit(&sums, 0.95, &trend);
		compare(&line, &csv, row, "slope", trend.slope);
		compare(&line, &csv, row, "se", trend.se);
		compare(&line, &csv, row, "lack_f", trend.lack_f);
		compare(&line, &csv, row, "se_scaled", trend.se_scaled);
		compare_p(&p, &csv, row, "p", trend.p_value);
		compare_p(&p, &csv, row, "lack_p", trend.lack_p);
		compare_p(&p, &csv, row, "p_scaled", trend.p_scaled);
	}
	report(&line, 1e-11, "e_lack.csv slope, se, F of the line, scaled se");
	report(&p, TAIL, "e_lack.csv p of slope and of the line, scaled p");
	ok(used == rows.rows, "e_lack_rows.csv: every row used");
	csv_free(&csv);
	csv_free(&rows);
}

static void
test_kendall(void)
{
	Csv			csv = csv_read(directory, "e_kendall.csv");
	Csv			rows = csv_read(directory, "e_kendall_rows.csv");
	Compared	order = {0},
				p = {0};
	int			row,
				i,
				used = 0;

	for (row = 0; row < csv.rows; row++)
	{
		double		y[MOST_UNITS],
					workspace[MOST_UNITS];
		NpsKendall	r;
		size_t		k = 0;

		for (i = 0; i < rows.rows && k < MOST_UNITS; i++)
			if (csv_is(&rows, i, "case_id", csv_text(&csv, row, "case_id")))
				y[k++] = csv_number(&rows, i, "y");
		used += k;
		nps_kendall(y, k, workspace, &r);
		compare(&order, &csv, row, "s", r.s);
		compare(&order, &csv, row, "tau", r.tau);
		compare(&order, &csv, row, "exact", r.exact);
		compare_p(&p, &csv, row, "p", r.p_value);
	}
	report(&order, CLOSED, "e_kendall.csv s, tau, exact or not");
	report(&p, TAIL, "e_kendall.csv p");
	ok(used == rows.rows, "e_kendall_rows.csv: every row used");
	csv_free(&csv);
	csv_free(&rows);
}

static void
test_strata(void)
{
	Csv			csv = csv_read(directory, "e_strata.csv");
	Csv			rows = csv_read(directory, "e_strata_rows.csv");
	Compared	estimate = {0},
				limits = {0};
	int			row,
				i,
				used = 0;

	for (row = 0; row < csv.rows; row++)
	{
		NpsStrataSums sums = {0};
		NpsStratified r;
		double		low,
					high;

		for (i = 0; i < rows.rows; i++)
		{
			NpsTrinomial stratum = counts_of(&rows, i, "pro", "pas", "det");

			if (csv_is(&rows, i, "case_id", csv_text(&csv, row, "case_id")))
				used += nps_strata_add(&sums, &stratum, csv_number(&rows, i, "w"),
									   csv_number(&rows, i, "N")) == NPS_STRATUM_OK;
		}
		nps_strata_estimate(&sums, &r);
		nps_ci(&r.effective, 0.95, NPS_CI_SCORE, &low, &high);
		compare(&estimate, &csv, row, "strata", sums.strata);
		compare(&estimate, &csv, row, "n", sums.n);
		compare(&estimate, &csv, row, "nps", r.score);
		compare(&estimate, &csv, row, "se", r.se);
		compare(&estimate, &csv, row, "n_eff", r.n_eff);
		compare_limit(&limits, &csv, row, "low", low, 100);
		compare_limit(&limits, &csv, row, "high", high, 100);
	}
	report(&estimate, CLOSED, "e_strata.csv nps, se, effective n");
	report(&limits, SOLVED, "e_strata.csv score limits");
	ok(used == rows.rows, "e_strata_rows.csv: every row used");
	csv_free(&csv);
	csv_free(&rows);
}

static void
test_shrink(void)
{
	Csv			csv = csv_read(directory, "e_shrink.csv");
	Csv			rows = csv_read(directory, "e_shrink_units.csv");
	Compared	common = {0},
				p = {0},
				each = {0};
	int			row,
				i,
				used = 0;

	for (row = 0; row < csv.rows; row++)
	{
		NpsTrinomial units[MOST_UNITS];
		int			at[MOST_UNITS];
		NpsShrunk	shrunk[MOST_UNITS];
		NpsShrinkage s;
		int			k = 0;

		for (i = 0; i < rows.rows && k < MOST_UNITS; i++)
			if (csv_is(&rows, i, "case_id", csv_text(&csv, row, "case_id")))
			{
				at[k] = i;
				units[k++] = counts_of(&rows, i, "pro", "pas", "det");
			}
		used += k;
		nps_shrink(units, k, &s, shrunk);
		compare(&common, &csv, row, "k", s.anova.units);
		compare(&common, &csv, row, "n", s.anova.n);
		compare(&common, &csv, row, "grand_nps", s.anova.score);
		compare(&common, &csv, row, "ms_within", s.anova.ms_within);
		compare(&common, &csv, row, "ms_between", s.anova.ms_between);
		compare(&common, &csv, row, "n0", s.n0);
		compare(&common, &csv, row, "tau2", s.tau2);
		compare(&common, &csv, row, "tau_points", 100 * sqrt(s.tau2));
		compare(&common, &csv, row, "mu_credibility", s.mu);
		compare(&common, &csv, row, "f_units", s.anova.f);
		compare_p(&p, &csv, row, "p_f_units", s.anova.p_value);
		for (i = 0; i < k; i++)
		{
			compare(&each, &rows, at[i], "nps", nps_trinomial_score(&units[i]));
			compare(&each, &rows, at[i], "credibility_z", shrunk[i].credibility);
			compare(&each, &rows, at[i], "nps_shrunk", shrunk[i].score);
			compare(&each, &rows, at[i], "post_sd", shrunk[i].sd);
		}
	}
	report(&common, CLOSED, "e_shrink.csv credibility: variances, tau, mu, F");
	report(&p, TAIL, "e_shrink.csv p of F");
	report(&each, CLOSED, "e_shrink_units.csv credibility: Z, shrunk, sd");
	ok(used == rows.rows, "e_shrink_units.csv: every row used");
	printf("# e_shrink*.csv, not compared: q, p_q, i2 and dl_* (not offered: Cochran's Q finds"
		   " differences in 67 %% of samples without any)\n");
	csv_free(&csv);
	csv_free(&rows);
}

static void
test_adjust(void)
{
	Csv			csv = csv_read(directory, "e_padjust.csv");
	static const char *const names[] = {"holm", "hochberg", "bh", "by", "bonferroni"};
	int			i,
				row,
				first;

	for (i = 0; i < 5; i++)
	{
		Compared	c = {0};
		NpsAdjustMethod method;
		char		what[64];

		if (!nps_adjust_method(names[i], &method))
			csv_fail("no such method", names[i]);
		for (first = 0; first < csv.rows; first = row)
		{
			double		p[MOST_UNITS],
						adjusted[MOST_UNITS];
			NpsRankedP	workspace[MOST_UNITS];
			int			n = 0,
						j;

			for (row = first; row < csv.rows && n < MOST_UNITS &&
				 csv_is(&csv, row, "case_id", csv_text(&csv, first, "case_id")); row++)
				p[n++] = csv_number(&csv, row, "p");
			nps_adjust_p(p, n, method, workspace, adjusted);
			for (j = 0; j < n; j++)
				compare_p(&c, &csv, first + j, names[i], adjusted[j]);
		}
		snprintf(what, sizeof(what), "e_padjust.csv %s", names[i]);
		report(&c, CLOSED, what);
	}
	csv_free(&csv);
}

int
main(int argc, char **argv)
{
	if (argc > 1)
		directory = argv[1];
	test_scores();
	test_ci();
	test_two_sample();
	test_paired();
	test_overlap();
	test_overlap_score();
	test_weighted();
	test_weight_errors();
	test_finite();
	test_plans();
	test_trend();
	test_lack();
	test_kendall();
	test_strata();
	test_shrink();
	test_adjust();
	return done_testing();
}
