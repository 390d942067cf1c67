/*-------------------------------------------------------------------------
 *
 * fold.c
 *		Folding of comments and patterns; see fold.h for what it gives.
 *
 * - A word is made of letters (L*) and digits (N*).  Case, accents and other
 *	 marks, ligatures and compatibility forms are folded away: "Één" = "een".
 *	 Hangul syllables stay composed (one character is one syllable).
 * - Emoji and pictographs are words of their own, one character each; skin
 *	 tones, variation selectors and joiners are dropped.
 * - Apostrophes are dropped and do not separate: "foto's" = "fotos"; so are
 *	 soft hyphens, joiners and the other invisible format characters.
 * - . ! ? line ends and their like break a sentence.  But the points of "12.30",
 *	 "i.v.m." and "www.example.nl" do not.
 * - , ; : ( ) dashes, and a hyphen with white space or an end of the text on
 *	 both sides, separate clauses.
 * - Everything else separates words: also NUL and each byte that is not part
 *	 of well-formed UTF-8, so that no byte string can make this fail.
 * - English contractions of "not" are written out: "can't", "cant" and
 *	 "cannot" are "can not".  A word "e" before a word that begins with "mail"
 *	 is joined to it: "e-mail" = "email".
 *
 * What must stay true:
 * - Folding is idempotent: no rule makes what another one (or itself) takes.
 * - The buffer holds the sentence in hand, or the end of it that is not out or
 *	 is context of what is not, and the table has its words.  So rules about
 *	 words can wait for the end of the word.
 * - Time is linear (comments may be 1 GB) and stack use is fixed: a sentence
 *	 longer than the word table is cut, one longer than the buffer doubles it.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/fold.h"

#include <string.h>

#include "tag/letters.h"
#include "tag/signs.h"

#define FOLD_BUFFER	8192

/*
 * Room that must be free in the buffer before a character, or a run of
 * FOLD_RUN ASCII letters: more than a character's longest text, the space
 * behind a word and what writing out "not" adds.  What is left is more than
 * NPS_PIECE_SLACK.
 */
#define FOLD_ROOM	320
#define FOLD_RUN	160

/* Bytes whose letters are looked for at once. */
#define FOLD_AHEAD	64

/* A text of at most so many bytes is copied, with that room, and more, behind it. */
#define FOLD_SHORT	512

typedef struct FoldState
{
	NpsFoldSink sink;
	NpsFoldGrow grow;
	void	   *ctx;
	const NpsWordTable *table;
	const unsigned char *text;
	const unsigned char *text_end;
	const unsigned char *plain_begin;	/* plain words may begin here .. */
	const unsigned char *plain_end; /* .. and before this */
	unsigned char *buffer;		/* local, or what grow gave */
	size_t		size;			/* of buffer */
	size_t		used;			/* bytes in buffer */
	int			nwords;			/* complete words in the table */
	int			from;			/* the first that no piece had as its own */
	uint32_t	end;			/* in the text, of the last word (so far) */
	uint32_t	clause;			/* clause punctuation since the last word */
	bool		in_word;		/* words[nwords] has begun */
	bool		after_e;		/* the last word is "e", without a break since */
	bool		first;			/* no piece of this sentence is out */
	bool		at_break;		/* a sentence break (or nothing) since the last
								 * word */
	bool		question;		/* and it holds a '?' */
	NpsWord		words[NPS_PIECE_WORDS + 2]; /* a contraction may end it */
	unsigned char local[FOLD_BUFFER];
	unsigned char short_text[2 + FOLD_SHORT + FOLD_AHEAD + 16];
} FoldState;

/* What "n't" and "nt" are taken off; "can" and "will" differ in spelling. */
static const char *const fold_negatable[] = {
	"do", "does", "did", "is", "are", "was", "were", "has", "have", "had",
	"would", "could", "should", "need", "must", NULL
};

/* Give the sink the first n words, of which those from f->from to `to` are own. */
static void
hand_out(FoldState *f, int n, int to, bool last)
{
	NpsPiece	piece;

	if (n == f->nwords)
		f->words[n].bytes.low = f->words[n].bytes.high = 0;
	piece.bytes = f->buffer;
	piece.len = n < f->nwords ? f->words[n].at : f->used;
	piece.words = f->words;
	piece.nwords = n;
	piece.from = f->from;
	piece.to = to;
	piece.first = f->first;
	piece.last = last;
	piece.question = f->question;
	f->sink(f->ctx, &piece);
}

