/*-------------------------------------------------------------------------
 *
 * test_fold.c
 *		Unit tests of src/tag/fold.c.
 *
 *-------------------------------------------------------------------------
 */
#include "unit.h"

#include <ctype.h>
#include <locale.h>
#include <setjmp.h>
#include <stdlib.h>
#include <strings.h>
#include <wctype.h>

#include "tag/fold.h"
#include "tag/letters.h"

#define MAX_OUT	(1 << 20)
#define MAX_WORDS	(1 << 18)

/*
 * What nps_fold() gave: the own words of all pieces, with ". " between two
 * sentences (" een . twee drie "; " " without words).  Whatever fold.h promises
 * about pieces is checked as they come.
 */
typedef struct Out
{
	const unsigned char *text;
	size_t		text_len;
	size_t		len;			/* of bytes; beyond MAX_OUT they are not kept */
	size_t		calls;
	size_t		handed;			/* bytes of all pieces */
	size_t		grown;			/* calls of grow() */
	bool		good;			/* pieces are as promised */
	int			nwords;
	int			sentence;		/* number of the first word of the sentence */
	int			ahead;			/* words that the last piece showed ahead */
	bool		ended;			/* the last piece was the last of its sentence */
	NpsWord		words[MAX_WORDS];	/* at: in bytes of this Out */
	unsigned char flags[MAX_WORDS]; /* of the sentence, in its last word */
	char		bytes[MAX_OUT];
} Out;

#define LAST	1
#define QUESTION	2

static Out	one;
static Out	two;
static unsigned char *grown;
static jmp_buf jump;

static size_t
word_len(const char *word)
{
	return (size_t) (strchr(word, ' ') - word);
}

/* Is word i of the piece the word number n of out (which may be to come)? */
static bool
same_word(const Out *out, int n, const NpsPiece *piece, int i)
{
	const NpsWord *a = &out->words[n];
	const NpsWord *b = &piece->words[i];
	size_t		len = word_len((const char *) piece->bytes + b->at) + 1;

	return a->start == b->start && a->end == b->end && a->clause == b->clause &&
		memcmp(out->bytes + a->at, piece->bytes + b->at, len) == 0;
}

/* Are the numbers of the word its bytes? */
static bool
good_bytes(const NpsWord *w, const unsigned char *bytes, size_t len)
{
	uint64_t	numbers[2] = {0, NPS_WORD_LONG};
	size_t		i;

	if (len <= NPS_WORD_BYTES)
		numbers[1] = 0;
	for (i = 0; i < len && i < (len <= NPS_WORD_BYTES ? 16 : 8); i++)
		numbers[i / 8] |= (uint64_t) bytes[i] << i % 8 * 8;
	return w->bytes.low == numbers[0] && w->bytes.high == numbers[1];
}

/* Are the words where they say, and their sources in the text? */
static bool
good_words(const Out *out, const NpsPiece *piece)
{
	size_t		at = 1;
	int			i;

	if (piece->bytes[0] != ' ' || piece->bytes[piece->len - 1] != ' ')
		return false;
	for (i = 0; i < piece->nwords; i++)
	{
		const NpsWord *w = &piece->words[i];
		const unsigned char *space;

		if (w->at != at || at >= piece->len || piece->bytes[at] == ' ')
			return false;
		space = memchr(piece->bytes + at, ' ', piece->len - at);
		at = (size_t) (space - piece->bytes) + 1;
		if (!good_bytes(w, piece->bytes + w->at, at - 1 - w->at))
			return false;
		if (w->start >= w->end || w->end > out->text_len || w->clause > 1 ||
			(i > 0 && (w->start < w[-1].start || w->end < w[-1].end)) ||
			(out->text[w->start] & 0xC0) == 0x80)
			return false;
	}
	return at == piece->len;
}

