/*-------------------------------------------------------------------------
 *
 * test_match.c
 *		Unit tests of the matcher (frame.c, scan.c, hits.c, grammar.c, match.c) with code
 *		frames of its own: by hand, and against naive_match.h.
 *
 *-------------------------------------------------------------------------
 */
#include "unit.h"

#include <setjmp.h>

#include "naive_match.h"

static NpsMatcher matcher;
static NpsWords words;

/*
 * What the text says, as text: "0+ 2~ | 0:bereikbaar+ 0:duur-!" are rules 0
 * (positive) and 2 (mixed), and tags by place, ! for those that a negation
 * turned.  '=' is neutral.
 */
static const char *
say(const Book *book, const char *text, NpsPolarity lean)
{
	static const char marks[] = "=+-~";
	static char out[4000];
	size_t		n = 0;
	size_t		i;
	int			rule;

	match_bytes(&matcher, book->frame, text, strlen(text), NPS_MATCH_TAGS, lean);
	out[0] = '\0';
	for (rule = 0; rule < book->nrules; rule++)
		if (matcher.rules[rule].found)
			n += (size_t) snprintf(out + n, sizeof(out) - n, "%s%d%c", n > 0 ? " " : "", rule, marks[matcher.rules[rule].polarity]);
	sort_tags(matcher.tags, matcher.ntags);
	for (i = 0; i < matcher.ntags; i++)
	{
		const NpsTag *t = &matcher.tags[i];

		n += (size_t) snprintf(out + n, sizeof(out) - n, "%s%d:%.*s%c%s", i == 0 ? " | " : " ", book->specs[t->entry].rule,
							   (int) (t->end - t->start), text + t->start, marks[t->polarity], t->negated ? "!" : "");
	}
	return out;
}

/* The same text with the same frame, quickly and in full, says the same rules. */
static bool
same_rules(const Book *book, const char *text)
{
	bool		found[NAIVE_RULES];
	bool		same = true;
	int			what;
	int			rule;

	for (what = 0; what < 3; what++)
	{
		match_bytes(&matcher, book->frame, text, strlen(text), (NpsMatchWhat) what, NPS_NEUTRAL);
		for (rule = 0; rule < book->nrules; rule++)
			if (what == 0)
				found[rule] = matcher.rules[rule].found;
			else
				same &= found[rule] == matcher.rules[rule].found;
	}
	return same;
}

typedef struct Case
{
	const char *text;
	const char *says;
} Case;

static void
check(const Book *book, const Case *cases, const char *of)
{
	char		name[200];

	for (; cases->text != NULL; cases++)
	{
		snprintf(name, sizeof(name), "%s: %.100s", of, cases->text);
		is_str(say(book, cases->text, NPS_NEUTRAL), cases->says, name);
		if (!same_rules(book, cases->text))
			ok(false, "the rules are the same without polarity");
	}
}

#define CHECK(of, nrules_, ...) \
	do { \
		static const Case cases_[] = {__VA_ARGS__, {NULL, NULL}}; \
		Book		book_; \
		book_build(&book_, specs, (int) (sizeof(specs) / sizeof(specs[0])), (nrules_), SIZE_MAX); \
		check(&book_, cases_, (of)); \
		book_free(&book_); \
	} while (0)

static void
test_words(void)
{
	static const Spec specs[] = {
		KEYWORD(0, "tijd", 1), KEYWORD(1, "stem*", 1), KEYWORD(2, "*baar", 1), KEYWORD(3, "*ijd*", 1),
		KEYWORD(4, "te bereiken", 1), KEYWORD(5, "geen wacht* gehad", 1), KEYWORD(6, "de *lijn van", 1)
	};

	CHECK("words", 7,
		  {"", ""}, {" .,!", ""}, {"niets hier", ""},
		  {"tijd", "0+ 3+ | 0:tijd+ 3:tijd+"},
		  {"Tijd", "0+ 3+ | 0:Tijd+ 3:Tijd+"},
		  {"tijden", "3+ | 3:tijden+"},
		  {"maaltijd wachttijden", "3+ | 3:maaltijd+ 3:wachttijden+"},
		  {"ijdtijdelijkijd", "3+ | 3:ijdtijdelijkijd+"},
		  {"stem", "1+ | 1:stem+"},
		  {"stemmen bestemd", "1+ | 1:stemmen+"},
		  {"bereikbaar baarde", "2+ | 2:bereikbaar+"},
		  {"te bereiken", "4+ | 4:te bereiken+"},
		  {"te, bereiken", "4+ | 4:te, bereiken+"},
		  {"te. bereiken", ""},
		  {"te\nbereiken", ""},
		  {"te goed bereiken", ""},
		  {"ate bereiken", ""},
		  {"geen wachttijd gehad", "3+ 5+ | 5:geen wachttijd gehad+ 3:wachttijd+"},
		  {"geen wacht gehad", "5+ | 5:geen wacht gehad+"},
		  {"geen wacht rij gehad", ""},
		  {"geen verwachting gehad", ""},
		  {"geen wachttijd. gehad", "3+ | 3:wachttijd+"},
		  {"de lijn van", "6+ | 6:de lijn van+"},
		  {"de buslijn van", "6+ | 6:de buslijn van+"},
		  {"de bus lijn van", ""},
		  {"de buslijnen van", ""});
}

