/* Word boundaries are those of UAX #29. */
#include "break_file.h"

#include "text/words.h"

static void all_of_the_published_word_break_test_passes(void **state) {
  (void)state;
  pass_break_file("WordBreakTest.txt", lede__word_end, 1823);
}

static void words_are_cut_at(const char *text, const char *parts) {
  size_t len = strlen(text);
  char got[256] = "";
  for (size_t at = 0, end; at < len; at = end) {
    end = lede__word_end(text, len, at);
    strcat(strncat(got, text + at, end - at), "|");
  }
  assert_string_equal(got, parts);
}

static void a_middle_character_joins_only_between_letters_or_between_digits(void **state) {
  (void)state;
  words_are_cut_at("don't", "don't|");
  words_are_cut_at("don'", "don|'|");
  words_are_cut_at("3.14 a.b", "3.14| |a.b|");
  words_are_cut_at("3.b", "3|.|b|");
}

static void combining_marks_between_middle_and_letter_do_not_matter(void **state) {
  (void)state;
  words_are_cut_at("a\u0301'\u0301b", "a\u0301'\u0301b|");
  words_are_cut_at("a'\u0301", "a|'\u0301|");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_of_the_published_word_break_test_passes),
      cmocka_unit_test(a_middle_character_joins_only_between_letters_or_between_digits),
      cmocka_unit_test(combining_marks_between_middle_and_letter_do_not_matter),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
