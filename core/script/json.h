/* script/json: lede.to_json and lede.from_json. */
#ifndef LEDE_SCRIPT_JSON_H
#define LEDE_SCRIPT_JSON_H

#include <lua.h>

/* Adds to the table `lede`
 *   lede.to_json(value)    a plain value as JSON on one line, keys sorted; raises for what JSON can't hold
 *   lede.from_json(text)   the value; nil, message, code when the text is no JSON. null becomes nil */
void lede__json_open_lua(lua_State *L);

#endif
