/* app/watch: `lede watch`: its options, its loop, its beginning and end. */
#include "app/watch.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/watch_retry.h"
#include "base/json.h"
#include "base/str.h"
#include "base/visible.h"

static const uint64_t SECOND = 1000000000;        /* nanoseconds */
static const uint64_t QUIET_AFTER = 1000000000;   /* ns without a document */
static const uint64_t MOST_BACKLOG = 30000000000; /* ns that chores wait for a quiet moment, */
static const uint64_t CHORE_PAUSE = 100000000;    /* and between those that could wait no longer */
static const uint64_t LAST_CHORES = 500000000;    /* ns for them once it was told to stop */
static const uint64_t LAST_WORDS = 5000000000;    /* ns for the command that is told findings */
static const uint64_t TWICE =
    100000000; /* ns: a signal that comes sooner is the same, sent to a process and to its group */
static const unsigned MOST_PAUSE = 4; /* seconds between attempts to write to the desk, when it should end */

/* Ends the watching, with why. */
static void fail(lede__watch *w, const lede_error *why) {
  if (w->status) return;
  w->status = why->code;
  w->error = *why;
}

/* ---- options ------------------------------------------------------------------------------------------- */

enum {
  OUTPUT = LEDE__ANALYSIS_OPTIONS,
  RECURSIVE,
  POLL,
  DONE_SUFFIX,
  SETTLE,
  CONSUME,
  ONCE,
  DURABILITY,
  RERUN,
  OUTLET_FROM,
  LOG_FORMAT,
  ON_FINDING,
  QUIET,
  HELP,
  OPTIONS
};

static const lede__option own_options[] = {
    {"output", 'o', true}, {"recursive", 'r', false}, {"poll", 0, false},      {"done-suffix", 0, true},
    {"settle", 0, true},   {"consume", 0, false},     {"once", 0, false},      {"durability", 0, true},
    {"rerun", 0, false},   {"outlet-from", 0, true},  {"log-format", 0, true}, {"on-finding", 0, true},
    {"quiet", 'q', false}, {"help", 'h', false}};

static lede_status set_settle(lede__watch *w, const char *value, lede_error *err) {
  char *end;
  w->in.settle_seconds = strtod(value, &end);
  if (end == value || *end || !(w->in.settle_seconds > 0 && w->in.settle_seconds < 1e6))
    return lede__fail(err, LEDE_EUSAGE, NULL, "--settle %s: it is a number of seconds, such as 0.5", value);
  return LEDE_OK;
}

static lede_status set_own(lede__watch *w, int option, const char *value, lede_error *err) {
  static const char *const durabilities[] = {"none", "batch", "each"}, *const formats[] = {"text", "json"},
                           *const froms[] = {"folder"};
  size_t which = 0;
  lede_status status = LEDE_OK;
  switch (option) {
  case OUTPUT:
    w->out.folder = w->in.desk = value;
    break;
  case RECURSIVE:
    w->in.recursive = true;
    break;
  case POLL:
    w->in.polls = true;
    break;
  case DONE_SUFFIX:
    w->in.done_suffix = value;
    break;
  case SETTLE:
    return set_settle(w, value, err);
  case CONSUME:
    w->in.consumes = true;
    break;
  case ONCE:
    w->once = true;
    break;
  case DURABILITY:
    status = lede__parse_choice(value, "durability", durabilities, 3, &which, err);
    w->out.durability = (lede__durability)which;
    break;
  case RERUN:
    w->rerun = true;
    break;
  case OUTLET_FROM:
    w->from.outlet_from_folder = true;
    return lede__parse_choice(value, "outlet-from", froms, 1, &which, err);
  case LOG_FORMAT:
    status = lede__parse_choice(value, "log-format", formats, 2, &which, err);
    w->log.json = which == 1;
    break;
  case ON_FINDING:
    w->command = value;
    break;
  case QUIET:
    w->log.quiet = true;
    break;
  case HELP:
    w->help = true;
    break;
  }
  return status;
}

