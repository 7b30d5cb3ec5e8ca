#include "text/lines.h"

#include <string.h>

#include "base/str.h"
#include "text/tables.h"
#include "text/tokens.h"
#include "text/utf8.h"

#define WIDEST 120 /* no hard-wrapped line is longer; measured on newswire: 64 to 80 columns */
#define NARROWEST 40
#define ENOUGH 2000 /* lines that tell what the rest is like */

/* The white space between a line and the one before. */
typedef struct gap {
  bool blank;      /* a blank line, or a character that separates paragraphs */
  uint32_t indent; /* bytes between the last line break and the first token */
} gap;

/* What is known of all line breaks that have text right before and right behind. */
typedef struct layout {
  uint32_t breaks;
  uint32_t cut;               /* of these, such as stand in mid-sentence */
  uint32_t wide;              /* lines longer than WIDEST */
  uint32_t lines[WIDEST + 1]; /* lines by length */
} layout;

static bool is_line_break(uint32_t cp) {
  return (cp >= '\n' && cp <= '\r') || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static gap gap_before(lede_str text, const lede__segments *seg, uint32_t i) {
  gap g = {false, 0};
  uint32_t breaks = 0, last = 0;
  for (size_t at = i ? seg->token_end[i - 1] : 0, end = seg->token_start[i]; at < end;) {
    uint32_t cp = lede__utf8_next(text.ptr, &at);
    if (!is_line_break(cp)) continue;
    breaks += !(cp == '\n' && last == '\r' && text.ptr[at - 2] == '\r');
    g.blank = g.blank || breaks > 1 || cp == 0x2029 || cp == '\f';
    g.indent = (uint32_t)(end - at);
    last = cp;
  }
  return g;
}

static uint32_t next_line(const lede__segments *seg, uint32_t i) {
  return lede__next_with(seg, i + 1, LEDE__TOKEN_LINE);
}

static bool ends_in_terminator(lede_str text, const lede__segments *seg, uint32_t i) {
  uint32_t from = i > 2 ? i - 2 : 0;
  for (uint32_t k = i + 1; k-- > from;) {
    size_t at = seg->token_start[k];
    uint32_t cp = lede__utf8_next(text.ptr, &at);
    uint8_t sb = lede__char(cp)->sentence;
    if (sb == LEDE__SB_ATERM || sb == LEDE__SB_STERM || cp == ':') return true;
    if (sb != LEDE__SB_CLOSE) return false;
  }
  return false;
}

static bool begins_lower(const lede__segments *seg, uint32_t i) {
  return (seg->token_shape[i] & LEDE__SHAPE_LOWER) && seg->token_kind[i] == LEDE_TOKEN_WORD;
}

static layout measure(lede_str text, const lede__segments *seg) {
  layout l = {0};
  for (uint32_t i = 0, next, seen = 0; i < seg->token_count && seen < ENOUGH; i = next, seen++) {
    next = next_line(seg, i);
    uint32_t length = seg->token_end[next - 1] - seg->token_start[i];
    if (length > WIDEST)
      l.wide++;
    else
      l.lines[length]++;
    if (next == seg->token_count || gap_before(text, seg, next).blank) continue;
    l.breaks++;
    l.cut += length >= NARROWEST && begins_lower(seg, next) && !ends_in_terminator(text, seg, next - 1);
  }
  return l;
}

/* The length that nineteen of twenty lines do not exceed. */
static uint32_t width_of(const layout *l) {
  uint32_t total = l->wide, width = 0, seen = 0;
  for (uint32_t i = 0; i <= WIDEST; i++) total += l->lines[i];
  while (width < WIDEST && seen + total / 20 < total) seen += l->lines[width++];
  return width;
}

/* In running English two of three words begin in lower case, so a text cut at a column has many breaks
 * before one; a third leaves room for headlines, tables and names. */
static bool is_wrapped(const layout *l) {
  uint32_t lines = l->breaks + 1;
  return l->breaks > 0 && l->cut * 3 >= l->breaks && l->wide * 10 <= lines;
}

static bool begins_item(lede_str text, const lede__segments *seg, uint32_t i) {
  size_t at = seg->token_start[i];
  uint32_t cp = lede__utf8_next(text.ptr, &at);
  bool glued = i + 1 < seg->token_count && seg->token_shape[i + 1] & LEDE__SHAPE_GLUED;
  return cp == 0x2022 || ((cp == '-' || cp == '*') && !glued);
}

/* A break in mid-paragraph: the next word would not have fitted in the line, or goes on in lower case. */
static bool is_soft(lede_str text, const lede__segments *seg, uint32_t line, uint32_t i, gap before, gap here,
                    uint32_t width) {
  if (here.blank || begins_item(text, seg, i)) return false;
  if (begins_lower(seg, i) && !ends_in_terminator(text, seg, i - 1)) return true;
  if (here.indent > before.indent) return false;
  uint32_t length = seg->token_end[i - 1] - seg->token_start[line];
  uint32_t word = seg->token_end[i] - seg->token_start[i], slack = width / 6;
  return length + word + 1 + slack > width;
}

void lede__lines_settle(lede_str text, lede__segments *seg) {
  if (seg->token_count == 0) return;
  layout l = measure(text, seg);
  if (!is_wrapped(&l)) return;
  uint32_t width = width_of(&l), line = 0;
  gap before = gap_before(text, seg, 0);
  for (uint32_t i = next_line(seg, 0); i < seg->token_count; i = next_line(seg, i)) {
    gap here = gap_before(text, seg, i);
    bool soft = is_soft(text, seg, line, i, before, here, width);
    line = i;
    before = here;
    if (soft) seg->token_shape[i] &= (uint8_t)~LEDE__TOKEN_LINE;
  }
}
