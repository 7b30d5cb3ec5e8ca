#include "match/lists.h"

#include <string.h>

#include "base/str.h"

static void note_first(lede__lists *l, uint32_t list, uint64_t slot) {
  l->firsts[slot % LEDE__LIST_SLOTS] |= (uint16_t)(1u << list);
}

/* A list's own table may be smaller than ours, so that each of its bits stands for several slots, or larger. */
static void note_firsts(lede__lists *l, uint32_t list, uint64_t word, uint64_t at, uint64_t bits) {
  for (; word; word &= word - 1) {
    uint64_t bit = at + (uint64_t)__builtin_ctzll(word);
    note_first(l, list, bit);
    for (uint64_t slot = bit + bits; slot < LEDE__LIST_SLOTS; slot += bits) note_first(l, list, slot);
  }
}

void lede__lists_init(lede__lists *l, const lede__phrases *const *lists, uint32_t count) {
  memset(l, 0, sizeof *l);
  l->count = count;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t bits;
    const uint64_t *words = lede__phrases_firsts(lists[i], &bits);
    l->at[i] = lists[i];
    for (uint64_t w = 0; w < bits / 64; w++) note_firsts(l, i, words[w], w * 64, bits);
  }
}

lede__lists_walk lede__lists_begin(uint32_t from, uint32_t to) { return (lede__lists_walk){.at = from, .to = to}; }

static uint32_t that_may_begin(const lede__lists *l, const lede_doc *doc, uint32_t i) {
  uint32_t lists = l->firsts[doc->folded[i] % LEDE__LIST_SLOTS];
  lede_str owner = lede__phrases_owner(lede__str_sub(doc->loaded.text, lede_doc_token(doc, i)));
  return owner.len ? lists | l->firsts[lede__token_hash(owner) % LEDE__LIST_SLOTS] : lists;
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Asks one of the lists that are waiting. */
static bool ask(const lede__lists *l, const lede_doc *doc, lede__lists_walk *w, lede__phrase_match *out, uint32_t *list) {
  uint32_t n = (uint32_t)__builtin_ctz(w->waiting);
  w->waiting &= w->waiting - 1;
  if (w->free[n] > w->at) return false;
  if (w->at >= w->paragraph_end) w->paragraph_end = least(w->to, lede__phrases_paragraph_end(doc, w->at));
  if (!lede__phrases_longest(l->at[n], doc, w->at, w->paragraph_end, out)) return false;
  w->free[n] = out->to;
  *list = n;
  return true;
}

bool lede__lists_next(const lede__lists *l, const lede_doc *doc, lede__lists_walk *w, lede__phrase_match *out, uint32_t *list) {
  w->to = least(w->to, doc->segments.token_count);
  for (; w->at < w->to; w->at++, w->looked = false) {
    if (!w->looked) w->waiting = that_may_begin(l, doc, w->at);
    w->looked = true;
    while (w->waiting)
      if (ask(l, doc, w, out, list)) return true;
  }
  return false;
}
