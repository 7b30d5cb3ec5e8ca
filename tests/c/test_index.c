/* store/index: what is indexed is what the records say now, whenever it is interrupted. */
#include "store/index.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/str.h"
#include "support_desk.h"

static const char *const ferry[] = {"Anna Voss", "Tom Reed", NULL};

static lede_str ferry_record(const char *path) {
  return record_of(path, "Anna Voss met Tom Reed on the ferry.", ferry);
}

static int64_t step(lede__store *s, uint32_t documents) {
  int64_t left;
  assert_int_equal(lede__store_index(s, &(lede__index_budget){.documents = documents}, &left, NULL), LEDE_OK);
  return left;
}

/* A record in the least words: what is under "doc", the layers' schema and the layers. */
static lede_str raw(char *out, const char *schema, const char *layers) {
  sprintf(
      out,
      "{\"lede\":1,\"doc\":{\"id\":\"x\",\"title\":\"T\"},\"text\":\"words\",\"schema\":{%s},\"layers\":{%s}}",
      schema, layers);
  return lede__str(out);
}

static void marks_facts_and_words_are_found(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  commit(s, done_entry("a.txt", "sha256:a", ferry_record("a.txt")));
  assert_string_equal(ask(s, "SELECT count(*) FROM search WHERE search MATCH 'ferry'"), "0");
  index_all(s);
  assert_string_equal(
      ask(s,
          "SELECT path FROM search JOIN documents d ON d.id = search.rowid WHERE search MATCH 'FERRY voss'"),
      "a.txt");
  assert_string_equal(ask(s, "SELECT title FROM articles"), "Ferry late");
  assert_string_equal(
      ask(s, "SELECT group_concat(name || ':' || text || ':' || \"start\" || '-' || \"end\") FROM entities"),
      "Anna Voss:Anna Voss:0-9,Tom Reed:Tom Reed:14-22");
  assert_string_equal(ask(s, "SELECT group_concat(name || mentions || articles) FROM people"),
                      "Anna Voss11,Tom Reed11");
  assert_string_equal(
      ask(s, "SELECT snippet(search, 1, '[', ']', '', 9) FROM search WHERE search MATCH 'ferry'"),
      "Anna Voss met Tom Reed on the [ferry].");
  lede__store_close(s);
}

static void a_text_is_kept_to_its_last_byte(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  commit(s, done_entry("a.txt", "sha256:a", LEDE__LIT("{\"doc\":{},\"text\":\"one\\u0000two\"}")));
  index_all(s);
  assert_string_equal(ask(s, "SELECT hex(text) FROM articles"), "6F6E650074776F");
  assert_string_equal(ask(s, "SELECT count(*) FROM search WHERE search MATCH 'two'"), "1");
  lede__store_close(s);
}

static void diacritics_make_no_difference(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  commit(s, done_entry("a.txt", "sha256:a", record_of("a.txt", "Łódź and Málaga and Ångström.", NULL)));
  index_all(s);
  assert_string_equal(ask(s, "SELECT count(*) FROM search WHERE search MATCH 'malaga angstrom'"), "1");
  lede__store_close(s);
}

static void indexing_goes_on_where_it_stopped(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  char path[16];
  for (int i = 0; i < 5; i++) {
    snprintf(path, sizeof path, "%d.txt", i);
    commit(s, done_entry(path, "sha256:a", ferry_record(path)));
  }
  commit(s, failed_entry("5.txt", "sha256:a", "no text"));
  assert_int_equal(step(s, 2), 4);
  lede__store_close(s);
  s = open_desk(desk);
  assert_int_equal(step(s, 2), 2);
  assert_int_equal(step(s, 0), 0);
  assert_int_equal(step(s, 0), 0);
  assert_string_equal(ask(s, "SELECT mentions || ' ' || articles FROM people LIMIT 1"), "5 5");
  assert_string_equal(ask(s, "SELECT count(*) FROM marks_entities"), "10");
  lede__store_close(s);
}

