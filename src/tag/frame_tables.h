/*
 * frame_tables.h
 *		The code frame as its tables hold it under a snapshot.
 */
#ifndef NPS_FRAME_TABLES_H
#define NPS_FRAME_TABLES_H

#include "utils/snapshot.h"

#include "tag/code_frame.h"

#define NPS_FRAME_TABLES	6

extern void nps_frame_find_tables(Oid function, Oid *tables);
extern void nps_frame_check_reader(const Oid *tables, Oid role);
extern NpsFrameLines nps_frame_read_tables(const Oid *tables, Snapshot snapshot);

#endif							/* NPS_FRAME_TABLES_H */
