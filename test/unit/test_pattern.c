/*-------------------------------------------------------------------------
 *
 * test_pattern.c
 *		Unit tests of src/tag/pattern.c: where patterns are cut, and what is
 *		refused; what a segment is made of is for test_literal.c.
 *
 *-------------------------------------------------------------------------
 */
#include "unit.h"

#include <stdlib.h>

#include "tag/pattern.h"

typedef struct Case
{
	const char *pattern;
	const char *segments;		/* "[ een ]...[twee]": each literal, with what
								 * stands before it; or NULL, and then why not */
	NpsLiteralStatus status;
	size_t		error_at;
} Case;

/* Compile from the very end of an allocation. */
static NpsLiteralStatus
compile(const char *pattern, size_t len, NpsPattern *to, size_t *error_at)
{
	char	   *copy = malloc(len > 0 ? len : 1);
	NpsPattern *compiled = malloc(sizeof(NpsPattern));
	NpsLiteralStatus status;

	if (len > 0)
		memcpy(copy, pattern, len);
	status = nps_pattern_compile(copy, len, compiled, error_at);
	*to = *compiled;
	free(copy);
	free(compiled);
	return status;
}

static void
show(const NpsPattern *p, char *to, size_t size)
{
	size_t		used = 0;
	int			i;

	for (i = 0; i < p->nsegments; i++)
		used += (size_t) snprintf(to + used, size - used, "%s[%.*s]", i == 0 ? "" : p->segments[i].gap ? "..." : "+",
								  (int) p->segments[i].len, (const char *) p->bytes + p->segments[i].at);
}

static void
test_table(void)
{
	static const Case table[] = {
		{"bereikbaar", "[ bereikbaar ]", 0, 0},
		{"te bereiken", "[ te bereiken ]", 0, 0},
		{"stem*", "[ stem]", 0, 0},
		{"*infix*", "[infix]", 0, 0},
		{"  geen wacht*  ", "[ geen wacht]", 0, 0},
		/* open words inside */
		{"geen wacht* gehad", "[ geen wacht]+[ gehad ]", 0, 0},
		{"geen *tijd gehad", "[ geen ]+[tijd gehad ]", 0, 0},
		{"geen *tijd* gehad", "[ geen ]+[tijd]+[ gehad ]", 0, 0},
		{"aan* *uit", "[ aan]+[uit ]", 0, 0},
		{"aan* \t *uit", "[ aan]+[uit ]", 0, 0},
		{"aan*\302\240uit", "[ aan]+[ uit ]", 0, 0},
		{"*aa *bb *cc", "[aa ]+[bb ]+[cc ]", 0, 0},
		{"aa* bb* cc*", "[ aa]+[ bb]+[ cc]", 0, 0},
		{"a bb* c d *ee f g", "[ a bb]+[ c d ]+[ee f g ]", 0, 0},
		/* gaps */
		{"kwam ... opdagen", "[ kwam ]...[ opdagen ]", 0, 0},
		{"kwam...opdagen", "[ kwam ]...[ opdagen ]", 0, 0},
		{"kwam\342\200\246opdagen", "[ kwam ]...[ opdagen ]", 0, 0},
		{" kwam ...  opdagen ", "[ kwam ]...[ opdagen ]", 0, 0},
		{"snel* ... antwoord*", "[ snel]...[ antwoord]", 0, 0},
		{"*snel ... *woord", "[snel ]...[woord ]", 0, 0},
		{"snel*... *woord", "[ snel]...[woord ]", 0, 0},
		{"aa ... bb ... cc", "[ aa ]...[ bb ]...[ cc ]", 0, 0},
		{"aa bb* cc ... dd *ee", "[ aa bb]+[ cc ]...[ dd ]+[ee ]", 0, 0},
		{"can't ... reach", "[ can not ]...[ reach ]", 0, 0},
		{"24/7 ... open*", "[ 24 7 ]...[ open]", 0, 0},
		/* joined, folded */
		{"Één ... ÉÉN", "[ een ]...[ een ]", 0, 0},
		{"e-mail* sturen", "[ email]+[ sturen ]", 0, 0},
		/* refused, and where */
		{"", NULL, NPS_LITERAL_EMPTY, 0},
		{"   ", NULL, NPS_LITERAL_EMPTY, 0},
		{"...", NULL, NPS_LITERAL_GAP, 0},
		{"... aa", NULL, NPS_LITERAL_GAP, 0},
		{"  ... aa", NULL, NPS_LITERAL_GAP, 2},
		{"aa ...", NULL, NPS_LITERAL_GAP, 3},
		{"aa ...  ", NULL, NPS_LITERAL_GAP, 3},
		{"aa ... ... bb", NULL, NPS_LITERAL_GAP, 7},
		{"aa....bb", NULL, NPS_LITERAL_PUNCTUATION, 5},
		{"aa......bb", NULL, NPS_LITERAL_GAP, 5},
		{"aa ... bb, cc", NULL, NPS_LITERAL_PUNCTUATION, 9},
		{"aa ... b*b", NULL, NPS_LITERAL_STAR_INSIDE, 8},
		{"aa ... * bb", NULL, NPS_LITERAL_NO_WORD, 7},
		{"aa* b,b", NULL, NPS_LITERAL_PUNCTUATION, 5},
		{"aa* **", NULL, NPS_LITERAL_NO_WORD, 4},
		{"aa * bb", NULL, NPS_LITERAL_NO_WORD, 3},
		{"aa bb* c*", NULL, NPS_LITERAL_TOO_SHORT, 7},
		{"a* bb", NULL, NPS_LITERAL_TOO_SHORT, 0},
		{"aa ... cant*", NULL, NPS_LITERAL_STAR_CONTRACTION, 7},
		{"\303\251\303\251n ... ?", NULL, NPS_LITERAL_NO_WORD, 10},
		{NULL, NULL, 0, 0}
	};
	NpsPattern	p;
	char		shown[NPS_PATTERN_MAX + 100];
	char		name[120];
	size_t		at;
	int			i;

	for (i = 0; table[i].pattern != NULL; i++)
	{
		NpsLiteralStatus status = compile(table[i].pattern, strlen(table[i].pattern), &p, &at);

		if (table[i].segments != NULL)
		{
			shown[0] = '\0';
			if (status == NPS_LITERAL_OK)
				show(&p, shown, sizeof(shown));
			is_str(status == NPS_LITERAL_OK ? shown : nps_literal_reason(status), table[i].segments, table[i].pattern);
			continue;
		}
		snprintf(name, sizeof(name), "\"%s\" refused: %.60s", table[i].pattern, nps_literal_reason(table[i].status));
		if (!ok(status == table[i].status && at == table[i].error_at, name))
			printf("#   got %s at %d\n", nps_literal_reason(status), (int) at);
	}
}

