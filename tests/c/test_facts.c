/* doc/facts: what is given wins, then what the layer structure says; nothing is guessed. */
#include "doc/facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support_layer.h"

static const char page[] =
    "Pier News\n\nHarbour closes\n\nBy Ana Cifuentes and Tom Oke\n\n7 January 2026\n\nReuters\n\nIt did.\n";

static const test_mark marks[] = {
    {.words = "Pier News", .kind = "outlet"},
    {.words = "Harbour closes", .kind = "title"},
    {.words = "It did", .kind = "title"},
    {.words = "Ana Cifuentes", .kind = "byline", .name = "Ana Cifuentes"},
    {.words = "By", .kind = "byline"},
    {.words = "Tom Oke", .kind = "byline", .name = "Tom Oke"},
    {.words = "7 January", .kind = "date"},
    {.words = "7 January 2026", .kind = "date", .value = "2026-01-07", .rule = "day-month-year"},
    {.words = "Reuters", .kind = "credit", .name = "Reuters"},
    {.words = "It", .kind = "lang", .name = "en"},
};
enum { MARKS = sizeof marks / sizeof *marks };

static void assert_fact(const lede_doc *doc, const char *name, const char *expected) {
  lede_str fact = lede_doc_fact(doc, name);
  if (expected)
    assert_true(lede__str_is(fact, expected));
  else
    assert_null(fact.ptr);
}

static void without_a_word_on_it_a_fact_is_absent(void **state) {
  (void)state;
  lede_doc *doc = doc_of(page, NULL);
  static const char *const names[] = {"title", "outlet", "date", "url", "lang", "no such fact"};
  for (size_t i = 0; i < 6; i++) assert_fact(doc, names[i], NULL);
  assert_null(lede__fact_date_from(doc));
  uint32_t mark = 0;
  assert_null(lede__fact_next_name(doc, "credit", &mark).ptr);
  lede_doc_free(doc);
}

static void structure_says_what_was_not_given(void **state) {
  (void)state;
  lede_doc *doc = doc_of(page, NULL);
  add_layer(doc, "structure", marks, MARKS);
  assert_fact(doc, "title", "Harbour closes");
  assert_fact(doc, "outlet", "Pier News");
  assert_fact(doc, "date", "2026-01-07");
  assert_fact(doc, "lang", "en");
  assert_fact(doc, "url", NULL);
  assert_string_equal(lede__fact_date_from(doc), "text");
  lede_doc_free(doc);
}

static void what_was_given_wins(void **state) {
  (void)state;
  lede_given given = {.title = LEDE__LIT("T"),
                      .outlet = LEDE__LIT("O"),
                      .date = LEDE__LIT("2025"),
                      .url = LEDE__LIT("U"),
                      .lang = LEDE__LIT("")};
  lede_doc *doc = doc_of(page, &given);
  add_layer(doc, "structure", marks, MARKS);
  assert_fact(doc, "title", "T");
  assert_fact(doc, "outlet", "O");
  assert_fact(doc, "date", "2025");
  assert_fact(doc, "url", "U");
  assert_fact(doc, "lang", "");
  assert_string_equal(lede__fact_date_from(doc), "given");
  lede_doc_free(doc);
}

static void the_name_of_an_outlet_goes_before_its_words(void **state) {
  (void)state;
  lede_doc *doc = doc_of(page, NULL);
  add_layer(doc, "structure", &(test_mark){.words = "Pier News", .kind = "outlet", .name = "The Pier News"},
            1);
  assert_fact(doc, "outlet", "The Pier News");
  lede_doc_free(doc);
}

static void a_rule_can_say_that_a_date_is_inferred(void **state) {
  (void)state;
  lede_doc *doc = doc_of(page, NULL);
  test_mark date = {.words = "7 January", .kind = "date", .value = "2026-01-07", .rule = "inferred-year"};
  add_layer(doc, "structure", &date, 1);
  assert_string_equal(lede__fact_date_from(doc), "inferred");
  lede_doc_free(doc);
}

static void names_come_one_after_another(void **state) {
  (void)state;
  lede_doc *doc = doc_of(page, NULL);
  add_layer(doc, "structure", marks, MARKS);
  uint32_t mark = 0;
  assert_true(lede__str_is(lede__fact_next_name(doc, "byline", &mark), "Ana Cifuentes"));
  assert_true(lede__str_is(lede__fact_next_name(doc, "byline", &mark), "Tom Oke"));
  assert_null(lede__fact_next_name(doc, "byline", &mark).ptr);
  lede_doc_free(doc);
}

/* A plugin of the user's own may give `structure` with other attributes. */
static void attributes_of_another_type_are_no_facts(void **state) {
  (void)state;
  lede_doc *doc = doc_of(page, NULL);
  add_layer(doc, "structure", marks, MARKS);
  lede__attribute *name = &doc->layers[0]->schema->attributes[0];
  name->type = LEDE__INTEGER;
  assert_fact(doc, "lang", NULL);
  assert_fact(doc, "outlet", "Pier News");
  lede_doc_free(doc);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(without_a_word_on_it_a_fact_is_absent),
      cmocka_unit_test(structure_says_what_was_not_given),
      cmocka_unit_test(what_was_given_wins),
      cmocka_unit_test(the_name_of_an_outlet_goes_before_its_words),
      cmocka_unit_test(a_rule_can_say_that_a_date_is_inferred),
      cmocka_unit_test(names_come_one_after_another),
      cmocka_unit_test(attributes_of_another_type_are_no_facts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
