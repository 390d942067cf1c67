/*-------------------------------------------------------------------------
 *
 * test_memo.c
 *		Unit tests of the word memo: what a matcher says does not depend on what
 *		it remembers.  Random code frames and texts, matched with a memo, with
 *		none and with a small one; and against a search of the folded text for
 *		each literal.
 *
 *-------------------------------------------------------------------------
 */
#include "unit.h"

#include <setjmp.h>
#include <stdlib.h>

#include "tag/match.h"

#define ENTRIES	120
#define RULES	12
#define TEXT	3000

typedef struct Frame
{
	NpsFrame   *frame;
	NpsPattern	patterns[ENTRIES];
	NpsEntrySpec specs[ENTRIES];
	int			n;
	bool		plain;			/* single segments only, keywords and cues */
	void	   *blocks[64];
	int			nblocks;
} Frame;

static const uint64_t some_mix[2] = {UINT64_C(0x9E3779B97F4A7C15), UINT64_C(0xC2B2AE3D27D4EB4F)};
static jmp_buf out_of_memory;
static uint32_t failing;		/* one in so many calls of resize() fails; 0: none */

static void *
keep(void *ctx, size_t size)
{
	Frame	   *f = ctx;

	if (f->nblocks == 64)
		abort();
	return f->blocks[f->nblocks++] = malloc(size);
}

static void
free_blocks(Frame *f)
{
	while (f->nblocks > 0)
		free(f->blocks[--f->nblocks]);
}

static void *
resize(void *ctx, void *old, size_t size)
{
	(void) ctx;
	if (failing > 0 && unit_random(failing) == 0)
		longjmp(out_of_memory, 1);
	return realloc(old, size);
}

static unsigned char *
grow(void *ctx, unsigned char *old, size_t size)
{
	(void) ctx;
	(void) old;
	(void) size;
	abort();
}

/* A word of few letters, so that words and stems meet; rarely a long one. */
static size_t
random_word(char *out, uint32_t longest)
{
	size_t		n = unit_random(40) == 0 ? 1 + unit_random(90) : 1 + unit_random(longest);
	size_t		i;

	for (i = 0; i < n; i++)
		out[i] = (char) ('a' + unit_random(n > 8 ? 1 : 3));
	return n;
}

/* A pattern of one or more words, some of them open, or with a gap. */
static size_t
random_pattern(char *out, bool plain)
{
	uint32_t	words = 1 + (unit_random(2) == 0 ? unit_random(3) : 0);
	size_t		n = 0;

	while (words-- > 0)
	{
		bool		edge = n == 0 || words == 0 || !plain;

		if (edge && (n == 0 || !plain) && unit_random(5) == 0)
			out[n++] = '*';
		n += random_word(out + n, 4);
		if (edge && (words == 0 || !plain) && unit_random(3) == 0)
			out[n++] = '*';
		if (words > 0)
			n += (size_t) sprintf(out + n, "%s", !plain && unit_random(4) == 0 ? " ... " : " ");
	}
	return n;
}

static NpsEntryKind
random_kind(bool plain)
{
	uint32_t	kind = unit_random(10);

	if (plain || kind < 7)
		return unit_random(3) == 0 ? NPS_KEYWORD : NPS_CUE;
	return kind == 7 ? NPS_MASK : (NpsEntryKind) unit_random(NPS_ENTRY_KINDS);
}

static void
make_frame(Frame *f, int nrules, bool plain, size_t dense_bytes)
{
	NpsAutomatonOptions options = {0};
	Frame	   *scratch = calloc(1, sizeof(Frame));

	f->n = 0;
	f->nblocks = 0;
	f->plain = plain;
	while (f->n < ENTRIES)
	{
		NpsEntrySpec *spec = &f->specs[f->n];
		char		pattern[1000];
		size_t		at;

		memset(spec, 0, sizeof(*spec));
		spec->kind = random_kind(plain);
		spec->rule = (int) unit_random((uint32_t) nrules);
		spec->polarity = (int) unit_random(3) - 1;
		spec->weight = unit_random(20) == 0 ? 100 : (float) unit_random(100) / 100 - 0.5f;
		spec->tone = (float) unit_random(9) / 4 - 1;
		spec->scope = 3;
		spec->pattern = &f->patterns[f->n];
		if (nps_pattern_compile(pattern, random_pattern(pattern, plain), &f->patterns[f->n], &at) == NPS_LITERAL_OK &&
			!(plain && f->patterns[f->n].nsegments > 1))
			f->n++;
	}
	options.keep = options.scratch = keep;
	options.keep_ctx = f;
	options.scratch_ctx = scratch;
	options.max_bytes = (size_t) 256 * 1024 * 1024;
	options.dense_bytes = dense_bytes;
	if (nps_frame_compile(f->specs, (size_t) f->n, nrules, &options, &f->frame) != NPS_AUTOMATON_OK)
		abort();
	free_blocks(scratch);
	free(scratch);
}

