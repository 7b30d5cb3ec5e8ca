/* plugin/tagger: lede.tagger, the sequence tagger as Lua sees it. */
#ifndef LEDE_PLUGIN_TAGGER_H
#define LEDE_PLUGIN_TAGGER_H

#include <lua.h>

#include "match/features.h"

/* Registers the tagger's type and adds the function `tagger` to the table on top of the stack. Raises on
 * memory. */
void lede__tagger_open(lua_State *L);

/* The strings of hints in the list at stack index `index` (nil: none), which must be `count`, each one byte a
 * token of `doc`; else raises, naming `who`. Borrowed from the list. */
lede__hints lede__lua_hints(lua_State *L, int index, const lede_doc *doc, uint32_t count, const char *who);

#endif