static void
test_gaps(void)
{
	static const Spec specs[] = {
		KEYWORD(0, "kwam ... na", 1), KEYWORD(1, "aa ... bb ... cc", 1), KEYWORD(2, "snel* ... *woord", 1),
		KEYWORD(3, "xx yy ... zz xx", 1), KEYWORD(4, "pp* qq ... rr", 1)
	};

	CHECK("gaps", 5,
		  {"kwam na", "0+ | 0:kwam na+"},
		  {"kwam 1 2 3 na", "0+ | 0:kwam 1 2 3 na+"},
		  {"kwam 1 2 3 4 na", ""},
		  {"kwam 1. na", ""}, {"kwam 1, na", "0+ | 0:kwam 1, na+"},
		  {"na kwam", ""}, {"kwam", ""}, {"na", ""},
	/* from the nearest one before, and to each behind */
		  {"kwam kwam na", "0+ | 0:kwam na+"},
		  {"kwam na na", "0+ | 0:kwam na+"},
		  {"kwam 1 2 3 4 5 kwam na", "0+ | 0:kwam na+"},
		  {"aa 1 2 3 bb 1 2 3 cc", "1+ | 1:aa 1 2 3 bb 1 2 3 cc+"},
		  {"aa 1 2 3 bb 1 2 3 4 cc", ""}, {"aa cc bb", ""},
	/* no first part is tried only with what is nearest */
		  {"aa bb 1 bb 2 3 4 cc", "1+ | 1:aa bb 1 bb 2 3 4 cc+"},
		  {"snelle reactie en antwoord", "2+ | 2:snelle reactie en antwoord+"},
		  {"snelantwoord", ""},
		  {"xx yy 1 2 3 zz xx", "3+ | 3:xx yy 1 2 3 zz xx+"},
		  {"xx yy 1 2 3 4 zz xx", ""}, {"xx 1 yy zz xx", ""},
		  {"ppp qq 1 rr", "4+ | 4:ppp qq 1 rr+"}, {"ppp 1 qq rr", ""},
	/* one word is not two parts */
		  {"snelwoord", ""});
}

static void
test_masks(void)
{
	static const Spec specs[] = {
		KEYWORD(0, "return", 0), KEYWORD(1, "return", 0), KEYWORD(1, "return ticket office", 0), KEYWORD(0, "tick*", 0),
		CUE(2, "return", 1, 0), MASK("return ticket"), MASK_FOR("in return", 0), MASK("many ... returns"),
		KEYWORD(0, "returns", 0), KEYWORD(0, "happy returns", 0), KEYWORD(0, "very happy returns", 0)
	};

	CHECK("masks", 3,
		  {"return", "0= 1= 2= | 0:return= 1:return= 2:return="},
		  {"a return ticket", ""},
		  {"a return ticket and a return", "0= 1= 2= | 0:return= 1:return= 2:return="},
		  {"in return", "1= 2= | 1:return= 2:return="},
	/* what is longer than the mask stays */
		  {"return ticket office", "1= | 1:return ticket office="},
	/* what is as long as the mask, gaps not counted, stays if it has more letters */
		  {"many happy returns", "0= | 0:happy returns="},
		  {"many very happy returns", "0= | 0:very happy returns="},
		  {"returns", "0= | 0:returns="},
		  {"many. returns", "0= | 0:returns="},
		  {"return tickets", "0= 1= 2= | 0:return= 1:return= 2:return= 0:tickets="});
}

static void
test_longest(void)
{
	static const Spec specs[] = {
		KEYWORD(0, "geen tijd", -1), KEYWORD(0, "tijd", 1), KEYWORD(1, "tijd", 1), KEYWORD(0, "tijd voor mij", 1),
		KEYWORD(2, "nam ... op", -1), KEYWORD(2, "snel", 1), KEYWORD(2, "snel direct", 1),
		KEYWORD(3, "goed*", 0), KEYWORD(3, "goede*", 1), KEYWORD(3, "goedem*", 0), KEYWORD(3, "*em", -1),
		KEYWORD(4, "ab", 0), KEYWORD(4, "ab*", 1)
	};

	CHECK("longest", 5,
		  {"geen tijd", "0- 1+ | 0:geen tijd- 1:tijd+"},
		  {"tijd genoeg", "0+ 1+ | 0:tijd+ 1:tijd+"},
		  {"geen tijd, wel tijd", "0~ 1+ | 0:geen tijd- 1:tijd+ 0:tijd+ 1:tijd+"},
	/* three words win over two that share one, which then leave the rest alone */
		  {"geen tijd voor mij", "0+ 1+ | 1:tijd+ 0:tijd voor mij+"},
	/* shorter ones in a gap go, as long ones stay */
		  {"nam snel op", "2- | 2:nam snel op-"},
		  {"nam snel direct op", "2~ | 2:nam snel direct op- 2:snel direct+"},
	/* more letters; then polar before neutral */
		  {"goedem", "3= | 3:goedem="},
		  {"goeden", "3+ | 3:goeden+"},
		  {"ab", "4+ | 4:ab+"});
}