/* Is the piece of the right extent, and does it go on from the one before? */
static bool
good_extent(Out *out, const NpsPiece *piece)
{
	int			before = out->nwords - out->sentence;
	int			i;

	if (piece->nwords < 1 || piece->nwords > NPS_PIECE_WORDS || piece->from < 0 ||
		piece->from >= piece->to || piece->to > piece->nwords ||
		piece->first != out->ended || (piece->question && !piece->last))
		return false;
	if (piece->last ? piece->to != piece->nwords : piece->nwords - piece->to != NPS_PIECE_AFTER)
		return false;
	if (piece->from != (piece->first ? 0 : before < NPS_PIECE_BEFORE ? before : NPS_PIECE_BEFORE))
		return false;
	if (piece->first)
		return piece->words[0].clause == 0;

	/* what the piece before had is still there, own or ahead */
	if (piece->nwords < piece->from + out->ahead)
		return false;
	for (i = 0; i < piece->from + out->ahead; i++)
		if (!same_word(out, out->nwords - piece->from + i, piece, i))
			return false;
	return true;
}

static void
collect(void *ctx, const NpsPiece *piece)
{
	Out		   *out = ctx;
	int			n = out->nwords;
	int			i;

	out->calls++;
	out->handed += piece->len;
	if (!good_words(out, piece) || !good_extent(out, piece))
	{
		out->good = false;
		return;
	}
	if (piece->first)
	{
		if (out->len > 1)
		{
			memcpy(out->bytes + out->len, ". ", 2);
			out->len += 2;
		}
		out->sentence = n;
	}

	/* words ahead are noted, and written over by the next piece */
	for (i = piece->from; i < piece->nwords; i++)
	{
		size_t		len = word_len((const char *) piece->bytes + piece->words[i].at) + 1;

		if (n == MAX_WORDS || out->len + len > MAX_OUT)
			abort();
		out->words[n] = piece->words[i];
		out->words[n].at = (uint32_t) out->len;
		out->flags[n] = 0;
		memcpy(out->bytes + out->len, piece->bytes + piece->words[i].at, len);
		out->len += len;
		n++;
	}
	out->nwords += piece->to - piece->from;
	if (!piece->last)
		out->len = out->words[out->nwords].at;
	else
		out->flags[n - 1] = LAST | (piece->question ? QUESTION : 0);
	out->ahead = piece->nwords - piece->to;
	out->ended = piece->last;
}

/* Always moves, so that the sanitizer sees any use of the old buffer. */
static unsigned char *
grow(void *ctx, unsigned char *old, size_t size)
{
	unsigned char *bigger = malloc(size);

	((Out *) ctx)->grown++;
	if (old != NULL)
		memcpy(bigger, old, size / 2);
	free(old);
	grown = bigger;
	return bigger;
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
	out->text = copy;
	out->text_len = len;
	out->len = 1;
	out->bytes[0] = ' ';
	out->calls = out->handed = out->grown = 0;
	out->nwords = out->sentence = out->ahead = 0;
	out->good = out->ended = true;
	nps_fold(copy, len, len > NPS_FOLD_SMALL ? grow : NULL, collect, out);
	out->good &= out->ended;
	free(copy);
	free(grown);
	grown = NULL;
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

	if (out->len == 0 || !out->good || s[0] != ' ' || s[out->len - 1] != ' ')
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

/*
 * Does the source of each word, folded alone, give that word?  Where sources
 * overlap, because a contraction or one character gave several words, it gives
 * that word among them.
 */
static bool
sources_agree(const Out *out, const char *text)
{
	int			i;

	for (i = 0; i < out->nwords; i++)
	{
		const NpsWord *w = &out->words[i];
		bool		shared = (i > 0 && w[-1].end > w->start) ||
			(i + 1 < out->nwords && w[1].start < w->end);
		size_t		len = word_len(out->bytes + w->at) + 1;
		bool		found = false;
		int			k;

		fold_bytes(&two, text + w->start, w->end - w->start);
		for (k = 0; k < two.nwords; k++)
			found |= memcmp(two.bytes + two.words[k].at, out->bytes + w->at, len) == 0;
		if (!found || (!shared && two.nwords != 1))
			return false;
	}
	return true;
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
		{"om 12.30 uur. 3.Nee", " om 12 30 uur . 3 . nee "},
		{"niet i.v.m. ziekte, o.a. de B.V. en e.d. Ja", " niet i v m ziekte o a de b v en e d . ja "},
		{"op www.Bedrijf.nl. En WWW.x.NL.", " op www bedrijf nl . en www x nl "},
		{"goed.Maar slecht.nooit a.b.", " goed . maar slecht . nooit a b "},
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
		/* emoji are words, symbols separate */
		{"top\360\237\221\215\360\237\217\275super\342\202\254" "5", " top \360\237\221\215 super 5 "},
		{"top \360\237\221\215\360\237\221\215!", " top \360\237\221\215 \360\237\221\215 "},
		{"\342\235\244\357\270\217\342\200\215\360\237\224\245 \342\230\271", " \342\235\244 \360\237\224\245 \342\230\271 "},
		{"1\357\270\217\342\203\243x \360\237\207\263\360\237\207\261y\360\237\217\275z", " 1x yz "},
		{"a\342\236\241b\342\226\252c\342\235\235d\302\251e", " a b c d e "},
		{"\360\237\253\250 \342\255\220\342\217\260 e\360\237\221\215mail", " \360\237\253\250 \342\255\220 \342\217\260 e \360\237\221\215 mail "},
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
	ok(calls, "a sentence of few words is one piece");

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
	bool		sources = true;
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
		sources &= sources_agree(&one, text);
	}
	ok(form, "random bytes give the promised form");
	ok(same, "folding is idempotent on random bytes");
	ok(sources, "and the sources of words fold to them");
}

