/* flow/workers: answers as they come, work that may wait, new generations, and what a pause must not cost. What is promised
 * of workers that crash, loop or talk nonsense is in test_supervisor.c. */
#include "flow/workers.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "support_alloc.h"
#include "support_work.h"

#include <cmocka.h>

/* ---- a crew, and what it said ------------------------------------------------------------------------------------ */

typedef struct trial {
  uv_loop_t loop;
  lede__workers *workers;
  lede__work work;
  size_t answers, ready, refused;
  lede__answer last;
  lede__buf order;  /* tags, as they were answered */
  lede__buf output; /* all of it */
  lede_error why;   /* of the last refusal */
} trial;

static lede_status on_ready(void *context, lede_str words, unsigned generation, lede_error *err) {
  trial *t = context;
  (void)err, (void)words;
  t->ready++;
  assert_int_equal(generation, t->ready);
  return LEDE_OK;
}

static lede_status on_answered(void *context, const lede__answer *a, lede_error *err) {
  trial *t = context;
  (void)err;
  t->answers++;
  t->last = *a;
  lede__buf_printf(&t->order, "%d ", (int)a->tag);
  lede__buf_str(&t->output, a->output);
  lede__buf_str(&t->output, a->partial);
  return LEDE_OK;
}

static void on_refused(void *context, const lede_error *why) {
  trial *t = context;
  t->refused++;
  t->why = *why;
}

static void open_trial(trial *t, unsigned workers, double seconds) {
  lede_error err;
  *t = (trial){.work = misbehaving_work(NULL)};
  atomic_store(&seen->starts, 0);
  atomic_store(&seen->stumbles, 0);
  assert_int_equal(uv_loop_init(&t->loop), 0);
  lede__workers_options o = {.workers = workers,
                             .seconds = seconds,
                             .work = &t->work,
                             .renews = true,
                             .ready = on_ready,
                             .answered = on_answered,
                             .refused = on_refused,
                             .context = t};
  assert_int_equal(lede__workers_open(&o, &t->loop, &t->workers, &err), LEDE_OK);
}

/* Whatever was going on, it leaves no process behind. */
static void close_trial(trial *t) {
  lede__workers_stop(t->workers);
  uv_run(&t->loop, UV_RUN_DEFAULT);
  lede__workers_free(t->workers);
  assert_int_equal(uv_loop_close(&t->loop), 0);
  lede__buf_free(&t->order);
  lede__buf_free(&t->output);
  assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
  assert_int_equal(errno, ECHILD);
}

static void ask(trial *t, uint64_t tag, const char *text) {
  char id[16];
  lede_error err;
  int len = snprintf(id, sizeof id, "%d", (int)tag);
  lede_str name = {id, (size_t)len};
  lede__item item = {.given = {.id = name, .path = name}, .bytes = lede__str(text)};
  assert_int_equal(lede__workers_item(t->workers, &item, tag, &err), LEDE_OK);
}

static void ask_later(trial *t, uint64_t tag, lede__frame_kind kind, const char *text) {
  lede_error err;
  assert_int_equal(lede__workers_text(t->workers, kind, lede__str(text), 7, true, tag, &err), LEDE_OK);
}

static void on_pulse(uv_timer_t *timer) { (void)timer; }

/* Runs until `*count` is that many; each of these tests ends in a second, or is ended after twenty. */
static void wait_for(trial *t, const size_t *count, size_t many) {
  uint64_t until = uv_hrtime() + 20000000000;
  uv_timer_t pulse;
  uv_timer_init(&t->loop, &pulse);
  uv_timer_start(&pulse, on_pulse, 10, 10);
  while (*count < many && !lede__workers_status(t->workers, NULL) && uv_hrtime() < until)
    uv_run(&t->loop, UV_RUN_ONCE);
  uv_close((uv_handle_t *)&pulse, NULL);
  uv_run(&t->loop, UV_RUN_NOWAIT);
  assert_int_equal(*count, many);
}

static const char *text_of(const lede__buf *b) { return b->ptr ? b->ptr : ""; }

/* ---- answers -------------------------------------------------------------------------------------------------------- */

static void test_a_slow_document_holds_up_no_other_one(void **state) {
  (void)state;
  trial t;
  open_trial(&t, 2, 20);
  ask(&t, 1, "very slow");
  for (uint64_t i = 2; i <= 6; i++) ask(&t, i, "fine");
  wait_for(&t, &t.answers, 6);
  assert_int_equal(t.last.tag, 1);
  assert_true(t.last.nanoseconds >= 300000000);
  assert_int_equal(lede__workers_jobs(t.workers), 0);
  assert_int_equal(lede__workers_bytes(t.workers), 0);
  close_trial(&t);
}

