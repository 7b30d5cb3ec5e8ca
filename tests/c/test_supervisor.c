/* flow/supervisor: what is promised when workers crash, loop, talk nonsense or can't even start.
 *
 * The work is a few lines of C whose documents say what is to go wrong: "crash", "loop", "leave" and so on. */
#include "flow/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/str.h"
#include "support_alloc.h"
#include "support_work.h"

#include <cmocka.h>

/* ---- a run of it, and what came out ------------------------------------------------------------------------------- */

typedef struct trial {
  const char *const *texts; /* their ids are 1, 2, …; NULL: `count` times "fine" */
  size_t count, next;
  const char *const *records;
  const char *merging; /* what goes wrong in a merge */
  unsigned workers;
  double seconds, setup_seconds;
  size_t sink_breaks_at;  /* this document; 0: never */
  unsigned sink_holds_up; /* microseconds for the first document */
  int wait_for;           /* documents come one by one, each after a byte from here; -1: at once */
  int wake;               /* the other end */
  bool asleep;
  size_t idle_with; /* documents that were done when the sink was told to flush */
  lede__item item;
  char id[16];
  lede__buf output, findings;
  size_t done, failed;
  lede_error err;
} trial;

static lede__pull pull(void *context, const lede__item **item, lede_error *err) {
  trial *t = context;
  char byte;
  (void)err;
  if (t->next == t->count) return LEDE__PULL_END;
  if (t->asleep && read(t->wait_for, &byte, 1) != 1) return LEDE__PULL_WAIT;
  t->asleep = t->wait_for >= 0;
  int len = snprintf(t->id, sizeof t->id, "%zu", t->next + 1);
  t->item = (lede__item){.given = {.id = {t->id, (size_t)len}, .path = {t->id, (size_t)len}},
                         .bytes = lede__str(t->texts ? t->texts[t->next] : "fine")};
  t->next++;
  *item = &t->item;
  return LEDE__PULL_ITEM;
}

static lede_str next_record(void *context) {
  trial *t = context;
  return *t->records ? lede__str(*t->records++) : (lede_str){0};
}

static lede_status take_preamble(void *context, lede_str bytes, lede_error *err) {
  (void)err;
  lede__buf_str(&((trial *)context)->output, bytes);
  return LEDE_OK;
}

static lede_status take(void *context, lede_str output, lede_str complaint, bool failed, lede_error *err) {
  trial *t = context;
  (void)complaint;
  if (++t->done == t->sink_breaks_at) return lede__fail(err, LEDE_EIO, "out", "the disk is full");
  if (t->done == 1 && t->sink_holds_up) usleep(t->sink_holds_up);
  t->failed += failed;
  lede__buf_str(&t->output, output);
  return LEDE_OK;
}

/* Who waits for answers before the next document is sent, as behind a pipe, must have them by now. */
static lede_status flush(void *context, lede_error *err) {
  trial *t = context;
  (void)err;
  if (t->asleep && t->done == t->next) {
    t->idle_with = t->done;
    return write(t->wake, "", 1) == 1 ? LEDE_OK : LEDE_EIO;
  }
  return LEDE_OK;
}

static lede_status take_findings(void *context, lede_str output, lede_str complaint, bool failed,
                                 lede_error *err) {
  (void)complaint, (void)failed, (void)err;
  lede__buf_str(&((trial *)context)->findings, output);
  return LEDE_OK;
}

static lede_status supervise(trial *t) {
  lede__work work = misbehaving_work(t->merging);
  lede__supervisor_options o = {.workers = t->workers ? t->workers : 1,
                                .seconds = t->seconds > 0 ? t->seconds : 20,
                                .setup_seconds = t->setup_seconds,
                                .work = &work,
                                .pull = pull,
                                .source_fd = t->wait_for,
                                .refold = t->records ? next_record : NULL,
                                .preamble = take_preamble,
                                .done = take,
                                .idle = flush,
                                .fold = true,
                                .gathered = take_findings,
                                .context = t};
  return lede__supervise(&o, &t->err);
}

/* Whatever a run comes to, it leaves no process and no open file behind. */
static lede_status run(trial *t) {
  int fds = count_fds();
  atomic_store(&seen->starts, 0);
  atomic_store(&seen->stumbles, 0);
  if (t->wake == 0) t->wait_for = -1;
  lede_status status = supervise(t);
  assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
  assert_int_equal(errno, ECHILD);
  assert_int_equal(count_fds(), fds);
  return status;
}

