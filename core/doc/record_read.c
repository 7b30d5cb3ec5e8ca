/* doc/record: reading one back. */
#include <inttypes.h>

#include "base/json_read.h"
#include "base/str.h"
#include "doc/record.h"

typedef struct reader {
  lede_doc *doc;
  lede__ruler ruler;
  lede__arena ruler_arena;
  const char *where; /* the document's id, for errors */
  lede_str layer;    /* being read, and which mark of it, from 1 */
  size_t mark;
  lede_error *err;
} reader;

/* ---- Members ------------------------------------------------------------ */

static lede_status bad_mark(const reader *r, lede_str field, const char *problem) {
  return lede__fail(r->err, LEDE_EFORMAT, r->where, "mark %zu of layer \"%.*s\": \"%.*s\" %s", r->mark,
                    (int)r->layer.len, r->layer.ptr, (int)field.len, field.ptr, problem);
}

static const json_t *member(const json_t *object, lede_str name, const char *suffix) {
  char key[256];
  size_t suffix_len = strlen(suffix);
  if (name.len + suffix_len >= sizeof key) return NULL;
  memcpy(key, name.ptr, name.len);
  memcpy(key + name.len, suffix, suffix_len + 1);
  return json_object_get(object, key);
}

static lede_str str_of(const json_t *string) {
  return (lede_str){json_string_value(string), json_string_length(string)};
}

static lede_status read_offset(const reader *r, const json_t *value, lede_str name, uint32_t *out) {
  if (!json_is_integer(value)) return bad_mark(r, name, "has no offset, or one that is not an integer");
  json_int_t n = json_integer_value(value);
  if (n < 0 || n > (json_int_t)r->ruler.total) return bad_mark(r, name, "lies outside the text");
  *out = lede__ruler_byte(&r->ruler, (uint32_t)n);
  return *out == LEDE_NONE ? bad_mark(r, name, "lies inside a character") : LEDE_OK;
}

/* The span of `prefix`start and `prefix`end. */
static lede_status read_span(const reader *r, const json_t *start, const json_t *end, lede_str name,
                             lede_span *out) {
  lede_status status = read_offset(r, start, name, &out->start);
  if (!status) status = read_offset(r, end, name, &out->end);
  if (!status && out->end < out->start) return bad_mark(r, name, "ends before it starts");
  return status;
}

static lede_status read_span_object(const reader *r, const json_t *object, lede_str name, lede_span *out) {
  return read_span(r, json_object_get(object, "start"), json_object_get(object, "end"), name, out);
}

/* ---- Attributes --------------------------------------------------------- */

static lede_status read_words(const reader *r, const json_t *value, lede_str name, lede_str *out) {
  if (!json_is_string(value)) return bad_mark(r, name, "must be a string");
  *out = lede__arena_str(&r->doc->arena, str_of(value));
  return out->ptr ? LEDE_OK : lede__nomem(r->err);
}

static lede_status read_date(const reader *r, const json_t *value, lede_str name, lede_str *out) {
  lede_status status = read_words(r, value, name, out);
  if (!status && !lede__date_valid(*out)) return bad_mark(r, name, "is no date such as 2026-01-07");
  return status;
}

static lede_status read_scalar(const reader *r, const lede__attribute *a, const json_t *value,
                               lede__scalar *out) {
  switch (a->type) {
  case LEDE__STRING:
  case LEDE__NAME:
    return read_words(r, value, a->name, &out->str);
  case LEDE__DATE:
    return read_date(r, value, a->name, &out->str);
  case LEDE__INTEGER:
    out->integer = json_integer_value(value);
    return json_is_integer(value) ? LEDE_OK : bad_mark(r, a->name, "must be an integer");
  case LEDE__NUMBER:
    out->number = json_number_value(value);
    return json_is_number(value) ? LEDE_OK : bad_mark(r, a->name, "must be a number");
  case LEDE__BOOLEAN:
    out->boolean = json_is_true(value);
    return json_is_boolean(value) ? LEDE_OK : bad_mark(r, a->name, "must be true or false");
  case LEDE__SPAN:
    return read_span_object(r, value, a->name, &out->span);
  }
  return bad_mark(r, a->name, "has an unknown type");
}

