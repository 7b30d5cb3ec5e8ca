/* input/jsonl: JSON Lines, one document a line. */
#include "input/jsonl.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/json_read.h"
#include "input/given.h"

struct lede__jsonl {
  lede__rows rows;
  size_t line;     /* of the row now in view */
  size_t in_view;  /* its bytes, with the line feed */
  size_t searched; /* bytes of a line that has not arrived whole, known to hold no line feed */
  bool is_begun, waits, is_dropping; /* dropping: the rest of a line that is too long */
  json_t *row;
};

lede__jsonl *lede__jsonl_new(const lede__rows *rows) {
  lede__jsonl *j = calloc(1, sizeof *j);
  if (j) j->rows = *rows;
  return j;
}

void lede__jsonl_free(lede__jsonl *j) {
  if (!j) return;
  json_decref(j->row);
  free(j);
}

/* ---- Lines ---------------------------------------------------------------- */

/* Reads on, unless that would have to wait and the reader must not. */
static lede_status read_on(lede__jsonl *j, lede_error *err) {
  j->waits = j->rows.polls && lede__stream_waits(j->rows.stream);
  return j->waits ? LEDE_OK : lede__stream_more(j->rows.stream, err);
}

/* Takes what has come of a line that is longer than may be kept; it fails once the line is over. */
static lede_status drop_line(lede__jsonl *j, const char *end, lede_error *err) {
  lede__stream *s = j->rows.stream;
  j->is_dropping = !end && !s->at_end;
  j->searched = 0;
  lede__stream_drop(s, end ? (size_t)(end + 1 - s->ptr) : s->len);
  if (j->is_dropping) return LEDE_OK;
  return lede__fail(err, LEDE_ETOOBIG, NULL, "the line has more than %zu bytes; raise --max-bytes",
                    j->rows.max_bytes);
}

bool lede__jsonl_waits(const lede__jsonl *j) { return j->waits; }

/* Brings the next line into view: *line without its end; ptr NULL after the last, and when it has not
 * arrived yet. */
static lede_status next_line(lede__jsonl *j, lede_str *line, lede_error *err) {
  lede__stream *s = j->rows.stream;
  *line = (lede_str){NULL, 0};
  lede__stream_drop(s, j->in_view);
  j->in_view = 0;
  if (!j->waits) {
    j->line++;
    j->searched = 0;
  }
  j->waits = false;
  do {
    const char *end = s->len > j->searched ? memchr(s->ptr + j->searched, '\n', s->len - j->searched) : NULL;
    size_t len = end ? (size_t)(end - s->ptr) : s->len;
    lede_status status = LEDE_OK;
    if (j->is_dropping || len > j->rows.max_bytes) {
      status = drop_line(j, end, err);
    } else if (end || (s->at_end && len)) {
      *line = (lede_str){s->ptr, len};
      j->in_view = end ? len + 1 : len;
    } else {
      j->searched = s->len;
    }
    if (status || line->ptr || s->at_end) return status;
    status = read_on(j, err);
    if (status) return status;
  } while (!j->waits);
  return LEDE_OK;
}

static bool is_blank(lede_str s) {
  for (size_t i = 0; i < s.len; i++) {
    if (s.ptr[i] != ' ' && s.ptr[i] != '\t' && s.ptr[i] != '\r') return false;
  }
  return true;
}

/* ---- Rows ----------------------------------------------------------------- */

/* The value of `key` at the top of the row, else in its "doc". */
static const json_t *value_of(const json_t *row, lede_str key) {
  const json_t *value = json_object_getn(row, key.ptr, key.len);
  const json_t *doc = json_object_get(row, "doc");
  return value ? value : json_object_getn(doc, key.ptr, key.len);
}

static lede_str string_of(const json_t *value) {
  if (!json_is_string(value)) return (lede_str){NULL, 0};
  return (lede_str){json_string_value(value), json_string_length(value)};
}

/* Ids are numbers in many a database. */
static lede_status id_of(const json_t *value, lede__arena *arena, lede_str *id, lede_error *err) {
  char digits[32];
  *id = string_of(value);
  if (!json_is_integer(value)) return LEDE_OK;
  int len = snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
  *id = lede__arena_str(arena, (lede_str){digits, (size_t)len});
  return id->ptr ? LEDE_OK : lede__nomem(err);
}

/* A record says in doc.given what was given; what stands beside it lede itself has found in the text. */
static void take_facts(const json_t *row, lede_given *given) {
  const json_t *recorded = json_object_get(json_object_get(row, "doc"), "given");
  for (size_t i = 0; i < LEDE__GIVEN_COUNT; i++) {
    lede_str name = lede__str(lede__given_names[i]);
    const json_t *value =
        json_is_object(recorded) ? json_object_get(recorded, name.ptr) : value_of(row, name);
    *lede__given_at(given, i) = string_of(value);
  }
}

static lede_status take_given(lede__jsonl *j, lede__arena *arena, lede__item *item, lede_error *err) {
  lede_str path = string_of(value_of(j->row, LEDE__LIT("path")));
  lede_status status = id_of(value_of(j->row, j->rows.id_field), arena, &item->given.id, err);
  if (!status && !item->given.id.len) item->given.id = lede__row_name(arena, &j->rows, j->line);
  if (!status && !item->given.id.ptr) status = lede__nomem(err);
  if (path.len) item->given.path = path;
  take_facts(j->row, &item->given);
  return status;
}

