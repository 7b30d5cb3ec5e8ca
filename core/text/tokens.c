#include "text/tokens.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/str.h"
#include "text/links.h"
#include "text/rules.h"
#include "text/tables.h"
#include "text/utf8.h"
#include "text/words.h"

/* Sixty-four bytes of text from `base` on, one bit a byte. */
typedef struct window {
  size_t base;
  uint64_t letters, digits, small;
} window;

typedef struct scan {
  const char *s;
  size_t len;
  size_t at;   /* the token that is being cut begins here */
  size_t last; /* the last token ended here */
  uint32_t count;
  uint32_t marked; /* private bits given out */
  lede__segments *out;
  window win;
  uint8_t line; /* LEDE__TOKEN_LINE when a line break was passed since the last token */
  bool quoted;  /* a single quotation mark is open, so that one behind an s may close it */
} scan;

/* ---- The first byte of a token ---- */

enum { BLANK, BREAK, LETTER, DIGIT, MARK, STOP, REPEAT, QUOTE, BRACKET, SYMBOL, AT, HASH, HIGH };

static const uint8_t first_byte[256] = {
    ['\n'] = BREAK,         ['\r'] = BREAK,         ['\v'] = BREAK,  ['\f'] = BREAK, ['0' ... '9'] = DIGIT,
    ['A' ... 'Z'] = LETTER, ['a' ... 'z'] = LETTER, ['.'] = STOP,    ['!'] = STOP,   ['?'] = STOP,
    ['-'] = REPEAT,         ['*'] = REPEAT,         ['='] = REPEAT,  ['_'] = REPEAT, ['~'] = REPEAT,
    ['`'] = REPEAT,         ['\''] = QUOTE,         [')'] = BRACKET, [','] = MARK,   [':'] = MARK,
    [';'] = MARK,           ['"'] = MARK,           ['('] = MARK,    ['['] = MARK,   [']'] = MARK,
    ['{'] = MARK,           ['}'] = MARK,           ['/'] = MARK,    ['\\'] = MARK,  ['&'] = MARK,
    ['$'] = SYMBOL,         ['%'] = SYMBOL,         ['+'] = SYMBOL,  ['<'] = SYMBOL, ['>'] = SYMBOL,
    ['^'] = SYMBOL,         ['|'] = SYMBOL,         ['@'] = AT,      ['#'] = HASH,   [0x80 ... 0xFF] = HIGH,
};

/* Bytes behind letters and digits that may go on with the token: 1 behind any, 2 behind a number only. */
static const uint8_t joiner[256] = {
    ['\''] = 1, ['.'] = 1, ['_'] = 1, ['&'] = 1,           ['('] = 1,
    ['*'] = 1,  [':'] = 1, [','] = 2, [0x80 ... 0xFF] = 1,
};

static bool is_alnum(char c) {
  uint8_t kind = first_byte[(uint8_t)c];
  return kind == LETTER || kind == DIGIT;
}

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* The byte at `at`; NUL, which is no part of any token, past the end. */
static char byte_at(const scan *t, size_t at) { return at < t->len ? t->s[at] : '\0'; }

static uint16_t flags_at(const scan *t, size_t at) {
  return at < t->len ? lede__char(lede__utf8_next(t->s, &at))->flags : LEDE__CHAR_BLANK;
}

static size_t before(const scan *t, size_t at) {
  do at--;
  while (((uint8_t)t->s[at] & 0xC0) == 0x80);
  return at;
}

/* ---- Runs of ASCII letters and digits ---- */

#ifdef __SSE2__
/* Signed bytes: adding 127 - 'z' puts 'a'..'z' right below the overflow, so one comparison tests the range.
 */