static void assert_ends(const char *text, double seconds, lede__job_end end, unsigned attempts) {
  trial t;
  open_trial(&t, 1, seconds);
  ask(&t, 9, text);
  wait_for(&t, &t.answers, 1);
  assert_int_equal(t.last.tag, 9);
  assert_int_equal(t.last.end, end);
  assert_int_equal(t.last.attempts, attempts);
  assert_int_equal(t.last.generation, 1);
  close_trial(&t);
}

static void test_an_answer_tells_how_the_job_ended_and_what_it_took(void **state) {
  (void)state;
  assert_ends("fine", 20, LEDE__JOB_FINE, 1);
  assert_ends("stumble", 20, LEDE__JOB_FINE, 2);
  assert_ends("crash", 20, LEDE__JOB_CRASHED, 2);
  assert_ends("loop", 0.1, LEDE__JOB_OVERRAN, 1);
}

/* ---- work that may wait ------------------------------------------------------------------------------------------------ */

static void test_what_may_wait_comes_after_the_documents(void **state) {
  (void)state;
  trial t;
  open_trial(&t, 1, 20);
  ask(&t, 1, "slow");
  ask(&t, 2, "slow");
  ask(&t, 3, "slow");
  ask_later(&t, 4, LEDE__FRAME_MERGE, "a\nb\n");
  ask_later(&t, 5, LEDE__FRAME_FINISH, "ab");
  ask(&t, 6, "fine");
  wait_for(&t, &t.answers, 6);
  assert_string_equal(text_of(&t.order), "1 2 3 6 4 5 ");
  assert_non_null(strstr(text_of(&t.output), "(a b )7 in ab\n"));
  close_trial(&t);
}

static void test_what_may_wait_leaves_workers_to_the_documents(void **state) {
  (void)state;
  trial t;
  open_trial(&t, 2, 20);
  t.work.context = (void *)"very slow"; /* merges; the first worker has the old context */
  ask(&t, 1, "crash");
  wait_for(&t, &t.answers, 1);
  ask_later(&t, 2, LEDE__FRAME_MERGE, "a\n");
  ask_later(&t, 3, LEDE__FRAME_MERGE, "b\n");
  ask(&t, 4, "fine");
  wait_for(&t, &t.answers, 2);
  assert_int_equal(t.last.tag, 4);
  wait_for(&t, &t.answers, 4);
  assert_string_equal(text_of(&t.order), "1 4 2 3 ");
  close_trial(&t);
}

static void test_what_may_wait_and_fails_is_lost_alone(void **state) {
  (void)state;
  trial t;
  how_to_open = NULL;
  open_trial(&t, 1, 20);
  ask(&t, 1, "crash");
  t.work.context = (void *)"crash";
  wait_for(&t, &t.answers, 1);
  ask_later(&t, 2, LEDE__FRAME_MERGE, "a\n");
  wait_for(&t, &t.answers, 2);
  assert_int_equal(t.last.end, LEDE__JOB_LOST);
  ask(&t, 3, "fine");
  wait_for(&t, &t.answers, 3);
  assert_int_equal(t.last.end, LEDE__JOB_FINE);
  close_trial(&t);
}

/* ---- generations ------------------------------------------------------------------------------------------------------------ */

static void test_a_new_generation_takes_over_and_the_old_one_ends_after_its_jobs(void **state) {
  (void)state;
  trial t;
  open_trial(&t, 1, 20);
  wait_for(&t, &t.ready, 1);
  ask(&t, 1, "very slow");
  preamble = "other\n";
  lede__workers_renew(t.workers);
  wait_for(&t, &t.ready, 2);
  assert_int_equal(t.answers, 0);
  ask(&t, 2, "fine");
  wait_for(&t, &t.answers, 1);
  assert_int_equal(t.last.tag, 2);
  assert_int_equal(t.last.generation, 2);
  wait_for(&t, &t.answers, 2);
  assert_int_equal(t.last.tag, 1);
  assert_int_equal(t.last.generation, 1);
  assert_int_equal(lede__workers_count(t.workers), 1);
  assert_int_equal(seen->starts, 2);
  preamble = "begin\n";
  close_trial(&t);
}

static void test_the_same_again_is_no_new_generation(void **state) {
  (void)state;
  trial t;
  open_trial(&t, 1, 20);
  wait_for(&t, &t.ready, 1);
  lede__workers_renew(t.workers);
  ask(&t, 1, "very slow");
  wait_for(&t, &t.answers, 1);
  assert_int_equal(seen->starts, 2);
  assert_int_equal(t.last.generation, 1);
  assert_int_equal(t.ready, 1);
  close_trial(&t);
}

