/* base/json_walk: steps through JSON in place. */
#include "base/json_walk.h"

#include <string.h>

#include "base/str.h"

lede__json_walk lede__json_walk_of(lede_str text) {
  const char *at = text.ptr ? text.ptr : "";
  return (lede__json_walk){.at = at, .end = at + text.len, .fresh = true};
}

static void fail(lede__json_walk *w) {
  w->bad = true;
  w->at = w->end;
}

static void skip_space(lede__json_walk *w) {
  while (w->at < w->end && (*w->at == ' ' || *w->at == '\n' || *w->at == '\t' || *w->at == '\r')) w->at++;
}

static bool take(lede__json_walk *w, char c) {
  skip_space(w);
  if (w->at == w->end || *w->at != c) return false;
  w->at++;
  return true;
}

char lede__json_walk_kind(lede__json_walk *w) {
  skip_space(w);
  if (w->at == w->end) return 0;
  char c = *w->at;
  if (c == '-' || (c >= '0' && c <= '9')) return '0';
  bool begins = c == '"' || c == '{' || c == '[' || c == 't' || c == 'f' || c == 'n';
  return begins ? c : 0;
}

/* The quote that ends the string which begins at `p`; NULL when there is none. */
static const char *closing_quote(const char *p, const char *end, bool *escaped) {
  *escaped = false;
  for (;;) {
    const char *quote = memchr(p, '"', (size_t)(end - p));
    const char *backslash = quote ? memchr(p, '\\', (size_t)(quote - p)) : NULL;
    if (!backslash) return quote;
    *escaped = true;
    p = backslash + 2; /* it escapes what is behind it, which may be that quote */
    if (p > end) return NULL;
  }
}

/* What stands between the quotes, as it is written. */
static lede_str written_string(lede__json_walk *w, bool *escaped) {
  *escaped = false;
  if (!take(w, '"')) return fail(w), (lede_str){NULL, 0};
  const char *start = w->at, *quote = closing_quote(start, w->end, escaped);
  if (!quote) return fail(w), (lede_str){NULL, 0};
  w->at = quote + 1;
  return (lede_str){start, (size_t)(quote - start)};
}

/* ---- Members and items ----------------------------------------------------- */

bool lede__json_walk_in(lede__json_walk *w, char bracket) {
  if (lede__json_walk_kind(w) != bracket) return lede__json_walk_over(w), false;
  w->at++;
  w->fresh = true;
  return true;
}

static bool to_next(lede__json_walk *w, char closing) {
  bool ended = take(w, closing);
  if (!ended && !w->fresh && !take(w, ',')) fail(w);
  w->fresh = false;
  return !ended && !w->bad;
}

bool lede__json_walk_key(lede__json_walk *w, lede_str *key) {
  bool escaped;
  if (!to_next(w, '}')) return false;
  *key = written_string(w, &escaped);
  if (!w->bad && !take(w, ':')) fail(w);
  return !w->bad;
}

bool lede__json_walk_item(lede__json_walk *w) { return to_next(w, ']'); }

/* ---- Passing over ------------------------------------------------------- */

enum { DEPTH_MOST = 1024 };

