/* text/encoding: the encodings lede reads, and how to tell them by a BOM or by their NULs.
 * Knows characters, not documents: text/load puts them together. */
#include "text/encoding.h"

#include <strings.h>

#include "base/str.h"

#define REPLACEMENT 0xFFFDu

/* 80..9F as Windows reads them (unicode.org, CP1252.TXT); 0 where it has nothing. */
static const uint16_t windows_1252_high[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static lede__unit good(uint32_t cp, uint8_t len) { return (lede__unit){cp, len, false}; }

static lede__unit bad(size_t len) { return (lede__unit){REPLACEMENT, (uint8_t)len, true}; }

static bool is_high_surrogate(uint32_t cp) { return (cp & 0xFFFFFC00) == 0xD800; }
static bool is_low_surrogate(uint32_t cp) { return (cp & 0xFFFFFC00) == 0xDC00; }

static lede__unit next_windows_1252(const unsigned char *p, size_t left) {
  (void)left;
  if (p[0] < 0x80 || p[0] > 0x9F) return good(p[0], 1);
  uint32_t cp = windows_1252_high[p[0] - 0x80];
  return cp ? good(cp, 1) : bad(1);
}

static lede__unit next_iso_8859_1(const unsigned char *p, size_t left) {
  (void)left;
  return good(p[0], 1);
}

static uint32_t word(const unsigned char *p, bool big) {
  return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static lede__unit next_utf16(const unsigned char *p, size_t left, bool big) {
  if (left < 2) return bad(left);
  uint32_t cp = word(p, big);
  if (is_low_surrogate(cp)) return bad(2);
  if (!is_high_surrogate(cp)) return good(cp, 2);
  if (left < 4) return bad(2);
  uint32_t low = word(p + 2, big);
  return is_low_surrogate(low) ? good(0x10000 + ((cp & 0x3FF) << 10) + (low & 0x3FF), 4) : bad(2);
}

static lede__unit next_utf32(const unsigned char *p, size_t left, bool big) {
  if (left < 4) return bad(left);
  uint32_t cp = big ? word(p, big) << 16 | word(p + 2, big) : word(p + 2, big) << 16 | word(p, big);
  bool is_character = cp <= 0x10FFFF && !is_high_surrogate(cp) && !is_low_surrogate(cp);
  return is_character ? good(cp, 4) : bad(4);
}

static lede__unit next_utf16le(const unsigned char *p, size_t left) { return next_utf16(p, left, false); }
static lede__unit next_utf16be(const unsigned char *p, size_t left) { return next_utf16(p, left, true); }
static lede__unit next_utf32le(const unsigned char *p, size_t left) { return next_utf32(p, left, false); }
static lede__unit next_utf32be(const unsigned char *p, size_t left) { return next_utf32(p, left, true); }

#define BOM(s)                                                                                               \
  { (s), sizeof(s) - 1 }

const lede__encoding lede__utf8 = {"utf-8", BOM("\xEF\xBB\xBF"), NULL};
const lede__encoding lede__windows_1252 = {"windows-1252", BOM(""), next_windows_1252};
static const lede__encoding iso_8859_1 = {"iso-8859-1", BOM(""), next_iso_8859_1};
static const lede__encoding utf16le = {"utf-16le", BOM("\xFF\xFE"), next_utf16le};
static const lede__encoding utf16be = {"utf-16be", BOM("\xFE\xFF"), next_utf16be};
static const lede__encoding utf32le = {"utf-32le", BOM("\xFF\xFE\0\0"), next_utf32le};
static const lede__encoding utf32be = {"utf-32be", BOM("\0\0\xFE\xFF"), next_utf32be};

const char lede__encoding_names[] = "utf-8, utf-16le, utf-16be, utf-32le, utf-32be, windows-1252, iso-8859-1";

static const struct {
  const char *name;
  const lede__encoding *encoding;
} names[] = {
    {"utf-8", &lede__utf8},          {"utf8", &lede__utf8},   {"utf-32le", &utf32le},
    {"utf-32be", &utf32be},          {"utf-16le", &utf16le},  {"utf-16be", &utf16be},
    {"iso-8859-1", &iso_8859_1},     {"latin1", &iso_8859_1}, {"windows-1252", &lede__windows_1252},
    {"cp1252", &lede__windows_1252},
};

enum { NAME_COUNT = sizeof names / sizeof *names };

const lede__encoding *lede__encoding_named(const char *name) {
  for (size_t i = 0; i < NAME_COUNT; i++) {
    if (strcasecmp(name, names[i].name) == 0) return names[i].encoding;
  }
  return NULL;
}

static bool has_bom(lede_str bytes, const lede__encoding *e) {
  return e->bom.len && bytes.len >= e->bom.len && memcmp(bytes.ptr, e->bom.ptr, e->bom.len) == 0;
}

const lede__encoding *lede__encoding_of_bom(lede_str bytes) {
  for (size_t i = 0; i < NAME_COUNT; i++) {
    if (has_bom(bytes, names[i].encoding)) return names[i].encoding;
  }
  return NULL;
}

#define SAMPLE 8192

/* True when NULs stand in place `a` of each `size` bytes, and nowhere in place `b`: in two thirds of them,
 * or often enough that it is no accident (a script whose letters have no zero byte still has spaces). */
static bool one_sided(const size_t nuls[4], unsigned a, unsigned b, size_t groups) {
  return nuls[b] == 0 && (nuls[a] * 3 > groups * 2 || (nuls[a] >= 16 && nuls[a] * 20 >= groups));
}

const lede__encoding *lede__encoding_of_nuls(lede_str bytes) {
  size_t len = (bytes.len < SAMPLE ? bytes.len : SAMPLE) & ~(size_t)3, quads = len / 4;
  size_t in4[4] = {0}, in2[4] = {0};
  if (bytes.len < 4) len = bytes.len & ~(size_t)1;
  if (len == 0 || !memchr(bytes.ptr, 0, len)) return NULL;
  for (size_t i = 0; i < len; i++) {
    in4[i % 4] += bytes.ptr[i] == 0;
    in2[i % 2] += bytes.ptr[i] == 0;
  }
  if (quads && in4[3] == quads && one_sided(in4, 2, 0, quads)) return &utf32le;
  if (quads && in4[0] == quads && one_sided(in4, 1, 3, quads)) return &utf32be;
  if (one_sided(in2, 1, 0, len / 2)) return &utf16le;
  if (one_sided(in2, 0, 1, len / 2)) return &utf16be;
  return NULL;
}
