#include "lua/pattern.h"

#include <lauxlib.h>
#include <string.h>

/* As many as Lua's own allows, so that the same patterns are too complex. */
#define DEEPEST 200

static unsigned char byte_at(const char *s) { return (unsigned char)*s; }

/* ---- one character ------------------------------------------------------------------ */

/* ASCII alone has classes: what a plugin finds must not depend on a locale. */
static inline bool is_digit(int c) { return c >= '0' && c <= '9'; }
static inline bool is_lower(int c) { return c >= 'a' && c <= 'z'; }
static inline bool is_upper(int c) { return c >= 'A' && c <= 'Z'; }
static inline bool is_alpha(int c) { return is_lower(c | 32); }
static inline bool is_alnum(int c) { return is_alpha(c) || is_digit(c); }
static inline bool is_graph(int c) { return c > 32 && c < 127; }
static inline bool is_space(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool is_hex(int c) { return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f'); }

/* Does the class %`letter` hold `c`? The capital letter is the complement; any other character stands for
 * itself. */
static inline bool class_holds(int c, int letter) {
  bool held;
  switch (is_alpha(letter) ? letter | 32 : 0) {
  case 'a':
    held = is_alpha(c);
    break;
  case 'c':
    held = c < 32 || c == 127;
    break;
  case 'd':
    held = is_digit(c);
    break;
  case 'g':
    held = is_graph(c);
    break;
  case 'l':
    held = is_lower(c);
    break;
  case 'p':
    held = is_graph(c) && !is_alnum(c);
    break;
  case 's':
    held = is_space(c);
    break;
  case 'u':
    held = is_upper(c);
    break;
  case 'w':
    held = is_alnum(c);
    break;
  case 'x':
    held = is_hex(c);
    break;
  case 'z':
    held = c == 0;
    break; /* of Lua 5.1, not in the manual any more, but still understood */
  default:
    return letter == c;
  }
  return held != is_upper(letter);
}

/* `set` is at its [, `end` at its ]. */
static bool set_holds(int c, const char *set, const char *end) {
  bool held = true;
  const char *p = set + 1;
  if (*p == '^') {
    held = false;
    p++;
  }
  for (; p < end; p++) {
    if (*p == '%') {
      p++;
      if (class_holds(c, byte_at(p))) return held;
    } else if (p[1] == '-' && p + 2 < end) {
      if (byte_at(p) <= c && c <= byte_at(p + 2)) return held;
      p += 2;
    } else if (byte_at(p) == c) {
      return held;
    }
  }
  return !held;
}

static const char *set_end(const lede__match *m, const char *p) {
  if (*p == '^') p++;
  do {
    if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (missing ']')");
    if (*p++ == '%' && p < m->pattern_end) p++;
  } while (*p != ']');
  return p + 1;
}

/* Where the item that stands for one character, at `p`, ends. */
static inline const char *item_end(const lede__match *m, const char *p) {
  if (*p == '[') return set_end(m, p + 1);
  if (*p != '%') return p + 1;
  if (p + 1 == m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
  return p + 2;
}

static inline bool item_fits(const lede__match *m, const char *s, const char *p, const char *end) {
  if (s >= m->text_end) return false;
  switch (*p) {
  case '.':
    return true;
  case '%':
    return class_holds(byte_at(s), byte_at(p + 1));
  case '[':
    return set_holds(byte_at(s), p, end - 1);
  default:
    return *s == *p;
  }
}

/* How many characters from `s` on the item fits, one after the other. */
static ptrdiff_t run_of(const lede__match *m, const char *s, const char *p, const char *end) {
  const char *from = s;
  switch (*p) {
  case '.':
    return m->text_end - s;
  case '%':
    for (int letter = byte_at(p + 1); s < m->text_end && class_holds(byte_at(s), letter); s++)
      lede__limits_look(m->L, m->limits);
    break;
  case '[':
    for (; s < m->text_end && set_holds(byte_at(s), p, end - 1); s++) lede__limits_look(m->L, m->limits);
    break;
  default:
    for (; s < m->text_end && *s == *p; s++) lede__limits_look(m->L, m->limits);
  }
  return s - from;
}

/* ---- choices ---------------------------------------------------------------------------- */

static const char *match(lede__match *m, const char *s, const char *p);

static const char *as_many_as_fit(lede__match *m, const char *s, const char *p, const char *end) {
  for (ptrdiff_t n = run_of(m, s, p, end); n >= 0; n--) {
    const char *e = match(m, s + n, end + 1);
    if (e) return e;
  }
  return NULL;
}

static const char *as_few_as_fit(lede__match *m, const char *s, const char *p, const char *end) {
  for (;; s++) {
    const char *e = match(m, s, end + 1);
    if (e || !item_fits(m, s, p, end)) return e;
  }
}

/* ---- captures ----------------------------------------------------------------------------- */

static const char *open_capture(lede__match *m, const char *s, const char *p, ptrdiff_t len) {
  if (m->level >= LEDE__MOST_CAPTURES) luaL_error(m->L, "too many captures");
  m->captures[m->level++] = (lede__capture){s, len};
  const char *e = match(m, s, p);
  if (!e) m->level--;
  return e;
}

static lede__capture *innermost_open(lede__match *m) {
  for (int i = m->level - 1; i >= 0; i--)
    if (m->captures[i].len == LEDE__CAPTURE_OPEN) return &m->captures[i];
  luaL_error(m->L, "invalid pattern capture");
  return NULL;
}

static const char *close_capture(lede__match *m, const char *s, const char *p) {
  lede__capture *c = innermost_open(m);
  c->len = s - c->at;
  const char *e = match(m, s, p);
  if (!e) c->len = LEDE__CAPTURE_OPEN;
  return e;
}

/* ---- items that are more than one character -------------------------------------------------- */

/* %1: what the first capture holds, once more. */
static const char *same_again(const lede__match *m, const char *s, const char *digit) {
  int i = *digit - '1';
  if (i < 0 || i >= m->level || m->captures[i].len == LEDE__CAPTURE_OPEN)
    luaL_error(m->L, "invalid capture index %%%d", i + 1);
  const lede__capture *c = &m->captures[i];
  if (c->len < 0 || m->text_end - s < c->len || memcmp(c->at, s, (size_t)c->len) != 0) return NULL;
  return s + c->len;
}

/* %bxy: from an x to the y that balances it. `p` is at the x. */
static const char *balanced(const lede__match *m, const char *s, const char *p) {
  if (p + 1 >= m->pattern_end) luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  if (s >= m->text_end || *s != *p) return NULL;
  ptrdiff_t open = 1;
  while (++s < m->text_end) {
    lede__limits_look(m->L, m->limits);
    if (*s == p[1]) {
      if (--open == 0) return s + 1;
    } else if (*s == *p) {
      open++;
    }
  }
  return NULL;
}

/* %f[set]: between a character outside the set and one inside; both ends of the text count as \0. `set` is at
 * its [. */
static bool at_frontier(const lede__match *m, const char *s, const char *set, const char *end) {
  int before = s == m->text ? 0 : byte_at(s - 1), after = s == m->text_end ? 0 : byte_at(s);
  return !set_holds(before, set, end - 1) && set_holds(after, set, end - 1);
}

static const char *check_set(const lede__match *m, const char *p) {
  if (*p != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
  return item_end(m, p);
}

/* Steps over %b, %f or %1 at *p: where the text goes on, NULL when it does not fit. *p stays when it is
 * none of these. */
static const char *step_over(const lede__match *m, const char *s, const char **p) {
  const char *item = *p + 1;
  if (*item == 'b') {
    *p += 4;
    return balanced(m, s, item + 1);
  }
  if (*item == 'f') {
    const char *end = check_set(m, item + 1);
    *p = end;
    return at_frontier(m, s, item + 1, end) ? s : NULL;
  }
  if (is_digit(byte_at(item))) {
    *p += 2;
    return same_again(m, s, item);
  }
  return s;
}

/* ---- the pattern ---------------------------------------------------------------------------------- */

/* Follows the pattern while there is no choice. */
static const char *follow(lede__match *m, const char *s, const char *p) {
  while (p != m->pattern_end) {
    if (*p == '(' && p[1] == ')') return open_capture(m, s, p + 2, LEDE__CAPTURE_POSITION);
    if (*p == '(') return open_capture(m, s, p + 1, LEDE__CAPTURE_OPEN);
    if (*p == ')') return close_capture(m, s, p + 1);
    if (*p == '$' && p + 1 == m->pattern_end) return s == m->text_end ? s : NULL;
    if (*p == '%') {
      const char *at = p;
      s = step_over(m, s, &p);
      if (!s) return NULL;
      if (p != at) continue;
    }
    const char *end = item_end(m, p);
    bool fits = item_fits(m, s, p, end);
    switch (*end) { /* the pattern is NUL-terminated */
    case '*':
      if (fits) return as_many_as_fit(m, s, p, end);
      p = end + 1;
      break;
    case '+':
      return fits ? as_many_as_fit(m, s + 1, p, end) : NULL;
    case '-':
      if (fits) return as_few_as_fit(m, s, p, end);
      p = end + 1;
      break;
    case '?':
      if (fits) {
        const char *e = match(m, s + 1, end + 1);
        if (e) return e;
      }
      p = end + 1;
      break;
    default:
      if (!fits) return NULL;
      s++;
      p = end;
    }
  }
  return s;
}

static const char *match(lede__match *m, const char *s, const char *p) {
  lede__limits_look(m->L, m->limits);
  if (m->depth-- == 0) luaL_error(m->L, "pattern too complex");
  const char *e = follow(m, s, p);
  m->depth++;
  return e;
}

const char *lede__match_at(lede__match *m, const char *at) {
  m->level = 0;
  m->depth = DEEPEST;
  return match(m, at, m->pattern);
}

static bool is_magic(char c) {
  switch (c) {
  case '^':
  case '$':
  case '*':
  case '+':
  case '?':
  case '-':
  case '.':
  case '(':
  case '[':
  case '%':
    return true;
  default:
    return false;
  }
}

/* A pattern that begins with a character which must stand there can only match where it does; -1 for other
 * patterns. */
static int first_character(const lede__match *m) {
  const char *p = m->pattern;
  if (p == m->pattern_end || is_magic(*p) || *p == ')') return -1;
  return p[1] == '*' || p[1] == '?' || p[1] == '-' ? -1 : byte_at(p);
}

/* The item that the first character of every match fits, the set of a %f included; NULL where a pattern may
 * begin in more than one way. `end` gets where the item ends. */
static const char *first_item(const lede__match *m, const char **end) {
  const char *p = m->pattern;
  while (*p == '(') p += p[1] == ')' ? 2 : 1;
  bool frontier = *p == '%' && p[1] == 'f' && p[2] == '[';
  if (frontier) p += 2;
  if (p == m->pattern_end || *p == ')' || *p == '$' || (*p == '%' && (p[1] == 'b' || p[1] == 'f')))
    return NULL;
  *end = item_end(m, p);
  return frontier || !strchr("*?-", **end) || **end == '\0' ? p : NULL;
}

/* The first place from `s` on where a match may begin: the end of the text is always one. */
static const char *next_start(const lede__match *m, const char *s, const char *item, const char *end) {
  while (s < m->text_end && !item_fits(m, s, item, end)) {
    lede__limits_look(m->L, m->limits);
    s++;
  }
  return s;
}

const char *lede__match_from(lede__match *m, const char *from, const char *not_end, const char **end) {
  const char *item_stop = NULL;
  const char *item = m->anchored || from > m->text_end ? NULL : first_item(m, &item_stop);
  int first = item ? first_character(m) : -1;
  for (const char *s = from; s <= m->text_end; s++) {
    if (first >= 0 && !(s = memchr(s, first, (size_t)(m->text_end - s)))) return NULL;
    if (first < 0 && item) s = next_start(m, s, item, item_stop);
    *end = lede__match_at(m, s);
    if (*end && *end != not_end) return s;
    if (m->anchored) return NULL;
  }
  return NULL;
}

bool lede__pattern_is_plain(const char *pattern, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (is_magic(pattern[i])) return false;
  return true;
}
