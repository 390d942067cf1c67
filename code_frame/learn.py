#!/usr/bin/env python3
"""Learn the cues and the tone words of the code frame from labelled comments.

    python3 code_frame/learn.py                     write sql/parts/53_cues.sql, 54_tone.sql
    python3 code_frame/learn.py --out DIRECTORY     write both there instead
    python3 code_frame/learn.py --extra FILE.csv    learn from these comments too, each twice
    python3 code_frame/learn.py --check             write nothing: how well do they do?

Keywords are written by hand and leave much unsaid: people have a thousand ways
to say that nobody picked up.  Cues fill that gap.  A cue is a word, the stem of
words, or a pair of words; it has a weight for a rule, and where the weights of
a sentence's cues reach 1 the sentence speaks of the rule.  Tone words say
whether what is said is good or bad.

 1. Read the keywords and the grammar of the SQL files, and find them in the
    comments as the extension does.
 2. Features: of "geholp*", "geholpe*" and "geholpen" that stand in the same
    comments one is enough, and the one that reads best is taken.
 3. Cues, rule by rule: a logistic regression on the features of the comment, and
    on whether a keyword of the rule is in it, so that cues learn what keywords do
    not tell.  (In the extension a cue counts each time it is there; learning from
    that does no better.)  A sparse fit (L1) chooses the cues, a smooth one (L2)
    weighs them; what weighs next to nothing goes, and so does one of two cues
    that are mostly the same words, and the rest is weighed again.  Weights are
    then scaled so that a sum of 1 is a probability of THRESHOLD.
 4. Tone: one sparse logistic regression, over all rules, of kept against broken
    on the features of the sentences, or sides of a "maar", that speak of the rule, on
    the cues of the rule in them, and on what is known: the keywords, and the tone words written by hand.
    It is scaled so that a keyword weighs KEYWORD.

The same comments and lists give the same files.  It takes less than a minute.
Needs numpy, scipy and scikit-learn (Debian: python3-sklearn).
"""
import argparse
import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict, namedtuple
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).resolve().parent
PARTS = HERE.parent / 'sql' / 'parts'

RULES = '1234567'
SIGNS = {'positive': '+', 'negative': '-', 'neutral': '=', 'mixed': '~'}

# Cues.
CHOOSE_C = 0.4          # L1: larger chooses more cues
WEIGH_C = 1.0           # L2: larger trusts the comments more
THRESHOLD = 0.4         # tag from this probability on: lower finds more, and more wrongly
KEYWORD_SCALE = 3.0     # a keyword is cheap to weigh beside words
MIN_COMMENTS = 3        # a cue stands in at least so many comments
MIN_WEIGHT = 0.06       # less is left out, and the rest weighed again
NESTED = 0.4            # of a cue within a cue one stays if this share of the wider is the narrower
MAX_SHARE = 0.05        # in more comments than this stand function words: no cues if short, nor pairs of them
SHORT = 4               # letters

# Tone.
TONE_C = 0.8            # L1: larger chooses more tone words
MIN_MENTIONS = 4        # a tone word stands beside at least so many rules mentioned
KEYWORD = 2.0           # what a keyword weighs (src/tag/match.c)
MAX_KEYWORDS = 2        # more keywords of one side do not say more
NEGATED = -0.5          # what a negated tone word weighs (src/tag/grammar.c)
CUE_SCALE = 0.5         # the tone of a cue is held back against that of words
MIN_TONE = 0.1          # less is left out
NEUTRAL = 0.25          # a sum this near to 0 says nothing (src/tag/match.c)
ONLY_A_CLAUSE = 1       # scope of a contrast that begins no side (src/tag/grammar.c)

# Features.
STEM = 4                # letters of the shortest stem
ENDINGS = ('ingen', 'ing', 'en', 'ed', 's')     # a stem reads best without
SAME = 0.9              # two features say the same if this share of the wider is the narrower
PHRASE = 1.2            # so much harder is it for a pair to be chosen than for a word
GAP = 4                 # "a ... b": b begins in the 4 words behind a

