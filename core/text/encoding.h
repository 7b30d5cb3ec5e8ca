/* text/encoding: the encodings lede reads, and how to tell them by a BOM or by their NULs.
 * Knows characters, not documents: text/load puts them together. */
#ifndef LEDE_TEXT_ENCODING_H
#define LEDE_TEXT_ENCODING_H

#include "lede.h"

/* One character of a text, or a piece of it that is none. */
typedef struct lede__unit {
  uint32_t cp; /* U+FFFD for what is no character */
  uint8_t len; /* bytes it takes, 1 to 4 */
  bool bad;
} lede__unit;

typedef struct lede__encoding {
  const char *name;
  lede_str bom;                                            /* empty for those that have none */
  lede__unit (*next)(const unsigned char *p, size_t left); /* left > 0; NULL for UTF-8 */
} lede__encoding;

extern const lede__encoding lede__utf8, lede__windows_1252;

/* The encoding called `name` in any case, or by a name in wide use ("utf8", "latin1", "cp1252"); NULL when
 * unknown. */
const lede__encoding *lede__encoding_named(const char *name);

/* The encoding whose BOM `bytes` begin with; NULL when there is none. UTF-32LE goes before UTF-16LE, whose
 * BOM begins it. */
const lede__encoding *lede__encoding_of_bom(lede_str bytes);

/* The wide encoding that bytes without a BOM must be in, going by where NULs stand among the first of
 * them; NULL when these are few, or stand anywhere. */
const lede__encoding *lede__encoding_of_nuls(lede_str bytes);

/* "utf-8, utf-16le, ...": for messages. */
extern const char lede__encoding_names[];

#endif
