/* doc/document: what is borrowed from a document, and where its pieces lie. */
#include "doc/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/str.h"
#include "support_alloc.h"
#include "support_layer.h"

/* Two paragraphs, three sentences. */
static const char story[] = "The harbour closed at noon. Nobody was hurt.\n\nIt reopens on Friday.\n";

static void what_is_given_is_copied_and_the_path_is_the_id_unless_there_is_one(void **state) {
  (void)state;
  char path[] = "inbox/harbour.txt";
  lede_doc *doc = doc_of(story, &(lede_given){.path = lede__str(path), .outlet = LEDE__LIT("Pier News")});
  path[0] = 'X';
  assert_true(lede__str_is(lede_doc_path(doc), "inbox/harbour.txt"));
  assert_true(lede__str_is(lede_doc_id(doc), "inbox/harbour.txt"));
  assert_true(lede__str_is(lede_doc_fact(doc, "outlet"), "Pier News"));
  lede_doc_free(doc);
  doc = doc_of(story, &(lede_given){.path = LEDE__LIT("a.txt"), .id = LEDE__LIT("7")});
  assert_true(lede__str_is(lede_doc_id(doc), "7"));
  lede_doc_free(doc);
}

static void the_id_is_never_absent(void **state) {
  (void)state;
  lede_doc *doc = doc_of(story, NULL);
  assert_non_null(lede_doc_id(doc).ptr);
  assert_null(lede_doc_path(doc).ptr);
  lede_doc_free(doc);
}

static void a_text_without_words_is_a_document(void **state) {
  (void)state;
  static const char *const texts[] = {"", " \n\n\t "};
  for (size_t i = 0; i < 2; i++) {
    lede_doc *doc = doc_of(texts[i], NULL);
    assert_int_equal(lede_doc_token_count(doc), 0);
    assert_int_equal(lede_doc_sentence_count(doc), 0);
    assert_int_equal(lede_doc_token_at(doc, 0), LEDE_NONE);
    assert_int_equal(lede_doc_sentence_at(doc, 0), LEDE_NONE);
    assert_int_equal(lede_doc_paragraph_at(doc, 0), LEDE_NONE);
    lede_doc_free(doc);
  }
  lede_doc *doc;
  assert_int_equal(lede_doc_load(NULL, 0, NULL, NULL, &doc, NULL), LEDE_OK);
  assert_int_equal(lede_doc_text(doc).len, 0);
  lede_doc_free(doc);
}

static lede_str words(const lede_doc *doc, lede_span at) { return lede__str_sub(lede_doc_text(doc), at); }

static void tokens_sentences_and_paragraphs_nest(void **state) {
  (void)state;
  lede_doc *doc = doc_of(story, NULL);
  assert_int_equal(lede_doc_paragraph_count(doc), 2);
  assert_int_equal(lede_doc_sentence_count(doc), 3);
  assert_true(
      lede__str_is(words(doc, lede_doc_paragraph(doc, 0)), "The harbour closed at noon. Nobody was hurt."));
  assert_true(lede__str_is(words(doc, lede_doc_sentence(doc, 1)), "Nobody was hurt."));
  lede_span tokens = lede_doc_sentence_tokens(doc, 1);
  assert_true(lede__str_is(words(doc, lede_doc_token(doc, tokens.start)), "Nobody"));
  assert_true(lede__str_is(words(doc, lede_doc_token(doc, tokens.end - 1)), "."));
  assert_int_equal(lede_doc_token_kind(doc, tokens.start), LEDE_TOKEN_WORD);
  assert_int_equal(lede_doc_token_kind(doc, tokens.end - 1), LEDE_TOKEN_MARK);
  lede_doc_free(doc);
}

