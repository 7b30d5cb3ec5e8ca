/* text/segment: tokens, sentences and paragraphs of news text.
 *
 * UAX #29 with named rules on top (text/rules). White space belongs to no token; sentences are runs of
 * tokens, paragraphs runs of sentences, so each is an index into the one before. Time is linear in the
 * text, whatever it holds.
 *
 *   space, tab, U+00A0, U+202F, U+3000, ...   part tokens and belong to none
 *   NUL, other controls, U+200B, lone U+FEFF  likewise: no token is made of characters that print as nothing
 *   CR, LF, CRLF, VT, U+0085, U+2028          one line break each; FF and U+2029 begin a paragraph
 *   soft hyphen, zero-width joiners, U+FEFF   inside a word they stay part of it (UAX #29 WB4)
 *   U+FFFD                                    a symbol
 *
 * A line is a paragraph of its own, unless the text is hard-wrapped (text/lines): there a blank or an
 * indented line begins one. */
#ifndef LEDE_TEXT_SEGMENT_H
#define LEDE_TEXT_SEGMENT_H

#include "base/arena.h"

/* How a token is written; set for every kind of token. */
enum {
  LEDE__SHAPE_CAPITAL = 1, /* begins with an upper case letter */
  LEDE__SHAPE_UPPER = 2,   /* two or more letters, none of them lower case */
  LEDE__SHAPE_LOWER = 4,   /* has a lower case letter and begins with one */
  LEDE__SHAPE_DIGIT = 8,   /* has a digit */
  LEDE__SHAPE_GLUED = 16,  /* no white space between it and the token before */
  LEDE__SHAPE_FIRST = 32,  /* first token of its sentence */
};

typedef struct lede__segments {
  uint32_t token_count;
  uint32_t *token_start, *token_end; /* bytes */
  uint8_t *token_kind;               /* lede_token_kind */
  uint8_t *token_shape;              /* LEDE__SHAPE_ bits */
  uint32_t sentence_count;
  uint32_t *sentence_token; /* sentence_count + 1: first token of each, then token_count */
  uint32_t paragraph_count;
  uint32_t *paragraph_sentence; /* paragraph_count + 1: first sentence of each, then sentence_count */
} lede__segments;

/* Segments valid UTF-8 of less than 4 GB. Fails with LEDE_ENOMEM only. */
lede_status lede__segment(lede__arena *arena, lede_str text, lede__segments *out, lede_error *err);

#endif
