/* lua/phrases: lede.phrases, the list matcher as Lua sees it. */
#ifndef LEDE_LUA_PHRASES_H
#define LEDE_LUA_PHRASES_H

#include <lua.h>

/* Registers the matcher's type; replaces lede.sorted_pairs, on top of the stack, by the function lede.phrases. Raises on memory. */
void lede__phrases_open(lua_State *L);

#endif
