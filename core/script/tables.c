#include "script/tables.h"

#include "plugin/value.h"

static void push_errors(lua_State *L, const lede__pipeline *p) {
  lua_createtable(L, (int)p->error_count, 0);
  for (size_t i = 0; i < p->error_count; i++) {
    lua_createtable(L, 0, 2);
    lua_pushlstring(L, p->errors[i].plugin.ptr, p->errors[i].plugin.len);
    lua_setfield(L, -2, "plugin");
    lua_pushlstring(L, p->errors[i].message.ptr, p->errors[i].message.len);
    lua_setfield(L, -2, "message");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

void lede__record_table_push(lua_State *L, const lede_doc *doc, const lede__pipeline *p) {
  lede__lua_record_push(L, doc);
  lua_pushstring(L, p->recipe);
  lua_setfield(L, -2, "recipe");
  push_errors(L, p);
  lua_setfield(L, -2, "errors");
}

void lede__failure_table_push(lua_State *L, const lede_given *given, const lede_error *err) {
  lua_createtable(L, 0, 2);
  lua_createtable(L, 0, 2);
  lua_pushlstring(L, given->id.ptr, given->id.len);
  lua_setfield(L, -2, "id");
  lua_pushlstring(L, given->path.ptr, given->path.len);
  lua_setfield(L, -2, "path");
  lua_setfield(L, -2, "doc");
  lua_createtable(L, 0, 3);
  lua_pushstring(L, lede_status_name(err->code));
  lua_setfield(L, -2, "code");
  lua_pushstring(L, err->where);
  lua_setfield(L, -2, "where");
  lua_pushstring(L, err->message);
  lua_setfield(L, -2, "message");
  lua_setfield(L, -2, "error");
}

void lede__schema_table_push(lua_State *L, const lede__schema *schema) {
  char type[32];
  lua_createtable(L, 0, (int)schema->count);
  for (uint32_t a = 0; a < schema->count; a++) {
    lede__type_print(&schema->attributes[a], type);
    lua_pushstring(L, type);
    lua_setfield(L, -2, schema->attributes[a].name.ptr);
  }
}
