/*
 * code_frame.c
 *		The lines of a code frame: checked, put in canonical form and order,
 *		made into a codebook.
 *
 * The text form is one line an entry, with tabs between its fields:
 *
 *		golden_rule_frame	1
 *		cue	1	nl	loket*	0.4	-0.2
 *		keyword	1	nl	bereikbaar	positive
 *		mask	nl	vuistregel*	1,2
 *		negator	nl	niet	before	3
 *		rule	1	available
 *		tone	nl	fijn*	1.5
 *		topic	1001	employees
 *
 * It is canonical: lines are sorted by their bytes, numbers are the shortest
 * that read back the same, white space in patterns is one space, and \t, \n,
 * \r and \\ stand for characters that would break a line.  Equal frames hence
 * have equal texts, whatever the order in which a table holds its rows.
 *
 * Memory is the caller's current context, but for codebooks.
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/shortest_dec.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "port/pg_bswap.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "compat.h"
#include "tag/code_frame.h"
#include "tag/utf8.h"

/* The automata and what it takes to build them may have this many bytes. */
#define FRAME_MAX_BYTES		((size_t) 512 * 1024 * 1024)

#define HEADER			"golden_rule_frame\t1"

#define MAX_WEIGHT		100.0f
#define MAX_SCOPE		20
#define MAX_FIELDS		7

/* First field of a line, and what follows it. */
static const struct
{
	const char *name;
	int			fields;
}			line_kinds[NPS_LINE_KINDS] = {
	{"cue", 6}, {"keyword", 5}, {"mask", 4}, {"negator", 5}, {"rule", 3}, {"tone", 4}, {"topic", 3}
};

static const struct
{
	const char *name;
	int			polarity;
}			polarities[] = {
	{"positive", 1}, {"negative", -1}, {"neutral", 0}
};

static const struct
{
	const char *name;
	NpsEntryKind kind;
}			directions[] = {
	{"before", NPS_NEGATOR_BEFORE}, {"after", NPS_NEGATOR_AFTER}, {"exception", NPS_EXCEPTION},
	{"wish", NPS_WISH}, {"contrast", NPS_CONTRAST}, {"joiner", NPS_JOINER}
};

/* Append an empty line. */
NpsFrameLine *
nps_frame_add_line(NpsFrameLines *lines, NpsLineKind kind)
{
	NpsFrameLine *line;

	if (lines->n == lines->room)
	{
		lines->room = Max(lines->room * 2, 4096);
		lines->at = lines->at == NULL ?
			palloc_extended(sizeof(NpsFrameLine) * lines->room, MCXT_ALLOC_HUGE) :
			repalloc_huge(lines->at, sizeof(NpsFrameLine) * lines->room);
	}
	line = &lines->at[lines->n++];
	memset(line, 0, sizeof(*line));
	line->kind = kind;
	line->enabled = true;
	return line;
}

/* ------------------------------------------------- a line and its text */

static int
find_polarity(const char *name)
{
	int			i;

	for (i = 0; i < lengthof(polarities); i++)
		if (strcmp(polarities[i].name, name) == 0)
			return i;
	return -1;
}

static int
find_direction(const char *name)
{
	int			i;

	for (i = 0; i < lengthof(directions); i++)
		if (strcmp(directions[i].name, name) == 0)
			return i;
	return -1;
}

/* Append a field, with a tab before it. */
static void
append_field(StringInfo s, const char *field)
{
	appendStringInfoChar(s, '\t');
	for (; *field != '\0'; field++)
		switch (*field)
		{
			case '\t':
				appendStringInfoString(s, "\\t");
				break;
			case '\n':
				appendStringInfoString(s, "\\n");
				break;
			case '\r':
				appendStringInfoString(s, "\\r");
				break;
			case '\\':
				appendStringInfoString(s, "\\\\");
				break;
			default:
				appendStringInfoChar(s, *field);
		}
}

static void
append_float(StringInfo s, float4 value)
{
	char		buffer[FLOAT_SHORTEST_DECIMAL_LEN];

	float_to_shortest_decimal_buf(value, buffer);
	append_field(s, buffer);
}

