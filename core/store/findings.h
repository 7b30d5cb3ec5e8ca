/* store/findings: what holds across documents, and the partial folds it is made of.
 *
 * Documents are in blocks of 256 by their id. A block keeps the joined partial fold of its documents; where
 * one of them changed since, the block is stale and is joined anew. So a refresh costs the stale blocks and
 * one join of all blocks, not all documents. Joining is the caller's work. */
#ifndef LEDE_STORE_FINDINGS_H
#define LEDE_STORE_FINDINGS_H

#include "store/store.h"

enum { LEDE__BLOCK_DOCUMENTS = 256 };

/* The block a document is in. */
int64_t lede__block_of(int64_t id);

/* A block that is stale under `recipe`: one of its documents changed since it was joined,
 * or it was joined under another. */
typedef struct lede__block {
  int64_t number;
  int64_t change; /* the last one in it, when this was read */
} lede__block;

/* The stale block with the lowest number above `after` (-1: the first);
 * *found is false when there is none. */
lede_status lede__block_next(lede__store *store, lede_str recipe, int64_t after, lede__block *out,
                             bool *found, lede_error *err);

/* Appends the partials of a block's documents to `lines`, a line each, in order of id: of those made under
 * `recipe`. The ids of those with a record and no such partial go to `others` (at most LEDE__BLOCK_DOCUMENTS,
 * *count): they want folding anew from their record. */
lede_status lede__block_partials(lede__store *store, lede_str recipe, int64_t block, lede__buf *lines,
                                 int64_t *others, size_t *count, lede_error *err);

/* Keeps what a document gives for findings under another recipe than it was analysed with. `change` is
 * lede__store_change when its record was read: of one that was committed since, this is no more true, and it
 * is left as it is. */
lede_status lede__block_refold(lede__store *store, int64_t id, int64_t change, lede_str recipe,
                               lede_str partial, lede_error *err);

/* Keeps the joined partial of a block as lede__block_next gave it.
 * What was committed to the block in between keeps it stale. */
lede_status lede__block_put(lede__store *store, const lede__block *block, lede_str recipe, lede_str partial,
                            lede_error *err);

/* Appends the joined partials of all blocks, a line each, in order, and how many lines those were. */
lede_status lede__block_all(lede__store *store, lede_str recipe, lede__buf *lines, size_t *count,
                            lede_error *err);

typedef struct lede__finding {
  lede_str kind, key;
  lede_str json; /* the finding's own object */
} lede__finding;

/* Called for what is new or has changed against the findings before, after the commit. */
typedef void (*lede__on_changed_finding)(void *context, const lede__finding *finding, bool is_new);

/* Puts `findings` in place of all that were there, in one transaction, in their order. `change` is that of
 * the documents they were made of (lede__store_counts.change, read before the blocks). `on` may be NULL. */
lede_status lede__findings_replace(lede__store *store, const lede__finding *findings, size_t count,
                                   int64_t change, lede__on_changed_finding on, void *context,
                                   lede_error *err);

#endif