static lede_status read_list(const reader *r, const lede__attribute *a, const json_t *value,
                             lede__cell *cell) {
  if (!json_is_array(value)) return bad_mark(r, a->name, "must be a list");
  size_t count = json_array_size(value);
  cell->list = lede__arena_calloc(&r->doc->arena, count, sizeof *cell->list);
  if (!cell->list) return lede__nomem(r->err);
  lede_status status = LEDE_OK;
  for (size_t i = 0; i < count && !status; i++)
    status = read_scalar(r, a, json_array_get(value, i), &cell->list[i]);
  cell->count = (uint32_t)count;
  return status;
}

static lede_status read_value(const reader *r, const lede__attribute *a, const json_t *value,
                              lede__cell *cell) {
  cell->set = true;
  return a->list ? read_list(r, a, value, cell) : read_scalar(r, a, value, &cell->scalar);
}

static lede_status read_attribute(const reader *r, lede__builder *b, uint32_t mark, uint32_t index,
                                  const json_t *json) {
  const lede__attribute *a = &b->layer->schema->attributes[index];
  bool is_place = a->type == LEDE__SPAN && !a->list;
  const json_t *value = is_place ? NULL : member(json, a->name, "");
  const json_t *start = is_place || a->placed ? member(json, a->name, "_start") : NULL;
  if (!value && !start) return LEDE_OK;
  lede__cell *cell = lede__layer_cell(b, mark, index);
  if (!cell) return lede__nomem(r->err);
  cell->placed = start != NULL;
  lede_status status = value ? read_value(r, a, value, cell) : LEDE_OK;
  return status || !start ? status : read_span(r, start, member(json, a->name, "_end"), a->name, &cell->at);
}

/* ---- Marks -------------------------------------------------------------- */

static lede_status read_parts(const reader *r, lede__builder *b, uint32_t mark, const json_t *parts) {
  if (!parts) return LEDE_OK;
  if (!json_is_array(parts)) return bad_mark(r, LEDE__LIT("parts"), "must be a list");
  size_t count = json_array_size(parts);
  lede_span *at = lede__arena_calloc(&r->doc->arena, count, sizeof *at);
  if (!at) return lede__nomem(r->err);
  lede_status status = LEDE_OK;
  for (size_t i = 0; i < count && !status; i++)
    status = read_span_object(r, json_array_get(parts, i), LEDE__LIT("parts"), &at[i]);
  return status ? status : lede__layer_parts(b, mark, at, (uint32_t)count, r->err);
}

/* Where the words beside the offsets differ, the offsets are in other units or belong to another text. */
static lede_status compare_words(const reader *r, lede_span at, const json_t *words) {
  if (!json_is_string(words)) return LEDE_OK;
  bool same = lede__str_eq(lede__str_sub(r->doc->loaded.text, at), str_of(words));
  return same ? LEDE_OK
              : bad_mark(r, LEDE__LIT("text"), "is not what stands at start to end in the record's text");
}

static lede_status read_mark(const reader *r, lede__builder *b, const json_t *json) {
  lede_span at;
  uint32_t mark;
  lede_str kind = lede__json_get_str(json, "kind"), rule = lede__json_get_str(json, "rule");
  if (!json_is_object(json)) return bad_mark(r, LEDE__LIT("mark"), "must be an object");
  if (!kind.ptr) return bad_mark(r, LEDE__LIT("kind"), "must be a string");
  lede_status status = read_span_object(r, json, LEDE__LIT("start, end"), &at);
  if (!status) status = compare_words(r, at, json_object_get(json, "text"));
  if (!status) status = lede__layer_mark(b, at, kind, rule, &mark, r->err);
  if (!status) status = read_parts(r, b, mark, json_object_get(json, "parts"));
  for (uint32_t a = 0; !status && a < b->layer->schema->count; a++)
    status = read_attribute(r, b, mark, a, json);
  return status;
}

/* ---- Layers ------------------------------------------------------------- */

static lede_status bad_schema(const reader *r, const char *problem) {
  return lede__fail(r->err, LEDE_EFORMAT, r->where, "layer \"%.*s\": %s", (int)r->layer.len, r->layer.ptr,
                    problem);
}

static lede_status read_type(const reader *r, lede__schema *s, const char *name, const json_t *type) {
  lede__attribute *a = &s->attributes[s->count++];
  a->name = lede__arena_str(&r->doc->arena, lede__str(name));
  if (!a->name.ptr) return lede__nomem(r->err);
  lede_error why = {0};
  if (!json_is_string(type)) return bad_schema(r, "in \"schema\", a type must be a string");
  return lede__type_parse(str_of(type), a, &why) ? bad_schema(r, why.message) : LEDE_OK;
}

