/* match/tagger, match/trainer, match/features: what was learned is what is found, and a file of weights is never believed. */
#include "match/tagger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "match/trainer.h"
#include "support_alloc.h"
#include "support_layer.h"

static const lede__tagger_form PEOPLE_AND_SHIPS = {
    .kind_count = 2, .hint_count = 1, .bits = 12, .capitals = true, .kinds = {"person", "ship"}};

static const lede__training TWENTY_PASSES = {
    .epochs = 20, .rate = 0.2f, .penalty = 0.001f, .hide_words = 0.1f};

enum { OUTSIDE, PERSON, PERSON_ON, SHIP, SHIP_ON, MOST_TOKENS = 64 };

/* Every sentence names a captain and then a ship; the hint of a token is 's' right before a ship's name. */
static const char *const SAMPLES[] = {"Captain Ida Moss sailed aboard the Grey Heron today.",
                                      "Captain Olaf Brandt sailed aboard the Star today.",
                                      "Captain Wu sailed aboard the Morning Tide today.",
                                      "Captain Lena Okafor sailed aboard the Kestrel today."};
static const uint8_t LABELS[][MOST_TOKENS] = {
    {0, 1, 2, 0, 0, 0, 3, 4}, {0, 1, 2, 0, 0, 0, 3}, {0, 1, 0, 0, 0, 3, 4}, {0, 1, 2, 0, 0, 0, 3}};

static lede__hints hints_for(const lede_doc *doc, unsigned char bytes[MOST_TOKENS]) {
  memset(bytes, '.', MOST_TOKENS);
  for (uint32_t i = 0; i + 1 < lede_doc_token_count(doc); i++)
    if (lede__str_is(lede__str_sub(lede_doc_text(doc), lede_doc_token(doc, i)), "the")) bytes[i] = 's';
  return (lede__hints){.count = 1, .of = {bytes}};
}

static lede__trainer *trained(void) {
  lede__trainer *t;
  assert_int_equal(lede__trainer_new(&PEOPLE_AND_SHIPS, &t, NULL), LEDE_OK);
  for (size_t i = 0; i < sizeof SAMPLES / sizeof *SAMPLES; i++) {
    unsigned char bytes[MOST_TOKENS];
    lede_doc *doc = doc_of(SAMPLES[i], NULL);
    lede__hints hints = hints_for(doc, bytes);
    assert_int_equal(lede__trainer_add(t, doc, &hints, LABELS[i], NULL), LEDE_OK);
    lede_doc_free(doc);
  }
  lede__trainer_run(t, &TWENTY_PASSES);
  return t;
}

static lede__buf weights(void) {
  lede__buf out = {0};
  lede__trainer *t = trained();
  lede__trainer_write(t, LEDE__LIT("Made for a test.\nOf four sentences."), &out);
  lede__trainer_free(t);
  assert_false(out.failed);
  return out;
}

static lede__tagger *tagger(void) {
  lede__tagger *t;
  lede__buf bytes = weights();
  assert_int_equal(lede__tagger_load((lede_str){bytes.ptr, bytes.len}, &t, NULL), LEDE_OK);
  lede__buf_free(&bytes);
  return t;
}

/* ---- finding ---------------------------------------------------------------------------- */

static void assert_labels(const char *text, uint32_t count, const uint8_t *expected) {
  uint8_t labels[MOST_TOKENS];
  float margins[MOST_TOKENS];
  unsigned char bytes[MOST_TOKENS];
  lede__tagger *t = tagger();
  lede_doc *doc = doc_of(text, NULL);
  lede__hints hints = hints_for(doc, bytes);
  assert_int_equal(lede_doc_token_count(doc), count);
  lede__tagger_run(t, doc, (lede_span){0, count}, &hints, labels, margins);
  assert_memory_equal(labels, expected, count);
  for (uint32_t i = 0; i < count; i++) assert_true(margins[i] >= 0);
  lede_doc_free(doc);
  lede__tagger_free(t);
}

