/* base/arena: memory that is freed all at once.
 *
 * A document is one arena and one free. Blocks double up to 1 MB; what is
 * larger gets a block of its own. Nothing is freed in between, but an arena can
 * be wound back to an earlier point. */
#ifndef LEDE_BASE_ARENA_H
#define LEDE_BASE_ARENA_H

#include "base/error.h"

typedef struct lede__arena {
  struct arena_block *head;
  size_t used;  /* bytes handed out from `head` */
  size_t total; /* bytes reserved in all blocks, for memory accounting */
} lede__arena;

typedef struct lede__arena_point {
  struct arena_block *head;
  size_t used;
} lede__arena_point;

/* A zeroed struct is an empty arena. */
void lede__arena_free(lede__arena *a);

/* `size` bytes aligned for any type, uninitialised; NULL when out of memory.
 * Zero bytes give a valid pointer. */
void *lede__arena_alloc(lede__arena *a, size_t size);
/* count * size bytes, zeroed; NULL when out of memory or when the product overflows. */
void *lede__arena_calloc(lede__arena *a, size_t count, size_t size);
/* A NUL-terminated copy; ptr NULL when out of memory. An absent string stays absent. */
lede_str lede__arena_str(lede__arena *a, lede_str s);

/* Remembers the present point; lede__arena_wind_back frees all that came after. */
lede__arena_point lede__arena_mark(const lede__arena *a);
void lede__arena_wind_back(lede__arena *a, lede__arena_point point);

#endif
