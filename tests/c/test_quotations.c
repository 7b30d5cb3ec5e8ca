/* match/quotations: which quotation marks belong together. */
#include "match/quotations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "support_alloc.h"
#include "support_layer.h"

/* The quotations of a text, each as its words and a `|` behind them; pieces with a `+` between them. */
static void assert_quotes(const char *text, const char *expected) {
  lede_doc *doc = doc_of(text, NULL);
  lede__quotations q;
  lede__buf out = {0};
  assert_int_equal(lede__quotations_find(doc, &q, NULL), LEDE_OK);
  for (uint32_t i = 0; i < q.count; i++) {
    const lede__quotation *one = &q.at[i];
    for (uint32_t n = 0; n < (one->part_count ? one->part_count : 1); n++) {
      lede_str words = lede__str_sub(lede_doc_text(doc), one->part_count ? one->parts[n] : one->words);
      if (n) lede__buf_text(&out, "+");
      lede__buf_add(&out, words.ptr, words.len);
    }
    lede__buf_text(&out, one->closed ? "|" : "…|");
  }
  lede__buf_char(&out, '\0');
  assert_string_equal(out.ptr, expected);
  lede__buf_free(&out);
  lede__quotations_free(&q);
  lede_doc_free(doc);
}

static void every_kind_of_mark_pairs_with_its_own(void **state) {
  (void)state;
  assert_quotes("“one” \"two\" ``three'' „four“ «five» »six« ‘seven’ 'eight' 「nine」",
                "one|two|three|four|five|six|seven|eight|nine|");
}

static void only_the_outermost_count(void **state) {
  (void)state;
  assert_quotes("“He said ‘no’ and ‘never’,” she wrote.", "He said ‘no’ and ‘never’,|");
  assert_quotes("\"He said 'no',\" she wrote.", "He said 'no',|");
}

static void an_apostrophe_is_no_mark(void **state) {
  (void)state;
  assert_quotes("Anna’s ‘big day’ and the workers’ party, ’til ’90s dawn.", "big day|");
  assert_quotes("It's 'fine' in the boys' room.", "fine|");
}

static void a_quotation_goes_on_behind_an_opening_mark(void **state) {
  (void)state;
  assert_quotes("“One.\n\n“Two.\n\n“Three.” Four.", "One.+Two.+Three.|");
  assert_quotes("He said: \"One.\n\n\"Two.\" Three.", "One.+Two.|");
}

static void what_is_never_closed_ends_with_its_paragraph(void **state) {
  (void)state;
  assert_quotes("“One and two.\n\nThree.", "One and two.…|");
  assert_quotes("A screen of 5\" or more.\n\nThree.", "");
}

static void the_ending_is_the_last_token_inside(void **state) {
  (void)state;
  lede_doc *doc = doc_of("“He said ‘no,’” she wrote.", NULL);
  lede__quotations q;
  assert_int_equal(lede__quotations_find(doc, &q, NULL), LEDE_OK);
  assert_true(lede__str_is(lede__str_sub(lede_doc_text(doc), lede_doc_token(doc, q.at[0].ending)), ","));
  lede__quotations_free(&q);
  lede_doc_free(doc);
}

static lede_doc *repeated(const char *piece, size_t times) {
  lede__buf text = {0};
  for (size_t n = 0; n < times; n++) lede__buf_text(&text, piece);
  lede__buf_char(&text, '\0');
  lede_doc *doc = doc_of(text.ptr, NULL);
  lede__buf_free(&text);
  return doc;
}

/* Would take minutes if any of it were quadratic. */
static void marks_without_end_are_read_at_once(void **state) {
  (void)state;
  static const char *const pieces[] = {"“", "” ", "\"", " '", "’ ", "«a ", "“a ‘b ", "b’” ", "x”\n\n“", "''"};
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    lede_doc *doc = repeated(pieces[i], 200000);
    lede__quotations q;
    assert_int_equal(lede__quotations_find(doc, &q, NULL), LEDE_OK);
    lede__quotations_free(&q);
    lede_doc_free(doc);
  }
}

static lede_status find(void *doc) {
  lede__quotations q;
  lede_error err;
  lede_status status = lede__quotations_find(doc, &q, &err);
  lede__quotations_free(&q);
  return status;
}

static void running_out_of_memory_is_reported(void **state) {
  (void)state;
  lede_doc *doc = repeated("“One ‘two’\n\n“three” four “five", 2000);
  assert_survives_failing_allocations(find, doc);
  lede_doc_free(doc);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_kind_of_mark_pairs_with_its_own),
      cmocka_unit_test(only_the_outermost_count),
      cmocka_unit_test(an_apostrophe_is_no_mark),
      cmocka_unit_test(a_quotation_goes_on_behind_an_opening_mark),
      cmocka_unit_test(what_is_never_closed_ends_with_its_paragraph),
      cmocka_unit_test(the_ending_is_the_last_token_inside),
      cmocka_unit_test(marks_without_end_are_read_at_once),
      cmocka_unit_test(running_out_of_memory_is_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
