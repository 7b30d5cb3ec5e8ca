/* base/arena: memory that is freed all at once. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20, HUGE_PAGE = 2 << 20, HUGE_BLOCK = 2 * HUGE_PAGE };

struct arena_block {
  struct arena_block *below;
  size_t size; /* of `bytes` */
  alignas(max_align_t) char bytes[];
};

static size_t aligned(size_t size) {
  const size_t mask = alignof(max_align_t) - 1;
  return (size + mask) & ~mask;
}

static void drop_head(lede__arena *a) {
  struct arena_block *block = a->head;
  a->total -= sizeof *block + block->size;
  a->head = block->below;
  free(block);
}

void lede__arena_free(lede__arena *a) {
  while (a->head) drop_head(a);
  *a = (lede__arena){0};
}

static size_t next_block_size(const lede__arena *a, size_t least) {
  size_t size = a->head ? a->head->size * 2 : FIRST_BLOCK;
  if (size > LARGEST_BLOCK) size = LARGEST_BLOCK;
  return size < least ? least : size;
}

/* A large text's arrays are filled once from end to end, and a seventh of that time went into faults on 4
 * KB pages (measured 2026-11-21), so large blocks ask for large pages. */
static void *block_memory(size_t size) {
  if (size < HUGE_BLOCK) return malloc(size);
  if (size > SIZE_MAX - HUGE_PAGE) return NULL;
  size_t whole = (size + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1);
  void *memory = aligned_alloc(HUGE_PAGE, whole);
  if (memory) madvise(memory, whole, MADV_HUGEPAGE); /* a wish: no harm where it is refused */
  return memory;
}

static bool push_block(lede__arena *a, size_t least) {
  size_t size = next_block_size(a, least);
  struct arena_block *block = block_memory(sizeof *block + size);
  if (!block) return false;
  block->below = a->head;
  block->size = size;
  a->head = block;
  a->used = 0;
  a->total += sizeof *block + size;
  return true;
}

void *lede__arena_alloc(lede__arena *a, size_t size) {
  if (size > SIZE_MAX / 2) return NULL;
  size = aligned(size);
  bool fits = a->head && a->head->size - a->used >= size;
  if (!fits && !push_block(a, size)) return NULL;
  void *given = a->head->bytes + a->used;
  a->used += size;
  return given;
}

void *lede__arena_calloc(lede__arena *a, size_t count, size_t size) {
  if (size > 0 && count > SIZE_MAX / size) return NULL;
  void *given = lede__arena_alloc(a, count * size);
  return given ? memset(given, 0, count * size) : NULL;
}

lede_str lede__arena_str(lede__arena *a, lede_str s) {
  if (!s.ptr) return s;
  char *copy = s.len < SIZE_MAX ? lede__arena_alloc(a, s.len + 1) : NULL;
  if (!copy) return (lede_str){NULL, 0};
  memcpy(copy, s.ptr, s.len);
  copy[s.len] = '\0';
  return (lede_str){copy, s.len};
}

lede__arena_point lede__arena_mark(const lede__arena *a) { return (lede__arena_point){a->head, a->used}; }

void lede__arena_wind_back(lede__arena *a, lede__arena_point point) {
  while (a->head != point.head) drop_head(a);
  a->used = point.used;
}
