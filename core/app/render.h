/* app/render: what was found, as it goes to the output: worded for people, as JSON Lines, or as CSV.
 *
 * Appends whole lines to a buffer; where they go is not its affair. */
#ifndef LEDE_APP_RENDER_H
#define LEDE_APP_RENDER_H

#include "doc/record.h"
#include "flow/pipeline.h"
#include "lua/state.h"

typedef enum lede__format { LEDE__AS_TEXT, LEDE__AS_JSONL, LEDE__AS_CSV } lede__format;

typedef struct lede__render {
  lede__format format;
  bool color;     /* text */
  unsigned width; /* text: columns */
  lede__record_options record;
  lede__state *program; /* Lua that words text and CSV; NULL for JSON Lines */
} lede__render;

/* Loads what the format needs, and appends what comes before the first document. `r` is filled by the
 * caller, but for `program`. */
lede_status lede__render_open(lede__render *r, const lede__pipeline *p, lede__buf *out, lede_error *err);
void lede__render_close(lede__render *r);

lede_status lede__render_document(lede__render *r, const lede_doc *doc, const lede__pipeline *p,
                                  lede__buf *out, lede_error *err);
/* A document that could not be read. CSV has no row for it. */
lede_status lede__render_failure(lede__render *r, const lede_given *given, const lede_error *why,
                                 lede__buf *out, lede_error *err);
/* What the pipeline's plugins find across `documents` documents. CSV has no rows for findings. */
lede_status lede__render_findings(lede__render *r, lede__pipeline *p, size_t documents, lede__buf *out,
                                  lede_error *err);

#endif
