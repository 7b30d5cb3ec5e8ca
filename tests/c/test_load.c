/* text/load: one stated policy for whatever bytes come in, and a way back to each of them. */
#include "text/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support_alloc.h"
#include "text/utf8.h"

/* One load: the arena is freed by `done`. */
typedef struct trial {
  lede__arena arena;
  lede__loaded got;
  lede_status status;
  lede_error error;
} trial;

static trial load_with(const char *bytes, size_t len, lede_load_options options) {
  trial t = {0};
  t.status = lede__load(&t.arena, (lede_str){bytes, len}, &options, "a.txt", &t.got, &t.error);
  return t;
}

static void done(trial *t) { lede__arena_free(&t->arena); }

#define LOAD(literal) load_with((literal), sizeof(literal) - 1, (lede_load_options){0})
#define LOAD_AS(literal, name)                                                                               \
  load_with((literal), sizeof(literal) - 1, (lede_load_options){.encoding = (name)})
#define LOAD_STRICT(literal) load_with((literal), sizeof(literal) - 1, (lede_load_options){.strict = true})

static void is_text(const trial *t, const char *text, size_t len, const char *encoding) {
  assert_int_equal(t->status, LEDE_OK);
  assert_int_equal(t->got.text.len, len);
  assert_memory_equal(t->got.text.ptr, text, len);
  assert_int_equal(t->got.text.ptr[len], 0);
  assert_string_equal(t->got.encoding, encoding);
}

#define IS_TEXT(trial, literal, encoding) is_text((trial), (literal), sizeof(literal) - 1, (encoding))

static void is_refused(const trial *t, lede_status status, const char *saying) {
  assert_int_equal(t->status, status);
  assert_string_equal(t->error.where, "a.txt");
  if (!strstr(t->error.message, saying)) fail_msg("\"%s\" does not say \"%s\"", t->error.message, saying);
}

static void comes_from(const trial *t, uint32_t start, uint32_t end, size_t source_start, size_t source_end) {
  size_t from, to;
  lede__loaded_source(&t->got, (lede_span){start, end}, &from, &to);
  assert_int_equal(from, source_start);
  assert_int_equal(to, source_end);
}

static void a_bom_decides_and_is_no_text(void **state) {
  (void)state;
  trial t = LOAD("\xEF\xBB\xBFMäy");
  IS_TEXT(&t, "Mäy", "utf-8");
  assert_true(t.got.bom);
  comes_from(&t, 0, 1, 3, 4);
  comes_from(&t, 0, 4, 3, 7);
  done(&t);
  t = LOAD("\xFF\xFEM\0\x20\x20");
  IS_TEXT(&t, "M\xE2\x80\xA0", "utf-16le");
  comes_from(&t, 1, 4, 4, 6);
  done(&t);
  t = LOAD("\xFE\xFF\0M\x20\x20");
  IS_TEXT(&t, "M\xE2\x80\xA0", "utf-16be");
  done(&t);
  t = LOAD("\xFF\xFE\0\0M\0\0\0\0\xF6\x01\0");
  IS_TEXT(&t, "M\xF0\x9F\x98\x80", "utf-32le");
  comes_from(&t, 1, 5, 8, 12);
  done(&t);
  t = LOAD("\0\0\xFE\xFF\0\0\0M");
  IS_TEXT(&t, "M", "utf-32be");
  done(&t);
}

static void only_the_first_bom_is_one(void **state) {
  (void)state;
  trial t = LOAD("\xEF\xBB\xBF\xEF\xBB\xBFx");
  IS_TEXT(&t, "\xEF\xBB\xBFx", "utf-8");
  done(&t);
}

static void a_bom_goes_before_the_encoding_asked_for(void **state) {
  (void)state;
  trial t = LOAD_AS("\xEF\xBB\xBF\xC3\xA9", "windows-1252");
  IS_TEXT(&t, "é", "utf-8");
  done(&t);
  t = LOAD_AS("\xFF\xFE\0\0M\0", "utf-16le"); /* a NUL, not the BOM of UTF-32LE */
  IS_TEXT(&t, "\0M", "utf-16le");
  done(&t);
}

