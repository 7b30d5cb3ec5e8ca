/* plugin/value: records and plain values between C, JSON and Lua tables. */
#ifndef LEDE_PLUGIN_VALUE_H
#define LEDE_PLUGIN_VALUE_H

#include <jansson.h>
#include <lua.h>

#include "base/json.h"
#include "doc/record.h"

/* Pushes a JSON value as a Lua value; null is nil, so it vanishes from tables. Raises on memory and past
 * 200 levels. */
void lede__lua_json_push(lua_State *L, const json_t *value);

/* Writes the plain value at `index` as JSON: strings (valid UTF-8), numbers, booleans, lists, tables with
 * string keys, which come sorted. An empty table is []. Raises for anything else, naming where:
 * "sentences[2].score is not a number". */
void lede__lua_json_write(lua_State *L, int index, lede__buf *out);

/* Pushes what `convert` makes of `s`. Raises on memory. */
void lede__lua_converted_push(lua_State *L, lede_str s, void (*convert)(lede__buf *out, lede_str s));

/* Pushes the record of a document as a table, as scripts see it. Raises on memory. */
void lede__lua_record_push(lua_State *L, const lede_doc *doc);

/* The same for a fold: only the layers named are there, and each is made when it is first looked at. The
 * document is held until Lua drops the record. */
void lede__lua_fold_record_push(lua_State *L, lede_doc *doc, const lede_str *layers, uint32_t count);

#endif
