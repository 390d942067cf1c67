/*
 * waves.c
 *		Arithmetic of the answers by wave: find, grow, merge, take apart.
 */
#include "postgres.h"

#include "common/int.h"
#include "fmgr.h"

#include "compat.h"
#include "score/infer.h"
#include "score/waves.h"

#define SEARCH_IN		16		/* look up, not walk through, so many times as many waves */

/* No waves, with room for some, in the current memory context. */
NpsWaves *
nps_waves_make(int room)
{
	NpsWaves   *waves = palloc0(NPS_WAVES_SIZE(room));	/* no stray bytes in the spare room */

	SET_VARSIZE(waves, NPS_WAVES_SIZE(room));
	waves->version = NPS_WAVES_VERSION;
	return waves;
}

int
nps_waves_room(const NpsWaves *waves)
{
	return (VARSIZE(waves) - offsetof(NpsWaves, wave)) / sizeof(NpsWave);
}

/* Unpacked and aligned: the Datum itself where it is so already. */
NpsWaves *
nps_waves_from_datum(Datum datum)
{
	NpsWaves   *waves = (NpsWaves *) PG_DETOAST_DATUM(datum);

	if (VARSIZE(waves) < NPS_WAVES_SIZE(0) || waves->version != NPS_WAVES_VERSION || waves->flags != 0 ||
		waves->used < 0 || waves->used > nps_waves_room(waves))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("nps_waves value of %u bytes is damaged, or written by a newer nps_ext",
						(unsigned) VARSIZE(waves))));
	return waves;
}

/* A copy with room for at least the waves there are. */
NpsWaves *
nps_waves_copy(const NpsWaves *waves, int room)
{
	NpsWaves   *copy = nps_waves_make(Max(room, waves->used));

	copy->used = waves->used;
	memcpy(copy->wave, waves->wave, waves->used * sizeof(NpsWave));
	return copy;
}

/* Where t is, or where it would have to be put in. */
bool
nps_waves_find(const NpsWaves *waves, double t, int *position)
{
	int			low = 0,
				high = waves->used;

	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (waves->wave[middle].t < t)
			low = middle + 1;
		else
			high = middle;
	}
	*position = low;
	return low < waves->used && waves->wave[low].t == t;
}

/* The number of answers; false if it does not fit in 64 bits. */
bool
nps_waves_sum(const NpsWaves *waves, int64 *total)
{
	int			i,
				c;

	*total = 0;
	for (i = 0; i < waves->used; i++)
		for (c = 0; c < NPS_CATEGORIES; c++)
			if (pg_add_s64_overflow(*total, waves->wave[i].count[c], total))
				return false;
	return true;
}

void
nps_too_many_waves(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("there are more than %d different values of t", NPS_WAVES_MAX),
			 errhint("Give the wave, for example a number of months, and not the moment of each answer.")));
}

/* Refuse more answers than a count can hold; ERROR 22003. */
void
nps_waves_require_countable(const NpsWaves *waves)
{
	int64		total;

	if (!nps_waves_sum(waves, &total))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("nps_waves holds more answers than a bigint can count"),
				 errhint("Counts of this size come from adding a state to itself again and again.")));
}

/* How many waves both have together: by search where b is much the shorter one. */
static int
union_size(const NpsWaves *a, const NpsWaves *b)
{
	int			i = 0,
				j = 0,
				n = 0;

	if (b->used < a->used / SEARCH_IN)
	{
		for (; j < b->used; j++)
			n += !nps_waves_find(a, b->wave[j].t, &i);
		return a->used + n;
	}
	for (; i < a->used && j < b->used; n++)
	{
		double		t = Min(a->wave[i].t, b->wave[j].t);

		i += a->wave[i].t == t;
		j += b->wave[j].t == t;
	}
	return n + (a->used - i) + (b->used - j);
}

/* The answers of a wave to those of another of the same time; ERROR 22003 as above. */
static void
add_wave(NpsWave *wave, const NpsWave *other)
{
	int64		total = 0;
	int			c;

	for (c = 0; c < NPS_CATEGORIES; c++)
		if (pg_add_s64_overflow(wave->count[c], other->count[c], &wave->count[c]) ||
			pg_add_s64_overflow(total, wave->count[c], &total))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("nps_waves holds more answers than a bigint can count"),
					 errhint("Counts of this size come from adding a state to itself again and again.")));
}

/*
 * All answers of both: into itself, changed in place, where the waves fit in
 * there, else a new value, with that much room to grow.  Costs what other is long
 * and what has to be moved up for its new waves, not what into is long, as states
 * of single waves may come by the million.  So only the answers of each wave are
 * known to be countable: the caller has to see to those of all of them.
 */
NpsWaves *
nps_waves_add(NpsWaves *into, const NpsWaves *other, int room)
{
	int			n = union_size(into, other);
	int			i = into->used - 1,
				j = other->used - 1,
				k,
				at;
	const NpsWaves *from = into;

	if (n == into->used && other->used < into->used / SEARCH_IN)
	{
		for (; j >= 0; j--)
		{
			(void) nps_waves_find(into, other->wave[j].t, &at);
			add_wave(&into->wave[at], &other->wave[j]);
		}
		return into;
	}
	if (n > NPS_WAVES_MAX)
		nps_too_many_waves();
	if (n > nps_waves_room(into))
		into = nps_waves_make(Max(n, room));

	/* from the last one, so that nothing is overwritten before it was moved */
	for (k = n - 1; k >= 0; k--)
	{
		if (j < 0 && into == from)
			break;				/* the rest stays where it is */
		if (j < 0 || (i >= 0 && from->wave[i].t > other->wave[j].t))
			into->wave[k] = from->wave[i--];
		else if (i < 0 || from->wave[i].t < other->wave[j].t)
			into->wave[k] = other->wave[j--];
		else
		{
			into->wave[k] = from->wave[i--];
			add_wave(&into->wave[k], &other->wave[j--]);
		}
	}
	into->used = n;
	return into;
}

/* Take other out, in place; ERROR 22003 if a count fell below 0. */
void
nps_waves_subtract(NpsWaves *from, const NpsWaves *other)
{
	int			i,
				c,
				at;

	for (i = 0; i < other->used; i++)
	{
		const NpsWave *less = &other->wave[i];
		bool		found = nps_waves_find(from, less->t, &at);

		for (c = 0; c < NPS_CATEGORIES; c++)
		{
			int64		there = found ? from->wave[at].count[c] : 0;

			if (less->count[c] > there)
				ereport(ERROR,
						(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
						 errmsg("nps_waves difference would be negative: " INT64_FORMAT " minus " INT64_FORMAT " answers at t = %s",
								there, less->count[c], nps_double_text(less->t)),
						 errhint("Only subtract a state whose answers are all part of the other one.")));
			if (less->count[c] > 0)
				from->wave[at].count[c] -= less->count[c];
		}
	}
	nps_waves_drop_empty(from);
}

/* Close the gaps that waves without answers leave. */
void
nps_waves_drop_empty(NpsWaves *waves)
{
	int			i,
				n = 0;

	for (i = 0; i < waves->used; i++)
		if (nps_wave_answers(&waves->wave[i]) > 0)
			waves->wave[n++] = waves->wave[i];
	waves->used = n;
}