/* A word comes behind a sentence break: hand out what is before it. */
static void
begin_sentence(FoldState *f)
{
	if (f->nwords > 0)
		hand_out(f, f->nwords, f->nwords, true);
	f->used = 1;
	f->nwords = 0;
	f->from = 0;
	f->clause = 0;
	f->first = true;
	f->at_break = false;
	f->question = false;
}

/*
 * The sentence is longer than a piece: hand out one, and drop the words that no
 * later one wants.  What a piece shows is final: only the last word can be an
 * "e" to join, and the table holds at least one word more than a piece.
 */
static void
cut_piece(FoldState *f)
{
	const int	to = NPS_PIECE_WORDS - NPS_PIECE_AFTER;
	const int	drop = to - NPS_PIECE_BEFORE;
	uint32_t	shift = f->words[drop].at - 1;
	int			i;

	hand_out(f, NPS_PIECE_WORDS, to, false);
	f->used -= shift;
	memmove(f->buffer, f->buffer + shift, f->used);
	f->nwords -= drop;
	for (i = 0; i < f->nwords; i++)
	{
		f->words[i] = f->words[drop + i];
		f->words[i].at -= shift;
	}
	f->from = NPS_PIECE_BEFORE;
	f->first = false;
}

/*
 * The buffer is full.  A piece cut off here would move its context for every
 * few long words; and as a piece has few words, only long ones come here.
 */
static void
double_buffer(FoldState *f)
{
	unsigned char *bigger;

	bigger = f->grow(f->ctx, f->buffer == f->local ? NULL : f->buffer, 2 * f->size);
	if (f->buffer == f->local)
		memcpy(bigger, f->local, f->used);
	f->buffer = bigger;
	f->size *= 2;
}

static inline void
make_room(FoldState *f)
{
	if (f->used > f->size - FOLD_ROOM)
		double_buffer(f);
}

/* Masks of the first n bytes of a word. */
#define ALL	UINT64_MAX
#define LOW(n)	(ALL >> (64 - 8 * (n)))

static const NpsWordBytes fold_masks[NPS_WORD_BYTES + 1] = {
	{0, 0}, {LOW(1), 0}, {LOW(2), 0}, {LOW(3), 0}, {LOW(4), 0}, {LOW(5), 0}, {LOW(6), 0},
	{LOW(7), 0}, {ALL, 0}, {ALL, LOW(1)}, {ALL, LOW(2)}, {ALL, LOW(3)}, {ALL, LOW(4)},
	{ALL, LOW(5)}, {ALL, LOW(6)}, {ALL, LOW(7)}
};

/* The word of len bytes, behind which 16 may be read. */
static inline NpsWordBytes
word_bytes(const unsigned char *bytes, size_t len)
{
	const NpsWordBytes *mask = &fold_masks[len <= NPS_WORD_BYTES ? len : 8];
	NpsWordBytes word;

	word.low = nps_load(bytes) & mask->low;
	word.high = len <= NPS_WORD_BYTES ? nps_load(bytes + 8) & mask->high : NPS_WORD_LONG;
	return word;
}

/*
 * Called before the first byte of a word, with room made; start is where that
 * byte comes from.
 */
static inline void
begin_word(FoldState *f, const unsigned char *start)
{
	NpsWord    *word;

	if (f->at_break)
		begin_sentence(f);
	word = &f->words[f->nwords];
	word->at = (uint32_t) f->used;
	word->start = (uint32_t) (start - f->text);
	word->clause = f->clause;
	f->clause = 0;
	f->in_word = true;
}

/*
 * The last word is "e": if the one in hand begins with "mail", join them.
 * Clause punctuation between the two is lost with the word boundary.
 */
static void
join_email(FoldState *f)
{
	NpsWord    *word = &f->words[f->nwords];
	unsigned char *start = f->buffer + word->at;
	size_t		len = f->used - word->at;

	f->after_e = false;
	if (len < 4 || memcmp(start, "mail", 4) != 0)
		return;
	memmove(start - 1, start, len);
	f->used--;
	f->nwords--;
}

/* The verb of a contraction of "not", len folded bytes that end in 't'; or NULL. */
static const char *
contracted_verb(const unsigned char *word, size_t len)
{
	int			i;

	if (len < 4 || len > 8)
		return NULL;
	if ((len == 4 && memcmp(word, "cant", 4) == 0) ||
		(len == 6 && memcmp(word, "cannot", 6) == 0))
		return "can";
	if (len == 4 && memcmp(word, "wont", 4) == 0)
		return "will";
	if (word[len - 2] == 'n')
		for (i = 0; fold_negatable[i] != NULL; i++)
			if (strlen(fold_negatable[i]) == len - 2 && memcmp(word, fold_negatable[i], len - 2) == 0)
				return fold_negatable[i];
	return NULL;
}

