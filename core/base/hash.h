/* base/hash: a fast 64-bit hash for tables, SHA-256 for identities.
 * The fast one may change between versions and is never written to disk. */
#ifndef LEDE_BASE_HASH_H
#define LEDE_BASE_HASH_H

#include "lede.h"

/* 64-bit hash of `len` bytes; the seed lets callers chain. */
uint64_t lede__hash(const void *bytes, size_t len, uint64_t seed);

#define LEDE__SHA256_HEX 65

/* SHA-256 in lower-case hex, NUL-terminated (libmd). The one-shot and the running form. */
void lede__sha256(const void *bytes, size_t len, char out[LEDE__SHA256_HEX]);

typedef struct lede__sha256_state lede__sha256_state; /* owned; NULL when out of memory */
lede__sha256_state *lede__sha256_new(void);
/* Adds a length-prefixed piece, so that ("ab","c") and ("a","bc") differ. */
void lede__sha256_piece(lede__sha256_state *s, const void *bytes, size_t len);
/* Writes the digest and frees the state. */
void lede__sha256_end(lede__sha256_state *s, char out[LEDE__SHA256_HEX]);

#endif
