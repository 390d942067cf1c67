/*
 * code_frame.h
 *		A code frame as a list of lines, on its way from the tables or from its
 *		text form to a codebook, and back to text.
 */
#ifndef NPS_CODE_FRAME_H
#define NPS_CODE_FRAME_H

#include "lib/stringinfo.h"

#include "tag/codebook.h"

typedef enum NpsLineKind
{
	NPS_LINE_CUE,
	NPS_LINE_KEYWORD,
	NPS_LINE_MASK,
	NPS_LINE_NEGATOR,
	NPS_LINE_RULE,
	NPS_LINE_TONE,
	NPS_LINE_TOPIC
} NpsLineKind;

#define NPS_LINE_KINDS	(NPS_LINE_TOPIC + 1)

#define NPS_NO_RULES	(-1)

/* One line; what its kind has no use for is 0 or NULL. */
typedef struct NpsFrameLine
{
	NpsLineKind kind;
	bool		builtin;
	bool		enabled;
	int16		rule;			/* number */
	int			nrules;			/* mask: the rules it is for; 0 is for all,
								 * NPS_NO_RULES for a list that says nothing */
	int16	   *rules;
	char	   *code;			/* of a rule or topic */
	char	   *language;
	char	   *pattern;		/* as written */
	char	   *word;			/* polarity of a keyword, direction of a negator */
	int			scope;
	int			number;			/* of the line in the text; 0 if of a table */
	float4		weight;
	float4		tone;
	NpsPattern *compiled;
	char	   *key;			/* equal for lines of which only one can be */
	char	   *text;			/* canonical, without a line end */
} NpsFrameLine;

typedef struct NpsFrameLines
{
	NpsFrameLine *at;
	int			n;
	int			room;
} NpsFrameLines;

extern void nps_pattern_append_key(StringInfo s, const NpsPattern *pattern);
extern NpsFrameLine *nps_frame_add_line(NpsFrameLines *lines, NpsLineKind kind);
extern char *nps_frame_finish_line(NpsFrameLine *line);
extern void nps_frame_settle(NpsFrameLines *lines);
extern text *nps_frame_to_text(const NpsFrameLines *lines);
extern bool nps_frame_parse(const char *bytes, size_t len, NpsFrameLines *lines,
							char **why, int *line_number);
extern NpsCodebook *nps_frame_to_codebook(const NpsFrameLines *lines, MemoryContext context);

#endif							/* NPS_CODE_FRAME_H */
