/*
 * dist_t_f.c
 *		The F distribution, and Student's t, whose square is F(1, df).
 *
 * The odds f df1 / df2 of an F variable are those x / (1 - x) of a beta variable
 * with a = df1/2, b = df2/2 (incomplete_beta.c); with infinite degrees of freedom
 * it is a gamma variable, and t a normal one.
 *
 * Literature:
 *	 Abramowitz & Stegun 1964, Handbook of Mathematical Functions.
 */
#include "stats/dist.h"

#include <math.h>
#include <stdbool.h>

#include "stats/incomplete_beta.h"
#include "stats/incomplete_gamma.h"
#include "stats/tail_quantile.h"

/* ---------- Student t ---------- */

/* P(|T| <= |t|) and P(|T| > |t|); t finite and not 0.  t^2 is F(1, df). */
static NpsTails
t_two_tails(double t, double df)
{
	double		s = fabs(t),
				r = s / df * s;
	bool		far = !(r < NPS_FAR && r > 1 / NPS_FAR);

	return nps_beta_tails_at_odds(0.5, 0.5 * df, (s - 1) * (s + 1), r,
								  far ? 2 * log(s) - log(df) : 0);
}

/*
 * P(T > t) of Student's t with df > 0 degrees of freedom, whole or not; df may
 * be infinite (normal).  NaN for any other df and for NaN.  Relative error
 * below 1e-13 for tails down to 1e-100, 1e-12 down to 1e-300.  By the
 * incomplete beta function (A & S 26.7.1, 26.5.27).
 */
double
nps_t_sf(double t, double df)
{
	NpsTails	tails;

	if (isnan(t) || !(df > 0))
		return NAN;
	if (isinf(df))
		return nps_norm_sf(t);
	if (isinf(t) || t == 0)
		return t == 0 ? 0.5 : (t > 0 ? 0 : 1);
	tails = t_two_tails(t, df);
	return t > 0 ? 0.5 * tails.upper : 0.5 + 0.5 * tails.lower;
}

/* P(T <= t), likewise. */
double
nps_t_cdf(double t, double df)
{
	return nps_t_sf(-t, df);
}

/*
 * The t with P(T <= t) = p; p in [0,1], else NaN; 0 and 1 give infinities, and
 * so do quantiles beyond the range of a double.  df as above.  As a quantile of
 * t^2, whose tails are twice the smaller one of p and the rest.
 */
double
nps_t_quantile(double p, double df)
{
	double		tail = p < 0.5 ? p : 1 - p,
				middle = 2 * fabs(p - 0.5),
				log_r,
				r,
				t;

	if (!(p >= 0 && p <= 1) || !(df > 0))
		return NAN;
	if (isinf(df) || tail == 0)
		return nps_norm_quantile(p);
	if (middle == 0)
		return 0;
	r = nps_beta_odds_quantile(middle, 2 * tail, 0.5, 0.5 * df, &log_r);
	t = r > 0 && r < INFINITY ? sqrt(r) * sqrt(df) : exp(0.5 * (log_r + log(df)));
	return p < 0.5 ? -t : t;
}

/* ---------- F ---------- */

/* Both tails of F; any f, degrees of freedom positive or infinite. */
static NpsTails
f_tails(double f, double df1, double df2)
{
	double		r = f * (df1 / df2);
	bool		far = !(r < NPS_FAR && r > 1 / NPS_FAR);

	if (f <= 0 || isinf(f))
		return nps_tails_from_lower(f > 0);
	if (isinf(df1) && isinf(df2))
		return nps_tails_from_lower(f >= 1);
	if (isinf(df1))
		return nps_tails_exchanged(f_tails(1 / f, df2, df1));
	if (isinf(df2))
	{
		NpsGammaPoint pt;

		pt.a = 0.5 * df1;
		pt.x = pt.a * f;
		pt.delta = pt.a * (f - 1);
		return nps_gamma_tails(&pt);
	}
	return nps_beta_tails_at_odds(0.5 * df1, 0.5 * df2, f - 1, r,
								  far ? log(f) + log(df1) - log(df2) : 0);
}

/*
 * P(F <= f) of an F distribution with df1 (numerator) and df2 > 0 degrees of
 * freedom, whole or not; they may be infinite: df1 F is chi-square for infinite
 * df2.  0 for f <= 0.  NaN for other df and for NaN.  Errors as for t.  By the
 * incomplete beta function (A & S 26.6.2).
 */
double
nps_f_cdf(double f, double df1, double df2)
{
	if (isnan(f) || !(df1 > 0) || !(df2 > 0))
		return NAN;
	return f_tails(f, df1, df2).lower;
}

/* P(F > f), likewise. */
double
nps_f_sf(double f, double df1, double df2)
{
	if (isnan(f) || !(df1 > 0) || !(df2 > 0))
		return NAN;
	return f_tails(f, df1, df2).upper;
}

/*
 * The f with P(F <= f) = p; p in [0,1], else NaN; 0 gives 0 and 1 infinity.
 * Degrees of freedom as above.
 */
double
nps_f_quantile(double p, double df1, double df2)
{
	double		log_r,
				r;

	if (!(p >= 0 && p <= 1) || !(df1 > 0) || !(df2 > 0))
		return NAN;
	if (p == 0 || p == 1)
		return p == 0 ? 0 : INFINITY;
	if (isinf(df1) && isinf(df2))
		return 1;
	if (isinf(df1))
		return 0.5 * df2 / nps_gamma_quantile(1 - p, p, 0.5 * df2);
	if (isinf(df2))
		return nps_gamma_quantile(p, 1 - p, 0.5 * df1) / (0.5 * df1);
	r = nps_beta_odds_quantile(p, 1 - p, 0.5 * df1, 0.5 * df2, &log_r);
	if (r > 1 / NPS_FAR && r < NPS_FAR)
		return r * (df2 / df1);
	return exp(log_r + log(df2) - log(df1));
}
