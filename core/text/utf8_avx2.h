/* text/utf8_avx2: validating UTF-8 32 bytes at a time, where the machine can. */
#ifndef LEDE_TEXT_UTF8_AVX2_H
#define LEDE_TEXT_UTF8_AVX2_H

#include "lede.h"

/* An offset between two code points before which all is valid. How far it gets is its own
 * affair: it stops short of the first bad byte and of the end, and is 0 without AVX2. */
size_t lede__utf8_avx2(const char *s, size_t len);

#endif