/* Words and letters are those that the pattern names. */
static void
test_counts(void)
{
	NpsPattern	p;
	size_t		at;

	compile("a bb* c ... *dd e*e", 15, &p, &at);
	ok(p.nsegments == 3 && p.words == 4 && p.letters == 6, "words and letters are counted over segments");
	compile("can't ... b", 11, &p, &at);
	ok(p.words == 3 && p.letters == 7, "those of a contraction are counted written out");
	compile("\303\251\346\227\245", 5, &p, &at);
	ok(p.words == 1 && p.letters == 2, "letters are characters, not bytes");
}

/* words of `each`, with `between` between them */
static size_t
repeat(char *to, const char *each, const char *between, int n)
{
	size_t		len = 0;

	for (; n > 0; n--)
		len += (size_t) sprintf(to + len, "%s%s", each, n > 1 ? between : "");
	return len;
}

static void
test_limits(void)
{
	static char text[NPS_LITERAL_MAX_WRITTEN + 100];
	NpsPattern	p;
	size_t		at;
	size_t		len;

	len = repeat(text, "a", " ", NPS_PATTERN_MAX_WORDS);
	ok(compile(text, len, &p, &at) == NPS_LITERAL_OK && p.words == NPS_PATTERN_MAX_WORDS, "as many words as there may be");
	len = repeat(text, "a", " ", NPS_PATTERN_MAX_WORDS + 1);
	ok(compile(text, len, &p, &at) == NPS_LITERAL_TOO_LONG, "one more");
	len = repeat(text, "aa", " ... ", NPS_PATTERN_MAX_SEGMENTS);
	ok(compile(text, len, &p, &at) == NPS_LITERAL_OK && p.nsegments == NPS_PATTERN_MAX_SEGMENTS, "as many gaps as there may be");
	len = repeat(text, "aa", " ... ", NPS_PATTERN_MAX_SEGMENTS + 1);
	ok(compile(text, len, &p, &at) == NPS_LITERAL_TOO_LONG, "one more gap");
	len = repeat(text, "aa*", " ", NPS_PATTERN_MAX_SEGMENTS);
	ok(compile(text, len, &p, &at) == NPS_LITERAL_OK && p.nsegments == NPS_PATTERN_MAX_SEGMENTS, "as many open words");
	len = repeat(text, "aa*", " ", NPS_PATTERN_MAX_SEGMENTS + 1);
	ok(compile(text, len, &p, &at) == NPS_LITERAL_TOO_LONG, "one more open word");

	/* two segments of NPS_PATTERN_MAX / 2 letters fit, two of NPS_PATTERN_MAX do not */
	memset(text, 'a', sizeof(text));
	memcpy(text + 127, " ... ", 5);
	ok(compile(text, 127 + 5 + 127, &p, &at) == NPS_LITERAL_OK, "254 letters in two segments");
	memset(text, 'a', sizeof(text));
	memcpy(text + 255, " ... ", 5);
	ok(compile(text, 255 + 5 + 255, &p, &at) == NPS_LITERAL_TOO_LONG, "510 letters in two segments");
	memset(text, ' ', sizeof(text));
	ok(compile(text, NPS_LITERAL_MAX_WRITTEN, &p, &at) == NPS_LITERAL_EMPTY, "nothing but white space");
	ok(compile(text, NPS_LITERAL_MAX_WRITTEN + 1, &p, &at) == NPS_LITERAL_TOO_LONG, "too much of it");
	text[0] = text[NPS_LITERAL_MAX_WRITTEN - 1] = 'a';
	ok(compile(text, NPS_LITERAL_MAX_WRITTEN, &p, &at) == NPS_LITERAL_OK && p.words == 2, "words far apart");
}

