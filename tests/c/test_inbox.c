/* watch/inbox: every file comes when it is ready, as it is then, once for each state it is left in. */
#include "watch/inbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/str.h"
#include "support_alloc.h"
#include "support_folder.h"

/* ---- an inbox and what comes out of it ------------------------------------------------------------------------------ */

enum { PATIENCE = 20 };          /* seconds for what must come; a busy machine may take a part of it */
static const double WHILE = 0.1; /* seconds in which what must not come would have come */

static char left_alone[4000]; /* "path: reason", a line each */

static void note_skipped(void *context, lede_str path, const char *reason) {
  size_t len = strlen(left_alone);
  (void)context;
  snprintf(left_alone + len, sizeof left_alone - len, "%s: %s\n", path.ptr, reason);
}

static char logged[4000];

static void note_log(void *context, lede__log_level level, const char *line) {
  size_t len = strlen(logged);
  (void)context, (void)level;
  snprintf(logged + len, sizeof logged - len, "%s\n", line);
}

/* Short waits, and no scan after the first unless a test asks for it: what comes has come by an event. */
static const lede__inbox_options usual = {.folder = "in",
                                          .settle_seconds = 0.02,
                                          .quiet_seconds = 0.2,
                                          .scan_seconds = 1000,
                                          .skipped = note_skipped};

static lede__inbox *open_with(lede__inbox_options o) {
  lede__inbox *in;
  lede_error err;
  left_alone[0] = logged[0] = '\0';
  lede__log_to(note_log, NULL);
  mkdir("in", 0777);
  if (lede__inbox_open(&o, &in, &err)) fail_msg("%s: %s", err.where, err.message);
  return in;
}

static lede__inbox *open_usual(void) { return open_with(usual); }

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The next file; NULL when none comes for so long. Waits on the descriptor alone. */
static lede__inbox_file *next_within(lede__inbox *in, double seconds) {
  lede__inbox_file *file;
  double end = now() + seconds;
  for (;;) {
    assert_int_equal(lede__inbox_next(in, &file, NULL), LEDE_OK);
    double left = end - now();
    if (file || left <= 0) return file;
    poll(&(struct pollfd){.fd = lede__inbox_fd(in), .events = POLLIN}, 1, (int)(left * 1000) + 1);
  }
}

static lede__inbox_file *next(lede__inbox *in) {
  lede__inbox_file *file = next_within(in, PATIENCE);
  if (!file) fail_msg("no file came");
  return file;
}

/* Whoever waits on the descriptor alone is told that there is something to do. */
static void tells(lede__inbox *in) {
  struct pollfd fd = {.fd = lede__inbox_fd(in), .events = POLLIN};
  assert_int_equal(poll(&fd, 1, PATIENCE * 1000), 1);
}

static void nothing_comes(lede__inbox *in) {
  lede__inbox_file *file = next_within(in, WHILE);
  if (file) fail_msg("%s came", file->path.ptr);
}

/* What the open file holds; static until the next call. */
static const char *text_of(const lede__inbox_file *file) {
  static char text[4096];
  ssize_t n = read(file->fd, text, sizeof text - 1);
  assert_true(n >= 0);
  text[n] = '\0';
  return text;
}

static void done(lede__inbox *in, lede__inbox_file *file) { lede__inbox_release(in, file, LEDE__INBOX_DONE); }

/* The next file is this one, and is done with. */
static void comes(lede__inbox *in, const char *path, const char *text) {
  lede__inbox_file *file = next(in);
  assert_string_equal(file->path.ptr, path);
  assert_int_equal(file->path.len, strlen(path));
  assert_string_equal(text_of(file), text);
  assert_true(lede__inbox_was_read(in, file));
  assert_int_equal(file->fd, -1);
  done(in, file);
}

/* Files come until it is drained and none does for a while; counted. */
static size_t all_that_comes(lede__inbox *in) {
  size_t count = 0;
  double end = now() + PATIENCE;
  do {
    for (lede__inbox_file *file; (file = next_within(in, WHILE)); count++) done(in, file);
  } while (!lede__inbox_is_drained(in) && now() < end);
  return count;
}

/* ---- writers in other processes --------------------------------------------------------------------------------------- */

static void pause_for(double seconds) {
  nanosleep(&(struct timespec){.tv_sec = (time_t)seconds,
                               .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)},
            NULL);
}

static pid_t in_child(void (*work)(void)) {
  pid_t pid = fork();
  if (pid == 0) {
    work();
    _exit(0);
  }
  return pid;
}

static void reap(pid_t pid) {
  int status;
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_int_equal(status, 0);
}

static int open_new(const char *path) { return open(path, O_WRONLY | O_CREAT | O_APPEND, 0644); }

static void put(int fd, const char *text) {
  if (write(fd, text, strlen(text)) < 0) _exit(1);
}

/* ---- files that come ------------------------------------------------------------------------------------------------------- */

static void what_lies_there_at_the_start_comes(void **state) {
  (void)state;
  mkdir("in", 0777);
  write_file("in/x.txt", "text");
  lede__inbox *in = open_usual();
  lede__inbox_file *file = next(in);
  assert_true(file->by_scan);
  assert_int_equal(file->stat.st_size, 4);
  assert_true(file->seen > 0 && file->ready >= file->seen && file->ready <= now());
  done(in, file);
  nothing_comes(in);
  lede__inbox_close(in);
}

