/*
 * workspace.h
 *		Parts of a workspace that the caller has allocated.
 *
 * Pure C.  The pure code does not allocate: a function says how many bytes it
 * needs, and carves its arrays out of what it is given.  Sizes are counted with
 * the same rounding, so that both sides agree.
 */
#ifndef NPS_WORKSPACE_H
#define NPS_WORKSPACE_H

#include <stddef.h>

/* Bytes that an array takes in a workspace: whole doubles. */
static inline size_t
nps_part(size_t size, size_t count)
{
	return (size * count + sizeof(double) - 1) / sizeof(double) * sizeof(double);
}

/* The next array of a workspace. */
static inline void *
nps_carve(char **next, size_t size, size_t count)
{
	void	   *part = *next;

	*next += nps_part(size, count);
	return part;
}

#endif							/* NPS_WORKSPACE_H */