/* Is what was taken of the form that pattern.h promises? */
static bool
good_form(const NpsPattern *p)
{
	size_t		at = 0;
	int			words = 0;
	int			letters = 0;
	int			i;

	if (p->nsegments < 1 || p->nsegments > NPS_PATTERN_MAX_SEGMENTS || p->segments[0].gap)
		return false;
	for (i = 0; i < p->nsegments; i++)
	{
		const NpsSegment *s = &p->segments[i];
		const unsigned char *b = p->bytes + s->at;
		int			spaces = 0;
		int			j;

		if (s->at != at || s->len < 1 || at + s->len > sizeof(p->bytes) || s->words < 1)
			return false;
		at += s->len;
		for (j = 0; j < s->len; j++)
		{
			if (b[j] == '*' || b[j] == '.' || (b[j] >= 'A' && b[j] <= 'Z'))
				return false;
			if (j > 0 && b[j] == ' ' && b[j - 1] == ' ')
				return false;
			letters += b[j] != ' ' && (b[j] & 0xC0) != 0x80;
			spaces += b[j] == ' ' && j > 0 && j < s->len - 1;
		}
		if (s->words != spaces + 1)
			return false;

		/* cut only where an open end or a gap makes it necessary */
		if (i > 0 && !s->gap && b[0] == ' ' && p->bytes[s->at - 1] == ' ')
			return false;
		words += s->words;
	}
	return p->words == words && p->letters == letters && words <= NPS_PATTERN_MAX_WORDS;
}

static void
test_random(void)
{
	static const char *const parts[] = {
		"*", "*", " ", " ", " ", "aa", "e", "mail", "can't", "wont", "bereik", "-", "'", ".", "...", " ... ", "* ",
		" *", "\303\251", "\314\201", "\302\240", "\342\200\246", "\302\255", "\302\275", "\377", "bb", "cc",
		"\360\237", "t", "do", "n't", "/", "\357\254\201", "\346\227\245", "\360\237\221\215"
	};
	char		text[400];
	bool		form = true;
	bool		place = true;
	bool		again = true;
	int			taken = 0;
	int			several = 0;
	int			i;

	for (i = 0; i < 100000; i++)
	{
		NpsPattern	p;
		size_t		n = unit_random(14);
		size_t		len = 0;
		size_t		at;

		for (; n > 0; n--)
		{
			const char *part = parts[unit_random(sizeof(parts) / sizeof(parts[0]))];

			memcpy(text + len, part, strlen(part));
			len += strlen(part);
		}
		if (compile(text, len, &p, &at) == NPS_LITERAL_OK)
		{
			char		copy[NPS_PATTERN_MAX + 100];
			size_t		used = 0;
			int			k;
			NpsPattern	q;

			taken++;
			several += p.nsegments > 1;
			form &= good_form(&p);

			/* written as it is understood, it is understood the same */
			for (k = 0; k < p.nsegments; k++)
			{
				const char *b = (const char *) p.bytes + p.segments[k].at;
				int			l = p.segments[k].len;

				used += (size_t) snprintf(copy + used, sizeof(copy) - used, "%s%s%.*s%s", p.segments[k].gap ? " ... " : " ",
										  b[0] == ' ' ? "" : "*", l, b, b[l - 1] == ' ' ? "" : "*");
			}
			again &= compile(copy, used, &q, &at) == NPS_LITERAL_OK && q.nsegments == p.nsegments &&
				q.words == p.words && memcmp(q.bytes, p.bytes, (size_t) p.segments[p.nsegments - 1].at + p.segments[p.nsegments - 1].len) == 0;
		}
		else
			place &= at <= len;
	}
	ok(taken > 3000 && several > 500, "enough random patterns are taken");
	ok(form, "they have the promised form");
	ok(again, "written as it is understood, a pattern is understood the same");
	ok(place, "what is to blame is in the text");
}

int
main(void)
{
	test_table();
	test_counts();
	test_limits();
	test_random();
	return done_testing();
}
