/* doc/seen: which capitalised words a document also writes small, and which it writes so inside a sentence. */
#include "doc/seen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support_alloc.h"
#include "support_layer.h"

enum { MOST = 32 };

/* A digit a token: 1 also small, 2 inside, 3 both, 0 neither. */
static void assert_seen(const char *text, const char *expected) {
  uint8_t seen[MOST];
  char digits[MOST + 1] = "";
  lede_doc *doc = doc_of(text, NULL);
  uint32_t n = doc->segments.token_count;
  assert_true(n < MOST);
  assert_int_equal(lede__seen(doc, seen, NULL), LEDE_OK);
  for (uint32_t i = 0; i < n; i++) digits[i] = (char)('0' + seen[i]);
  assert_string_equal(digits, expected);
  lede_doc_free(doc);
}

static void a_word_is_seen_small_anywhere_before_or_behind(void **state) {
  (void)state;
  assert_seen("Fog came. The fog left.", "1000000");
  assert_seen("The fog left. Fog came.", "0000100");
  assert_seen("Élan and élan.", "1000");
}

static void a_word_is_seen_inside_only_as_it_is_spelt(void **state) {
  (void)state;
  assert_seen("Oake slept. We saw Oake.", "2000020");
  assert_seen("US planes. They met Us.", "0000020");
}

static void a_word_without_a_capital_is_seen_as_nothing(void **state) {
  (void)state;
  assert_seen("fog, fog 12", "0000");
  assert_seen("", "");
}

static lede_status look(void *ctx) {
  uint8_t seen[MOST];
  lede_error err;
  return lede__seen(ctx, seen, &err);
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  lede_doc *doc = doc_of("Fog and fog over Oake.", NULL);
  assert_survives_failing_allocations(look, doc);
  lede_doc_free(doc);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_word_is_seen_small_anywhere_before_or_behind),
      cmocka_unit_test(a_word_is_seen_inside_only_as_it_is_spelt),
      cmocka_unit_test(a_word_without_a_capital_is_seen_as_nothing),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
