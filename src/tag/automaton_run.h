/*-------------------------------------------------------------------------
 *
 * automaton_run.h
 *		The inner loop of a scan, for those who want it with their own function
 *		for hits compiled into it; others call nps_automaton_scan().
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_AUTOMATON_RUN_H
#define NPS_AUTOMATON_RUN_H

#include "tag/automaton.h"

/* Values first .. that of the next record, then the record next (or 0). */
typedef struct NpsRecord
{
	uint32_t	first;
	uint32_t	next;
} NpsRecord;

/* An output with this bit is no record but a value. */
#define NPS_DIRECT_OUTPUT	0x80000000u

struct NpsAutomaton
{
	uint32_t	nstates;
	uint32_t	ndense;			/* states with a row in dense; at least 1 */
	uint32_t	nclasses;		/* classes, from 1, and 1 */
	uint32_t	width;			/* places of a row: the output, the classes, and
								 * up to a whole cache line */
	size_t		bytes;
	uint32_t   *dense;			/* ndense rows */
	uint32_t   *first;			/* nstates + 1; unset if all is dense */
	uint32_t   *fail;			/* nstates; likewise */
	uint16_t   *label;		/* nstates; likewise */
	uint32_t   *output;			/* nstates; 0, a record, or a value */
	NpsRecord  *records;		/* from 1, and one more for its first */
	uint32_t   *values;
	uint16_t	class_of[256];
};

/*
 * The transition from a state on a class.  During the build: from any state
 * whose children have been numbered, and whose dense row, if any, is done.
 */
static inline uint32_t
nps_automaton_step(const NpsAutomaton *a, uint32_t state, uint16_t class)
{
	while (state >= a->ndense)
	{
		uint32_t	child = a->first[state];
		uint32_t	end = a->first[state + 1];

		for (; child < end; child++)
			if (a->label[child] == class)
				return child << 1 | (a->output[child] != 0);
		state = a->fail[state];
	}
	return a->dense[(size_t) state * a->width + class];
}

/* Report an output, and what it links to. */
static inline void
nps_automaton_report(const NpsAutomaton *a, uint32_t output, size_t end, NpsHit hit, void *ctx)
{
	uint32_t	v;

	if (output & NPS_DIRECT_OUTPUT)
	{
		hit(ctx, output & ~NPS_DIRECT_OUTPUT, end);
		return;
	}
	for (; output != 0; output = a->records[output].next)
		for (v = a->records[output].first; v < a->records[output + 1].first; v++)
			hit(ctx, a->values[v], end);
}

/* Bytes between two looks at what has been found. */
#define NPS_RUN_BLOCK	256

/*
 * nps_automaton_scan() itself.  Where there is a dense row for every state, the
 * places of hits are noted without a branch, which would be foretold wrongly at
 * most of them, and reported a block at a time.
 */
static inline uint32_t
nps_automaton_run(const NpsAutomaton *a, uint32_t state, const unsigned char *text, size_t len,
				  NpsHit hit, void *ctx)
{
	size_t		i = 0;

	if (a->ndense == a->nstates)
	{
		const uint32_t *dense = a->dense;
		uint32_t	states[NPS_RUN_BLOCK];
		uint16_t	ends[NPS_RUN_BLOCK];

		while (i < len)
		{
			const unsigned char *block = text + i;
			uint32_t	n = 0;
			uint32_t	size = len - i < NPS_RUN_BLOCK ? (uint32_t) (len - i) : NPS_RUN_BLOCK;
			uint32_t	j;

			for (j = 0; j < size; j++)
			{
				uint32_t	transition = dense[(size_t) state + a->class_of[block[j]]];

				state = transition >> 1;
				states[n] = state;
				ends[n] = (uint16_t) (j + 1);
				n += transition & 1;
			}
			for (j = 0; j < n; j++)
				nps_automaton_report(a, dense[states[j]], i + ends[j], hit, ctx);
			i += size;
		}
	}
	else
		for (; i < len; i++)
		{
			uint32_t	transition = nps_automaton_step(a, state, a->class_of[text[i]]);

			state = transition >> 1;
			if (transition & 1)
				nps_automaton_report(a, a->output[state], i + 1, hit, ctx);
		}
	return state;
}

#endif							/* NPS_AUTOMATON_RUN_H */
