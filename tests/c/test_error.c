/* base/error: a failing function fills the error and returns the code in one breath. */
#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void fills_all_fields_and_returns_the_code(void **state) {
  (void)state;
  lede_error err;
  assert_int_equal(lede__fail(&err, LEDE_EIO, "fire.txt", "cannot read: %s", "no such file"), LEDE_EIO);
  assert_int_equal(err.code, LEDE_EIO);
  assert_string_equal(err.where, "fire.txt");
  assert_string_equal(err.message, "cannot read: no such file");
}

static void nobody_has_to_listen(void **state) {
  (void)state;
  assert_int_equal(lede__fail(NULL, LEDE_EUSAGE, NULL, "%d", 1), LEDE_EUSAGE);
  assert_int_equal(lede__nomem(NULL), LEDE_ENOMEM);
}

static void an_error_can_be_wrapped_into_itself(void **state) {
  (void)state;
  lede_error err;
  lede__fail(&err, LEDE_EIO, "inner", "disk full");
  lede__fail(&err, LEDE_ESETUP, err.where, "while loading: %s", err.message);
  assert_string_equal(err.where, "inner");
  assert_string_equal(err.message, "while loading: disk full");
}

/* Every width of character at every distance from the end of the buffer. */
static void long_messages_are_cut_between_code_points(void **state) {
  (void)state;
  static const char *const letters[] = {"x", "é", "€", "𝄞"};
  for (size_t kind = 0; kind < 4; kind++) {
    for (size_t shift = 0; shift < 4; shift++) {
      char text[2 * sizeof(((lede_error *)0)->message)] = "";
      size_t len = shift, width = strlen(letters[kind]);
      memset(text, '.', shift);
      for (; len + width < sizeof text; len += width) memcpy(text + len, letters[kind], width + 1);
      lede_error err;
      lede__fail(&err, LEDE_EIO, text, "%s", text);
      assert_int_equal((strlen(err.message) - shift) % width, 0);
      assert_in_range(strlen(err.message), sizeof err.message - width, sizeof err.message - 1);
      assert_int_equal((strlen(err.where) - shift) % width, 0);
      assert_in_range(strlen(err.where), sizeof err.where - width, sizeof err.where - 1);
    }
  }
}

static void every_status_has_a_name_of_its_own(void **state) {
  (void)state;
  for (int a = LEDE_OK; a <= LEDE_EINTERRUPT; a++) {
    assert_string_not_equal(lede_status_name((lede_status)a), "unknown");
    for (int b = LEDE_OK; b < a; b++)
      assert_string_not_equal(lede_status_name((lede_status)a), lede_status_name((lede_status)b));
  }
  assert_string_equal(lede_status_name((lede_status)999), "unknown");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fills_all_fields_and_returns_the_code),
      cmocka_unit_test(nobody_has_to_listen),
      cmocka_unit_test(an_error_can_be_wrapped_into_itself),
      cmocka_unit_test(long_messages_are_cut_between_code_points),
      cmocka_unit_test(every_status_has_a_name_of_its_own),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
