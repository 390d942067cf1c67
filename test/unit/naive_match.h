/*-------------------------------------------------------------------------
 *
 * naive_match.h
 *		The matcher once more, as plainly as can be: a sentence is an array of
 *		words, whatever its length, and every pattern is tried at every word.
 *
 * Patterns must be plain: lower case words of ASCII letters that folding leaves
 * alone, stars, single spaces, and " ... ".  Weights and tones must be such that
 * sums of them are exact (multiples of 1/8, say).
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_NAIVE_MATCH_H
#define NPS_NAIVE_MATCH_H

#include "frames.h"

#define NAIVE_ATOMS	NPS_PATTERN_MAX_WORDS
#define NAIVE_RULES	16

typedef struct NaiveWord
{
	char	   *text;
	uint32_t	start;
	uint32_t	end;
	bool		clause;
	int			sentence;
	bool		question;		/* its sentence is one; set by its last piece */
} NaiveWord;

typedef struct NaiveText
{
	NaiveWord  *words;
	int			n;
	int			room;
	int			sentences;
	unsigned char *grown;
} NaiveText;

typedef struct Atom
{
	char		text[NPS_PATTERN_MAX + 1];
	bool		open_start;
	bool		open_end;
	bool		gap;
} Atom;

typedef struct NaiveHit
{
	int			entry;
	int			words[NAIVE_ATOMS];
	int			n;
	int			first;
	int			last;
	int			letters;
	int			polarity;
	bool		negated;
	bool		retired;
} NaiveHit;

typedef struct NaiveHits
{
	NaiveHit   *at;
	int			n;
	int			room;
} NaiveHits;

typedef struct NaiveResult
{
	bool		found[NAIVE_RULES];
	bool		positive[NAIVE_RULES];
	bool		negative[NAIVE_RULES];
	bool		wish[NAIVE_RULES];
	float		tone[NAIVE_RULES];
	NpsPolarity *says;			/* by word, of the rule in hand */
	NpsPolarity polarity[NAIVE_RULES];
	NpsTag	   *tags;
	int			ntags;
	int			room;
} NaiveResult;

/* ------------------------------------------------------- words and patterns */

static void
naive_words(void *ctx, const NpsPiece *piece)
{
	NaiveText  *text = ctx;
	int			i;

	if (piece->first)
		text->sentences++;
	for (i = piece->from; i < piece->to; i++)
	{
		const NpsWord *from = &piece->words[i];
		const char *bytes = (const char *) piece->bytes + from->at;
		size_t		len = (size_t) (strchr(bytes, ' ') - bytes);
		NaiveWord  *word;

		if (text->n == text->room)
		{
			text->room = text->room * 2 + 64;
			text->words = plain_resize(NULL, text->words, sizeof(NaiveWord) * (size_t) text->room);
		}
		word = &text->words[text->n++];
		word->text = malloc(len + 1);
		memcpy(word->text, bytes, len);
		word->text[len] = '\0';
		word->start = from->start;
		word->end = from->end;
		word->clause = from->clause;
		word->sentence = text->sentences;
		word->question = piece->question;
	}
}

static unsigned char *
naive_grow(void *ctx, unsigned char *old, size_t size)
{
	return ((NaiveText *) ctx)->grown = plain_resize(NULL, old, size);
}

static int
naive_atoms(const char *pattern, Atom *atoms)
{
	char		copy[NPS_LITERAL_MAX_WRITTEN + 1];
	char	   *token;
	bool		gap = false;
	int			n = 0;

	snprintf(copy, sizeof(copy), "%s", pattern);
	for (token = strtok(copy, " "); token != NULL; token = strtok(NULL, " "))
	{
		size_t		len = strlen(token);
		Atom	   *atom = &atoms[n];

		if (strcmp(token, "...") == 0)
		{
			gap = true;
			continue;
		}
		atom->open_start = token[0] == '*';
		atom->open_end = token[len - 1] == '*';
		len -= atom->open_start + atom->open_end;
		memcpy(atom->text, token + atom->open_start, len);
		atom->text[len] = '\0';
		atom->gap = gap;
		gap = false;
		n++;
	}
	return n;
}

