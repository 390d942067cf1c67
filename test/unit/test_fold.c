/*-------------------------------------------------------------------------
 *
 * test_fold.c
 *		Unit tests of src/tag/fold.c.
 *
 *-------------------------------------------------------------------------
 */
#include "unit.h"

#include <locale.h>
#include <setjmp.h>
#include <stdlib.h>
#include <wctype.h>

#include "tag/fold.h"

#define MAX_OUT	(1 << 18)

typedef struct Out
{
	size_t		len;
	size_t		calls;
	bool		empty_piece;
	char		bytes[MAX_OUT];
} Out;

static Out	one;
static Out	two;
static jmp_buf jump;

static void
collect(void *ctx, const unsigned char *folded, size_t len)
{
	Out		   *out = ctx;

	out->calls++;
	out->empty_piece |= len == 0;
	if (out->len + len < MAX_OUT)
		memcpy(out->bytes + out->len, folded, len);
	out->len += len;
}

/*
 * Fold len bytes.  They are copied to the very end of an allocation, so that
 * the sanitizer sees any read beyond them.
 */
static const char *
fold_bytes(Out *out, const char *text, size_t len)
{
	unsigned char *copy = malloc(len > 0 ? len : 1);

	if (len > 0)
		memcpy(copy, text, len);
	out->len = out->calls = 0;
	out->empty_piece = false;
	nps_fold(copy, len, collect, out);
	free(copy);
	out->bytes[out->len < MAX_OUT ? out->len : MAX_OUT - 1] = '\0';
	return out->bytes;
}

static const char *
fold(const char *text)
{
	return fold_bytes(&one, text, strlen(text));
}

/* UTF-8 of a code point; returns its length. */
static size_t
encode(char *to, uint32_t cp)
{
	size_t		n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	size_t		i;

	for (i = n; i > 1; i--)
	{
		to[i - 1] = (char) (0x80 | (cp & 0x3F));
		cp >>= 6;
	}
	to[0] = (char) (n == 1 ? cp : (0xF00 >> n & 0xFF) | cp);
	return n;
}

/*
 * Is it of the form fold.h promises?  Words hold no ASCII but a-z and 0-9.
 */
static bool
well_formed(const Out *out)
{
	const unsigned char *s = (const unsigned char *) out->bytes;
	size_t		i;

	if (out->len == 0 || out->empty_piece || s[0] != ' ' || s[out->len - 1] != ' ')
		return false;
	for (i = 1; i < out->len; i++)
	{
		if (s[i] == ' ' && s[i - 1] == ' ')
			return false;
		if (s[i] == '.' &&
			(s[i - 1] != ' ' || i < 3 || s[i - 2] == '.' || i + 2 >= out->len ||
			 s[i + 1] != ' ' || s[i + 2] == '.'))
			return false;
		if (s[i] < 0x80 && s[i] != ' ' && s[i] != '.' &&
			!(s[i] >= 'a' && s[i] <= 'z') && !(s[i] >= '0' && s[i] <= '9'))
			return false;
	}
	return true;
}

static bool
idempotent(const Out *once)
{
	fold_bytes(&two, once->bytes, once->len);
	return two.len == once->len && memcmp(two.bytes, once->bytes, two.len) == 0;
}

static void
test_table(void)
{
	static const char *const table[][2] = {
		{"", " "},
		{" .,!? \n\t\r", " "},
		{"Niet bereikbaar! In de wacht", " niet bereikbaar . in de wacht "},
		{"...a...b?!\n c . . ", " a . b . c "},
		{"a,b;c(d)e-f_g/h&i", " a b c d e f g h i "},
		{"\302\200x\302\205y\342\200\250z", " x . y . z "},
		{"ok\342\200\246nee\343\200\202ja\357\274\201wel", " ok . nee . ja . wel "},
		/* accents, ligatures, compatibility forms */
		{"\303\211\303\251n caf\303\251 cafe\314\201", " een cafe cafe "},
		{"stra\303\237e STRASSE \341\272\236", " strasse strasse ss "},
		{"\304\262sje \304\263s IJsje", " ijsje ijs ijsje "},
		{"\303\230re \303\206\305\223 \304\221\305\202\304\247\304\261 \303\236\303\260",
		" ore aeoe dlhi thd "},
		{"\357\274\241\357\275\202\357\274\221 \357\254\201jn m\302\262 \342\221\240",
		" ab1 fijn m2 1 "},
		{"\302\275 \342\204\242", " 1 2 tm "},
		{"\316\243\316\257\317\203\317\205\317\206\316\277\317\202",
		" \317\203\316\271\317\203\317\205\317\206\316\277\317\203 "},
		{"\352\260\200\353\202\230 \343\200\216\346\227\245\346\234\254\343\200\217",
		" \352\260\200\353\202\230 \346\227\245\346\234\254 "},
		/* apostrophes and invisible characters do not separate */
		{"foto's foto\342\200\231s foto\312\274s foto`s foto\302\264s \342\200\230s avonds\342\200\231",
		" fotos fotos fotos fotos fotos s avonds "},
		{"bereik\302\255baar \357\273\277a\342\200\215b c\342\200\213d \363\240\204\200e",
		" bereikbaar ab c d e "},
		/* emoji and symbols separate */
		{"top\360\237\221\215\360\237\217\275super\342\202\254" "5", " top super 5 "},
		/* contractions */
		{"can't Can\342\200\231t CANT cannot can not", " can not can not can not can not can not "},
		{"won't WONT wont want", " will not will not will not want "},
		{"don't dont doesn't didnt isn't aren't wasn't weren't",
		" do not do not does not did not is not are not was not were not "},
		{"hasn't haven't hadn't wouldn't couldn't shouldn't needn't mustn't",
		" has not have not had not would not could not should not need not must not "},
		{"cants scant klant bent ain't shan't dontx n't nt t", " cants scant klant bent aint shant dontx nt nt t "},
		{"c\303\240nt ca\302\255n\357\274\207t", " can not can not "},
		/* e-mail */
		{"e-mail E mail e-MAILS e mailen E\342\200\221mailtje email",
		" email email emails emailen emailtje email "},
		{"e. mail e\nmail me mail e-mai e-ma il e e-mail",
		" e . mail e . mail me mail e mai e ma il e email "},
		{"mail e", " mail e "},
		{NULL, NULL}
	};
	int			i;

	for (i = 0; table[i][0] != NULL; i++)
		is_str(fold(table[i][0]), table[i][1], table[i][1]);
}