static inline void look_at_sixteen(window *w, const char *s, unsigned shift) {
  __m128i v = _mm_loadu_si128((const __m128i *)(const void *)s);
  __m128i folded = _mm_or_si128(v, _mm_set1_epi8(0x20));
  __m128i letters = _mm_cmpgt_epi8(_mm_add_epi8(folded, _mm_set1_epi8(127 - 'z')), _mm_set1_epi8(127 - 26));
  __m128i digits = _mm_cmpgt_epi8(_mm_add_epi8(v, _mm_set1_epi8(127 - '9')), _mm_set1_epi8(127 - 10));
  __m128i small = _mm_and_si128(letters, _mm_cmpeq_epi8(v, folded));
  w->letters |= (uint64_t)(unsigned)_mm_movemask_epi8(letters) << shift;
  w->digits |= (uint64_t)(unsigned)_mm_movemask_epi8(digits) << shift;
  w->small |= (uint64_t)(unsigned)_mm_movemask_epi8(small) << shift;
}

/* Bytes that are neither blanks nor control characters nor continuation bytes. */
static inline uint64_t visible_of_sixteen(const char *s) {
  __m128i v = _mm_loadu_si128((const __m128i *)(const void *)s);
  __m128i ascii = _mm_cmpgt_epi8(v, _mm_set1_epi8(' ')); /* as signed bytes: lead bytes are -64 to -1 */
  __m128i lead =
      _mm_andnot_si128(_mm_cmplt_epi8(v, _mm_set1_epi8(-64)), _mm_cmplt_epi8(v, _mm_setzero_si128()));
  return (unsigned)_mm_movemask_epi8(_mm_or_si128(ascii, lead));
}
#else
static uint64_t visible_of_sixteen(const char *s) {
  uint64_t visible = 0;
  for (unsigned i = 0; i < 16; i++)
    if ((uint8_t)s[i] > ' ' && ((uint8_t)s[i] & 0xC0) != 0x80) visible |= UINT64_C(1) << i;
  return visible;
}

static inline void look_at_sixteen(window *w, const char *s, unsigned shift) {
  for (unsigned i = 0; i < 16; i++) {
    uint64_t bit = UINT64_C(1) << (shift + i);
    if (is_digit(s[i])) w->digits |= bit;
    if (is_lower(s[i])) w->small |= bit;
    if (is_lower(s[i]) || is_upper(s[i])) w->letters |= bit;
  }
}
#endif

/* Sixty-four bytes from s[at] on, in `padded` when the text has fewer. */
static inline const char *sixty_four(const char *s, size_t len, size_t at, char padded[64]) {
  if (len - at >= 64) return s + at;
  memset(padded, 0, 64);
  return memcpy(padded, s + at, len - at);
}

static inline window look_at(const char *s, size_t len, size_t at) {
  char padded[64];
  const char *bytes = sixty_four(s, len, at, padded);
  window w = {.base = at};
  for (unsigned shift = 0; shift < 64; shift += 16) look_at_sixteen(&w, bytes + shift, shift);
  return w;
}

/* Letters and digits from a place on: how many, and how they are written. */
typedef struct run {
  size_t length; /* 64 when there may be more */
  uint8_t shape;
} run;

static inline run run_at(const window *w, size_t at) {
  unsigned from = (unsigned)(at - w->base);
  uint64_t letters = w->letters >> from, digits = w->digits >> from, small = w->small >> from;
  uint64_t other = ~(letters | digits);
  unsigned length = other ? (unsigned)__builtin_ctzll(other) : 64;
  uint64_t inside = (other & -other) - 1; /* all ones when there is no other */
  unsigned first_small = (unsigned)(small & 1), first_capital = (unsigned)(letters & 1) & ~first_small;
  letters &= inside;
  bool upper = (letters & (letters - 1)) != 0 && !(small & inside);
  return (run){from + length >= 64 ? 64 : length,
               (uint8_t)(first_capital | (unsigned)upper << 1 | first_small << 2 |
                         (unsigned)((digits & inside) != 0) << 3)};
}

