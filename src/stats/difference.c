/*
 * difference.c
 *		What the tests of a difference have in common.
 */
#include <math.h>

#include "stats/difference.h"
#include "stats/dist.h"

/* All NaN. */
void
nps_difference_unknown(NpsDifference *result)
{
	result->delta = result->centre = result->se = result->z = NAN;
	result->df = result->p_value = result->low = result->high = NAN;
}

/*
 * z, p and limits from centre, se and df; an se of 0 leaves z and p as they are.
 * df infinite: normal.
 */
void
nps_difference_by_error(NpsDifference *result, double level)
{
	double		q = isinf(result->df) ? nps_level_z(level) :
		-nps_t_quantile((1 - level) / 2, result->df);

	if (!(level > 0 && level < 1))
		q = NAN;
	if (result->se > 0)
	{
		result->z = result->centre / result->se;
		result->p_value = isinf(result->df) ? 2 * nps_norm_sf(fabs(result->z)) :
			2 * nps_t_sf(fabs(result->z), result->df);
	}
	result->low = result->centre - q * result->se;
	result->high = result->centre + q * result->se;
}

/* A difference of two NPS lies within +-200. */
void
nps_difference_clip(NpsDifference *result)
{
	result->low = nps_clamp(result->low, -200, 200);
	result->high = nps_clamp(result->high, -200, 200);
}
