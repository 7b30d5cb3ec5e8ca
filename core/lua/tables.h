/* lua/tables: the functions of `table` that can run long, so that they can be stopped.
 *
 * concat, insert, move, remove and sort; with metamethods, as the manual has it, each step of which looks at
 * the stop flag. (unpack is Lua's own: the size of the stack bounds it.) */
#ifndef LEDE_LUA_TABLES_H
#define LEDE_LUA_TABLES_H

#include <lua.h>

/* Puts them into the global `table`. Raises on memory. */
void lede__tables_open(lua_State *L);

#endif
