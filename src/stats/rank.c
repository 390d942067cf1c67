/*
 * rank.c
 *		Average ranks of a series.
 *
 * A lag scan ranks every lag anew, so sorting is most of its work: a radix sort,
 * byte by byte from the lowest, of keys that order as the numbers do.  It is
 * stable, takes no more time for one order of rows than for another, and skips
 * bytes that all keys share.
 */
#include <string.h>

#include "stats/correlate.h"

#define BYTES	8

/* A number that orders as the double does: negative ones have all bits turned. */
static uint64_t
key_of(double v)
{
	uint64_t	bits;

	memcpy(&bits, &v, sizeof(bits));
	return bits >> 63 ? ~bits : bits | (uint64_t) 1 << 63;
}

/* Sort items by key; other has room for as many.  Returns where they are then. */
static NpsRankItem *
sort_items(NpsRankItem *items, NpsRankItem *other, size_t n)
{
	size_t		count[BYTES][256] = {{0}};
	size_t		i;
	int			byte;

	for (i = 0; i < n; i++)
		for (byte = 0; byte < BYTES; byte++)
			count[byte][items[i].key >> (8 * byte) & 255]++;
	for (byte = 0; byte < BYTES; byte++)
	{
		size_t	   *start = count[byte];
		size_t		sum = 0;
		NpsRankItem *swap = items;

		if (n == 0 || start[items[0].key >> (8 * byte) & 255] == n)
			continue;
		for (i = 0; i < 256; i++)
		{
			size_t		here = start[i];

			start[i] = sum;
			sum += here;
		}
		for (i = 0; i < n; i++)
			other[start[items[i].key >> (8 * byte) & 255]++] = items[i];
		items = other;
		other = swap;
	}
	return items;
}

/*
 * The ranks of v from 1 to n; tied values share the average of theirs.  Values
 * that are neighbours in order are tied when they are at most `tie` apart.  No
 * v may be NaN.  workspace: 2 n items.
 */
void
nps_ranks(const double *v, size_t n, double tie, NpsRankItem *workspace, double *rank)
{
	NpsRankItem *sorted;
	size_t		i,
				from,
				to;

	for (i = 0; i < n; i++)
	{
		workspace[i].key = key_of(v[i]);
		workspace[i].at = i;
	}
	sorted = sort_items(workspace, workspace + n, n);
	for (from = 0; from < n; from = to)
	{
		for (to = from + 1; to < n; to++)
			if (v[sorted[to].at] - v[sorted[to - 1].at] > tie)
				break;
		for (i = from; i < to; i++)
			rank[sorted[i].at] = (from + to + 1) / 2.0;
	}
}