static void
test_cues(void)
{
	static const Spec specs[] = {
		CUE(0, "loket*", 0.5f, 0), CUE(0, "balie", 0.5f, -1), CUE(0, "dicht", 0.25f, 0), CUE(0, "geen loket", 0.25f, 0),
		CUE(0, "museum", -1, 0), KEYWORD(0, "gesloten", 0), CUE(1, "loket*", 1, 2), CUE(1, "niet*", -1, 0), CUE(2, "balie", 100, -100)
	};

	CHECK("cues", 3,
		  {"loket", "1+ | 1:loket+"},
	/* each time they stand there */
		  {"dicht dicht dicht dicht", "0= | 0:dicht= 0:dicht= 0:dicht= 0:dicht="},
		  {"loket loketten", "0= 1+ | 0:loket= 1:loket+ 0:loketten= 1:loketten+"},
		  {"loket, balie", "0- 1+ 2- | 0:loket- 1:loket+ 0:balie- 2:balie-"},
	/* only within a sentence */
		  {"loket. balie", "1+ 2- | 1:loket+ 2:balie-"},
		  {"loket dicht", "1+ | 1:loket+"},
	/* longer ones do not eat shorter ones */
		  {"geen loket dicht", "0= 1+ | 0:geen loket= 0:loket= 1:loket+ 0:dicht="},
	/* weights below 0 */
		  {"loket, balie in het museum", "1+ 2- | 1:loket+ 2:balie-"},
		  {"loket niet", ""},
		  {"museum", ""},
	/* a keyword needs no cue, and none is shown beside it */
		  {"gesloten museum", "0= | 0:gesloten="},
		  {"balie gesloten", "0- 2- | 2:balie- 0:gesloten-"},
		  {"museum. loket. balie. loket en balie", "0- 1+ 2- | 1:loket+ 2:balie- 0:loket- 1:loket+ 0:balie- 2:balie-"});
}

static void
test_negation(void)
{
	static const Spec specs[] = {
		KEYWORD(0, "vriendelijk", 1), KEYWORD(0, "traag", -1), KEYWORD(1, "geen nummer", 1), KEYWORD(1, "nummer", -1),
		KEYWORD(2, "topic", 0), KEYWORD(3, "belt ... terug", 1), KEYWORD(4, "luistert", 1), KEYWORD(5, "geen*", -1), KEYWORD(6, "aardig", 1),
		BEFORE("niet", 3), BEFORE("geen", 1), BEFORE("verre van", 2), AFTER("nooit", 2), AFTER("ver te zoeken", 3),
		GRAMMAR(NPS_EXCEPTION, "niet alleen"), GRAMMAR(NPS_EXCEPTION, "nog nooit zo"), GRAMMAR(NPS_JOINER, "en"),
		GRAMMAR(NPS_CONTRAST, "maar"), BEFORE("nul", 0)
	};

	CHECK("negation", 7,
		  {"vriendelijk", "0+ | 0:vriendelijk+"},
		  {"niet vriendelijk", "0- | 0:vriendelijk-!"},
		  {"niet traag", "0+ | 0:traag+!"},
	/* scope */
		  {"niet 1 2 3 vriendelijk", "0- | 0:vriendelijk-!"},
		  {"niet 1 2 3 4 vriendelijk", "0+ | 0:vriendelijk+"},
		  {"geen 1 vriendelijk", "0- 5- | 5:geen- 0:vriendelijk-!"},
		  {"geen 1 2 vriendelijk", "0+ 5- | 5:geen- 0:vriendelijk+"},
		  {"nul vriendelijk", "0- | 0:vriendelijk-!"},
		  {"nul 1 vriendelijk", "0+ | 0:vriendelijk+"},
		  {"verre van 1 2 vriendelijk", "0- | 0:vriendelijk-!"},
		  {"verre van 1 2 3 vriendelijk", "0+ | 0:vriendelijk+"},
		  {"vriendelijk niet", "0+ | 0:vriendelijk+"},
	/* behind: what is positive only, and not over an "and" */
		  {"luistert nooit", "4- | 4:luistert-!"},
		  {"luistert 1 2 nooit", "4- | 4:luistert-!"},
		  {"luistert 1 2 3 nooit", "4+ | 4:luistert+"},
		  {"luistert ver te zoeken", "4- | 4:luistert-!"},
		  {"traag nooit", "0- | 0:traag-"},
		  {"luistert en nooit", "4+ | 4:luistert+"},
		  {"niet en vriendelijk", "0- | 0:vriendelijk-!"},
		  {"nooit luistert", "4+ | 4:luistert+"},
	/* within a clause, within a sentence */
		  {"niet, vriendelijk", "0+ | 0:vriendelijk+"},
		  {"niet: vriendelijk", "0+ | 0:vriendelijk+"},
		  {"niet - vriendelijk", "0+ | 0:vriendelijk+"},
		  {"niet-vriendelijk", "0- | 0:vriendelijk-!"},
		  {"niet. vriendelijk", "0+ | 0:vriendelijk+"},
		  {"niet duur maar vriendelijk", "0+ | 0:vriendelijk+"},
		  {"luistert (nooit)", "4+ | 4:luistert+"},
		  {"luistert maar nooit", "4+ | 4:luistert+"},
	/* exceptions */
		  {"niet alleen vriendelijk", "0+ | 0:vriendelijk+"},
		  {"niet alleen vriendelijk, ook niet traag", "0+ | 0:vriendelijk+ 0:traag+!"},
		  {"luistert nog nooit zo", "4+ | 4:luistert+"},
	/* a keyword with its own negator is not turned by it, nor does it turn others */
		  {"geen nummer", "1+ 5- | 5:geen- 1:geen nummer+"},
		  {"geen nummer aardig", "1+ 5- 6+ | 5:geen- 1:geen nummer+ 6:aardig+"},
		  {"geen aardig", "5- 6- | 5:geen- 6:aardig-!"},
	/* not even by another one */
		  {"niet geen nummer", "1+ 5- | 5:geen- 1:geen nummer+"},
	/* inside a gap */
		  {"belt niet terug", "3- | 3:belt niet terug-!"},
		  {"belt nooit terug", "3- | 3:belt nooit terug-!"},
		  {"belt niet alleen terug", "3+ | 3:belt niet alleen terug+"},
	/* two negators turn once; neutral words stay */
		  {"niet niet vriendelijk", "0- | 0:vriendelijk-!"},
		  {"niet topic", "2= | 2:topic="});
}