static uint8_t shape_of(const char *s, size_t at, size_t end) {
  uint32_t upper = 0, lower = 0, digits = 0, first = lede__char(lede__utf8_next(s, &(size_t){at}))->flags;
  while (at < end) {
    uint16_t flags = lede__char(lede__utf8_next(s, &at))->flags;
    upper += (flags & LEDE__CHAR_LETTER && !(flags & LEDE__CHAR_LOWER));
    lower += (flags & LEDE__CHAR_LOWER) != 0;
    digits += (flags & LEDE__CHAR_DIGIT) != 0;
  }
  return (uint8_t)((first & LEDE__CHAR_UPPER ? LEDE__SHAPE_CAPITAL : 0) |
                   (first & LEDE__CHAR_LOWER ? LEDE__SHAPE_LOWER : 0) |
                   (upper > 1 && !lower ? LEDE__SHAPE_UPPER : 0) | (digits ? LEDE__SHAPE_DIGIT : 0));
}

/* ---- Writing tokens ---- */

static inline void put(const lede__segments *out, uint32_t i, size_t start, size_t end, lede_token_kind kind,
                       unsigned shape) {
  out->token_start[i] = (uint32_t)start;
  out->token_end[i] = (uint32_t)end;
  out->token_kind[i] = (uint8_t)kind;
  out->token_shape[i] = (uint8_t)shape;
}

static bool is_glued(const scan *t) { return t->count > 0 && t->last == t->at; }

static void emit(scan *t, size_t end, lede_token_kind kind, unsigned shape) {
  if (is_glued(t)) shape |= LEDE__SHAPE_GLUED;
  t->marked += (t->line != 0) + (uint32_t)((shape & LEDE__TOKEN_STOP) != 0);
  put(t->out, t->count++, t->at, end, kind, shape | t->line);
  t->line = 0;
  t->at = t->last = end;
}

/* Takes back the tokens that stand right before the next one and consist of the bytes `good` allows, so that
 * it begins with them. */
static void reach_back(scan *t, bool (*good)(char)) {
  lede__segments *out = t->out;
  size_t limit = t->at > LEDE__LINK_REACH ? t->at - LEDE__LINK_REACH : 0;
  while (t->count > 0 && t->last == t->at) {
    uint32_t i = t->count - 1;
    size_t start = out->token_start[i];
    bool fits = start >= limit;
    for (size_t b = start; fits && b < t->at; b++) fits = good(t->s[b]);
    if (!fits) return;
    t->line = out->token_shape[i] & LEDE__TOKEN_LINE;
    t->at = start;
    t->count = i;
    t->last = i > 0 ? out->token_end[i - 1] : 0;
  }
}

/* ---- What may follow a full stop ---- */

typedef enum ahead {
  AHEAD_NOTHING,
  AHEAD_LINE,
  AHEAD_DIGIT,
  AHEAD_LOWER,
  AHEAD_NAME,
  AHEAD_STARTER,
  AHEAD_OTHER
} ahead;

/* Looks past a few blanks, opening quotation marks and brackets at the word behind `at`. */
static ahead look_ahead(const scan *t, size_t at) {
  size_t limit = at + 8 < t->len ? at + 8 : t->len;
  while (at < limit && strchr(" \t\"'([", t->s[at]) && t->s[at] != '\0') at++;
  if (at == t->len) return AHEAD_NOTHING;
  if (first_byte[(uint8_t)t->s[at]] == BREAK) return AHEAD_LINE;
  uint16_t flags = flags_at(t, at);
  if (flags & LEDE__CHAR_DIGIT) return AHEAD_DIGIT;
  if (flags & LEDE__CHAR_LOWER) return AHEAD_LOWER;
  if (!(flags & LEDE__CHAR_UPPER)) return AHEAD_OTHER;
  size_t end = at;
  while (end - at < 16 && is_alnum(byte_at(t, end))) end++;
  return lede__is_starter((lede_str){t->s + at, end - at}) ? AHEAD_STARTER : AHEAD_NAME;
}