static lede_status read_schema(const reader *r, const json_t *gives, lede__schema **out) {
  lede__arena *arena = &r->doc->arena;
  if (!json_is_object(gives)) return bad_schema(r, "\"schema\" doesn't say what it \"gives\"");
  lede__schema *s = lede__arena_calloc(arena, 1, sizeof *s);
  lede__attribute *attributes = lede__arena_calloc(arena, json_object_size(gives), sizeof *attributes);
  if (!s || !attributes) return lede__nomem(r->err);
  *s = (lede__schema){.layer = lede__arena_str(arena, r->layer), .attributes = attributes};
  if (!s->layer.ptr) return lede__nomem(r->err);
  const char *name;
  json_t *type;
  json_object_foreach((json_t *)gives, name, type) {
    lede_status status = read_type(r, s, name, type);
    if (status) return status;
  }
  lede_error why = {0};
  *out = s;
  return lede__schema_seal(s, &why) ? bad_schema(r, why.message) : LEDE_OK;
}

static lede_status read_layer(reader *r, const json_t *schema, const json_t *marks) {
  lede__builder b;
  lede__layer *layer;
  lede__schema *sealed;
  if (!json_is_array(marks)) return bad_schema(r, "must be a list of marks");
  lede_status status = read_schema(r, json_object_get(schema, "gives"), &sealed);
  if (status) return status;
  size_t count = json_array_size(marks);
  status = lede__layer_begin(&b, &r->doc->arena, sealed, lede__json_get_str(schema, "plugin"),
                             (uint32_t)count, r->err);
  for (r->mark = 1; !status && r->mark <= count; r->mark++)
    status = read_mark(r, &b, json_array_get(marks, r->mark - 1));
  if (!status) status = lede__layer_seal(&b, &layer, r->err);
  return status ? status : lede__doc_add_layer(r->doc, layer, r->err);
}

static lede_status read_layers(reader *r, const json_t *record) {
  const json_t *schemas = json_object_get(record, "schema");
  const char *name;
  json_t *marks;
  json_object_foreach(json_object_get(record, "layers"), name, marks) {
    r->layer = lede__str(name);
    bool own = lede__str_is(r->layer, "tokens") || lede__str_is(r->layer, "sentences");
    lede_status status = own ? LEDE_OK : read_layer(r, json_object_get(schemas, name), marks);
    if (status) return status;
  }
  return LEDE_OK;
}

/* ---- The document ------------------------------------------------------- */

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_hex(lede_str hex, lede__buf *out) {
  for (size_t i = 0; i + 1 < hex.len; i += 2) {
    int high = hex_digit(hex.ptr[i]), low = hex_digit(hex.ptr[i + 1]);
    if (high < 0 || low < 0) return false;
    lede__buf_char(out, (char)(high * 16 + low));
  }
  return hex.len % 2 == 0;
}

static lede_status read_given(const json_t *doc, lede__buf *path, lede_given *out, lede_error *err) {
  const json_t *given = json_object_get(doc, "given");
  *out = (lede_given){
      .id = lede__json_get_str(doc, "id"),
      .path = lede__json_get_str(doc, "path"),
      .title = lede__json_get_str(given, "title"),
      .outlet = lede__json_get_str(given, "outlet"),
      .date = lede__json_get_str(given, "date"),
      .url = lede__json_get_str(given, "url"),
      .lang = lede__json_get_str(given, "lang"),
  };
  lede_str hex = lede__json_get_str(doc, "path_bytes");
  if (!hex.ptr) return LEDE_OK;
  if (!read_hex(hex, path))
    return lede__fail(err, LEDE_EFORMAT, out->id.ptr, "\"path_bytes\" must be hexadecimal digits in pairs");
  if (path->failed) return lede__nomem(err);
  if (path->len > 0) out->path = (lede_str){path->ptr, path->len};
  return LEDE_OK;
}

static size_t count_of(const json_t *object, const char *key, size_t otherwise) {
  const json_t *value = json_object_get(object, key);
  return json_is_integer(value) && json_integer_value(value) >= 0 ? (size_t)json_integer_value(value)
                                                                  : otherwise;
}

/* The record doesn't hold how text and source belong together: where decoding changed nothing they are the
 * same but for a BOM, else only the whole of one is known to be the whole of the other. */