CUES_HEAD = '''\
-- ---------------------------------------------------------------------------
-- Cues: words that hint at a rule.  "loket .4/-.2" adds 0.4 to rule 1 in the
-- sentence it stands in, where 1 makes a tag, and speaks of it with a tone of
-- -0.2.  They are learned, not written: doc/code_frame.md says how.
-- ---------------------------------------------------------------------------

INSERT INTO golden_rule_cue (rule, language, pattern, weight, tone, builtin)
SELECT frame.rule, frame.language, cue.part[1], cue.part[2]::real, coalesce(cue.part[3], '0')::real, true
FROM (VALUES
'''
CUES_TAIL = '''
) AS frame(rule, language, cues)
	CROSS JOIN LATERAL pg_catalog.regexp_split_to_table(pg_catalog.btrim(frame.cues, E' \\t\\n'), E',\\\\s*') AS item
	CROSS JOIN LATERAL pg_catalog.regexp_match(item, '^(.*) ([-.0-9]+)(?:/([-.0-9]+))?$') AS cue(part);
'''
TONE_HEAD = '''\
-- ---------------------------------------------------------------------------
-- Tone: words that are of no rule but say which way a comment points; above 0
-- is positive.  Learned like the cues.
-- ---------------------------------------------------------------------------

INSERT INTO golden_rule_tone (language, pattern, tone, builtin)
SELECT frame.language, word.part[1], word.part[2]::real, true
FROM (VALUES
'''
TONE_TAIL = '''
) AS frame(language, words)
	CROSS JOIN LATERAL pg_catalog.regexp_split_to_table(pg_catalog.btrim(frame.words, E' \\t\\n'), E',\\\\s*') AS item
	CROSS JOIN LATERAL pg_catalog.regexp_match(item, '^(.*) ([-.0-9]+)$') AS word(part);
'''


# --- Text -------------------------------------------------------------------

APOSTROPHES = re.compile('[\u2018\u2019\u02bc\u0060\u00b4]')
SPELLINGS = [(re.compile(written), meant) for written, meant in (
    (r"\b(?:can'?t|cannot)\b", 'can not'),
    (r"\bwon'?t\b", 'will not'),
    (r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should|need|must)n'?t\b", r'\1 not'),
    (r'\be[- ]?mail', 'email'),
    ("'", ''),
)]
TOKEN = re.compile(r'(?P<word>[0-9a-z]+)|(?P<stop>[.!?\n]+)|(?P<pause>[,;:()]|\s-+\s)')


def fold(text):
    """The text in small letters without accents, contractions written out."""
    text = unicodedata.normalize('NFKD', APOSTROPHES.sub("'", text))
    text = ''.join(c for c in text if not unicodedata.combining(c)).casefold()
    for written, meant in SPELLINGS:
        text = written.sub(meant, text)
    return text


class Text:
    """The words of a comment, each with where it stands.

    sentence    its number
    clause      its number; a negator does not reach beyond
    place       (sentence, side, clause) that tone is added up by: here a clause ends at a comma or
                a "maar", a side at a "maar"
    turns       the words that begin a side
    """

    def __init__(self, comment):
        self.words, self.sentence, self.clause = [], [], []
        self.questions, self.turns = set(), set()
        sentence = clause = 0
        for token in TOKEN.finditer(fold(comment)):
            if token.lastgroup == 'word':
                self.words.append(token.group())
                self.sentence.append(sentence)
                self.clause.append(clause)
                continue
            clause += 1
            if token.lastgroup == 'stop':
                if '?' in token.group():
                    self.questions.add(sentence)
                sentence += 1

    def divide(self, contrasts):
        """Note the clauses and sides that begin with the contrasts, {word: scope}."""
        self.turns = {word for word, scope in contrasts.items() if scope != ONLY_A_CLAUSE}
        self.place = []
        begun = side = 0
        for word, clause in enumerate(self.clause):
            begun += word in contrasts
            side += word in self.turns
            self.place.append((self.sentence[word], side, clause + side))
            self.clause[word] = clause + begun

    def opens_clause(self, word):
        """Is it the first of its clause, but for a "maar"?"""
        return word == 0 or self.clause[word - 1] != self.clause[word] or word - 1 in self.turns


# --- Patterns ---------------------------------------------------------------

# Of a mask or keyword: its rules; of a keyword: polarity, 1, 0 or -1; of a
# negator: scope; of a tone word: tone.  phrases: what stands between the "...";
# letters: how many.
Pattern = namedtuple('Pattern', 'kind phrases length letters rules polarity scope tone')

# A pattern in a text: the numbers of the words it lies on.
Hit = namedtuple('Hit', 'pattern words')

# A word of a pattern: "*letters*", either star may lack.
Atom = namedtuple('Atom', 'open_start letters open_end')