/* Whatever is special, at every place around the end of the buffer. */
static void
test_buffer(void)
{
	static const char *const tails[] = {
		"can't. E-mail! shouldn't Eens", "e mailbox e mai won't", "e-mail", "cannot",
		"\303\211\303\251n. \302\275 \357\267\272 e-m\303\241il", NULL
	};
	static char text[20000];
	static char expected[20100];
	bool		good = true;
	bool		calls = true;
	int			t;
	size_t		n;
	size_t		i;

	for (t = 0; tails[t] != NULL; t++)
	{
		size_t		tail = strlen(tails[t]);
		const char *folded_tail = fold(tails[t]);
		size_t		len = one.len;

		for (n = 7600; n < 8300; n++)
		{
			/* one long word, words of two letters, and separators only */
			memset(text, 'x', n);
			text[n] = ' ';
			memcpy(text + n + 1, tails[t], tail);
			expected[0] = ' ';
			memset(expected + 1, 'x', n);
			memcpy(expected + n + 1, folded_tail = fold(tails[t]), len);
			fold_bytes(&two, text, n + 1 + tail);
			good &= two.len == n + 1 + len && memcmp(two.bytes, expected, two.len) == 0;
			calls &= two.calls <= 3;

			memset(text, ',', n);
			fold_bytes(&two, text, n + 1 + tail);
			good &= two.len == len && memcmp(two.bytes, folded_tail, len) == 0;

			if (n % 3 != 0)
				continue;
			for (i = 0; i < n; i += 3)
				memcpy(text + i, "ab ", 3);
			memcpy(text + n, tails[t], tail);
			fold_bytes(&two, text, n + tail);
			good &= two.len == n + len && memcmp(two.bytes, " ab ab", 6) == 0 &&
				memcmp(two.bytes + n, folded_tail, len) == 0;
		}
	}
	ok(good, "rules hold across the end of the buffer");
	ok(calls, "pieces are about as large as the buffer");

	memset(text, 'x', sizeof(text));
	memcpy(text, "e mail", 6);
	fold_bytes(&one, text, sizeof(text));
	ok(one.len == sizeof(text) + 1 && memcmp(one.bytes, " emailxxx", 9) == 0,
	   "e mail at the start of a word longer than the buffer");
	memcpy(text + sizeof(text) - 5, " cant", 5);
	fold_bytes(&one, text, sizeof(text));
	ok(one.len == sizeof(text) + 4 && memcmp(one.bytes + one.len - 9, " can not ", 9) == 0,
	   "contraction behind a word longer than the buffer");
	memcpy(text + sizeof(text) - 5, "xcant", 5);
	fold_bytes(&one, text, sizeof(text));
	ok(memcmp(one.bytes + one.len - 6, "xcant ", 6) == 0,
	   "the end of a long word is no contraction");
}

