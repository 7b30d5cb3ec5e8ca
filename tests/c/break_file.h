/* Reads the break tests that Unicode publishes: "÷ 0061 × 0308 ÷ 0062 ÷ # comment". */
#ifndef LEDE_TESTS_BREAK_FILE_H
#define LEDE_TESTS_BREAK_FILE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/utf8.h"

#ifndef LEDE_UNICODE_DATA
#define LEDE_UNICODE_DATA "/usr/share/unicode"
#endif

#define BREAK_MAX 256

/* One line of a break test: the text, and whether a boundary stands before each byte and at the end. */
typedef struct break_case {
  char text[BREAK_MAX];
  size_t len;
  bool boundary[BREAK_MAX + 1];
} break_case;

static bool read_break_case(char *line, break_case *out) {
  *out = (break_case){0};
  line[strcspn(line, "#\r\n")] = '\0';
  bool any = false;
  for (char *word = strtok(line, " \t"); word; word = strtok(NULL, " \t")) {
    if (strcmp(word, "÷") == 0)
      out->boundary[out->len] = true;
    else if (strcmp(word, "×") != 0) {
      out->len += lede__utf8_put((uint32_t)strtoul(word, NULL, 16), out->text + out->len);
      any = true;
    }
  }
  return any;
}

/* Runs `next` over each case of a file under auxiliary/ and asserts that `expected` cases pass, and no other
 * exists. The file comes with Debian's package unicode-data; without it the test is skipped. */
static void pass_break_file(const char *name, size_t (*next)(const char *, size_t, size_t), int expected) {
  char path[512], line[4096];
  snprintf(path, sizeof path, "%s/auxiliary/%s", LEDE_UNICODE_DATA, name);
  FILE *f = fopen(path, "r");
  if (!f) skip();
  int cases = 0, failed = 0;
  while (fgets(line, sizeof line, f)) {
    break_case c;
    char shown[4096];
    strcpy(shown, line);
    if (!read_break_case(line, &c)) continue;
    cases++;
    bool good = true;
    for (size_t at = 0, end; at < c.len; at = end) {
      end = next(c.text, c.len, at);
      for (size_t i = at + 1; i < end; i++) good = good && !c.boundary[i];
      good = good && c.boundary[end];
    }
    if (!good) print_error("%s: %s", name, shown);
    failed += !good;
  }
  fclose(f);
  assert_int_equal(failed, 0);
  assert_int_equal(cases, expected);
}

#endif
