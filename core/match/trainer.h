/* match/trainer: learns the weights of match/tagger from labelled documents.
 *
 * A conditional random field, by AdaGrad with an L1 penalty; deterministic for the same documents in the same
 * order. The features of all documents are kept in memory: about 300 bytes a token near a capital. */
#ifndef LEDE_MATCH_TRAINER_H
#define LEDE_MATCH_TRAINER_H

#include "base/buf.h"
#include "match/tagger.h"

typedef struct lede__trainer lede__trainer;

typedef struct lede__training {
  uint32_t epochs;  /* passes over all documents */
  float rate;       /* of learning */
  float penalty;    /* L1: larger forgets more features */
  float hide_words; /* the share of tokens whose word is hidden in a pass, so that its surroundings are
                       learned as well */
} lede__training;

/* An empty trainer; the form's unit is of no account. LEDE_ESETUP for a form that is out of bounds. The
 * caller owns it. */
lede_status lede__trainer_new(const lede__tagger_form *form, lede__trainer **out, lede_error *err);
void lede__trainer_free(lede__trainer *t);

/* Takes in a document: `labels` has one byte a token, as lede__tagger_run gives them. LEDE_ESETUP when one
 * may not follow the one before. The document may be freed afterwards. */
lede_status lede__trainer_add(lede__trainer *t, const lede_doc *doc, const lede__hints *hints,
                              const uint8_t *labels, lede_error *err);

/* Learns from all that was added. Returns the mean loss of a token in the last pass, in natural-logarithm
 * units. */
double lede__trainer_run(lede__trainer *t, const lede__training *how);

/* Appends a weights file, with the lines of `notes` as comments. Memory: see out->failed. */
void lede__trainer_write(const lede__trainer *t, lede_str notes, lede__buf *out);

const lede__tagger_form *lede__trainer_form(const lede__trainer *t);

#endif
