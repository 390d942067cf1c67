/*-------------------------------------------------------------------------
 *
 * grammar.c
 *		Negation and tone in a piece of a sentence; see grammar.h.
 *
 * A negator turns what stands in its scope: so many words behind it ("niet
 * echt vriendelijk"), or before it ("ze luisteren nooit"), in its own clause.
 * A clause ends at a comma and its like, and where a contrast ("maar") begins
 * the next one.  What stands before an "and" is out of reach of a negator
 * behind it, and negative words are not turned by one there ("traag, of nooit").
 *
 *-------------------------------------------------------------------------
 */
#include "tag/grammar.h"

/* A tone word that is negated says the opposite, but less so. */
#define NEGATED_TONE	(-0.5f)

/* What begins with a word: bits of NpsScan.breaks. */
#define BREAK_CLAUSE	1
#define BREAK_JOINER	2

/* Forget the negators inside an exception. */
static void
drop_excepted(NpsScan *scan)
{
	NpsHits    *negators = &scan->negators;
	size_t		kept = 0;
	size_t		i;

	nps_unmark(scan);
	for (i = 0; i < scan->grammar.n; i++)
		if (scan->grammar.at[i].kind == NPS_EXCEPTION)
			nps_mark(scan, &scan->grammar.at[i]);
	for (i = 0; i < negators->n; i++)
		if (!nps_is_marked(scan, &negators->at[i]))
			negators->at[kept++] = negators->at[i];
	negators->n = kept;
}

/* A negator that a keyword of several words spells out turns nothing else. */
static void
retire_spelt_out(NpsScan *scan)
{
	size_t		i;
	int			word;

	nps_unmark(scan);
	for (i = 0; i < scan->topics.n; i++)
		if (scan->topics.at[i].words > 1 && scan->topics.at[i].polarity != 0)
			nps_mark(scan, &scan->topics.at[i]);
	for (i = 0; i < scan->negators.n; i++)
	{
		NpsPatternHit *hit = &scan->negators.at[i];

		for (word = hit->first; word <= hit->last && scan->marked[word]; word++)
			;
		hit->negated = word > hit->last;
	}
}

/* Note where a scope ends: at a new clause, and for some at an "and". */
static void
find_breaks(NpsScan *scan)
{
	size_t		i;
	int			word;

	for (word = 0; word < scan->piece->nwords; word++)
		scan->breaks[word] = scan->piece->words[word].clause ? BREAK_CLAUSE : 0;
	for (i = 0; i < scan->grammar.n; i++)
		if (scan->grammar.at[i].kind == NPS_CONTRAST)
			scan->breaks[scan->grammar.at[i].first] |= BREAK_CLAUSE;
		else if (scan->grammar.at[i].kind == NPS_JOINER)
			scan->breaks[scan->grammar.at[i].first] |= BREAK_JOINER;
}

/* Is there such a break after word `after`, up to word `to`? */
static bool
is_parted(const NpsScan *scan, int after, int to, uint8_t breaks)
{
	int			word;

	for (word = after + 1; word <= to; word++)
		if (scan->breaks[word] & breaks)
			return true;
	return false;
}

static bool
turns(const NpsScan *scan, const NpsPatternHit *negator, const NpsPatternHit *hit)
{
	int			scope = scan->frame->entries[negator->entry].scope;

	if (hit->first < negator->first && negator->first < hit->last)
		return true;			/* it stands in a gap */
	if (negator->kind == NPS_NEGATOR_BEFORE)
		return negator->last < hit->first && hit->first - negator->last - 1 <= scope &&
			!is_parted(scan, negator->last, hit->first, BREAK_CLAUSE);
	return hit->polarity >= 0 && negator->first > hit->last &&
		negator->first - hit->last - 1 <= scope &&
		!is_parted(scan, hit->last, negator->first, BREAK_CLAUSE | BREAK_JOINER);
}

/* Is the hit negated?  Not if a negator, marked, is one of its own words. */
static bool
is_negated(const NpsScan *scan, const NpsPatternHit *hit)
{
	size_t		i;

	if (nps_is_marked(scan, hit))
		return false;
	for (i = 0; i < scan->negators.n; i++)
		if (!scan->negators.at[i].negated && turns(scan, &scan->negators.at[i], hit))
			return true;
	return false;
}

static void
turn_keywords(NpsScan *scan)
{
	size_t		i;

	for (i = 0; i < scan->topics.n; i++)
	{
		NpsPatternHit *hit = &scan->topics.at[i];

		if (hit->polarity != 0 && is_negated(scan, hit))
		{
			hit->negated = true;
			hit->polarity = -hit->polarity;
		}
	}
}

/* The sum of the tone words, each one counted once: where it stands first. */
static float
sum_tone(NpsScan *scan, uint32_t *seen, uint32_t stamp)
{
	float		tone = 0;
	size_t		i;

	for (i = 0; i < scan->grammar.n; i++)
	{
		const NpsPatternHit *hit = &scan->grammar.at[i];

		if (hit->kind == NPS_TONE && nps_is_own(scan, hit->first) && seen[hit->entry] != stamp)
		{
			seen[hit->entry] = stamp;
			tone += scan->frame->entries[hit->entry].tone *
				(is_negated(scan, hit) ? NEGATED_TONE : 1);
		}
	}
	return tone;
}

/*
 * Is the piece a wish, or a question?  One that begins with an exception, such
 * as "why", is a complaint more often than not.
 */
static bool
is_wish(const NpsScan *scan)
{
	bool		wish = scan->piece->question;
	size_t		i;

	for (i = 0; i < scan->grammar.n; i++)
	{
		if (scan->grammar.at[i].kind == NPS_WISH)
			return true;
		if (scan->grammar.at[i].kind == NPS_EXCEPTION && scan->grammar.at[i].first == 0 &&
			scan->piece->first)
			wish = false;
	}
	return wish;
}

/*
 * Turn the keywords of the piece that are negated, and see what else it says.
 * Entries with seen[] == stamp have been counted in this sentence.
 */
NpsGrammar
nps_grammar(NpsScan *scan, uint32_t *seen, uint32_t stamp)
{
	NpsGrammar	result = {0};
	size_t		i;

	nps_scan_grammar(scan);
	drop_excepted(scan);
	retire_spelt_out(scan);
	find_breaks(scan);

	nps_unmark(scan);
	for (i = 0; i < scan->negators.n; i++)
		nps_mark(scan, &scan->negators.at[i]);
	result.wish = is_wish(scan);
	turn_keywords(scan);
	result.tone = sum_tone(scan, seen, stamp);
	return result;
}
