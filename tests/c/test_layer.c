/* doc/layer: marks are sorted once, keep their attributes, and a range finds exactly those that meet it. */
#include "doc/layer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support_alloc.h"

static lede__attribute attributes[] = {
    {.name = {"n", 1}, .type = LEDE__INTEGER},
    {.name = {"never", 5}, .type = LEDE__STRING},
};
static const lede__schema schema = {{"things", 6}, attributes, 2};

static uint32_t add(lede__builder *b, uint32_t start, uint32_t end, const char *kind, const char *rule) {
  uint32_t mark;
  assert_int_equal(
      lede__layer_mark(b, (lede_span){start, end}, lede__str(kind), lede__str(rule), &mark, NULL), LEDE_OK);
  return mark;
}

static void set_number(lede__builder *b, uint32_t mark, int64_t n) {
  lede__cell *cell = lede__layer_cell(b, mark, 0);
  assert_non_null(cell);
  cell->set = true;
  cell->scalar.integer = n;
}

static int64_t number(const lede__layer *l, uint32_t mark) {
  return lede__layer_value(l, mark, 0)->scalar.integer;
}

static void begin(lede__builder *b, lede__arena *arena) {
  assert_int_equal(lede__layer_begin(b, arena, &schema, LEDE__LIT("maker"), 0, NULL), LEDE_OK);
}

static const lede__layer *seal(lede__builder *b) {
  lede__layer *l;
  assert_int_equal(lede__layer_seal(b, &l, NULL), LEDE_OK);
  return l;
}

static void a_layer_without_marks_is_a_layer(void **state) {
  (void)state;
  lede__arena arena = {0};
  lede__builder b;
  begin(&b, &arena);
  const lede__layer *l = seal(&b);
  assert_int_equal(l->count, 0);
  assert_true(lede__str_is(l->plugin, "maker"));
  assert_int_equal(lede__layer_next(l, (lede_span){0, UINT32_MAX}, 0), LEDE_NONE);
  lede__arena_free(&arena);
}

static void sorted_by_start_then_the_longer_first_then_as_added(void **state) {
  (void)state;
  lede__arena arena = {0};
  lede__builder b;
  begin(&b, &arena);
  static const uint32_t spans[][2] = {{9, 12}, {0, 4}, {5, 7}, {5, 9}, {0, 4}, {5, 5}, {0, 20}};
  static const int64_t order[] = {6, 1, 4, 3, 2, 5, 0};
  for (uint32_t i = 0; i < 7; i++) set_number(&b, add(&b, spans[i][0], spans[i][1], "k", NULL), i);
  const lede__layer *l = seal(&b);
  for (uint32_t i = 0; i < 7; i++) {
    assert_int_equal(number(l, i), order[i]);
    assert_int_equal(l->at[i].start, spans[order[i]][0]);
    assert_int_equal(l->at[i].end, spans[order[i]][1]);
  }
  lede__arena_free(&arena);
}

/* What belongs to a mark goes where the mark goes, and survives growing. */
static void all_that_a_mark_has_moves_with_it(void **state) {
  (void)state;
  enum { MARKS = 1000 };
  lede__arena arena = {0};
  lede__builder b;
  begin(&b, &arena);
  for (uint32_t i = 0; i < MARKS; i++) {
    uint32_t start = (i * 7919) % 5000;
    uint32_t mark = add(&b, start, start + 3, i % 2 ? "odd" : "even", i % 3 ? "rule" : NULL);
    set_number(&b, mark, i);
    if (i % 5) continue;
    lede_span parts[] = {{start, start + 1}, {start + 2, start + 3}};
    assert_int_equal(lede__layer_parts(&b, mark, parts, 2, NULL), LEDE_OK);
  }
  const lede__layer *l = seal(&b);
  for (uint32_t m = 0; m < MARKS; m++) {
    uint32_t i = (uint32_t)number(l, m);
    assert_int_equal(l->at[m].start, (i * 7919) % 5000);
    assert_true(lede__str_is(l->kind[m], i % 2 ? "odd" : "even"));
    assert_int_equal(l->rule[m].ptr != NULL, i % 3 != 0);
    assert_int_equal(l->parts[m].count, i % 5 ? 0 : 2);
    if (i % 5 == 0) assert_int_equal(l->parts[m].at[1].start, l->at[m].start + 2);
    assert_null(lede__layer_value(l, m, 1));
  }
  lede__arena_free(&arena);
}

