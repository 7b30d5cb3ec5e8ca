/* store/tally: who and what documents name, and how often.
 *
 * Gathered while a document's marks are read, joined for some documents, then added to the desk's `names`.
 * For the files of this room only. */
#ifndef LEDE_STORE_TALLY_H
#define LEDE_STORE_TALLY_H

#include "store/db.h"

/* A name in one role. `kind` is that of the mark where the name is the mark's own; else it is empty: the kind
 * of a quotation says nothing of its speaker. */
typedef struct lede__tally_entry {
  lede_str layer, attribute, kind, name;
  uint64_t hash;
  int64_t mentions, articles; /* negative where documents are taken out */
} lede__tally_entry;

/* Zeroed: nothing was counted. */
typedef struct lede__tally {
  lede__arena arena;
  lede__tally_entry *entries; /* as they came first */
  uint32_t *slots;            /* a hash table of indices + 1 */
  uint32_t count, cap;        /* slots are twice `cap` */
} lede__tally;

/* Counts one mention, in a tally of one document; the strings are copied. False when out of memory. */
bool lede__tally_count(lede__tally *t, lede_str layer, lede_str attribute, lede_str kind, lede_str name);

/* Adds what was counted in one document to `to` (sign 1), or takes it off (-1). False when out of memory. */
bool lede__tally_join(lede__tally *to, const lede__tally *document, int sign);

/* Appends the names, a line each. */
void lede__tally_lines(const lede__tally *t, lede__buf *out);

/* Adds it to `names`. Inside a transaction. */
lede_status lede__tally_put(lede__store *s, const lede__tally *t, lede_error *err);

void lede__tally_free(lede__tally *t);

#endif