static void draw_map(lede_doc *doc) {
  lede__loaded *l = &doc->loaded;
  uint32_t bom = l->bom ? 3 : 0;
  doc->source_lost =
      strcmp(l->encoding, "utf-8") != 0 || l->source_bytes != l->text.len + bom || l->replaced > 0;
  l->map[0].source = bom;
}

static lede_status read_source(const reader *r, const json_t *json) {
  lede__loaded *l = &r->doc->loaded;
  lede_str content = lede__json_get_str(json, "content"), encoding = lede__json_get_str(json, "encoding");
  if (content.len >= sizeof r->doc->content)
    return lede__fail(r->err, LEDE_EFORMAT, r->where,
                      "\"content\" is longer than \"sha256:\" and its digits");
  if (content.ptr) memcpy(r->doc->content, content.ptr, content.len + 1);
  if (encoding.ptr) l->encoding = lede__arena_str(&r->doc->arena, encoding).ptr;
  if (!l->encoding) return lede__nomem(r->err);
  l->bom = json_is_true(json_object_get(json, "bom"));
  l->guessed = json_is_true(json_object_get(json, "guessed"));
  l->source_bytes = count_of(json, "bytes", l->text.len);
  l->replaced = count_of(json, "replaced", 0);
  l->first_replaced = count_of(json, "first_replaced", 0);
  draw_map(r->doc);
  return LEDE_OK;
}

/* ---- Whole records ------------------------------------------------------ */

static lede_status check_version(const json_t *record, const char *where, lede_error *err) {
  const json_t *version = json_object_get(record, "lede");
  if (!json_is_integer(version))
    return lede__fail(err, LEDE_EFORMAT, where, "not a record: an object with \"lede\":%d was expected",
                      LEDE_RECORD_VERSION);
  json_int_t n = json_integer_value(version);
  if (n < 1 || n > LEDE_RECORD_VERSION)
    return lede__fail(err, LEDE_EFORMAT, where,
                      "the record is of version %" PRId64 ", this lede (%s) reads up to %d; use a newer lede",
                      (int64_t)n, LEDE_VERSION, LEDE_RECORD_VERSION);
  if (json_object_get(record, "error"))
    return lede__fail(err, LEDE_EFORMAT, where, "the record is of a document that could not be read");
  if (!json_is_string(json_object_get(record, "text")))
    return lede__fail(err, LEDE_EFORMAT, where, "the record has no text: write it without --no-text");
  return LEDE_OK;
}

static lede_status read_unit(const json_t *record, const char *where, lede__offsets *out, lede_error *err) {
  lede_str unit = lede__json_get_str(record, "offsets");
  *out = LEDE__BYTES;
  if (!unit.ptr || lede__offsets_parse(unit, out)) return LEDE_OK;
  return lede__fail(err, LEDE_EFORMAT, where, "\"offsets\" is \"%.*s\"; it may be bytes, codepoints or utf16",
                    (int)unit.len, unit.ptr);
}

static lede_status fill(reader *r, const json_t *record, lede__offsets unit) {
  lede_status status = read_source(r, json_object_get(record, "doc"));
  if (!status) status = lede__ruler_make(&r->ruler_arena, r->doc->loaded.text, unit, &r->ruler, r->err);
  if (!status) status = read_layers(r, record);
  r->doc->fixes = (uint32_t)count_of(record, "fixes", 0);
  lede__arena_free(&r->ruler_arena);
  return status;
}

static lede_status read_record(const json_t *record, lede__buf *path, lede_doc **out, lede_error *err) {
  const json_t *doc = json_object_get(record, "doc");
  lede_given given;
  lede__offsets unit;
  const char *where = lede__json_get_str(doc, "id").ptr;
  lede_status status = check_version(record, where, err);
  if (!status) status = read_unit(record, where, &unit, err);
  if (!status) status = read_given(doc, path, &given, err);
  if (!status) status = lede__doc_from_text(lede__json_get_str(record, "text"), &given, out, err);
  if (status) return status;
  reader r = {.doc = *out, .where = where, .err = err};
  return fill(&r, record, unit);
}

lede_status lede__record_read(lede_str json, lede_doc **out, lede_error *err) {
  json_t *record;
  *out = NULL;
  lede_status status = lede__json_parse(json, "record", &record, err);
  if (status) return status;
  lede__buf path = {0};
  status = read_record(record, &path, out, err);
  if (status) {
    lede_doc_free(*out);
    *out = NULL;
  }
  lede__buf_free(&path);
  json_decref(record);
  return status;
}
