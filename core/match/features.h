/* match/features: what a tagger is told of a token: its word, ending and shape, its neighbours', and hints
 * from outside.
 *
 * The tagger and its trainer both ask here, so that what was learned is what is met again. Knows nothing of
 * labels and weights. */
#ifndef LEDE_MATCH_FEATURES_H
#define LEDE_MATCH_FEATURES_H

#include "doc/document.h"

enum {
  LEDE__MOST_HINTS = 8,
  LEDE__MOST_FEATURES = 192, /* of one token */
  LEDE__MOST_STRETCH = 256,  /* tokens labelled together */
};

/* What a caller knows beyond the text, one byte a token and string: "in a list of names", "seen in lower
 * case". */
typedef struct lede__hints {
  uint32_t count;
  const unsigned char *of[LEDE__MOST_HINTS]; /* each as long as the document has tokens */
} lede__hints;

typedef struct lede__features {
  uint32_t count;
  uint32_t lexical;                 /* the first so many say which word it is: what a trainer may hide */
  uint32_t at[LEDE__MOST_FEATURES]; /* hashes: the high bits choose the row of weights */
} lede__features;

/* The features of token `i`, seen within `sentence` (tokens, half-open, `i` inside). Cannot fail. */
void lede__features_of(const lede_doc *doc, const lede__hints *hints, lede_span sentence, uint32_t i,
                       lede__features *out);

/* The next run of tokens at or after `from`, within `sentence`, that is worth labelling: with `capitals` only
 * words that begin with a capital and two on either side, else all. At most LEDE__MOST_STRETCH long; empty
 * when there is none. */
lede_span lede__stretch_next(const lede_doc *doc, lede_span sentence, uint32_t from, bool capitals);

#endif
