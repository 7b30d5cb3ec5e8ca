/* plugin/lists: lede.lists, several matchers of lede.phrases in one pass. */
#include <lauxlib.h>

#include "lua/objects.h"
#include "match/lists.h"
#include "plugin/doc.h"
#include "plugin/phrases.h"

#define LISTS "lede.lists"

static const char tag;

/* User value 1 is the list of matchers, which must live as long; user value 2 the lists of their values,
 * false where there is none. */

typedef struct object {
  const void *tag;
  lede__lists lists;
} object;

static void check_count(lua_State *L, lua_Integer n) {
  luaL_argcheck(L, n >= 1 && n <= LEDE__MAX_LISTS, 1,
                lua_pushfstring(L, "from 1 to %d matchers", LEDE__MAX_LISTS));
}

/* Pushes the matchers' own table, of the program and not the caller's, and that of their values. */
static void keep_members(lua_State *L, const lede__phrases **members, lua_Integer n) {
  lua_createtable(L, (int)n, 0);
  lua_createtable(L, (int)n, 0);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, 1, i);
    members[i - 1] = lede__lua_phrases_at(L, -1);
    if (!members[i - 1])
      luaL_error(L, "lede.lists: entry %I is a %s; entries are what lede.phrases gives", i,
                 luaL_typename(L, -1));
    if (lua_getiuservalue(L, -1, 1) == LUA_TTABLE)
      lua_rawseti(L, -3, i);
    else
      lua_pop(L, 1);
    lua_rawseti(L, -3, i);
  }
}

static int lists_new(lua_State *L) {
  const lede__phrases *members[LEDE__MAX_LISTS];
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_Integer n = (lua_Integer)lua_rawlen(L, 1);
  check_count(L, n);
  object *o = lua_newuserdatauv(L, sizeof *o, 2);
  o->tag = &tag;
  keep_members(L, members, n);
  lua_setiuservalue(L, 2, 2);
  lua_setiuservalue(L, 2, 1);
  lede__lists_init(&o->lists, members, (uint32_t)n);
  luaL_setmetatable(L, LISTS);
  return 1;
}

typedef struct pass {
  const lede__lists *lists;
  const lede_doc *doc;
  lede__lists_walk walk;
} pass;

/* Upvalues: the pass, the values; then lists and document, which must live as long. */
static int pass_next(lua_State *L) {
  pass *p = lua_touserdata(L, lua_upvalueindex(1));
  lede__phrase_match m;
  uint32_t list;
  if (!lede__lists_next(p->lists, p->doc, &p->walk, &m, &list)) return 0;
  lua_pushinteger(L, (lua_Integer)list + 1);
  lua_pushinteger(L, (lua_Integer)m.from + 1);
  lua_pushinteger(L, (lua_Integer)m.to);
  lua_rawgeti(L, lua_upvalueindex(2), (lua_Integer)list + 1);
  lede__lua_phrases_value(L, p->lists->at[list], lua_gettop(L), m.entry);
  lua_remove(L, -2);
  return 4;
}

static int lists_each(lua_State *L) {
  const object *o = lede__lua_check(L, 1, &tag, LISTS);
  const lede_doc *doc = lede__lua_doc_check(L, 2);
  lede_span range = lede__lua_token_range(L, 3, 4, doc);
  pass *p = lua_newuserdatauv(L, sizeof *p, 0);
  *p = (pass){&o->lists, doc, lede__lists_begin(range.start, range.end)};
  lua_getiuservalue(L, 1, 2);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, pass_next, 4);
  return 1;
}

void lede__lists_open(lua_State *L) {
  static const luaL_Reg methods[] = {{"each", lists_each}, {NULL, NULL}};
  luaL_newmetatable(L, LISTS);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
  lua_pushcfunction(L, lists_new);
}
