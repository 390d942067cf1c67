/*-------------------------------------------------------------------------
 *
 * test_automaton.c
 *		Unit tests of src/tag/automaton.c, mostly against brute force.
 *
 *-------------------------------------------------------------------------
 */
#include "unit.h"

#include <setjmp.h>
#include <stdlib.h>

#include "tag/automaton.h"

#define MAX_LITERALS	64
#define MAX_TEXT	400
#define MAX_HITS	40000

typedef struct Hit
{
	uint32_t	value;
	size_t		end;
} Hit;

typedef struct Hits
{
	size_t		n;
	size_t		base;			/* offset of the chunk being scanned */
	Hit			hit[MAX_HITS];
} Hits;

/* Blocks given out, so that all can be freed, and a limit to run into. */
typedef struct Pool
{
	void	   *block[32];
	int			n;
	int			fail_at;		/* jump out at this one, from 0; -1 never */
	size_t		bytes;
} Pool;

static Hits expected;
static Hits got;
static Pool keep;
static Pool scratch;
static jmp_buf jump;
static int	progress_calls;

static void *
pool_alloc(void *ctx, size_t size)
{
	Pool	   *pool = ctx;

	if (pool->n == pool->fail_at)
		longjmp(jump, 1);
	pool->bytes += size;
	return pool->block[pool->n++] = malloc(size);
}

static void
pool_free(Pool *pool)
{
	while (pool->n > 0)
		free(pool->block[--pool->n]);
	pool->bytes = 0;
	pool->fail_at = -1;
}

static void
progress(void *ctx)
{
	(void) ctx;
	progress_calls++;
}

static void
add_hit(void *ctx, uint32_t value, size_t end)
{
	Hits	   *hits = ctx;

	if (hits->n < MAX_HITS)
	{
		hits->hit[hits->n].value = value;
		hits->hit[hits->n].end = hits->base + end;
	}
	hits->n++;
}

static NpsAutomatonStatus
build(const NpsLiteral *literals, size_t count, size_t dense_bytes, size_t max_bytes,
	  NpsAutomaton **a)
{
	NpsAutomatonOptions options;
	NpsAutomatonStatus status;

	options.keep = options.scratch = pool_alloc;
	options.keep_ctx = &keep;
	options.scratch_ctx = &scratch;
	options.progress = progress;
	options.progress_ctx = NULL;
	options.max_bytes = max_bytes;
	options.dense_bytes = dense_bytes;
	status = nps_automaton_build(literals, count, &options, a);
	pool_free(&scratch);		/* must not be needed any more */
	return status;
}

/* All hits, in the promised order. */
static void
brute_force(const NpsLiteral *literals, size_t count, const unsigned char *text, size_t len)
{
	size_t		end;
	size_t		size;
	size_t		i;

	expected.n = expected.base = 0;
	for (end = 1; end <= len; end++)
		for (size = end; size > 0; size--)
			for (i = 0; i < count; i++)
				if (literals[i].len == size && memcmp(text + end - size, literals[i].bytes, size) == 0)
					add_hit(&expected, literals[i].value, end);
}

static bool
same_hits(void)
{
	size_t		i;

	if (expected.n != got.n || got.n > MAX_HITS)
		return false;
	for (i = 0; i < got.n; i++)
		if (got.hit[i].value != expected.hit[i].value || got.hit[i].end != expected.hit[i].end)
			return false;
	return true;
}

/* Scan text in two chunks, [0, split) and [split, len). */
static void
scan(const NpsAutomaton *a, const unsigned char *text, size_t len, size_t split)
{
	uint32_t	state = NPS_AUTOMATON_START;

	got.n = got.base = 0;
	state = nps_automaton_scan(a, state, text, split, add_hit, &got);
	got.base = split;
	nps_automaton_scan(a, state, text + split, len - split, add_hit, &got);
}

static void
random_bytes(unsigned char *to, size_t len, uint32_t alphabet)
{
	for (; len > 0; len--)
		*to++ = (unsigned char) (alphabet < 256 ? 'a' + unit_random(alphabet) : unit_random(256));
}

static void
test_random(void)
{
	static const uint32_t alphabets[] = {1, 2, 3, 5, 256};
	static unsigned char bytes[MAX_LITERALS][16];
	NpsLiteral	literals[MAX_LITERALS];
	unsigned char text[MAX_TEXT];
	bool		good[3] = {true, true, true};
	bool		splits = true;
	bool		bookkeeping = true;
	bool		sizes = true;
	int			round;

	for (round = 0; round < 6000; round++)
	{
		uint32_t	alphabet = alphabets[round % 5];
		size_t		count = round < 50 ? 0 : unit_random(round % 10 == 0 ? MAX_LITERALS : 12);
		size_t		len = unit_random(round % 10 == 0 ? MAX_TEXT : 60);
		uint32_t	longest = 1 + unit_random(alphabet == 256 ? 3 : 15);
		size_t		i;
		int			form;

		for (i = 0; i < count; i++)
		{
			literals[i].len = 1 + unit_random(longest);
			random_bytes(bytes[i], literals[i].len, alphabet);
			literals[i].bytes = bytes[i];
			literals[i].value = unit_random(1000);
		}
		/* some letters of the text are in no literal */
		random_bytes(text, len, alphabet < 256 ? alphabet + round % 2 : 256);
		if (count > 0 && alphabet == 256)
			for (i = 0; i + 3 < len; i += 3)
			{
				const NpsLiteral *l = &literals[unit_random((uint32_t) count)];

				memcpy(text + i, l->bytes, l->len < 3 ? l->len : 3);
			}
		brute_force(literals, count, text, len);

		/* a dense root only, some dense states, all dense */
		for (form = 0; form < 3; form++)
		{
			NpsAutomaton *a;
			size_t		dense = form == 0 ? 0 : form == 1 ? 200 : SIZE_MAX;

			if (build(literals, count, dense, SIZE_MAX, &a) != NPS_AUTOMATON_OK)
			{
				good[form] = false;
				continue;
			}
			sizes &= keep.bytes <= nps_automaton_bytes(a) + 32 &&
				keep.bytes + 32 >= nps_automaton_bytes(a);
			bookkeeping &= nps_automaton_states(a) >= 1;
			scan(a, text, len, len);
			good[form] &= same_hits();
			if (round % 10 == 5)
				for (i = 0; i <= len; i++)
				{
					scan(a, text, len, i);
					splits &= same_hits();
				}
			pool_free(&keep);
		}
	}
	ok(good[0], "sparse automaton finds what brute force finds");
	ok(good[1], "partly dense automaton finds what brute force finds");
	ok(good[2], "dense automaton finds what brute force finds");
	ok(splits, "a scan in two chunks is the same at every split");
	ok(bookkeeping && sizes, "reported bytes are those that were kept");
}

