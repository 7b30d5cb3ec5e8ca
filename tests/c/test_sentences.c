/* Sentence boundaries are those of UAX #29, before any rule of news. */
#include "break_file.h"

#include "text/sentences.h"

static void all_of_the_published_sentence_break_test_passes(void **state) {
  (void)state;
  pass_break_file("SentenceBreakTest.txt", lede__sentence_end, 502);
}

static void a_full_stop_before_lower_case_ends_nothing(void **state) {
  (void)state;
  const char *text = "It cost approx. (so they say) nine. We paid.";
  size_t first = lede__sentence_end(text, strlen(text), 0);
  assert_int_equal(first, strlen("It cost approx. (so they say) nine. "));
  assert_int_equal(lede__sentence_end(text, strlen(text), first), strlen(text));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_of_the_published_sentence_break_test_passes),
      cmocka_unit_test(a_full_stop_before_lower_case_ends_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
