/* doc/record: what is written can be read, and written again it is the same to the byte. */
#include "doc/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json_read.h"
#include "base/str.h"
#include "support_alloc.h"
#include "support_layer.h"

static const char story[] = "The café closed, 𝄞 and “all”.\n\nAna Cifuentes said so on 7 January 2026.\n";

/* A layer with every type, list and place there is, and marks with and without each. */
static void add_everything(lede_doc *doc) {
  static lede__attribute attributes[] = {
      {.name = {"dates", 5}, .type = LEDE__DATE, .list = true},
      {.name = {"flag", 4}, .type = LEDE__BOOLEAN},
      {.name = {"n", 1}, .type = LEDE__INTEGER},
      {.name = {"places", 6}, .type = LEDE__SPAN, .list = true},
      {.name = {"speaker", 7}, .type = LEDE__NAME, .placed = true},
      {.name = {"where", 5}, .type = LEDE__SPAN},
      {.name = {"words", 5}, .type = LEDE__STRING, .list = true, .placed = true},
      {.name = {"x", 1}, .type = LEDE__NUMBER},
      {.name = {"year", 4}, .type = LEDE__INTEGER, .placed = true},
  };
  static lede__scalar dates[] = {{.str = {"2026", 4}}, {.str = {"2026-01-07", 10}}};
  static lede__scalar places[] = {{.span = {4, 9}}, {.span = {9, 9}}};
  static const lede__schema schema = {{"everything", 10}, attributes, 9};
  lede__builder b;
  lede__layer *l;
  uint32_t full, placed, bare;
  assert_int_equal(lede__layer_begin(&b, &doc->arena, &schema, LEDE__LIT("maker"), 0, NULL), LEDE_OK);
  lede__layer_mark(&b, (lede_span){4, 24}, LEDE__LIT("full"), LEDE__LIT("a-rule"), &full, NULL);
  lede__layer_mark(&b, (lede_span){0, 3}, LEDE__LIT("placed"), (lede_str){NULL, 0}, &placed, NULL);
  lede__layer_mark(&b, (lede_span){3, 3}, LEDE__LIT(""), (lede_str){NULL, 0}, &bare, NULL);
  lede__layer_parts(&b, full, (lede_span[]){{4, 9}, {17, 24}}, 2, NULL);
  *lede__layer_cell(&b, full, 0) = (lede__cell){.set = true, .count = 2, .list = dates};
  *lede__layer_cell(&b, full, 1) = (lede__cell){.set = true, .scalar.boolean = false};
  *lede__layer_cell(&b, full, 2) = (lede__cell){.set = true, .scalar.integer = INT64_MIN};
  *lede__layer_cell(&b, full, 3) = (lede__cell){.set = true, .count = 2, .list = places};
  *lede__layer_cell(&b, full, 4) =
      (lede__cell){.set = true, .placed = true, .at = {0, 3}, .scalar.str = LEDE__LIT("A \"B\"\n")};
  *lede__layer_cell(&b, full, 5) = (lede__cell){.placed = true, .at = {17, 22}};
  *lede__layer_cell(&b, full, 6) = (lede__cell){.set = true, .placed = true, .at = {0, 0}};
  *lede__layer_cell(&b, full, 7) = (lede__cell){.set = true, .scalar.number = 2};
  *lede__layer_cell(&b, placed, 4) = (lede__cell){.placed = true, .at = {4, 9}};
  *lede__layer_cell(&b, placed, 8) = (lede__cell){.placed = true, .at = {4, 9}};
  assert_int_equal(lede__layer_seal(&b, &l, NULL), LEDE_OK);
  assert_int_equal(lede__doc_add_layer(doc, l, NULL), LEDE_OK);
}

