#include "lua/phrases.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "lua/doc.h"
#include "lua/env.h"
#include "match/phrases.h"

#define PHRASES "lede.phrases"

/* The matcher; user value 1 is the list of values, in the order of its entries. */
typedef struct matcher {
  lede__phrases *phrases;
} matcher;

/* ---- building ------------------------------------------------------------------ */

/* Entries being gathered: Lua strings on the list at stack index 3 keep their bytes alive. */
typedef struct gathering {
  lede_str *entries; /* in a userdata, so that an error frees it */
  uint32_t count, cap;
  int keep, values; /* stack indices of tables: texts that must live, values */
} gathering;

static void add_entry(lua_State *L, gathering *g, lede_str entry) {
  if (g->count == g->cap) {
    uint32_t cap = g->cap ? g->cap * 2 : 64;
    lede_str *more = lua_newuserdatauv(L, cap * sizeof *more, 0);
    if (g->count) memcpy(more, g->entries, g->count * sizeof *more);
    g->entries = more;
    g->cap = cap;
    lua_rawseti(L, g->keep, 1); /* replaces the smaller block, which Lua then frees */
  }
  g->entries[g->count++] = entry;
}

static lede_str string_at(lua_State *L, int index) {
  lede_str s;
  s.ptr = lua_tolstring(L, index, &s.len);
  return s;
}

/* Value on top of the stack; pops it. */
static void keep_value(lua_State *L, gathering *g) { lua_rawseti(L, g->values, (lua_Integer)g->count); }

/* What is neither the one nor the other would be lost without a word. */
static void check_list(lua_State *L, lua_Integer n) {
  lua_Integer pairs = 0;
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) pairs++;
  if (pairs != n)
    luaL_error(L, "lede.phrases: the list has gaps, or keys beside its %I entries; write either a list of strings or phrase = value", n);
}

static void gather_list(lua_State *L, gathering *g, lua_Integer n) {
  check_list(L, n);
  for (lua_Integer i = 1; i <= n; i++) {
    if (lua_rawgeti(L, 1, i) != LUA_TSTRING)
      luaL_error(L, "lede.phrases: entry %d is a %s; entries are strings", (int)i, luaL_typename(L, -1));
    add_entry(L, g, string_at(L, -1));
    keep_value(L, g); /* the entry is its own value, and the list keeps it alive */
  }
}

static void check_keys(lua_State *L) {
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
    if (lua_type(L, -2) != LUA_TSTRING)
      luaL_error(L, "lede.phrases: a key is a %s; write either a list of strings or phrase = value", luaL_typename(L, -2));
}

/* In the order of the keys, so that equal phrases in different case give the same value in each run. */
static void gather_map(lua_State *L, gathering *g) {
  check_keys(L);
  lua_pushvalue(L, lua_upvalueindex(1)); /* sorted_pairs */
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  int next = lua_gettop(L);
  for (;;) {
    lua_pushvalue(L, next);
    lua_call(L, 0, 2);
    if (lua_isnil(L, -2)) break;
    add_entry(L, g, string_at(L, -2)); /* the caller's table keeps the key alive */
    keep_value(L, g);
    lua_pop(L, 1);
  }
}

static lede_str cut_line(lede_str *rest) {
  const char *end = memchr(rest->ptr, '\n', rest->len);
  size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
  lede_str line = {rest->ptr, len};
  rest->ptr += len + (end != NULL);
  rest->len -= len + (end != NULL);
  while (line.len && (line.ptr[line.len - 1] == '\r' || line.ptr[line.len - 1] == ' ')) line.len--;
  return line;
}

static void gather_file(lua_State *L, gathering *g) {
  lede__env_read(L, lua_tostring(L, 1));
  lede_str rest = string_at(L, -1);
  lua_rawseti(L, g->keep, 2);
  while (rest.len) {
    lede_str line = cut_line(&rest);
    if (line.len == 0 || line.ptr[0] == '#') continue;
    const char *tab = memchr(line.ptr, '\t', line.len);
    lede_str entry = {line.ptr, tab ? (size_t)(tab - line.ptr) : line.len};
    add_entry(L, g, entry);
    if (tab) lua_pushlstring(L, tab + 1, line.len - entry.len - 1);
    else lua_pushlstring(L, entry.ptr, entry.len);
    keep_value(L, g);
  }
}

