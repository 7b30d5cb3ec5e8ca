/* doc/token_hash: one number for a word however it is capitalised. */
#ifndef LEDE_DOC_TOKEN_HASH_H
#define LEDE_DOC_TOKEN_HASH_H

#include "lede.h"

/* The hash of `s` (valid UTF-8) in lower case letters, ’ and ‘ read as ': two tokens that differ only in
 * case or in the kind of apostrophe have the same one. Allocates nothing. */
uint64_t lede__token_hash(lede_str s);

/* True when two tokens differ in nothing but the kind of apostrophe. */
bool lede__token_same(lede_str a, lede_str b);

#endif