/* The token before this one, when they are neighbours in one line; absent when there is none. */
static lede_str token_before(const scan *t) {
  uint32_t n = t->count;
  if (n == 0 || t->line) return (lede_str){NULL, 0};
  return lede__str_sub((lede_str){t->s, t->len},
                       (lede_span){t->out->token_start[n - 1], t->out->token_end[n - 1]});
}

/* Rule: a single letter keeps its full stop as an initial, p. 55 or c. 1230 as an abbreviation. At the end
 * of a sentence it is a letter: plan B. The pronoun I is an initial between names only: Albert I. Jones. */
static bool is_initial(const scan *t, char letter, size_t after) {
  ahead next = look_ahead(t, after);
  if (is_lower(letter)) return next == AHEAD_DIGIT && strchr("pbcdnv", letter);
  if (is_alnum(byte_at(t, after))) return true;
  if (letter == 'I') {
    lede_str prev = token_before(t);
    return next == AHEAD_NAME && prev.ptr && is_upper(prev.ptr[0]);
  }
  return next == AHEAD_NAME || next == AHEAD_OTHER || next == AHEAD_LOWER;
}

/* Rule: the full stop at `dot` belongs to the abbreviation before it. */
static bool keeps_stop(const scan *t, size_t dot) {
  lede_str word = {t->s + t->at, dot - t->at};
  if (word.len == 1 && (is_upper(*word.ptr) || is_lower(*word.ptr)) && *word.ptr != 'v')
    return is_initial(t, *word.ptr, dot + 1);
  switch (lede__abbreviation_of(word)) {
  case LEDE__ABBR_NONE:
    return false;
  case LEDE__ABBR_NUMBERED: {
    ahead next = look_ahead(t, dot + 1);
    return next == AHEAD_DIGIT || byte_at(t, dot + 1) == ',';
  }
  case LEDE__ABBR_PLACED:
    return lede__str_is(token_before(t), ",");
  default:
    return true;
  }
}

/* Rule: a full stop without a space behind it still ends a sentence where the next word is one that begins
 * sentences (said.The), or where only the second word is capitalised (ended.Police). Caliber.Az stays
 * whole. */
static bool lost_space(const scan *t, size_t dot) {
  size_t end = dot + 1, small = 0;
  while (end - dot < 20 && is_alnum(byte_at(t, end))) small += is_lower(t->s[end++]);
  if (!is_upper(t->s[dot + 1]) || !is_lower(t->s[dot - 1]) || dot - t->at < 2) return false;
  if (lede__is_starter((lede_str){t->s + dot + 1, end - dot - 1})) return true;
  return is_lower(t->s[t->at]) && small >= 2 && small == end - dot - 2;
}

/* ---- Joining: each answers the new end of the token, or `end` when nothing joins ---- */

static size_t run_from(const scan *t, size_t at) { return lede__word_run(t->s, t->len, at); }

static size_t join_stop(const scan *t, size_t end) {
  size_t prev = before(t, end), next = end + 1;
  uint16_t a = flags_at(t, prev), b = flags_at(t, next);
  if (byte_at(t, next) == '.') return end;
  if (a & b & LEDE__CHAR_DIGIT) return run_from(t, next);
  if (a & b & LEDE__CHAR_LETTER) return lost_space(t, end) ? end : run_from(t, next);
  return keeps_stop(t, end) ? next : end;
}

/* Rule: an apostrophe joins what stands on both sides (don't, O’Neill, 1980's, Jr.'s). Behind an s it is
 * the possessive of a plural, unless it can close a quotation. */
