/*-------------------------------------------------------------------------
 *
 * frame.c
 *		Compile the entries of a code frame; see frame.h.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/frame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool
is_topic(NpsEntryKind kind)
{
	return kind == NPS_KEYWORD || kind == NPS_CUE || kind == NPS_MASK;
}

static void *
keep(const NpsAutomatonOptions *options, size_t count, size_t size)
{
	return options->keep(options->keep_ctx, count > 0 ? count * size : size);
}

static void
set_entry(NpsFrame *frame, NpsEntry *entry, const NpsEntrySpec *spec, int *nmask_rules)
{
	int			i;

	memset(entry, 0, sizeof(*entry));
	entry->kind = (uint8_t) spec->kind;
	entry->polarity = (int8_t) (spec->kind == NPS_KEYWORD ? spec->polarity :
								spec->kind == NPS_TONE ? (spec->tone > 0) - (spec->tone < 0) : 0);
	entry->words = (uint8_t) spec->pattern->words;
	entry->letters = (uint16_t) spec->pattern->letters;
	entry->scope = (uint8_t) (spec->scope < 0 ? 0 : spec->scope > 255 ? 255 : spec->scope);
	entry->rule = spec->rule;
	entry->weight = (int32_t) lrintf(spec->weight * NPS_CUE_SUM);
	entry->tone = spec->tone;
	if (spec->kind == NPS_MASK)
	{
		entry->rule = *nmask_rules;
		entry->nrules = (uint16_t) spec->nrules;
		for (i = 0; i < spec->nrules; i++)
			frame->mask_rules[(*nmask_rules)++] = spec->rules[i];
	}
}

/* Is the entry found as a whole, and added up with others of the same words? */
static bool
is_simple_cue(const NpsEntrySpec *spec)
{
	return spec->kind == NPS_CUE && spec->pattern->nsegments == 1;
}

/* A cue and the entry it is of. */
typedef struct CueOf
{
	const NpsPattern *pattern;
	uint32_t	entry;
} CueOf;

static int
compare_cues(const void *a, const void *b)
{
	const CueOf *k = a;
	const CueOf *l = b;
	size_t		klen = k->pattern->segments[0].len;
	size_t		llen = l->pattern->segments[0].len;
	int			cmp = memcmp(k->pattern->bytes, l->pattern->bytes, klen < llen ? klen : llen);

	if (cmp != 0)
		return cmp;
	if (klen != llen)
		return klen < llen ? -1 : 1;
	return k->entry < l->entry ? -1 : 1;
}

/* Gather the simple cues, n of them, by their words; literals get one each. */
static void
set_cues(NpsFrame *frame, const NpsEntrySpec *specs, CueOf *cues, uint32_t n, NpsLiteral *literals)
{
	uint32_t	i;

	qsort(cues, n, sizeof(CueOf), compare_cues);
	for (i = 0; i < n; i++)
	{
		const NpsPattern *pattern = cues[i].pattern;

		if (i == 0 || pattern->segments[0].len != cues[i - 1].pattern->segments[0].len ||
			memcmp(pattern->bytes, cues[i - 1].pattern->bytes, pattern->segments[0].len) != 0)
		{
			literals[frame->ncues].bytes = pattern->bytes;
			literals[frame->ncues].len = pattern->segments[0].len;
			literals[frame->ncues].value = frame->nsegments + frame->ncues;
			frame->cues[frame->ncues].first = i;
			frame->cues[frame->ncues++].words = pattern->segments[0].words;
		}
		frame->weights[i].entry = cues[i].entry;
		frame->weights[i].rule = specs[cues[i].entry].rule;
		frame->weights[i].weight = frame->entries[cues[i].entry].weight;
	}
	frame->cues[frame->ncues].first = n;
}