static lede_status check_options(lede__watch *w, const lede__args *args, lede_error *err) {
  if (args->operand_count != 1)
    return lede__fail(err, LEDE_EUSAGE, NULL,
                      "watch: name the one folder that files are dropped into; see lede watch --help");
  w->in.folder = args->operands[0];
  if (!w->out.folder)
    return lede__fail(err, LEDE_EUSAGE, NULL, "watch: name the desk, where results are kept: -o DESK");
  if (w->analysis.render.record.no_text && w->analysis.fold)
    return lede__fail(
        err, LEDE_EUSAGE, NULL,
        "--no-text: findings are made anew of the records, and need their text: leave it out, or add "
        "--no-findings");
  w->from.max_bytes = w->analysis.load.max_bytes;
  w->analysis.render.format = LEDE__AS_JSONL;
  w->analysis.tells_make = true;
  return LEDE_OK;
}

static lede_status read_options(lede__watch *w, lede__args *args, lede_error *err) {
  lede__option options[OPTIONS];
  lede_status status = LEDE_OK;
  int found = 0;
  memcpy(options, lede__analysis_options, sizeof lede__analysis_options);
  memcpy(options + LEDE__ANALYSIS_OPTIONS, own_options, sizeof own_options);
  while (!status && !w->help && (found = lede__args_next(args, options, OPTIONS, err)) >= 0)
    status = found < LEDE__ANALYSIS_OPTIONS ? lede__analysis_set(&w->analysis, found, args->value, err)
                                            : set_own(w, found, args->value, err);
  if (found == -2) return LEDE_EUSAGE;
  return status || w->help ? status : check_options(w, args, err);
}

/* ---- generations of workers ---------------------------------------------------------------------------- */

static void add_path(lede__buf *paths, const char *path) {
  if (path) lede__buf_add(paths, path, strlen(path) + 1);
}

/* A change of any of these may make another recipe. */
static lede_status watch_files(lede__watch *w, lede_str plugin_files, lede_error *err) {
  lede__buf paths = {0};
  lede__buf_str(&paths, plugin_files);
  add_path(&paths, w->analysis.aliases_file);
  add_path(&paths, w->analysis.fixes_file);
  lede_status status =
      paths.failed ? lede__nomem(err) : lede__watch_files_set(&w->files, lede__buf_view(&paths), err);
  lede__buf_free(&paths);
  return status;
}

static void forget_refusal(lede__watch *w) {
  free(w->refused);
  w->refused = NULL;
}

static lede_status generation_ready(void *context, lede_str preamble, unsigned generation, lede_error *err) {
  lede__watch *w = context;
  lede__make make = lede__analysis_make(preamble);
  w->generation = generation;
  snprintf(w->recipe[generation % LEDE__WATCH_RECIPES], LEDE__SHA256_HEX, "%s", make.recipe.ptr);
  forget_refusal(w);
  lede__watch_findings_begin(&w->findings, &make, generation);
  if (generation > 1) {
    lede__watch_log_note(&w->log, "the plugins have changed: from now on documents get the recipe %.12s",
                         make.recipe.ptr);
    if (w->rerun) lede__watch_look_again(w);
  }
  return watch_files(w, make.files, err);
}

/* Said once; those at work go on. */
static void generation_refused(void *context, const lede_error *why) {
  lede__watch *w = context;
  char *text;
  if (asprintf(&text, "%s%s%s", why->where, why->where[0] ? ": " : "", why->message) < 0) return;
  bool again = w->refused && strcmp(w->refused, text) == 0;
  free(w->refused);
  w->refused = text;
  if (!again)
    lede__watch_log_note(&w->log,
                         "%s\n  the plugins as they are now can't be used; those loaded before go on", text);
}

static void renew(lede__watch *w) {
  lede_error err;
  if (lede__analysis_reopen(&w->analysis, &err))
    generation_refused(w, &err);
  else
    lede__workers_renew(w->workers);
}

/* ---- findings ------------------------------------------------------------------------------------------ */

static void tell_finding(void *context, const lede__finding *finding, bool is_new) {
  lede__watch *w = context;
  lede__buf line = {0};
  lede__json j = lede__json_to(&line);
  lede__json_open(&j, '{');
  lede__json_key_text(&j, "lede");
  lede__json_int(&j, LEDE_RECORD_VERSION);
  lede__json_key_text(&j, "new");
  lede__json_bool(&j, is_new);
  lede__json_key_text(&j, "finding");
  lede__json_raw(&j, finding->json);
  lede__json_close(&j, '}');
  lede__watch_tell_add(&w->tell, lede__buf_view(&line));
  lede__buf_free(&line);
}

