/* Tokens, sentences and paragraphs of news text: the golden cases, and what holds of any text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "text/rules.h"
#include "text/segment.h"
#include "text/utf8.h"

#ifndef LEDE_GOLDEN
#define LEDE_GOLDEN "tests/golden/segments/"
#endif

typedef struct segmented {
  lede__arena arena;
  lede_str text;
  lede__segments seg;
} segmented;

static segmented segment(lede_str text) {
  segmented d = {.text = text};
  assert_int_equal(lede__segment(&d.arena, text, &d.seg, NULL), LEDE_OK);
  return d;
}

static void release(segmented *d) { lede__arena_free(&d->arena); }

static lede_span sentence(const segmented *d, uint32_t i) {
  return (lede_span){d->seg.token_start[d->seg.sentence_token[i]],
                     d->seg.token_end[d->seg.sentence_token[i + 1] - 1]};
}

/* What must hold of every text. */
static void assert_sound(const segmented *d) {
  const lede__segments *s = &d->seg;
  for (uint32_t i = 0; i < s->token_count; i++) {
    assert_true(s->token_start[i] < s->token_end[i] && s->token_end[i] <= d->text.len);
    assert_true(i == 0 || s->token_end[i - 1] <= s->token_start[i]);
    assert_true(lede__utf8_boundary(d->text.ptr, d->text.len, s->token_start[i]));
    assert_true(lede__utf8_boundary(d->text.ptr, d->text.len, s->token_end[i]));
    assert_true(s->token_shape[i] < 64 && s->token_kind[i] <= LEDE_TOKEN_TAG);
    bool glued = i > 0 && s->token_end[i - 1] == s->token_start[i];
    assert_int_equal(glued, (s->token_shape[i] & LEDE__SHAPE_GLUED) != 0);
  }
  uint32_t firsts = 0;
  for (uint32_t i = 0; i < s->token_count; i++) firsts += (s->token_shape[i] & LEDE__SHAPE_FIRST) != 0;
  assert_int_equal(firsts, s->sentence_count);
  for (uint32_t i = 0; i < s->sentence_count; i++)
    assert_true(s->sentence_token[i] < s->sentence_token[i + 1]);
  for (uint32_t i = 0; i < s->paragraph_count; i++)
    assert_true(s->paragraph_sentence[i] < s->paragraph_sentence[i + 1]);
  assert_int_equal(s->sentence_token[0], 0);
  assert_int_equal(s->paragraph_sentence[0], 0);
  assert_int_equal(s->sentence_token[s->sentence_count], s->token_count);
  assert_int_equal(s->paragraph_sentence[s->paragraph_count], s->sentence_count);
}

/* ---- Golden cases ---- */

static void unescape(char *line) {
  char *to = line;
  for (char *from = line; *from; from++, to++) {
    bool line_break = from[0] == '\\' && from[1] == 'n';
    *to = line_break ? '\n' : *from;
    from += line_break;
  }
  *to = '\0';
}

static void add_piece(lede__buf *out, const segmented *d, lede_span at, const char *between) {
  if (out->len) lede__buf_text(out, between);
  lede__buf_str(out, lede__str_sub(d->text, at));
}

static void add_sentences(lede__buf *out, const segmented *d) {
  for (uint32_t i = 0; i < d->seg.sentence_count; i++) add_piece(out, d, sentence(d, i), "\n- ");
}

static void add_tokens(lede__buf *out, const segmented *d) {
  for (uint32_t i = 0; i < d->seg.token_count; i++)
    add_piece(out, d, (lede_span){d->seg.token_start[i], d->seg.token_end[i]}, " ");
}

static int check_case(const char *text, const lede__buf *expected,
                      void (*add)(lede__buf *, const segmented *)) {
  segmented d = segment(lede__str(text));
  lede__buf got = {0};
  assert_sound(&d);
  add(&got, &d);
  bool same = got.len == expected->len && memcmp(got.ptr, expected->ptr, got.len) == 0;
  if (!same) print_error("> %s\nexpected\n- %s\ngot\n- %s\n\n", text, expected->ptr, got.ptr);
  lede__buf_free(&got);
  release(&d);
  return !same;
}

