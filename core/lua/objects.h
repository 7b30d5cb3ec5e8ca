/* lua/objects: userdata told apart by their first word, the address of something that is their type's alone.
 *
 * A plugin calls methods once or more a token; looking a metatable up by its name, as luaL_checkudata does,
 * took longer than most of them (345 instructions of 550, measured 2026-11-21). Lua code can't write into a
 * userdata, so none can pass for another. */
#ifndef LEDE_LUA_OBJECTS_H
#define LEDE_LUA_OBJECTS_H

#include <stdbool.h>

#include <lauxlib.h>

/* A struct whose first member is `const void *tag`; NULL when the value at `index` is none with that tag. */
static inline void *lede__lua_test(lua_State *L, int index, const void *tag) {
  const void *const *object = lua_touserdata(L, index);
  bool is_one = object && lua_rawlen(L, index) >= sizeof *object && *object == tag;
  return is_one ? (void *)(uintptr_t)object : NULL;
}

/* The same; raises, naming the type, for anything else. */
static inline void *lede__lua_check(lua_State *L, int index, const void *tag, const char *name) {
  void *object = lede__lua_test(L, index, tag);
  if (!object) luaL_typeerror(L, index, name);
  return object;
}

#endif
