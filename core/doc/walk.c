/* doc/walk: the layers of a document and their marks, as lede.h shows them.
 *
 * Reads typed columns (doc/layer); every answer is total: a NULL layer and an index past the end are
 * harmless. */
#include "base/str.h"
#include "doc/document.h"
#include "text/utf8.h"

_Static_assert((int)LEDE_TYPE_STRING == (int)LEDE__STRING && (int)LEDE_TYPE_SPAN == (int)LEDE__SPAN,
               "lede_type and lede__type name the same types in the same order");

/* ---- Documents ---------------------------------------------------------- */

lede_str lede_doc_words(const lede_doc *doc, lede_span span) {
  lede_str text = doc->loaded.text;
  bool fits = span.start <= span.end && span.end <= text.len &&
              lede__utf8_boundary(text.ptr, text.len, span.start) &&
              lede__utf8_boundary(text.ptr, text.len, span.end);
  return fits ? lede__str_sub(text, span) : (lede_str){0};
}

const lede_layer *lede_doc_layer(const lede_doc *doc, const char *name) {
  return lede__doc_layer(doc, lede__str(name));
}

uint32_t lede_doc_layer_count(const lede_doc *doc) { return doc->layer_count; }

const lede_layer *lede_doc_layer_at(const lede_doc *doc, uint32_t i) {
  return i < doc->layer_count ? doc->layers[i] : NULL;
}

uint32_t lede_doc_error_count(const lede_doc *doc) { return doc->error_count; }

lede_plugin_error lede_doc_error(const lede_doc *doc, uint32_t i) {
  return i < doc->error_count ? doc->errors[i] : (lede_plugin_error){0};
}

/* ---- Layers ------------------------------------------------------------- */

lede_str lede_layer_name(const lede_layer *layer) { return layer ? layer->schema->layer : (lede_str){0}; }

lede_str lede_layer_plugin(const lede_layer *layer) { return layer ? layer->plugin : (lede_str){0}; }

uint32_t lede_layer_count(const lede_layer *layer) { return layer ? layer->count : 0; }

uint32_t lede_layer_next(const lede_layer *layer, lede_span range, uint32_t from) {
  return layer ? lede__layer_next(layer, range, from) : LEDE_NONE;
}

uint32_t lede_layer_attribute_count(const lede_layer *layer) { return layer ? layer->schema->count : 0; }

lede_attribute lede_layer_attribute(const lede_layer *layer, uint32_t attribute) {
  if (attribute >= lede_layer_attribute_count(layer)) return (lede_attribute){0};
  const lede__attribute *a = &layer->schema->attributes[attribute];
  return (lede_attribute){a->name, (lede_type)a->type, a->list,
                          a->placed || (a->type == LEDE__SPAN && !a->list)};
}

uint32_t lede_layer_attribute_find(const lede_layer *layer, const char *name) {
  return layer ? lede__schema_find(layer->schema, lede__str(name)) : LEDE_NONE;
}

/* ---- Marks -------------------------------------------------------------- */

static bool has(const lede_layer *layer, uint32_t mark) { return mark < lede_layer_count(layer); }

lede_span lede_mark_span(const lede_layer *layer, uint32_t mark) {
  return has(layer, mark) ? layer->at[mark] : (lede_span){0, 0};
}

lede_str lede_mark_kind(const lede_layer *layer, uint32_t mark) {
  return has(layer, mark) ? layer->kind[mark] : (lede_str){0};
}

lede_str lede_mark_rule(const lede_layer *layer, uint32_t mark) {
  return has(layer, mark) ? layer->rule[mark] : (lede_str){0};
}

uint32_t lede_mark_part_count(const lede_layer *layer, uint32_t mark) {
  return has(layer, mark) ? layer->parts[mark].count : 0;
}

lede_span lede_mark_part(const lede_layer *layer, uint32_t mark, uint32_t part) {
  return part < lede_mark_part_count(layer, mark) ? layer->parts[mark].at[part] : (lede_span){0, 0};
}