def make_pattern(kind, source, rules='', polarity=0, scope=0, tone=0):
    phrases = [[Atom(word.startswith('*'), word.strip('*'), word.endswith('*'))
                for word in re.findall(r'\*?[0-9a-z]+\*?', fold(phrase))]
               for phrase in source.split('...')]
    atoms = [atom for phrase in phrases for atom in phrase]
    return Pattern(kind, phrases, len(atoms), sum(len(atom.letters) for atom in atoms),
                   rules, polarity, scope, tone)


def fits(atom, word):
    if atom.open_start:
        return atom.letters in word if atom.open_end else word.endswith(atom.letters)
    return word.startswith(atom.letters) if atom.open_end else word == atom.letters


def stands(phrase, text, start, sentence):
    """Does the phrase begin at word `start`, all of it in that sentence?"""
    end = start + len(phrase)
    return (end <= len(text.words) and
            text.sentence[start] == text.sentence[end - 1] == sentence and
            all(fits(atom, text.words[start + i]) for i, atom in enumerate(phrase)))


def lay(pattern, text, at):
    """The numbers of the words the pattern lies on if it begins there, or none."""
    words, starts = (), [at]
    for phrase in pattern.phrases:
        start = next((s for s in starts if s < len(text.words) and
                      stands(phrase, text, s, text.sentence[at])), None)
        if start is None:
            return ()
        words += tuple(range(start, start + len(phrase)))
        starts = range(words[-1] + 1, words[-1] + 1 + GAP)
    return words


class PatternSet:
    """Patterns by their first word."""

    def __init__(self, patterns):
        self.whole, self.stems, self.open = defaultdict(list), defaultdict(list), []
        for pattern in patterns:
            first = pattern.phrases[0][0]
            if first.open_start:
                self.open.append(pattern)
            else:
                (self.stems if first.open_end else self.whole)[first.letters].append(pattern)

    def beginning(self, word):
        yield from self.whole.get(word, ())
        for n in range(1, len(word) + 1):
            yield from self.stems.get(word[:n], ())
        for pattern in self.open:
            if fits(pattern.phrases[0][0], word):
                yield pattern

    def find(self, text):
        """The hits in the text, by kind of pattern."""
        found = defaultdict(list)
        for at, word in enumerate(text.words):
            for pattern in self.beginning(word):
                words = lay(pattern, text, at)
                if words:
                    found[pattern.kind].append(Hit(pattern, words))
        return found


# --- The code frame ---------------------------------------------------------

def read_lists(path):
    """Of each list in an SQL file: its table, its settings, and its patterns."""
    for statement in path.read_text(encoding='utf-8').split('INSERT INTO ')[1:]:
        table = statement.split(None, 1)[0]
        for head, body in re.findall(r"\n\t\(([^$]+), \$\$(.*?)\$\$\)", statement, re.S):
            settings = [re.sub(r"::.*|[()']", '', setting) for setting in head.split(', ')]
            yield table, settings, re.split(r',\s*', body.strip())


class Frame:
    """Keywords, negators, masks and tone words written by hand, of both languages at once."""

    def __init__(self):
        self.joiners, self.tone_words = set(), set()
        patterns = list(self.read_keywords()) + list(self.read_grammar())
        self.patterns = PatternSet(patterns)

    @staticmethod
    def read_keywords():
        polarities = {'positive': 1, 'negative': -1, 'neutral': 0}
        for _, (rule, _, polarity), sources in read_lists(PARTS / '51_code_frame.sql'):
            if rule in RULES:
                for source in sources:
                    yield make_pattern('keyword', source, rule, polarities[polarity])

    def read_grammar(self):
        for table, settings, sources in read_lists(PARTS / '52_grammar.sql'):
            if table == 'golden_rule_mask':
                rules = RULES if settings[1] == 'NULL' else re.findall(r'\d+', settings[1])
                yield from (make_pattern('mask', source, rules) for source in sources)
            elif table == 'golden_rule_tone':
                self.tone_words.update(fold(source) for source in sources)
                yield from (make_pattern('tone', source, tone=float(settings[1])) for source in sources)
            elif settings[1] == 'joiner':
                self.joiners.update(sources)
            else:
                for source in sources:
                    yield make_pattern(settings[1], source, scope=int(settings[2]))


def words_of(hits):
    return {word for hit in hits for word in hit.words}


def outside(hits, words):
    return [hit for hit in hits if words.isdisjoint(hit.words)]


def find_negators(found):
    """The negators that are no part of an exception ("not only")."""
    return outside(found['before'] + found['after'], words_of(found['exception']))


