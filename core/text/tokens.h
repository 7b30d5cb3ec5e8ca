/* text/tokens: cuts text into words, numbers, marks, addresses.
 *
 * The word rules of UAX #29, changed where news text needs it (text/rules names each change). Leaves two
 * private bits in token_shape for those who find lines and sentences; text/segment clears them. */
#ifndef LEDE_TEXT_TOKENS_H
#define LEDE_TEXT_TOKENS_H

#include <string.h>

#include "text/segment.h"

enum {
  LEDE__TOKEN_LINE = 64,  /* a line break stands before it */
  LEDE__TOKEN_STOP = 128, /* a sentence may end or begin here: text/rules decides */
};

/* The next token from `i` on whose shape has one of `bits`; token_count when there is none. Eight at a
 * look. */
static inline uint32_t lede__next_with(const lede__segments *seg, uint32_t i, unsigned bits) {
  const uint64_t wanted = UINT64_C(0x0101010101010101) * bits;
  for (uint64_t eight; seg->token_count - i >= 8; i += 8) {
    memcpy(&eight, seg->token_shape + i, 8);
    if (eight & wanted) break;
  }
  while (i < seg->token_count && !(seg->token_shape[i] & bits)) i++;
  return i;
}

/* Fills the token arrays of `out`; the tokens have at most `marked` private bits. Fails with LEDE_ENOMEM
 * only. */
lede_status lede__tokens(lede__arena *arena, lede_str text, lede__segments *out, uint32_t *marked,
                         lede_error *err);

#endif