/* For every byte: the piece that covers it, else the first one after it, as a plain search finds it. */
static void assert_found(const lede_doc *doc, uint32_t (*at)(const lede_doc *, uint32_t),
                         lede_span (*piece)(const lede_doc *, uint32_t), uint32_t count) {
  for (uint32_t byte = 0; byte <= lede_doc_text(doc).len + 2; byte++) {
    uint32_t i = 0;
    while (i < count && piece(doc, i).end <= byte) i++;
    assert_int_equal(at(doc, byte), i < count ? i : LEDE_NONE);
  }
}

static void every_byte_finds_its_piece_or_the_next(void **state) {
  (void)state;
  lede_doc *doc = doc_of(story, NULL);
  assert_found(doc, lede_doc_token_at, lede_doc_token, lede_doc_token_count(doc));
  assert_found(doc, lede_doc_sentence_at, lede_doc_sentence, lede_doc_sentence_count(doc));
  assert_found(doc, lede_doc_paragraph_at, lede_doc_paragraph, lede_doc_paragraph_count(doc));
  lede_doc_free(doc);
}

static void an_index_past_the_last_is_an_empty_span(void **state) {
  (void)state;
  lede_doc *doc = doc_of(story, NULL);
  assert_int_equal(lede_doc_token(doc, lede_doc_token_count(doc)).end, 0);
  assert_int_equal(lede_doc_sentence(doc, LEDE_NONE).end, 0);
  assert_int_equal(lede_doc_paragraph(doc, 2).end, 0);
  lede_doc_free(doc);
}

static void tokens_are_hashed_without_their_case(void **state) {
  (void)state;
  lede_doc *doc = doc_of("HARBOUR harbour", NULL);
  assert_true(doc->folded[0] == doc->folded[1]);
  assert_true(doc->folded[0] == lede__token_hash(LEDE__LIT("Harbour")));
  lede_doc_free(doc);
}

/* The hash is of the file, not of the text: a BOM makes another file of it. */
static void content_is_the_hash_of_the_source(void **state) {
  (void)state;
  static const char source[] = "\xEF\xBB\xBFNoon.";
  char hex[LEDE__SHA256_HEX];
  lede__sha256(source, sizeof source - 1, hex);
  lede_doc *doc;
  assert_int_equal(lede_doc_load(source, sizeof source - 1, NULL, NULL, &doc, NULL), LEDE_OK);
  assert_memory_equal(doc->content, "sha256:", 7);
  assert_string_equal(doc->content + 7, hex);
  assert_true(lede__str_is(lede_doc_text(doc), "Noon."));
  lede_doc_free(doc);
}

static void offsets_lead_back_to_the_source(void **state) {
  (void)state;
  static const char source[] = "\xEF\xBB\xBFNoon.";
  size_t start, end;
  lede_doc *doc;
  assert_int_equal(lede_doc_load(source, sizeof source - 1, NULL, NULL, &doc, NULL), LEDE_OK);
  lede_doc_source(doc, (lede_span){0, 4}, &start, &end);
  assert_int_equal(start, 3);
  assert_int_equal(end, 7);
  lede_doc_free(doc);
}

static void a_document_lives_until_the_last_hold_is_gone(void **state) {
  (void)state;
  lede_doc *doc = doc_of(story, NULL);
  assert_ptr_equal(lede_doc_hold(doc), doc);
  lede_doc_free(doc);
  assert_true(lede__str_starts(lede_doc_text(doc), "The harbour"));
  lede_doc_free(doc);
  lede_doc_free(NULL);
  assert_null(lede_doc_hold(NULL));
}

static void a_field_of_json_is_taken_as_it_is(void **state) {
  (void)state;
  static const char text[] = "\xEF\xBB\xBF<!DOCTYPE html> is how a page begins.";
  lede_doc *doc = doc_of(text, NULL);
  assert_true(lede__str_is(lede_doc_text(doc), text));
  lede_doc_free(doc);
}