static lede_doc *full_doc(void) {
  lede_given given = {
      .path = LEDE__LIT("inbox/caf\xE9.txt"), .outlet = LEDE__LIT("Pier News"), .url = LEDE__LIT("")};
  lede_doc *doc = doc_of(story, &given);
  static const test_mark structure[] = {
      {.words = "Ana Cifuentes", .kind = "byline", .name = "Ana Cifuentes"},
      {.words = "7 January 2026", .kind = "date", .value = "2026-01-07", .rule = "inferred-year"},
      {.words = "The café", .kind = "title"},
  };
  add_layer(doc, "structure", structure, 3);
  add_everything(doc);
  add_layer(doc, "empty", NULL, 0);
  return doc;
}

static lede__buf written(const lede_doc *doc, lede__record_options options) {
  lede__buf out = {0};
  assert_int_equal(lede__record_write(&out, doc, &options, NULL, 0, NULL), LEDE_OK);
  return out;
}

static lede_str slice(const lede__buf *b) { return (lede_str){b->ptr, b->len}; }

static void a_record_is_one_object_as_the_manual_says(void **state) {
  (void)state;
  lede_doc *doc = doc_of("Noon.", &(lede_given){.path = LEDE__LIT("a.txt"), .date = LEDE__LIT("2026")});
  add_layer(doc, "times", &(test_mark){.words = "Noon", .kind = "time", .name = "noon", .rule = "word"}, 1);
  lede__record_error errors[] = {{LEDE__LIT("talkers"), LEDE__LIT("talkers.lua:3: oops")}};
  lede__record_options options = {.recipe = LEDE__LIT("9f3c")};
  lede__buf out = {0};
  assert_int_equal(lede__record_write(&out, doc, &options, errors, 1, NULL), LEDE_OK);
  assert_string_equal(
      out.ptr,
      "{\"lede\":1,\"recipe\":\"9f3c\",\"doc\":{\"id\":\"a.txt\",\"path\":\"a.txt\","
      "\"content\":\"sha256:056f5f328c9e644f9f6e27488abfdcec180c1d2e253a22e9c8f9b9d10044a652\","
      "\"bytes\":5,\"encoding\":\"utf-8\",\"given\":{\"date\":\"2026\"},"
      "\"title\":null,\"outlet\":null,\"credit\":[],\"byline\":[],\"url\":null,"
      "\"date\":\"2026\",\"date_from\":\"given\",\"lang\":null},\"text\":\"Noon.\","
      "\"schema\":{\"times\":{\"plugin\":\"times\",\"gives\":{\"name\":\"name\",\"value\":\"date\"}}},"
      "\"layers\":{\"times\":[{\"start\":0,\"end\":4,\"text\":\"Noon\",\"kind\":\"time\","
      "\"rule\":\"word\",\"name\":\"noon\"}]},"
      "\"errors\":[{\"plugin\":\"talkers\",\"message\":\"talkers.lua:3: oops\"}]}");
  lede__buf_free(&out);
  lede_doc_free(doc);
}

/* Written, read and written again, in every unit, with and without the layers of lede's own. */
static void read_back_and_written_again_it_is_the_same(void **state) {
  (void)state;
  lede_doc *doc = full_doc();
  for (unsigned unit = LEDE__BYTES; unit <= LEDE__UTF16; unit++) {
    for (int with = 0; with < 2; with++) {
      lede__record_options options = {.offsets = (lede__offsets)unit, .tokens = with, .sentences = with};
      lede__buf once = written(doc, options);
      lede_doc *back;
      lede_error err = {0};
      if (lede__record_read(slice(&once), &back, &err)) fail_msg("%s", err.message);
      lede__buf twice = written(back, options);
      assert_string_equal(once.ptr, twice.ptr);
      lede_doc_free(back);
      lede__buf_free(&once);
      lede__buf_free(&twice);
    }
  }
  lede_doc_free(doc);
}

