/* core/store when memory runs out: a status, nothing half done, and the next call succeeds. */
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/str.h"
#include "store/export.h"
#include "store/findings.h"
#include "store/index.h"
#include "support_alloc.h"
#include "support_desk.h"

/* One desk, and a document that has another content each time. */
typedef struct scene {
  const char *desk;
  lede_str record, other;
  int turn;
} scene;

static lede_status refresh(lede__store *s, lede_error *err) {
  const lede__finding finding = {LEDE__LIT("topic"), LEDE__LIT("ferry"), LEDE__LIT("{}")};
  lede__block block;
  bool found;
  int64_t others[LEDE__BLOCK_DOCUMENTS];
  size_t count;
  lede__buf lines = {0};
  lede_status status = lede__block_next(s, LEDE__LIT("recipe-1"), -1, &block, &found, err);
  if (!status && found)
    status = lede__block_partials(s, LEDE__LIT("recipe-1"), 0, &lines, others, &count, err);
  if (!status && found)
    status = lede__block_put(s, &block, LEDE__LIT("recipe-1"), lede__buf_view(&lines), err);
  if (!status) status = lede__findings_replace(s, &finding, 1, 1, NULL, NULL, err);
  lede__buf_free(&lines);
  return status;
}

static lede_status one_day(scene *c, lede__store *s, lede_error *err) {
  char content[32];
  int64_t left;
  lede__buf dump = {0};
  snprintf(content, sizeof content, "sha256:%d", c->turn++);
  lede__store_entry group[2] = {done_entry("a.txt", content, c->turn % 2 ? c->record : c->other),
                                failed_entry("b.txt", content, "no text")};
  lede_status status = lede__store_commit(s, group, 2, err);
  if (!status) status = lede__store_index(s, &(lede__index_budget){.documents = 9}, &left, err);
  if (!status) status = refresh(s, err);
  if (!status) status = lede__store_note(s, "inbox", LEDE__LIT("in"), err);
  if (!status) status = lede__store_export(s, LEDE__LIT("a.txt"), err);
  if (!status) status = lede__store_export(s, LEDE__LIT("b.txt"), err);
  if (!status) status = lede__store_dump(s, &dump, err);
  lede__buf_free(&dump);
  return status;
}

static lede_status work(void *context) {
  scene *c = context;
  lede__store *s;
  lede_error err;
  lede_status status = lede__store_open(&(lede__store_options){.folder = c->desk}, &s, &err);
  if (!status) status = one_day(c, s, &err);
  lede__store_close(s);
  return status;
}

static scene new_scene(void) {
  static const char *const ferry[] = {"Anna Voss", NULL}, *const bridge[] = {"Tom Reed", "Anna Voss", NULL};
  return (scene){.desk = new_desk(),
                 .record = record_of("a.txt", "Anna Voss took the ferry.\nIt was late.", ferry),
                 .other = record_of("a.txt", "Tom Reed and Anna Voss crossed the bridge.", bridge)};
}

static void our_own_allocations_may_fail(void **state) {
  (void)state;
  scene c = new_scene();
  assert_survives_failing_allocations(work, &c);
}

/* ---- SQLite's --------------------------------------------------------------- */

static void *take(int size) { return malloc((size_t)size); }
static void *resize(void *old, int size) { return realloc(old, (size_t)size); }
static int size_of(void *p) { return (int)malloc_usable_size(p); }
static int round_up(int size) { return (size + 7) & ~7; }
static int start(void *context) { return (void)context, SQLITE_OK; }
static void stop(void *context) { (void)context; }

static void with_our_malloc(void) {
  static const sqlite3_mem_methods methods = {take, free, resize, size_of, round_up, start, stop, NULL};
  sqlite3_shutdown();
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK);
}

static void assert_in_order(const char *desk) {
  lede__store *s = open_desk(desk);
  assert_string_equal(ask(s, "SELECT integrity_check FROM pragma_integrity_check"), "ok");
  lede__store_close(s);
}

/* There are thousands of them: the first ones each, then ever fewer. */
static void sqlites_allocations_may_fail(void **state) {
  (void)state;
  scene c = new_scene();
  with_our_malloc();
  assert_int_equal(work(&c), LEDE_OK);
  for (size_t n = 1;; n += 1 + n / 24) {
    fail_allocation(n, n % 2);
    lede_status status = work(&c);
    bool failed = allocation_failed();
    fail_allocation(0, false);
    if (!failed) break;
    if (status != LEDE_OK && status != LEDE_ENOMEM)
      fail_msg("allocation %zu: %s", n, lede_status_name(status));
    if (n % 5 == 0) assert_int_equal(work(&c), LEDE_OK);
  }
  assert_in_order(c.desk);
}

static int clean(void **state) {
  (void)state;
  remove_desks();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(our_own_allocations_may_fail),
                                     cmocka_unit_test(sqlites_allocations_may_fail)};
  return cmocka_run_group_tests(tests, NULL, clean);
}
