/* store/db: SQLite as this room uses it: statements kept, values bound, failures as lede's. */
#include "store/db.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "text/utf8.h"

/* ---- Failures ----------------------------------------------------------- */

/* What a person can do about it; NULL where SQLite's own words must do. */
static const char *remedy(int rc) {
  switch (rc & 0xFF) {
  case SQLITE_FULL:
    return "the disk is full; make room, nothing of what was committed is lost";
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return "another program keeps it locked; close what is writing to it, such as a sqlite3 shell";
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return "it is damaged; move lede.db away and run lede watch again, which makes it anew from the inbox, "
           "or put back a copy";
  case SQLITE_READONLY:
    return "it can't be written to; give yourself the right to write in the desk's folder";
  case SQLITE_CANTOPEN:
    return "it can't be opened; see whether it is there and may be read";
  case SQLITE_IOERR:
    return "the disk doesn't work as it should; when it is full, make room, else look into the system's log";
  default:
    return NULL;
  }
}

static lede_status status_of(int rc) {
  int plain = rc & 0xFF;
  if (plain == SQLITE_INTERRUPT) return LEDE_EINTERRUPT;
  if (plain == SQLITE_READONLY || plain == SQLITE_CANTOPEN) return LEDE_ESETUP;
  if (plain == SQLITE_TOOBIG) return LEDE_ETOOBIG;
  return LEDE_EIO;
}

lede_status lede__db_fail(lede__store *s, int rc, lede_error *err) {
  char where[512];
  snprintf(where, sizeof where, "%s/lede.db", s->folder ? s->folder : "?");
  if ((rc & 0xFF) == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM) return lede__nomem(err);
  if ((rc & 0xFF) == SQLITE_INTERRUPT) return lede__fail(err, LEDE_EINTERRUPT, where, "interrupted");
  int number = sqlite3_system_errno(s->db);
  bool told = number && ((rc & 0xFF) == SQLITE_IOERR || (rc & 0xFF) == SQLITE_CANTOPEN);
  const char *help = remedy(rc), *why = told ? strerror(number) : sqlite3_errmsg(s->db);
  if (help) return lede__fail(err, status_of(rc), where, "%s (%s)", help, why);
  return lede__fail(err, status_of(rc), where, "%s", why);
}

/* ---- Statements --------------------------------------------------------- */

lede_status lede__db_run(lede__store *s, const char *sql, lede_error *err) {
  int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
  return rc ? lede__db_fail(s, rc, err) : LEDE_OK;
}

lede_status lede__db_take(lede__store *s, const char *sql, sqlite3_stmt **out, lede_error *err) {
  for (size_t i = 0; i < s->statement_count; i++)
    if (s->statements[i].sql == sql) return *out = s->statements[i].made, LEDE_OK;
  if (s->statement_count == LEDE__MOST_STATEMENTS)
    return lede__fail(err, LEDE_ESETUP, "store/db", "more than %d statements", LEDE__MOST_STATEMENTS);
  int rc = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
  if (rc) return lede__db_fail(s, rc, err);
  s->statements[s->statement_count++] = (lede__statement){sql, *out};
  return LEDE_OK;
}

void lede__db_done(sqlite3_stmt *st) {
  sqlite3_reset(st);
  sqlite3_clear_bindings(st);
}

static void note(lede__store *s, int rc) {
  if (rc && !s->bound) s->bound = rc;
}

void lede__db_int(lede__store *s, sqlite3_stmt *st, int at, int64_t value) {
  note(s, sqlite3_bind_int64(st, at, value));
}

void lede__db_text(lede__store *s, sqlite3_stmt *st, int at, lede_str value) {
  if (value.ptr) note(s, sqlite3_bind_text64(st, at, value.ptr, value.len, SQLITE_STATIC, SQLITE_UTF8));
}

void lede__db_path(lede__store *s, sqlite3_stmt *st, int at, lede_str value) {
  if (lede__utf8_valid(value.ptr, value.len) == value.len)
    lede__db_text(s, st, at, value);
  else
    note(s, sqlite3_bind_blob64(st, at, value.ptr, value.len, SQLITE_STATIC));
}

lede_status lede__db_next(lede__store *s, sqlite3_stmt *st, bool *more, lede_error *err) {
  *more = false;
  int rc = s->bound;
  s->bound = SQLITE_OK;
  if (!rc) rc = sqlite3_step(st);
  if (rc == SQLITE_ROW) return *more = true, LEDE_OK;
  lede_status status = rc == SQLITE_DONE ? LEDE_OK : lede__db_fail(s, rc, err);
  lede__db_done(st);
  return status;
}

lede_status lede__db_step(lede__store *s, sqlite3_stmt *st, lede_error *err) {
  bool more;
  lede_status status = lede__db_next(s, st, &more, err);
  if (more) lede__db_done(st);
  return status;
}

lede_status lede__db_number(lede__store *s, sqlite3_stmt *st, int64_t otherwise, int64_t *out,
                            lede_error *err) {
  bool more;
  lede_status status = lede__db_next(s, st, &more, err);
  *out = more && sqlite3_column_type(st, 0) != SQLITE_NULL ? sqlite3_column_int64(st, 0) : otherwise;
  if (more) lede__db_done(st);
  return status;
}

lede_str lede__db_column(sqlite3_stmt *st, int column) {
  if (sqlite3_column_type(st, column) == SQLITE_NULL) return (lede_str){NULL, 0};
  const char *bytes = sqlite3_column_blob(st, column);
  return (lede_str){bytes ? bytes : "", (size_t)sqlite3_column_bytes(st, column)};
}

/* ---- Transactions ------------------------------------------------------- */

/* SQLite undoes some failures by itself, so that there may be nothing to roll back. */
static void undo(lede__store *s) {
  if (!sqlite3_get_autocommit(s->db)) sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

lede_status lede__db_atomically(lede__store *s,
                                lede_status (*work)(lede__store *s, void *context, lede_error *err),
                                void *context, lede_error *err) {
  lede_status status = lede__db_run(s, "BEGIN IMMEDIATE", err);
  if (status) return status;
  status = work(s, context, err);
  if (!status) status = lede__db_run(s, "COMMIT", err);
  if (status) undo(s);
  return status;
}

/* ---- The log ------------------------------------------------------------ */

/* Pages: what is moved in a quiet moment, and what a commit must not leave behind it. The fewer moves, the
 * fewer pages are written twice; the longer the log, the longer the one commit that has to wait for it. */
enum { LOG_QUIET = 250, LOG_MOST = 4000 };

/* A reader may keep it from being done, and then it comes again. */
static void move_log(lede__store *s) {
  int pages = 0, moved = 0;
  int rc = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved);
  if (!rc && moved == pages) s->log_pages = 0;
}

int lede__db_logged(void *store, sqlite3 *db, const char *name, int pages) {
  lede__store *s = store;
  (void)db, (void)name;
  s->log_pages = pages;
  if (pages >= LOG_MOST) move_log(s);
  return SQLITE_OK;
}

void lede__db_tidy(lede__store *s) {
  if (s->log_pages >= LOG_QUIET) move_log(s);
}

int64_t lede__db_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
