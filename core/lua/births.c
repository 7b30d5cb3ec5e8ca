#include "lua/births.h"

#include <stdlib.h>
#include <string.h>

typedef struct birth {
  const void *table;
  int line;
  uint32_t source;
} birth;

struct lede__births {
  birth *slots; /* open addressing; a later table at the same address replaces the earlier */
  size_t used, cap;
  char (*sources)[LUA_IDSIZE];
  uint32_t source_count;
  int line;
  uint32_t source;
};

static size_t slot_of(const lede__births *b, const void *table) {
  size_t i = ((uintptr_t)table >> 4) * 0x9E3779B97F4A7C15u & (b->cap - 1);
  while (b->slots[i].table && b->slots[i].table != table) i = (i + 1) & (b->cap - 1);
  return i;
}

static bool grow(lede__births *b) {
  size_t old_cap = b->cap;
  birth *old = b->slots;
  size_t cap = old_cap ? old_cap * 2 : 1024;
  birth *fresh = calloc(cap, sizeof *fresh);
  if (!fresh) return false;
  b->slots = fresh;
  b->cap = cap;
  for (size_t i = 0; i < old_cap; i++)
    if (old[i].table) b->slots[slot_of(b, old[i].table)] = old[i];
  free(old);
  return true;
}

void lede__births_note(lede__births *b, const void *table) {
  if (2 * b->used >= b->cap && !grow(b)) return;
  birth *slot = &b->slots[slot_of(b, table)];
  if (!slot->table) b->used++;
  *slot = (birth){table, b->line, b->source};
}

static uint32_t source_index(lede__births *b, const char *name) {
  for (uint32_t i = 0; i < b->source_count; i++)
    if (strcmp(b->sources[i], name) == 0) return i;
  void *more = realloc(b->sources, (b->source_count + 1) * sizeof *b->sources);
  if (!more) return 0;
  b->sources = more;
  memcpy(b->sources[b->source_count], name, LUA_IDSIZE);
  return b->source_count++;
}

static void on_line(lua_State *L, lua_Debug *ar) {
  lede__births *b = lede__state_of(L)->births;
  if (!b || !lua_getinfo(L, "Sl", ar)) return;
  b->line = ar->currentline;
  b->source = source_index(b, ar->short_src);
}

lede__births *lede__births_watch(lede__state *s) {
  lede__births *b = calloc(1, sizeof *b);
  if (!b) return NULL;
  s->births = b;
  lua_sethook(s->L, on_line, LUA_MASKLINE, 0);
  return b;
}

void lede__births_end(lede__state *s, lede__births *b) {
  if (!b) return;
  lua_sethook(s->L, NULL, 0, 0);
  s->births = NULL;
  free(b->slots);
  free(b->sources);
  free(b);
}

int lede__births_line(const lede__births *b, lua_State *L, int index, const char **source) {
  if (!b || !b->cap) return 0;
  const birth *found = &b->slots[slot_of(b, lua_topointer(L, index))];
  if (!found->table || found->source >= b->source_count) return 0;
  *source = b->sources[found->source];
  return found->line;
}
