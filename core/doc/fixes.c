/* doc/fixes: reading and checking them. */
#include "doc/fixes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json_read.h"
#include "base/str.h"
#include "text/utf8.h"

enum { MOST_MB = 256 };

typedef struct reader {
  lede__fixes *fixes;
  size_t line;
  char where[512]; /* FILE:LINE */
  lede_error *err;
} reader;

/* ---- One line ---------------------------------------------------------- */

static lede_status bad(const reader *r, const char *message) {
  return lede__fail(r->err, LEDE_ESETUP, r->where, "%s", message);
}

static lede_status check_members(const reader *r, const json_t *json) {
  static const char *const known[] = {"doc",    "layer", "start", "end", "text", "field", "value",
                                      "delete", "add",   "kind",  "who", "when", "note"};
  enum { KNOWN = sizeof known / sizeof *known };
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)json, name, value) {
    size_t i = 0;
    while (i < KNOWN && strcmp(known[i], name) != 0) i++;
    if (i < KNOWN) continue;
    const char *near = lede__str_nearest(name, known, KNOWN);
    return lede__fail(r->err, LEDE_ESETUP, r->where,
                      near ? "there is no \"%s\"; did you mean \"%s\"?"
                           : "there is no \"%s\"; see lede help fix",
                      name, near);
  }
  return LEDE_OK;
}

static lede_status read_string(const reader *r, const json_t *json, const char *key, lede_str *out) {
  *out = lede__json_get_str(json, key);
  if (out->ptr && (out->len || strcmp(key, "text") == 0)) return LEDE_OK;
  return lede__fail(r->err, LEDE_ESETUP, r->where, "\"%s\" is missing, or no string%s", key,
                    strcmp(key, "text") == 0
                        ? ": the words from start to end, by which lede can tell when they have changed"
                        : "");
}

/* "./a.txt" and "a.txt" are the same document. */
lede_str lede__fix_doc(lede_str id) {
  while (lede__str_starts(id, "./")) id = (lede_str){id.ptr + 2, id.len - 2};
  return id;
}

static lede_status read_offset(const reader *r, const json_t *json, const char *key, uint32_t *out) {
  const json_t *value = json_object_get(json, key);
  json_int_t n = json_integer_value(value);
  if (!json_is_integer(value) || n < 0 || n >= LEDE_NONE)
    return lede__fail(r->err, LEDE_ESETUP, r->where, "\"%s\" is missing, or no offset in bytes", key);
  *out = (uint32_t)n;
  return LEDE_OK;
}

/* Field and value, or delete, or add: one of the three. */
static lede_status read_change(const reader *r, const json_t *json, lede__fix *fix) {
  bool deletes = json_is_true(json_object_get(json, "delete"));
  const json_t *field = json_object_get(json, "field");
  fix->add = json_object_get(json, "add");
  fix->value = json_object_get(json, "value");
  if ((field != NULL) + deletes + (fix->add != NULL) != 1)
    return bad(r, "a fix has one of \"field\" with \"value\", \"delete\":true, or \"add\":{\"kind\":…}");
  if (fix->add && (!json_is_object(fix->add) || !lede__json_get_str(fix->add, "kind").len))
    return bad(r, "\"add\" is an object with a \"kind\" and attributes");
  if (field && !fix->value) return bad(r, "\"value\" is missing; null takes an attribute away");
  return field ? read_string(r, json, "field", &fix->field) : LEDE_OK;
}

static lede_status read_fix(const reader *r, const json_t *json, lede__fix *fix) {
  *fix = (lede__fix){.line = r->line, .kind = lede__json_get_str(json, "kind")};
  if (!json_is_object(json)) return bad(r, "it is no JSON object");
  lede_status status = check_members(r, json);
  if (!status) status = read_string(r, json, "doc", &fix->doc);
  if (!status) status = read_string(r, json, "layer", &fix->layer);
  if (!status) status = read_string(r, json, "text", &fix->text);
  if (!status) status = read_offset(r, json, "start", &fix->at.start);
  if (!status) status = read_offset(r, json, "end", &fix->at.end);
  if (!status) status = read_change(r, json, fix);
  if (status) return status;
  fix->doc = lede__fix_doc(fix->doc);
  if (fix->at.end < fix->at.start || fix->text.len != fix->at.end - fix->at.start)
    return bad(r, "\"text\" has not as many bytes as there are from \"start\" to \"end\"");
  return LEDE_OK;
}

/* ---- The file ---------------------------------------------------------- */

static lede_status keep(lede__fixes *f, const lede__fix *fix, lede_error *err) {
  if (f->count == f->cap) {
    size_t cap = f->cap ? 2 * f->cap : 64;
    lede__fix *more = realloc(f->list, cap * sizeof *more);
    if (!more) return lede__nomem(err);
    f->list = more;
    f->cap = cap;
  }
  f->list[f->count++] = *fix;
  return LEDE_OK;
}

