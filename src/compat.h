/*
 * compat.h
 *		Everything that differs between the supported server versions (15 to 18).
 *
 * The only file in the project that looks at PG_VERSION_NUM: the rest is
 * written for the newest server, and this file teaches the older ones.
 */
#ifndef NPS_COMPAT_H
#define NPS_COMPAT_H

#if PG_VERSION_NUM < 150000
#error "nps_ext needs PostgreSQL 15 or later"
#endif

/* 16: the varlena macros moved to a header of their own */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* 16: soft errors, so that pg_input_is_valid() can ask an input function */
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#else
#define ereturn(context, dummy, ...) \
	do { \
		(void) (context); \
		ereport(ERROR, __VA_ARGS__); \
		return (dummy); \
	} while (0)
#endif

/* 18: a module can say its name and version */
#ifdef PG_MODULE_MAGIC_EXT
#define NPS_MODULE_MAGIC(name_, version_) \
	PG_MODULE_MAGIC_EXT(.name = name_, .version = version_)
#else
#define NPS_MODULE_MAGIC(name_, version_) PG_MODULE_MAGIC
#endif

#endif							/* NPS_COMPAT_H */