static void what_is_written_comes(void **state) {
  (void)state;
  lede__inbox *in = open_usual();
  nothing_comes(in);
  write_file("in/x.txt", "text");
  lede__inbox_file *file = next(in);
  assert_false(file->by_scan);
  assert_string_equal(text_of(file), "text");
  done(in, file);
  write_file("in/empty.txt", "");
  comes(in, "empty.txt", "");
  lede__inbox_close(in);
}

static void what_is_moved_or_linked_in_comes(void **state) {
  (void)state;
  lede__inbox *in = open_usual();
  nothing_comes(in);
  write_file("in/x.txt.part", "moved"), write_file("y", "linked");
  nothing_comes(in);
  assert_int_equal(rename("in/x.txt.part", "in/x.txt"), 0);
  comes(in, "x.txt", "moved");
  assert_int_equal(link("y", "in/y.txt"), 0);
  comes(in, "y.txt", "linked");
  lede__inbox_close(in);
}

static void a_scan_finds_what_no_event_tells_of(void **state) {
  (void)state;
  lede__inbox_options o = usual;
  o.polls = true, o.scan_seconds = 0.05;
  lede__inbox *in = open_with(o);
  assert_true(lede__inbox_count(in).polls);
  nothing_comes(in);
  write_file("in/x.txt", "one");
  comes(in, "x.txt", "one");
  write_file("in/x.txt", "two");
  comes(in, "x.txt", "two");
  nothing_comes(in);
  lede__inbox_close(in);
}

static void each_state_comes_once(void **state) {
  (void)state;
  lede__inbox_options o = usual;
  o.scan_seconds = 0.03;
  mkdir("in", 0777);
  write_file("in/x.txt", "one");
  lede__inbox *in = open_with(o);
  comes(in, "x.txt", "one");
  nothing_comes(in);
  write_file("in/x.txt", "two");
  comes(in, "x.txt", "two");
  nothing_comes(in);
  assert_int_equal(lede__inbox_count(in).seen, 2);
  lede__inbox_close(in);
}

static void names_are_kept_byte_for_byte(void **state) {
  (void)state;
  char full[NAME_MAX + 1], path[PATH_MAX];
  memset(full, 'n', NAME_MAX);
  memcpy(full + NAME_MAX - 4, ".txt", 5);
  const char *const names[] = {
      "a\nb.txt", "\033[31m.txt", "\xFF\xC3.txt", "Twin.txt", "twin.txt", "-", " .txt", full};
  lede__inbox *in = open_usual();
  nothing_comes(in);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(names[i], "-") == 0) continue;
    snprintf(path, sizeof path, "in/%s", names[i]);
    write_file(path, names[i]);
    comes(in, names[i], names[i]);
  }
  lede__inbox_close(in);
}

static void times_of_files_are_no_clock(void **state) {
  (void)state;
  mkdir("in", 0777);
  write_file("in/a.txt", "old"), write_file("in/b.txt", "new");
  assert_int_equal(utimensat(AT_FDCWD, "in/a.txt", (struct timespec[]){{0, 0}, {0, 0}}, 0), 0);
  assert_int_equal(utimensat(AT_FDCWD, "in/b.txt", (struct timespec[]){{4102444800, 0}, {4102444800, 0}}, 0),
                   0);
  lede__inbox *in = open_usual();
  assert_int_equal(all_that_comes(in), 2);
  lede__inbox_close(in);
}

/* ---- writers ---------------------------------------------------------------------------------------------------------------- */

static void write_slowly(void) {
  int fd = open_new("in/x.txt");
  for (int i = 0; i < 3; i++) put(fd, "part "), pause_for(0.15);
}

static void a_slow_writer_is_waited_for(void **state) {
  (void)state;
  lede__inbox *in = open_usual();
  nothing_comes(in);
  pid_t pid = in_child(write_slowly);
  comes(in, "x.txt", "part part part ");
  reap(pid);
  lede__inbox_close(in);
}

/* Not every file system has them. */
static bool leases_work(void) {
  write_file("probe", "");
  int fd = open("probe", O_RDONLY);
  bool work = fcntl(fd, F_SETLEASE, F_RDLCK) == 0;
  close(fd);
  return work;
}

static int stalled; /* the child waits until it is closed */

static void stall(void) {
  char byte;
  int fd = open_new("in/x.txt");
  put(fd, "first ");
  if (read(stalled, &byte, 1) < 0) _exit(1);
  put(fd, "second");
}

/* The writer was there before the inbox was opened: only the lease can tell. */
static void a_writer_that_stalls_is_waited_for(void **state) {
  (void)state;
  int pipes[2];
  if (!leases_work()) skip();
  mkdir("in", 0777);
  assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
  stalled = pipes[0];
  write_file("in/x.txt", "");
  pid_t pid = fork();
  if (pid == 0) {
    close(pipes[1]);
    stall();
    _exit(0);
  }
  while (*read_file("in/x.txt") == '\0') pause_for(0.01);
  lede__inbox *in = open_usual();
  nothing_comes(in);
  assert_int_equal(lede__inbox_count(in).waiting, 1);
  assert_true(lede__inbox_count(in).oldest > 0);
  close(pipes[1]);
  comes(in, "x.txt", "first second");
  reap(pid);
  close(pipes[0]);
  lede__inbox_close(in);
}

/* As file servers do for their clients: opening it must wait until they have written back what they hold. */
static void hold_a_lease(void) {
  char byte;
  signal(SIGIO, SIG_IGN);
  int fd = open("in/x.txt", O_RDWR);
  if (fcntl(fd, F_SETLEASE, F_WRLCK) < 0) _exit(1);
  write_file("in/leased.txt", "");
  if (read(stalled, &byte, 1) < 0) _exit(2);
  put(fd, "written back");
}