/*
 * Write out a contraction of "not", if the word in hand is one: it becomes two
 * words with the same source.
 */
static void
expand_not(FoldState *f)
{
	NpsWord    *word = &f->words[f->nwords];
	unsigned char *start = f->buffer + word->at;
	const char *verb = contracted_verb(start, f->used - word->at);
	size_t		len;

	if (verb == NULL)
		return;
	len = strlen(verb);
	memcpy(start, verb, len);
	memcpy(start + len, " not", 4);
	word->bytes = word_bytes(start, len);
	word[1] = word[0];
	word[1].at += (uint32_t) len + 1;
	word[1].clause = 0;
	f->used = word->at + len + 4;
	f->nwords++;
}

/*
 * The word in hand, if any, is complete; its source ends at f->end.  This is
 * done for every word of every comment: the tests are such that few words pass
 * any of them, and & keeps them from being branches of their own.
 */
static inline void
end_word(FoldState *f)
{
	const unsigned char *last;
	NpsWord    *word;

	if (!f->in_word)
		return;
	if (f->after_e)
		join_email(f);
	last = f->buffer + f->used - 1;
	f->words[f->nwords].end = f->end;
	if ((*last == 't') & ((last[-1] == 'n') | (last[-1] == 'o')))
		expand_not(f);
	else if ((*last == 'e') & (last[-1] == ' '))
		f->after_e = true;
	word = &f->words[f->nwords];
	word->bytes = word_bytes(f->buffer + word->at, f->used - word->at);
	f->buffer[f->used++] = ' ';
	f->in_word = false;
	if (++f->nwords > NPS_PIECE_WORDS)
		cut_piece(f);
}

/* What is no part of a word: a separator, or a break of clause or sentence. */
static inline void
separate(FoldState *f, unsigned int kind)
{
	end_word(f);
	if (kind == FOLD_CLAUSE)
		f->clause = 1;
	else if (kind == FOLD_BREAK || kind == FOLD_QUESTION)
	{
		f->at_break = true;		/* it shows once a word follows */
		f->after_e = false;
		f->question |= kind == FOLD_QUESTION;
	}
}

/* A sign, value below FOLD_KEEP, of n bytes at p. */
static void
fold_sign(FoldState *f, unsigned int value, const unsigned char *p, size_t n)
{
	uint32_t	at = (uint32_t) (p - f->text);

	switch (value)
	{
		case FOLD_DROP:
			break;
		case FOLD_MARK:
			if (at != f->end || at == 0)
				break;			/* of no word */
			f->end += (uint32_t) n;
			if (!f->in_word)	/* an emoji's, as a rule */
				f->words[f->nwords - 1].end = f->end;
			break;
		case FOLD_BREAK:
			separate(f, *p == '.' && is_point(f->text, f->text_end, p) ? FOLD_SEPARATOR : FOLD_BREAK);
			break;
		case FOLD_HYPHEN:
			separate(f, is_dash(f->text, f->text_end, p, n) ? FOLD_CLAUSE : FOLD_SEPARATOR);
			break;
		case FOLD_EMOJI:
			end_word(f);
			begin_word(f, p);
			memcpy(f->buffer + f->used, p, n);
			f->used += n;
			f->end = at + (uint32_t) n;
			end_word(f);
			break;
		default:
			separate(f, value);
	}
}

/*
 * The folded text s, n bytes, of the character at p, len bytes; the signs in it
 * are ASCII, and what they are there.
 */
static void
fold_text(FoldState *f, const unsigned char *s, size_t n,
		  const unsigned char *p, size_t len)
{
	for (; n > 0; n--, s++)
	{
		if (fold_ascii[*s] < FOLD_NON_ASCII)
			separate(f, fold_ascii[*s]);
		else
		{
			if (!f->in_word)
				begin_word(f, p);
			f->buffer[f->used++] = *s;
			f->end = (uint32_t) (p + len - f->text);
		}
	}
}

/*
 * The slow path: one character (or stray byte) above ASCII, with room made.
 * Returns the number of bytes read, at least 1.
 */