static bool
naive_is(const Atom *atom, const char *word)
{
	size_t		len = strlen(atom->text);
	size_t		word_len = strlen(word);

	if (len > word_len)
		return false;
	if (atom->open_start && atom->open_end)
		return strstr(word, atom->text) != NULL;
	if (atom->open_start)
		return strcmp(word + word_len - len, atom->text) == 0;
	if (atom->open_end)
		return strncmp(word, atom->text, len) == 0;
	return strcmp(word, atom->text) == 0;
}

/* Does the pattern up to atoms[k] end at word w?  Fills in the words, if so. */
static bool
naive_ends(const NaiveText *text, int from, const Atom *atoms, int k, int w, int *words)
{
	int			reach;
	int			back;

	if (w < from || !naive_is(&atoms[k], text->words[w].text))
		return false;
	words[k] = w;
	if (k == 0)
		return true;
	reach = atoms[k].gap ? NPS_PATTERN_GAP_WORDS : 1;
	for (back = 1; back <= reach; back++)
		if (naive_ends(text, from, atoms, k - 1, w - back, words))
			return true;
	return false;
}

static void
naive_find(const NaiveText *text, int from, int to, const Book *book, int entry, NaiveHits *hits)
{
	Atom		atoms[NAIVE_ATOMS];
	int			n = naive_atoms(book->specs[entry].pattern, atoms);
	int			letters = 0;
	int			w;
	int			i;

	for (i = 0; i < n; i++)
		letters += (int) strlen(atoms[i].text);
	for (w = from; w < to; w++)
	{
		NaiveHit	hit;

		memset(&hit, 0, sizeof(hit));
		if (!naive_ends(text, from, atoms, n - 1, w, hit.words))
			continue;
		hit.entry = entry;
		hit.n = n;
		hit.first = hit.words[0];
		hit.last = w;
		hit.letters = letters;
		hit.polarity = book->specs[entry].polarity;
		if (hits->n == hits->room)
		{
			hits->room = hits->room * 2 + 16;
			hits->at = plain_resize(NULL, hits->at, sizeof(NaiveHit) * (size_t) hits->room);
		}
		hits->at[hits->n++] = hit;
	}
}

static NaiveHits
naive_find_kind(const NaiveText *text, int from, int to, const Book *book, NpsEntryKind kind)
{
	NaiveHits	hits = {0};
	int			i;

	for (i = 0; i < book->nspecs; i++)
		if (book->specs[i].kind == kind)
			naive_find(text, from, to, book, i, &hits);
	return hits;
}

static bool
naive_share(const NaiveHit *a, const NaiveHit *b)
{
	int			i;
	int			j;

	for (i = 0; i < a->n; i++)
		for (j = 0; j < b->n; j++)
			if (a->words[i] == b->words[j])
				return true;
	return false;
}

static bool
naive_has_word(const NaiveHit *hit, int word)
{
	int			i;

	for (i = 0; i < hit->n; i++)
		if (hit->words[i] == word)
			return true;
	return false;
}

/* ------------------------------------------------------------------ steps */

static void
naive_drop(NaiveHits *hits, int i)
{
	memmove(&hits->at[i], &hits->at[i + 1], sizeof(NaiveHit) * (size_t) (hits->n - i - 1));
	hits->n--;
}

static void
naive_mask(const Book *book, NaiveHits *hits, const NaiveHits *masks)
{
	int			i;
	int			j;
	int			k;

	for (i = hits->n - 1; i >= 0; i--)
		for (j = 0; j < masks->n; j++)
		{
			const NaiveHit *h = &hits->at[i];
			const NaiveHit *m = &masks->at[j];
			const Spec *mask = &book->specs[m->entry];
			bool		is_for = mask->nrules == 0;

			for (k = 0; k < mask->nrules; k++)
				is_for |= mask->rules[k] == book->specs[h->entry].rule;
			if (is_for && m->first <= h->first && h->last <= m->last &&
				(m->n > h->n || (m->n == h->n && m->letters >= h->letters)))
			{
				naive_drop(hits, i);
				break;
			}
		}
}

