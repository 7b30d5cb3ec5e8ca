/* input/csv: RFC 4180 as it is written and as spreadsheets write it. */
#include "input/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"

/* A reader over `bytes` that are all in view; room for them is allocated to the byte. */
static lede__csv reader(lede__stream *s, const char *bytes, size_t len) {
  char *memory = malloc(len ? len : 1);
  assert_non_null(memory);
  memcpy(memory, bytes, len);
  *s = (lede__stream){
      .where = "a.csv", .ptr = memory, .memory = memory, .len = len, .cap = len, .fd = -1, .at_end = true};
  return (lede__csv){.stream = s, .max_bytes = 1000};
}

/* Each record as "LINE[field|field]", an error as "LINE!". */
static void reads_as(const char *bytes, size_t len, const char *want) {
  lede__stream s;
  lede__csv c = reader(&s, bytes, len);
  lede__buf got = {0};
  bool have = true;
  while (have) {
    lede_status status = lede__csv_next(&c, &have, NULL);
    if (status) {
      assert_int_equal(status, LEDE_EFORMAT);
      lede__buf_printf(&got, "%zu!", c.line);
      have = true;
      continue;
    }
    if (have) lede__buf_printf(&got, "%zu[", c.line);
    for (size_t i = 0; have && i < c.count; i++) {
      if (i) lede__buf_char(&got, '|');
      lede__buf_str(&got, c.fields[i]);
    }
    if (have) lede__buf_char(&got, ']');
  }
  assert_string_equal(got.ptr ? got.ptr : "", want);
  lede__buf_free(&got);
  lede__csv_free(&c);
  lede__stream_close(&s);
}

#define READS_AS(literal, want) reads_as((literal), sizeof(literal) - 1, (want))

static void records_end_in_lf_crlf_or_cr(void **state) {
  (void)state;
  READS_AS("a,b\nc,d\n", "1[a|b]2[c|d]");
  READS_AS("a,b\r\nc,d\r\n", "1[a|b]2[c|d]");
  READS_AS("a,b\rc,d", "1[a|b]2[c|d]");
}

static void the_last_record_needs_no_end(void **state) {
  (void)state;
  READS_AS("a,b\nc,", "1[a|b]2[c|]");
  READS_AS("", "");
  READS_AS("\n\r\n\n", "");
}

static void blank_lines_are_no_records_but_are_counted(void **state) {
  (void)state;
  READS_AS("a\n\n\r\nb\n", "1[a]4[b]");
}

static void quoted_fields_hold_separators_quotes_and_line_ends(void **state) {
  (void)state;
  READS_AS("\"a,b\",\"say \"\"yes\"\"\"\n\"two\r\nlines\",x\ny,z",
           "1[a,b|say \"yes\"]2[two\r\nlines|x]4[y|z]");
  READS_AS("\"\",\"\"\"\"\n", "1[|\"]");
}

static void a_quote_inside_an_unquoted_field_is_a_quote(void **state) {
  (void)state;
  READS_AS("5\" pipe,a\"b\"\nc,d\n", "1[5\" pipe|a\"b\"]2[c|d]");
}

static void the_separator_is_the_commonest_of_the_first_line(void **state) {
  (void)state;
  READS_AS("id;text\n1;a,b\n", "1[id|text]2[1|a,b]");
  READS_AS("id\ttext\n1\ta,b;c\n", "1[id|text]2[1|a,b;c]");
  READS_AS("\"a;b;c\",text\n1,x\n", "1[a;b;c|text]2[1|x]");
  READS_AS("text\na,b\n", "1[text]2[a|b]");
}

static void text_after_a_closing_quote_is_an_error_of_that_record_only(void **state) {
  (void)state;
  READS_AS("a,b\n\"c\"d,e\nf,g\n", "1[a|b]2!3[f|g]");
}

static void a_quote_never_closed_ends_the_file(void **state) {
  (void)state;
  READS_AS("a,b\n\"c,d\ne,f\n", "1[a|b]2!");
}

static void a_record_past_the_limit_ends_the_file(void **state) {
  (void)state;
  static char bytes[1200] = "a,b\n\"";
  lede__stream s;
  lede_error error;
  bool have;
  memset(bytes + 5, 'x', sizeof bytes - 5);
  lede__csv c = reader(&s, bytes, sizeof bytes);
  assert_int_equal(lede__csv_next(&c, &have, NULL), LEDE_OK);
  assert_int_equal(lede__csv_next(&c, &have, &error), LEDE_ETOOBIG);
  assert_non_null(strstr(error.message, "line 2"));
  assert_int_equal(lede__csv_next(&c, &have, NULL), LEDE_OK);
  assert_false(have);
  lede__csv_free(&c);
  lede__stream_close(&s);
}

/* The same file through reads of any size: a record may be cut anywhere. */
static void records_do_not_depend_on_how_they_arrive(void **state) {
  (void)state;
  char path[] = "/tmp/lede-csv-XXXXXX";
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  FILE *f = fdopen(fd, "w");
  fputs("id,text\n", f);
  for (int i = 0; i < 5000; i++) fprintf(f, "%d,\"line %d\r\nsays \"\"no, %d\"\"\"\r\n", i, i, i);
  fclose(f);
  lede__stream s;
  assert_int_equal(lede__stream_open(&s, path, false, NULL), LEDE_OK);
  lede__csv c = {.stream = &s, .max_bytes = 1000};
  bool have;
  assert_int_equal(lede__csv_next(&c, &have, NULL), LEDE_OK);
  for (int i = 0; i < 5000; i++) {
    char want[64];
    snprintf(want, sizeof want, "line %d\r\nsays \"no, %d\"", i, i);
    assert_int_equal(lede__csv_next(&c, &have, NULL), LEDE_OK);
    assert_int_equal(c.count, 2);
    assert_int_equal(c.line, 2 + 2 * i);
    assert_true(lede__str_is(c.fields[1], want));
  }
  assert_int_equal(lede__csv_next(&c, &have, NULL), LEDE_OK);
  assert_false(have);
  lede__csv_free(&c);
  lede__stream_close(&s);
  remove(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(records_end_in_lf_crlf_or_cr),
      cmocka_unit_test(the_last_record_needs_no_end),
      cmocka_unit_test(blank_lines_are_no_records_but_are_counted),
      cmocka_unit_test(quoted_fields_hold_separators_quotes_and_line_ends),
      cmocka_unit_test(a_quote_inside_an_unquoted_field_is_a_quote),
      cmocka_unit_test(the_separator_is_the_commonest_of_the_first_line),
      cmocka_unit_test(text_after_a_closing_quote_is_an_error_of_that_record_only),
      cmocka_unit_test(a_quote_never_closed_ends_the_file),
      cmocka_unit_test(a_record_past_the_limit_ends_the_file),
      cmocka_unit_test(records_do_not_depend_on_how_they_arrive),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
