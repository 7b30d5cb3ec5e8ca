/* doc/fixes: a correction changes the mark it names and nothing else, or says why it can't. */
#include "doc/fixes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "doc/record.h"
#include "support_alloc.h"
#include "support_file.h"
#include "support_layer.h"

static const char story[] = "Ada Berg met Ana Lind in Corrin. Berg left Corrin.\n";
static const lede_given given = {.id = {"a.txt", 5}};

static const test_mark marks[] = {
    {.words = "Ada Berg", .kind = "person", .rule = "list", .name = "Ada Berg"},
    {.words = "Ana Lind", .kind = "person", .rule = "list", .name = "Ana Lind", .value = "2026-01-07"},
    {.words = "Corrin", .kind = "place", .rule = "list", .name = "Corrin"},
    {.words = "Corrin", .kind = "org", .name = "Corrin"},
};

static lede__fixes fixes;
static lede__buf told;

static lede_status tell(void *context, lede_str message, lede_error *err) {
  (void)context, (void)err;
  lede__buf_str(&told, message);
  lede__buf_char(&told, '\n');
  return LEDE_OK;
}

static int clean(void **state) {
  (void)state;
  lede__fixes_free(&fixes);
  lede__buf_free(&told);
  remove_files();
  return 0;
}

/* The marks of the story after the fixes in `lines`: "start-end kind rule name value;" each. */
static char *fixed(const char *lines) {
  static char out[1024];
  lede_error err = {0};
  lede_doc *doc = doc_of(story, &given);
  add_layer(doc, "names", marks, 4);
  if (lede__fixes_read(file_of(lines), &fixes, &err)) fail_msg("%s: %s", err.where, err.message);
  assert_int_equal(lede__fixes_apply(&fixes, doc, tell, NULL, NULL), LEDE_OK);
  const lede__layer *l = lede__doc_layer(doc, LEDE__LIT("names"));
  int n = snprintf(out, sizeof out, "%u:", doc->fixes);
  for (uint32_t i = 0; i < l->count; i++) {
    lede_str name = lede_mark_str(l, i, "name"), value = lede_mark_str(l, i, "value");
    n += snprintf(out + n, sizeof out - (size_t)n, " %u-%u %s %s %s %s;", l->at[i].start, l->at[i].end,
                  l->kind[i].ptr, l->rule[i].ptr ? l->rule[i].ptr : "-", name.ptr ? name.ptr : "-",
                  value.ptr ? value.ptr : "-");
  }
  lede_doc_free(doc);
  return out;
}

#define ADA "{\"doc\":\"a.txt\",\"layer\":\"names\",\"start\":0,\"end\":8,\"text\":\"Ada Berg\","
#define ANA "{\"doc\":\"a.txt\",\"layer\":\"names\",\"start\":13,\"end\":21,\"text\":\"Ana Lind\","
#define CORRIN "{\"doc\":\"a.txt\",\"layer\":\"names\",\"start\":25,\"end\":31,\"text\":\"Corrin\","
#define BERG "{\"doc\":\"a.txt\",\"layer\":\"names\",\"start\":33,\"end\":37,\"text\":\"Berg\","
#define ALL                                                                                                  \
  " 0-8 person list Ada Berg -; 13-21 person list Ana Lind 2026-01-07; 25-31 place list Corrin -; 25-31 org - Corrin -;"

static void test_a_field_is_set_and_the_rule_says_so(void **state) {
  (void)state;
  assert_string_equal(
      fixed(ADA "\"field\":\"name\",\"value\":\"Ada Bergh\",\"who\":\"me\",\"when\":\"2026\"}\n\n" ANA
                "\"field\":\"kind\",\"value\":\"org\"}"),
      "2: 0-8 person fix Ada Bergh -; 13-21 org fix Ana Lind 2026-01-07; 25-31 place list Corrin -; 25-31 org - Corrin -;");
  assert_null(told.ptr);
}

static void test_null_takes_an_attribute_away(void **state) {
  (void)state;
  assert_non_null(strstr(fixed(ANA "\"field\":\"value\",\"value\":null}"), "13-21 person fix Ana Lind -;"));
}

static void test_the_last_line_wins(void **state) {
  (void)state;
  assert_non_null(
      strstr(fixed(ADA "\"field\":\"name\",\"value\":\"X\"}\n" ADA "\"field\":\"name\",\"value\":\"Y\"}"),
             "0-8 person fix Y -;"));
}

static void test_a_mark_goes_and_may_be_gone_already(void **state) {
  (void)state;
  assert_string_equal(
      fixed(ADA "\"delete\":true}\n" BERG "\"delete\":true}\n" CORRIN "\"kind\":\"org\",\"delete\":true}"),
      "3: 13-21 person list Ana Lind 2026-01-07; 25-31 place list Corrin -;");
  assert_null(told.ptr);
}