static void a_lease_of_somebody_else_is_waited_for(void **state) {
  (void)state;
  int pipes[2];
  if (!leases_work()) skip();
  mkdir("in", 0777);
  assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
  stalled = pipes[0];
  write_file("in/x.txt", "");
  pid_t pid = fork();
  if (pid == 0) {
    close(pipes[1]);
    hold_a_lease();
    _exit(0);
  }
  for (int i = 0; i < 500 && !exists("in/leased.txt"); i++) pause_for(0.01);
  lede__inbox *in = open_usual();
  comes(in, "leased.txt", "");
  nothing_comes(in);
  close(pipes[1]);
  comes(in, "x.txt", "written back");
  reap(pid);
  close(pipes[0]);
  lede__inbox_close(in);
}

static void reopen(void) {
  for (int i = 0; i < 5; i++) append_file("in/x.txt", "part "), pause_for(0.06);
}

/* What is read in between was whole when it was read; the last is what it came to. */
static void of_a_file_that_is_closed_five_times_the_last_state_comes_last(void **state) {
  (void)state;
  char last[4096] = "";
  lede__inbox *in = open_usual();
  nothing_comes(in);
  pid_t pid = in_child(reopen);
  for (lede__inbox_file *file; strlen(last) < 25 && (file = next(in));) {
    snprintf(last, sizeof last, "%s", text_of(file));
    if (lede__inbox_was_read(in, file)) done(in, file);
  }
  reap(pid);
  assert_string_equal(last, "part part part part part ");
  (void)all_that_comes(in);
  lede__inbox_close(in);
}

static void settling_puts_off_a_file_that_is_written_again_and_again(void **state) {
  (void)state;
  lede__inbox_options o = usual;
  o.settle_seconds = 1;
  lede__inbox *in = open_with(o);
  pid_t pid = in_child(reopen);
  comes(in, "x.txt", "part part part part part ");
  reap(pid);
  nothing_comes(in);
  lede__inbox_close(in);
}

/* As somebody else than the owner of the files, leases are refused. */
static void wait_without_leases(void) {
  if (setgid(65534) != 0 || setuid(65534) != 0) _exit(2);
  lede__inbox *in;
  lede__inbox_options o = usual;
  lede__inbox_file *file = NULL;
  if (lede__inbox_open(&o, &in, NULL)) _exit(3);
  double began = now();
  while (!lede__inbox_next(in, &file, NULL) && !file)
    poll(&(struct pollfd){.fd = lede__inbox_fd(in), .events = POLLIN}, 1, 100);
  if (now() - began < o.quiet_seconds || strcmp(text_of(file), "part part part part part part ") != 0)
    _exit(4);
  lede__inbox_close(in);
}

static void where_writers_are_unknown_a_file_must_stay_as_it_is_for_a_while(void **state) {
  (void)state;
  if (geteuid() != 0) skip();
  mkdir("in", 0755);
  assert_int_equal(chmod(".", 0755), 0);
  append_file("in/x.txt", "part ");
  pid_t reader = in_child(wait_without_leases);
  int fd = open_new("in/x.txt");
  for (int i = 0; i < 5; i++) pause_for(0.05), put(fd, "part ");
  reap(reader); /* it never was closed: no event has told */
  close(fd);
}

static void what_changes_while_it_is_read_comes_again(void **state) {
  (void)state;
  lede__inbox *in = open_usual();
  write_file("in/x.txt", "half");
  lede__inbox_file *file = next(in);
  assert_string_equal(text_of(file), "half");
  nothing_comes(in);
  append_file("in/x.txt", " and half");
  assert_false(lede__inbox_was_read(in, file));
  tells(in);
  comes(in, "x.txt", "half and half");
  assert_int_equal(lede__inbox_count(in).repeated, 1);
  nothing_comes(in);
  lede__inbox_close(in);
}

static void what_is_removed_or_renamed_while_it_is_read_does_not_count(void **state) {
  (void)state;
  lede__inbox *in = open_usual();
  write_file("in/x.txt", "text");
  lede__inbox_file *file = next(in);
  assert_int_equal(unlink("in/x.txt"), 0);
  assert_false(lede__inbox_was_read(in, file));
  nothing_comes(in);
  write_file("in/y.txt", "text");
  file = next(in);
  assert_int_equal(rename("in/y.txt", "in/z.txt"), 0);
  assert_false(lede__inbox_was_read(in, file));
  comes(in, "z.txt", "text");
  nothing_comes(in);
  lede__inbox_close(in);
}

static void what_is_written_again_while_in_work_comes_when_that_is_done(void **state) {
  (void)state;
  lede__inbox *in = open_usual();
  write_file("in/x.txt", "one");
  lede__inbox_file *file = next(in);
  assert_true(lede__inbox_was_read(in, file));
  write_file("in/x.txt.tmp", "two");
  assert_int_equal(rename("in/x.txt.tmp", "in/x.txt"), 0);
  nothing_comes(in);
  assert_int_equal(lede__inbox_count(in).in_work, 1);
  done(in, file);
  tells(in);
  comes(in, "x.txt", "two");
  nothing_comes(in);
  lede__inbox_close(in);
}

