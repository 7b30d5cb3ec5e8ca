#include "match/features.h"

#include <string.h>

#include "base/str.h"

/* Each template hashes its own number with what it found, so that "Bank before" and "Bank behind" differ. */
enum template {
  WORD = 1,
  WORD_PAIR = 2,
  WORD_NEXT = 3,
  NEAR = 4,
  AROUND = 9,
  SHAPE = 10,
  SHAPES = 11,
  ENDING = 16,
  BEGINNING = 20,
  HINT = 32,
  HINT_NEAR = 48,
  HINT_PAIR = 96,
  HINT_SHAPE = 176,
  HINT_WORD = 192,
  HINT_ALL = 208
};

static uint32_t mixed(enum template id, uint32_t variant, uint64_t value) {
  uint64_t h = (value ^ (uint64_t)((uint32_t)id + variant) * UINT64_C(0xD6E8FEB86659FD93)) *
               UINT64_C(0x9E3779B97F4A7C15);
  h ^= h >> 29;
  return (uint32_t)(h * UINT64_C(0xBF58476D1CE4E5B9) >> 32);
}

static uint64_t joined(uint64_t a, uint64_t b) { return a * UINT64_C(0xC2B2AE3D27D4EB4F) + (b ^ b >> 31); }

static void add(lede__features *f, enum template id, uint32_t variant, uint64_t value) {
  f->at[f->count++] = mixed(id, variant, value);
}

/* ---- What is at a token ---------------------------------------------------------------- */

typedef struct view {
  const lede_doc *doc;
  const lede__hints *hints;
  lede_span sentence;
} view;

/* `i` plus `by`, LEDE_NONE outside the sentence. */
static uint32_t beside(const view *v, uint32_t i, int by) {
  int64_t at = (int64_t)i + by;
  return at < (int64_t)v->sentence.start || at >= (int64_t)v->sentence.end ? LEDE_NONE : (uint32_t)at;
}

static uint64_t word_at(const view *v, uint32_t i) { return i == LEDE_NONE ? 1 : v->doc->folded[i]; }

/* Kind, how it is written, and whether it is a single character: an initial, a bracket. */
static uint32_t shape_at(const view *v, uint32_t i) {
  if (i == LEDE_NONE) return 1u << 12;
  const lede__segments *s = &v->doc->segments;
  uint32_t shape = s->token_shape[i] & ~(uint32_t)LEDE__SHAPE_FIRST;
  uint32_t length = s->token_end[i] - s->token_start[i];
  return shape | (uint32_t)s->token_kind[i] << 6 | (uint32_t)(length == 1) << 10;
}

static uint32_t hint_at(const view *v, uint32_t k, uint32_t i) {
  return i == LEDE_NONE ? 0 : v->hints->of[k][i];
}

/* ---- Templates ------------------------------------------------------------------------ */

static void add_words(const view *v, uint32_t i, lede__features *f) {
  uint64_t word = word_at(v, i), before = word_at(v, beside(v, i, -1)), behind = word_at(v, beside(v, i, 1));
  add(f, WORD, 0, word);
  add(f, WORD_PAIR, 0, joined(before, word));
  add(f, WORD_NEXT, 0, joined(word, behind));
  for (uint32_t k = 0; k < v->hints->count; k++) add(f, HINT_WORD, k, joined(word, hint_at(v, k, i)));
  f->lexical = f->count;
  add(f, AROUND, 0, joined(before, behind));
  add(f, NEAR, 0, before);
  add(f, NEAR, 1, behind);
  add(f, NEAR, 2, word_at(v, beside(v, i, -2)));
  add(f, NEAR, 3, word_at(v, beside(v, i, 2)));
}

static void add_shapes(const view *v, uint32_t i, lede__features *f) {
  uint64_t before = shape_at(v, beside(v, i, -1)), here = shape_at(v, i),
           behind = shape_at(v, beside(v, i, 1));
  uint64_t first = v->doc->segments.token_shape[i] & LEDE__SHAPE_FIRST;
  uint64_t left = before << 16 | here, right = here << 16 | behind;
  add(f, SHAPE, 0, here << 8 | first);
  add(f, SHAPES, 0, left);
  add(f, SHAPES, 1, right << 8 | first);
  add(f, SHAPES, 2, left << 16 | behind);
  add(f, SHAPES, 3, (uint64_t)shape_at(v, beside(v, i, -2)) << 32 | left);
  add(f, SHAPES, 4, right << 16 | shape_at(v, beside(v, i, 2)));
}

