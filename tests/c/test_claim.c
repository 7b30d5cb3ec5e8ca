/* watch/claim, watch/move: a file is taken by one watcher, found again when that is gone, and never put over
 * another. */
#include "watch/claim.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "support_alloc.h"
#include "support_folder.h"
#include "watch/move.h"

static lede__claims *open_claims(void) {
  lede__claims *c;
  mkdir("in", 0777);
  assert_int_equal(lede__claims_open("in", &c, NULL), LEDE_OK);
  return c;
}

static bool take(lede__claims *c, const char *path) {
  lede_status status;
  bool taken = lede__claim_take(c, path, &status, NULL);
  assert_int_equal(status, LEDE_OK);
  return taken;
}

static const char *text_of(lede__claims *c, const char *path) {
  static char text[100];
  int fd = lede__claim_open(c, path);
  if (fd < 0) return NULL;
  ssize_t n = read(fd, text, sizeof text - 1);
  assert_true(n >= 0);
  text[n] = '\0';
  close(fd);
  return text;
}

/* What was adopted, a path a line. */
static char paths[1000];
static void note(void *context, const char *path) {
  (void)context;
  strcat(strcat(paths, path), "\n");
}

static const char *adopt(lede__claims *c) {
  paths[0] = '\0';
  assert_int_equal(lede__claims_adopt(c, note, NULL, NULL), LEDE_OK);
  return paths;
}

static void a_file_is_taken_once(void **state) {
  (void)state;
  lede__claims *a = open_claims(), *b = open_claims();
  write_file("in/x.txt", "text");
  assert_true(take(a, "x.txt"));
  assert_false(take(b, "x.txt"));
  assert_false(exists("in/x.txt"));
  assert_string_equal(text_of(a, "x.txt"), "text");
  assert_null(text_of(b, "x.txt"));
  lede__claims_close(a), lede__claims_close(b);
}

static void at_the_end_all_is_given_back_and_nothing_is_left_lying(void **state) {
  (void)state;
  lede__claims *a = open_claims(), *b = open_claims();
  mkdir("in/sport", 0777);
  write_file("in/sport/x.txt", "one"), write_file("in/y.txt", "two");
  assert_true(take(a, "sport/x.txt"));
  assert_true(take(b, "y.txt"));
  lede__claims_close(a);
  assert_string_equal(read_file("in/sport/x.txt"), "one");
  assert_true(exists("in/" LEDE__CLAIM_FOLDER));
  lede__claims_close(b);
  assert_string_equal(read_file("in/y.txt"), "two");
  assert_false(exists("in/" LEDE__CLAIM_FOLDER));
}

static void what_is_given_back_covers_no_newer_file(void **state) {
  (void)state;
  lede__claims *a = open_claims();
  write_file("in/x.txt", "old");
  assert_true(take(a, "x.txt"));
  write_file("in/x.txt", "new");
  lede__claims_close(a);
  assert_string_equal(read_file("in/x.txt"), "new");
  lede__claims *b = open_claims();
  assert_string_equal(adopt(b), "x.txt\n");
  assert_string_equal(text_of(b, "x.txt"), "old");
  lede__claims_close(b);
}

/* Takes `path`, and dies with it. */
static void die_with(const char *path) {
  int status;
  pid_t pid = fork();
  if (pid == 0) {
    lede__claims *c = open_claims();
    lede_status failed;
    if (lede__claim_take(c, path, &failed, NULL)) kill(getpid(), SIGKILL);
    _exit(1);
  }
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_true(WIFSIGNALED(status));
}

static void what_a_crashed_watcher_held_is_adopted(void **state) {
  (void)state;
  lede__claims *c = open_claims();
  mkdir("in/sport", 0777);
  write_file("in/sport/x.txt", "text");
  die_with("sport/x.txt");
  assert_false(exists("in/sport/x.txt"));
  assert_string_equal(adopt(c), "sport/x.txt\n");
  assert_string_equal(text_of(c, "sport/x.txt"), "text");
  assert_string_equal(adopt(c), "");
  lede__claims_close(c);
  assert_string_equal(read_file("in/sport/x.txt"), "text");
  assert_false(exists("in/" LEDE__CLAIM_FOLDER));
}

static void what_a_living_watcher_holds_is_left_to_it(void **state) {
  (void)state;
  lede__claims *a = open_claims(), *b = open_claims();
  write_file("in/x.txt", "");
  assert_true(take(a, "x.txt"));
  assert_string_equal(adopt(b), "");
  assert_non_null(text_of(a, "x.txt"));
  lede__claims_close(a), lede__claims_close(b);
}

static void one_of_the_same_name_is_adopted_when_the_first_is_done(void **state) {
  (void)state;
  lede__claims *c = open_claims();
  write_file("in/x.txt", "first");
  die_with("x.txt");
  write_file("in/x.txt", "second");
  assert_true(take(c, "x.txt"));
  assert_string_equal(adopt(c), "");
  assert_string_equal(text_of(c, "x.txt"), "second");
  assert_int_equal(lede__claim_move(c, "x.txt", "done", NULL, NULL), LEDE_OK);
  assert_string_equal(adopt(c), "x.txt\n");
  assert_string_equal(text_of(c, "x.txt"), "first");
  lede__claims_close(c);
}

