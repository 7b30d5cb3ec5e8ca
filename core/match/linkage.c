#include "match/linkage.h"

#include <stdlib.h>
#include <string.h>

/* Who is alike with whom, and the members of each group as a chain that begins at the group's number. */
typedef struct state {
  const lede__pair *pairs;
  uint32_t *at;   /* things + 1: where the pairs of each thing begin in `pair` */
  uint32_t *pair; /* by thing: numbers of its pairs */
  uint32_t *next; /* the next member of the group; the thing itself: there is none */
  uint32_t *last; /* of a group, by its number */
  uint32_t *size; /* of a group, by its number */
  uint32_t *group;
} state;

size_t lede__linkage_bytes(uint32_t things, uint32_t pairs) {
  return (4 * (size_t)things + 1 + 2 * (size_t)pairs) * sizeof(uint32_t);
}

static int compare(const void *a, const void *b) {
  const lede__pair *x = a, *y = b;
  if (x->alike != y->alike) return x->alike > y->alike ? -1 : 1;
  if (x->i != y->i) return x->i < y->i ? -1 : 1;
  return (x->j > y->j) - (x->j < y->j);
}

static state begin(const lede__pair *pairs, uint32_t count, uint32_t things, void *room, uint32_t *group) {
  uint32_t *words = room;
  state s = {pairs, words, words + things + 1, NULL, NULL, NULL, group};
  s.next = s.pair + 2 * (size_t)count;
  s.last = s.next + things;
  s.size = s.last + things;
  memset(s.at, 0, ((size_t)things + 1) * sizeof *s.at);
  for (uint32_t k = 0; k < count; k++) {
    s.at[pairs[k].i + 1]++;
    s.at[pairs[k].j + 1]++;
  }
  for (uint32_t t = 0; t < things; t++) s.at[t + 1] += s.at[t];
  for (uint32_t k = 0; k < count; k++) {
    s.pair[s.at[pairs[k].i]++] = k;
    s.pair[s.at[pairs[k].j]++] = k;
  }
  memmove(s.at + 1, s.at, things * sizeof *s.at); /* each has become the beginning of the next */
  s.at[0] = 0;
  for (uint32_t t = 0; t < things; t++) {
    s.next[t] = s.last[t] = s.group[t] = t;
    s.size[t] = 1;
  }
  return s;
}

/* The sum of likeness between the members of two groups. */
static double between(const state *s, uint32_t a, uint32_t b) {
  double sum = 0;
  for (uint32_t member = a;; member = s->next[member]) {
    for (uint32_t k = s->at[member]; k < s->at[member + 1]; k++) {
      const lede__pair *p = &s->pairs[s->pair[k]];
      if (s->group[p->i == member ? p->j : p->i] == b) sum += p->alike;
    }
    if (s->next[member] == member) return sum;
  }
}

static void join(state *s, uint32_t a, uint32_t b) {
  for (uint32_t member = b;; member = s->next[member]) {
    s->group[member] = a;
    if (s->next[member] == member) break;
  }
  s->next[s->last[a]] = b;
  s->last[a] = s->last[b];
  s->size[a] += s->size[b];
}

void lede__linkage(lede__pair *pairs, uint32_t count, uint32_t things, double least, uint32_t largest,
                   void *room, uint32_t *group) {
  qsort(pairs, count, sizeof *pairs, compare);
  state s = begin(pairs, count, things, room, group);
  for (uint32_t k = 0; k < count; k++) {
    uint32_t a = group[pairs[k].i], b = group[pairs[k].j];
    if (a == b || s.size[a] + s.size[b] > largest) continue;
    if (a > b) {
      uint32_t swap = a;
      a = b;
      b = swap;
    }
    if (between(&s, a, b) >= least * s.size[a] * s.size[b]) join(&s, a, b);
  }
}