/* "...; its fields are id, body", or what stands under the text's name instead of a string. */
static void explain_no_text(const lede__jsonl *j, const json_t *value, lede__buf *out) {
  static const char *const types[] = {"an object", "a list", "a string", "a number",
                                      "a number",  "true",   "false",    "null"};
  const char *key, *comma = "";
  json_t *each;
  int len = (int)j->rows.text_field.len;
  if (value) {
    lede__buf_printf(out, "the field \"%.*s\" is %s, not a string", len, j->rows.text_field.ptr,
                     types[json_typeof(value)]);
    return;
  }
  lede__buf_printf(out, "there is no field \"%.*s\"; ", len, j->rows.text_field.ptr);
  lede__buf_text(out, json_object_size(j->row) ? "its fields are " : "it has no fields");
  json_object_foreach(j->row, key, each) {
    lede__buf_printf(out, "%s%s", comma, key);
    comma = ", ";
  }
  lede__buf_text(out, "; name the text with --text-field");
}

static lede_status take_text(lede__jsonl *j, lede__arena *arena, lede__item *item, lede_error *err) {
  const json_t *value = json_object_getn(j->row, j->rows.text_field.ptr, j->rows.text_field.len);
  item->bytes = string_of(value);
  item->is_text = true;
  if (item->bytes.ptr) return LEDE_OK;
  lede__buf message = {0};
  explain_no_text(j, value, &message);
  lede_status status = message.failed
                           ? lede__nomem(err)
                           : lede__row_fail(arena, &j->rows, j->line, item, LEDE_EFORMAT, message.ptr, err);
  lede__buf_free(&message);
  return status;
}

static lede_status status_named(lede_str name) {
  for (int s = LEDE_OK + 1; s <= LEDE_EINTERRUPT; s++) {
    if (lede__str_is(name, lede_status_name((lede_status)s))) return (lede_status)s;
  }
  return LEDE_EIO;
}

/* {"lede":1,"doc":{...},"error":{code,where,message}}: a document that failed before, and so fails again. */
static void pass_on_failure(const json_t *error, lede__item *item) {
  lede_str where = lede__json_get_str(error, "where"), message = lede__json_get_str(error, "message");
  item->status = lede__fail(&item->error, status_named(lede__json_get_str(error, "code")), where.ptr, "%s",
                            message.ptr ? message.ptr : "failed before");
}

static bool is_finding(const json_t *row) {
  return json_object_get(row, "lede") && json_is_object(json_object_get(row, "finding"));
}

static lede_status take_finding(lede__jsonl *j, lede__arena *arena, lede_str line, lede__item *item,
                                lede_error *err) {
  item->given.id = lede__row_name(arena, &j->rows, j->line);
  item->bytes = line;
  item->is_finding = true;
  return item->given.id.ptr ? LEDE_OK : lede__nomem(err);
}

/* *have stays false for a row that is no item. */
static lede_status take_row(lede__jsonl *j, lede__arena *arena, lede_str line, lede__item *item, bool *have,
                            lede_error *err) {
  if (!json_is_object(j->row)) {
    *have = true;
    return lede__row_fail(arena, &j->rows, j->line, item, LEDE_EFORMAT, "the line is not a JSON object", err);
  }
  *have = j->rows.passes || !is_finding(j->row);
  if (!*have) return LEDE_OK;
  if (is_finding(j->row)) return take_finding(j, arena, line, item, err);
  const json_t *error = json_object_get(j->row, "lede") ? json_object_get(j->row, "error") : NULL;
  lede_status status = take_given(j, arena, item, err);
  if (!status && !json_is_object(error)) return take_text(j, arena, item, err);
  if (!status) pass_on_failure(error, item);
  return status;
}

/* What went wrong before there was a row: running out of memory stops it all, the rest is the item's. */
static lede_status fail_line(lede__jsonl *j, lede__arena *arena, lede__item *item, lede_status status,
                             bool *have, lede_error *err) {
  char message[sizeof err->message];
  if (status == LEDE_ENOMEM) return lede__nomem(err);
  *have = true;
  memcpy(message, item->error.message, sizeof message);
  return lede__row_fail(arena, &j->rows, j->line, item, status, message, err);
}

/* The encoding shows in the first bytes, which must have arrived. */
static lede_status begin(lede__jsonl *j, lede_error *err) {
  lede_status status = LEDE_OK;
  j->waits = false;
  while (!status && !j->waits && lede__stream_may_be_marked(j->rows.stream)) status = read_on(j, err);
  j->is_begun = !j->waits;
  return status || j->waits ? status : lede__stream_as_utf8(j->rows.stream, j->rows.max_bytes, err);
}

lede_status lede__jsonl_next(lede__jsonl *j, lede__arena *arena, lede__item *item, bool *have,
                             lede_error *err) {
  lede_str line = {NULL, 0};
  *have = false;
  lede_status status = j->is_begun ? LEDE_OK : begin(j, &item->error);
  if (!j->is_begun) return LEDE_OK;
  while (!status && !*have) {
    json_decref(j->row);
    j->row = NULL;
    status = next_line(j, &line, &item->error);
    if (!status && !line.ptr) return LEDE_OK;
    if (status || is_blank(line)) continue;
    status = lede__json_parse(line, j->rows.path, &j->row, &item->error);
    if (status) break;
    status = take_row(j, arena, line, item, have, err);
    if (status) return status;
  }
  return status ? fail_line(j, arena, item, status, have, err) : LEDE_OK;
}
