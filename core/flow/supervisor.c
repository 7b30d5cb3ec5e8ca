#include "flow/supervisor.h"

#include <stdlib.h>
#include <string.h>

#include "flow/partials.h"
#include "flow/workers.h"

/* What was asked for and is not given to the sink yet, oldest first. */
typedef struct entry {
  lede__frame_kind kind;
  unsigned level; /* of a merge: whose partials it joins */
  bool answered;
  lede__job_end end;
  lede__buf output, complaint, partial; /* while an older one is not answered */
  struct entry *next;
} entry;

typedef struct supervisor {
  const lede__supervisor_options *o;
  uv_loop_t loop;
  lede__workers *workers;
  uv_poll_t source;
  uv_timer_t pulse;
  bool waits, source_open, ended; /* the source waits for input, has a watcher, has come to its end */
  entry *first, *last;
  size_t entries;
  bool refolding, finishing, over;
  lede__partials partials;
  size_t documents;       /* that were gathered */
  lede_error no_findings; /* why nothing is gathered any more; the documents go on */
  lede_status status;
  lede_error error;
} supervisor;

static void fail(supervisor *s, lede_status status, const lede_error *why) {
  if (!s->status) {
    s->status = status;
    s->error = *why;
  }
  s->over = true;
}

static void fail_nomem(supervisor *s) {
  lede_error err;
  fail(s, lede__nomem(&err), &err);
}

/* ---- what is asked for ----------------------------------------------------------------------------- */

static void entry_free(entry *e) {
  lede__buf_free(&e->output);
  lede__buf_free(&e->complaint);
  lede__buf_free(&e->partial);
  free(e);
}

static uint64_t tag_of(entry *e) { return (uint64_t)(uintptr_t)e; }

/* NULL when out of memory, which ends the run. */
static entry *add_entry(supervisor *s, lede__frame_kind kind) {
  entry *e = calloc(1, sizeof *e);
  if (!e) return fail_nomem(s), NULL;
  e->kind = kind;
  if (s->last)
    s->last->next = e;
  else
    s->first = e;
  s->last = e;
  s->entries++;
  return e;
}

static void ask_item(supervisor *s, const lede__item *item) {
  lede_error err;
  entry *e = add_entry(s, LEDE__FRAME_ITEM);
  if (e && lede__workers_item(s->workers, item, tag_of(e), &err)) fail(s, err.code, &err);
}

static void ask_text(supervisor *s, lede__frame_kind kind, unsigned level, lede_str text) {
  lede_error err;
  entry *e = add_entry(s, kind);
  if (!e) return;
  e->level = level;
  if (lede__workers_text(s->workers, kind, text, s->documents, false, tag_of(e), &err))
    fail(s, err.code, &err);
}

/* ---- gathering across documents ------------------------------------------------------------------ */

static void ask_merge(supervisor *s, unsigned level, lede__buf *lines) {
  if (lines->failed)
    fail_nomem(s);
  else
    ask_text(s, LEDE__FRAME_MERGE, level, lede__buf_view(lines));
}

static void add_partial(supervisor *s, unsigned level, lede_str line) {
  lede__buf lines = {0};
  if (!s->o->fold || !line.len || s->no_findings.code || s->over) return;
  s->documents += level == 0;
  if (!lede__partials_add(&s->partials, level, line)) return;
  lede__partials_take(&s->partials, level, &lines);
  ask_merge(s, level, &lines);
  lede__buf_free(&lines);
}

/* ---- answers, in order ------------------------------------------------------------------------------ */

/* What an answer has for the sink and the folds; lines are borrowed. */
static void emit(supervisor *s, const entry *e, lede_str output, lede_str complaint, lede_str partial) {
  lede_error err = {0};
  lede_status status = LEDE_OK;
  bool failed = e->end != LEDE__JOB_FINE;
  if (e->kind == LEDE__FRAME_ITEM)
    status = s->o->done(s->o->context, output, complaint, failed, &err);
  else if (e->kind != LEDE__FRAME_REFOLD && e->end != LEDE__JOB_LOST)
    status = s->o->gathered(s->o->context, output, complaint, failed, &err);
  if (status) fail(s, status, &err);
  add_partial(s, e->kind == LEDE__FRAME_MERGE ? e->level + 1 : 0, partial);
}

static void drop_first(supervisor *s) {
  entry *e = s->first;
  s->first = e->next;
  if (!s->first) s->last = NULL;
  s->entries--;
  entry_free(e);
}

static void emit_answered(supervisor *s) {
  while (s->first && s->first->answered && !s->over) {
    entry *e = s->first;
    emit(s, e, lede__buf_view(&e->output), lede__buf_view(&e->complaint), lede__buf_view(&e->partial));
    drop_first(s);
  }
}

static void keep(supervisor *s, entry *e, const lede__answer *a) {
  lede__buf_str(&e->output, a->output);
  lede__buf_str(&e->complaint, a->complaint);
  lede__buf_str(&e->partial, a->partial);
  if (e->output.failed || e->complaint.failed || e->partial.failed) fail_nomem(s);
}

