/*-------------------------------------------------------------------------
 *
 * match.c
 *		Apply a code frame to a comment; see match.h.
 *
 * A piece of a sentence goes through these steps:
 *
 *	 1. scan.c finds keywords, cues and masks.  Most sentences end here.
 *	 2. Masks: a hit inside a mask that is at least as long is none.
 *	 3. Rules: a keyword makes its rule found, and so do cues whose weights
 *		reach 1 in the sentence, where each counts every time it stands there.
 *		scan.c has added them up; one by one they are looked at only where a
 *		mask may hide some, or for polarity.
 *	 4. Longest: of a rule's keywords that share a word the longest one stays,
 *		and one inside the gaps of a longer one goes.
 *	 5. grammar.c turns what is negated, and gives the tone of the clauses.
 *	 6. Polarity, rule by rule: keywords say which way the rule goes.  Tone words
 *		weigh in, from the same side of a contrast; but what keywords say only
 *		the tone of their own clause can turn.  Where no keyword says a thing,
 *		tone does, of the whole piece.  Tags show what came of it.
 *
 * Steps 4 to 6 are done only if polarity is asked for.  At the end of the
 * comment polarity is settled, rule by rule.
 *
 * What must stay true: memory is that of one piece (fold.h) and of the tags
 * asked for; time is linear in the text and in the number of hits, but for a
 * sort of the hits of a piece.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/match.h"

#include <stdlib.h>
#include <string.h>

/* How much a keyword weighs beside tone words. */
#define KEYWORD_TONE	2.0f

/* Tone within this distance of 0 says nothing. */
#define NEUTRAL_TONE	0.25f

void
nps_matcher_init(NpsMatcher *m, NpsWords *words, NpsResize resize, void *ctx)
{
	memset(m, 0, sizeof(*m));
	m->scan.resize = resize;
	m->scan.ctx = ctx;
	m->scan.words = words;
}

/* Room for the rules of a frame, and for all that have a bit. */
static int
room_for(const NpsFrame *frame)
{
	return frame->nrules > NPS_MEMO_RULES ? frame->nrules : NPS_MEMO_RULES;
}

/* A call of memset() for the few that there are costs more than all else here. */
static inline void
clear_sums(const NpsScan *scan, int64_t *sums)
{
	int			rule;

	for (rule = 0; rule < NPS_MEMO_RULES; rule++)
		sums[rule] = 0;
	for (; rule < scan->frame->nrules; rule++)
		sums[rule] = 0;
}

/* Begin a sentence: a stamp that nothing bears, and nothing added up. */
static void
begin_sentence(NpsMatcher *m)
{
	if (++m->stamp == 0)
	{
		if (m->seen_room > 0)
			memset(m->seen, 0, m->seen_room * sizeof(uint32_t));
		m->stamp = 1;
	}
	clear_sums(&m->scan, m->sums);
}

/* Begin a comment. */
void
nps_match_begin(NpsMatcher *m, const NpsFrame *frame, NpsMatchWhat what)
{
	NpsScan    *scan = &m->scan;

	nps_scan_begin(scan, frame);
	m->what = what;
	m->ntags = 0;
	if (room_for(frame) > m->nrules_room)
	{
		const size_t n = (size_t) room_for(frame);

		m->rules = scan->resize(scan->ctx, m->rules, sizeof(NpsRuleMatch) * n);
		m->sums = scan->resize(scan->ctx, m->sums, sizeof(int64_t) * n);
		scan->sums = scan->resize(scan->ctx, scan->sums, sizeof(int64_t) * n);
		m->nrules_room = (int) n;
	}
	if (frame->nentries > m->seen_room)
	{
		m->seen_room = 0;
		m->seen = scan->resize(scan->ctx, m->seen, frame->nentries * sizeof(uint32_t));
		memset(m->seen, 0, frame->nentries * sizeof(uint32_t));
		m->seen_room = frame->nentries;
	}
	memset(m->rules, 0, sizeof(NpsRuleMatch) * (size_t) room_for(frame));
}

