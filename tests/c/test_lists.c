/* match/lists: several lists in one pass find what each of them finds alone. */
#include "match/lists.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support_layer.h"

enum { LISTS = 3, MOST = 6 };

static lede__phrases *phrases(const char *const *list, uint32_t count, lede__case how) {
  lede__phrase entries[MOST];
  lede__phrases *p;
  for (uint32_t i = 0; i < count; i++) entries[i] = (lede__phrase){.text = lede__str(list[i])};
  assert_int_equal(lede__phrases_new(entries, count, how, &p, NULL), LEDE_OK);
  return p;
}

static uint32_t random_below(uint32_t n) {
  static uint32_t state = 1;
  state = state * 1664525u + 1013904223u;
  return (state >> 8) % n;
}

/* Words of one letter and one blank, some of them possessives. */
static void random_words(char *out, uint32_t most) {
  *out = '\0';
  for (uint32_t n = 1 + random_below(most); n > 0; n--) {
    static const char *const words[] = {"a ", "b ", "A ", "B ", "a's "};
    strcat(out, words[random_below(5)]);
  }
  out[strlen(out) - 1] = '\0';
}

static lede__phrases *random_list(lede__case how) {
  char words[MOST][32];
  const char *entries[MOST];
  uint32_t count = 1 + random_below(MOST);
  for (uint32_t i = 0; i < count; i++) random_words(words[i], 3), entries[i] = words[i];
  return phrases(entries, count, how);
}

/* Each match of the pass is the next one of its list, in the order of the pass, and none is left out. */
static void assert_same_as_alone(const lede__phrases *const *lists, const lede_doc *doc, uint32_t from,
                                 uint32_t to) {
  static lede__lists l;
  lede__phrase_match m, alone, next[LISTS] = {{.to = from}, {.to = from}, {.to = from}};
  uint32_t list, last_list = 0, last_from = 0;
  static lede__list_firsts firsts;
  lede__lists_firsts(lists, LISTS, &firsts);
  lede__lists_init(&l, lists, LISTS, &firsts);
  lede__lists_walk w = lede__lists_begin(from, to);
  while (lede__lists_next(&l, doc, &w, &m, &list)) {
    assert_true(lede__phrases_next(lists[list], doc, next[list].to, to, &alone));
    assert_memory_equal(&m, &alone, sizeof m);
    assert_true(m.from > last_from || (m.from == last_from && list >= last_list));
    next[list] = m;
    last_from = m.from;
    last_list = list;
  }
  for (list = 0; list < LISTS; list++)
    assert_false(lede__phrases_next(lists[list], doc, next[list].to, to, &alone));
}

static void a_pass_finds_what_each_list_finds_alone(void **state) {
  (void)state;
  for (int n = 0; n < 500; n++) {
    char text[256];
    lede__phrases *lists[LISTS];
    for (uint32_t i = 0; i < LISTS; i++) lists[i] = random_list((lede__case)i);
    random_words(text, 40);
    lede_doc *doc = doc_of(text, NULL);
    assert_same_as_alone((const lede__phrases *const *)lists, doc, 0, LEDE_NONE);
    assert_same_as_alone((const lede__phrases *const *)lists, doc, random_below(10), random_below(40));
    lede_doc_free(doc);
    for (uint32_t i = 0; i < LISTS; i++) lede__phrases_free(lists[i]);
  }
}

static void no_match_crosses_a_paragraph(void **state) {
  (void)state;
  static const char *const list[] = {"New York"};
  lede__phrases *p = phrases(list, 1, false);
  lede_doc *doc = doc_of("He flew to New\n\nYork is far from New York.", NULL);
  static lede__lists l;
  lede__phrase_match m;
  uint32_t n;
  static lede__list_firsts firsts;
  lede__lists_firsts((const lede__phrases *const *)&p, 1, &firsts);
  lede__lists_init(&l, (const lede__phrases *const *)&p, 1, &firsts);
  lede__lists_walk w = lede__lists_begin(0, LEDE_NONE);
  assert_true(lede__lists_next(&l, doc, &w, &m, &n));
  assert_int_equal(m.from, 8);
  assert_false(lede__lists_next(&l, doc, &w, &m, &n));
  lede_doc_free(doc);
  lede__phrases_free(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_pass_finds_what_each_list_finds_alone),
      cmocka_unit_test(no_match_crosses_a_paragraph),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
