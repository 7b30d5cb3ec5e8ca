/* store/store: what is committed stays, once, whatever happens in between. */
#include "store/store.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/str.h"
#include "support_desk.h"

static const char *const nobody[] = {NULL};

static lede_str record(const char *path) { return record_of(path, "The ferry was late.", nobody); }

/* ---- Documents ---------------------------------------------------------- */

static void a_commit_is_read_back(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  lede_str json = record("a.txt");
  lede__store_entry e = commit(s, done_entry("a.txt", "sha256:a", json));
  assert_true(e.is_new);
  lede__store_close(s);
  s = open_desk(desk);
  lede__buf out = {0};
  assert_int_equal(lede__store_record(s, e.id, &out, NULL), LEDE_OK);
  assert_string_equal(out.ptr, json.ptr);
  lede__buf_free(&out);
  lede__store_close(s);
}

static void the_same_again_changes_nothing(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  lede__store_entry first = commit(s, done_entry("a.txt", "sha256:a", record("a.txt")));
  char *before = strdup(dump_of(s));
  lede__store_entry again = done_entry("a.txt", "sha256:a", record("a.txt"));
  again.attempts = 2;
  again = commit(s, again);
  assert_false(again.is_new);
  assert_int_equal(again.id, first.id);
  assert_string_equal(dump_of(s), before);
  assert_string_equal(ask(s, "SELECT max(change) FROM documents"), "1");
  free(before);
  lede__store_close(s);
}

static void what_plugins_failed_on_is_replaced_by_the_next_attempt(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  lede__buf out = {0};
  lede__store_entry e = done_entry("a.txt", "sha256:a", LEDE__LIT("{\"errors\":[1,2]}"));
  e.outcome = LEDE__OUTCOME_PARTLY;
  commit(s, e);
  e.record = LEDE__LIT("{\"errors\":[2]}");
  e = commit(s, e);
  assert_true(e.is_new);
  assert_int_equal(lede__store_record(s, e.id, &out, NULL), LEDE_OK);
  assert_string_equal(out.ptr, "{\"errors\":[2]}");
  assert_string_equal(ask(s, "SELECT count(*) FROM versions"), "0");
  lede__buf_free(&out);
  lede__store_close(s);
}

static void new_content_takes_the_place_of_the_old(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  lede__store_entry first = commit(s, done_entry("a.txt", "sha256:a", record("a.txt")));
  lede__store_entry second = commit(s, done_entry("a.txt", "sha256:b", record("a.txt")));
  assert_true(second.is_new);
  assert_int_equal(second.id, first.id);
  assert_string_equal(ask(s, "SELECT group_concat(content) FROM documents"), "sha256:b");
  assert_string_equal(ask(s, "SELECT group_concat(content) FROM versions"), "sha256:a");
  assert_string_equal(ask(s, "SELECT version FROM articles"), "2");
  lede__store_close(s);
}

static void another_recipe_is_no_new_version(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  commit(s, done_entry("a.txt", "sha256:a", record("a.txt")));
  lede__store_entry e = done_entry("a.txt", "sha256:a", record("a.txt"));
  e.recipe = LEDE__LIT("recipe-2");
  assert_true(commit(s, e).is_new);
  assert_string_equal(ask(s, "SELECT count(*) FROM versions"), "0");
  assert_string_equal(ask(s, "SELECT recipe || change FROM documents"), "recipe-22");
  lede__store_close(s);
}

static void two_files_with_the_same_words_are_two_documents(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  commit(s, done_entry("a.txt", "sha256:a", record("a.txt")));
  commit(s, done_entry("b.txt", "sha256:a", record("b.txt")));
  assert_string_equal(ask(s, "SELECT count(*) FROM articles"), "2");
  lede__store_close(s);
}

static void a_failure_replaces_and_is_replaced(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  commit(s, done_entry("a.txt", "sha256:a", record("a.txt")));
  index_all(s);
  commit(s, failed_entry("a.txt", "sha256:b", "it is no text"));
  assert_string_equal(ask(s, "SELECT count(*) FROM articles"), "0");
  assert_string_equal(ask(s, "SELECT message FROM failed"), "it is no text");
  lede__store_entry again = failed_entry("a.txt", "sha256:b", "it is still no text");
  again.attempts = 2;
  assert_false(commit(s, again).is_new);
  assert_string_equal(ask(s, "SELECT message || attempts FROM failed"), "it is still no text2");
  commit(s, done_entry("a.txt", "sha256:b", record("a.txt")));
  assert_string_equal(ask(s, "SELECT count(*) FROM failed"), "0");
  assert_string_equal(ask(s, "SELECT count(*) FROM articles"), "1");
  lede__store_close(s);
}