static size_t
fold_wide(FoldState *f, const unsigned char *p)
{
	const unsigned char *s;
	uint32_t	cp;
	uint16_t	value;
	size_t		i;
	size_t		n = decode(p, (size_t) (f->text_end - p), &cp);

	if (n == 0)
	{
		end_word(f);
		return 1;
	}
	value = table_value(cp);
	if (value < FOLD_KEEP)
		fold_sign(f, value, p, n);
	else if (value == FOLD_KEEP)
	{
		if (!f->in_word)
			begin_word(f, p);
		for (i = 0; i < n; i++) /* cheaper than a call of memcpy() */
			f->buffer[f->used + i] = p[i];
		f->used += n;
		f->end = (uint32_t) (p + n - f->text);
	}
	else
	{
		s = fold_pool + (value - FOLD_FIRST_TEXT);
		fold_text(f, s + 1, *s, p, n);
	}
	return n;
}

/*
 * ASCII letters and digits at p, where there is at least one, with room made:
 * a run of them, if not always all.  Returns where it ends.
 */
static inline const unsigned char *
fold_run(FoldState *f, const unsigned char *p)
{
	const unsigned char *stop = f->text_end;
	unsigned char *out = f->buffer + f->used;
	unsigned char c;
	size_t		n = 8;

	if (stop - p > FOLD_RUN)
		stop = p + FOLD_RUN;
	while (n == 8 && stop - p >= 8)
	{
		uint64_t	bytes = nps_lower(nps_load(p));

		nps_store(out, bytes);
		n = (size_t) __builtin_ctzll(~nps_letters(bytes));
		out += n;
		p += n;
	}
	while (p < stop && (c = fold_ascii[*p]) > FOLD_NON_ASCII)
	{
		*out++ = c;
		p++;
	}
	f->used = (size_t) (out - f->buffer);
	return p;
}

/*
 * May end_word() change the word that ends before p, if it has two letters?  So end
 * contractions: -nt, -ot, which differ in a bit.
 */
static inline bool
ends_oddly(const unsigned char *p)
{
	uint16_t	end = (uint16_t) (p[-1] << 8 | p[-2]);

	return (end | 0x2021) == ('t' << 8 | 'o');
}

/* Would it? */
static bool
is_odd(NpsWordBytes word, size_t n)
{
	unsigned char bytes[16];

	nps_store(bytes, word.low);
	nps_store(bytes + 8, word.high);
	return contracted_verb(bytes, n) != NULL;
}

/* Which of FOLD_AHEAD bytes are letters?  Of the last one it is not said. */
static inline uint64_t
find_letters(const unsigned char *p)
{
	return nps_letters_64(p) & UINT64_MAX >> 1;
}

/* At most so many plain words find room in the table and in the buffer. */
static inline int
plain_room(const FoldState *f)
{
	int			words = NPS_PIECE_WORDS - f->nwords;
	size_t		fit = f->used > f->size - FOLD_ROOM ? 0 : (f->size - FOLD_ROOM - f->used) / (NPS_WORD_BYTES + 1);

	return fit < (size_t) words ? (int) fit : words;
}

/*
 * The plain words at p, where a word begins: those of ASCII letters, at most
 * NPS_WORD_BYTES, with a sign behind them that ends a word for sure, and nothing
 * that end_word() would look into.  Most words are such.  Returns where they end.
 *
 * Where a word ends decides where the next one begins, and so all waits for that.
 * It is seen from the letters of many bytes at once, and what is done with the word
 * need not be waited for.
 *
 * A byte before p may be read, and FOLD_AHEAD + 16 bytes from there.
 */
