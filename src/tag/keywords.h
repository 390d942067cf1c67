/*
 * keywords.h
 *		The keywords in force, read from the table, on their way to a codebook.
 */
#ifndef NPS_KEYWORDS_H
#define NPS_KEYWORDS_H

#include "utils/relcache.h"
#include "utils/snapshot.h"

#include "tag/codebook.h"

/* One keyword, as read from the table. */
typedef struct NpsKeyword
{
	int16		rule;
	bool		enabled;
	bool		builtin;
	char	   *language;
	size_t		literal_len;
	unsigned char *literal;		/* folded, with its word boundaries */
} NpsKeyword;

typedef struct NpsKeywords
{
	NpsKeyword *rows;
	int			n;
	int			room;
} NpsKeywords;

extern NpsKeywords nps_keywords_read(Relation table, Snapshot snapshot);
extern bool nps_keywords_same(const NpsKeywords *a, const NpsKeywords *b);
extern NpsCodebook *nps_codebook_make(const NpsKeywords *keywords, MemoryContext context);

#endif							/* NPS_KEYWORDS_H */
