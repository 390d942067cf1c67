/*-------------------------------------------------------------------------
 *
 * literal.c
 *		Compile a run of words of a pattern to a folded literal; see literal.h.
 *
 * Words go through nps_fold(), so whatever folding does to comments it does
 * to patterns.  A pattern that could match nothing, or nearly everything, or
 * something else than its author will have meant, is refused rather than
 * taken and left to disappoint: hence no punctuation (it looks like a regular
 * expression or LIKE), but for what joins the parts of one written word
 * ("non-stop", "24/7", "H&M"), which separates words just as in comments.
 *
 * Memory is a few fixed buffers and time is bounded, whatever the length.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/literal.h"

#include <setjmp.h>
#include <stdbool.h>
#include <string.h>

#include "tag/fold.h"

/* What one character of a pattern is; as fold.c sees it, with exceptions. */
typedef enum CharKind
{
	CHAR_WORD,					/* part of a word, or dropped */
	CHAR_SPACE,
	CHAR_JOINER,				/* separates the parts of a written word */
	CHAR_STAR,
	CHAR_PUNCTUATION
} CharKind;

/* The words of a text, all sentences in one: " een twee ", or " ". */
typedef struct Folded
{
	size_t		len;			/* of all of it, stored or not */
	unsigned char bytes[NPS_PATTERN_MAX + 5];	/* spaces, and the two letters
												 * of fold_words() */
	jmp_buf		too_long;
} Folded;

/* Append the own words of a piece. */
static void
append(void *ctx, const NpsPiece *piece)
{
	Folded	   *f = ctx;
	size_t		start = piece->words[piece->from].at;
	size_t		end = piece->to < piece->nwords ? piece->words[piece->to].at : piece->len;
	size_t		len = end - start;

	if (f->len < sizeof(f->bytes))
	{
		size_t		room = sizeof(f->bytes) - f->len;

		memcpy(f->bytes + f->len, piece->bytes + start, len < room ? len : room);
	}
	f->len += len;
}

/* Words that need more memory than nps_fold() has: no pattern is that long. */
static unsigned char *
refuse_to_grow(void *ctx, unsigned char *old, size_t size)
{
	(void) old;
	(void) size;
	longjmp(((Folded *) ctx)->too_long, 1);
}

static void
fold(const unsigned char *text, size_t len, Folded *f)
{
	f->bytes[0] = ' ';
	f->len = 1;
	if (setjmp(f->too_long) == 0)
		nps_fold(text, len, refuse_to_grow, append, f);
	else
		f->len = sizeof(f->bytes) + 1;
}

/* Bytes of the UTF-8 character at s, by its first byte; at least 1. */
static size_t
char_len(const unsigned char *s, size_t len)
{
	size_t		n = *s < 0xC2 ? 1 : *s < 0xE0 ? 2 : *s < 0xF0 ? 3 : *s < 0xF5 ? 4 : 1;

	return n < len ? n : len;
}

/* Is the character s one of the NUL-terminated strings in list? */
static bool
is_one_of(const unsigned char *s, size_t n, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strlen(*list) == n && memcmp(s, *list, n) == 0)
			return true;
	return false;
}

/* Bytes of the white space character at s; 0 if there is none. */
size_t
nps_literal_space(const char *bytes, size_t len)
{
	/* no-break and typographic spaces come with copying from documents */
	static const char *const spaces[] = {
		"\302\240",
		"\342\200\200", "\342\200\201", "\342\200\202", "\342\200\203",
		"\342\200\204", "\342\200\205", "\342\200\206", "\342\200\207",
		"\342\200\210", "\342\200\211", "\342\200\212", "\342\200\257",
		"\342\201\237", "\343\200\200", NULL
	};
	const unsigned char *s = (const unsigned char *) bytes;
	size_t		n;

	if (len == 0)
		return 0;
	if (*s < 0x80)
		return *s == ' ' || (*s >= '\t' && *s <= '\r');
	n = char_len(s, len);
	return is_one_of(s, n, spaces) ? n : 0;
}

