/* doc/facts: what is known of a document as a whole.
 *
 * What was given wins; else the layer `structure` says it; else it is absent.
 * Nothing is guessed here. */
#ifndef LEDE_DOC_FACTS_H
#define LEDE_DOC_FACTS_H

#include "doc/document.h"

/* Where the date is from: "given", "text" or "inferred" (by a rule with such a name); NULL without one. */
const char *lede__fact_date_from(const lede_doc *doc);

/* The names that marks of `kind` in `structure` carry, one after another: "credit" (agencies), "byline"
 * (persons). *mark is where to look on, 0 at first. Absent when there are no more. */
lede_str lede__fact_next_name(const lede_doc *doc, const char *kind, uint32_t *mark);

#endif
