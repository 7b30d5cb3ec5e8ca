#include "match/vectors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SCALE = 100, MOST_TIMES = 2, ROUNDS = 15 };
static const double DAMPING = 0.85;

size_t lede__vectors_bytes(uint32_t rows, uint32_t terms, uint32_t entries) {
  size_t words = (size_t)rows + 1 + 2 * (size_t)terms + 1 + 3 * (size_t)entries;
  return sizeof(lede__vectors) + rows * sizeof(uint64_t) + words * sizeof(uint32_t);
}

lede__vectors *lede__vectors_lay(void *block, uint32_t rows, uint32_t terms, uint32_t entries) {
  lede__vectors *v = block;
  *v = (lede__vectors){.rows = rows, .terms = terms, .entries = entries};
  v->square = (uint64_t *)(v + 1);
  v->row_at = (uint32_t *)(v->square + rows);
  v->holder_at = v->row_at + rows + 1;
  v->name = v->holder_at + terms + 1;
  v->term = v->name + terms;
  v->weight = v->term + entries;
  v->holder = v->weight + entries;
  return v;
}

static int compare_entries(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* Most rows are sentences: short. */
static void sort_entries(uint64_t *entries, uint32_t count) {
  enum { SHORT = 32 };
  if (count > SHORT) {
    qsort(entries, count, sizeof *entries, compare_entries);
    return;
  }
  for (uint32_t k = 1; k < count; k++) {
    uint64_t entry = entries[k];
    uint32_t at = k;
    for (; at > 0 && entries[at - 1] > entry; at--) entries[at] = entries[at - 1];
    entries[at] = entry;
  }
}

/* While a row is read, `seen` holds where its entry of a term stands, from 1. */
uint32_t lede__vectors_count(const uint32_t *words, uint32_t *ends, uint32_t rows, uint64_t *entries,
                             uint32_t *seen) {
  uint32_t count = 0, k = 0;
  for (uint32_t i = 0; i < rows; i++) {
    uint32_t first = count;
    for (; k < ends[i]; k++) {
      uint32_t *at = &seen[words[k]];
      if (*at == 0) {
        entries[count++] = (uint64_t)words[k] << 32;
        *at = count;
      }
      entries[*at - 1]++;
    }
    for (uint32_t e = first; e < count; e++) seen[entries[e] >> 32] = 0;
    sort_entries(entries + first, count - first);
    ends[i] = count;
  }
  return count;
}

/* Lists the rows of each term: a count, a running sum, then each row put where its term's list has got to. */
static void find_holders(lede__vectors *v) {
  uint32_t *at = v->holder_at;
  memset(at, 0, ((size_t)v->terms + 1) * sizeof *at);
  for (uint32_t e = 0; e < v->entries; e++) at[v->term[e] + 1]++;
  for (uint32_t t = 0; t < v->terms; t++) at[t + 1] += at[t];
  for (uint32_t i = 0; i < v->rows; i++)
    for (uint32_t e = v->row_at[i]; e < v->row_at[i + 1]; e++) v->holder[at[v->term[e]]++] = i;
  memmove(at + 1, at, v->terms * sizeof *at); /* each has become the beginning of the next */
  at[0] = 0;
}

static uint32_t rarity(const lede__vectors *v, uint32_t term) {
  uint32_t holders = v->holder_at[term + 1] - v->holder_at[term];
  return (uint32_t)floor(SCALE * log(1 + (double)v->rows / holders) + 0.5);
}

static void find_squares(lede__vectors *v) {
  for (uint32_t i = 0; i < v->rows; i++) {
    uint64_t sum = 0;
    for (uint32_t e = v->row_at[i]; e < v->row_at[i + 1]; e++) sum += (uint64_t)v->weight[e] * v->weight[e];
    v->square[i] = sum;
  }
}

void lede__vectors_fill(lede__vectors *v, const uint64_t *entries, const uint32_t *ends, bool rare) {
  v->row_at[0] = 0;
  if (v->rows) memcpy(v->row_at + 1, ends, v->rows * sizeof *ends);
  for (uint32_t e = 0; e < v->entries; e++) {
    v->term[e] = (uint32_t)(entries[e] >> 32);
    v->weight[e] = (uint32_t)entries[e];
  }
  find_holders(v);
  for (uint32_t e = 0; rare && e < v->entries; e++) {
    uint32_t times = v->weight[e] < MOST_TIMES ? v->weight[e] : MOST_TIMES;
    v->weight[e] = times * rarity(v, v->term[e]);
  }
  find_squares(v);
}

void lede__vectors_measure(const lede__vectors *v, const uint32_t *rows, uint32_t count, uint32_t *seen,
                           uint32_t *terms, uint32_t *entries) {
  *terms = *entries = 0;
  for (uint32_t k = 0; k < count; k++) {
    for (uint32_t e = v->row_at[rows[k]]; e < v->row_at[rows[k] + 1]; e++) {
      uint32_t *number = &seen[v->term[e]];
      if (*number == LEDE_NONE) continue;
      *number = 1;
      ++*entries;
    }
  }
  for (uint32_t t = 0; t < v->terms; t++)
    if (seen[t] == 1) seen[t] = ++*terms;
}

void lede__vectors_select(lede__vectors *out, const lede__vectors *v, const uint32_t *rows,
                          const uint32_t *seen) {
  uint32_t to = 0;
  for (uint32_t k = 0; k < out->rows; k++) {
    out->row_at[k] = to;
    for (uint32_t e = v->row_at[rows[k]]; e < v->row_at[rows[k] + 1]; e++) {
      uint32_t term = v->term[e];
      if (seen[term] == LEDE_NONE) continue;
      out->term[to] = seen[term] - 1;
      out->weight[to] = v->weight[e];
      out->name[seen[term] - 1] = v->name[term];
      to++;
    }
  }
  out->row_at[out->rows] = to;
  find_holders(out);
  find_squares(out);
}

/* The first entry at or after `e` whose term is `term` or a later one. */
static inline uint32_t skip_to(const lede__vectors *v, uint32_t e, uint32_t end, uint32_t term) {
  while (e < end && v->term[e] < term) e++;
  return e;
}

static uint64_t product(const lede__vectors *v, uint32_t i, uint32_t j) {
  uint64_t sum = 0;
  uint32_t f = v->row_at[j];
  for (uint32_t e = v->row_at[i]; e < v->row_at[i + 1]; e++) {
    f = skip_to(v, f, v->row_at[j + 1], v->term[e]);
    if (f < v->row_at[j + 1] && v->term[f] == v->term[e]) sum += (uint64_t)v->weight[e] * v->weight[f];
  }
  return sum;
}

double lede__vectors_cosine(const lede__vectors *v, uint32_t i, uint32_t j) {
  if (v->square[i] == 0 || v->square[j] == 0) return 0;
  return (double)product(v, i, j) / sqrt((double)v->square[i] * (double)v->square[j]);
}

double lede__vectors_contained(const lede__vectors *v, uint32_t i, uint32_t j) {
  uint64_t shared = 0, all = 0;
  uint32_t f = v->row_at[j];
  for (uint32_t e = v->row_at[i]; e < v->row_at[i + 1]; e++) {
    all += v->weight[e];
    f = skip_to(v, f, v->row_at[j + 1], v->term[e]);
    if (f < v->row_at[j + 1] && v->term[f] == v->term[e]) shared += v->weight[e];
  }
  return all ? (double)shared / (double)all : 0;
}

void lede__vectors_centroid(const lede__vectors *v, uint64_t *sums, double *scores) {
  double square = 0;
  memset(sums, 0, v->terms * sizeof *sums);
  for (uint32_t e = 0; e < v->entries; e++) sums[v->term[e]] += v->weight[e];
  for (uint32_t t = 0; t < v->terms; t++) square += (double)sums[t] * (double)sums[t];
  for (uint32_t i = 0; i < v->rows; i++) {
    uint64_t sum = 0;
    for (uint32_t e = v->row_at[i]; e < v->row_at[i + 1]; e++) sum += v->weight[e] * sums[v->term[e]];
    scores[i] = sum ? (double)sum / sqrt(square * (double)v->square[i]) : 0;
  }
}

uint32_t lede__vectors_pairs(const lede__vectors *v, uint32_t i, double least, uint32_t common,
                             lede__pair *pairs, uint32_t *marks) {
  uint32_t near = 0, count = 0;
  for (uint32_t e = v->row_at[i]; e < v->row_at[i + 1]; e++) {
    uint32_t from = v->holder_at[v->term[e]], to = v->holder_at[v->term[e] + 1];
    for (uint32_t h = to; to - from <= common && h > from && v->holder[h - 1] > i; h--) {
      uint32_t j = v->holder[h - 1];
      if (!marks[j]) pairs[near++].j = j;
      marks[j] = 1;
    }
  }
  for (uint32_t k = 0; k < near; k++) {
    uint32_t j = pairs[k].j;
    double alike = lede__vectors_cosine(v, i, j);
    marks[j] = 0;
    if (alike >= least) pairs[count++] = (lede__pair){i, j, alike};
  }
  return count;
}

void lede__pairs_rank(const lede__pair *pairs, uint32_t count, uint32_t rows, double *room, double *scores) {
  double *sum = room, *next = room + rows;
  memset(sum, 0, rows * sizeof *sum);
  for (uint32_t k = 0; k < count; k++) {
    sum[pairs[k].i] += pairs[k].alike;
    sum[pairs[k].j] += pairs[k].alike;
  }
  for (uint32_t i = 0; i < rows; i++) scores[i] = 1.0 / rows;
  for (int round = 0; round < ROUNDS; round++) {
    for (uint32_t i = 0; i < rows; i++) next[i] = (1 - DAMPING) / rows;
    for (uint32_t k = 0; k < count; k++) {
      uint32_t i = pairs[k].i, j = pairs[k].j;
      next[j] += DAMPING * scores[i] * pairs[k].alike / sum[i];
      next[i] += DAMPING * scores[j] * pairs[k].alike / sum[j];
    }
    memcpy(scores, next, rows * sizeof *scores);
  }
}