static size_t
random_text(char *text, size_t most)
{
	static const char *const between[] = {" ", " ", " ", " ", " ", ", ", ". ", "? "};
	size_t		n = 0;

	most = unit_random((uint32_t) most);
	while (n + 100 < most)
	{
		n += random_word(text + n, 6);
		n += (size_t) sprintf(text + n, "%s", between[unit_random(8)]);
	}
	return n;
}

static void
match_piece(void *m, const NpsPiece *piece)
{
	nps_match_piece(m, piece);
}

static void
match(NpsMatcher *m, const NpsFrame *frame, const char *text, size_t len, NpsMatchWhat what)
{
	nps_match_begin(m, frame, what);
	nps_fold_for(nps_match_table(m), (const unsigned char *) text, len, grow, match_piece, m);
	nps_match_end(m, NPS_NEUTRAL);
}

static void
memo_free(NpsWordMemo *memo)
{
	free(memo->allocated);
	if (memo->mask > 0)
		free(memo->table.places);
	free(memo->values);
}

static void
free_matcher(NpsMatcher *m)
{
	memo_free(&m->scan.words->topics);
	memo_free(&m->scan.words->grammar);
	free(m->scan.segments);
	free(m->scan.parts);
	free(m->scan.topics.at);
	free(m->scan.masks.at);
	free(m->scan.grammar.at);
	free(m->scan.negators.at);
	free(m->scan.sums);
	free(m->scan.marked);
	free(m->scan.breaks);
	free(m->rules);
	free(m->tags);
	free(m->sums);
	free(m->seen);
	free(m->spanned);
}

static int
compare_tags(const void *a, const void *b)
{
	const NpsTag *k = a;
	const NpsTag *l = b;

	if (k->entry != l->entry)
		return k->entry < l->entry ? -1 : 1;
	if (k->start != l->start)
		return k->start < l->start ? -1 : 1;
	return k->end < l->end ? -1 : k->end > l->end;
}

static bool
same_result(NpsMatcher *a, NpsMatcher *b, int nrules, NpsMatchWhat what)
{
	size_t		i;
	int			rule;

	for (rule = 0; rule < nrules; rule++)
		if (a->rules[rule].found != b->rules[rule].found ||
			(what != NPS_MATCH_RULES && a->rules[rule].found &&
			 (a->rules[rule].polarity != b->rules[rule].polarity ||
			  a->rules[rule].tone != b->rules[rule].tone)))
			return false;
	if (a->ntags != b->ntags)
		return false;
	if (a->ntags > 1)
	{
		qsort(a->tags, a->ntags, sizeof(NpsTag), compare_tags);
		qsort(b->tags, b->ntags, sizeof(NpsTag), compare_tags);
	}
	for (i = 0; i < a->ntags; i++)
		if (compare_tags(&a->tags[i], &b->tags[i]) != 0 || a->tags[i].polarity != b->tags[i].polarity ||
			a->tags[i].negated != b->tags[i].negated)
			return false;
	return true;
}

/* ---------------------------------------------------- the plain search */

/* What the frame, a plain one, says of a text, by looking for each literal. */
typedef struct Search
{
	const Frame *f;
	int64_t		sums[RULES];
	bool		found[RULES];
} Search;

/* Times that the literal stands in the piece: once in a word, if inside it. */
static int
count(const NpsPiece *piece, const unsigned char *literal, size_t len)
{
	const unsigned char *space = NULL;
	int			n = 0;
	size_t		i;

	for (i = 0; i + len <= piece->len; i++)
	{
		if (memcmp(piece->bytes + i, literal, len) != 0)
			continue;
		/* a place is one if no other began in the same word */
		if (literal[0] == ' ' || space == NULL ||
			memchr(space, ' ', (size_t) (piece->bytes + i - space)) != NULL)
			n++;
		space = piece->bytes + i;
	}
	return n;
}

