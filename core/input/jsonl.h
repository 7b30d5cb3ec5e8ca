/* input/jsonl: JSON Lines, one document a line.
 *
 * Facts stand at the top of the object or in its "doc", as in lede's own records, of which those given
 * count and not those found. Empty lines are passed over, as are lede's findings unless they are asked for;
 * an error record is passed on as the item that failed. */
#ifndef LEDE_INPUT_JSONL_H
#define LEDE_INPUT_JSONL_H

#include "input/rows.h"

typedef struct lede__jsonl lede__jsonl;

/* Owned: lede__jsonl_free. NULL when out of memory. */
lede__jsonl *lede__jsonl_new(const lede__rows *rows);
void lede__jsonl_free(lede__jsonl *j);

/* Fills a zeroed `item` from the next row; *have is false at the end. Fails with LEDE_ENOMEM only. */
lede_status lede__jsonl_next(lede__jsonl *j, lede__arena *arena, lede__item *item, bool *have,
                             lede_error *err);

/* True when lede__jsonl_next came back without a row because the next one has not arrived yet. */
bool lede__jsonl_waits(const lede__jsonl *j);

#endif
