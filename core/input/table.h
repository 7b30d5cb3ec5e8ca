/* input/table: CSV with a header, one document a row. */
#ifndef LEDE_INPUT_TABLE_H
#define LEDE_INPUT_TABLE_H

#include "input/csv.h"
#include "input/rows.h"

/* The column called `name`: in any case of letters, with or without spaces around it; LEDE_NONE when there
 * is none. */
uint32_t lede__column(const lede__csv *header, lede_str name);

typedef struct lede__table lede__table;

/* Owned: lede__table_free. NULL when out of memory. */
lede__table *lede__table_new(const lede__rows *rows);
void lede__table_free(lede__table *t);

/* Fills a zeroed `item` from the next row; *have is false at the end. Fails with LEDE_ENOMEM only. A text
 * that is not UTF-8 comes as the bytes it is (is_text false), so that loading it says how it was read. */
lede_status lede__table_next(lede__table *t, lede__arena *arena, lede__item *item, bool *have,
                             lede_error *err);

#endif
