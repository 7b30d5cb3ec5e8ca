/* text/segment: tokens first, then which of them begin paragraphs and sentences.
 *
 * Between tokens and sentences only token_shape is looked at: the tokenizer has marked the few tokens a rule
 * must judge. */
#include "text/segment.h"

#include <string.h>

#include "base/str.h"
#include "text/lines.h"
#include "text/rules.h"
#include "text/tokens.h"
#include "text/utf8.h"

#define PRIVATE (LEDE__TOKEN_LINE | LEDE__TOKEN_STOP)

/* ---- Lists within a line: 1.) The first 2.) The second ---- */

typedef struct items {
  uint32_t value; /* the number of the last item; 0 outside a list */
  bool letters;   /* a. b. c. */
} items;

/* The value of the item whose number or letter is token i; 0 when it is none. */
static uint32_t item_value(lede_str text, const lede__segments *seg, uint32_t i, bool *letter) {
  lede_str word = lede__str_sub(text, (lede_span){seg->token_start[i], seg->token_end[i]});
  uint32_t value = 0;
  *letter = word.len == 1 && *word.ptr >= 'a' && *word.ptr <= 'z';
  if (*letter) return (uint32_t)(*word.ptr - 'a') + 1;
  for (size_t k = 0; k < word.len; k++) {
    if (k == 3 || word.ptr[k] < '0' || word.ptr[k] > '9') return 0;
    value = value * 10 + (uint32_t)(word.ptr[k] - '0');
  }
  return value;
}

/* True when token `stop`, a full stop or bracket, makes the token before it the number of an item that
 * begins a sentence: the first in its line, or the next one after. */
static bool is_next_item(items *list, lede_str text, const lede__segments *seg, uint32_t stop,
                         uint32_t begin) {
  bool letter, behind = stop + 1 < seg->token_count && !(seg->token_shape[stop + 1] & LEDE__SHAPE_LOWER);
  if (stop == 0 || stop == begin || !(seg->token_shape[stop] & LEDE__SHAPE_GLUED) || !behind) return false;
  uint32_t value = item_value(text, seg, stop - 1, &letter);
  bool first = stop - 1 == begin && value == 1,
       next = list->value && value == list->value + 1 && letter == list->letters;
  if (value == 0 || (!first && !next)) return false;
  *list = (items){value, letter};
  return true;
}

/* ---- Sentences ---- */

/* Judges token i, which a rule must look at, in the sentence that begins at `begin`; returns where the
 * sentence after it begins, else `begin`. `closed` moves past what closes the sentence, which needs no
 * judging. */
static uint32_t judge(lede_str text, const lede__segments *seg, uint32_t begin, uint32_t i, uint32_t limit,
                      items *list, uint32_t *closed) {
  size_t at = seg->token_start[i];
  if (lede__is_bullet(lede__utf8_next(text.ptr, &at))) return i;
  if (is_next_item(list, text, seg, i, begin)) return i - 1;
  lede__stop stop = {.text = text, .seg = seg, .begin = begin, .at = i, .limit = limit};
  lede__stop_close(&stop);
  *closed = stop.next;
  return stop.next < limit && lede__ends_sentence(&stop, NULL) ? stop.next : begin;
}

static void begin_paragraph(lede__segments *seg) {
  seg->paragraph_sentence[seg->paragraph_count++] = seg->sentence_count;
}

static void begin_sentence(lede__segments *seg, uint32_t i) {
  seg->token_shape[i] |= LEDE__SHAPE_FIRST;
  seg->sentence_token[seg->sentence_count++] = i;
}

/* Goes through the tokens that have a private bit, and takes it from them. */
static void find_sentences(lede_str text, lede__segments *seg) {
  uint32_t begin = 0, limit = 0, closed = 0, i = 0;
  items list = {0, false};
  for (; i < seg->token_count; i = lede__next_with(seg, i + 1, PRIVATE)) {
    if (i == limit) {
      begin = i;
      limit = lede__next_with(seg, i + 1, LEDE__TOKEN_LINE);
      list = (items){0, false};
      begin_paragraph(seg);
      begin_sentence(seg, i);
    }
    bool stop = seg->token_shape[i] & LEDE__TOKEN_STOP;
    seg->token_shape[i] &= (uint8_t)~PRIVATE;
    if (!stop || i < closed) continue;
    uint32_t next = judge(text, seg, begin, i, limit, &list, &closed);
    if (next > begin) begin_sentence(seg, begin = next);
  }
  seg->sentence_token[seg->sentence_count] = seg->token_count;
  seg->paragraph_sentence[seg->paragraph_count] = seg->sentence_count;
}

/* But for the first, each sentence and paragraph begins because of one private bit. */
static lede_status make_room(lede__arena *arena, lede__segments *seg, size_t marked, lede_error *err) {
  seg->sentence_token = lede__arena_alloc(arena, (marked + 2) * sizeof(uint32_t));
  seg->paragraph_sentence = lede__arena_alloc(arena, (marked + 2) * sizeof(uint32_t));
  return seg->sentence_token && seg->paragraph_sentence ? LEDE_OK : lede__nomem(err);
}

lede_status lede__segment(lede__arena *arena, lede_str text, lede__segments *out, lede_error *err) {
  *out = (lede__segments){0};
  uint32_t marked = 0;
  lede_status status = lede__tokens(arena, text, out, &marked, err);
  if (status == LEDE_OK) status = make_room(arena, out, marked, err);
  if (status != LEDE_OK) return status;
  if (out->token_count > 0) out->token_shape[0] |= LEDE__TOKEN_LINE;
  lede__lines_settle(text, out);
  find_sentences(text, out);
  return LEDE_OK;
}
