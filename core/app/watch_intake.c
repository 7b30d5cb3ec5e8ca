/* app/watch_intake: from the inbox to the workers. */
#include <string.h>
#include <time.h>

#include "app/watch.h"
#include "app/watch_retry.h"
#include "base/log.h"
#include "base/str.h"
#include "input/names.h"

/* ---- what the desk knows of a file --------------------------------------------------------------------- */

typedef struct memory {
  const lede__watch *watch;
  const lede__store_stat *stat; /* as it is now; NULL: what counts is its content */
  lede_str content;
  bool same;         /* the file, and the recipe where that counts */
  unsigned attempts; /* at this very content and recipe */
} memory;

static bool same_stat(const lede__store_stat *a, const lede__store_stat *b) {
  return a->device == b->device && a->inode == b->inode && a->bytes == b->bytes &&
         a->modified == b->modified && a->changed == b->changed;
}

static lede_status remember(void *context, const lede__store_known *known, lede_error *err) {
  memory *m = context;
  (void)err;
  bool same_recipe = lede__str_is(known->recipe, lede__watch_recipe(m->watch, m->watch->generation));
  if (m->stat) {
    m->same = same_stat(m->stat, &known->stat) && (same_recipe || !m->watch->rerun);
  } else {
    bool same = same_recipe && lede__str_eq(known->content, m->content);
    m->attempts = same ? known->attempts : 0;
    m->same = same && !lede__watch_retry_wants(&known->stat);
  }
  return LEDE_OK;
}

static lede__store_stat stat_of(const struct stat *st) {
  return (lede__store_stat){.device = st->st_dev,
                            .inode = st->st_ino,
                            .bytes = st->st_size,
                            .modified = st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
                            .changed = st->st_ctim.tv_sec * 1000000000 + st->st_ctim.tv_nsec};
}

/* A desk that can't be read knows nothing: then the file is read, and compared. */
bool lede__watch_is_known(void *context, lede_str path, const struct stat *st) {
  const lede__watch *w = context;
  lede__store_stat stat = stat_of(st);
  memory m = {.watch = w, .stat = &stat};
  bool found;
  return !lede__store_find(w->store, path, remember, &m, &found, NULL) && m.same;
}

/* By way of the log, which keeps a line feed in a name from passing for a message of ours. */
void lede__watch_skipped(void *context, lede_str path, const char *reason) {
  (void)context;
  lede__log(LEDE__LOG_INFO, "%.*s is left alone: it %s", (int)path.len, path.ptr, reason);
}

/* ---- from the inbox to the workers --------------------------------------------------------------------- */

static double seconds_of(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int64_t lede__watch_now(void) { return (int64_t)(seconds_of(CLOCK_REALTIME) * 1e6); }

/* A moment of the monotonic clock in microseconds since 1970. */
static int64_t calendar(double moment) {
  return lede__watch_now() - (int64_t)((seconds_of(CLOCK_MONOTONIC) - moment) * 1e6);
}

static lede__watch_work *make_work(lede__inbox_file *file) {
  lede__watch_work *work = lede__watch_work_new(file);
  if (!work) return NULL;
  work->entry = (lede__store_entry){.path = file->path,
                                    .stat = stat_of(&file->stat),
                                    .arrived = calendar(file->seen),
                                    .ready = calendar(file->ready)};
  return work;
}

static void identify(lede__watch_work *work, lede_str bytes) {
  memcpy(work->content, "sha256:", 7);
  lede__sha256(bytes.ptr, bytes.len, work->content + 7);
  work->entry.content = lede__str(work->content);
}

/* Touched, or moved and back: what is known of it holds. Of one that can't be read nothing else is known. */
static bool is_unchanged(lede__watch *w, lede__watch_work *work) {
  memory m = {.watch = w, .content = work->entry.content};
  bool found;
  if (lede__store_find(w->store, work->entry.path, remember, &m, &found, NULL)) return false;
  work->entry.attempts = m.attempts;
  return m.same && m.content.ptr && !lede__store_restat(w->store, work->entry.path, &work->entry.stat, NULL);
}

static void release(lede__watch *w, lede__watch_work *work, lede__inbox_outcome outcome) {
  lede__inbox_release(w->inbox, work->file, outcome);
  lede__watch_work_free(work);
}

/* A file that can't be read, or holds more than one document, is a document that failed. */
static lede_status take_item(lede__watch *w, lede__watch_work *work, const lede__item *item,
                             lede_error *err) {
  if (!item->status) identify(work, item->bytes);
  if (is_unchanged(w, work)) return release(w, work, LEDE__INBOX_DONE), LEDE_OK;
  w->active = uv_hrtime();
  lede_status status = lede__workers_item(w->workers, item, (uint64_t)(uintptr_t)work, err);
  if (status)
    release(w, work, LEDE__INBOX_AGAIN);
  else
    w->in_work++;
  return status;
}

static lede__item refuse_rows(lede_str path) {
  lede__item item = {.given = {.id = path, .path = path}, .status = LEDE_EFORMAT};
  lede__fail(
      &item.error, LEDE_EFORMAT, path.ptr,
      "it holds many documents; a file in the inbox is one, and lede run or lede pipe reads such files");
  return item;
}

static lede_status take_file(lede__watch *w, lede__inbox_file *file, lede_error *err) {
  lede__input *input = NULL;
  const lede__item *item = NULL;
  lede__item rows;
  bool many = lede__name_content(file->path.ptr) != LEDE__PLAIN;
  lede_status status = LEDE_OK;
  if (many)
    rows = refuse_rows(file->path), item = &rows;
  else
    status = lede__input_open_file(file->fd, file->path.ptr, &w->from, &input, err);
  if (!status && input) status = lede__input_next(input, &item, err);
  if (status)
    lede__inbox_release(w->inbox, file, LEDE__INBOX_AGAIN);
  else if (lede__inbox_was_read(w->inbox, file)) {
    lede__watch_work *work = make_work(file);
    status = work ? take_item(w, work, item, err) : lede__nomem(err);
  }
  lede__input_close(input);
  return status;
}

/* What has no room waits on disk. */
bool lede__watch_has_room(const lede__watch *w) {
  return !w->stopping && lede__workers_are_ready(w->workers) && !lede__watch_batch_stuck(&w->batch) &&
         !lede__watch_batch_full(&w->batch) && !lede__workers_full(w->workers, w->in_work);
}

static void on_ready_file(uv_poll_t *poll, int status, int events) {
  lede__watch *w = poll->data;
  (void)status, (void)events;
  w->prompted = true;
  uv_poll_stop(poll);
}

lede_status lede__watch_take_in(lede__watch *w, lede_error *err) {
  lede__inbox_file *file;
  lede_status status = LEDE_OK;
  while (w->prompted && !status && !w->status && lede__watch_has_room(w)) {
    status = lede__inbox_next(w->inbox, &file, err);
    if (!status && file) status = take_file(w, file, err);
    if (status || file) continue;
    w->prompted = false;
    uv_poll_start(&w->ready, UV_READABLE, on_ready_file);
  }
  return status;
}

void lede__watch_look_again(lede__watch *w) {
  lede__inbox_rescan(w->inbox);
  w->prompted = true;
  uv_poll_stop(&w->ready);
}

lede_status lede__watch_listen(lede__watch *w, lede_error *err) {
  int failed = uv_poll_init(&w->loop, &w->ready, lede__inbox_fd(w->inbox));
  if (failed) return lede__fail(err, LEDE_EIO, w->in.folder, "can't watch it: %s", uv_strerror(failed));
  w->ready.data = w;
  w->prompted = true;
  return LEDE_OK;
}
