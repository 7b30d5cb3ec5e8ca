/* input/rows: what reading rows out of JSON Lines and out of CSV have in common. */
#include "input/rows.h"

#include <stdio.h>

lede_str lede__row_name(lede__arena *arena, const lede__rows *rows, size_t line) {
  if (line == 0) return lede__str(rows->path);
  size_t room = strlen(rows->path) + 24;
  char *name = lede__arena_alloc(arena, room);
  if (!name) return (lede_str){NULL, 0};
  int len = snprintf(name, room, "%s:%zu", rows->path, line);
  return (lede_str){name, (size_t)len};
}

lede_status lede__row_fail(lede__arena *arena, const lede__rows *rows, size_t line, lede__item *item,
                           lede_status code, const char *message, lede_error *err) {
  lede_str name = lede__row_name(arena, rows, line);
  if (!name.ptr) return lede__nomem(err);
  if (!item->given.id.ptr) item->given.id = name;
  item->bytes = (lede_str){NULL, 0};
  item->is_text = false;
  item->status = lede__fail(&item->error, code, name.ptr, "%s", message);
  return LEDE_OK;
}
