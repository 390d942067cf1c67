#!/usr/bin/env python3
"""Write src/tag/fold_table.h: how fold.c reads every code point above ASCII.

    python3 scripts/gen_fold_table.py > src/tag/fold_table.h

Needs nothing but the standard library.  The output depends only on this file
and on the Unicode version of unicodedata, which the header names.  The checks
at the end run on every generation: a table that breaks the promises of fold.h
is not written.
"""
import re
import sys
import unicodedata

NAMES = ('SEPARATOR', 'BREAK', 'QUESTION', 'DROP', 'MARK', 'CLAUSE', 'HYPHEN',
         'EMOJI', 'KEEP', 'FIRST_TEXT')
VALUES = {name: value for value, name in enumerate(NAMES)}
(SEPARATOR, BREAK, QUESTION, DROP, MARK, CLAUSE, HYPHEN, EMOJI, KEEP,
 FIRST_TEXT) = VALUES.values()
BLOCK = 64
EXPANSION = 12

# What stands for the values that give no text, in the folded text of a
# character.  A hyphen within the text of a compatibility form is a separator.
SIGNS = {' ': SEPARATOR, '.': BREAK, '?': QUESTION, ',': CLAUSE, '-': HYPHEN}

# Letters that NFKD does not take apart, but that people type without.
# (Sharp s, long s and the ij ligatures need no entry: case folding and NFKD
# give ss, s and ij.)
TYPED_AS = {
    '\u00f8': 'o',      # o with stroke
    '\u00e6': 'ae',
    '\u0153': 'oe',
    '\u0111': 'd',      # d with stroke
    '\u0142': 'l',      # l with stroke
    '\u0127': 'h',      # h with stroke
    '\u0131': 'i',      # dotless i
    '\u00fe': 'th',     # thorn
    '\u00f0': 'd',      # eth
}

# Dropped without separating words, as ' and ` are in ASCII.
APOSTROPHES = "'`\u00b4\u02bc\u2018\u2019\u201b"

# Sentence breaks; the ellipsis, the fullwidth forms and the like come to
# these by NFKD.  The Greek question mark is no break: Unicode makes it equal
# to the semicolon.
BREAKS = '.!?\n\r\u0085\u061f\u06d4\u0964\u203d\u2028\u2029\u3002'
QUESTIONS = '?\u061f\u203d'

# Between clauses.  The dashes from the figure dash to the horizontal bar
# always are; a hyphen (or minus) only with white space on both sides, which
# fold.c looks at.
CLAUSES = ',;:()\u060c\u061b\u3001\u2012\u2013\u2014\u2015'
HYPHENS = '-\u2010\u2212'

# Words of their own: emoji and the pictographs beside them, assigned or kept
# for those to come.  unicodedata knows nothing of Extended_Pictographic: these
# are the blocks it lies in, without arrows, bullets, quotation marks and the
# other ornaments that are only punctuation.  What has a compatibility form
# keeps to that (a circled letter is the letter).
EMOJI_RANGES = [
    (0x231A, 0x231B), (0x23E9, 0x23F3), (0x23F8, 0x23FA), (0x2600, 0x275A),
    (0x2761, 0x2767), (0x2795, 0x2797), (0x27B0, 0x27B0), (0x27BF, 0x27BF),
    (0x2B50, 0x2B50), (0x2B55, 0x2B55), (0x1F000, 0x1F0FF),
    (0x1F170, 0x1F171), (0x1F17E, 0x1F17F), (0x1F18E, 0x1F18E),
    (0x1F191, 0x1F19A), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF),
    (0x1F7E0, 0x1F7F0), (0x1F90C, 0x1F9FF), (0x1FA00, 0x1FAFF)]
SKIN_TONES = range(0x1F3FB, 0x1F400)