/* ---- quiet moments ------------------------------------------------------------------------------------- */

static bool is_idle(const lede__watch *w) { return !w->in_work && !w->batch.count; }

static bool is_drained(const lede__watch *w) {
  return is_idle(w) && !w->prompted && lede__workers_are_ready(w->workers) &&
         lede__inbox_is_drained(w->inbox);
}

/* Chores are done while it is quiet; when it never is, now and then.
 * Those who wait for the end don't wait for quiet. */
static bool is_time_for_chores(const lede__watch *w) {
  uint64_t now = uv_hrtime();
  if (w->stopping || (w->once && is_drained(w))) return is_idle(w);
  bool quiet = is_idle(w) && now > w->active + QUIET_AFTER;
  return quiet || (now > w->quiet + MOST_BACKLOG && now > w->chored + CHORE_PAUSE);
}

/* True when there is more to do at once. */
static bool do_chores(lede__watch *w) {
  bool ending = w->once && is_drained(w), quiet = is_idle(w) && uv_hrtime() > w->active + QUIET_AFTER;
  if (w->generation && !w->stopping) lede__watch_findings_work(&w->findings, quiet || ending, ending);
  if (!is_time_for_chores(w)) return false;
  if (lede__watch_chores_step(&w->chores)) return w->chored = uv_hrtime(), true;
  w->quiet = w->chored = uv_hrtime();
  return false;
}

/* ---- each second --------------------------------------------------------------------------------------- */

static void take_requests(lede__watch *w) {
  size_t count;
  lede_error err;
  bool failed = lede__watch_retry_take(w->out.folder, w->store, &count, &err) != LEDE_OK;
  if (failed && !w->retry_failed)
    lede__watch_log_note(&w->log, "%s: %s; it is tried again", err.where, err.message);
  w->retry_failed = failed;
  if (!count) return;
  lede__watch_log_note(&w->log, "%zu document%s to be tried again", count, count == 1 ? "" : "s");
  lede__watch_look_again(w);
}

static void tell_state(lede__watch *w) {
  lede__inbox_counts counts = lede__inbox_count(w->inbox);
  lede__watch_status_write(
      &w->state,
      &(lede__watch_state){.inbox = w->in.folder,
                           .recipe = w->generation ? lede__watch_recipe(w, w->generation) : NULL,
                           .waiting = counts.waiting,
                           .in_work = w->in_work,
                           .done = w->done,
                           .failed = w->failed,
                           .more = counts.more,
                           .gone = counts.gone,
                           .polls = counts.polls,
                           .oldest = counts.oldest,
                           .rate = w->rate,
                           .workers = lede__workers_count(w->workers),
                           .generation = w->generation,
                           .trouble = lede__watch_batch_stuck(&w->batch) ? "the desk can't be written" : NULL,
                           .refused = w->refused});
}

/* The live line, below what was said just now. */
static void show_progress(lede__watch *w) {
  if (!w->log.live) return;
  lede__inbox_counts counts = lede__inbox_count(w->inbox);
  lede__watch_log_progress(&w->log, &(lede__watch_progress){.waiting = counts.waiting,
                                                            .more = counts.more,
                                                            .in_work = w->in_work,
                                                            .done = w->done,
                                                            .failed = w->failed,
                                                            .rate = w->rate});
}

static void on_tick(uv_timer_t *t) {
  lede__watch *w = t->data;
  uint64_t now = uv_hrtime();
  w->rate = (double)(w->done + w->failed - w->counted) * (double)SECOND / (double)(now - w->ticked);
  w->counted = w->done + w->failed;
  w->ticked = now;
  if (w->generation && lede__watch_files_changed(&w->files)) renew(w);
  take_requests(w);
  tell_state(w);
}

/* ---- signals ------------------------------------------------------------------------------------------- */

