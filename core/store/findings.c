/* store/findings: what holds across documents, and the partial folds it is made of. */
#include "store/findings.h"

#include <stdlib.h>

#include "base/str.h"
#include "store/db.h"

/* Ids are from 1. */
int64_t lede__block_of(int64_t id) { return (id - 1) / LEDE__BLOCK_DOCUMENTS; }

/* ---- Blocks ------------------------------------------------------------- */

lede_status lede__block_next(lede__store *s, lede_str recipe, int64_t after, lede__block *out, bool *found,
                             lede_error *err) {
  sqlite3_stmt *st;
  lede_status status =
      lede__db_take(s,
                    "SELECT number, change FROM blocks WHERE number > ? AND (joined IS NULL OR joined "
                    "< change OR recipe <> ?) ORDER BY number LIMIT 1",
                    &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, after);
  lede__db_text(s, st, 2, recipe);
  status = lede__db_next(s, st, found, err);
  if (!*found) return status;
  *out = (lede__block){sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1)};
  lede__db_done(st);
  return LEDE_OK;
}

/* Appends the first column of each row as a line; a row without one gives its second column to `others`. */
static lede_status take_lines(lede__store *s, sqlite3_stmt *st, lede__buf *lines, size_t *count,
                              int64_t *others, size_t *other_count, lede_error *err) {
  bool more;
  lede_status status;
  while (!(status = lede__db_next(s, st, &more, err)) && more) {
    lede_str line = lede__db_column(st, 0);
    if (line.ptr) {
      lede__buf_str(lines, line);
      lede__buf_char(lines, '\n');
      ++*count;
    } else if (others) {
      others[(*other_count)++] = sqlite3_column_int64(st, 1);
    }
  }
  if (status) return status;
  return lines->failed ? lede__nomem(err) : LEDE_OK;
}

lede_status lede__block_partials(lede__store *s, lede_str recipe, int64_t block, lede__buf *lines,
                                 int64_t *others, size_t *count, lede_error *err) {
  sqlite3_stmt *st;
  size_t taken = 0;
  *count = 0;
  lede_status status =
      lede__db_take(s,
                    "SELECT partial, r.doc FROM records r LEFT JOIN partials p ON p.doc = r.doc AND "
                    "p.recipe = ? WHERE r.doc BETWEEN ? AND ? ORDER BY r.doc",
                    &st, err);
  if (status) return status;
  lede__db_text(s, st, 1, recipe);
  lede__db_int(s, st, 2, block * LEDE__BLOCK_DOCUMENTS + 1);
  lede__db_int(s, st, 3, (block + 1) * LEDE__BLOCK_DOCUMENTS);
  return take_lines(s, st, lines, &taken, others, count, err);
}

static lede_status put_partial(lede__store *s, const char *sql, lede_str recipe, lede_str partial, int64_t a,
                               int64_t b, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, sql, &st, err);
  if (status) return status;
  if (partial.len > 0 && partial.ptr[partial.len - 1] == '\n') partial.len--;
  lede__db_text(s, st, 1, recipe);
  lede__db_text(s, st, 2, partial);
  lede__db_int(s, st, 3, a);
  lede__db_int(s, st, 4, b);
  return lede__db_step(s, st, err);
}

lede_status lede__block_refold(lede__store *s, int64_t id, int64_t change, lede_str recipe, lede_str partial,
                               lede_error *err) {
  return put_partial(
      s,
      "INSERT INTO partials(recipe, partial, doc) SELECT ?1, ?2, doc FROM records JOIN documents ON id = doc "
      "WHERE doc = ?3 AND change <= ?4 "
      "ON CONFLICT(doc) DO UPDATE SET recipe = excluded.recipe, partial = excluded.partial",
      recipe, partial, id, change, err);
}

lede_status lede__block_put(lede__store *s, const lede__block *block, lede_str recipe, lede_str partial,
                            lede_error *err) {
  return put_partial(s, "UPDATE blocks SET recipe = ?, partial = ?, joined = ? WHERE number = ?", recipe,
                     partial, block->change, block->number, err);
}

