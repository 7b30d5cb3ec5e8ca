/* base/visible and base/log: nothing a text or a file name holds can move the cursor or reorder a line. */
#include "base/visible.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/str.h"
#include "support_alloc.h"

static void assert_shown(lede_str s, bool lines, const char *expected) {
  lede__buf out = {0};
  lede__visible(&out, s, lines);
  assert_false(out.failed);
  assert_string_equal(out.ptr, expected);
  lede__buf_free(&out);
}

static void ordinary_text_of_any_script_passes(void **state) {
  (void)state;
  assert_shown(LEDE__LIT("Ana Cifuentes said <b>"), false, "Ana Cifuentes said <b>");
  assert_shown(LEDE__LIT("Ελλάδα 日本 🙂"), false, "Ελλάδα 日本 🙂");
}

static void controls_are_written_out(void **state) {
  (void)state;
  assert_shown(LEDE__LIT("\x1B[31mred"), false, "<1B>[31mred");
  assert_shown((lede_str){"\0\x07\x7F", 3}, true, "<00><07><7F>");
  assert_shown(LEDE__LIT("\xC2\x9B"
                         "31m"),
               false, "<U+009B>31m");
  assert_shown(LEDE__LIT("a\rb"), true, "a<0D>b");
}

static void line_feed_and_tab_pass_only_when_asked_for(void **state) {
  (void)state;
  assert_shown(LEDE__LIT("a\n\tb"), true, "a\n\tb");
  assert_shown(LEDE__LIT("a\n\tb"), false, "a<0A><09>b");
}

static void bidi_and_zero_width_characters_are_written_out(void **state) {
  (void)state;
  assert_shown(LEDE__LIT("\xE2\x80\xAE"
                         "txt.exe"),
               false, "<U+202E>txt.exe");
  assert_shown(LEDE__LIT("a\xE2\x81\xA6\xE2\x81\xA9\xD8\x9C"), false, "a<U+2066><U+2069><U+061C>");
  assert_shown(LEDE__LIT("\xE2\x80\x8B\xEF\xBB\xBF\xC2\xAD"), false, "<U+200B><U+FEFF><U+00AD>");
  assert_shown(LEDE__LIT("\xE2\x80\xA8\xE2\x80\xA9"), true, "<U+2028><U+2029>");
  assert_shown(LEDE__LIT("\xF3\xA0\x80\x81"), false, "<U+E0001>");
}

static void bytes_that_are_no_utf8_are_written_out(void **state) {
  (void)state;
  assert_shown(LEDE__LIT("caf\xE9.txt"), false, "caf<E9>.txt");
  assert_shown(LEDE__LIT("\xED\xA0\x80"), false, "<ED><A0><80>");
  assert_shown(LEDE__LIT("x\xF0\x9F"), false, "x<F0><9F>");
}

static char logged[256];

static void keep(void *ctx, lede__log_level level, const char *line) {
  assert_ptr_equal(ctx, logged);
  assert_int_equal(level, LEDE__LOG_WARN);
  strcpy(logged, line);
}

/* A line feed in a file name must not look like the start of another message. */
static void later_lines_of_a_message_are_set_in(void **state) {
  (void)state;
  lede__log_to(keep, logged);
  lede__log(LEDE__LOG_WARN, "%s: \x1B[2J", "a\nlede: all is well");
  lede__log_to(NULL, NULL);
  assert_string_equal(logged, "a\n  lede: all is well: <1B>[2J");
}

static lede_status show(void *ctx) {
  (void)ctx;
  lede__buf out = {0};
  lede__visible(&out, LEDE__LIT("\x01\x02\x03\x04\x05\x06\x07\x08\x0B\x0C\x0E\x0F\x10\x11\x12\x13\x14\x15"),
                false);
  lede_status status = out.failed ? LEDE_ENOMEM : LEDE_OK;
  lede__buf_free(&out);
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  assert_survives_failing_allocations(show, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ordinary_text_of_any_script_passes),
      cmocka_unit_test(controls_are_written_out),
      cmocka_unit_test(line_feed_and_tab_pass_only_when_asked_for),
      cmocka_unit_test(bidi_and_zero_width_characters_are_written_out),
      cmocka_unit_test(bytes_that_are_no_utf8_are_written_out),
      cmocka_unit_test(later_lines_of_a_message_are_set_in),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
