/* script/texts: lede.document and lede.nearest: tokens and sentences of a text without any plugin, and "did
 * you mean". */
#ifndef LEDE_SCRIPT_TEXTS_H
#define LEDE_SCRIPT_TEXTS_H

#include <lua.h>

/* Adds to the table `lede`
 *   lede.document(text)        a document of that text, as plugins see one, without layers; raises for what
 *                              is not UTF-8
 *   lede.nearest(word, list)   the string of the list that `word` is most likely a slip of; nil when none is
 *                              near */
void lede__texts_open_lua(lua_State *L);

#endif