static void forget(trial *t) {
  lede__buf_free(&t->output);
  lede__buf_free(&t->findings);
}

static const char *text_of(const lede__buf *b) { return b->ptr ? b->ptr : ""; }

static void assert_has(const lede__buf *b, const char *words) {
  if (!strstr(text_of(b), words)) fail_msg("no \"%s\" in: %s", words, text_of(b));
}

#define TEXTS(...)                                                                                           \
  .texts = (const char *const[]){__VA_ARGS__},                                                               \
  .count = sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)

/* ---- order, and the number of workers ------------------------------------------------------------------------------ */

static void expect_order(size_t count, lede__buf *out) {
  lede__buf_text(out, "begin\n");
  for (size_t i = 1; i <= count; i++) lede__buf_printf(out, "%zu: fine\n", i);
}

static void test_answers_come_in_the_order_of_the_source(void **state) {
  (void)state;
  for (unsigned workers = 1; workers <= 5; workers += 2) {
    trial t = {TEXTS("slow", "fine", "slow", "slow", "fine", "fine", "slow", "fine"), .workers = workers};
    assert_int_equal(run(&t), LEDE_OK);
    assert_string_equal(text_of(&t.output),
                        "begin\n1: slow\n2: fine\n3: slow\n4: slow\n5: fine\n6: fine\n7: slow\n8: fine\n");
    forget(&t);
  }
}

static void test_findings_are_joined_alike_by_any_number_of_workers(void **state) {
  (void)state;
  enum { MANY = 64 * 64 + 70 }; /* more than one merge of merges */
  lede__buf expected = {0}, first = {0};
  expect_order(MANY, &expected);
  for (unsigned workers = 1; workers <= 5; workers += 2) {
    trial t = {.count = MANY, .workers = workers};
    assert_int_equal(run(&t), LEDE_OK);
    assert_string_equal(text_of(&t.output), text_of(&expected));
    if (workers == 1) lede__buf_text(&first, text_of(&t.findings));
    assert_string_equal(text_of(&t.findings), text_of(&first));
    forget(&t);
  }
  assert_has(&first, "4166 in (");
  lede__buf_free(&first);
  lede__buf_free(&expected);
}

static void test_no_document_is_a_run_too(void **state) {
  (void)state;
  trial t = {0};
  assert_int_equal(run(&t), LEDE_OK);
  assert_string_equal(text_of(&t.findings), "0 in \n");
  forget(&t);
}

static void test_records_of_an_earlier_run_are_gathered_first(void **state) {
  (void)state;
  trial t = {TEXTS("fine"), .records = (const char *const[]){"old", "older", NULL}, .workers = 3};
  assert_int_equal(run(&t), LEDE_OK);
  assert_string_equal(text_of(&t.output), "begin\n1: fine\n");
  assert_string_equal(text_of(&t.findings), "3 in (old older 1 )\n");
  forget(&t);
}

/* ---- workers that fail ----------------------------------------------------------------------------------------------- */

/* A document between others; with few workers some of these wait in the queue of the one that is lost. */
static void assert_set_aside(const char *text, const char *said, int workers_lost, double seconds) {
  for (unsigned workers = 1; workers <= 5; workers += 2) {
    trial t = {TEXTS("fine", text, "fine", "slow", "fine", "fine"), .workers = workers, .seconds = seconds};
    lede__buf expected = {0};
    assert_int_equal(run(&t), LEDE_OK);
    lede__buf_printf(&expected, "begin\n1: fine\n2: %s\n3: fine\n4: slow\n5: fine\n6: fine\n", said);
    assert_string_equal(text_of(&t.output), text_of(&expected));
    assert_string_equal(text_of(&t.findings), "5 in (1 3 4 5 6 )\n");
    assert_int_equal(t.failed, 1);
    if (workers == 1) assert_int_equal(seen->starts, 1 + workers_lost);
    lede__buf_free(&expected);
    forget(&t);
  }
}

#define CRASHED                                                                                              \
  "plugin it crashed 2 workers and was set aside; run it alone with --plugins to find the plugin"

static void test_a_document_that_crashes_two_workers_is_set_aside(void **state) {
  (void)state;
  static const char *const ways[] = {"crash", "leave", "half", "rubbish", "unasked", "ready", "huge"};
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) assert_set_aside(ways[i], CRASHED, 2, 20);
}

