/*-------------------------------------------------------------------------
 *
 * word_index.c
 *		Build an index of literals that begin with a word; see word_index.h.
 *
 * A key is a literal without the space that it begins with: " wacht" is the
 * key "wacht", a stem, and " wacht " the key "wacht ", a word.  A phrase is a
 * key, too, and so are the words that it begins with, closed, which say that
 * it is worth reading on.
 *
 *-------------------------------------------------------------------------
 */
#include "tag/word_index.h"

#include <stdlib.h>

/* Bits of the filter, and slots of the table, for each key. */
#define FILTER_BITS	16
#define SLOTS		2

#define NO_VALUE	UINT32_MAX

/* A key on its way into the index: with one of its values, or with none. */
typedef struct Entry
{
	const unsigned char *bytes;
	uint32_t	len;
	uint32_t	value;
} Entry;

/* Is the literal one for the index? */
bool
nps_word_index_takes(const unsigned char *literal, size_t len)
{
	size_t		stem = 0;

	if (len < 2 || literal[0] != ' ')
		return false;
	while (stem < len && literal[len - 1 - stem] != ' ')
		stem++;
	return stem <= NPS_STEM_MAX;
}

static int
compare_entries(const void *a, const void *b)
{
	const Entry *k = a;
	const Entry *l = b;
	int			cmp = memcmp(k->bytes, l->bytes, k->len < l->len ? k->len : l->len);

	if (cmp != 0)
		return cmp;
	if (k->len != l->len)
		return k->len < l->len ? -1 : 1;
	return k->value < l->value ? -1 : k->value > l->value;
}

