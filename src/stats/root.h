/*
 * root.h
 *		The root of a decreasing function in a bracket.
 *
 * Secant steps, which converge faster than linearly, kept inside the bracket;
 * a halving wherever a step leaves it or does not halve |f|.  So a function with
 * a corner or an infinite end costs some steps more, and nothing but the sign
 * of f is trusted.  Some 8 evaluations where bisection needs 55.
 */
#ifndef NPS_ROOT_H
#define NPS_ROOT_H

#include <float.h>
#include <math.h>

typedef double (*NpsFunction) (const void *ctx, double x);

#define NPS_ROOT_STEPS	200		/* far more than halvings alone would need */

/*
 * The x in [low, high] at which f goes from positive to negative.  f(low) > 0
 * and f(high) < 0 are taken on trust; f_low may be infinite.  guess: where to
 * look first.  noise: |f| below this is rounding; else x is good to an ulp.
 */
static inline double
nps_root(NpsFunction f, const void *ctx, double low, double f_low, double high, double guess,
		 double noise)
{
	double		last = low;		/* the point before x */
	double		f_last = f_low;
	double		x = guess;
	int			i;

	for (i = 0; i < NPS_ROOT_STEPS; i++)
	{
		double		fx,
					next;

		if (!(x > low && x < high))
			x = low + (high - low) / 2;
		if (x <= low || x >= high)
			break;				/* neighbouring doubles */
		fx = f(ctx, x);
		if (fabs(fx) <= noise)
			break;
		if (fx > 0)
			low = x;
		else
			high = x;

		next = x - fx * ((x - last) / (fx - f_last));
		if (isinf(f_last) || (i > 0 && !(fabs(fx) <= fabs(f_last) / 2)))
			next = low + (high - low) / 2;
		else if (fabs(next - x) <= DBL_EPSILON / 2 * fabs(x))
			break;
		last = x;
		f_last = fx;
		x = next;
	}
	return x;
}

#endif							/* NPS_ROOT_H */
