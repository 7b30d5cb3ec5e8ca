/* input/csv: splitting CSV (RFC 4180) into records. Knows nothing of what they mean.
 *
 * The end of a record is searched for first, in as many reads as that takes; fields are then cut out in
 * place. */
#include "input/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/* Where in a record a byte stands. */
typedef enum place { FIELD_BEGINS, IN_FIELD, IN_QUOTES, AFTER_QUOTE, AT_END } place;

void lede__csv_free(lede__csv *c) {
  free(c->fields);
  c->fields = NULL;
  c->count = c->cap = 0;
}

static bool ends_line(char c) { return c == '\n' || c == '\r'; }

static place after(place now, char c, char separator) {
  if (now == IN_QUOTES) return c == '"' ? AFTER_QUOTE : IN_QUOTES;
  if (now == AFTER_QUOTE && c == '"') return IN_QUOTES;
  if (ends_line(c)) return AT_END;
  if (c == separator) return FIELD_BEGINS;
  if (now == FIELD_BEGINS && c == '"') return IN_QUOTES;
  return IN_FIELD;
}

/* ---- Where a record ends -------------------------------------------------- */

/* Counts the candidates outside quotes on the first line; the commonest wins, a comma among equals. */
static char find_separator(lede_str line) {
  static const char candidates[] = {',', ';', '\t'};
  size_t best = 0, counts[3] = {0, 0, 0};
  bool quoted = false;
  for (size_t i = 0; i < line.len && (quoted || !ends_line(line.ptr[i])); i++) {
    if (line.ptr[i] == '"') quoted = !quoted;
    for (size_t k = 0; k < 3 && !quoted; k++) counts[k] += line.ptr[i] == candidates[k];
  }
  for (size_t k = 1; k < 3; k++) {
    if (counts[k] > counts[best]) best = k;
  }
  return candidates[best];
}

/* Goes on from *at, where the place is *now, to the end of the record; false when it is not in view. */
static bool find_end(const lede__csv *c, size_t *at, place *now) {
  const lede__stream *s = c->stream;
  while (*at < s->len) {
    if (*now == IN_QUOTES) {
      const char *quote = memchr(s->ptr + *at, '"', s->len - *at);
      *at = quote ? (size_t)(quote - s->ptr) : s->len;
      if (!quote) return false;
    }
    *now = after(*now, s->ptr[*at], c->separator);
    if (*now == AT_END) return true;
    ++*at;
  }
  return false;
}

/* Until the whole first line is in view, the separator is not known. */
static lede_status learn_separator(lede__csv *c, lede_error *err) {
  lede__stream *s = c->stream;
  while (!s->at_end && s->len <= c->max_bytes && !(s->len && memchr(s->ptr, '\n', s->len))) {
    lede_status status = lede__stream_more(s, err);
    if (status) return status;
  }
  c->separator = find_separator((lede_str){s->ptr, s->len});
  return LEDE_OK;
}

/* Brings a record into view: *record without its end. */
static lede_status next_record(lede__csv *c, lede_str *record, lede_error *err) {
  lede__stream *s = c->stream;
  place now = FIELD_BEGINS;
  for (size_t at = 0;;) {
    bool found = find_end(c, &at, &now);
    if (at > c->max_bytes) {
      s->at_end = true;
      lede__stream_drop(s, s->len);
      return lede__fail(
          err, LEDE_ETOOBIG, s->where,
          "line %zu: the record that begins here has more than %zu bytes; is a quote not closed? else raise "
          "--max-bytes",
          c->line, c->max_bytes);
    }
    if (found || s->at_end) {
      *record = (lede_str){s->ptr, at};
      c->in_view = found ? at + 1 : at;
      if (found || now != IN_QUOTES) return LEDE_OK;
      return lede__fail(err, LEDE_EFORMAT, s->where,
                        "line %zu: a quoted field that begins in this record is not closed", c->line);
    }
    lede_status status = lede__stream_more(s, err);
    if (status) return status;
  }
}

/* ---- Lines ---------------------------------------------------------------- */

/* Lines in `s`: CRLF is one end, even when a record ends between the two. */
static size_t count_lines(lede__csv *c, lede_str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    n += s.ptr[i] == '\r' || (s.ptr[i] == '\n' && !c->after_cr);
    c->after_cr = s.ptr[i] == '\r';
  }
  return n;
}

/* ---- Fields --------------------------------------------------------------- */

static bool add_field(lede__csv *c, lede_str field) {
  if (c->count == c->cap) {
    size_t cap = c->cap ? c->cap * 2 : 16;
    lede_str *fields = realloc(c->fields, cap * sizeof *fields);
    if (!fields) return false;
    c->fields = fields;
    c->cap = cap;
  }
  c->fields[c->count++] = field;
  return true;
}

/* Cuts the record into fields and moves their bytes together where quotes fall away. */
static lede_status split(lede__csv *c, lede_str record, lede_error *err) {
  char *bytes = c->stream->ptr;
  place now = FIELD_BEGINS;
  for (size_t i = 0, begin = 0, to = 0; i <= record.len; i++) {
    char ch = i < record.len ? bytes[i] : '\n';
    place next = after(now, ch, c->separator);
    bool is_text_after_quote = now == AFTER_QUOTE && next == IN_FIELD;
    bool is_syntax = ch == '"' && (now == FIELD_BEGINS || now == IN_QUOTES);
    if (is_text_after_quote) {
      return lede__fail(
          err, LEDE_EFORMAT, c->stream->where,
          "line %zu: field %zu goes on after its closing quote; a quote inside a field is doubled", c->line,
          c->count + 1);
    }
    if (next == FIELD_BEGINS || next == AT_END) {
      if (!add_field(c, (lede_str){bytes + begin, to - begin})) return lede__nomem(err);
      begin = to = i + 1;
    } else if (!is_syntax) {
      bytes[to++] = ch;
    }
    now = next;
  }
  return LEDE_OK;
}

/* Drops the record before and brings the next into view. */
static lede_status advance(lede__csv *c, lede_str *record, lede_error *err) {
  lede__stream_drop(c->stream, c->in_view);
  c->in_view = c->count = 0;
  c->line = c->next_line + 1;
  lede_status status = next_record(c, record, err);
  c->next_line += count_lines(c, (lede_str){c->stream->ptr, c->in_view});
  return status;
}

lede_status lede__csv_next(lede__csv *c, bool *have, lede_error *err) {
  lede_str record = {NULL, 0};
  *have = false;
  lede_status status = c->separator ? LEDE_OK : learn_separator(c, err);
  do {
    if (!status) status = advance(c, &record, err);
    if (status) return status;
  } while (record.len == 0 && c->in_view);
  if (record.len == 0) return LEDE_OK;
  *have = true;
  return split(c, record, err);
}
