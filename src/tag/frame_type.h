/*
 * frame_type.h
 *		A code frame that came as a value, ready for matching.
 */
#ifndef NPS_FRAME_TYPE_H
#define NPS_FRAME_TYPE_H

#include "tag/codebook.h"

extern NpsCodebook *nps_frame_compile_value(const text *frame, MemoryContext context);

#endif							/* NPS_FRAME_TYPE_H */
