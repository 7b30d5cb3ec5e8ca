/* base/str: helpers on slices that may hold NULs and broken UTF-8. */
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void comparing_respects_nuls_and_length(void **state) {
  (void)state;
  assert_true(lede__str_eq((lede_str){"a\0b", 3}, (lede_str){"a\0b", 3}));
  assert_false(lede__str_eq((lede_str){"a\0b", 3}, (lede_str){"a\0c", 3}));
  assert_true(lede__str_eq((lede_str){NULL, 0}, LEDE__LIT("")));
  assert_true(lede__str_is(LEDE__LIT("word"), "word"));
  assert_true(lede__str_cmp(LEDE__LIT("a"), LEDE__LIT("ab")) < 0);
  assert_true(lede__str_cmp(LEDE__LIT("b"), LEDE__LIT("ab")) > 0);
  assert_true(lede__str_cmp(LEDE__LIT("\xC3\xA9"), LEDE__LIT("z")) > 0);
  assert_int_equal(lede__str_cmp((lede_str){NULL, 0}, LEDE__LIT("")), 0);
}

static void beginnings_and_ends(void **state) {
  (void)state;
  assert_true(lede__str_starts(LEDE__LIT("speaker_start"), "speaker"));
  assert_false(lede__str_starts(LEDE__LIT("spea"), "speaker"));
  assert_true(lede__str_ends(LEDE__LIT("speaker_start"), "_start"));
  assert_false(lede__str_ends(LEDE__LIT("rt"), "_start"));
  assert_true(lede__str_is(lede__str_sub(LEDE__LIT("speaker"), (lede_span){1, 4}), "pea"));
}

/* A third of the letters may be wrong; a swap of neighbours is one slip. */
static void a_typing_slip_finds_the_word_that_was_meant(void **state) {
  (void)state;
  static const char *const known[] = {"outlet", "date", "title", "speaker", "speaker_kind"};
  enum { KNOWN = sizeof known / sizeof *known };
  assert_string_equal(lede__str_nearest("outlat", known, KNOWN), "outlet");
  assert_string_equal(lede__str_nearest("oultet", known, KNOWN), "outlet");
  assert_string_equal(lede__str_nearest("titel", known, KNOWN), "title");
  assert_string_equal(lede__str_nearest("speakr", known, KNOWN), "speaker");
  assert_string_equal(lede__str_nearest("dates", known, KNOWN), "date");
  assert_string_equal(lede__str_nearest("date", known, KNOWN), "date");
  assert_null(lede__str_nearest("author", known, KNOWN));
  assert_null(lede__str_nearest("xy", known, KNOWN));
  assert_null(lede__str_nearest("", known, KNOWN));
  assert_null(lede__str_nearest("outlet", known, 0));
}

static void of_equally_near_words_the_first_is_named(void **state) {
  (void)state;
  static const char *const known[] = {"cat", "car"};
  assert_string_equal(lede__str_nearest("cab", known, 2), "cat");
}

static void very_long_words_are_not_compared(void **state) {
  (void)state;
  char lengthy[200];
  memset(lengthy, 'x', sizeof lengthy - 1);
  lengthy[sizeof lengthy - 1] = '\0';
  const char *known[] = {lengthy};
  assert_null(lede__str_nearest(lengthy, known, 1));
  assert_null(lede__str_nearest("xxx", known, 1));
}

/* Unicode 15, table 3-7, at its borders. */
static void sequences_are_well_formed_or_nothing(void **state) {
  (void)state;
  static const struct {
    const char *bytes;
    size_t len;
  } cases[] = {
      {"a", 1},
      {"\x7F", 1},
      {"\x80", 0},
      {"\xC1\xBF", 0},
      {"\xC2\x80", 2},
      {"\xDF\xBF", 2},
      {"\xC2", 0},
      {"\xC2\x41", 0},
      {"\xE0\x9F\xBF", 0},
      {"\xE0\xA0\x80", 3},
      {"\xE2\x82", 0},
      {"\xED\x9F\xBF", 3},
      {"\xED\xA0\x80", 0},
      {"\xEF\xBF\xBF", 3},
      {"\xF0\x8F\xBF\xBF", 0},
      {"\xF0\x90\x80\x80", 4},
      {"\xF4\x8F\xBF\xBF", 4},
      {"\xF4\x90\x80\x80", 0},
      {"\xF5\x80\x80\x80", 0},
      {"\xFF", 0},
      {"\xF0\x90\x80", 0},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_int_equal(lede__str_sequence(lede__str(cases[i].bytes), 0), cases[i].len);
  assert_int_equal(lede__str_sequence(LEDE__LIT("a"), 1), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(comparing_respects_nuls_and_length),
      cmocka_unit_test(beginnings_and_ends),
      cmocka_unit_test(a_typing_slip_finds_the_word_that_was_meant),
      cmocka_unit_test(of_equally_near_words_the_first_is_named),
      cmocka_unit_test(very_long_words_are_not_compared),
      cmocka_unit_test(sequences_are_well_formed_or_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
