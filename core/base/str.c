/* base/str: small helpers on lede_str. Allocates nothing. */
#include "base/str.h"

enum { LONGEST_SLIP = 63 }; /* nobody mistypes a key longer than this */

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Optimal string alignment distance: the restricted form of Damerau-Levenshtein. */
static size_t distance(lede_str a, lede_str b) {
  size_t rows[3][LONGEST_SLIP + 1];
  for (size_t j = 0; j <= b.len; j++) rows[0][j] = j;
  for (size_t i = 1; i <= a.len; i++) {
    size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
    row[0] = i;
    for (size_t j = 1; j <= b.len; j++) {
      size_t replaced = above[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
      row[j] = least(replaced, least(above[j], row[j - 1]) + 1);
      bool swapped = i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1];
      if (swapped) row[j] = least(row[j], above2[j - 2] + 1);
    }
  }
  return rows[a.len % 3][b.len];
}

const char *lede__str_nearest(const char *word, const char *const *candidates, size_t n) {
  lede_str w = lede__str(word);
  if (w.len > LONGEST_SLIP) return NULL;
  const char *best = NULL;
  size_t best_distance = w.len / 3 + 1;
  for (size_t i = 0; i < n; i++) {
    lede_str c = lede__str(candidates[i]);
    if (c.len > LONGEST_SLIP) continue;
    size_t d = distance(w, c);
    if (d >= best_distance) continue;
    best = candidates[i];
    best_distance = d;
  }
  return best;
}

static bool continues(lede_str s, size_t at, unsigned char low, unsigned char high) {
  if (at >= s.len) return false;
  unsigned char c = (unsigned char)s.ptr[at];
  return c >= low && c <= high;
}

/* Unicode 15, table 3-7: well-formed UTF-8 byte sequences. */
size_t lede__str_sequence(lede_str s, size_t at) {
  if (at >= s.len) return 0;
  unsigned char c = (unsigned char)s.ptr[at];
  if (c < 0x80) return 1;
  if (c < 0xC2 || c > 0xF4) return 0;
  if (c < 0xE0) return continues(s, at + 1, 0x80, 0xBF) ? 2 : 0;
  unsigned char low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
  unsigned char high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
  if (!continues(s, at + 1, low, high) || !continues(s, at + 2, 0x80, 0xBF)) return 0;
  if (c < 0xF0) return 3;
  return continues(s, at + 3, 0x80, 0xBF) ? 4 : 0;
}
