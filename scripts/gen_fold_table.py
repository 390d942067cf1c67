#!/usr/bin/env python3
"""Write src/tag/fold_table.h: how fold.c reads every code point above ASCII.

    python3 scripts/gen_fold_table.py > src/tag/fold_table.h

Needs nothing but the standard library.  The output depends only on this file
and on the Unicode version of unicodedata, which the header names.  The checks
at the end run on every generation: a table that breaks the promises of fold.h
is not written.
"""
import sys
import unicodedata

SEPARATOR, BREAK, DROP, KEEP, FIRST_TEXT = range(5)
BLOCK = 64

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

# upper(x) and lower(x) fold alike for every code point but these Greek
# letters with iota subscript: as a mark the iota is dropped, but upper() of
# Python makes a letter of it.
CASE_EXCEPTIONS = set(
    list(range(0x1F80, 0x1FB0)) +
    [0x0345, 0x1FB2, 0x1FB3, 0x1FB4, 0x1FB7, 0x1FBC, 0x1FC2, 0x1FC3, 0x1FC4,
     0x1FC7, 0x1FCC, 0x1FF2, 0x1FF3, 0x1FF4, 0x1FF7, 0x1FFC])

# Tags and variation selectors, far behind everything else: fold.c drops the
# whole range without asking the table, which keeps the index short.
IGNORABLE = range(0xE0000, 0xE1000)


def unmarked(text):
    return ''.join(d for d in unicodedata.normalize('NFKD', text)
                   if unicodedata.category(d)[0] != 'M')


def part(c):
    """What one decomposed, case-folded character becomes."""
    category = unicodedata.category(c)
    if c in APOSTROPHES or category[0] == 'M':
        return ''
    if c in BREAKS:
        return '.'
    if category == 'Cf' and c != '\u200b':
        return ''           # soft hyphen, joiners, byte order mark, bidi marks
    return c if category[0] in 'LN' else ' '


def fold_char(c):
    """Folded text of one code point; ' ' separates, '.' breaks."""
    if ord(c) in IGNORABLE:
        return ''
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
    if text.strip(' .') == '':
        return '.' if '.' in text else text[:1]
    return text


def scalars(first):
    return (c for c in range(first, 0x110000) if not 0xD800 <= c < 0xE000)


def check(folded):
    def f(s):
        return ''.join(folded.get(c, fold_char(c)) for c in s)
    for cp in scalars(0):
        c = chr(cp)
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
            v = DROP
        elif text == ' ':
            v = SEPARATOR
        elif text == '.':
            v = BREAK
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
 * FOLD_IGNORABLE up to FOLD_IGNORABLE_END are dropped.  A value of
 * FOLD_FIRST_TEXT or more is FOLD_FIRST_TEXT + the offset in fold_pool of a
 * length byte and so many bytes of folded UTF-8, in which ' ' separates words
 * and '.' breaks sentences.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_FOLD_TABLE_H
#define NPS_FOLD_TABLE_H

#include <stdint.h>

#define FOLD_UNICODE_VERSION "%s"

#define FOLD_SEPARATOR	%d
#define FOLD_BREAK	%d
#define FOLD_DROP	%d
#define FOLD_KEEP	%d
#define FOLD_FIRST_TEXT	%d

#define FOLD_BLOCK	%d
#define FOLD_INDEX_END	0x%X
#define FOLD_IGNORABLE	0x%X
#define FOLD_IGNORABLE_END	0x%X
''' % (unicodedata.unidata_version, unicodedata.unidata_version, SEPARATOR,
       BREAK, DROP, KEEP, FIRST_TEXT, BLOCK, len(index) * BLOCK,
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
