/* match/phrases: the leftmost, longest matches, the same as a plain search would find. */
#include "match/phrases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "support_alloc.h"
#include "support_layer.h"

enum { MOST = 40 };

static lede__phrases *phrases(const char *const *list, uint32_t count, lede__case how) {
  lede__phrase entries[MOST];
  lede__phrases *p;
  for (uint32_t i = 0; i < count; i++) entries[i] = (lede__phrase){.text = lede__str(list[i])};
  assert_int_equal(lede__phrases_new(entries, count, how, &p, NULL), LEDE_OK);
  return p;
}

/* All matches in `text` as "entry:words;". */
static void assert_matches(const char *const *list, uint32_t count, lede__case how, const char *text,
                           const char *expected) {
  lede__phrases *p = phrases(list, count, how);
  lede_doc *doc = doc_of(text, NULL);
  lede__buf found = {0};
  lede__phrase_match m = {0};
  while (lede__phrases_next(p, doc, m.to, LEDE_NONE, &m)) {
    lede_span at = {lede_doc_token(doc, m.from).start, lede_doc_token(doc, m.to - 1).end};
    lede__buf_printf(&found, "%u:%.*s;", m.entry, (int)(at.end - at.start), text + at.start);
  }
  assert_string_equal(found.ptr ? found.ptr : "", expected);
  lede__buf_free(&found);
  lede_doc_free(doc);
  lede__phrases_free(p);
}

static void the_longest_of_those_that_start_first(void **state) {
  (void)state;
  static const char *const list[] = {"New York", "York", "New York Harbour", "Harbour Board", "in"};
  assert_matches(list, 5, false, "She was in New York Harbour Board meetings in New Yorkshire and York.",
                 "4:in;2:New York Harbour;4:in;1:York;");
}

static void a_capital_may_be_wanted_at_the_first_word(void **state) {
  (void)state;
  static const char *const list[] = {"the north", "york", "NEW YORK", "Élan vital"};
  assert_matches(list, 4, LEDE__CASE_CAPITAL,
                 "In the north, The North; new York, New york, élan VITAL, ÉLAN vital, YORK’s.",
                 "0:The North;1:York;2:New york;3:ÉLAN vital;1:YORK’s;");
}

static void an_exact_list_of_capitals_wants_one(void **state) {
  (void)state;
  static const char *const capitals[] = {"York", "Élan"}, *const mixed[] = {"York", "élan"};
  lede__phrases *a = phrases(capitals, 2, LEDE__CASE_EXACT), *b = phrases(mixed, 2, LEDE__CASE_EXACT);
  assert_true(lede__phrases_wants_capital(a));
  assert_false(lede__phrases_wants_capital(b));
  lede__phrases_free(a);
  lede__phrases_free(b);
  assert_matches(mixed, 2, LEDE__CASE_EXACT, "york York élan Élan", "0:York;1:élan;");
}

/* The longest way may lead nowhere; what was found on it still counts. */
static void a_longer_entry_that_breaks_off_leaves_the_shorter_one(void **state) {
  (void)state;
  static const char *const list[] = {"a b c d e", "a b", "b c d"};
  assert_matches(list, 3, false, "a b c d x", "1:a b;");
  assert_matches(list, 3, false, "x b c d e", "2:b c d;");
}

static void case_and_apostrophes_do_not_matter(void **state) {
  (void)state;
  static const char *const list[] = {"people’s party", "ÉLYSÉE"};
  assert_matches(list, 2, false, "The PEOPLE'S Party met at the Élysée.", "0:PEOPLE'S Party;1:Élysée;");
}

static void the_last_word_may_be_a_possessive(void **state) {
  (void)state;
  static const char *const list[] = {"Kyiv", "Bank of Oake", "May", "sea"};
  assert_matches(list, 4, false, "Kyiv’s port, the Bank of Oake's vault, seas.",
                 "0:Kyiv’s;1:Bank of Oake's;");
  assert_matches(list, 4, true, "Kyiv’s port, kyiv’s, May's and may's.", "0:Kyiv’s;2:May's;");
  assert_matches(list, 4, false, "The Bank’s of Oake", "");
}

static void exact_minds_case_but_not_apostrophes(void **state) {
  (void)state;
  static const char *const list[] = {"May", "may", "US", "People's Party"};
  assert_matches(list, 4, true,
                 "In May it may join us, MAY it? The US and the People’s Party and people’s party.",
                 "0:May;1:may;2:US;3:People’s Party;");
}

