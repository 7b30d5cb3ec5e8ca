/* base/visible: makes text from documents and file names safe to show. */
#include "base/visible.h"

#include "base/str.h"

typedef struct range {
  uint32_t first, last;
} range;

/* Code points that show nothing of their own but change how others show: Unicode's default ignorables as
 * far as they are format characters, the line separators and the C1 controls. */
static const range hidden[] = {
    {0x0080, 0x009F},   {0x00AD, 0x00AD},   {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160},
    {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},
    {0x3164, 0x3164},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF9, 0xFFFB}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

static bool is_hidden(uint32_t cp) {
  size_t low = 0, high = sizeof hidden / sizeof *hidden;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (hidden[middle].last < cp)
      low = middle + 1;
    else
      high = middle;
  }
  return low < sizeof hidden / sizeof *hidden && hidden[low].first <= cp;
}

/* The code point of a well-formed sequence of `len` bytes, 2 to 4. */
static uint32_t decode(const char *s, size_t len) {
  uint32_t cp = (unsigned char)s[0] & (0x7Fu >> len);
  for (size_t i = 1; i < len; i++) cp = cp << 6 | ((unsigned char)s[i] & 0x3Fu);
  return cp;
}

static bool passes(unsigned char c, bool lines) {
  return (c >= 0x20 && c < 0x7F) || (lines && (c == '\n' || c == '\t'));
}

static void add_one(lede__buf *out, const char *s, size_t sequence, bool lines) {
  unsigned char c = (unsigned char)s[0];
  if (sequence == 0 || (sequence == 1 && !passes(c, lines))) {
    lede__buf_printf(out, "<%02X>", c);
  } else if (sequence > 1 && is_hidden(decode(s, sequence))) {
    lede__buf_printf(out, "<U+%04X>", (unsigned)decode(s, sequence));
  } else {
    lede__buf_add(out, s, sequence);
  }
}

void lede__visible(lede__buf *out, lede_str s, bool lines) {
  lede__buf_reserve(out, s.len);
  for (size_t at = 0; at < s.len;) {
    size_t run = at;
    while (run < s.len && passes((unsigned char)s.ptr[run], lines)) run++;
    lede__buf_add(out, s.ptr + at, run - at);
    at = run;
    if (at == s.len) break;
    size_t sequence = lede__str_sequence(s, at);
    add_one(out, s.ptr + at, sequence, lines);
    at += sequence ? sequence : 1;
  }
}
