/*
 * panel_sql.h
 *		A panel from the parallel arrays that SQL hands over.
 */
#ifndef NPS_PANEL_SQL_H
#define NPS_PANEL_SQL_H

#include "fmgr.h"

#include "stats/panel.h"

extern NpsPanel nps_get_panel(FunctionCallInfo fcinfo, int extras);
extern NpsPanel nps_get_series(FunctionCallInfo fcinfo, int segments);
extern NpsPanel nps_get_differences(const NpsPanel *panel);

#endif							/* NPS_PANEL_SQL_H */
