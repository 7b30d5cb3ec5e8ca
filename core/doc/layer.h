/* doc/layer: a named set of marks in typed columns.
 *
 * Built once (begin, marks, values, seal), read ever after. Sealing sorts the
 * marks by start, then the longer first, then in the order they were added.
 * Marks may overlap and may be empty. All memory is the document's arena. */
#ifndef LEDE_DOC_LAYER_H
#define LEDE_DOC_LAYER_H

#include "doc/schema.h"

typedef struct lede__spans {
  lede_span *at;
  uint32_t count;
} lede__spans;

typedef union lede__scalar {
  lede_str str; /* string, name, date */
  int64_t integer;
  double number;
  bool boolean;
  lede_span span;
} lede__scalar;

/* One attribute of one mark. A span that is no list is all place: never `set`, its value is `at`. */
typedef struct lede__cell {
  bool set;    /* there is a value */
  bool placed; /* there is a span `at` */
  lede_span at;
  uint32_t count;      /* list: how many in `list` */
  lede__scalar scalar; /* not a list */
  lede__scalar *list;
} lede__cell;

typedef struct lede__layer {
  const lede__schema *schema;
  lede_str plugin; /* which plugin gave it */
  uint32_t count;
  lede_span *at;
  lede_str *kind;     /* never absent */
  lede_str *rule;     /* may be absent */
  lede__spans *parts; /* count 0 where the mark is one piece */
  lede__cell **cells; /* cells[attribute][mark]; a NULL column has no value at all */
  uint32_t *reach;    /* a tree of largest ends over the marks: for range queries */
  uint32_t leaves;    /* of `reach`: a power of two, >= count */
} lede__layer;

/* A layer being built. */
typedef struct lede__builder {
  lede__arena *arena;
  lede__layer *layer;
  uint32_t cap;
  lede_str *words; /* kinds and rules seen so far, a hash table */
  uint32_t word_count, word_cap;
} lede__builder;

/* Starts a layer with room for `expected` marks (it grows). The schema must outlive it:
 * lede__schema_copy puts one into an arena. */
lede_status lede__layer_begin(lede__builder *b, lede__arena *arena, const lede__schema *schema,
                              lede_str plugin, uint32_t expected, lede_error *err);
/* Adds a mark; its index goes to *mark. kind and rule are copied (equal ones share memory). The caller has
 * checked offsets. */
lede_status lede__layer_mark(lede__builder *b, lede_span at, lede_str kind, lede_str rule, uint32_t *mark,
                             lede_error *err);
/* The same with a kind and a rule (absent: none) that are in the arena already. */
lede_status lede__layer_add(lede__builder *b, lede_span at, lede_str kind, lede_str rule, uint32_t *mark,
                            lede_error *err);
lede_status lede__layer_parts(lede__builder *b, uint32_t mark, const lede_span *parts, uint32_t count,
                              lede_error *err);
/* The cell of an attribute, to be filled; strings must live in the arena. NULL when out of memory. */
lede__cell *lede__layer_cell(lede__builder *b, uint32_t mark, uint32_t attribute);
/* Sorts and ends building. */
lede_status lede__layer_seal(lede__builder *b, lede__layer **out, lede_error *err);

lede_status lede__schema_copy(lede__arena *arena, const lede__schema *from, lede__schema **out,
                              lede_error *err);

/* The value of an attribute of a mark; NULL when it has none. */
const lede__cell *lede__layer_value(const lede__layer *l, uint32_t mark, uint32_t attribute);

/* First mark >= `from` that shares a byte with [range.start, range.end), or, being empty, lies inside it or
 * at its start; LEDE_NONE when there are no more. Call again with result + 1. */
uint32_t lede__layer_next(const lede__layer *l, lede_span range, uint32_t from);

#endif
