/*
 * trinomial.h
 *		The three counts behind an NPS, and its estimate, variance and error.
 *
 * Pure C: no server headers, no allocation.
 *
 * An answer is +1 (promoter), 0 (passive) or -1 (detractor); the mean m of
 * these, times 100, is the NPS.  Counts are doubles: whole numbers, or
 * effective counts (shares x an effective n), which need not be whole.  They
 * add up to n, save where n is infinite: that is a census, whose NPS has no
 * sampling error; the counts are then those observed.  Everything is computed
 * from n and the shares, so both forms work throughout.
 *
 * "Points" are the scale of the NPS, -100 .. 100; "proportion scale" is that
 * of m, -1 .. 1: one unit of variance is 10 000 points squared.  NaN stands
 * for "cannot be known", and a NaN or negative count gives NaN.
 */
#ifndef NPS_TRINOMIAL_H
#define NPS_TRINOMIAL_H

#include <stdbool.h>

typedef struct NpsTrinomial
{
	double		n;				/* answers, or the effective number of them */
	double		promoters;
	double		passives;
	double		detractors;
} NpsTrinomial;

extern NpsTrinomial nps_trinomial(double promoters, double passives, double detractors);
extern NpsTrinomial nps_trinomial_reflected(const NpsTrinomial *t);
extern NpsTrinomial nps_trinomial_add(const NpsTrinomial *a, const NpsTrinomial *b);
extern NpsTrinomial nps_trinomial_rest(const NpsTrinomial *total, const NpsTrinomial *part);
extern NpsTrinomial nps_trinomial_scale(const NpsTrinomial *t, double effective_n);
extern NpsTrinomial nps_trinomial_finite(const NpsTrinomial *t, double answers, double population);
extern bool nps_trinomial_usable(const NpsTrinomial *t);

extern double nps_trinomial_mean(const NpsTrinomial *t);
extern double nps_trinomial_score(const NpsTrinomial *t);
extern double nps_trinomial_variance(const NpsTrinomial *t);
extern double nps_trinomial_sample_variance(const NpsTrinomial *t);
extern double nps_trinomial_se(const NpsTrinomial *t);

extern double nps_level_z(double level);
extern double nps_clamp(double value, double low, double high);

#endif							/* NPS_TRINOMIAL_H */