# upper(x) and lower(x) fold alike for every code point but these Greek
# letters with iota subscript: as a mark the iota is dropped, but upper() of
# Python makes a letter of it.
CASE_EXCEPTIONS = set(
    list(range(0x1F80, 0x1FB0)) +
    [0x0345, 0x1FB2, 0x1FB3, 0x1FB4, 0x1FB7, 0x1FBC, 0x1FC2, 0x1FC3, 0x1FC4,
     0x1FC7, 0x1FCC, 0x1FF2, 0x1FF3, 0x1FF4, 0x1FF7, 0x1FFC])

# Tags and variation selectors, far behind everything else: fold.c takes the
# whole range for marks without asking the table, which keeps the index short.
IGNORABLE = range(0xE0000, 0xE1000)


def unmarked(text):
    return ''.join(d for d in unicodedata.normalize('NFKD', text)
                   if unicodedata.category(d)[0] != 'M')


def is_emoji(c):
    return (any(first <= ord(c) <= last for first, last in EMOJI_RANGES) and
            ord(c) not in SKIN_TONES and
            unicodedata.category(c) in ('So', 'Cn') and
            unicodedata.normalize('NFKD', c) == c)


def is_mark(c):
    """Dropped, but part of how the character before it looks."""
    return (unicodedata.category(c)[0] == 'M' or ord(c) in IGNORABLE or
            ord(c) in SKIN_TONES)


def part(c):
    """What one decomposed, case-folded character becomes."""
    category = unicodedata.category(c)
    if c in APOSTROPHES or category[0] == 'M':
        return ''
    if c in QUESTIONS:
        return '?'
    if c in BREAKS:
        return '.'
    if c in CLAUSES:
        return ','
    if c in HYPHENS:
        return '-'
    if category == 'Cf' and c != '\u200b':
        return ''           # soft hyphen, joiners, byte order mark, bidi marks
    return c if category[0] in 'LN' else ' '


def fold_char(c):
    """Folded text of one code point; for what is no word in it see SIGNS."""
    if ord(c) in IGNORABLE or ord(c) in SKIN_TONES:
        return ''
    if is_emoji(c):
        return ' ' + c + ' '
    if unicodedata.normalize('NFC', c) in APOSTROPHES:
        return ''           # before NFKD, which makes a space of U+00B4
    text = c
    while True:
        before = text
        text = unmarked(unmarked(text).casefold())
        text = ''.join(TYPED_AS.get(d, d) for d in text)
        text = unicodedata.normalize('NFC', text)   # Hangul stays composed
        if text == before:
            break
    text = ''.join(part(d) for d in text)
    if text == '-':
        return text
    text = text.replace('-', ' ')
    if text.strip(' .?,') == '':
        return next((sign for sign in '?.,' if sign in text), text[:1])
    return text


def scalars(first):
    return (c for c in range(first, 0x110000) if not 0xD800 <= c < 0xE000)


def check(folded):
    def f(s):
        text = ''.join(folded[c] if c in folded else fold_char(c) for c in s)
        return re.sub(' +', ' ', text)
    for cp in scalars(0):
        c = chr(cp)
        assert not is_mark(c) or f(c) == '', 'mark: U+%04X' % cp
        assert len(f(c).encode()) <= EXPANSION * len(c.encode()), 'long: U+%04X' % cp
        assert f(f(c)) == f(c), 'not idempotent: U+%04X' % cp
        assert f(unicodedata.normalize('NFC', c)) == f(c), 'NFC: U+%04X' % cp
        if not 0xAC00 <= cp <= 0xD7A3:
            assert f(unicodedata.normalize('NFD', c)) == f(c), 'NFD: U+%04X' % cp
        same = f(c.upper()) == f(c.lower())
        assert same != (cp in CASE_EXCEPTIONS), 'case: U+%04X' % cp


def rows(values, per_line):
    for i in range(0, len(values), per_line):
        yield '\t' + ', '.join(map(str, values[i:i + per_line]))