static void
append_int(StringInfo s, int value)
{
	char		buffer[12];

	pg_ltoa(value, buffer);
	appendStringInfoString(s, buffer);
}

/* What has been put together, with no more memory than it takes. */
static char *
taken(StringInfo s)
{
	char	   *copy = pnstrdup(s->data, s->len);

	pfree(s->data);
	return copy;
}

/* ASCII white space of a pattern to single spaces; what else there is stays. */
static void
squeeze_spaces(char *pattern)
{
	char	   *to = pattern;
	char	   *from;

	for (from = pattern; *from != '\0'; from++)
	{
		bool		space = strchr(" \t\n\v\f\r", *from) != NULL;

		if (!space)
			*to++ = *from;
		else if (to > pattern && to[-1] != ' ')
			*to++ = ' ';
	}
	while (to > pattern && to[-1] == ' ')
		to--;
	*to = '\0';
}

static char *
line_text(const NpsFrameLine *line)
{
	StringInfoData s;
	int			i;

	initStringInfo(&s);
	appendStringInfoString(&s, line_kinds[line->kind].name);
	if (line->kind != NPS_LINE_MASK && line->kind != NPS_LINE_NEGATOR && line->kind != NPS_LINE_TONE)
	{
		appendStringInfoChar(&s, '\t');
		append_int(&s, line->rule);
	}
	if (line->code != NULL)
		append_field(&s, line->code);
	if (line->language != NULL)
	{
		append_field(&s, line->language);
		append_field(&s, line->pattern);
	}
	if (line->word != NULL)
		append_field(&s, line->word);
	if (line->kind == NPS_LINE_NEGATOR)
	{
		appendStringInfoChar(&s, '\t');
		append_int(&s, line->scope);
	}
	if (line->kind == NPS_LINE_CUE)
		append_float(&s, line->weight);
	if (line->kind == NPS_LINE_CUE || line->kind == NPS_LINE_TONE)
		append_float(&s, line->tone);
	if (line->kind == NPS_LINE_MASK)
	{
		appendStringInfoChar(&s, '\t');
		for (i = 0; i < line->nrules; i++)
		{
			if (i > 0)
				appendStringInfoChar(&s, ',');
			append_int(&s, line->rules[i]);
		}
	}
	return taken(&s);
}

/* The words of a pattern with what stands between: equal if they find the same. */
void
nps_pattern_append_key(StringInfo s, const NpsPattern *pattern)
{
	int			i;

	for (i = 0; i < pattern->nsegments; i++)
	{
		const NpsSegment *segment = &pattern->segments[i];

		appendStringInfoChar(s, segment->gap ? '.' : '*');
		appendBinaryStringInfo(s, (const char *) pattern->bytes + segment->at, segment->len);
	}
}

/*
 * What makes two lines the same entry: patterns that fold alike do, however
 * they are written.
 */
static char *
line_key(const NpsFrameLine *line)
{
	StringInfoData s;

	initStringInfo(&s);
	appendStringInfoString(&s, line_kinds[line->kind == NPS_LINE_TOPIC ? NPS_LINE_RULE : line->kind].name);
	appendStringInfoChar(&s, '\t');
	append_int(&s, line->rule);
	appendStringInfoChar(&s, '\t');
	if (line->language != NULL)
		appendStringInfoString(&s, line->language);
	appendStringInfoChar(&s, '\t');
	if (line->compiled != NULL)
		nps_pattern_append_key(&s, line->compiled);
	if (line->kind == NPS_LINE_NEGATOR)
	{
		appendStringInfoChar(&s, '\t');
		appendStringInfoString(&s, line->word);
	}
	return taken(&s);
}

static int
compare_int16(const void *a, const void *b)
{
	return (int) *(const int16 *) a - (int) *(const int16 *) b;
}

