/* base/luadata: Lua tables as data: what is read, on which line it stands, and that nothing is run. */
#include "base/luadata.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support_alloc.h"

static lede__arena arena;

static lede__datum *read(const char *source) {
  lede_error err = {0};
  lede__datum *d = NULL;
  lede_status status = lede__luadata_read(&arena, "f.lua", lede__str(source), &d, &err);
  if (status) fail_msg("%s: %s", err.where, err.message);
  return d;
}

static void refuses(const char *source, const char *where, const char *message) {
  lede_error err = {0};
  lede__datum *d;
  assert_int_equal(lede__luadata_read(&arena, "f.lua", lede__str(source), &d, &err), LEDE_ESETUP);
  assert_string_equal(err.where, where);
  if (!strstr(err.message, message)) fail_msg("%s", err.message);
}

static int clean(void **state) {
  (void)state;
  lede__arena_free(&arena);
  return 0;
}

static void test_values_know_their_lines(void **state) {
  (void)state;
  lede__datum *d =
      read("-- a\nreturn {\n  one = \"1\", --[[ b\n]] 2;\n  [\"t w o\"] = { true, nil, -1e3 },\n}\n");
  assert_int_equal(d->kind, LEDE__DATUM_TABLE);
  lede__datum *one = d->first, *two = one->next, *three = two->next;
  assert_string_equal(one->key->text.ptr, "one");
  assert_string_equal(one->text.ptr, "1");
  assert_int_equal(one->line, 3);
  assert_null(two->key);
  assert_int_equal(two->kind, LEDE__DATUM_NUMBER);
  assert_int_equal(two->line, 4);
  assert_string_equal(three->key->text.ptr, "t w o");
  assert_int_equal(three->first->kind, LEDE__DATUM_BOOLEAN);
  assert_int_equal(three->first->next->kind, LEDE__DATUM_NIL);
  assert_string_equal(three->first->next->next->text.ptr, "-1e3");
  assert_null(three->next);
}

static void test_strings_are_those_of_lua(void **state) {
  (void)state;
  static const char *const pairs[][2] = {{"'a\"b'", "a\"b"},
                                         {"\"\\65\\x42\\u{20AC}\\n\"", "AB\u20AC\n"},
                                         {"[[\nx]y\n]]", "x]y\n"},
                                         {"[==[a]]b]==]", "a]]b"},
                                         {"\"a\\z \n  b\"", "ab"},
                                         {"\"\\\\\\'\"", "\\'"},
                                         {"\"\\u{7FF}\\u{1F600}\"", "\u07FF\U0001F600"},
                                         {"''", ""}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    char source[128];
    snprintf(source, sizeof source, "return %s", pairs[i][0]);
    assert_string_equal(read(source)->text.ptr, pairs[i][1]);
  }
}

static void test_a_file_without_data_is_an_empty_table(void **state) {
  (void)state;
  assert_null(read("")->first);
  assert_null(read("\xEF\xBB\xBF -- nothing yet\n")->first);
  assert_null(read("return {};")->first);
}

static void test_what_is_no_data_is_refused_on_its_line(void **state) {
  (void)state;
  refuses("local x = 1", "f.lua:1", "begins with: return {");
  refuses("return {\n  f(),\n}", "f.lua:2", "'f' is no data");
  refuses("return {\n  a = b\n}", "f.lua:2", "'b' is no data");
  refuses("return { function() end }", "f.lua:1", "'function' is no data");
  refuses("return {\n 'a' 'b' }", "f.lua:2", "comma is missing");
  refuses("return { 'a' .. 'b' }", "f.lua:1", "comma is missing");
  refuses("\nreturn {\n\n", "f.lua:2", "not closed");
  refuses("return { 'a\n' }", "f.lua:1", "not closed in its line");
  refuses("return {} return {}", "f.lua:1", "behind the table");
  refuses("return { ['a' = 1 }", "f.lua:1", "']' is missing");
  refuses("return { ['a'] 1 }", "f.lua:1", "'=' is missing");
  refuses("return { a = }", "f.lua:1", "a value is missing");
  refuses("return { '\\q' }", "f.lua:1", "backslash");
  refuses("return { '\\300' }", "f.lua:1", "no byte");
  refuses("return { '\\u{D800}' }", "f.lua:1", "no character");
  refuses("return [[ x", "f.lua:1", "not closed by ]]");
}

static void test_deep_nesting_is_refused(void **state) {
  (void)state;
  char source[256] = "return ";
  memset(source + 7, '{', 200);
  refuses(source, "f.lua:1", "nested too deeply");
}

static lede_status read_all(void *ctx) {
  lede__arena own = {0};
  lede__datum *d;
  lede_status status = lede__luadata_read(&own, "f.lua", lede__str(ctx), &d, NULL);
  lede__arena_free(&own);
  return status;
}

static void test_out_of_memory_is_a_status(void **state) {
  (void)state;
  char source[] =
      "return { a = { 'a long enough string to grow a buffer past its first 64 bytes, and then some more', 2, true } }";
  assert_survives_failing_allocations(read_all, source);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(test_values_know_their_lines, clean),
      cmocka_unit_test_teardown(test_strings_are_those_of_lua, clean),
      cmocka_unit_test_teardown(test_a_file_without_data_is_an_empty_table, clean),
      cmocka_unit_test_teardown(test_what_is_no_data_is_refused_on_its_line, clean),
      cmocka_unit_test_teardown(test_deep_nesting_is_refused, clean),
      cmocka_unit_test(test_out_of_memory_is_a_status),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