static void valid_utf8_stays_as_it_is(void **state) {
  (void)state;
  trial t = LOAD("“Ça va”, she said.\r\nNext\rlone\nlast\xE2\x80\xA8sep\0nul");
  IS_TEXT(&t, "“Ça va”, she said.\r\nNext\rlone\nlast\xE2\x80\xA8sep\0nul", "utf-8");
  assert_int_equal(t.got.map_count, 1);
  assert_false(t.got.bom || t.got.guessed || t.got.replaced);
  comes_from(&t, 3, 5, 3, 5);
  done(&t);
}

static void mojibake_is_valid_and_stays(void **state) {
  (void)state;
  trial t = LOAD("caf\xC3\x83\xC2\xA9");
  IS_TEXT(&t, "cafÃ©", "utf-8");
  done(&t);
}

static void noncharacters_stay(void **state) {
  (void)state;
  trial t = LOAD("\xEF\xBF\xBE\xEF\xB7\x90\xF4\x8F\xBF\xBF");
  IS_TEXT(&t, "\xEF\xBF\xBE\xEF\xB7\x90\xF4\x8F\xBF\xBF", "utf-8");
  done(&t);
}

static void an_empty_file_and_white_space_are_texts(void **state) {
  (void)state;
  trial t = LOAD("");
  IS_TEXT(&t, "", "utf-8");
  comes_from(&t, 0, 0, 0, 0);
  done(&t);
  t = load_with(NULL, 0, (lede_load_options){0});
  IS_TEXT(&t, "", "utf-8");
  done(&t);
  t = LOAD("\xEF\xBB\xBF");
  IS_TEXT(&t, "", "utf-8");
  comes_from(&t, 0, 0, 3, 3);
  done(&t);
  t = LOAD("\xFF\xFE");
  IS_TEXT(&t, "", "utf-16le");
  comes_from(&t, 0, 0, 2, 2);
  done(&t);
  t = LOAD(" \t\r\n\r\n");
  IS_TEXT(&t, " \t\r\n\r\n", "utf-8");
  done(&t);
}

static void damaged_utf8_gets_a_replacement_a_sequence(void **state) {
  (void)state;
  trial t = LOAD("é “a” \xE2\x80x\xFFy ö");
  IS_TEXT(&t, "é “a” \xEF\xBF\xBDx\xEF\xBF\xBDy ö", "utf-8");
  assert_int_equal(t.got.replaced, 2);
  assert_int_equal(t.got.first_replaced, 11);
  assert_false(t.got.guessed);
  comes_from(&t, 11, 14, 11, 13); /* U+FFFD for two bytes */
  comes_from(&t, 12, 13, 11, 13); /* from inside it: the whole */
  comes_from(&t, 14, 15, 13, 14);
  comes_from(&t, 15, 18, 14, 15); /* U+FFFD for one */
  comes_from(&t, 18, 19, 15, 16);
  comes_from(&t, 0, 22, 0, 19);
  done(&t);
}

static void three_replaced_bytes_widen_to_the_whole_too(void **state) {
  (void)state;
  trial t = LOAD("éö\xF0\x9F\x98.");
  IS_TEXT(&t, "éö\xEF\xBF\xBD.", "utf-8");
  comes_from(&t, 5, 6, 4, 7);
  comes_from(&t, 5, 5, 4, 4);
  done(&t);
}