def array(out, ctype, name, values, per_line):
    out.append('static const %s %s[%d] = {' % (ctype, name, len(values)))
    out.append(',\n'.join(rows(values, per_line)))
    out.append('};\n')


def main():
    folded = {chr(cp): fold_char(chr(cp)) for cp in scalars(0x80)}
    check(folded)

    pool, offsets = [], {}
    values = [SEPARATOR] * 0x110000     # surrogates stay so
    for c, text in folded.items():
        if text == '':
            v = MARK if is_mark(c) else DROP
        elif text in SIGNS:
            v = SIGNS[text]
        elif is_emoji(c):
            v = EMOJI
        elif text == c:
            v = KEEP
        else:
            data = text.encode()
            if data not in offsets:
                offsets[data] = len(pool)
                pool += [len(data)] + list(data)
            v = FIRST_TEXT + offsets[data]
        values[ord(c)] = v
    assert FIRST_TEXT + len(pool) < 0x10000 and max(pool) < 256

    blocks, index = {}, []
    for i in range(0, 0x110000, BLOCK):
        index.append(blocks.setdefault(tuple(values[i:i + BLOCK]), len(blocks)))
    for i in range(IGNORABLE.start, IGNORABLE.stop, BLOCK):
        index[i // BLOCK] = blocks[(SEPARATOR,) * BLOCK]
    while index[-1] == blocks[(SEPARATOR,) * BLOCK]:
        index.pop()         # what is left is all one block: FOLD_INDEX_END

    out = ['''/*-------------------------------------------------------------------------
 *
 * fold_table.h
 *		How fold.c reads every code point above ASCII.
 *
 * GENERATED by scripts/gen_fold_table.py from Unicode %s: do not edit.
 *
 * A code point c has the value
 * fold_block[fold_index[c / FOLD_BLOCK] * FOLD_BLOCK + c %% FOLD_BLOCK];
 * code points from FOLD_INDEX_END on are separators, but those from
 * FOLD_IGNORABLE up to FOLD_IGNORABLE_END are marks.
 *
 * A value below FOLD_FIRST_TEXT is what the character is: it separates words,
 * breaks a sentence (as a question), is dropped without separating (a mark
 * belongs to the look of the character before it), separates clauses (a hyphen
 * only with white space around it), is a word of its own (emoji), or is kept.
 * Other values are FOLD_FIRST_TEXT + the offset in fold_pool of a length byte
 * and so many bytes of folded UTF-8, at most FOLD_EXPANSION for each byte of
 * the character, in which ' ' separates words, ',' clauses, and '.' or '?'
 * sentences.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_FOLD_TABLE_H
#define NPS_FOLD_TABLE_H

#include <stdint.h>

#define FOLD_UNICODE_VERSION "%s"

%s
#define FOLD_EXPANSION	%d

#define FOLD_BLOCK	%d
#define FOLD_INDEX_END	0x%X
#define FOLD_IGNORABLE	0x%X
#define FOLD_IGNORABLE_END	0x%X
''' % (unicodedata.unidata_version, unicodedata.unidata_version,
       '\n'.join('#define FOLD_%s\t%d' % pair for pair in VALUES.items()),
       EXPANSION, BLOCK, len(index) * BLOCK,
       IGNORABLE.start, IGNORABLE.stop)]
    array(out, 'uint16_t', 'fold_index', index, 20)
    array(out, 'uint16_t', 'fold_block',
          [v for b in blocks for v in b], 16)
    array(out, 'unsigned char', 'fold_pool', pool, 24)
    out.append('#endif\t\t\t\t\t\t\t/* NPS_FOLD_TABLE_H */')
    sys.stdout.write('\n'.join(out) + '\n')
    sys.stderr.write('Unicode %s: %d texts, %d bytes of pool, %d index, %d blocks, %d bytes\n' % (
        unicodedata.unidata_version, len(offsets), len(pool), len(index),
        len(blocks), len(pool) + 2 * len(index) + 2 * BLOCK * len(blocks)))


main()