static lede_status read_line(reader *r, lede_str line) {
  json_t *json;
  lede__fix fix;
  while (line.len && strchr(" \t\r", line.ptr[line.len - 1])) line.len--;
  if (!line.len) return LEDE_OK;
  snprintf(r->where, sizeof r->where, "%s:%zu", r->fixes->file, r->line);
  lede_status status = lede__json_parse(line, r->where, &json, r->err);
  if (status == LEDE_EFORMAT && r->err) r->err->code = LEDE_ESETUP;
  if (status) return status == LEDE_EFORMAT ? LEDE_ESETUP : status;
  if (json_array_append_new(r->fixes->lines, json) != 0) return lede__nomem(r->err);
  status = read_fix(r, json, &fix);
  return status ? status : keep(r->fixes, &fix, r->err);
}

static int by_document(const void *left, const void *right) {
  const lede__fix *a = left, *b = right;
  int order = lede__str_cmp(a->doc, b->doc);
  return order ? order : (a->line > b->line) - (a->line < b->line);
}

static lede_status read_lines(lede__fixes *f, lede_str all, lede_error *err) {
  reader r = {.fixes = f, .err = err};
  lede_status status = LEDE_OK;
  if (lede__str_starts(all, "\xEF\xBB\xBF")) all = (lede_str){all.ptr + 3, all.len - 3};
  while (all.len && !status) {
    const char *end = memchr(all.ptr, '\n', all.len);
    size_t len = end ? (size_t)(end - all.ptr) : all.len;
    r.line++;
    status = read_line(&r, (lede_str){all.ptr, len});
    len += end != NULL;
    all = (lede_str){all.ptr + len, all.len - len};
  }
  if (f->count) qsort(f->list, f->count, sizeof *f->list, by_document);
  return status;
}

lede_status lede__fixes_read(const char *path, lede__fixes *out, lede_error *err) {
  lede__buf bytes = {0};
  *out = (lede__fixes){.file = strdup(path), .lines = json_array()};
  lede_status status =
      out->file && out->lines ? lede__file_read(path, (size_t)MOST_MB << 20, &bytes, err) : lede__nomem(err);
  if (!status) status = read_lines(out, (lede_str){bytes.ptr, bytes.len}, err);
  if (!status) lede__sha256(bytes.ptr ? bytes.ptr : "", bytes.len, out->hash);
  if (status) lede__fixes_free(out);
  lede__buf_free(&bytes);
  return status;
}

void lede__fixes_free(lede__fixes *f) {
  free(f->list);
  free(f->file);
  json_decref(f->lines);
  *f = (lede__fixes){0};
}

/* ---- Values ------------------------------------------------------------ */

static const char *read_words(lede__arena *arena, const json_t *value, lede_str *out, bool *failed) {
  if (!json_is_string(value)) return "a string";
  *out = lede__arena_str(arena, (lede_str){json_string_value(value), json_string_length(value)});
  *failed |= !out->ptr;
  return NULL;
}

/* Without a text any span will do. */
static bool is_span_of(lede_str text, json_int_t from, json_int_t to) {
  if (from < 0 || from > to || to >= (json_int_t)LEDE_NONE) return false;
  if (!text.ptr) return true;
  return (size_t)to <= text.len && lede__utf8_boundary(text.ptr, text.len, (size_t)from) &&
         lede__utf8_boundary(text.ptr, text.len, (size_t)to);
}

static const char *read_span(const json_t *value, lede_str text, lede_span *out) {
  const json_t *start = json_object_get(value, "start"), *end = json_object_get(value, "end");
  json_int_t from = json_integer_value(start), to = json_integer_value(end);
  bool good = json_is_integer(start) && json_is_integer(end) && is_span_of(text, from, to);
  if (good) *out = (lede_span){(uint32_t)from, (uint32_t)to};
  return good ? NULL : "{\"start\":…,\"end\":…} within the text";
}

static const char *read_scalar(lede__arena *arena, lede__type type, const json_t *value, lede_str text,
                               lede__scalar *out, bool *failed) {
  switch (type) {
  case LEDE__STRING:
  case LEDE__NAME:
    return read_words(arena, value, &out->str, failed);
  case LEDE__DATE:
    if (read_words(arena, value, &out->str, failed) || *failed) return "a date such as 2026-01-07";
    return lede__date_valid(out->str) ? NULL : "a date such as 2026-01-07";
  case LEDE__INTEGER:
    out->integer = json_integer_value(value);
    return json_is_integer(value) ? NULL : "an integer";
  case LEDE__NUMBER:
    out->number = json_number_value(value);
    return json_is_number(value) ? NULL : "a number";
  case LEDE__BOOLEAN:
    out->boolean = json_is_true(value);
    return json_is_boolean(value) ? NULL : "true or false";
  case LEDE__SPAN:
    return read_span(value, text, &out->span);
  }
  return "of a known type";
}

