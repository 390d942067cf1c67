/*-------------------------------------------------------------------------
 *
 * test_literal.c
 *		Unit tests of src/tag/literal.c.
 *
 *-------------------------------------------------------------------------
 */
#include "unit.h"

#include <stdlib.h>

#include "tag/fold.h"
#include "tag/literal.h"

typedef struct Case
{
	const char *pattern;
	const char *literal;		/* or NULL, and then why not, and where */
	NpsLiteralStatus status;
	size_t		error_at;
} Case;

/* Compile from the very end of an allocation; literal gets a NUL. */
static NpsLiteralStatus
compile(const char *pattern, size_t len, char *literal, size_t *literal_len, size_t *error_at)
{
	char	   *copy = malloc(len > 0 ? len : 1);
	unsigned char *out = malloc(NPS_PATTERN_MAX + 2);
	NpsLiteralStatus status;

	if (len > 0)
		memcpy(copy, pattern, len);
	*literal_len = 0;
	status = nps_literal_compile(copy, len, out, literal_len, error_at);
	memcpy(literal, out, *literal_len);
	literal[*literal_len] = '\0';
	free(copy);
	free(out);
	return status;
}

static void
test_table(void)
{
	static const Case table[] = {
		{"bereikbaar", " bereikbaar ", 0, 0},
		{"  Bereikbaar\t\n", " bereikbaar ", 0, 0},
		{"stem*", " stem", 0, 0},
		{"*suffix", "suffix ", 0, 0},
		{"*infix*", "infix", 0, 0},
		{" *infix* ", "infix", 0, 0},
		{"te bereiken", " te bereiken ", 0, 0},
		{"te \t bereiken", " te bereiken ", 0, 0},
		{"te\302\240bereiken\342\200\211", " te bereiken ", 0, 0},
		{"geen wacht*", " geen wacht", 0, 0},
		{"*heid is", "heid is ", 0, 0},
		{"*aat je aan z*", "aat je aan z", 0, 0},
		{"Caf\303\251*", " cafe", 0, 0},
		{"foto's", " fotos ", 0, 0},
		{"a", " a ", 0, 0},
		{"5", " 5 ", 0, 0},
		{"1*", NULL, NPS_LITERAL_TOO_SHORT, 0},
		{"24*", " 24", 0, 0},
		{"*\344\270\215*", "\344\270\215", 0, 0},
		/* an emoji is a word */
		{"\360\237\221\215", " \360\237\221\215 ", 0, 0},
		{"top\360\237\221\215", " top \360\237\221\215 ", 0, 0},
		{"\360\237\221\215*", NULL, NPS_LITERAL_STAR_INSIDE, 4},
		{"*\360\237\221\215", NULL, NPS_LITERAL_STAR_INSIDE, 0},
		{"een-'*", NULL, NPS_LITERAL_STAR_INSIDE, 5},
		{"*'-een", NULL, NPS_LITERAL_STAR_INSIDE, 0},
		/* joiners */
		{"non-stop", " non stop ", 0, 0},
		{"24/7", " 24 7 ", 0, 0},
		{"H&M", " h m ", 0, 0},
		{"wi\342\200\221fi*", " wi fi", 0, 0},
		/* contractions and e-mail */
		{"don't", " do not ", 0, 0},
		{"can't reach*", " can not reach", 0, 0},
		{"*s cannot", "s can not ", 0, 0},
		{"e-mail", " email ", 0, 0},
		{"E mail*", " email", 0, 0},
		{"*e mail", "e mail ", 0, 0},
		{"cante*", " cante", 0, 0},
		{"*cante*", "cante", 0, 0},
		{"cant*", NULL, NPS_LITERAL_STAR_CONTRACTION, 0},
		{"*can't", NULL, NPS_LITERAL_STAR_CONTRACTION, 1},
		{"*isn't*", NULL, NPS_LITERAL_STAR_CONTRACTION, 1},
		{"we don't*", NULL, NPS_LITERAL_STAR_CONTRACTION, 0},
		{"*don't we", NULL, NPS_LITERAL_STAR_CONTRACTION, 1},
		{"*ing don't", "ing do not ", 0, 0},
		/* refused */
		{"", NULL, NPS_LITERAL_EMPTY, 0},
		{" \t ", NULL, NPS_LITERAL_EMPTY, 0},
		{"*", NULL, NPS_LITERAL_NO_WORD, 0},
		{" ** ", NULL, NPS_LITERAL_NO_WORD, 1},
		{"...", NULL, NPS_LITERAL_NO_WORD, 0},
		{"?!", NULL, NPS_LITERAL_NO_WORD, 0},
		{"'", NULL, NPS_LITERAL_NO_WORD, 0},
		{"*\314\201*", NULL, NPS_LITERAL_NO_WORD, 1},
		{"a*b", NULL, NPS_LITERAL_STAR_INSIDE, 1},
		{"snel* antwoord", NULL, NPS_LITERAL_STAR_INSIDE, 4},
		{"heel *baar", NULL, NPS_LITERAL_STAR_INSIDE, 5},
		{"**baar", NULL, NPS_LITERAL_STAR_INSIDE, 1},
		{"baar**", NULL, NPS_LITERAL_STAR_INSIDE, 4},
		{"* baar", NULL, NPS_LITERAL_STAR_INSIDE, 1},
		{"baar *", NULL, NPS_LITERAL_STAR_INSIDE, 4},
		{"snel ... geholpen", NULL, NPS_LITERAL_GAP, 5},
		{"snel\342\200\246geholpen", NULL, NPS_LITERAL_GAP, 4},
		{"bereikbaar.", NULL, NPS_LITERAL_PUNCTUATION, 10},
		{"een. twee", NULL, NPS_LITERAL_PUNCTUATION, 3},
		{"een, twee", NULL, NPS_LITERAL_PUNCTUATION, 3},
		{"(een|twee)", NULL, NPS_LITERAL_PUNCTUATION, 0},
		{"een%", NULL, NPS_LITERAL_PUNCTUATION, 3},
		{"een - twee", NULL, NPS_LITERAL_PUNCTUATION, 4},
		{"-een", NULL, NPS_LITERAL_PUNCTUATION, 0},
		{"een-", NULL, NPS_LITERAL_PUNCTUATION, 3},
		{"een--twee", NULL, NPS_LITERAL_PUNCTUATION, 3},
		{"*-een", NULL, NPS_LITERAL_PUNCTUATION, 1},
		{"caf\351", NULL, NPS_LITERAL_PUNCTUATION, 3},
		{"a*", NULL, NPS_LITERAL_TOO_SHORT, 0},
		{"*\303\251*", NULL, NPS_LITERAL_TOO_SHORT, 1},
		{NULL, NULL, 0, 0}
	};
	char		literal[NPS_PATTERN_MAX + 3];
	char		name[100];
	size_t		len;
	size_t		at;
	int			i;

	for (i = 0; table[i].pattern != NULL; i++)
	{
		NpsLiteralStatus status = compile(table[i].pattern, strlen(table[i].pattern),
										  literal, &len, &at);

		if (table[i].literal != NULL)
		{
			is_str(status == NPS_LITERAL_OK ? literal : nps_literal_reason(status),
				   table[i].literal, table[i].literal);
			continue;
		}
		snprintf(name, sizeof(name), "case %d refused: %.60s", i, nps_literal_reason(table[i].status));
		if (!ok(status == table[i].status && at == table[i].error_at, name))
			printf("#   got %s at %d\n", nps_literal_reason(status), (int) at);
	}
}