def find_contrasts(found, negators):
    """{word: scope} of contrasts; those that turn are no part of an exception or a negator."""
    taken = words_of(found['exception']) | words_of(negators)
    return {hit.words[0]: hit.pattern.scope for hit in found['contrast']
            if hit.pattern.scope == ONLY_A_CLAUSE or taken.isdisjoint(hit.words)}


def find_questions(text, found):
    """The sentences that ask, but for complaints: an exception ("why") that excepts nothing."""
    turning = [hit for hit in found['contrast'] if hit.pattern.scope != ONLY_A_CLAUSE]
    excepting = words_of(found['before'] + found['after'] + found['wish'] + turning)
    return text.questions - {text.sentence[hit.words[0]]
                             for hit in outside(found['exception'], excepting)}


def find_wished(text, found):
    """The words that are only wished or asked for."""
    wished = set()
    whole = find_questions(text, found)
    for hit in outside(found['wish'], words_of(found['exception'])):
        first, last, scope = hit.words[0], hit.words[-1], hit.pattern.scope
        if not scope:
            whole.add(text.sentence[first])
        wished.update(word for word, place in enumerate(text.place)
                      if text.clause[word] == text.clause[first] and word <= last or
                      first <= word <= last + scope and place[:2] == text.place[last][:2])
    return wished.union(word for word, sentence in enumerate(text.sentence) if sentence in whole)


def reaches(negator, words, polarity, text, joiners):
    """Does the negator turn what stands on those words?"""
    first, last = words[0], words[-1]
    begin, end = negator.words[0], negator.words[-1]
    if first < begin < last:
        return True                                     # it stands in a gap
    if negator.pattern.kind == 'before':
        return (0 <= first - end - 1 <= negator.pattern.scope and
                text.clause[end] == text.clause[first])
    return ((polarity >= 0 or not negator.pattern.scope and text.opens_clause(first)) and
            0 <= begin - last - 1 <= negator.pattern.scope and
            text.clause[last] == text.clause[begin] and
            joiners.isdisjoint(text.words[last + 1:begin]))


def is_turned(words, polarity, negators, text, joiners):
    return any(reaches(negator, words, polarity, text, joiners)
               for negator in negators if not set(words).intersection(negator.words))


def is_masked(hit, masks):
    """Does it lie in a mask of its rule that is at least as long?"""
    return any(mask.words[0] <= hit.words[0] and hit.words[-1] <= mask.words[-1] and
               hit.pattern.rules in mask.pattern.rules and
               (mask.pattern.length, mask.pattern.letters) >= (hit.pattern.length, hit.pattern.letters)
               for mask in masks)


def rank(hit):
    """Of a rule's keywords that overlap the least by this stays."""
    return (-hit.pattern.length, -hit.pattern.letters, hit.pattern.polarity == 0,
            hit.words[-1] - hit.words[0], hit.words[0])


def keep_longest(hits):
    """Of one rule's keywords: those that share no word with a longer one, nor lie in its gaps."""
    kept = []
    for hit in sorted(hits, key=rank):
        if not any(set(other.words).intersection(hit.words) or
                   (other.words[0] <= hit.words[0] and hit.words[-1] <= other.words[-1] and
                    len(other.words) > len(hit.words)) for other in kept):
            kept.append(hit)
    return kept


def find_keywords(found):
    by_rule = defaultdict(list)
    for hit in found['keyword']:
        if not is_masked(hit, found['mask']):
            by_rule[hit.pattern.rules].append(hit)
    return [hit for hits in by_rule.values() for hit in keep_longest(hits)]


def polarity_of(hit, negators, negating, text, joiners):
    """The polarity of a keyword, turned where it is negated by a word not its own."""
    polarity = hit.pattern.polarity
    if negating.isdisjoint(hit.words) and is_turned(hit.words, polarity, negators, text, joiners):
        return -polarity
    return polarity


def spells_out(hit):
    """Negators that such a keyword has among its words turn nothing else."""
    return hit.pattern.length > 1 and hit.pattern.polarity != 0


# --- Comments ---------------------------------------------------------------

def parts_of(words, at):
    """The word there, its beginnings, and it with the next word."""
    word = words[at]
    yield word
    for n in range(STEM, len(word) + 1):
        yield word[:n] + '*'
    if at + 1 < len(words):
        yield word + ' ' + words[at + 1]