static lede_status collect(void *context, const lede__store_known *known, lede_error *err) {
  (void)err;
  lede__buf *out = context;
  lede__buf_str(out, known->path);
  lede__buf_printf(out, "=%s/%lld ", lede__outcome_name(known->outcome), (long long)known->stat.inode);
  return LEDE_OK;
}

static void any_bytes_are_a_path(void **state) {
  (void)state;
  const char *paths[] = {"plain.txt", "line\nfeed.txt", "\xFF\xFE.txt", "O'Hara \"x\".txt",
                         "caf\xC3\xA9/\xE9.txt"};
  lede__store *s = open_desk(new_desk());
  lede__buf seen = {0}, wanted = {0};
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
    bool found;
    commit(s, done_entry(paths[i], "sha256:a", record("x")));
    assert_false(commit(s, done_entry(paths[i], "sha256:a", record("x"))).is_new);
    assert_int_equal(lede__store_find(s, lede__str(paths[i]), collect, &seen, &found, NULL), LEDE_OK);
    assert_true(found);
    lede__buf_printf(&wanted, "%s=done/2 ", paths[i]);
  }
  assert_string_equal(seen.ptr, wanted.ptr);
  assert_string_equal(ask(s, "SELECT count(*) FROM documents"), "5");
  lede__buf_free(&seen);
  lede__buf_free(&wanted);
  lede__store_close(s);
}

static void what_is_known_is_listed(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  lede__buf out = {0};
  commit(s, done_entry("b.txt", "sha256:b", record("b.txt")));
  commit(s, failed_entry("a.txt", "sha256:a", "no text"));
  assert_int_equal(lede__store_each_known(s, collect, &out, NULL), LEDE_OK);
  assert_int_equal(lede__store_each_since(s, 1, collect, &out, NULL), LEDE_OK);
  assert_int_equal(lede__store_each_of(s, LEDE__OUTCOME_FAILED, collect, &out, NULL), LEDE_OK);
  assert_string_equal(out.ptr, "b.txt=done/2 a.txt=failed/2 a.txt=failed/2 a.txt=failed/2 ");
  lede__buf_clear(&out);
  assert_int_equal(lede__store_restat(s, LEDE__LIT("b.txt"), &(lede__store_stat){.inode = 77}, NULL),
                   LEDE_OK);
  assert_int_equal(lede__store_each_of(s, LEDE__OUTCOME_DONE, collect, &out, NULL), LEDE_OK);
  assert_string_equal(out.ptr, "b.txt=done/77 ");
  lede__buf_free(&out);
  lede__store_close(s);
}

static lede_status refuse(void *context, const lede__store_known *known, lede_error *err) {
  (void)context, (void)known;
  return lede__fail(err, LEDE_EINTERRUPT, NULL, "enough");
}

static void a_listing_ends_when_its_reader_does(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  commit(s, done_entry("b.txt", "sha256:b", record("b.txt")));
  assert_int_equal(lede__store_each_known(s, refuse, NULL, NULL), LEDE_EINTERRUPT);
  commit(s, done_entry("c.txt", "sha256:b", record("c.txt")));
  lede__store_close(s);
}

static void a_forgotten_document_leaves_nothing(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  char *empty = strdup(dump_of(s));
  commit(s, done_entry("a.txt", "sha256:a", record("a.txt")));
  index_all(s);
  assert_int_equal(lede__store_forget(s, LEDE__LIT("a.txt"), NULL), LEDE_OK);
  assert_int_equal(lede__store_forget(s, LEDE__LIT("never.txt"), NULL), LEDE_OK);
  assert_string_equal(dump_of(s), empty);
  commit(s, done_entry("b.txt", "sha256:a", record("b.txt")));
  assert_string_equal(ask(s, "SELECT change FROM documents"), "3"); /* a number is never used again */
  free(empty);
  lede__store_close(s);
}

/* ---- Groups ------------------------------------------------------------- */

static void run_sql(const char *desk, const char *sql) {
  char path[64];
  sqlite3 *db;
  snprintf(path, sizeof path, "%s/lede.db", desk);
  assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
  assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(db);
}

static void a_group_is_committed_whole_or_not_at_all(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  lede_error err;
  lede__store_entry group[3] = {done_entry("a.txt", "sha256:a", record("a.txt")),
                                done_entry("b.txt", "sha256:b", record("b.txt")),
                                done_entry("c.txt", "sha256:c", record("c.txt"))};
  run_sql(desk, "CREATE TRIGGER no_c BEFORE INSERT ON documents WHEN new.path = 'c.txt' "
                "BEGIN SELECT RAISE(ABORT, 'no c'); END");
  assert_int_equal(lede__store_commit(s, group, 3, &err), LEDE_EIO);
  assert_string_equal(ask(s, "SELECT count(*) FROM documents"), "0");
  group[2] = done_entry("a.txt", "sha256:c", record("a.txt"));
  assert_int_equal(lede__store_commit(s, group, 3, &err), LEDE_OK);
  assert_string_equal(
      ask(s,
          "SELECT group_concat(path || content || change, ' ') FROM (SELECT * FROM documents ORDER BY id)"),
      "a.txtsha256:c3 b.txtsha256:b2");
  lede__store_close(s);
}

