/* plugin/sorted: lede.sorted_pairs, the same order of keys in each run. */
#ifndef LEDE_PLUGIN_SORTED_H
#define LEDE_PLUGIN_SORTED_H

#include <lua.h>

/* Pushes the function: numbers first, then strings byte by byte; raises for a table with other keys. */
void lede__sorted_open(lua_State *L);

#endif
