/*
 * sim_strata.c
 *		Coverage and width of 95 % intervals of a stratified score, by the
 *		effective number of answers that they rest on.  From the top directory:
 *
 *	cc -O2 -std=gnu99 -Isrc -o sim test/data/oracle/sim_strata.c \
 *		$(ls src/stats/*.c | grep -v _sql) -lm && ./sim
 *
 * Columns: coverage %/width with Kish's n_eff, the linearised one, the smaller
 * of them (nps_stratified), and of score +- z se.  Infinite populations.
 */
#include <math.h>
#include <stdio.h>

#include "stats/interval.h"

#define SAMPLES		4000
#define KINDS		4

static unsigned long long seed = 88172645463325252ULL;

static double
uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 11) * (1.0 / 9007199254740992.0);
}

typedef struct Design
{
	int			strata;
	double		w[20];
	int			n[20];
	double		p[20];			/* promoters */
	double		d[20];			/* detractors */
} Design;

/* shares of strong, typical, neutral, polarised, negative, extreme */
static const double shares[6][2] = {{.70, .10}, {.50, .20}, {.30, .30}, {.50, .40}, {.15, .45}, {.88, .03}};
static const char *const mixes[] = {"all typical", "NPS -30 to 60", "all extreme", "NPS -85, 93"};

static void
make_design(Design *z, int strata, int size, int unequal, int mix)
{
	double		sum = 0;
	int			h;

	z->strata = strata;
	for (h = 0; h < strata; h++)
		sum += z->w[h] = unequal ? pow(1.0 + h, 1.2) * (h % 5 == 0 ? 4 : 1) : 1.0 + h % 2;
	for (h = 0; h < strata; h++)
	{
		int			s = mix == 0 ? 1 : mix == 1 ? h % 5 : 5;

		z->w[h] /= sum;
		z->n[h] = unequal ? size : (int) fmax(2, round(size * strata * z->w[h]));
		z->p[h] = mix < 3 ? shares[s][0] : h % 2 ? 0.95 : 0.05;
		z->d[h] = mix < 3 ? shares[s][1] : h % 2 ? 0.02 : 0.90;
	}
}

/* One sample: limits by each kind. */
static void
sample(const Design *z, double *low, double *high)
{
	double		p = 0, q = 0, d = 0, equal = 0, own = 0, design = 0, n[3];
	NpsTrinomial all;
	int			h, i;

	for (h = 0; h < z->strata; h++)
	{
		double		w = z->w[h];
		int			pro = 0, det = 0;
		NpsTrinomial t;

		for (i = 0; i < z->n[h]; i++)
		{
			double		u = uniform();

			pro += u < z->p[h];
			det += u >= z->p[h] && u < z->p[h] + z->d[h];
		}
		t = nps_trinomial(pro, z->n[h] - pro - det, det);
		p += w * t.promoters / t.n;
		q += w * t.passives / t.n;
		d += w * t.detractors / t.n;
		equal += w * w / t.n;
		own += w * w * nps_trinomial_variance(&t) / t.n;
		design += w * w * nps_trinomial_sample_variance(&t) / t.n;
	}
	all = nps_trinomial(p, q, d);
	n[0] = 1 / equal;
	n[1] = own > 0 ? nps_trinomial_variance(&all) / own : n[0];
	n[2] = fmin(n[0], n[1]);
	for (i = 0; i < 3; i++)
	{
		NpsTrinomial effective = nps_trinomial_scale(&all, n[i]);

		nps_ci(&effective, 0.95, NPS_CI_SCORE, &low[i], &high[i]);
	}
	low[3] = nps_trinomial_score(&all) - 195.996398454 * sqrt(design);
	high[3] = nps_trinomial_score(&all) + 195.996398454 * sqrt(design);
}

int
main(void)
{
	static const int strata[] = {2, 5, 20};
	static const int sizes[] = {2, 5, 20, 50};
	double		mean[KINDS] = {0}, worst[KINDS] = {1, 1, 1, 1};
	int			designs = 0, s, k, unequal, mix, r, i, h;

	for (k = 0; k < 4; k++)
		for (s = 0; s < 3; s++)
			for (unequal = 0; unequal < 2; unequal++)
				for (mix = 0; mix < 4; mix++)
				{
					Design		z;
					double		truth = 0, width[KINDS] = {0};
					int			held[KINDS] = {0};

					make_design(&z, strata[s], sizes[k], unequal, mix);
					for (h = 0; h < z.strata; h++)
						truth += 100 * z.w[h] * (z.p[h] - z.d[h]);
					for (r = 0; r < SAMPLES; r++)
					{
						double		low[KINDS], high[KINDS];

						sample(&z, low, high);
						for (i = 0; i < KINDS; i++)
						{
							held[i] += low[i] <= truth + 1e-9 && high[i] >= truth - 1e-9;
							width[i] += (high[i] - low[i]) / SAMPLES;
						}
					}
					printf("%2d strata of %2d, %-14s %-14s", strata[s], sizes[k], unequal ? "unequal weights" : "in proportion", mixes[mix]);
					for (i = 0; i < KINDS; i++)
					{
						double		coverage = (double) held[i] / SAMPLES;

						printf("  %5.1f/%5.1f", 100 * coverage, width[i]);
						if (sizes[k] <= 20)
						{
							mean[i] += coverage;
							worst[i] = fmin(worst[i], coverage);
						}
					}
					designs += sizes[k] <= 20;
					printf("\n");
				}
	printf("%d designs of up to 20, mean and worst:", designs);
	for (i = 0; i < KINDS; i++)
		printf("  %.1f %.1f", 100 * mean[i] / designs, 100 * worst[i]);
	printf("\n");
	return 0;
}
