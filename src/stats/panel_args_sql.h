/*
 * panel_args_sql.h
 *		The panel of functions whose one optional column is segments.
 */
#ifndef NPS_PANEL_ARGS_SQL_H
#define NPS_PANEL_ARGS_SQL_H

#include "fmgr.h"

#include "stats/panel.h"

extern bool nps_args_have_null(FunctionCallInfo fcinfo, int first, int last);
extern NpsPanel nps_panel_from_args(FunctionCallInfo fcinfo, int segments);
extern NpsPanel nps_series_from_args(FunctionCallInfo fcinfo, int segments);
extern Datum *nps_unit_names(Datum unit_array, int32 units);

#endif							/* NPS_PANEL_ARGS_SQL_H */