/* Where words will be looked for; after nps_match_begin(). */
const NpsWordTable *
nps_match_table(const NpsMatcher *m)
{
	return &m->scan.words->topics.table;
}

static bool
mask_is_for(const NpsFrame *frame, const NpsEntry *mask, int rule)
{
	int			i;

	for (i = 0; i < mask->nrules; i++)
		if (frame->mask_rules[mask->rule + i] == rule)
			return true;
	return mask->nrules == 0;
}

static bool
is_masked(const NpsScan *scan, const NpsPatternHit *hit)
{
	size_t		i;

	for (i = 0; i < scan->masks.n; i++)
	{
		const NpsPatternHit *mask = &scan->masks.at[i];

		if (mask->first <= hit->first && hit->last <= mask->last &&
			(mask->words > hit->words ||
			 (mask->words == hit->words && mask->letters >= hit->letters)) &&
			mask_is_for(scan->frame, &scan->frame->entries[mask->entry], hit->rule))
			return true;
	}
	return false;
}

/*
 * Leave the hits that are not masked.  Keywords of the pieces around stay for
 * now: they may be longer, or spell out a negator.
 */
static void
drop_masked(NpsScan *scan)
{
	NpsHits    *hits = &scan->topics;
	size_t		kept = 0;
	size_t		i;

	for (i = 0; i < hits->n; i++)
		if ((hits->at[i].kind == NPS_KEYWORD || nps_is_own(scan, hits->at[i].first)) &&
			(scan->masks.n == 0 || !is_masked(scan, &hits->at[i])))
			hits->at[kept++] = hits->at[i];
	hits->n = kept;
}

/* Leave the hits that are this piece's own. */
static void
drop_foreign(NpsScan *scan)
{
	NpsHits    *hits = &scan->topics;
	size_t		kept = 0;
	size_t		i;

	if (scan->piece->from == 0 && scan->piece->to == scan->piece->nwords)
		return;
	for (i = 0; i < hits->n; i++)
		if (nps_is_own(scan, hits->at[i].first))
			hits->at[kept++] = hits->at[i];
	hits->n = kept;
}

/* Add up the cues among the hits. */
static void
count_cues(NpsScan *scan)
{
	size_t		i;

	for (i = 0; i < scan->topics.n; i++)
		if (scan->topics.at[i].kind == NPS_CUE)
			scan->sums[scan->topics.at[i].rule] += scan->frame->entries[scan->topics.at[i].entry].weight;
}

/* The bit of a rule; all of them of one that has none. */
static inline uint32_t
bit_of(int rule)
{
	return rule < NPS_MEMO_RULES ? UINT32_C(1) << rule : NPS_ALL_RULES;
}

/* Bits of the first rules whose cues of the sentence make a tag; without a branch. */
static inline uint32_t
cued(const int64_t *sums)
{
	uint32_t	bits = 0;
	int			rule;

	for (rule = 0; rule < NPS_MEMO_RULES; rule++)
		bits |= (uint32_t) (sums[rule] >= NPS_CUE_SUM) << rule;
	return bits;
}

/*
 * The rules that the piece may speak of, as bits, masks left aside.  If of none, it
 * is 0; those without a bit have them all.
 */
static uint32_t
may_speak(const NpsMatcher *m)
{
	const NpsScan *scan = &m->scan;
	uint32_t	bits = scan->rules;
	size_t		i;
	int			rule;

	for (i = 0; i < scan->topics.n; i++)
		if (scan->topics.at[i].kind == NPS_KEYWORD)
			bits |= bit_of(scan->topics.at[i].rule);
	for (rule = 0; rule < scan->frame->nrules; rule++)
		if (m->sums[rule] + scan->sums[rule] >= NPS_CUE_SUM)
			bits |= bit_of(rule);
	return bits;
}

/*
 * Look for the hits one by one.  Cues of rules that the piece does not speak of are
 * not wanted, and the sums stay as they are; but a mask may hide any.
 */
