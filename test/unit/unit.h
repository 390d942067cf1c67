/*-------------------------------------------------------------------------
 *
 * unit.h
 *		A tiny TAP harness for the unit tests of the pure C parts.
 *
 * Each test program includes this once and ends with "return done_testing();".
 * Failures say where, and what was expected.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_UNIT_H
#define NPS_UNIT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int	unit_count;
static int	unit_failed;

#define ok(condition, name) unit_ok((condition), (name), __FILE__, __LINE__)
#define is_str(got, expected, name) \
	unit_is_str((got), (expected), (name), __FILE__, __LINE__)

static inline bool
unit_ok(bool good, const char *name, const char *file, int line)
{
	printf("%s %d - %s\n", good ? "ok" : "not ok", ++unit_count, name);
	if (!good)
	{
		unit_failed++;
		printf("#   failed at %s line %d\n", file, line);
	}
	return good;
}

static inline bool
unit_is_str(const char *got, const char *expected, const char *name,
			const char *file, int line)
{
	bool		good = unit_ok(strcmp(got, expected) == 0, name, file, line);

	if (!good)
		printf("#   got      \"%s\"\n#   expected \"%s\"\n", got, expected);
	return good;
}

/* The plan, and the exit status of the program. */
static inline int
done_testing(void)
{
	printf("1..%d\n", unit_count);
	if (unit_failed > 0)
		printf("# failed %d of %d\n", unit_failed, unit_count);
	return unit_failed > 0;
}

/* Random numbers that are the same everywhere (xorshift32). */
static uint32_t unit_seed = 2463534242u;

static inline uint32_t
unit_random(uint32_t below)
{
	unit_seed ^= unit_seed << 13;
	unit_seed ^= unit_seed >> 17;
	unit_seed ^= unit_seed << 5;
	return unit_seed % below;
}

#endif							/* NPS_UNIT_H */
