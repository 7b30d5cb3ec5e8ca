/* base/json_walk: what is stepped through is what is written, and what is broken is told. */
#include "base/json_walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/str.h"
#include "support_alloc.h"

static void assert_str(lede_str got, const char *wanted) {
  if (!lede__str_is(got, wanted))
    fail_msg("got \"%.*s\", wanted \"%s\"", (int)got.len, got.ptr ? got.ptr : "", wanted);
}

static void members_and_items_come_in_their_order(void **state) {
  (void)state;
  lede__json_walk w = lede__json_walk_of(LEDE__LIT(" { \"a\" : [1, -2.5e3,true ] , \"b\":{ }, \"c\":null} "));
  lede_str key;
  assert_true(lede__json_walk_in(&w, '{'));
  assert_true(lede__json_walk_key(&w, &key));
  assert_str(key, "a");
  assert_true(lede__json_walk_in(&w, '['));
  assert_true(lede__json_walk_item(&w));
  assert_str(lede__json_walk_over(&w), "1");
  assert_true(lede__json_walk_item(&w));
  assert_int_equal(lede__json_walk_kind(&w), '0');
  assert_str(lede__json_walk_over(&w), "-2.5e3");
  assert_true(lede__json_walk_item(&w));
  assert_str(lede__json_walk_over(&w), "true");
  assert_false(lede__json_walk_item(&w));
  assert_true(lede__json_walk_key(&w, &key));
  assert_str(lede__json_walk_over(&w), "{ }");
  assert_true(lede__json_walk_key(&w, &key));
  assert_str(key, "c");
  assert_int_equal(lede__json_walk_kind(&w), 'n');
  assert_false(lede__json_walk_in(&w, '{'));
  assert_false(lede__json_walk_key(&w, &key));
  assert_false(w.bad);
}

static void nested_values_are_passed_over_as_they_are_written(void **state) {
  (void)state;
  const char *values[] = {
      "{\"a\":[{\"b\":\"}]\"},[[]]],\"c\":\"\\\"\"}", "[]", "{}", "[[1,2],{\"x\":[ ]}]", "\"\\\\\"", "0"};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    char text[128];
    snprintf(text, sizeof text, "[%s, 7]", values[i]);
    lede__json_walk w = lede__json_walk_of(lede__str(text));
    assert_true(lede__json_walk_in(&w, '['));
    assert_true(lede__json_walk_item(&w));
    assert_str(lede__json_walk_over(&w), values[i]);
    assert_true(lede__json_walk_item(&w));
    assert_str(lede__json_walk_over(&w), "7");
    assert_false(lede__json_walk_item(&w));
    assert_false(w.bad);
  }
}

static void strings_are_read_as_jansson_reads_them(void **state) {
  (void)state;
  const char *texts[] = {"\"plain\"",
                         "\"\"",
                         "\"a\\nb\\t\\\"\\\\\\/\\b\\f\\r\"",
                         "\"\\u00e9\\u20AC\\ud83d\\ude00!\"",
                         "\"caf\xC3\xA9 \\u0000 end\"",
                         "\"\\\\u0041\""};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    lede__arena arena = {0};
    bool failed = false;
    lede__json_walk w = lede__json_walk_of(lede__str(texts[i]));
    lede_str got = lede__json_walk_str(&w, &arena, &failed);
    json_t *value = json_loads(texts[i], JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    assert_non_null(value);
    assert_int_equal(got.len, json_string_length(value));
    assert_memory_equal(got.ptr, json_string_value(value), got.len);
    json_decref(value);
    lede__arena_free(&arena);
  }
}

static void half_a_surrogate_is_a_replacement_character(void **state) {
  (void)state;
  const char *texts[] = {"\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\uzzzz\"", "\"\\u12\""};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    lede__arena arena = {0};
    bool failed = false;
    lede__json_walk w = lede__json_walk_of(lede__str(texts[i]));
    lede_str got = lede__json_walk_str(&w, &arena, &failed);
    assert_true(got.len >= 3 && memcmp(got.ptr, "\xEF\xBF\xBD", 3) == 0);
    lede__arena_free(&arena);
  }
}

static void what_is_broken_is_told_wherever_it_ends(void **state) {
  (void)state;
  const char whole[] = "{\"a\":[1,{\"b\":\"x\\\"y\"},[true,null]],\"c\":{\"d\":-1.5}}";
  for (size_t len = 0; len < sizeof whole - 1; len++) {
    char *cut = malloc(len + 1); /* so that a sanitizer sees what is read behind it */
    memcpy(cut, whole, len);
    lede__json_walk w = lede__json_walk_of((lede_str){cut, len});
    lede_str got = lede__json_walk_over(&w);
    assert_true(w.bad);
    assert_null(got.ptr);
    free(cut);
  }
  const char *broken[] = {"{1:2}", "[1 2]", "{\"a\" 1}",  "{\"a\":}", "[,1]",
                          "}",     "[1,]",  "{\"a\":1,}", "[1}",      "nonsense"};
  for (size_t i = 0; i < sizeof broken / sizeof *broken - 1; i++) {
    lede__json_walk w = lede__json_walk_of(lede__str(broken[i]));
    lede__json_walk_over(&w);
    assert_true(w.bad);
  }
}

static void depth_is_bounded(void **state) {
  (void)state;
  char *deep = malloc(200000);
  memset(deep, '[', 200000);
  lede__json_walk w = lede__json_walk_of((lede_str){deep, 200000});
  lede__json_walk_over(&w);
  assert_true(w.bad);
  memset(deep, '[', 1000);
  memset(deep + 1000, ']', 1000);
  w = lede__json_walk_of((lede_str){deep, 2000});
  assert_int_equal(lede__json_walk_over(&w).len, 2000);
  assert_false(w.bad);
  free(deep);
}

static void integers_are_exact(void **state) {
  (void)state;
  const struct {
    const char *written;
    bool fits;
    int64_t n;
  } cases[] = {{"0", true, 0},
               {"-1", true, -1},
               {"9223372036854775807", true, INT64_MAX},
               {"-9223372036854775808", true, INT64_MIN},
               {"9223372036854775808", false, 0},
               {"-9223372036854775809", false, 0},
               {"1.0", false, 0},
               {"1e3", false, 0},
               {"-", false, 0},
               {"", false, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int64_t n = 0;
    assert_int_equal(lede__json_walk_integer(lede__str(cases[i].written), &n), cases[i].fits);
    if (cases[i].fits) assert_true(n == cases[i].n);
  }
}

static void a_failed_allocation_is_told(void **state) {
  (void)state;
  lede__arena arena = {0};
  bool failed = false;
  lede__json_walk w = lede__json_walk_of(LEDE__LIT("\"a\\n\""));
  fail_allocation(1, false);
  assert_null(lede__json_walk_str(&w, &arena, &failed).ptr);
  fail_allocation(0, false);
  assert_true(failed);
  lede__arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(members_and_items_come_in_their_order),
      cmocka_unit_test(nested_values_are_passed_over_as_they_are_written),
      cmocka_unit_test(strings_are_read_as_jansson_reads_them),
      cmocka_unit_test(half_a_surrogate_is_a_replacement_character),
      cmocka_unit_test(what_is_broken_is_told_wherever_it_ends),
      cmocka_unit_test(depth_is_bounded),
      cmocka_unit_test(integers_are_exact),
      cmocka_unit_test(a_failed_allocation_is_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