static void
find_hits(NpsMatcher *m, uint32_t rules)
{
	NpsScan    *scan = &m->scan;
	const bool	masked = scan->masks.n > 0;

	scan->wanted = masked ? NPS_ALL_RULES : rules;
	nps_scan_topics(scan, true);
	drop_masked(scan);
	if (masked)
	{
		clear_sums(scan, scan->sums);
		count_cues(scan);
	}
}

/* Which rules does the piece speak of?  Returns whether of any. */
static bool
find_rules(NpsMatcher *m)
{
	const NpsScan *scan = &m->scan;
	const int	nrules = scan->frame->nrules;
	uint32_t	here;
	bool		any;
	size_t		i;
	int			rule;

	for (rule = 0; rule < NPS_MEMO_RULES; rule++)
		m->sums[rule] += scan->sums[rule];
	here = cued(m->sums) | scan->rules;
	any = here != 0;
	for (; rule < nrules; rule++)
	{
		m->sums[rule] += scan->sums[rule];
		any |= m->sums[rule] >= NPS_CUE_SUM;
	}
	if (!any && scan->topics.n == 0)
		return false;
	for (rule = 0; rule < NPS_MEMO_RULES; rule++)
	{
		m->rules[rule].by_keyword = scan->rules >> rule & 1;
		m->rules[rule].here = here >> rule & 1;
		m->rules[rule].found |= m->rules[rule].here;
	}
	for (; rule < nrules; rule++)
	{
		m->rules[rule].by_keyword = false;
		m->rules[rule].here = m->sums[rule] >= NPS_CUE_SUM;
		m->rules[rule].found |= m->rules[rule].here;
	}
	for (i = 0; i < scan->topics.n; i++)
		if (scan->topics.at[i].kind == NPS_KEYWORD && nps_is_own(scan, scan->topics.at[i].first))
		{
			NpsRuleMatch *match = &m->rules[scan->topics.at[i].rule];

			any = match->by_keyword = match->here = match->found = true;
		}
	return any;
}

/* By rule; then more words, more letters, polar before neutral, the closer. */
static int
compare_hits(const void *a, const void *b)
{
	const NpsPatternHit *k = a;
	const NpsPatternHit *l = b;

	if (k->rule != l->rule)
		return k->rule < l->rule ? -1 : 1;
	if (k->words != l->words)
		return l->words - k->words;
	if (k->letters != l->letters)
		return l->letters - k->letters;
	if ((k->polarity == 0) != (l->polarity == 0))
		return (k->polarity == 0) - (l->polarity == 0);
	if (k->last - k->first != l->last - l->first)
		return (k->last - k->first) - (l->last - l->first);
	if (k->first != l->first)
		return k->first - l->first;
	return k->entry < l->entry ? -1 : k->entry > l->entry;
}

/* Leave a rule's longest keywords; cues stay. */
static void
keep_longest(NpsMatcher *m)
{
	NpsScan    *scan = &m->scan;
	NpsHits    *hits = &scan->topics;
	size_t		words = (size_t) scan->piece->nwords;
	size_t		kept = 0;
	size_t		i;
	int			rule = -1;
	int			word;

	if (words > m->spanned_room)
	{
		m->spanned = scan->resize(scan->ctx, m->spanned, words);
		m->spanned_room = words;
	}
	qsort(hits->at, hits->n, sizeof(NpsPatternHit), compare_hits);
	for (i = 0; i < hits->n; i++)
	{
		NpsPatternHit *hit = &hits->at[i];

		if (hit->kind == NPS_KEYWORD)
		{
			if (hit->rule != rule)
			{
				nps_unmark(scan);
				memset(m->spanned, 0, words);
				rule = hit->rule;
			}
			if (nps_is_marked(scan, hit) ||
				(m->spanned[hit->first] > hit->words && m->spanned[hit->last] > hit->words))
				continue;
			nps_mark(scan, hit);
			for (word = hit->first; word <= hit->last; word++)
				if (m->spanned[word] < hit->words)
					m->spanned[word] = (uint8_t) hit->words;
		}
		hits->at[kept++] = *hit;
	}
	hits->n = kept;
}

