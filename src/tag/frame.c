/*-------------------------------------------------------------------------
 *
 * frame.c
 *		Compile the entries of a code frame; see frame.h.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/frame.h"

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
	entry->weight = spec->weight;
	entry->tone = spec->tone;
	if (spec->kind == NPS_MASK)
	{
		entry->rule = *nmask_rules;
		entry->nrules = (uint16_t) spec->nrules;
		for (i = 0; i < spec->nrules; i++)
			frame->mask_rules[(*nmask_rules)++] = spec->rules[i];
	}
}

/* Build the automaton of all entries that are, or are not, topics. */
static NpsAutomatonStatus
build(NpsFrame *frame, const NpsEntrySpec *specs, bool topics, NpsLiteral *literals,
	  uint32_t *nsegments, const NpsAutomatonOptions *options, NpsAutomaton **result)
{
	size_t		count = 0;
	uint32_t	i;
	int			j;

	for (i = 0; i < frame->nentries; i++)
	{
		const NpsPattern *pattern = specs[i].pattern;

		if (is_topic(specs[i].kind) != topics)
			continue;
		for (j = 0; j < pattern->nsegments; j++)
		{
			const NpsSegment *from = &pattern->segments[j];
			NpsFrameSegment *segment = &frame->segments[*nsegments];

			segment->entry = i;
			segment->words = from->words;
			segment->place = (uint8_t) j;
			segment->gap = from->gap;
			segment->last = j == pattern->nsegments - 1;
			literals[count].bytes = pattern->bytes + from->at;
			literals[count].len = from->len;
			literals[count++].value = (*nsegments)++;
		}
	}
	return nps_automaton_build(literals, count, options, result);
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
	NpsFrame   *frame;
	NpsLiteral *literals;
	NpsAutomatonStatus status;
	size_t		nsegments = 0;
	size_t		nmask_rules = 0;
	uint32_t	segment = 0;
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
	frame->nentries = (uint32_t) count;
	frame->nrules = nrules;
	frame->entries = keep(options, count, sizeof(NpsEntry));
	frame->segments = keep(options, nsegments, sizeof(NpsFrameSegment));
	frame->mask_rules = keep(options, nmask_rules, sizeof(int));
	for (i = 0; i < count; i++)
		set_entry(frame, &frame->entries[i], &specs[i], &mask_rule);

	literals = options->scratch(options->scratch_ctx, (nsegments + 1) * sizeof(NpsLiteral));
	status = build(frame, specs, true, literals, &segment, options, &frame->topics);
	if (status == NPS_AUTOMATON_OK)
		status = build(frame, specs, false, literals, &segment, options, &frame->grammar);
	*result = frame;
	return status;
}

/* The bytes asked of the keep allocator. */
size_t
nps_frame_bytes(const NpsFrame *frame)
{
	return nps_automaton_bytes(frame->topics) + nps_automaton_bytes(frame->grammar) +
		frame->nentries * sizeof(NpsEntry);
}
