/* base/json: writing JSON. */
#include "base/json.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"

#define EVERY_BYTE(c) (0x0101010101010101u * (c))
#define HIGH_BITS EVERY_BYTE(0x80u)

static void separate(lede__json *j) {
  if (j->comma) lede__buf_char(j->out, ',');
  j->comma = true;
}

void lede__json_open(lede__json *j, char bracket) {
  separate(j);
  lede__buf_char(j->out, bracket);
  j->comma = false;
}

void lede__json_close(lede__json *j, char bracket) {
  lede__buf_char(j->out, bracket);
  j->comma = true;
}

/* ---- Strings ------------------------------------------------------------ */

/* Sets the high bit of each byte that can't be copied as it is: quote, backslash, control, not ASCII.
 * The byte trick may flag a harmless byte behind a real one; the slow path sorts that out. */
static uint64_t needs_care(uint64_t word) {
  uint64_t quote = word ^ EVERY_BYTE('"'), backslash = word ^ EVERY_BYTE('\\');
  uint64_t is_quote = (quote - EVERY_BYTE(1u)) & ~quote;
  uint64_t is_backslash = (backslash - EVERY_BYTE(1u)) & ~backslash;
  uint64_t is_control = (word - EVERY_BYTE(0x20u)) & ~word;
  return (is_quote | is_backslash | is_control | word) & HIGH_BITS;
}

/* How many bytes from `at` on can be copied as they are. */
static size_t plain_run(lede_str s, size_t at) {
  size_t end = at;
  while (end < s.len) {
    uint64_t word;
    if (s.len - end >= sizeof word) {
      memcpy(&word, s.ptr + end, sizeof word);
      if (!needs_care(word)) {
        end += sizeof word;
        continue;
      }
    }
    unsigned char c = (unsigned char)s.ptr[end];
    if (c < 0x20 || c == '"' || c == '\\') break;
    size_t sequence = lede__str_sequence(s, end);
    if (sequence == 0) break;
    end += sequence;
  }
  return end - at;
}

static void escape(lede__buf *out, unsigned char c) {
  static const char letters[] = "btn?fr"; /* 8 to 13 */
  if (c >= 0x80) {
    lede__buf_text(out, "\xEF\xBF\xBD");
  } else if (c == '"' || c == '\\') {
    lede__buf_add(out, (char[]){'\\', (char)c}, 2);
  } else if (c >= '\b' && c <= '\r' && c != '\v') {
    lede__buf_add(out, (char[]){'\\', letters[c - '\b']}, 2);
  } else {
    lede__buf_printf(out, "\\u%04x", (unsigned)c);
  }
}

static void quoted(lede__buf *out, lede_str s) {
  lede__buf_reserve(out, s.len + 2);
  lede__buf_char(out, '"');
  for (size_t at = 0; at < s.len;) {
    size_t run = plain_run(s, at);
    lede__buf_add(out, s.ptr + at, run);
    at += run;
    if (at < s.len) escape(out, (unsigned char)s.ptr[at++]);
  }
  lede__buf_char(out, '"');
}

void lede__json_key(lede__json *j, lede_str key) {
  separate(j);
  quoted(j->out, key);
  lede__buf_char(j->out, ':');
  j->comma = false;
}

void lede__json_key_text(lede__json *j, const char *key) { lede__json_key(j, lede__str(key)); }

void lede__json_str(lede__json *j, lede_str s) {
  if (!s.ptr) {
    lede__json_null(j);
    return;
  }
  separate(j);
  quoted(j->out, s);
}

void lede__json_text(lede__json *j, const char *s) { lede__json_str(j, lede__str(s)); }

/* ---- Everything else ---------------------------------------------------- */

void lede__json_raw(lede__json *j, lede_str json) {
  separate(j);
  lede__buf_str(j->out, json);
}

void lede__json_int(lede__json *j, int64_t n) {
  char digits[24], *p = digits + sizeof digits;
  uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
  do *--p = (char)('0' + left % 10);
  while (left /= 10);
  if (n < 0) *--p = '-';
  lede__json_raw(j, (lede_str){p, (size_t)(digits + sizeof digits - p)});
}

/* What 15 digits can say, %.15g finds, and drops the zeros; 17 say everything. Only subnormal numbers can do
 * with fewer digits than that. */
static void print_shortest(double x, char out[40]) {
  int digits = fabs(x) < DBL_MIN ? 1 : 15;
  do snprintf(out, 40, "%.*g", digits, x);
  while (strtod(out, NULL) != x && ++digits <= 17);
}

/* The decimal point follows the locale of whoever embeds us: it is all that isn't digit, sign or exponent. */
static size_t without_locale(char *s) {
  size_t len = 0;
  bool in_point = false;
  for (const char *p = s; *p; p++) {
    bool number = strchr("0123456789+-e", *p) != NULL;
    if (number || !in_point) s[len++] = number ? *p : '.';
    in_point = !number;
  }
  s[len] = '\0';
  return len;
}

void lede__json_num(lede__json *j, double x) {
  if (!isfinite(x)) {
    lede__json_null(j);
    return;
  }
  char digits[48];
  print_shortest(x, digits);
  size_t len = without_locale(digits);
  /* A whole number keeps its point, so that it is read back as a number and not as an integer. */
  if (!strpbrk(digits, ".e")) len = (size_t)(stpcpy(digits + len, ".0") - digits);
  lede__json_raw(j, (lede_str){digits, len});
}

void lede__json_bool(lede__json *j, bool b) { lede__json_raw(j, b ? LEDE__LIT("true") : LEDE__LIT("false")); }

void lede__json_null(lede__json *j) { lede__json_raw(j, LEDE__LIT("null")); }