static NpsPolarity
polarity_of(float tone)
{
	return tone > NEUTRAL_TONE ? NPS_POSITIVE : tone < -NEUTRAL_TONE ? NPS_NEGATIVE : NPS_NEUTRAL;
}

/* Does it stand for its rule?  Cues do where no keyword does, if they speak for it. */
static bool
stands_for_rule(const NpsMatcher *m, const NpsPatternHit *hit)
{
	const NpsRuleMatch *rule = &m->rules[hit->rule];

	return hit->kind == NPS_KEYWORD ? rule->here :
		rule->here && !rule->by_keyword && m->scan.frame->entries[hit->entry].weight > 0;
}

/*
 * What the clauses of the piece say of a rule: its keywords and cues in them, and
 * the tone beside these.  Returns whether a keyword says something.
 */
static bool
weigh_clauses(NpsMatcher *m, const NpsPatternHit *hits, size_t n)
{
	const NpsGrammar *g = &m->grammar;
	bool		said = false;
	size_t		i;
	int			c;

	memset(m->clauses, 0, sizeof(NpsClauseTone) * (size_t) g->clauses);
	for (c = 0; c < g->clauses; c++)
		m->clauses[c].tone = g->tone[c];
	for (i = 0; i < n; i++)
	{
		NpsClauseTone *clause = &m->clauses[g->clause[hits[i].first]];

		if (g->wished[hits[i].first])
			continue;
		clause->here |= stands_for_rule(m, &hits[i]);
		if (hits[i].kind == NPS_CUE)
			clause->tone += m->scan.frame->entries[hits[i].entry].tone;
		else
		{
			clause->tone += KEYWORD_TONE * (float) hits[i].polarity;
			clause->positive |= hits[i].polarity > 0;
			clause->negative |= hits[i].polarity < 0;
			said |= hits[i].polarity != 0;
		}
	}
	return said;
}

/*
 * Settle what clauses from .. to - 1, together, say of the rule.  If all keywords
 * in them point one way, only the tone of their own clauses can turn that.
 */
static void
settle_clauses(NpsMatcher *m, NpsRuleMatch *rule, int from, int to)
{
	bool		here = false;
	bool		positive = false;
	bool		negative = false;
	float		tone = 0;
	float		own = 0;
	NpsPolarity says;
	int			c;

	for (c = from; c < to; c++)
	{
		here |= m->clauses[c].here;
		positive |= m->clauses[c].positive;
		negative |= m->clauses[c].negative;
		tone += m->clauses[c].tone;
		if (m->clauses[c].positive || m->clauses[c].negative)
			own += m->clauses[c].tone;
	}
	if (!here)
		return;
	if (positive != negative && polarity_of(tone) != (positive ? NPS_POSITIVE : NPS_NEGATIVE))
		tone = own;
	says = positive && negative ? NPS_MIXED : polarity_of(tone);
	if (positive || negative)
	{
		rule->positive |= says == NPS_POSITIVE || says == NPS_MIXED;
		rule->negative |= says == NPS_NEGATIVE || says == NPS_MIXED;
	}
	if (polarity_of(tone) != NPS_NEUTRAL)
		rule->tone += tone;
	for (c = from; c < to; c++)
		m->clauses[c].says = says;
}

/*
 * What the piece says of a rule.  Where no keyword tells, it is all of its tone;
 * else it goes by its sides.
 */
static void
settle_rule(NpsMatcher *m, NpsRuleMatch *rule, const NpsPatternHit *hits, size_t n)
{
	const NpsGrammar *g = &m->grammar;
	const bool	by_side = weigh_clauses(m, hits, n);
	int			from;
	int			to;

	for (from = 0; from < g->clauses; from = to)
	{
		for (to = from + 1; to < g->clauses && !(by_side && g->side[to] != g->side[from]);)
			to++;
		settle_clauses(m, rule, from, to);
	}
}