static size_t join_apostrophe(const scan *t, size_t end, size_t next) {
  uint16_t after = flags_at(t, next);
  if (after & (LEDE__CHAR_LETTER | LEDE__CHAR_DIGIT)) return run_from(t, next);
  char last = t->s[end - 1];
  bool plural = (last == 's' || last == 'S') && end - t->at > 1;
  if (!plural || t->quoted) return end;
  return after & LEDE__CHAR_BLANK || (byte_at(t, next) != '\'' && strchr(",.;:?!)", byte_at(t, next))) ? next
                                                                                                       : end;
}

/* Rule: 10,000 and 4:00 are one token, a:b is three. */
static size_t join_digits(const scan *t, size_t end) {
  bool both = is_digit(t->s[end - 1]) && is_digit(byte_at(t, end + 1));
  return both ? run_from(t, end + 1) : end;
}

/* Rule: AT&T is one token. */
static size_t join_ampersand(const scan *t, size_t end) {
  bool both = is_upper(t->s[end - 1]) && is_upper(byte_at(t, end + 1));
  return both ? run_from(t, end + 1) : end;
}

/* Rule: an optional plural belongs to its word: friend(s). */
static size_t join_bracket(const scan *t, size_t end) {
  bool plural = is_lower(t->s[end - 1]) && t->len - end >= 3 && memcmp(t->s + end, "(s)", 3) == 0;
  return plural && !is_alnum(byte_at(t, end + 3)) ? end + 3 : end;
}

/* Rule: a word with letters starred out is one token: f***ing. */
static size_t join_stars(const scan *t, size_t end) {
  size_t next = end;
  while (byte_at(t, next) == '*') next++;
  return next - end < 2 ? end : is_alnum(byte_at(t, next)) ? run_from(t, next) : next;
}

/* Behind letters: a letter with a diacritic, a combining mark, ’ and the like. */
static size_t join_other(const scan *t, size_t end) {
  size_t next = end;
  uint32_t cp = lede__utf8_next(t->s, &next);
  if (cp == 0x2019) return join_apostrophe(t, end, next);
  switch (lede__char(cp)->word) {
  case LEDE__WB_LETTER:
  case LEDE__WB_HEBREW:
  case LEDE__WB_NUMERIC:
  case LEDE__WB_EXTEND:
  case LEDE__WB_FORMAT:
  case LEDE__WB_ZWJ:
    return run_from(t, end);
  case LEDE__WB_EXTEND_NUM_LET:
    return lede__char(cp)->flags & LEDE__CHAR_BLANK ? end : run_from(t, end);
  default:
    return end;
  }
}

static size_t join(const scan *t, size_t end) {
  switch (t->s[end]) {
  case '.':
    return join_stop(t, end);
  case '\'':
    return join_apostrophe(t, end, end + 1);
  case ',':
  case ':':
    return join_digits(t, end);
  case '&':
    return join_ampersand(t, end);
  case '(':
    return join_bracket(t, end);
  case '*':
    return join_stars(t, end);
  default:
    return is_alnum(t->s[end]) ? run_from(t, end) : join_other(t, end);
  }
}

/* ---- Tokens by their first character ---- */

static bool is_host_byte(char c) { return is_alnum(c) || c == '-'; }

/* Rule: a web address is one token, with or without its scheme. */
static bool cut_address(scan *t, size_t end) {
  lede_str text = {t->s, t->len};
  bool www = end - t->at > 4 && memcmp(t->s + t->at, "www.", 4) == 0;
  if (!www && !lede__is_scheme(text, t->at, end)) {
    if (!memchr(t->s + t->at, '.', end - t->at) || !lede__is_domain(text, t->at, end)) return false;
    if (byte_at(t, end) == '@') return false;
    reach_back(t, is_host_byte);
    if (byte_at(t, end) != '/' && byte_at(t, end) != ':') {
      emit(t, end, LEDE_TOKEN_URL, LEDE__SHAPE_LOWER);
      return true;
    }
  }
  size_t whole = lede__url_end(text, t->at);
  emit(t, whole > end ? whole : end, LEDE_TOKEN_URL, shape_of(t->s, t->at, end));
  return true;
}