class Comment:
    """A labelled comment and what learning needs of it.

    places      place -> {feature that stands there first in its sentence: 1, or NEGATED}
    counts      number of the sentence -> {feature: how often it is there}
    wished      place -> features there that are only wished or asked for
    keywords    (rule, place, polarity) of each; polarity None: wished or asked for
    tone        place -> that of the tone words written by hand
    """

    def __init__(self, language, comment, labels, frame):
        self.language, self.labels = language, labels
        text = Text(comment)
        found = frame.patterns.find(text)
        negators = find_negators(found)
        negating = words_of(negators)
        text.divide(find_contrasts(found, negators))
        wished = find_wished(text, found)

        keywords = find_keywords(found)
        self.keywords = self.weigh_keywords(text, keywords, negators, negating, wished, frame.joiners)
        self.rules = {rule for rule, _, _ in self.keywords}
        self.places, self.counts, self.wished = self.find_features(text, negators, negating, wished,
                                                                   frame.joiners)
        self.features = {feature for place in self.places.values() for feature in place}
        self.tone = self.weigh_tone(text, found['tone'], negators, negating, frame.joiners)

    @staticmethod
    def find_features(text, negators, negating, wished, joiners):
        places, counts, quiet = defaultdict(dict), defaultdict(Counter), defaultdict(set)
        by_sentence = defaultdict(list)
        for number, sentence in enumerate(text.sentence):
            by_sentence[sentence].append(number)
        for sentence, numbers in by_sentence.items():
            words = [text.words[number] for number in numbers]
            for at, number in enumerate(numbers):
                place = text.place[number]
                for part in parts_of(words, at):
                    counts[sentence][part] += 1
                    if counts[sentence][part] > 1:
                        continue
                    own = (number, number + 1) if ' ' in part else (number,)
                    turned = negating.isdisjoint(own) and is_turned(own, 1, negators, text, joiners)
                    places[place][part] = NEGATED if turned else 1
                    if number in wished:
                        quiet[place].add(part)
        return dict(places), dict(counts), dict(quiet)

    @staticmethod
    def weigh_keywords(text, keywords, negators, negating, wished, joiners):
        spelt_out = {word for hit in keywords if spells_out(hit) for word in hit.words}
        negators = [negator for negator in negators if not spelt_out.issuperset(negator.words)]
        return [(hit.pattern.rules, text.place[hit.words[0]],
                 None if hit.words[0] in wished else
                 polarity_of(hit, negators, negating, text, joiners)) for hit in keywords]

    @staticmethod
    def weigh_tone(text, hits, negators, negating, joiners):
        tone, counted = Counter(), set()
        for hit in hits:
            place = text.place[hit.words[0]]
            if (place[0], id(hit.pattern)) not in counted:
                counted.add((place[0], id(hit.pattern)))
                turned = (negating.isdisjoint(hit.words) and
                          is_turned(hit.words, 1, negators, text, joiners))
                tone[place] += hit.pattern.tone * (NEGATED if turned else 1)
        return tone

    def speaking(self, rule, cues):
        """The numbers of the sentences that speak of the rule."""
        named = {place[0] for of, place, _ in self.keywords if of == rule}
        return [number for number, counts in self.counts.items() if number in named or
                round(sum(cues.get(feature, 0) * n for feature, n in counts.items()), 6) >= 1]

    def saying(self, rule, cues):
        """What says which way the rule goes: lists of places, each with {place: polarities there}.

        If no keyword of the rule has a polarity, a sentence is one; else each of its sides with a
        keyword is.  What is only wished or asked for says nothing.
        """
        for number in self.speaking(rule, cues):
            places = [place for place in self.places if place[0] == number]
            named = [(place, polarity) for of, place, polarity in self.keywords
                     if of == rule and place[0] == number]
            polarities = defaultdict(list)
            for place, polarity in named:
                if polarity is not None:
                    polarities[place].append(polarity)
            if any(map(any, polarities.values())):
                for side in sorted({place[1] for place in polarities}):
                    yield [place for place in places if place[1] == side], polarities
            elif polarities or not named and self.hints(places, cues):
                yield places, {}

    def hints(self, places, cues):
        """Is there a cue that is not only wished or asked for?"""
        return any(cues.get(feature, 0) > 0 for place in places
                   for feature in self.places[place].keys() - self.wished.get(place, ()))


def parse_labels(labels):
    return {} if labels == 'none' else {label[0]: label[1] for label in labels.split(',')}


def read_tsv(path, frame):
    with open(path, encoding='utf-8', newline='\n') as lines:
        rows = [line.rstrip('\n').split('\t') for line in lines]
    return [Comment(language, text, parse_labels(labels), frame) for language, _, labels, text in rows]


