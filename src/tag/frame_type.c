/*
 * frame_type.c
 *		golden_rule_frame: a whole code frame as one value.
 *
 * A value is the canonical text of code_frame.c, so that text and binary form
 * and what is stored are the same bytes; what comes in is checked line by line
 * and put in canonical order.  Matching with a value is IMMUTABLE: nothing but
 * the value says what matches.
 */
#include "postgres.h"

#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

#include "compat.h"
#include "tag/code_frame.h"
#include "tag/frame_type.h"
#include "tag/utf8.h"

/* Hexadecimal digits of a version: 64 bits are enough to tell frames apart. */
#define VERSION_DIGITS	16

/* Check and canonicalize; NULL if there is an error and escontext took it. */
static text *
canonical(const char *bytes, size_t len, Node *escontext)
{
	NpsFrameLines lines;
	char	   *why;
	int			line_number;

	if (!nps_frame_parse(bytes, len, &lines, &why, &line_number))
		ereturn(escontext, NULL,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid code frame: %s", why),
				 line_number > 0 ? errdetail("The fault is in line %d.", line_number) : 0,
				 errhint("Take a code frame from golden_rule_code_frame(), and change its lines as text.")));
	return nps_frame_to_text(&lines);
}

PG_FUNCTION_INFO_V1(golden_rule_frame_in);
Datum
golden_rule_frame_in(PG_FUNCTION_ARGS)
{
	char	   *string = PG_GETARG_CSTRING(0);
	text	   *frame = canonical(string, strlen(string), fcinfo->context);

	if (frame == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(frame);
}

PG_FUNCTION_INFO_V1(golden_rule_frame_out);
Datum
golden_rule_frame_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(TextDatumGetCString(PG_GETARG_DATUM(0)));
}

PG_FUNCTION_INFO_V1(golden_rule_frame_recv);
Datum
golden_rule_frame_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buffer = (StringInfo) PG_GETARG_POINTER(0);
	int			len;
	char	   *bytes = pq_getmsgtext(buffer, buffer->len - buffer->cursor, &len);

	PG_RETURN_TEXT_P(canonical(bytes, len, NULL));
}

PG_FUNCTION_INFO_V1(golden_rule_frame_send);
Datum
golden_rule_frame_send(PG_FUNCTION_ARGS)
{
	text	   *frame = PG_GETARG_TEXT_PP(0);
	StringInfoData buffer;

	pq_begintypsend(&buffer);
	pq_sendtext(&buffer, VARDATA_ANY(frame), VARSIZE_ANY_EXHDR(frame));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

/* golden_rule_code_frame(): the code frame that the tables hold. */
PG_FUNCTION_INFO_V1(golden_rule_code_frame);
Datum
golden_rule_code_frame(PG_FUNCTION_ARGS)
{
	const text *source = nps_codebook(fcinfo)->source;
	size_t		size = VARSIZE(source);
	text	   *copy = palloc(size);

	memcpy(copy, source, size);
	PG_RETURN_TEXT_P(copy);
}

/* The first digits of the SHA-256 of the text, in UTF-8 whatever the database. */
static text *
version_of(const text *frame)
{
	size_t		len;
	const char *utf8 = nps_utf8(frame, &len);
	bytea	   *bytes = palloc(VARHDRSZ + len);
	bytea	   *digest;
	char		digits[VERSION_DIGITS];

	SET_VARSIZE(bytes, VARHDRSZ + len);
	memcpy(VARDATA(bytes), utf8, len);
	digest = DatumGetByteaPP(DirectFunctionCall1(sha256_bytea, PointerGetDatum(bytes)));
	hex_encode(VARDATA_ANY(digest), VERSION_DIGITS / 2, digits);
	return cstring_to_text_with_len(digits, VERSION_DIGITS);
}

/* golden_rule_codebook_version(): changes with the content of the tables. */
PG_FUNCTION_INFO_V1(golden_rule_codebook_version);
Datum
golden_rule_codebook_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(version_of(nps_codebook(fcinfo)->source));
}

/* golden_rule_codebook_version(frame) */
PG_FUNCTION_INFO_V1(golden_rule_frame_version);
Datum
golden_rule_frame_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(version_of(PG_GETARG_TEXT_PP(0)));
}

/*
 * The codebook of a frame, made in context.  The bytes have been checked when
 * they came in; a value that was made by other means may still be faulty.
 */
NpsCodebook *
nps_frame_compile_value(const text *frame, MemoryContext context)
{
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "nps_ext frame build",
											   ALLOCSET_DEFAULT_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(work);
	NpsFrameLines lines;
	NpsCodebook *book;
	char	   *why;
	int			line_number;

	if (!nps_frame_parse(VARDATA_ANY(frame), VARSIZE_ANY_EXHDR(frame), &lines, &why, &line_number))
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("invalid code frame: %s", why)));
	book = nps_frame_to_codebook(&lines, context);
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(work);
	return book;
}