/* Of each entry leave the hit that ends first. */
static void
naive_once(NaiveHits *hits)
{
	int			i;
	int			j;

	for (i = hits->n - 1; i >= 0; i--)
		for (j = 0; j < hits->n; j++)
			if (hits->at[j].entry == hits->at[i].entry && hits->at[j].last < hits->at[i].last)
			{
				naive_drop(hits, i);
				break;
			}
}

/* Is a to be preferred to b? */
static bool
naive_better(const NaiveHit *a, const NaiveHit *b)
{
	if (a->n != b->n)
		return a->n > b->n;
	if (a->letters != b->letters)
		return a->letters > b->letters;
	if ((a->polarity != 0) != (b->polarity != 0))
		return a->polarity != 0;
	if (a->last - a->first != b->last - b->first)
		return a->last - a->first < b->last - b->first;
	if (a->first != b->first)
		return a->first < b->first;
	return a->entry < b->entry;
}

/* Is the word inside a longer one of the rule's hits that were kept? */
static bool
naive_spanned(const Book *book, const NaiveHits *kept, int rule, int word, int n)
{
	int			i;

	for (i = 0; i < kept->n; i++)
		if (book->specs[kept->at[i].entry].rule == rule && kept->at[i].n > n &&
			kept->at[i].first <= word && word <= kept->at[i].last)
			return true;
	return false;
}

static NaiveHits
naive_longest(const Book *book, NaiveHits *hits)
{
	NaiveHits	kept = {0};

	kept.at = malloc(sizeof(NaiveHit) * (size_t) (hits->n + 1));
	while (hits->n > 0)
	{
		NaiveHit	hit;
		bool		stays = true;
		int			rule;
		int			best = 0;
		int			i;

		for (i = 1; i < hits->n; i++)
			if (naive_better(&hits->at[i], &hits->at[best]))
				best = i;
		hit = hits->at[best];
		naive_drop(hits, best);
		rule = book->specs[hit.entry].rule;
		for (i = 0; i < kept.n; i++)
			if (book->specs[kept.at[i].entry].rule == rule && naive_share(&kept.at[i], &hit))
				stays = false;
		if (naive_spanned(book, &kept, rule, hit.first, hit.n) &&
			naive_spanned(book, &kept, rule, hit.last, hit.n))
			stays = false;
		if (stays)
			kept.at[kept.n++] = hit;
	}
	return kept;
}

static bool
naive_parted(const NaiveText *text, const NaiveHits *contrasts, const NaiveHits *joiners, int after, int to)
{
	int			i;
	int			w;

	for (w = after + 1; w <= to; w++)
	{
		if (text->words[w].clause && w > 0 && text->words[w - 1].sentence == text->words[w].sentence)
			return true;
		for (i = 0; i < contrasts->n; i++)
			if (contrasts->at[i].first == w)
				return true;
		for (i = 0; joiners != NULL && i < joiners->n; i++)
			if (joiners->at[i].first == w)
				return true;
	}
	return false;
}

typedef struct NaiveGrammar
{
	NaiveHits	before;
	NaiveHits	after;
	NaiveHits	exceptions;
	NaiveHits	contrasts;
	NaiveHits	joiners;
	NaiveHits	wishes;
} NaiveGrammar;

/* What begins with a word says of a rule. */
typedef struct NaiveSide
{
	int			clause;
	bool		here;
	bool		plus;			/* keywords */
	bool		minus;
	float		tone;
} NaiveSide;

/* A negator that a keyword of several words spells out is out of work. */
static void
naive_retire(NaiveHits *negators, const Book *book, const NaiveHits *keywords)
{
	int			i;
	int			j;
	int			w;

	for (i = 0; i < negators->n; i++)
	{
		negators->at[i].retired = true;
		for (w = negators->at[i].first; w <= negators->at[i].last; w++)
		{
			bool		spelt_out = false;

			for (j = 0; j < keywords->n; j++)
				spelt_out |= keywords->at[j].n > 1 && book->specs[keywords->at[j].entry].polarity != 0 &&
					naive_has_word(&keywords->at[j], w);
			negators->at[i].retired &= spelt_out;
		}
	}
}