static void words_never_seen_are_known_by_what_stands_around_them(void **state) {
  (void)state;
  static const uint8_t expected[] = {0, 1, 2, 0, 0, 0, 3, 4, 0, 0};
  assert_labels("Captain Pia Lund sailed aboard the Blue Whale today.", 10, expected);
}

static void far_from_any_capital_nothing_is_a_name(void **state) {
  (void)state;
  static const uint8_t expected[9] = {0};
  assert_labels("captain pia lund sailed aboard the whale today.", 9, expected);
}

static void a_part_of_a_document_is_labelled_from_its_own_beginning(void **state) {
  (void)state;
  uint8_t labels[3] = {9, 9, 9};
  unsigned char bytes[MOST_TOKENS];
  lede__tagger *t = tagger();
  lede_doc *doc = doc_of("It rained. Captain Pia Lund sailed aboard the Star today.", NULL);
  lede__hints hints = hints_for(doc, bytes);
  lede__tagger_run(t, doc, (lede_span){3, 6}, &hints, labels, NULL);
  assert_int_equal(labels[0], OUTSIDE);
  assert_int_equal(labels[1], PERSON);
  assert_int_equal(labels[2], PERSON_ON);
  lede_doc_free(doc);
  lede__tagger_free(t);
}

static void a_name_is_weighed_as_each_kind(void **state) {
  (void)state;
  float as[LEDE__MOST_KINDS + 1];
  unsigned char bytes[MOST_TOKENS];
  lede__tagger *t = tagger();
  lede_doc *doc = doc_of("Captain Pia Lund sailed aboard the Blue Whale today.", NULL);
  lede__hints hints = hints_for(doc, bytes);
  lede__tagger_weigh(t, doc, (lede_span){1, 3}, &hints, as);
  assert_true(as[1] > as[0] && as[1] > as[2]);
  lede__tagger_weigh(t, doc, (lede_span){6, 8}, &hints, as);
  assert_true(as[2] > as[0] && as[2] > as[1]);
  lede__tagger_weigh(t, doc, (lede_span){3, 3}, &hints, as);
  assert_true(as[0] == 0 && as[1] == 0);
  lede_doc_free(doc);
  lede__tagger_free(t);
}

static void a_kind_goes_on_only_where_it_began(void **state) {
  (void)state;
  assert_true(lede__label_follows(PERSON, PERSON_ON));
  assert_true(lede__label_follows(PERSON_ON, PERSON_ON));
  assert_true(lede__label_follows(SHIP_ON, PERSON));
  assert_false(lede__label_follows(OUTSIDE, PERSON_ON));
  assert_false(lede__label_follows(PERSON, SHIP_ON));
  assert_false(lede__label_follows(SHIP_ON, PERSON_ON));
}

/* ---- stretches -------------------------------------------------------------------------- */

static lede_span stretch(const char *text, uint32_t from, bool capitals) {
  lede_doc *doc = doc_of(text, NULL);
  lede_span s = lede__stretch_next(doc, (lede_span){0, lede_doc_token_count(doc)}, from, capitals);
  lede_doc_free(doc);
  return s;
}

static void a_stretch_has_two_words_on_either_side_of_its_capitals(void **state) {
  (void)state;
  lede_span s = stretch("one two three Four five six seven eight nine ten Eleven", 0, true);
  assert_true(s.start == 1 && s.end == 6);
  s = stretch("one two three Four five six seven eight nine ten Eleven", 6, true);
  assert_true(s.start == 8 && s.end == 11);
  s = stretch("one two three", 0, true);
  assert_true(s.start == s.end);
  s = stretch("one two three", 0, false);
  assert_true(s.start == 0 && s.end == 3);
}

