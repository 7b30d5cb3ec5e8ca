/* doc/offsets: counting in other units, there and back. */
#include "doc/offsets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support_alloc.h"
#include "text/utf8.h"

/* A text of `len` letters of all widths, mixed by `seed`. */
static lede_str mixed(lede__arena *arena, size_t letters, uint32_t seed) {
  static const char *const kinds[] = {"a", "é", "€", "𝄞"};
  char *text = lede__arena_alloc(arena, letters * 4 + 1);
  size_t len = 0;
  for (size_t i = 0; i < letters; i++) {
    seed = seed * 1664525u + 1013904223u;
    const char *letter = kinds[seed >> 30];
    memcpy(text + len, letter, strlen(letter));
    len += strlen(letter);
  }
  text[len] = '\0';
  return (lede_str){text, len};
}

static void assert_measures(lede_str text, lede__offsets unit) {
  lede__arena arena = {0};
  lede__ruler r;
  assert_int_equal(lede__ruler_make(&arena, text, unit, &r, NULL), LEDE_OK);
  uint32_t units = 0;
  for (size_t at = 0;;) {
    assert_int_equal(lede__ruler_units(&r, (uint32_t)at), units);
    assert_int_equal(lede__ruler_byte(&r, units), at);
    if (at == text.len) break;
    size_t before = at;
    uint32_t cp = lede__utf8_next(text.ptr, &at);
    bool pair = unit == LEDE__UTF16 && cp > 0xFFFF;
    if (pair) assert_int_equal(lede__ruler_byte(&r, units + 1), LEDE_NONE);
    units += unit == LEDE__BYTES ? (uint32_t)(at - before) : pair ? 2 : 1;
  }
  assert_int_equal(r.total, units);
  assert_int_equal(lede__ruler_byte(&r, units + 1), LEDE_NONE);
  lede__arena_free(&arena);
}

static void every_boundary_there_and_back(void **state) {
  (void)state;
  static const size_t letters[] = {0, 1, 5, 63, 64, 65, 128, 256, 1000};
  for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
    for (uint32_t seed = 0; seed < 20; seed++) {
      lede__arena arena = {0};
      lede_str text = mixed(&arena, letters[i], seed);
      assert_measures(text, LEDE__BYTES);
      assert_measures(text, LEDE__CODEPOINTS);
      assert_measures(text, LEDE__UTF16);
      lede__arena_free(&arena);
    }
  }
}

/* The places where counting starts anew must not shift anything. */
static void plain_ascii_of_every_length(void **state) {
  (void)state;
  char text[600];
  memset(text, 'x', sizeof text);
  for (size_t len = 0; len < sizeof text; len += 1 + len / 50) {
    assert_measures((lede_str){text, len}, LEDE__CODEPOINTS);
    assert_measures((lede_str){text, len}, LEDE__UTF16);
  }
}

static void bytes_inside_a_character_are_no_place(void **state) {
  (void)state;
  lede__ruler r;
  assert_int_equal(lede__ruler_make(NULL, LEDE__LIT("né"), LEDE__BYTES, &r, NULL), LEDE_OK);
  assert_int_equal(lede__ruler_byte(&r, 1), 1);
  assert_int_equal(lede__ruler_byte(&r, 2), LEDE_NONE);
  assert_int_equal(lede__ruler_byte(&r, 3), 3);
  assert_int_equal(lede__ruler_byte(&r, 4), LEDE_NONE);
}

static void units_have_names(void **state) {
  (void)state;
  lede__offsets unit;
  for (unsigned i = LEDE__BYTES; i <= LEDE__UTF16; i++) {
    assert_true(lede__offsets_parse(lede__str(lede__offsets_name((lede__offsets)i)), &unit));
    assert_int_equal(unit, i);
  }
  assert_false(lede__offsets_parse(LEDE__LIT("utf8"), &unit));
}

static lede_status measure(void *ctx) {
  (void)ctx;
  lede__arena arena = {0};
  lede__ruler r;
  lede_status status = lede__ruler_make(&arena, LEDE__LIT("né"), LEDE__UTF16, &r, NULL);
  lede__arena_free(&arena);
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  assert_survives_failing_allocations(measure, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_boundary_there_and_back),
      cmocka_unit_test(plain_ascii_of_every_length),
      cmocka_unit_test(bytes_inside_a_character_are_no_place),
      cmocka_unit_test(units_have_names),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