static char *
compile_pattern(NpsFrameLine *line)
{
	size_t		len,
				error_at;
	const char *utf8;
	NpsPattern	compiled;
	const NpsSegment *last;
	Size		size;
	NpsLiteralStatus status;

	if (line->language[0] == '\0')
		return pstrdup("the language is empty");
	squeeze_spaces(line->pattern);
	utf8 = nps_utf8_bytes(line->pattern, strlen(line->pattern), &len);
	status = nps_pattern_compile(utf8, len, &compiled, &error_at);
	if (status != NPS_LITERAL_OK)
		return psprintf("pattern \"%s\": %s", line->pattern, nps_literal_reason(status));

	/* without the bytes that are not used, which are most of it */
	last = &compiled.segments[compiled.nsegments - 1];
	size = offsetof(NpsPattern, bytes) + last->at + last->len;
	line->compiled = memcpy(palloc(size), &compiled, size);
	return NULL;
}

/*
 * Check a line whose fields are filled in, and give it its text and its key.
 * Returns NULL, or what is wrong with it.
 */
char *
nps_frame_finish_line(NpsFrameLine *line)
{
	char	   *why;
	int			kept = 0,
				i;

	if (line->pattern != NULL && (why = compile_pattern(line)) != NULL)
		return why;
	if (line->kind == NPS_LINE_KEYWORD && find_polarity(line->word) < 0)
		return psprintf("polarity \"%s\" is not positive, negative or neutral", line->word);
	if (line->kind == NPS_LINE_NEGATOR && find_direction(line->word) < 0)
		return psprintf("direction \"%s\" is not before, after, exception, wish, contrast or joiner",
						line->word);
	if (line->nrules == NPS_NO_RULES)
		return pstrdup("its list of rules is empty or holds NULL");
	if (line->scope < 0 || line->scope > MAX_SCOPE)
		return psprintf("a scope of %d words is not within 0 and %d", line->scope, MAX_SCOPE);
	if (!(fabsf(line->weight) <= MAX_WEIGHT && fabsf(line->tone) <= MAX_WEIGHT))
		return psprintf("a weight or tone is not within -%g and %g", MAX_WEIGHT, MAX_WEIGHT);

	/* -0 is 0, and each rule of a mask is in it once */
	line->weight += 0.0f;
	line->tone += 0.0f;
	qsort(line->rules, line->nrules, sizeof(int16), compare_int16);
	for (i = 0; i < line->nrules; i++)
		if (i == 0 || line->rules[i] != line->rules[kept - 1])
			line->rules[kept++] = line->rules[i];
	line->nrules = kept;

	line->text = line_text(line);
	line->key = line_key(line);
	return NULL;
}

/* ------------------------------------------------------- many of them */

/*
 * A line to be sorted, with the beginning of its string, highest byte first: it
 * tells most strings apart without a look at them.
 */
typedef struct SortedLine
{
	uint64		begin[3];
	const NpsFrameLine *line;
} SortedLine;

static int
compare_begins(const SortedLine *a, const SortedLine *b)
{
	int			i;

	for (i = 0; i < 3; i++)
		if (a->begin[i] != b->begin[i])
			return a->begin[i] < b->begin[i] ? -1 : 1;
	return 0;
}

/* By key; of equal ones the user's line first, and one that is off before on. */
static int
compare_keys(const void *a, const void *b)
{
	const NpsFrameLine *k = ((const SortedLine *) a)->line;
	const NpsFrameLine *l = ((const SortedLine *) b)->line;
	int			cmp = compare_begins(a, b);

	if (cmp != 0 || (cmp = strcmp(k->key, l->key)) != 0)
		return cmp;
	if (k->builtin != l->builtin)
		return (int) k->builtin - (int) l->builtin;
	if (k->enabled != l->enabled)
		return (int) k->enabled - (int) l->enabled;
	return strcmp(k->text, l->text);
}

static int
compare_texts(const void *a, const void *b)
{
	int			cmp = compare_begins(a, b);

	return cmp != 0 ? cmp :
		strcmp(((const SortedLine *) a)->line->text, ((const SortedLine *) b)->line->text);
}