static CharKind
char_kind(const unsigned char *s, size_t n)
{
	static const char *const joiners[] = {
		"-", "/", "&", "\342\200\220", "\342\200\221", "\342\200\223", NULL
	};
	unsigned char around[6];
	Folded		f;

	/* most are, and folding one by one takes time */
	if ((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') || (*s >= '0' && *s <= '9'))
		return CHAR_WORD;
	if (n == 1 && *s == '*')
		return CHAR_STAR;
	if (nps_literal_space((const char *) s, n) > 0)
		return CHAR_SPACE;
	if (is_one_of(s, n, joiners))
		return CHAR_JOINER;

	/* a word by itself, as an emoji is? */
	fold(s, n, &f);
	if (f.len > 1)
		return CHAR_WORD;

	/* between two letters: does it separate them? */
	around[0] = around[n + 1] = 'a';
	memcpy(around + 1, s, n);
	fold(around, n + 2, &f);
	return memchr(f.bytes + 1, ' ', f.len - 2) == NULL ? CHAR_WORD : CHAR_PUNCTUATION;
}

/*
 * Fold the words of a pattern.  A word with an open end is not the whole
 * word, so that what is done to whole words ("e mail", "cant") must not
 * happen to it: a letter is put in the place of the '*' for the time of
 * folding.  f gets the words, with the boundary spaces at closed ends.
 */
static void
fold_words(const unsigned char *words, size_t len, bool open_start, bool open_end,
		   Folded *f)
{
	unsigned char copy[NPS_LITERAL_MAX_WRITTEN + 2];
	size_t		n = 0;

	if (open_start)
		copy[n++] = 'q';
	memcpy(copy + n, words, len);
	n += len;
	if (open_end)
		copy[n++] = 'q';

	fold(copy, n, f);
	if (f->len > sizeof(f->bytes))
		return;					/* too long in any case */
	if (open_end)
		f->len -= 2;
	if (open_start)
	{
		f->len -= 2;
		memmove(f->bytes, f->bytes + 2, f->len);
	}
}

/*
 * Would the word at an open end be a contraction if it were whole?  Comments
 * never hold the letters of one ("cant" is "can not" in them), so "cant*"
 * could not find what it says.  open holds the words folded as open at both
 * ends; at_end: look at the last word, else at the first.
 */
static bool
is_contraction(const Folded *open, bool at_end)
{
	Folded		whole;
	size_t		from = 0;
	size_t		to = open->len;

	if (at_end)
	{
		for (from = to; from > 0 && open->bytes[from - 1] != ' ';)
			from--;
	}
	else
	{
		for (to = 0; to < open->len && open->bytes[to] != ' ';)
			to++;
	}
	fold(open->bytes + from, to - from, &whole);
	return whole.len > to - from + 2;
}

/*
 * Letters of a folded literal, up to 2.  What takes three bytes of UTF-8 or
 * more is mostly Chinese, Japanese or Korean, where one character says as much
 * as two letters.
 */
static int
count_letters(const Folded *f)
{
	int			letters = 0;
	size_t		i;

	for (i = 0; i < f->len && letters < 2; i++)
		if (f->bytes[i] != ' ' && (f->bytes[i] & 0xC0) != 0x80)
			letters += f->bytes[i] >= 0xE0 ? 2 : 1;
	return letters;
}

/*
 * Check the characters of s[start .. end), a pattern without the '*' and white
 * space around it.  Gives the first fault and its place.
 */
static NpsLiteralStatus
check_chars(const unsigned char *s, size_t start, size_t end, size_t *error_at)
{
	CharKind	before = CHAR_SPACE;
	size_t		i;
	size_t		n;

	for (i = start; i < end; i += n)
	{
		CharKind	kind;

		n = char_len(s + i, end - i);
		kind = char_kind(s + i, n);
		*error_at = i;
		if (kind == CHAR_STAR)
			return NPS_LITERAL_STAR_INSIDE;
		if ((end - i >= 3 && memcmp(s + i, "...", 3) == 0) ||
			(n == 3 && memcmp(s + i, "\342\200\246", 3) == 0))
			return NPS_LITERAL_GAP;
		if (kind == CHAR_PUNCTUATION)
			return NPS_LITERAL_PUNCTUATION;

		/* a joiner stands between two word characters */
		if (kind == CHAR_JOINER &&
			(before != CHAR_WORD || i + n == end ||
			 char_kind(s + i + n, char_len(s + i + n, end - i - n)) != CHAR_WORD))
			return NPS_LITERAL_PUNCTUATION;

		/* white space at the start or end: there is a '*' beyond it */
		if (kind == CHAR_SPACE && (i == start || i + n == end))
			return NPS_LITERAL_STAR_INSIDE;
		before = kind;
	}
	return NPS_LITERAL_OK;
}

/*
 * Compile a run of words, len bytes of UTF-8 (of any bytes, in fact: those that are
 * no UTF-8 are punctuation).
 *
 * literal has room for NPS_PATTERN_MAX + 2 bytes and gets *literal_len of
 * them, no NUL behind.  If it is refused, both are left alone, and
 * *error_at is the offset in bytes of what is to blame (where there is no such
 * place, of the words themselves).
 */
NpsLiteralStatus
nps_literal_compile(const char *words, size_t len, unsigned char *literal,
					size_t *literal_len, size_t *error_at)
{
	const unsigned char *s = (const unsigned char *) words;
	NpsLiteralStatus status;
	size_t		start = len;
	size_t		end = 0;
	size_t		boundaries;
	size_t		i;
	size_t		n;
	int			letters;
	bool		open_start;
	bool		open_end;
	bool		any_word = false;
	Folded		f;
	Folded		open;

	*error_at = 0;
	if (len > NPS_LITERAL_MAX_WRITTEN)
		return NPS_LITERAL_TOO_LONG;

	/* leave out the white space around */
	for (i = 0; i < len; i += n)
	{
		CharKind	kind;

		n = char_len(s + i, len - i);
		kind = char_kind(s + i, n);
		if (kind == CHAR_SPACE)
			continue;
		if (start > i)
			start = i;
		end = i + n;
		if (kind == CHAR_WORD)
			any_word = true;
	}
	if (end == 0)
		return NPS_LITERAL_EMPTY;
	*error_at = start;
	if (!any_word)
		return NPS_LITERAL_NO_WORD;

	/* a '*' touches the word that it opens */
	open_start = s[start] == '*';
	open_end = s[end - 1] == '*';
	start += open_start;
	end -= open_end;
	status = check_chars(s, start, end, error_at);
	if (status != NPS_LITERAL_OK)
		return status;
	*error_at = start;
	fold_words(s + start, end - start, open_start, open_end, &f);
	boundaries = (size_t) !open_start + (size_t) !open_end;
	if (f.len > NPS_PATTERN_MAX + boundaries)
		return NPS_LITERAL_TOO_LONG;
	letters = count_letters(&f);
	if (letters == 0)
		return NPS_LITERAL_NO_WORD; /* an apostrophe, an accent */
	if (open_start || open_end)
	{
		/* beside an emoji or a dropped apostrophe there is no word to be open */
		if ((open_start && f.bytes[0] == ' ') || (open_end && f.bytes[f.len - 1] == ' '))
		{
			*error_at = open_start && f.bytes[0] == ' ' ? start - 1 : end;
			return NPS_LITERAL_STAR_INSIDE;
		}
		if (letters < 2)
			return NPS_LITERAL_TOO_SHORT;
		fold_words(s + start, end - start, true, true, &open);
		if ((open_start && is_contraction(&open, false)) ||
			(open_end && is_contraction(&open, true)))
			return NPS_LITERAL_STAR_CONTRACTION;
	}

	memcpy(literal, f.bytes, f.len);
	*literal_len = f.len;
	return NPS_LITERAL_OK;
}

/*
 * What is wrong with a refused pattern, for people: a phrase that goes on from
 * "invalid keyword pattern: ".  For NPS_LITERAL_OK, "no error".
 */
const char *
nps_literal_reason(NpsLiteralStatus status)
{
	switch (status)
	{
		case NPS_LITERAL_OK:
			return "no error";
		case NPS_LITERAL_EMPTY:
			return "it is empty";
		case NPS_LITERAL_NO_WORD:
			return "it holds no letter or digit";
		case NPS_LITERAL_STAR_INSIDE:
			return "\"*\" may stand only at the start or end of a word, next to a letter or digit";
		case NPS_LITERAL_STAR_CONTRACTION:
			return "\"*\" cannot stand at a contraction such as \"can't\"";
		case NPS_LITERAL_GAP:
			return "a gap \"...\" stands between two words";
		case NPS_LITERAL_PUNCTUATION:
			return "no punctuation may stand in it but \"-\", \"/\" and \"&\" between two letters or digits, without spaces (H&M)";
		case NPS_LITERAL_TOO_SHORT:
			return "\"*\" needs at least two letters or digits beside it";
		case NPS_LITERAL_TOO_LONG:
			return "it is too long: 24 words, 255 letters and 8 parts (cut at gaps, and at \"*\" within a phrase) are the most";
	}
	return "unknown error";
}
