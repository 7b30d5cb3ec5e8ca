#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lua/pool.h"
#include "support_alloc.h"

static void fill(char *block, size_t size, int seed) {
  for (size_t i = 0; i < size; i++) block[i] = (char)(seed + (int)i);
}

static int holds(const char *block, size_t size, int seed) {
  for (size_t i = 0; i < size; i++)
    if (block[i] != (char)(seed + (int)i)) return 0;
  return 1;
}

static void bytes_survive_every_change_of_size(void **state) {
  (void)state;
  lede__pool pool = {0};
  enum { MOST = 600 };
  for (size_t from = 1; from < MOST; from += 7)
    for (size_t to = 1; to < MOST; to += 11) {
      char *block = lede__pool_resize(&pool, NULL, 0, from);
      assert_non_null(block);
      assert_int_equal((uintptr_t)block % 16, 0);
      fill(block, from, (int)(from + to));
      block = lede__pool_resize(&pool, block, from, to);
      assert_non_null(block);
      assert_true(holds(block, from < to ? from : to, (int)(from + to)));
      assert_null(lede__pool_resize(&pool, block, to, 0));
    }
  lede__pool_free(&pool);
}

static void freed_blocks_of_a_class_are_used_again(void **state) {
  (void)state;
  lede__pool pool = {0};
  void *first = lede__pool_resize(&pool, NULL, 0, 40);
  lede__pool_resize(&pool, first, 40, 0);
  assert_ptr_equal(lede__pool_resize(&pool, NULL, 0, 48), first);
  lede__pool_free(&pool);
}

static void live_blocks_never_overlap(void **state) {
  (void)state;
  enum { COUNT = 2000 };
  lede__pool pool = {0};
  static char *blocks[COUNT];
  static size_t sizes[COUNT];
  uint32_t random = 1;
  for (int round = 0; round < 20000; round++) {
    random = random * 1664525u + 1013904223u;
    int i = (int)(random >> 16) % COUNT;
    size_t size = (random >> 8) % 400;
    if (blocks[i]) assert_true(holds(blocks[i], sizes[i], i));
    blocks[i] = lede__pool_resize(&pool, blocks[i], blocks[i] ? sizes[i] : 0, size);
    sizes[i] = size;
    if (blocks[i]) fill(blocks[i], size, i);
  }
  for (int i = 0; i < COUNT; i++) lede__pool_resize(&pool, blocks[i], blocks[i] ? sizes[i] : 0, 0);
  lede__pool_free(&pool);
}

/* Lua does not look whether shrinking worked. */
static void shrinking_works_without_memory(void **state) {
  (void)state;
  lede__pool pool = {0};
  char *block = lede__pool_resize(&pool, NULL, 0, 200);
  fill(block, 200, 3);
  fail_allocation(1, true);
  char *small = lede__pool_resize(&pool, block, 200, 20);
  fail_allocation(0, false);
  assert_non_null(small);
  assert_true(holds(small, 20, 3));
  lede__pool_free(&pool);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(bytes_survive_every_change_of_size),
                                     cmocka_unit_test(freed_blocks_of_a_class_are_used_again),
                                     cmocka_unit_test(live_blocks_never_overlap),
                                     cmocka_unit_test(shrinking_works_without_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
