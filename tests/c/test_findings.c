/* store/findings: a refresh costs the blocks that changed, and findings are replaced as a whole. */
#include "store/findings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support_desk.h"

#define R1 LEDE__LIT("recipe-1")
#define R2 LEDE__LIT("recipe-2")

static void fill(lede__store *s, int documents) {
  char path[16], partial[16];
  for (int i = 1; i <= documents; i++) {
    snprintf(path, sizeof path, "%d.txt", i);
    snprintf(partial, sizeof partial, "%d\n", i);
    lede__store_entry e = done_entry(path, "sha256:a", LEDE__LIT("{}"));
    e.partial = lede__str(partial);
    assert_int_equal(commit(s, e).id, i);
  }
}

static size_t count_lines(const lede__buf *b) {
  size_t n = 0;
  for (size_t i = 0; i < b->len; i++) n += b->ptr[i] == '\n';
  return n;
}

/* Joins every stale block by counting its lines; returns how many blocks that were. */
static int refresh(lede__store *s, lede_str recipe) {
  lede__block block;
  bool found;
  int blocks = 0;
  for (int64_t after = -1;; after = block.number) {
    assert_int_equal(lede__block_next(s, recipe, after, &block, &found, NULL), LEDE_OK);
    if (!found) return blocks;
    lede__buf lines = {0};
    int64_t others[LEDE__BLOCK_DOCUMENTS];
    size_t count;
    char joined[32];
    assert_int_equal(lede__block_partials(s, recipe, block.number, &lines, others, &count, NULL), LEDE_OK);
    snprintf(joined, sizeof joined, "%zu+%zu", count_lines(&lines), count);
    assert_int_equal(lede__block_put(s, &block, recipe, lede__str(joined), NULL), LEDE_OK);
    lede__buf_free(&lines);
    blocks++;
  }
}

static void assert_joined(lede__store *s, lede_str recipe, const char *wanted) {
  lede__buf lines = {0};
  size_t count;
  assert_int_equal(lede__block_all(s, recipe, &lines, &count, NULL), LEDE_OK);
  assert_int_equal(count, count_lines(&lines));
  assert_string_equal(lede__buf_view(&lines).ptr, wanted);
  lede__buf_free(&lines);
}

static void only_blocks_that_changed_are_stale(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  fill(s, 600);
  assert_int_equal(refresh(s, R1), 3);
  assert_joined(s, R1, "256+0\n256+0\n88+0\n");
  assert_int_equal(refresh(s, R1), 0);
  commit(s, done_entry("300.txt", "sha256:b", LEDE__LIT("{}")));
  assert_int_equal(lede__store_forget(s, LEDE__LIT("600.txt"), NULL), LEDE_OK);
  assert_int_equal(refresh(s, R1), 2);
  assert_joined(s, R1, "256+0\n256+0\n87+0\n");
  lede__store_close(s);
}

static void what_comes_while_a_block_is_joined_keeps_it_stale(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  lede__block block;
  bool found;
  fill(s, 3);
  assert_int_equal(lede__block_next(s, R1, -1, &block, &found, NULL), LEDE_OK);
  commit(s, done_entry("2.txt", "sha256:b", LEDE__LIT("{}")));
  assert_int_equal(lede__block_put(s, &block, R1, LEDE__LIT("old"), NULL), LEDE_OK);
  assert_int_equal(refresh(s, R1), 1);
  assert_joined(s, R1, "3+0\n");
  lede__store_close(s);
}

static void under_another_recipe_documents_are_folded_anew(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  lede__buf lines = {0};
  int64_t others[LEDE__BLOCK_DOCUMENTS];
  size_t count;
  fill(s, 3);
  commit(s, failed_entry("failed.txt", "sha256:x", "no text"));
  refresh(s, R1);
  assert_joined(s, R2, "");
  assert_int_equal(refresh(s, R2), 1);
  assert_joined(s, R2, "0+3\n");
  assert_int_equal(lede__block_refold(s, 2, lede__store_change(s), R2, LEDE__LIT("two"), NULL), LEDE_OK);
  assert_int_equal(lede__block_refold(s, 4, lede__store_change(s), R2, LEDE__LIT("it failed"), NULL),
                   LEDE_OK);
  assert_int_equal(lede__block_partials(s, R2, 0, &lines, others, &count, NULL), LEDE_OK);
  assert_string_equal(lines.ptr, "two\n");
  assert_int_equal(count, 2);
  assert_int_equal(others[0] * 10 + others[1], 13);
  lede__buf_free(&lines);
  lede__store_close(s);
}

