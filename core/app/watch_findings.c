#include "app/watch_findings.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json_read.h"
#include "base/log.h"
#include "base/str.h"

static const uint64_t MOST_DELAY =
    15000000000; /* ns: documents that come without a pause are found in by then */
static const uint64_t AFTER_FAILURE = 60000000000; /* ns */
static const uint64_t REST = 10;                   /* times as long as it took */

static const char recipe_note[] = "findings_recipe"; /* in the store: what they were made under */

/* ---- ends of a refresh --------------------------------------------------------------------------------- */

static void end(lede__watch_findings *f) {
  uint64_t now = uv_hrtime();
  f->state = LEDE__REFRESH_RESTS;
  f->refolding = 0;
  f->rest_until = now + REST * (now - f->began);
  lede__buf_free(&f->lines);
}

/* What can't be done now is tried again later; the same complaint is made once. */
static void give_up(lede__watch_findings *f, const lede_error *why) {
  f->failed = true;
  if (strncmp(f->complained, why->message, sizeof f->complained - 1) != 0)
    lede__log(LEDE__LOG_ERROR, "%s%s%s", why->where, why->where[0] ? ": " : "", why->message);
  snprintf(f->complained, sizeof f->complained, "%.*s", (int)sizeof f->complained - 1, why->message);
  end(f);
  if (f->rest_until < uv_hrtime() + AFTER_FAILURE) f->rest_until = uv_hrtime() + AFTER_FAILURE;
  lede__watch_findings_dirty(f);
}

static lede_str recipe(const lede__watch_findings *f) { return lede__str(f->recipe); }

/* ---- joining a block ----------------------------------------------------------------------------------- */

enum { SERIAL_SHIFT = 48 };

static lede_status ask(lede__watch_findings *f, lede__frame_kind kind, lede_str text, int64_t id,
                       lede_error *err) {
  return lede__workers_text(f->workers, kind, text, 0, true,
                            (uint64_t)f->serial << SERIAL_SHIFT | (uint64_t)id, err);
}

static bool is_ours(const lede__watch_findings *f, const lede__answer *a) {
  return f->state != LEDE__REFRESH_RESTS && a->tag >> SERIAL_SHIFT == f->serial;
}

static int64_t id_of(const lede__answer *a) {
  return (int64_t)(a->tag & (((uint64_t)1 << SERIAL_SHIFT) - 1));
}

/* Documents whose partial fold is another recipe's are folded anew from their record. */
static lede_status refold(lede__watch_findings *f, int64_t id, lede_error *err) {
  lede__buf record = {0};
  lede_status status = lede__store_record(f->store, id, &record, err);
  if (!status) status = ask(f, LEDE__FRAME_REFOLD, lede__buf_view(&record), id, err);
  f->refolding += !status;
  lede__buf_free(&record);
  return status;
}

static lede_status keep_block(lede__watch_findings *f, lede_str partial, lede_error *err) {
  return lede__block_put(f->store, &f->block, recipe(f), partial, err);
}

static lede_status join_block(lede__watch_findings *f, lede_error *err) {
  int64_t others[LEDE__BLOCK_DOCUMENTS];
  size_t count = 0;
  f->asked = lede__store_change(f->store);
  lede__buf_clear(&f->lines);
  lede_status status =
      lede__block_partials(f->store, recipe(f), f->block.number, &f->lines, others, &count, err);
  for (size_t i = 0; i < count && !status; i++) status = refold(f, others[i], err);
  if (status || count) return status;
  if (f->lines.failed) return lede__nomem(err);
  return ask(f, LEDE__FRAME_MERGE, lede__buf_view(&f->lines), 0, err);
}

/* ---- one piece after another --------------------------------------------------------------------------- */

static lede_status finish(lede__watch_findings *f, lede_error *err) {
  size_t count;
  lede__buf_clear(&f->lines);
  lede_status status = lede__block_all(f->store, recipe(f), &f->lines, &count, err);
  if (!status && f->lines.failed) status = lede__nomem(err);
  f->state = LEDE__REFRESH_FINISHES;
  return status ? status : ask(f, LEDE__FRAME_FINISH, lede__buf_view(&f->lines), 0, err);
}

static lede_status go_on(lede__watch_findings *f, lede_error *err) {
  bool found;
  lede_status status = lede__block_next(f->store, recipe(f), f->block.number, &f->block, &found, err);
  if (status) return status;
  return found ? join_block(f, err) : finish(f, err);
}

static void begin(lede__watch_findings *f) {
  lede__store_counts counts;
  lede_error err;
  f->began = uv_hrtime();
  f->dirty = false;
  f->serial++;
  f->state = LEDE__REFRESH_JOINS;
  f->block = (lede__block){.number = -1};
  lede_status status = lede__store_count(f->store, &counts, &err);
  f->change = counts.change;
  if (!status) status = go_on(f, &err);
  if (status) give_up(f, &err);
}

/* ---- findings ------------------------------------------------------------------------------------------ */

typedef struct listing {
  lede__finding *list;
  json_t **parsed; /* what kinds and keys are borrowed from */
  size_t count, cap;
} listing;

static bool grow(listing *l) {
  if (l->count < l->cap) return true;
  size_t cap = l->cap ? 2 * l->cap : 64;
  void *list = realloc(l->list, cap * sizeof *l->list);
  if (list) l->list = list;
  void *parsed = realloc(l->parsed, cap * sizeof *l->parsed);
  if (parsed) l->parsed = parsed;
  if (list && parsed) l->cap = cap;
  return list && parsed;
}

