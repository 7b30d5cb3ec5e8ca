/* store/notes: facts about the desk under names, and how much there is in it. */
#include "base/str.h"
#include "store/db.h"

lede_status lede__note_number(lede__store *s, const char *name, int64_t *out, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, "SELECT value FROM notes WHERE name = ?", &st, err);
  if (status) return status;
  lede__db_text(s, st, 1, lede__str(name));
  return lede__db_number(s, st, 0, out, err);
}

#define PUT_NOTE "INSERT INTO notes VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value"

lede_status lede__note_put_number(lede__store *s, const char *name, int64_t value, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, PUT_NOTE, &st, err);
  if (status) return status;
  lede__db_text(s, st, 1, lede__str(name));
  lede__db_int(s, st, 2, value);
  return lede__db_step(s, st, err);
}

/* The caller's names are kept apart from this room's. */
static void own_name(lede__buf *out, const char *name) { lede__buf_printf(out, "note.%s", name); }

static lede_status put(lede__store *s, const lede__buf *name, lede_str value, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = value.ptr ? lede__db_take(s, PUT_NOTE, &st, err)
                                 : lede__db_take(s, "DELETE FROM notes WHERE name = ?", &st, err);
  if (status) return status;
  lede__db_text(s, st, 1, lede__buf_view(name));
  if (value.ptr) lede__db_text(s, st, 2, value);
  return lede__db_step(s, st, err);
}

lede_status lede__store_note(lede__store *s, const char *name, lede_str value, lede_error *err) {
  lede__buf own = {0};
  own_name(&own, name);
  lede_status status = own.failed ? lede__nomem(err) : put(s, &own, value, err);
  lede__buf_free(&own);
  return status;
}

static lede_status get(lede__store *s, const lede__buf *name, lede__buf *out, bool *found, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, "SELECT value FROM notes WHERE name = ?", &st, err);
  if (status) return status;
  lede__db_text(s, st, 1, lede__buf_view(name));
  status = lede__db_next(s, st, found, err);
  if (!*found) return status;
  lede__buf_str(out, lede__db_column(st, 0));
  lede__db_done(st);
  return out->failed ? lede__nomem(err) : LEDE_OK;
}

lede_status lede__store_noted(lede__store *s, const char *name, lede__buf *out, bool *found,
                              lede_error *err) {
  lede__buf own = {0};
  *found = false;
  own_name(&own, name);
  lede_status status = own.failed ? lede__nomem(err) : get(s, &own, out, found, err);
  lede__buf_free(&own);
  return status;
}

/* ---- Counts ------------------------------------------------------------- */

static lede_status count(lede__store *s, const char *sql, int64_t argument, int64_t *out, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, sql, &st, err);
  if (status) return status;
  if (sqlite3_bind_parameter_count(st) > 0) lede__db_int(s, st, 1, argument);
  return lede__db_number(s, st, 0, out, err);
}

static lede_status count_all(lede__store *s, lede__store_counts *c, lede_error *err) {
  int64_t all = 0, indexed = 0, found = 0;
  lede_status status = lede__note_number(s, "indexed", &indexed, err);
  if (!status) status = lede__note_number(s, "findings_change", &found, err);
  if (!status) status = lede__note_number(s, "findings_at", &c->findings_at, err);
  if (!status) status = count(s, "SELECT count(*) FROM documents", 0, &all, err);
  if (!status)
    status = count(s, "SELECT count(*) FROM documents WHERE outcome = 'partly'", 0, &c->partly, err);
  if (!status)
    status = count(s, "SELECT count(*) FROM documents WHERE outcome = 'failed'", 0, &c->failed, err);
  if (!status) status = count(s, "SELECT count(*) FROM findings", 0, &c->findings, err);
  if (!status)
    status = count(s, "SELECT count(*) FROM documents WHERE change > ?", indexed, &c->unindexed, err);
  if (!status) status = count(s, "SELECT count(*) FROM documents WHERE change > ?", found, &c->stale, err);
  if (!status) status = count(s, "SELECT max(change) FROM documents", 0, &c->change, err);
  if (!status)
    status = count(s, "SELECT committed FROM documents ORDER BY change DESC LIMIT 1", 0, &c->newest, err);
  c->done = all - c->partly - c->failed;
  return status;
}

/* The numbers are of one moment. */
lede_status lede__store_count(lede__store *s, lede__store_counts *out, lede_error *err) {
  *out = (lede__store_counts){0};
  lede_status status = lede__db_run(s, "SAVEPOINT counting", err);
  if (status) return status;
  status = count_all(s, out, err);
  sqlite3_exec(s->db, "RELEASE counting", NULL, NULL, NULL);
  return status;
}