static void
test_by_hand(void)
{
	static const char *const words[] = {"he", "she", "his", "hers", "he", " he "};
	const unsigned char *text = (const unsigned char *) "ushers, he ";
	NpsLiteral	literals[6];
	NpsAutomaton *a;
	int			i;

	for (i = 0; i < 6; i++)
	{
		literals[i].bytes = (const unsigned char *) words[i];
		literals[i].len = strlen(words[i]);
		literals[i].value = (uint32_t) i;
	}
	ok(build(literals, 6, SIZE_MAX, SIZE_MAX, &a) == NPS_AUTOMATON_OK, "build");
	ok(nps_automaton_states(a) == 14, "states");
	scan(a, text, 11, 11);
	brute_force(literals, 6, text, 11);
	ok(got.n == 7 && same_hits(), "hits");
	ok(got.hit[0].value == 1 && got.hit[0].end == 4 && got.hit[1].value == 0 && got.hit[2].value == 4,
	   "longest first, equal ones in their order");
	pool_free(&keep);

	ok(build(NULL, 0, SIZE_MAX, SIZE_MAX, &a) == NPS_AUTOMATON_OK && nps_automaton_states(a) == 1,
	   "no literals");
	scan(a, text, 11, 3);
	ok(got.n == 0, "find nothing");
	pool_free(&keep);

	literals[3].len = 0;
	ok(build(literals, 6, SIZE_MAX, SIZE_MAX, &a) == NPS_AUTOMATON_EMPTY_LITERAL, "empty literal");
	ok(keep.n == 0, "keeps nothing");
}

/* Every byte value used, so that there is no class of other bytes. */
static void
test_all_bytes(void)
{
	static unsigned char bytes[256];
	NpsLiteral	literals[256];
	NpsAutomaton *a;
	size_t		i;
	int			form;

	for (i = 0; i < 256; i++)
	{
		bytes[i] = (unsigned char) i;
		literals[i].bytes = bytes + i;
		literals[i].len = i < 254 ? 1 + i % 3 : 1;
		literals[i].value = (uint32_t) i;
	}
	brute_force(literals, 256, bytes, 256);
	for (form = 0; form < 2; form++)
	{
		ok(build(literals, 256, form == 0 ? 0 : SIZE_MAX, SIZE_MAX, &a) == NPS_AUTOMATON_OK, "256 bytes");
		scan(a, bytes, 256, 100);
		ok(got.n > 0 && same_hits(), "literals of all bytes");
		pool_free(&keep);
	}
}

/* Limits, and allocators that jump out at any time. */
static void
test_limits(void)
{
	static unsigned char bytes[20000][8];
	static NpsLiteral literals[20000];
	NpsAutomaton *a;
	size_t		total;
	bool		limits = true;
	volatile bool jumps = true;
	size_t		i;
	volatile int at;
	volatile int where;

	for (i = 0; i < 20000; i++)
	{
		random_bytes(bytes[i], 8, 26);
		literals[i].bytes = bytes[i];
		literals[i].len = 8;
		literals[i].value = (uint32_t) i;
	}
	progress_calls = 0;
	ok(build(literals, 20000, 1 << 20, SIZE_MAX, &a) == NPS_AUTOMATON_OK, "20,000 literals");
	ok(progress_calls > 10, "progress is called");
	total = nps_automaton_bytes(a);
	pool_free(&keep);

	/* the limit is on all memory: below what is kept it cannot be enough */
	for (i = 0; i < total; i += total / 50)
	{
		limits &= build(literals, 20000, 1 << 20, i, &a) == NPS_AUTOMATON_TOO_LARGE;
		limits &= keep.n == 0;
	}
	ok(limits, "max_bytes holds, and nothing is kept");
	ok(build(literals, 20000, 1 << 20, 2 * total, &a) == NPS_AUTOMATON_OK, "enough bytes");
	pool_free(&keep);

	for (where = 0; where < 2; where++)
		for (at = 0; at < 12; at++)
		{
			if (setjmp(jump) == 0)
			{
				(where == 0 ? &keep : &scratch)->fail_at = at;
				build(literals, 100, at % 2 ? 0 : SIZE_MAX, SIZE_MAX, &a);
				jumps &= at >= 2;
			}
			pool_free(&keep);
			pool_free(&scratch);
		}
	ok(jumps, "allocators may jump out");
}

int
main(void)
{
	keep.fail_at = scratch.fail_at = -1;
	test_by_hand();
	test_random();
	test_all_bytes();
	test_limits();
	return done_testing();
}