static void what_cannot_be_dealt_with_now_comes_again(void **state) {
  (void)state;
  lede__inbox *in = open_usual();
  write_file("in/x.txt", "text");
  lede__inbox_file *file = next(in);
  nothing_comes(in);
  lede__inbox_release(in, file, LEDE__INBOX_AGAIN);
  tells(in);
  comes(in, "x.txt", "text");
  lede__inbox_close(in);
}

/* ---- what is dealt with ---------------------------------------------------------------------------------------------------------- */

static bool knows_x(void *context, lede_str path, const struct stat *st) {
  ++*(int *)context;
  return lede__str_is(path, "x.txt") && st->st_size == 4;
}

static void what_is_known_is_asked_for_once_and_not_read(void **state) {
  (void)state;
  int asked = 0;
  lede__inbox_options o = usual;
  o.known = knows_x, o.context = &asked, o.scan_seconds = 0.02;
  mkdir("in", 0777);
  write_file("in/x.txt", "text");
  lede__inbox *in = open_with(o);
  nothing_comes(in);
  assert_int_equal(asked, 1);
  write_file("in/x.txt", "other");
  comes(in, "x.txt", "other");
  lede__inbox_close(in);
}

static void what_an_event_tells_of_is_read_though_it_looks_the_same(void **state) {
  (void)state;
  int asked = 0;
  lede__inbox_options o = usual;
  o.known = knows_x, o.context = &asked;
  lede__inbox *in = open_with(o);
  nothing_comes(in);
  write_file("in/x.txt", "text");
  comes(in, "x.txt", "text");
  assert_int_equal(asked, 0);
  lede__inbox_close(in);
}

static void after_a_change_of_mind_all_is_asked_for_again(void **state) {
  (void)state;
  int asked = 0;
  lede__inbox_options o = usual;
  o.known = knows_x, o.context = &asked;
  mkdir("in", 0777);
  write_file("in/x.txt", "text");
  lede__inbox *in = open_with(o);
  nothing_comes(in);
  lede__inbox_rescan(in);
  tells(in);
  nothing_comes(in);
  assert_int_equal(asked, 2);
  lede__inbox_close(in);
}

static bool knows_none(void *context, lede_str path, const struct stat *st) {
  (void)context, (void)path, (void)st;
  return false;
}

static void what_is_in_work_when_minds_change_comes_again(void **state) {
  (void)state;
  for (int polls = 0; polls < 2; polls++) {
    lede__inbox_options o = usual;
    o.known = knows_none, o.polls = polls;
    mkdir("in", 0777);
    write_file("in/x.txt", "text");
    lede__inbox *in = open_with(o);
    lede__inbox_file *file = next(in);
    assert_true(lede__inbox_was_read(in, file));
    lede__inbox_rescan(in);
    nothing_comes(in);
    done(in, file);
    comes(in, "x.txt", "text");
    nothing_comes(in);
    lede__inbox_close(in);
  }
}

/* ---- what is left alone ---------------------------------------------------------------------------------------------------------- */

static void make_socket(const char *path) {
  struct sockaddr_un at = {.sun_family = AF_UNIX};
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  snprintf(at.sun_path, sizeof at.sun_path, "%s", path);
  assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
  close(fd);
}

static void put_odd_things(void) {
  write_file("outside.txt", ""), write_file("in/picture.png", ""), write_file("in/.hidden.txt", ""),
      write_file("in/a.txt~", "");
  assert_int_equal(mkfifo("in/fifo.txt", 0666), 0);
  assert_int_equal(mkdir("in/folder.txt", 0777), 0);
  assert_int_equal(symlink("../outside.txt", "in/link.txt"), 0);
  assert_int_equal(symlink("nowhere", "in/dangling.txt"), 0);
  make_socket("in/socket.txt");
}

static void odd_things_are_told_of_once(lede__inbox *in) {
  static const char *const told[] = {"fifo.txt: is a FIFO",     "folder.txt: is a folder",
                                     "link.txt: is a link",     "dangling.txt: is a link",
                                     "socket.txt: is a socket", "picture.png: has an ending"};
  nothing_comes(in);
  for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
    const char *at = strstr(left_alone, told[i]);
    if (!at || strstr(at + 1, told[i])) fail_msg("%s, in:\n%s", told[i], left_alone);
  }
  assert_null(strstr(left_alone, "hidden"));
  assert_null(strstr(left_alone, "a.txt~"));
  assert_int_equal(lede__inbox_count(in).skipped, sizeof told / sizeof *told);
}

static void what_is_no_document_is_told_of_once(void **state) {
  (void)state;
  lede__inbox_options o = usual;
  o.scan_seconds = 0.02;
  mkdir("in", 0777);
  put_odd_things();
  lede__inbox *in = open_with(o);
  odd_things_are_told_of_once(in);
  lede__inbox_close(in);
}

static void what_is_no_document_is_told_of_by_events_too(void **state) {
  (void)state;
  lede__inbox *in = open_usual();
  nothing_comes(in);
  put_odd_things();
  odd_things_are_told_of_once(in);
  lede__inbox_close(in);
}

/* Opening a FIFO would let its writer go on, to nobody. */
static void a_fifo_is_not_even_opened(void **state) {
  (void)state;
  mkdir("in", 0777);
  assert_int_equal(mkfifo("in/x.txt", 0666), 0);
  lede__inbox *in = open_usual();
  nothing_comes(in);
  assert_true(open("in/x.txt", O_WRONLY | O_NONBLOCK) < 0 && errno == ENXIO);
  lede__inbox_close(in);
}

