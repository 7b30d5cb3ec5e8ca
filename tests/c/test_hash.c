/* base/hash: the fast hash spreads, SHA-256 is SHA-256. */
#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support_alloc.h"

/* FIPS 180-2, appendix B. */
static void sha256_gives_the_published_digests(void **state) {
  (void)state;
  char hex[LEDE__SHA256_HEX];
  lede__sha256("abc", 3, hex);
  assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  lede__sha256(NULL, 0, hex);
  assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void digest_of_two(const char *a, const char *b, char out[LEDE__SHA256_HEX]) {
  lede__sha256_state *s = lede__sha256_new();
  assert_non_null(s);
  lede__sha256_piece(s, a, strlen(a));
  lede__sha256_piece(s, b, strlen(b));
  lede__sha256_end(s, out);
}

static void pieces_know_where_they_end(void **state) {
  (void)state;
  char one[LEDE__SHA256_HEX], other[LEDE__SHA256_HEX], again[LEDE__SHA256_HEX];
  digest_of_two("ab", "c", one);
  digest_of_two("a", "bc", other);
  digest_of_two("ab", "c", again);
  assert_string_not_equal(one, other);
  assert_string_equal(one, again);
}

static int by_value(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* Strings of every length up to 200, each with one bit turned at every place: 320,000 hashes, none equal. */
static void every_bit_at_every_length_counts(void **state) {
  (void)state;
  enum { LONGEST = 200 };
  size_t n = 0, most = LONGEST * (LONGEST + 1) / 2 * 8 + LONGEST + 1;
  uint64_t *seen = malloc(most * sizeof *seen);
  assert_non_null(seen);
  char bytes[LONGEST] = {0};
  for (size_t len = 0; len <= LONGEST; len++) {
    seen[n++] = lede__hash(bytes, len, 0);
    for (size_t bit = 0; bit < len * 8; bit++) {
      bytes[bit / 8] ^= (char)(1 << bit % 8);
      seen[n++] = lede__hash(bytes, len, 0);
      bytes[bit / 8] ^= (char)(1 << bit % 8);
    }
  }
  qsort(seen, n, sizeof *seen, by_value);
  for (size_t i = 1; i < n; i++) assert_true(seen[i] != seen[i - 1]);
  free(seen);
}

/* Tables use the low bits: a slot of 4096 must not draw more than its share by far. */
static void the_low_bits_spread(void **state) {
  (void)state;
  static unsigned slots[4096];
  for (unsigned i = 0; i < 4096 * 16; i++) slots[lede__hash(&i, sizeof i, 0) % 4096]++;
  for (unsigned i = 0; i < 4096; i++) assert_in_range(slots[i], 1, 48);
}

static void the_seed_makes_another_hash(void **state) {
  (void)state;
  assert_true(lede__hash("x", 1, 0) != lede__hash("x", 1, 1));
  assert_true(lede__hash("", 0, 0) != lede__hash("", 0, 1));
}

static void the_place_in_memory_does_not_matter(void **state) {
  (void)state;
  char bytes[64 + 8];
  for (size_t shift = 0; shift < 8; shift++) {
    for (size_t i = 0; i < 64; i++) bytes[shift + i] = (char)i;
    assert_true(lede__hash(bytes + shift, 64, 7) == lede__hash(memmove(bytes, bytes + shift, 64), 64, 7));
  }
}

static lede_status digest(void *ctx) {
  (void)ctx;
  char hex[LEDE__SHA256_HEX];
  lede__sha256_state *s = lede__sha256_new();
  if (!s) return LEDE_ENOMEM;
  lede__sha256_end(s, hex);
  return LEDE_OK;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  assert_survives_failing_allocations(digest, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sha256_gives_the_published_digests),
      cmocka_unit_test(pieces_know_where_they_end),
      cmocka_unit_test(every_bit_at_every_length_counts),
      cmocka_unit_test(the_low_bits_spread),
      cmocka_unit_test(the_seed_makes_another_hash),
      cmocka_unit_test(the_place_in_memory_does_not_matter),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
