/*
 * dd.h
 *		Sums of doubles as double-double: an unevaluated sum hi + lo, about 106
 *		bits.
 *
 * While all terms are multiples of some 2^k and the sum stays below 2^(k+104),
 * every addition here is exact, so the sum depends neither on the order of the
 * terms nor on how they were split over workers: weights of like size keep to
 * that up to 2^50 rows.  Beyond it the relative error of an addition is at most
 * 2^-104, far below what is printed.
 *
 * TwoSum is Knuth's (The Art of Computer Programming 2, 1969), FastTwoSum
 * Dekker's (Numer. Math. 18, 1971); the sums are algorithms 4 and 6 of Joldes,
 * Muller and Popescu (ACM TOMS 44(2), 2017).
 *
 * A product must be stored before it is handed over (see nps_square()): a
 * compiler that fuses it with the addition would break TwoSum.
 */
#ifndef NPS_DD_H
#define NPS_DD_H

typedef struct NpsDd
{
	double		hi;				/* the sum, rounded to double */
	double		lo;				/* what hi left over */
} NpsDd;

static inline NpsDd
nps_two_sum(double a, double b)
{
	NpsDd		r;
	double		b_part;

	r.hi = a + b;
	b_part = r.hi - a;
	r.lo = (a - (r.hi - b_part)) + (b - b_part);
	return r;
}

/* As nps_two_sum(), for |a| >= |b|. */
static inline NpsDd
nps_fast_two_sum(double a, double b)
{
	NpsDd		r;

	r.hi = a + b;
	r.lo = b - (r.hi - a);
	return r;
}

static inline NpsDd
nps_dd_add_double(NpsDd x, double y)
{
	NpsDd		s = nps_two_sum(x.hi, y);

	return nps_fast_two_sum(s.hi, x.lo + s.lo);
}

static inline NpsDd
nps_dd_add(NpsDd x, NpsDd y)
{
	NpsDd		s = nps_two_sum(x.hi, y.hi);
	NpsDd		t = nps_two_sum(x.lo, y.lo);
	NpsDd		v = nps_fast_two_sum(s.hi, s.lo + t.hi);

	return nps_fast_two_sum(v.hi, t.lo + v.lo);
}

static inline NpsDd
nps_dd_negate(NpsDd x)
{
	x.hi = -x.hi;
	x.lo = -x.lo;
	return x;
}

/* x * x, rounded to double. */
static inline double
nps_square(double x)
{
	volatile double square = x * x;

	return square;
}

#endif							/* NPS_DD_H */
