/*
 * tag_sql.h
 *		What the trigger for stored tags takes from golden_rules().
 */
#ifndef NPS_TAG_SQL_H
#define NPS_TAG_SQL_H

#include "tag/tagging.h"

extern Datum nps_rules_of(NpsTagging *t, const text *comment);

#endif							/* NPS_TAG_SQL_H */
