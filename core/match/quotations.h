/* match/quotations: pairs the quotation marks of a document.
 *
 * Curly, straight, angle and corner marks and those of wires (``…''), nested and mixed; an apostrophe is
 * none. A quotation may go on behind an opening mark in the next paragraph; one that is never closed ends
 * with its paragraph. One walk over the marks of each paragraph with a stack: linear in the text, whatever it
 * holds. Knows nothing of who speaks. */
#ifndef LEDE_MATCH_QUOTATIONS_H
#define LEDE_MATCH_QUOTATIONS_H

#include "doc/document.h"

typedef struct lede__quotation {
  uint32_t from, to; /* tokens: the opening and the closing mark, or the last token where that is missing */
  lede_span words;   /* between the marks */
  uint32_t ending;   /* the last token inside, closing marks of inner quotations aside;
                        LEDE_NONE without one */
  bool closed;
  const lede_span *parts; /* where it goes on in other paragraphs; part_count 0 where it is in one piece */
  uint32_t part_count;
} lede__quotation;

/* The outermost quotations in order, and the arena that holds them. */
typedef struct lede__quotations {
  lede__arena arena;
  lede__quotation *at;
  uint32_t count;
} lede__quotations;

/* Fails with LEDE_ENOMEM only. `out` must be freed in either case. */
lede_status lede__quotations_find(const lede_doc *doc, lede__quotations *out, lede_error *err);
void lede__quotations_free(lede__quotations *q);

#endif
