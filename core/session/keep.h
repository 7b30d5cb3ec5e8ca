/* session/keep: what a host may keep when a session is gone: documents with their results, and text. */
#ifndef LEDE_SESSION_KEEP_H
#define LEDE_SESSION_KEEP_H

#include "flow/pipeline.h"

/* Copies into the document what it borrows from the pipeline after a run: schemas, recipe, errors. When
 * memory runs out, the document is left without layers. */
lede_status lede__keep_results(lede_doc *doc, const lede__pipeline *p, lede_error *err);

/* Hands the buffer's text over to the caller, for lede_free; `len` may be NULL. Empties or frees the
 * buffer in any case. */
lede_status lede__keep_text(lede__buf *from, char **out, size_t *len, lede_error *err);

#endif
