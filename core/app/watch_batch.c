#include "app/watch_batch.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/str.h"

enum { MOST_ENTRIES = 256, MOST_PAUSE = 60 };
static const size_t MOST_BYTES = 16u << 20;

/* ---- one file ----------------------------------------------------------------------------------------- */

lede__watch_work *lede__watch_work_new(lede__inbox_file *file) {
  lede__watch_work *w = calloc(1, sizeof *w);
  if (w) w->file = file;
  return w;
}

void lede__watch_work_free(lede__watch_work *w) {
  lede__buf_free(&w->record);
  lede__buf_free(&w->partial);
  lede__buf_free(&w->why);
  json_decref(w->parsed);
  free(w);
}

/* ---- the group ----------------------------------------------------------------------------------------- */

void lede__watch_batch_open(lede__watch_batch *b, uv_loop_t *loop) {
  uv_timer_init(loop, &b->pause);
  b->pause.data = b;
}

static lede__watch_work *take_first(lede__watch_batch *b) {
  lede__watch_work *w = b->first;
  b->first = w->next;
  if (!b->first) b->last = NULL;
  b->count--;
  b->bytes -= w->record.len + w->partial.len;
  return w;
}

void lede__watch_batch_close(lede__watch_batch *b) {
  while (b->first) lede__watch_work_free(take_first(b));
  uv_close((uv_handle_t *)&b->pause, NULL);
}

void lede__watch_batch_add(lede__watch_batch *b, lede__watch_work *w) {
  w->next = NULL;
  if (b->last)
    b->last->next = w;
  else
    b->first = w;
  b->last = w;
  b->count++;
  b->bytes += w->record.len + w->partial.len;
}

bool lede__watch_batch_full(const lede__watch_batch *b) {
  return b->count >= MOST_ENTRIES || b->bytes >= MOST_BYTES;
}

bool lede__watch_batch_stuck(const lede__watch_batch *b) { return b->seconds > 0; }

/* ---- committing ---------------------------------------------------------------------------------------- */

static void on_pause_over(uv_timer_t *t) { (void)t; /* the loop goes on, and commits */ }

static void begin_pause(lede__watch_batch *b, const lede_error *why) {
  if (!b->seconds)
    lede__log(
        LEDE__LOG_ERROR,
        "%s%s%s; what was analysed is kept and written once that is possible, and no more is taken meanwhile",
        why->where, why->where[0] ? ": " : "", why->message);
  b->seconds = b->seconds ? 2 * b->seconds : 1;
  if (b->seconds > MOST_PAUSE) b->seconds = MOST_PAUSE;
  uv_update_time(b->pause.loop);
  uv_timer_start(&b->pause, on_pause_over, b->seconds * (uint64_t)1000, 0);
}

static void end_pause(lede__watch_batch *b) {
  if (b->seconds) lede__log(LEDE__LOG_INFO, "the desk can be written again");
  b->seconds = 0;
}

/* The first `n` in one transaction. */
static bool commit_some(lede__watch_batch *b, size_t n) {
  lede__store_entry entries[MOST_ENTRIES];
  lede_error err;
  lede__watch_work *w = b->first;
  for (size_t i = 0; i < n; i++, w = w->next) entries[i] = w->entry;
  if (lede__store_commit(b->store, entries, n, &err)) return begin_pause(b, &err), false;
  end_pause(b);
  for (size_t i = 0; i < n; i++) {
    w = take_first(b);
    w->entry = entries[i];
    b->committed(b->context, w);
  }
  return true;
}

void lede__watch_batch_commit(lede__watch_batch *b) {
  size_t most = b->one_by_one ? 1 : MOST_ENTRIES;
  while (b->count && !uv_is_active((uv_handle_t *)&b->pause))
    if (!commit_some(b, b->count < most ? b->count : most)) return;
}
