/*-------------------------------------------------------------------------
 *
 * signs.h
 *		What a character is to folding: by itself, and by what stands around it.
 *
 * Pure C: no PostgreSQL.  Private to fold.c.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_SIGNS_H
#define NPS_SIGNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tag/fold_table.h"

/* Above this a value of fold_ascii[] is the folded byte itself. */
#define FOLD_NON_ASCII	FOLD_FIRST_TEXT

/* What each ASCII byte becomes, or is. */
#define SEP	FOLD_SEPARATOR
#define BRK	FOLD_BREAK
#define QUE	FOLD_QUESTION
#define DRP	FOLD_DROP
#define CLS	FOLD_CLAUSE
#define HYP	FOLD_HYPHEN
#define N_A	FOLD_NON_ASCII

static const unsigned char fold_ascii[256] = {
	SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, BRK, SEP, SEP, BRK, SEP, SEP,
	SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP,
	SEP, BRK, SEP, SEP, SEP, SEP, SEP, DRP, CLS, CLS, SEP, SEP, CLS, HYP, BRK, SEP,
	'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', CLS, CLS, SEP, SEP, SEP, QUE,
	SEP, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
	'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', SEP, SEP, SEP, SEP, SEP,
	DRP, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
	'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', SEP, SEP, SEP, SEP, SEP,
	N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A,
	N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A,
	N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A,
	N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A,
	N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A,
	N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A,
	N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A,
	N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A, N_A
};

#undef SEP
#undef BRK
#undef QUE
#undef DRP
#undef CLS
#undef HYP
#undef N_A

/*
 * Length of the well-formed UTF-8 character above ASCII at text, and its code
 * point; 0 where there is none (overlong, surrogate, beyond U+10FFFF, cut off,
 * stray byte).
 */
static inline size_t
decode(const unsigned char *text, size_t len, uint32_t *cp)
{
	unsigned char c = text[0];
	uint32_t	v;
	uint32_t	least;
	size_t		n;
	size_t		i;

	if (c < 0xC2 || c > 0xF4)
		return 0;
	n = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	least = n == 2 ? 0x80 : n == 3 ? 0x800 : 0x10000;
	v = c & (0x7F >> n);
	if (len < n)
		return 0;
	for (i = 1; i < n; i++)
	{
		if ((text[i] & 0xC0) != 0x80)
			return 0;
		v = v << 6 | (text[i] & 0x3F);
	}
	if (v < least || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF))
		return 0;
	*cp = v;
	return n;
}

static inline uint16_t
table_value(uint32_t cp)
{
	if (cp < FOLD_INDEX_END)
		return fold_block[fold_index[cp / FOLD_BLOCK] * FOLD_BLOCK + cp % FOLD_BLOCK];
	if (cp >= FOLD_IGNORABLE && cp < FOLD_IGNORABLE_END)
		return FOLD_MARK;
	return FOLD_SEPARATOR;
}

/* Does text, len bytes, begin with white space, or is it at its end? */
static inline bool
begins_blank(const unsigned char *text, size_t len)
{
	uint32_t	cp;

	if (len == 0 || *text == ' ' || (*text >= '\t' && *text <= '\r'))
		return true;
	if (*text < 0x80 || decode(text, len, &cp) == 0)
		return false;
	return cp == 0x85 || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) ||
		cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

/*
 * Does the hyphen at p, n bytes, separate clauses?  "goed - maar" does, but not
 * the hyphens of "e-mail" and "in- en uitgang".
 */
static inline bool
is_dash(const unsigned char *text, const unsigned char *text_end,
		const unsigned char *p, size_t n)
{
	const unsigned char *before = p;

	if (!begins_blank(p + n, (size_t) (text_end - p) - n))
		return false;
	while (before > text && p - before < 3)
		if ((*--before & 0xC0) != 0x80)
			break;
	return begins_blank(before, (size_t) (p - before));
}

static inline bool
is_alnum(unsigned char c)
{
	return fold_ascii[c] > FOLD_NON_ASCII;
}

static inline bool
is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

/* Does the text from p on go on with a blank, and then not with a capital? */
static inline bool
goes_on(const unsigned char *text_end, const unsigned char *p)
{
	if (p == text_end || *p != ' ')
		return false;
	while (p < text_end && *p == ' ')
		p++;
	return p < text_end && is_alnum(*p) && !(*p >= 'A' && *p <= 'Z');
}

/* Is the word at p, n bytes, in a list of them? */
static inline bool
is_in(const char *const *list, const unsigned char *p, size_t n)
{
	size_t		i;

	for (; *list != NULL; list++)
	{
		for (i = 0; i < n && fold_ascii[p[i]] == (unsigned char) (*list)[i]; i++)
			;
		if (i == n && (*list)[n] == '\0')
			return true;
	}
	return false;
}

/*
 * Is the full stop at p the point of a number ("12.30"), of an abbreviation of
 * letters ("i.v.m. ziekte") or of an address ("www.example.nl")?
 */
static inline bool
is_point(const unsigned char *text, const unsigned char *text_end,
		 const unsigned char *p)
{
	static const char *const hosts[] = {"www", NULL};
	static const char *const domains[] = {"nl", "be", "com", "org", "eu", "uk", NULL};
	const size_t longest = 3;
	size_t		before = 0;
	size_t		after = 0;

	while (before <= longest && p - text > (ptrdiff_t) before && is_alnum(p[-1 - (ptrdiff_t) before]))
		before++;
	while (after <= longest && text_end - p > (ptrdiff_t) after + 1 && is_alnum(p[1 + after]))
		after++;
	if (before == 0)
		return false;
	if (after == 0)
		return before == 1 && p - text > 1 && p[-2] == '.' && goes_on(text_end, p + 1);
	return (is_digit(p[-1]) && is_digit(p[1])) || (before == 1 && after == 1) ||
		is_in(hosts, p - before, before) || is_in(domains, p + 1, after);
}

#endif							/* NPS_SIGNS_H */