static void a_text_cut_inside_a_character_is_still_utf8(void **state) {
  (void)state;
  static const char whole[] = "é “ü”, 写 or \xF0\x9F\x98\x80";
  for (size_t len = 0; len < sizeof whole; len++) {
    if (len == 1) continue; /* C3 alone: as good a capital letter as half a small one */
    trial t = load_with(whole, len, (lede_load_options){0});
    assert_int_equal(t.status, LEDE_OK);
    assert_string_equal(t.got.encoding, "utf-8");
    assert_true(t.got.replaced <= 1);
    comes_from(&t, 0, (uint32_t)t.got.text.len, 0, len);
    done(&t);
  }
}

static void overlongs_surrogates_and_what_is_too_large_are_bad(void **state) {
  (void)state;
  static const char *const bad[] = {
      "\xC0\xAF",     "\xE0\x80\xAF",     "\xF0\x80\x80\xAF",     "\xED\xA0\x80",
      "\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    char s[64] = "éèêëïöüä";
    size_t at = strlen(s);
    strcpy(s + at, bad[i]);
    trial t = load_with(s, strlen(s), (lede_load_options){0});
    assert_int_equal(t.status, LEDE_OK);
    assert_int_equal(t.got.replaced, strlen(bad[i]));
    assert_int_equal(t.got.first_replaced, at);
    done(&t);
  }
}

static void what_is_mostly_not_utf8_is_windows_1252_and_flagged(void **state) {
  (void)state;
  trial t = LOAD("\x93It\x92s caf\xE9,\x94 he said \x96 \x80 5");
  IS_TEXT(&t, "“It’s café,” he said – € 5", "windows-1252");
  assert_true(t.got.guessed);
  assert_int_equal(t.got.replaced, 0);
  comes_from(&t, 0, 3, 0, 1);
  comes_from(&t, 3, 5, 1, 3);
  comes_from(&t, 5, 8, 3, 4);
  comes_from(&t, 0, (uint32_t)t.got.text.len, 0, t.got.source_bytes);
  done(&t);
}

static void windows_1252_has_five_holes(void **state) {
  (void)state;
  trial t = LOAD_AS("a\x81\x8D\x8F\x90\x9D", "windows-1252");
  IS_TEXT(&t, "a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD", "windows-1252");
  assert_int_equal(t.got.replaced, 5);
  assert_int_equal(t.got.first_replaced, 1);
  assert_false(t.got.guessed);
  done(&t);
}

static void latin_1_is_what_it_says(void **state) {
  (void)state;
  trial t = LOAD_AS("\xE9\x85", "ISO-8859-1");
  IS_TEXT(&t, "é\xC2\x85", "iso-8859-1");
  done(&t);
}

static void an_unknown_encoding_lists_the_known(void **state) {
  (void)state;
  trial t = LOAD_AS("x", "koi8-r");
  is_refused(&t, LEDE_EUSAGE, "\"koi8-r\"; there are utf-8, utf-16le");
  done(&t);
}

static void nul_in_every_other_byte_is_refused_by_name(void **state) {
  (void)state;
  trial t = LOAD("H\0e\0 \0s\0a\0i\0d\0 \x1C\x20");
  is_refused(&t, LEDE_EENCODING, "--encoding utf-16le");
  done(&t);
  t = LOAD("\0H\0e\0 \0s\0a\0i\0d");
  is_refused(&t, LEDE_EENCODING, "--encoding utf-16be");
  done(&t);
  t = LOAD("H\0\0\0e\0\0\0\x1C\x20\0\0");
  is_refused(&t, LEDE_EENCODING, "--encoding utf-32le");
  done(&t);
  t = LOAD("\0\0\0H\0\0\0e\0\0\x20\x1C");
  is_refused(&t, LEDE_EENCODING, "--encoding utf-32be");
  done(&t);
  t = LOAD_AS("H\0e\0", "utf-16le");
  IS_TEXT(&t, "He", "utf-16le");
  done(&t);
}

static void wide_text_without_latin_letters_shows_in_its_spaces(void **state) {
  (void)state;
  char s[400];
  for (size_t i = 0; i < sizeof s; i += 2) {
    s[i] = (char)(i % 12 ? 0x30 + i % 16 : ' ');
    s[i + 1] = i % 12 ? 4 : 0;
  }
  trial t = load_with(s, sizeof s, (lede_load_options){0});
  is_refused(&t, LEDE_EENCODING, "--encoding utf-16le");
  done(&t);
}

