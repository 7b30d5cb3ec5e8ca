/* base/str: small helpers on lede_str. Allocates nothing. */
#ifndef LEDE_BASE_STR_H
#define LEDE_BASE_STR_H

#include <string.h>

#include "lede.h"

#define LEDE__LIT(s) ((lede_str){(s), sizeof(s) - 1})

static inline lede_str lede__str(const char *s) { return (lede_str){s, s ? strlen(s) : 0}; }

static inline bool lede__str_eq(lede_str a, lede_str b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool lede__str_is(lede_str a, const char *b) { return lede__str_eq(a, lede__str(b)); }

static inline lede_str lede__str_sub(lede_str s, lede_span at) {
  return (lede_str){s.ptr + at.start, (size_t)(at.end - at.start)};
}

static inline bool lede__str_starts(lede_str s, const char *prefix) {
  size_t n = strlen(prefix);
  return s.len >= n && memcmp(s.ptr, prefix, n) == 0;
}

static inline bool lede__str_ends(lede_str s, const char *suffix) {
  size_t n = strlen(suffix);
  return s.len >= n && memcmp(s.ptr + s.len - n, suffix, n) == 0;
}

/* Byte order, shorter first among equals: the order of strcmp, NULs allowed. */
static inline int lede__str_cmp(lede_str a, lede_str b) {
  size_t n = a.len < b.len ? a.len : b.len;
  int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
  return c ? c : (a.len > b.len) - (a.len < b.len);
}

/* Of `n` candidates the one nearest to `word` by edit distance (insert, delete,
 * replace, swap of neighbours), if it is near enough to be a typing slip (a
 * third of its letters at most); else NULL. For "did you mean". */
const char *lede__str_nearest(const char *word, const char *const *candidates, size_t n);

/* Length of the well-formed UTF-8 sequence at byte `at` (1 to 4); 0 when there is none: for text that
 * may be broken. Text known to be valid is stepped through by text/utf8. */
size_t lede__str_sequence(lede_str s, size_t at);

#endif