static bool option_exact(lua_State *L) {
  if (lua_isnoneornil(L, 2)) return false;
  luaL_checktype(L, 2, LUA_TTABLE);
  if (lua_getfield(L, 2, "case") == LUA_TNIL) return false;
  static const char *const choices[] = {"exact", "any", NULL};
  lua_replace(L, 2);
  return luaL_checkoption(L, 2, NULL, choices) == 0;
}

static int phrases_new(lua_State *L) {
  bool exact = option_exact(L);
  lua_settop(L, 1);
  gathering g = {.keep = 2, .values = 3};
  lua_newtable(L);
  lua_newtable(L);
  if (lua_type(L, 1) == LUA_TSTRING) {
    gather_file(L, &g);
  } else {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer n = (lua_Integer)lua_rawlen(L, 1);
    if (n > 0) gather_list(L, &g, n);
    else gather_map(L, &g);
  }
  matcher *m = lua_newuserdatauv(L, sizeof *m, 1);
  m->phrases = NULL;
  luaL_setmetatable(L, PHRASES);
  lua_pushvalue(L, g.values);
  lua_setiuservalue(L, -2, 1);
  lede_error err;
  if (lede__phrases_new(g.entries, g.count, exact, &m->phrases, &err) != LEDE_OK)
    return luaL_error(L, "lede.phrases: %s", err.message);
  return 1;
}

static int phrases_gc(lua_State *L) {
  matcher *m = luaL_checkudata(L, 1, PHRASES);
  lede__phrases_free(m->phrases);
  m->phrases = NULL;
  return 0;
}

/* ---- matching ------------------------------------------------------------------- */

typedef struct walk {
  const lede__phrases *phrases;
  const lede_doc *doc;
  uint32_t at, to;
} walk;

/* Upvalues: the walk, the values; then matcher and document, which must live as long. */
static int walk_next(lua_State *L) {
  walk *w = lua_touserdata(L, lua_upvalueindex(1));
  lede__phrase_match m;
  if (!lede__phrases_next(w->phrases, w->doc, w->at, w->to, &m)) {
    w->at = w->to;
    return 0;
  }
  w->at = m.to;
  lua_pushinteger(L, (lua_Integer)m.from + 1);
  lua_pushinteger(L, (lua_Integer)m.to);
  lua_rawgeti(L, lua_upvalueindex(2), (lua_Integer)m.entry + 1);
  return 3;
}

static int phrases_each(lua_State *L) {
  const matcher *m = luaL_checkudata(L, 1, PHRASES);
  const lede_doc *doc = lede__lua_doc_check(L, 2);
  lede_span range = lede__lua_token_range(L, 3, 4, doc);
  walk *w = lua_newuserdatauv(L, sizeof *w, 0);
  *w = (walk){m->phrases, doc, range.start, range.end};
  lua_getiuservalue(L, 1, 1);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, walk_next, 4);
  return 1;
}

static int phrases_at(lua_State *L) {
  const matcher *m = luaL_checkudata(L, 1, PHRASES);
  const lede_doc *doc = lede__lua_doc_check(L, 2);
  lua_Integer i = luaL_checkinteger(L, 3);
  uint32_t count = doc->segments.token_count;
  lede__phrase_match found;
  if (i < 1 || i > count || !lede__phrases_at(m->phrases, doc, (uint32_t)(i - 1), count, &found)) return 0;
  lua_pushinteger(L, (lua_Integer)found.to);
  lua_getiuservalue(L, 1, 1);
  lua_rawgeti(L, -1, (lua_Integer)found.entry + 1);
  lua_remove(L, -2);
  return 2;
}

void lede__phrases_open(lua_State *L) {
  static const luaL_Reg methods[] = {{"each", phrases_each}, {"at", phrases_at}, {NULL, NULL}};
  luaL_newmetatable(L, PHRASES);
  lua_pushcfunction(L, phrases_gc);
  lua_setfield(L, -2, "__gc");
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
  lua_pushcclosure(L, phrases_new, 1);
}
