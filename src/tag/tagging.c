/*
 * tagging.c
 *		A comment matched against the code frame; see tagging.h.
 *
 * A comment is folded and matched sentence by sentence: memory does not grow
 * with its length, and time does not depend on the number of keywords.
 *
 * All is kept in fn_extra for the time of the query.  But a codebook of the
 * tables belongs to codebook.c and is asked for anew each time, and what words
 * mean by it is kept for the session.  A codebook of an argument is made once,
 * and again if the argument is another value.
 */
#include "postgres.h"

#include "access/detoast.h"
#include "miscadmin.h"
#include "nodes/primnodes.h"
#include "utils/memutils.h"

#include "compat.h"
#include "tag/frame_type.h"
#include "tag/tagging.h"
#include "tag/utf8.h"

static void *
resize(void *context, void *old, size_t size)
{
	return old == NULL ? MemoryContextAllocHuge((MemoryContext) context, size) :
		repalloc_huge(old, size);
}

/* What is learned about words, with a hash that no writer of comments knows. */
static void
init_words(NpsWords *words, MemoryContext context)
{
	uint64		mix[2];

	if (!pg_strong_random(mix, sizeof(mix)))
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not generate random values")));
	nps_words_init(words, mix, resize, context);
}

/*
 * What words mean by the code frame of the tables.  Nothing that runs while a
 * comment is matched can match another one.
 */
static NpsWords *
session_words(void)
{
	static NpsWords words;

	if (words.ctx == NULL)
		init_words(&words, AllocSetContextCreate(CacheMemoryContext, "nps_ext words", ALLOCSET_DEFAULT_SIZES));
	return &words;
}

static NpsTagging *
make(FunctionCallInfo fcinfo, int frame_arg)
{
	MemoryContext context = fcinfo->flinfo->fn_mcxt;
	NpsTagging *t = MemoryContextAllocZero(context, sizeof(NpsTagging));
	Node	   *call = (Node *) fcinfo->flinfo->fn_expr;

	t->context = context;
	if (frame_arg >= 0)
		init_words(&t->words, context);
	nps_matcher_init(&t->matcher, frame_arg >= 0 ? &t->words : session_words(), resize, context);
	if (frame_arg >= 0 && call != NULL && IsA(call, FuncExpr))
		t->is_constant = IsA(list_nth(((FuncExpr *) call)->args, frame_arg), Const);
	fcinfo->flinfo->fn_extra = t;
	return t;
}

/* The codebook of the frame given; made anew only for another value. */
static void
use_frame(NpsTagging *t, Datum value)
{
	text	   *frame;
	MemoryContext context;
	NpsCodebook *book;

	if (t->frame != NULL && t->is_constant)
		return;
	frame = DatumGetTextPP(value);
	if (t->frame != NULL &&
		VARSIZE_ANY_EXHDR(frame) == VARSIZE_ANY_EXHDR(t->frame) &&
		memcmp(VARDATA_ANY(frame), VARDATA_ANY(t->frame), VARSIZE_ANY_EXHDR(frame)) == 0)
		return;

	context = AllocSetContextCreate(CurrentMemoryContext, "nps_ext frame", ALLOCSET_DEFAULT_SIZES);
	book = nps_frame_compile_value(frame, context);
	frame = memcpy(MemoryContextAlloc(context, VARSIZE_ANY(frame)), frame, VARSIZE_ANY(frame));

	/* nothing below can fail */
	MemoryContextSetParent(context, t->context);
	if (t->book_context != NULL)
		MemoryContextDelete(t->book_context);
	t->book_context = context;
	t->frame = frame;
	t->book = book;
}

/*
 * What the call has to match with: the frame in argument frame_arg, which is
 * not NULL, or that of the tables.  Good until the next call.
 */
NpsTagging *
nps_tagging(FunctionCallInfo fcinfo, int frame_arg)
{
	NpsTagging *t = fcinfo->flinfo->fn_extra;

	if (t == NULL)
		t = make(fcinfo, frame_arg);
	if (frame_arg >= 0)
		use_frame(t, PG_GETARG_DATUM(frame_arg));
	else
		t->book = nps_codebook(fcinfo);
	return t;
}

static void
match_piece(void *tagging, const NpsPiece *piece)
{
	CHECK_FOR_INTERRUPTS();
	nps_match_piece(&((NpsTagging *) tagging)->matcher, piece);
}

static unsigned char *
grow_fold(void *tagging, unsigned char *old, size_t size)
{
	CHECK_FOR_INTERRUPTS();
	return resize(CurrentMemoryContext, old, size);
}

/* Match a comment; the result is in t->matcher until the next one. */
void
nps_tagging_match(NpsTagging *t, const text *comment, NpsMatchWhat what, NpsPolarity lean)
{
	t->utf8 = nps_utf8(comment, &t->len);
	nps_match_begin(&t->matcher, t->book->frame, what);
	nps_fold_for(nps_match_table(&t->matcher), (const unsigned char *) t->utf8, t->len,
				 grow_fold, match_piece, t);
	nps_match_end(&t->matcher, lean);
}

/* By place in the text, then by rule and pattern. */
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

/* Match, with all tags, in order of their places. */
void
nps_sorted_tags(NpsTagging *t, const text *comment)
{
	nps_tagging_match(t, comment, NPS_MATCH_TAGS, NPS_NEUTRAL);
	if (t->matcher.ntags > 1)
		qsort(t->matcher.tags, t->matcher.ntags, sizeof(NpsTag), compare_tags);
}

const char *
nps_polarity_name(NpsPolarity polarity)
{
	switch (polarity)
	{
		case NPS_POSITIVE:
			return "positive";
		case NPS_NEGATIVE:
			return "negative";
		case NPS_MIXED:
			return "mixed";
		default:
			return "neutral";
	}
}
