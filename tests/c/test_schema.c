/* doc/schema: what a layer may declare, and what is refused with a word on what to do. */
#include "doc/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support_alloc.h"

static void types_are_read_and_written_the_same(void **state) {
  (void)state;
  static const struct {
    const char *written;
    lede__attribute read;
  } cases[] = {
      {"string", {.type = LEDE__STRING}},
      {"name, span", {.type = LEDE__NAME, .placed = true}},
      {"integer", {.type = LEDE__INTEGER}},
      {"number[]", {.type = LEDE__NUMBER, .list = true}},
      {"boolean", {.type = LEDE__BOOLEAN}},
      {"date", {.type = LEDE__DATE}},
      {"span", {.type = LEDE__SPAN}},
      {"span[]", {.type = LEDE__SPAN, .list = true}},
      {"name[], span", {.type = LEDE__NAME, .list = true, .placed = true}},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    lede__attribute a = {0};
    char written[32];
    assert_int_equal(lede__type_parse(lede__str(cases[i].written), &a, NULL), LEDE_OK);
    assert_int_equal(a.type, cases[i].read.type);
    assert_int_equal(a.list, cases[i].read.list);
    assert_int_equal(a.placed, cases[i].read.placed);
    lede__type_print(&a, written);
    assert_string_equal(written, cases[i].written);
  }
}

static void blanks_around_the_comma_do_not_matter(void **state) {
  (void)state;
  lede__attribute a = {0};
  assert_int_equal(lede__type_parse(LEDE__LIT(" name ,span "), &a, NULL), LEDE_OK);
  assert_true(a.placed);
}

static void an_unknown_type_is_refused_with_what_may_stand_there(void **state) {
  (void)state;
  static const char *const bad[] = {"",      "[]",     "strng",      "name, place",
                                    "name,", ", span", "string[][]", "a, b, c"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    lede__attribute a = {0};
    lede_error err;
    assert_int_equal(lede__type_parse(lede__str(bad[i]), &a, &err), LEDE_ESETUP);
    assert_non_null(strstr(err.message, "a type is string, name"));
  }
}

static void a_slip_in_a_type_names_the_one_meant(void **state) {
  (void)state;
  lede__attribute a = {0};
  lede_error err;
  lede__type_parse(LEDE__LIT("strng"), &a, &err);
  assert_non_null(strstr(err.message, "did you mean \"string\"?"));
}

static void a_span_has_no_place_beside_itself(void **state) {
  (void)state;
  lede__attribute a = {0};
  assert_int_equal(lede__type_parse(LEDE__LIT("span, span"), &a, NULL), LEDE_ESETUP);
}

/* ---- Whole schemas ------------------------------------------------------ */

static lede_status seal(const char *layer, lede__attribute *attributes, uint32_t count, lede_error *err) {
  lede__schema s = {lede__str(layer), attributes, count};
  return lede__schema_seal(&s, err);
}

static lede__attribute attribute(const char *name, const char *type) {
  lede__attribute a = {.name = lede__str(name)};
  assert_int_equal(lede__type_parse(lede__str(type), &a, NULL), LEDE_OK);
  return a;
}

static void sealing_sorts_so_that_names_are_found(void **state) {
  (void)state;
  lede__attribute a[] = {attribute("times", "integer"), attribute("cue", "string"),
                         attribute("name", "name")};
  lede__schema s = {LEDE__LIT("talkers"), a, 3};
  assert_int_equal(lede__schema_seal(&s, NULL), LEDE_OK);
  assert_int_equal(lede__schema_find(&s, LEDE__LIT("cue")), 0);
  assert_int_equal(lede__schema_find(&s, LEDE__LIT("name")), 1);
  assert_int_equal(lede__schema_find(&s, LEDE__LIT("times")), 2);
  assert_int_equal(lede__schema_find(&s, LEDE__LIT("tim")), LEDE_NONE);
  assert_int_equal(lede__schema_find(&(lede__schema){0}, LEDE__LIT("x")), LEDE_NONE);
}

static void assert_refused(const char *name, const char *part_of_message) {
  lede__attribute a = {.name = lede__str(name)};
  lede_error err;
  assert_int_equal(seal("talkers", &a, 1, &err), LEDE_ESETUP);
  assert_non_null(strstr(err.message, "layer \"talkers\""));
  assert_non_null(strstr(err.message, part_of_message));
}

static void names_must_be_identifiers_that_lede_does_not_use_itself(void **state) {
  (void)state;
  assert_refused("first", "reserved");
  assert_refused("rule", "reserved");
  assert_refused("", "letters, digits and _");
  assert_refused("2nd", "letters, digits and _");
  assert_refused("a-b", "letters, digits and _");
  assert_refused("größe", "letters, digits and _");
}

