/* match/vectors and match/linkage: likeness, ranks and groups of texts given as lists of numbers. */
#include "match/vectors.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "match/linkage.h"

enum { MOST = 16 };

/* Rows of terms from a text: "a b b, c" is two rows. The caller frees it. */
static lede__vectors *vectors(const char *text, bool rare) {
  uint32_t words[64], ends[MOST], seen[26] = {0}, n = 0, rows = 0;
  uint64_t entries[64];
  for (const char *c = text; *c; c++) {
    if (*c == ',') ends[rows++] = n;
    if (*c >= 'a' && *c <= 'z') words[n++] = (uint32_t)(*c - 'a');
  }
  ends[rows++] = n;
  uint32_t count = lede__vectors_count(words, ends, rows, entries, seen);
  lede__vectors *v = lede__vectors_lay(malloc(lede__vectors_bytes(rows, 26, count)), rows, 26, count);
  for (uint32_t t = 0; t < 26; t++) v->name[t] = t;
  lede__vectors_fill(v, entries, ends, rare);
  return v;
}

static void a_row_has_its_terms_once_and_in_order(void **state) {
  (void)state;
  lede__vectors *v = vectors("c a b a, , b", false);
  assert_int_equal(v->rows, 3);
  assert_int_equal(v->entries, 4);
  assert_int_equal(v->row_at[1], 3);
  assert_int_equal(v->row_at[2], 3);
  for (uint32_t e = 0; e < 3; e++) assert_int_equal(v->term[e], e);
  assert_int_equal(v->weight[0], 2);
  assert_int_equal(v->square[0], 4 + 1 + 1);
  free(v);
}

static void a_term_has_its_rows(void **state) {
  (void)state;
  lede__vectors *v = vectors("a b, b, c", false);
  assert_int_equal(v->holder_at[1] - v->holder_at[0], 1);
  assert_int_equal(v->holder_at[2] - v->holder_at[1], 2);
  assert_int_equal(v->holder[v->holder_at[1] + 1], 1);
  free(v);
}

static void many_terms_in_a_row_are_sorted_too(void **state) {
  (void)state;
  enum { WORDS = 1000 };
  static uint32_t words[WORDS], seen[WORDS];
  static uint64_t entries[WORDS];
  uint32_t end = WORDS;
  for (uint32_t k = 0; k < WORDS; k++) words[k] = (k * 7919) % WORDS;
  assert_int_equal(lede__vectors_count(words, &end, 1, entries, seen), WORDS);
  for (uint32_t k = 0; k < WORDS; k++) assert_int_equal(entries[k], (uint64_t)k << 32 | 1);
}

static void a_rare_term_weighs_more(void **state) {
  (void)state;
  lede__vectors *v = vectors("a b, a, a a a", true);
  assert_int_equal(v->weight[0], (uint32_t)floor(100 * log(2) + 0.5));
  assert_int_equal(v->weight[1], (uint32_t)floor(100 * log(4) + 0.5));
  assert_int_equal(v->weight[3], 2 * v->weight[0]); /* twice at most */
  free(v);
}

static void likeness_is_from_nothing_to_all(void **state) {
  (void)state;
  lede__vectors *v = vectors("a b, b a, c, , a", false);
  assert_true(fabs(lede__vectors_cosine(v, 0, 1) - 1) < 1e-12);
  assert_true(lede__vectors_cosine(v, 0, 2) == 0);
  assert_true(lede__vectors_cosine(v, 3, 3) == 0);
  assert_true(lede__vectors_contained(v, 4, 0) == 1);
  assert_true(lede__vectors_contained(v, 0, 4) == 0.5);
  assert_true(lede__vectors_contained(v, 3, 0) == 0);
  free(v);
}

static void some_rows_keep_their_weights(void **state) {
  (void)state;
  lede__vectors *v = vectors("a b, a c, b c d", true);
  const uint32_t rows[] = {2, 0};
  uint32_t seen[26] = {0}, terms, entries;
  seen[3] = LEDE_NONE; /* d is left out */
  lede__vectors_measure(v, rows, 2, seen, &terms, &entries);
  assert_int_equal(terms, 3);
  assert_int_equal(entries, 4);
  lede__vectors *some = lede__vectors_lay(malloc(lede__vectors_bytes(2, terms, entries)), 2, terms, entries);
  lede__vectors_select(some, v, rows, seen);
  assert_int_equal(some->row_at[1], 2);
  assert_int_equal(some->name[some->term[0]], 1);
  assert_int_equal(some->weight[0], v->weight[v->row_at[2]]);
  assert_true(fabs(lede__vectors_cosine(some, 0, 1) - 0.5) < 1e-9);
  free(some);
  free(v);
}

