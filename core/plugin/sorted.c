#include "plugin/sorted.h"

#include <lauxlib.h>
#include <stdlib.h>

#include "base/str.h"

typedef struct sort_key {
  lede_str str; /* absent for a number */
  lua_Number number;
  lua_Integer at; /* in the list of keys */
} sort_key;

static int compare(const void *a, const void *b) {
  const sort_key *x = a, *y = b;
  if (x->str.ptr && y->str.ptr) return lede__str_cmp(x->str, y->str);
  if (x->str.ptr || y->str.ptr) return x->str.ptr ? 1 : -1;
  return (x->number > y->number) - (x->number < y->number);
}

/* What a loop goes through: the order, and where it is. */
typedef struct walk {
  lua_Integer at, count;
  sort_key keys[];
} walk;

/* Upvalues: the walk, the table, the list of keys, which keeps them should the loop take them out of the
 * table. */
static int sorted_next(lua_State *L) {
  walk *w = lua_touserdata(L, lua_upvalueindex(1));
  if (w->at == w->count) return 0;
  lua_rawgeti(L, lua_upvalueindex(3), w->keys[w->at++].at);
  lua_pushvalue(L, -1);
  lua_rawget(L, lua_upvalueindex(2));
  return 2;
}

/* Key at the top of the stack, which it takes off. */
static void take_key(lua_State *L, walk *w, int list) {
  sort_key *key = &w->keys[w->count++];
  int type = lua_type(L, -1);
  if (type != LUA_TNUMBER && type != LUA_TSTRING)
    luaL_error(L, "sorted_pairs: a key is a %s; only numbers and strings have an order",
               luaL_typename(L, -1));
  *key = (sort_key){.at = w->count};
  if (type == LUA_TNUMBER)
    key->number = lua_tonumber(L, -1);
  else
    key->str.ptr = lua_tolstring(L, -1, &key->str.len);
  lua_rawseti(L, list, w->count);
}

static int sorted_pairs(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  size_t n = 0;
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) n++;
  walk *w = lua_newuserdatauv(L, sizeof *w + n * sizeof *w->keys, 0);
  w->at = w->count = 0;
  lua_pushvalue(L, 1);
  lua_createtable(L, (int)n, 0);
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
    lua_pushvalue(L, -2);
    take_key(L, w, 4);
  }
  qsort(w->keys, (size_t)w->count, sizeof *w->keys, compare);
  lua_pushcclosure(L, sorted_next, 3);
  return 1;
}

void lede__sorted_open(lua_State *L) { lua_pushcfunction(L, sorted_pairs); }