static void a_few_nuls_are_text(void **state) {
  (void)state;
  trial t = LOAD("abc\0");
  IS_TEXT(&t, "abc\0", "utf-8");
  done(&t);
  t = LOAD("one\0two\0three\0four\0\0\0");
  IS_TEXT(&t, "one\0two\0three\0four\0\0\0", "utf-8");
  done(&t);
}

static void binary_data_is_no_windows_1252(void **state) {
  (void)state;
  trial t = LOAD("ab\0\0\x93\xFE\xFF\x81 cd\0");
  is_refused(&t, LEDE_EENCODING, "byte 0x00 at offset 2");
  done(&t);
}

static void broken_utf16_is_repaired(void **state) {
  (void)state;
  trial t = LOAD("\xFF\xFE\x3D\xD8x\0\x3D\xD8\x00\xDE\x00\xDEy");
  IS_TEXT(&t, "\uFFFDx\U0001F600\uFFFD\uFFFD", "utf-16le");
  assert_int_equal(t.got.replaced, 3);
  assert_int_equal(t.got.first_replaced, 2);
  comes_from(&t, 4, 8, 6, 10);
  comes_from(&t, 11, 14, 12, 13); /* half a unit at the end */
  done(&t);
}

static void strict_refuses_and_names_the_first_bad_byte(void **state) {
  (void)state;
  trial t = LOAD_STRICT("said \x93yes\x94");
  is_refused(&t, LEDE_EENCODING, "byte 0x93 at offset 5 is not valid utf-8");
  done(&t);
  t = LOAD_STRICT("\xEF\xBB\xBF"
                  "ab\xC3");
  is_refused(&t, LEDE_EENCODING, "byte 0xC3 at offset 5");
  done(&t);
  t = LOAD_STRICT("\xFF\xFEx\0\x00\xDC");
  is_refused(&t, LEDE_EENCODING, "byte 0x00 at offset 4 is not valid utf-16le");
  done(&t);
  t = LOAD_STRICT("naïve");
  IS_TEXT(&t, "naïve", "utf-8");
  done(&t);
}

static void too_many_bytes_are_refused(void **state) {
  (void)state;
  trial t = load_with("12345", 5, (lede_load_options){.max_bytes = 4});
  is_refused(&t, LEDE_ETOOBIG, "--max-bytes");
  done(&t);
  t = load_with("1234", 4, (lede_load_options){.max_bytes = 4});
  IS_TEXT(&t, "1234", "utf-8");
  done(&t);
}

static void other_formats_are_refused_in_any_encoding(void **state) {
  (void)state;
  trial t = LOAD("%PDF-1.7\n");
  is_refused(&t, LEDE_EFORMAT, "pdftotext -layout");
  done(&t);
  t = LOAD("\xFF\xFE<\0h\0t\0m\0l\0>\0");
  is_refused(&t, LEDE_EFORMAT, "pandoc -f html -t plain");
  done(&t);
}

static uint32_t seed = 7;

static uint32_t chance(uint32_t below) {
  seed = seed * 1664525u + 1013904223u;
  return (uint32_t)((uint64_t)seed * below >> 32);
}

/* Every boundary leads somewhere not before the last, from the end of the BOM to the end of the file. */
static void covers_its_source(const lede__loaded *l) {
  size_t before, end;
  assert_int_equal(lede__utf8_valid(l->text.ptr, l->text.len), l->text.len);
  lede__loaded_source(l, (lede_span){0, 0}, &before, &end);
  assert_true(before <= 4 && (l->bom || before == 0));
  for (size_t at = 0; at < l->text.len;) {
    size_t from = at, start;
    lede__utf8_next(l->text.ptr, &at);
    lede__loaded_source(l, (lede_span){(uint32_t)from, (uint32_t)at}, &start, &end);
    assert_int_equal(start, before);
    assert_true(end > start);
    before = end;
  }
  assert_int_equal(before, l->source_bytes);
}