/* A watcher on another machine, as far as the folder shows: its lock can't be seen here. */
static void of_another_host(int age) {
  mkdir("in/" LEDE__CLAIM_FOLDER "/elsewhere-12-00000000", 0777);
  write_file("in/" LEDE__CLAIM_FOLDER "/elsewhere-12-00000000/.owner", "");
  write_file("in/" LEDE__CLAIM_FOLDER "/elsewhere-12-00000000/x.txt", "");
  struct timespec then[2];
  clock_gettime(CLOCK_REALTIME, &then[0]);
  then[0].tv_sec -= age;
  then[1] = then[0];
  assert_int_equal(utimensat(AT_FDCWD, "in/" LEDE__CLAIM_FOLDER "/elsewhere-12-00000000/.owner", then, 0), 0);
}

static void another_host_is_given_an_hour_without_a_sign_of_life(void **state) {
  (void)state;
  lede__claims *c = open_claims();
  of_another_host(3000);
  assert_string_equal(adopt(c), "");
  of_another_host(4000);
  assert_string_equal(adopt(c), "x.txt\n");
  lede__claims_close(c);
}

static time_t sign_of_life(void) {
  struct stat st = {0};
  char path[PATH_MAX];
  DIR *dir = opendir("in/" LEDE__CLAIM_FOLDER);
  for (struct dirent *d; (d = readdir(dir));) {
    snprintf(path, sizeof path, "in/%s/%s/.owner", LEDE__CLAIM_FOLDER, d->d_name);
    if (d->d_name[0] == '.' || stat(path, &st) != 0) continue;
    assert_int_equal(utimensat(AT_FDCWD, path, (struct timespec[]){{5, 0}, {5, 0}}, 0), 0);
  }
  closedir(dir);
  return st.st_mtim.tv_sec;
}

static void each_round_gives_a_sign_of_life(void **state) {
  (void)state;
  lede__claims *c = open_claims();
  (void)sign_of_life();
  assert_int_equal(sign_of_life(), 5);
  (void)adopt(c);
  assert_true(sign_of_life() > 5);
  lede__claims_close(c);
}

static void an_inbox_that_was_made_again_can_be_claimed_from(void **state) {
  (void)state;
  lede__claims *c = open_claims();
  remove_folder("in");
  assert_int_equal(mkdir("in", 0777), 0);
  write_file("in/x.txt", "text");
  assert_true(take(c, "x.txt"));
  assert_string_equal(text_of(c, "x.txt"), "text");
  lede__claims_close(c);
}

static void a_link_in_the_way_leads_nowhere(void **state) {
  (void)state;
  lede__claims *c = open_claims();
  lede_status status;
  lede_error err;
  mkdir("out", 0777);
  write_file("out/x.txt", "");
  assert_int_equal(symlink("../out", "in/sub"), 0);
  assert_false(lede__claim_take(c, "sub/x.txt", &status, &err));
  assert_int_equal(status, LEDE_EIO);
  assert_true(exists("out/x.txt"));
  lede__claims_close(c);
}

static void an_inbox_that_cannot_be_written_says_so(void **state) {
  (void)state;
  lede__claims *c;
  lede_error err;
  assert_int_equal(lede__claims_open("nowhere", &c, &err), LEDE_EIO);
  assert_non_null(strstr(err.message, "claimed"));
  assert_null(c);
}

/* ---- moving --------------------------------------------------------------------------------------------------------- */

static void move(const char *path, const char *text, const char *expected) {
  lede__claims *c = open_claims();
  char where[PATH_MAX], *to;
  snprintf(where, sizeof where, "in/%s", path);
  write_file(where, text);
  assert_true(take(c, path));
  assert_int_equal(lede__claim_move(c, path, "done", &to, NULL), LEDE_OK);
  assert_string_equal(to, expected);
  snprintf(where, sizeof where, "done/%s", to);
  assert_string_equal(read_file(where), text);
  assert_null(text_of(c, path));
  free(to);
  lede__claims_close(c);
}

static void names_that_are_taken_get_a_number(void **state) {
  (void)state;
  mkdir("in", 0777), mkdir("in/a.b", 0777);
  move("a.b/x.txt", "1", "a.b/x.txt");
  move("a.b/x.txt", "2", "a.b/x.2.txt");
  move("a.b/x.txt", "3", "a.b/x.3.txt");
  move("y.csv.gz", "4", "y.csv.gz");
  move("y.csv.gz", "5", "y.2.csv.gz");
  move("none", "6", "none");
  move("none", "7", "none.2");
  assert_string_equal(read_file("done/a.b/x.txt"), "1");
}