static void
test_length(void)
{
	static char text[5000];
	char		literal[NPS_PATTERN_MAX + 3];
	size_t		len;
	size_t		at;
	size_t		i;

	memset(text, 'a', sizeof(text));
	ok(compile(text, 255, literal, &len, &at) == NPS_LITERAL_OK && len == 257, "255 letters");
	ok(compile(text, 256, literal, &len, &at) == NPS_LITERAL_TOO_LONG, "256 letters");
	ok(compile(text, 5000, literal, &len, &at) == NPS_LITERAL_TOO_LONG, "5000 letters");
	text[0] = '*';
	ok(compile(text, 256, literal, &len, &at) == NPS_LITERAL_OK && len == 256, "'*' and 255 letters");
	ok(compile(text, 257, literal, &len, &at) == NPS_LITERAL_TOO_LONG, "'*' and 256 letters");
	text[256] = '*';
	ok(compile(text, 257, literal, &len, &at) == NPS_LITERAL_OK && len == 255, "255 letters between '*'");

	/* nothing is lost between what is written and what is folded */
	for (i = 0; i < 255; i++)
		memcpy(text + 3 * i, "a\314\201", 3);
	ok(compile(text, 3 * 255, literal, &len, &at) == NPS_LITERAL_OK && len == 257, "255 letters with accents");
	memset(text, ' ', sizeof(text));
	ok(compile(text, sizeof(text), literal, &len, &at) == NPS_LITERAL_TOO_LONG, "much white space");
	for (i = 0; i < 100; i++)
		memcpy(text + 3 * i, "\357\267\272", 3);
	ok(compile(text, 300, literal, &len, &at) != NPS_LITERAL_OK, "characters that fold to long texts");
}