/* Runs the cases of a file, whose expected lines begin with `sign`; returns how many there are. */
static int pass_golden(const char *name, char sign, void (*add)(lede__buf *, const segmented *)) {
  char path[512], line[2048], text[2048] = "";
  snprintf(path, sizeof path, "%s%s", LEDE_GOLDEN, name);
  FILE *f = fopen(path, "r");
  assert_non_null(f);
  lede__buf expected = {0};
  int cases = 0, failed = 0;
  for (bool more = true; more;) {
    more = fgets(line, sizeof line, f) != NULL;
    if (more) line[strcspn(line, "\n")] = '\0';
    if ((!more || line[0] == '\0') && text[0]) {
      failed += check_case(text, &expected, add);
      cases++;
      text[0] = '\0';
      lede__buf_clear(&expected);
    }
    if (more && line[0] == '>') unescape(strcpy(text, line + 2));
    if (more && line[0] == sign) {
      if (expected.len) lede__buf_text(&expected, "\n- ");
      lede__buf_text(&expected, line + 2);
    }
  }
  fclose(f);
  lede__buf_free(&expected);
  assert_int_equal(failed, 0);
  return cases;
}

static void sentences_end_where_the_golden_cases_say(void **state) {
  (void)state;
  assert_true(pass_golden("sentences.txt", '-', add_sentences) > 60);
}

static void tokens_end_where_the_golden_cases_say(void **state) {
  (void)state;
  assert_true(pass_golden("tokens.txt", '=', add_tokens) > 10);
}

/* ---- Lines and paragraphs ---- */

static void has(const char *text, uint32_t paragraphs, uint32_t sentences) {
  segmented d = segment(lede__str(text));
  assert_sound(&d);
  if (d.seg.paragraph_count != paragraphs || d.seg.sentence_count != sentences) {
    lede__buf got = {0};
    add_sentences(&got, &d);
    print_error("%u paragraphs, %u sentences:\n- %s\n", d.seg.paragraph_count, d.seg.sentence_count, got.ptr);
    lede__buf_free(&got);
  }
  assert_int_equal(d.seg.paragraph_count, paragraphs);
  assert_int_equal(d.seg.sentence_count, sentences);
  release(&d);
}

static void each_line_is_a_paragraph_where_lines_are_not_wrapped(void **state) {
  (void)state;
  has("Harbour reopens\nBy Lena Voss\nThe harbour of Varnholm reopened on Monday. Ships were waiting.\n", 3,
      4);
  has("One line.\r\nAnother line.\r\n\r\nA third.", 3, 3);
  has("One\nEtc. Two\nEtc. Two\nEtc. Two", 4, 7);
  has("One\rTwo\u2028Three\u2029Four\vFive\fSix\xC2\x85"
      "Seven",
      7, 7);
}

static const char wrapped[] = "Harbour reopens after three weeks\n"
                              "\n"
                              "\t   VARNHOLM (AP) _ The harbour of Varnholm reopened on Monday after\n"
                              "divers had cleared the last of the wreckage from the channel, the\n"
                              "port's director said.\n"
                              "\t   ``Ships were waiting for three weeks,'' said the director, J. K.\n"
                              "Lindqvist, who had been blamed by Gen. Orlov for the delay. The first\n"
                              "tanker passed at noon.\n";

static void hard_wrapped_lines_are_joined_and_indented_ones_begin_paragraphs(void **state) {
  (void)state;
  has(wrapped, 3, 4);
}

static void blank_lines_part_paragraphs_of_hard_wrapped_text(void **state) {
  (void)state;
  has("The council voted late on Thursday to close the old market hall, a\n"
      "building that has stood on the square since the great fire and that\n"
      "nobody wants to pay for.\n\n"
      "Traders who have rented stalls there for decades said that they had\n"
      "not been told. They will go to court.\n",
      2, 3);
}

/* ---- Kinds and shapes ---- */

static void first_token_is(const char *text, lede_token_kind kind, unsigned shape) {
  segmented d = segment(lede__str(text));
  assert_int_equal(d.seg.token_kind[0], kind);
  assert_int_equal(d.seg.token_shape[0] & ~(unsigned)LEDE__SHAPE_FIRST, shape);
  release(&d);
}

