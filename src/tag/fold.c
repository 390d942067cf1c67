/*-------------------------------------------------------------------------
 *
 * fold.c
 *		Folding of comments and patterns; see fold.h for the form it gives.
 *
 * - A word is made of letters (L*) and digits (N*).  Case, accents and other
 *	 marks, ligatures and compatibility forms are folded away: "Één" = "een".
 *	 Hangul syllables stay composed (one character is one syllable).
 * - Apostrophes are dropped and do not separate: "foto's" = "fotos"; so are
 *	 soft hyphens, joiners and the other invisible format characters.
 * - . ! ? line ends and their like break a sentence.
 * - Everything else separates words: also NUL and each byte that is not part
 *	 of well-formed UTF-8, so that no byte string can make this fail.
 * - English contractions of "not" are written out: "can't", "cant" and
 *	 "cannot" are "can not".  A word "e" before a word that begins with "mail"
 *	 is joined to it: "e-mail" = "email".
 *
 * What must stay true:
 * - Folding is idempotent: no rule makes what another one (or itself) takes.
 * - Time is linear and memory is fixed (comments may be 1 GB).  Words have no
 *	 length limit, hence the two rules above must be decided on the last
 *	 FOLD_TAIL bytes of output, which is what a flush leaves in the buffer.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/fold.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "tag/fold_table.h"

#define FOLD_BUFFER	8192

/* Longer than " e mail" and than the longest contraction with its space. */
#define FOLD_TAIL	16

/*
 * Room that must be free before a word byte, a break or the end of a word:
 * more than a character's longest text and what writing out "not" adds.
 */
#define FOLD_ROOM	320

/* Above this a value of fold_ascii[] is the folded byte itself. */
#define FOLD_NON_ASCII	4

typedef struct FoldState
{
	NpsFoldSink sink;
	void	   *ctx;
	size_t		used;			/* bytes in buffer */
	size_t		word;			/* where the current word starts in buffer */
	bool		in_word;
	bool		word_cut;		/* the start of this word was flushed */
	bool		after_e;		/* "e " stands right before this word */
	bool		any;			/* there was a word */
	bool		at_break;		/* a sentence break since the last word */
	unsigned char buffer[FOLD_BUFFER];
} FoldState;

#define SEP	FOLD_SEPARATOR
#define BRK	FOLD_BREAK
#define DRP	FOLD_DROP
#define N_A	FOLD_NON_ASCII