static void
test_wishes_and_tone(void)
{
	static const Spec specs[] = {
		KEYWORD(0, "parkeren", 0), KEYWORD(1, "vriendelijk", 1), KEYWORD(1, "bot", -1), TONE("fijn", 1), TONE("slecht", -1),
		TONE("gewoon", 0.25f), TONE("iets", 0.5f), GRAMMAR(NPS_WISH, "zou ... zijn"), BEFORE("niet", 2), AFTER("nooit", 2), GRAMMAR(NPS_CONTRAST, "maar"),
		CUE(2, "loket", 1, -0.5f), CUE(2, "balie", 0, -0.5f), KEYWORD(3, "fijn", 0)
	};

	CHECK("tone", 4,
		  {"parkeren", "0= | 0:parkeren="},
		  {"parkeren fijn", "0+ 3+ | 0:parkeren+ 3:fijn+"},
		  {"parkeren slecht", "0- | 0:parkeren-"},
		  {"parkeren gewoon", "0= | 0:parkeren="},
		  {"parkeren iets", "0+ | 0:parkeren+"},
	/* of the sentence; all sentences add up */
		  {"parkeren. fijn", "0= 3+ | 0:parkeren= 3:fijn+"},
		  {"parkeren fijn. parkeren slecht", "0= 3+ | 0:parkeren+ 3:fijn+ 0:parkeren-"},
		  {"parkeren slecht. parkeren slecht. parkeren fijn", "0- 3+ | 0:parkeren- 0:parkeren- 0:parkeren+ 3:fijn+"},
	/* each word once in a sentence, where it stands first */
		  {"parkeren slecht fijn fijn fijn", "0= 3= | 0:parkeren= 3:fijn= 3:fijn= 3:fijn="},
		  {"parkeren niet slecht slecht", "0+ | 0:parkeren+"},
		  {"parkeren slecht niet slecht", "0- | 0:parkeren-"},
		  {"fijn parkeren fijn niet slecht", "0+ 3+ | 3:fijn+ 0:parkeren+ 3:fijn+"},
		  {"slecht slecht slecht nooit, fijn parkeren", "0= 3= | 3:fijn= 0:parkeren="},
	/* negated it says less, and no more than it did behind */
		  {"parkeren niet fijn", "0- 3- | 0:parkeren- 3:fijn-"},
		  {"parkeren niet slecht", "0+ | 0:parkeren+"},
		  {"parkeren niet gewoon", "0= | 0:parkeren="},
		  {"parkeren fijn nooit", "0- 3- | 0:parkeren- 3:fijn-"},
		  {"parkeren slecht nooit", "0- | 0:parkeren-"},
	/* what a keyword says weighs more */
		  {"bot fijn", "1- 3+ | 1:bot- 3:fijn+"},
		  {"bot. vriendelijk", "1~ | 1:bot- 1:vriendelijk+"},
		  {"bot maar vriendelijk", "1~ | 1:bot- 1:vriendelijk+"},
		  {"bot. fijn", "1- 3+ | 1:bot- 3:fijn+"},
	/* cues have tones, of their rule only */
		  {"loket", "2- | 2:loket-"},
		  {"loket balie parkeren", "0= 2- | 2:loket- 0:parkeren="},
		  {"loket fijn", "2+ 3+ | 2:loket+ 3:fijn+"},
	/* wishes */
		  {"vriendelijk zou fijn zijn", "1= 3= | 1:vriendelijk= 3:fijn="},
		  {"parkeren zou slecht zijn", "0= | 0:parkeren="},
		  {"zou fijn zijn. bot", "1- 3= | 3:fijn= 1:bot-"},
		  {"bot zou fijn zijn. vriendelijk", "1+ 3= | 1:bot= 3:fijn= 1:vriendelijk+"});
}

/* Contrasts make sides, commas clauses; what keywords say stands against the tone of others. */
static void
test_sides(void)
{
	static const Spec specs[] = {
		KEYWORD(0, "duur", -1), KEYWORD(0, "goedkoop", 1), KEYWORD(0, "prijs", 0), CUE(1, "loket", 1, 0), TONE("fijn", 3), TONE("naar", -3), TONE("nogal", -1.5f),
		GRAMMAR(NPS_CONTRAST, "maar"), {.kind = NPS_CONTRAST, .pattern = "omdat", .scope = 1}, BEFORE("niet", 2), BEFORE("anything maar", 2),
		GRAMMAR(NPS_EXCEPTION, "alleen maar"), GRAMMAR(NPS_EXCEPTION, "waarom"), GRAMMAR(NPS_CONTRAST, "waarom")
	};

	CHECK("sides", 2,
	/* tone of its own clause may outweigh a keyword, and the tag says so */
		  {"fijn duur", "0+ | 0:duur+"},
		  {"duur nogal fijn", "0- | 0:duur-"},
	/* not that of another clause, or side */
		  {"duur, fijn", "0- | 0:duur-"},
		  {"duur maar fijn", "0- | 0:duur-"},
		  {"fijn maar duur", "0- | 0:duur-"},
		  {"naar maar goedkoop", "0+ | 0:goedkoop+"},
		  {"fijn, duur omdat fijn", "0- | 0:duur-"},
		  {"niet duur, naar", "0+ | 0:duur+!"},
	/* nor that of another sentence */
		  {"duur. prijs fijn. prijs fijn", "0- | 0:duur- 0:prijs+ 0:prijs+"},
	/* a clause that only gives the reason is on the same side */
		  {"duur omdat fijn", "0+ | 0:duur+"},
	/* where no keyword tells, the whole sentence does */
		  {"prijs, fijn", "0+ | 0:prijs+"},
		  {"prijs maar fijn", "0+ | 0:prijs+"},
		  {"loket maar fijn", "1+ | 1:loket+"},
	/* where one does, each side speaks for itself */
		  {"duur maar prijs fijn", "0- | 0:duur- 0:prijs+"},
		  {"duur, prijs maar fijn", "0- | 0:duur- 0:prijs-"},
		  {"duur maar goedkoop fijn", "0~ | 0:duur- 0:goedkoop+"},
		  {"duur prijs goedkoop fijn", "0~ | 0:duur- 0:prijs~ 0:goedkoop+"},
		  {"fijn duur maar goedkoop", "0+ | 0:duur+ 0:goedkoop+"},
	/* no contrast inside an exception or a negator */
		  {"duur alleen maar fijn", "0+ | 0:duur+"},
		  {"anything maar duur", "0+ | 0:duur+!"},
		  {"fijn anything maar goedkoop", "0+ | 0:goedkoop+!"});
}

