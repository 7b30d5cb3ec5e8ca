/* doc/schema: what attributes the marks of a layer carry, and their types.
 *
 * One schema feeds the checks, the typed columns, records, CSV and SQL views.
 * A type is written as a word: "string", "name" (a string matched by name),
 * "integer", "number", "boolean", "date" (ISO 8601: 2026, 2026-01, 2026-01-07,
 * with an optional THH:MM[:SS][Z|+HH:MM], or two joined by "/"), "span"; a list is
 * "string[]"; a value together with the place where it stands is "name, span". */
#ifndef LEDE_DOC_SCHEMA_H
#define LEDE_DOC_SCHEMA_H

#include "base/arena.h"

typedef enum lede__type {
  LEDE__STRING,
  LEDE__NAME,
  LEDE__INTEGER,
  LEDE__NUMBER,
  LEDE__BOOLEAN,
  LEDE__DATE,
  LEDE__SPAN,
} lede__type;

typedef struct lede__attribute {
  lede_str name;
  lede__type type;
  bool list;   /* values of `type`, any number of them */
  bool placed; /* also has a span: NAME_start, NAME_end; a value left out is the words there */
} lede__attribute;

#define LEDE__MAX_ATTRIBUTES 48

typedef struct lede__schema {
  lede_str layer;
  lede__attribute *attributes; /* sorted by name */
  uint32_t count;
} lede__schema;

/* Reads a type as it is written in `gives`; LEDE_ESETUP names what is wrong and what may stand there. */
lede_status lede__type_parse(lede_str written, lede__attribute *out, lede_error *err);
/* Writes it back: "name, span". */
void lede__type_print(const lede__attribute *a, char out[32]);

/* True for first, last, start, end, kind, text, parts, rule, ...: names a plugin can't declare. */
bool lede__attribute_reserved(lede_str name);

/* Sorts the attributes; LEDE_ESETUP for a reserved or doubled name, one that is no identifier, too many. */
lede_status lede__schema_seal(lede__schema *s, lede_error *err);

/* Index of the attribute; LEDE_NONE when it is not declared. */
uint32_t lede__schema_find(const lede__schema *s, lede_str name);

/* True when `s` is a date as this header describes it and names a real day. */
bool lede__date_valid(lede_str s);

#endif
