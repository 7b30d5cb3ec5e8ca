#include "app/watch_chores.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

#include "base/log.h"
#include "base/str.h"

enum { FILES_A_STEP = 32 };
static const double STEP = 0.01;                   /* seconds */
static const uint64_t AFTER_FAILURE = 10000000000; /* ns */
static const char exported_note[] = "exported"; /* in the store: the change up to which all have their file */

/* What fails now is tried again later, and said once. */
static bool fail(lede__watch_chores *c, const lede_error *why) {
  if (!c->complained)
    lede__log(LEDE__LOG_ERROR, "%s%s%s", why->where, why->where[0] ? ": " : "", why->message);
  c->complained = true;
  c->rest_until = uv_hrtime() + AFTER_FAILURE;
  return false;
}

/* ---- the index ----------------------------------------------------------------------------------------- */

/* Once more after the last, which then moves the log into the database. */
static bool index_some(lede__watch_chores *c) {
  int64_t left;
  lede_error err;
  if (lede__store_index(c->store, &(lede__index_budget){.seconds = STEP}, &left, &err)) return fail(c, &err);
  c->unindexed = left > 0;
  return true;
}

/* ---- files --------------------------------------------------------------------------------------------- */

typedef struct fresh {
  char *path[FILES_A_STEP];
  size_t len[FILES_A_STEP];
  int64_t change[FILES_A_STEP];
  size_t count;
} fresh;

static lede_status take_fresh(void *context, const lede__store_known *known, lede_error *err) {
  fresh *f = context;
  if (f->count == FILES_A_STEP) return LEDE_EINTERRUPT;
  f->path[f->count] = malloc(known->path.len + 1);
  if (!f->path[f->count]) return lede__nomem(err);
  memcpy(f->path[f->count], known->path.ptr, known->path.len);
  f->len[f->count] = known->path.len;
  f->change[f->count++] = known->change;
  return LEDE_OK;
}

static lede_status note_exported(lede__watch_chores *c, lede_error *err) {
  char number[32];
  int len = snprintf(number, sizeof number, "%lld", (long long)c->exported);
  if (c->noted == c->exported) return LEDE_OK;
  lede_status status = lede__store_note(c->store, exported_note, (lede_str){number, (size_t)len}, err);
  if (!status) c->noted = c->exported;
  return status;
}

static bool export_fresh(lede__watch_chores *c) {
  fresh f = {0};
  lede_error err;
  lede_status status = lede__store_each_since(c->store, c->exported, take_fresh, &f, &err);
  bool more = status == LEDE_EINTERRUPT;
  if (more) status = LEDE_OK;
  for (size_t i = 0; i < f.count; i++) {
    if (!status) status = lede__store_export(c->store, (lede_str){f.path[i], f.len[i]}, &err);
    if (!status) c->exported = f.change[i];
    free(f.path[i]);
  }
  if (!status && !more) status = note_exported(c, &err);
  if (status) return fail(c, &err);
  c->unexported = more;
  return true;
}

/* ---- what others see ----------------------------------------------------------------------------------- */

static lede_status read_note(lede__watch_chores *c, lede_error *err) {
  lede__buf noted = {0};
  bool found;
  lede_status status = lede__store_noted(c->store, exported_note, &noted, &found, err);
  if (!status && found) c->exported = c->noted = strtoll(noted.ptr, NULL, 10);
  lede__buf_free(&noted);
  return status;
}

lede_status lede__watch_chores_open(lede__watch_chores *c, const char *desk, lede_error *err) {
  char results[PATH_MAX];
  lede__store_counts counts;
  lede_status status = lede__store_count(c->store, &counts, err);
  if (!status) status = read_note(c, err);
  if (status) return status;
  snprintf(results, sizeof results, "%s/results", desk);
  if (access(results, F_OK) != 0)
    c->exported = 0; /* noted before the first is made, or a kill would leave few */
  if ((status = note_exported(c, err))) return status;
  c->unexported = counts.change > c->exported;
  c->unindexed = counts.unindexed > 0;
  return LEDE_OK;
}

void lede__watch_chores_add(lede__watch_chores *c) { c->unindexed = c->unexported = true; }

void lede__watch_chores_again(lede__watch_chores *c, lede_str path) {
  lede_error err;
  if (lede__store_export(c->store, path, &err)) fail(c, &err);
}

bool lede__watch_chores_step(lede__watch_chores *c) {
  if (uv_hrtime() < c->rest_until) return false;
  if (c->unexported) return export_fresh(c);
  return c->unindexed && index_some(c);
}