/* How far wishes reach, and what is none. */
static void
test_wishes(void)
{
	static const Spec specs[] = {
		KEYWORD(0, "vriendelijk", 1), KEYWORD(0, "bot", -1), KEYWORD(0, "onthaal", 0), TONE("fijn", 1),
		{.kind = NPS_WISH, .pattern = "hopelijk", .scope = 3}, {.kind = NPS_WISH, .pattern = "graag", .scope = 20}, GRAMMAR(NPS_WISH, "zou fijn zijn"),
		GRAMMAR(NPS_EXCEPTION, "graag ... bedanken"), GRAMMAR(NPS_EXCEPTION, "waarom"), GRAMMAR(NPS_EXCEPTION, "niet alleen"), GRAMMAR(NPS_EXCEPTION, "alleen maar"),
		GRAMMAR(NPS_CONTRAST, "maar"), {.kind = NPS_CONTRAST, .pattern = "dat", .scope = 1}, {.kind = NPS_CONTRAST, .pattern = "waarom", .scope = 1}, BEFORE("niet", 3)
	};

	CHECK("wishes", 1,
	/* scope 0 is the sentence */
		  {"vriendelijk, dat zou fijn zijn", "0= | 0:vriendelijk="},
	/* else its clause, and so many words behind it */
		  {"bot, hopelijk vriendelijk", "0- | 0:bot- 0:vriendelijk="},
		  {"bot dat hopelijk vriendelijk", "0- | 0:bot- 0:vriendelijk="},
		  {"vriendelijk hopelijk", "0= | 0:vriendelijk="},
		  {"hopelijk 1, 2, vriendelijk", "0= | 0:vriendelijk="},
		  {"hopelijk 1, 2, 3, vriendelijk", "0+ | 0:vriendelijk+"},
		  {"hopelijk dat onthaal fijn", "0= | 0:onthaal="},
	/* up to a contrast */
		  {"hopelijk maar bot", "0- | 0:bot-"},
		  {"bot maar hopelijk vriendelijk", "0- | 0:bot- 0:vriendelijk="},
	/* exceptions */
		  {"graag vriendelijk", "0= | 0:vriendelijk="},
		  {"graag 1 bedanken vriendelijk", "0+ | 0:vriendelijk+"},
		  {"graag 1 bedanken, hopelijk vriendelijk", "0= | 0:vriendelijk="},
	/* questions; one is a complaint with an exception that excepts nothing, wherever it stands */
		  {"vriendelijk?", "0= | 0:vriendelijk="},
		  {"bot, vriendelijk?", "0= | 0:bot= 0:vriendelijk="},
		  {"waarom zo bot?", "0- | 0:bot-"},
		  {"maar 1 waarom bot?", "0- | 0:bot-"},
		  {"waarom hopelijk bot?", "0= | 0:bot="},
		  {"niet alleen vriendelijk?", "0= | 0:vriendelijk="},
		  {"alleen maar vriendelijk?", "0= | 0:vriendelijk="});
}

/* Negators behind, where the clause is turned round. */
static void
test_inversion(void)
{
	static const Spec specs[] = {
		KEYWORD(0, "vriendelijk", 1), KEYWORD(0, "bot", -1), AFTER("waren ze ... niet", 0), AFTER("was ... niet", 1), AFTER("ho maar", 1), AFTER("noch", 0), BEFORE("noch", 1),
		GRAMMAR(NPS_CONTRAST, "maar"), GRAMMAR(NPS_JOINER, "en")
	};

	CHECK("inversion", 1,
		  {"vriendelijk waren ze niet", "0- | 0:vriendelijk-!"},
		  {"vriendelijk waren ze 1 2 3 niet", "0- | 0:vriendelijk-!"},
		  {"vriendelijk 1 waren ze niet", "0+ | 0:vriendelijk+"},
		  {"vriendelijk 1 was het niet", "0- | 0:vriendelijk-!"},
	/* all of it in one clause, and no "and" within */
		  {"vriendelijk waren ze, niet", "0+ | 0:vriendelijk+"},
		  {"vriendelijk waren ze en niet", "0+ | 0:vriendelijk+"},
		  {"vriendelijk waren ze maar niet", "0+ | 0:vriendelijk+"},
	/* what is negative only where it opens the clause, with nothing between */
		  {"bot waren ze niet", "0+ | 0:bot+!"},
		  {"1, bot waren ze niet", "0+ | 0:bot+!"},
		  {"1 maar bot waren ze niet", "0+ | 0:bot+!"},
		  {"1 bot waren ze niet", "0- | 0:bot-"},
		  {"bot was het niet", "0- | 0:bot-"},
		  {"bot noch vriendelijk", "0~ | 0:bot+! 0:vriendelijk-!"},
	/* a contrast that is part of a negator is none */
		  {"vriendelijk ho maar", "0- | 0:vriendelijk-!"});
}