def read_csv(path, frame):
    """Columns id, language, score, comment and labels, these as {"rule": "polarity"}."""
    with open(path, encoding='utf-8', newline='') as lines:
        return [Comment(row['language'], row['comment'],
                        {str(rule): SIGNS[polarity]
                         for rule, polarity in json.loads(row['labels'] or '{}').items()}, frame)
                for row in csv.DictReader(lines)]


# --- Features ---------------------------------------------------------------

def find_runs(words, counts):
    """Sets of features that say the same: stems, each within the one before, and the word."""
    runs = defaultdict(set)
    for word in words:
        head = word[:STEM] + '*'
        for n in range(STEM, len(word) + 1):
            stem = word[:n] + '*'
            if counts[stem] < SAME * counts[head]:
                head = stem
            runs[head].add(stem)
        runs[head if counts[word] >= SAME * counts[head] else word].add(word)
    return runs.values()


def pick_readable(run):
    """The word without its ending if the run has that, else the word, else the longest stem."""
    longest = max(run, key=lambda feature: (len(feature.strip('*')), '*' not in feature, feature))
    word = longest.strip('*')
    for ending in ENDINGS:
        stem = word.removesuffix(ending) + '*'
        if word.endswith(ending) and stem in run:
            return stem
    return longest


def is_phrase_of_interest(phrase, counts, comments):
    """Does the pair of words say more than its words?  Not if both are frequent."""
    words = phrase.split()
    rarer = min(counts[word] for word in words)
    return (counts[phrase] < SAME * rarer and rarer <= MAX_SHARE * comments and
            all(len(word) > 1 and not word.isdigit() for word in words))


def choose_features(comments):
    """{feature: in how many comments} of those that one may learn from."""
    counts = Counter(feature for comment in comments for feature in comment.features)
    counts = Counter({feature: n for feature, n in counts.items() if n >= MIN_COMMENTS})
    words = sorted(feature for feature in counts
                   if not ('*' in feature or ' ' in feature or feature.isdigit()))
    chosen = {pick_readable(run)
              for run in find_runs([word for word in words if len(word) >= STEM], counts)}
    chosen.update(word for word in words if 1 < len(word) < STEM)
    chosen.update(feature for feature in counts
                  if ' ' in feature and is_phrase_of_interest(feature, counts, len(comments)))
    return {feature: counts[feature] for feature in chosen}


# --- Learning ---------------------------------------------------------------

def fit(names, features, wanted, strength, penalty, **options):
    """The coefficients, and the intercept, of a logistic regression."""
    scale = np.array([1 / PHRASE if penalty == 'l1' and ' ' in name else 1 for name in names])
    model = LogisticRegression(C=strength, penalty=penalty, solver='liblinear', random_state=0,
                               **options).fit((features @ sparse.diags(scale)).tocsr(), wanted)
    return model.coef_[0] * scale, np.atleast_1d(model.intercept_)[0]


def make_matrix(comments, features):
    """The names of the features that may be cues, and in which comments they are."""
    often = MAX_SHARE * len(comments)
    usable = {name for name, count in features.items()
              if ' ' in name or len(name.strip('*')) > SHORT or count <= often}
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(dict.fromkeys(comment.features & usable, 1)
                                      for comment in comments)
    return vectorizer.get_feature_names_out(), matrix.tocsc()


def drop_nested(weights, counts):
    """Without the lighter of two features of which one is most of the other."""
    kept = dict(weights)
    for feature in sorted((name for name in weights if ' ' not in name),
                          key=lambda name: (len(name), name)):
        for n in range(STEM, len(feature.strip('*')) + 1):
            wider = feature[:n] + '*'
            if (wider != feature and feature in kept and wider in kept and
                    counts[feature] >= NESTED * counts[wider]):
                del kept[min(feature, wider, key=lambda name: abs(weights[name]))]
    return kept


def learn_rule(rule, comments, names, matrix, counts):
    """The cues of a rule: {feature: weight}."""
    wanted = [rule in comment.labels for comment in comments]
    known = sparse.csc_matrix([[KEYWORD_SCALE * (rule in comment.rules)] for comment in comments])
    place = {name: at for at, name in enumerate(names)}

    def fit_to(chosen, strength, penalty):
        """{feature: coefficient}, and the intercept"""
        features = sparse.hstack([matrix[:, [place[name] for name in chosen]], known])
        coefficients, intercept = fit([*chosen, ''], features, wanted, strength, penalty,
                                      intercept_scaling=10)
        return dict(zip(chosen, coefficients)), intercept

    def weigh(chosen):
        coefficients, intercept = fit_to(chosen, WEIGH_C, 'l2')
        to_reach = np.log(THRESHOLD / (1 - THRESHOLD)) - intercept
        return {name: coefficient / to_reach for name, coefficient in coefficients.items()}

    chosen, _ = fit_to(list(names), CHOOSE_C, 'l1')
    weights = weigh([name for name, coefficient in chosen.items() if coefficient])
    weights = drop_nested({name: weight for name, weight in weights.items()
                           if abs(weight) >= MIN_WEIGHT}, counts)
    weights = {name: round(float(weight), 2) for name, weight in weigh(list(weights)).items()}
    return {name: weight for name, weight in weights.items() if weight}


