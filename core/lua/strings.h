/* lua/strings: the functions of `string` that can run long, so that they can be stopped.
 *
 * find, match, gmatch and gsub over lua/pattern; rep; format, pack, packsize and unpack as Lua has them, but
 * with a bound on what they are asked for. Results and messages are those of Lua's own. */
#ifndef LEDE_LUA_STRINGS_H
#define LEDE_LUA_STRINGS_H

#include <lua.h>

/* Puts them into the global `string`. Raises on memory. */
void lede__strings_open(lua_State *L);

#endif
