/* plugin/quotations: doc:quotations(), the quotation marks of a document in pairs. */
#ifndef LEDE_PLUGIN_QUOTATIONS_H
#define LEDE_PLUGIN_QUOTATIONS_H

#include <lua.h>

/* Registers the type that holds them while they are handed over. Raises on memory. */
void lede__quotations_open(lua_State *L);

/* The method itself. */
int lede__lua_quotations(lua_State *L);

#endif
