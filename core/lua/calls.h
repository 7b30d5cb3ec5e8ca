/* lua/calls: pcall, xpcall and coroutines that can be stopped.
 *
 * Lua's own would let a plugin catch the error that stops it, run the handler of xpcall with hooks off, and
 * leave nobody knowing which coroutine runs. Otherwise they do what the manual says. */
#ifndef LEDE_LUA_CALLS_H
#define LEDE_LUA_CALLS_H

#include <lua.h>

/* Puts them into the globals. coroutine.close goes, but for a user's own program: long chains of it crash Lua
 * 5.4.4. Raises on memory. */
void lede__calls_open(lua_State *L);

#endif