/* Does another side of the sentence begin after word `after`, up to word `to`? */
static bool
naive_turned(const Book *book, const NaiveGrammar *g, int after, int to)
{
	int			i;

	for (i = 0; i < g->contrasts.n; i++)
		if (book->specs[g->contrasts.at[i].entry].scope != 1 && after < g->contrasts.at[i].first && g->contrasts.at[i].first <= to)
			return true;
	return false;
}

static bool
naive_negated(const NaiveText *text, const NaiveGrammar *g, const Book *book, const NaiveHit *hit, bool negative)
{
	int			pass;
	int			i;
	bool		opens = hit->first == 0 || text->words[hit->first - 1].sentence != text->words[hit->first].sentence ||
		naive_parted(text, &g->contrasts, NULL, hit->first - 1, hit->first) || naive_turned(book, g, hit->first - 2, hit->first - 1);

	for (pass = 0; pass < 2; pass++)
	{
		const NaiveHits *list = pass == 0 ? &g->before : &g->after;

		for (i = 0; i < list->n; i++)
			if (naive_share(&list->at[i], hit))
				return false;
	}
	for (pass = 0; pass < 2; pass++)
	{
		const NaiveHits *list = pass == 0 ? &g->before : &g->after;

		for (i = 0; i < list->n; i++)
		{
			const NaiveHit *n = &list->at[i];
			int			scope = book->specs[n->entry].scope;

			if (n->retired)
				continue;
			if (hit->first < n->first && n->first < hit->last)
				return true;
			if (pass == 0 && n->last < hit->first && hit->first - n->last - 1 <= scope &&
				!naive_parted(text, &g->contrasts, NULL, n->last, hit->first))
				return true;
			if (pass == 1 && (!negative || (scope == 0 && opens)) && n->first > hit->last && n->first - hit->last - 1 <= scope &&
				!naive_parted(text, &g->contrasts, &g->joiners, hit->last, n->last))
				return true;
		}
	}
	return false;
}

static NpsPolarity
naive_polarity(float tone)
{
	return tone > 0.25f ? NPS_POSITIVE : tone < -0.25f ? NPS_NEGATIVE : NPS_NEUTRAL;
}

static float
naive_tone(const NaiveText *text, const NaiveGrammar *g, const Book *book, const NaiveHit *hit)
{
	float		value = book->specs[hit->entry].tone;

	return naive_negated(text, g, book, hit, value < 0) ? -0.5f * value : value;
}

static void
naive_add_tag(NaiveResult *r, const NaiveText *text, const NaiveHit *hit, NpsPolarity polarity)
{
	NpsTag	   *tag;

	if (r->ntags == r->room)
	{
		r->room = r->room * 2 + 16;
		r->tags = plain_resize(NULL, r->tags, sizeof(NpsTag) * (size_t) r->room);
	}
	tag = &r->tags[r->ntags++];
	tag->entry = (uint32_t) hit->entry;
	tag->start = text->words[hit->first].start;
	tag->end = text->words[hit->last].end;
	tag->polarity = polarity;
	tag->negated = hit->negated;
}

static bool
naive_is_turn(const Book *book, const NaiveHit *contrast)
{
	return book->specs[contrast->entry].scope != 1;
}

/* Does the hit share a word with any of these? */
static bool
naive_meets(const NaiveHit *hit, const NaiveHits *others)
{
	int			i;

	for (i = 0; i < others->n; i++)
		if (naive_share(hit, &others->at[i]))
			return true;
	return false;
}

/* Is there an exception that shares no word with what it could except? */
static bool
naive_complains(const Book *book, const NaiveGrammar *g)
{
	int			i;
	int			j;

	for (i = 0; i < g->exceptions.n; i++)
	{
		const NaiveHit *exception = &g->exceptions.at[i];
		bool		excepts = naive_meets(exception, &g->before) || naive_meets(exception, &g->after) ||
			naive_meets(exception, &g->wishes);

		for (j = 0; j < g->contrasts.n; j++)
			excepts |= naive_is_turn(book, &g->contrasts.at[j]) && naive_share(exception, &g->contrasts.at[j]);
		if (!excepts)
			return true;
	}
	return false;
}

