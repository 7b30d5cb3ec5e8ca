#include "doc/seen.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/str.h"

/* A set of hashes, each with what is known of it; hash 0 stands for an empty slot. */
typedef struct slot {
  uint64_t hash;
  uint8_t seen;
} slot;

typedef struct seen_words {
  slot *slots;
  size_t mask;
} seen_words;

static bool make(seen_words *w, size_t count) {
  size_t cap = 16;
  while (cap < 2 * count) cap *= 2;
  w->slots = calloc(cap, sizeof *w->slots);
  w->mask = cap - 1;
  return w->slots != NULL;
}

static slot *find(const seen_words *w, uint64_t hash) {
  size_t i = (size_t)(hash ^ hash >> 32) & w->mask;
  while (w->slots[i].hash && w->slots[i].hash != hash) i = (i + 1) & w->mask;
  return &w->slots[i];
}

static bool has(const lede_doc *doc, uint32_t i, uint8_t shape) {
  return (doc->segments.token_shape[i] & shape) != 0;
}

/* Of the word as it is spelt, and of the word in any case. */
static uint64_t spelling(const lede_doc *doc, uint32_t i) {
  lede_str s = lede__str_sub(doc->loaded.text, lede_doc_token(doc, i));
  return lede__hash(s.ptr, s.len, 0) | 1;
}

static uint64_t word(const lede_doc *doc, uint32_t i) { return doc->folded[i] | 1; }

static void put(const seen_words *w, uint64_t hash, uint8_t seen) {
  slot *s = find(w, hash);
  s->hash = hash;
  s->seen |= seen;
}

static void note(const lede_doc *doc, const seen_words *words, const seen_words *spellings) {
  uint32_t n = doc->segments.token_count;
  for (uint32_t i = 0; i < n; i++) {
    if (!has(doc, i, LEDE__SHAPE_CAPITAL)) continue;
    put(words, word(doc, i), 0);
    put(spellings, spelling(doc, i), has(doc, i, LEDE__SHAPE_FIRST) ? 0 : LEDE__SEEN_INSIDE);
  }
  for (uint32_t i = 0; i < n; i++)
    if (has(doc, i, LEDE__SHAPE_LOWER)) {
      slot *s = find(words, word(doc, i));
      if (s->hash) s->seen = LEDE__SEEN_LOWER;
    }
}

lede_status lede__seen(const lede_doc *doc, uint8_t *out, lede_error *err) {
  uint32_t n = doc->segments.token_count, capitals = 0;
  seen_words words = {0}, spellings = {0};
  for (uint32_t i = 0; i < n; i++) capitals += has(doc, i, LEDE__SHAPE_CAPITAL);
  bool made = make(&words, capitals) && make(&spellings, capitals);
  if (made) {
    note(doc, &words, &spellings);
    for (uint32_t i = 0; i < n; i++)
      out[i] = has(doc, i, LEDE__SHAPE_CAPITAL)
                   ? find(&words, word(doc, i))->seen | find(&spellings, spelling(doc, i))->seen
                   : 0;
  }
  free(words.slots);
  free(spellings.slots);
  return made ? LEDE_OK : lede__nomem(err);
}
