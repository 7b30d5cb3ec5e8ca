/* match/answers: what is remembered for a word, how much, and that it never fails. */
#include "match/answers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "support_alloc.h"

static void what_was_put_is_found(void **state) {
  (void)state;
  lede__answers m = {0};
  uint32_t number = 7;
  assert_false(lede__answers_find(&m, 1, &number));
  for (uint32_t i = 0; i < 5000; i++) lede__answers_put(&m, lede__hash(&i, sizeof i, 0), i);
  for (uint32_t i = 0; i < 5000; i++) {
    assert_true(lede__answers_find(&m, lede__hash(&i, sizeof i, 0), &number));
    assert_int_equal(number, i);
  }
  lede__answers_clear(&m);
  assert_false(lede__answers_find(&m, 1, &number));
  lede__answers_free(&m);
}

static void a_hash_of_zero_is_a_word_too(void **state) {
  (void)state;
  lede__answers m = {0};
  uint32_t number;
  lede__answers_put(&m, 0, 3);
  assert_true(lede__answers_find(&m, 0, &number));
  assert_int_equal(number, 3);
  lede__answers_free(&m);
}

static void it_is_bounded(void **state) {
  (void)state;
  lede__answers m = {0};
  for (uint32_t i = 0; i < 1000000; i++) lede__answers_put(&m, lede__hash(&i, sizeof i, 0), i);
  assert_true(m.slots <= 1 << 16);
  lede__answers_free(&m);
}

static void without_memory_it_forgets(void **state) {
  (void)state;
  for (size_t n = 1; n < 8; n++) {
    lede__answers m = {0};
    uint32_t number, last = 2999;
    fail_allocation(n, true);
    for (uint32_t i = 0; i <= last; i++) lede__answers_put(&m, lede__hash(&i, sizeof i, 0), i);
    fail_allocation(0, false);
    if (m.slots) assert_true(lede__answers_find(&m, lede__hash(&last, sizeof last, 0), &number));
    lede__answers_free(&m);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_was_put_is_found),
      cmocka_unit_test(a_hash_of_zero_is_a_word_too),
      cmocka_unit_test(it_is_bounded),
      cmocka_unit_test(without_memory_it_forgets),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