static bool ends_word(char c) {
  return c == ',' || c == ']' || c == '}' || c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void skip_word(lede__json_walk *w) {
  const char *start = w->at;
  while (w->at < w->end && !ends_word(*w->at)) w->at++;
  if (w->at == start) fail(w);
}

static void skip_scalar(lede__json_walk *w, char kind) {
  bool escaped;
  if (kind == '"')
    written_string(w, &escaped);
  else
    skip_word(w);
}

/* Without recursion: how deep it may be does not depend on the program's stack. */
lede_str lede__json_walk_over(lede__json_walk *w) {
  char open[DEPTH_MOST];
  size_t depth = 0;
  lede_str key;
  skip_space(w);
  const char *start = w->at;
  do {
    char kind = lede__json_walk_kind(w);
    if (depth == DEPTH_MOST || !kind) {
      fail(w);
    } else if (kind == '{' || kind == '[') {
      open[depth++] = kind;
      lede__json_walk_in(w, kind);
    } else {
      skip_scalar(w, kind);
    }
    while (depth > 0 && !(open[depth - 1] == '{' ? lede__json_walk_key(w, &key) : lede__json_walk_item(w)))
      depth--;
  } while (depth > 0);
  return w->bad ? (lede_str){NULL, 0} : (lede_str){start, (size_t)(w->at - start)};
}

/* ---- Strings and numbers --------------------------------------------------- */

static size_t put_code_point(uint32_t cp, char *out) {
  if (cp < 0x80) return out[0] = (char)cp, 1;
  if (cp < 0x800) return out[0] = (char)(0xC0 | cp >> 6), out[1] = (char)(0x80 | (cp & 0x3F)), 2;
  size_t first = cp < 0x10000 ? 0 : 1;
  out[0] = first ? (char)(0xF0 | cp >> 18) : (char)(0xE0 | cp >> 12);
  if (first) out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
  out[first + 1] = (char)(0x80 | (cp >> 6 & 0x3F));
  out[first + 2] = (char)(0x80 | (cp & 0x3F));
  return first + 3;
}

/* The four digits at `at`; UINT32_MAX when they aren't there. */
static uint32_t hex4(lede_str s, size_t at) {
  uint32_t n = 0;
  if (s.len < 4 || at > s.len - 4) return UINT32_MAX;
  for (size_t i = at; i < at + 4; i++) {
    char c = s.ptr[i];
    if (c >= '0' && c <= '9')
      n = n * 16 + (uint32_t)(c - '0');
    else if ((c | 32) >= 'a' && (c | 32) <= 'f')
      n = n * 16 + (uint32_t)((c | 32) - 'a') + 10;
    else
      return UINT32_MAX;
  }
  return n;
}

/* The code point written at \uXXXX, of which `at` is the first X, or at two of them; half a pair, and what is
 * no number, is U+FFFD. */
static uint32_t escaped_code_point(lede_str s, size_t *at) {
  uint32_t high = hex4(s, *at);
  if (high == UINT32_MAX) return 0xFFFD;
  *at += 4;
  if (high < 0xD800 || high > 0xDFFF) return high;
  bool pair = high < 0xDC00 && s.len - *at >= 6 && s.ptr[*at] == '\\' && s.ptr[*at + 1] == 'u';
  uint32_t low = pair ? hex4(s, *at + 2) : UINT32_MAX;
  if (low < 0xDC00 || low > 0xDFFF) return 0xFFFD;
  *at += 6;
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

static char plain_escape(char c) {
  switch (c) {
  case 'b':
    return '\b';
  case 'f':
    return '\f';
  case 'n':
    return '\n';
  case 'r':
    return '\r';
  case 't':
    return '\t';
  default:
    return c; /* quote, backslash, slash */
  }
}

/* What is made is never longer than what is written. */
static lede_str without_escapes(lede_str s, lede__arena *arena, bool *failed) {
  char *out = lede__arena_alloc(arena, s.len + 1);
  size_t len = 0;
  if (!out) return *failed = true, (lede_str){NULL, 0};
  for (size_t at = 0; at < s.len;) {
    const char *next = memchr(s.ptr + at, '\\', s.len - at);
    size_t run = next ? (size_t)(next - s.ptr) - at : s.len - at;
    memcpy(out + len, s.ptr + at, run);
    len += run;
    at += run + 2;
    if (!next) break;
    if (next[1] == 'u')
      len += put_code_point(escaped_code_point(s, &at), out + len);
    else
      out[len++] = plain_escape(next[1]);
  }
  out[len] = '\0';
  return (lede_str){out, len};
}

lede_str lede__json_walk_str(lede__json_walk *w, lede__arena *arena, bool *failed) {
  bool escaped;
  if (lede__json_walk_kind(w) != '"') return lede__json_walk_over(w), (lede_str){NULL, 0};
  lede_str written = written_string(w, &escaped);
  return escaped && !w->bad ? without_escapes(written, arena, failed) : written;
}

bool lede__json_walk_integer(lede_str s, int64_t *out) {
  bool negative = s.len > 0 && s.ptr[0] == '-';
  uint64_t n = 0, most = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
  if (s.len == (size_t)negative) return false;
  for (size_t i = negative; i < s.len; i++) {
    if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    uint64_t digit = (uint64_t)(s.ptr[i] - '0');
    if (n > (most - digit) / 10) return false;
    n = n * 10 + digit;
  }
  *out = negative ? (int64_t)(0 - n) : (int64_t)n;
  return true;
}
