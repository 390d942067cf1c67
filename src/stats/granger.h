/*
 * granger.h
 *		Granger tests: does earlier x say more about y than earlier y does?
 *
 * Pure C.  For one series, for one chosen lag, and for a panel (Dumitrescu and
 * Hurlin).  That earlier x helps to predict y is no proof that it causes y.
 */
#ifndef NPS_GRANGER_H
#define NPS_GRANGER_H

#include "stats/panel.h"

/* Why a test has no F. */
typedef enum NpsGrangerReason
{
	NPS_GRANGER_DONE,
	NPS_GRANGER_FEW,			/* no degree of freedom is left */
	NPS_GRANGER_Y_FLAT,			/* earlier y, or y itself, does not vary */
	NPS_GRANGER_X_FLAT,			/* earlier x does not vary */
	NPS_GRANGER_SINGULAR,		/* earlier values follow from each other */
	NPS_GRANGER_PERFECT			/* nothing is left to explain */
} NpsGrangerReason;

typedef struct NpsGranger
{
	int64_t		n;				/* complete rows */
	int64_t		df1;			/* values of x tested */
	int64_t		df2;			/* may be negative: so many rows are lacking */
	double		f;				/* NaN unless reason is NPS_GRANGER_DONE */
	double		p_value;
	double		slope;			/* of the earliest x, in units of y for 1 of x */
	NpsGrangerReason reason;
} NpsGranger;

typedef struct NpsPanelGranger
{
	int32_t		units;			/* used */
	int32_t		units_left_out; /* too few rows, or a test without an F */
	double		periods;		/* mean over the units used; NaN without */
	double		w_bar;
	double		z_bar;
	double		z_tilde;
	double		p_z_bar;
	double		p_z_tilde;
} NpsPanelGranger;

/* Periods that a unit must have more than, to count in the panel test. */
#define NPS_PANEL_GRANGER_PERIODS(order)	(5 + 3 * (order))

extern size_t nps_granger_workspace(size_t cells, int32_t order);
extern void nps_granger(const NpsCell *series, size_t cells, int32_t order, void (*progress) (void),
						void *workspace, NpsGranger *result);
extern void nps_granger_lag(const NpsCell *series, size_t cells, int32_t lag, void (*progress) (void),
							void *workspace, NpsGranger *result);
extern size_t nps_panel_granger_workspace(const NpsPanel *panel, int32_t order);
extern void nps_panel_granger(const NpsPanel *panel, int32_t order, void *workspace, NpsPanelGranger *result);

#endif							/* NPS_GRANGER_H */
