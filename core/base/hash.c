/* base/hash: a fast 64-bit hash for tables, SHA-256 for identities. */
#include "base/hash.h"

#include <sha2.h>
#include <stdlib.h>
#include <string.h>

/* Odd constants with about as many ones as zeros, from the binary digits of e, the golden ratio and the
 * square root of 3: nothing up the sleeve. */
static const uint64_t KEY1 = 0xB7E151628AED2A6B, KEY2 = 0x9E3779B97F4A7C15, KEY3 = 0xBB67AE8584CAA73B;

static uint64_t load64(const unsigned char *p) {
  uint64_t x;
  memcpy(&x, p, sizeof x);
  return x;
}

/* Multiplies to 128 bits and folds the halves: each bit of both factors reaches most bits of the result. */
static uint64_t mix(uint64_t a, uint64_t b) {
  __extension__ unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t begin(size_t len, uint64_t seed) { return mix(seed ^ KEY1, len ^ KEY3); }

static uint64_t end(lede__hash_words w, uint64_t h) { return mix(mix(w.a ^ KEY2, w.b ^ h) ^ KEY1, h ^ KEY3); }

uint64_t lede__hash_short(lede__hash_words w, size_t len, uint64_t seed) { return end(w, begin(len, seed)); }

uint64_t lede__hash(const void *bytes, size_t len, uint64_t seed) {
  const unsigned char *p = bytes;
  uint64_t h = begin(len, seed);
  size_t left = len;
  for (; left > 16; left -= 16, p += 16) h = mix(load64(p) ^ KEY2, load64(p + 8) ^ h);
  return end(lede__hash_load(p, left), h);
}

/* ---- SHA-256 ------------------------------------------------------------ */

struct lede__sha256_state {
  SHA2_CTX context;
};

static void to_hex(const uint8_t digest[SHA256_DIGEST_LENGTH], char out[LEDE__SHA256_HEX]) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i++) {
    out[2 * i] = digits[digest[i] >> 4];
    out[2 * i + 1] = digits[digest[i] & 15];
  }
  out[2 * SHA256_DIGEST_LENGTH] = '\0';
}

static void finish(SHA2_CTX *context, char out[LEDE__SHA256_HEX]) {
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256Final(digest, context);
  to_hex(digest, out);
}

void lede__sha256(const void *bytes, size_t len, char out[LEDE__SHA256_HEX]) {
  SHA2_CTX context;
  SHA256Init(&context);
  if (len > 0) SHA256Update(&context, bytes, len);
  finish(&context, out);
}

lede__sha256_state *lede__sha256_new(void) {
  lede__sha256_state *s = malloc(sizeof *s);
  if (s) SHA256Init(&s->context);
  return s;
}

void lede__sha256_piece(lede__sha256_state *s, const void *bytes, size_t len) {
  uint8_t prefix[8];
  for (unsigned i = 0; i < sizeof prefix; i++) prefix[i] = (uint8_t)((uint64_t)len >> 8 * i);
  SHA256Update(&s->context, prefix, sizeof prefix);
  if (len > 0) SHA256Update(&s->context, bytes, len);
}

void lede__sha256_end(lede__sha256_state *s, char out[LEDE__SHA256_HEX]) {
  finish(&s->context, out);
  free(s);
}
