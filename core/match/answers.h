/* match/answers: remembers a number for each word, so that whoever knows it is asked once.
 *
 * A cache: texts repeat their words, but there are always new ones, so it is emptied when it is full, and
 * when it can't grow. A word is known by its 64-bit hash alone: among a million words two meet once in forty
 * million times, and then one is taken for the other. Knows nothing of what the numbers mean. */
#ifndef LEDE_MATCH_ANSWERS_H
#define LEDE_MATCH_ANSWERS_H

#include "base/error.h"

typedef struct lede__answers {
  uint32_t slots, count; /* slots: 0 or a power of two */
  uint64_t *hash;        /* 0: free */
  uint32_t *number;
} lede__answers;

/* A zeroed struct knows nothing. */
void lede__answers_free(lede__answers *m);

/* Whether the word is known; *number is what was put. */
static inline bool lede__answers_find(const lede__answers *m, uint64_t hash, uint32_t *number) {
  if (hash == 0) hash = 1;
  for (uint32_t i = (uint32_t)hash; m->slots; i++) {
    uint32_t at = i & (m->slots - 1);
    if (m->hash[at] == hash) return *number = m->number[at], true;
    if (m->hash[at] == 0) break;
  }
  return false;
}

/* Remembers a number for a word that is not known. Forgets others, or that one, rather than fail. */
void lede__answers_put(lede__answers *m, uint64_t hash, uint32_t number);

/* Forgets all. */
void lede__answers_clear(lede__answers *m);

#endif