static void the_centroid_is_near_what_most_say(void **state) {
  (void)state;
  lede__vectors *v = vectors("a b, a b c, d, ", false);
  uint64_t sums[26];
  double scores[MOST];
  lede__vectors_centroid(v, sums, scores);
  assert_true(scores[0] > scores[2]);
  assert_true(scores[2] > 0);
  assert_true(scores[3] == 0);
  free(v);
}

static uint32_t all_pairs(const lede__vectors *v, double least, uint32_t common, lede__pair *pairs) {
  uint32_t marks[MOST] = {0}, count = 0;
  for (uint32_t i = 0; i < v->rows; i++)
    count += lede__vectors_pairs(v, i, least, common, pairs + count, marks);
  for (uint32_t i = 0; i < MOST; i++) assert_int_equal(marks[i], 0);
  return count;
}

static void pairs_are_those_that_share_a_telling_term(void **state) {
  (void)state;
  lede__vectors *v = vectors("a x, a x, b x, b", false);
  lede__pair pairs[MOST * MOST];
  assert_int_equal(all_pairs(v, 0.1, 3, pairs), 4);
  assert_int_equal(all_pairs(v, 0.1, 2, pairs), 2); /* x is of three: it makes no pair */
  assert_int_equal(all_pairs(v, 0.9, 3, pairs), 1);
  assert_int_equal(pairs[0].i, 0);
  assert_int_equal(pairs[0].j, 1);
  free(v);
}

static void the_rank_is_greater_for_what_others_say_too(void **state) {
  (void)state;
  lede__vectors *v = vectors("a b, a b c, b c, z", false);
  lede__pair pairs[MOST * MOST];
  double scores[MOST], room[2 * MOST], sum = 0;
  uint32_t count = all_pairs(v, 0.1, 100, pairs);
  lede__pairs_rank(pairs, count, v->rows, room, scores);
  for (int i = 0; i < 3; i++) assert_true(scores[i] > scores[3]);
  for (int i = 0; i < 4; i++) sum += scores[i];
  assert_true(sum > 0.5 && sum <= 1 + 1e-9);
  free(v);
}

static void group(lede__pair *pairs, uint32_t count, uint32_t things, double least, uint32_t largest,
                  uint32_t *out) {
  void *room = malloc(lede__linkage_bytes(things, count));
  lede__linkage(pairs, count, things, least, largest, room, out);
  free(room);
}

static void groups_join_by_their_mean_likeness(void **state) {
  (void)state;
  /* 0 and 1 are one, 2 and 3 are one; 1 and 2 alone don't make them one */
  lede__pair pairs[] = {{1, 2, 0.5}, {0, 1, 0.9}, {2, 3, 0.8}};
  uint32_t out[5];
  group(pairs, 3, 5, 0.3, 100, out);
  const uint32_t two[] = {0, 0, 2, 2, 4};
  assert_memory_equal(out, two, sizeof two);
  group(pairs, 3, 5, 0.1, 100, out);
  const uint32_t one[] = {0, 0, 0, 0, 4};
  assert_memory_equal(out, one, sizeof one);
}

static void a_group_stays_within_its_size(void **state) {
  (void)state;
  lede__pair pairs[] = {{0, 1, 0.9}, {1, 2, 0.9}, {0, 2, 0.9}};
  uint32_t out[3];
  group(pairs, 3, 3, 0.1, 2, out);
  assert_int_equal(out[0], out[1]);
  assert_int_equal(out[2], 2);
}

static void groups_do_not_depend_on_the_order_of_pairs(void **state) {
  (void)state;
  lede__pair a[] = {{0, 1, 0.5}, {1, 2, 0.5}, {2, 3, 0.5}}, b[] = {{2, 3, 0.5}, {1, 2, 0.5}, {0, 1, 0.5}};
  uint32_t x[4], y[4];
  group(a, 3, 4, 0.3, 100, x);
  group(b, 3, 4, 0.3, 100, y);
  assert_memory_equal(x, y, sizeof x);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_row_has_its_terms_once_and_in_order),
      cmocka_unit_test(a_term_has_its_rows),
      cmocka_unit_test(many_terms_in_a_row_are_sorted_too),
      cmocka_unit_test(a_rare_term_weighs_more),
      cmocka_unit_test(likeness_is_from_nothing_to_all),
      cmocka_unit_test(some_rows_keep_their_weights),
      cmocka_unit_test(the_centroid_is_near_what_most_say),
      cmocka_unit_test(pairs_are_those_that_share_a_telling_term),
      cmocka_unit_test(the_rank_is_greater_for_what_others_say_too),
      cmocka_unit_test(groups_join_by_their_mean_likeness),
      cmocka_unit_test(a_group_stays_within_its_size),
      cmocka_unit_test(groups_do_not_depend_on_the_order_of_pairs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
