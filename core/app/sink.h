/* app/sink: where `lede run` puts what it finds: for people, as JSON Lines, or as CSV. */
#ifndef LEDE_APP_SINK_H
#define LEDE_APP_SINK_H

#include <stdio.h>

#include "app/terminal.h"
#include "doc/record.h"
#include "flow/pipeline.h"
#include "lua/state.h"

typedef enum lede__format { LEDE__TEXT, LEDE__JSONL, LEDE__CSV } lede__format;

typedef struct lede__sink {
  lede__format format;
  FILE *out;
  lede__color color;
  lede__record_options record;
  lede__state *program; /* Lua that words text and CSV; NULL for JSON Lines */
  lede__buf line;
  size_t documents; /* written so far, failed ones apart */
  const char *separator; /* text: what stands between documents */
} lede__sink;

/* Loads what the format needs, and writes what comes before the first document. */
lede_status lede__sink_open(lede__sink *s, const lede__pipeline *p, lede_error *err);
lede_status lede__sink_document(lede__sink *s, const lede_doc *doc, const lede__pipeline *p, lede_error *err);
/* A document that could not be read. */
lede_status lede__sink_failure(lede__sink *s, const lede_given *given, const lede_error *why, lede_error *err);
/* Findings come last; CSV has none. */
lede_status lede__sink_findings(lede__sink *s, lede__pipeline *p, lede_error *err);
/* Frees; LEDE_EIO when what was written did not all arrive. Does not close `out`. */
lede_status lede__sink_close(lede__sink *s, lede_error *err);

#endif