static void test_a_document_that_runs_workers_out_of_memory_is_set_aside(void **state) {
  (void)state;
  assert_set_aside("starve", "memory out of memory", 2, 20);
}

static void test_a_document_that_overruns_is_stopped_at_once(void **state) {
  (void)state;
  assert_set_aside("loop", "limit analysing it took too long and was stopped; --timeout allows more", 1, 0.1);
}

static void test_a_document_gets_a_second_try(void **state) {
  (void)state;
  trial t = {TEXTS("fine", "stumble", "fine"), .workers = 1};
  assert_int_equal(run(&t), LEDE_OK);
  assert_string_equal(text_of(&t.output), "begin\n1: fine\n2: stumble\n3: fine\n");
  assert_int_equal(seen->starts, 2);
  forget(&t);
}

static void test_one_bad_document_after_another(void **state) {
  (void)state;
  trial t = {TEXTS("crash", "crash", "fine", "leave", "rubbish", "crash", "fine", "half"), .workers = 2};
  assert_int_equal(run(&t), LEDE_OK);
  assert_int_equal(t.done, 8);
  assert_int_equal(t.failed, 6);
  assert_string_equal(text_of(&t.findings), "2 in (3 7 )\n");
  forget(&t);
}

static void test_workers_that_crash_on_everything_end_the_run(void **state) {
  (void)state;
  how_to_open = "stubborn";
  trial t = {TEXTS("crash", "fine"), .workers = 2};
  assert_int_equal(run(&t), LEDE_ESETUP);
  assert_string_equal(t.err.where, "1");
  how_to_open = NULL;
  forget(&t);
}

static void test_what_makes_no_sense_ends_the_run(void **state) {
  (void)state;
  trial t = {TEXTS("fine", "senseless", "fine"), .workers = 1};
  assert_int_equal(run(&t), LEDE_EUSAGE);
  assert_string_equal(t.err.message, "makes no sense");
  forget(&t);
}

/* ---- set-up ------------------------------------------------------------------------------------------------------------ */

static void assert_not_set_up(const char *how, const char *where, const char *message) {
  trial t = {TEXTS("fine", "fine"), .workers = 2, .setup_seconds = 0.1};
  how_to_open = how;
  assert_int_equal(run(&t), LEDE_ESETUP);
  how_to_open = NULL;
  assert_string_equal(t.err.where, where);
  assert_string_equal(t.err.message, message);
  assert_int_equal(t.done, 0);
  forget(&t);
}

static void test_workers_that_cant_be_set_up_end_the_run(void **state) {
  (void)state;
  assert_not_set_up("fail", "a.lua", "no such plugin");
  assert_not_set_up("crash", "", "a worker ended before it was ready");
  assert_not_set_up("rubbish", "", "a worker ended before it was ready");
  assert_not_set_up("loop", "", "a worker took too long to set up");
}

static void test_a_document_bears_no_blame_for_a_worker_that_had_not_begun_it(void **state) {
  (void)state;
  trial t = {TEXTS("fine", "slow", "unlucky", "fine"), .workers = 2, .seconds = 0.2};
  assert_int_equal(run(&t), LEDE_OK);
  assert_string_equal(text_of(&t.output), "begin\n1: fine\n2: slow\n3: unlucky\n4: fine\n");
  forget(&t);
}

static void test_a_replacement_that_is_lost_before_it_is_ready_is_replaced_too(void **state) {
  (void)state;
  how_to_open = "end second";
  trial t = {TEXTS("fine", "stumble", "fine"), .workers = 1};
  assert_int_equal(run(&t), LEDE_OK);
  assert_string_equal(text_of(&t.output), "begin\n1: fine\n2: stumble\n3: fine\n");
  assert_int_equal(seen->starts, 3);
  how_to_open = NULL;
  forget(&t);
}

/* ---- findings ------------------------------------------------------------------------------------------------------------ */

static void test_a_merge_that_fails_costs_the_findings_not_the_documents(void **state) {
  (void)state;
  trial t = {.count = 100, .workers = 2, .merging = "crash"};
  lede__buf expected = {0};
  expect_order(100, &expected);
  assert_int_equal(run(&t), LEDE_EPLUGIN);
  assert_string_equal(t.err.where, "findings");
  assert_string_equal(text_of(&t.output), text_of(&expected));
  assert_string_equal(text_of(&t.findings), "");
  lede__buf_free(&expected);
  forget(&t);
}

