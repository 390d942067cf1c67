/*
 * panel_sql.h
 *		A panel from the parallel arrays that SQL hands over.
 */
#ifndef NPS_PANEL_SQL_H
#define NPS_PANEL_SQL_H

#include "fmgr.h"

#include "stats/panel.h"

#define NPS_NO_ARG	(-1)		/* the function has no such argument */

extern void *nps_palloc_huge(size_t size);
extern NpsPanel nps_get_panel(FunctionCallInfo fcinfo, int errors, int segments, Datum **names);
extern NpsPanel nps_get_series(FunctionCallInfo fcinfo, int segments);
extern NpsPanel nps_get_differences(const NpsPanel *panel);

#endif							/* NPS_PANEL_SQL_H */
