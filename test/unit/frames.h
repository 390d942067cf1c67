/*-------------------------------------------------------------------------
 *
 * frames.h
 *		Code frames made by hand, and texts matched with them: for the tests of
 *		the matcher, and for the fuzzer.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_FRAMES_H
#define NPS_FRAMES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tag/fold.h"
#include "tag/frame.h"
#include "tag/match.h"

#define SPEC_RULES	4			/* most rules of a mask */

/* An entry of a frame, with its pattern as written. */
typedef struct Spec
{
	NpsEntryKind kind;
	int			rule;			/* keyword, cue */
	const char *pattern;
	int			polarity;		/* keyword */
	float		weight;			/* cue */
	float		tone;			/* cue, tone word */
	int			scope;			/* negator */
	int			nrules;			/* mask */
	int			rules[SPEC_RULES];
} Spec;

#define KEYWORD(rule_, pattern_, polarity_) \
	{.kind = NPS_KEYWORD, .rule = (rule_), .pattern = (pattern_), .polarity = (polarity_)}
#define CUE(rule_, pattern_, weight_, tone_) \
	{.kind = NPS_CUE, .rule = (rule_), .pattern = (pattern_), .weight = (weight_), .tone = (tone_)}
#define MASK(pattern_) {.kind = NPS_MASK, .pattern = (pattern_)}
#define MASK_FOR(pattern_, rule_) \
	{.kind = NPS_MASK, .pattern = (pattern_), .nrules = 1, .rules = {(rule_)}}
#define BEFORE(pattern_, scope_) \
	{.kind = NPS_NEGATOR_BEFORE, .pattern = (pattern_), .scope = (scope_)}
#define AFTER(pattern_, scope_) \
	{.kind = NPS_NEGATOR_AFTER, .pattern = (pattern_), .scope = (scope_)}
#define GRAMMAR(kind_, pattern_) {.kind = (kind_), .pattern = (pattern_)}
#define TONE(pattern_, tone_) {.kind = NPS_TONE, .pattern = (pattern_), .tone = (tone_)}

/* A compiled frame, with its memory. */
typedef struct Book
{
	NpsFrame   *frame;
	const Spec *specs;
	int			nspecs;
	int			nrules;
	NpsPattern *patterns;
	void	   *blocks[64];
	int			nblocks;
} Book;

static void *
book_keep(void *ctx, size_t size)
{
	Book	   *book = ctx;

	if (book->nblocks == (int) (sizeof(book->blocks) / sizeof(book->blocks[0])))
		abort();
	return book->blocks[book->nblocks++] = malloc(size);
}

static inline void
book_free(Book *book)
{
	while (book->nblocks > 0)
		free(book->blocks[--book->nblocks]);
	free(book->patterns);
	memset(book, 0, sizeof(*book));
}

/* Compile specs; all of their patterns must be good. */
static inline void
book_build(Book *book, const Spec *specs, int nspecs, int nrules, size_t dense_bytes)
{
	NpsEntrySpec *entries = calloc((size_t) nspecs + 1, sizeof(*entries));
	NpsAutomatonOptions options = {0};
	Book		scratch = {0};
	int			i;

	memset(book, 0, sizeof(*book));
	book->specs = specs;
	book->nspecs = nspecs;
	book->nrules = nrules;
	book->patterns = calloc((size_t) nspecs + 1, sizeof(NpsPattern));
	for (i = 0; i < nspecs; i++)
	{
		size_t		at;

		if (nps_pattern_compile(specs[i].pattern, strlen(specs[i].pattern), &book->patterns[i], &at) != NPS_LITERAL_OK)
		{
			fprintf(stderr, "bad pattern in a test: \"%s\"\n", specs[i].pattern);
			abort();
		}
		entries[i].kind = specs[i].kind;
		entries[i].rule = specs[i].rule;
		entries[i].rules = specs[i].rules;
		entries[i].nrules = specs[i].nrules;
		entries[i].polarity = specs[i].polarity;
		entries[i].weight = specs[i].weight;
		entries[i].tone = specs[i].tone;
		entries[i].scope = specs[i].scope;
		entries[i].pattern = &book->patterns[i];
	}
	options.keep = options.scratch = book_keep;
	options.keep_ctx = book;
	options.scratch_ctx = &scratch;
	options.max_bytes = (size_t) 512 * 1024 * 1024;
	options.dense_bytes = dense_bytes;
	if (nps_frame_compile(entries, (size_t) nspecs, nrules, &options, &book->frame) != NPS_AUTOMATON_OK)
		abort();

	/* the frame may not refer to what it was made of, nor to scratch */
	free(entries);
	book_free(&scratch);
	memset(book->patterns, 0xA5, ((size_t) nspecs + 1) * sizeof(NpsPattern));
}

/* For the hashes of words; the same ones in all runs. */
static const uint64_t some_mix[2] = {UINT64_C(0x9E3779B97F4A7C15), UINT64_C(0xC2B2AE3D27D4EB4F)};

static inline void *
plain_resize(void *ctx, void *old, size_t size)
{
	void	   *to = realloc(old, size);

	(void) ctx;
	if (to == NULL)
		abort();
	return to;
}

static void
memo_free(NpsWordMemo *memo)
{
	free(memo->allocated);
	if (memo->mask > 0)
		free(memo->table.places);
	free(memo->values);
}

static inline void
matcher_free(NpsMatcher *m)
{
	free(m->scan.parts);
	free(m->scan.segments);
	free(m->scan.sums);
	memo_free(&m->scan.words->topics);
	memo_free(&m->scan.words->grammar);
	free(m->sums);
	free(m->scan.topics.at);
	free(m->scan.masks.at);
	free(m->scan.grammar.at);
	free(m->scan.negators.at);
	free(m->scan.marked);
	free(m->scan.breaks);
	free(m->rules);
	free(m->tags);
	free(m->seen);
	free(m->spanned);
	memset(m, 0, sizeof(*m));
}

typedef struct FoldRun
{
	NpsMatcher *matcher;
	unsigned char *grown;
} FoldRun;

static void
match_sink(void *ctx, const NpsPiece *piece)
{
	nps_match_piece(((FoldRun *) ctx)->matcher, piece);
}

static unsigned char *
fold_run_grow(void *ctx, unsigned char *old, size_t size)
{
	return ((FoldRun *) ctx)->grown = plain_resize(NULL, old, size);
}

/* Match len bytes with the frame; the result is in m. */
static inline void
match_bytes(NpsMatcher *m, const NpsFrame *frame, const char *text, size_t len,
			NpsMatchWhat what, NpsPolarity lean)
{
	FoldRun		run = {m, NULL};

	nps_match_begin(m, frame, what);
	nps_fold_for(nps_match_table(m), (const unsigned char *) text, len, fold_run_grow, match_sink, &run);
	nps_match_end(m, lean);
	free(run.grown);
}

static int
compare_tags(const void *a, const void *b)
{
	const NpsTag *k = a;
	const NpsTag *l = b;

	if (k->start != l->start)
		return k->start < l->start ? -1 : 1;
	if (k->end != l->end)
		return k->end < l->end ? -1 : 1;
	return k->entry < l->entry ? -1 : k->entry > l->entry;
}

static inline void
sort_tags(NpsTag *tags, size_t n)
{
	if (n > 1)
		qsort(tags, n, sizeof(NpsTag), compare_tags);
}

#endif							/* NPS_FRAMES_H */
