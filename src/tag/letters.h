/*-------------------------------------------------------------------------
 *
 * letters.h
 *		Bytes, many at once: letters in lower case, and which ones are letters.
 *
 * A loop over the letters of a word must guess for each whether it is the last
 * one, and guesses wrong about once in a word; that costs more than all that is
 * here.  All letters are ASCII; other bytes are nothing.
 *
 * Pure C: no PostgreSQL.  Private to fold.c.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_LETTERS_H
#define NPS_LETTERS_H

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define NPS_EACH_BYTE	UINT64_C(0x0101010101010101)

/* 8 bytes as a number, the first one lowest; and back. */
static inline uint64_t
nps_load(const unsigned char *bytes)
{
	uint64_t	value;

	memcpy(&value, bytes, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	value = __builtin_bswap64(value);
#endif
	return value;
}

static inline void
nps_store(unsigned char *bytes, uint64_t value)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	value = __builtin_bswap64(value);
#endif
	memcpy(bytes, &value, 8);
}

/* Letters in lower case; other bytes do not become letters. */
static inline uint64_t
nps_lower(uint64_t bytes)
{
	return bytes | 0x20 * NPS_EACH_BYTE;
}

/* Which of 8 bytes, in lower case, are letters?  A bit for each, the first one lowest. */
static inline uint64_t
nps_letters(uint64_t bytes)
{
	/* without the top bits, so that no sum carries into the next byte */
	const uint64_t low = bytes & 0x7F * NPS_EACH_BYTE;
	const uint64_t top = (low + (0x80 - 'a') * NPS_EACH_BYTE) & ~(low + (0x7F - 'z') * NPS_EACH_BYTE) &
		~bytes & 0x80 * NPS_EACH_BYTE;

	/* each top bit goes to a place of its own in the last byte */
	return (top >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

/* The same of 64 bytes, in any case. */
static inline uint64_t
nps_letters_64_plain(const unsigned char *bytes)
{
	uint64_t	letters = 0;
	int			i;

	for (i = 0; i < 64; i += 8)
		letters |= nps_letters(nps_lower(nps_load(bytes + i))) << i;
	return letters;
}

#ifdef __SSE2__
static inline uint64_t
nps_letters_64(const unsigned char *bytes)
{
	uint64_t	letters = 0;
	int			i;

	for (i = 0; i < 64; i += 16)
	{
		__m128i		some = _mm_loadu_si128((const __m128i *) (bytes + i));

		/* 'a' .. 'z' become the 26 least of all numbers, which have a sign */
		some = _mm_add_epi8(_mm_or_si128(some, _mm_set1_epi8(0x20)), _mm_set1_epi8(0x80 - 'a'));
		some = _mm_cmplt_epi8(some, _mm_set1_epi8(26 - 0x80));
		letters |= (uint64_t) _mm_movemask_epi8(some) << i;
	}
	return letters;
}
#else
#define nps_letters_64	nps_letters_64_plain
#endif

#endif							/* NPS_LETTERS_H */
