/* doc/offsets: from bytes to code points or UTF-16 units, and back.
 *
 * Inside lede every offset is in bytes. Python counts code points, JavaScript and Java UTF-16 units: those
 * who read records there can have theirs. */
#ifndef LEDE_DOC_OFFSETS_H
#define LEDE_DOC_OFFSETS_H

#include "base/arena.h"

typedef enum lede__offsets { LEDE__BYTES, LEDE__CODEPOINTS, LEDE__UTF16 } lede__offsets;

/* A text with the units counted up to every so many bytes: a question takes constant time. */
typedef struct lede__ruler {
  lede_str text;
  lede__offsets unit;
  uint32_t *marks; /* units before each stride of bytes; NULL where bytes and units are the same */
  uint32_t total;  /* units in all */
} lede__ruler;

/* Measures valid UTF-8 of less than 4 GB, which must outlive the ruler. Fails with LEDE_ENOMEM only. */
lede_status lede__ruler_make(lede__arena *arena, lede_str text, lede__offsets unit, lede__ruler *out,
                             lede_error *err);

/* The units before byte `at`, a boundary between code points. */
uint32_t lede__ruler_units(const lede__ruler *r, uint32_t at);

/* The byte that `units` units stand before; LEDE_NONE past the end and inside a code point. */
uint32_t lede__ruler_byte(const lede__ruler *r, uint32_t units);

/* "bytes", "codepoints", "utf16"; and back: false for any other word. */
const char *lede__offsets_name(lede__offsets unit);
bool lede__offsets_parse(lede_str name, lede__offsets *out);

#endif