/* MAY FAIR is no entry in this case, though its beginning is one. */
static void exact_looks_for_the_longest_in_the_right_case(void **state) {
  (void)state;
  static const char *const list[] = {"May", "MAY FAIR", "may fair"};
  assert_matches(list, 3, true, "May FAIR", "0:May;");
  assert_matches(list, 3, true, "may fair MAY FAIR", "2:may fair;1:MAY FAIR;");
}

static void of_equal_entries_the_first_counts(void **state) {
  (void)state;
  static const char *const list[] = {"Kyiv", "KYIV", "Kyiv"};
  assert_matches(list, 3, false, "kyiv", "0:kyiv;");
  assert_matches(list, 3, true, "Kyiv KYIV", "0:Kyiv;1:KYIV;");
}

static void a_match_never_crosses_a_paragraph(void **state) {
  (void)state;
  static const char *const list[] = {"north sea", "sea", "the north"};
  assert_matches(list, 3, false, "It left the north\n\nSea ice is thin.", "2:the north;1:Sea;");
  assert_matches(list, 1, false, "Far north\n\nsea and north sea", "0:north sea;");
}

static void a_match_stays_within_the_tokens_asked_for(void **state) {
  (void)state;
  static const char *const list[] = {"a b c", "a b", "c"};
  lede__phrases *p = phrases(list, 3, false);
  lede_doc *doc = doc_of("a b c a b c", NULL);
  lede__phrase_match m;
  assert_true(lede__phrases_at(p, doc, 0, LEDE_NONE, &m));
  assert_int_equal(m.to, 3);
  assert_true(lede__phrases_at(p, doc, 0, 2, &m));
  assert_int_equal(m.entry, 1);
  assert_false(lede__phrases_at(p, doc, 0, 1, &m));
  assert_false(lede__phrases_at(p, doc, 1, LEDE_NONE, &m));
  assert_false(lede__phrases_at(p, doc, 6, LEDE_NONE, &m));
  assert_true(lede__phrases_next(p, doc, 1, 3, &m));
  assert_int_equal(m.from, 2);
  assert_false(lede__phrases_next(p, doc, 3, 4, &m));
  lede_doc_free(doc);
  lede__phrases_free(p);
}

static void an_entry_without_words_is_refused(void **state) {
  (void)state;
  lede__phrases *p;
  lede_error err;
  lede__phrase entries[] = {{.text = LEDE__LIT("fine")}, {.text = LEDE__LIT(" ")}};
  assert_int_equal(lede__phrases_new(entries, 2, false, &p, &err), LEDE_ESETUP);
  assert_null(p);
  assert_non_null(strstr(err.message, "entry 2"));
  entries[1].text = LEDE__LIT("\xFF");
  assert_int_equal(lede__phrases_new(entries, 2, false, &p, &err), LEDE_ESETUP);
  assert_non_null(strstr(err.message, "UTF-8"));
}

static void an_empty_list_matches_nothing(void **state) {
  (void)state;
  assert_matches(NULL, 0, false, "Some words.", "");
  assert_matches(NULL, 0, true, "", "");
}

/* ---- Against a plain search --------------------------------------------- */

static uint32_t random_below(uint32_t n) {
  static uint64_t state = 7;
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(state >> 33) % n;
}

/* Up to `most` words out of a, b, A, B. */
static void random_words(char *out, uint32_t most) {
  uint32_t n = 1 + random_below(most);
  for (uint32_t i = 0; i < n; i++) out[2 * i] = "abAB"[random_below(4)], out[2 * i + 1] = ' ';
  out[2 * n - 1] = '\0';
}

/* All words are one letter and one blank: token i is byte 2 * i. */
static bool plain_search(char list[][16], uint32_t count, bool exact, const char *text, uint32_t from,
                         lede__phrase_match *m) {
  for (uint32_t at = from; 2 * at < strlen(text); at++) {
    size_t longest = 0;
    for (uint32_t i = 0; i < count; i++) {
      size_t len = strlen(list[i]);
      int (*compare)(const char *, const char *, size_t) = exact ? strncmp : strncasecmp;
      if (len <= longest || compare(list[i], text + 2 * at, len) != 0) continue;
      *m = (lede__phrase_match){at, at + (uint32_t)(len + 1) / 2, i};
      longest = len;
    }
    if (longest) return true;
  }
  return false;
}

static void assert_same_as_plain_search(bool exact) {
  char list[MOST][16], text[128];
  const char *entries[MOST];
  uint32_t count = 1 + random_below(6);
  for (uint32_t i = 0; i < count; i++) random_words(list[i], 4), entries[i] = list[i];
  random_words(text, 30);
  lede__phrases *p = phrases(entries, count, exact);
  lede_doc *doc = doc_of(text, NULL);
  for (uint32_t from = 0; from <= lede_doc_token_count(doc); from++) {
    lede__phrase_match m = {0}, expected = {0};
    bool found = lede__phrases_next(p, doc, from, LEDE_NONE, &m);
    assert_int_equal(found, plain_search(list, count, exact, text, from, &expected));
    assert_memory_equal(&m, &expected, sizeof m);
  }
  lede_doc_free(doc);
  lede__phrases_free(p);
}

