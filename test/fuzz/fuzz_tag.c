/*-------------------------------------------------------------------------
 *
 * fuzz_tag.c
 *		libFuzzer harness of the tagger: folding, patterns, frames, matching.
 *
 * The input is a code frame and a comment: lines of a kind (one letter of
 * KINDS), a byte for the rule, one for a value, and a pattern; the rest, from an
 * empty line on, is the comment.  See scripts/fuzz.sh.
 *
 * What must hold for any bytes: no crash; tags in the text, of whole characters;
 * the same rules whatever is asked for, by a new matcher and by a used one, with
 * dense and with sparse automata; and for plain patterns what naive_match.h says.
 *
 *-------------------------------------------------------------------------
 */
#include <stdbool.h>
#include <stdint.h>

#include "naive_match.h"

#define KINDS	"kcmbaxwtjo"
#define MAX_ENTRIES	64
#define MAX_LINE	300

extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Spec specs[MAX_ENTRIES];
static char patterns[MAX_ENTRIES][MAX_LINE + 1];
static NpsMatcher used;
static NpsWords used_words;

static void
must(bool holds, const char *what)
{
	if (!holds)
	{
		fprintf(stderr, "does not hold: %s\n", what);
		abort();
	}
}

static NpsEntryKind
kind_of(char letter)
{
	static const NpsEntryKind kinds[] = {
		NPS_KEYWORD, NPS_CUE, NPS_MASK, NPS_NEGATOR_BEFORE, NPS_NEGATOR_AFTER, NPS_EXCEPTION, NPS_WISH, NPS_TONE, NPS_JOINER, NPS_CONTRAST
	};
	const char *at = strchr(KINDS, letter);

	return kinds[at == NULL || letter == '\0' ? (unsigned char) letter % 10 : (int) (at - KINDS)];
}

/* Could naive_match.h read the pattern? */
static bool
is_plain(const char *pattern, const NpsPattern *compiled)
{
	Atom		atoms[NPS_LITERAL_MAX_WRITTEN / 2];
	size_t		letters = 0;
	const char *s;
	int			n;
	int			i;

	for (s = pattern; *s != '\0'; s++)
		if (*s == '.')
		{
			if (s == pattern || s[-1] != ' ' || strncmp(s, "... ", 4) != 0)
				return false;
			s += 2;
		}
		else if (!((*s >= 'a' && *s <= 'z') || *s == ' ' || *s == '*'))
			return false;
	n = naive_atoms(pattern, atoms);
	for (i = 0; i < n; i++)
		letters += strlen(atoms[i].text);
	return n == compiled->words && letters == (size_t) compiled->letters;
}

/* One line of the frame; false if it is none. */
static bool
add_spec(const uint8_t *line, size_t len, int n, int nrules, bool *plain)
{
	Spec	   *s = &specs[n];
	NpsPattern	compiled;
	size_t		at;
	int			value;
	NpsLiteralStatus status;

	if (len < 4 || len > MAX_LINE)
		return false;
	memset(s, 0, sizeof(*s));
	memcpy(patterns[n], line + 3, len - 3);
	patterns[n][len - 3] = '\0';
	s->pattern = patterns[n];
	status = nps_pattern_compile(s->pattern, len - 3, &compiled, &at);
	must(at <= len - 3, "an error's place is in the pattern");
	must(status == NPS_LITERAL_OK || nps_literal_reason(status)[0] != '\0', "an error has a reason");
	if (status != NPS_LITERAL_OK || strlen(s->pattern) != len - 3)
		return false;
	*plain &= is_plain(s->pattern, &compiled);
	value = line[2];
	s->kind = kind_of((char) line[0]);
	s->rule = line[1] % nrules;
	s->polarity = s->kind == NPS_KEYWORD ? value % 3 - 1 : 0;
	s->weight = (float) (value % 24 - 6) / 8;
	s->tone = (float) (value % 32 - 16) / 8;
	s->scope = value % 21;
	if (s->kind == NPS_MASK && value % 3 > 0)
	{
		s->nrules = value % 3;
		s->rules[0] = line[1] % nrules;
		s->rules[1] = value % nrules;
	}
	return true;
}

