/* support_layer: puts a layer on a document in a few words. */
#ifndef SUPPORT_LAYER_H
#define SUPPORT_LAYER_H

#include "doc/document.h"

/* One mark: the first place where `words` stands in the text; `name` and `value` may be NULL. */
typedef struct test_mark {
  const char *words, *kind, *rule, *name, *value;
} test_mark;

/* A document of `text`; never fails. */
lede_doc *doc_of(const char *text, const lede_given *given);

/* Adds a layer with the attributes name (name) and value (date). */
void add_layer(lede_doc *doc, const char *layer, const test_mark *marks, uint32_t count);

#endif
