#include "script/json.h"

#include <lauxlib.h>

#include "base/json_read.h"
#include "plugin/value.h"

#define TEXT "lede.text"
#define VALUE "lede.json"

/* What is being converted hangs on a userdata, so that an error frees it. */

static int text_gc(lua_State *L) {
  lede__buf_free(luaL_checkudata(L, 1, TEXT));
  return 0;
}

static int value_gc(lua_State *L) {
  json_t **value = luaL_checkudata(L, 1, VALUE);
  json_decref(*value);
  *value = NULL;
  return 0;
}

static int to_json(lua_State *L) {
  luaL_checkany(L, 1);
  lua_settop(L, 1);
  lede__buf *out = lua_newuserdatauv(L, sizeof *out, 0);
  *out = (lede__buf){0};
  luaL_setmetatable(L, TEXT);
  lede__lua_json_write(L, 1, out);
  if (out->failed) return luaL_error(L, "out of memory");
  lua_pushlstring(L, out->ptr, out->len);
  return 1;
}

static int from_json(lua_State *L) {
  lede_str text;
  lede_error err;
  text.ptr = luaL_checklstring(L, 1, &text.len);
  json_t **value = lua_newuserdatauv(L, sizeof *value, 0);
  *value = NULL;
  luaL_setmetatable(L, VALUE);
  lede_status status = lede__json_parse(text, "", value, &err);
  if (!status) return lede__lua_json_push(L, *value), 1;
  lua_pushnil(L);
  lua_pushstring(L, err.message);
  lua_pushstring(L, lede_status_name(status));
  return 3;
}

static void register_type(lua_State *L, const char *name, lua_CFunction gc) {
  luaL_newmetatable(L, name);
  lua_pushcfunction(L, gc);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
}

void lede__json_open_lua(lua_State *L) {
  register_type(L, TEXT, text_gc);
  register_type(L, VALUE, value_gc);
  lua_getglobal(L, "lede");
  lua_pushcfunction(L, to_json);
  lua_setfield(L, -2, "to_json");
  lua_pushcfunction(L, from_json);
  lua_setfield(L, -2, "from_json");
  lua_pop(L, 1);
}
