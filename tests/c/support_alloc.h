/* support_alloc: makes allocations fail on purpose.
 *
 * A test program is linked with --wrap for malloc, calloc and realloc, so every call made by our own code
 * passes here. Libraries' own calls don't, but for jansson's, which is told to use these. */
#ifndef SUPPORT_ALLOC_H
#define SUPPORT_ALLOC_H

#include "lede.h"

/* From now on the n-th allocation fails (from 1; 0: none), and with `all_after` each one behind it. */
void fail_allocation(size_t n, bool all_after);

/* Whether an allocation was made to fail since then. */
bool allocation_failed(void);

/* Runs `work` with its first allocation failing, then with its second, and so on until none is left: each
 * time it must say LEDE_ENOMEM and leave nothing behind (the sanitizer or valgrind looks for that), at last
 * LEDE_OK. */
void assert_survives_failing_allocations(lede_status (*work)(void *ctx), void *ctx);

/* The same for work that tries again before it gives up: it may also succeed in spite of a failure. */
void assert_survives_or_recovers(lede_status (*work)(void *ctx), void *ctx);

#endif
