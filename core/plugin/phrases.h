/* plugin/phrases: lede.phrases and lede.lists, the list matchers as Lua sees them. */
#ifndef LEDE_PLUGIN_PHRASES_H
#define LEDE_PLUGIN_PHRASES_H

#include <lua.h>

#include "match/phrases.h"
#include "plugin/images.h"

/* Registers the matcher's type; replaces lede.sorted_pairs, on top of the stack, by the function
 * lede.phrases. Raises on memory. */
void lede__phrases_open(lua_State *L);

/* The matcher at `index`; NULL where there is none. `print` (or NULL) gets the fingerprint of what it was
 * made of, all zero where nothing is prepared. */
const lede__phrases *lede__lua_phrases_at(lua_State *L, int index, lede__fingerprint *print);

/* Pushes what an entry stands for. At `values` is the matcher's user value 1: the list of what its entries
 * stand for, or nil where that is strings of its own. */
void lede__lua_phrases_value(lua_State *L, const lede__phrases *p, int values, uint32_t entry);

/* Pushes the function lede.lists. */
void lede__lists_open(lua_State *L);

#endif
