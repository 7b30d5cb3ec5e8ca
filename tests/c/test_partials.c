/* flow/partials: what is joined with what depends on the order of the source alone. */
#include "flow/partials.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

/* Joins as a worker would: the numbers in the lines, one after another. */
static void join(const lede__buf *lines, lede__buf *out) {
  for (size_t i = 0; i < lines->len; i++) lede__buf_char(out, lines->ptr[i] == '\n' ? ',' : lines->ptr[i]);
  if (out->len) out->len--;
  out->ptr[out->len] = '\0';
}

static void add(lede__partials *p, unsigned level, lede_str line) {
  if (!lede__partials_add(p, level, line)) return;
  lede__buf lines = {0}, joined = {0};
  lede__partials_take(p, level, &lines);
  join(&lines, &joined);
  add(p, level + 1, (lede_str){joined.ptr, joined.len});
  lede__buf_free(&lines);
  lede__buf_free(&joined);
}

static void the_order_of_the_source_is_kept(void **state) {
  (void)state;
  enum { DOCUMENTS = 64 * 64 + 64 + 3 };
  lede__partials p = {0};
  lede__buf lines = {0}, joined = {0};
  for (int i = 0; i < DOCUMENTS; i++) {
    char number[16];
    snprintf(number, sizeof number, "%d", i);
    add(&p, 0, lede__str(number));
  }
  assert_int_equal(lede__partials_take_all(&p, &lines), 1 + 1 + 3); /* 4096 joined twice, 64 once, 3 alone */
  join(&lines, &joined);
  const char *at = joined.ptr;
  for (int i = 0; i < DOCUMENTS; i++) {
    assert_int_equal(strtol(at, (char **)&at, 10), i);
    at++;
  }
  lede__buf_free(&lines);
  lede__buf_free(&joined);
  lede__partials_free(&p);
}

static void nothing_gathered_is_nothing_taken(void **state) {
  (void)state;
  lede__partials p = {0};
  lede__buf lines = {0};
  assert_int_equal(lede__partials_take_all(&p, &lines), 0);
  assert_int_equal(lines.len, 0);
  lede__buf_free(&lines);
  lede__partials_free(&p);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_order_of_the_source_is_kept),
                                     cmocka_unit_test(nothing_gathered_is_nothing_taken)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