static void facts_types_and_plugins_come_back(void **state) {
  (void)state;
  lede_doc *doc = full_doc(), *back;
  lede__buf out = written(doc, (lede__record_options){0});
  assert_int_equal(lede__record_read(slice(&out), &back, NULL), LEDE_OK);
  assert_true(lede__str_eq(lede_doc_path(back), LEDE__LIT("inbox/caf\xE9.txt")));
  assert_true(lede__str_is(lede_doc_fact(back, "outlet"), "Pier News"));
  assert_true(lede__str_is(lede_doc_fact(back, "title"), "The café"));
  assert_string_equal(back->content, doc->content);
  const lede__layer *l = lede__doc_layer(back, LEDE__LIT("everything"));
  assert_true(lede__str_is(l->plugin, "maker"));
  assert_int_equal(l->schema->count, 9);
  assert_int_equal(lede__layer_value(l, 2, 2)->scalar.integer, INT64_MIN);
  assert_true(lede__layer_value(l, 2, 7)->scalar.number == 2.0);
  assert_int_equal(lede__doc_layer(back, LEDE__LIT("empty"))->count, 0);
  lede__buf_free(&out);
  lede_doc_free(back);
  lede_doc_free(doc);
}

static void offsets_can_be_those_of_other_languages(void **state) {
  (void)state;
  lede_doc *doc = doc_of("é𝄞é", NULL);
  add_layer(doc, "clefs", &(test_mark){.words = "𝄞", .kind = "clef"}, 1);
  static const char *const expected[] = {"{\"start\":2,\"end\":6,", "{\"start\":1,\"end\":2,",
                                         "{\"start\":1,\"end\":3,"};
  for (unsigned unit = LEDE__BYTES; unit <= LEDE__UTF16; unit++) {
    lede__buf out = written(doc, (lede__record_options){.offsets = (lede__offsets)unit});
    assert_non_null(strstr(out.ptr, expected[unit]));
    assert_int_equal(strstr(out.ptr, "\"offsets\":") != NULL, unit != LEDE__BYTES);
    lede__buf_free(&out);
  }
  lede_doc_free(doc);
}

static void without_text_marks_keep_their_words(void **state) {
  (void)state;
  lede_doc *doc = full_doc(), *back;
  lede__buf out = written(doc, (lede__record_options){.no_text = true});
  assert_null(strstr(out.ptr, "said so"));
  assert_non_null(strstr(out.ptr, "\"text\":\"Ana Cifuentes\""));
  lede_error err;
  assert_int_equal(lede__record_read(slice(&out), &back, &err), LEDE_EFORMAT);
  assert_non_null(strstr(err.message, "--no-text"));
  lede__buf_free(&out);
  lede_doc_free(doc);
}

static void what_decoding_did_is_told_only_when_it_did(void **state) {
  (void)state;
  static const char source[] = "\xEF\xBB\xBF"
                               "caf\xC3\xA9 caf\xC3\xA9 caf\xC3\xA9 \xFF";
  lede_doc *doc, *back;
  assert_int_equal(lede_doc_load(source, sizeof source - 1, NULL, NULL, &doc, NULL), LEDE_OK);
  lede__buf once = written(doc, (lede__record_options){0});
  assert_non_null(
      strstr(once.ptr, "\"encoding\":\"utf-8\",\"bom\":true,\"replaced\":1,\"first_replaced\":21,"));
  assert_int_equal(lede__record_read(slice(&once), &back, NULL), LEDE_OK);
  lede__buf twice = written(back, (lede__record_options){0});
  assert_string_equal(once.ptr, twice.ptr);
  size_t start, end;
  lede_doc_source(back, (lede_span){0, 4}, &start, &end);
  assert_int_equal(start, 0);
  assert_int_equal(end, sizeof source - 1);
  lede__buf_free(&once);
  lede__buf_free(&twice);
  lede_doc_free(back);
  lede_doc_free(doc);
}