static void
sort_lines(NpsFrameLines *lines, bool by_key)
{
	SortedLine *sorted = palloc_extended(sizeof(SortedLine) * (lines->n + 1), MCXT_ALLOC_HUGE);
	NpsFrameLine *result = palloc_extended(sizeof(NpsFrameLine) * (lines->n + 1), MCXT_ALLOC_HUGE);
	int			i;

	for (i = 0; i < lines->n; i++)
	{
		char		begin[sizeof(sorted->begin)];
		int			j;

		strncpy(begin, by_key ? lines->at[i].key : lines->at[i].text, sizeof(begin));
		memcpy(sorted[i].begin, begin, sizeof(begin));
		for (j = 0; j < lengthof(sorted->begin); j++)
			sorted[i].begin[j] = pg_ntoh64(sorted[i].begin[j]);
		sorted[i].line = &lines->at[i];
	}
	qsort(sorted, lines->n, sizeof(SortedLine), by_key ? compare_keys : compare_texts);
	for (i = 0; i < lines->n; i++)
		result[i] = *sorted[i].line;
	pfree(sorted);
	if (lines->at != NULL)
		pfree(lines->at);
	lines->at = result;
	lines->room = lines->n + 1;
}

static int
find_rule(const int16 *rules, int n, int16 rule)
{
	const int16 *found = n == 0 ? NULL : bsearch(&rule, rules, n, sizeof(int16), compare_int16);

	return found == NULL ? -1 : (int) (found - rules);
}

/* The numbers of all rules and topics, sorted. */
static int16 *
rule_numbers(const NpsFrameLines *lines, int *n)
{
	int16	   *rules = palloc(sizeof(int16) * (lines->n + 1));
	int			i;

	*n = 0;
	for (i = 0; i < lines->n; i++)
		if (lines->at[i].kind == NPS_LINE_RULE || lines->at[i].kind == NPS_LINE_TOPIC)
			rules[(*n)++] = lines->at[i].rule;
	qsort(rules, *n, sizeof(int16), compare_int16);
	return rules;
}

/* Of lines in force, leave out what is of no rule; true if the line is to stay. */
static bool
keep_rules(NpsFrameLine *line, const int16 *rules, int n)
{
	int			kept = 0,
				i;

	if (line->kind == NPS_LINE_KEYWORD || line->kind == NPS_LINE_CUE)
		return find_rule(rules, n, line->rule) >= 0;
	for (i = 0; i < line->nrules; i++)
		if (find_rule(rules, n, line->rules[i]) >= 0)
			line->rules[kept++] = line->rules[i];
	if (kept == line->nrules)
		return true;
	line->nrules = kept;
	if (kept > 0)
		line->text = line_text(line);
	return kept > 0;
}

/*
 * Leave the lines in force, in canonical order: a user's line replaces the
 * shipped one of the same key, and what is not enabled drops out, and what is of
 * a rule that is not in force.
 */
void
nps_frame_settle(NpsFrameLines *lines)
{
	int16	   *rules;
	const char *previous = NULL;
	int			kept = 0,
				n,
				i;

	sort_lines(lines, true);
	for (i = 0; i < lines->n; i++)
	{
		bool		first = previous == NULL || strcmp(previous, lines->at[i].key) != 0;

		previous = lines->at[i].key;
		if (first && lines->at[i].enabled)
			lines->at[kept++] = lines->at[i];
	}
	lines->n = kept;
	rules = rule_numbers(lines, &n);
	for (i = kept = 0; i < lines->n; i++)
		if (keep_rules(&lines->at[i], rules, n))
			lines->at[kept++] = lines->at[i];
	lines->n = kept;
	sort_lines(lines, false);
}

/* The text form of settled lines. */
text *
nps_frame_to_text(const NpsFrameLines *lines)
{
	static const char header[] = HEADER "\n";
	size_t		size = VARHDRSZ + strlen(header);
	text	   *result;
	char	   *to;
	int			i;

	for (i = 0; i < lines->n; i++)
		size += strlen(lines->at[i].text) + 1;
	if (!AllocSizeIsValid(size))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the code frame takes more than 1 GB as text")));
	result = palloc(size);
	SET_VARSIZE(result, size);
	to = VARDATA(result);
	memcpy(to, header, strlen(header));	/* no zero behind: there is no room for one */
	to += strlen(header);
	for (i = 0; i < lines->n; i++)
	{
		size_t		len = strlen(lines->at[i].text);

		memcpy(to, lines->at[i].text, len);
		to[len] = '\n';
		to += len + 1;
	}
	return result;
}

