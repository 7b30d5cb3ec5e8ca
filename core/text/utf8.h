/* text/utf8: validating and stepping through UTF-8 (Unicode 15, table 3-7). */
#ifndef LEDE_TEXT_UTF8_H
#define LEDE_TEXT_UTF8_H

#include "lede.h"

/* Offset of the first byte that does not belong to a well-formed sequence; `len` when all is valid. */
size_t lede__utf8_valid(const char *s, size_t len);

/* The same from `at` on, which is known to lie between two sequences, without vector instructions. */
size_t lede__utf8_valid_from(const char *s, size_t len, size_t at);

/* How many bytes at `at`, where a sequence goes wrong, are to be replaced by one U+FFFD: the longest
 * beginning of a well-formed sequence, or 1 (Unicode 15, 3.9, "maximal subparts"); at < len. */
size_t lede__utf8_broken(const char *s, size_t len, size_t at);

/* Decodes the code point at `s[at]` of *valid* UTF-8 and moves `*at` past it; at < len. */
static inline uint32_t lede__utf8_next(const char *s, size_t *at) {
  const unsigned char *p = (const unsigned char *)s + *at;
  if (p[0] < 0x80) {
    *at += 1;
    return p[0];
  }
  if (p[0] < 0xE0) {
    *at += 2;
    return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3Fu);
  }
  if (p[0] < 0xF0) {
    *at += 3;
    return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3Fu);
  }
  *at += 4;
  return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 |
         (p[3] & 0x3Fu);
}

/* Writes `cp` (no surrogate, <= U+10FFFF) to out[4]; returns its length. */
size_t lede__utf8_put(uint32_t cp, char *out);

/* True when `at` is 0, `len` or the first byte of a code point of valid UTF-8. */
static inline bool lede__utf8_boundary(const char *s, size_t len, size_t at) {
  return at == len || (at < len && ((unsigned char)s[at] & 0xC0) != 0x80);
}

/* Counts code points of valid UTF-8. */
size_t lede__utf8_count(const char *s, size_t len);

#endif