static void a_full_disk_undoes_the_group_and_the_next_try_succeeds(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  lede_error err;
  commit(s, done_entry("a.txt", "sha256:a", record("a.txt")));
  char *before = strdup(dump_of(s));
  char *large = malloc(1000001);
  memset(large, ' ', 1000000);
  large[1000000] = '\0';
  lede__store_entry e = done_entry("b.txt", "sha256:b", (lede_str){large, 1000000});
  struct rlimit old, small = {0};
  signal(SIGXFSZ, SIG_IGN);
  getrlimit(RLIMIT_FSIZE, &old);
  small = (struct rlimit){200000, old.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  lede_status status = lede__store_commit(s, &e, 1, &err);
  setrlimit(RLIMIT_FSIZE, &old);
  assert_int_equal(status, LEDE_EIO);
  assert_string_equal(dump_of(s), before);
  assert_true(commit(s, e).is_new);
  free(before);
  free(large);
  lede__store_close(s);
}

/* ---- Opening ------------------------------------------------------------ */

static lede_status try_open(const char *folder, bool read_only, lede_error *err) {
  lede__store *s;
  lede__store_options options = {.folder = folder, .read_only = read_only};
  lede_status status = lede__store_open(&options, &s, err);
  lede__store_close(s);
  return status;
}

static void there_is_one_writer(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede__store *s = open_desk(desk);
  char pid[32];
  long holder;
  lede_error err;
  snprintf(pid, sizeof pid, "process %ld", (long)getpid());
  assert_int_equal(try_open(desk, false, &err), LEDE_ESETUP);
  assert_non_null(strstr(err.message, pid));
  assert_true(lede__store_is_held(desk, &holder));
  assert_int_equal(holder, getpid());
  lede__store_close(s);
  assert_false(lede__store_is_held(desk, &holder));
  assert_int_equal(try_open(desk, false, &err), LEDE_OK);
}

static void put_file(const char *desk, const char *name) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s", desk, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fclose(file);
}

static void a_folder_of_other_files_does_not_become_a_desk(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede_error err;
  put_file(desk, "status.json"); /* as of a desk whose database was taken away */
  assert_int_equal(try_open(desk, false, &err), LEDE_OK);
  put_file(desk, "notes.txt"); /* a desk stays one, whatever is put into it */
  assert_int_equal(try_open(desk, false, &err), LEDE_OK);
  desk = new_desk();
  put_file(desk, "story.txt");
  assert_int_equal(try_open(desk, false, &err), LEDE_ESETUP);
  assert_non_null(strstr(err.message, "story.txt"));
}

static void a_writer_that_was_killed_holds_nothing(void **state) {
  (void)state;
  const char *desk = new_desk();
  pid_t child = fork();
  if (child == 0) {
    lede__store *s = open_desk(desk);
    commit(s, done_entry("a.txt", "sha256:a", record("a.txt")));
    kill(getpid(), SIGKILL);
  }
  waitpid(child, NULL, 0);
  lede__store *s = open_desk(desk);
  assert_string_equal(ask(s, "SELECT path FROM documents"), "a.txt");
  lede__store_close(s);
}

static void readers_read_while_the_writer_works(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede_error err;
  assert_int_equal(try_open(desk, true, &err), LEDE_ESETUP);
  assert_non_null(strstr(err.message, "lede watch"));
  lede__store *s = open_desk(desk), *reader = open_reader(desk);
  lede__store_counts counts;
  commit(s, done_entry("a.txt", "sha256:a", record("a.txt")));
  commit(s, failed_entry("b.txt", "sha256:b", "no text"));
  assert_int_equal(lede__store_count(reader, &counts, NULL), LEDE_OK);
  assert_int_equal(counts.done, 1);
  assert_int_equal(counts.failed, 1);
  assert_int_equal(counts.unindexed, 2);
  assert_int_equal(counts.change, 2);
  lede__store_entry e = done_entry("c.txt", "sha256:c", record("c.txt"));
  assert_int_equal(lede__store_commit(reader, &e, 1, &err), LEDE_ESETUP);
  lede__store_close(reader);
  lede__store_close(s);
}