/* ------------------------------------------------------- from its text */

/* Undo append_field(), in place; false for an escape that it does not make. */
static bool
unescape(char *field)
{
	char	   *to = field;

	for (; *field != '\0'; field++)
	{
		if (*field != '\\')
		{
			*to++ = *field;
			continue;
		}
		field++;
		if (*field == 't')
			*to++ = '\t';
		else if (*field == 'n')
			*to++ = '\n';
		else if (*field == 'r')
			*to++ = '\r';
		else if (*field == '\\')
			*to++ = '\\';
		else
			return false;
	}
	*to = '\0';
	return true;
}

static bool
parse_number(const char *field, long least, long most, long *value)
{
	char	   *end;

	if (field[strspn(field, "+-0123456789")] != '\0')
		return false;			/* no white space */
	errno = 0;
	*value = strtol(field, &end, 10);
	return end != field && *end == '\0' && errno == 0 && *value >= least && *value <= most;
}

static bool
parse_float(const char *field, float4 *value)
{
	char	   *end;

	if (field[strspn(field, "+-.0123456789eE")] != '\0')
		return false;			/* nor hexadecimal */
	errno = 0;
	*value = strtof(field, &end);
	return end != field && *end == '\0' && !isnan(*value) && !isinf(*value);
}

/* "1,3" to numbers; the empty field is no rules, which is all of them. */
static bool
parse_rules(char *field, NpsFrameLine *line)
{
	long		number;
	char	   *comma;

	line->rules = palloc(sizeof(int16) * (strlen(field) / 2 + 1));
	while (*field != '\0')
	{
		comma = strchr(field, ',');
		if (comma != NULL)
			*comma = '\0';
		if (!parse_number(field, PG_INT16_MIN, PG_INT16_MAX, &number))
			return false;
		line->rules[line->nrules++] = (int16) number;
		if (comma == NULL)
			break;
		field = comma + 1;
		if (*field == '\0')
			return false;
	}
	return true;
}

/* Fill in a line from its fields, which are as many as its kind has. */
static char *
parse_fields(NpsFrameLine *line, char **field)
{
	long		number;
	int			i;

	for (i = 1; i < line_kinds[line->kind].fields; i++)
		if (!unescape(field[i]))
			return pstrdup("a \"\\\" is not followed by t, n, r or \\");

	switch (line->kind)
	{
		case NPS_LINE_RULE:
		case NPS_LINE_TOPIC:
		case NPS_LINE_KEYWORD:
		case NPS_LINE_CUE:
			if (!parse_number(field[1], PG_INT16_MIN, PG_INT16_MAX, &number))
				return psprintf("\"%s\" is not the number of a rule", field[1]);
			line->rule = (int16) number;
			field++;
			break;
		default:
			break;
	}
	if (line->kind == NPS_LINE_RULE || line->kind == NPS_LINE_TOPIC)
	{
		line->code = field[1];
		return NULL;
	}
	line->language = field[1];
	line->pattern = field[2];
	switch (line->kind)
	{
		case NPS_LINE_KEYWORD:
			line->word = field[3];
			break;
		case NPS_LINE_CUE:
			if (!parse_float(field[3], &line->weight))
				return psprintf("\"%s\" is not a weight", field[3]);
			if (!parse_float(field[4], &line->tone))
				return psprintf("\"%s\" is not a tone", field[4]);
			break;
		case NPS_LINE_MASK:
			if (!parse_rules(field[3], line))
				return pstrdup("the rules of a mask are numbers with commas between them");
			break;
		case NPS_LINE_NEGATOR:
			line->word = field[3];
			if (!parse_number(field[4], 0, MAX_SCOPE, &number))
				return psprintf("\"%s\" is not a number of words from 0 to %d", field[4], MAX_SCOPE);
			line->scope = (int) number;
			break;
		default:
			if (!parse_float(field[3], &line->tone))
				return psprintf("\"%s\" is not a tone", field[3]);
			break;
	}
	return NULL;
}

