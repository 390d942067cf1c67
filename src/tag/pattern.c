/*-------------------------------------------------------------------------
 *
 * pattern.c
 *		Cut a pattern into segments; see pattern.h.
 *
 * What a segment is made of, and what is refused in it, is the business of
 * literal.c.  Here are gaps, and the places next to an open word inside a
 * phrase: in "geen wacht* gehad" nothing is known of what follows "wacht" but
 * that it goes up to the end of the word, so "geen wacht*" and "gehad" are
 * looked for apart, and have to meet.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/pattern.h"

#include <string.h>

/* Bytes of "..." or of the one character that looks like it, at s; else 0. */
static size_t
gap_len(const char *s, size_t len)
{
	return len >= 3 && (memcmp(s, "...", 3) == 0 || memcmp(s, "\342\200\246", 3) == 0) ? 3 : 0;
}

static bool
is_space(const char *s, size_t len)
{
	return nps_literal_space(s, len) > 0;
}

/*
 * Does a segment end at text[at], behind an open word or before one?  There
 * is white space on exactly one side of the '*' that opens it.
 */
static bool
cut_at(const char *text, size_t len, size_t start, size_t at)
{
	size_t		i;

	if (!is_space(text + at, len - at))
		return false;
	if (at > start && text[at - 1] == '*')
		return true;
	for (i = at; i < len && is_space(text + i, len - i);)
		i += nps_literal_space(text + i, len - i);
	return i < len && text[i] == '*';
}

static bool
all_space(const char *text, size_t start, size_t end)
{
	while (start < end && is_space(text + start, end - start))
		start += nps_literal_space(text + start, end - start);
	return start == end;
}

/* Append text[start .. end) as a segment. */
static NpsLiteralStatus
add_segment(NpsPattern *p, const char *text, size_t start, size_t end, bool gap, size_t *error_at)
{
	unsigned char literal[NPS_PATTERN_MAX + 2];
	NpsSegment *segment = &p->segments[p->nsegments];
	size_t		used = p->nsegments > 0 ? (size_t) segment[-1].at + segment[-1].len : 0;
	size_t		len;
	size_t		i;
	NpsLiteralStatus status = nps_literal_compile(text + start, end - start, literal, &len, error_at);

	*error_at += start;
	if (status != NPS_LITERAL_OK)
		return status;
	if (p->nsegments == NPS_PATTERN_MAX_SEGMENTS || used + len > sizeof(p->bytes))
		return NPS_LITERAL_TOO_LONG;
	segment->at = (uint16_t) used;
	segment->len = (uint16_t) len;
	segment->gap = gap;
	segment->words = 1;
	for (i = 1; i + 1 < len; i++)
		segment->words += literal[i] == ' ';
	memcpy(p->bytes + used, literal, len);
	for (i = 0; i < len; i++)
		p->letters += literal[i] != ' ' && (literal[i] & 0xC0) != 0x80;
	p->words += segment->words;
	p->nsegments++;
	return p->words > NPS_PATTERN_MAX_WORDS ? NPS_LITERAL_TOO_LONG : NPS_LITERAL_OK;
}

/*
 * Compile text, len bytes of UTF-8 or of any bytes.
 *
 * If it is refused, *error_at is the offset in bytes of what is to blame, and
 * *pattern is of no use.
 */
NpsLiteralStatus
nps_pattern_compile(const char *text, size_t len, NpsPattern *pattern, size_t *error_at)
{
	NpsLiteralStatus status;
	size_t		start = 0;
	size_t		at;
	bool		gap = false;

	*error_at = 0;
	pattern->nsegments = pattern->words = pattern->letters = 0;
	if (len > NPS_LITERAL_MAX_WRITTEN)
		return NPS_LITERAL_TOO_LONG;
	for (at = 0; at < len;)
	{
		size_t		dots = gap_len(text + at, len - at);

		if (dots > 0)
		{
			/* words on both sides of a gap; one more dot is no gap */
			*error_at = at;
			if (all_space(text, start, at) || all_space(text, at + dots, len))
				return NPS_LITERAL_GAP;
			status = add_segment(pattern, text, start, at, gap, error_at);
			if (status != NPS_LITERAL_OK)
				return status;
			start = at += dots;
			gap = true;
		}
		else if (!all_space(text, start, at) && !all_space(text, at, len) && cut_at(text, len, start, at))
		{
			/* an open end right before a gap is no cut: the gap is */
			size_t		next = at;

			while (is_space(text + next, len - next))
				next += nps_literal_space(text + next, len - next);
			if (gap_len(text + next, len - next) == 0)
			{
				status = add_segment(pattern, text, start, at, gap, error_at);
				if (status != NPS_LITERAL_OK)
					return status;
				start = next;
				gap = false;
			}
			at = next;
		}
		else
			at++;
	}
	return add_segment(pattern, text, start, len, gap, error_at);
}