static void a_field_that_is_no_utf8_is_refused_with_the_place(void **state) {
  (void)state;
  lede_doc *doc;
  lede_error err;
  lede_given given = {.id = LEDE__LIT("row-7")};
  assert_int_equal(lede__doc_from_text(LEDE__LIT("caf\xE9"), &given, &doc, &err), LEDE_EENCODING);
  assert_null(doc);
  assert_string_equal(err.where, "row-7");
  assert_non_null(strstr(err.message, "byte 3"));
}

static void a_failed_load_leaves_no_document(void **state) {
  (void)state;
  lede_doc *doc = (lede_doc *)&doc;
  lede_error err;
  lede_given given = {.path = LEDE__LIT("big.txt")};
  assert_int_equal(lede_doc_load(story, 50, &given, &(lede_load_options){.max_bytes = 10}, &doc, &err),
                   LEDE_ETOOBIG);
  assert_null(doc);
  assert_string_equal(err.where, "big.txt");
}

/* ---- Layers ------------------------------------------------------------- */

static void a_layer_replaces_one_of_the_same_name(void **state) {
  (void)state;
  lede_doc *doc = doc_of(story, NULL);
  add_layer(doc, "places", &(test_mark){.words = "harbour", .kind = "place"}, 1);
  add_layer(doc, "people", NULL, 0);
  add_layer(doc, "places", &(test_mark){.words = "harbour", .kind = "port"}, 1);
  assert_int_equal(doc->layer_count, 2);
  assert_true(lede__str_is(lede__doc_layer(doc, LEDE__LIT("places"))->kind[0], "port"));
  assert_null(lede__doc_layer(doc, LEDE__LIT("place")));
  lede_doc_free(doc);
}

static void there_is_an_upper_limit_to_layers(void **state) {
  (void)state;
  lede_doc *doc = doc_of(story, NULL);
  char name[] = "l00";
  for (int i = 0; i < LEDE__MAX_LAYERS; i++) {
    name[1] = (char)('0' + i / 10), name[2] = (char)('0' + i % 10);
    add_layer(doc, name, NULL, 0);
  }
  lede__layer one_more = *doc->layers[0];
  one_more.schema = &(lede__schema){.layer = LEDE__LIT("another")};
  assert_int_equal(lede__doc_add_layer(doc, &one_more, NULL), LEDE_ESETUP);
  assert_int_equal(lede__doc_add_layer(doc, doc->layers[5], NULL), LEDE_OK);
  lede_doc_free(doc);
}

static lede_status load(void *ctx) {
  (void)ctx;
  lede_doc *doc;
  lede_given given = {.path = LEDE__LIT("a"),
                      .title = LEDE__LIT("b"),
                      .outlet = LEDE__LIT("c"),
                      .date = LEDE__LIT("d"),
                      .url = LEDE__LIT("e"),
                      .lang = LEDE__LIT("f")};
  lede_status status = lede_doc_load(story, sizeof story - 1, &given, NULL, &doc, NULL);
  lede_doc_free(doc);
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  assert_survives_failing_allocations(load, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_given_is_copied_and_the_path_is_the_id_unless_there_is_one),
      cmocka_unit_test(the_id_is_never_absent),
      cmocka_unit_test(a_text_without_words_is_a_document),
      cmocka_unit_test(tokens_sentences_and_paragraphs_nest),
      cmocka_unit_test(every_byte_finds_its_piece_or_the_next),
      cmocka_unit_test(an_index_past_the_last_is_an_empty_span),
      cmocka_unit_test(tokens_are_hashed_without_their_case),
      cmocka_unit_test(content_is_the_hash_of_the_source),
      cmocka_unit_test(offsets_lead_back_to_the_source),
      cmocka_unit_test(a_document_lives_until_the_last_hold_is_gone),
      cmocka_unit_test(a_field_of_json_is_taken_as_it_is),
      cmocka_unit_test(a_field_that_is_no_utf8_is_refused_with_the_place),
      cmocka_unit_test(a_failed_load_leaves_no_document),
      cmocka_unit_test(a_layer_replaces_one_of_the_same_name),
      cmocka_unit_test(there_is_an_upper_limit_to_layers),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
