/* watch/ready: what is a document by its name, and whether somebody is still writing it. */
#include "watch/ready.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support_folder.h"

static void texts_and_tables_are_documents(void **state) {
  (void)state;
  static const char *const names[] = {"a.txt", "A.TXT",    "a.md.gz",  "a.jsonl",
                                      "a.csv", "a\nb.txt", "\xFF.txt", "a.tmp.txt"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    assert_int_equal(lede__ready_name(names[i], ".done"), LEDE__NAME_DOCUMENT);
}

static void what_is_unfinished_by_its_name_is_never_spoken_of(void **state) {
  (void)state;
  static const char *const names[] = {".a.txt", "a.txt~", "a.txt.tmp",        "a.part",     "a.txt.swp",
                                      "a.TMP",  ".",      "a.txt.crdownload", "a.txt.done", "~"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    assert_int_equal(lede__ready_name(names[i], ".done"), LEDE__NAME_UNFINISHED);
}

static void all_else_is_no_document(void **state) {
  (void)state;
  static const char *const names[] = {"a", "a.pdf", "txt", "a.txt.done", "a.txt.zip"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    assert_int_equal(lede__ready_name(names[i], NULL), LEDE__NAME_OTHER);
}

static void a_done_suffix_may_look_like_a_document(void **state) {
  (void)state;
  assert_int_equal(lede__ready_name("a.txt.ok.txt", ".ok.txt"), LEDE__NAME_UNFINISHED);
  assert_int_equal(lede__ready_name("a.txt", ".ok.txt"), LEDE__NAME_DOCUMENT);
}

static void only_regular_files_are_read(void **state) {
  (void)state;
  assert_null(lede__ready_refusal(S_IFREG | 0644));
  assert_non_null(strstr(lede__ready_refusal(S_IFIFO), "FIFO"));
  assert_non_null(strstr(lede__ready_refusal(S_IFLNK), "link"));
  assert_non_null(strstr(lede__ready_refusal(S_IFDIR), "folder"));
  assert_non_null(strstr(lede__ready_refusal(S_IFSOCK), "socket"));
  assert_non_null(strstr(lede__ready_refusal(S_IFCHR), "device"));
}

/* ---- writers in other processes ---------------------------------------------------------------------------------- */

typedef struct writer {
  pid_t pid;
  int go; /* a byte lets it end */
} writer;

/* A child that has the file open with `flags` until end_writer. */
static writer begin_writer(const char *path, int flags) {
  int ready[2], go[2];
  char byte = 0;
  assert_int_equal(pipe(ready), 0);
  assert_int_equal(pipe(go), 0);
  pid_t pid = fork();
  if (pid == 0) {
    close(go[1]);
    if (open(path, flags) < 0 || write(ready[1], &byte, 1) != 1) _exit(1);
    _exit(read(go[0], &byte, 1) < 0);
  }
  assert_int_equal(read(ready[0], &byte, 1), 1);
  close(ready[0]), close(ready[1]), close(go[0]);
  return (writer){pid, go[1]};
}

static void end_writer(writer w) {
  int status;
  close(w.go);
  assert_int_equal(waitpid(w.pid, &status, 0), w.pid);
  assert_int_equal(status, 0);
}

/* Leases aren't for every file system; then it must say that it doesn't know. */
static bool leases_work(void) {
  write_file("probe", "");
  int fd = open("probe", O_RDONLY);
  bool work = fcntl(fd, F_SETLEASE, F_RDLCK) == 0;
  close(fd);
  return work;
}

static lede__writers writers_of(const char *path) {
  int fd = open(path, O_RDONLY | O_NONBLOCK);
  assert_true(fd >= 0);
  lede__writers found = lede__ready_writers(fd);
  close(fd);
  return found;
}

static void a_file_that_is_open_for_writing_has_writers(void **state) {
  (void)state;
  if (!leases_work()) skip();
  static const int flags[] = {O_WRONLY, O_RDWR, O_WRONLY | O_APPEND};
  write_file("a.txt", "half");
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
    assert_int_equal(writers_of("a.txt"), LEDE__WRITERS_NONE);
    writer w = begin_writer("a.txt", flags[i]);
    assert_int_equal(writers_of("a.txt"), LEDE__WRITERS_SOME);
    end_writer(w);
  }
  assert_int_equal(writers_of("a.txt"), LEDE__WRITERS_NONE);
}

static void a_reader_is_no_writer(void **state) {
  (void)state;
  if (!leases_work()) skip();
  write_file("a.txt", "");
  writer w = begin_writer("a.txt", O_RDONLY);
  assert_int_equal(writers_of("a.txt"), LEDE__WRITERS_NONE);
  end_writer(w);
}

static void a_writer_under_another_name_counts(void **state) {
  (void)state;
  if (!leases_work()) skip();
  write_file("a.txt", "");
  assert_int_equal(link("a.txt", "b.txt"), 0);
  writer w = begin_writer("b.txt", O_WRONLY);
  assert_int_equal(rename("b.txt", "c.txt"), 0);
  assert_int_equal(writers_of("a.txt"), LEDE__WRITERS_SOME);
  end_writer(w);
}

static void asking_does_not_wait_for_others_nor_hinder_them(void **state) {
  (void)state;
  write_file("a.txt", "");
  lede__writers found = writers_of("a.txt");
  int fd = open("a.txt", O_WRONLY | O_NONBLOCK); /* would be refused while a lease is held */
  assert_true(fd >= 0);
  close(fd);
  assert_true(found == LEDE__WRITERS_NONE || found == LEDE__WRITERS_UNKNOWN);
}

/* A writer that opens the file while the lease is held makes the kernel send us a signal; by default it would
 * be SIGIO, which ends a process. A child opens and closes all the time, so that some fall into that moment.
 */
static void a_writer_that_comes_at_that_very_moment_does_no_harm(void **state) {
  (void)state;
  if (!leases_work()) skip();
  write_file("a.txt", "");
  pid_t pid = fork();
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) close(open("a.txt", O_WRONLY));
  }
  for (int i = 0; i < 20000; i++) (void)writers_of("a.txt");
  kill(pid, SIGKILL);
  assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void a_file_of_somebody_else_is_not_known_of(void **state) {
  (void)state;
  if (geteuid() != 0) skip();
  write_file("a.txt", "");
  assert_int_equal(chmod("a.txt", 0644), 0);
  assert_int_equal(chmod(".", 0755), 0);
  int status;
  pid_t pid = fork();
  if (pid == 0) {
    int fd = open("a.txt", O_RDONLY);
    if (setuid(65534) != 0) _exit(2);
    _exit(lede__ready_writers(fd) == LEDE__WRITERS_UNKNOWN ? 0 : 1);
  }
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_int_equal(status, 0);
}

static void a_state_is_size_and_times_to_the_nanosecond_of_one_file(void **state) {
  (void)state;
  struct stat a = {.st_dev = 1, .st_ino = 2, .st_size = 3, .st_mtim = {4, 5}, .st_ctim = {6, 7}}, b = a;
  b.st_atim.tv_sec = 9;
  assert_true(lede__ready_same(&a, &b));
  b.st_mtim.tv_nsec++;
  assert_false(lede__ready_same(&a, &b));
  b = a, b.st_ctim.tv_nsec++;
  assert_false(lede__ready_same(&a, &b));
  b = a, b.st_ino++;
  assert_false(lede__ready_same(&a, &b));
  b = a, b.st_size++;
  assert_false(lede__ready_same(&a, &b));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(texts_and_tables_are_documents),
      cmocka_unit_test(what_is_unfinished_by_its_name_is_never_spoken_of),
      cmocka_unit_test(all_else_is_no_document),
      cmocka_unit_test(a_done_suffix_may_look_like_a_document),
      cmocka_unit_test(only_regular_files_are_read),
      IN_FOLDER(a_file_that_is_open_for_writing_has_writers),
      IN_FOLDER(a_reader_is_no_writer),
      IN_FOLDER(a_writer_under_another_name_counts),
      IN_FOLDER(asking_does_not_wait_for_others_nor_hinder_them),
      IN_FOLDER(a_writer_that_comes_at_that_very_moment_does_no_harm),
      IN_FOLDER(a_file_of_somebody_else_is_not_known_of),
      cmocka_unit_test(a_state_is_size_and_times_to_the_nanosecond_of_one_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
