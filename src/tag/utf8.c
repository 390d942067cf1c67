/*
 * utf8.c
 *		A text value as UTF-8, without ever failing.
 *
 * One comment with a byte that its encoding does not define must not stop a
 * report over a million of them: such a byte becomes a space, as folding takes
 * what is no UTF-8 for a separator anyhow.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "compat.h"
#include "tag/utf8.h"

/* Convert len bytes; a character that has no equivalent becomes a space. */
static char *
convert(const char *bytes, size_t len, int encoding, Oid conversion, size_t *converted)
{
	size_t		room = len * MAX_CONVERSION_GROWTH + 2;
	char	   *utf8 = palloc_extended(room, MCXT_ALLOC_HUGE);
	size_t		in = 0,
				out = 0;

	while (in < len)
	{
		size_t		part = Min(len - in, MaxAllocSize / MAX_CONVERSION_GROWTH - 1);
		int			done = pg_do_encoding_conversion_buf(conversion, encoding, PG_UTF8,
														 (unsigned char *) bytes + in, part,
														 (unsigned char *) utf8 + out,
														 Min(room - out, MaxAllocSize), true);

		in += done;
		out += strlen(utf8 + out);
		if (in < len && done < (int) part)
		{
			utf8[out++] = ' ';
			in += Min((size_t) pg_encoding_mblen(encoding, bytes + in), len - in);
		}
	}
	*converted = out;
	return utf8;
}

/* Does text stay as it is, as there is nothing to convert it with? */
static bool
is_raw(int encoding)
{
	return encoding == PG_UTF8 || encoding == PG_SQL_ASCII ||
		!OidIsValid(FindDefaultConversionProc(encoding, PG_UTF8));
}

/*
 * size bytes of text in UTF-8, *len bytes without a NUL behind.  In a UTF8
 * database these are its own bytes; in a SQL_ASCII one as well, whatever they
 * are.
 */
const char *
nps_utf8_bytes(const char *bytes, size_t size, size_t *len)
{
	int			encoding = GetDatabaseEncoding();

	*len = size;
	if (size == 0 || is_raw(encoding))
		return bytes;
	return convert(bytes, size, encoding, FindDefaultConversionProc(encoding, PG_UTF8), len);
}

/* The same of a text value. */
const char *
nps_utf8(const text *value, size_t *len)
{
	return nps_utf8_bytes(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), len);
}

/* The way back: what nps_utf8() gave, or some bytes of it, as a text value. */
text *
nps_from_utf8(const char *bytes, size_t len)
{
	if (is_raw(GetDatabaseEncoding()))
		return cstring_to_text_with_len(bytes, (int) len);
	return cstring_to_text(pg_any_to_server(pnstrdup(bytes, len), (int) len, PG_UTF8));
}
