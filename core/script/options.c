#include "script/options.h"

#include <lauxlib.h>
#include <string.h>

#include "base/str.h"

typedef enum option_type { LIST, STRING, NUMBER, FLAG } option_type;

static const char *const names[] = {"plugins",    "set",       "seconds", "memory",      "no_findings",
                                    "text_field", "id_field",  "meta",    "outlet_from", "encoding",
                                    "strict",     "max_bytes", "aliases", "fixes",       "jobs"};
static const option_type types[] = {LIST,   LIST,   NUMBER, NUMBER, FLAG,   STRING, STRING, STRING,
                                    STRING, STRING, FLAG,   NUMBER, STRING, STRING, NUMBER};
enum { COUNT = sizeof names / sizeof *names };

/* ---- lists of strings --------------------------------------------------------------------------- */

void lede__strings_push(lua_State *L, int index, const char *what) {
  index = lua_absindex(L, index);
  if (!lua_istable(L, index))
    luaL_error(L, "%s is a %s; it is a list of strings", what, luaL_typename(L, index));
  lua_Integer n = (lua_Integer)lua_rawlen(L, index);
  lua_createtable(L, (int)n, 0);
  for (lua_Integer i = 1; i <= n; i++) {
    if (lua_rawgeti(L, index, i) != LUA_TSTRING)
      luaL_error(L, "%s[%I] is a %s; it is a string", what, i, luaL_typename(L, -1));
    lua_rawseti(L, -2, i);
  }
}

const char **lede__strings_array(lua_State *L, size_t *count) {
  *count = lua_rawlen(L, -1);
  const char **array = lua_newuserdatauv(L, (*count + 1) * sizeof *array, 0);
  for (size_t i = 0; i < *count; i++) {
    lua_rawgeti(L, -2, (lua_Integer)i + 1);
    array[i] = lua_tostring(L, -1);
    lua_pop(L, 1);
  }
  return array;
}

/* ---- checking -------------------------------------------------------------------------------------- */

/* Key at -2, value at -1, `copy` the table to put it in; pops the value. */
static void take_option(lua_State *L, int copy) {
  static const int wanted[] = {[STRING] = LUA_TSTRING, [NUMBER] = LUA_TNUMBER, [FLAG] = LUA_TBOOLEAN};
  const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
  if (!name) luaL_error(L, "options have names; this table has a %s as key", luaL_typename(L, -2));
  int i = 0;
  while (i < COUNT && strcmp(name, names[i]) != 0) i++;
  if (i == COUNT) {
    const char *near = lede__str_nearest(name, names, COUNT);
    luaL_error(L, near ? "there is no option '%s'; did you mean '%s'?" : "there is no option '%s'", name,
               near);
  }
  if (types[i] == LIST) {
    lede__strings_push(L, -1, name);
    lua_replace(L, -2);
  } else if (lua_type(L, -1) != wanted[types[i]]) {
    luaL_error(L, "%s is a %s; it is a %s", name, luaL_typename(L, -1), lua_typename(L, wanted[types[i]]));
  }
  lua_setfield(L, copy, name);
}

void lede__options_push(lua_State *L, int index) {
  index = lua_absindex(L, index);
  lua_newtable(L);
  if (lua_isnoneornil(L, index)) return;
  luaL_checktype(L, index, LUA_TTABLE);
  int copy = lua_gettop(L);
  for (lua_pushnil(L); lua_next(L, index);) take_option(L, copy);
}

/* ---- reading ------------------------------------------------------------------------------------------ */

const char *lede__options_string(lua_State *L, int index, const char *name) {
  lua_getfield(L, index, name);
  const char *s = lua_tostring(L, -1);
  lua_pop(L, 1); /* the copy keeps it */
  return s;
}

double lede__options_number(lua_State *L, int index, const char *name) {
  lua_getfield(L, index, name);
  double n = lua_tonumber(L, -1);
  lua_pop(L, 1);
  if (n < 0 || n > 9e15) luaL_error(L, "%s is %f; it can't be negative nor that large", name, n);
  return n > 0 ? n : 0; /* NaN too is as if it were not given */
}

bool lede__options_flag(lua_State *L, int index, const char *name) {
  lua_getfield(L, index, name);
  bool set = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return set;
}

const char **lede__options_list(lua_State *L, int index, const char *name, size_t *count) {
  *count = 0;
  if (lua_getfield(L, index, name) == LUA_TNIL) return NULL;
  const char **array = lede__strings_array(L, count);
  lua_remove(L, -2);
  return array;
}
