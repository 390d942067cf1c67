/*
 * interval.c
 *		Confidence intervals of an NPS: the methods by name, and those that need
 *		no search.
 *
 * Lower limits are upper limits of the reflected counts (promoters and
 * detractors exchanged), so swapping them turns an interval round exactly.
 */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "stats/dist.h"
#include "stats/interval.h"

static const char *const method_names[] = {
	"score", "adjusted_wald", "wald", "student_t", "bayes"
};

#define METHODS (sizeof(method_names) / sizeof(method_names[0]))

/* The method of that name; false where there is none. */
bool
nps_ci_method(const char *name, NpsIntervalMethod *method)
{
	size_t		i;

	for (i = 0; i < METHODS; i++)
		if (strcmp(name, method_names[i]) == 0)
		{
			*method = (NpsIntervalMethod) i;
			return true;
		}
	return false;
}

/* The name of a method. */
const char *
nps_ci_method_name(NpsIntervalMethod method)
{
	return (size_t) method < METHODS ? method_names[method] : "?";
}

/*
 * Three answers more, spread 1/4, 1/2, 1/4 (Rocks 2016, AW(3,T); Lewis & Sauro
 * 2021).  t must not be a census.
 */
NpsTrinomial
nps_ci_adjust(const NpsTrinomial *t)
{
	return nps_trinomial(t->promoters + 0.75, t->passives + 1.5, t->detractors + 0.75);
}

/* m + z sqrt(v / n): the upper Wald limit, proportion scale. */
double
nps_wald_upper(const NpsTrinomial *t, double z)
{
	return nps_trinomial_mean(t) + z * sqrt(nps_trinomial_variance(t) / t->n);
}

/* Variance and degrees of freedom are those of n answers, not of t->n. */
static double
student_upper(const NpsTrinomial *t, double n, double level)
{
	if (!(n > 1))
		return NAN;
	return nps_trinomial_mean(t) -
		nps_t_quantile((1 - level) / 2, n - 1) * sqrt(nps_trinomial_variance(t) * (n / (n - 1)) / t->n);
}

static double
upper_limit(const NpsTrinomial *t, double n, double level, NpsIntervalMethod method)
{
	double		z = nps_level_z(level);
	NpsTrinomial other;

	switch (method)
	{
		case NPS_CI_SCORE:
			return nps_score_upper(t, z);
		case NPS_CI_ADJUSTED_WALD:
			other = nps_ci_adjust(t);
			return nps_wald_upper(&other, z);
		case NPS_CI_WALD:
			return nps_wald_upper(t, z);
		case NPS_CI_STUDENT_T:
			return student_upper(t, n, level);
		case NPS_CI_BAYES:
			other = nps_trinomial_reflected(t);
			return -nps_bayes_lower(&other, (1 - level) / 2, -z);
	}
	return NAN;
}

/*
 * The interval of the NPS in points, within -100 .. 100 (Wald, adjusted Wald
 * and Student limits are clipped).  A census is its own interval: scale with
 * nps_trinomial_finite() first where the population is known.  NaN without
 * answers, for a level outside (0, 1), and for student_t where n <= 1.
 */
void
nps_ci(const NpsTrinomial *t, double level, NpsIntervalMethod method, double *low, double *high)
{
	nps_ci_finite(t, t->n, level, method, low, high);
}

/*
 * The same where t->n was scaled for a finite population: what a known
 * population takes off the error adds nothing to what is known of the variance,
 * so student_t keeps the degrees of freedom of answers, the (effective) number
 * before it was scaled.  (Cochran 1977, 2.8.)  More of them than t->n: t->n.
 */
void
nps_ci_finite(const NpsTrinomial *t, double answers, double level, NpsIntervalMethod method,
			  double *low, double *high)
{
	NpsTrinomial r = nps_trinomial_reflected(t);
	double		n = fmin(answers, t->n);

	*low = *high = NAN;
	if (!nps_trinomial_usable(t) || !(level > 0 && level < 1))
		return;
	if (isinf(t->n))
	{
		*low = *high = nps_trinomial_score(t);
		return;
	}
	*low = 0 - nps_clamp(100 * upper_limit(&r, n, level, method), -100, 100);
	*high = nps_clamp(100 * upper_limit(t, n, level, method), -100, 100);
}
