/* input/names: what a file's name says about it, and what it does not. */
#include "input/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

static void the_ending_says_what_is_inside(void **state) {
  (void)state;
  assert_int_equal(lede__name_content("a/b.jsonl"), LEDE__JSONL);
  assert_int_equal(lede__name_content("B.NDJSON.GZ"), LEDE__JSONL);
  assert_int_equal(lede__name_content("b.csv"), LEDE__CSV);
  assert_int_equal(lede__name_content("b.tsv.gz"), LEDE__CSV);
  assert_int_equal(lede__name_content("b.txt"), LEDE__PLAIN);
  assert_int_equal(lede__name_content("jsonl"), LEDE__PLAIN);
  assert_int_equal(lede__name_content("csv.d/b"), LEDE__PLAIN);
  assert_int_equal(lede__name_content("-"), LEDE__PLAIN);
  assert_true(lede__name_is_packed("b.txt.gz"));
  assert_false(lede__name_is_packed("gz"));
}

static void folders_are_read_for_finished_texts(void **state) {
  (void)state;
  static const char *const wanted[] = {"a.txt",   "A.TXT", "a.text",   "a.md",
                                       "a.jsonl", "a.csv", "a.txt.gz", "a.tsv"};
  static const char *const unwanted[] = {".a.txt", "a.txt~", "a.txt.tmp", "a.txt.part", "a", "txt",
                                         ".txt",   "a.gz",   "a.pdf",     "a.html",     "",  "a.txt.bak"};
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) assert_true(lede__name_is_wanted(wanted[i]));
  for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
    assert_false(lede__name_is_wanted(unwanted[i]));
}

static void folder_is(const char *path, const char *want) {
  lede_str got = lede__name_of_folder(lede__str(path));
  if (!want)
    assert_null(got.ptr);
  else
    assert_true(lede__str_is(got, want));
}

static void the_folder_is_the_one_the_file_lies_in(void **state) {
  (void)state;
  folder_is("news/Daily Post/a.txt", "Daily Post");
  folder_is("news//a.txt", "news");
  folder_is("/news/a.txt", "news");
  folder_is("a.txt", NULL);
  folder_is("/a.txt", NULL);
  folder_is("./a.txt", NULL);
  folder_is("../a.txt", NULL);
  folder_is("", NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_ending_says_what_is_inside),
      cmocka_unit_test(folders_are_read_for_finished_texts),
      cmocka_unit_test(the_folder_is_the_one_the_file_lies_in),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
