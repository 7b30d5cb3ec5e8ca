/* flow/confine: what a confined process can no longer do, and what it still can. Each attempt has a process of its own. */
#include "flow/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static const size_t MEMORY = 64u << 20;

/* What an attempt came to: 0, or the errno it failed with. */
typedef int (*attempt)(void);

static int result_of(bool done) { return done ? 0 : errno ? errno : EINVAL; }

static int wait_for(pid_t child) {
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int when_confined(attempt try) {
  pid_t child = fork();
  if (child == 0) {
    lede__confine(MEMORY);
    errno = 0;
    _exit(try());
  }
  return wait_for(child);
}

/* The layers this kernel has. */
static lede__confinement in_force(void) {
  lede__confinement c = {0};
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  pid_t child = fork();
  if (child == 0) {
    c = lede__confine(MEMORY);
    _exit(write(ends[1], &c, sizeof c) != sizeof c);
  }
  assert_int_equal(wait_for(child), 0);
  assert_int_equal(read(ends[0], &c, sizeof c), sizeof c);
  close(ends[0]);
  close(ends[1]);
  return c;
}

/* ---- what is refused --------------------------------------------------------------------------------- */

static int read_file(void) { return result_of(open("/etc/passwd", O_RDONLY) >= 0); }
static int read_own_memory(void) { return result_of(open("/proc/self/mem", O_RDONLY) >= 0); }
static int list_folder(void) { return result_of(open("/", O_RDONLY | O_DIRECTORY) >= 0); }
static int write_file(void) { return result_of(open("/tmp", O_TMPFILE | O_WRONLY, 0600) >= 0); }
static int remove_file(void) { return result_of(unlink("/tmp/lede-no-such-file") == 0); }

static int use_network(void) { return result_of(socket(AF_INET, SOCK_STREAM, 0) >= 0); }
static int talk_to_neighbours(void) { return result_of(socket(AF_UNIX, SOCK_STREAM, 0) >= 0); }

static int start_process(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  return result_of(child > 0);
}

static int start_process_raw(void) {
  long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (child == 0) _exit(0);
  return result_of(child > 0);
}

static int run_program(void) {
  char *const none[] = {NULL};
  return result_of(execve("/bin/true", none, none) == 0);
}

static int trace_process(void) { return result_of(ptrace(PTRACE_ATTACH, getppid(), 0, 0) == 0); }
static int signal_process(void) { return result_of(syscall(SYS_kill, getppid(), 0) == 0); }
static int raise_limits(void) { return result_of(setrlimit(RLIMIT_CORE, &(struct rlimit){1, 1}) == 0); }

static int make_code(void) {
  void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return result_of(p != MAP_FAILED);
}

static int turn_data_into_code(void) {
  void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return result_of(mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0);
}

static void refuses(attempt const *attempts, size_t count) {
  for (size_t i = 0; i < count; i++) {
    int got = when_confined(attempts[i]);
    if (got != EPERM && got != EACCES) fail_msg("attempt %zu came to %d", i + 1, got);
  }
}

static void test_refuses_what_plugins_never_need(void **state) {
  (void)state;
  static const attempt attempts[] = {read_file,         read_own_memory, list_folder,        write_file,
                                     remove_file,       use_network,     talk_to_neighbours, start_process,
                                     start_process_raw, run_program,     trace_process,      signal_process,
                                     raise_limits,      make_code,       turn_data_into_code};
  if (!in_force().calls) skip();
  refuses(attempts, sizeof attempts / sizeof *attempts);
}

static int take_too_much_memory(void) {
  char *p = malloc(2 * MEMORY);
  return result_of(p != NULL);
}

static void test_bounds_memory(void **state) {
  (void)state;
  if (!in_force().resources) skip();
  assert_int_equal(when_confined(take_too_much_memory), ENOMEM);
}

/* ---- what still works ------------------------------------------------------------------------------------ */

static int work_with_memory(void) {
  for (size_t size = 1; size < MEMORY / 4; size *= 2) {
    char *p = malloc(size), *q = p ? realloc(p, 2 * size) : NULL;
    if (!q) return ENOMEM;
    memset(q, 1, 2 * size);
    free(q);
  }
  return 0;
}

static int answer(void) { return result_of(write(STDERR_FILENO, "", 0) == 0); }

static int know_the_time(void) {
  struct timespec now;
  return result_of(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
}

static void *note(void *done) {
  *(volatile bool *)done = true;
  return NULL;
}

static int start_thread(void) {
  pthread_t thread;
  bool done = false;
  if (pthread_create(&thread, NULL, note, &done)) return EAGAIN;
  pthread_join(thread, NULL);
  return result_of(done);
}

static void test_leaves_what_computing_takes(void **state) {
  (void)state;
  static const attempt attempts[] = {work_with_memory, answer, know_the_time, start_thread};
  for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
    assert_int_equal(when_confined(attempts[i]), 0);
}

static int give_up(void) { abort(); }

static void test_lets_a_process_end_itself(void **state) {
  (void)state;
  assert_int_equal(when_confined(give_up), -SIGABRT);
}

/* ---- threads that were there before -------------------------------------------------------------------------- */

static pthread_barrier_t confined;

static void *try_later(void *came_to) {
  pthread_barrier_wait(&confined);
  errno = 0;
  *(int *)came_to = use_network();
  return NULL;
}

static int with_an_older_thread(void) {
  pthread_t thread;
  int came_to = 0;
  pthread_barrier_init(&confined, NULL, 2);
  if (pthread_create(&thread, NULL, try_later, &came_to)) return EAGAIN;
  lede__confine(MEMORY);
  pthread_barrier_wait(&confined);
  pthread_join(thread, NULL);
  return came_to;
}

static void test_takes_in_threads_that_run_already(void **state) {
  (void)state;
  if (!in_force().calls) skip();
  pid_t child = fork();
  if (child == 0) _exit(with_an_older_thread());
  int got = wait_for(child);
  assert_true(got == EPERM || got == EACCES);
}

static void test_says_what_is_in_force(void **state) {
  (void)state;
  lede__confinement c = in_force();
  assert_true(c.privileges);
  if (c.sanitized) assert_false(c.calls || c.landlock || c.resources);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_refuses_what_plugins_never_need),
      cmocka_unit_test(test_bounds_memory),
      cmocka_unit_test(test_leaves_what_computing_takes),
      cmocka_unit_test(test_lets_a_process_end_itself),
      cmocka_unit_test(test_takes_in_threads_that_run_already),
      cmocka_unit_test(test_says_what_is_in_force),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
