/* doc/token_hash: case and the kind of apostrophe do not matter, everything else does. */
#include "doc/token_hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "text/chars.h"

static uint64_t hash(const char *s) { return lede__token_hash(lede__str(s)); }

static void case_does_not_matter_in_any_script(void **state) {
  (void)state;
  assert_true(hash("Kyiv") == hash("KYIV"));
  assert_true(hash("ÉLYSÉE") == hash("élysée"));
  assert_true(hash("ΣΟΦΙΑ") == hash("σοφια"));
  assert_true(hash("Москва") == hash("МОСКВА"));
  assert_true(hash("Kyiv") != hash("Kyjv"));
  assert_true(hash("Elysée") != hash("Élysée"));
}

static void the_kind_of_apostrophe_does_not_matter(void **state) {
  (void)state;
  assert_true(hash("don't") == hash("don’t"));
  assert_true(hash("O'Brien") == hash("OʼBRIEN"));
  assert_true(hash("'90s") == hash("‘90s"));
  assert_true(hash("don't") != hash("dont"));
}

/* The eight letters at a time must know exactly A to Z. */
static void no_ascii_character_but_letters_has_two_cases(void **state) {
  (void)state;
  for (int a = 0; a < 128; a++) {
    for (int b = 0; b < 128; b++) {
      char one[9] = "........", other[9] = "........";
      one[3] = (char)a, other[3] = (char)b;
      bool letters = a >= 'A' && b >= 'A' && (a | 32) >= 'a' && (a | 32) <= 'z' && (a | 32) == (b | 32);
      assert_true((lede__token_hash((lede_str){one, 8}) == lede__token_hash((lede_str){other, 8})) ==
                  (a == b || letters));
    }
  }
}

/* Fast way and slow way meet: a word's hash is the hash of its lower case, whatever its length and wherever
 * a letter that is not ASCII stands. */
static void the_hash_is_that_of_the_lower_case_word(void **state) {
  (void)state;
  for (size_t len = 0; len < 150; len++) {
    for (size_t at = 0; at <= len; at += 1 + len / 8) {
      lede__buf word = {0}, low = {0};
      for (size_t i = 0; i < len; i++) lede__buf_text(&word, i == at ? "Ü" : i % 3 ? "q" : "Z");
      lede__lower(&low, (lede_str){word.ptr, word.len});
      assert_true(lede__token_hash((lede_str){word.ptr, word.len}) ==
                  lede__token_hash((lede_str){low.ptr, low.len}));
      lede__buf_free(&word);
      lede__buf_free(&low);
    }
  }
}

/* The Kelvin sign is a capital k: a word that is not ASCII may be one in lower case. */
static void lower_case_may_be_ascii(void **state) {
  (void)state;
  assert_true(hash("\xE2\x84\xAAyiv") == hash("kyiv"));
}

static void sameness_minds_case_but_not_the_apostrophe(void **state) {
  (void)state;
  assert_true(lede__token_same(LEDE__LIT("don’t"), LEDE__LIT("don't")));
  assert_true(lede__token_same(LEDE__LIT("É"), LEDE__LIT("É")));
  assert_false(lede__token_same(LEDE__LIT("Don’t"), LEDE__LIT("don't")));
  assert_false(lede__token_same(LEDE__LIT("don't"), LEDE__LIT("don'ts")));
  assert_false(lede__token_same(LEDE__LIT(""), LEDE__LIT("a")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(case_does_not_matter_in_any_script),
      cmocka_unit_test(the_kind_of_apostrophe_does_not_matter),
      cmocka_unit_test(no_ascii_character_but_letters_has_two_cases),
      cmocka_unit_test(the_hash_is_that_of_the_lower_case_word),
      cmocka_unit_test(lower_case_may_be_ascii),
      cmocka_unit_test(sameness_minds_case_but_not_the_apostrophe),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