/* Root may write anywhere, so the reader is somebody else. */
static void a_desk_is_read_where_nothing_can_be_written(void **state) {
  (void)state;
  const char *desk = new_desk();
  char file[64];
  lede__store *s = open_desk(desk);
  commit(s, done_entry("a.txt", "sha256:a", record("a.txt")));
  lede__store_close(s);
  snprintf(file, sizeof file, "%s/lede.db", desk);
  chmod(file, 0444);
  chmod(desk, 0555);
  pid_t child = fork();
  if (child == 0) {
    lede_error err;
    if (geteuid() == 0 && setuid(65534) != 0) _exit(0);
    if (!try_open(desk, true, &err)) _exit(0);
    fprintf(stderr, "%s: %s\n", err.where, err.message);
    _exit(1);
  }
  int how;
  waitpid(child, &how, 0);
  chmod(desk, 0755);
  assert_int_equal(how, 0);
}

static void a_newer_desk_is_refused(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede_error err;
  lede__store_close(open_desk(desk));
  run_sql(desk, "PRAGMA user_version = 99");
  assert_int_equal(try_open(desk, false, &err), LEDE_ESETUP);
  assert_non_null(strstr(err.message, "99"));
  assert_int_equal(try_open(desk, true, &err), LEDE_ESETUP);
}

static void somebody_elses_database_is_left_alone(void **state) {
  (void)state;
  const char *desk = new_desk();
  lede_error err;
  run_sql(desk, "CREATE TABLE birds(name)");
  assert_int_equal(try_open(desk, false, &err), LEDE_ESETUP);
  assert_non_null(strstr(err.message, "no desk"));
  run_sql(desk, "INSERT INTO birds VALUES('wren')");
}

static void a_damaged_file_is_told(void **state) {
  (void)state;
  const char *desk = new_desk();
  char path[64];
  lede_error err;
  snprintf(path, sizeof path, "%s/lede.db", desk);
  FILE *f = fopen(path, "w");
  for (int i = 0; i < 1000; i++) fputs("this is no database\n", f);
  fclose(f);
  assert_int_equal(try_open(desk, false, &err), LEDE_EIO);
  assert_non_null(strstr(err.message, "damaged"));
}

static void a_folder_that_cant_be_made_is_told(void **state) {
  (void)state;
  lede_error err;
  assert_int_equal(try_open("/proc/lede/desk", false, &err), LEDE_ESETUP);
}

/* ---- Notes -------------------------------------------------------------- */

static void notes_are_kept(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  lede__buf out = {0};
  bool found;
  assert_int_equal(lede__store_note(s, "inbox", LEDE__LIT("/news"), NULL), LEDE_OK);
  assert_int_equal(lede__store_note(s, "inbox", LEDE__LIT("/news/in"), NULL), LEDE_OK);
  assert_int_equal(lede__store_noted(s, "inbox", &out, &found, NULL), LEDE_OK);
  assert_true(found);
  assert_string_equal(out.ptr, "/news/in");
  assert_int_equal(lede__store_note(s, "inbox", (lede_str){NULL, 0}, NULL), LEDE_OK);
  assert_int_equal(lede__store_noted(s, "inbox", &out, &found, NULL), LEDE_OK);
  assert_false(found);
  lede__buf_free(&out);
  lede__store_close(s);
}

static int clean(void **state) {
  (void)state;
  remove_desks();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_commit_is_read_back),
      cmocka_unit_test(the_same_again_changes_nothing),
      cmocka_unit_test(what_plugins_failed_on_is_replaced_by_the_next_attempt),
      cmocka_unit_test(new_content_takes_the_place_of_the_old),
      cmocka_unit_test(another_recipe_is_no_new_version),
      cmocka_unit_test(two_files_with_the_same_words_are_two_documents),
      cmocka_unit_test(a_failure_replaces_and_is_replaced),
      cmocka_unit_test(any_bytes_are_a_path),
      cmocka_unit_test(what_is_known_is_listed),
      cmocka_unit_test(a_listing_ends_when_its_reader_does),
      cmocka_unit_test(a_forgotten_document_leaves_nothing),
      cmocka_unit_test(a_group_is_committed_whole_or_not_at_all),
      cmocka_unit_test(a_full_disk_undoes_the_group_and_the_next_try_succeeds),
      cmocka_unit_test(there_is_one_writer),
      cmocka_unit_test(a_folder_of_other_files_does_not_become_a_desk),
      cmocka_unit_test(a_writer_that_was_killed_holds_nothing),
      cmocka_unit_test(readers_read_while_the_writer_works),
      cmocka_unit_test(a_desk_is_read_where_nothing_can_be_written),
      cmocka_unit_test(a_newer_desk_is_refused),
      cmocka_unit_test(somebody_elses_database_is_left_alone),
      cmocka_unit_test(a_damaged_file_is_told),
      cmocka_unit_test(a_folder_that_cant_be_made_is_told),
      cmocka_unit_test(notes_are_kept),
  };
  return cmocka_run_group_tests(tests, NULL, clean);
}