static const char *read_list(lede__arena *arena, lede__type type, const json_t *value, lede_str text,
                             lede__cell *cell, bool *failed) {
  const char *wrong = NULL;
  if (!json_is_array(value)) return "a list";
  cell->count = (uint32_t)json_array_size(value);
  cell->list = lede__arena_calloc(arena, cell->count, sizeof *cell->list);
  if (!cell->list) return *failed = true, NULL;
  for (uint32_t i = 0; i < cell->count && !wrong; i++)
    wrong = read_scalar(arena, type, json_array_get(value, i), text, &cell->list[i], failed);
  return wrong ? "a list of the right type" : NULL;
}

const char *lede__fix_value(lede__arena *arena, const lede__attribute *a, const json_t *value, lede_str text,
                            lede__cell *cell, bool *failed) {
  *cell = (lede__cell){0};
  if (!value || json_is_null(value)) return NULL;
  if (a->type == LEDE__SPAN && !a->list) {
    cell->placed = true;
    return read_span(value, text, &cell->at);
  }
  cell->set = true;
  return a->list ? read_list(arena, a->type, value, text, cell, failed)
                 : read_scalar(arena, a->type, value, text, &cell->scalar, failed);
}

/* ---- Checking ---------------------------------------------------------- */

static const lede__schema *schema_of(const lede__schema *const *schemas, size_t count, lede_str layer) {
  for (size_t i = 0; i < count; i++)
    if (lede__str_eq(schemas[i]->layer, layer)) return schemas[i];
  return NULL;
}

static lede_status unknown_layer(const char *where, const lede__fix *fix, const lede__schema *const *schemas,
                                 size_t count, lede_error *err) {
  const char *known[LEDE__MAX_LAYERS];
  for (size_t i = 0; i < count && i < LEDE__MAX_LAYERS; i++) known[i] = schemas[i]->layer.ptr;
  const char *near =
      lede__str_nearest(fix->layer.ptr, known, count < LEDE__MAX_LAYERS ? count : LEDE__MAX_LAYERS);
  return near ? lede__fail(err, LEDE_ESETUP, where, "there is no layer \"%s\"; did you mean \"%s\"?",
                           fix->layer.ptr, near)
              : LEDE_OK;
}

static lede_status unknown_field(const char *where, const char *field, const lede__schema *s,
                                 lede_error *err) {
  const char *known[LEDE__MAX_ATTRIBUTES + 1] = {"kind"};
  for (uint32_t i = 0; i < s->count; i++) known[i + 1] = s->attributes[i].name.ptr;
  const char *near = lede__str_nearest(field, known, s->count + 1);
  return lede__fail(err, LEDE_ESETUP, where,
                    near ? "marks of %s have no \"%s\"; did you mean \"%s\"?" : "marks of %s have no \"%s\"",
                    s->layer.ptr, field, near);
}

static lede_status check_field(const char *where, const lede__schema *s, lede_str field, const json_t *value,
                               lede_error *err) {
  lede__arena scratch = {0};
  lede__cell cell;
  bool failed = false;
  char type[32];
  if (lede__str_is(field, "kind"))
    return json_string_length(value)
               ? LEDE_OK
               : lede__fail(err, LEDE_ESETUP, where, "\"kind\" is a word, such as \"person\"");
  uint32_t a = lede__schema_find(s, field);
  if (a == LEDE_NONE) return unknown_field(where, field.ptr, s, err);
  const char *wanted = lede__fix_value(&scratch, &s->attributes[a], value, (lede_str){0}, &cell, &failed);
  lede__arena_free(&scratch);
  if (failed) return lede__nomem(err);
  if (!wanted) return LEDE_OK;
  lede__type_print(&s->attributes[a], type);
  return lede__fail(err, LEDE_ESETUP, where, "%s of %s is declared as \"%s\": its value must be %s",
                    field.ptr, s->layer.ptr, type, wanted);
}

static lede_status check_fix(const char *where, const lede__fix *fix, const lede__schema *s,
                             lede_error *err) {
  const char *name;
  json_t *value;
  lede_status status = LEDE_OK;
  if (fix->field.ptr) return check_field(where, s, fix->field, fix->value, err);
  json_object_foreach((json_t *)fix->add, name, value) {
    if (!status) status = check_field(where, s, lede__str(name), value, err);
  }
  return status;
}

lede_status lede__fixes_check(const lede__fixes *f, const lede__schema *const *schemas, size_t count,
                              lede_error *err) {
  lede_status status = LEDE_OK;
  for (size_t i = 0; i < f->count && !status; i++) {
    char where[512];
    const lede__schema *s = schema_of(schemas, count, f->list[i].layer);
    snprintf(where, sizeof where, "%s:%zu", f->file, f->list[i].line);
    status =
        s ? check_fix(where, &f->list[i], s, err) : unknown_layer(where, &f->list[i], schemas, count, err);
  }
  return status;
}
