/* plugin/lib: the table `lede` that plugins and scripts see. */
#ifndef LEDE_PLUGIN_LIB_H
#define LEDE_PLUGIN_LIB_H

#include <lua.h>

/* Sets the global `lede` with what every state has: version, data, phrases, lists, letters, tagger,
 * classes, terms, sorted_pairs, lower, upper, fold, width, visible. Raises on memory. */
void lede__lib_open(lua_State *L);

#endif
