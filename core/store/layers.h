/* store/layers: the tables that hold marks, one a layer, with a column an attribute.
 *
 * Made and extended as layers and attributes come. `layers` in the database says what is where: a layer
 * `quotes` is the table marks_quotes, its attribute `speaker` the column of that name; a name that is taken,
 * as SQL sees names, gets a "_". For the files of this room only. */
#ifndef LEDE_STORE_LAYERS_H
#define LEDE_STORE_LAYERS_H

#include "store/db.h"

/* A member of a mark's JSON and where it goes. */
typedef struct lede__layer_column {
  lede_str key, column, type;
  int at;       /* of `insert` */
  bool is_name; /* one that is counted and found by its words (store/tally) */
} lede__layer_column;

/* The first values of `insert`: doc, n, start, end, kind. */
enum { LEDE__AT_DOC = 1, LEDE__AT_N = 2, LEDE__AT_KIND = 5 };

struct lede__layer_table {
  struct lede__layer_table *next;
  lede_str layer, table;
  lede__layer_column *columns;
  size_t count;
  sqlite3_stmt *insert, *remove; /* one mark; all of a document */
  lede__buf gives;               /* the attributes it is known to have a column for, as records write them */
};
typedef struct lede__layer_table lede__layer_table;

/* The table of a layer whose marks have the attributes `gives` (JSON, {name: type}), made or extended when it
 * has to be; NULL when that can't be the name of a layer. Inside a transaction. Valid until the next call. */
lede_status lede__layers_table(lede__store *s, lede_str layer, lede_str gives, lede__layer_table **out,
                               lede_error *err);

/* All tables, NULL when there are none. */
lede_status lede__layers_all(lede__store *s, lede__layer_table **out, lede_error *err);

/* The column of a member; NULL when there is none. `near` is where the last one was found: members come in
 * the same order mark by mark. */
const lede__layer_column *lede__layers_column(const lede__layer_table *t, lede_str key, size_t *near);

/* What is kept in memory of them is read anew at the next use: to be called when a transaction was undone. */
void lede__layers_forget(lede__store *s);

/* store/views: makes the views over the layers' tables anew. Inside a transaction. */
lede_status lede__views_make(lede__store *s, lede_error *err);

#endif
