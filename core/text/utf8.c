/* text/utf8: validating, counting and writing UTF-8 byte by byte.
 *
 * The portable half: what the vector instructions of text/utf8_avx2 leave over,
 * and all of it where the machine has none. Knows nothing of files or repairs. */
#include "text/utf8.h"

#include <string.h>

#include "text/utf8_avx2.h"

#define HIGH_BITS UINT64_C(0x8080808080808080)
#define LOW_BITS UINT64_C(0x0101010101010101)

/* What may follow a lead byte (Unicode 15, table 3-7): how long the sequence
 * is, and the range of its second byte. A length of 0: begins nothing. */
typedef struct lead {
  uint8_t len, low, high;
} lead;

static lead lead_of(unsigned char c) {
  if (c < 0xC2 || c > 0xF4) return (lead){0, 0, 0};
  if (c < 0xE0) return (lead){2, 0x80, 0xBF};
  if (c < 0xF0) return (lead){3, c == 0xE0 ? 0xA0 : 0x80, c == 0xED ? 0x9F : 0xBF};
  return (lead){4, c == 0xF0 ? 0x90 : 0x80, c == 0xF4 ? 0x8F : 0xBF};
}

static bool is_tail(unsigned char c) { return (c & 0xC0) == 0x80; }

/* How much of a sequence that should have lead.len bytes is there, 1 at least. */
static size_t present(lead l, const unsigned char *p, size_t left) {
  if (left < 2 || p[1] < l.low || p[1] > l.high) return 1;
  size_t n = 2;
  while (n < l.len && n < left && is_tail(p[n])) n++;
  return n;
}

static uint64_t word_at(const unsigned char *p) {
  uint64_t w;
  memcpy(&w, p, sizeof w);
  return w;
}

/* `at`, moved on past whole words of ASCII. */
static size_t skip_ascii(const unsigned char *p, size_t len, size_t at) {
  while (len - at >= 32) {
    uint64_t w = word_at(p + at) | word_at(p + at + 8) | word_at(p + at + 16) | word_at(p + at + 24);
    if (w & HIGH_BITS) break;
    at += 32;
  }
  while (len - at >= 8 && !(word_at(p + at) & HIGH_BITS)) at += 8;
  return at;
}

/* The length of the well-formed sequence at p, which is not ASCII; 0 when there is none. The two
 * shapes most text is made of are asked for first. */
static size_t well_formed(const unsigned char *p, size_t left) {
  if (left >= 2 && p[0] >= 0xC2 && p[0] < 0xE0) return is_tail(p[1]) ? 2 : 0;
  if (left >= 3 && p[0] > 0xE0 && p[0] < 0xED) return is_tail(p[1]) && is_tail(p[2]) ? 3 : 0;
  lead l = lead_of(p[0]);
  return l.len && present(l, p, left) == l.len ? l.len : 0;
}

size_t lede__utf8_valid_from(const char *s, size_t len, size_t at) {
  const unsigned char *p = (const unsigned char *)s;
  for (at = skip_ascii(p, len, at); at < len; at = skip_ascii(p, len, at)) {
    /* A space between two foreign words is not worth a look at eight bytes: not before a multiple of
     * eight. */
    do {
      size_t n = p[at] < 0x80 ? 1 : well_formed(p + at, len - at);
      if (n == 0) return at;
      at += n;
    } while (at < len && (p[at] >= 0x80 || at % 8));
  }
  return len;
}

size_t lede__utf8_valid(const char *s, size_t len) {
  return lede__utf8_valid_from(s, len, lede__utf8_avx2(s, len));
}

size_t lede__utf8_broken(const char *s, size_t len, size_t at) {
  const unsigned char *p = (const unsigned char *)s + at;
  lead l = lead_of(p[0]);
  return l.len == 0 ? 1 : present(l, p, len - at);
}

size_t lede__utf8_put(uint32_t cp, char *out) {
  if (cp < 0x80) {
    out[0] = (char)cp;
    return 1;
  }
  size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
  for (size_t i = len - 1; i > 0; i--, cp >>= 6) out[i] = (char)(0x80 | (cp & 0x3F));
  out[0] = (char)((0xF00u >> len & 0xF0) | cp);
  return len;
}

/* Continuation bytes in up to 255 words, so that no byte of the sum overflows. */
static size_t tails_in_words(const unsigned char *p, size_t words) {
  uint64_t sums = 0;
  for (size_t i = 0; i < words; i++) {
    uint64_t w = word_at(p + i * 8);
    sums += (w >> 7) & (~w >> 6) & LOW_BITS;
  }
  uint64_t pairs = (sums & UINT64_C(0x00FF00FF00FF00FF)) + (sums >> 8 & UINT64_C(0x00FF00FF00FF00FF));
  return (size_t)(pairs * UINT64_C(0x0001000100010001) >> 48);
}

size_t lede__utf8_count(const char *s, size_t len) {
  const unsigned char *p = (const unsigned char *)s;
  size_t tails = 0, at = 0;
  while (len - at >= 8) {
    size_t words = (len - at) / 8 < 255 ? (len - at) / 8 : 255;
    tails += tails_in_words(p + at, words);
    at += words * 8;
  }
  for (; at < len; at++) tails += is_tail(p[at]);
  return len - tails;
}