def learn_cues(comments, features):
    """{rule: {feature: weight}}"""
    names, matrix = make_matrix(comments, features)
    return {rule: learn_rule(rule, comments, names, matrix, features) for rule in RULES}


def tone_row(comment, rule, cues, features):
    """What may tell whether the comment says that the rule was kept or broken."""
    row, keywords = Counter(), 0
    for places, polarities in list(comment.saying(rule, cues)) or [(comment.places, {})]:
        for place in places:
            keywords += sum(polarities.get(place, ()))
            row['known:'] += comment.tone[place]
            for feature, factor in comment.places[place].items():
                if feature in features:
                    row['tone:' + feature] += factor
                if cues.get(feature, 0) > 0:
                    row[f'cue{rule}:' + feature] += CUE_SCALE
    row['known:'] += KEYWORD * max(-MAX_KEYWORDS, min(MAX_KEYWORDS, keywords))
    return row


def drop_rare(rows):
    counts = Counter(key for row in rows for key in row)
    return [{key: value for key, value in row.items()
             if not key.startswith('tone:') or counts[key] >= MIN_MENTIONS} for row in rows]


def learn_tone(comments, cues, features):
    """{feature: tone} of words, and {rule: {feature: tone}} of cues."""
    mentions = [(comment, rule) for comment in comments
                for rule, sign in comment.labels.items() if sign in '+-']
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(drop_rare([tone_row(comment, rule, cues[rule], features)
                                                 for comment, rule in mentions]))
    names = vectorizer.get_feature_names_out()
    kept = [comment.labels[rule] == '+' for comment, rule in mentions]

    def learn(usable):
        """{kind:feature: coefficient}"""
        columns = [at for at, name in enumerate(names) if usable(name.removeprefix('tone:'))]
        coefficients, _ = fit(names[columns], matrix[:, columns], kept, TONE_C, 'l1', fit_intercept=False)
        return {name: coefficient for name, coefficient in zip(names[columns], coefficients) if coefficient}

    words = {name.removeprefix('tone:'): tone for name, tone in learn(lambda name: True).items()
             if name.startswith('tone:')}
    nested = words.keys() - drop_nested(words, features).keys()
    learned = learn(lambda name: name not in nested)
    unit = learned.pop('known:')
    tone, cue_tone = {}, {rule: {} for rule in RULES}
    for key, coefficient in learned.items():
        kind, _, feature = key.partition(':')
        value = coefficient / unit * (1 if kind == 'tone' else CUE_SCALE)
        if abs(value) >= MIN_TONE:
            (tone if kind == 'tone' else cue_tone[kind[-1]])[feature] = round(float(value), 2)
    return tone, cue_tone


# --- Writing ----------------------------------------------------------------

def find_languages(comments):
    """feature -> the language of most comments with it; Dutch if equal."""
    counts = defaultdict(Counter)
    for comment in comments:
        for feature in comment.features:
            counts[feature][comment.language] += 1
    return {feature: 'nl' if count['nl'] >= count['en'] else 'en' for feature, count in counts.items()}


def number(value):
    """.5, not 0.50"""
    return re.sub(r'^(-?)0\.', r'\1.', f'{value:.2f}'.rstrip('0').rstrip('.'))


def wrap(items, width=108):
    lines = ['']
    for i, item in enumerate(items):
        item += ',' if i < len(items) - 1 else ''
        if lines[-1] and len(lines[-1]) + 1 + len(item) > width:
            lines.append(item)
        else:
            lines[-1] = (lines[-1] + ' ' + item).lstrip()
    return '\n'.join('\t\t' + line for line in lines)


def in_order(weights, language, languages):
    """The features of the language and their weights, the heaviest first."""
    return [(feature, weight) for feature, weight in
            sorted(weights.items(), key=lambda item: (-item[1], item[0]))
            if languages[feature] == language]


def format_list(head, items):
    return f'\t({head}, $$\n{wrap(items)}\n\t$$)'