static void
search_piece(void *ctx, const NpsPiece *piece)
{
	Search	   *s = ctx;
	int			i;

	if (piece->first)
		memset(s->sums, 0, sizeof(s->sums));
	for (i = 0; i < s->f->n; i++)
	{
		const NpsEntrySpec *spec = &s->f->specs[i];
		int			n = count(piece, spec->pattern->bytes, spec->pattern->segments[0].len);

		if (spec->kind == NPS_CUE)
			s->sums[spec->rule] += n * (int64_t) (spec->weight * NPS_CUE_SUM + (spec->weight < 0 ? -0.5 : 0.5));
		else if (n > 0)
			s->found[spec->rule] = true;
	}
	for (i = 0; i < RULES; i++)
		s->found[i] |= s->sums[i] >= NPS_CUE_SUM;
}

static bool
as_searched(const Frame *f, const NpsMatcher *m, const char *text, size_t len, int nrules)
{
	Search		s = {.f = f};
	int			rule;

	nps_fold((const unsigned char *) text, len, grow, search_piece, &s);
	for (rule = 0; rule < nrules; rule++)
		if (s.found[rule] != m->rules[rule].found)
			return false;
	return true;
}

/* --------------------------------------------------------------- tests */

static Frame frames[2];
static NpsMatcher matchers[3];	/* with a memo, with none, with a small one */
static NpsWords words[3];		/* what they remember */

static void
test_random(bool plain, const char *name)
{
	static char text[TEXT + 100];
	bool		same = true;
	bool		searched = true;
	int			round;
	int			i;

	for (round = 0; round < 60; round++)
	{
		int			nrules = round % 2 == 0 ? RULES : 1 + (int) unit_random(8);

		make_frame(&frames[0], nrules, plain, round % 3 == 0 ? 0 : SIZE_MAX);
		make_frame(&frames[1], nrules, plain, SIZE_MAX);
		for (i = 0; i < 150; i++)
		{
			const Frame *f = &frames[unit_random(20) == 0];
			size_t		len = random_text(text, i % 30 == 0 ? TEXT : 300);
			NpsMatchWhat what = (NpsMatchWhat) unit_random(3);
			int			m;

			for (m = 0; m < 3; m++)
				match(&matchers[m], f->frame, text, len, what);
			same &= same_result(&matchers[0], &matchers[1], nrules, what) &&
				same_result(&matchers[0], &matchers[2], nrules, what);
			if (plain && len < 1000)
				searched &= as_searched(f, &matchers[0], text, len, nrules);
		}
		free_blocks(&frames[0]);
		free_blocks(&frames[1]);
	}
	ok(same, name);
	if (plain)
		ok(searched, "rules are those of a plain search");
}

/* A frame is changed for another at the same place, with the same bytes free. */
static void
test_same_address(void)
{
	static const char *const patterns[] = {"aa", "bb"};
	unsigned char *arena = malloc(1 << 20);
	bool		good = true;
	int			i;

	for (i = 0; i < 20; i++)
	{
		NpsFrame   *copy = (NpsFrame *) arena;
		Frame	   *f = &frames[0];
		NpsAutomatonOptions options = {0};
		size_t		at;

		memset(&f->specs[0], 0, sizeof(NpsEntrySpec));
		f->specs[0].kind = NPS_KEYWORD;
		f->specs[0].pattern = &f->patterns[0];
		nps_pattern_compile(patterns[i % 2], 2, &f->patterns[0], &at);
		options.keep = options.scratch = keep;
		options.keep_ctx = options.scratch_ctx = f;
		options.max_bytes = options.dense_bytes = 1 << 20;
		if (nps_frame_compile(f->specs, 1, 1, &options, &f->frame) != NPS_AUTOMATON_OK)
			abort();
		*copy = *f->frame;
		match(&matchers[0], copy, "aa", 2, NPS_MATCH_RULES);
		good &= matchers[0].rules[0].found == (i % 2 == 0);
		match(&matchers[0], copy, "bb", 2, NPS_MATCH_RULES);
		good &= matchers[0].rules[0].found == (i % 2 == 1);
		free_blocks(f);
	}
	free(arena);
	ok(good, "another frame at the same address");
}