static void the_record_of_a_failure_says_why(void **state) {
  (void)state;
  lede_error failure;
  lede__fail(&failure, LEDE_EFORMAT, "a\xFF.txt", "a PDF document");
  lede__buf out = {0};
  lede_given given = {.path = LEDE__LIT("a\xFF.txt"), .date = LEDE__LIT("2026")};
  assert_int_equal(lede__record_write_failure(&out, &given, &failure, NULL), LEDE_OK);
  assert_string_equal(
      out.ptr,
      "{\"lede\":1,\"doc\":{\"id\":\"a\xEF\xBF\xBD.txt\",\"path\":\"a\xEF\xBF\xBD.txt\","
      "\"path_bytes\":\"61ff2e747874\",\"given\":{\"date\":\"2026\"}},"
      "\"error\":{\"code\":\"format\",\"where\":\"a\xEF\xBF\xBD.txt\",\"message\":\"a PDF document\"}}");
  lede_doc *doc;
  assert_int_equal(lede__record_read(slice(&out), &doc, NULL), LEDE_EFORMAT);
  lede__buf_free(&out);
}

/* ---- Records that are not right ----------------------------------------- */

static void assert_refused(const char *json, const char *part_of_message) {
  lede_doc *doc;
  lede_error err;
  assert_int_equal(lede__record_read(lede__str(json), &doc, &err), LEDE_EFORMAT);
  assert_null(doc);
  if (!strstr(err.message, part_of_message)) fail_msg("\"%s\" lacks \"%s\"", err.message, part_of_message);
}

static void what_is_no_record_is_refused(void **state) {
  (void)state;
  assert_refused("", "JSON");
  assert_refused("[]", "not a record");
  assert_refused("{\"text\":\"x\"}", "not a record");
  assert_refused("{\"lede\":0,\"text\":\"x\"}", "version 0");
  assert_refused("{\"lede\":99,\"text\":\"x\"}", "newer lede");
  assert_refused("{\"lede\":1}", "no text");
  assert_refused("{\"lede\":1,\"text\":\"x\",\"offsets\":\"lines\"}", "codepoints or utf16");
  assert_refused("{\"lede\":1,\"text\":\"x\",\"doc\":{\"path_bytes\":\"6\"}}", "hexadecimal");
  assert_refused("{\"lede\":1,\"text\":\"x\",\"doc\":{\"path_bytes\":\"zz\"}}", "hexadecimal");
}

/* clang-format off */
#define RECORD(mark) \
  "{\"lede\":1,\"text\":\"n\xC3\xA9 x\",\"schema\":{\"l\":{\"gives\":{\"n\":\"integer\",\"d\":\"date\"," \
  "\"w\":\"name, span\",\"b\":\"boolean\",\"x\":\"number\",\"s\":\"string[]\"}}}," \
  "\"layers\":{\"l\":[{\"start\":0,\"end\":1,\"kind\":\"k\"}," mark "]}}"
/* clang-format on */

static void a_bad_mark_is_refused_with_its_number_and_field(void **state) {
  (void)state;
  assert_refused(RECORD("7"), "mark 2 of layer \"l\"");
  assert_refused(RECORD("{\"start\":0,\"end\":1}"), "\"kind\" must be a string");
  assert_refused(RECORD("{\"end\":1,\"kind\":\"k\"}"), "\"start, end\" has no offset");
  assert_refused(RECORD("{\"start\":0.5,\"end\":1,\"kind\":\"k\"}"), "not an integer");
  assert_refused(RECORD("{\"start\":-1,\"end\":1,\"kind\":\"k\"}"), "outside the text");
  assert_refused(RECORD("{\"start\":0,\"end\":4294967297,\"kind\":\"k\"}"), "outside the text");
  assert_refused(RECORD("{\"start\":0,\"end\":2,\"kind\":\"k\"}"), "inside a character");
  assert_refused(RECORD("{\"start\":3,\"end\":1,\"kind\":\"k\"}"), "ends before it starts");
  assert_refused(RECORD("{\"start\":0,\"end\":1,\"kind\":\"k\",\"text\":\"x\"}"), "not what stands");
  assert_refused(RECORD("{\"start\":0,\"end\":1,\"kind\":\"k\",\"parts\":3}"), "must be a list");
  assert_refused(RECORD("{\"start\":0,\"end\":1,\"kind\":\"k\",\"n\":1.5}"), "\"n\" must be an integer");
  assert_refused(RECORD("{\"start\":0,\"end\":1,\"kind\":\"k\",\"d\":\"May\"}"), "\"d\" is no date");
  assert_refused(RECORD("{\"start\":0,\"end\":1,\"kind\":\"k\",\"b\":0}"), "true or false");
  assert_refused(RECORD("{\"start\":0,\"end\":1,\"kind\":\"k\",\"x\":\"1\"}"), "must be a number");
  assert_refused(RECORD("{\"start\":0,\"end\":1,\"kind\":\"k\",\"s\":\"a\"}"), "must be a list");
  assert_refused(RECORD("{\"start\":0,\"end\":1,\"kind\":\"k\",\"s\":[1]}"), "must be a string");
  assert_refused(RECORD("{\"start\":0,\"end\":1,\"kind\":\"k\",\"w\":\"a\",\"w_start\":0}"),
                 "\"w\" has no offset");
}