static void kinds_and_shapes_tell_how_a_token_is_written(void **state) {
  (void)state;
  first_token_is("Kyiv", LEDE_TOKEN_WORD, LEDE__SHAPE_CAPITAL);
  first_token_is("Élan", LEDE_TOKEN_WORD, LEDE__SHAPE_CAPITAL);
  first_token_is("NATO", LEDE_TOKEN_WORD, LEDE__SHAPE_CAPITAL | LEDE__SHAPE_UPPER);
  first_token_is("U.S.", LEDE_TOKEN_WORD, LEDE__SHAPE_CAPITAL | LEDE__SHAPE_UPPER);
  first_token_is("A", LEDE_TOKEN_WORD, LEDE__SHAPE_CAPITAL);
  first_token_is("iPhone", LEDE_TOKEN_WORD, LEDE__SHAPE_LOWER);
  first_token_is("F-16", LEDE_TOKEN_WORD, LEDE__SHAPE_CAPITAL);
  first_token_is("G7", LEDE_TOKEN_WORD, LEDE__SHAPE_CAPITAL | LEDE__SHAPE_DIGIT);
  first_token_is("15th", LEDE_TOKEN_NUMBER, LEDE__SHAPE_DIGIT);
  first_token_is("1,250.5", LEDE_TOKEN_NUMBER, LEDE__SHAPE_DIGIT);
  first_token_is("$5", LEDE_TOKEN_SYMBOL, 0);
  first_token_is("...", LEDE_TOKEN_MARK, 0);
  first_token_is("\U0001F680", LEDE_TOKEN_SYMBOL, 0);
  first_token_is("bbc.com", LEDE_TOKEN_URL, LEDE__SHAPE_LOWER);
  first_token_is("Caliber.Az", LEDE_TOKEN_WORD, LEDE__SHAPE_CAPITAL);
  first_token_is("a@example.org", LEDE_TOKEN_EMAIL, LEDE__SHAPE_LOWER);
  first_token_is("@Desk", LEDE_TOKEN_HANDLE, 0);
  first_token_is("#News", LEDE_TOKEN_TAG, 0);
}

/* ---- What belongs to no token ---- */

static void blanks_and_controls_part_tokens_and_belong_to_none(void **state) {
  (void)state;
  const char text[] = "a\0b\x01"
                      "c\u00A0d\u200Be\u3000f\u202Fg\u202F\u00E9\u202Fh";
  segmented d = segment((lede_str){text, sizeof text - 1});
  assert_sound(&d);
  assert_int_equal(d.seg.token_count, 9);
  for (uint32_t i = 0; i < 9; i++)
    assert_int_equal(d.seg.token_end[i] - d.seg.token_start[i], i == 7 ? 2 : 1);
  release(&d);
}

static void soft_hyphens_and_joiners_stay_inside_words(void **state) {
  (void)state;
  segmented d = segment(lede__str("co\u00ADoperate a\u200Db"));
  assert_int_equal(d.seg.token_count, 2);
  release(&d);
}

static void a_text_without_tokens_has_no_sentence(void **state) {
  (void)state;
  const char *texts[] = {"", " \n\t ", "\r\n\r\n"};
  for (size_t i = 0; i < 3; i++) {
    segmented d = segment(lede__str(texts[i]));
    assert_sound(&d);
    assert_int_equal(d.seg.token_count, 0);
    assert_int_equal(d.seg.sentence_count, 0);
    assert_int_equal(d.seg.paragraph_count, 0);
    release(&d);
  }
}

/* ---- Hostile texts: a rule that looked back or ahead without bound would not come to an end here ---- */

static void survives(const char *unit, size_t times) {
  lede__buf b = {0};
  for (size_t i = 0; i < times; i++) lede__buf_text(&b, unit);
  segmented d = segment((lede_str){b.ptr, b.len});
  assert_sound(&d);
  release(&d);
  lede__buf_free(&b);
}

