/* base/json and base/json_read: whatever is written can be read by a JSON parser and is the same. */
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <float.h>
#include <locale.h>
#include <math.h>

#include "base/json_read.h"
#include "base/str.h"
#include "support_alloc.h"

static void commas_and_colons_come_by_themselves(void **state) {
  (void)state;
  lede__buf out = {0};
  lede__json j = lede__json_to(&out);
  lede__json_open(&j, '{');
  lede__json_key_text(&j, "list");
  lede__json_open(&j, '[');
  lede__json_int(&j, 1);
  lede__json_open(&j, '{');
  lede__json_close(&j, '}');
  lede__json_bool(&j, true);
  lede__json_null(&j);
  lede__json_close(&j, ']');
  lede__json_key_text(&j, "raw");
  lede__json_raw(&j, LEDE__LIT("[2,3]"));
  lede__json_key_text(&j, "absent");
  lede__json_str(&j, (lede_str){NULL, 0});
  lede__json_close(&j, '}');
  assert_string_equal(out.ptr, "{\"list\":[1,{},true,null],\"raw\":[2,3],\"absent\":null}");
  lede__buf_free(&out);
}

static void assert_written(lede_str s, const char *expected) {
  lede__buf out = {0};
  lede__json j = lede__json_to(&out);
  lede__json_str(&j, s);
  assert_string_equal(out.ptr, expected);
  lede__buf_free(&out);
}

static void strings_are_escaped_where_json_says_so(void **state) {
  (void)state;
  assert_written(LEDE__LIT(""), "\"\"");
  assert_written(LEDE__LIT("\"\\/"), "\"\\\"\\\\/\"");
  assert_written(LEDE__LIT("\b\t\n\v\f\r"), "\"\\b\\t\\n\\u000b\\f\\r\"");
  assert_written((lede_str){"a\0b\x1F\x7F", 5}, "\"a\\u0000b\\u001f\x7F\"");
  assert_written(LEDE__LIT("caf\xC3\xA9 \xF0\x9D\x84\x9E"), "\"caf\xC3\xA9 \xF0\x9D\x84\x9E\"");
}

