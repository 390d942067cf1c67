/*-------------------------------------------------------------------------
 *
 * automaton.h
 *		Finds all of many literals in one pass over a text (Aho-Corasick).
 *
 * Time to scan does not depend on the number of literals, but for the hits
 * reported.  The text may come in chunks: a scan goes on from the state that
 * the last one returned.
 *
 * Pure C: no PostgreSQL.  Memory comes from the caller, is never freed here,
 * and a built automaton is read-only.
 *
 *-------------------------------------------------------------------------
 */
#ifndef NPS_AUTOMATON_H
#define NPS_AUTOMATON_H

#include <stddef.h>
#include <stdint.h>

/* One literal to look for; value is the caller's and comes back with hits. */
typedef struct NpsLiteral
{
	const unsigned char *bytes;
	size_t		len;			/* at least 1 */
	uint32_t	value;
} NpsLiteral;

/*
 * Gives size bytes (never 0), aligned for any type.  Never returns NULL: it
 * may longjmp out instead.
 */
typedef void *(*NpsAlloc) (void *ctx, size_t size);

/* Called during long work, to look for interrupts; it may longjmp out. */
typedef void (*NpsProgress) (void *ctx);

/* A hit: its value, and the offset in the chunk just behind its last byte. */
typedef void (*NpsHit) (void *ctx, uint32_t value, size_t end);

typedef struct NpsAutomatonOptions
{
	NpsAlloc	keep;			/* for what the automaton is made of */
	void	   *keep_ctx;
	NpsAlloc	scratch;		/* for what is free to go once it is built */
	void	   *scratch_ctx;
	NpsProgress progress;		/* or NULL */
	void	   *progress_ctx;
	size_t		max_bytes;		/* limit of all memory, kept and scratch */
	size_t		dense_bytes;	/* limit of the transition table, see
								 * automaton.c; one row is always built */
} NpsAutomatonOptions;

/* Good for options.dense_bytes. */
#define NPS_AUTOMATON_DENSE_BYTES	((size_t) 32 * 1024 * 1024)

typedef enum NpsAutomatonStatus
{
	NPS_AUTOMATON_OK,
	NPS_AUTOMATON_EMPTY_LITERAL,
	NPS_AUTOMATON_TOO_LARGE		/* over max_bytes, or over 2^31 states */
} NpsAutomatonStatus;

typedef struct NpsAutomaton NpsAutomaton;

/* Where every scan starts. */
#define NPS_AUTOMATON_START	0

extern NpsAutomatonStatus nps_automaton_build(const NpsLiteral *literals,
											  size_t count,
											  const NpsAutomatonOptions *options,
											  NpsAutomaton **result);
extern uint32_t nps_automaton_scan(const NpsAutomaton *a, uint32_t state,
								   const unsigned char *text, size_t len,
								   NpsHit hit, void *ctx);
extern size_t nps_automaton_states(const NpsAutomaton *a);
extern size_t nps_automaton_bytes(const NpsAutomaton *a);

#endif							/* NPS_AUTOMATON_H */
