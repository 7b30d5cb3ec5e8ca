/* store/export: the files say what the database says, and come back when they are lost. */
#include "store/export.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/file.h"
#include "base/str.h"
#include "support_desk.h"

static lede_str record(const char *path) { return record_of(path, "The ferry was late.", NULL); }

/* What is in a file of the desk; "(none)" when it isn't there. Valid until the next call. */
static const char *content(const char *desk, const char *name) {
  static lede__buf out;
  char path[8192];
  snprintf(path, sizeof path, "%s/%s", desk, name);
  lede__buf_clear(&out);
  return lede__file_read(path, 1 << 20, &out, NULL) ? "(none)" : lede__buf_view(&out).ptr;
}

static void export(lede__store *s, const char *path) {
  lede_error err;
  if (lede__store_export(s, lede__str(path), &err)) fail_msg("%s: %s", err.where, err.message);
}

static uint32_t export_all(lede__store *s) {
  int64_t after = 0;
  uint32_t written, sum = 0;
  bool done = false;
  while (!done) {
    assert_int_equal(lede__store_export_step(s, &after, 2, &done, &written, NULL), LEDE_OK);
    sum += written;
  }
  return sum;
}

static void a_result_is_the_record_and_a_line_feed(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  char wanted[4096];
  lede_str json = record("sub/folder/a.txt");
  snprintf(wanted, sizeof wanted, "%s\n", json.ptr);
  commit(s, done_entry("sub/folder/a.txt", "sha256:a", json));
  export(s, "sub/folder/a.txt");
  assert_string_equal(content(desk, "results/sub/folder/a.txt.json"), wanted);
  assert_string_equal(content(desk, "results/.new"), "(none)");
  lede__store_close(s);
}

static void a_failure_says_first_what_happened_and_what_to_do(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  char beginning[200];
  commit(s, failed_entry("a.txt", "sha256:a", "an error in the plugin\n   19 | local a = nil"));
  export(s, "a.txt");
  const char *json = content(desk, "failed/a.txt.error.json");
  snprintf(
      beginning, sizeof beginning,
      "{\"message\":\"a.txt could not be analysed: plugin quotes: an error in the plugin; tried 1 time. When the cause is "
      "gone: lede retry %s\",\"path\":\"a.txt\"",
      desk);
  assert_memory_equal(json, beginning, strlen(beginning));
  json_t *value = json_loads(json, 0, NULL);
  assert_string_equal(json_string_value(json_object_get(value, "error")),
                      "an error in the plugin\n   19 | local a = nil");
  assert_int_equal(json_integer_value(json_object_get(value, "attempts")), 1);
  json_decref(value);
  lede__store_close(s);
}

static void of_the_two_files_one_is_there(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  commit(s, failed_entry("a.txt", "sha256:a", "no text"));
  export(s, "a.txt");
  commit(s, done_entry("a.txt", "sha256:b", record("a.txt")));
  export(s, "a.txt");
  assert_string_equal(content(desk, "failed/a.txt.error.json"), "(none)");
  assert_string_not_equal(content(desk, "results/a.txt.json"), "(none)");
  commit(s, failed_entry("a.txt", "sha256:c", "no text"));
  export(s, "a.txt");
  assert_string_equal(content(desk, "results/a.txt.json"), "(none)");
  lede__store_forget(s, LEDE__LIT("a.txt"), NULL);
  export(s, "a.txt");
  assert_string_equal(content(desk, "failed/a.txt.error.json"), "(none)");
  lede__store_close(s);
}

