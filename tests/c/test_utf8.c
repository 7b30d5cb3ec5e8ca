/* text/utf8: both ways of validating against a third that follows table 3-7 row by row. */
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "text/utf8_avx2.h"

typedef struct row {
  unsigned char low[4], high[4];
  size_t len;
} row;

/* Unicode 15, table 3-7: well-formed UTF-8 byte sequences. */
static const row table_3_7[] = {
    {{0x00}, {0x7F}, 1},
    {{0xC2, 0x80}, {0xDF, 0xBF}, 2},
    {{0xE0, 0xA0, 0x80}, {0xE0, 0xBF, 0xBF}, 3},
    {{0xE1, 0x80, 0x80}, {0xEC, 0xBF, 0xBF}, 3},
    {{0xED, 0x80, 0x80}, {0xED, 0x9F, 0xBF}, 3},
    {{0xEE, 0x80, 0x80}, {0xEF, 0xBF, 0xBF}, 3},
    {{0xF0, 0x90, 0x80, 0x80}, {0xF0, 0xBF, 0xBF, 0xBF}, 4},
    {{0xF1, 0x80, 0x80, 0x80}, {0xF3, 0xBF, 0xBF, 0xBF}, 4},
    {{0xF4, 0x80, 0x80, 0x80}, {0xF4, 0x8F, 0xBF, 0xBF}, 4},
};

/* How many bytes of row `r` stand at p. */
static size_t matching(const row *r, const unsigned char *p, size_t left) {
  size_t n = 0;
  while (n < r->len && n < left && p[n] >= r->low[n] && p[n] <= r->high[n]) n++;
  return n;
}

/* The sequence at p: its length, or 0 and in *part the length of its maximal subpart. */
static size_t sequence(const unsigned char *p, size_t left, size_t *part) {
  *part = 1;
  for (size_t i = 0; i < sizeof table_3_7 / sizeof *table_3_7; i++) {
    size_t n = matching(&table_3_7[i], p, left);
    if (n == table_3_7[i].len) return n;
    if (n > *part) *part = n;
  }
  return 0;
}

static size_t plainly(const char *s, size_t len) {
  size_t at = 0, part;
  while (at < len) {
    size_t n = sequence((const unsigned char *)s + at, len - at, &part);
    if (n == 0) return at;
    at += n;
  }
  return len;
}

/* Memory of exactly `len` bytes, so that a sanitizer sees each byte read past the end. */
static char *exactly(const char *s, size_t len) {
  char *copy = malloc(len ? len : 1);
  assert_non_null(copy);
  memcpy(copy, s, len);
  return copy;
}

static void check(const char *s, size_t len) {
  char *copy = exactly(s, len);
  size_t want = plainly(copy, len), fast = lede__utf8_avx2(copy, len);
  assert_int_equal(lede__utf8_valid(copy, len), want);
  assert_int_equal(lede__utf8_valid_from(copy, len, 0), want);
  assert_true(fast <= want);
  assert_int_equal(lede__utf8_valid_from(copy, len, fast), want);
  if (want < len) {
    size_t part;
    assert_int_equal(sequence((unsigned char *)copy + want, len - want, &part), 0);
    assert_int_equal(lede__utf8_broken(copy, len, want), part);
  }
  free(copy);
}

static uint32_t seed = 1;

static uint32_t chance(uint32_t below) {
  seed = seed * 1664525u + 1013904223u;
  return (uint32_t)((uint64_t)seed * below >> 32);
}

static const unsigned char edges[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                      0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
                                      0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};

static void every_two_bytes_at_every_place_of_a_block(void **state) {
  (void)state;
  char s[131];
  memset(s, 'a', sizeof s);
  for (unsigned two = 0x8000; two <= 0xFFFF; two++) {
    size_t at = two % 129;
    s[at] = (char)(two >> 8), s[at + 1] = (char)two;
    check(s, sizeof s);
    s[at] = s[at + 1] = 'a';
  }
}

static void every_three_and_four_bytes_at_the_edges_of_their_ranges(void **state) {
  (void)state;
  size_t n = sizeof edges, place = 0;
  char s[160];
  memset(s, 'a', sizeof s);
  for (size_t i = 0; i < n * n * n * n; i++) {
    size_t at = 20 + place++ % 110;
    char four[4] = {(char)edges[i % n], (char)edges[i / n % n], (char)edges[i / n / n % n],
                    (char)edges[i / n / n / n]};
    memcpy(s + at, four, 4);
    check(s, sizeof s);
    memset(s + at, 'a', 4);
  }
}