static void read_what_is_denied(void) {
  if (setgid(65534) != 0 || setuid(65534) != 0) _exit(2);
  lede__inbox *in = open_usual();
  nothing_comes(in);
  if (!strstr(left_alone, "x.txt: can't be read: permission denied")) _exit(3);
  put(stalled, "!");
  lede__inbox_file *file = next(in);
  if (strcmp(file->path.ptr, "x.txt") != 0) _exit(4);
  _exit(0);
}

static void what_may_not_be_read_comes_when_it_may(void **state) {
  (void)state;
  int pipes[2];
  char byte;
  if (geteuid() != 0) skip();
  mkdir("in", 0755);
  assert_int_equal(chmod(".", 0755), 0);
  write_file("in/x.txt", "");
  assert_int_equal(chmod("in/x.txt", 0), 0);
  assert_int_equal(pipe(pipes), 0);
  stalled = pipes[1];
  pid_t pid = in_child(read_what_is_denied);
  close(pipes[1]);
  assert_int_equal(read(pipes[0], &byte, 1), 1);
  assert_int_equal(chmod("in/x.txt", 0644), 0);
  write_file("in/x.txt", "");
  close(pipes[0]);
  reap(pid);
}

/* ---- a done file ------------------------------------------------------------------------------------------------------------------- */

static void a_file_is_ready_when_its_done_file_stands_beside_it(void **state) {
  (void)state;
  for (int polls = 0; polls < 2; polls++) {
    lede__inbox_options o = usual;
    o.done_suffix = ".done", o.polls = polls, o.scan_seconds = polls ? 0.03 : 1000;
    mkdir("in", 0777);
    write_file("in/before.txt", "1"), write_file("in/b.txt.done", ""), write_file("in/before.txt.done", "");
    lede__inbox *in = open_with(o);
    comes(in, "before.txt", "1");
    write_file("in/a.txt", "2");
    nothing_comes(in);
    write_file("in/a.txt.done", "");
    comes(in, "a.txt", "2");
    write_file("in/b.txt", "3");
    comes(in, "b.txt", "3");
    nothing_comes(in);
    lede__inbox_close(in);
    remove_folder("in");
  }
}

/* ---- folders in it -------------------------------------------------------------------------------------------------------------------- */

static lede__inbox *open_recursive(void) {
  lede__inbox_options o = usual;
  o.recursive = true;
  return open_with(o);
}

static void folders_in_it_are_read_when_asked_for(void **state) {
  (void)state;
  mkdir("in", 0777), mkdir("in/a", 0777), mkdir("in/a/b", 0777), mkdir("in/.hidden", 0777);
  write_file("in/a/b/x.txt", "deep"), write_file("in/.hidden/x.txt", "");
  lede__inbox *in = open_usual();
  nothing_comes(in);
  lede__inbox_close(in);
  in = open_recursive();
  comes(in, "a/b/x.txt", "deep");
  write_file("in/a/b/y.txt", "new");
  comes(in, "a/b/y.txt", "new");
  lede__inbox_close(in);
}

static void folders_that_come_later_are_read_too(void **state) {
  (void)state;
  lede__inbox *in = open_recursive();
  nothing_comes(in);
  mkdir("in/a", 0777), mkdir("in/a/b", 0777);
  write_file("in/a/b/x.txt", "1");
  comes(in, "a/b/x.txt", "1");
  write_file("in/a/b/y.txt", "2");
  comes(in, "a/b/y.txt", "2");
  mkdir("c", 0777), mkdir("c/d", 0777);
  write_file("c/d/x.txt", "3");
  assert_int_equal(rename("c", "in/c"), 0);
  comes(in, "c/d/x.txt", "3");
  write_file("in/c/d/y.txt", "4");
  comes(in, "c/d/y.txt", "4");
  lede__inbox_close(in);
}

static void a_folder_that_is_renamed_is_known_by_its_new_name(void **state) {
  (void)state;
  lede__inbox *in = open_recursive();
  mkdir("in/a", 0777), mkdir("in/a/b", 0777);
  nothing_comes(in);
  assert_int_equal(rename("in/a", "in/z"), 0);
  nothing_comes(in);
  write_file("in/z/b/x.txt", "1");
  comes(in, "z/b/x.txt", "1");
  assert_int_equal(rename("in/z", "outside"), 0);
  nothing_comes(in);
  write_file("outside/b/y.txt", "");
  nothing_comes(in);
  lede__inbox_close(in);
}

static void a_folder_that_is_removed_and_made_again_is_read(void **state) {
  (void)state;
  lede__inbox *in = open_recursive();
  for (int i = 0; i < 3; i++) {
    mkdir("in/a", 0777);
    write_file("in/a/x.txt", "text");
    comes(in, "a/x.txt", "text");
    remove_folder("in/a");
  }
  lede__inbox_close(in);
}

static void links_lead_nowhere(void **state) {
  (void)state;
  mkdir("in", 0777), mkdir("in/a", 0777), mkdir("outside", 0777);
  write_file("outside/x.txt", "");
  assert_int_equal(symlink("..", "in/a/loop"), 0);
  assert_int_equal(symlink("../outside", "in/out"), 0);
  lede__inbox *in = open_recursive();
  nothing_comes(in);
  assert_non_null(strstr(left_alone, "a/loop: is a link"));
  assert_non_null(strstr(left_alone, "out: is a link"));
  lede__inbox_close(in);
}

/* ---- more than it can hold ----------------------------------------------------------------------------------------------------------------- */

