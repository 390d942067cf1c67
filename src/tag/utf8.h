/*
 * utf8.h
 *		A text value as UTF-8, which is what folding reads.
 */
#ifndef NPS_UTF8_H
#define NPS_UTF8_H

#include "mb/pg_wchar.h"

/*
 * The bytes of a text in UTF-8, *len of them, without a NUL behind.  In a
 * SQL_ASCII database the bytes are taken as they are: what is not UTF-8
 * separates words, and nothing fails.
 */
static inline const char *
nps_utf8(const text *value, size_t *len)
{
	const char *bytes = VARDATA_ANY(value);
	const char *utf8 = bytes;

	*len = VARSIZE_ANY_EXHDR(value);
	if (GetDatabaseEncoding() != PG_UTF8 && GetDatabaseEncoding() != PG_SQL_ASCII)
		utf8 = pg_server_to_any(bytes, *len, PG_UTF8);
	if (utf8 != bytes)
		*len = strlen(utf8);
	return utf8;
}

#endif							/* NPS_UTF8_H */