/* ---- Values ------------------------------------------------------------- */

static const lede__cell *cell_at(const lede_layer *layer, uint32_t mark, uint32_t attribute) {
  if (!has(layer, mark) || attribute >= layer->schema->count) return NULL;
  return lede__layer_value(layer, mark, attribute);
}

uint32_t lede_mark_value_count(const lede_layer *layer, uint32_t mark, uint32_t attribute) {
  const lede__cell *c = cell_at(layer, mark, attribute);
  if (!c) return 0;
  const lede__attribute *a = &layer->schema->attributes[attribute];
  if (a->list) return c->set ? c->count : 0;
  return c->set || a->type == LEDE__SPAN;
}

static lede_value value_of(lede__type type, lede__scalar scalar) {
  lede_value v = {.type = (lede_type)type};
  switch (type) {
  case LEDE__INTEGER:
    v.integer = scalar.integer;
    break;
  case LEDE__NUMBER:
    v.number = scalar.number;
    break;
  case LEDE__BOOLEAN:
    v.boolean = scalar.boolean;
    break;
  case LEDE__SPAN:
    v.span = scalar.span;
    break;
  default:
    v.str = scalar.str;
  }
  return v;
}

bool lede_mark_value(const lede_layer *layer, uint32_t mark, uint32_t attribute, uint32_t i,
                     lede_value *out) {
  if (i >= lede_mark_value_count(layer, mark, attribute)) return false;
  const lede__attribute *a = &layer->schema->attributes[attribute];
  const lede__cell *c = cell_at(layer, mark, attribute);
  if (a->list)
    *out = value_of(a->type, c->list[i]);
  else if (a->type == LEDE__SPAN)
    *out = (lede_value){.type = LEDE_TYPE_SPAN, .span = c->at};
  else
    *out = value_of(a->type, c->scalar);
  return true;
}

/* The one value of an attribute that is no list. */
static bool single(const lede_layer *layer, uint32_t mark, const char *name, lede_value *out) {
  uint32_t a = lede_layer_attribute_find(layer, name);
  return a != LEDE_NONE && !layer->schema->attributes[a].list && lede_mark_value(layer, mark, a, 0, out);
}

lede_str lede_mark_str(const lede_layer *layer, uint32_t mark, const char *name) {
  lede_value v;
  bool found = single(layer, mark, name, &v) &&
               (v.type == LEDE_TYPE_STRING || v.type == LEDE_TYPE_NAME || v.type == LEDE_TYPE_DATE);
  return found ? v.str : (lede_str){0};
}

bool lede_mark_integer(const lede_layer *layer, uint32_t mark, const char *name, int64_t *out) {
  lede_value v;
  if (!single(layer, mark, name, &v) || v.type != LEDE_TYPE_INTEGER) return false;
  *out = v.integer;
  return true;
}

bool lede_mark_number(const lede_layer *layer, uint32_t mark, const char *name, double *out) {
  lede_value v;
  if (!single(layer, mark, name, &v) || (v.type != LEDE_TYPE_NUMBER && v.type != LEDE_TYPE_INTEGER))
    return false;
  *out = v.type == LEDE_TYPE_NUMBER ? v.number : (double)v.integer;
  return true;
}

bool lede_mark_boolean(const lede_layer *layer, uint32_t mark, const char *name, bool *out) {
  lede_value v;
  if (!single(layer, mark, name, &v) || v.type != LEDE_TYPE_BOOLEAN) return false;
  *out = v.boolean;
  return true;
}

bool lede_mark_place(const lede_layer *layer, uint32_t mark, const char *name, lede_span *out) {
  uint32_t a = lede_layer_attribute_find(layer, name);
  const lede__cell *c = a == LEDE_NONE ? NULL : cell_at(layer, mark, a);
  if (!c || !c->placed) return false;
  *out = c->at;
  return true;
}
