/* text/segment: tokens, sentences and paragraphs of news text.
 *
 * UAX #29 with named rules on top (text/rules), all in one pass over the text.
 * White space belongs to no token; sentences are runs of tokens, paragraphs
 * runs of sentences, so each is an index into the one before. */
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
