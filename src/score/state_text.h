/*
 * state_text.h
 *		Reading and writing the numbers in the text forms of the aggregate
 *		states: exact, the same everywhere, whatever the settings of a session.
 *
 * A parse function returns what follows the number, or NULL if there is none
 * or it is out of range.
 */
#ifndef NPS_STATE_TEXT_H
#define NPS_STATE_TEXT_H

#include <math.h>

#include "common/int.h"
#include "common/shortest_dec.h"
#include "lib/stringinfo.h"

static inline const char *
nps_skip_space(const char *s)
{
	while (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
		s++;
	return s;
}

static inline bool
nps_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits, as a count. */
static inline const char *
nps_parse_count(const char *s, int64 *value)
{
	int64		v = 0;

	if (!nps_is_digit(*s))
		return NULL;
	for (; nps_is_digit(*s); s++)
		if (pg_mul_s64_overflow(v, 10, &v) || pg_add_s64_overflow(v, *s - '0', &v))
			return NULL;
	*value = v;
	return s;
}

/* A finite decimal number; no -0, so that equal numbers have the same bits. */
static inline const char *
nps_parse_double(const char *s, double *value)
{
	const char *end = s;
	char	   *parsed;

	if (*end == '-')
		end++;
	if (!nps_is_digit(*end))
		return NULL;
	while (nps_is_digit(*end))
		end++;
	if (end[0] == '.' && nps_is_digit(end[1]))
	{
		end++;
		while (nps_is_digit(*end))
			end++;
	}
	if (end[0] == 'e' && (nps_is_digit(end[1]) || ((end[1] == '+' || end[1] == '-') && nps_is_digit(end[2]))))
	{
		end += 2;
		while (nps_is_digit(*end))
			end++;
	}

	*value = strtod(s, &parsed) + 0.0;	/* the server keeps LC_NUMERIC at C */
	if (parsed != end || !isfinite(*value))
		return NULL;
	return end;
}

/* The shortest decimal number that reads back as this double. */
static inline void
nps_append_double(StringInfo out, double value)
{
	char		digits[DOUBLE_SHORTEST_DECIMAL_LEN];

	double_to_shortest_decimal_buf(value, digits);
	appendStringInfoString(out, digits);
}

#endif							/* NPS_STATE_TEXT_H */
