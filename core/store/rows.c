/* store/rows: SQL for readers. */
#include "store/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "store/db.h"

struct lede__rows {
  lede__store *store;
  sqlite3_stmt *st;
};

/* ---- What may be asked -------------------------------------------------- */

/* Pragmas that tell, and one that the full text needs itself. */
static bool is_harmless_pragma(const char *name) {
  static const char *const names[] = {"table_info", "table_xinfo",   "table_list",   "index_list",
                                      "index_info", "database_list", "data_version", "function_list"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (sqlite3_stricmp(name, names[i]) == 0) return true;
  return false;
}

static int allow(void *context, int action, const char *first, const char *second, const char *database,
                 const char *trigger) {
  (void)context, (void)database, (void)trigger;
  switch (action) {
  case SQLITE_SELECT:
  case SQLITE_READ:
  case SQLITE_RECURSIVE:
    return SQLITE_OK;
  case SQLITE_FUNCTION:
    return second && strcmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
  case SQLITE_UPDATE: /* how SQLite takes in what the full text's table is like; nobody may really do it */
    return first && strcmp(first, "sqlite_master") == 0 ? SQLITE_OK : SQLITE_DENY;
  case SQLITE_PRAGMA:
    return first && is_harmless_pragma(first) && !second ? SQLITE_OK : SQLITE_DENY;
  default:
    return SQLITE_DENY;
  }
}

/* ---- What is said about mistakes ---------------------------------------- */

/* Appends the names that a query gives, if any. */
static void put_names(lede__store *s, const char *query, lede__buf *out) {
  sqlite3_stmt *st;
  if (sqlite3_prepare_v2(s->db, query, -1, &st, NULL)) return;
  for (bool first = true; sqlite3_step(st) == SQLITE_ROW; first = false) {
    lede__buf_text(out, first ? "; there are " : ", ");
    lede__buf_str(out, lede__db_column(st, 0));
  }
  sqlite3_finalize(st);
}

/* Those a person asks; what they are made of, and what SQLite keeps for itself, is left out. */
static const char TABLES[] = "SELECT name FROM sqlite_master WHERE (type = 'view' AND name <> 'searched') "
                             "OR name IN ('findings', 'search') ORDER BY name";

static lede_status complain(lede__store *s, const char *said, lede_error *err) {
  lede__buf told = {0};
  lede__buf_text(&told, said); /* which SQLite forgets with the next query */
  if (strstr(said, "no such table") || strstr(said, "no such column")) put_names(s, TABLES, &told);
  lede__fail(err, LEDE_EUSAGE, "SQL", "%s", told.failed ? "it is no query of this desk" : told.ptr);
  lede__buf_free(&told);
  return LEDE_EUSAGE;
}

static lede_status only_reads(const char *said, lede_error *err) {
  return lede__fail(err, LEDE_EUSAGE, "SQL", "a desk is only read here: SELECT, not what changes it (%s)",
                    said);
}

/* A failure of the query's own, or of the database. */
static lede_status refuse(lede__store *s, int rc, lede_error *err) {
  int plain = rc & 0xFF;
  if (plain == SQLITE_AUTH || plain == SQLITE_READONLY) return only_reads(sqlite3_errmsg(s->db), err);
  if (plain != SQLITE_ERROR && plain != SQLITE_MISMATCH && plain != SQLITE_RANGE)
    return lede__db_fail(s, rc, err);
  return complain(s, sqlite3_errmsg(s->db), err);
}

/* ---- Opening ------------------------------------------------------------ */

static bool is_blank(const char *s, const char *end) {
  for (; s < end; s++)
    if (!strchr(" \t\r\n;", *s)) return false;
  return true;
}

static lede_status prepare(lede__rows *r, lede_str sql, lede_error *err) {
  const char *rest;
  lede__store *s = r->store;
  if (sql.len > INT32_MAX) return lede__fail(err, LEDE_ETOOBIG, "SQL", "the query is too long");
  sqlite3_set_authorizer(s->db, allow, NULL);
  int rc = sqlite3_prepare_v2(s->db, sql.ptr, (int)sql.len, &r->st, &rest);
  sqlite3_set_authorizer(s->db, NULL, NULL);
  if (rc) return refuse(s, rc, err);
  if (!r->st) return lede__fail(err, LEDE_EUSAGE, "SQL", "there is no query in it");
  if (!sqlite3_stmt_readonly(r->st)) return only_reads("it writes", err);
  if (!is_blank(rest, sql.ptr + sql.len))
    return lede__fail(err, LEDE_EUSAGE, "SQL", "one query at a time: there is more behind the first");
  return LEDE_OK;
}

static int bind(sqlite3_stmt *st, int at, const lede__value *v) {
  switch (v->kind) {
  case LEDE__VALUE_INTEGER:
    return sqlite3_bind_int64(st, at, v->integer);
  case LEDE__VALUE_NUMBER:
    return sqlite3_bind_double(st, at, v->number);
  case LEDE__VALUE_TEXT:
    return sqlite3_bind_text64(st, at, v->str.ptr, v->str.len, SQLITE_TRANSIENT, SQLITE_UTF8);
  case LEDE__VALUE_BYTES:
    return sqlite3_bind_blob64(st, at, v->str.ptr, v->str.len, SQLITE_TRANSIENT);
  default:
    return sqlite3_bind_null(st, at);
  }
}

static lede_status bind_all(lede__rows *r, const lede__value *values, size_t count, lede_error *err) {
  size_t wanted = (size_t)sqlite3_bind_parameter_count(r->st);
  if (wanted != count)
    return lede__fail(err, LEDE_EUSAGE, "SQL", "the query has %zu ?, and %zu value%s given for them", wanted,
                      count, count == 1 ? " is" : "s are");
  for (size_t i = 0; i < count; i++) {
    int rc = bind(r->st, (int)i + 1, &values[i]);
    if (rc) return lede__db_fail(r->store, rc, err);
  }
  return LEDE_OK;
}

lede_status lede__rows_open(lede__store *s, lede_str sql, const lede__value *values, size_t count,
                            lede__rows **out, lede_error *err) {
  lede__rows *r = calloc(1, sizeof *r);
  *out = NULL;
  if (!r) return lede__nomem(err);
  r->store = s;
  lede_status status = prepare(r, sql, err);
  if (!status) status = bind_all(r, values, count, err);
  if (status)
    lede__rows_close(r);
  else
    *out = r;
  return status;
}

void lede__rows_close(lede__rows *r) {
  if (!r) return;
  sqlite3_finalize(r->st);
  free(r);
}

/* ---- Rows --------------------------------------------------------------- */

lede_status lede__rows_next(lede__rows *r, bool *more, lede_error *err) {
  int rc = sqlite3_step(r->st);
  *more = rc == SQLITE_ROW;
  return rc == SQLITE_ROW || rc == SQLITE_DONE ? LEDE_OK : refuse(r->store, rc, err);
}

size_t lede__rows_columns(const lede__rows *r) { return (size_t)sqlite3_column_count(r->st); }

lede_str lede__rows_name(const lede__rows *r, size_t column) {
  const char *name = sqlite3_column_name(r->st, (int)column);
  return lede__str(name ? name : "");
}

lede__value lede__rows_value(const lede__rows *r, size_t column) {
  int at = (int)column;
  switch (sqlite3_column_type(r->st, at)) {
  case SQLITE_INTEGER:
    return (lede__value){.kind = LEDE__VALUE_INTEGER, .integer = sqlite3_column_int64(r->st, at)};
  case SQLITE_FLOAT:
    return (lede__value){.kind = LEDE__VALUE_NUMBER, .number = sqlite3_column_double(r->st, at)};
  case SQLITE_TEXT:
    return (lede__value){.kind = LEDE__VALUE_TEXT, .str = lede__db_column(r->st, at)};
  case SQLITE_BLOB:
    return (lede__value){.kind = LEDE__VALUE_BYTES, .str = lede__db_column(r->st, at)};
  default:
    return (lede__value){.kind = LEDE__VALUE_NULL};
  }
}

/* ---- Stopping ----------------------------------------------------------- */

enum { STEPS_BETWEEN = 5000 };

static int asked(void *context) {
  const lede__store *s = context;
  return s->stop(s->stop_context);
}

void lede__store_ask(lede__store *s, bool (*stop)(void *context), void *context) {
  s->stop = stop;
  s->stop_context = context;
  sqlite3_progress_handler(s->db, stop ? STEPS_BETWEEN : 0, stop ? asked : NULL, s);
}
