/* input/rows: what reading rows out of JSON Lines and out of CSV have in common.
 *
 * Each row becomes an item, in the caller's memory for one row: strings live until that is wound back and
 * until the reader is asked for the next one. */
#ifndef LEDE_INPUT_ROWS_H
#define LEDE_INPUT_ROWS_H

#include "base/arena.h"
#include "base/str.h"
#include "input/input.h"
#include "input/stream.h"

typedef struct lede__rows {
  lede__stream *stream; /* borrowed */
  const char *path;     /* as the user spelled it; borrowed */
  lede_str text_field, id_field;
  size_t max_bytes; /* of one row */
  bool polls;       /* JSON Lines: never wait for input, see lede__jsonl_waits; */
  bool passes;      /* and findings are items too */
} lede__rows;

/* "PATH:LINE" in `arena`, "PATH" before the first line; ptr NULL when out of memory. */
lede_str lede__row_name(lede__arena *arena, const lede__rows *rows, size_t line);

/* Makes `item` one that failed, where PATH:LINE; its id is that too unless it has one. Returns LEDE_ENOMEM
 * or LEDE_OK. */
lede_status lede__row_fail(lede__arena *arena, const lede__rows *rows, size_t line, lede__item *item,
                           lede_status code, const char *message, lede_error *err);

#endif