static void
test_lean(void)
{
	static const Spec specs[] = {
		KEYWORD(0, "parkeren", 0), KEYWORD(1, "goed", 1), KEYWORD(2, "slecht", -1), KEYWORD(3, "goed", 1), KEYWORD(3, "slecht", -1),
		GRAMMAR(NPS_WISH, "graag")
	};
	Book		book;

	book_build(&book, specs, 6, 4, SIZE_MAX);
	is_str(say(&book, "parkeren", NPS_POSITIVE), "0+ | 0:parkeren=", "lean settles a neutral rule, not its tags");
	is_str(say(&book, "parkeren", NPS_NEGATIVE), "0- | 0:parkeren=", "the other way");
	is_str(say(&book, "parkeren", NPS_NEUTRAL), "0= | 0:parkeren=", "or not");
	is_str(say(&book, "goed", NPS_NEGATIVE), "1+ 3+ | 1:goed+ 3:goed+", "not what words say");
	is_str(say(&book, "goed slecht", NPS_NEGATIVE), "1+ 2- 3~ | 1:goed+ 3:goed+ 2:slecht- 3:slecht-", "nor what is mixed");
	is_str(say(&book, "graag parkeren", NPS_NEGATIVE), "0= | 0:parkeren=", "nor a wish");
	is_str(say(&book, "", NPS_NEGATIVE), "", "nor what is not there");
	book_free(&book);
}

/* Places: of the words in the text, all that they are written with. */
static void
test_places(void)
{
	static const Spec specs[] = {
		KEYWORD(0, "can not reach", -1), KEYWORD(1, "not", -1), KEYWORD(2, "cafe*", 1), KEYWORD(3, "email", 0), KEYWORD(4, "een ... twee", 1),
		KEYWORD(5, "\360\237\221\215", 1), KEYWORD(6, "fotos", 1)
	};

	CHECK("places", 7,
		  {"I can't reach", "0- 1- | 1:can't- 0:can't reach-"},
		  {"cannot reach!", "0- 1- | 1:cannot- 0:cannot reach-"},
		  {"didn\342\200\231t", "1- | 1:didn\342\200\231t-"},
		  {"het CAF\303\211tje.", "2+ | 2:CAF\303\211tje+"},
		  {"cafe\314\201 ", "2+ | 2:cafe\314\201+"},
		  {"een e-mail, e  Mail", "3= | 3:e-mail= 3:e  Mail="},
		  {"(een) , (twee)", "4+ | 4:een) , (twee+"},
		  {"top\360\237\221\215\360\237\217\275!", "5+ | 5:\360\237\221\215\360\237\217\275+"},
		  {"'foto's'", "6+ | 6:foto's+"},
		  {"ca\302\255fe", "2+ | 2:ca\302\255fe+"},
		  {"\377een\377twee\377", "4+ | 4:een\377twee+"});
}

/* ------------------------------------------------------------ at random */

/* Few words, so that what there is meets; some parts of others. */
static const char *const vocabulary[] = {
	"aa", "bb", "cc", "aab", "caa", "dd", "xaax", "zz", "no", "and", "but", "ee"
};

#define VOCABULARY	(sizeof(vocabulary) / sizeof(vocabulary[0]))

static void
random_pattern(char *to, size_t size, uint32_t most_words)
{
	int			words = 1 + (int) unit_random(most_words);
	size_t		n = 0;
	int			i;

	for (i = 0; i < words; i++)
		n += (size_t) snprintf(to + n, size - n, "%s%s%s%s", i == 0 ? "" : unit_random(3) == 0 ? " ... " : " ",
							   unit_random(6) == 0 ? "*" : "", vocabulary[unit_random(VOCABULARY)], unit_random(5) == 0 ? "*" : "");
}

#define RANDOM_SPECS	40

static char random_patterns[RANDOM_SPECS][400];
static Spec random_specs[RANDOM_SPECS];

static int
random_frame(int nrules, bool grammar)
{
	int			n = (int) unit_random(RANDOM_SPECS);
	int			i;
	int			k;

	for (i = 0; i < n; i++)
	{
		Spec	   *s = &random_specs[i];

		memset(s, 0, sizeof(*s));
		s->kind = unit_random(3) == 0 ? NPS_KEYWORD : (NpsEntryKind) unit_random(NPS_ENTRY_KINDS);
		if (!grammar && (s->kind == NPS_WISH || s->kind == NPS_CUE || s->kind == NPS_TONE))
			s->kind = NPS_KEYWORD;
		s->pattern = random_patterns[i];
		random_pattern(random_patterns[i], sizeof(random_patterns[i]), s->kind <= NPS_MASK ? 4 : 2);
		s->rule = (int) unit_random((uint32_t) nrules);
		s->polarity = (int) unit_random(3) - 1;
		s->weight = (float) ((int) unit_random(21) - 6) / 8;
		s->tone = (float) ((int) unit_random(33) - 16) / 8;
		s->scope = (int) unit_random(unit_random(4) == 0 ? 21 : 4);
		if (s->kind == NPS_MASK)
			s->nrules = (int) unit_random(3);
		for (k = 0; k < s->nrules; k++)
			s->rules[k] = (int) unit_random((uint32_t) nrules);
	}
	return n;
}