/* What the hit says, as its side of the sentence has it. */
static NpsPolarity
hit_polarity(const NpsMatcher *m, const NpsPatternHit *hit)
{
	const NpsPolarity says = m->clauses[m->grammar.clause[hit->first]].says;

	if (m->grammar.wished[hit->first])
		return NPS_NEUTRAL;
	if (says == NPS_MIXED && hit->polarity != 0)
		return hit->polarity > 0 ? NPS_POSITIVE : NPS_NEGATIVE;
	return says;
}

static void
add_tag(NpsMatcher *m, const NpsPatternHit *hit)
{
	const NpsWord *words = m->scan.piece->words;
	NpsTag	   *tag;

	m->tags = nps_scan_grow(&m->scan, m->tags, m->ntags, &m->tags_room, sizeof(NpsTag));
	tag = &m->tags[m->ntags++];
	tag->entry = hit->entry;
	tag->start = words[hit->first].start;
	tag->end = words[hit->last].end;
	tag->negated = hit->negated;
	tag->polarity = hit_polarity(m, hit);
}

/*
 * What the piece says of its rules, and the hits that stand for them as tags, if
 * asked for.  Hits are in order of their rules.
 */
static void
settle_piece(NpsMatcher *m)
{
	const NpsHits *hits = &m->scan.topics;
	size_t		from;
	size_t		to;
	size_t		i;

	for (from = 0; from < hits->n; from = to)
	{
		NpsRuleMatch *rule = &m->rules[hits->at[from].rule];

		for (to = from + 1; to < hits->n && hits->at[to].rule == hits->at[from].rule;)
			to++;
		if (!rule->here)
			continue;
		settle_rule(m, rule, &hits->at[from], to - from);
		for (i = from; i < to; i++)
			if (stands_for_rule(m, &hits->at[i]))
			{
				rule->wish |= m->grammar.wished[hits->at[i].first];
				if (m->what == NPS_MATCH_TAGS)
					add_tag(m, &hits->at[i]);
			}
	}
}

/* Match a piece of a sentence; in order, and all of them. */
void
nps_match_piece(NpsMatcher *m, const NpsPiece *piece)
{
	NpsScan    *scan = &m->scan;
	uint32_t	rules;

	scan->piece = piece;
	if (piece->first)
		begin_sentence(m);
	clear_sums(scan, scan->sums);
	nps_scan_topics(scan, false);
	if (scan->topics.n > 0 && scan->masks.n == 0)
	{
		drop_masked(scan);
		count_cues(scan);
	}
	rules = m->what == NPS_MATCH_RULES ? 0 : may_speak(m);
	if (scan->masks.n > 0 || rules != 0)
		find_hits(m, rules);
	if (!find_rules(m) || m->what == NPS_MATCH_RULES)
		return;
	keep_longest(m);
	nps_grammar(scan, m->seen, m->stamp, &m->grammar);
	drop_foreign(scan);
	settle_piece(m);
}

/*
 * Settle the polarity of the rules: keywords before tone.  Where both leave it open,
 * lean says what it is (the respondent's score may tell); NPS_NEUTRAL leaves it open.
 */
void
nps_match_end(NpsMatcher *m, NpsPolarity lean)
{
	int			i;

	for (i = 0; m->what != NPS_MATCH_RULES && i < m->scan.frame->nrules; i++)
	{
		NpsRuleMatch *rule = &m->rules[i];

		if (!rule->found)
			continue;
		if (rule->positive && rule->negative)
			rule->polarity = NPS_MIXED;
		else if (rule->positive || rule->negative)
			rule->polarity = rule->positive ? NPS_POSITIVE : NPS_NEGATIVE;
		else
			rule->polarity = polarity_of(rule->tone);
		if (rule->polarity == NPS_NEUTRAL && !rule->wish)
			rule->polarity = lean;
	}
}