static void random_lists_match_as_a_plain_search_does(void **state) {
  (void)state;
  for (int i = 0; i < 1000; i++) assert_same_as_plain_search(i % 2);
}

static lede_status build(void *ctx) {
  (void)ctx;
  lede__phrase entries[] = {
      {.text = LEDE__LIT("New York")}, {.text = LEDE__LIT("York")}, {.text = LEDE__LIT("new york")}};
  lede__phrases *p;
  lede_status status = lede__phrases_new(entries, 3, true, &p, NULL);
  lede__phrases_free(p);
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  assert_survives_failing_allocations(build, NULL);
}

static void a_table_gives_values_and_passes_over_comments(void **state) {
  (void)state;
  lede__phrases *p;
  lede_str table = LEDE__LIT("# rivers\nRed River\triver 1\r\n\nElbe\n");
  assert_int_equal(lede__phrases_read(table, false, &p, NULL), LEDE_OK);
  assert_true(lede__str_is(lede__phrases_value(p, 0), "river 1"));
  assert_true(lede__str_is(lede__phrases_value(p, 1), "Elbe"));
  lede__phrases_free(p);
}

/* What was written to a file and mapped again is the same matcher. */
static void an_image_matches_as_what_it_was_made_of(void **state) {
  (void)state;
  static const char *const list[] = {"Red River", "river", "New York"};
  for (int exact = 0; exact < 2; exact++) {
    lede__phrases *made = phrases(list, 3, exact), *mapped;
    lede_str image = lede__phrases_image(made);
    char *copy = malloc(image.len);
    memcpy(copy, image.ptr, image.len);
    lede__phrases_free(made);
    assert_true(lede__phrases_over((lede_str){copy, image.len}, &mapped));
    lede_doc *doc = doc_of("In New York the Red River is no river.", NULL);
    lede__phrase_match m = {0};
    uint32_t found[4], n = 0;
    while (n < 4 && lede__phrases_next(mapped, doc, m.to, LEDE_NONE, &m)) found[n++] = m.entry;
    assert_int_equal(n, 3);
    assert_int_equal(found[0], 2);
    assert_int_equal(found[1], 0);
    assert_int_equal(found[2], 1);
    lede_doc_free(doc);
    lede__phrases_free(mapped);
    free(copy);
  }
}

static void bytes_that_are_no_image_are_refused(void **state) {
  (void)state;
  static const char *const list[] = {"Red River"};
  lede__phrases *made = phrases(list, 1, false), *mapped;
  lede_str image = lede__phrases_image(made);
  char *copy = malloc(image.len);
  memcpy(copy, image.ptr, image.len);
  assert_false(lede__phrases_over((lede_str){copy, image.len - 8}, &mapped));
  assert_false(lede__phrases_over((lede_str){copy, 7}, &mapped));
  copy[8] ^= 1; /* the probe: made by another hash */
  assert_false(lede__phrases_over((lede_str){copy, image.len}, &mapped));
  free(copy);
  lede__phrases_free(made);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_capital_may_be_wanted_at_the_first_word),
      cmocka_unit_test(an_exact_list_of_capitals_wants_one),
      cmocka_unit_test(the_longest_of_those_that_start_first),
      cmocka_unit_test(a_longer_entry_that_breaks_off_leaves_the_shorter_one),
      cmocka_unit_test(case_and_apostrophes_do_not_matter),
      cmocka_unit_test(the_last_word_may_be_a_possessive),
      cmocka_unit_test(exact_minds_case_but_not_apostrophes),
      cmocka_unit_test(exact_looks_for_the_longest_in_the_right_case),
      cmocka_unit_test(of_equal_entries_the_first_counts),
      cmocka_unit_test(a_match_never_crosses_a_paragraph),
      cmocka_unit_test(a_match_stays_within_the_tokens_asked_for),
      cmocka_unit_test(an_entry_without_words_is_refused),
      cmocka_unit_test(an_empty_list_matches_nothing),
      cmocka_unit_test(random_lists_match_as_a_plain_search_does),
      cmocka_unit_test(a_table_gives_values_and_passes_over_comments),
      cmocka_unit_test(an_image_matches_as_what_it_was_made_of),
      cmocka_unit_test(bytes_that_are_no_image_are_refused),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
