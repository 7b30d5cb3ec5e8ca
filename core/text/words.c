/* text/words: the rules of UAX #29 for words, as one walk forward.
 *
 * A word is runs that join by themselves, with middle characters between them. To judge a middle character
 * the walk looks past it once, so a text is read twice at most. */
#include "text/words.h"

#include "text/tables.h"
#include "text/utf8.h"

/* What stands before the boundary under test. */
typedef struct walk {
  uint8_t prev; /* Word_Break of the last code point that WB4 does not skip */
  uint8_t last; /* Word_Break of the last code point */
  bool odd;     /* an odd number of regional indicators */
} walk;

static bool is_transparent(uint8_t wb) {
  return wb == LEDE__WB_EXTEND || wb == LEDE__WB_FORMAT || wb == LEDE__WB_ZWJ;
}

static bool is_letter(uint8_t wb) { return wb == LEDE__WB_LETTER || wb == LEDE__WB_HEBREW; }

static bool is_newline(uint8_t wb) {
  return wb == LEDE__WB_CR || wb == LEDE__WB_LF || wb == LEDE__WB_NEWLINE;
}

/* WB5, WB8 to WB10, WB13 to WB13b: two neighbours that need no look at others. */
static bool joins(uint8_t a, uint8_t b) {
  bool a_word = is_letter(a) || a == LEDE__WB_NUMERIC, b_word = is_letter(b) || b == LEDE__WB_NUMERIC;
  if (a_word && b_word) return true;
  if (a == LEDE__WB_KATAKANA && b == LEDE__WB_KATAKANA) return true;
  if (b == LEDE__WB_EXTEND_NUM_LET) return a_word || a == LEDE__WB_KATAKANA || a == LEDE__WB_EXTEND_NUM_LET;
  if (a == LEDE__WB_EXTEND_NUM_LET) return b_word || b == LEDE__WB_KATAKANA;
  return false;
}

/* True when the code point of class `c` joins what stands before it, middle characters apart. */
static bool takes(walk *w, const lede__char_class *c) {
  uint8_t wb = c->word;
  if (w->last == LEDE__WB_CR && wb == LEDE__WB_LF) return true;       /* WB3 */
  if (is_newline(w->last) || is_newline(wb)) return false;            /* WB3a, WB3b */
  if (w->last == LEDE__WB_SPACE && wb == LEDE__WB_SPACE) return true; /* WB3d */
  if (is_transparent(wb)) return true;                                /* WB4 */
  bool same = joins(w->prev, wb) || (w->last == LEDE__WB_ZWJ && c->flags & LEDE__CHAR_PICTURE) /* WB3c */
              || (w->prev == LEDE__WB_REGIONAL && wb == LEDE__WB_REGIONAL && w->odd); /* WB15, WB16 */
  w->odd = wb == LEDE__WB_REGIONAL && !w->odd;
  return same;
}

static bool is_white(const lede__char_class *c) {
  return c->word == LEDE__WB_EXTEND_NUM_LET && c->flags & LEDE__CHAR_BLANK;
}

/* What joins without a middle character; `last` gets the class of the last code point taken, transparent
 * ones apart. With `white`, U+202F joins as the default rules have it. */
static size_t run(const char *s, size_t len, size_t at, bool white, uint8_t *last) {
  const lede__char_class *c = lede__char(lede__utf8_next(s, &at));
  walk w = {c->word, c->word, c->word == LEDE__WB_REGIONAL};
  while (at < len) {
    size_t next = at;
    c = lede__char(lede__utf8_next(s, &next));
    if (!takes(&w, c) || (!white && is_white(c))) break;
    w.last = c->word;
    if (!is_transparent(c->word)) w.prev = c->word;
    at = next;
  }
  *last = w.prev;
  return at;
}

size_t lede__word_run(const char *s, size_t len, size_t at) {
  uint8_t last;
  return run(s, len, at, false, &last);
}

static size_t skip_transparent(const char *s, size_t len, size_t at) {
  while (at < len) {
    size_t next = at;
    if (!is_transparent(lede__char(lede__utf8_next(s, &next))->word)) break;
    at = next;
  }
  return at;
}

static uint8_t class_at(const char *s, size_t len, size_t at) {
  return at < len ? lede__char(lede__utf8_next(s, &at))->word : LEDE__WB_OTHER;
}

/* WB6, WB7, WB7b, WB7c, WB11, WB12: a middle character between two classes. */
static bool joins_through(uint8_t before, uint8_t mid, uint8_t after) {
  bool both = mid == LEDE__WB_MID_NUM_LET || mid == LEDE__WB_SINGLE_QUOTE;
  if (is_letter(before) && (mid == LEDE__WB_MID_LETTER || both)) return is_letter(after);
  if (before == LEDE__WB_HEBREW && mid == LEDE__WB_DOUBLE_QUOTE) return after == LEDE__WB_HEBREW;
  if (before == LEDE__WB_NUMERIC && (mid == LEDE__WB_MID_NUM || both)) return after == LEDE__WB_NUMERIC;
  return false;
}

size_t lede__word_end(const char *s, size_t len, size_t at) {
  for (;;) {
    uint8_t last, mid;
    size_t end = run(s, len, at, true, &last), after = end;
    if (end == len) return end;
    mid = lede__char(lede__utf8_next(s, &after))->word;
    after = skip_transparent(s, len, after);
    if (joins_through(last, mid, class_at(s, len, after)))
      at = after;
    else
      return last == LEDE__WB_HEBREW && mid == LEDE__WB_SINGLE_QUOTE ? after : end; /* WB7a */
  }
}