static void test_a_mark_comes_in_its_place_and_once(void **state) {
  (void)state;
  assert_string_equal(
      fixed(BERG "\"add\":{\"kind\":\"person\",\"name\":\"Ada Berg\"}}\n" ADA
                 "\"add\":{\"kind\":\"person\",\"name\":\"Ada B.\"}}"),
      "2: 0-8 person fix Ada B. -; 13-21 person list Ana Lind 2026-01-07; 25-31 place list Corrin -; 25-31 org - Corrin -; 33-37 person fix Ada Berg -;");
}

static void test_a_new_mark_needs_a_kind_only(void **state) {
  (void)state;
  assert_non_null(strstr(fixed(BERG "\"add\":{\"kind\":\"person\"}}"), "33-37 person fix - -;"));
}

static void test_kind_says_which_of_two_marks(void **state) {
  (void)state;
  assert_non_null(strstr(fixed(CORRIN "\"kind\":\"org\",\"field\":\"name\",\"value\":\"Corrin FC\"}"),
                         "25-31 place list Corrin -; 25-31 org fix Corrin FC -;"));
}

static void test_other_documents_and_layers_are_left_alone(void **state) {
  (void)state;
  assert_string_equal(
      fixed("{\"doc\":\"b.txt\",\"layer\":\"names\",\"start\":0,\"end\":1,\"text\":\"x\",\"delete\":true}\n"
            "{\"doc\":\"a.txt\",\"layer\":\"quotes\",\"start\":0,\"end\":1,\"text\":\"x\",\"delete\":true}"),
      "0:" ALL);
  assert_null(told.ptr);
}

static void test_changed_words_are_told_and_nothing_is_done(void **state) {
  (void)state;
  assert_string_equal(
      fixed(
          "{\"doc\":\"a.txt\",\"layer\":\"names\",\"start\":33,\"end\":37,\"text\":\"Lind\",\"add\":{\"kind\":\"person\"}}\n"),
      "0:" ALL);
  assert_non_null(strstr(
      told.ptr,
      ":1: names 33-37 of a.txt: the text has changed: \"Lind\" stood there, and now \"Berg\" (the words have moved to 17-21); nothing was changed there"));
}

static void test_words_past_the_end_are_told(void **state) {
  (void)state;
  assert_string_equal(
      fixed(
          "{\"doc\":\"a.txt\",\"layer\":\"names\",\"start\":1000,\"end\":1004,\"text\":\"gone\",\"delete\":true}\n"),
      "0:" ALL);
  assert_non_null(strstr(told.ptr, "\"gone\" stood there, and now \"\";"));
}

static void test_a_mark_that_is_no_longer_there_is_told(void **state) {
  (void)state;
  assert_string_equal(fixed(BERG "\"field\":\"name\",\"value\":\"X\"}\n" ADA
                                 "\"kind\":\"org\",\"field\":\"name\",\"value\":\"X\"}"),
                      "0:" ALL);
  assert_non_null(strstr(told.ptr, "\"Berg\" is no longer marked;"));
  assert_non_null(strstr(told.ptr, "\"Ada Berg\" is no longer marked as org;"));
}

/* Whether a fix can set the place `where` of a mark of "né é" to this span. */
static bool can_be_placed(unsigned start, unsigned end) {
  static lede__attribute attribute = {.name = {"where", 5}, .type = LEDE__SPAN};
  static const lede__schema schema = {{"names", 5}, &attribute, 1};
  char line[256];
  lede__builder b;
  lede__layer *l;
  lede_span at;
  uint32_t mark;
  lede_doc *doc = doc_of("né é", &given);
  lede__layer_begin(&b, &doc->arena, &schema, LEDE__LIT("p"), 0, NULL);
  lede__layer_mark(&b, (lede_span){0, 1}, LEDE__LIT("k"), (lede_str){0}, &mark, NULL);
  lede__layer_seal(&b, &l, NULL);
  lede__doc_add_layer(doc, l, NULL);
  snprintf(line, sizeof line,
           "{\"doc\":\"a.txt\",\"layer\":\"names\",\"start\":0,\"end\":1,\"text\":\"n\","
           "\"field\":\"where\",\"value\":{\"start\":%u,\"end\":%u}}",
           start, end);
  assert_int_equal(lede__fixes_read(file_of(line), &fixes, NULL), LEDE_OK);
  assert_int_equal(lede__fixes_apply(&fixes, doc, tell, NULL, NULL), LEDE_OK);
  bool set = lede_mark_place(lede__doc_layer(doc, LEDE__LIT("names")), 0, "where", &at);
  if (set) assert_true(at.start == start && at.end == end);
  lede_doc_free(doc);
  lede__fixes_free(&fixes);
  return set;
}