static const unsigned char fold_ascii[256] = {
	SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, BRK, SEP, SEP, BRK, SEP, SEP,
	SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP, SEP,
	SEP, BRK, SEP, SEP, SEP, SEP, SEP, DRP, SEP, SEP, SEP, SEP, SEP, SEP, BRK, SEP,
	'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', SEP, SEP, SEP, SEP, SEP, BRK,
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

/* What "n't" and "nt" are taken off; "can" and "will" differ in spelling. */
static const char *const fold_negatable[] = {
	"do", "does", "did", "is", "are", "was", "were", "has", "have", "had",
	"would", "could", "should", "need", "must", NULL
};

/*
 * "e mail..." -> "email...".  Does nothing until four letters of the word are
 * there, which FOLD_TAIL keeps within reach.
 */
static void
join_email(FoldState *f)
{
	size_t		len = f->used - f->word;

	if (!f->after_e || len < 4)
		return;
	if (memcmp(f->buffer + f->word, "mail", 4) == 0)
	{
		memmove(f->buffer + f->word - 1, f->buffer + f->word, len);
		f->used--;
		f->word -= 2;
	}
	f->after_e = false;
}

/* Hand out the buffer, but for the bytes that rules may still change. */
static void
flush(FoldState *f)
{
	size_t		out;

	if (f->in_word)
		join_email(f);
	out = f->used - FOLD_TAIL;
	f->sink(f->ctx, f->buffer, out);
	memmove(f->buffer, f->buffer + out, FOLD_TAIL);
	f->used = FOLD_TAIL;
	if (f->word >= out)
		f->word -= out;
	else
	{
		f->word = 0;
		f->word_cut = true;
	}
}

static inline void
make_room(FoldState *f)
{
	if (f->used > FOLD_BUFFER - FOLD_ROOM)
		flush(f);
}

/* Called before the first byte of a word, with room made. */
static inline void
begin_word(FoldState *f)
{
	if (f->at_break)
	{
		f->buffer[f->used++] = '.';
		f->buffer[f->used++] = ' ';
		f->at_break = false;
	}
	f->word = f->used;
	f->in_word = true;
	f->word_cut = false;
}

/* Write out a contraction of "not"; the word ends in 't'. */
static void
expand_not(FoldState *f)
{
	unsigned char *word = f->buffer + f->word;
	size_t		len = f->used - f->word;
	const char *verb = NULL;
	int			i;

	if (len < 4 || len > 8)
		return;
	if ((len == 4 && memcmp(word, "cant", 4) == 0) ||
		(len == 6 && memcmp(word, "cannot", 6) == 0))
		verb = "can";
	else if (len == 4 && memcmp(word, "wont", 4) == 0)
		verb = "will";
	else if (word[len - 2] == 'n')
	{
		for (i = 0; fold_negatable[i] != NULL; i++)
			if (strlen(fold_negatable[i]) == len - 2 &&
				memcmp(word, fold_negatable[i], len - 2) == 0)
				verb = fold_negatable[i];
	}
	if (verb == NULL)
		return;
	len = strlen(verb);
	memcpy(word, verb, len);
	memcpy(word + len, " not", 4);
	f->used = f->word + len + 4;
}

/* The word in hand, if any, is complete. */
static void
end_word(FoldState *f)
{
	if (!f->in_word)
		return;
	if (f->after_e)
		join_email(f);
	f->after_e = false;
	if (!f->word_cut)
	{
		if (f->buffer[f->used - 1] == 't')
			expand_not(f);
		else if (f->used - f->word == 1 && f->buffer[f->word] == 'e')
			f->after_e = true;
	}
	f->buffer[f->used++] = ' ';
	f->in_word = false;
	f->any = true;
}

/* A sentence break; it shows only once a word follows. */
static void
end_sentence(FoldState *f)
{
	end_word(f);
	f->at_break = f->any;
	f->after_e = false;
}

/*
 * Length of the well-formed UTF-8 character above ASCII at text, and its code
 * point; 0 where there is none (overlong, surrogate, beyond U+10FFFF, cut off,
 * stray byte).
 */
static size_t
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

static uint16_t
table_value(uint32_t cp)
{
	if (cp < FOLD_INDEX_END)
		return fold_block[fold_index[cp / FOLD_BLOCK] * FOLD_BLOCK + cp % FOLD_BLOCK];
	if (cp >= FOLD_IGNORABLE && cp < FOLD_IGNORABLE_END)
		return FOLD_DROP;
	return FOLD_SEPARATOR;
}

/*
 * The slow path: one character (or stray byte) above ASCII.  Returns the
 * number of bytes read, at least 1.
 */
static size_t
fold_wide(FoldState *f, const unsigned char *text, size_t len)
{
	const unsigned char *s = text;
	uint32_t	cp;
	uint16_t	value;
	size_t		read = decode(text, len, &cp);
	size_t		n = read;

	if (read == 0)
	{
		end_word(f);
		return 1;
	}

	value = table_value(cp);
	if (value == FOLD_SEPARATOR)
		end_word(f);
	else if (value == FOLD_BREAK)
		end_sentence(f);
	else if (value != FOLD_DROP)
	{
		if (value >= FOLD_FIRST_TEXT)
		{
			s = fold_pool + (value - FOLD_FIRST_TEXT);
			n = *s++;
		}
		for (; n > 0; n--, s++)
		{
			if (*s == ' ')
				end_word(f);
			else if (*s == '.')
				end_sentence(f);
			else
			{
				make_room(f);
				if (!f->in_word)
					begin_word(f);
				f->buffer[f->used++] = *s;
			}
		}
	}
	return read;
}

/*
 * Fold text, len bytes of (supposedly) UTF-8, into sink.
 *
 * Never fails, whatever the bytes.  Stack use is about 8 kB.
 */
void
nps_fold(const unsigned char *text, size_t len, NpsFoldSink sink, void *ctx)
{
	const unsigned char *p = text;
	const unsigned char *end = text + len;
	FoldState	f;

	/* memset would cost more than most comments do: leave buffer alone */
	f.sink = sink;
	f.ctx = ctx;
	f.used = 1;
	f.word = 0;
	f.in_word = f.word_cut = f.after_e = f.any = f.at_break = false;
	f.buffer[0] = ' ';

	while (p < end)
	{
		unsigned char c = fold_ascii[*p];

		make_room(&f);
		if (c > FOLD_NON_ASCII)
		{
			/* the rest of an ASCII run, with its pointers in registers */
			const unsigned char *stop = end;
			unsigned char *out;

			if (!f.in_word)
				begin_word(&f);
			if ((size_t) (end - p) > FOLD_ROOM / 2)
				stop = p + FOLD_ROOM / 2;
			out = f.buffer + f.used;
			do
			{
				*out++ = c;
			} while (++p < stop && (c = fold_ascii[*p]) > FOLD_NON_ASCII);
			f.used = (size_t) (out - f.buffer);
		}
		else if (c == FOLD_NON_ASCII)
			p += fold_wide(&f, p, (size_t) (end - p));
		else
		{
			if (c == FOLD_SEPARATOR)
				end_word(&f);
			else if (c == FOLD_BREAK)
				end_sentence(&f);
			p++;
		}
	}
	end_word(&f);
	f.sink(f.ctx, f.buffer, f.used);
}