/* What is in work is finished; who can't wait for that says so once more. */
static void on_stop(uv_signal_t *s, int number) {
  lede__watch *w = s->data;
  if (w->stopping && uv_hrtime() < w->told_to_stop + TWICE) return;
  if (w->stopping) _exit(128 + number);
  w->stopping = true;
  w->told_to_stop = uv_hrtime();
  lede__watch_log_note(&w->log, "stopping: %zu in work will be finished", w->in_work);
}

static void on_hangup(uv_signal_t *s, int number) {
  lede__watch *w = s->data;
  if (w->terminal)
    on_stop(s, number);
  else
    renew(w);
}

static void listen_for(lede__watch *w, size_t i, int number, uv_signal_cb on) {
  uv_signal_init(&w->loop, &w->signals[i]);
  w->signals[i].data = w;
  uv_signal_start(&w->signals[i], on, number);
}

/* ---- the loop ------------------------------------------------------------------------------------------ */

/* Who should end and can't write what is done leaves it: the files are still there, and come again. */
static bool gives_up_on_desk(lede__watch *w) {
  if (w->batch.seconds <= MOST_PAUSE) return false;
  lede_error err;
  lede__fail(&err, LEDE_EIO, w->out.folder,
             "the desk can't be written; %zu documents that were analysed will be analysed again "
             "when their files are found the next time",
             w->batch.count);
  fail(w, &err);
  return true;
}

/* With plugins that can't be used, and none left of those that could. */
static bool gives_up_on_workers(lede__watch *w) {
  if (!w->refused || !w->in_work || lede__workers_count(w->workers)) return false;
  lede_error err;
  lede__fail(&err, LEDE_ESETUP, NULL, "%s", w->refused);
  fail(w, &err);
  return true;
}

/* What can be done in a moment is; the rest of it waits for the next time. */
static bool has_stopped(const lede__watch *w, bool busy) {
  uint64_t since = uv_hrtime() - w->told_to_stop;
  return is_idle(w) && (!busy || since > LAST_CHORES) &&
         (!lede__watch_tell_is_busy(&w->tell) || since > LAST_WORDS);
}

/* Once all is done that was to be done. */
static bool is_over(lede__watch *w, bool busy) {
  if (w->status) return true;
  if ((w->stopping || w->once) && (gives_up_on_desk(w) || gives_up_on_workers(w))) return true;
  if (w->stopping) return has_stopped(w, busy);
  if (!w->once || busy || !is_drained(w)) return false;
  return lede__watch_findings_are_made(&w->findings) && !lede__watch_tell_is_busy(&w->tell);
}

static void run_loop(lede__watch *w) {
  lede_error err;
  for (;;) { /* what was just committed has left chores: it isn't over before they were looked at */
    if (lede__watch_take_in(w, &err)) fail(w, &err);
    bool busy = do_chores(w);
    if (is_over(w, busy)) break;
    uv_run(&w->loop, busy || (w->prompted && lede__watch_has_room(w)) ? UV_RUN_NOWAIT : UV_RUN_ONCE);
    if (lede__workers_status(w->workers, &err)) fail(w, &err);
    lede__watch_batch_commit(&w->batch);
    lede__watch_log_flush(&w->log);
    show_progress(w);
  }
}

/* ---- beginning and end --------------------------------------------------------------------------------- */

static lede_status open_workers(lede__watch *w, lede__work *work, lede_error *err) {
  lede__supervisor_options o = {0};
  *work = lede__analysis_work(&w->analysis);
  lede__analysis_supervise(&w->analysis, work, &o);
  return lede__workers_open(&(lede__workers_options){.workers = o.workers,
                                                     .seconds = o.seconds,
                                                     .seconds_per_mb = o.seconds_per_mb,
                                                     .work = work,
                                                     .renews = true,
                                                     .ready = generation_ready,
                                                     .answered = lede__watch_answered,
                                                     .refused = generation_refused,
                                                     .context = w},
                            &w->loop, &w->workers, err);
}

