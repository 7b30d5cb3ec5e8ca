#include "match/lists.h"

#include <string.h>

#include "base/str.h"

static void set_bit(uint64_t *bits, uint64_t hash) {
  bits[hash % LEDE__LIST_BITS / 64] |= UINT64_C(1) << hash % 64;
}

static bool has_bit(const uint64_t *bits, uint64_t hash) {
  return bits[hash % LEDE__LIST_BITS / 64] >> hash % 64 & 1;
}

static void add_firsts(lede__list_firsts *f, const lede__phrases *list, uint32_t i) {
  uint64_t at = 0, hash;
  bool capital = lede__phrases_wants_capital(list);
  if (capital) f->capital |= (uint16_t)(1u << i);
  while (lede__phrases_next_first(list, &at, &hash)) {
    f->firsts[hash % LEDE__LIST_SLOTS] |= (uint16_t)(1u << i);
    set_bit(f->large, hash);
    if (!capital) set_bit(f->small, hash);
  }
}

void lede__lists_firsts(const lede__phrases *const *lists, uint32_t count, lede__list_firsts *out) {
  memset(out, 0, sizeof *out);
  for (uint32_t i = 0; i < count; i++) add_firsts(out, lists[i], i);
}

void lede__lists_init(lede__lists *l, const lede__phrases *const *lists, uint32_t count,
                      const lede__list_firsts *firsts) {
  *l = (lede__lists){.count = count, .firsts = firsts};
  for (uint32_t i = 0; i < count; i++) l->at[i] = lists[i];
}

lede__lists_walk lede__lists_begin(uint32_t from, uint32_t to) {
  return (lede__lists_walk){.at = from, .to = to};
}

/* The lists that may have a phrase that begins with a token of this hash, a bit each. */
static uint32_t of_hash(const lede__list_firsts *f, uint64_t hash, bool capital) {
  if (!has_bit(capital ? f->large : f->small, hash)) return 0;
  uint32_t lists = f->firsts[hash % LEDE__LIST_SLOTS];
  return capital ? lists : lists & ~(uint32_t)f->capital;
}

static uint32_t that_may_begin(const lede__lists *l, const lede_doc *doc, uint32_t i) {
  bool capital = doc->segments.token_shape[i] & LEDE__SHAPE_CAPITAL;
  lede_str owner = lede__phrases_owner(lede__str_sub(doc->loaded.text, lede_doc_token(doc, i)));
  uint32_t lists = of_hash(l->firsts, doc->folded[i], capital);
  return owner.len ? lists | of_hash(l->firsts, lede__token_hash(owner), capital) : lists;
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
