/* doc/layer: a named set of marks in typed columns. */
#include "doc/layer.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"

enum { LEAST_MARKS = 16, LEAST_WORDS = 32 };

/* ---- Building ----------------------------------------------------------- */

static bool resize(lede__arena *arena, void *column, size_t size, uint32_t count, uint32_t cap) {
  void **at = column;
  void *bigger = lede__arena_calloc(arena, cap, size);
  if (!bigger) return false;
  if (count > 0) memcpy(bigger, *at, count * size);
  *at = bigger;
  return true;
}

static bool resize_all(lede__builder *b, uint32_t cap) {
  lede__layer *l = b->layer;
  bool done = resize(b->arena, &l->at, sizeof *l->at, l->count, cap) &&
              resize(b->arena, &l->kind, sizeof *l->kind, l->count, cap) &&
              resize(b->arena, &l->rule, sizeof *l->rule, l->count, cap) &&
              resize(b->arena, &l->parts, sizeof *l->parts, l->count, cap);
  for (uint32_t i = 0; done && i < l->schema->count; i++)
    if (l->cells[i]) done = resize(b->arena, &l->cells[i], sizeof *l->cells[i], l->count, cap);
  if (done) b->cap = cap;
  return done;
}

lede_status lede__layer_begin(lede__builder *b, lede__arena *arena, const lede__schema *schema,
                              lede_str plugin, uint32_t expected, lede_error *err) {
  *b = (lede__builder){.arena = arena, .layer = lede__arena_calloc(arena, 1, sizeof(lede__layer))};
  lede__layer *l = b->layer;
  if (!l) return lede__nomem(err);
  l->schema = schema;
  l->plugin = lede__arena_str(arena, plugin);
  l->cells = lede__arena_calloc(arena, schema->count, sizeof *l->cells);
  b->words = lede__arena_calloc(arena, LEAST_WORDS, sizeof *b->words);
  b->word_cap = LEAST_WORDS;
  bool done = l->cells && b->words && (l->plugin.ptr || !plugin.ptr);
  return done && resize_all(b, expected > LEAST_MARKS ? expected : LEAST_MARKS) ? LEDE_OK : lede__nomem(err);
}

/* Where `word` stands or would stand. */
static lede_str *word_slot(lede_str *words, uint32_t cap, lede_str word) {
  uint32_t i = (uint32_t)lede__hash(word.ptr, word.len, 0) & (cap - 1);
  while (words[i].ptr && !lede__str_eq(words[i], word)) i = (i + 1) & (cap - 1);
  return &words[i];
}

static bool more_words(lede__builder *b) {
  uint32_t cap = b->word_cap * 2;
  lede_str *words = lede__arena_calloc(b->arena, cap, sizeof *words);
  if (!words) return false;
  for (uint32_t i = 0; i < b->word_cap; i++)
    if (b->words[i].ptr) *word_slot(words, cap, b->words[i]) = b->words[i];
  b->words = words;
  b->word_cap = cap;
  return true;
}

/* Kinds and rules are a handful of words that stand on thousands of marks. */
static bool intern(lede__builder *b, lede_str word, lede_str *out) {
  *out = word;
  if (!word.ptr) return true;
  lede_str *slot = word_slot(b->words, b->word_cap, word);
  if (!slot->ptr) {
    if (b->word_count >= b->word_cap / 2) {
      if (!more_words(b)) return false;
      slot = word_slot(b->words, b->word_cap, word);
    }
    *slot = lede__arena_str(b->arena, word);
    if (!slot->ptr) return false;
    b->word_count++;
  }
  *out = *slot;
  return true;
}

lede_status lede__layer_add(lede__builder *b, lede_span at, lede_str kind, lede_str rule, uint32_t *mark,
                            lede_error *err) {
  lede__layer *l = b->layer;
  if (l->count >= UINT32_MAX / 2)
    return lede__fail(err, LEDE_ETOOBIG, NULL, "layer \"%.*s\" has too many marks", (int)l->schema->layer.len,
                      l->schema->layer.ptr);
  if (l->count == b->cap && !resize_all(b, b->cap * 2)) return lede__nomem(err);
  l->kind[l->count] = kind;
  l->rule[l->count] = rule;
  l->at[l->count] = at;
  *mark = l->count++;
  return LEDE_OK;
}

lede_status lede__layer_mark(lede__builder *b, lede_span at, lede_str kind, lede_str rule, uint32_t *mark,
                             lede_error *err) {
  if (!kind.ptr) kind = LEDE__LIT("");
  if (!intern(b, kind, &kind) || !intern(b, rule, &rule)) return lede__nomem(err);
  return lede__layer_add(b, at, kind, rule, mark, err);
}

lede_status lede__layer_parts(lede__builder *b, uint32_t mark, const lede_span *parts, uint32_t count,
                              lede_error *err) {
  lede_span *copy = lede__arena_calloc(b->arena, count, sizeof *copy);
  if (!copy) return lede__nomem(err);
  if (count > 0) memcpy(copy, parts, count * sizeof *copy);
  b->layer->parts[mark] = (lede__spans){copy, count};
  return LEDE_OK;
}

lede__cell *lede__layer_cell(lede__builder *b, uint32_t mark, uint32_t attribute) {
  lede__cell **column = &b->layer->cells[attribute];
  if (!*column) *column = lede__arena_calloc(b->arena, b->cap, sizeof **column);
  return *column ? &(*column)[mark] : NULL;
}

/* ---- Sealing ------------------------------------------------------------ */

typedef struct sort_key {
  lede_span at;
  uint32_t mark;
} sort_key;

