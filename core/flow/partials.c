#include "flow/partials.h"

enum { A_JOIN = 64 };

bool lede__partials_add(lede__partials *p, unsigned level, lede_str line) {
  lede__buf_str(&p->level[level].lines, line);
  lede__buf_char(&p->level[level].lines, '\n');
  p->level[level].count++;
  return p->level[level].count == A_JOIN && level + 1 < LEDE__PARTIAL_LEVELS;
}

void lede__partials_take(lede__partials *p, unsigned level, lede__buf *out) {
  lede__buf *lines = &p->level[level].lines;
  lede__buf_add(out, lines->ptr ? lines->ptr : "", lines->len);
  out->failed |= lines->failed;
  lede__buf_clear(lines);
  p->level[level].count = 0;
}

/* The highest level holds what came first. */
size_t lede__partials_take_all(lede__partials *p, lede__buf *out) {
  size_t count = 0;
  for (unsigned level = LEDE__PARTIAL_LEVELS; level-- > 0;) {
    count += p->level[level].count;
    lede__partials_take(p, level, out);
  }
  return count;
}

void lede__partials_free(lede__partials *p) {
  for (unsigned level = 0; level < LEDE__PARTIAL_LEVELS; level++) lede__buf_free(&p->level[level].lines);
}
