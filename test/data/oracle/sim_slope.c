/*
 * sim_slope.c
 *		How often a flat series of waves has a significant slope at 5 %, where the
 *		true scores of waves stray about the line.  From the top directory:
 *
 *	cc -O2 -std=gnu99 -Isrc -o sim test/data/oracle/sim_slope.c \
 *		$(ls src/stats/*.c | grep -v _sql) -lm && ./sim
 *
 * Columns, %: p_value; se_scaled on n - waves degrees of freedom; p_scaled; nps_mann_kendall.
 */
#include <math.h>
#include <stdio.h>

#include "stats/dist.h"
#include "stats/kendall.h"
#include "stats/tests.h"

#define SERIES		20000
#define ANSWERS		200			/* a wave */

static unsigned long long seed = 88172645463325252ULL;

static double
uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 11) * (1.0 / 9007199254740992.0);
}

/* A wave whose true m strays from 0.1 by a normal deviate of that size. */
static NpsTrinomial
wave(double stray)
{
	double		shift = stray * sqrt(-2 * log(uniform() + 1e-300)) * cos(2 * M_PI * uniform()) / 2;
	int			pro = 0,
				det = 0,
				i;

	for (i = 0; i < ANSWERS; i++)
	{
		double		u = uniform();

		pro += u < 0.4 + shift;
		det += u >= 0.4 + shift && u < 0.7;
	}
	return nps_trinomial(pro, ANSWERS - pro - det, det);
}

int
main(void)
{
	static const int waves[] = {3, 4, 6, 8, 12, 24};
	static const double strays[] = {0, 0.05, 0.1, 0.2};
	int			i,
				j,
				r,
				t;

	for (i = 0; i < 6; i++)
		for (j = 0; j < 4; j++)
		{
			int			plain = 0,
						many_df = 0,
						scaled = 0,
						kendall = 0;

			for (r = 0; r < SERIES; r++)
			{
				NpsTrendSums sums = {0};
				NpsTrend	trend;
				NpsKendall	order;
				double		y[24],
							workspace[24];

				for (t = 0; t < waves[i]; t++)
				{
					NpsTrinomial w = wave(strays[j]);

					nps_trend_add(&sums, t, &w);
					y[t] = nps_trinomial_mean(&w);
				}
				nps_trend_fit(&sums, 0.95, &trend);
				plain += trend.p_value < 0.05;
				many_df += 2 * nps_t_sf(fabs(trend.slope / trend.se_scaled), trend.df) < 0.05;
				nps_kendall(y, waves[i], workspace, &order);
				kendall += order.p_value < 0.05;
				scaled += trend.p_scaled < 0.05;
			}
			printf("%2d waves that stray by %2.0f points: %5.1f %5.1f %5.1f %5.1f\n", waves[i], 100 * strays[j],
				   100.0 * plain / SERIES, 100.0 * many_df / SERIES, 100.0 * scaled / SERIES,
				   100.0 * kendall / SERIES);
		}
	return 0;
}
