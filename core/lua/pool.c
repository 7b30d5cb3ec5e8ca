#include "lua/pool.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 32768 };

struct pool_block {
  struct pool_block *next;
};

struct pool_page {
  struct pool_page *next;
  alignas(max_align_t) char bytes[PAGE];
};

static bool is_small(size_t size) { return size > 0 && size <= LEDE__POOL_LARGEST; }

static size_t class_of(size_t size) { return (size - 1) / LEDE__POOL_STEP; }

static bool add_page(lede__pool *p) {
  struct pool_page *page = malloc(sizeof *page);
  if (!page) return false;
  page->next = p->pages;
  p->pages = page;
  p->next = page->bytes;
  p->end = page->bytes + PAGE;
  return true;
}

/* What is left of a page when a block does not fit is lost: less than one block of the largest class. */
static void *take(lede__pool *p, size_t class) {
  struct pool_block *block = p->free[class];
  if (block) {
    p->free[class] = block->next;
    return block;
  }
  size_t size = (class + 1) * LEDE__POOL_STEP;
  if ((size_t)(p->end - p->next) < size && !add_page(p)) return NULL;
  char *fresh = p->next;
  p->next += size;
  return fresh;
}

static void give_back(lede__pool *p, void *block, size_t class) {
  struct pool_block *b = block;
  b->next = p->free[class];
  p->free[class] = b;
}

static void release(lede__pool *p, void *block, size_t size) {
  if (is_small(size))
    give_back(p, block, class_of(size));
  else
    free(block);
}

/* Lua takes it for granted that a block can shrink. Where there is no memory to move it, it stays where it
 * is and joins its new class for good: a block too large for its class does no harm. */
static void *move(lede__pool *p, void *block, size_t old_size, size_t new_size) {
  void *fresh = is_small(new_size) ? take(p, class_of(new_size)) : malloc(new_size);
  if (!fresh) return new_size < old_size ? block : NULL;
  memcpy(fresh, block, old_size < new_size ? old_size : new_size);
  release(p, block, old_size);
  return fresh;
}

void *lede__pool_resize(lede__pool *p, void *block, size_t old_size, size_t new_size) {
  if (new_size == 0) return block ? (release(p, block, old_size), NULL) : NULL;
  if (!block) return is_small(new_size) ? take(p, class_of(new_size)) : malloc(new_size);
  bool was_small = is_small(old_size), will_be = is_small(new_size);
  if (was_small && will_be && class_of(old_size) == class_of(new_size)) return block;
  if (!was_small && !will_be) return realloc(block, new_size);
  return move(p, block, old_size, new_size);
}

void lede__pool_free(lede__pool *p) {
  while (p->pages) {
    struct pool_page *next = p->pages->next;
    free(p->pages);
    p->pages = next;
  }
}
