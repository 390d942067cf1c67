/*-------------------------------------------------------------------------
 *
 * grammar.c
 *		Negation and tone in a piece of a sentence; see grammar.h.
 *
 * A negator turns what stands in its scope: so many words behind it ("niet
 * echt vriendelijk"), or before it ("ze luisteren nooit"), in its own clause.
 * A clause ends at a comma and its like, and where a contrast ("maar") begins
 * the next one.  What stands before an "and" is out of reach of a negator
 * behind it, and few negative words are turned by one there ("traag, of nooit").
 *
 *-------------------------------------------------------------------------
 */
#include "tag/grammar.h"

#include <string.h>

/* A tone word that is negated says the opposite, but less so. */
#define NEGATED_TONE	(-0.5f)

/* What begins with a word: bits of NpsScan.breaks. */
#define BREAK_CLAUSE	1
#define BREAK_JOINER	2
#define BREAK_SIDE		4

/* The scope of a contrast that only begins a clause ("omdat"). */
#define ONLY_A_CLAUSE	1

/* Does it set one side of the sentence against the other ("maar")? */
static bool
is_turn(const NpsScan *scan, const NpsPatternHit *hit)
{
	return hit->kind == NPS_CONTRAST && scan->frame->entries[hit->entry].scope != ONLY_A_CLAUSE;
}

static void
mark_all(NpsScan *scan, const NpsHits *hits, NpsEntryKind kind)
{
	size_t		i;

	for (i = 0; i < hits->n; i++)
		if (hits->at[i].kind == kind)
			nps_mark(scan, &hits->at[i]);
}

/*
 * Is there an exception that excepts nothing?  Such a one ("waarom") makes a
 * question a complaint.
 */
static bool
find_complaint(NpsScan *scan)
{
	const NpsHits *grammar = &scan->grammar;
	size_t		i;

	nps_unmark(scan);
	mark_all(scan, &scan->negators, NPS_NEGATOR_BEFORE);
	mark_all(scan, &scan->negators, NPS_NEGATOR_AFTER);
	mark_all(scan, grammar, NPS_WISH);
	for (i = 0; i < grammar->n; i++)
		if (is_turn(scan, &grammar->at[i]))
			nps_mark(scan, &grammar->at[i]);
	for (i = 0; i < grammar->n; i++)
		if (grammar->at[i].kind == NPS_EXCEPTION && !nps_is_marked(scan, &grammar->at[i]))
			return true;
	return false;
}

/*
 * Forget the negators and wishes inside an exception ("niet alleen"), and the
 * contrasts inside one or inside a negator ("anything but").
 */
