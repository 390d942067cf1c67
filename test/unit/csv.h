/*
 * csv.h
 *		A small reader of comma-separated files for the unit tests.
 *
 * The first line names the columns; there is no quoting.  An empty field reads
 * as NaN, "Infinity" as infinity.  A file or column that is not there ends the
 * program: a test that cannot read its reference has not passed.
 */
#ifndef NPS_CSV_H
#define NPS_CSV_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Csv
{
	char	   *text;
	char	  **cell;			/* (rows + 1) x cols; row 0 of it is the header */
	int			rows;			/* without the header */
	int			cols;
	const char *name;
} Csv;

static inline void
csv_fail(const char *what, const char *name)
{
	printf("Bail out! %s: %s\n", what, name);
	exit(1);
}

/* The whole file, ended by a zero. */
static inline char *
csv_slurp(const char *path)
{
	FILE	   *file = fopen(path, "rb");
	size_t		room = 1 << 16,
				used = 0;
	char	   *text = malloc(room);

	if (file == NULL)
		csv_fail("cannot open (give the directory as the first argument)", path);
	while (text != NULL)
	{
		used += fread(text + used, 1, room - 1 - used, file);
		if (used < room - 1)
			break;
		text = realloc(text, room *= 2);
	}
	if (text == NULL)
		csv_fail("no memory for", path);
	fclose(file);
	text[used] = '\0';
	return text;
}

/* Read directory/name. */
static inline Csv
csv_read(const char *directory, const char *name)
{
	Csv			csv = {NULL, NULL, 0, 1, name};
	char		path[4096];
	char	   *c;
	int			cells = 1,
				lines = 0,
				i = 0;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	csv.text = csv_slurp(path);
	for (c = csv.text; *c; c++)
	{
		lines += *c == '\n';
		cells += *c == ',' || *c == '\n';
		csv.cols += *c == ',' && lines == 0;
	}
	csv.rows = lines - 1;
	if (cells - 1 != lines * csv.cols)
		csv_fail("lines of different length", path);
	csv.cell = malloc(sizeof(char *) * cells);
	if (csv.cell == NULL)
		csv_fail("no memory for", path);
	csv.cell[i++] = csv.text;
	for (c = csv.text; *c; c++)
		if (*c == ',' || *c == '\n')
		{
			*c = '\0';
			csv.cell[i++] = c + 1;
		}
	return csv;
}

static inline void
csv_free(Csv *csv)
{
	free(csv->cell);
	free(csv->text);
}

/* A field as text; row counts from 0. */
static inline const char *
csv_text(const Csv *csv, int row, const char *column)
{
	int			i;

	for (i = 0; i < csv->cols; i++)
		if (strcmp(csv->cell[i], column) == 0)
			return csv->cell[(row + 1) * csv->cols + i];
	csv_fail(column, csv->name);
	return NULL;
}

/* A field as a number; NaN where it is empty. */
static inline double
csv_number(const Csv *csv, int row, const char *column)
{
	const char *text = csv_text(csv, row, column);
	char	   *end;
	double		value = strtod(text, &end);

	if (*text == '\0')
		return NAN;
	if (*end != '\0')
		csv_fail("not a number in column", column);
	return value;
}

/* Whether the field is this text. */
static inline int
csv_is(const Csv *csv, int row, const char *column, const char *text)
{
	return strcmp(csv_text(csv, row, column), text) == 0;
}

#endif							/* NPS_CSV_H */