static void broken_utf8_becomes_replacement_characters(void **state) {
  (void)state;
  assert_written(LEDE__LIT("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
  assert_written(LEDE__LIT("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  assert_written(LEDE__LIT("end\xE2\x82"), "\"end\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

/* Each special byte at each place of a string longer than the stride of the fast scan. */
static void every_special_byte_is_seen_at_every_place(void **state) {
  (void)state;
  for (int c = 0; c < 0x80; c++) {
    for (size_t at = 0; at < 24; at++) {
      char text[24];
      memset(text, 'x', sizeof text);
      text[at] = (char)c;
      lede__buf out = {0};
      lede__json j = lede__json_to(&out);
      lede__json_str(&j, (lede_str){text, sizeof text});
      json_t *back;
      assert_int_equal(lede__json_parse((lede_str){out.ptr, out.len}, NULL, &back, NULL), LEDE_OK);
      assert_int_equal(json_string_length(back), sizeof text);
      assert_memory_equal(json_string_value(back), text, sizeof text);
      json_decref(back);
      lede__buf_free(&out);
    }
  }
}

static void assert_number(double x, const char *expected) {
  lede__buf out = {0};
  lede__json j = lede__json_to(&out);
  lede__json_num(&j, x);
  assert_string_equal(out.ptr, expected);
  lede__buf_free(&out);
}

static void numbers_are_as_short_as_can_be(void **state) {
  (void)state;
  assert_number(0.1, "0.1");
  assert_number(1.0 / 3, "0.3333333333333333");
  assert_number(0.1 + 0.2, "0.30000000000000004");
  assert_number(1e21, "1e+21");
  assert_number(5e-324, "5e-324");
  assert_number(DBL_MAX, "1.7976931348623157e+308");
}

static void a_whole_number_stays_a_number(void **state) {
  (void)state;
  assert_number(2, "2.0");
  assert_number(-0.0, "-0.0");
  assert_number(-1500000, "-1500000.0");
}

static void what_is_no_number_is_null(void **state) {
  (void)state;
  assert_number(NAN, "null");
  assert_number(INFINITY, "null");
  assert_number(-INFINITY, "null");
}

static void every_double_reads_back_the_same(void **state) {
  (void)state;
  uint64_t bits = 1;
  for (int i = 0; i < 20000; i++) {
    bits = bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    double x;
    memcpy(&x, &bits, sizeof x);
    if (!isfinite(x)) continue;
    lede__buf out = {0};
    lede__json j = lede__json_to(&out);
    lede__json_num(&j, x);
    assert_true(strtod(out.ptr, NULL) == x);
    lede__buf_free(&out);
  }
}

/* Whoever embeds the library may have set a locale with a decimal comma. */
static void the_decimal_point_is_a_point_in_every_locale(void **state) {
  (void)state;
  static const char *const with_comma[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8"};
  const char *set = NULL;
  for (size_t i = 0; i < 3 && !set; i++) set = setlocale(LC_NUMERIC, with_comma[i]);
  if (!set) skip();
  assert_number(0.5, "0.5");
  setlocale(LC_NUMERIC, "C");
}

static void integers_are_exact_to_both_ends(void **state) {
  (void)state;
  static const int64_t numbers[] = {0, 7, -1, 10, INT64_MAX, INT64_MIN, (INT64_C(1) << 53) + 1};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    lede__buf out = {0};
    lede__json j = lede__json_to(&out);
    lede__json_int(&j, numbers[i]);
    json_t *back;
    assert_int_equal(lede__json_parse((lede_str){out.ptr, out.len}, NULL, &back, NULL), LEDE_OK);
    assert_true(json_is_integer(back) && json_integer_value(back) == numbers[i]);
    json_decref(back);
    lede__buf_free(&out);
  }
}

/* ---- Reading ------------------------------------------------------------ */

static void assert_refused(const char *json, const char *part_of_message) {
  lede_error err;
  json_t *value;
  assert_int_equal(lede__json_parse(lede__str(json), "line 7", &value, &err), LEDE_EFORMAT);
  assert_null(value);
  assert_string_equal(err.where, "line 7");
  assert_non_null(strstr(err.message, part_of_message));
}

static void bad_json_is_refused_with_its_place(void **state) {
  (void)state;
  assert_refused("", "end of file");
  assert_refused("{\"a\\u0000\":1}", "NUL");
  assert_refused("{\n \"a\":}", "line 2");
  assert_refused("{} {}", "JSON: column 4");
  assert_refused("{}\n {}", "line 2, column 2");
  assert_refused("{\"a\":1,\"a\":2}", "duplicate");
  assert_refused("\"\xFF\"", "0xff");
  assert_refused("[99999999999999999999]", "big");
}

static void strings_of_an_object_are_borrowed_with_their_nuls(void **state) {
  (void)state;
  json_t *object;
  assert_int_equal(lede__json_parse(LEDE__LIT("{\"a\":\"x\\u0000y\",\"n\":1}"), NULL, &object, NULL),
                   LEDE_OK);
  lede_str s = lede__json_get_str(object, "a");
  assert_int_equal(s.len, 3);
  assert_memory_equal(s.ptr, "x\0y", 3);
  assert_null(lede__json_get_str(object, "n").ptr);
  assert_null(lede__json_get_str(object, "b").ptr);
  assert_null(lede__json_get_str(NULL, "b").ptr);
  json_decref(object);
}

static lede_status write_and_read(void *ctx) {
  (void)ctx;
  lede__buf out = {0};
  lede__json j = lede__json_to(&out);
  lede__json_open(&j, '[');
  for (int i = 0; i < 100; i++) lede__json_text(&j, "some words");
  lede__json_close(&j, ']');
  json_t *back = NULL;
  lede_status status =
      out.failed ? LEDE_ENOMEM : lede__json_parse((lede_str){out.ptr, out.len}, NULL, &back, NULL);
  json_decref(back);
  lede__buf_free(&out);
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  assert_survives_or_recovers(write_and_read, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(commas_and_colons_come_by_themselves),
      cmocka_unit_test(strings_are_escaped_where_json_says_so),
      cmocka_unit_test(broken_utf8_becomes_replacement_characters),
      cmocka_unit_test(every_special_byte_is_seen_at_every_place),
      cmocka_unit_test(numbers_are_as_short_as_can_be),
      cmocka_unit_test(a_whole_number_stays_a_number),
      cmocka_unit_test(what_is_no_number_is_null),
      cmocka_unit_test(every_double_reads_back_the_same),
      cmocka_unit_test(the_decimal_point_is_a_point_in_every_locale),
      cmocka_unit_test(integers_are_exact_to_both_ends),
      cmocka_unit_test(bad_json_is_refused_with_its_place),
      cmocka_unit_test(strings_of_an_object_are_borrowed_with_their_nuls),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