/* From a lost one on nothing is gathered. The documents go on; once all are done, the run ends with why. */
static lede_status on_answered(void *context, const lede__answer *a, lede_error *err) {
  supervisor *s = context;
  entry *e = (entry *)(uintptr_t)a->tag; /* NOLINT: it was made of one */
  e->answered = true;
  e->end = a->end;
  if (a->end == LEDE__JOB_LOST && !s->no_findings.code) s->no_findings = *a->why;
  if (e == s->first) {
    emit(s, e, a->output, a->complaint, a->partial);
    drop_first(s);
    emit_answered(s);
  } else {
    keep(s, e, a);
  }
  if (s->status && err) *err = s->error;
  return s->status;
}

static lede_status on_ready(void *context, lede_str preamble, unsigned generation, lede_error *err) {
  supervisor *s = context;
  (void)generation;
  return s->o->preamble(s->o->context, preamble, err);
}

/* ---- the source ---------------------------------------------------------------------------------------- */

static void on_readable(uv_poll_t *poll, int status, int events) {
  supervisor *s = poll->data;
  (void)status, (void)events;
  s->waits = false;
  uv_poll_stop(poll);
}

/* A regular file can't be watched, and never makes anybody wait. */
static void wait_for_source(supervisor *s) {
  if (!s->source_open) {
    if (uv_poll_init(&s->loop, &s->source, s->o->source_fd) < 0) return;
    s->source.data = s;
    s->source_open = true;
  }
  s->waits = true;
  uv_poll_start(&s->source, UV_READABLE | UV_DISCONNECT, on_readable);
}

static void pull_record(supervisor *s) {
  lede_str line = s->o->refold(s->o->context);
  if (line.ptr)
    ask_text(s, LEDE__FRAME_REFOLD, 0, line);
  else
    s->refolding = false;
}

static void pull_item(supervisor *s) {
  const lede__item *item = NULL;
  lede_error err = {0};
  switch (s->o->pull(s->o->context, &item, &err)) {
  case LEDE__PULL_ITEM:
    ask_item(s, item);
    break;
  case LEDE__PULL_WAIT:
    wait_for_source(s);
    break;
  case LEDE__PULL_END:
    s->ended = true;
    if (err.code) fail(s, err.code, &err);
  }
}

/* After the last document: join all partials, then ask for the findings, then it is over. */
static void wind_up(supervisor *s) {
  lede__buf lines = {0};
  if (s->no_findings.code) fail(s, s->no_findings.code, &s->no_findings);
  if (s->finishing || !s->o->fold) s->over = true;
  if (s->over) return;
  bool several = lede__partials_take_all(&s->partials, &lines) > 1;
  if (lines.failed) fail_nomem(s);
  if (several) {
    ask_merge(s, LEDE__PARTIAL_LEVELS - 2, &lines);
  } else {
    lede_str line = lede__buf_view(&lines);
    line.len -= line.len > 0; /* its line feed */
    ask_text(s, LEDE__FRAME_FINISH, 0, line);
    s->finishing = true;
  }
  lede__buf_free(&lines);
}

static void work_on(supervisor *s) {
  lede_error err;
  while (!s->over && !s->ended && !s->waits && !lede__workers_full(s->workers, s->entries)) {
    if (s->refolding)
      pull_record(s);
    else
      pull_item(s);
  }
  if (s->ended && !s->first && !s->over && lede__workers_are_ready(s->workers)) wind_up(s);
  if (lede__workers_status(s->workers, &err)) fail(s, err.code, &err);
}

/* ---- the run ------------------------------------------------------------------------------------------- */

/* Takes in what has come; when there is nothing more to do without waiting, lets the sink write, and
 * waits. */
static void run_loop(supervisor *s) {
  lede_error err = {0};
  for (work_on(s); !s->over; work_on(s)) {
    uv_run(&s->loop, UV_RUN_NOWAIT);
    work_on(s);
    if (s->over) break;
    if (s->o->idle(s->o->context, &err))
      fail(s, err.code, &err);
    else
      uv_run(&s->loop, UV_RUN_ONCE);
  }
}

static void on_pulse(uv_timer_t *t) { (void)t; /* that the loop wakes is all */ }

static lede_status open_workers(supervisor *s, lede_error *err) {
  const lede__supervisor_options *o = s->o;
  return lede__workers_open(&(lede__workers_options){.workers = o->workers,
                                                     .seconds = o->seconds,
                                                     .seconds_per_mb = o->seconds_per_mb,
                                                     .setup_seconds = o->setup_seconds,
                                                     .work = o->work,
                                                     .ready = on_ready,
                                                     .answered = on_answered,
                                                     .context = s},
                            &s->loop, &s->workers, err);
}

static void close_all(supervisor *s) {
  lede__workers_stop(s->workers);
  if (s->source_open) uv_close((uv_handle_t *)&s->source, NULL);
  uv_close((uv_handle_t *)&s->pulse, NULL);
  uv_run(&s->loop, UV_RUN_DEFAULT);
  lede__workers_free(s->workers);
  while (s->first) drop_first(s);
  lede__partials_free(&s->partials);
}

lede_status lede__supervise(const lede__supervisor_options *options, lede_error *err) {
  supervisor s = {.o = options, .refolding = options->refold != NULL};
  if (uv_loop_init(&s.loop) < 0) return lede__nomem(err);
  s.status = open_workers(&s, &s.error);
  if (!s.status) {
    uv_timer_init(&s.loop, &s.pulse);
    if (options->pulse) uv_timer_start(&s.pulse, on_pulse, options->pulse, options->pulse);
    run_loop(&s);
    close_all(&s);
  }
  uv_loop_close(&s.loop);
  if (s.status && err) *err = s.error;
  return s.status;
}