/* A word or number whose first run ends at `end` and is written as `shape` says. */
static void cut_word(scan *t, size_t end, unsigned shape) {
  size_t first = end;
  for (size_t more; end < t->len && (more = join(t, end)) > end;) end = more;
  if (end > first) shape = shape_of(t->s, t->at, end);
  if ((end > first || byte_at(t, end) == ':') && cut_address(t, end)) return;
  if (t->s[end - 1] == '.') shape |= LEDE__TOKEN_STOP;
  emit(t, end, flags_at(t, t->at) & LEDE__CHAR_DIGIT ? LEDE_TOKEN_NUMBER : LEDE_TOKEN_WORD, shape);
}

static void cut_mark(scan *t, size_t end, unsigned stop) {
  if (end < t->len && (uint8_t)t->s[end] >= 0x80) { /* combining marks stay with what they stand on */
    size_t whole = run_from(t, before(t, end));
    if (!(flags_at(t, end) & LEDE__CHAR_LETTER)) end = whole;
  }
  emit(t, end, LEDE_TOKEN_MARK, stop);
}

static size_t repeats(const scan *t, size_t at, char a, char b) {
  while (at < t->len && (t->s[at] == a || t->s[at] == b)) at++;
  return at;
}

static void cut_stop(scan *t) {
  char c = t->s[t->at];
  size_t end = c == '.' ? repeats(t, t->at, '.', '.') : repeats(t, t->at, '!', '?');
  cut_mark(t, end, LEDE__TOKEN_STOP);
}

/* Rule: an apostrophe at the beginning of ’em and ’90s belongs to the word. */
static bool cut_clipped(scan *t, size_t after) {
  size_t end = after;
  while (end - after < 8 && is_alnum(byte_at(t, end))) end++;
  bool decade = end - after >= 2 && is_digit(t->s[after]) && is_digit(t->s[after + 1]);
  if (!decade && !lede__is_clipped((lede_str){t->s + after, end - after})) return false;
  end = run_from(t, after);
  cut_word(t, end, shape_of(t->s, t->at, end));
  return true;
}

/* The single quotation mark or apostrophe of `width` bytes; '' is the closing mark of old newswire. */
static void cut_quote(scan *t, size_t width) {
  size_t after = t->at + width;
  bool glued = is_glued(t), opens = !(flags_at(t, after) & LEDE__CHAR_BLANK);
  if (byte_at(t, after) == '\'' && width == 1) {
    cut_mark(t, after + 1, 0);
    return;
  }
  if (!glued && cut_clipped(t, after)) return;
  t->quoted = glued ? false : opens;
  cut_mark(t, after, 0);
}

static void cut_at(scan *t) {
  lede_str text = {t->s, t->len};
  size_t at = t->at, host = is_glued(t) ? lede__mail_domain_end(text, at + 1) : at + 1;
  if (host > at + 1) {
    reach_back(t, lede__is_mailbox_byte);
    if (t->at < at) {
      emit(t, host, LEDE_TOKEN_EMAIL, shape_of(t->s, t->at, host));
      return;
    }
  }
  size_t end = is_glued(t) ? at : lede__handle_end(text, at);
  if (end > at)
    emit(t, end, LEDE_TOKEN_HANDLE, shape_of(t->s, at, end));
  else
    cut_mark(t, at + 1, 0);
}

static void cut_hash(scan *t) {
  size_t end = is_glued(t) ? t->at : lede__tag_end((lede_str){t->s, t->len}, t->at);
  if (end > t->at)
    emit(t, end, LEDE_TOKEN_TAG, shape_of(t->s, t->at, end));
  else
    cut_mark(t, t->at + 1, 0);
}

