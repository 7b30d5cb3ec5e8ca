/* match/phrases: finds the words and phrases of a list in a document's tokens.
 *
 * A trie over token hashes: linear in the tokens whatever the list's size. Immutable once built and
 * free of pointers into any document, so that states and threads can share one. */
#ifndef LEDE_MATCH_PHRASES_H
#define LEDE_MATCH_PHRASES_H

#include "doc/document.h"

typedef struct lede__phrases lede__phrases;

typedef struct lede__phrase_match {
  uint32_t from, to; /* tokens, half-open */
  uint32_t entry;    /* index into the list it was built from */
} lede__phrase_match;

/* Builds from `count` entries; each is split into tokens as a document is. `exact` compares case too
 * (apostrophes never matter). The last word of a match may be a possessive: Kyiv’s for Kyiv. Of equal entries
 * the first counts. An entry without any token, or that is not UTF-8, is LEDE_ESETUP. The caller owns it. */
lede_status lede__phrases_new(const lede_str *entries, uint32_t count, bool exact, lede__phrases **out,
                              lede_error *err);
void lede__phrases_free(lede__phrases *p);

/* The leftmost match that starts at token >= from and ends at or before token `to`, the longest of those
 * that start there. False when there are no more. Matches do not cross paragraphs. */
bool lede__phrases_next(const lede__phrases *p, const lede_doc *doc, uint32_t from, uint32_t to,
                        lede__phrase_match *out);

/* The longest match that starts right at token `at`. */
bool lede__phrases_at(const lede__phrases *p, const lede_doc *doc, uint32_t at, uint32_t to,
                      lede__phrase_match *out);

#endif
