/* text/sentences: the rules of UAX #29 for sentences, as one walk forward.
 *
 * Once a terminator is seen, `tail` counts through what may follow it: closing punctuation, spaces, a
 * paragraph separator. SB8 alone looks further ahead, up to the next letter or terminator, so a text is
 * read twice at most. */
#include "text/sentences.h"

#include "text/tables.h"
#include "text/utf8.h"

typedef enum tail { TAIL_NONE, TAIL_TERM, TAIL_CLOSE, TAIL_SPACE } tail;

typedef struct walk {
  const char *s;
  size_t len;
  uint8_t before; /* Sentence_Break before `prev`, for SB7 */
  uint8_t prev;   /* Sentence_Break of the last code point that SB5 does not skip */
  uint8_t term;   /* ATERM or STERM while `tail` is not NONE */
  tail tail;
} walk;

static bool is_transparent(uint8_t sb) { return sb == LEDE__SB_EXTEND || sb == LEDE__SB_FORMAT; }
static bool is_separator(uint8_t sb) { return sb == LEDE__SB_SEP || sb == LEDE__SB_CR || sb == LEDE__SB_LF; }
static bool is_terminator(uint8_t sb) { return sb == LEDE__SB_ATERM || sb == LEDE__SB_STERM; }
static bool is_cased(uint8_t sb) { return sb == LEDE__SB_UPPER || sb == LEDE__SB_LOWER; }

/* SB8: what comes from `at` on is, letters and terminators apart, followed by a lower case letter. */
static bool leads_to_lower(const char *s, size_t len, size_t at) {
  while (at < len) {
    uint8_t sb = lede__char(lede__utf8_next(s, &at))->sentence;
    if (sb == LEDE__SB_LOWER) return true;
    if (sb == LEDE__SB_UPPER || sb == LEDE__SB_OLETTER || is_separator(sb) || is_terminator(sb)) return false;
  }
  return false;
}

/* SB6 to SB10: the code point of class `sb` at `at` still belongs to the sentence that a terminator ended. */
static bool belongs(const walk *w, uint8_t sb, size_t at) {
  if (w->tail == TAIL_TERM && w->term == LEDE__SB_ATERM) {
    if (sb == LEDE__SB_NUMERIC) return true;                      /* SB6 */
    if (sb == LEDE__SB_UPPER && is_cased(w->before)) return true; /* SB7 */
  }
  if (sb == LEDE__SB_CONTINUE || is_terminator(sb)) return true;        /* SB8a */
  if (sb == LEDE__SB_SP || is_separator(sb)) return true;               /* SB9, SB10 */
  if (sb == LEDE__SB_CLOSE && w->tail != TAIL_SPACE) return true;       /* SB9 */
  return w->term == LEDE__SB_ATERM && leads_to_lower(w->s, w->len, at); /* SB8 */
}

static void advance(walk *w, uint8_t sb) {
  if (is_terminator(sb)) {
    w->tail = TAIL_TERM;
    w->term = sb;
  } else if (w->tail != TAIL_NONE) {
    if (sb == LEDE__SB_SP)
      w->tail = TAIL_SPACE;
    else
      w->tail = sb == LEDE__SB_CLOSE && w->tail != TAIL_SPACE ? TAIL_CLOSE : TAIL_NONE;
  }
  w->before = w->prev;
  w->prev = sb;
}

size_t lede__sentence_end(const char *s, size_t len, size_t at) {
  size_t after = at;
  walk w = {s, len, LEDE__SB_OTHER, LEDE__SB_OTHER, 0, TAIL_NONE};
  advance(&w, lede__char(lede__utf8_next(s, &after))->sentence);
  while (after < len) {
    size_t next = after;
    uint8_t sb = lede__char(lede__utf8_next(s, &next))->sentence;
    if (is_separator(w.prev)) return w.prev == LEDE__SB_CR && sb == LEDE__SB_LF ? next : after; /* SB3, SB4 */
    if (!is_transparent(sb)) {
      if (w.tail != TAIL_NONE && !belongs(&w, sb, after)) return after; /* SB11 */
      advance(&w, sb);
    }
    after = next;
  }
  return after;
}