typedef struct Buffer
{
	size_t		len;
	char		bytes[1000];
} Buffer;

/* The words of all sentences, as in one. */
static void
collect(void *ctx, const NpsPiece *piece)
{
	Buffer	   *b = ctx;

	memcpy(b->bytes + b->len, piece->bytes + 1, piece->len - 1);
	b->len += piece->len - 1;
	b->bytes[b->len] = '\0';
}

/*
 * Random patterns: what is taken fits its buffer, is of the right form, and
 * closed patterns are found in their own text.
 */
static void
test_random(void)
{
	static const char *const parts[] = {
		"*", "*", " ", " ", "a", "e", "mail", "can't", "wont", "bereik", "-", "'", ".", "...",
		"\303\251", "\314\201", "\302\240", "\342\200\246", "\302\255", "\302\275", "\377",
		"\360\237", "t", "do", "n't", "/", "\357\254\201", "\346\227\245"
	};
	char		text[400];
	char		literal[NPS_PATTERN_MAX + 3];
	bool		form = true;
	bool		found = true;
	bool		place = true;
	int			taken = 0;
	int			i;

	for (i = 0; i < 100000; i++)
	{
		size_t		n = unit_random(8);
		size_t		len = 0;
		size_t		literal_len;
		size_t		at;

		for (; n > 0; n--)
		{
			const char *part = parts[unit_random(sizeof(parts) / sizeof(parts[0]))];

			memcpy(text + len, part, strlen(part));
			len += strlen(part);
		}
		text[len] = '\0';
		if (compile(text, len, literal, &literal_len, &at) == NPS_LITERAL_OK)
		{
			Buffer		b;

			taken++;
			form &= literal_len > 0 && strstr(literal, "  ") == NULL &&
				strchr(literal, '.') == NULL && strchr(literal, '*') == NULL;
			if (strchr(text, '*') == NULL)
			{
				strcpy(b.bytes, " ");
				b.len = 1;
				nps_fold((unsigned char *) text, len, NULL, collect, &b);
				found &= strcmp(b.bytes, literal) == 0;
			}
		}
		else
			place &= at <= len && literal_len == 0;
	}
	ok(taken > 5000, "enough random patterns are taken");
	ok(form, "literals have the promised form");
	ok(found, "a closed pattern is what its text folds to");
	ok(place, "refused patterns leave the output alone");
}

int
main(void)
{
	int			i;
	bool		reasons = true;

	test_table();
	test_length();
	test_random();
	for (i = NPS_LITERAL_OK; i <= NPS_LITERAL_TOO_LONG; i++)
		reasons &= strcmp(nps_literal_reason((NpsLiteralStatus) i), "unknown error") != 0;
	ok(reasons, "each status has a reason");
	return done_testing();
}
