/* base/error: filling the caller's lede_error. Knows nothing of what failed. */
#ifndef LEDE_BASE_ERROR_H
#define LEDE_BASE_ERROR_H

#include "lede.h"

#if defined(__GNUC__)
#define LEDE__PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define LEDE__PRINTF(fmt, args)
#endif

/* Fills `err` (NULL is fine) and returns `code`, so that a failing function can
 * end in `return lede__fail(...)`. `where` may be NULL. Long messages are cut
 * between code points. */
lede_status lede__fail(lede_error *err, lede_status code, const char *where, const char *format, ...)
    LEDE__PRINTF(4, 5);

/* lede__fail for running out of memory; allocates nothing. */
lede_status lede__nomem(lede_error *err);

#endif
