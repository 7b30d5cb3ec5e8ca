/* text/tables: what Unicode 15.0 says of each code point, in one look-up.
 *
 * Code points with the same properties share a class. The tables are made by
 * scripts/dev/tables.lua, whose lists of names follow the order here. */
#ifndef LEDE_TEXT_TABLES_H
#define LEDE_TEXT_TABLES_H

#include <stdint.h>

/* Word_Break (UAX #29, table 3). */
enum {
  LEDE__WB_OTHER, LEDE__WB_CR, LEDE__WB_LF, LEDE__WB_NEWLINE, LEDE__WB_EXTEND, LEDE__WB_ZWJ, LEDE__WB_FORMAT,
  LEDE__WB_LETTER, LEDE__WB_HEBREW, LEDE__WB_NUMERIC, LEDE__WB_KATAKANA, LEDE__WB_EXTEND_NUM_LET,
  LEDE__WB_REGIONAL, LEDE__WB_MID_LETTER, LEDE__WB_MID_NUM, LEDE__WB_MID_NUM_LET, LEDE__WB_SINGLE_QUOTE,
  LEDE__WB_DOUBLE_QUOTE, LEDE__WB_SPACE,
};

/* Sentence_Break (UAX #29, table 4). */
enum {
  LEDE__SB_OTHER, LEDE__SB_CR, LEDE__SB_LF, LEDE__SB_SEP, LEDE__SB_EXTEND, LEDE__SB_FORMAT, LEDE__SB_SP,
  LEDE__SB_LOWER, LEDE__SB_UPPER, LEDE__SB_OLETTER, LEDE__SB_NUMERIC, LEDE__SB_ATERM, LEDE__SB_STERM,
  LEDE__SB_CLOSE, LEDE__SB_CONTINUE,
};

enum {
  LEDE__CHAR_LETTER = 1,    /* general category L* */
  LEDE__CHAR_DIGIT = 2,     /* Nd */
  LEDE__CHAR_UPPER = 4,     /* Uppercase, and title case letters */
  LEDE__CHAR_LOWER = 8,     /* Lowercase */
  LEDE__CHAR_PUNCT = 16,    /* P* */
  LEDE__CHAR_SYMBOL = 32,   /* S*, and all pictographs */
  LEDE__CHAR_BLANK = 64,    /* White_Space, Cc, Cf, Zl, Zp: belongs to no token of its own */
  LEDE__CHAR_PICTURE = 128, /* Extended_Pictographic */
  LEDE__CHAR_OPENS = 256,   /* Ps, Pi */
  LEDE__CHAR_CLOSES = 512,  /* Pe, Pf */
  LEDE__CHAR_LEADS = 1024,  /* L*, N*, M*: what a word or number consists of */
};

typedef struct lede__char_class {
  uint8_t word, sentence;
  uint16_t flags;
} lede__char_class;

extern const lede__char_class lede__char_classes[];
extern const uint8_t lede__char_index[0x110000 / 128];
extern const uint8_t lede__char_blocks[][128];

/* The properties of a code point up to U+10FFFF. */
static inline const lede__char_class *lede__char(uint32_t cp) {
  return &lede__char_classes[lede__char_blocks[lede__char_index[cp >> 7]][cp & 127]];
}

#endif