/* The segments of all entries that are, or are not, topics; simple cues apart. */
static size_t
add_segments(NpsFrame *frame, const NpsEntrySpec *specs, bool topics, NpsLiteral *literals)
{
	size_t		count = 0;
	uint32_t	i;
	int			j;

	for (i = 0; i < frame->nentries; i++)
	{
		const NpsPattern *pattern = specs[i].pattern;

		if (is_topic(specs[i].kind) != topics || is_simple_cue(&specs[i]))
			continue;
		for (j = 0; j < pattern->nsegments; j++)
		{
			const NpsSegment *from = &pattern->segments[j];
			NpsFrameSegment *segment = &frame->segments[frame->nsegments];

			segment->entry = i;
			segment->words = from->words;
			segment->place = (uint8_t) j;
			segment->gap = from->gap;
			segment->last = j == pattern->nsegments - 1;
			literals[count].bytes = pattern->bytes + from->at;
			literals[count].len = from->len;
			literals[count++].value = frame->nsegments++;
		}
	}
	return count;
}

/* Who finds a literal. */
static bool
is_for_index(const NpsLiteral *literal)
{
	return nps_word_index_takes(literal->bytes, literal->len);
}

static bool
is_inside(const NpsLiteral *literal)
{
	return literal->len <= 2 || memchr(literal->bytes + 1, ' ', literal->len - 2) == NULL;
}

/* Move the literals that `wanted` takes to the front; returns how many. */
static size_t
to_front(NpsLiteral *literals, size_t count, bool (*wanted) (const NpsLiteral *))
{
	size_t		front = 0;
	size_t		i;

	for (i = 0; i < count; i++)
		if (wanted(&literals[i]))
		{
			NpsLiteral	literal = literals[i];

			literals[i] = literals[front];
			literals[front++] = literal;
		}
	return front;
}

static NpsAutomatonStatus
build_automaton(const NpsLiteral *literals, size_t count, const NpsAutomatonOptions *options,
				NpsAutomaton **result)
{
	*result = NULL;
	return count == 0 ? NPS_AUTOMATON_OK : nps_automaton_build(literals, count, options, result);
}

/* Add what a segment is to what its words give. */
static void
give_segment(const NpsFrame *frame, const NpsFrameSegment *segment, NpsGives *gives)
{
	const NpsEntry *entry = &frame->entries[segment->entry];

	if (segment->place > 0)
		gives->goes_on = 1;
	else if (!segment->last)
		gives->starts = 1;
	else if (entry->kind == NPS_KEYWORD && entry->rule < NPS_MEMO_RULES)
		gives->rules |= (uint8_t) (1 << entry->rule);
	else
		gives->alone = 1;
}

/* Fill in what the values, n of them, give. */
void
nps_frame_gives(const NpsFrame *frame, const uint32_t *values, uint32_t n, NpsGives *gives)
{
	int64_t		sums[NPS_MEMO_RULES] = {0};
	const NpsCue *cue;
	uint32_t	i;

	memset(gives, 0, sizeof(*gives));
	for (; n > 0; n--, values++)
	{
		if (*values < frame->nsegments)
		{
			give_segment(frame, &frame->segments[*values], gives);
			continue;
		}
		cue = &frame->cues[*values - frame->nsegments];
		for (i = cue[0].first; i < cue[1].first; i++)
			if (frame->weights[i].rule < NPS_MEMO_RULES)
				sums[frame->weights[i].rule] += frame->weights[i].weight;
			else
				gives->listed = 1;
	}
	for (i = 0; i < NPS_MEMO_RULES; i++)
		if (sums[i] < INT16_MIN || sums[i] > INT16_MAX)
			gives->listed = 1;
	for (i = 0; i < NPS_MEMO_RULES && !gives->listed; i++)
		gives->sums[i] = (int16_t) sums[i];
}

/* Build the finder of count literals, which get another order. */
static NpsAutomatonStatus
build_finder(NpsLiteral *literals, size_t count, const NpsAutomatonOptions *options,
			 NpsFinder *finder)
{
	NpsAutomatonStatus status;
	size_t		words = to_front(literals, count, is_for_index);
	size_t		inside = to_front(literals + words, count - words, is_inside);

	status = nps_word_index_build(literals, words, options, &finder->words);
	if (status != NPS_AUTOMATON_OK)
		return status;
	status = build_automaton(literals + words, inside, options, &finder->inside);
	if (status != NPS_AUTOMATON_OK)
		return status;
	return build_automaton(literals + words + inside, count - words - inside, options, &finder->across);
}