static bool
same_result(const NpsMatcher *a, const NpsMatcher *b, int nrules)
{
	size_t		i;

	for (i = 0; i < (size_t) nrules; i++)
		if (a->rules[i].found != b->rules[i].found ||
			(a->rules[i].found && a->rules[i].polarity != b->rules[i].polarity))
			return false;
	if (a->ntags != b->ntags)
		return false;
	for (i = 0; i < a->ntags; i++)
		if (compare_tags(&a->tags[i], &b->tags[i]) != 0 || a->tags[i].polarity != b->tags[i].polarity ||
			a->tags[i].negated != b->tags[i].negated)
			return false;
	return true;
}

static void
check_tags(const NpsMatcher *m, const Book *book, const char *text, size_t len)
{
	bool		tagged[NAIVE_RULES] = {false};
	size_t		i;

	for (i = 0; i < m->ntags; i++)
	{
		const NpsTag *t = &m->tags[i];
		const Spec *s = &book->specs[t->entry];

		must(t->start < t->end && t->end <= len, "a tag is in the text");
		must(((unsigned char) text[t->start] & 0xC0) != 0x80, "a tag begins with a character");
		must(t->entry < (uint32_t) book->nspecs && (s->kind == NPS_KEYWORD || s->kind == NPS_CUE), "a tag is of a keyword or cue");
		must(m->rules[s->rule].found, "a tag's rule is found");
		tagged[s->rule] = true;
	}
	for (i = 0; i < (size_t) book->nrules; i++)
		must(tagged[i] || !m->rules[i].found || len > 1000, "a rule that is found has a tag");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static Book book;
	static Book sparse;
	NpsMatcher	fresh;
	NpsWords	fresh_words;
	bool		plain = true;
	int			nrules = 5;
	int			n = 0;
	int			rule;
	int			what;

	while (size > 0 && n < MAX_ENTRIES)
	{
		const uint8_t *end = memchr(data, '\n', size);
		size_t		len = end == NULL ? size : (size_t) (end - data);

		if (len > 0)
			n += add_spec(data, len, n, nrules, &plain);
		data += len + (end != NULL);
		size -= len + (end != NULL);
		if (len == 0)
			break;
	}
	if (used.scan.resize == NULL)
	{
		nps_words_init(&used_words, some_mix, plain_resize, NULL);
		nps_matcher_init(&used, &used_words, plain_resize, NULL);
	}
	nps_words_init(&fresh_words, some_mix, plain_resize, NULL);
	nps_matcher_init(&fresh, &fresh_words, plain_resize, NULL);
	book_build(&book, specs, n, nrules, SIZE_MAX);
	book_build(&sparse, specs, n, nrules, 0);

	match_bytes(&fresh, book.frame, (const char *) data, size, NPS_MATCH_TAGS, NPS_POSITIVE);
	sort_tags(fresh.tags, fresh.ntags);
	check_tags(&fresh, &book, (const char *) data, size);
	match_bytes(&used, sparse.frame, (const char *) data, size, NPS_MATCH_TAGS, NPS_POSITIVE);
	sort_tags(used.tags, used.ntags);
	must(same_result(&fresh, &used, nrules), "a used matcher and a sparse automaton give the same");
	for (what = NPS_MATCH_RULES; what < NPS_MATCH_TAGS; what++)
	{
		match_bytes(&used, book.frame, (const char *) data, size, (NpsMatchWhat) what, NPS_POSITIVE);
		for (rule = 0; rule < nrules; rule++)
			must(used.rules[rule].found == fresh.rules[rule].found, "the rules do not depend on what is asked for");
	}
	if (plain && size < 500)
	{
		const char *difference = naive_difference(&used, &book, (const char *) data, size, NPS_NEGATIVE, COMPARE_ALL);

		must(difference == NULL, difference);
	}
	matcher_free(&fresh);
	book_free(&book);
	book_free(&sparse);
	return 0;
}