static void equal_kinds_and_rules_share_memory(void **state) {
  (void)state;
  lede__arena arena = {0};
  lede__builder b;
  begin(&b, &arena);
  char words[300][8];
  for (uint32_t round = 0; round < 2; round++)
    for (uint32_t i = 0; i < 300; i++) {
      memcpy(words[i], "r000", 5);
      words[i][1] = (char)('0' + i / 100), words[i][2] = (char)('0' + i / 10 % 10),
      words[i][3] = (char)('0' + i % 10);
      add(&b, round * 300 + i, round * 300 + i, words[i], "rule");
    }
  const lede__layer *l = seal(&b);
  for (uint32_t i = 0; i < 300; i++) {
    assert_true(lede__str_is(l->kind[i], words[i]));
    assert_ptr_not_equal(l->kind[i].ptr, words[i]);
    assert_ptr_equal(l->kind[i].ptr, l->kind[i + 300].ptr);
    assert_ptr_equal(l->rule[i].ptr, l->rule[0].ptr);
  }
  lede__arena_free(&arena);
}

static void a_value_is_there_when_set_or_placed(void **state) {
  (void)state;
  lede__arena arena = {0};
  lede__builder b;
  begin(&b, &arena);
  add(&b, 0, 1, "k", NULL);
  uint32_t placed = add(&b, 1, 2, "k", NULL);
  lede__layer_cell(&b, placed, 0)->placed = true;
  const lede__layer *l = seal(&b);
  assert_null(lede__layer_value(l, 0, 0));
  assert_non_null(lede__layer_value(l, 1, 0));
  lede__arena_free(&arena);
}

/* ---- Ranges ------------------------------------------------------------- */

/* The header's words, one by one. */
static bool meets(lede_span mark, lede_span range) {
  if (mark.start == mark.end)
    return mark.start == range.start || (range.start < mark.start && mark.start < range.end);
  uint32_t first = mark.start > range.start ? mark.start : range.start;
  uint32_t last = mark.end < range.end ? mark.end : range.end;
  return first < last;
}

static uint32_t random_below(uint32_t n) {
  static uint64_t state = 42;
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(state >> 33) % n;
}

static const lede__layer *random_layer(lede__arena *arena, uint32_t marks, uint32_t text, uint32_t longest) {
  lede__builder b;
  begin(&b, arena);
  for (uint32_t i = 0; i < marks; i++) {
    uint32_t start = random_below(text + 1), len = random_below(longest + 1);
    add(&b, start, start + len > text ? text : start + len, "k", NULL);
  }
  return seal(&b);
}

static void assert_finds_what_meets(const lede__layer *l, lede_span range) {
  uint32_t found = lede__layer_next(l, range, 0);
  for (uint32_t i = 0; i < l->count; i++) {
    if (!meets(l->at[i], range)) continue;
    assert_int_equal(found, i);
    found = lede__layer_next(l, range, found + 1);
  }
  assert_int_equal(found, LEDE_NONE);
}

static void a_range_finds_exactly_the_marks_that_meet_it(void **state) {
  (void)state;
  for (uint32_t round = 0; round < 300; round++) {
    lede__arena arena = {0};
    uint32_t text = 1 + random_below(60);
    const lede__layer *l = random_layer(&arena, random_below(40), text, random_below(2) ? 4 : text);
    for (uint32_t start = 0; start <= text; start++) {
      assert_finds_what_meets(l, (lede_span){start, start});
      assert_finds_what_meets(l, (lede_span){start, start + random_below(text - start + 1)});
    }
    assert_finds_what_meets(l, (lede_span){0, UINT32_MAX});
    lede__arena_free(&arena);
  }
}

/* ---- Memory ------------------------------------------------------------- */

static lede_status build(void *ctx) {
  (void)ctx;
  lede__arena arena = {0};
  lede__builder b;
  lede__schema *copy;
  lede__layer *l;
  lede_status status = lede__schema_copy(&arena, &schema, &copy, NULL);
  if (!status) status = lede__layer_begin(&b, &arena, copy, LEDE__LIT("maker"), 0, NULL);
  for (uint32_t i = 0; i < 500 && !status; i++) {
    uint32_t mark;
    char kind[] = {'k', (char)('a' + i % 26), (char)('a' + i / 26)};
    lede_span at = {1000 - i, 1001 - i};
    status = lede__layer_mark(&b, at, (lede_str){kind, sizeof kind}, LEDE__LIT("r"), &mark, NULL);
    if (!status) status = lede__layer_parts(&b, mark, &at, 1, NULL);
    if (!status && !lede__layer_cell(&b, mark, i % 2)) status = LEDE_ENOMEM;
  }
  if (!status) status = lede__layer_seal(&b, &l, NULL);
  lede__arena_free(&arena);
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  assert_survives_failing_allocations(build, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_layer_without_marks_is_a_layer),
      cmocka_unit_test(sorted_by_start_then_the_longer_first_then_as_added),
      cmocka_unit_test(all_that_a_mark_has_moves_with_it),
      cmocka_unit_test(equal_kinds_and_rules_share_memory),
      cmocka_unit_test(a_value_is_there_when_set_or_placed),
      cmocka_unit_test(a_range_finds_exactly_the_marks_that_meet_it),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