static const unsigned char *
fold_plain_words(FoldState *f, const unsigned char *p)
{
	NpsWord    *word = &f->words[f->nwords];
	NpsWord    *const stop = word + plain_room(f);
	unsigned char *const buffer = f->buffer;
	const NpsWordTable table = *f->table;
	uint64_t	letters = find_letters(p);
	size_t		at = 0;			/* in the bytes whose letters are known */
	size_t		used = f->used;
	uint32_t	clause = f->clause;

	while (word < stop)
	{
		const unsigned char *bytes = p + at;
		const size_t n = (size_t) __builtin_ctzll(~(letters >> at));
		const uint64_t low = nps_lower(nps_load(bytes));
		const uint64_t high = nps_lower(nps_load(bytes + 8));
		const NpsWordBytes *mask = &fold_masks[n & NPS_WORD_BYTES];
		const NpsWordBytes folded = {low & mask->low, high & mask->high};
		unsigned char sign = FOLD_SEPARATOR;

		if (at + n >= FOLD_AHEAD - 2)
		{
			/* the word, or a blank behind it, may go on */
			if (at == 0 || bytes >= f->plain_end)
				break;
			p = bytes;
			letters = find_letters(p);
			at = 0;
			continue;
		}
		if ((n - 1 >= NPS_WORD_BYTES) | (folded.low == 'e'))
			break;
		if (bytes[n] != ' ')
		{
			sign = fold_ascii[bytes[n]];
			if (sign > FOLD_QUESTION && sign != FOLD_CLAUSE)
				break;
		}
		if (ends_oddly(bytes + n) && is_odd(folded, n))
			break;
		__builtin_prefetch(table.places + (nps_word_table_hash(&table, folded) >> table.shift));
		nps_store(buffer + used, low);
		nps_store(buffer + used + 8, high);
		buffer[used + n] = ' ';
		word->at = (uint32_t) used;
		word->start = (uint32_t) (bytes - f->text);
		word->end = (uint32_t) (bytes + n - f->text);
		word->clause = clause;
		word->bytes = folded;
		word++;
		clause = 0;
		used += n + 1;
		at += n + 1;
		if (sign != FOLD_SEPARATOR)
		{
			if (sign != FOLD_CLAUSE)
			{
				at--;			/* a break is for others */
				break;
			}
			clause = 1;
			if (bytes[n + 1] == ' ')
				at++;
		}
	}
	p += at;
	if (word > &f->words[f->nwords])
		f->end = word[-1].end;
	f->nwords = (int) (word - f->words);
	f->used = used;
	f->clause = clause;
	return p;
}

/*
 * Fold text, len bytes of (supposedly) UTF-8, into sink, that will look for words
 * in the table.  len is at most UINT32_MAX.
 *
 * Never fails, whatever the bytes.  Stack use is about 30 kB.
 */
void
nps_fold_for(const NpsWordTable *table, const unsigned char *text, size_t len,
			 NpsFoldGrow grow, NpsFoldSink sink, void *ctx)
{
	const unsigned char *p;
	const unsigned char *end;
	FoldState	f;

	if (len <= FOLD_SHORT)
	{
		memset(f.short_text, ' ', 2);
		memcpy(f.short_text + 2, text, len);
		memset(f.short_text + 2 + len, ' ', FOLD_AHEAD + 16);
		text = f.short_text + 2;
	}
	p = text;
	end = text + len;

	/* memset would cost more than most comments do: leave the arrays alone */
	f.sink = sink;
	f.grow = grow;
	f.ctx = ctx;
	f.table = table;
	f.text = text;
	f.text_end = end;
	f.plain_begin = len <= FOLD_SHORT ? text : text + 1;
	f.plain_end = len <= FOLD_SHORT ? end : end - FOLD_AHEAD - 16;
	f.buffer = f.local;
	f.size = FOLD_BUFFER;
	f.used = 1;
	f.nwords = f.from = 0;
	f.end = f.clause = 0;
	f.in_word = f.after_e = f.first = f.question = false;
	f.at_break = true;
	f.local[0] = ' ';

	while (p < end)
	{
		unsigned char c = fold_ascii[*p];

		make_room(&f);
		if (c > FOLD_NON_ASCII)
		{
			if (!f.in_word)
			{
				const unsigned char *start = p;

				if (f.at_break)
					begin_sentence(&f);
				if (!f.after_e && p >= f.plain_begin && p < f.plain_end &&
					(p = fold_plain_words(&f, p)) > start)
					continue;
				begin_word(&f, p);
			}
			p = fold_run(&f, p);
			f.end = (uint32_t) (p - text);
		}
		else if (c == FOLD_SEPARATOR)
		{
			end_word(&f);
			p++;
		}
		else if (c == FOLD_NON_ASCII)
			p += fold_wide(&f, p);
		else
			fold_sign(&f, c, p++, 1);
	}
	end_word(&f);
	if (f.nwords > 0)
		hand_out(&f, f.nwords, f.nwords, true);
}

/* The same, for a sink that has no table. */
void
nps_fold(const unsigned char *text, size_t len,
		 NpsFoldGrow grow, NpsFoldSink sink, void *ctx)
{
	static uint32_t places[2];
	static const NpsWordTable none = {places, 63, {1, 1}};

	nps_fold_for(&none, text, len, grow, sink, ctx);
}