static void it_ends_though_somebody_else_took_documents_out(void **state) {
  (void)state;
  const char *desk = new_desk();
  char file[64];
  sqlite3 *db;
  lede__store *s = open_desk(desk);
  commit(s, done_entry("a.txt", "sha256:a", ferry_record("a.txt")));
  snprintf(file, sizeof file, "%s/lede.db", desk);
  assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
  assert_int_equal(sqlite3_exec(db, "DELETE FROM documents", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(db);
  assert_int_equal(step(s, 5), 0);
  lede__store_close(s);
}

static void a_budget_of_time_is_kept_after_at_least_one(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  int64_t left;
  commit(s, done_entry("a.txt", "sha256:a", ferry_record("a.txt")));
  commit(s, done_entry("b.txt", "sha256:a", ferry_record("b.txt")));
  assert_int_equal(lede__store_index(s, &(lede__index_budget){.seconds = 1e-9}, &left, NULL), LEDE_OK);
  assert_int_equal(left, 1);
  lede__store_close(s);
}

static void what_is_replaced_is_found_no_more(void **state) {
  (void)state;
  static const char *const bridge[] = {"Tom Reed", NULL};
  lede__store *s = open_desk(new_desk());
  commit(s, done_entry("a.txt", "sha256:a", ferry_record("a.txt")));
  index_all(s);
  commit(s, done_entry("a.txt", "sha256:b", record_of("a.txt", "Tom Reed crossed the bridge.", bridge)));
  assert_string_equal(ask(s, "SELECT count(*) FROM search WHERE search MATCH 'ferry OR voss OR reed'"), "0");
  assert_string_equal(ask(s, "SELECT count(*) FROM names"), "0");
  assert_string_equal(ask(s, "SELECT title FROM versions"), "Ferry late");
  index_all(s);
  assert_string_equal(ask(s, "SELECT count(*) FROM search WHERE search MATCH 'bridge'"), "1");
  assert_string_equal(ask(s, "SELECT group_concat(name) FROM people"), "Tom Reed");
  lede__store_close(s);
}

/* The full text says itself whether it is in order. */
static void the_full_text_stays_in_order(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  char path[16], file[64];
  for (int turn = 0; turn < 3; turn++)
    for (int i = 0; i < 8; i++) {
      snprintf(path, sizeof path, "%d.txt", i);
      commit(s, done_entry(path, turn == 1 ? "sha256:b" : "sha256:a",
                           i % 2 ? ferry_record(path) : record_of(path, "The bridge.", NULL)));
      if (i % 3 == 0) step(s, 1);
    }
  assert_int_equal(lede__store_forget(s, LEDE__LIT("3.txt"), NULL), LEDE_OK);
  index_all(s);
  lede__store_close(s);
  sqlite3 *db;
  snprintf(file, sizeof file, "%s/lede.db", desk);
  assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
  assert_int_equal(
      sqlite3_exec(db, "INSERT INTO search(search, rank) VALUES('integrity-check', 1)", NULL, NULL, NULL),
      SQLITE_OK);
  sqlite3_close(db);
}

static void any_order_of_commits_gives_the_same_dump(void **state) {
  (void)state;
  const char *paths[] = {"a.txt", "b.txt", "c.txt", "d.txt"};
  char *dumps[2];
  for (int turn = 0; turn < 2; turn++) {
    lede__store *s = open_desk(new_desk());
    for (int i = 0; i < 4; i++) {
      const char *path = paths[turn ? 3 - i : i];
      commit(s, *path == 'c' ? failed_entry(path, "sha256:c", "no text")
                             : done_entry(path, "sha256:a", ferry_record(path)));
      if (turn && i == 1) step(s, 1);
    }
    index_all(s);
    dumps[turn] = strdup(dump_of(s));
    lede__store_close(s);
  }
  assert_string_equal(dumps[0], dumps[1]);
  assert_non_null(strstr(dumps[0], "marks_entities\ta.txt\t2\t"));
  free(dumps[0]);
  free(dumps[1]);
}

/* Commits and indexes documents until it is killed. */
static void work_until_killed(const char *desk, long microseconds) {
  pid_t child = fork();
  if (child == 0) {
    lede__store *s = open_desk(desk);
    for (int round = 0;; round++)
      for (int i = 0; i < 6; i++) {
        char path[16];
        snprintf(path, sizeof path, "%d.txt", i);
        lede__store_entry e = done_entry(path, round % 2 ? "sha256:a" : "sha256:b", ferry_record(path));
        commit(s, e);
        step(s, 2);
        if (i == 5) remove_records();
      }
  }
  usleep((useconds_t)microseconds);
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
}

static void killed_at_any_time_it_comes_to_the_same(void **state) {
  (void)state;
  const char *desk = new_desk();
  char *wanted = NULL;
  for (long turn = 0; turn < 40; turn++) {
    work_until_killed(desk, 2000 + turn * 377);
    lede__store *s = open_desk(desk);
    for (int i = 0; i < 6; i++) {
      char path[16];
      snprintf(path, sizeof path, "%d.txt", i);
      commit(s, done_entry(path, "sha256:a", ferry_record(path)));
    }
    index_all(s);
    const char *dump = dump_of(s);
    if (!wanted) wanted = strdup(dump);
    assert_string_equal(dump, wanted);
    lede__store_close(s);
    remove_records();
  }
  free(wanted);
}

/* ---- Layers ------------------------------------------------------------- */

static void a_layer_gets_typed_columns(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  char json[2000];
  lede_str record = raw(
      json,
      "\"talkers\":{\"plugin\":\"t\",\"gives\":{\"times\":\"integer\",\"share\":\"number\",\"loud\":\"boolean\","
      "\"day\":\"date\",\"where\":\"span\",\"words\":\"string[]\",\"who\":\"name, span\"}}",
      "\"talkers\":[{\"start\":0,\"end\":5,\"text\":\"words\",\"kind\":\"talker\",\"times\":3,\"share\":0.25,"
      "\"loud\":true,\"day\":\"2026-03-12\",\"where_start\":1,\"where_end\":2,\"words\":[\"a\",\"b\"],"
      "\"who\":\"Anna \\\"A\\\" Voss\",\"who_start\":3,\"who_end\":4,\"unknown\":{\"x\":[1]}}]");
  commit(s, done_entry("a.txt", "sha256:a", record));
  index_all(s);
  assert_string_equal(
      ask(s,
          "SELECT times || typeof(times) || share || typeof(share) || loud || day || where_start || where_end "
          "|| words || who || who_start || who_end FROM talkers"),
      "3integer0.25real12026-03-1212[\"a\",\"b\"]Anna \"A\" Voss34");
  assert_string_equal(ask(s, "SELECT type FROM pragma_table_info('marks_talkers') WHERE name = 'share'"),
                      "REAL");
  assert_string_equal(ask(s, "SELECT attribute || name || mentions FROM names"), "whoAnna \"A\" Voss1");
  lede__store_close(s);
}

static void a_layer_may_have_a_name_that_sqlite_keeps_for_itself(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  char json[2000];
  lede_str record = raw(json, "\"sqlite_x\":{\"plugin\":\"t\",\"gives\":{\"times\":\"integer\"}}",
                        "\"sqlite_x\":[{\"start\":0,\"end\":5,\"kind\":\"k\",\"times\":3}]");
  commit(s, done_entry("a.txt", "sha256:a", record));
  index_all(s);
  assert_string_equal(ask(s, "SELECT times FROM marks_sqlite_x"), "3");
  lede__store_close(s);
}

static void a_layer_is_extended_when_its_plugin_gives_more(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  char one[500], two[500];
  commit(s, done_entry("a.txt", "sha256:a",
                       raw(one, "\"x\":{\"gives\":{\"a\":\"string\"}}",
                           "\"x\":[{\"start\":0,\"end\":1,\"a\":\"A\"}]")));
  index_all(s);
  commit(s, done_entry("b.txt", "sha256:a",
                       raw(two, "\"x\":{\"gives\":{\"a\":\"string, span\",\"b\":\"integer\"}}",
                           "\"x\":[{\"start\":0,\"end\":1,\"a\":\"B\",\"a_start\":0,\"b\":7}]")));
  index_all(s);
  assert_string_equal(
      ask(s, "SELECT group_concat(coalesce(a, '') || coalesce(a_start, '-') || coalesce(b, '-')) FROM x"),
      "A--,B07");
  lede__store_close(s);
}

/* SQL takes "Name" and "name" for one, and has names of its own. */
static void names_that_are_taken_give_way(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  char json[1000];
  commit(
      s,
      done_entry(
          "a.txt", "sha256:a",
          raw(json,
              "\"articles\":{\"gives\":{\"name\":\"name\",\"Name\":\"string\",\"n\":\"integer\",\"select\":\"string\",\"date\":\"date\"}}",
              "\"articles\":[{\"start\":0,\"end\":1,\"name\":\"a\",\"Name\":\"b\",\"n\":5,\"select\":\"c\",\"date\":\"2026\"}]")));
  index_all(s);
  assert_string_equal(ask(s, "SELECT name || name_ || n || n_ || \"select\" || date FROM marks_articles"),
                      "ab15c2026");
  assert_string_equal(ask(s, "SELECT path FROM articles"), "a.txt");
  lede__store_close(s);
}

static void a_view_of_the_users_stays(void **state) {
  (void)state;
  const char *desk = new_desk();
  char file[64], json[500];
  lede__store *s = open_desk(desk);
  sqlite3 *db;
  snprintf(file, sizeof file, "%s/lede.db", desk);
  assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
  assert_int_equal(sqlite3_exec(db, "CREATE VIEW x AS SELECT 'mine' AS a", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(db);
  commit(s, done_entry("a.txt", "sha256:a",
                       raw(json, "\"x\":{\"gives\":{\"a\":\"string\"}}",
                           "\"x\":[{\"start\":0,\"end\":1,\"a\":\"A\"}]")));
  index_all(s);
  assert_string_equal(ask(s, "SELECT a FROM x"), "mine");
  assert_string_equal(ask(s, "SELECT a FROM marks_x"), "A");
  lede__store_close(s);
}

static void what_is_no_record_is_passed_over(void **state) {
  (void)state;
  const char *broken[] = {
      "",
      "{",
      "[]",
      "null",
      "{\"doc\":{\"title\":\"T\"},\"text\":\"ferry\",\"layers\":{\"x\":[{]}}",
      "{}",
      "{\"doc\":3,\"text\":4,\"schema\":5,\"layers\":6}",
      "{\"layers\":{\"x\":7},\"schema\":{\"x\":{\"gives\":{}}}}",
      "{\"layers\":{\"x\\\"; DROP TABLE documents\":[]},\"schema\":{\"x\\\"; DROP TABLE documents\":{\"gives\":{}}}}"};
  lede__store *s = open_desk(new_desk());
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    char path[16];
    snprintf(path, sizeof path, "%zu", i);
    commit(s, done_entry(path, "sha256:a", lede__str(broken[i])));
  }
  index_all(s);
  assert_string_equal(ask(s, "SELECT count(*) FROM search WHERE search MATCH 'ferry'"), "0");
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    char path[16];
    snprintf(path, sizeof path, "%zu", i);
    commit(s, done_entry(path, "sha256:b", ferry_record(path)));
    remove_records();
  }
  index_all(s);
  assert_string_equal(ask(s, "SELECT articles FROM people LIMIT 1"), "9");
  lede__store_close(s);
}

static int clean(void **state) {
  (void)state;
  remove_desks();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(marks_facts_and_words_are_found),
      cmocka_unit_test(a_text_is_kept_to_its_last_byte),
      cmocka_unit_test(diacritics_make_no_difference),
      cmocka_unit_test(indexing_goes_on_where_it_stopped),
      cmocka_unit_test(it_ends_though_somebody_else_took_documents_out),
      cmocka_unit_test(a_budget_of_time_is_kept_after_at_least_one),
      cmocka_unit_test(what_is_replaced_is_found_no_more),
      cmocka_unit_test(the_full_text_stays_in_order),
      cmocka_unit_test(any_order_of_commits_gives_the_same_dump),
      cmocka_unit_test(killed_at_any_time_it_comes_to_the_same),
      cmocka_unit_test(a_layer_gets_typed_columns),
      cmocka_unit_test(a_layer_may_have_a_name_that_sqlite_keeps_for_itself),
      cmocka_unit_test(a_layer_is_extended_when_its_plugin_gives_more),
      cmocka_unit_test(names_that_are_taken_give_way),
      cmocka_unit_test(a_view_of_the_users_stays),
      cmocka_unit_test(what_is_no_record_is_passed_over),
  };
  return cmocka_run_group_tests(tests, NULL, clean);
}