static void any_bytes_become_valid_text_that_leads_back(void **state) {
  (void)state;
  static const char *const encodings[] = {NULL,       "utf-8",    "utf-16le",     "utf-16be",
                                          "utf-32le", "utf-32be", "windows-1252", "iso-8859-1"};
  static const char *const pieces[] = {"a",        " ",        "é",        "’",    "\xF0\x9F\x98\x80",
                                       "\x93",     "\xE2\x80", "\xFF\xFE", "\xC3", "\xED",
                                       "\xA0\x80", "写",       "b\n"};
  for (int i = 0; i < 20000; i++) {
    char s[256];
    size_t len = 0, pieceful = chance(2);
    while (len < 200 && chance(60)) {
      const char *piece = pieces[chance(13)];
      if (!pieceful)
        s[len++] = (char)chance(256);
      else
        memcpy(s + len, piece, strlen(piece)), len += strlen(piece);
    }
    trial t = load_with(s, len, (lede_load_options){.encoding = encodings[chance(8)]});
    if (t.status)
      assert_true(t.status == LEDE_EENCODING || t.status == LEDE_EFORMAT);
    else
      covers_its_source(&t.got);
    done(&t);
  }
}

static lede_status load_several(void *ctx) {
  (void)ctx;
  static const char *const texts[] = {"plain", "é “ü” \xFF", "\x93It\x92s\x94", "\xEF\xBB\xBF"};
  lede_status status = LEDE_OK;
  for (size_t i = 0; i < sizeof texts / sizeof *texts && !status; i++) {
    trial t = load_with(texts[i], strlen(texts[i]), (lede_load_options){0});
    status = t.status;
    done(&t);
  }
  return status;
}

static void each_allocation_may_fail(void **state) {
  (void)state;
  assert_survives_failing_allocations(load_several, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_bom_decides_and_is_no_text),
      cmocka_unit_test(only_the_first_bom_is_one),
      cmocka_unit_test(a_bom_goes_before_the_encoding_asked_for),
      cmocka_unit_test(valid_utf8_stays_as_it_is),
      cmocka_unit_test(mojibake_is_valid_and_stays),
      cmocka_unit_test(noncharacters_stay),
      cmocka_unit_test(an_empty_file_and_white_space_are_texts),
      cmocka_unit_test(damaged_utf8_gets_a_replacement_a_sequence),
      cmocka_unit_test(three_replaced_bytes_widen_to_the_whole_too),
      cmocka_unit_test(a_text_cut_inside_a_character_is_still_utf8),
      cmocka_unit_test(overlongs_surrogates_and_what_is_too_large_are_bad),
      cmocka_unit_test(what_is_mostly_not_utf8_is_windows_1252_and_flagged),
      cmocka_unit_test(windows_1252_has_five_holes),
      cmocka_unit_test(latin_1_is_what_it_says),
      cmocka_unit_test(an_unknown_encoding_lists_the_known),
      cmocka_unit_test(nul_in_every_other_byte_is_refused_by_name),
      cmocka_unit_test(wide_text_without_latin_letters_shows_in_its_spaces),
      cmocka_unit_test(a_few_nuls_are_text),
      cmocka_unit_test(binary_data_is_no_windows_1252),
      cmocka_unit_test(broken_utf16_is_repaired),
      cmocka_unit_test(strict_refuses_and_names_the_first_bad_byte),
      cmocka_unit_test(too_many_bytes_are_refused),
      cmocka_unit_test(other_formats_are_refused_in_any_encoding),
      cmocka_unit_test(each_allocation_may_fail),
      cmocka_unit_test(any_bytes_become_valid_text_that_leads_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