static void put_many(const char *prefix, int count) {
  char path[100];
  for (int i = 0; i < count; i++) {
    snprintf(path, sizeof path, "in/%s%d.txt", prefix, i);
    write_file(path, path);
  }
}

static void what_it_cannot_hold_waits_on_disk(void **state) {
  (void)state;
  lede__inbox_options o = usual;
  o.most_waiting = 16;
  mkdir("in", 0777);
  put_many("before", 100);
  lede__inbox *in = open_with(o);
  size_t count = 0;
  for (lede__inbox_file *file; (file = next_within(in, count < 200 ? PATIENCE : WHILE)); count++) {
    if (count == 0) put_many("after", 100);
    assert_true(lede__inbox_count(in).waiting <= 16);
    assert_true(count > 150 || lede__inbox_count(in).more);
    done(in, file);
  }
  assert_int_equal(count, 200);
  assert_true(lede__inbox_is_drained(in));
  lede__inbox_close(in);
}

static int most_events(void) {
  int most = 0;
  FILE *f = fopen("/proc/sys/fs/inotify/max_queued_events", "r");
  if (f && fscanf(f, "%d", &most) != 1) most = 0;
  if (f) fclose(f);
  return most;
}

/* Names of one file in memory: made faster than anybody could read of them. Each is one event. */
static void put_more_than_the_queue_holds(const char *folder, int count) {
  char path[100];
  snprintf(path, sizeof path, "%s/0.txt", folder);
  write_file(path, "text");
  for (int i = 1; i < count; i++) {
    char name[100];
    snprintf(name, sizeof name, "%s/%d.txt", folder, i);
    assert_int_equal(link(path, name), 0);
  }
}

static void events_that_are_lost_are_made_up_for_by_a_scan(void **state) {
  (void)state;
  char folder[] = "/dev/shm/lede-test-XXXXXX";
  int count = most_events() + 500;
  if (count < 1000 || count > 40000 || !mkdtemp(folder)) skip();
  lede__inbox_options o = usual;
  o.folder = folder;
  lede__inbox *in = open_with(o);
  nothing_comes(in);
  put_more_than_the_queue_holds(folder, count);
  assert_int_equal(all_that_comes(in), count);
  assert_int_equal(lede__inbox_count(in).seen, count);
  lede__inbox_close(in);
  remove_folder(folder);
}

/* ---- an inbox that goes ----------------------------------------------------------------------------------------------------------------- */

static void assert_back(lede__inbox *in) {
  nothing_comes(in);
  assert_true(lede__inbox_count(in).gone);
  assert_int_equal(poll(&(struct pollfd){.fd = lede__inbox_fd(in), .events = POLLIN}, 1, 0), 0);
  assert_true(lede__inbox_is_drained(in));
  assert_int_equal(mkdir("in", 0777), 0);
  write_file("in/x.txt", "back");
  comes(in, "x.txt", "back");
  assert_false(lede__inbox_count(in).gone);
  const char *at = strstr(logged, "is gone");
  assert_non_null(at);
  assert_null(strstr(at + 1, "is gone"));
  logged[0] = '\0';
}

static void an_inbox_that_goes_is_waited_for(void **state) {
  (void)state;
  for (int polls = 0; polls < 2; polls++) {
    lede__inbox_options o = usual;
    o.polls = polls, o.scan_seconds = polls ? 0.05 : 1000;
    lede__inbox *in = open_with(o);
    nothing_comes(in);
    remove_folder("in");
    assert_back(in);
    assert_int_equal(rename("in", polls ? "away2" : "away1"), 0);
    assert_back(in);
    write_file("in/y.txt", "and events");
    comes(in, "y.txt", "and events");
    lede__inbox_close(in);
    remove_folder("in");
  }
}

static void want_of_descriptors_is_waited_out(void **state) {
  (void)state;
  struct rlimit before, none;
  lede__inbox *in = open_usual();
  comes(in, (write_file("in/a.txt", "1"), "a.txt"), "1");
  write_file("in/b.txt", "2");
  assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
  none = before;
  none.rlim_cur = 3;
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
  nothing_comes(in);
  assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
  comes(in, "b.txt", "2");
  assert_non_null(strstr(logged, "can't be opened"));
  assert_null(strstr(logged, "is gone"));
  nothing_comes(in);
  lede__inbox_close(in);
}

static void an_inbox_that_is_replaced_at_once_is_noticed(void **state) {
  (void)state;
  lede__inbox *in = open_usual();
  nothing_comes(in);
  assert_int_equal(rmdir("in"), 0);
  assert_int_equal(mkdir("in", 0777), 0);
  write_file("in/x.txt", "text");
  comes(in, "x.txt", "text");
  write_file("in/y.txt", "text");
  comes(in, "y.txt", "text");
  lede__inbox_close(in);
}

static void refused(lede__inbox_options o, const char *why) {
  lede__inbox *in;
  lede_error err = {0};
  assert_int_equal(lede__inbox_open(&o, &in, &err), LEDE_EUSAGE);
  assert_null(in);
  if (!strstr(err.message, why)) fail_msg("%s", err.message);
}