static bool
same_key(const Entry *a, const Entry *b)
{
	return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

/* The entries of a literal; returns how many.  With entries NULL, only that. */
static size_t
split(const NpsLiteral *literal, Entry *entries)
{
	const unsigned char *bytes = literal->bytes + 1;
	size_t		len = literal->len - 1;
	size_t		n = 0;
	size_t		i;

	for (i = 1; i <= len; i++)
		if (i == len || bytes[i - 1] == ' ')
		{
			if (entries != NULL)
			{
				entries[n].bytes = bytes;
				entries[n].len = (uint32_t) i;
				entries[n].value = i == len ? literal->value : NO_VALUE;
			}
			n++;
		}
	return n;
}

/* Note the length of the stem that a literal ends in, if it does. */
static void
note_stem(NpsWordIndex *index, const NpsLiteral *literal)
{
	size_t		stem = 0;

	while (literal->bytes[literal->len - 1 - stem] != ' ')
		stem++;
	if (stem == literal->len - 1)
		index->stems |= UINT64_C(1) << stem;
	else if (stem > 0)
		index->next_stems |= UINT64_C(1) << stem;
}

static uint32_t
power_of_two(size_t least)
{
	uint32_t	n = 64;

	while (n < least)
		n *= 2;
	return n;
}

static void
insert(NpsWordIndex *index, uint32_t key)
{
	const unsigned char *bytes = index->pool + index->keys[key].at;
	uint64_t	hash = NPS_WORD_HASH_START;
	uint32_t	bit;
	uint32_t	slot;
	uint32_t	i;

	for (i = 0; i < index->keys[key].len; i++)
		hash = nps_word_hash(hash, bytes[i]);
	index->keys[key].hash = hash;
	hash = nps_word_hash_mix(hash);
	bit = (uint32_t) hash & index->filter_mask;
	index->filter[bit >> 6] |= UINT64_C(1) << (bit & 63);
	for (slot = (uint32_t) hash & index->slot_mask; index->slots[slot].key != 0;
		 slot = (slot + 1) & index->slot_mask)
		;
	index->slots[slot].tag = (uint32_t) (hash >> 32);
	index->slots[slot].key = key + 1;
}

/*
 * Tell the words that a key goes on from how its last word begins; a short stem
 * may begin anything.
 */
static void
mark_next(NpsWordIndex *index, uint32_t number)
{
	const NpsWordKey *key = &index->keys[number];
	const unsigned char *bytes = index->pool + key->at;
	bool		stem = bytes[key->len - 1] != ' ';
	uint32_t	end = stem ? key->len : key->len - 1;
	uint32_t	begin = end;
	uint64_t	hash = NPS_WORD_HASH_START;
	uint64_t	word = 0;
	NpsWordKey *before;
	uint32_t	bit;
	uint32_t	i;

	while (begin > 0 && bytes[begin - 1] != ' ')
		begin--;
	if (begin == 0)
		return;
	for (i = 0; i < begin; i++)
		hash = nps_word_hash(hash, bytes[i]);
	before = &index->keys[nps_word_find(index, hash, bytes, begin) - index->keys];
	if (stem && end - begin < NPS_MARK_BYTES)
	{
		before->next = UINT64_MAX;
		return;
	}
	for (i = 0; i < NPS_MARK_BYTES && begin + i < end; i++)
		word |= (uint64_t) bytes[begin + i] << 8 * i;
	before->next |= nps_word_mark(word);
	bit = nps_word_next_bit(index, (uint32_t) (before - index->keys), word);
	index->next_filter[bit >> 6] |= UINT64_C(1) << (bit & 63);
}

/*
 * Stems of a single word, each of which the next one begins with, and where in
 * the index their values are.
 */
typedef struct Stems
{
	int			n;
	const Entry *stem[NPS_STEM_MAX];
	size_t		first[NPS_STEM_MAX];
	size_t		next[NPS_STEM_MAX];
} Stems;

/* Leave the stems that a key begins with. */
static void
leave_stems_of(Stems *stems, const Entry *key)
{
	while (stems->n > 0)
	{
		const Entry *stem = stems->stem[stems->n - 1];

		if (stem->len < key->len && memcmp(stem->bytes, key->bytes, stem->len) == 0)
			return;
		stems->n--;
	}
}

/*
 * The values of the keys that sorted entries make: those of a single word begin
 * with the values of the stems in it.  Returns how many; without an index, only
 * that.
 */
static size_t
set_values(NpsWordIndex *index, const Entry *entries, size_t n)
{
	Stems		stems = {0};
	size_t		nvalues = 0;
	size_t		nkeys = 0;
	size_t		i;
	size_t		j;

	for (i = 0; i < n; nkeys++)
	{
		const Entry *key = &entries[i];
		const unsigned char *space = memchr(key->bytes, ' ', key->len);
		size_t		first = nvalues;

		leave_stems_of(&stems, key);
		if (stems.n > 0 && (space == NULL || space == key->bytes + key->len - 1))
			for (j = stems.first[stems.n - 1]; j < stems.next[stems.n - 1]; j++, nvalues++)
				if (index != NULL)
					index->values[nvalues] = index->values[j];
		for (; i < n && same_key(key, &entries[i]); i++)
			if (entries[i].value != NO_VALUE)
			{
				if (index != NULL)
					index->values[nvalues] = entries[i].value;
				nvalues++;
			}
		if (index != NULL)
			index->keys[nkeys].first = (uint32_t) first;
		if (space == NULL)
		{
			stems.stem[stems.n] = key;
			stems.first[stems.n] = first;
			stems.next[stems.n++] = nvalues;
		}
	}
	if (index != NULL)
		index->keys[nkeys].first = (uint32_t) nvalues;
	return nvalues;
}

/* Make keys of sorted entries, with their bytes. */
static void
set_keys(NpsWordIndex *index, const Entry *entries, size_t n)
{
	uint32_t	used = 0;
	size_t		i;

	for (i = 0; i < n; i++)
	{
		NpsWordKey *key;

		if (i == 0 || !same_key(&entries[i - 1], &entries[i]))
		{
			key = &index->keys[index->nkeys++];
			key->at = used;
			key->len = entries[i].len;
			key->goes_on = false;
			key->next = 0;
			memcpy(index->pool + used, entries[i].bytes, entries[i].len);
			used += entries[i].len;
			if (key->len > index->longest)
				index->longest = key->len;
		}
		key = &index->keys[index->nkeys - 1];
		key->goes_on |= entries[i].value == NO_VALUE;
	}
	for (i = 0; i < index->nkeys; i++)
		insert(index, (uint32_t) i);
	for (i = 0; i < index->nkeys; i++)
		mark_next(index, (uint32_t) i);
}

static void *
keep(const NpsAutomatonOptions *options, NpsWordIndex *index, size_t count, size_t size)
{
	index->bytes += (count + 1) * size;
	return options->keep(options->keep_ctx, (count + 1) * size);
}

/*
 * Build an index of count literals, all of which nps_word_index_takes(), with
 * values below UINT32_MAX.  *result lives in keep, and does not refer to
 * literals.
 */
NpsAutomatonStatus
nps_word_index_build(const NpsLiteral *literals, size_t count,
					 const NpsAutomatonOptions *options, NpsWordIndex **result)
{
	NpsWordIndex *index;
	Entry	   *entries;
	size_t		n = 0;
	size_t		distinct = 0;
	size_t		pool = 0;
	size_t		nvalues;
	size_t		i;
	uint32_t	bits;
	uint32_t	slots;

	for (i = 0; i < count; i++)
		n += split(&literals[i], NULL);
	if (n > options->max_bytes / (sizeof(Entry) + sizeof(NpsWordKey) + 64) || n > INT32_MAX / 64)
		return NPS_AUTOMATON_TOO_LARGE;
	entries = options->scratch(options->scratch_ctx, (n + 1) * sizeof(Entry));
	n = 0;
	for (i = 0; i < count; i++)
		n += split(&literals[i], entries + n);
	if (n > 1)
		qsort(entries, n, sizeof(Entry), compare_entries);
	if (options->progress != NULL)
		options->progress(options->progress_ctx);
	for (i = 0; i < n; i++)
		if (i == 0 || !same_key(&entries[i - 1], &entries[i]))
		{
			distinct++;
			pool += entries[i].len;
		}
	bits = power_of_two(distinct * FILTER_BITS);
	slots = power_of_two(distinct * SLOTS);
	nvalues = set_values(NULL, entries, n);
	if (pool > options->max_bytes / 2 || nvalues > options->max_bytes / (2 * sizeof(uint32_t)) ||
		nvalues > INT32_MAX || distinct >= NPS_WORD_KEYS)
		return NPS_AUTOMATON_TOO_LARGE;

	index = options->keep(options->keep_ctx, sizeof(*index));
	memset(index, 0, sizeof(*index));
	index->bytes = sizeof(*index);
	index->filter_mask = bits - 1;
	index->slot_mask = slots - 1;
	index->filter = keep(options, index, bits / 64, sizeof(uint64_t));
	index->slots = keep(options, index, slots, sizeof(NpsWordSlot));
	index->keys = keep(options, index, distinct, sizeof(NpsWordKey));
	index->pool = keep(options, index, pool, 1);
	index->values = keep(options, index, nvalues, sizeof(uint32_t));
	index->next_filter = keep(options, index, bits / 64, sizeof(uint64_t));
	for (index->next_shift = 64; bits > UINT32_C(1) << (64 - index->next_shift);)
		index->next_shift--;
	memset(index->filter, 0, bits / 64 * sizeof(uint64_t));
	memset(index->next_filter, 0, bits / 64 * sizeof(uint64_t));
	memset(index->slots, 0, slots * sizeof(NpsWordSlot));
	set_values(index, entries, n);
	set_keys(index, entries, n);
	for (i = 0; i < count; i++)
		note_stem(index, &literals[i]);
	*result = index;
	return NPS_AUTOMATON_OK;
}