/*
 * Compile count entries.  nrules is one more than the largest position of a
 * rule in them.  The result does not refer to specs.  On a status other than
 * OK some memory of options->keep may have been used.
 */
NpsAutomatonStatus
nps_frame_compile(const NpsEntrySpec *specs, size_t count, int nrules,
				  const NpsAutomatonOptions *options, NpsFrame **result)
{
	static uint64_t serial = 0; /* as PostgreSQL, this is for one thread */
	NpsFrame   *frame;
	NpsLiteral *literals;
	CueOf	   *cues;
	NpsAutomatonStatus status;
	size_t		nsegments = 0;
	size_t		nmask_rules = 0;
	size_t		nliterals;
	uint32_t	ncues = 0;
	int			mask_rule = 0;
	size_t		i;

	for (i = 0; i < count; i++)
	{
		nsegments += (size_t) specs[i].pattern->nsegments;
		if (specs[i].kind == NPS_MASK)
			nmask_rules += (size_t) specs[i].nrules;
	}
	if (nsegments > (size_t) INT32_MAX || nmask_rules > (size_t) INT32_MAX ||
		nsegments * sizeof(NpsFrameSegment) + count * sizeof(NpsEntry) > options->max_bytes / 2)
		return NPS_AUTOMATON_TOO_LARGE;

	frame = keep(options, 1, sizeof(*frame));
	memset(frame, 0, sizeof(*frame));
	frame->serial = ++serial;
	frame->nentries = (uint32_t) count;
	frame->nrules = nrules;
	frame->entries = keep(options, count, sizeof(NpsEntry));
	frame->segments = keep(options, nsegments, sizeof(NpsFrameSegment));
	frame->mask_rules = keep(options, nmask_rules, sizeof(int));
	cues = options->scratch(options->scratch_ctx, (count + 1) * sizeof(CueOf));
	for (i = 0; i < count; i++)
	{
		set_entry(frame, &frame->entries[i], &specs[i], &mask_rule);
		if (is_simple_cue(&specs[i]))
		{
			cues[ncues].pattern = specs[i].pattern;
			cues[ncues++].entry = (uint32_t) i;
		}
	}
	frame->cues = keep(options, ncues + 1, sizeof(NpsCue));
	frame->weights = keep(options, ncues, sizeof(NpsCueWeight));

	/* segments of both finders are numbered before the cues */
	literals = options->scratch(options->scratch_ctx, (nsegments + 1) * sizeof(NpsLiteral));
	nliterals = add_segments(frame, specs, false, literals);
	status = build_finder(literals, nliterals, options, &frame->grammar);
	if (status != NPS_AUTOMATON_OK)
		return status;
	nliterals = add_segments(frame, specs, true, literals);
	set_cues(frame, specs, cues, ncues, literals + nliterals);
	status = build_finder(literals, nliterals + frame->ncues, options, &frame->topics);
	*result = frame;
	return status;
}

static size_t
finder_bytes(const NpsFinder *finder)
{
	return finder->words->bytes +
		(finder->inside != NULL ? nps_automaton_bytes(finder->inside) : 0) +
		(finder->across != NULL ? nps_automaton_bytes(finder->across) : 0);
}

/* The bytes asked of the keep allocator, but for those of the rules of masks. */
size_t
nps_frame_bytes(const NpsFrame *frame)
{
	return sizeof(*frame) + finder_bytes(&frame->topics) + finder_bytes(&frame->grammar) +
		frame->nentries * sizeof(NpsEntry) + frame->nsegments * sizeof(NpsFrameSegment) +
		(frame->ncues + 1) * sizeof(NpsCue) + frame->cues[frame->ncues].first * sizeof(NpsCueWeight);
}