static void cut_sign(scan *t, uint32_t cp, const lede__char_class *c) {
  bool stops = c->sentence == LEDE__SB_ATERM || c->sentence == LEDE__SB_STERM || lede__is_bullet(cp);
  lede_token_kind kind = c->flags & LEDE__CHAR_PUNCT ? LEDE_TOKEN_MARK : LEDE_TOKEN_SYMBOL;
  size_t end = run_from(t, t->at);
  emit(t, end, kind, stops ? LEDE__TOKEN_STOP : 0u);
}

static bool is_line_break(uint32_t cp) { return cp == 0x85 || cp == 0x2028 || cp == 0x2029; }

static void cut_high(scan *t) {
  size_t next = t->at;
  uint32_t cp = lede__utf8_next(t->s, &next);
  const lede__char_class *c = lede__char(cp);
  if (c->flags & LEDE__CHAR_BLANK) {
    if (is_line_break(cp)) t->line = LEDE__TOKEN_LINE;
    t->at = next;
  } else if (cp == 0x2019) {
    cut_quote(t, next - t->at);
  } else if (c->flags & LEDE__CHAR_LEADS) {
    size_t end = run_from(t, t->at);
    bool joins = c->word == LEDE__WB_LETTER || c->word == LEDE__WB_HEBREW || c->word == LEDE__WB_NUMERIC;
    unsigned shape = shape_of(t->s, t->at, end);
    if (joins)
      cut_word(t, end, shape);
    else
      emit(t, end, LEDE_TOKEN_WORD, shape);
  } else {
    if (cp == 0x2018) t->quoted = true;
    cut_sign(t, cp, c);
  }
}

/* A word or number too long for the window. */
static void cut_long(scan *t) {
  size_t end = t->at;
  while (end < t->len && is_alnum(t->s[end])) end++;
  cut_word(t, end, shape_of(t->s, t->at, end));
}

/* A word of two letters or more, a full stop and a blank: no abbreviation and no address. */
static inline bool ends_plainly(const char *s, size_t at, size_t end) {
  return s[end] == '.' && s[end + 1] == ' ' && end - at > 1 &&
         lede__abbreviation_of((lede_str){s + at, end - at}) == LEDE__ABBR_NONE;
}

/* Plain words and numbers, one blank between them: the bulk of any text, so the loop keeps what it needs in
 * local variables and leaves as soon as something else turns up. */
static void cut_plain(scan *t) {
  const char *s = t->s;
  lede__segments out = *t->out;
  size_t at = t->at, last = t->last, stop = t->len - 1; /* the last byte is left to cut_word */
  uint32_t n = t->count, first = n;
  unsigned before = t->line | (unsigned)(is_glued(t) ? LEDE__SHAPE_GLUED : 0);
  window w = at - t->win.base < 64 ? t->win : look_at(s, t->len, at);
  run r;
  for (;; before = 0) {
    r = run_at(&w, at);
    if (r.length == 64) {
      w = look_at(s, t->len, at);
      r = run_at(&w, at);
    }
    size_t end = at + r.length;
    uint8_t joins = end < stop ? joiner[(uint8_t)s[end]] : 1;
    bool stops = end < stop && ends_plainly(s, at, end);
    if (r.length == 64 || (joins == 1 && !stops) || (joins & 2 && r.shape & LEDE__SHAPE_DIGIT)) break;
    last = end;
    put(&out, n++, at, last, is_digit(s[at]) ? LEDE_TOKEN_NUMBER : LEDE_TOKEN_WORD, r.shape | before);
    if (stops || (s[last] == ',' && s[last + 1] == ' ')) {
      put(&out, n++, last, last + 1, LEDE_TOKEN_MARK, LEDE__SHAPE_GLUED | (stops ? LEDE__TOKEN_STOP : 0u));
      t->marked += stops;
      last++;
    }
    at = last + 1;
    r.length = 0;
    if (last == stop || s[last] != ' ' || !is_alnum(s[at])) break;
    if (at - w.base >= 64) w = look_at(s, t->len, at);
  }
  t->win = w;
  t->count = n;
  t->last = last;
  if (n > first) {
    t->marked += t->line != 0;
    t->line = 0;
  }
  t->at = r.length ? at : last;
  if (r.length == 64)
    cut_long(t);
  else if (r.length)
    cut_word(t, at + r.length, r.shape);
}