/* One line, which is cut up; NULL, or what is wrong with it. */
static char *
parse_line(char *bytes, int number, NpsFrameLines *lines)
{
	char	   *field[MAX_FIELDS];
	NpsFrameLine *line;
	int			fields = 0,
				kind;
	char	   *why;

	while (fields < MAX_FIELDS)
	{
		field[fields++] = bytes;
		bytes = strchr(bytes, '\t');
		if (bytes == NULL)
			break;
		*bytes++ = '\0';
	}
	for (kind = 0; kind < NPS_LINE_KINDS; kind++)
		if (strcmp(line_kinds[kind].name, field[0]) == 0)
			break;
	if (kind == NPS_LINE_KINDS)
		return psprintf("\"%s\" is not cue, keyword, mask, negator, rule, tone or topic", field[0]);
	if (bytes != NULL || fields != line_kinds[kind].fields)
		return psprintf("a %s has %d fields with tabs between them", field[0], line_kinds[kind].fields);
	line = nps_frame_add_line(lines, kind);
	line->number = number;
	why = parse_fields(line, field);
	return why != NULL ? why : nps_frame_finish_line(line);
}

static char *
check_duplicates(const NpsFrameLines *lines, int *line_number)
{
	int			i;

	for (i = 1; i < lines->n; i++)
		if (strcmp(lines->at[i - 1].key, lines->at[i].key) == 0)
		{
			*line_number = Max(lines->at[i - 1].number, lines->at[i].number);
			return psprintf("\"%s\" and \"%s\" are the same entry", lines->at[i - 1].text, lines->at[i].text);
		}
	return NULL;
}

static char *
check_rules(const NpsFrameLines *lines, int *line_number)
{
	int			n,
				i,
				j;
	int16	   *rules = rule_numbers(lines, &n);

	for (i = 0; i < lines->n; i++)
	{
		const NpsFrameLine *line = &lines->at[i];

		*line_number = line->number;
		if ((line->kind == NPS_LINE_KEYWORD || line->kind == NPS_LINE_CUE) &&
			find_rule(rules, n, line->rule) < 0)
			return psprintf("\"%s\" is of rule %d, which the frame does not have", line->text, line->rule);
		for (j = 0; j < line->nrules; j++)
			if (find_rule(rules, n, line->rules[j]) < 0)
				return psprintf("\"%s\" is for rule %d, which the frame does not have",
								line->text, line->rules[j]);
	}
	*line_number = 0;
	return NULL;
}

/*
 * Read the text form.  On false *why says what is wrong, and *line_number
 * where (0: nowhere in particular).
 */
bool
nps_frame_parse(const char *bytes, size_t len, NpsFrameLines *lines, char **why, int *line_number)
{
	char	   *copy = palloc_extended(len + 1, MCXT_ALLOC_HUGE);
	char	   *at;

	memcpy(copy, bytes, len);
	copy[len] = '\0';
	memset(lines, 0, sizeof(*lines));
	*line_number = 1;
	*why = NULL;
	if (strlen(copy) != len)
		*why = pstrdup("it holds a NUL byte");
	else if (strncmp(copy, HEADER, strlen(HEADER)) != 0 ||
			 (copy[strlen(HEADER)] != '\n' && copy[strlen(HEADER)] != '\0'))
		*why = pstrdup("it does not begin with the line \"golden_rule_frame\", a tab, \"1\"");
	at = strchr(copy, '\n');
	while (*why == NULL && at != NULL && *++at != '\0')
	{
		char	   *end = strchr(at, '\n');

		CHECK_FOR_INTERRUPTS();
		(*line_number)++;
		if (end != NULL)
			*end = '\0';
		*why = parse_line(at, *line_number, lines);
		at = end;
	}
	if (*why != NULL)
		return false;
	*line_number = 0;
	sort_lines(lines, true);
	if ((*why = check_duplicates(lines, line_number)) == NULL)
		*why = check_rules(lines, line_number);
	nps_frame_settle(lines);
	return *why == NULL;
}