static void
test_invalid(void)
{
	static const char *const bad[] = {
		"\200", "\277", "\300\257", "\301\277", "\302", "\302a", "\340\200\257",
		"\340\237\277", "\340\203\251", "\360\200\203\251", "\342\202", "\342", "\355\240\200", "\355\277\277",
		"\360\200\200\257", "\360\217\277\277", "\360\237\221", "\360\237", "\360",
		"\364\220\200\200", "\365\200\200\200", "\370\210\200\200\200", "\376", "\377",
		NULL
	};
	char		text[16];
	bool		good = true;
	bool		form = true;
	bool		same = true;
	int			i;

	for (i = 0; bad[i] != NULL; i++)
	{
		snprintf(text, sizeof(text), "x%sy", bad[i]);
		good &= strcmp(fold(text), bad[i][1] == 'a' ? " x ay " : " x y ") == 0;
		snprintf(text, sizeof(text), "x%s", bad[i]);
		good &= strcmp(fold(text), bad[i][1] == 'a' ? " x a " : " x ") == 0;
	}
	ok(good, "bytes that are no UTF-8 separate");
	is_str(fold_bytes(&one, "a\0b", 3), " a b ", "NUL separates");
	is_str(fold("caf\351 re\347u"), " caf re u ", "LATIN1");

	for (i = 0; i < 200000; i++)
	{
		static const char alphabet[] =
		"aetTmnidE  -.'cowlu\303\251\314\201\342\200\246\235\360\237\221\215\357\267\272\0\302\275\355\377\304\263";
		size_t		n = unit_random(16);
		size_t		j;

		for (j = 0; j < n; j++)
			text[j] = i % 4 == 0 ? (char) unit_random(256) :
				alphabet[unit_random(sizeof(alphabet))];
		fold_bytes(&one, text, n);
		form &= well_formed(&one);
		same &= idempotent(&one);
	}
	ok(form, "random bytes give the promised form");
	ok(same, "folding is idempotent on random bytes");
}

/* Random sentences of the things that rules look at. */
static void
test_random_words(void)
{
	static const char *const parts[] = {
		"e", "E", "mail", "Mail", "mai", "can", "cant", "can't", "wont", "not", "n't", "do",
		"should", "t", "'", " ", " ", " ", "-", ".", "!", ",", "\n", "\303\251", "e\314\201",
		"\302\255", "\302\275", "\357\267\272", "\304\262", "\377", "must", "is"
	};
	static char text[40000];
	bool		form = true;
	bool		same = true;
	int			i;

	for (i = 0; i < 20000; i++)
	{
		size_t		n = i % 100 == 0 ? 4000 : 1 + unit_random(12);
		size_t		len = 0;

		for (; n > 0; n--)
		{
			const char *part = parts[unit_random(sizeof(parts) / sizeof(parts[0]))];

			memcpy(text + len, part, strlen(part));
			len += strlen(part);
		}
		fold_bytes(&one, text, len);
		form &= well_formed(&one);
		same &= idempotent(&one);
	}
	ok(form, "random words give the promised form");
	ok(same, "folding is idempotent on random words");
}

static void
test_code_points(void)
{
	char		text[32];
	char		kept[64];
	bool		form = true;
	bool		same = true;
	bool		upper = true;
	bool		marks = true;
	bool		have_locale = setlocale(LC_CTYPE, "C.UTF-8") != NULL;
	uint32_t	cp;
	uint32_t	mark;
	size_t		n;

	for (cp = 0; cp < 0x110000; cp++)
	{
		if (cp >= 0xD800 && cp < 0xE000)
			continue;
		fold_bytes(&one, text, encode(text, cp));
		form &= well_formed(&one);
		same &= idempotent(&one);
		if (have_locale && (towupper((wint_t) cp) != cp || towlower((wint_t) cp) != cp))
		{
			/* as a mark the iota subscript is dropped; not as a letter */
			if (cp == 0x345)
				continue;
			fold_bytes(&one, text, encode(text, (uint32_t) towupper((wint_t) cp)));
			snprintf(kept, sizeof(kept), "%.60s", one.bytes);
			fold_bytes(&one, text, encode(text, (uint32_t) towlower((wint_t) cp)));
			/* the C library may know letters of a later Unicode than the table */
			if (strcmp(kept, one.bytes) != 0 && strcmp(kept, " ") != 0 && strcmp(one.bytes, " ") != 0)
			{
				printf("# case: U+%04X\n", (unsigned) cp);
				upper = false;
			}
		}
	}
	ok(form, "each code point gives the promised form");
	ok(same, "folding is idempotent on each code point");
	ok(upper, have_locale ? "upper and lower case fold alike" :
	   "upper and lower case fold alike # SKIP no C.UTF-8 locale");

	for (cp = 'A'; cp <= 'z'; cp++)
		for (mark = 0x300; mark < 0x370; mark++)
		{
			if (!((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z'))
				continue;
			n = encode(text, cp);
			n += encode(text + n, mark);
			snprintf(kept, sizeof(kept), " %c ", (char) (cp | 0x20));
			marks &= strcmp(fold_bytes(&one, text, n), kept) == 0;
		}
	ok(marks, "combining marks vanish");
}

static void
jump_out(void *ctx, const unsigned char *folded, size_t len)
{
	(void) ctx;
	(void) folded;
	(void) len;
	longjmp(jump, 1);
}

int
main(void)
{
	test_table();
	test_buffer();
	test_invalid();
	test_random_words();
	test_code_points();

	if (setjmp(jump) == 0)
	{
		nps_fold((const unsigned char *) "a", 1, jump_out, NULL);
		ok(false, "the sink may jump out");
	}
	else
		ok(true, "the sink may jump out");
	return done_testing();
}
