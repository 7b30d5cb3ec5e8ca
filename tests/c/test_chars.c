/* What single characters are: grapheme clusters, classes, case, width. */
#include "break_file.h"

#include "base/str.h"
#include "text/chars.h"

static void all_of_the_published_grapheme_break_test_passes(void **state) {
  (void)state;
  pass_break_file("GraphemeBreakTest.txt", lede__grapheme_end, 602);
}

static void a_family_and_an_accented_letter_are_one_grapheme_each(void **state) {
  (void)state;
  const char *text = "e\u0301\U0001F468\u200D\U0001F469\u200D\U0001F467!";
  assert_int_equal(lede__grapheme_count(text, strlen(text)), 3);
  assert_int_equal(lede__grapheme_count("", 0), 0);
}

static void classes_follow_the_general_category(void **state) {
  (void)state;
  assert_true(lede__is_upper('A') && lede__is_upper(0x0416) && lede__is_upper(0x01C5) &&
              !lede__is_upper('a'));
  assert_true(lede__is_lower('a') && lede__is_lower(0x0436) && !lede__is_lower('A') && !lede__is_lower('1'));
  assert_true(lede__is_letter(0x4E2D) && lede__is_letter('z') && !lede__is_letter('1') &&
              !lede__is_letter('_'));
  assert_true(lede__is_digit('7') && lede__is_digit(0x0663) && !lede__is_digit(0x00B2));
  assert_true(lede__is_punct('.') && lede__is_punct(0x201C) && !lede__is_punct('$') && !lede__is_punct('a'));
}

static void what_prints_as_nothing_is_space(void **state) {
  (void)state;
  const uint32_t blank[] = {0,    '\t',   '\n',   ' ',    0x7F,   0x85,   0xA0,
                            0xAD, 0x200B, 0x200D, 0x2028, 0x202E, 0x3000, 0xFEFF};
  for (size_t i = 0; i < sizeof blank / sizeof *blank; i++) assert_true(lede__is_space(blank[i]));
  assert_false(lede__is_space('a') || lede__is_space('.') || lede__is_space(0xFFFD));
}

static void becomes(void (*map)(lede__buf *, lede_str), const char *from, const char *to) {
  lede__buf out = {0};
  map(&out, lede__str(from));
  assert_false(out.failed);
  assert_string_equal(out.len ? out.ptr : "", to);
  lede__buf_free(&out);
}

static void case_maps_each_code_point_to_one(void **state) {
  (void)state;
  becomes(lede__lower, "ŽELEZNÝ Kyiv ΑΘΗΝΑ", "železný kyiv αθηνα");
  becomes(lede__upper, "straße, žena", "STRAẞE, ŽENA");
  becomes(lede__lower, "", "");
  assert_int_equal(lede__lower_of('Q'), 'q');
  assert_int_equal(lede__lower_of('['), '[');
  assert_int_equal(lede__lower_of(0x0410), 0x0430);
}

static void names_compare_without_diacritics_and_with_any_apostrophe(void **state) {
  (void)state;
  becomes(lede__fold, "Erdoğan", "erdogan");
  becomes(lede__fold, "Wałęsa", "walesa");
  becomes(lede__fold, "O\u2019Brien", "o'brien");
  becomes(lede__fold, "Straße", "strasse");
  becomes(lede__fold, "Bjørn Þórðarson", "bjorn thordarson");
  becomes(lede__fold, "İlham Əliyev", "ilham eliyev");
}

static void width_counts_columns(void **state) {
  (void)state;
  assert_int_equal(lede__width(LEDE__LIT("plain")), 5);
  assert_int_equal(lede__width(lede__str("cafe\u0301")), 4);
  assert_int_equal(lede__width(lede__str("日本")), 4);
  assert_int_equal(lede__width(lede__str("\U0001F468\u200D\U0001F469\u200D\U0001F467")), 2);
  assert_int_equal(lede__width(lede__str("\U0001F1FA\U0001F1E6")), 2);
  assert_int_equal(lede__width(lede__str("a\u200Bb\x01")), 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_of_the_published_grapheme_break_test_passes),
      cmocka_unit_test(a_family_and_an_accented_letter_are_one_grapheme_each),
      cmocka_unit_test(classes_follow_the_general_category),
      cmocka_unit_test(what_prints_as_nothing_is_space),
      cmocka_unit_test(case_maps_each_code_point_to_one),
      cmocka_unit_test(names_compare_without_diacritics_and_with_any_apostrophe),
      cmocka_unit_test(width_counts_columns),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
