/* plugin/lists: lede.lists, several matchers of lede.phrases in one pass. */
#include <lauxlib.h>

#include "lua/objects.h"
#include "match/lists.h"
#include "plugin/doc.h"
#include "plugin/env.h"
#include "plugin/phrases.h"

#define LISTS "lede.lists"

static const char tag;

/* User value 1 is the list of matchers, which must live as long; user value 2 the lists of their values,
 * false where there is none; user value 3 holds `lists.firsts`, where they are not mapped. */
typedef struct object {
  const void *tag;
  lede__lists lists;
} object;

/* The matchers, and what an image for all of them together is found by. */
typedef struct members {
  const lede__phrases *at[LEDE__MAX_LISTS];
  lede__fingerprint prints[LEDE__MAX_LISTS + 1]; /* the last: which of them want a capital */
  uint32_t count;
} members;

static void check_count(lua_State *L, lua_Integer n) {
  luaL_argcheck(L, n >= 1 && n <= LEDE__MAX_LISTS, 1,
                lua_pushfstring(L, "from 1 to %d matchers", LEDE__MAX_LISTS));
}

/* Pushes the matchers' own table, of the program and not the caller's, and that of their values. */
static void keep_members(lua_State *L, members *m) {
  lua_Integer n = m->count;
  lua_createtable(L, (int)n, 0);
  lua_createtable(L, (int)n, 0);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, 1, i);
    m->at[i - 1] = lede__lua_phrases_at(L, -1, &m->prints[i - 1]);
    if (m->at[i - 1] && lede__phrases_wants_capital(m->at[i - 1])) m->prints[n].a |= UINT64_C(1) << i;
    if (!m->at[i - 1])
      luaL_error(L, "lede.lists: entry %I is a %s; entries are what lede.phrases gives", i,
                 luaL_typename(L, -1));
    if (lua_getiuservalue(L, -1, 1) == LUA_TTABLE)
      lua_rawseti(L, -3, i);
    else
      lua_pop(L, 1);
    lua_rawseti(L, -3, i);
  }
}

/* Mapped where `make` has prepared them, else made here, in user value 3 of the object at index 2. */
static const lede__list_firsts *firsts_of(lua_State *L, const members *m) {
  const lede__env *env = lede__env_of(L);
  const lede__images *images = env ? env->images : NULL;
  lede_str all = {(const char *)m->prints, (m->count + 1) * sizeof *m->prints}, image, none = {"", 0};
  lede__fingerprint print = lede__fingerprint_of(all);
  if (lede__image_find(images, "lists", print, none, &image) && image.len == sizeof(lede__list_firsts))
    return (const lede__list_firsts *)(const void *)image.ptr;
  lede__list_firsts *made = lua_newuserdatauv(L, sizeof *made, 0);
  lede__lists_firsts(m->at, m->count, made);
  lua_setiuservalue(L, 2, 3);
  lede__image_make(images, "lists", print, none, (lede_str){(const char *)made, sizeof *made});
  return made;
}

static int lists_new(lua_State *L) {
  members m = {0};
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_Integer n = (lua_Integer)lua_rawlen(L, 1);
  check_count(L, n);
  m.count = (uint32_t)n;
  object *o = lua_newuserdatauv(L, sizeof *o, 3);
  o->tag = &tag;
  keep_members(L, &m);
  lua_setiuservalue(L, 2, 2);
  lua_setiuservalue(L, 2, 1);
  lede__lists_init(&o->lists, m.at, m.count, firsts_of(L, &m));
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
