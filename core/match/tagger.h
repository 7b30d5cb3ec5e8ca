/* match/tagger: labels tokens with weights learned from examples (match/trainer makes them).
 *
 * A linear-chain model: the best sequence of "outside", "begins a KIND", "inside a KIND" by the sum of one
 * row of small integers a feature (match/features) and one a pair of neighbouring labels. Immutable once
 * loaded: states and threads can share one. Knows nothing of names: what the kinds are is the business of
 * whoever trained it. */
#ifndef LEDE_MATCH_TAGGER_H
#define LEDE_MATCH_TAGGER_H

#include "match/features.h"

enum {
  LEDE__MOST_KINDS = 7,
  LEDE__MOST_LABELS = 2 * LEDE__MOST_KINDS + 1, /* 0 outside; 1 + 2k begins kind k; 2 + 2k goes on with it */
};

typedef struct lede__tagger lede__tagger;

/* Reads a weights file, copying what it needs. LEDE_ESETUP, saying what to do, when it is none, is damaged,
 * or was trained with another way of hashing words. The caller owns the tagger. */
lede_status lede__tagger_load(lede_str bytes, lede__tagger **out, lede_error *err);
void lede__tagger_free(lede__tagger *t);

/* The whole as bytes, borrowed / a tagger over such bytes, which must be aligned as malloc does and outlive
 * it. False for bytes that another lede, or another machine, has made. */
lede_str lede__tagger_image(const lede__tagger *t);
bool lede__tagger_over(lede_str image, lede__tagger **out);

uint32_t lede__tagger_kinds(const lede__tagger *t);
const char *lede__tagger_kind(const lede__tagger *t, uint32_t k);
/* How many strings of hints it was trained with: lede__tagger_run must be given as many. */
uint32_t lede__tagger_hints(const lede__tagger *t);

/* Labels the tokens of `range`, one byte each in `labels`; `margins` (or NULL) gets by how much the best
 * sequence beats the best with another label at that token, in natural-logarithm units: 3 is about twenty to
 * one. Both are indexed from range.start. Allocates nothing; cannot fail; linear in the tokens. */
void lede__tagger_run(const lede__tagger *t, const lede_doc *doc, lede_span range, const lede__hints *hints,
                      uint8_t *labels, float *margins);

/* How well "outside" (out[0]) and each kind (out[1 + k]) fit the tokens of `span` as one name, in
 * natural-logarithm units: only differences mean something. `span` lies in one sentence; of a longer one the
 * first LEDE__MOST_STRETCH tokens are seen. */
void lede__tagger_weigh(const lede__tagger *t, const lede_doc *doc, lede_span span, const lede__hints *hints,
                        float out[LEDE__MOST_KINDS + 1]);

/* True when label `to` may follow label `from`: inside a kind only within it. */
static inline bool lede__label_follows(uint32_t from, uint32_t to) {
  return to == 0 || to % 2 == 1 || from == to || from + 1 == to;
}

/* What both sides of a weights file agree on. */
typedef struct lede__tagger_form {
  uint32_t kind_count, hint_count, bits; /* 2^bits rows */
  bool capitals;                         /* see lede__stretch_next */
  float unit;                            /* of a weight, in natural-logarithm units */
  float lean; /* taken off "outside" at a capital, in the same units: more is found, more of it wrong */
  char kinds[LEDE__MOST_KINDS][24];
} lede__tagger_form;

/* A number that changes with the way words are hashed: a weights file holds the one it was trained with. */
uint32_t lede__tagger_hashing(void);

#endif