/* Which bytes are letters is found the same in either way, and as plainly as can be. */
static void
test_letters(void)
{
	unsigned char bytes[64];
	bool		good = true;
	int			round;
	int			i;

	for (round = 0; round < 20000; round++)
	{
		uint64_t	letters = 0;

		for (i = 0; i < 64; i++)
		{
			bytes[i] = (unsigned char) (round < 256 ? (uint32_t) round : unit_random(256));
			letters |= (uint64_t) ((bytes[i] >= 'a' && bytes[i] <= 'z') || (bytes[i] >= 'A' && bytes[i] <= 'Z')) << i;
		}
		good &= nps_letters_64(bytes) == letters && nps_letters_64_plain(bytes) == letters;
	}
	ok(good, "letters of 64 bytes at once");
}

/* Random sentences of the things that rules look at. */
static void
test_random_words(void)
{
	static const char *const parts[] = {
		"e", "E", "mail", "Mail", "mai", "can", "cant", "can't", "wont", "not", "n't", "do",
		"should", "t", "'", " ", " ", " ", "-", ".", "!", ",", "\n", "\303\251", "e\314\201",
		"\302\255", "\302\275", "\357\267\272", "\304\262", "\377", "must", "is",
		"\360\237\221\215", "\360\237\217\275", "\342\200\215", "\357\270\217", "\342\221\264"
	};
	static char text[40000];
	bool		form = true;
	bool		same = true;
	bool		sources = true;
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
		sources &= sources_agree(&one, text);
	}
	ok(form, "random words give the promised form");
	ok(same, "folding is idempotent on random words");
	ok(sources, "and the sources of words fold to them");
}

