/*
 * panel_sql.h
 *		A panel from the parallel arrays that SQL hands over.
 */
#ifndef NPS_PANEL_SQL_H
#define NPS_PANEL_SQL_H

#include "fmgr.h"

#include "stats/panel.h"

extern NpsPanel nps_get_panel(FunctionCallInfo fcinfo, int extras);

#endif							/* NPS_PANEL_SQL_H */
