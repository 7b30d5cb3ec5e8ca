/* plugin/letters: lede.letters, a letter a token: what a plugin knows of each,
 * as a tagger's hints want it. */
#ifndef LEDE_PLUGIN_LETTERS_H
#define LEDE_PLUGIN_LETTERS_H

#include <lua.h>

#include "lede.h"

/* Registers the type and pushes the function lede.letters. Raises on memory. */
void lede__letters_open(lua_State *L);

/* The letters at `index`, borrowed; absent where there are none. */
lede_str lede__lua_letters_at(lua_State *L, int index);

#endif