static void a_layer_must_say_what_it_gives(void **state) {
  (void)state;
  assert_refused("{\"lede\":1,\"text\":\"\",\"layers\":{\"l\":[]}}", "gives");
  assert_refused(
      "{\"lede\":1,\"text\":\"\",\"layers\":{\"l\":[]},\"schema\":{\"l\":{\"gives\":{\"a\":\"strng\"}}}}",
      "did you mean");
  assert_refused(
      "{\"lede\":1,\"text\":\"\",\"layers\":{\"l\":[]},\"schema\":{\"l\":{\"gives\":{\"end\":\"string\"}}}}",
      "reserved");
  assert_refused("{\"lede\":1,\"text\":\"\",\"layers\":{\"l\":{}},\"schema\":{\"l\":{\"gives\":{}}}}",
                 "list of marks");
}

/* Fields are only ever added: an older lede passes over those it doesn't know. */
static void unknown_members_are_passed_over(void **state) {
  (void)state;
  lede_doc *doc;
  lede_str json = LEDE__LIT("{\"lede\":1,\"new\":[],\"doc\":{\"id\":\"a\",\"new\":1},\"text\":\"x\"}");
  assert_int_equal(lede__record_read(json, &doc, NULL), LEDE_OK);
  assert_true(lede__str_is(lede_doc_id(doc), "a"));
  assert_int_equal(doc->loaded.source_bytes, 1);
  lede_doc_free(doc);
}

/* ---- Memory ------------------------------------------------------------- */

static lede_status write(void *ctx) {
  lede__buf out = {0};
  lede__record_options options = {.tokens = true, .offsets = LEDE__UTF16};
  lede_status status = lede__record_write(&out, ctx, &options, NULL, 0, NULL);
  lede__buf_free(&out);
  return status;
}

static lede_status read_back(void *ctx) {
  lede_doc *doc;
  lede_status status = lede__record_read(slice(ctx), &doc, NULL);
  lede_doc_free(doc);
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  lede_doc *doc = full_doc();
  assert_survives_failing_allocations(write, doc);
  lede__buf out = written(doc, (lede__record_options){.offsets = LEDE__CODEPOINTS});
  assert_survives_or_recovers(read_back, &out);
  lede__buf_free(&out);
  lede_doc_free(doc);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_record_is_one_object_as_the_manual_says),
      cmocka_unit_test(read_back_and_written_again_it_is_the_same),
      cmocka_unit_test(facts_types_and_plugins_come_back),
      cmocka_unit_test(offsets_can_be_those_of_other_languages),
      cmocka_unit_test(without_text_marks_keep_their_words),
      cmocka_unit_test(what_decoding_did_is_told_only_when_it_did),
      cmocka_unit_test(the_record_of_a_failure_says_why),
      cmocka_unit_test(what_is_no_record_is_refused),
      cmocka_unit_test(a_bad_mark_is_refused_with_its_number_and_field),
      cmocka_unit_test(a_layer_must_say_what_it_gives),
      cmocka_unit_test(unknown_members_are_passed_over),
      cmocka_unit_test(each_allocation_may_fail),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