/* ---- source and sink ------------------------------------------------------------------------------------------------------- */

static void test_a_sink_that_fails_ends_the_run(void **state) {
  (void)state;
  trial t = {.count = 50, .workers = 2, .sink_breaks_at = 3};
  assert_int_equal(run(&t), LEDE_EIO);
  assert_string_equal(t.err.message, "the disk is full");
  assert_int_equal(t.done, 3);
  forget(&t);
}

static void test_a_sink_that_holds_up_costs_no_document(void **state) {
  (void)state;
  trial t = {TEXTS("fine", "fine", "slow", "slow"), .workers = 2, .seconds = 0.1, .sink_holds_up = 300000};
  assert_int_equal(run(&t), LEDE_OK);
  assert_int_equal(t.failed, 0);
  assert_int_equal(seen->starts, 2);
  forget(&t);
}

static void test_answers_are_out_before_it_waits_for_more(void **state) {
  (void)state;
  int ends[2];
  assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
  trial t = {TEXTS("fine", "crash", "fine"), .workers = 2, .wait_for = ends[0], .wake = ends[1]};
  assert_int_equal(run(&t), LEDE_OK);
  assert_int_equal(t.done, 3);
  assert_int_equal(t.idle_with, 3);
  close(ends[0]);
  close(ends[1]);
  forget(&t);
}

/* ---- the supervisor's own end -------------------------------------------------------------------------------------------------- */

static void test_workers_die_with_their_supervisor(void **state) {
  (void)state;
  prctl(PR_SET_CHILD_SUBREAPER, 1); /* so that the orphan can be waited for here */
  seen->worker = 0;
  pid_t supervisor = fork();
  if (supervisor == 0) {
    trial t = {TEXTS("loop"), .wait_for = -1};
    supervise(&t);
    _exit(0);
  }
  while (seen->worker == 0) usleep(1000);
  kill(supervisor, SIGKILL);
  assert_int_equal(waitpid(supervisor, NULL, 0), supervisor);
  assert_int_equal(waitpid(seen->worker, NULL, 0), seen->worker);
}

static lede_status run_small(void *context) {
  (void)context;
  trial t = {TEXTS("fine", "fine"), .wait_for = -1};
  lede_status status = supervise(&t);
  forget(&t);
  return status;
}

static void test_runs_out_of_memory_without_harm(void **state) {
  (void)state;
  assert_survives_or_recovers(run_small, NULL);
}

static int set_up(void **state) {
  (void)state;
  return !open_traces() || run_small(NULL) != LEDE_OK; /* libuv opens two files once, for good */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_answers_come_in_the_order_of_the_source),
      cmocka_unit_test(test_findings_are_joined_alike_by_any_number_of_workers),
      cmocka_unit_test(test_no_document_is_a_run_too),
      cmocka_unit_test(test_records_of_an_earlier_run_are_gathered_first),
      cmocka_unit_test(test_a_document_that_crashes_two_workers_is_set_aside),
      cmocka_unit_test(test_a_document_that_runs_workers_out_of_memory_is_set_aside),
      cmocka_unit_test(test_a_document_that_overruns_is_stopped_at_once),
      cmocka_unit_test(test_a_document_gets_a_second_try),
      cmocka_unit_test(test_one_bad_document_after_another),
      cmocka_unit_test(test_workers_that_crash_on_everything_end_the_run),
      cmocka_unit_test(test_what_makes_no_sense_ends_the_run),
      cmocka_unit_test(test_workers_that_cant_be_set_up_end_the_run),
      cmocka_unit_test(test_a_document_bears_no_blame_for_a_worker_that_had_not_begun_it),
      cmocka_unit_test(test_a_replacement_that_is_lost_before_it_is_ready_is_replaced_too),
      cmocka_unit_test(test_a_merge_that_fails_costs_the_findings_not_the_documents),
      cmocka_unit_test(test_a_sink_that_fails_ends_the_run),
      cmocka_unit_test(test_a_sink_that_holds_up_costs_no_document),
      cmocka_unit_test(test_answers_are_out_before_it_waits_for_more),
      cmocka_unit_test(test_workers_die_with_their_supervisor),
      cmocka_unit_test(test_runs_out_of_memory_without_harm),
  };
  return cmocka_run_group_tests(tests, set_up, NULL);
}
