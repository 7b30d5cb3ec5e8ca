/* support_layer: puts a layer on a document in a few words. */
#include "support_layer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/str.h"

lede_doc *doc_of(const char *text, const lede_given *given) {
  lede_doc *doc;
  assert_int_equal(lede__doc_from_text(lede__str(text), given, &doc, NULL), LEDE_OK);
  return doc;
}

static void set(lede__builder *b, uint32_t mark, uint32_t attribute, const char *value) {
  if (!value) return;
  lede__cell *cell = lede__layer_cell(b, mark, attribute);
  assert_non_null(cell);
  cell->set = true;
  cell->scalar.str = lede__str(value);
}

static lede_span place_of(const lede_doc *doc, const char *words) {
  const char *text = lede_doc_text(doc).ptr, *at = strstr(text, words);
  assert_non_null(at);
  return (lede_span){(uint32_t)(at - text), (uint32_t)(at + strlen(words) - text)};
}

void add_layer(lede_doc *doc, const char *layer, const test_mark *marks, uint32_t count) {
  lede__attribute attributes[] = {{.name = LEDE__LIT("name"), .type = LEDE__NAME},
                                  {.name = LEDE__LIT("value"), .type = LEDE__DATE}};
  lede__schema schema = {lede__str(layer), attributes, 2}, *copy;
  lede__builder b;
  lede__layer *l;
  assert_int_equal(lede__schema_copy(&doc->arena, &schema, &copy, NULL), LEDE_OK);
  assert_int_equal(lede__layer_begin(&b, &doc->arena, copy, lede__str(layer), count, NULL), LEDE_OK);
  for (uint32_t i = 0; i < count; i++) {
    const test_mark *m = &marks[i];
    uint32_t mark;
    lede_str rule = lede__str(m->rule);
    assert_int_equal(lede__layer_mark(&b, place_of(doc, m->words), lede__str(m->kind), rule, &mark, NULL),
                     LEDE_OK);
    set(&b, mark, 0, m->name);
    set(&b, mark, 1, m->value);
  }
  assert_int_equal(lede__layer_seal(&b, &l, NULL), LEDE_OK);
  assert_int_equal(lede__doc_add_layer(doc, l, NULL), LEDE_OK);
}