/* Drop what is inside an exception, and contrasts inside a negator that is left. */
static void
naive_except(const Book *book, NaiveGrammar *g)
{
	NaiveHits  *lists[] = {&g->before, &g->after, &g->wishes};
	int			k;
	int			i;

	for (k = 0; k < 3; k++)
		for (i = lists[k]->n - 1; i >= 0; i--)
			if (naive_meets(&lists[k]->at[i], &g->exceptions))
				naive_drop(lists[k], i);
	for (i = g->contrasts.n - 1; i >= 0; i--)
	{
		const NaiveHit *hit = &g->contrasts.at[i];

		if (naive_is_turn(book, hit) &&
			(naive_meets(hit, &g->exceptions) || naive_meets(hit, &g->before) || naive_meets(hit, &g->after)))
			naive_drop(&g->contrasts, i);
	}
}

/* Is a word only wished, or asked for? */
static bool
naive_wished(const NaiveText *text, const Book *book, const NaiveGrammar *g, int from, int word)
{
	int			i;
	int			w;

	for (i = 0; i < g->wishes.n; i++)
	{
		const NaiveHit *wish = &g->wishes.at[i];
		int			scope = book->specs[wish->entry].scope;
		bool		reached = true;

		if (scope == 0)
			return true;
		if (word < wish->first)
			reached = !naive_parted(text, &g->contrasts, NULL, word, wish->first);
		for (w = wish->last + 1; w <= word; w++)
			reached &= naive_turned(book, g, w - 1, w) == false;
		if (reached && word <= wish->last + scope && word >= from)
			return true;
	}
	return false;
}

/* What the words from .. to - 1 say of a rule, by their clauses. */
static void
naive_settle(NaiveResult *r, const NaiveSide *words, int rule, int from, int to)
{
	bool		here = false;
	bool		plus = false;
	bool		minus = false;
	float		all = 0;
	float		own = 0;
	NpsPolarity says;
	int			i;
	int			j;

	for (i = from; i < to; i++)
	{
		bool		told = false;

		for (j = from; j < to; j++)
			told |= words[j].clause == words[i].clause && (words[j].plus || words[j].minus);
		here |= words[i].here;
		plus |= words[i].plus;
		minus |= words[i].minus;
		all += words[i].tone;
		own += told ? words[i].tone : 0;
	}
	if (!here)
		return;
	if ((plus && !minus && all <= 0.25f) || (minus && !plus && all >= -0.25f))
		all = own;
	says = plus && minus ? NPS_MIXED : naive_polarity(all);
	r->positive[rule] |= (plus || minus) && (says == NPS_POSITIVE || says == NPS_MIXED);
	r->negative[rule] |= (plus || minus) && (says == NPS_NEGATIVE || says == NPS_MIXED);
	r->tone[rule] += naive_polarity(all) == NPS_NEUTRAL ? 0 : all;
	for (i = from; i < to; i++)
		r->says[i] = says;
}

