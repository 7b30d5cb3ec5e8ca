/* doc/aliases: a user's aliases.lua is read as it is meant, or refused with the line that is wrong. */
#include "doc/aliases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support_alloc.h"
#include "support_file.h"

static int clean(void **state) {
  (void)state;
  remove_files();
  return 0;
}

static void refuses(const char *source, unsigned line, const char *message) {
  lede_error err = {0};
  lede__aliases a;
  char where[64];
  const char *path = file_of(source);
  snprintf(where, sizeof where, "%s:%u", path, line);
  assert_int_equal(lede__aliases_read(path, &a, &err), LEDE_ESETUP);
  assert_string_equal(err.where, where);
  if (!strstr(err.message, message)) fail_msg("%s", err.message);
  assert_null(a.lists);
}

static void test_four_sections_become_four_lists(void **state) {
  (void)state;
  lede__aliases a;
  const char *path = file_of(
      "return { merge = { ['Ada Berg'] = { 'Berg', 'A. B.', kind = 'person' }, Corrin = 'Korrin' },\n"
      "split = { ['Ada Berg'] = { 'Berg' } }, rename = { Kiev = 'Kyiv' }, never = { 'Breaking', person = { 'Spring' } } }");
  assert_int_equal(lede__aliases_read(path, &a, NULL), LEDE_OK);
  char *json = json_dumps(a.lists, JSON_COMPACT | JSON_SORT_KEYS);
  assert_string_equal(
      json,
      "{\"merge\":[{\"forms\":[\"Berg\",\"A. B.\"],\"kind\":\"person\",\"name\":\"Ada Berg\"},{\"forms\":[\"Korrin\"],\"name\":\"Corrin\"}],"
      "\"never\":[{\"word\":\"Breaking\"},{\"kind\":\"person\",\"word\":\"Spring\"}],\"rename\":[{\"from\":\"Kiev\",\"to\":\"Kyiv\"}],"
      "\"split\":[{\"forms\":[\"Berg\"],\"name\":\"Ada Berg\"}]}");
  free(json);
  lede__aliases_free(&a);
}

static void test_the_hash_is_of_what_is_said(void **state) {
  (void)state;
  lede__aliases a, b, c;
  assert_int_equal(lede__aliases_read(file_of("return { never = { 'x' } }"), &a, NULL), LEDE_OK);
  assert_int_equal(lede__aliases_read(file_of("-- why\nreturn {\n  never = { \"x\" },\n}"), &b, NULL),
                   LEDE_OK);
  assert_int_equal(lede__aliases_read(file_of("return { never = { 'y' } }"), &c, NULL), LEDE_OK);
  assert_string_equal(a.hash, b.hash);
  assert_string_not_equal(a.hash, c.hash);
  lede__aliases_free(&a);
  lede__aliases_free(&b);
  lede__aliases_free(&c);
}

static void test_an_empty_file_says_nothing(void **state) {
  (void)state;
  lede__aliases a;
  assert_int_equal(lede__aliases_read("/dev/null", &a, NULL), LEDE_OK);
  assert_null(a.lists);
  lede__aliases_free(&a);
}

static void test_mistakes_are_told_with_their_line(void **state) {
  (void)state;
  refuses("return {\n merg = {} }", 2, "did you mean 'merge'?");
  refuses("return { others = {} }", 1, "there are merge, split, rename and never");
  refuses("return 'x'", 1, "the file is a string");
  refuses("return { merge = 'x' }", 1, "merge is a string; it is a table");
  refuses("return { merge = { 'x' } }", 1, "a name is missing");
  refuses("return { merge = {\n A = { 'x',\n 3 } } }", 3, "a form of a name is a number");
  refuses("return { merge = { A = { 'x', ' ' } } }", 1, "is empty");
  refuses("return { merge = { A = { '\xFF' } } }", 1, "UTF-8");
  refuses("return { merge = { A = { kind = 'persn' } } }", 1, "did you mean 'person'?");
  refuses("return { merge = { A = { note = 'x' } } }", 1, "kind = only");
  refuses("return { merge = { A = 'x' }, merge = { B = 'y' } }", 1, "\"merge\" in line 1 already");
  refuses("return { rename = { A = 'x',\n A = 'y' } }", 2, "\"A\" in line 1 already");
  refuses("return { rename = { A = 3 } }", 1, "the new name is a number");
  refuses("return { never = { place = 'x' } }", 1, "place is a string");
}

static void test_a_form_belongs_to_one_name(void **state) {
  (void)state;
  refuses("return { merge = {\n A = { 'x' },\n B = { 'X' } } }", 3,
          "is a form of \"B\" here and \"A\" in line 2");
  refuses("return { merge = {\n A = { 'B' },\n B = { 'x' } } }", 3, "leave one out");
  refuses("return { rename = { A = 'x',\n a = 'y' } }", 2, "is renamed to");
}

static lede_status read_all(void *path) {
  lede__aliases a;
  lede_status status = lede__aliases_read(path, &a, NULL);
  lede__aliases_free(&a);
  return status;
}

static void test_out_of_memory_is_a_status(void **state) {
  (void)state;
  const char *path = file_of(
      "return { merge = { A = { 'B', kind = 'org' } }, split = { A = { 'C' } }, rename = { D = 'E' }, never = { 'F', place = { 'G' } } }");
  assert_survives_or_recovers(read_all, (void *)path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(test_four_sections_become_four_lists, clean),
      cmocka_unit_test_teardown(test_the_hash_is_of_what_is_said, clean),
      cmocka_unit_test_teardown(test_an_empty_file_says_nothing, clean),
      cmocka_unit_test_teardown(test_mistakes_are_told_with_their_line, clean),
      cmocka_unit_test_teardown(test_a_form_belongs_to_one_name, clean),
      cmocka_unit_test_teardown(test_out_of_memory_is_a_status, clean),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
