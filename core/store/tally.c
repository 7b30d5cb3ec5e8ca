/* store/tally: who and what documents name, and how often. */
#include "store/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"

enum { FIRST_CAP = 64 };

static uint64_t hash_of(const lede__tally_entry *e) {
  uint64_t h = lede__hash(e->layer.ptr, e->layer.len, 0);
  h = lede__hash(e->attribute.ptr, e->attribute.len, h);
  h = lede__hash(e->kind.ptr, e->kind.len, h);
  return lede__hash(e->name.ptr, e->name.len, h);
}

static bool is_same(const lede__tally_entry *a, const lede__tally_entry *b) {
  return a->hash == b->hash && lede__str_eq(a->name, b->name) && lede__str_eq(a->layer, b->layer) &&
         lede__str_eq(a->attribute, b->attribute) && lede__str_eq(a->kind, b->kind);
}

static void fill_slots(lede__tally *t) {
  uint32_t mask = 2 * t->cap - 1;
  memset(t->slots, 0, 2 * (size_t)t->cap * sizeof *t->slots);
  for (uint32_t i = 0; i < t->count; i++) {
    uint32_t at = (uint32_t)t->entries[i].hash & mask;
    while (t->slots[at]) at = (at + 1) & mask;
    t->slots[at] = i + 1;
  }
}

static bool grow(lede__tally *t) {
  uint32_t cap = t->cap ? 2 * t->cap : FIRST_CAP;
  lede__tally_entry *entries = realloc(t->entries, cap * sizeof *entries);
  if (entries) t->entries = entries;
  uint32_t *slots = entries ? realloc(t->slots, 2 * (size_t)cap * sizeof *slots) : NULL;
  if (!slots) return false;
  t->slots = slots;
  t->cap = cap;
  fill_slots(t);
  return true;
}

static bool copy(lede__tally *t, lede_str *s) {
  *s = lede__arena_str(&t->arena, s->ptr ? *s : LEDE__LIT(""));
  return s->ptr != NULL;
}

/* Finds the entry like `like`, or makes it, with nothing counted; NULL when out of memory. */
static lede__tally_entry *find(lede__tally *t, const lede__tally_entry *like) {
  if (t->count == t->cap && !grow(t)) return NULL;
  uint32_t mask = 2 * t->cap - 1, at = (uint32_t)like->hash & mask;
  for (; t->slots[at]; at = (at + 1) & mask)
    if (is_same(&t->entries[t->slots[at] - 1], like)) return &t->entries[t->slots[at] - 1];
  lede__tally_entry *e = &t->entries[t->count];
  *e = *like;
  e->mentions = e->articles = 0;
  if (!copy(t, &e->layer) || !copy(t, &e->attribute) || !copy(t, &e->kind) || !copy(t, &e->name)) return NULL;
  t->slots[at] = ++t->count;
  return e;
}

bool lede__tally_count(lede__tally *t, lede_str layer, lede_str attribute, lede_str kind, lede_str name) {
  lede__tally_entry like = {layer, attribute, kind, name, 0, 0, 0};
  like.hash = hash_of(&like);
  lede__tally_entry *e = find(t, &like);
  if (!e) return false;
  e->mentions++;
  e->articles = 1;
  return true;
}

bool lede__tally_join(lede__tally *to, const lede__tally *document, int sign) {
  for (uint32_t i = 0; i < document->count; i++) {
    lede__tally_entry *e = find(to, &document->entries[i]);
    if (!e) return false;
    e->mentions += sign * document->entries[i].mentions;
    e->articles += sign * document->entries[i].articles;
  }
  return true;
}

void lede__tally_lines(const lede__tally *t, lede__buf *out) {
  for (uint32_t i = 0; i < t->count; i++) {
    lede__buf_str(out, t->entries[i].name);
    lede__buf_char(out, '\n');
  }
}

static lede_status put(lede__store *s, const char *sql, const lede__tally_entry *e, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, sql, &st, err);
  if (status) return status;
  lede__db_text(s, st, 1, e->layer);
  lede__db_text(s, st, 2, e->attribute);
  lede__db_text(s, st, 3, e->kind);
  lede__db_text(s, st, 4, e->name);
  lede__db_int(s, st, 5, e->mentions);
  lede__db_int(s, st, 6, e->articles);
  return lede__db_step(s, st, err);
}

#define ADD                                                                                                  \
  "INSERT INTO names VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET mentions = mentions + "              \
  "excluded.mentions, articles = articles + excluded.articles"
#define CLEAR                                                                                                \
  "DELETE FROM names WHERE layer = ? AND attribute = ? AND kind = ? AND name = ? AND articles <= 0 "         \
  "AND ? <= 0 AND ? <= 0"

lede_status lede__tally_put(lede__store *s, const lede__tally *t, lede_error *err) {
  lede_status status = LEDE_OK;
  for (uint32_t i = 0; i < t->count && !status; i++) {
    const lede__tally_entry *e = &t->entries[i];
    status = put(s, ADD, e, err);
    if (!status && e->articles < 0) status = put(s, CLEAR, e, err);
  }
  return status;
}

void lede__tally_free(lede__tally *t) {
  lede__arena_free(&t->arena);
  free(t->entries);
  free(t->slots);
  *t = (lede__tally){0};
}
