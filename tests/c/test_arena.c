/* base/arena: pieces never overlap, and winding back frees exactly what came after. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support_alloc.h"

static void pieces_are_aligned_and_apart(void **state) {
  (void)state;
  enum { PIECES = 2000 };
  lede__arena a = {0};
  unsigned char *pieces[PIECES];
  for (size_t i = 0; i < PIECES; i++) {
    pieces[i] = lede__arena_alloc(&a, i);
    assert_non_null(pieces[i]);
    assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
    memset(pieces[i], (int)(i & 0xFF), i);
  }
  for (size_t i = 0; i < PIECES; i++)
    for (size_t k = 0; k < i; k++) assert_int_equal(pieces[i][k], i & 0xFF);
  lede__arena_free(&a);
}

static void a_piece_larger_than_any_block_gets_its_own(void **state) {
  (void)state;
  lede__arena a = {0};
  char *large = lede__arena_alloc(&a, (size_t)5 << 20);
  memset(large, 1, (size_t)5 << 20);
  assert_true(a.total > (size_t)5 << 20);
  lede__arena_free(&a);
  assert_int_equal(a.total, 0);
}

static void zero_bytes_give_a_pointer(void **state) {
  (void)state;
  lede__arena a = {0};
  assert_non_null(lede__arena_alloc(&a, 0));
  assert_non_null(lede__arena_calloc(&a, 0, 8));
  lede__arena_free(&a);
}

static void impossible_sizes_are_out_of_memory(void **state) {
  (void)state;
  lede__arena a = {0};
  assert_null(lede__arena_alloc(&a, SIZE_MAX));
  assert_null(lede__arena_alloc(&a, SIZE_MAX - 8));
  assert_null(lede__arena_calloc(&a, SIZE_MAX / 2, 3));
  assert_null(lede__arena_str(&a, (lede_str){"x", SIZE_MAX}).ptr);
  lede__arena_free(&a);
}

static void strings_are_copied_with_a_nul_and_absent_ones_stay_absent(void **state) {
  (void)state;
  lede__arena a = {0};
  char from[] = "a\0b!";
  lede_str copy = lede__arena_str(&a, (lede_str){from, 3});
  from[0] = 'x';
  assert_int_equal(copy.len, 3);
  assert_memory_equal(copy.ptr, "a\0b\0", 4);
  assert_null(lede__arena_str(&a, (lede_str){NULL, 0}).ptr);
  assert_non_null(lede__arena_str(&a, LEDE__LIT("")).ptr);
  lede__arena_free(&a);
}

static void winding_back_frees_what_came_after_and_nothing_else(void **state) {
  (void)state;
  lede__arena a = {0};
  char *kept = lede__arena_alloc(&a, 100);
  memset(kept, 'k', 100);
  lede__arena_point here = lede__arena_mark(&a);
  size_t total = a.total;
  char *first = lede__arena_alloc(&a, 10);
  for (int i = 0; i < 100; i++) assert_non_null(lede__arena_alloc(&a, 50000));
  lede__arena_wind_back(&a, here);
  assert_int_equal(a.total, total);
  assert_ptr_equal(lede__arena_alloc(&a, 10), first);
  for (int i = 0; i < 100; i++) assert_int_equal(kept[i], 'k');
  lede__arena_free(&a);
}

static void an_arena_can_be_wound_back_to_empty(void **state) {
  (void)state;
  lede__arena a = {0};
  lede__arena_point empty = lede__arena_mark(&a);
  assert_non_null(lede__arena_alloc(&a, 10));
  lede__arena_wind_back(&a, empty);
  assert_int_equal(a.total, 0);
  assert_null(a.head);
}

static lede_status use(void *ctx) {
  (void)ctx;
  lede__arena a = {0};
  bool done = lede__arena_alloc(&a, 5000) && lede__arena_calloc(&a, 100, 100) &&
              lede__arena_str(&a, LEDE__LIT("x")).ptr;
  lede__arena_free(&a);
  return done ? LEDE_OK : LEDE_ENOMEM;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  assert_survives_failing_allocations(use, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pieces_are_aligned_and_apart),
      cmocka_unit_test(a_piece_larger_than_any_block_gets_its_own),
      cmocka_unit_test(zero_bytes_give_a_pointer),
      cmocka_unit_test(impossible_sizes_are_out_of_memory),
      cmocka_unit_test(strings_are_copied_with_a_nul_and_absent_ones_stay_absent),
      cmocka_unit_test(winding_back_frees_what_came_after_and_nothing_else),
      cmocka_unit_test(an_arena_can_be_wound_back_to_empty),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
