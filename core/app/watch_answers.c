/* app/watch_answers: from the workers to the desk. */
#include <string.h>

#include "app/watch.h"
#include "base/json_read.h"
#include "base/str.h"

/* ---- what went wrong ----------------------------------------------------------------------------------- */

static void add_error(lede__watch_work *work, const json_t *error) {
  if (work->why.len) lede__buf_char(&work->why, '\n');
  lede__buf_text(&work->why, "plugin ");
  lede__buf_str(&work->why, lede__json_get_str(error, "plugin"));
  lede__buf_text(&work->why, ": ");
  lede__buf_str(&work->why, lede__json_get_str(error, "message"));
}

/* There is no record of the document, but of why there is none. */
static void note_failure(lede__watch_work *work, const json_t *error) {
  work->entry.outcome = LEDE__OUTCOME_FAILED;
  work->entry.failure = (lede__store_failure){.code = lede__json_get_str(error, "code"),
                                              .where = lede__json_get_str(error, "where"),
                                              .message = lede__json_get_str(error, "message")};
  lede__buf_str(&work->why, work->entry.failure.message);
}

static lede_status read_failure(lede__watch_work *work, lede_error *err) {
  size_t i;
  const json_t *one;
  lede_status status = lede__json_parse(lede__buf_view(&work->record), "record", &work->parsed, err);
  if (status) return status;
  const json_t *error = json_object_get(work->parsed, "error");
  work->entry.outcome = LEDE__OUTCOME_PARTLY;
  json_array_foreach(json_object_get(work->parsed, "errors"), i, one) { add_error(work, one); }
  if (error) note_failure(work, error);
  return LEDE_OK;
}

/* ---- answers ------------------------------------------------------------------------------------------- */

static const char *word_for(const lede__watch_work *work, lede__job_end end) {
  if (end == LEDE__JOB_CRASHED) return "crashed";
  if (end == LEDE__JOB_OVERRAN) return "overran";
  return lede__outcome_name(work->entry.outcome);
}

/* Borrowed strings of an entry are those of its work, which stays where it is. */
static lede_status fill(lede__watch *w, lede__watch_work *work, const lede__answer *a, lede_error *err) {
  lede__store_entry *e = &work->entry;
  lede__buf_str(&work->record, a->output);
  lede__buf_str(&work->partial, a->partial);
  if (work->record.failed || work->partial.failed) return lede__nomem(err);
  memcpy(work->recipe, lede__watch_recipe(w, a->generation), sizeof work->recipe);
  lede_status status = a->end == LEDE__JOB_FINE ? LEDE_OK : read_failure(work, err);
  bool recorded = e->outcome != LEDE__OUTCOME_FAILED;
  e->recipe = lede__str(work->recipe);
  if (recorded) e->record = lede__buf_view(&work->record);
  if (recorded && a->partial.len) e->partial = lede__buf_view(&work->partial);
  e->took = (int64_t)(a->nanoseconds / 1000);
  e->marks = (uint32_t)a->marks;
  e->attempts += a->attempts;
  work->took = a->nanoseconds;
  work->outcome = word_for(work, a->end);
  return status;
}

lede_status lede__watch_answered(void *context, const lede__answer *a, lede_error *err) {
  lede__watch *w = context;
  if (a->kind != LEDE__FRAME_ITEM) return lede__watch_findings_answer(&w->findings, a), LEDE_OK;
  lede__watch_work *work = (lede__watch_work *)(uintptr_t)a->tag; /* NOLINT: it was made of one */
  w->in_work--;
  lede_status status = fill(w, work, a, err);
  lede__watch_batch_add(&w->batch, work);
  return status;
}

/* ---- what was committed -------------------------------------------------------------------------------- */

static void log_line(lede__watch *w, const lede__watch_work *work) {
  int64_t waited = lede__watch_now() - work->entry.ready;
  lede__watch_log_document(&w->log, &(lede__watch_line){.path = work->entry.path,
                                                        .outcome = work->outcome,
                                                        .why = lede__buf_view(&work->why),
                                                        .took = work->took,
                                                        .waited = waited > 0 ? (uint64_t)waited * 1000 : 0,
                                                        .marks = work->entry.marks,
                                                        .attempts = work->entry.attempts});
}

void lede__watch_committed(void *context, lede__watch_work *work) {
  lede__watch *w = context;
  w->active = uv_hrtime();
  w->done += work->entry.outcome == LEDE__OUTCOME_DONE;
  w->failed += work->entry.outcome != LEDE__OUTCOME_DONE;
  log_line(w, work);
  if (work->entry.is_new) {
    lede__watch_findings_dirty(&w->findings);
    lede__watch_chores_add(&w->chores);
  } else if (work->entry.outcome == LEDE__OUTCOME_FAILED) {
    lede__watch_chores_again(&w->chores, work->entry.path);
  }
  lede__inbox_release(w->inbox, work->file, LEDE__INBOX_DONE);
  lede__watch_work_free(work);
}
