/* match/phrases: finds the words and phrases of a list in a document's tokens.
 *
 * A trie over token hashes: linear in the tokens whatever the list's size. Immutable once built and
 * free of pointers: one block of bytes that can be written to a file and mapped again. */
#ifndef LEDE_MATCH_PHRASES_H
#define LEDE_MATCH_PHRASES_H

#include "doc/document.h"

typedef struct lede__phrases lede__phrases;

typedef struct lede__phrase_match {
  uint32_t from, to; /* tokens, half-open */
  uint32_t entry;    /* index into the list it was built from */
} lede__phrase_match;

/* A phrase, and what it stands for (absent: nothing in particular). */
typedef struct lede__phrase {
  lede_str text, value;
} lede__phrase;

/* How upper and lower case are compared. */
typedef enum lede__case {
  LEDE__CASE_ANY,
  LEDE__CASE_EXACT,
  LEDE__CASE_CAPITAL, /* any, where the text has a capital at the first word */
} lede__case;

/* Builds from `count` phrases; each is split into tokens as a document is. Apostrophes are compared as one.
 * The last word of a match may be a possessive: Kyiv’s for Kyiv. Of equal phrases the first counts. A
 * phrase without any token, or that is not UTF-8, is LEDE_ESETUP. The caller owns it. */
lede_status lede__phrases_new(const lede__phrase *phrases, uint32_t count, lede__case how,
                              lede__phrases **out, lede_error *err);

/* Builds from a table: a phrase a line, optionally a TAB and its value (without one, the phrase is its own
 * value); empty lines and lines that begin with # are passed over. */
lede_status lede__phrases_read(lede_str table, lede__case how, lede__phrases **out, lede_error *err);

void lede__phrases_free(lede__phrases *p);

/* The leftmost match that starts at token >= from and ends at or before token `to`, the longest of those
 * that start there. False when there are no more. Matches do not cross paragraphs. */
bool lede__phrases_next(const lede__phrases *p, const lede_doc *doc, uint32_t from, uint32_t to,
                        lede__phrase_match *out);

/* The longest match that starts right at token `at`. */
bool lede__phrases_at(const lede__phrases *p, const lede_doc *doc, uint32_t at, uint32_t to,
                      lede__phrase_match *out);

/* What match/lists is made of. The longest match right at `at` within tokens that lie in one paragraph;
 * the token behind the paragraph of a token; the name in a possessive (Kyiv of Kyiv’s, allies of allies’;
 * empty where `word` is none); the hashes of all first tokens, one a call, *at being 0 at first; whether no
 * phrase can begin with a token in small letters. */
bool lede__phrases_longest(const lede__phrases *p, const lede_doc *doc, uint32_t at, uint32_t to,
                           lede__phrase_match *out);
uint32_t lede__phrases_paragraph_end(const lede_doc *doc, uint32_t token);
lede_str lede__phrases_owner(lede_str word);
bool lede__phrases_next_first(const lede__phrases *p, uint64_t *at, uint64_t *hash);
bool lede__phrases_wants_capital(const lede__phrases *p);

/* The value of an entry, borrowed; absent when it was built without one. */
lede_str lede__phrases_value(const lede__phrases *p, uint32_t entry);

/* The whole as bytes, borrowed / a matcher over such bytes, which must be aligned as malloc does and
 * outlive it. False for bytes that another lede, or another machine, has made. */
lede_str lede__phrases_image(const lede__phrases *p);
bool lede__phrases_over(lede_str image, lede__phrases **out);

#endif