static int by_place(const void *left, const void *right) {
  const sort_key *a = left, *b = right;
  if (a->at.start != b->at.start) return a->at.start < b->at.start ? -1 : 1;
  if (a->at.end != b->at.end) return a->at.end > b->at.end ? -1 : 1;
  return a->mark < b->mark ? -1 : 1;
}

static bool is_sorted(const lede__layer *l) {
  for (uint32_t i = 1; i < l->count; i++) {
    lede_span a = l->at[i - 1], b = l->at[i];
    if (a.start > b.start || (a.start == b.start && a.end < b.end)) return false;
  }
  return true;
}

static void reorder(void *column, size_t size, const sort_key *order, uint32_t count, char *spare) {
  if (!column) return;
  for (uint32_t i = 0; i < count; i++) memcpy(spare + i * size, (char *)column + order[i].mark * size, size);
  memcpy(column, spare, count * size);
}

static void reorder_all(lede__layer *l, const sort_key *order, char *spare) {
  reorder(l->at, sizeof *l->at, order, l->count, spare);
  reorder(l->kind, sizeof *l->kind, order, l->count, spare);
  reorder(l->rule, sizeof *l->rule, order, l->count, spare);
  reorder(l->parts, sizeof *l->parts, order, l->count, spare);
  for (uint32_t i = 0; i < l->schema->count; i++)
    reorder(l->cells[i], sizeof *l->cells[i], order, l->count, spare);
}

static bool sort_marks(lede__arena *arena, lede__layer *l) {
  if (is_sorted(l)) return true;
  lede__arena_point before = lede__arena_mark(arena);
  sort_key *order = lede__arena_calloc(arena, l->count, sizeof *order);
  char *spare = lede__arena_calloc(arena, l->count, sizeof(lede__cell));
  bool done = order && spare;
  if (done) {
    for (uint32_t i = 0; i < l->count; i++) order[i] = (sort_key){l->at[i], i};
    qsort(order, l->count, sizeof *order, by_place);
    reorder_all(l, order, spare);
  }
  lede__arena_wind_back(arena, before);
  return done;
}

static uint32_t later(uint32_t a, uint32_t b) { return a > b ? a : b; }

/* A tree in an array: node 1 is the root, node n has the children 2n and 2n + 1, the leaves are the marks in
 * order, and each node holds the largest end below it. An empty mark counts as one byte long, so that it is
 * found where it stands. */
static bool build_reach(lede__arena *arena, lede__layer *l) {
  l->leaves = 1;
  while (l->leaves < l->count) l->leaves *= 2;
  l->reach = lede__arena_calloc(arena, l->leaves, 2 * sizeof *l->reach);
  if (!l->reach) return false;
  for (uint32_t i = 0; i < l->count; i++) l->reach[l->leaves + i] = later(l->at[i].end, l->at[i].start + 1);
  for (uint32_t n = l->leaves - 1; n > 0; n--) l->reach[n] = later(l->reach[2 * n], l->reach[2 * n + 1]);
  return true;
}

lede_status lede__layer_seal(lede__builder *b, lede__layer **out, lede_error *err) {
  lede__layer *l = b->layer;
  if (!sort_marks(b->arena, l) || !build_reach(b->arena, l)) return lede__nomem(err);
  *out = l;
  *b = (lede__builder){0};
  return LEDE_OK;
}

lede_status lede__schema_copy(lede__arena *arena, const lede__schema *from, lede__schema **out,
                              lede_error *err) {
  lede__schema *s = lede__arena_calloc(arena, 1, sizeof *s);
  if (!s) return lede__nomem(err);
  s->layer = lede__arena_str(arena, from->layer);
  s->attributes = lede__arena_calloc(arena, from->count, sizeof *s->attributes);
  if (!s->layer.ptr || !s->attributes) return lede__nomem(err);
  for (s->count = 0; s->count < from->count; s->count++) {
    lede__attribute *a = &s->attributes[s->count];
    *a = from->attributes[s->count];
    a->name = lede__arena_str(arena, a->name);
    if (!a->name.ptr) return lede__nomem(err);
  }
  *out = s;
  return LEDE_OK;
}

/* ---- Reading ------------------------------------------------------------ */

const lede__cell *lede__layer_value(const lede__layer *l, uint32_t mark, uint32_t attribute) {
  const lede__cell *column = l->cells[attribute];
  if (!column || (!column[mark].set && !column[mark].placed)) return NULL;
  return &column[mark];
}

/* First mark >= from whose reach is beyond byte `at`: climbs until a subtree to the right has one, then
 * descends into it. */
static uint32_t next_reaching(const lede__layer *l, uint32_t at, uint32_t from) {
  if (from >= l->count) return LEDE_NONE;
  uint32_t node = l->leaves + from;
  while (l->reach[node] <= at) {
    while (node & 1) node /= 2;
    if (node == 0) return LEDE_NONE;
    node++;
  }
  while (node < l->leaves) node = 2 * node + (l->reach[2 * node] <= at);
  return node - l->leaves;
}

static bool meets(lede_span mark, lede_span range) {
  if (mark.start == mark.end)
    return mark.start == range.start || (mark.start > range.start && mark.start < range.end);
  return mark.start < range.end && mark.end > range.start && range.start < range.end;
}

uint32_t lede__layer_next(const lede__layer *l, lede_span range, uint32_t from) {
  uint32_t i = next_reaching(l, range.start, from);
  while (i != LEDE_NONE && l->at[i].start <= range.end) {
    if (meets(l->at[i], range)) return i;
    i = next_reaching(l, range.start, i + 1);
  }
  return LEDE_NONE;
}
