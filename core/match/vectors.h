/* match/vectors: texts as sparse vectors of weighted terms, how alike they are,
 * and which say most of what all say.
 *
 * A term is a number; a row is a text. Weights and their sums are integers, and rows and terms are walked in
 * the order of their numbers, so equal texts give equal results to the last bit. All lies in one block of the
 * caller's. Knows nothing of words. */
#ifndef LEDE_MATCH_VECTORS_H
#define LEDE_MATCH_VECTORS_H

#include "base/error.h"

typedef struct lede__vectors {
  uint32_t rows, terms, entries;
  uint32_t *row_at;    /* rows + 1: where the entries of each row begin */
  uint32_t *term;      /* of an entry; ascending within a row */
  uint32_t *weight;    /* of an entry */
  uint32_t *holder_at; /* terms + 1: where the holders of each term begin */
  uint32_t *holder;    /* rows that have the term, ascending */
  uint32_t *name;      /* of a term: the number the caller knows it by */
  uint64_t *square;    /* of a row: the sum of its weights' squares */
} lede__vectors;

/* How much memory such vectors take, with this struct at its beginning. */
size_t lede__vectors_bytes(uint32_t rows, uint32_t terms, uint32_t entries);

/* Lays vectors out in a block of that size, aligned for any type:
 * all but the counts is still to be filled. */
lede__vectors *lede__vectors_lay(void *block, uint32_t rows, uint32_t terms, uint32_t entries);

/* Counts the terms of rows. `words` are the numbers of their terms, and ends[i] is where those of row i end.
 * `entries` has room for as many as there are words and gets term << 32 | times, ascending within a row;
 * ends[i] becomes where the entries of row i end. `seen` is a zeroed number a term. Returns how many entries
 * there are. */
uint32_t lede__vectors_count(const uint32_t *words, uint32_t *ends, uint32_t rows, uint64_t *entries,
                             uint32_t *seen);

/* Fills a block with what was counted, all but `name`. `rare`: a weight is hundredths of ln(1 + rows /
 * holders), once or twice as the term is in the row once or more often; else it is how often. */
void lede__vectors_fill(lede__vectors *v, const uint64_t *entries, const uint32_t *ends, bool rare);

/* Counts what some rows of `v` have: terms and entries. `seen` has a number for each term, LEDE_NONE for one
 * that is left out, else 0; of those that are met it becomes the number among them, from 1. */
void lede__vectors_measure(const lede__vectors *v, const uint32_t *rows, uint32_t count, uint32_t *seen,
                           uint32_t *terms, uint32_t *entries);

/* Fills a block with these rows and terms; weights stay what they are. */
void lede__vectors_select(lede__vectors *out, const lede__vectors *v, const uint32_t *rows,
                          const uint32_t *seen);

/* The cosine of two rows, from 0 to 1; 0 where one has no term. */
double lede__vectors_cosine(const lede__vectors *v, uint32_t i, uint32_t j);

/* The share of row i's weight that row j has too, from 0 to 1; 0 where row i has no term. */
double lede__vectors_contained(const lede__vectors *v, uint32_t i, uint32_t j);

/* For each row its cosine with the sum of all. `sums` is room for one number a term. */
void lede__vectors_centroid(const lede__vectors *v, uint64_t *sums, double *scores);

/* Likeness of pairs. */
typedef struct lede__pair {
  uint32_t i, j; /* i < j */
  double alike;
} lede__pair;

/* The next pairs of row `i` with later rows whose cosine is at least `least`, by row; returns how many. Terms
 * of more than `common` rows make no pair, though they count in the cosine of one. `pairs` has room for all
 * rows, `marks` is a zeroed word a row and is left so. */
uint32_t lede__vectors_pairs(const lede__vectors *v, uint32_t i, double least, uint32_t common,
                             lede__pair *pairs, uint32_t *marks);

/* LexRank (Erkan and Radev 2004): the scores of a random walk along `count` pairs, by their likeness; they
 * add up to about 1, and a row without a pair has the least. `room` is for 2 * rows numbers. */
void lede__pairs_rank(const lede__pair *pairs, uint32_t count, uint32_t rows, double *room, double *scores);

#endif
