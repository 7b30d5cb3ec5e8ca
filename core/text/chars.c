#include "text/chars.h"

#include <utf8proc.h>

#include "text/utf8.h"

static utf8proc_category_t category(uint32_t cp) { return utf8proc_category((utf8proc_int32_t)cp); }

/* ---- Grapheme clusters ---- */

size_t lede__grapheme_end(const char *s, size_t len, size_t at) {
  utf8proc_int32_t state = 0, before = (utf8proc_int32_t)lede__utf8_next(s, &at);
  while (at < len) {
    size_t next = at;
    utf8proc_int32_t cp = (utf8proc_int32_t)lede__utf8_next(s, &next);
    if (utf8proc_grapheme_break_stateful(before, cp, &state)) break;
    before = cp;
    at = next;
  }
  return at;
}

size_t lede__grapheme_count(const char *s, size_t len) {
  size_t count = 0;
  for (size_t at = 0; at < len; count++) at = lede__grapheme_end(s, len, at);
  return count;
}

/* ---- Single characters ---- */

bool lede__is_upper(uint32_t cp) {
  utf8proc_category_t c = category(cp);
  return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

bool lede__is_lower(uint32_t cp) { return category(cp) == UTF8PROC_CATEGORY_LL; }

bool lede__is_letter(uint32_t cp) {
  utf8proc_category_t c = category(cp);
  return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool lede__is_digit(uint32_t cp) { return category(cp) == UTF8PROC_CATEGORY_ND; }

bool lede__is_space(uint32_t cp) {
  utf8proc_category_t c = category(cp);
  return c >= UTF8PROC_CATEGORY_ZS && c <= UTF8PROC_CATEGORY_CF;
}

bool lede__is_punct(uint32_t cp) {
  utf8proc_category_t c = category(cp);
  return c >= UTF8PROC_CATEGORY_PC && c <= UTF8PROC_CATEGORY_PO;
}

/* ---- Case ---- */

uint32_t lede__lower_of(uint32_t cp) {
  if (cp < 0x80) return cp - 'A' < 26u ? cp + 32 : cp;
  return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

static uint32_t upper_of(uint32_t cp) {
  if (cp < 0x80) return cp - 'a' < 26u ? cp - 32 : cp;
  return (uint32_t)utf8proc_toupper((utf8proc_int32_t)cp);
}

static void add(lede__buf *out, uint32_t cp) {
  char bytes[4];
  lede__buf_add(out, bytes, lede__utf8_put(cp, bytes));
}

static void add_mapped(lede__buf *out, lede_str s, uint32_t (*map)(uint32_t)) {
  lede__buf_reserve(out, s.len);
  for (size_t at = 0; at < s.len;) add(out, map(lede__utf8_next(s.ptr, &at)));
}

void lede__lower(lede__buf *out, lede_str s) { add_mapped(out, s, lede__lower_of); }
void lede__upper(lede__buf *out, lede_str s) { add_mapped(out, s, upper_of); }

/* Letters whose stroke or ligature Unicode does not count as a diacritic, though those who spell names
 * without it do; lower case, as they are looked up after folding. */
static const char *plain_spelling(uint32_t cp) {
  switch (cp) {
  case 0x00E6:
    return "ae"; /* æ */
  case 0x00F0:
    return "d"; /* ð */
  case 0x00F8:
    return "o"; /* ø */
  case 0x00FE:
    return "th"; /* þ */
  case 0x0111:
    return "d"; /* đ */
  case 0x0127:
    return "h"; /* ħ */
  case 0x0131:
    return "i"; /* ı */
  case 0x0142:
    return "l"; /* ł */
  case 0x0153:
    return "oe"; /* œ */
  case 0x0259:
    return "e"; /* ə, as in Əliyev */
  case 0x2018:
  case 0x2019:
  case 0x02BC:
    return "'";
  default:
    return NULL;
  }
}

static void add_plain(lede__buf *out, uint32_t cp) {
  const char *plain = plain_spelling(cp);
  if (plain)
    lede__buf_text(out, plain);
  else
    add(out, cp);
}

/* One code point can decompose into 18 (U+FDFA), but only in the compatibility form, which is not asked
 * for. */
static void add_folded(lede__buf *out, uint32_t cp) {
  utf8proc_int32_t parts[32];
  int boundary = 0;
  utf8proc_ssize_t n =
      utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 32,
                              UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
  if (n < 0 || n > 32) {
    add(out, cp);
    return;
  }
  for (utf8proc_ssize_t i = 0; i < n; i++) add_plain(out, (uint32_t)parts[i]);
}

void lede__fold(lede__buf *out, lede_str s) {
  lede__buf_reserve(out, s.len);
  for (size_t at = 0; at < s.len;) {
    uint32_t cp = lede__utf8_next(s.ptr, &at);
    if (cp < 0x80)
      lede__buf_char(out, (char)lede__lower_of(cp));
    else
      add_folded(out, cp);
  }
}

/* ---- Width ---- */

static bool is_regional(uint32_t cp) { return cp >= 0x1F1E6 && cp <= 0x1F1FF; }

/* A cluster is as wide as its first character; two regional indicators are a flag, and U+FE0F asks for the
 * wide picture of a character that is also a narrow sign. */
static size_t cluster_width(const char *s, size_t end) {
  size_t at = 0;
  uint32_t cp = lede__utf8_next(s, &at);
  if (cp < 0x20 || cp == 0x7F) return 0;
  int width = utf8proc_charwidth((utf8proc_int32_t)cp);
  uint32_t next = at < end ? lede__utf8_next(s, &at) : 0;
  if (next == 0xFE0F || (is_regional(cp) && is_regional(next))) return 2;
  return width > 0 ? (size_t)width : 0;
}

size_t lede__width(lede_str s) {
  size_t width = 0;
  for (size_t at = 0; at < s.len;) {
    size_t end = lede__grapheme_end(s.ptr, s.len, at);
    width += cluster_width(s.ptr + at, end - at);
    at = end;
  }
  return width;
}

/* ---- The library ---- */

const char *lede__chars_version(void) { return utf8proc_version(); }

const char *lede__chars_unicode(void) { return utf8proc_unicode_version(); }