/* sparse: between the words others that are in no pattern */
static size_t
random_text(char *to, int words, uint32_t sparse, bool sentences)
{
	static const char *const between[] = {" ", " ", " ", " ", ", ", " (", "-", " - "};
	size_t		n = 0;
	int			i;

	for (i = 0; i < words; i++)
	{
		if (sentences && unit_random(12) == 0)
			n += (size_t) sprintf(to + n, "%s", unit_random(4) == 0 ? "?" : ".");
		n += (size_t) sprintf(to + n, "%s%s", unit_random(200) < 5 ? "\xff" : between[unit_random(8)],
							  unit_random(sparse) > 0 ? (unit_random(2) ? "w" : "ww") : vocabulary[unit_random(VOCABULARY)]);
	}
	return n;
}

static void
show_frame(const Book *book, const char *text)
{
	int			i;

	for (i = 0; i < book->nspecs; i++)
		printf("#   %d: kind %d rule %d \"%s\" polarity %d weight %g tone %g scope %d rules %d (%d %d)\n", i, book->specs[i].kind, book->specs[i].rule,
			   book->specs[i].pattern, book->specs[i].polarity, book->specs[i].weight, book->specs[i].tone, book->specs[i].scope,
			   book->specs[i].nrules, book->specs[i].rules[0], book->specs[i].rules[1]);
	printf("#   %.2000s\n", text);
}

static void
test_random(void)
{
	static char text[4000];
	const char *difference = NULL;
	int			hits = 0;
	int			round;

	for (round = 0; round < 1500 && difference == NULL; round++)
	{
		int			nrules = 1 + (int) unit_random(14);
		Book		book;
		int			i;

		book_build(&book, random_specs, random_frame(nrules, true), nrules, round % 3 == 0 ? 0 : SIZE_MAX);
		for (i = 0; i < 6 && difference == NULL; i++)
		{
			size_t		len = random_text(text, (int) unit_random(60), 2, true);

			difference = naive_difference(&matcher, &book, text, len, (NpsPolarity) unit_random(3), COMPARE_ALL);
			hits += (int) matcher.ntags;
			text[len] = '\0';
			if (difference != NULL)
				show_frame(&book, text);
		}
		book_free(&book);
	}
	ok(hits > 10000, "random frames find something");
	is_str(difference == NULL ? "" : difference, "", "and what the naive matcher finds, with the same polarity");
}

/* Sentences of thousands of words, which come in pieces. */
static void
test_long_sentences(void)
{
	static char text[100000];
	const char *difference = NULL;
	size_t		hits = 0;
	int			round;

	for (round = 0; round < 120 && difference == NULL; round++)
	{
		int			nrules = 1 + (int) unit_random(14);
		size_t		len = random_text(text, 400 + (int) unit_random(6000), 8, false);
		Book		book;

		book_build(&book, random_specs, random_frame(nrules, false), nrules, SIZE_MAX);
		difference = naive_difference(&matcher, &book, text, len, NPS_NEUTRAL, COMPARE_HITS);
		hits += matcher.ntags;
		text[len] = '\0';
		if (difference != NULL)
			show_frame(&book, text);
		book_free(&book);
	}
	ok(hits > 10000, "long sentences have hits");
	is_str(difference == NULL ? "" : difference, "", "those of the naive matcher, which takes the sentence as a whole");
}

/* At every distance from the border of a piece, all is as it is elsewhere. */
static void
test_borders(void)
{
	static const Spec specs[] = {
		KEYWORD(0, "aa ... bb ... cc", 1), KEYWORD(0, "bb", -1), KEYWORD(1, "dd", 1), KEYWORD(1, "ee dd", -1), KEYWORD(2, "no zz", 1), KEYWORD(3, "ff", 1),
		MASK("mm ... gg"), KEYWORD(3, "gg", 1), BEFORE("no", 20), AFTER("never", 20), GRAMMAR(NPS_EXCEPTION, "oo no"), CUE(4, "dd", 0.2f, 1), CUE(5, "pp", 0.5f, 1), CUE(5, "qq", 0.5f, 1)
	};
	static char text[20000];
	const char *difference = NULL;
	Book		book;
	int			at;

	book_build(&book, specs, (int) (sizeof(specs) / sizeof(specs[0])), 6, SIZE_MAX);
	for (at = 300; at < 1000 && difference == NULL; at++)
	{
		size_t		len = 0;
		int			i;

		for (i = 0; i < at; i++)
			len += (size_t) sprintf(text + len, "w ");
		len += (size_t) sprintf(text + len, "aa w w w bb w cc ee dd no zz dd mm w gg no w w w w w w w w w w w w w w w w w w w w dd "
								"ff w w w w w w w w w w w w w w w w w w w w never oo no ff ");
		for (i = 0; i < 600; i++)
			len += (size_t) sprintf(text + len, "w ");
		difference = naive_difference(&matcher, &book, text, len, NPS_NEUTRAL, COMPARE_HITS);
		if (difference != NULL)
			printf("# at word %d\n", at);
	}
	is_str(difference == NULL ? "" : difference, "", "at the border of a piece hits are as elsewhere");

	/* cues add up over the pieces of a sentence, and stop at its end */
	for (at = 0; at < 2; at++)
	{
		size_t		len = (size_t) sprintf(text, "pp w");
		int			i;

		for (i = 0; i < 2000; i++)
			len += (size_t) sprintf(text + len, i == 1000 && at ? ". w" : " w");
		len += (size_t) sprintf(text + len, " pp qq");
		match_bytes(&matcher, book.frame, text, len, NPS_MATCH_TAGS, NPS_NEUTRAL);
		ok(matcher.rules[5].found == true, at ? "in one sentence" : "cues far apart add up");
		strcpy(text + len, " pp");
		text[len - 5] = 'w';
		text[len - 4] = 'w';
		match_bytes(&matcher, book.frame, text, len, NPS_MATCH_TAGS, NPS_NEUTRAL);
		ok(matcher.rules[5].found == (at == 0), at ? "not over two" : "wherever they are");
	}
	book_free(&book);
}