static void what_is_lost_or_old_is_written_again_and_no_more(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  char path[64];
  commit(s, done_entry("a.txt", "sha256:a", record("a.txt")));
  commit(s, done_entry("b.txt", "sha256:a", record("b.txt")));
  commit(s, failed_entry("c.txt", "sha256:a", "no text"));
  assert_int_equal(export_all(s), 3);
  assert_int_equal(export_all(s), 0);
  snprintf(path, sizeof path, "%s/results/a.txt.json", desk);
  unlink(path);
  snprintf(path, sizeof path, "%s/results/b.txt.json", desk);
  truncate(path, 0);
  commit(s, failed_entry("c.txt", "sha256:b", "no text"));
  assert_int_equal(export_all(s), 3);
  commit(s, done_entry("b.txt", "sha256:b", record("b.txt")));
  assert_int_equal(export_all(s), 1);
  lede__store_close(s);
}

static void hostile_names_have_files_of_their_own(void **state) {
  (void)state;
  char long_a[256], long_b[256];
  memset(long_a, 'a', 255);
  memset(long_b, 'a', 255);
  long_a[255] = long_b[255] = '\0';
  long_b[254] = 'b';
  const char *paths[] = {"a",    "a.json/b", "a.json_/b", "line\nfeed", "\xFF\xFE",
                         long_a, long_b,     "../up",     "./here",     "//slashes"};
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  enum { COUNT = sizeof paths / sizeof *paths };
  for (size_t i = 0; i < COUNT; i++) commit(s, done_entry(paths[i], "sha256:a", record("x")));
  assert_int_equal(export_all(s), COUNT);
  assert_int_equal(export_all(s), 0);
  for (size_t i = 0; i < COUNT; i++) {
    lede__buf name = {0};
    lede__store_export_name(lede__str(paths[i]), LEDE__OUTCOME_DONE, &name);
    assert_string_not_equal(content(desk, name.ptr), "(none)");
    lede__buf_free(&name);
  }
  lede__store_close(s);
}

static void a_path_as_long_as_can_be_has_a_file(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  char path[4090] = "";
  for (size_t at = 0; at + 100 < sizeof path; at += 100) {
    memset(path + at, 'd', 99);
    path[at + 99] = '/';
  }
  strcat(path, "a.txt");
  commit(s, done_entry(path, "sha256:a", record("x")));
  assert_int_equal(export_all(s), 1);
  assert_int_equal(export_all(s), 0);
  lede__store_close(s);
}

static void a_path_of_folders_whose_names_grow_has_a_file(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  char path[3590] = "";
  for (size_t at = 0; at + 25 < sizeof path; at += 7) memcpy(path + at, "a.json/", 8);
  strcat(path, "a.txt");
  commit(s, done_entry(path, "sha256:a", record("x")));
  assert_int_equal(export_all(s), 1);
  lede__store_close(s);
}

static void what_cant_be_written_is_told_and_written_later(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  lede_error err;
  char path[64];
  snprintf(path, sizeof path, "%s/results", desk);
  close(open(path, O_CREAT | O_WRONLY, 0600)); /* a file where the folder should be */
  commit(s, done_entry("a.txt", "sha256:a", record("a.txt")));
  assert_int_equal(lede__store_export(s, LEDE__LIT("a.txt"), &err), LEDE_EIO);
  assert_non_null(strstr(err.message, "results/a.txt.json"));
  unlink(path);
  export(s, "a.txt");
  assert_string_not_equal(content(desk, "results/a.txt.json"), "(none)");
  lede__store_close(s);
}

static int clean(void **state) {
  (void)state;
  remove_desks();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_result_is_the_record_and_a_line_feed),
      cmocka_unit_test(a_failure_says_first_what_happened_and_what_to_do),
      cmocka_unit_test(of_the_two_files_one_is_there),
      cmocka_unit_test(what_is_lost_or_old_is_written_again_and_no_more),
      cmocka_unit_test(hostile_names_have_files_of_their_own),
      cmocka_unit_test(a_path_as_long_as_can_be_has_a_file),
      cmocka_unit_test(a_path_of_folders_whose_names_grow_has_a_file),
      cmocka_unit_test(what_cant_be_written_is_told_and_written_later),
  };
  return cmocka_run_group_tests(tests, NULL, clean);
}