/* ------------------------------------------------------- to a codebook */

static void *
allocate(void *context, size_t size)
{
	return MemoryContextAllocHuge((MemoryContext) context, size);
}

static void
look_for_interrupts(void *unused)
{
	CHECK_FOR_INTERRUPTS();
}

static NpsEntryKind
entry_kind(const NpsFrameLine *line)
{
	switch (line->kind)
	{
		case NPS_LINE_KEYWORD:
			return NPS_KEYWORD;
		case NPS_LINE_CUE:
			return NPS_CUE;
		case NPS_LINE_MASK:
			return NPS_MASK;
		case NPS_LINE_TONE:
			return NPS_TONE;
		default:
			return directions[find_direction(line->word)].kind;
	}
}

/* The entry of a line; false if it is of no rule in the frame. */
static bool
make_spec(const NpsFrameLine *line, const NpsCodebook *book, NpsEntrySpec *spec)
{
	int		   *rules;
	int			i;

	memset(spec, 0, sizeof(*spec));
	spec->kind = entry_kind(line);
	spec->rule = -1;
	if (spec->kind == NPS_KEYWORD || spec->kind == NPS_CUE)
	{
		spec->rule = find_rule(book->rules, book->nrules, line->rule);
		if (spec->rule < 0)
			return false;
	}
	if (spec->kind == NPS_KEYWORD)
		spec->polarity = polarities[find_polarity(line->word)].polarity;
	rules = palloc(sizeof(int) * (line->nrules + 1));
	spec->rules = rules;
	for (i = 0; i < line->nrules; i++)
	{
		rules[spec->nrules] = find_rule(book->rules, book->nrules, line->rules[i]);
		spec->nrules += rules[spec->nrules] >= 0;
	}
	spec->weight = line->weight;
	spec->tone = line->tone;
	spec->scope = line->scope;
	spec->pattern = line->compiled;
	return line->nrules == 0 || spec->nrules > 0;
}

/* Make the codebook of settled lines in `context`. */
NpsCodebook *
nps_frame_to_codebook(const NpsFrameLines *lines, MemoryContext context)
{
	NpsCodebook *book = MemoryContextAllocZero(context, sizeof(NpsCodebook));
	NpsEntrySpec *specs = palloc_extended(sizeof(NpsEntrySpec) * (lines->n + 1), MCXT_ALLOC_HUGE);
	NpsAutomatonOptions options = {0};
	int16	   *rules = rule_numbers(lines, &book->nrules);
	int			n = 0,
				i;

	book->rules = MemoryContextAlloc(context, sizeof(int16) * (book->nrules + 1));
	memcpy(book->rules, rules, sizeof(int16) * book->nrules);
	book->is_topic = MemoryContextAllocZero(context, sizeof(bool) * (book->nrules + 1));
	book->entries = MemoryContextAllocHuge(context, sizeof(NpsBookEntry) * (lines->n + 1));
	for (i = 0; i < lines->n; i++)
	{
		const NpsFrameLine *line = &lines->at[i];

		if (line->kind == NPS_LINE_TOPIC)
			book->is_topic[find_rule(book->rules, book->nrules, line->rule)] = true;
		if (line->compiled == NULL || !make_spec(line, book, &specs[n]))
			continue;
		book->entries[n].pattern = MemoryContextStrdup(context, line->pattern);
		book->entries[n].rule = specs[n].rule;
		n++;
	}

	options.keep = options.scratch = allocate;
	options.keep_ctx = context;
	options.scratch_ctx = CurrentMemoryContext;
	options.progress = look_for_interrupts;
	options.max_bytes = FRAME_MAX_BYTES;
	options.dense_bytes = NPS_AUTOMATON_DENSE_BYTES;
	if (nps_frame_compile(specs, n, book->nrules, &options, &book->frame) != NPS_AUTOMATON_OK)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("%d patterns need automata of more than %zu MB", n, FRAME_MAX_BYTES / (1024 * 1024)),
				 errhint("Disable or delete keywords in golden_rule_keyword, the longest first.")));
	return book;
}
