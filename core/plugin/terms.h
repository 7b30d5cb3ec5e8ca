/* plugin/terms: lede.terms and the vectors it makes of texts, as Lua sees them. */
#ifndef LEDE_PLUGIN_TERMS_H
#define LEDE_PLUGIN_TERMS_H

#include <lua.h>

#include "match/vectors.h"

/* Registers the type and pushes the function lede.terms. Raises on memory. */
void lede__terms_open(lua_State *L);

/* Registers the type of vectors. Raises on memory. */
void lede__lua_vectors_open(lua_State *L);

/* Pushes vectors that are still to be filled. `names` is the index of the list of their terms, by their
 * `name`. Raises on memory. */
lede__vectors *lede__lua_vectors_push(lua_State *L, int names, uint32_t rows, uint32_t terms,
                                      uint32_t entries);

/* Pushes a block of `count` numbers, all 0. Raises on memory. */
uint32_t *lede__lua_zeroed(lua_State *L, size_t count);

#endif
