/*
 * sim_overlap.c
 *		How often nps_overlap_test() finds a change at 5 % where there is none, by
 *		method, for waves that share some people.  From the top directory:
 *
 *	cc -O2 -std=gnu99 -Isrc -o sim test/data/oracle/sim_overlap.c \
 *		$(ls src/stats/*.c | grep -v _sql) -lm && ./sim
 *
 * Columns, %: the worst of the six distributions of bench/coverage.sql (in
 * brackets their mean), for wald and for score.
 */
#include <math.h>
#include <stdio.h>

#include "stats/tests.h"

#define SAMPLES		20000

static const double detractors_passives[6][2] = {
	{0.10, 0.20}, {0.20, 0.30}, {0.30, 0.40}, {0.40, 0.10}, {0.45, 0.40}, {0.03, 0.09}
};

/* people in both waves, in the first alone, in the second alone */
static const int people[][3] = {
	{0, 10, 100}, {5, 5, 95}, {10, 0, 90}, {0, 10, 10}, {5, 5, 5}, {10, 0, 0}, {20, 0, 0},
	{15, 5, 5}, {50, 0, 0}, {20, 0, 180}, {20, 80, 80}, {80, 20, 20}, {100, 0, 0}
};

static unsigned long long seed = 88172645463325252ULL;

static double
uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 11) * (1.0 / 9007199254740992.0);
}

static int
answer(const double *shares)
{
	double		u = uniform();

	return u < shares[0] ? -1 : u < shares[0] + shares[1] ? 0 : 1;
}

/* Two waves of one distribution; who is in both answers the same with that chance. */
static NpsOverlap
waves(const int *n, const double *shares, double same)
{
	NpsOverlap	sums = {0};
	int			i;

	for (i = 0; i < n[0] + n[1] + n[2]; i++)
	{
		int			first = answer(shares);
		int			second = uniform() < same ? first : answer(shares);

		nps_overlap_add(&sums, i < n[0] + n[1] ? &first : NULL, i < n[0] || i >= n[0] + n[1] ? &second : NULL);
	}
	return sums;
}

int
main(void)
{
	size_t		i;
	int			same,
				d,
				k;

	printf("both first second same |   wald          score\n");
	for (i = 0; i < sizeof(people) / sizeof(people[0]); i++)
		for (same = 0; same <= (people[i][0] > 0 ? 8 : 0); same += 4)
		{
			double		worst[2] = {0, 0},
						mean[2] = {0, 0};

			for (d = 0; d < 6; d++)
			{
				int			found[2] = {0, 0};

				for (k = 0; k < SAMPLES; k++)
				{
					NpsOverlap	sums = waves(people[i], detractors_passives[d], same / 10.0);
					NpsDifference r;

					nps_test_overlap(&sums, 0.95, &r);
					found[0] += r.p_value < 0.05;
					nps_test_overlap_score(&sums, 0.95, &r);
					found[1] += r.p_value < 0.05;
				}
				for (k = 0; k < 2; k++)
				{
					worst[k] = fmax(worst[k], 100.0 * found[k] / SAMPLES);
					mean[k] += 100.0 * found[k] / SAMPLES / 6;
				}
			}
			printf("%4d %5d %6d  %.1f | %4.1f (%4.1f)   %4.1f (%4.1f)\n", people[i][0], people[i][1], people[i][2],
				   same / 10.0, worst[0], mean[0], worst[1], mean[1]);
			fflush(stdout);
		}
	return 0;
}