static void a_long_stretch_is_cut(void **state) {
  (void)state;
  char text[4 * LEDE__MOST_STRETCH * 2 + 1];
  for (size_t i = 0; i < LEDE__MOST_STRETCH * 2; i++) memcpy(text + 4 * i, "Abc ", 4);
  text[sizeof text - 1] = '\0';
  for (int capitals = 0; capitals <= 1; capitals++) {
    lede_span s = stretch(text, 10, capitals);
    assert_true(s.start <= 10 && s.end > 10 && s.end - s.start <= LEDE__MOST_STRETCH);
  }
}

/* ---- files ------------------------------------------------------------------------------ */

static void the_same_documents_make_the_same_file(void **state) {
  (void)state;
  lede__buf a = weights(), b = weights();
  assert_int_equal(a.len, b.len);
  assert_memory_equal(a.ptr, b.ptr, a.len);
  assert_non_null(strstr(a.ptr, "\n# Made for a test.\n# Of four sentences.\nkinds person ship\n"));
  lede__buf_free(&a);
  lede__buf_free(&b);
}

static lede_status load_part(const char *bytes, size_t len, lede_error *err) {
  char *copy = malloc(len ? len : 1); /* so that the sanitizer sees a byte too many being read */
  lede__tagger *t;
  memcpy(copy, bytes, len);
  lede_status status = lede__tagger_load((lede_str){copy, len}, &t, err);
  lede__tagger_free(t);
  free(copy);
  return status;
}

static void a_file_cut_anywhere_is_refused(void **state) {
  (void)state;
  lede__buf all = weights();
  for (size_t len = 0; len < all.len; len += len < 400 ? 1 : 97)
    assert_int_equal(load_part(all.ptr, len, NULL), LEDE_ESETUP);
  assert_int_equal(load_part(all.ptr, all.len - 1, NULL), LEDE_ESETUP);
  assert_int_equal(load_part(all.ptr, all.len, NULL), LEDE_OK);
  lede__buf_free(&all);
}

static void a_file_with_any_byte_changed_is_read_or_refused(void **state) {
  (void)state;
  lede__buf all = weights();
  for (size_t i = 0; i < all.len; i += i < 400 ? 1 : 13) {
    char was = all.ptr[i];
    for (int to = 0; to < 256; to += 51) {
      all.ptr[i] = (char)to;
      lede_status status = load_part(all.ptr, all.len, NULL);
      assert_true(status == LEDE_OK || status == LEDE_ESETUP);
    }
    all.ptr[i] = was;
  }
  lede__buf_free(&all);
}

static void weights_of_another_hash_are_refused_with_what_to_do(void **state) {
  (void)state;
  lede_error err;
  lede__buf all = weights();
  char *at = strstr(all.ptr, "hashing ") + strlen("hashing ");
  *at = *at == '0' ? '1' : '0';
  assert_int_equal(load_part(all.ptr, all.len, &err), LEDE_ESETUP);
  assert_non_null(strstr(err.message, "train them again"));
  lede__buf_free(&all);
}

/* What was written to a file and mapped again is the same tagger. */
static void an_image_labels_as_what_it_was_made_of(void **state) {
  (void)state;
  uint8_t labels[2][MOST_TOKENS];
  float margins[2][MOST_TOKENS];
  unsigned char bytes[MOST_TOKENS];
  lede__tagger *made = tagger(), *mapped;
  lede_str image = lede__tagger_image(made);
  char *copy = malloc(image.len);
  memcpy(copy, image.ptr, image.len);
  assert_true(lede__tagger_over((lede_str){copy, image.len}, &mapped));
  lede_doc *doc = doc_of("Captain Pia Lund sailed aboard the Blue Whale today.", NULL);
  lede__hints hints = hints_for(doc, bytes);
  lede_span all = {0, lede_doc_token_count(doc)};
  lede__tagger_run(made, doc, all, &hints, labels[0], margins[0]);
  lede__tagger_run(mapped, doc, all, &hints, labels[1], margins[1]);
  assert_memory_equal(labels[0], labels[1], all.end);
  assert_memory_equal(margins[0], margins[1], all.end * sizeof(float));
  lede__tagger_free(mapped);
  assert_false(lede__tagger_over((lede_str){copy, image.len - 1}, &mapped));
  copy[0] ^= 1;
  assert_false(lede__tagger_over((lede_str){copy, image.len}, &mapped));
  lede_doc_free(doc);
  lede__tagger_free(made);
  free(copy);
}

