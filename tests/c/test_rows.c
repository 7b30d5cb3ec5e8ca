/* store/rows: what SQL gives comes with its types, and nothing but reading is done. */
#include "store/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support_desk.h"

static void values_keep_their_types(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  const lede__value values[] = {{.kind = LEDE__VALUE_INTEGER, .integer = INT64_MIN},
                                {.kind = LEDE__VALUE_NUMBER, .number = 0.5},
                                {.kind = LEDE__VALUE_TEXT, .str = {"a\0b", 3}},
                                {.kind = LEDE__VALUE_BYTES, .str = {"\xFF", 1}},
                                {.kind = LEDE__VALUE_NULL}};
  lede__rows *rows;
  bool more;
  assert_int_equal(
      lede__rows_open(s, LEDE__LIT("SELECT ? AS i, ?, ?, ?, ? -- all ;\n"), values, 5, &rows, NULL), LEDE_OK);
  assert_int_equal(lede__rows_columns(rows), 5);
  assert_true(lede__str_is(lede__rows_name(rows, 0), "i"));
  assert_int_equal(lede__rows_next(rows, &more, NULL), LEDE_OK);
  assert_true(more);
  assert_true(lede__rows_value(rows, 0).integer == INT64_MIN);
  assert_true(lede__rows_value(rows, 1).number == 0.5);
  assert_int_equal(lede__rows_value(rows, 2).str.len, 3);
  assert_int_equal(lede__rows_value(rows, 3).kind, LEDE__VALUE_BYTES);
  assert_int_equal(lede__rows_value(rows, 4).kind, LEDE__VALUE_NULL);
  assert_int_equal(lede__rows_next(rows, &more, NULL), LEDE_OK);
  assert_false(more);
  lede__rows_close(rows);
  lede__store_close(s);
}

static void refuse(lede__store *s, const char *sql, const char *what) {
  lede__rows *rows = NULL;
  lede_error err;
  assert_int_equal(lede__rows_open(s, lede__str(sql), NULL, 0, &rows, &err), LEDE_EUSAGE);
  assert_null(rows);
  if (!strstr(err.message, what)) fail_msg("%s: %s", sql, err.message);
}

static void only_one_query_that_reads_is_taken(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *writer = open_desk(desk), *reader = open_reader(desk);
  for (int turn = 0; turn < 2; turn++) {
    lede__store *s = turn ? writer : reader;
    refuse(s, "DELETE FROM documents", "only read");
    refuse(s, "INSERT INTO search(search) VALUES('rebuild')", "only read");
    refuse(s, "CREATE TEMP TABLE t(a)", "only read");
    refuse(s, "ATTACH '/tmp/other.db' AS o", "only read");
    refuse(s, "PRAGMA journal_mode = DELETE", "only read");
    refuse(s, "PRAGMA wal_checkpoint", "only read");
    refuse(s, "UPDATE sqlite_master SET sql = ''", "");
    refuse(s, "BEGIN", "only read");
    refuse(s, "VACUUM", "only read");
    refuse(s, "SELECT load_extension('x')", "");
    refuse(s, "SELECT 1; SELECT 2", "one query");
    refuse(s, "", "no query");
    refuse(s, " -- nothing", "no query");
    refuse(s, "SELECT ?", "1 ?, and 0 values are given");
    refuse(s, "SELECT 1 FROM quptes", "there are articles");
    refuse(s, "SELECT speker FROM articles", "no such column: speker");
    refuse(s, "SELEC 1", "syntax error");
  }
  assert_string_equal(ask(reader, "SELECT count(*) FROM pragma_table_info('documents')"), "17");
  lede__store_close(reader);
  lede__store_close(writer);
}

static bool stop(void *context) {
  ++*(int *)context;
  return *(int *)context > 3;
}

static void a_long_query_is_stopped_on_request(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  lede__rows *rows;
  bool more;
  int asked = 0;
  lede_error err;
  lede__store_ask(s, stop, &asked);
  const char *endless =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
  assert_int_equal(lede__rows_open(s, lede__str(endless), NULL, 0, &rows, NULL), LEDE_OK);
  assert_int_equal(lede__rows_next(rows, &more, &err), LEDE_EINTERRUPT);
  lede__rows_close(rows);
  lede__store_ask(s, NULL, NULL);
  assert_string_equal(ask(s, "SELECT 1"), "1");
  lede__store_close(s);
}

static void a_reader_sees_layers_that_come_later(void **state) {
  (void)state;
  static const char *const words[] = {"Anna Voss", NULL};
  const char *desk = new_desk();
  lede__store *s = open_desk(desk), *reader = open_reader(desk);
  assert_string_equal(ask(reader, "SELECT count(*) FROM search WHERE search MATCH 'ferry'"), "0");
  commit(s, done_entry("a.txt", "sha256:a", record_of("a.txt", "Anna Voss on the ferry.", words)));
  index_all(s);
  assert_string_equal(ask(reader, "SELECT count(*) FROM search WHERE search MATCH 'ferry'"), "1");
  assert_string_equal(ask(reader, "SELECT name FROM entities"), "Anna Voss");
  lede__store_close(reader);
  lede__store_close(s);
}

static int clean(void **state) {
  (void)state;
  remove_desks();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_keep_their_types),
      cmocka_unit_test(only_one_query_that_reads_is_taken),
      cmocka_unit_test(a_long_query_is_stopped_on_request),
      cmocka_unit_test(a_reader_sees_layers_that_come_later),
  };
  return cmocka_run_group_tests(tests, NULL, clean);
}