static void assert_refused(const char *how, const char *message) {
  trial t;
  open_trial(&t, 1, 20);
  wait_for(&t, &t.ready, 1);
  how_to_open = how;
  lede__workers_renew(t.workers);
  wait_for(&t, &t.refused, 1);
  assert_string_equal(t.why.message, message);
  ask(&t, 1, "fine");
  wait_for(&t, &t.answers, 1);
  assert_int_equal(t.last.generation, 1);
  how_to_open = NULL;
  close_trial(&t);
}

static void test_a_generation_that_cant_be_set_up_leaves_the_last_one_at_work(void **state) {
  (void)state;
  assert_refused("fail", "no such plugin");
  assert_refused("crash", "a worker ended before it was ready");
}

static void test_jobs_wait_for_workers_that_can_be_set_up(void **state) {
  (void)state;
  trial t;
  open_trial(&t, 1, 20);
  wait_for(&t, &t.ready, 1);
  how_to_open = "fail";
  ask(&t, 1, "stumble"); /* its next worker can't be set up */
  wait_for(&t, &t.refused, 1);
  assert_int_equal(t.answers, 0);
  how_to_open = NULL;
  lede__workers_renew(t.workers);
  wait_for(&t, &t.answers, 1);
  assert_int_equal(t.last.end, LEDE__JOB_FINE);
  close_trial(&t);
}

/* ---- the system ------------------------------------------------------------------------------------------------------------------ */

static void test_fewer_workers_do_the_work_when_the_system_gives_no_more(void **state) {
  (void)state;
  trial t;
  struct rlimit all, none;
  open_trial(&t, 4, 20);
  wait_for(&t, &t.ready, 1);
  getrlimit(RLIMIT_NOFILE, &all);
  none = all;
  none.rlim_cur = (rlim_t)count_fds() - 3; /* as many as there are: it counts itself, "." and ".." */
  setrlimit(RLIMIT_NOFILE, &none);
  for (uint64_t i = 1; i <= 20; i++) ask(&t, i, "slow");
  wait_for(&t, &t.answers, 20);
  setrlimit(RLIMIT_NOFILE, &all);
  assert_int_equal(seen->starts, 1);
  assert_int_equal(lede__workers_status(t.workers, NULL), LEDE_OK);
  close_trial(&t);
}

/* The whole of it stands still for longer than a document may take, as under Ctrl-Z or in a suspended container. */
static void test_a_document_bears_no_blame_for_standing_still(void **state) {
  (void)state;
  int how;
  atomic_store(&seen->starts, 0);
  pid_t crew = fork();
  if (crew == 0) {
    trial t;
    open_trial(&t, 1, 1);
    wait_for(&t, &t.ready, 1);
    ask(&t, 1, "very slow");
    wait_for(&t, &t.answers, 1);
    lede__workers_stop(t.workers);
    _exit(t.last.end == LEDE__JOB_FINE && t.last.attempts == 1 ? 0 : 1);
  }
  while (!atomic_load(&seen->starts)) usleep(1000);
  usleep(100000);
  pid_t worker = seen->worker;
  kill(crew, SIGSTOP);
  kill(worker, SIGSTOP);
  usleep(2000000);
  kill(crew, SIGCONT);
  usleep(100000); /* it looks at the clock first */
  kill(worker, SIGCONT);
  assert_int_equal(waitpid(crew, &how, 0), crew);
  assert_true(WIFEXITED(how));
  assert_int_equal(WEXITSTATUS(how), 0);
}

static int set_up(void **state) {
  (void)state;
  trial t;
  if (!open_traces()) return 1;
  open_trial(&t, 1, 20); /* libuv opens two files once, for good */
  close_trial(&t);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_slow_document_holds_up_no_other_one),
      cmocka_unit_test(test_an_answer_tells_how_the_job_ended_and_what_it_took),
      cmocka_unit_test(test_what_may_wait_comes_after_the_documents),
      cmocka_unit_test(test_what_may_wait_leaves_workers_to_the_documents),
      cmocka_unit_test(test_what_may_wait_and_fails_is_lost_alone),
      cmocka_unit_test(test_a_new_generation_takes_over_and_the_old_one_ends_after_its_jobs),
      cmocka_unit_test(test_the_same_again_is_no_new_generation),
      cmocka_unit_test(test_a_generation_that_cant_be_set_up_leaves_the_last_one_at_work),
      cmocka_unit_test(test_jobs_wait_for_workers_that_can_be_set_up),
      cmocka_unit_test(test_fewer_workers_do_the_work_when_the_system_gives_no_more),
      cmocka_unit_test(test_a_document_bears_no_blame_for_standing_still),
  };
  return cmocka_run_group_tests(tests, set_up, NULL);
}