static void inbox_and_desk_must_not_lie_in_one_another(void **state) {
  (void)state;
  lede__inbox_options o = usual;
  mkdir("in", 0777), mkdir("in/sub", 0777), mkdir("desk", 0777), mkdir("desk/in", 0777);
  assert_int_equal(symlink("in", "alias"), 0);
  o.desk = "in", refused(o, "the desk is the inbox");
  o.desk = "./in/../in/", refused(o, "the desk is the inbox");
  o.desk = "in/desk", refused(o, "lies in the inbox");
  o.desk = "in/not/yet/there", refused(o, "lies in the inbox");
  o.desk = "alias/desk", refused(o, "lies in the inbox");
  o.folder = "desk/in", o.desk = "desk/", refused(o, "lies in the desk");
  o.folder = "in", o.desk = ".", refused(o, "lies in the desk");
  o.desk = "in-desk";
  lede__inbox_close(open_with(o));
}

static void an_inbox_must_be_a_folder(void **state) {
  (void)state;
  lede__inbox_options o = usual;
  write_file("file", "");
  o.folder = "nowhere", refused(o, "there is no such folder");
  o.folder = "file", refused(o, "no folder");
}

/* ---- drained ------------------------------------------------------------------------------------------------------------------------------------- */

static void it_is_drained_when_all_that_can_come_has_come(void **state) {
  (void)state;
  if (!leases_work()) skip();
  mkdir("in", 0777);
  write_file("in/x.txt", ""), write_file("in/held.txt", "");
  int fd = open_new("in/held.txt");
  lede__inbox *in = open_usual();
  assert_false(lede__inbox_is_drained(in));
  lede__inbox_file *file = next(in);
  assert_string_equal(file->path.ptr, "x.txt");
  done(in, file);
  nothing_comes(in);
  assert_true(lede__inbox_is_drained(in)); /* what is being written is left for the next time */
  close(fd);
  comes(in, "held.txt", "");
  lede__inbox_close(in);
}

/* ---- several watchers ---------------------------------------------------------------------------------------------------------------------------- */

static lede__inbox *open_consuming(const char *desk) {
  lede__inbox_options o = usual;
  o.consumes = true, o.desk = desk;
  mkdir(desk, 0777);
  return open_with(o);
}

static void what_is_consumed_is_moved_to_done(void **state) {
  (void)state;
  lede__inbox *in = open_consuming("desk");
  for (int i = 0; i < 2; i++) {
    write_file("in/x.txt", i ? "two" : "one");
    comes(in, "x.txt", i ? "two" : "one");
    assert_false(exists("in/x.txt"));
  }
  assert_string_equal(read_file("desk/done/x.txt"), "one");
  assert_string_equal(read_file("desk/done/x.2.txt"), "two");
  lede__inbox_close(in);
  assert_int_equal(rmdir("in"), 0); /* nothing is left lying in it */
}

static void what_is_in_work_is_given_back_at_the_end(void **state) {
  (void)state;
  lede__inbox *in = open_consuming("desk");
  write_file("in/x.txt", "text");
  (void)next(in);
  assert_false(exists("in/x.txt"));
  lede__inbox_close(in);
  assert_string_equal(read_file("in/x.txt"), "text");
}

static void a_newer_file_of_the_same_name_comes_after_the_claimed_one(void **state) {
  (void)state;
  lede__inbox *in = open_consuming("desk");
  write_file("in/x.txt", "old");
  lede__inbox_file *file = next(in);
  write_file("in/x.txt", "new");
  nothing_comes(in);
  assert_string_equal(text_of(file), "old");
  assert_true(lede__inbox_was_read(in, file));
  done(in, file);
  comes(in, "x.txt", "new");
  lede__inbox_close(in);
}

static void the_done_file_goes_with_what_is_consumed(void **state) {
  (void)state;
  lede__inbox_options o = usual;
  o.consumes = true, o.desk = "desk", o.done_suffix = ".done";
  mkdir("desk", 0777);
  lede__inbox *in = open_with(o);
  write_file("in/x.txt", "1"), write_file("in/x.txt.done", "");
  comes(in, "x.txt", "1");
  assert_false(exists("in/x.txt.done") || exists("desk/done/x.txt.done"));
  write_file("in/x.txt", "2");
  nothing_comes(in);
  write_file("in/x.txt.done", "");
  lede__inbox_file *file = next(in);
  assert_string_equal(text_of(file), "2");
  lede__inbox_close(in);
  assert_true(exists("in/x.txt") && exists("in/x.txt.done"));
}

static void a_desk_that_is_full_keeps_what_is_consumed(void **state) {
  (void)state;
  lede__inbox *in = open_consuming("desk");
  write_file("desk/done", "in the way"), write_file("in/x.txt", "text");
  comes(in, "x.txt", "text");
  assert_non_null(strstr(logged, "can't be moved"));
  nothing_comes(in);
  assert_int_equal(unlink("desk/done"), 0);
  comes(in, "x.txt", "text");
  assert_string_equal(read_file("desk/done/x.txt"), "text");
  lede__inbox_close(in);
}

/* A watcher that takes all it gets, a tenth of it dying with it. */
static void consume_all(const char *desk) {
  lede__inbox *in = open_consuming(desk);
  lede__inbox_file *file;
  unsigned count = 0;
  while ((file = next_within(in, 1))) {
    if (++count % 40 == 0) _exit(9);
    if (lede__inbox_was_read(in, file)) done(in, file);
  }
  lede__inbox_close(in);
}

static pid_t consumer(const char *desk) {
  pid_t pid = fork();
  if (pid == 0) {
    consume_all(desk);
    _exit(0);
  }
  return pid;
}

static int count_files(const char *pattern) {
  int count = -1;
  char command[200];
  snprintf(command, sizeof command, "find %s -name '*.txt' 2>/dev/null | wc -l", pattern);
  FILE *f = popen(command, "r");
  if (fscanf(f, "%d", &count) != 1) count = -1;
  pclose(f);
  return count;
}

