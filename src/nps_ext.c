/*
 * nps_ext.c
 *		The loadable module: its magic block, and nothing else.
 *
 * nps_ext has no hooks, no settings and no shared memory, so there is nothing
 * to do at load time.  Read on in
 *
 *		score/	raw answers -> nps_hist -> score
 *		stats/	panel statistics (pure C, no server headers) and their SQL side
 *		tag/	comment -> fold -> automaton -> Golden Rules
 */
#include "postgres.h"

#include "fmgr.h"

#include "compat.h"

/* the Makefile passes the version of nps_ext.control */
#ifndef NPS_EXT_VERSION
#define NPS_EXT_VERSION "unknown"
#endif

NPS_MODULE_MAGIC("nps_ext", NPS_EXT_VERSION);