static void a_name_is_declared_once(void **state) {
  (void)state;
  lede__attribute a[] = {attribute("cue", "string"), attribute("name", "name"), attribute("cue", "string")};
  lede_error err;
  assert_int_equal(seal("quotes", a, 3, &err), LEDE_ESETUP);
  assert_non_null(strstr(err.message, "declared twice"));
}

/* speaker, placed, is written with speaker_start and speaker_end. */
static void a_name_must_not_be_the_place_of_another(void **state) {
  (void)state;
  static const char *const taken[] = {"speaker_start", "speaker_end", "speaker_first", "speaker_last"};
  for (size_t i = 0; i < 4; i++) {
    lede__attribute a[] = {attribute("speaker", "name, span"), attribute(taken[i], "integer")};
    assert_int_equal(seal("quotes", a, 2, NULL), LEDE_ESETUP);
    lede__attribute free_to_use[] = {attribute("speaker", "name"), attribute(taken[i], "integer")};
    assert_int_equal(seal("quotes", free_to_use, 2, NULL), LEDE_OK);
  }
}

static void layers_have_identifiers_for_names_too(void **state) {
  (void)state;
  assert_int_equal(seal("my layer", NULL, 0, NULL), LEDE_ESETUP);
  assert_int_equal(seal("", NULL, 0, NULL), LEDE_ESETUP);
  assert_int_equal(seal("tokens", NULL, 0, NULL), LEDE_ESETUP);
  assert_int_equal(seal("sentences", NULL, 0, NULL), LEDE_ESETUP);
  assert_int_equal(seal("figures", NULL, 0, NULL), LEDE_OK);
}

static void there_is_an_upper_limit_to_attributes(void **state) {
  (void)state;
  enum { MANY = LEDE__MAX_ATTRIBUTES + 1 };
  lede__attribute a[MANY];
  char names[MANY][8];
  for (unsigned i = 0; i < MANY; i++) {
    names[i][0] = 'a', names[i][1] = (char)('a' + i / 26), names[i][2] = (char)('a' + i % 26),
    names[i][3] = '\0';
    a[i] = attribute(names[i], "string");
  }
  assert_int_equal(seal("wide", a, MANY, NULL), LEDE_ESETUP);
  assert_int_equal(seal("wide", a, MANY - 1, NULL), LEDE_OK);
}

/* ---- Dates -------------------------------------------------------------- */

static void dates_are_iso_8601_and_real(void **state) {
  (void)state;
  static const char *const good[] = {"2026",
                                     "2026-01",
                                     "2026-01-07",
                                     "2024-02-29",
                                     "2000-02-29",
                                     "0001-01-01",
                                     "2026-01-07T09:30",
                                     "2026-01-07T09:30:15",
                                     "2026-01-07T09:30Z",
                                     "2026-01-07T09:30:15+05:30",
                                     "2026-01-07T23:59-08:00",
                                     "2026-01-07/2026-01-09",
                                     "2025/2026",
                                     "2026-01/2026-02-03"};
  static const char *const bad[] = {"",
                                    "26",
                                    "2026-1",
                                    "2026-13",
                                    "2026-00",
                                    "2026-01-32",
                                    "2026-04-31",
                                    "2023-02-29",
                                    "1900-02-29",
                                    "2026-01-00",
                                    "0000",
                                    "2026-",
                                    "2026-01-",
                                    "2026-01-07 09:30",
                                    "2026-01-07T",
                                    "2026-01-07T9:30",
                                    "2026-01-07T24:00",
                                    "2026-01-07T09:60",
                                    "2026-01-07T09:30:60",
                                    "2026-01T09:30",
                                    "2026-01-07T09:30+0530",
                                    "2026-01-07T09:30z",
                                    "2026-01-07 ",
                                    " 2026",
                                    "2026/",
                                    "/2026",
                                    "2025/2026/2027",
                                    "yesterday",
                                    "２０２６"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(lede__date_valid(lede__str(good[i])));
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(lede__date_valid(lede__str(bad[i])));
  assert_false(lede__date_valid((lede_str){NULL, 0}));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(types_are_read_and_written_the_same),
      cmocka_unit_test(blanks_around_the_comma_do_not_matter),
      cmocka_unit_test(an_unknown_type_is_refused_with_what_may_stand_there),
      cmocka_unit_test(a_slip_in_a_type_names_the_one_meant),
      cmocka_unit_test(a_span_has_no_place_beside_itself),
      cmocka_unit_test(sealing_sorts_so_that_names_are_found),
      cmocka_unit_test(names_must_be_identifiers_that_lede_does_not_use_itself),
      cmocka_unit_test(a_name_is_declared_once),
      cmocka_unit_test(a_name_must_not_be_the_place_of_another),
      cmocka_unit_test(layers_have_identifiers_for_names_too),
      cmocka_unit_test(there_is_an_upper_limit_to_attributes),
      cmocka_unit_test(dates_are_iso_8601_and_real),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