/* What a sentence says of one rule that it speaks of. */
static void
naive_rule(const NaiveText *text, int from, int to, const Book *book, const NaiveGrammar *g, int rule,
		   const NaiveHits *keywords, const NaiveHits *cues, const NaiveHits *tones, const bool *wished, NaiveResult *r)
{
	NaiveSide  *words = calloc((size_t) text->n + 1, sizeof(NaiveSide));
	const NaiveHits *lists[] = {keywords, cues};
	bool		told = false;
	bool		by_keyword = false;
	int			start;
	int			k;
	int			i;

	r->says = calloc((size_t) text->n + 1, sizeof(NpsPolarity));
	for (i = from + 1; i < to; i++)
		words[i].clause = words[i - 1].clause + (text->words[i].clause || naive_turned(book, g, i - 1, i));
	for (i = 0; i < tones->n; i++)
		words[tones->at[i].first].tone += naive_tone(text, g, book, &tones->at[i]);
	for (i = 0; i < keywords->n; i++)
		by_keyword |= book->specs[keywords->at[i].entry].rule == rule;
	for (k = 0; k < 2; k++)
		for (i = 0; i < lists[k]->n; i++)
		{
			const NaiveHit *hit = &lists[k]->at[i];
			const Spec *spec = &book->specs[hit->entry];
			NaiveSide  *word = &words[hit->first];

			if (spec->rule != rule || wished[hit->first])
				continue;
			word->here |= k == 0 || (!by_keyword && spec->weight > 0);
			word->tone += k == 0 ? 2.0f * (float) hit->polarity : spec->tone;
			word->plus |= k == 0 && hit->polarity > 0;
			word->minus |= k == 0 && hit->polarity < 0;
			told |= k == 0 && hit->polarity != 0;
		}
	for (start = i = from; i < to; i++)
		if (i + 1 == to || (told && naive_turned(book, g, i, i + 1)))
		{
			naive_settle(r, words, rule, start, i + 1);
			start = i + 1;
		}
	for (k = 0; k < 2; k++)
		for (i = 0; i < lists[k]->n; i++)
		{
			const NaiveHit *hit = &lists[k]->at[i];
			NpsPolarity says = r->says[hit->first];

			if (book->specs[hit->entry].rule != rule || (k == 1 && (by_keyword || book->specs[hit->entry].weight <= 0)))
				continue;
			if (says == NPS_MIXED && hit->polarity != 0)
				says = hit->polarity > 0 ? NPS_POSITIVE : NPS_NEGATIVE;
			r->wish[rule] |= wished[hit->first];
			naive_add_tag(r, text, hit, wished[hit->first] ? NPS_NEUTRAL : says);
		}
	free(r->says);
	free(words);
}

static void
naive_sentence(const NaiveText *text, int from, int to, const Book *book, NaiveResult *r)
{
	NaiveHits	all = naive_find_kind(text, from, to, book, NPS_KEYWORD);
	NaiveHits	cues = naive_find_kind(text, from, to, book, NPS_CUE);
	NaiveHits	masks = naive_find_kind(text, from, to, book, NPS_MASK);
	NaiveHits	tones = naive_find_kind(text, from, to, book, NPS_TONE);
	NaiveHits	keywords;
	NaiveGrammar g;
	bool	   *wished = calloc((size_t) text->n + 1, sizeof(bool));
	bool		here[NAIVE_RULES] = {false};
	float		sum[NAIVE_RULES] = {0};
	bool		question;
	int			i;

	g.before = naive_find_kind(text, from, to, book, NPS_NEGATOR_BEFORE);
	g.after = naive_find_kind(text, from, to, book, NPS_NEGATOR_AFTER);
	g.exceptions = naive_find_kind(text, from, to, book, NPS_EXCEPTION);
	g.wishes = naive_find_kind(text, from, to, book, NPS_WISH);
	g.contrasts = naive_find_kind(text, from, to, book, NPS_CONTRAST);
	g.joiners = naive_find_kind(text, from, to, book, NPS_JOINER);
	question = text->words[to - 1].question && !naive_complains(book, &g);
	naive_except(book, &g);
	for (i = from; i < to; i++)
		wished[i] = question || naive_wished(text, book, &g, from, i);

	naive_mask(book, &all, &masks);
	naive_mask(book, &cues, &masks);
	for (i = 0; i < cues.n; i++)
		sum[book->specs[cues.at[i].entry].rule] += book->specs[cues.at[i].entry].weight;
	for (i = 0; i < all.n; i++)
		here[book->specs[all.at[i].entry].rule] = true;
	for (i = 0; i < book->nrules; i++)
		r->found[i] |= here[i] = here[i] || sum[i] >= 1;

	keywords = naive_longest(book, &all);
	naive_retire(&g.before, book, &keywords);
	naive_retire(&g.after, book, &keywords);
	for (i = 0; i < keywords.n; i++)
	{
		NaiveHit   *hit = &keywords.at[i];

		hit->negated = hit->polarity != 0 && naive_negated(text, &g, book, hit, hit->polarity < 0);
		if (hit->negated)
			hit->polarity = -hit->polarity;
	}
	naive_once(&tones);
	for (i = 0; i < book->nrules; i++)
		if (here[i])
			naive_rule(text, from, to, book, &g, i, &keywords, &cues, &tones, wished, r);

	free(wished);
	free(all.at);
	free(cues.at);
	free(masks.at);
	free(tones.at);
	free(keywords.at);
	free(g.before.at);
	free(g.after.at);
	free(g.exceptions.at);
	free(g.wishes.at);
	free(g.contrasts.at);
	free(g.joiners.at);
}

