/*
 * tail_integral.h
 *		How the tails of beta and gamma variables are summed: what both share.
 *
 * Pure C.  A power series where a shape is below 1, with the complement by expm1 and
 * not by subtraction; a continued fraction, or Pearson's series; and where the
 * shapes are large, and all of these would need many terms, Gauss-Legendre
 * quadrature, which takes the same time for all shapes.
 */
#ifndef NPS_TAIL_INTEGRAL_H
#define NPS_TAIL_INTEGRAL_H

#include <float.h>
#include <math.h>
#include <stdbool.h>

#define NPS_INV_SQRT_2PI	0.39894228040143267794

/* With all shapes from here on, quadrature is faster than a fraction. */
#define NPS_LARGE_SHAPE		400.0

/* Bound of the loops: far more than any of them takes. */
#define NPS_MAX_TERMS		20000

/* The positive nodes of the 24-point Gauss-Legendre rule, and weights. */
#define NPS_GAUSS_PAIRS		12
static const double nps_gauss[NPS_GAUSS_PAIRS][2] = {
	{0.0640568928626056261, 0.127938195346752157},
	{0.191118867473616309, 0.125837456346828296},
	{0.315042679696163374, 0.121670472927803391},
	{0.433793507626045138, 0.115505668053725601},
	{0.545421471388839536, 0.107444270115965635},
	{0.648093651936975569, 0.0976186521041138883},
	{0.740124191578554364, 0.0861901615319532759},
	{0.820001985973902922, 0.0733464814110803057},
	{0.886415527004401034, 0.0592985849154367807},
	{0.938274552002732759, 0.0442774388174198062},
	{0.974728555971309498, 0.0285313886289336632},
	{0.995187219997021361, 0.0123412297999871995}
};

/* Rescale the terms of a continued fraction when they outgrow this. */
#define NPS_FRACTION_BIG	0x1p300
#define NPS_FRACTION_SCALE	0x1p-300

/* The last two numerators and denominators of a continued fraction. */
typedef struct NpsFraction
{
	double		top0;
	double		top1;
	double		bottom0;
	double		bottom1;
	double		ratio;			/* its value so far */
} NpsFraction;

/* The fraction 1 / bottom. */
static inline NpsFraction
nps_fraction(double bottom)
{
	NpsFraction f = {0, 1, 1, bottom, 1 / bottom};

	return f;
}

/*
 * One term more, alpha / beta, by forward recurrence (Wallis; Gautschi 1967, SIAM
 * Review 9, 24-82); true when it made no difference any more.
 */
static inline bool
nps_fraction_add(NpsFraction *f, double alpha, double beta)
{
	double		before = f->ratio,
				next;

	next = beta * f->top1 + alpha * f->top0;
	f->top0 = f->top1;
	f->top1 = next;
	next = beta * f->bottom1 + alpha * f->bottom0;
	f->bottom0 = f->bottom1;
	f->bottom1 = next;
	f->ratio = f->top1 / f->bottom1;
	if (fabs(f->ratio - before) <= DBL_EPSILON / 2 * f->ratio)
		return true;
	if (f->bottom1 > NPS_FRACTION_BIG)
	{
		f->top0 *= NPS_FRACTION_SCALE;
		f->top1 *= NPS_FRACTION_SCALE;
		f->bottom0 *= NPS_FRACTION_SCALE;
		f->bottom1 *= NPS_FRACTION_SCALE;
	}
	return false;
}

#endif							/* NPS_TAIL_INTEGRAL_H */
