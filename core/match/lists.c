#include "match/lists.h"

#include <string.h>

#include "base/str.h"

void lede__lists_init(lede__lists *l, const lede__phrases *const *lists, uint32_t count) {
  memset(l, 0, sizeof *l);
  l->count = count;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t at = 0, hash;
    l->at[i] = lists[i];
    while (lede__phrases_next_first(lists[i], &at, &hash))
      l->firsts[hash % LEDE__LIST_SLOTS] |= (uint16_t)(1u << i);
  }
}

lede__lists_walk lede__lists_begin(uint32_t from, uint32_t to) {
  return (lede__lists_walk){.at = from, .to = to};
}

static uint32_t that_may_begin(const lede__lists *l, const lede_doc *doc, uint32_t i) {
  uint32_t lists = l->firsts[doc->folded[i] % LEDE__LIST_SLOTS];
  lede_str owner = lede__phrases_owner(lede__str_sub(doc->loaded.text, lede_doc_token(doc, i)));
  return owner.len ? lists | l->firsts[lede__token_hash(owner) % LEDE__LIST_SLOTS] : lists;
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Asks one of the lists that are waiting. */
static bool ask(const lede__lists *l, const lede_doc *doc, lede__lists_walk *w, lede__phrase_match *out,
                uint32_t *list) {
  uint32_t n = (uint32_t)__builtin_ctz(w->waiting);
  w->waiting &= w->waiting - 1;
  if (w->free[n] > w->at) return false;
  if (w->at >= w->paragraph_end) w->paragraph_end = least(w->to, lede__phrases_paragraph_end(doc, w->at));
  if (!lede__phrases_longest(l->at[n], doc, w->at, w->paragraph_end, out)) return false;
  w->free[n] = out->to;
  *list = n;
  return true;
}

bool lede__lists_next(const lede__lists *l, const lede_doc *doc, lede__lists_walk *w, lede__phrase_match *out,
                      uint32_t *list) {
  w->to = least(w->to, doc->segments.token_count);
  for (; w->at < w->to; w->at++, w->looked = false) {
    if (!w->looked) w->waiting = that_may_begin(l, doc, w->at);
    w->looked = true;
    while (w->waiting)
      if (ask(l, doc, w, out, list)) return true;
  }
  return false;
}