def format_cues(cues, cue_tone, languages):
    lists = []
    for rule in RULES:
        for language in ('nl', 'en'):
            items = [f'{feature} {number(weight)}' +
                     (f'/{number(cue_tone[rule][feature])}' if feature in cue_tone[rule] else '')
                     for feature, weight in in_order(cues[rule], language, languages)]
            if items:
                lists.append(format_list(f"{rule}::smallint, '{language}'", items))
    return CUES_HEAD + ',\n'.join(lists) + CUES_TAIL


def format_tone(tone, languages):
    lists = []
    for language in ('nl', 'en'):
        items = [f'{feature} {number(value)}' for feature, value in in_order(tone, language, languages)]
        if items:
            lists.append(format_list(f"'{language}'", items))
    return TONE_HEAD + ',\n'.join(lists) + TONE_TAIL


# --- Checking ---------------------------------------------------------------

def sign_of(value):
    return '+' if value > NEUTRAL else '-' if value < -NEUTRAL else '='


def tell_sign(comment, rule, cues, tone, cue_tone):
    """The polarity of a rule, without the help of the score.  Keywords come before tone."""
    signs, total = set(), 0
    for places, polarities in comment.saying(rule, cues):
        tones = {place: comment.tone[place] + KEYWORD * sum(polarities.get(place, ())) +
                 sum(factor * tone.get(feature, 0) +
                     cue_tone.get(feature, 0) * (feature not in comment.wished.get(place, ()))
                     for feature, factor in comment.places[place].items()) for place in places}
        said = {place: sign for place in places for sign in polarities.get(place, ()) if sign}
        ways = {'+' if sign > 0 else '-' for place in said for sign in polarities[place] if sign}
        value = sum(tones.values())
        if len(ways) == 1 and sign_of(value) not in ways:
            value = sum(tones[place] for place in said)
        signs.update(ways if len(ways) == 2 else {sign_of(value)} - {'='} if ways else ())
        total += value if sign_of(value) != '=' else 0
    return '~' if len(signs) == 2 else signs.pop() if signs else sign_of(total)


def tag(comment, cues, tone, cue_tone):
    """{rule: sign} as the extension would have it."""
    tags = {}
    for rule in RULES:
        if comment.speaking(rule, cues[rule]):
            tags[rule] = tell_sign(comment, rule, cues[rule], tone, cue_tone[rule])
    return tags


def report(comments, cues, tone, cue_tone):
    found = right = wanted = signed = 0
    for comment in comments:
        tags = tag(comment, cues, tone, cue_tone)
        both = tags.keys() & comment.labels.keys()
        found, wanted, right = found + len(tags), wanted + len(comment.labels), right + len(both)
        signed += sum(tags[rule] == comment.labels[rule] for rule in both)
    print(f'rules found: precision {right / found:.3f}, recall {right / wanted:.3f}, '
          f'F1 {2 * right / (found + wanted):.3f}')
    print(f'polarity right of the rules rightly found: {signed / right:.3f}')
    print(f'rule and polarity right: F1 {2 * signed / (found + wanted):.3f}')


# ----------------------------------------------------------------------------

def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('--out', type=Path, default=PARTS, metavar='DIRECTORY',
                        help='where to write the two files (sql/parts)')
    parser.add_argument('--extra', type=Path, action='append', default=[], metavar='FILE.csv',
                        help='learn from these labelled comments too, each counted twice')
    parser.add_argument('--check', action='store_true',
                        help='write nothing; print how well check.tsv is tagged')
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    frame = Frame()
    comments = read_tsv(HERE / 'comments.tsv', frame)
    for path in arguments.extra:
        comments += 2 * read_csv(path, frame)
    print(f'{len(comments)} comments', file=sys.stderr)

    features = choose_features(comments)
    cues = learn_cues(comments, features)
    tone, cue_tone = learn_tone(comments, cues, {feature: n for feature, n in features.items()
                                                 if feature not in frame.tone_words})
    print(f'{sum(map(len, cues.values()))} cues, {sum(map(len, cue_tone.values()))} of them with '
          f'a tone; {len(tone)} tone words', file=sys.stderr)

    if arguments.check:
        report(read_tsv(HERE / 'check.tsv', frame), cues, tone, cue_tone)
        return
    languages = find_languages(comments)
    for name, content in (('53_cues.sql', format_cues(cues, cue_tone, languages)),
                          ('54_tone.sql', format_tone(tone, languages))):
        (arguments.out / name).write_text(content, encoding='utf-8')


if __name__ == '__main__':
    main()
