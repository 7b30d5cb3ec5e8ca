/* session/keep: what a host may keep when a session is gone: documents with their results, and text. */
#include "session/keep.h"

#include <stdlib.h>

#include "base/str.h"

void lede_free(void *p) { free(p); }

/* ---- Text --------------------------------------------------------------- */

lede_status lede__keep_text(lede__buf *from, char **out, size_t *len, lede_error *err) {
  *out = NULL;
  if (from->failed || !from->ptr) {
    lede__buf_free(from);
    return lede__nomem(err);
  }
  *out = from->ptr;
  if (len) *len = from->len;
  *from = (lede__buf){0};
  return LEDE_OK;
}

lede_status lede_doc_record(const lede_doc *doc, const lede_record_options *options, char **json, size_t *len,
                            lede_error *err) {
  lede_record_options o = options ? *options : (lede_record_options){0};
  lede__record_options inner = {.no_text = o.no_text,
                                .tokens = o.tokens,
                                .sentences = o.sentences,
                                .offsets = (lede__offsets)o.offsets,
                                .recipe = doc->recipe};
  lede__buf out = {0};
  *json = NULL;
  lede_status status = lede__record_write(&out, doc, &inner, doc->errors, doc->error_count, err);
  if (!status) return lede__keep_text(&out, json, len, err);
  lede__buf_free(&out);
  return status;
}

lede_status lede_doc_read_record(const char *json, size_t len, lede_doc **out, lede_error *err) {
  *out = NULL;
  return lede__record_read((lede_str){json, len}, out, err);
}

/* ---- Results ------------------------------------------------------------ */

/* A layer's schema is its plugin's. */
static lede_status keep_schemas(lede_doc *doc, lede_error *err) {
  for (uint32_t i = 0; i < doc->layer_count; i++) {
    lede__schema *own;
    lede_status status = lede__schema_copy(&doc->arena, doc->layers[i]->schema, &own, err);
    if (status) return status;
    doc->layers[i]->schema = own;
  }
  return LEDE_OK;
}

static lede_status keep_errors(lede_doc *doc, const lede__pipeline *p, lede_error *err) {
  doc->error_count = 0;
  doc->errors = lede__arena_calloc(&doc->arena, p->error_count, sizeof *doc->errors);
  if (!doc->errors) return lede__nomem(err);
  for (uint32_t i = 0; i < p->error_count; i++) {
    lede_plugin_error e = {lede__arena_str(&doc->arena, p->errors[i].plugin),
                           lede__arena_str(&doc->arena, p->errors[i].message)};
    if (!e.plugin.ptr || !e.message.ptr) return lede__nomem(err);
    doc->errors[doc->error_count++] = e;
  }
  return LEDE_OK;
}

lede_status lede__keep_results(lede_doc *doc, const lede__pipeline *p, lede_error *err) {
  doc->recipe = lede__arena_str(&doc->arena, lede__str(p->recipe));
  lede_status status = doc->recipe.ptr ? keep_errors(doc, p, err) : lede__nomem(err);
  if (!status) status = keep_schemas(doc, err);
  if (status) doc->layer_count = doc->error_count = 0;
  return status;
}