static void a_name_that_is_full_is_cut_for_its_number(void **state) {
  (void)state;
  char name[NAME_MAX + 1], second[NAME_MAX + 1];
  memset(name, 'n', NAME_MAX);
  memcpy(name + NAME_MAX - 4, ".txt", 5);
  memcpy(second, name, sizeof name);
  memcpy(second + NAME_MAX - 6, ".2.txt", 7);
  move(name, "1", name);
  move(name, "2", second);
}

static void what_is_claimed_covers_no_earlier_file_of_its_name(void **state) {
  (void)state;
  lede__claims *c = open_claims();
  lede_status status;
  write_file("in/x.txt", "first");
  assert_true(take(c, "x.txt"));
  write_file("in/x.txt", "second");
  assert_false(lede__claim_take(c, "x.txt", &status, NULL));
  assert_int_equal(status, LEDE_EIO);
  assert_string_equal(text_of(c, "x.txt"), "first");
  lede__claim_drop(c, "x.txt");
  assert_true(take(c, "x.txt"));
  assert_string_equal(text_of(c, "x.txt"), "second");
  lede__claims_close(c);
}

static void a_place_that_is_no_folder_keeps_the_file_claimed(void **state) {
  (void)state;
  lede__claims *c = open_claims();
  lede_error err;
  write_file("in/x.txt", "text"), write_file("done", "");
  assert_true(take(c, "x.txt"));
  assert_int_equal(lede__claim_move(c, "x.txt", "done", NULL, &err), LEDE_EIO);
  assert_string_equal(text_of(c, "x.txt"), "text");
  lede__claims_close(c);
}

static void across_file_systems_it_is_copied_and_then_removed(void **state) {
  (void)state;
  char folder[] = "/dev/shm/lede-test-XXXXXX", path[64], *to;
  struct stat here, there;
  if (!mkdtemp(folder)) skip();
  if (stat(".", &here) != 0 || stat(folder, &there) != 0 || here.st_dev == there.st_dev) {
    rmdir(folder);
    skip();
  }
  lede__claims *c = open_claims();
  for (int i = 0; i < 2; i++) {
    write_file("in/x.txt", i ? "two" : "one");
    assert_int_equal(utimensat(AT_FDCWD, "in/x.txt", (struct timespec[]){{7, 0}, {7, 0}}, 0), 0);
    assert_true(take(c, "x.txt"));
    assert_int_equal(lede__claim_move(c, "x.txt", folder, &to, NULL), LEDE_OK);
    assert_string_equal(to, i ? "x.2.txt" : "x.txt");
    snprintf(path, sizeof path, "%s/%s", folder, to);
    assert_string_equal(read_file(path), i ? "two" : "one");
    assert_int_equal(stat(path, &there), 0);
    assert_int_equal(there.st_mtim.tv_sec, 7);
    assert_null(text_of(c, "x.txt"));
    free(to);
  }
  lede__claims_close(c);
  remove_folder(folder);
}

static lede_status use_claims(void *unused) {
  lede__claims *c = NULL;
  lede_status status;
  char *to = NULL;
  (void)unused;
  remove_folder("in");
  mkdir("in", 0777), mkdir("in/sub", 0777);
  write_file("in/sub/x.txt", "");
  status = lede__claims_open("in", &c, NULL);
  if (!status) (void)lede__claim_take(c, "sub/x.txt", &status, NULL);
  if (!status) status = lede__claims_adopt(c, note, NULL, NULL);
  if (!status) status = lede__claim_move(c, "sub/x.txt", "done", &to, NULL);
  free(to);
  lede__claims_close(c);
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  mkdir("in", 0777);
  assert_survives_or_recovers(use_claims, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      IN_FOLDER(a_file_is_taken_once),
      IN_FOLDER(what_is_claimed_covers_no_earlier_file_of_its_name),
      IN_FOLDER(at_the_end_all_is_given_back_and_nothing_is_left_lying),
      IN_FOLDER(what_is_given_back_covers_no_newer_file),
      IN_FOLDER(what_a_crashed_watcher_held_is_adopted),
      IN_FOLDER(what_a_living_watcher_holds_is_left_to_it),
      IN_FOLDER(one_of_the_same_name_is_adopted_when_the_first_is_done),
      IN_FOLDER(another_host_is_given_an_hour_without_a_sign_of_life),
      IN_FOLDER(each_round_gives_a_sign_of_life),
      IN_FOLDER(an_inbox_that_was_made_again_can_be_claimed_from),
      IN_FOLDER(a_link_in_the_way_leads_nowhere),
      IN_FOLDER(an_inbox_that_cannot_be_written_says_so),
      IN_FOLDER(names_that_are_taken_get_a_number),
      IN_FOLDER(a_name_that_is_full_is_cut_for_its_number),
      IN_FOLDER(a_place_that_is_no_folder_keeps_the_file_claimed),
      IN_FOLDER(across_file_systems_it_is_copied_and_then_removed),
      IN_FOLDER(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
