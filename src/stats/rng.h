/*
 * rng.h
 *		Pseudo-random numbers that are the same on every machine.
 *
 * Pure C.  xoshiro256** (Blackman & Vigna 2018), its state filled by splitmix64
 * (Steele, Lea & Flood 2014).  A stream is a seed and a number, so that the k-th
 * shuffle can be made again without making those before it.
 */
#ifndef NPS_RNG_H
#define NPS_RNG_H

#include <stdint.h>

typedef struct NpsRng
{
	uint64_t	state[4];
} NpsRng;

static inline uint64_t
nps_splitmix64(uint64_t *state)
{
	uint64_t	z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static inline void
nps_rng_start(NpsRng *rng, uint64_t seed, uint64_t stream)
{
	uint64_t	state = nps_splitmix64(&seed) + stream;
	int			i;

	state = nps_splitmix64(&state);
	for (i = 0; i < 4; i++)
		rng->state[i] = nps_splitmix64(&state);
}

static inline uint64_t
nps_rng_next(NpsRng *rng)
{
	uint64_t   *s = rng->state;
	uint64_t	times5 = s[1] * 5;
	uint64_t	result = ((times5 << 7) | (times5 >> 57)) * 9;
	uint64_t	t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = (s[3] << 45) | (s[3] >> 19);
	return result;
}

/* 0 .. n - 1, each with the same chance (Lemire 2019); n > 0. */
static inline uint32_t
nps_rng_below(NpsRng *rng, uint32_t n)
{
	uint64_t	product = (nps_rng_next(rng) >> 32) * n;

	if ((uint32_t) product < n)
	{
		uint32_t	floor = -n % n;

		while ((uint32_t) product < floor)
			product = (nps_rng_next(rng) >> 32) * n;
	}
	return (uint32_t) (product >> 32);
}

#endif							/* NPS_RNG_H */
