/* doc/offsets: from bytes to code points or UTF-16 units, and back. */
#include "doc/offsets.h"

#include "base/str.h"
#include "text/utf8.h"

enum { STRIDE = 256 }; /* bytes counted anew for a question: half of it on average */

static const char *const names[] = {"bytes", "codepoints", "utf16"};

const char *lede__offsets_name(lede__offsets unit) { return names[unit]; }

bool lede__offsets_parse(lede_str name, lede__offsets *out) {
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
    if (!lede__str_is(name, names[i])) continue;
    *out = (lede__offsets)i;
    return true;
  }
  return false;
}

/* A code point counts at its first byte; one of four bytes is a pair of UTF-16 units. */
static uint32_t units_at(const lede__ruler *r, uint32_t byte) {
  unsigned char c = (unsigned char)r->text.ptr[byte];
  return (uint32_t)((c & 0xC0) != 0x80) + (uint32_t)(r->unit == LEDE__UTF16 && c >= 0xF0);
}

static uint32_t units_between(const lede__ruler *r, uint32_t from, uint32_t to) {
  uint32_t units = 0;
  for (uint32_t i = from; i < to; i++) units += units_at(r, i);
  return units;
}

lede_status lede__ruler_make(lede__arena *arena, lede_str text, lede__offsets unit, lede__ruler *out,
                             lede_error *err) {
  uint32_t len = (uint32_t)text.len;
  *out = (lede__ruler){.text = text, .unit = unit, .total = len};
  if (unit == LEDE__BYTES) return LEDE_OK;
  uint32_t *marks = lede__arena_alloc(arena, (len / STRIDE + 1) * sizeof *marks);
  if (!marks) return lede__nomem(err);
  uint32_t units = 0;
  for (uint32_t at = 0, i = 0;; at += STRIDE, i++) {
    marks[i] = units;
    if (len - at < STRIDE) {
      units += units_between(out, at, len);
      break;
    }
    units += units_between(out, at, at + STRIDE);
  }
  out->total = units;
  out->marks = units == len ? NULL : marks;
  return LEDE_OK;
}

uint32_t lede__ruler_units(const lede__ruler *r, uint32_t at) {
  if (!r->marks) return at;
  uint32_t stride = at / STRIDE;
  return r->marks[stride] + units_between(r, stride * STRIDE, at);
}

/* The last stride that begins at or before `units`. */
static uint32_t stride_of(const lede__ruler *r, uint32_t units) {
  uint32_t low = 0, high = (uint32_t)r->text.len / STRIDE;
  while (low < high) {
    uint32_t middle = low + (high - low + 1) / 2;
    if (r->marks[middle] <= units)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

uint32_t lede__ruler_byte(const lede__ruler *r, uint32_t units) {
  if (units > r->total) return LEDE_NONE;
  uint32_t len = (uint32_t)r->text.len, at = units, counted = units;
  if (r->marks) {
    uint32_t stride = stride_of(r, units);
    at = stride * STRIDE;
    counted = r->marks[stride];
    while (at < len && counted < units) counted += units_at(r, at++);
    while (at < len && units_at(r, at) == 0) at++;
  }
  return counted == units && lede__utf8_boundary(r->text.ptr, len, at) ? at : LEDE_NONE;
}