/* Text as it is written, sometimes damaged in one byte, cut anywhere. */
static size_t random_text(char *out, size_t cap) {
  static const uint32_t limits[] = {0x80, 0x80, 0x80, 0x800, 0x3000, 0x10000, 0x110000};
  size_t len = 0;
  uint32_t limit = limits[chance(7)];
  while (len + 4 <= cap) {
    uint32_t cp = chance(4) ? chance(limit) : chance(0x80);
    if (cp < 0xD800 || cp > 0xDFFF) len += lede__utf8_put(cp, out + len);
  }
  if (chance(2)) out[chance((uint32_t)len)] = (char)edges[chance(sizeof edges)];
  return chance((uint32_t)len + 1);
}

static void random_text_whole_damaged_and_cut(void **state) {
  (void)state;
  char s[400];
  for (int i = 0; i < 60000; i++) check(s, random_text(s, sizeof s));
}

static void random_bytes(void **state) {
  (void)state;
  char s[200];
  for (int i = 0; i < 20000; i++) {
    for (size_t k = 0; k < sizeof s; k++) s[k] = (char)chance(256);
    check(s, chance(sizeof s + 1));
  }
}

static void every_code_point_written_is_valid_and_reads_back(void **state) {
  (void)state;
  for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
    if (cp == 0xD800) cp = 0xE000;
    char s[4];
    size_t len = lede__utf8_put(cp, s), at = 0;
    assert_int_equal(lede__utf8_valid(s, len), len);
    assert_int_equal(lede__utf8_next(s, &at), cp);
    assert_int_equal(at, len);
  }
}

static void noncharacters_are_characters(void **state) {
  (void)state;
  assert_int_equal(lede__utf8_valid("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xB7\x90\xF4\x8F\xBF\xBF", 13), 13);
}

static void assert_parts(const char *s, size_t len, const size_t *parts) {
  for (size_t at = 0; at < len; at += *parts++) assert_int_equal(lede__utf8_broken(s, len, at), *parts);
}

static void a_broken_sequence_is_replaced_up_to_where_it_broke(void **state) {
  (void)state;
  /* The examples of Unicode 15, tables 3-8 to 3-11, without their whole sequences. */
  assert_parts("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82", 8, (size_t[]){1, 1, 1, 1, 1, 1, 1, 1});
  assert_parts("\xED\xA0\x80\xED\xBF\xBF\xED\xAF", 8, (size_t[]){1, 1, 1, 1, 1, 1, 1, 1});
  assert_parts("\xF4\x91\x92\x93\xFF", 5, (size_t[]){1, 1, 1, 1, 1});
  assert_parts("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF", 8, (size_t[]){2, 1, 3, 2});
}

static void counting_counts_what_does_not_continue(void **state) {
  (void)state;
  char s[5000];
  for (int i = 0; i < 300; i++) {
    size_t len = plainly(s, random_text(s, 8 + chance(sizeof s - 8))), count = 0;
    for (size_t at = 0; at < len; count++) lede__utf8_next(s, &at);
    assert_int_equal(lede__utf8_count(s, len), count);
  }
  memset(s, 0x80, sizeof s); /* not valid, yet the most a word can hold: its sums must not overflow */
  assert_int_equal(lede__utf8_count(s, sizeof s), 0);
}

static void nothing_is_valid(void **state) {
  (void)state;
  assert_int_equal(lede__utf8_valid("", 0), 0);
  assert_int_equal(lede__utf8_count("", 0), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_two_bytes_at_every_place_of_a_block),
      cmocka_unit_test(every_three_and_four_bytes_at_the_edges_of_their_ranges),
      cmocka_unit_test(random_text_whole_damaged_and_cut),
      cmocka_unit_test(random_bytes),
      cmocka_unit_test(every_code_point_written_is_valid_and_reads_back),
      cmocka_unit_test(noncharacters_are_characters),
      cmocka_unit_test(a_broken_sequence_is_replaced_up_to_where_it_broke),
      cmocka_unit_test(counting_counts_what_does_not_continue),
      cmocka_unit_test(nothing_is_valid),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
