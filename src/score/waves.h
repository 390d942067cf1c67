/*
 * waves.h
 *		Answers by wave: detractors, passives and promoters at each time t.
 *
 * An array sorted by t in a varlena, with room to grow behind its last wave,
 * since an aggregate adds waves one by one; nps_waves_compact() takes the room
 * off before a state is stored.  Invariants:
 *
 *	- t is finite, not -0, and strictly ascending;
 *	- no count is negative, each wave has answers, and all counts add up to at
 *	  most PG_INT64_MAX;
 *	- at most NPS_WAVES_MAX waves.
 *
 * A Datum may arrive packed or compressed: nps_waves_from_datum() unpacks it.
 */
#ifndef NPS_WAVES_H
#define NPS_WAVES_H

#include "score/category.h"

#define NPS_WAVES_VERSION	1
#define NPS_WAVES_MAX		10000

typedef struct NpsWave
{
	double		t;
	int64		count[NPS_CATEGORIES];
} NpsWave;

typedef struct NpsWaves
{
	int32		vl_len_;		/* varlena header: do not touch directly */
	uint32		version;		/* NPS_WAVES_VERSION */
	uint32		flags;			/* 0: reserved */
	int32		used;			/* waves; the length tells how many there is room for */
	NpsWave		wave[FLEXIBLE_ARRAY_MEMBER];
} NpsWaves;

#define NPS_WAVES_SIZE(room)	(offsetof(NpsWaves, wave) + (room) * sizeof(NpsWave))

extern NpsWaves *nps_waves_make(int room);
extern NpsWaves *nps_waves_from_datum(Datum datum);
extern NpsWaves *nps_waves_copy(const NpsWaves *waves, int room);
extern int	nps_waves_room(const NpsWaves *waves);
extern bool nps_waves_find(const NpsWaves *waves, double t, int *position);
extern bool nps_waves_sum(const NpsWaves *waves, int64 *total);
extern void nps_waves_require_countable(const NpsWaves *waves);
extern NpsWaves *nps_waves_add(NpsWaves *into, const NpsWaves *other, int room);
extern void nps_waves_subtract(NpsWaves *from, const NpsWaves *other);
extern void nps_waves_drop_empty(NpsWaves *waves);
extern void nps_too_many_waves(void);

static inline int64
nps_wave_answers(const NpsWave *wave)
{
	return wave->count[NPS_DETRACTORS] + wave->count[NPS_PASSIVES] + wave->count[NPS_PROMOTERS];
}

#endif							/* NPS_WAVES_H */
