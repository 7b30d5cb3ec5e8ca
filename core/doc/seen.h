/* doc/seen: what the rest of a document says of its capitalised words:
 * whether it has them in small letters too.
 *
 * A name is hardly ever written small, and a common word is capitalised only where a sentence begins; so both
 * tell names apart (Mikheev 1999). */
#ifndef LEDE_DOC_SEEN_H
#define LEDE_DOC_SEEN_H

#include "doc/document.h"

enum {
  LEDE__SEEN_LOWER = 1,  /* the document has the word in small letters as well */
  LEDE__SEEN_INSIDE = 2, /* it has it, written just so, where no sentence begins */
};

/* Fills out[i] for each token; 0 for one that does not begin with a capital. Fails with LEDE_ENOMEM only. */
lede_status lede__seen(const lede_doc *doc, uint8_t *out, lede_error *err);

#endif