static uint64_t letters(const char *bytes, uint32_t count) {
  uint64_t out = 0;
  for (uint32_t i = 0; i < count; i++) {
    unsigned char c = (unsigned char)bytes[i];
    out = out << 8 | (c >= 'A' && c <= 'Z' ? c + 32u : c);
  }
  return out;
}

static void add_affixes(const view *v, uint32_t i, lede__features *f) {
  lede_str word = lede__str_sub(v->doc->loaded.text, lede_doc_token(v->doc, i));
  if (word.len > 3 && word.ptr[word.len - 1] == 's' && word.ptr[word.len - 2] == '\'') word.len -= 2;
  for (uint32_t n = 2; n <= 4; n++)
    if (word.len > n) add(f, ENDING, n, letters(word.ptr + word.len - n, n));
  if (word.len > 3) add(f, BEGINNING, 0, letters(word.ptr, 3));
}

static void add_hint(const view *v, uint32_t i, uint32_t k, lede__features *f) {
  uint64_t before = hint_at(v, k, beside(v, i, -1)), here = hint_at(v, k, i),
           behind = hint_at(v, k, beside(v, i, 1));
  add(f, HINT, k, here);
  add(f, HINT_NEAR, k, before << 8 | here);
  add(f, HINT_NEAR, k + 8, here << 8 | behind);
  add(f, HINT_NEAR, k + 16, before << 16 | here << 8 | behind);
  add(f, HINT_NEAR, k + 24, (uint64_t)hint_at(v, k, beside(v, i, -2)) << 16 | before << 8 | here);
  add(f, HINT_NEAR, k + 32, here << 16 | behind << 8 | hint_at(v, k, beside(v, i, 2)));
  add(f, HINT_SHAPE, k, (uint64_t)shape_at(v, i) << 8 | here);
  for (uint32_t l = k + 1; l < v->hints->count; l++)
    add(f, HINT_PAIR, k * 8 + l, here << 8 | hint_at(v, l, i));
}

/* All hints of a token, and of it and a neighbour, as one: what a decision table would look up. */
static void add_all_hints(const view *v, uint32_t i, lede__features *f) {
  uint64_t all[3] = {0, 0, 0};
  for (uint32_t k = 0; k < v->hints->count; k++)
    for (int by = -1; by <= 1; by++) all[by + 1] = all[by + 1] << 8 | hint_at(v, k, beside(v, i, by));
  add(f, HINT_ALL, 0, all[1]);
  add(f, HINT_ALL, 1, joined(all[0], all[1]));
  add(f, HINT_ALL, 2, joined(all[1], all[2]));
  add(f, HINT_ALL, 3, joined(all[1], word_at(v, beside(v, i, -1))));
  add(f, HINT_ALL, 4, joined(all[1], word_at(v, beside(v, i, 1))));
}

void lede__features_of(const lede_doc *doc, const lede__hints *hints, lede_span sentence, uint32_t i,
                       lede__features *out) {
  view v = {doc, hints, sentence};
  out->count = 0;
  add_words(&v, i, out);
  add_shapes(&v, i, out);
  add_affixes(&v, i, out);
  for (uint32_t k = 0; k < hints->count; k++) add_hint(&v, i, k, out);
  if (hints->count) add_all_hints(&v, i, out);
}

/* ---- Stretches ------------------------------------------------------------------------ */

enum { AROUND_A_CAPITAL = 2 };

static bool is_capital(const lede_doc *doc, uint32_t i) {
  return doc->segments.token_shape[i] & LEDE__SHAPE_CAPITAL;
}

lede_span lede__stretch_next(const lede_doc *doc, lede_span sentence, uint32_t from, bool capitals) {
  uint32_t end = sentence.end - from > LEDE__MOST_STRETCH ? from + LEDE__MOST_STRETCH : sentence.end;
  if (!capitals) return (lede_span){from, end};
  uint32_t first = from;
  while (first < sentence.end && !is_capital(doc, first)) first++;
  if (first == sentence.end) return (lede_span){first, first};
  uint32_t start = first - from > AROUND_A_CAPITAL ? first - AROUND_A_CAPITAL : from;
  end = sentence.end - start > LEDE__MOST_STRETCH ? start + LEDE__MOST_STRETCH : sentence.end;
  uint32_t last = first;
  for (uint32_t i = first; i < end && i - last <= 2 * AROUND_A_CAPITAL; i++)
    if (is_capital(doc, i)) last = i;
  return (lede_span){start, end - last > AROUND_A_CAPITAL ? last + AROUND_A_CAPITAL + 1 : end};
}