static void hostile_texts_take_linear_time(void **state) {
  (void)state;
  const char *units[] = {
      "\"",      "'",          "“",    "’",      ".",       ". ",      ". . ",       "!",
      "(",       ")",          "[1]",  ".)",     "a.",      "a.b",     "a.B",        "aa.The",
      "a'",      "s' ",        "1,",   "1:",     "a@",      "a@b.",    "@a",         "#",
      "http://", "http://a.",  "www.", "\u0301", "a\u0301", ".\u0301", "'\u0301",    "_",
      "-",       "\r",         "\n",   " ",      "\n ",     "a\n",     "a.\n\n",     "Mr. ",
      "U.S. ",   "J. ",        "1. ",  "1) ",    "• ",      "a*",      "a(s)",       "A&",
      "\u200D",  "\U0001F1FA", "中",   "カ",     "5 p.m. ", "a-b.com", "? A B C D ", "?” A ",
  };
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) survives(units[i], 20000);
}

/* Every piece of a text, cut at any code point, is sound as well. */
static void every_truncation_is_sound(void **state) {
  (void)state;
  const char *text = "“Stop!” he said at 5 p.m. See a@b.org, www.x.org/(a). ’90s f***k J.'s 1.) It… [4] "
                     "#tag @me@x.org\n\tU.S.";
  for (size_t len = 0; len <= strlen(text); len++) {
    if (!lede__utf8_boundary(text, strlen(text), len)) continue;
    char *copy = malloc(len + 1); /* of its own, so that reading past its end is noticed */
    memcpy(copy, text, len);
    segmented d = segment((lede_str){copy, len});
    assert_sound(&d);
    release(&d);
    free(copy);
  }
}

/* ---- Word lists ---- */

static void abbreviations_are_told_by_what_follows_them(void **state) {
  (void)state;
  assert_int_equal(lede__abbreviation_of(LEDE__LIT("Gen")), LEDE__ABBR_TITLE);
  assert_int_equal(lede__abbreviation_of(LEDE__LIT("gen")), LEDE__ABBR_NONE);
  assert_int_equal(lede__abbreviation_of(LEDE__LIT("adm")), LEDE__ABBR_NONE);
  assert_int_equal(lede__abbreviation_of(LEDE__LIT("Adm")), LEDE__ABBR_TITLE);
  assert_int_equal(lede__abbreviation_of(LEDE__LIT("Wyo")), LEDE__ABBR_PLACED);
  assert_int_equal(lede__abbreviation_of(LEDE__LIT("al")), LEDE__ABBR_LAST);
  assert_int_equal(lede__abbreviation_of(LEDE__LIT("vs")), LEDE__ABBR_INNER);
  assert_int_equal(lede__abbreviation_of(LEDE__LIT("A.M")), LEDE__ABBR_CLOCK);
  assert_int_equal(lede__abbreviation_of(LEDE__LIT("U.S.S.R")), LEDE__ABBR_LETTERS);
  assert_int_equal(lede__abbreviation_of(LEDE__LIT("Ph.D")), LEDE__ABBR_LETTERS);
  assert_int_equal(lede__abbreviation_of(LEDE__LIT("house")), LEDE__ABBR_NONE);
  assert_int_equal(lede__abbreviation_of(LEDE__LIT("")), LEDE__ABBR_NONE);
  assert_true(lede__is_starter(LEDE__LIT("A")) && lede__is_starter(LEDE__LIT("Your")) &&
              !lede__is_starter(LEDE__LIT("Army")));
  assert_true(lede__is_top_domain(LEDE__LIT("ai")) && lede__is_top_domain(LEDE__LIT("za")) &&
              !lede__is_top_domain(LEDE__LIT("c")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sentences_end_where_the_golden_cases_say),
      cmocka_unit_test(tokens_end_where_the_golden_cases_say),
      cmocka_unit_test(each_line_is_a_paragraph_where_lines_are_not_wrapped),
      cmocka_unit_test(hard_wrapped_lines_are_joined_and_indented_ones_begin_paragraphs),
      cmocka_unit_test(blank_lines_part_paragraphs_of_hard_wrapped_text),
      cmocka_unit_test(kinds_and_shapes_tell_how_a_token_is_written),
      cmocka_unit_test(blanks_and_controls_part_tokens_and_belong_to_none),
      cmocka_unit_test(soft_hyphens_and_joiners_stay_inside_words),
      cmocka_unit_test(a_text_without_tokens_has_no_sentence),
      cmocka_unit_test(hostile_texts_take_linear_time),
      cmocka_unit_test(every_truncation_is_sound),
      cmocka_unit_test(abbreviations_are_told_by_what_follows_them),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