/* ------------------------------------------------------------- the matcher */

static int	resizes_left = -1;
static jmp_buf jump;

static void *
failing_resize(void *ctx, void *old, size_t size)
{
	if (resizes_left == 0)
		longjmp(jump, 1);
	resizes_left--;
	return plain_resize(ctx, old, size);
}

/* Used again and again, for other frames and after failures, it says the same. */
static void
test_again(void)
{
	static const Spec small[] = {KEYWORD(0, "aa", 1)};
	static const Spec large[] = {
		KEYWORD(3, "bb", 1), KEYWORD(2, "aa ... bb", -1), CUE(1, "aa", 0.5f, 0), CUE(1, "bb", 0.5f, 0), KEYWORD(0, "cc", 1), BEFORE("no", 1), TONE("ww", 1)
	};
	const char *text = "aa bb no cc. ww bb. aa. aa";
	static char first[4000];
	Book		one;
	Book		two;
	Book		none;
	bool		same = true;
	volatile bool recovered = true;
	volatile int failures = 0;
	int			i;

	book_build(&one, small, 1, 1, SIZE_MAX);
	book_build(&two, large, 7, 4, SIZE_MAX);
	book_build(&none, NULL, 0, 0, SIZE_MAX);
	strcpy(first, say(&two, text, NPS_NEUTRAL));
	is_str(first, "0- 1= 2- 3+ | 1:aa= 2:aa bb- 3:bb+ 1:bb= 0:cc-! 3:bb+", "a frame of several rules");
	for (i = 0; i < 100; i++)
	{
		same &= strcmp(say(&one, text, NPS_NEUTRAL), "0+ | 0:aa+ 0:aa+ 0:aa+") == 0;
		same &= strcmp(say(&none, text, NPS_NEUTRAL), "") == 0;
		same &= strcmp(say(&two, text, NPS_NEUTRAL), first) == 0;
	}
	ok(same, "one matcher for several frames in turn");

	/* stamps come round */
	matcher.stamp = UINT32_MAX - 3;
	for (i = 0; i < 4; i++)
		same &= strcmp(say(&two, text, NPS_NEUTRAL), first) == 0;
	ok(same && matcher.stamp < 100, "stamps may wrap around");

	/* memory that gives out at any time */
	matcher_free(&matcher);
	nps_words_init(&words, some_mix, failing_resize, NULL);
	nps_matcher_init(&matcher, &words, failing_resize, NULL);
	for (failures = 0; failures < 100; failures++)
	{
		resizes_left = failures;
		if (setjmp(jump) == 0)
		{
			say(&two, text, NPS_NEUTRAL);
			break;
		}
		resizes_left = -1;
		recovered &= strcmp(say(&one, text, NPS_NEUTRAL), "0+ | 0:aa+ 0:aa+ 0:aa+") == 0;
		matcher_free(&matcher);
		nps_words_init(&words, some_mix, failing_resize, NULL);
		nps_matcher_init(&matcher, &words, failing_resize, NULL);
	}
	resizes_left = -1;
	ok(failures > 5 && failures < 100 && recovered, "after a failure it is good for another comment");
	ok(strcmp(say(&two, text, NPS_NEUTRAL), first) == 0, "and says the same");
	book_free(&one);
	book_free(&two);
	book_free(&none);
}

/* Limits of the frame. */
static void
test_frames(void)
{
	static const Spec specs[] = {KEYWORD(0, "aa", 1), MASK_FOR("aa bb", 0), KEYWORD(0, "aa ... cc", 1)};
	NpsPattern	patterns[3];
	NpsEntrySpec entries[3];
	NpsAutomatonOptions options = {0};
	Book		blocks = {0};
	NpsFrame   *frame;
	bool		refused = true;
	size_t		limit;
	size_t		at;
	size_t		needed;
	int			i;

	memset(entries, 0, sizeof(entries));
	for (i = 0; i < 3; i++)
	{
		nps_pattern_compile(specs[i].pattern, strlen(specs[i].pattern), &patterns[i], &at);
		entries[i].kind = specs[i].kind;
		entries[i].rules = specs[i].rules;
		entries[i].nrules = specs[i].nrules;
		entries[i].pattern = &patterns[i];
	}
	options.keep = options.scratch = book_keep;
	options.keep_ctx = options.scratch_ctx = &blocks;
	options.dense_bytes = SIZE_MAX;
	options.max_bytes = SIZE_MAX;
	ok(nps_frame_compile(entries, 3, 1, &options, &frame) == NPS_AUTOMATON_OK && frame->nentries == 3, "a frame");
	needed = nps_frame_bytes(frame);
	ok(needed > 100, "knows its size");
	book_free(&blocks);
	for (limit = 0; limit < needed / 4; limit += 16)
	{
		options.max_bytes = limit;
		refused &= nps_frame_compile(entries, 3, 1, &options, &frame) == NPS_AUTOMATON_TOO_LARGE;
		book_free(&blocks);
	}
	ok(refused, "and is refused where that is too much");
}

int
main(void)
{
	nps_words_init(&words, some_mix, plain_resize, NULL);
	nps_matcher_init(&matcher, &words, plain_resize, NULL);
	test_words();
	test_gaps();
	test_masks();
	test_longest();
	test_cues();
	test_negation();
	test_wishes_and_tone();
	test_sides();
	test_wishes();
	test_inversion();
	test_lean();
	test_places();
	test_random();
	test_long_sentences();
	test_borders();
	test_again();
	test_frames();
	matcher_free(&matcher);
	return done_testing();
}
