/* doc/token_hash: one number for a word however it is capitalised. */
#include "doc/token_hash.h"

#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "text/chars.h"
#include "text/utf8.h"

/* Longer words are hashed in pieces, each seeding the next. */
enum { PIECE = 64 };

static uint32_t straight(uint32_t cp) {
  bool curly = cp == 0x2019 || cp == 0x2018 || cp == 0x02BC;
  return curly ? '\'' : cp;
}

static uint64_t hash_any(lede_str s) {
  char piece[PIECE];
  size_t len = 0, at = 0;
  uint64_t h = 0;
  while (at < s.len) {
    char bytes[4];
    size_t n = lede__utf8_put(lede__lower_of(straight(lede__utf8_next(s.ptr, &at))), bytes);
    for (size_t i = 0; i < n; i++) {
      if (len == PIECE) {
        h = lede__hash(piece, len, h);
        len = 0;
      }
      piece[len++] = bytes[i];
    }
  }
  return lede__hash(piece, len, h);
}

/* Nearly all words are short and ASCII: they never leave the registers. */
uint64_t lede__token_hash(lede_str s) {
  if (s.len > 16) return hash_any(s);
  lede__hash_words w = lede__hash_load(s.ptr, s.len);
  return lede__words_ascii(w) ? lede__hash_short(lede__words_lower(w), s.len, 0) : hash_any(s);
}

bool lede__token_same(lede_str a, lede_str b) {
  if (lede__str_eq(a, b)) return true;
  size_t i = 0, j = 0;
  while (i < a.len && j < b.len)
    if (straight(lede__utf8_next(a.ptr, &i)) != straight(lede__utf8_next(b.ptr, &j))) return false;
  return i == a.len && j == b.len;
}