lede_status lede__block_all(lede__store *s, lede_str recipe, lede__buf *lines, size_t *count,
                            lede_error *err) {
  sqlite3_stmt *st;
  *count = 0;
  lede_status status = lede__db_take(
      s, "SELECT partial FROM blocks WHERE recipe = ? AND partial IS NOT NULL ORDER BY number", &st, err);
  if (status) return status;
  lede__db_text(s, st, 1, recipe);
  return take_lines(s, st, lines, count, NULL, NULL, err);
}

/* ---- Findings ----------------------------------------------------------- */

typedef struct replacement {
  const lede__finding *findings;
  size_t count;
  int64_t change;
  unsigned char *news; /* a finding each: 0 known, 1 changed, 2 new */
} replacement;

/* When a finding of that kind and key came and last changed; now, where this one is another. */
static lede_status compare(lede__store *s, const lede__finding *f, int64_t now, int64_t *first,
                           int64_t *changed, unsigned char *news, lede_error *err) {
  sqlite3_stmt *st;
  bool more;
  lede_status status = lede__db_take(
      s, "SELECT first, changed, finding = ? FROM findings WHERE kind IS ? AND key IS ? AND n < 0", &st, err);
  if (status) return status;
  lede__db_text(s, st, 1, f->json);
  lede__db_text(s, st, 2, f->kind);
  lede__db_text(s, st, 3, f->key);
  status = lede__db_next(s, st, &more, err);
  *first = more ? sqlite3_column_int64(st, 0) : now;
  bool same = more && sqlite3_column_int(st, 2);
  *changed = same ? sqlite3_column_int64(st, 1) : now;
  *news = same ? 0 : more ? 1 : 2;
  if (more) lede__db_done(st);
  return status;
}

static lede_status put_finding(lede__store *s, const lede__finding *f, size_t n, int64_t now,
                               unsigned char *news, lede_error *err) {
  sqlite3_stmt *st;
  int64_t first, changed;
  lede_status status = compare(s, f, now, &first, &changed, news, err);
  if (!status) status = lede__db_take(s, "INSERT INTO findings VALUES(?, ?, ?, ?, ?, ?)", &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, (int64_t)n + 1);
  lede__db_text(s, st, 2, f->kind);
  lede__db_text(s, st, 3, f->key);
  lede__db_text(s, st, 4, f->json);
  lede__db_int(s, st, 5, first);
  lede__db_int(s, st, 6, changed);
  return lede__db_step(s, st, err);
}

/* The old ones stand aside, under negative numbers, until the new ones are compared with them. */
static lede_status replace(lede__store *s, void *context, lede_error *err) {
  replacement *r = context;
  int64_t now = lede__db_now();
  lede_status status = lede__db_run(s, "UPDATE findings SET n = -n", err);
  for (size_t i = 0; i < r->count && !status; i++)
    status = put_finding(s, &r->findings[i], i, now, &r->news[i], err);
  if (!status) status = lede__db_run(s, "DELETE FROM findings WHERE n < 0", err);
  if (!status) status = lede__note_put_number(s, "findings_at", now, err);
  if (!status) status = lede__note_put_number(s, "findings_change", r->change, err);
  return status;
}

lede_status lede__findings_replace(lede__store *s, const lede__finding *findings, size_t count,
                                   int64_t change, lede__on_changed_finding on, void *context,
                                   lede_error *err) {
  replacement r = {.findings = findings, .count = count, .change = change, .news = calloc(count + 1, 1)};
  if (!r.news) return lede__nomem(err);
  lede_status status = lede__db_atomically(s, replace, &r, err);
  for (size_t i = 0; i < count && on && !status; i++)
    if (r.news[i]) on(context, &findings[i], r.news[i] == 2);
  free(r.news);
  return status;
}
