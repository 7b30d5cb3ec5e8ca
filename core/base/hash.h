/* base/hash: a fast 64-bit hash for tables, SHA-256 for identities.
 * The fast one may change between versions and is never written to disk. */
#ifndef LEDE_BASE_HASH_H
#define LEDE_BASE_HASH_H

#include <string.h>

#include "lede.h"

/* 64-bit hash of `len` bytes; the seed lets callers chain. */
uint64_t lede__hash(const void *bytes, size_t len, uint64_t seed);

/* Up to 16 bytes as two words that overlap where there are fewer. Bytes keep apart, so what is done to every
 * byte of the words is done to every byte of the string. */
typedef struct lede__hash_words {
  uint64_t a, b;
} lede__hash_words;

static inline lede__hash_words lede__hash_load(const void *bytes, size_t len) {
  const unsigned char *p = (const unsigned char *)bytes;
  lede__hash_words w = {0, 0};
  if (len >= 8) {
    memcpy(&w.a, p, 8);
    memcpy(&w.b, p + len - 8, 8);
  } else if (len >= 4) {
    memcpy(&w.a, p, 4);
    memcpy(&w.b, p + len - 4, 4);
  } else if (len > 0) {
    w.a = (uint64_t)p[0] << 16 | (uint64_t)p[len / 2] << 8 | p[len - 1];
  }
  return w;
}

/* lede__hash of the string of `len` <= 16 bytes that gives these words. */
uint64_t lede__hash_short(lede__hash_words w, size_t len, uint64_t seed);

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
