/* store/index: what is made of records in the quiet second after their commit.
 *
 * Every mark becomes a row of its layer's table (marks_quotes, marks_entities, …: typed columns, made from
 * the record's "schema"), the document's facts a row of `facts`, title and text go into the full text
 * `search`. Which documents are done is one number, the change up to which all are, written in the same
 * transaction: an interruption at any point costs the step, no more. What a new version replaces is taken out
 * as it is committed. */
#ifndef LEDE_STORE_INDEX_H
#define LEDE_STORE_INDEX_H

#include "store/store.h"

typedef struct lede__index_budget {
  uint32_t documents; /* at most so many in this step; 0: any number */
  double seconds;     /* stop soon after; 0: no end */
} lede__index_budget;

/* Indexes some of what was committed and isn't yet, in one transaction; *left is how many remain. Call while
 * it is quiet until *left is 0. With the last one the log (WAL) is moved into the database, so that commits
 * needn't. */
lede_status lede__store_index(lede__store *store, const lede__index_budget *budget, int64_t *left,
                              lede_error *err);

#endif