static void what_is_folded_anew_gives_way_to_a_newer_version(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  lede__buf lines = {0};
  int64_t others[LEDE__BLOCK_DOCUMENTS], asked;
  size_t count;
  fill(s, 2);
  asked = lede__store_change(s);
  lede__store_entry newer = done_entry("2.txt", "sha256:b", LEDE__LIT("{}"));
  newer.recipe = R2;
  newer.partial = LEDE__LIT("new");
  commit(s, newer);
  assert_int_equal(lede__block_refold(s, 1, asked, R2, LEDE__LIT("one"), NULL), LEDE_OK);
  assert_int_equal(lede__block_refold(s, 2, asked, R2, LEDE__LIT("old"), NULL), LEDE_OK);
  assert_int_equal(lede__block_partials(s, R2, 0, &lines, others, &count, NULL), LEDE_OK);
  assert_string_equal(lines.ptr, "one\nnew\n");
  assert_int_equal(count, 0);
  lede__buf_free(&lines);
  lede__store_close(s);
}

static void note_change(void *context, const lede__finding *f, bool is_new) {
  lede__buf_printf(context, "%s%.*s ", is_new ? "+" : "~", (int)f->key.len, f->key.ptr);
}

static void replace(lede__store *s, const lede__finding *findings, size_t count, lede__buf *changes) {
  lede__buf_clear(changes);
  lede__buf_text(changes, " ");
  assert_int_equal(lede__findings_replace(s, findings, count, 7, note_change, changes, NULL), LEDE_OK);
}

static void new_and_changed_findings_are_told(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  lede__buf changes = {0};
  lede__finding f[] = {{LEDE__LIT("topic"), LEDE__LIT("bridge"), LEDE__LIT("{\"n\":1}")},
                       {LEDE__LIT("topic"), LEDE__LIT("ferry"), LEDE__LIT("{\"n\":1}")},
                       {{NULL, 0}, {NULL, 0}, LEDE__LIT("{}")}};
  replace(s, f, 3, &changes);
  assert_string_equal(changes.ptr, " +bridge +ferry + ");
  replace(s, f, 3, &changes);
  assert_string_equal(changes.ptr, " ");
  f[0].json = LEDE__LIT("{\"n\":2}");
  replace(s, f, 1, &changes);
  assert_string_equal(changes.ptr, " ~bridge ");
  assert_string_equal(ask(s, "SELECT group_concat(key || finding) FROM findings"), "bridge{\"n\":2}");
  assert_string_equal(ask(s, "SELECT first < changed FROM findings"), "1");
  lede__store_counts counts;
  assert_int_equal(lede__store_count(s, &counts, NULL), LEDE_OK);
  assert_int_equal(counts.findings, 1);
  assert_true(counts.findings_at > 0);
  replace(s, f, 0, &changes);
  assert_string_equal(ask(s, "SELECT count(*) FROM findings"), "0");
  lede__buf_free(&changes);
  lede__store_close(s);
}

static void two_findings_of_one_key_are_kept(void **state) {
  (void)state;
  lede__store *s = open_desk(new_desk());
  lede__buf changes = {0};
  const lede__finding twice[] = {{LEDE__LIT("topic"), LEDE__LIT("bridge"), LEDE__LIT("{\"n\":1}")},
                                 {LEDE__LIT("topic"), LEDE__LIT("bridge"), LEDE__LIT("{\"n\":2}")}};
  replace(s, twice, 2, &changes);
  replace(s, twice, 2, &changes);
  assert_string_equal(ask(s, "SELECT count(*) FROM findings"), "2");
  lede__buf_free(&changes);
  lede__store_close(s);
}

static int clean(void **state) {
  (void)state;
  remove_desks();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(only_blocks_that_changed_are_stale),
      cmocka_unit_test(what_comes_while_a_block_is_joined_keeps_it_stale),
      cmocka_unit_test(under_another_recipe_documents_are_folded_anew),
      cmocka_unit_test(what_is_folded_anew_gives_way_to_a_newer_version),
      cmocka_unit_test(new_and_changed_findings_are_told),
      cmocka_unit_test(two_findings_of_one_key_are_kept),
  };
  return cmocka_run_group_tests(tests, NULL, clean);
}
