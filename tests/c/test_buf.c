/* base/buf: a writer appends without looking and asks once, at the end. */
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support_alloc.h"

static void what_is_added_stands_there_with_a_nul_behind(void **state) {
  (void)state;
  lede__buf b = {0};
  lede__buf_text(&b, "one ");
  lede__buf_str(&b, (lede_str){"t\0wo", 4});
  lede__buf_char(&b, ' ');
  lede__buf_printf(&b, "%d-%s", 3, "four");
  assert_int_equal(b.len, 15);
  assert_memory_equal(b.ptr, "one t\0wo 3-four", 16);
  lede__buf_free(&b);
}

static void it_grows_to_any_length(void **state) {
  (void)state;
  lede__buf b = {0};
  for (int i = 0; i < 100000; i++) lede__buf_char(&b, (char)('a' + i % 26));
  assert_false(b.failed);
  assert_int_equal(b.len, 100000);
  for (int i = 0; i < 100000; i++) assert_int_equal(b.ptr[i], 'a' + i % 26);
  lede__buf_free(&b);
}

static void adding_nothing_needs_no_memory(void **state) {
  (void)state;
  lede__buf b = {0};
  lede__buf_text(&b, "");
  lede__buf_str(&b, (lede_str){NULL, 0});
  lede__buf_printf(&b, "%s", "");
  assert_null(b.ptr);
  assert_false(b.failed);
}

/* Half of a message must never look like a whole one. */
static void after_a_failure_nothing_more_is_added(void **state) {
  (void)state;
  lede__buf b = {0};
  lede__buf_text(&b, "kept");
  assert_false(lede__buf_reserve(&b, SIZE_MAX));
  lede__buf_text(&b, "lost");
  lede__buf_printf(&b, "%s", "lost");
  assert_true(b.failed);
  assert_string_equal(b.ptr, "kept");
  lede__buf_clear(&b);
  lede__buf_text(&b, "again");
  assert_false(b.failed);
  assert_string_equal(b.ptr, "again");
  lede__buf_free(&b);
}

static lede_status write_some(void *ctx) {
  (void)ctx;
  lede__buf b = {0};
  for (int i = 0; i < 100; i++) lede__buf_printf(&b, "line %d\n", i);
  lede_status status = b.failed ? LEDE_ENOMEM : LEDE_OK;
  lede__buf_free(&b);
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  assert_survives_failing_allocations(write_some, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_added_stands_there_with_a_nul_behind),
      cmocka_unit_test(it_grows_to_any_length),
      cmocka_unit_test(adding_nothing_needs_no_memory),
      cmocka_unit_test(after_a_failure_nothing_more_is_added),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