/* A bracket behind a number or a letter may belong to an item of a list: 1) a) */
static unsigned item_bracket(const scan *t) {
  uint32_t n = t->count;
  if (!is_glued(t)) return 0;
  bool number = t->out->token_kind[n - 1] == LEDE_TOKEN_NUMBER, letter = is_lower(t->s[t->at - 1]);
  return number || (letter && t->out->token_end[n - 1] - t->out->token_start[n - 1] == 1) ||
                 t->s[t->at - 1] == '.'
             ? LEDE__TOKEN_STOP
             : 0u;
}

/* A blank line ends a quotation that nobody closed. */
static void pass_break(scan *t) {
  if (t->line && t->s[t->at - 1] != '\r') t->quoted = false;
  t->line = LEDE__TOKEN_LINE;
  t->at++;
}

static void cut(scan *t) {
  switch (first_byte[(uint8_t)t->s[t->at]]) {
  case BLANK:
    t->at++;
    break;
  case BREAK:
    pass_break(t);
    break;
  case STOP:
    cut_stop(t);
    break;
  case REPEAT:
    cut_mark(t, repeats(t, t->at, t->s[t->at], t->s[t->at]), 0);
    break;
  case QUOTE:
    cut_quote(t, 1);
    break;
  case BRACKET:
    cut_mark(t, t->at + 1, item_bracket(t));
    break;
  case SYMBOL:
    emit(t, t->at + 1, LEDE_TOKEN_SYMBOL, 0);
    break;
  case AT:
    cut_at(t);
    break;
  case HASH:
    cut_hash(t);
    break;
  case HIGH:
    cut_high(t);
    break;
  default:
    cut_mark(t, t->at + 1, 0);
    break;
  }
}

/* ---- Room ---- */

/* A token begins at no blank, at no continuation byte and not between two ASCII letters or digits, so this
 * is as many as there can be. */
static size_t most_tokens(const char *s, size_t len) {
  size_t count = 0;
  uint64_t carry = 0;
  for (size_t at = 0; at < len; at += 64) {
    char padded[64];
    const char *bytes = sixty_four(s, len, at, padded);
    window w = look_at(s, len, at);
    uint64_t alnum = w.letters | w.digits, visible = 0;
    for (unsigned i = 0; i < 64; i += 16) visible |= visible_of_sixteen(bytes + i) << i;
    count += (size_t)__builtin_popcountll(visible & ~(alnum & (alnum << 1 | carry)));
    carry = alnum >> 63;
  }
  return count;
}

lede_status lede__tokens(lede__arena *arena, lede_str text, lede__segments *out, uint32_t *marked,
                         lede_error *err) {
  size_t most = most_tokens(text.ptr, text.len);
  out->token_count = 0;
  out->token_start = lede__arena_alloc(arena, most * sizeof *out->token_start);
  out->token_end = lede__arena_alloc(arena, most * sizeof *out->token_end);
  out->token_kind = lede__arena_alloc(arena, most);
  out->token_shape = lede__arena_alloc(arena, most);
  if (!out->token_start || !out->token_end || !out->token_kind || !out->token_shape) return lede__nomem(err);
  scan t = {.s = text.ptr, .len = text.len, .out = out};
  if (text.len > 0) t.win = look_at(text.ptr, text.len, 0);
  while (t.at < t.len) {
    if (t.s[t.at] == ' ')
      t.at++;
    else if (is_alnum(t.s[t.at]))
      cut_plain(&t);
    else
      cut(&t);
  }
  out->token_count = t.count;
  *marked = t.marked;
  return LEDE_OK;
}