/* What the text says by the frame; free r->tags. */
static inline void
naive_match(const Book *book, const char *bytes, size_t len, NpsPolarity lean, NaiveResult *r)
{
	NaiveText	text = {0};
	int			from = 0;
	int			to;
	int			i;

	memset(r, 0, sizeof(*r));
	nps_fold((const unsigned char *) bytes, len, naive_grow, naive_words, &text);
	for (; from < text.n; from = to)
	{
		for (to = from; to < text.n && text.words[to].sentence == text.words[from].sentence;)
			to++;
		naive_sentence(&text, from, to, book, r);
	}
	for (i = 0; i < book->nrules; i++)
		if (r->found[i])
		{
			r->polarity[i] = r->positive[i] && r->negative[i] ? NPS_MIXED : r->positive[i] ? NPS_POSITIVE :
				r->negative[i] ? NPS_NEGATIVE : naive_polarity(r->tone[i]);
			if (r->polarity[i] == NPS_NEUTRAL && !r->wish[i])
				r->polarity[i] = lean;
		}
	sort_tags(r->tags, (size_t) r->ntags);
	for (i = 0; i < text.n; i++)
		free(text.words[i].text);
	free(text.words);
	free(text.grown);
}

/* ---------------------------------------------------------------- compare */

#define COMPARE_ALL		0
#define COMPARE_HITS	1		/* not what tone says */

/* NULL, or what differs between the result in m and the naive one. */
static inline const char *
naive_difference(NpsMatcher *m, const Book *book, const char *text, size_t len, NpsPolarity lean, int how)
{
	static char why[200];
	NaiveResult naive;
	int			i;

	why[0] = '\0';
	naive_match(book, text, len, lean, &naive);
	for (i = 0; i < 3 && why[0] == '\0'; i++)
	{
		int			rule;

		match_bytes(m, book->frame, text, len, (NpsMatchWhat) i, lean);
		for (rule = 0; rule < book->nrules; rule++)
			if (m->rules[rule].found != naive.found[rule])
				snprintf(why, sizeof(why), "pass %d: rule %d found: %d, naively %d", i, rule, m->rules[rule].found, naive.found[rule]);
			else if (i > NPS_MATCH_RULES && how == COMPARE_ALL && naive.found[rule] && m->rules[rule].polarity != naive.polarity[rule])
				snprintf(why, sizeof(why), "pass %d: rule %d polarity: %d, naively %d", i, rule, m->rules[rule].polarity, naive.polarity[rule]);
	}
	sort_tags(m->tags, m->ntags);
	if (why[0] == '\0' && m->ntags != (size_t) naive.ntags)
		snprintf(why, sizeof(why), "%d tags, naively %d", (int) m->ntags, naive.ntags);
	for (i = 0; why[0] == '\0' && i < naive.ntags; i++)
	{
		const NpsTag *a = &m->tags[i];
		const NpsTag *b = &naive.tags[i];

		if (a->entry != b->entry || a->start != b->start || a->end != b->end || a->negated != b->negated ||
			(how == COMPARE_ALL && a->polarity != b->polarity))
			snprintf(why, sizeof(why), "tag %d: entry %d at %d-%d %d%s, naively entry %d at %d-%d %d%s", i,
					 (int) a->entry, (int) a->start, (int) a->end, a->polarity, a->negated ? " negated" : "",
					 (int) b->entry, (int) b->start, (int) b->end, b->polarity, b->negated ? " negated" : "");
	}
	free(naive.tags);
	return why[0] == '\0' ? NULL : why;
}

#endif							/* NPS_NAIVE_MATCH_H */