static void test_a_span_must_be_one_of_the_text(void **state) {
  (void)state;
  assert_true(can_be_placed(1, 3));
  assert_null(told.ptr);
  assert_false(can_be_placed(2, 3)); /* inside é */
  assert_false(can_be_placed(0, 99));
  assert_non_null(strstr(told.ptr, "where must be {\"start\":"));
}

static void test_the_record_says_how_many_and_reads_back(void **state) {
  (void)state;
  lede__buf first = {0}, second = {0};
  lede_doc *doc = doc_of(story, &given), *again;
  add_layer(doc, "names", marks, 4);
  assert_int_equal(lede__fixes_read(file_of(ADA "\"field\":\"name\",\"value\":\"X\"}"), &fixes, NULL),
                   LEDE_OK);
  assert_int_equal(lede__fixes_apply(&fixes, doc, tell, NULL, NULL), LEDE_OK);
  assert_int_equal(lede__record_write(&first, doc, NULL, NULL, 0, NULL), LEDE_OK);
  assert_non_null(strstr(first.ptr, "\"fixes\":1"));
  assert_int_equal(lede__record_read((lede_str){first.ptr, first.len}, &again, NULL), LEDE_OK);
  assert_int_equal(lede__record_write(&second, again, NULL, NULL, 0, NULL), LEDE_OK);
  assert_string_equal(first.ptr, second.ptr);
  lede__buf_free(&first);
  lede__buf_free(&second);
  lede_doc_free(doc);
  lede_doc_free(again);
}

/* ---- Refusals ---------------------------------------------------------- */

static void refuses(const char *lines, unsigned line, const char *message) {
  static lede__attribute attributes[] = {{.name = {"dates", 5}, .type = LEDE__DATE, .list = true},
                                         {.name = {"n", 1}, .type = LEDE__INTEGER},
                                         {.name = {"name", 4}, .type = LEDE__NAME, .placed = true},
                                         {.name = {"where", 5}, .type = LEDE__SPAN},
                                         {.name = {"yes", 3}, .type = LEDE__BOOLEAN}};
  static const lede__schema schema = {{"names", 5}, attributes, 5}, *const schemas[] = {&schema};
  lede_error err = {0};
  char where[64];
  const char *path = file_of(lines);
  lede_status status = lede__fixes_read(path, &fixes, &err);
  if (!status) status = lede__fixes_check(&fixes, schemas, 1, &err);
  snprintf(where, sizeof where, "%s:%u", path, line);
  assert_int_equal(status, message ? LEDE_ESETUP : LEDE_OK);
  if (message) assert_string_equal(err.where, where);
  if (message && !strstr(err.message, message)) fail_msg("%s", err.message);
  lede__fixes_free(&fixes);
}

static void test_lines_that_make_no_sense_are_refused(void **state) {
  (void)state;
  refuses("\n{\"doc\":", 2, "not valid JSON");
  refuses("3", 1, "no JSON object");
  refuses("{\"layer\":\"names\"}", 1, "\"doc\" is missing");
  refuses("{\"doc\":\"a\",\"layer\":\"names\",\"start\":0,\"end\":1,\"delete\":true}", 1,
          "\"text\" is missing");
  refuses("{\"doc\":\"a\",\"layer\":\"names\",\"start\":-1,\"end\":1,\"text\":\"x\",\"delete\":true}", 1,
          "\"start\" is missing");
  refuses("{\"doc\":\"a\",\"layer\":\"names\",\"start\":0,\"end\":2,\"text\":\"x\",\"delete\":true}", 1,
          "not as many bytes");
  refuses(ADA "\"feild\":\"name\"}", 1, "did you mean \"field\"?");
  refuses(ADA "\"delete\":true,\"field\":\"name\",\"value\":\"x\"}", 1, "one of");
  refuses(ADA "\"who\":\"me\"}", 1, "one of");
  refuses(ADA "\"field\":\"name\"}", 1, "\"value\" is missing");
  refuses(ADA "\"add\":{\"name\":\"x\"}}", 1, "\"kind\"");
}