static void
test_code_points(void)
{
	char		text[32];
	char		kept[64];
	bool		form = true;
	bool		same = true;
	bool		sources = true;
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
		sources &= one.nwords == 0 || sources_agree(&one, text);
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
	ok(sources, "and what it gives has it as its source");
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

/* The words as "word start-end", with ", " before a clause and . or ? behind a sentence. */
static const char *
show_words(const char *text)
{
	static char shown[1000];
	size_t		n = 0;
	int			i;

	fold(text);
	shown[0] = '\0';
	for (i = 0; i < one.nwords && n < sizeof(shown) - 100; i++)
	{
		const NpsWord *w = &one.words[i];
		const char *word = one.bytes + w->at;

		n += (size_t) sprintf(shown + n, "%s%s%.*s %u-%u%s", i > 0 ? " " : "", w->clause ? ", " : "",
							  (int) word_len(word), word, (unsigned) w->start, (unsigned) w->end,
							  one.flags[i] & QUESTION ? "?" : one.flags[i] & LAST ? "." : "");
	}
	return shown;
}

/* Sources, clauses and sentences. */
static void
test_words(void)
{
	static const char *const table[][2] = {
		{"", ""},
		{" Niet bereikbaar", "niet 1-5 bereikbaar 6-16."},
		{"I can't. Cannot", "i 0-1 can 2-7 not 2-7. can 9-15 not 9-15."},
		{"e-mail E, Mails e\302\240mailt", "email 0-6 emails 7-15 emailt 16-24."},
		{"'foto's' `a`", "fotos 1-7 a 10-11."},
		{"'cant' \302\255x\302\255", "can 1-5 not 1-5 x 9-10."},
		/* one character, several words; marks go with what they are on */
		{"x\302\275y", "x1 0-3 2y 1-4."},
		{"a\357\267\272b", "a\330\265\331\204\331\211 0-4 \330\247\331\204\331\204\331\207 1-4 "
		"\330\271\331\204\331\212\331\207 1-4 \331\210\330\263\331\204\331\205b 1-5."},
		{"cafe\314\201\314\201 \314\201\303\251\314\201", "cafe 0-8 e 11-15."},
		{"1\357\270\217\342\203\243 \342\204\242", "1 0-7 tm 8-11."},
		{"a\360\237\221\215\360\237\217\275b \360\237\221\215.", "a 0-1 \360\237\221\215 1-9 b 9-10 \360\237\221\215 11-15."},
		{"\360\237\221\251\342\200\215\360\237\222\273\357\270\217\314\201", "\360\237\221\251 0-4 \360\237\222\273 7-16."},
		{"\314\201\357\270\217", ""},
		/* clauses */
		{"a, b; c: d (e) f", "a 0-1 , b 3-4 , c 6-7 , d 9-10 , e 12-13 , f 15-16."},
		{"a \342\200\223 b\342\200\224c\342\200\223d", "a 0-1 , b 6-7 , c 10-11 , d 14-15."},
		{"a - b -c d- e-f -", "a 0-1 , b 4-5 c 7-8 d 9-10 e 12-13 f 14-15."},
		{"a\302\240- b -\343\200\200c \342\200\220 d\t\342\210\222\ve -", "a 0-1 , b 5-6 , c 11-12 , d 17-18 , e 23-24."},
		{"a\302\251- b\240- c", "a 0-1 b 5-6 c 9-10."},
		{"-a (b", "a 1-2 , b 4-5."},
		{"- a. (b), c", "a 2-3. b 6-7 , c 10-11."},
		{"a / b & c \" d", "a 0-1 b 4-5 c 8-9 d 12-13."},
		{"a\357\274\214b\343\200\201c\330\214d\342\221\264", "a 0-1 , b 4-5 , c 8-9 , d 11-12 , 1 12-15."},
		{"x, can't", "x 0-1 , can 3-8 not 3-8."},
		{"x, \360\237\221\215", "x 0-1 , \360\237\221\215 3-7."},
		/* sentences */
		{"?a", "a 1-2."},
		{"a? b! c?! d!? e.", "a 0-1? b 3-4. c 6-7? d 10-11? e 14-15."},
		{"a.\n ( ? ) b, c?", "a 0-1? b 10-11 , c 13-14?"},
		{"a\357\274\237b\330\237c\342\201\207d\342\201\210e\342\200\275f", "a 0-1? b 4-5? c 7-8? d 11-12? e 15-16? f 19-20."},
		{"a\315\276 b? \360\237\221\215", "a 0-1 , b 4-5? \360\237\221\215 7-11."},
		{NULL, NULL}
	};
	int			i;

	for (i = 0; table[i][0] != NULL; i++)
		is_str(show_words(table[i][0]), table[i][1], table[i][1]);
}

/*
 * A naive implementation for comparison: one list of all words, which each rule
 * goes over in turn.  It knows the characters of char_table, and no others.
 */
typedef struct RefWord
{
	char		bytes[24];		/* of longer words, the first ones */
	size_t		len;
	uint32_t	start;
	uint32_t	end;
	bool		clause;
	int			sentence;
	bool		question;		/* behind the sentence */
} RefWord;

static const struct
{
	const char *source;
	char		kind;			/* Word, Emoji, Mark, Drop, Separator, Clause,
								 * Hyphen, Break, Question */
	const char *text;
}			char_table[] = {
	{"'", 'D', ""}, {" ", 'S', ""}, {"/", 'S', ""}, {"\377", 'S', ""}, {",", 'C', ""}, {"(", 'C', ""},
	{"-", 'H', ""}, {".", 'B', ""}, {"!", 'B', ""}, {"\n", 'B', ""}, {"?", 'Q', ""},
	{"\303\251", 'W', "e"}, {"\314\201", 'M', ""}, {"\302\255", 'D', ""}, {"\302\275", 'W', "1 2"},
	{"\304\262", 'W', "ij"}, {"\346\227\245", 'W', "\346\227\245"}, {"\342\200\223", 'C', ""},
	{"\360\237\221\215", 'E', "\360\237\221\215"}, {"\360\237\217\275", 'M', ""}, {"\302\240", 'S', ""},
	{NULL, 'W', NULL}
};

static RefWord ref_words[MAX_WORDS];
static RefWord ref_expanded[MAX_WORDS];

static bool
ref_blank(const char *text, size_t len, size_t at, bool before)
{
	if (before)
		return at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n' ||
			(at >= 2 && memcmp(text + at - 2, "\302\240", 2) == 0);
	return at == len || text[at] == ' ' || text[at] == '\n' ||
		(at + 2 <= len && memcmp(text + at, "\302\240", 2) == 0);
}

/* Is the full stop at text[at] one that ends no sentence? */
static bool
ref_point(const char *text, size_t len, size_t at)
{
	static const char *const domains[] = {"nl", "be", "com", "org", "eu", "uk"};
	size_t		from = at;
	size_t		to = at + 1;
	size_t		i;

	while (from > 0 && (unsigned char) text[from - 1] < 0x80 && isalnum((unsigned char) text[from - 1]))
		from--;
	while (to < len && (unsigned char) text[to] < 0x80 && isalnum((unsigned char) text[to]))
		to++;
	if (from == at)
		return false;
	if (to > at + 1)
	{
		bool		domain = false;

		for (i = 0; i < sizeof(domains) / sizeof(domains[0]); i++)
			domain |= strlen(domains[i]) == to - at - 1 && strncasecmp(domains[i], text + at + 1, to - at - 1) == 0;
		return domain || (from + 1 == at && to == at + 2) || (at - from == 3 && strncasecmp(text + from, "www", 3) == 0) ||
			(isdigit((unsigned char) text[at - 1]) && isdigit((unsigned char) text[at + 1]));
	}
	for (i = to; i < len && text[i] == ' '; i++)
		;
	return from + 1 == at && from > 0 && text[from - 1] == '.' && i > to && i < len &&
		(islower((unsigned char) text[i]) || isdigit((unsigned char) text[i]));
}

/* The words as the characters give them; returns how many. */
static int
ref_split(const char *text, size_t len)
{
	int			n = 0;
	int			sentence = 0;
	bool		in_word = false;
	bool		clause = false;
	size_t		at = 0;

	while (at < len)
	{
		int			k = 0;
		size_t		size = 1;
		char		ascii[2] = "";
		char		kind = 'W';
		const char *s = ascii;

		while (char_table[k].source != NULL &&
			   (text[at] != char_table[k].source[0] ||
				strncmp(text + at, char_table[k].source, strlen(char_table[k].source)) != 0))
			k++;
		if (char_table[k].source != NULL)
		{
			size = strlen(char_table[k].source);
			kind = char_table[k].kind;
			s = char_table[k].text;
		}
		else
			ascii[0] = (char) (text[at] >= 'A' && text[at] <= 'Z' ? text[at] + 32 : text[at]);
		if (text[at] == '.' && ref_point(text, len, at))
			kind = 'S';
		if (kind == 'H')
			kind = ref_blank(text, len, at, true) && ref_blank(text, len, at + 1, false) ? 'C' : 'S';
		if (kind != 'W' && kind != 'M' && kind != 'D')
			in_word = false;
		if (kind == 'C')
			clause = true;
		if ((kind == 'B' || kind == 'Q') && n > 0)
		{
			sentence = ref_words[n - 1].sentence + 1;
			ref_words[n - 1].question |= kind == 'Q';
		}
		if (kind == 'M' && n > 0 && ref_words[n - 1].end == at)
			ref_words[n - 1].end += (uint32_t) size;
		for (; *s != '\0'; s++)
		{
			RefWord    *w = &ref_words[n];

			if (*s == ' ')
			{
				in_word = false;
				continue;
			}
			if (!in_word)
			{
				memset(w, 0, sizeof(*w));
				w->start = (uint32_t) at;
				w->clause = clause && n > 0 && w[-1].sentence == sentence;
				w->sentence = sentence;
				clause = false;
				in_word = true;
				n++;
			}
			w = &ref_words[n - 1];
			if (w->len < sizeof(w->bytes))
				w->bytes[w->len] = *s;
			w->len++;
			w->end = (uint32_t) (at + size);
		}
		if (kind == 'E')
			in_word = false;
		at += size;
	}
	return n;
}

static bool
ref_is(const RefWord *w, const char *word)
{
	return w->len == strlen(word) && memcmp(w->bytes, word, w->len) == 0;
}

/* "e" and "mail..." -> "email..."; returns the number of words left. */
static int
ref_join(int n)
{
	int			to = 0;
	int			i;

	for (i = 0; i < n; i++)
	{
		RefWord    *w = &ref_words[i];
		RefWord    *e = &ref_words[to > 0 ? to - 1 : 0];
		RefWord		joined = *w;

		if (to > 0 && ref_is(e, "e") && e->sentence == w->sentence && strncmp(w->bytes, "mail", 4) == 0)
		{
			joined.start = e->start;
			joined.clause = e->clause;
			joined.len++;
			memmove(joined.bytes + 1, w->bytes, sizeof(joined.bytes) - 1);
			joined.bytes[0] = 'e';
			to--;
		}
		ref_words[to++] = joined;
	}
	return to;
}

/* Write out contractions, into ref_expanded; returns the number of words. */
static int
ref_expand(int n)
{
	static const char *const table[][2] = {
		{"cant", "can"}, {"cannot", "can"}, {"wont", "will"}, {"dont", "do"}, {"isnt", "is"},
		{"shouldnt", "should"}, {"mustnt", "must"}, {NULL, NULL}
	};
	int			to = 0;
	int			i;
	int			k;

	for (i = 0; i < n; i++)
	{
		RefWord    *w = &ref_expanded[to++];

		*w = ref_words[i];
		for (k = 0; table[k][0] != NULL; k++)
		{
			if (!ref_is(w, table[k][0]))
				continue;
			w[1] = *w;
			w->len = strlen(table[k][1]);
			memcpy(w->bytes, table[k][1], w->len);
			w->question = false;
			w[1].len = 3;
			memcpy(w[1].bytes, "not", 3);
			w[1].clause = false;
			to++;
			break;
		}
	}
	return to;
}

/* Does out, of text, agree with the naive implementation? */
static bool
agrees(const Out *out, const char *text, size_t len)
{
	int			n = ref_expand(ref_join(ref_split(text, len)));
	int			i;

	if (!out->good || out->nwords != n)
		return false;
	for (i = 0; i < n; i++)
	{
		const NpsWord *w = &out->words[i];
		const RefWord *r = &ref_expanded[i];
		bool		last = i + 1 == n || r[1].sentence != r->sentence;
		size_t		kept = r->len < sizeof(r->bytes) ? r->len : sizeof(r->bytes);

		if (word_len(out->bytes + w->at) != r->len || memcmp(out->bytes + w->at, r->bytes, kept) != 0 ||
			w->start != r->start || w->end != r->end || (w->clause != 0) != r->clause ||
			out->flags[i] != (last ? LAST | (r->question ? QUESTION : 0) : 0))
			return false;
	}
	return true;
}

/*
 * Random text of what rules look at.  One in `rare` parts may end a sentence;
 * one in `longer` is a word of up to 5000 bytes (0: none).
 */
static size_t
random_text(char *text, size_t room, int parts, uint32_t rare, uint32_t longer)
{
	static const char *const words[] = {
		"e", "E", "mail", "Mails", "mai", "can", "cant", "can't", "wont", "not", "n't", "do", "cannot",
		"should", "must", "is", "t", "'", " ", " ", " ", " ", " ", " ", "-", " - ", ",", "(", "/",
		"\303\251", "\314\201", "\302\255", "\302\275", "\304\262", "\377", "\346\227\245", "\342\200\223",
		"\360\237\221\215", "\360\237\217\275", "\302\240", " niet ", " bereikbaar", "wachttijden ", " a ",
		"7", "30", ".", ".", "x", "Y", ".nl", "www.", ".com"
	};
	static const char *const breaks[] = {".", "?", "\n", "...", "?!"};
	size_t		len = 0;

	for (; parts > 0 && len + 5000 < room; parts--)
	{
		const char *part = words[unit_random(sizeof(words) / sizeof(words[0]))];

		if (unit_random(rare) == 0)
			part = breaks[unit_random(sizeof(breaks) / sizeof(breaks[0]))];
		else if (longer > 0 && unit_random(longer) == 0)
		{
			size_t		n = 1 + unit_random(unit_random(2) == 0 ? 100 : 5000);

			memset(text + len, 'a' + (int) unit_random(26), n);
			len += n;
			continue;
		}
		memcpy(text + len, part, strlen(part));
		len += strlen(part);
	}
	text[len] = '\0';
	return len;
}

static void
test_reference(void)
{
	static char text[900000];
	bool		good = true;
	bool		cut = false;
	bool		grew = false;
	int			i;
	size_t		len;

	for (i = 0; i < 50000 && good; i++)
	{
		len = random_text(text, sizeof(text), 1 + (int) unit_random(30), 8, 0);
		fold_bytes(&one, text, len);
		good &= agrees(&one, text, len);
	}
	ok(good, "random texts agree with a naive implementation");
	for (good = true, i = 0; i < 300 && good; i++)
	{
		len = random_text(text, sizeof(text), (int) unit_random(8000), 1 + unit_random(10000), 0);
		fold_bytes(&one, text, len);
		good &= agrees(&one, text, len) && one.grown == 0;
		cut |= one.calls > 3;
	}
	ok(good && cut, "and long sentences, without any memory");
	for (good = true, i = 0; i < 80 && good; i++)
	{
		len = random_text(text, sizeof(text), (int) unit_random(3000), 1 + unit_random(3000), 2 + unit_random(100));
		fold_bytes(&one, text, len);
		good &= agrees(&one, text, len);
		grew |= one.grown > 1;
	}
	ok(good && grew, "and sentences with long words");
}

/* Sentences around the places of cuts, with two-for-one words and "e mail" at the cut. */
static void
test_long_sentences(void)
{
	static const char *const tails[] = {"", " cant", " e-mail", " e", " cant e mail cannot", " e mai", NULL};
	static char text[20000];
	bool		good = true;
	bool		pieces = true;
	const int	own = NPS_PIECE_WORDS - NPS_PIECE_BEFORE - NPS_PIECE_AFTER;
	int			n;
	int			t;

	for (n = NPS_PIECE_WORDS - 10; n < NPS_PIECE_WORDS + 3 * own; n++)
	{
		if ((n - (NPS_PIECE_WORDS - 10)) % own == 20)
			n += own - 20;
		for (t = 0; tails[t] != NULL; t++)
		{
			size_t		len = 0;
			int			i;

			for (i = 0; i < n; i++)
				len += (size_t) sprintf(text + len, " %d", i);
			len += (size_t) sprintf(text + len, "%s", tails[t]);
			fold_bytes(&one, text, len);
			good &= agrees(&one, text, len) && one.grown == 0;
			pieces &= (one.nwords > NPS_PIECE_WORDS) == (one.calls > 1);
		}
	}
	ok(good, "sentences around the length of a piece");
	ok(pieces, "sentences are cut if and only if they are longer than a piece");
}

/* Words of all lengths: exact, in linear time and with no more memory than needed. */
static void
test_long_words(void)
{
	static const size_t lengths[] = {1, 5, 30, 50, 55, 60, 63, 64, 70, 73, 80, 100, 150, 1000, 7000, 8000, 8192, 20000, 300000, 0};
	static char text[900000];
	bool		good = true;
	bool		linear = true;
	bool		frugal = true;
	int			k;

	for (k = 0; lengths[k] != 0; k++)
	{
		size_t		n = lengths[k];
		size_t		len = 0;
		size_t		asked;

		while (len + n + 1 < sizeof(text) && len < 3000 * (n + 1))
		{
			memset(text + len, 'a' + (int) unit_random(26), n);
			text[len + n] = ' ';
			len += n + 1;
		}
		fold_bytes(&one, text, len);
		good &= agrees(&one, text, len) && one.len == len + 1;
		linear &= one.handed <= 2 * len + 2;
		for (asked = 8192; one.grown > 0; one.grown--)
			asked *= 2;
		frugal &= asked <= 8192 || asked <= 2 * ((n + 1) * (NPS_PIECE_WORDS + 1) + 400);
	}
	ok(good, "words of all lengths");
	ok(linear, "in linear time");
	ok(frugal, "and the memory that a piece needs");

	/* what grows in folding: 150000 bytes of text to six times that */
	for (k = 0; k < 50000; k++)
		memcpy(text + 3 * k, "\343\214\226", 3);
	fold_bytes(&one, text, 150000);
	ok(one.good && one.nwords == 1 && one.len == 50000 * 18 + 2 && one.words[0].end == 150000,
	   "one word of characters with long compatibility forms");
}

/* Small texts need no grow(): fold_bytes() gives them none. */
static void
test_small(void)
{
	char		text[NPS_FOLD_SMALL + 8];
	bool		good = true;
	uint32_t	cp;

	for (cp = 0x80; cp < 0x20000; cp++)
	{
		size_t		n = 0;

		if (cp == 0x3400)
			cp = 0xF900;		/* but Chinese, Korean, private, surrogates */
		while (n + 4 < NPS_FOLD_SMALL)
			n += encode(text + n, cp);
		fold_bytes(&one, text, n);
		good &= one.good && one.grown == 0;
	}
	ok(good, "small texts fit");
}

static void
jump_out(void *ctx, const NpsPiece *piece)
{
	(void) ctx;
	(void) piece;
	longjmp(jump, 1);
}

static unsigned char *
jump_out_of_grow(void *ctx, unsigned char *old, size_t size)
{
	(void) ctx;
	(void) old;
	(void) size;
	longjmp(jump, 2);
}

static void
test_jumps(void)
{
	static unsigned char text[20000];

	switch (setjmp(jump))
	{
		case 0:
			nps_fold((const unsigned char *) "a", 1, NULL, jump_out, NULL);
			ok(false, "the sink may jump out");
			break;
		case 1:
			ok(true, "the sink may jump out");
			memset(text, 'x', sizeof(text));
			nps_fold(text, sizeof(text), jump_out_of_grow, jump_out, NULL);
			ok(false, "so may grow");
			break;
		default:
			ok(true, "so may grow");
	}
}

int
main(void)
{
	test_table();
	test_buffer();
	test_invalid();
	test_random_words();
	test_code_points();
	test_words();
	test_letters();
	test_reference();
	test_long_sentences();
	test_long_words();
	test_small();
	test_jumps();
	return done_testing();
}
