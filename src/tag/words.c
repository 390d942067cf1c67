/*
 * words.c
 *		The words of a comment as the tagger reads them, for whoever looks for
 *		new keywords: all words; the words and two-word phrases that could be
 *		keywords; the language.
 *
 * All of it comes from folding, sentence by sentence: a phrase never crosses
 * the end of a sentence, nor of a clause.  Nothing depends on the code frame,
 * so the functions are immutable.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "compat.h"
#include "tag/fold.h"
#include "tag/function_words.h"
#include "tag/literal.h"
#include "tag/utf8.h"

/* The winner of the vote has at least one word in so many. */
#define LANGUAGE_SHARE	8

/* -------------------------------------------------------- known words */

static const NpsFunctionWord *
find_word(const unsigned char *bytes, size_t len)
{
	size_t		low = 0,
				high = lengthof(nps_function_words);

	if (len >= sizeof(nps_function_words[0].word))
		return NULL;
	while (low < high)
	{
		size_t		middle = (low + high) / 2;
		const NpsFunctionWord *w = &nps_function_words[middle];
		int			cmp = strncmp(w->word, (const char *) bytes, len);

		if (cmp == 0 && w->word[len] != '\0')
			cmp = 1;
		if (cmp == 0)
			return w;
		if (cmp < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static bool
is_kind(const NpsFunctionWord *w, NpsFunctionWordKind kind)
{
	return w != NULL && (w->dutch == kind || w->english == kind);
}

/* ------------------------------------------------ the pieces of a text */

static unsigned char *
grow_fold(void *ctx, unsigned char *old, size_t size)
{
	CHECK_FOR_INTERRUPTS();
	return old == NULL ? MemoryContextAllocHuge(CurrentMemoryContext, size) :
		repalloc_huge(old, size);
}

static void
fold_comment(const text *comment, NpsFoldSink sink, void *ctx)
{
	size_t		len;
	const char *utf8 = nps_utf8(comment, &len);

	nps_fold((const unsigned char *) utf8, len, grow_fold, sink, ctx);
}

static const unsigned char *
word_bytes(const NpsPiece *piece, int i, size_t *len)
{
	size_t		end = i + 1 < piece->nwords ? piece->words[i + 1].at : piece->len;

	*len = end - piece->words[i].at - 1;
	return piece->bytes + piece->words[i].at;
}

/* ------------------------------------------------------ lists of words */

typedef struct WordList
{
	Oid			conversion;		/* from UTF-8; InvalidOid: none is needed */
	Datum	   *at;
	size_t		n;
	size_t		room;
} WordList;

static void
init_list(WordList *list)
{
	int			encoding = GetDatabaseEncoding();

	memset(list, 0, sizeof(*list));
	if (encoding != PG_UTF8 && encoding != PG_SQL_ASCII)
		list->conversion = FindDefaultConversionProc(PG_UTF8, encoding);
}

/*
 * Folded words as text in the encoding of the database.  Folding can make a
 * letter that the encoding lacks (the micro sign becomes a Greek letter); it
 * is a question mark then, as no comment may make a report fail.
 */
static text *
to_database(const WordList *list, const unsigned char *bytes, size_t len)
{
	size_t		room;
	size_t		in = 0,
				out = 0;
	char	   *converted;

	if (!OidIsValid(list->conversion))
		return cstring_to_text_with_len((const char *) bytes, len);
	room = len * MAX_CONVERSION_GROWTH + 2;
	converted = palloc(room);
	while (in < len)
	{
		in += pg_do_encoding_conversion_buf(list->conversion, PG_UTF8, GetDatabaseEncoding(),
											(unsigned char *) bytes + in, len - in,
											(unsigned char *) converted + out, room - out, true);
		out += strlen(converted + out);
		if (in < len)
		{
			converted[out++] = '?';
			in += pg_utf_mblen(bytes + in);
		}
	}
	return cstring_to_text_with_len(converted, out);
}

static void
add_to_list(WordList *list, const unsigned char *bytes, size_t len)
{
	if (list->n == list->room)
	{
		list->room = list->room == 0 ? 64 : list->room * 2;
		list->at = list->at == NULL ? palloc(sizeof(Datum) * list->room) :
			repalloc_huge(list->at, sizeof(Datum) * list->room);
	}
	list->at[list->n++] = PointerGetDatum(to_database(list, bytes, len));
}

static Datum
list_to_array(const WordList *list)
{
	if (list->n > MaxArraySize)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the comment has more words than an array can hold")));
	return PointerGetDatum(construct_array(list->at, (int) list->n, TEXTOID, -1, false, TYPALIGN_INT));
}

/* ----------------------------------------------------------- all words */

static void
add_words(void *list, const NpsPiece *piece)
{
	int			i;

	CHECK_FOR_INTERRUPTS();
	for (i = piece->from; i < piece->to; i++)
	{
		size_t		len;
		const unsigned char *bytes = word_bytes(piece, i, &len);

		add_to_list(list, bytes, len);
	}
}

/* golden_rule_words(comment): its words, in order. */
PG_FUNCTION_INFO_V1(golden_rule_words);
Datum
golden_rule_words(PG_FUNCTION_ARGS)
{
	WordList	list;

	init_list(&list);
	fold_comment(PG_GETARG_TEXT_PP(0), add_words, &list);
	PG_RETURN_DATUM(list_to_array(&list));
}

/* --------------------------------------------------------------- terms */

typedef enum TermWord
{
	TERM_NONE,					/* a function word, a number, a letter, rubbish */
	TERM_QUALIFIER,
	TERM_CONTENT
} TermWord;

static TermWord
term_word(const unsigned char *bytes, size_t len)
{
	const NpsFunctionWord *w;

	if (len < 2 || len > NPS_PATTERN_MAX || (*bytes >= '0' && *bytes <= '9'))
		return TERM_NONE;
	w = find_word(bytes, len);
	if (is_kind(w, FW_QUALIFIER))
		return TERM_QUALIFIER;
	return is_kind(w, FW_FUNCTION) ? TERM_NONE : TERM_CONTENT;
}

/*
 * The terms that end in an own word.  The word before is in the piece as well,
 * own or not, if it is of the same sentence.
 */
static void
add_terms(void *list, const NpsPiece *piece)
{
	TermWord	before = TERM_NONE;
	int			i;

	CHECK_FOR_INTERRUPTS();
	for (i = Max(piece->from - 1, 0); i < piece->to; i++)
	{
		size_t		len;
		const unsigned char *bytes = word_bytes(piece, i, &len);
		TermWord	kind = term_word(bytes, len);

		if (piece->words[i].clause)
			before = TERM_NONE;
		if (i >= piece->from)
		{
			if (kind == TERM_CONTENT)
				add_to_list(list, bytes, len);
			if (before != TERM_NONE && kind != TERM_NONE &&
				(before == TERM_CONTENT || kind == TERM_CONTENT))
			{
				const unsigned char *start = piece->bytes + piece->words[i - 1].at;

				add_to_list(list, start, (size_t) (bytes + len - start));
			}
		}
		before = kind;
	}
}

static int
compare_terms(const void *a, const void *b)
{
	const text *k = (const text *) DatumGetPointer(*(const Datum *) a);
	const text *l = (const text *) DatumGetPointer(*(const Datum *) b);
	size_t		k_len = VARSIZE_ANY_EXHDR(k);
	size_t		l_len = VARSIZE_ANY_EXHDR(l);
	int			cmp = memcmp(VARDATA_ANY(k), VARDATA_ANY(l), Min(k_len, l_len));

	return cmp != 0 ? cmp : (k_len > l_len) - (k_len < l_len);
}

/* golden_rule_terms(comment): words and phrases that could be keywords. */
PG_FUNCTION_INFO_V1(golden_rule_terms);
Datum
golden_rule_terms(PG_FUNCTION_ARGS)
{
	WordList	list;
	size_t		kept = 0,
				i;

	init_list(&list);
	fold_comment(PG_GETARG_TEXT_PP(0), add_terms, &list);
	if (list.n > 1)
		qsort(list.at, list.n, sizeof(Datum), compare_terms);
	for (i = 0; i < list.n; i++)
		if (i == 0 || compare_terms(&list.at[i], &list.at[kept - 1]) != 0)
			list.at[kept++] = list.at[i];
	list.n = kept;
	PG_RETURN_DATUM(list_to_array(&list));
}

/* ------------------------------------------------------------ language */

typedef struct Votes
{
	uint64		words;			/* of letters */
	uint64		dutch;
	uint64		english;
	uint64		other;
} Votes;

/* A word votes for its language if it is of no other. */
static void
count_votes(void *ctx, const NpsPiece *piece)
{
	Votes	   *votes = ctx;
	int			i;

	CHECK_FOR_INTERRUPTS();
	for (i = piece->from; i < piece->to; i++)
	{
		size_t		len;
		const unsigned char *bytes = word_bytes(piece, i, &len);
		const NpsFunctionWord *w = find_word(bytes, len);

		if (*bytes >= 'a' && *bytes <= 'z')
			votes->words++;
		if (w == NULL)
			continue;
		if (w->dutch != FW_NONE && w->english == FW_NONE && !w->other)
			votes->dutch++;
		else if (w->english != FW_NONE && w->dutch == FW_NONE && !w->other)
			votes->english++;
		else if (w->other && w->dutch == FW_NONE && w->english == FW_NONE)
			votes->other++;
	}
}

/* golden_rule_language(comment): 'nl', 'en', or NULL where it is undecided. */
PG_FUNCTION_INFO_V1(golden_rule_language);
Datum
golden_rule_language(PG_FUNCTION_ARGS)
{
	Votes		votes = {0};
	uint64		most;

	fold_comment(PG_GETARG_TEXT_PP(0), count_votes, &votes);
	most = Max(votes.dutch, votes.english);
	if (votes.dutch == votes.english || most <= votes.other ||
		most * LANGUAGE_SHARE < votes.words)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(votes.dutch > votes.english ? "nl" : "en"));
}

/* ------------------------------------------------------ the known words */

static const char *const kind_names[] = {NULL, "function", "qualifier", "marker"};

static void
put_word(ReturnSetInfo *result, const char *word, const char *language, NpsFunctionWordKind kind)
{
	Datum		values[3];
	bool		nulls[3] = {false, false, false};

	if (kind == FW_NONE)
		return;
	values[0] = CStringGetTextDatum(word);
	nulls[1] = language == NULL;
	values[1] = language == NULL ? (Datum) 0 : CStringGetTextDatum(language);
	values[2] = CStringGetTextDatum(kind_names[kind]);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* golden_rule_function_words() -> (word, language, kind), sorted by word. */
PG_FUNCTION_INFO_V1(golden_rule_function_words);
Datum
golden_rule_function_words(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	size_t		i;

	InitMaterializedSRF(fcinfo, 0);
	for (i = 0; i < lengthof(nps_function_words); i++)
	{
		const NpsFunctionWord *w = &nps_function_words[i];

		put_word(result, w->word, "nl", w->dutch);
		put_word(result, w->word, "en", w->english);
		put_word(result, w->word, NULL, w->other ? FW_MARKER : FW_NONE);
	}
	return (Datum) 0;
}