static void test_fields_and_types_are_checked_by_the_schema(void **state) {
  (void)state;
  refuses(ADA "\"field\":\"nmae\",\"value\":\"x\"}", 1, "did you mean \"name\"?");
  refuses(ADA "\"field\":\"name\",\"value\":3}", 1, "declared as \"name, span\": its value must be a string");
  refuses(ADA "\"field\":\"n\",\"value\":\"3\"}", 1, "must be an integer");
  refuses(ADA "\"field\":\"yes\",\"value\":1}", 1, "must be true or false");
  refuses(ADA "\"field\":\"dates\",\"value\":\"2026\"}", 1, "must be a list");
  refuses(ADA "\"field\":\"dates\",\"value\":[\"2026\",\"x\"]}", 1, "a list of the right type");
  refuses(ADA "\"field\":\"where\",\"value\":[1,2]}", 1, "{\"start\":");
  refuses(ADA "\"field\":\"kind\",\"value\":null}", 1, "\"kind\" is a word");
  refuses(ADA "\"add\":{\"kind\":\"org\",\"n\":\"x\"}}", 1, "must be an integer");
  refuses("{\"doc\":\"a\",\"layer\":\"nmaes\",\"start\":0,\"end\":1,\"text\":\"x\",\"delete\":true}", 1,
          "did you mean \"names\"?");
  refuses("{\"doc\":\"a\",\"layer\":\"vows\",\"start\":0,\"end\":1,\"text\":\"x\",\"delete\":true}", 1, NULL);
  refuses(ADA "\"field\":\"dates\",\"value\":[\"2026\"]}\n" ADA
              "\"field\":\"where\",\"value\":{\"start\":1,\"end\":2}}\n" ADA
              "\"field\":\"n\",\"value\":null}",
          1, NULL);
}

/* ---- Out of memory ----------------------------------------------------- */

static lede_status read_and_apply(void *path) {
  lede__fixes own;
  lede_doc *doc;
  lede_status status = lede__fixes_read(path, &own, NULL);
  if (status) return status;
  fail_allocation(0, false);
  doc = doc_of(story, &given);
  add_layer(doc, "names", marks, 4);
  status = lede__fixes_apply(&own, doc, tell, NULL, NULL);
  lede__fixes_free(&own);
  lede_doc_free(doc);
  return status;
}

static void test_out_of_memory_is_a_status(void **state) {
  (void)state;
  const char *path = file_of(ADA "\"field\":\"name\",\"value\":\"X\"}\n" BERG
                                 "\"add\":{\"kind\":\"person\",\"name\":\"Y\"}}\n" ANA "\"delete\":true}\n");
  assert_survives_or_recovers(read_and_apply, (void *)path);
}

typedef struct applying {
  lede_doc *doc;
} applying;

static lede_status apply_again(void *context) {
  applying *a = context;
  return lede__fixes_apply(&fixes, a->doc, tell, NULL, NULL);
}

static void test_out_of_memory_while_fixing_leaves_the_layer(void **state) {
  (void)state;
  applying a = {doc_of(story, &given)};
  add_layer(a.doc, "names", marks, 4);
  assert_int_equal(lede__fixes_read(file_of(ADA "\"field\":\"name\",\"value\":\"X\"}\n" BERG
                                                "\"add\":{\"kind\":\"person\",\"name\":\"Y\"}}\n"),
                                    &fixes, NULL),
                   LEDE_OK);
  assert_survives_or_recovers(apply_again, &a);
  assert_int_equal(lede__doc_layer(a.doc, LEDE__LIT("names"))->count, 5);
  lede_doc_free(a.doc);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(test_a_field_is_set_and_the_rule_says_so, clean),
      cmocka_unit_test_teardown(test_null_takes_an_attribute_away, clean),
      cmocka_unit_test_teardown(test_the_last_line_wins, clean),
      cmocka_unit_test_teardown(test_a_mark_goes_and_may_be_gone_already, clean),
      cmocka_unit_test_teardown(test_a_mark_comes_in_its_place_and_once, clean),
      cmocka_unit_test_teardown(test_a_new_mark_needs_a_kind_only, clean),
      cmocka_unit_test_teardown(test_kind_says_which_of_two_marks, clean),
      cmocka_unit_test_teardown(test_other_documents_and_layers_are_left_alone, clean),
      cmocka_unit_test_teardown(test_changed_words_are_told_and_nothing_is_done, clean),
      cmocka_unit_test_teardown(test_words_past_the_end_are_told, clean),
      cmocka_unit_test_teardown(test_a_mark_that_is_no_longer_there_is_told, clean),
      cmocka_unit_test_teardown(test_a_span_must_be_one_of_the_text, clean),
      cmocka_unit_test_teardown(test_the_record_says_how_many_and_reads_back, clean),
      cmocka_unit_test_teardown(test_lines_that_make_no_sense_are_refused, clean),
      cmocka_unit_test_teardown(test_fields_and_types_are_checked_by_the_schema, clean),
      cmocka_unit_test_teardown(test_out_of_memory_is_a_status, clean),
      cmocka_unit_test_teardown(test_out_of_memory_while_fixing_leaves_the_layer, clean),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