/* The inbox first: it says when inbox and desk are no two folders, before one is made. */
static lede_status open_desk(lede__watch *w, lede_error *err) {
  w->in.known = lede__watch_is_known;
  w->in.skipped = lede__watch_skipped;
  w->in.context = w;
  lede_status status = lede__inbox_open(&w->in, &w->inbox, err);
  if (!status) status = lede__store_open(&w->out, &w->store, err);
  if (!status) status = lede__watch_retry_open(w->out.folder, err);
  w->chores.store = w->findings.store = w->batch.store = w->store;
  if (!status) status = lede__watch_chores_open(&w->chores, w->out.folder, err);
  return status;
}

static void open_parts(lede__watch *w) {
  w->batch.one_by_one = w->out.durability == LEDE__DURABILITY_EACH;
  w->batch.committed = lede__watch_committed;
  w->batch.context = w;
  lede__watch_batch_open(&w->batch, &w->loop);
  lede__watch_tell_open(&w->tell, &w->loop, w->command);
  lede__watch_status_open(&w->state, w->out.folder);
  w->findings.workers = w->workers;
  w->findings.changed = w->command ? tell_finding : NULL;
  w->findings.context = w;
  uv_timer_init(&w->loop, &w->tick);
  w->tick.data = w;
  uv_timer_start(&w->tick, on_tick, 1000, 1000);
  listen_for(w, 0, SIGTERM, on_stop);
  listen_for(w, 1, SIGINT, on_stop);
  listen_for(w, 2, SIGHUP, on_hangup);
  w->active = w->quiet = w->ticked = uv_hrtime();
}

static void close_parts(lede__watch *w) {
  lede__watch_tell_stop(&w->tell);
  lede__watch_batch_close(&w->batch);
  lede__watch_status_close(&w->state);
  uv_close((uv_handle_t *)&w->tick, NULL);
  uv_close((uv_handle_t *)&w->ready, NULL);
  for (size_t i = 0; i < LEDE__WATCH_SIGNALS; i++) uv_close((uv_handle_t *)&w->signals[i], NULL);
  lede__workers_stop(w->workers);
  uv_run(&w->loop, UV_RUN_DEFAULT);
  lede__workers_free(w->workers);
  lede__watch_files_free(&w->files);
  lede__watch_findings_free(&w->findings);
  free(w->refused);
}

static void say_what_it_was(lede__watch *w) {
  lede__watch_log_note(&w->log, "%zu document%s done, %zu failed", w->done, w->done == 1 ? "" : "s",
                       w->failed);
}

static lede_status watch_desk(lede__watch *w, lede_error *err) {
  lede__work work;
  lede_status status = open_workers(w, &work, err);
  if (status) return status;
  open_parts(w);
  status = lede__watch_listen(w, err);
  if (status) fail(w, err);
  take_requests(w);
  tell_state(w);
  run_loop(w);
  close_parts(w);
  if (!w->status) say_what_it_was(w);
  if (w->status) *err = w->error;
  return w->status;
}

static lede_status perform(lede__watch *w, lede_error *err) {
  lede_status status = lede__analysis_open(&w->analysis, err);
  w->terminal = isatty(STDERR_FILENO);
  lede__watch_log_open(&w->log);
  if (!status) status = open_desk(w, err);
  if (!status && uv_loop_init(&w->loop) < 0) status = lede__nomem(err);
  if (!status) {
    status = watch_desk(w, err);
    uv_loop_close(&w->loop);
  }
  lede__inbox_close(w->inbox);
  lede__store_close(w->store);
  lede__watch_log_close(&w->log);
  lede__analysis_close(&w->analysis);
  return status;
}

int lede__cmd_watch(int argc, char **argv) {
  lede_error err;
  lede__args args;
  lede__watch *w = calloc(1, sizeof *w);
  if (!w || !lede__analysis_begin(&w->analysis, &args, argc, argv)) {
    free(w);
    return LEDE__SETUP;
  }
  w->out.durability = LEDE__DURABILITY_BATCH;
  lede_status status = read_options(w, &args, &err);
  int code = LEDE__DONE;
  if (!status && w->help)
    code = lede__cmd_help("watch");
  else if (!status)
    status = perform(w, &err);
  if (status) lede__complain(&err);
  bool some_failed = w->once && w->failed;
  lede__analysis_end(&w->analysis);
  free(w);
  return status ? lede__exit_code(status) : code ? code : some_failed ? LEDE__SOME_FAILED : LEDE__DONE;
}
