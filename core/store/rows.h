/* store/rows: SQL for readers, without SQLite's own header.
 *
 * A query is one statement that only reads. Values keep their type. Columns and bytes are borrowed until the
 * next step. */
#ifndef LEDE_STORE_ROWS_H
#define LEDE_STORE_ROWS_H

#include "store/store.h"

typedef enum lede__value_kind {
  LEDE__VALUE_NULL,
  LEDE__VALUE_INTEGER,
  LEDE__VALUE_NUMBER,
  LEDE__VALUE_TEXT,
  LEDE__VALUE_BYTES, /* a path that is not UTF-8 is kept as bytes */
} lede__value_kind;

typedef struct lede__value {
  lede__value_kind kind;
  int64_t integer;
  double number;
  lede_str str; /* text, bytes */
} lede__value;

typedef struct lede__rows lede__rows;

/* Prepares a query; `values` (copied) stand for its ?, one each. LEDE_EUSAGE when it is no query, is more
 * than one statement, would write, or wants another number of values: the message has SQLite's words, and,
 * where a table or column is unknown, the names there are. The caller owns it; it must be closed before its
 * store. */
lede_status lede__rows_open(lede__store *store, lede_str sql, const lede__value *values, size_t count,
                            lede__rows **out, lede_error *err);
/* NULL is fine. */
void lede__rows_close(lede__rows *rows);

/* The next row; *more is false at the end. LEDE_EINTERRUPT, LEDE_EIO,
 * LEDE_EUSAGE (a function's complaint), LEDE_ENOMEM. */
lede_status lede__rows_next(lede__rows *rows, bool *more, lede_error *err);

size_t lede__rows_columns(const lede__rows *rows);
lede_str lede__rows_name(const lede__rows *rows, size_t column);
lede__value lede__rows_value(const lede__rows *rows, size_t column); /* of the present row */

/* Asked every few thousand steps of a query, on this store: true ends it with LEDE_EINTERRUPT.
 * NULL: nobody is asked. */
void lede__store_ask(lede__store *store, bool (*stop)(void *context), void *context);

#endif