static void
drop_excepted(NpsScan *scan)
{
	NpsHits    *negators = &scan->negators;
	NpsHits    *grammar = &scan->grammar;
	size_t		kept = 0;
	size_t		i;

	nps_unmark(scan);
	mark_all(scan, grammar, NPS_EXCEPTION);
	for (i = 0; i < negators->n; i++)
		if (!nps_is_marked(scan, &negators->at[i]))
			negators->at[kept++] = negators->at[i];
	negators->n = kept;
	for (i = kept = 0; i < grammar->n; i++)
		if (grammar->at[i].kind != NPS_WISH || !nps_is_marked(scan, &grammar->at[i]))
			grammar->at[kept++] = grammar->at[i];
	grammar->n = kept;

	mark_all(scan, negators, NPS_NEGATOR_BEFORE);
	mark_all(scan, negators, NPS_NEGATOR_AFTER);
	for (i = kept = 0; i < grammar->n; i++)
		if (!is_turn(scan, &grammar->at[i]) || !nps_is_marked(scan, &grammar->at[i]))
			grammar->at[kept++] = grammar->at[i];
	grammar->n = kept;
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

/*
 * Note where a scope ends: at a new clause, and for some at an "and"; and where the
 * other side of the sentence begins.
 */
static void
find_breaks(NpsScan *scan)
{
	size_t		i;
	int			word;

	for (word = 0; word < scan->piece->nwords; word++)
		scan->breaks[word] = scan->piece->words[word].clause ? BREAK_CLAUSE : 0;
	for (i = 0; i < scan->grammar.n; i++)
		if (scan->grammar.at[i].kind == NPS_CONTRAST)
			scan->breaks[scan->grammar.at[i].first] |=
				is_turn(scan, &scan->grammar.at[i]) ? BREAK_CLAUSE | BREAK_SIDE : BREAK_CLAUSE;
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

/* Does the hit open its clause, but for a "maar"? */
static bool
opens_clause(const NpsScan *scan, const NpsPatternHit *hit)
{
	return hit->first == 0 || (scan->breaks[hit->first] & BREAK_CLAUSE) ||
		(scan->breaks[hit->first - 1] & BREAK_SIDE);
}

/*
 * May a negator behind turn the hit?  Negative ones only if they open their clause
 * and it stands right behind: "onvriendelijk was hij niet".
 */
static bool
may_turn(const NpsScan *scan, const NpsPatternHit *hit, int scope)
{
	return hit->polarity >= 0 || (scope == 0 && opens_clause(scan, hit));
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
	return may_turn(scan, hit, scope) && negator->first > hit->last &&
		negator->first - hit->last - 1 <= scope &&
		!is_parted(scan, hit->last, negator->last, BREAK_CLAUSE | BREAK_JOINER);
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

/* Which clause each word is in, and which side that is part of. */
static void
find_clauses(const NpsScan *scan, NpsGrammar *g)
{
	int			clause = 0;
	int			word;

	g->side[0] = 0;
	for (word = 0; word < scan->piece->nwords; word++)
	{
		const bool	turn = scan->breaks[word] & BREAK_SIDE;

		if (word > 0 && (turn || scan->piece->words[word].clause))
		{
			g->side[clause + 1] = (uint16_t) (g->side[clause] + turn);
			clause++;
		}
		g->clause[word] = (uint16_t) clause;
	}
	g->clauses = clause + 1;
}

/* Add up the tone words, each one counted once: where it stands first. */
static void
sum_tone(NpsScan *scan, uint32_t *seen, uint32_t stamp, NpsGrammar *g)
{
	size_t		i;
	int			clause;

	for (clause = 0; clause < g->clauses; clause++)
		g->tone[clause] = 0;
	for (i = 0; i < scan->grammar.n; i++)
	{
		const NpsPatternHit *hit = &scan->grammar.at[i];

		if (hit->kind == NPS_TONE && nps_is_own(scan, hit->first) && seen[hit->entry] != stamp)
		{
			seen[hit->entry] = stamp;
			g->tone[g->clause[hit->first]] += scan->frame->entries[hit->entry].tone *
				(is_negated(scan, hit) ? NEGATED_TONE : 1);
		}
	}
}

/* The words that a wish is about: all, or its clause and so many behind it. */
static void
find_wished(const NpsScan *scan, const NpsPatternHit *wish, bool *wished)
{
	const int	scope = scan->frame->entries[wish->entry].scope;
	int			from = 0;
	int			to = scan->piece->nwords - 1;

	if (scope > 0)
	{
		for (from = wish->first; from > 0 && !(scan->breaks[from] & BREAK_CLAUSE);)
			from--;
		for (to = wish->last; to + 1 < scan->piece->nwords && to < wish->last + scope &&
			 !(scan->breaks[to + 1] & BREAK_SIDE);)
			to++;
	}
	memset(wished + from, true, (size_t) (to - from + 1));
}

/* What is only wished or asked for. */
static void
find_wishes(const NpsScan *scan, bool question, NpsGrammar *g)
{
	size_t		i;

	memset(g->wished, question, (size_t) scan->piece->nwords);
	for (i = 0; i < scan->grammar.n; i++)
		if (scan->grammar.at[i].kind == NPS_WISH)
			find_wished(scan, &scan->grammar.at[i], g->wished);
}

/*
 * Turn the keywords of the piece that are negated, and see what else it says.
 * Entries with seen[] == stamp have been counted in this sentence.
 */
void
nps_grammar(NpsScan *scan, uint32_t *seen, uint32_t stamp, NpsGrammar *result)
{
	bool		question;

	nps_scan_grammar(scan);
	question = scan->piece->question && !find_complaint(scan);
	drop_excepted(scan);
	retire_spelt_out(scan);
	find_breaks(scan);
	find_clauses(scan, result);
	find_wishes(scan, question, result);

	nps_unmark(scan);
	mark_all(scan, &scan->negators, NPS_NEGATOR_BEFORE);
	mark_all(scan, &scan->negators, NPS_NEGATOR_AFTER);
	turn_keywords(scan);
	sum_tone(scan, seen, stamp, result);
}
