/* text/utf8_avx2: validating UTF-8 32 bytes at a time, where the machine can.
 *
 * The lookup algorithm of Keiser and Lemire, "Validating UTF-8 in less than one
 * instruction per byte" (2021). Every error but a wrong third or fourth byte shows in two neighbouring
 * bytes: in the high and low half of the first and the high half of the second. Each half looks up the
 * errors it allows, a bit each; what all three allow has happened. */
#include "text/utf8_avx2.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2")))
#define STEP 32

enum {
  CUT_SHORT = 1 << 0,   /* a lead byte, and no continuation after it */
  STRAY = 1 << 1,       /* ASCII, and a continuation after it */
  OVERLONG_2 = 1 << 2,  /* C0 and C1 */
  OVERLONG_3 = 1 << 3,  /* E0 80..9F */
  SURROGATE = 1 << 4,   /* ED A0..BF */
  TOO_LARGE_9 = 1 << 5, /* F4.. 90..BF */
  /* F5.. 80..8F and F0 80..8F can share a bit: their low halves differ. */
  TOO_LARGE_8 = 1 << 6,
  OVERLONG_4 = 1 << 6,
  TWO_TAILS = 1 << 7, /* two continuations in a row: right as third and fourth byte only */
  ANY_LOW = CUT_SHORT | STRAY | TWO_TAILS, /* errors the low half of the first byte has no say in */
};

#define ROW(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)                                                  \
  _mm256_setr_epi8((char)(a), (char)(b), (char)(c), (char)(d), (char)(e), (char)(f), (char)(g), (char)(h),   \
                   (char)(i), (char)(j), (char)(k), (char)(l), (char)(m), (char)(n), (char)(o), (char)(p),   \
                   (char)(a), (char)(b), (char)(c), (char)(d), (char)(e), (char)(f), (char)(g), (char)(h),   \
                   (char)(i), (char)(j), (char)(k), (char)(l), (char)(m), (char)(n), (char)(o), (char)(p))

AVX2 static inline __m256i load(const char *p) {
  return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

AVX2 static inline __m256i low_half(__m256i v) { return _mm256_and_si256(v, _mm256_set1_epi8(0x0F)); }

AVX2 static inline __m256i high_half(__m256i v) { return low_half(_mm256_srli_epi16(v, 4)); }

AVX2 static inline __m256i by_first_high(__m256i first) {
  enum { E = CUT_SHORT | OVERLONG_3 | SURROGATE, F = CUT_SHORT | TOO_LARGE_9 | TOO_LARGE_8 | OVERLONG_4 };
  const __m256i row = ROW(STRAY, STRAY, STRAY, STRAY, STRAY, STRAY, STRAY, STRAY, TWO_TAILS, TWO_TAILS,
                          TWO_TAILS, TWO_TAILS, CUT_SHORT | OVERLONG_2, CUT_SHORT, E, F);
  return _mm256_shuffle_epi8(row, high_half(first));
}

AVX2 static inline __m256i by_first_low(__m256i first) {
  enum { LARGE = ANY_LOW | TOO_LARGE_9 | TOO_LARGE_8 };
  const __m256i row = ROW(ANY_LOW | OVERLONG_2 | OVERLONG_3 | OVERLONG_4, ANY_LOW | OVERLONG_2, ANY_LOW,
                          ANY_LOW, ANY_LOW | TOO_LARGE_9, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE,
                          LARGE, LARGE | SURROGATE, LARGE, LARGE);
  return _mm256_shuffle_epi8(row, low_half(first));
}

AVX2 static inline __m256i by_second_high(__m256i second) {
  enum {
    TAIL = STRAY | TWO_TAILS | OVERLONG_2,
    TAIL_8 = TAIL | OVERLONG_3 | TOO_LARGE_8 | OVERLONG_4,
    TAIL_9 = TAIL | OVERLONG_3 | TOO_LARGE_9,
    TAIL_AB = TAIL | SURROGATE | TOO_LARGE_9
  };
  const __m256i row =
      ROW(CUT_SHORT, CUT_SHORT, CUT_SHORT, CUT_SHORT, CUT_SHORT, CUT_SHORT, CUT_SHORT, CUT_SHORT, TAIL_8,
          TAIL_9, TAIL_AB, TAIL_AB, CUT_SHORT, CUT_SHORT, CUT_SHORT, CUT_SHORT);
  return _mm256_shuffle_epi8(row, high_half(second));
}

/* The TWO_TAILS bit where a third or fourth byte must stand: E0.. two before or F0.. three before. */
AVX2 static inline __m256i late_tails(const char *p) {
  __m256i third = _mm256_subs_epu8(load(p - 2), _mm256_set1_epi8(0xE0 - 0x80));
  __m256i fourth = _mm256_subs_epu8(load(p - 3), _mm256_set1_epi8(0xF0 - 0x80));
  return _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)TWO_TAILS));
}

/* True when none of the bytes p[0..31] is wrong after the three before it. */
AVX2 static inline bool is_good(const char *p) {
  __m256i first = load(p - 1), second = load(p);
  __m256i wrong = _mm256_and_si256(by_first_high(first), by_first_low(first));
  wrong = _mm256_and_si256(wrong, by_second_high(second));
  wrong = _mm256_xor_si256(wrong, late_tails(p));
  return _mm256_testz_si256(wrong, wrong);
}

AVX2 static inline bool is_ascii(const char *p) {
  return _mm256_movemask_epi8(_mm256_or_si256(load(p), load(p + STEP))) == 0;
}

/* Back to the lead byte of a sequence that begins before `at`: it may go on after it. */
static size_t whole(const char *s, size_t at) {
  while (at > 0 && ((unsigned char)s[at - 1] & 0xC0) == 0x80) at--;
  return at > 0 && (unsigned char)s[at - 1] >= 0xC0 ? at - 1 : at;
}

/* Blocks look three bytes back, and before the first there is nothing: it is checked in a copy. */
AVX2 static bool is_good_start(const char *s) {
  char copy[3 + 2 * STEP] = {0};
  memcpy(copy + 3, s, 2 * STEP);
  return is_good(copy + 3) && is_good(copy + 3 + STEP);
}

AVX2 static size_t valid_blocks(const char *s, size_t len) {
  if (!is_good_start(s)) return 0;
  size_t at = 2 * STEP;
  while (len - at >= 2 * STEP) {
    /* After a byte of ASCII no sequence is open, so that a block of ASCII needs no closer look. */
    bool plain = is_ascii(s + at) && (unsigned char)s[at - 1] < 0x80;
    if (!plain && !(is_good(s + at) && is_good(s + at + STEP))) break;
    at += 2 * STEP;
  }
  return whole(s, at);
}

size_t lede__utf8_avx2(const char *s, size_t len) {
  return len >= 2 * STEP && __builtin_cpu_supports("avx2") ? valid_blocks(s, len) : 0;
}

#else

size_t lede__utf8_avx2(const char *s, size_t len) {
  (void)s, (void)len;
  return 0;
}

#endif