/* ---- training ---------------------------------------------------------------------------- */

static void labels_that_cannot_follow_are_refused(void **state) {
  (void)state;
  static const uint8_t bad[][MOST_TOKENS] = {{2}, {1, 4}, {5}};
  lede__trainer *t;
  lede_error err;
  unsigned char bytes[MOST_TOKENS];
  assert_int_equal(lede__trainer_new(&PEOPLE_AND_SHIPS, &t, NULL), LEDE_OK);
  lede_doc *doc = doc_of("Ida Moss", NULL);
  lede__hints hints = hints_for(doc, bytes);
  for (size_t i = 0; i < 3; i++) {
    assert_int_equal(lede__trainer_add(t, doc, &hints, bad[i], &err), LEDE_ESETUP);
    assert_non_null(strstr(err.message, "can't follow"));
  }
  lede_doc_free(doc);
  lede__trainer_free(t);
}

static void a_form_out_of_bounds_is_refused(void **state) {
  (void)state;
  static const lede__tagger_form bad[] = {{.kind_count = 0, .bits = 12},
                                          {.kind_count = LEDE__MOST_KINDS + 1, .bits = 12},
                                          {.kind_count = 1, .bits = 7},
                                          {.kind_count = 1, .bits = 30},
                                          {.kind_count = 1, .bits = 12, .hint_count = LEDE__MOST_HINTS + 1}};
  lede__trainer *t;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    assert_int_equal(lede__trainer_new(&bad[i], &t, NULL), LEDE_ESETUP);
}

/* ---- memory ------------------------------------------------------------------------------- */

static lede_status load(void *ctx) {
  const lede__buf *bytes = ctx;
  lede__tagger *t;
  lede_status status = lede__tagger_load((lede_str){bytes->ptr, bytes->len}, &t, NULL);
  lede__tagger_free(t);
  return status;
}

static lede_status take_in(void *ctx) {
  const lede_doc *doc = ctx;
  unsigned char bytes[MOST_TOKENS];
  lede__hints hints = hints_for(doc, bytes);
  lede__trainer *t;
  lede_status status = lede__trainer_new(&PEOPLE_AND_SHIPS, &t, NULL);
  if (!status) status = lede__trainer_add(t, doc, &hints, LABELS[0], NULL);
  lede__trainer_free(t);
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  lede__buf bytes = weights();
  lede_doc *doc = doc_of(SAMPLES[0], NULL);
  assert_survives_failing_allocations(load, &bytes);
  assert_survives_failing_allocations(take_in, doc);
  lede_doc_free(doc);
  lede__buf_free(&bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(words_never_seen_are_known_by_what_stands_around_them),
      cmocka_unit_test(far_from_any_capital_nothing_is_a_name),
      cmocka_unit_test(a_part_of_a_document_is_labelled_from_its_own_beginning),
      cmocka_unit_test(a_name_is_weighed_as_each_kind),
      cmocka_unit_test(a_kind_goes_on_only_where_it_began),
      cmocka_unit_test(a_stretch_has_two_words_on_either_side_of_its_capitals),
      cmocka_unit_test(a_long_stretch_is_cut),
      cmocka_unit_test(the_same_documents_make_the_same_file),
      cmocka_unit_test(an_image_labels_as_what_it_was_made_of),
      cmocka_unit_test(a_file_cut_anywhere_is_refused),
      cmocka_unit_test(a_file_with_any_byte_changed_is_read_or_refused),
      cmocka_unit_test(weights_of_another_hash_are_refused_with_what_to_do),
      cmocka_unit_test(labels_that_cannot_follow_are_refused),
      cmocka_unit_test(a_form_out_of_bounds_is_refused),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
