/* lua/pool: memory for small objects of one Lua state.
 *
 * Lua makes and frees small objects by the million; the general allocator took a sixth of the time of a
 * plugin run (measured 2026-11-21). Blocks of a size class stand in lists of their own, cut from pages
 * that are given back only with the state. Larger blocks are malloc's. */
#ifndef LEDE_LUA_POOL_H
#define LEDE_LUA_POOL_H

#include <stddef.h>

enum {
  LEDE__POOL_STEP = 16,
  LEDE__POOL_LARGEST = 256,
  LEDE__POOL_CLASSES = LEDE__POOL_LARGEST / LEDE__POOL_STEP
};

typedef struct lede__pool {
  struct pool_block *free[LEDE__POOL_CLASSES];
  struct pool_page *pages;
  char *next, *end; /* what is not cut yet of the newest page */
} lede__pool;

/* A zeroed struct is an empty pool; freeing it frees all its small blocks. */
void lede__pool_free(lede__pool *p);

/* As a Lua allocator does it: old_size is the block's true size, 0 with no block. Never fails to shrink or
 * free. */
void *lede__pool_resize(lede__pool *p, void *block, size_t old_size, size_t new_size);

#endif
