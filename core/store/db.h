/* store/db: SQLite as this room uses it: statements kept, values bound, failures as lede's.
 *
 * For the files of this room only. */
#ifndef LEDE_STORE_DB_H
#define LEDE_STORE_DB_H

#include <sqlite3.h>

#include "base/arena.h"
#include "store/store.h"

enum { LEDE__MOST_STATEMENTS = 64 };

struct lede__layer_table;

typedef struct lede__statement {
  const char *sql; /* the very literal it was prepared from */
  sqlite3_stmt *made;
} lede__statement;

struct lede__store {
  sqlite3 *db;
  char *folder;
  int lock; /* -1: none */
  bool read_only;
  int bound;       /* the first failure of a bind since the last step */
  int64_t change;  /* the last one's number */
  int64_t indexed; /* all changes up to this one are indexed, */
  int64_t waiting; /* and so many documents have a later one */
  int log_pages;   /* in the log (WAL), not in the database yet */
  lede__statement statements[LEDE__MOST_STATEMENTS];
  size_t statement_count;
  struct lede__layer_table *layers; /* store/layers */
  lede__arena layer_arena;
  bool layers_known;
  bool views_stale;            /* a layer came, or got a column, since store/views made them */
  bool (*stop)(void *context); /* store/rows */
  void *stop_context;
};

/* The status and message of SQLite's last failure, `rc`. */
lede_status lede__db_fail(lede__store *s, int rc, lede_error *err);

/* Runs statements that give no rows and take no values. */
lede_status lede__db_run(lede__store *s, const char *sql, lede_error *err);

/* A statement, prepared at its first use and kept. `sql` is a literal: its address tells statements apart. It
 * is without values; lede__db_done or a step to the end leaves it so. */
lede_status lede__db_take(lede__store *s, const char *sql, sqlite3_stmt **out, lede_error *err);
void lede__db_done(sqlite3_stmt *st);

/* Bind values, borrowed until the statement is done; a failure is told by the next step.
 * Absent strings are NULL. */
void lede__db_int(lede__store *s, sqlite3_stmt *st, int at, int64_t value);
void lede__db_text(lede__store *s, sqlite3_stmt *st, int at, lede_str value);
/* Text where it is UTF-8, else bytes: a path, which thereby reads back as it was. */
void lede__db_path(lede__store *s, sqlite3_stmt *st, int at, lede_str value);

/* The next row. At the end, and after a failure, the statement is done. */
lede_status lede__db_next(lede__store *s, sqlite3_stmt *st, bool *more, lede_error *err);
/* Runs a statement that gives no rows. */
lede_status lede__db_step(lede__store *s, sqlite3_stmt *st, lede_error *err);
/* The integer a query gives; `otherwise` when it gives no row or NULL. */
lede_status lede__db_number(lede__store *s, sqlite3_stmt *st, int64_t otherwise, int64_t *out,
                            lede_error *err);

/* A column of the present row, borrowed until the next step; absent for NULL. */
lede_str lede__db_column(sqlite3_stmt *st, int column);

/* Calls `work` in a transaction that is committed when it returns LEDE_OK, and else,
 * or when that fails, undone. */
lede_status lede__db_atomically(lede__store *s,
                                lede_status (*work)(lede__store *s, void *context, lede_error *err),
                                void *context, lede_error *err);

/* Called by SQLite after each commit with the pages in the log, which are moved into the database when they
 * are too many. */
int lede__db_logged(void *store, sqlite3 *db, const char *name, int pages);

/* Moves the log into the database where that is worth it: to be called in quiet moments. */
void lede__db_tidy(lede__store *s);

/* Microseconds since 1970. */
int64_t lede__db_now(void);

/* ---- between the files of this room --------------------------------------- */

/* store/tables: whether it is a desk's database that this lede can work with; changes nothing. */
lede_status lede__tables_look(lede__store *s, int64_t *version, lede_error *err);
/* Makes the tables, or brings those of an older version up to date; a reader only looks. */
lede_status lede__tables_ready(lede__store *s, lede_error *err);

/* store/documents: lede__store_each_known for at most `most` documents with an id above `after`. */
lede_status lede__store_each_from(lede__store *s, int64_t after, uint32_t most, lede__store_on_known on,
                                  void *context, lede_error *err);

/* store/notes: numbers of this room's own. */
lede_status lede__note_number(lede__store *s, const char *name, int64_t *out, lede_error *err);
lede_status lede__note_put_number(lede__store *s, const char *name, int64_t value, lede_error *err);

/* store/index: takes what was made of a document out of the index, if it is in there.
 * Inside a transaction. */
lede_status lede__index_remove(lede__store *s, int64_t id, int64_t change, lede_error *err);

#endif
