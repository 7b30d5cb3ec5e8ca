/* plugin/items: doc:items(), a stretch of text as lists that a rule can look at. */
#ifndef LEDE_PLUGIN_ITEMS_H
#define LEDE_PLUGIN_ITEMS_H

#include <lua.h>

/* The method itself. */
int lede__lua_items(lua_State *L);

#endif
