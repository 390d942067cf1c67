/*
 * highlight.c
 *		A comment with the words marked that make its tags.
 *
 * Hits that overlap or touch are one mark.  The HTML form escapes the whole
 * comment, marked or not, so that it can stand in a page or in an attribute
 * whatever a respondent has typed.
 */
#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "compat.h"
#include "tag/tagging.h"
#include "tag/utf8.h"

/* A run of hits: tags first .. next - 1, bytes start .. end - 1. */
typedef struct Mark
{
	size_t		first;
	size_t		next;
	uint32		start;
	uint32		end;
} Mark;

/* The mark that begins with tag `first`; false if there is no more. */
static bool
next_mark(const NpsMatcher *m, size_t first, Mark *mark)
{
	if (first >= m->ntags)
		return false;
	mark->first = first;
	mark->start = m->tags[first].start;
	mark->end = m->tags[first].end;
	for (mark->next = first + 1; mark->next < m->ntags && m->tags[mark->next].start <= mark->end; mark->next++)
		mark->end = Max(mark->end, m->tags[mark->next].end);
	return true;
}

/* golden_rule_highlight(comment, open, close) */
PG_FUNCTION_INFO_V1(golden_rule_highlight);
Datum
golden_rule_highlight(PG_FUNCTION_ARGS)
{
	text	   *comment = PG_GETARG_TEXT_PP(0);
	NpsTagging *t = nps_tagging(fcinfo, NPS_NO_FRAME);
	size_t		open_len,
				close_len,
				next = 0;
	const char *open = nps_utf8(PG_GETARG_TEXT_PP(1), &open_len);
	const char *close = nps_utf8(PG_GETARG_TEXT_PP(2), &close_len);
	uint32		at = 0;
	StringInfoData s;
	Mark		mark;

	nps_sorted_tags(t, comment);
	initStringInfo(&s);
	for (; next_mark(&t->matcher, next, &mark); next = mark.next)
	{
		CHECK_FOR_INTERRUPTS();
		appendBinaryStringInfo(&s, t->utf8 + at, mark.start - at);
		appendBinaryStringInfo(&s, open, open_len);
		appendBinaryStringInfo(&s, t->utf8 + mark.start, mark.end - mark.start);
		appendBinaryStringInfo(&s, close, close_len);
		at = mark.end;
	}
	appendBinaryStringInfo(&s, t->utf8 + at, t->len - at);
	return PointerGetDatum(nps_from_utf8(s.data, s.len));
}

/* Bytes after which to look for a cancel. */
#define PATIENCE	(1024 * 1024)

static void
append_html(StringInfo s, const char *bytes, size_t len)
{
	size_t		i;

	for (i = 0; i < len; i++)
	{
		if (i % PATIENCE == 0)
			CHECK_FOR_INTERRUPTS();
		switch (bytes[i])
		{
			case '&':
				appendStringInfoString(s, "&amp;");
				break;
			case '<':
				appendStringInfoString(s, "&lt;");
				break;
			case '>':
				appendStringInfoString(s, "&gt;");
				break;
			case '"':
				appendStringInfoString(s, "&quot;");
				break;
			case '\'':
				appendStringInfoString(s, "&#39;");
				break;
			default:
				appendStringInfoCharMacro(s, bytes[i]);
		}
	}
}

/* The polarity that all tags of a mark agree on; else mixed. */
static NpsPolarity
mark_polarity(const NpsMatcher *m, const Mark *mark)
{
	NpsPolarity polarity = NPS_NEUTRAL;
	size_t		i;

	for (i = mark->first; i < mark->next; i++)
		if (m->tags[i].polarity == NPS_NEUTRAL)
			continue;
		else if (polarity == NPS_NEUTRAL)
			polarity = m->tags[i].polarity;
		else if (polarity != m->tags[i].polarity)
			polarity = NPS_MIXED;
	return polarity;
}

/* <mark data-rules="1 6" data-polarity="negative">: each rule once, sorted. */
static void
append_open_mark(StringInfo s, const NpsTagging *t, const Mark *mark)
{
	const char *separator = "";
	size_t		i;
	int			rule;

	appendStringInfoString(s, "<mark data-rules=\"");
	for (rule = 0; rule < t->book->nrules; rule++)
		for (i = mark->first; i < mark->next; i++)
			if (t->book->entries[t->matcher.tags[i].entry].rule == rule)
			{
				appendStringInfo(s, "%s%d", separator, t->book->rules[rule]);
				separator = " ";
				break;
			}
	appendStringInfo(s, "\" data-polarity=\"%s\">", nps_polarity_name(mark_polarity(&t->matcher, mark)));
}

/* golden_rule_highlight_html(comment) */
PG_FUNCTION_INFO_V1(golden_rule_highlight_html);
Datum
golden_rule_highlight_html(PG_FUNCTION_ARGS)
{
	text	   *comment = PG_GETARG_TEXT_PP(0);
	NpsTagging *t = nps_tagging(fcinfo, NPS_NO_FRAME);
	size_t		next = 0;
	uint32		at = 0;
	StringInfoData s;
	Mark		mark;

	nps_sorted_tags(t, comment);
	initStringInfo(&s);
	for (; next_mark(&t->matcher, next, &mark); next = mark.next)
	{
		CHECK_FOR_INTERRUPTS();
		append_html(&s, t->utf8 + at, mark.start - at);
		append_open_mark(&s, t, &mark);
		append_html(&s, t->utf8 + mark.start, mark.end - mark.start);
		appendStringInfoString(&s, "</mark>");
		at = mark.end;
	}
	append_html(&s, t->utf8 + at, t->len - at);
	return PointerGetDatum(nps_from_utf8(s.data, s.len));
}
