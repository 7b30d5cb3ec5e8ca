/* support_desk: a desk in a fresh folder, and documents to commit to it. */
#include "support_desk.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "doc/record.h"
#include "store/index.h"
#include "store/rows.h"
#include "support_layer.h"

enum { MOST = 64 };
static char folders[MOST][40];
static int folder_count;
static lede__buf records[MOST];
static int record_count;

const char *new_desk(void) {
  assert_true(folder_count < MOST);
  char *folder = folders[folder_count++];
  strcpy(folder, "/tmp/lede-desk-XXXXXX");
  assert_non_null(mkdtemp(folder));
  return folder;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw) {
  (void)st, (void)flag, (void)ftw;
  return remove(path);
}

void remove_records(void) {
  while (record_count > 0) lede__buf_free(&records[--record_count]);
}

void remove_desks(void) {
  while (folder_count > 0) nftw(folders[--folder_count], remove_one, 16, FTW_DEPTH | FTW_PHYS);
  remove_records();
}

static lede__store *open_with(lede__store_options options) {
  lede__store *s;
  lede_error err;
  if (lede__store_open(&options, &s, &err)) fail_msg("%s: %s", err.where, err.message);
  return s;
}

lede__store *open_desk(const char *folder) { return open_with((lede__store_options){.folder = folder}); }

lede__store *open_reader(const char *folder) {
  return open_with((lede__store_options){.folder = folder, .read_only = true});
}

lede_str record_of(const char *path, const char *text, const char *const *words) {
  assert_true(record_count < MOST);
  lede_given given = {.path = lede__str(path), .id = lede__str(path), .title = LEDE__LIT("Ferry late")};
  lede_doc *doc = doc_of(text, &given);
  test_mark marks[16];
  uint32_t count = 0;
  for (; words && words[count]; count++)
    marks[count] = (test_mark){words[count], "person", "list", words[count], NULL};
  add_layer(doc, "entities", marks, count);
  lede__buf *out = &records[record_count++];
  assert_int_equal(lede__record_write(out, doc, NULL, NULL, 0, NULL), LEDE_OK);
  lede_doc_free(doc);
  return lede__buf_view(out);
}

lede__store_entry done_entry(const char *path, const char *content, lede_str record) {
  return (lede__store_entry){.path = lede__str(path),
                             .content = lede__str(content),
                             .recipe = LEDE__LIT("recipe-1"),
                             .stat = {.device = 1, .inode = 2, .bytes = 3, .modified = 4, .changed = 5},
                             .outcome = LEDE__OUTCOME_DONE,
                             .record = record,
                             .partial = LEDE__LIT("{\"topics\":1}"),
                             .arrived = 10,
                             .ready = 20,
                             .took = 30,
                             .marks = 2,
                             .attempts = 1};
}

lede__store_entry failed_entry(const char *path, const char *content, const char *message) {
  lede__store_entry e = done_entry(path, content, (lede_str){NULL, 0});
  e.outcome = LEDE__OUTCOME_FAILED;
  e.partial = (lede_str){NULL, 0};
  e.failure = (lede__store_failure){.code = LEDE__LIT("plugin"),
                                    .where = LEDE__LIT("quotes.lua:19"),
                                    .message = lede__str(message),
                                    .plugin = LEDE__LIT("quotes")};
  return e;
}

lede__store_entry commit(lede__store *s, lede__store_entry e) {
  lede_error err;
  if (lede__store_commit(s, &e, 1, &err)) fail_msg("%s: %s", err.where, err.message);
  return e;
}

void index_all(lede__store *s) {
  int64_t left = 1;
  lede_error err;
  while (left > 0)
    if (lede__store_index(s, &(lede__index_budget){.documents = 100}, &left, &err))
      fail_msg("%s: %s", err.where, err.message);
}

const char *ask(lede__store *s, const char *sql) {
  static char answer[8192];
  lede__rows *rows;
  lede_error err;
  bool more;
  strcpy(answer, "(none)");
  if (lede__rows_open(s, lede__str(sql), NULL, 0, &rows, &err)) fail_msg("%s: %s", sql, err.message);
  if (lede__rows_next(rows, &more, &err)) fail_msg("%s: %s", sql, err.message);
  if (more) {
    lede__value v = lede__rows_value(rows, 0);
    if (v.kind == LEDE__VALUE_INTEGER)
      snprintf(answer, sizeof answer, "%lld", (long long)v.integer);
    else
      snprintf(answer, sizeof answer, "%.*s", (int)v.str.len, v.str.ptr ? v.str.ptr : "");
  }
  lede__rows_close(rows);
  return answer;
}

const char *dump_of(lede__store *s) {
  static lede__buf dumps[2];
  static int turn;
  lede__buf *out = &dumps[turn ^= 1];
  lede__buf_clear(out);
  assert_int_equal(lede__store_dump(s, out, NULL), LEDE_OK);
  return lede__buf_view(out).ptr;
}
