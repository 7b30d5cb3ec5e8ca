/* doc/marks: marks that are added from C, checked as they come. */
#include "doc/marks.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"
#include "text/utf8.h"

/* ---- What is wrong ------------------------------------------------------ */

static lede_status fail(lede_marks *m, lede_status status, const char *message) {
  return m->status = lede__fail(&m->error, status, NULL, "%s", message);
}

/* Fails over the mark at hand; its author counts marks from 1. */
static lede_status bad(lede_marks *m, const char *format, ...) LEDE__PRINTF(2, 3);

static lede_status bad(lede_marks *m, const char *format, ...) {
  char what[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(what, sizeof what, format, args);
  va_end(args);
  return m->status = lede__fail(&m->error, LEDE_EPLUGIN, NULL, "mark %u of layer \"%s\": %s",
                                m->builders[m->layer].layer->count, m->schemas[m->layer]->layer.ptr, what);
}

static lede_status check_span(lede_marks *m, lede_span at, const char *what) {
  lede_str text = m->doc->loaded.text;
  if (at.end < at.start) return bad(m, "%s%u to %u ends before it starts", what, at.start, at.end);
  if (at.end > text.len)
    return bad(m, "%send %u is past the end of the text (%zu bytes)", what, at.end, text.len);
  if (!lede__utf8_boundary(text.ptr, text.len, at.start))
    return bad(m, "%sstart %u is inside a character; characters can be several bytes", what, at.start);
  if (!lede__utf8_boundary(text.ptr, text.len, at.end))
    return bad(m, "%send %u is inside a character; characters can be several bytes", what, at.end);
  return LEDE_OK;
}

/* ---- Marks -------------------------------------------------------------- */

static uint32_t layer_of(const lede_marks *m, const char *name) {
  for (uint32_t i = 0; i < m->count; i++)
    if (lede__str_is(m->schemas[i]->layer, name)) return i;
  return LEDE_NONE;
}

static lede_status refuse_layer(lede_marks *m, const char *name) {
  return m->status = lede__fail(&m->error, LEDE_EPLUGIN, NULL,
                                "a mark was added to layer \"%s\", which is not in gives; add it there",
                                name ? name : "NULL");
}

static bool is_text(const char *s) { return lede__utf8_valid(s, strlen(s)) == strlen(s); }

lede_status lede_marks_add(lede_marks *m, const char *layer, lede_span at, const char *kind,
                           const char *rule) {
  if (m->status) return m->status;
  uint32_t i = layer ? layer_of(m, layer) : LEDE_NONE;
  if (i == LEDE_NONE) return refuse_layer(m, layer);
  m->layer = i;
  m->status = lede__layer_mark(&m->builders[i], at, lede__str(kind), lede__str(rule), &m->mark, &m->error);
  m->begun = true;
  if (m->status || check_span(m, at, "")) return m->status;
  if (!kind || !*kind) return bad(m, "kind is missing; every mark says what it is");
  if (!is_text(kind)) return bad(m, "kind is not valid UTF-8");
  if (rule && !is_text(rule)) return bad(m, "rule is not valid UTF-8");
  return LEDE_OK;
}

/* True when there is a mark to describe and nothing is wrong yet. */
static bool is_open(lede_marks *m) {
  if (!m->status && !m->begun)
    fail(m, LEDE_EPLUGIN, "an attribute was set before a mark was added; lede_marks_add comes first");
  return !m->status;
}

lede_status lede_marks_parts(lede_marks *m, const lede_span *parts, uint32_t count) {
  if (!is_open(m)) return m->status;
  for (uint32_t i = 0; i < count; i++) {
    if (check_span(m, parts[i], "parts: ")) return m->status;
    if (i && parts[i].start < parts[i - 1].end)
      return bad(m, "parts %u and %u overlap or are out of order", i - 1, i);
  }
  return m->status = lede__layer_parts(&m->builders[m->layer], m->mark, parts, count, &m->error);
}

/* ---- Values ------------------------------------------------------------- */

static lede_status refuse_name(lede_marks *m, const char *name) {
  const lede__schema *s = m->schemas[m->layer];
  const char *known[LEDE__MAX_ATTRIBUTES];
  for (uint32_t i = 0; i < s->count; i++) known[i] = s->attributes[i].name.ptr;
  const char *near = lede__str_nearest(name, known, s->count);
  if (near) return bad(m, "%s is not declared; did you mean %s?", name, near);
  return bad(m, "%s is not declared; add {\"%s\", \"%s\", \"string\"} (or another type) to gives", name,
             s->layer.ptr, name);
}

/* The attribute `name` of the mark at hand and its cell; NULL when something is wrong. */
static lede__cell *cell_of(lede_marks *m, const char *name, const lede__attribute **attribute) {
  if (!is_open(m)) return NULL;
  uint32_t a = name ? lede__schema_find(m->schemas[m->layer], lede__str(name)) : LEDE_NONE;
  if (a == LEDE_NONE) return refuse_name(m, name ? name : "NULL"), NULL;
  *attribute = &m->schemas[m->layer]->attributes[a];
  lede__cell *c = lede__layer_cell(&m->builders[m->layer], m->mark, a);
  if (!c) m->status = lede__nomem(&m->error);
  return c;
}

static bool fits(lede__type declared, lede_type given) {
  bool words = declared == LEDE__NAME || declared == LEDE__DATE || declared == LEDE__STRING;
  bool widened = declared == LEDE__NUMBER && given == LEDE_TYPE_INTEGER;
  return (int)declared == (int)given || widened || (words && given == LEDE_TYPE_STRING);
}

static lede_status keep_words(lede_marks *m, const lede__attribute *a, lede_str given, lede__scalar *out) {
  if (!given.ptr) return bad(m, "%s has an absent string", a->name.ptr);
  if (lede__utf8_valid(given.ptr, given.len) != given.len)
    return bad(m, "%s is not valid UTF-8", a->name.ptr);
  if (a->type == LEDE__DATE && !lede__date_valid(given))
    return bad(m, "%s is \"%.*s\"; a date is written 2026-01-07 (ISO 8601)", a->name.ptr,
               (int)(given.len < 40 ? given.len : 40), given.ptr);
  out->str = lede__arena_str(&m->doc->arena, given);
  return out->str.ptr ? LEDE_OK : (m->status = lede__nomem(&m->error));
}

static lede_status keep_number(lede_marks *m, const lede__attribute *a, const lede_value *v,
                               lede__scalar *out) {
  out->number = v->type == LEDE_TYPE_INTEGER ? (double)v->integer : v->number;
  return isfinite(out->number) ? LEDE_OK : bad(m, "%s is not a finite number", a->name.ptr);
}

/* A value checked and copied into the document. */
static lede_status keep(lede_marks *m, const lede__attribute *a, const lede_value *v, lede__scalar *out) {
  char type[32];
  lede__type_print(a, type);
  if (!fits(a->type, v->type))
    return bad(m, "%s is declared as %s, and was given another type", a->name.ptr, type);
  switch (a->type) {
  case LEDE__INTEGER:
    out->integer = v->integer;
    return LEDE_OK;
  case LEDE__BOOLEAN:
    out->boolean = v->boolean;
    return LEDE_OK;
  case LEDE__NUMBER:
    return keep_number(m, a, v, out);
  case LEDE__SPAN:
    out->span = v->span;
    return check_span(m, v->span, "list: ");
  default:
    return keep_words(m, a, v->str, out);
  }
}

static lede_status set_one(lede_marks *m, const char *name, lede_value v) {
  const lede__attribute *a;
  lede__cell *c = cell_of(m, name, &a);
  if (!c) return m->status;
  if (a->list) return bad(m, "%s is a list; lede_marks_list sets it", name);
  if (a->type == LEDE__SPAN) return bad(m, "%s is a span; lede_marks_place sets it", name);
  if (keep(m, a, &v, &c->scalar)) return m->status;
  c->set = true;
  return LEDE_OK;
}

lede_status lede_marks_str(lede_marks *m, const char *name, lede_str value) {
  if (!value.ptr) return m->status;
  return set_one(m, name, (lede_value){.type = LEDE_TYPE_STRING, .str = value});
}

lede_status lede_marks_integer(lede_marks *m, const char *name, int64_t value) {
  return set_one(m, name, (lede_value){.type = LEDE_TYPE_INTEGER, .integer = value});
}

lede_status lede_marks_number(lede_marks *m, const char *name, double value) {
  return set_one(m, name, (lede_value){.type = LEDE_TYPE_NUMBER, .number = value});
}

lede_status lede_marks_boolean(lede_marks *m, const char *name, bool value) {
  return set_one(m, name, (lede_value){.type = LEDE_TYPE_BOOLEAN, .boolean = value});
}

lede_status lede_marks_place(lede_marks *m, const char *name, lede_span place) {
  const lede__attribute *a;
  lede__cell *c = cell_of(m, name, &a);
  if (!c) return m->status;
  bool alone = a->type == LEDE__SPAN && !a->list;
  if (!a->placed && !alone)
    return bad(m, "%s has no place; declare it with \", span\" behind its type", name);
  char what[64];
  snprintf(what, sizeof what, "%s: ", name);
  if (check_span(m, place, what)) return m->status;
  c->at = place;
  c->placed = true;
  bool words = (a->type == LEDE__STRING || a->type == LEDE__NAME) && !a->list;
  if (words && !c->set) {
    c->scalar.str = lede__str_sub(m->doc->loaded.text, place);
    c->set = true;
  }
  return LEDE_OK;
}

lede_status lede_marks_list(lede_marks *m, const char *name, const lede_value *values, uint32_t count) {
  const lede__attribute *a;
  lede__cell *c = cell_of(m, name, &a);
  if (!c) return m->status;
  if (!a->list) return bad(m, "%s is not a list; declare it with [] behind its type", name);
  c->list = lede__arena_calloc(&m->doc->arena, count, sizeof *c->list);
  if (!c->list) return m->status = lede__nomem(&m->error);
  for (c->count = 0; c->count < count; c->count++)
    if (keep(m, a, &values[c->count], &c->list[c->count])) return m->status;
  c->set = true;
  return LEDE_OK;
}

/* ---- Beginning and ending ----------------------------------------------- */

lede_status lede__marks_begin(lede_marks *m, lede_doc *doc, lede_str plugin, lede__schema *const *schemas,
                              uint32_t count, lede_error *err) {
  *m = (lede_marks){.doc = doc, .schemas = schemas, .count = count};
  m->builders = lede__arena_calloc(&doc->arena, count, sizeof *m->builders);
  if (!m->builders) return lede__nomem(err);
  lede_status status = LEDE_OK;
  for (uint32_t i = 0; i < count && !status; i++)
    status = lede__layer_begin(&m->builders[i], &doc->arena, schemas[i], plugin, 0, err);
  return status;
}

lede_status lede__marks_end(lede_marks *m, lede_error *err) {
  if (m->status) return lede__fail(err, m->status, m->error.where, "%s", m->error.message);
  lede_status status = LEDE_OK;
  lede__layer **layers = lede__arena_calloc(&m->doc->arena, m->count, sizeof *layers);
  if (!layers) return lede__nomem(err);
  for (uint32_t i = 0; i < m->count && !status; i++)
    status = lede__layer_seal(&m->builders[i], &layers[i], err);
  for (uint32_t i = 0; i < m->count && !status; i++) status = lede__doc_add_layer(m->doc, layers[i], err);
  return status;
}
