#include "base/luadata.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/str.h"

enum { MOST_LEVELS = 32 };

typedef struct reader {
  lede__arena *arena;
  const char *file;
  const char *at, *end;
  unsigned line;
  lede__buf string; /* being read */
  lede_status status;
  lede_error *err;
} reader;

lede_status lede__luadata_fail(lede_error *err, const char *file, unsigned line, const char *format, ...) {
  char where[512], message[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  snprintf(where, sizeof where, "%s:%u", file, line);
  return lede__fail(err, LEDE_ESETUP, where, "%s", message);
}

const char *lede__datum_name(const lede__datum *d) {
  static const char *const names[] = {"nil", "boolean", "number", "string", "table"};
  return names[d->kind];
}

static bool fail(reader *r, const char *message) {
  if (!r->status) r->status = lede__luadata_fail(r->err, r->file, r->line, "%s", message);
  return false;
}

static bool nomem(reader *r) {
  if (!r->status) r->status = lede__nomem(r->err);
  return false;
}

/* ---- Space and comments ------------------------------------------------ */

static char peek(const reader *r, size_t ahead) {
  return (size_t)(r->end - r->at) > ahead ? r->at[ahead] : '\0';
}

static void step(reader *r) {
  if (*r->at++ == '\n') r->line++;
}

/* The level of a long bracket "[==[" that begins here; -1 when none does. */
static int bracket_level(const reader *r) {
  size_t n = 1;
  if (peek(r, 0) != '[') return -1;
  while (peek(r, n) == '=') n++;
  return peek(r, n) == '[' ? (int)n - 1 : -1;
}

static bool closes(const reader *r, int level) {
  size_t n = 1;
  if (peek(r, 0) != ']') return false;
  while (peek(r, n) == '=') n++;
  return peek(r, n) == ']' && (int)n - 1 == level;
}

/* A long string or comment, whose text goes to r->string. */
static bool skip_long(reader *r, int level) {
  unsigned begun = r->line;
  r->at += level + 2;
  if (peek(r, 0) == '\r') r->at++;
  if (peek(r, 0) == '\n') step(r);
  while (r->at < r->end && !closes(r, level)) {
    lede__buf_char(&r->string, *r->at);
    step(r);
  }
  if (r->at < r->end) return r->at += level + 2, true;
  r->line = begun;
  return fail(r, "what begins with [[ here is not closed by ]]");
}

static bool skip_comment(reader *r) {
  r->at += 2;
  int level = bracket_level(r);
  if (level >= 0) return skip_long(r, level);
  while (r->at < r->end && *r->at != '\n') r->at++;
  return true;
}

static bool skip_space(reader *r) {
  for (;;) {
    if (r->at < r->end && isspace((unsigned char)*r->at))
      step(r);
    else if (peek(r, 0) != '-' || peek(r, 1) != '-')
      return true;
    else if (!skip_comment(r))
      return false;
  }
}

/* ---- Strings ----------------------------------------------------------- */

static void add_code_point(reader *r, unsigned long c) {
  lede__buf *s = &r->string;
  if (c < 0x80) {
    lede__buf_char(s, (char)c);
  } else if (c < 0x800) {
    lede__buf_char(s, (char)(0xC0 | c >> 6));
  } else if (c < 0x10000) {
    lede__buf_char(s, (char)(0xE0 | c >> 12));
    lede__buf_char(s, (char)(0x80 | (c >> 6 & 0x3F)));
  } else {
    lede__buf_char(s, (char)(0xF0 | c >> 18));
    lede__buf_char(s, (char)(0x80 | (c >> 12 & 0x3F)));
    lede__buf_char(s, (char)(0x80 | (c >> 6 & 0x3F)));
  }
  if (c >= 0x80) lede__buf_char(s, (char)(0x80 | (c & 0x3F)));
}

/* \u{20AC}, behind the u. */
static bool escaped_code_point(reader *r) {
  char *end;
  if (peek(r, 0) != '{' || !isxdigit((unsigned char)peek(r, 1)))
    return fail(r, "\\u wants a number in braces: \\u{20AC}");
  unsigned long c = strtoul(r->at + 1, &end, 16);
  if (*end != '}' || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return fail(r, "\\u{…} is no character");
  r->at = end + 1;
  add_code_point(r, c);
  return true;
}

/* \123 or \x7B. */
static bool escaped_byte(reader *r, int base, size_t most) {
  char digits[4] = "", *end;
  for (size_t n = 0;
       n < most && isxdigit((unsigned char)peek(r, n)) && (base == 16 || isdigit((unsigned char)peek(r, n)));
       n++)
    digits[n] = peek(r, n);
  unsigned long c = strtoul(digits, &end, base);
  if (end == digits || c > 255) return fail(r, "a backslash and digits are no byte");
  r->at += end - digits;
  lede__buf_char(&r->string, (char)c);
  return true;
}

static bool escape(reader *r) {
  static const char from[] = "abfnrtv\\\"'\n", to[] = "\a\b\f\n\r\t\v\\\"'\n";
  char c = peek(r, 1);
  r->at++;
  if (isdigit((unsigned char)c)) return escaped_byte(r, 10, 3);
  const char *known = c ? strchr(from, c) : NULL;
  if (known) return lede__buf_char(&r->string, to[known - from]), step(r), true;
  r->at++;
  if (c == 'x') return escaped_byte(r, 16, 2);
  if (c == 'u') return escaped_code_point(r);
  if (c != 'z') return fail(r, "a backslash stands before what needs none; write \\\\ for a backslash");
  while (r->at < r->end && isspace((unsigned char)*r->at)) step(r);
  return true;
}

static bool skip_quoted(reader *r) {
  char quote = *r->at++;
  while (r->at < r->end && *r->at != quote && *r->at != '\n') {
    if (*r->at == '\\') {
      if (!escape(r)) return false;
    } else {
      lede__buf_char(&r->string, *r->at++);
    }
  }
  if (peek(r, 0) != quote) return fail(r, "a string is not closed in its line");
  r->at++;
  return true;
}

/* ---- Values ------------------------------------------------------------ */

static lede__datum *new_datum(reader *r, lede__datum_kind kind) {
  lede__datum *d = lede__arena_calloc(r->arena, 1, sizeof *d);
  if (!d) return nomem(r), NULL;
  d->kind = kind;
  d->line = r->line;
  return d;
}

static lede__datum *keep_text(reader *r, lede__datum *d, lede_str text) {
  d->text = lede__arena_str(r->arena, text.ptr ? text : LEDE__LIT(""));
  return d->text.ptr ? d : (nomem(r), NULL);
}

static lede__datum *read_string(reader *r, int level) {
  lede__datum *d = new_datum(r, LEDE__DATUM_STRING);
  lede__buf_clear(&r->string);
  if (!d || !(level >= 0 ? skip_long(r, level) : skip_quoted(r))) return NULL;
  return r->string.failed ? (nomem(r), NULL) : keep_text(r, d, (lede_str){r->string.ptr, r->string.len});
}

static lede_str take_word(reader *r) {
  const char *from = r->at;
  while (r->at < r->end && (isalnum((unsigned char)*r->at) || *r->at == '_')) r->at++;
  return (lede_str){from, (size_t)(r->at - from)};
}

static lede__datum *read_number(reader *r) {
  const char *from = r->at;
  lede__datum *d = new_datum(r, LEDE__DATUM_NUMBER);
  while (r->at < r->end && (isalnum((unsigned char)*r->at) || strchr("+-.", *r->at))) r->at++;
  return d ? keep_text(r, d, (lede_str){from, (size_t)(r->at - from)}) : NULL;
}

static lede__datum *read_word(reader *r) {
  lede_str word = take_word(r);
  char message[256];
  if (lede__str_is(word, "nil")) return new_datum(r, LEDE__DATUM_NIL);
  if (lede__str_is(word, "true") || lede__str_is(word, "false")) {
    lede__datum *d = new_datum(r, LEDE__DATUM_BOOLEAN);
    return d ? keep_text(r, d, word) : NULL;
  }
  snprintf(message, sizeof message, "'%.*s' is no data; words stand in quotes, and nothing is run here",
           (int)(word.len < 60 ? word.len : 60), word.ptr);
  return fail(r, message), NULL;
}

static lede__datum *read_table(reader *r, int depth);

static lede__datum *read_value(reader *r, int depth) {
  if (!skip_space(r)) return NULL;
  char c = peek(r, 0);
  int level = bracket_level(r);
  if (c == '"' || c == '\'' || level >= 0) return read_string(r, level);
  if (c == '{') return read_table(r, depth + 1);
  if (isdigit((unsigned char)c) || c == '-' || c == '.') return read_number(r);
  if (isalpha((unsigned char)c) || c == '_') return read_word(r);
  return fail(r, "a value is missing: a string in quotes, a number, or a table in braces"), NULL;
}

/* The key of `name =` or `["a name"] =`; NULL without a failure where an item of a list stands. */
static lede__datum *read_key(reader *r, int depth) {
  reader before = *r;
  lede__datum *key = NULL;
  if (peek(r, 0) == '[' && bracket_level(r) < 0) {
    r->at++;
    key = read_value(r, depth);
    if (!key || !skip_space(r)) return NULL;
    if (peek(r, 0) != ']') return fail(r, "']' is missing behind a key"), NULL;
    r->at++;
  } else if (isalpha((unsigned char)peek(r, 0)) || peek(r, 0) == '_') {
    lede_str word = take_word(r);
    if (!skip_space(r)) return NULL;
    if (peek(r, 0) != '=') return r->at = before.at, r->line = before.line, NULL;
    key = new_datum(r, LEDE__DATUM_STRING);
    if (key) key->line = before.line, key = keep_text(r, key, word);
  }
  if (!key || !skip_space(r)) return NULL;
  if (peek(r, 0) != '=') return fail(r, "'=' is missing behind a key"), NULL;
  r->at++;
  return key;
}

static lede__datum *read_entry(reader *r, int depth) {
  lede__datum *key = read_key(r, depth);
  lede__datum *value = r->status ? NULL : read_value(r, depth);
  if (value) value->key = key;
  return value && skip_space(r) ? value : NULL;
}

static lede__datum *read_table(reader *r, int depth) {
  lede__datum *table = new_datum(r, LEDE__DATUM_TABLE), **last = table ? &table->first : NULL;
  if (!table) return NULL;
  if (depth > MOST_LEVELS) return fail(r, "tables are nested too deeply"), NULL;
  r->at++;
  while (skip_space(r) && peek(r, 0) != '}') {
    if (r->at == r->end)
      return r->line = table->line, fail(r, "the brace that opens here is not closed"), NULL;
    *last = read_entry(r, depth);
    if (!*last) return NULL;
    last = &(*last)->next;
    if (peek(r, 0) == ',' || peek(r, 0) == ';')
      r->at++;
    else if (peek(r, 0) != '}' && r->at < r->end)
      return fail(r, "a comma is missing before this"), NULL;
  }
  if (r->status) return NULL;
  r->at++;
  return table;
}

static lede__datum *read_file(reader *r) {
  if (r->end - r->at >= 3 && memcmp(r->at, "\xEF\xBB\xBF", 3) == 0) r->at += 3;
  if (!skip_space(r)) return NULL;
  if (r->at == r->end) return new_datum(r, LEDE__DATUM_TABLE);
  if (!lede__str_is(take_word(r), "return"))
    return fail(r, "the file holds data only, and begins with: return {"), NULL;
  lede__datum *d = read_value(r, 0);
  if (!d || !skip_space(r)) return NULL;
  if (peek(r, 0) == ';' && (r->at++, !skip_space(r))) return NULL;
  return r->at == r->end
             ? d
             : (fail(r, "something stands behind the table; the file holds one table only"), NULL);
}

lede_status lede__luadata_read(lede__arena *arena, const char *file, lede_str source, lede__datum **out,
                               lede_error *err) {
  const char *text = source.ptr ? source.ptr : "";
  reader r = {.arena = arena, .file = file, .at = text, .end = text + source.len, .line = 1, .err = err};
  *out = read_file(&r);
  lede__buf_free(&r.string);
  return r.status;
}
