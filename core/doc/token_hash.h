/* doc/token_hash: one number for a word however it is capitalised. */
#ifndef LEDE_DOC_TOKEN_HASH_H
#define LEDE_DOC_TOKEN_HASH_H

#include "base/hash.h"

/* The hash of `s` (valid UTF-8) in lower case letters, ’ and ‘ read as ': two tokens that differ only in
 * case or in the kind of apostrophe have the same one. Allocates nothing. */
uint64_t lede__token_hash(lede_str s);

#define LEDE__EVERY_BYTE(c) (0x0101010101010101u * (c))

/* Whether a short word is all ASCII, and its letters in lower case, eight at a time: the high bit of each
 * byte says whether it lies in A to Z. */
static inline bool lede__words_ascii(lede__hash_words w) { return !((w.a | w.b) & LEDE__EVERY_BYTE(0x80u)); }

static inline uint64_t lede__lower_bytes(uint64_t word) {
  uint64_t from_a = word + LEDE__EVERY_BYTE(0x80u - 'A'), past_z = word + LEDE__EVERY_BYTE(0x80u - 'Z' - 1);
  return word | ((from_a & ~past_z) & LEDE__EVERY_BYTE(0x80u)) >> 2;
}

static inline lede__hash_words lede__words_lower(lede__hash_words w) {
  return (lede__hash_words){lede__lower_bytes(w.a), lede__lower_bytes(w.b)};
}

/* True when two tokens differ in nothing but the kind of apostrophe. */
bool lede__token_same(lede_str a, lede_str b);

#endif