static void several_share_an_inbox_and_what_some_die_with_is_not_lost(void **state) {
  (void)state;
  static const char *const desks[] = {"desk1", "desk2", "desk3"};
  pid_t pids[3];
  int status, died = 0;
  mkdir("in", 0777);
  put_many("", 300);
  for (int i = 0; i < 3; i++) pids[i] = consumer(desks[i]);
  for (int running = 3; running > 0;) {
    pid_t pid = wait(&status);
    for (int i = 0; i < 3; i++) {
      if (pids[i] != pid) continue;
      if (status == 0)
        running--;
      else
        died++, pids[i] = consumer(desks[i]);
    }
  }
  assert_true(died > 0);
  assert_int_equal(count_files("desk1/done desk2/done desk3/done"), 300);
  assert_int_equal(count_files("in"), 0);
}

/* ---- out of memory ----------------------------------------------------------------------------------------------------------------------------------- */

static lede_status read_all(void *folder) {
  lede__inbox *in = NULL;
  lede__inbox_options o = usual;
  lede__inbox_file *file;
  o.folder = folder, o.recursive = true, o.done_suffix = ".done", o.settle_seconds = 1e-6;
  lede_status status = lede__inbox_open(&o, &in, NULL);
  for (double end = now() + 5; !status && now() < end && !lede__inbox_is_drained(in);) {
    status = lede__inbox_next(in, &file, NULL);
    if (!status && file && lede__inbox_was_read(in, file)) done(in, file);
  }
  if (!status && lede__inbox_count(in).seen == 0 && !allocation_failed()) status = LEDE_EIO;
  lede__inbox_close(in);
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  lede__log_to(note_log, NULL);
  mkdir("in", 0777), mkdir("in/a", 0777);
  write_file("in/a/x.txt", "1"), write_file("in/a/x.txt.done", ""), write_file("in/y.pdf", "");
  assert_survives_or_recovers(read_all, "in");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      IN_FOLDER(what_lies_there_at_the_start_comes),
      IN_FOLDER(what_is_written_comes),
      IN_FOLDER(what_is_moved_or_linked_in_comes),
      IN_FOLDER(a_scan_finds_what_no_event_tells_of),
      IN_FOLDER(each_state_comes_once),
      IN_FOLDER(names_are_kept_byte_for_byte),
      IN_FOLDER(times_of_files_are_no_clock),
      IN_FOLDER(a_slow_writer_is_waited_for),
      IN_FOLDER(a_writer_that_stalls_is_waited_for),
      IN_FOLDER(a_lease_of_somebody_else_is_waited_for),
      IN_FOLDER(of_a_file_that_is_closed_five_times_the_last_state_comes_last),
      IN_FOLDER(settling_puts_off_a_file_that_is_written_again_and_again),
      IN_FOLDER(where_writers_are_unknown_a_file_must_stay_as_it_is_for_a_while),
      IN_FOLDER(what_changes_while_it_is_read_comes_again),
      IN_FOLDER(what_is_removed_or_renamed_while_it_is_read_does_not_count),
      IN_FOLDER(what_is_written_again_while_in_work_comes_when_that_is_done),
      IN_FOLDER(what_cannot_be_dealt_with_now_comes_again),
      IN_FOLDER(what_is_known_is_asked_for_once_and_not_read),
      IN_FOLDER(what_an_event_tells_of_is_read_though_it_looks_the_same),
      IN_FOLDER(what_is_in_work_when_minds_change_comes_again),
      IN_FOLDER(after_a_change_of_mind_all_is_asked_for_again),
      IN_FOLDER(what_is_no_document_is_told_of_once),
      IN_FOLDER(what_is_no_document_is_told_of_by_events_too),
      IN_FOLDER(a_fifo_is_not_even_opened),
      IN_FOLDER(what_may_not_be_read_comes_when_it_may),
      IN_FOLDER(a_file_is_ready_when_its_done_file_stands_beside_it),
      IN_FOLDER(folders_in_it_are_read_when_asked_for),
      IN_FOLDER(folders_that_come_later_are_read_too),
      IN_FOLDER(a_folder_that_is_renamed_is_known_by_its_new_name),
      IN_FOLDER(a_folder_that_is_removed_and_made_again_is_read),
      IN_FOLDER(links_lead_nowhere),
      IN_FOLDER(what_it_cannot_hold_waits_on_disk),
      IN_FOLDER(events_that_are_lost_are_made_up_for_by_a_scan),
      IN_FOLDER(an_inbox_that_goes_is_waited_for),
      IN_FOLDER(want_of_descriptors_is_waited_out),
      IN_FOLDER(an_inbox_that_is_replaced_at_once_is_noticed),
      IN_FOLDER(inbox_and_desk_must_not_lie_in_one_another),
      IN_FOLDER(an_inbox_must_be_a_folder),
      IN_FOLDER(it_is_drained_when_all_that_can_come_has_come),
      IN_FOLDER(what_is_consumed_is_moved_to_done),
      IN_FOLDER(what_is_in_work_is_given_back_at_the_end),
      IN_FOLDER(a_newer_file_of_the_same_name_comes_after_the_claimed_one),
      IN_FOLDER(the_done_file_goes_with_what_is_consumed),
      IN_FOLDER(a_desk_that_is_full_keeps_what_is_consumed),
      IN_FOLDER(several_share_an_inbox_and_what_some_die_with_is_not_lost),
      IN_FOLDER(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
