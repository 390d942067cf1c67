/*
 * panel_adjust.h
 *		A panel with what its units share taken out.
 *
 * Pure C.
 */
#ifndef NPS_PANEL_ADJUST_H
#define NPS_PANEL_ADJUST_H

#include <stdbool.h>

#include "stats/panel.h"

extern size_t nps_panel_adjust_workspace(const NpsPanel *panel);
extern void nps_panel_adjust(NpsPanel *panel, bool levels, void *workspace);
extern void nps_panel_leave_out_constant(const NpsPanel *observed, NpsPanel *panel);
extern void nps_panel_equalize(NpsPanel *panel, bool levels, void *workspace);
extern void nps_panel_number_segments(NpsPanel *panel);

#endif							/* NPS_PANEL_ADJUST_H */
