/* base/luadata: reads a file of data written as a Lua table.
 *
 * Takes "return { … }" with strings, numbers, true, false, nil and tables, and comments; nothing in it is
 * run, so that it can neither loop nor reach anything. Every value knows its line. Knows nothing of what
 * the data is for. */
#ifndef LEDE_BASE_LUADATA_H
#define LEDE_BASE_LUADATA_H

#include "base/arena.h"

typedef enum lede__datum_kind {
  LEDE__DATUM_NIL,
  LEDE__DATUM_BOOLEAN,
  LEDE__DATUM_NUMBER,
  LEDE__DATUM_STRING,
  LEDE__DATUM_TABLE
} lede__datum_kind;

typedef struct lede__datum {
  lede__datum_kind kind;
  unsigned line;             /* where it begins, from 1 */
  lede_str text;             /* of a string, its value; of a number or a boolean as it is written */
  struct lede__datum *key;   /* in a table; NULL for an item of a list */
  struct lede__datum *next;  /* in the same table */
  struct lede__datum *first; /* of a table */
} lede__datum;

/* Reads `source`, which ends in a NUL, called `file` in messages. A source without anything but comments
 * is an empty table. Fails with LEDE_ESETUP, saying "FILE:LINE", or with LEDE_ENOMEM. The values live in
 * the arena, their strings NUL-terminated. */
lede_status lede__luadata_read(lede__arena *arena, const char *file, lede_str source, lede__datum **out,
                               lede_error *err);

/* "string", "table", ...: what a value is, for messages. */
const char *lede__datum_name(const lede__datum *d);

/* LEDE_ESETUP about a line of the file. */
lede_status lede__luadata_fail(lede_error *err, const char *file, unsigned line, const char *format, ...)
    LEDE__PRINTF(4, 5);

#endif
