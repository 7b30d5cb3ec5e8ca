#include "match/answers.h"

#include <stdlib.h>
#include <string.h>

enum { FEWEST = 1 << 10, MOST = 1 << 16 }; /* slots */

void lede__answers_free(lede__answers *m) {
  free(m->hash);
  free(m->number);
  *m = (lede__answers){0};
}

void lede__answers_clear(lede__answers *m) {
  if (m->slots) memset(m->hash, 0, m->slots * sizeof *m->hash);
  m->count = 0;
}

static void insert(lede__answers *m, uint64_t hash, uint32_t number) {
  uint32_t at = (uint32_t)hash & (m->slots - 1);
  while (m->hash[at]) at = (at + 1) & (m->slots - 1);
  m->hash[at] = hash;
  m->number[at] = number;
  m->count++;
}

static bool grow(lede__answers *m) {
  lede__answers more = {.slots = m->slots ? 2 * m->slots : FEWEST};
  more.hash = calloc(more.slots, sizeof *more.hash);
  more.number = calloc(more.slots, sizeof *more.number);
  if (!more.hash || !more.number) {
    lede__answers_free(&more);
    return false;
  }
  for (uint32_t i = 0; i < m->slots; i++)
    if (m->hash[i]) insert(&more, m->hash[i], m->number[i]);
  lede__answers_free(m);
  *m = more;
  return true;
}

void lede__answers_put(lede__answers *m, uint64_t hash, uint32_t number) {
  if (m->count >= m->slots / 4 * 3 && (m->slots == MOST || !grow(m))) lede__answers_clear(m);
  if (m->slots) insert(m, hash ? hash : 1, number);
}
