/* plugin/marks: checks what a plugin's document() returned and turns it into layers.
 *
 * All of a plugin's marks are taken or none. The first thing that is wrong is
 * raised as an error that names mark, layer, field and what was got; while
 * lua/births watches, the line that made the mark leads the message. */
#ifndef LEDE_PLUGIN_MARKS_H
#define LEDE_PLUGIN_MARKS_H

#include <lua.h>

#include "doc/document.h"

/* Reads the value at `index` for all of the plugin's layers; out[i] is the sealed layer of schemas[i], in the
 * document's arena. Raises. */
void lede__lua_marks_read(lua_State *L, int index, lede_doc *doc, lede_str plugin,
                          lede__schema *const *schemas, uint32_t count, lede__layer **out);

#endif
