/* plugin/classes: lede.classes, what each word of a text is, as a letter a token. */
#ifndef LEDE_PLUGIN_CLASSES_H
#define LEDE_PLUGIN_CLASSES_H

#include <lua.h>

/* Registers the type and pushes the function lede.classes. Raises on memory. */
void lede__classes_open(lua_State *L);

#endif