/* More words than the memo holds, and more values. */
static void
test_many_words(void)
{
	char		text[200];
	bool		same = true;
	bool		bounded = true;
	uint32_t	i;

	make_frame(&frames[0], 3, false, SIZE_MAX);
	for (i = 0; i < 100000; i++)
	{
		size_t		len = (size_t) sprintf(text, "abc%x %xabc aa%uaa", i, i, i);
		int			m;

		for (m = 0; m < 3; m++)
			match(&matchers[m], frames[0].frame, text, len, NPS_MATCH_TAGS);
		same &= same_result(&matchers[0], &matchers[1], 3, NPS_MATCH_TAGS) &&
			same_result(&matchers[0], &matchers[2], 3, NPS_MATCH_TAGS);
		bounded &= words[0].topics.room <= NPS_MEMO_WORDS + 1 &&
			words[0].topics.mask < 4 * NPS_MEMO_WORDS &&
			words[0].topics.values_room <= 2 * NPS_MEMO_VALUES &&
			words[1].topics.room == 1 && words[2].topics.room == 65;
	}
	free_blocks(&frames[0]);
	ok(same, "many words: the same");
	ok(bounded, "many words: memory is bounded");
}

/*
 * Words that meet in one place by the numbers of one hash: by others they do not, so
 * that nobody who cannot know these can make words that do.
 */
static void
test_hostile_words(void)
{
	static NpsWordMemo memo;
	uint32_t	places[1024] = {0};
	uint32_t	most = 0;
	uint32_t	n = 0;
	NpsWordBytes word = {0, 0};

	memo.table.shift = 54;
	while (n < 1024)
	{
		NpsMemoKey	key;
		int			i;

		for (word.low = 0, i = 0; i < 64; i += 8)
			word.low |= (uint64_t) ('a' + unit_random(26)) << i;
		memcpy(memo.table.mix, some_mix, sizeof(some_mix));
		key = nps_memo_key(&memo, word);
		if (key.hash >> memo.table.shift != 345)
			continue;
		n++;
		memo.table.mix[0] = UINT64_C(0xD6E8FEB86659FD93);
		key = nps_memo_key(&memo, word);
		if (++places[key.hash >> memo.table.shift] > most)
			most = places[key.hash >> memo.table.shift];
	}
	ok(most <= 16, "words that meet by one hash do not by another");
}

/* resize() jumps out, and what follows is none the worse. */
static void
test_jumps(void)
{
	static char text[TEXT + 100];
	static NpsMatcher jumping;	/* none of its own state survives a jump but this .. */
	static NpsWords remembered; /* .. and this */
	static volatile int jumps = 0;
	static volatile int round;
	static volatile bool same = true;
	static size_t len;

	nps_words_init(&remembered, some_mix, resize, NULL);
	nps_matcher_init(&jumping, &remembered, resize, NULL);
	make_frame(&frames[0], RULES, false, SIZE_MAX);
	for (round = 0; round < 3000; round++)
	{
		len = random_text(text, 400);
		if (round % 500 == 0)
		{
			free_matcher(&jumping);
			nps_words_init(&remembered, some_mix, resize, NULL);
			nps_matcher_init(&jumping, &remembered, resize, NULL);
		}
		failing = 2;
		if (setjmp(out_of_memory) == 0)
			match(&jumping, frames[0].frame, text, len, NPS_MATCH_TAGS);
		else
			jumps++;
		failing = 0;
		match(&jumping, frames[0].frame, text, len, NPS_MATCH_TAGS);
		match(&matchers[1], frames[0].frame, text, len, NPS_MATCH_TAGS);
		same = same && same_result(&jumping, &matchers[1], RULES, NPS_MATCH_TAGS);
	}
	free_matcher(&jumping);
	free_blocks(&frames[0]);
	ok(same, "after a jump out of resize(): the same");
	ok(jumps > 20, "there were jumps");
}

int
main(void)
{
	int			i;

	for (i = 0; i < 3; i++)
	{
		nps_words_init(&words[i], some_mix, resize, NULL);
		nps_matcher_init(&matchers[i], &words[i], resize, NULL);
	}
	words[1].max_words = 0;
	words[2].max_words = 64;
	test_random(true, "words and phrases: the same with and without a memo");
	test_random(false, "all patterns: the same with and without a memo");
	test_same_address();
	test_many_words();
	test_jumps();
	test_hostile_words();
	for (i = 0; i < 3; i++)
		free_matcher(&matchers[i]);
	return done_testing();
}