/* {"lede":1,"recipe":…,"finding":{…}}, as app/render writes it. */
static lede_status add_finding(listing *l, lede_str line, lede_error *err) {
  static const char before[] = "\"finding\":";
  const char *at = memmem(line.ptr, line.len, before, sizeof before - 1);
  if (!at || !grow(l)) return lede__nomem(err);
  lede_str json = {at + sizeof before - 1, (size_t)(line.ptr + line.len - at) - sizeof before};
  lede_status status = lede__json_parse(json, "finding", &l->parsed[l->count], err);
  if (status) return status;
  const json_t *value = l->parsed[l->count];
  l->list[l->count++] =
      (lede__finding){lede__json_get_str(value, "kind"), lede__json_get_str(value, "key"), json};
  return LEDE_OK;
}

static lede_status list_findings(listing *l, lede_str lines, lede_error *err) {
  lede_status status = LEDE_OK;
  while (lines.len && !status) {
    const char *feed = memchr(lines.ptr, '\n', lines.len);
    size_t len = feed ? (size_t)(feed - lines.ptr) : lines.len;
    if (len) status = add_finding(l, (lede_str){lines.ptr, len}, err);
    lines.ptr += len + (feed != NULL);
    lines.len -= len + (feed != NULL);
  }
  return status;
}

static lede_status keep_findings(lede__watch_findings *f, lede_str lines, lede_error *err) {
  listing l = {0};
  lede_status status = list_findings(&l, lines, err);
  if (!status)
    status = lede__findings_replace(f->store, l.list, l.count, f->change, f->changed, f->context, err);
  if (!status) status = lede__store_note(f->store, recipe_note, recipe(f), err);
  for (size_t i = 0; i < l.count; i++) json_decref(l.parsed[i]);
  free(l.list);
  free(l.parsed);
  return status;
}

/* ---- answers ------------------------------------------------------------------------------------------- */

/* A plugin that failed in merge or finish is told; the findings of the others hold. */
static void complain(lede__watch_findings *f, lede_str complaint) {
  size_t len = complaint.len < sizeof f->complained - 1 ? complaint.len : sizeof f->complained - 1;
  if (!len || strncmp(f->complained, complaint.ptr, len) == 0) return;
  memcpy(f->complained, complaint.ptr, len);
  f->complained[len] = '\0';
  lede_str text = complaint;
  if (lede__str_starts(text, "lede: ")) text.ptr += 6, text.len -= 6;
  text.len -= text.len && text.ptr[text.len - 1] == '\n';
  lede__log_text(LEDE__LOG_ERROR, text);
}

static lede_status take(lede__watch_findings *f, const lede__answer *a, lede_error *err) {
  lede_str partial = a->partial.len ? a->partial : LEDE__LIT("{}");
  lede_status status;
  switch (a->kind) {
  case LEDE__FRAME_REFOLD:
    status = lede__block_refold(f->store, id_of(a), f->asked, recipe(f), partial, err);
    return status || --f->refolding ? status : join_block(f, err);
  case LEDE__FRAME_MERGE:
    status = keep_block(f, partial, err);
    return status ? status : go_on(f, err);
  default:
    status = keep_findings(f, a->output, err);
    f->failed = status != LEDE_OK;
    if (!status) end(f);
    return status;
  }
}

/* What another generation answers is of no use: it begins anew. */
void lede__watch_findings_answer(lede__watch_findings *f, const lede__answer *a) {
  lede_error err;
  if (!is_ours(f, a)) return;
  complain(f, a->complaint);
  if (a->end == LEDE__JOB_LOST)
    give_up(f, a->why);
  else if (a->generation == f->generation && take(f, a, &err))
    give_up(f, &err);
}

/* ---- when ---------------------------------------------------------------------------------------------- */

/* The findings in the desk are of all its documents, and of this recipe. */
static bool are_fresh(const lede__watch_findings *f) {
  lede__store_counts counts;
  lede__buf noted = {0};
  bool found = false;
  if (lede__store_noted(f->store, recipe_note, &noted, &found, NULL)) found = false;
  bool fresh = found && lede__str_eq(lede__buf_view(&noted), recipe(f)) &&
               !lede__store_count(f->store, &counts, NULL) && !counts.stale;
  lede__buf_free(&noted);
  return fresh;
}

void lede__watch_findings_begin(lede__watch_findings *f, const lede__make *make, unsigned generation) {
  snprintf(f->recipe, sizeof f->recipe, "%s", make->recipe.ptr);
  f->folds = make->folds;
  f->generation = generation;
  f->state = LEDE__REFRESH_RESTS;
  f->refolding = 0;
  f->rest_until = 0;
  f->complained[0] = '\0';
  f->dirty = f->failed = false;
  if (!are_fresh(f)) lede__watch_findings_dirty(f);
}

void lede__watch_findings_free(lede__watch_findings *f) { lede__buf_free(&f->lines); }

void lede__watch_findings_dirty(lede__watch_findings *f) {
  if (!f->folds) return;
  if (!f->dirty) f->dirty_at = uv_hrtime();
  f->dirty = true;
}

void lede__watch_findings_work(lede__watch_findings *f, bool quiet, bool now) {
  uint64_t time = uv_hrtime();
  if (f->state != LEDE__REFRESH_RESTS || !f->dirty) return;
  bool due = (quiet || time > f->dirty_at + MOST_DELAY) && time >= f->rest_until;
  if (due || (now && !f->failed)) begin(f);
}

bool lede__watch_findings_are_made(const lede__watch_findings *f) {
  return f->state == LEDE__REFRESH_RESTS && (!f->dirty || f->failed);
}
