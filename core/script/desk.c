#include "script/desk.h"

#include <lauxlib.h>

#include "base/json_walk.h"
#include "base/str.h"
#include "doc/record.h"
#include "lua/limits.h"
#include "lua/state.h"
#include "plugin/value.h"
#include "script/setup.h"
#include "store/rows.h"
#include "text/utf8.h"

#define DESK "lede.desk"
#define ROWS "lede.rows"
#define HELD "lede.held"

typedef struct desk {
  lede__store *store; /* its folder is the user value */
} desk;

typedef struct rows {
  lede__rows *rows;
  desk *desk; /* kept alive by the user value */
} rows;

/* A script may close it (`local desk <close>`) and go on. */
static void check_open(lua_State *L, const desk *d) {
  if (!d->store) luaL_error(L, "the desk is closed");
}

static desk *check(lua_State *L, int index) {
  desk *d = luaL_checkudata(L, index, DESK);
  check_open(L, d);
  return d;
}

/* The world's misfortunes are values, not errors. */
static int misfortune(lua_State *L, const lede_error *err) {
  lua_pushnil(L);
  if (err->where[0])
    lua_pushfstring(L, "%s: %s", err->where, err->message);
  else
    lua_pushstring(L, err->message);
  lua_pushstring(L, lede_status_name(err->code));
  return 3;
}

static int desk_new(lua_State *L) {
  const char *folder = luaL_checkstring(L, 1);
  lede_error err;
  desk *d = lua_newuserdatauv(L, sizeof *d, 1);
  *d = (desk){0};
  luaL_setmetatable(L, DESK);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  if (lede__store_open(&(lede__store_options){.folder = folder, .read_only = true}, &d->store, &err))
    return misfortune(L, &err);
  return 1;
}

static int desk_gc(lua_State *L) {
  desk *d = luaL_checkudata(L, 1, DESK);
  lede__store_close(d->store);
  d->store = NULL;
  return 0;
}

/* ---- Values ------------------------------------------------------------- */

static lede__value string_value(lua_State *L, int index) {
  lede__value v = {.kind = LEDE__VALUE_TEXT};
  v.str.ptr = lua_tolstring(L, index, &v.str.len);
  if (lede__utf8_valid(v.str.ptr, v.str.len) < v.str.len) v.kind = LEDE__VALUE_BYTES; /* a path */
  return v;
}

static lede__value value_at(lua_State *L, int index, int number) {
  switch (lua_type(L, index)) {
  case LUA_TSTRING:
    return string_value(L, index);
  case LUA_TBOOLEAN:
    return (lede__value){.kind = LEDE__VALUE_INTEGER, .integer = lua_toboolean(L, index)};
  case LUA_TNUMBER:
    if (lua_isinteger(L, index))
      return (lede__value){.kind = LEDE__VALUE_INTEGER, .integer = lua_tointeger(L, index)};
    return (lede__value){.kind = LEDE__VALUE_NUMBER, .number = lua_tonumber(L, index)};
  case LUA_TNIL:
    luaL_error(L, "value %d of the query is nil; is it a variable that is not set?", number);
    break;
  default:
    luaL_error(L, "value %d of the query is a %s; it can be a string, a number or a boolean", number,
               luaL_typename(L, index));
  }
  return (lede__value){.kind = LEDE__VALUE_NULL};
}

static void push_value(lua_State *L, const lede__value *v) {
  switch (v->kind) {
  case LEDE__VALUE_INTEGER:
    lua_pushinteger(L, v->integer);
    break;
  case LEDE__VALUE_NUMBER:
    lua_pushnumber(L, v->number);
    break;
  case LEDE__VALUE_TEXT:
  case LEDE__VALUE_BYTES:
    lua_pushlstring(L, v->str.ptr, v->str.len);
    break;
  case LEDE__VALUE_NULL:
    lua_pushnil(L);
  }
}

/* ---- Queries ------------------------------------------------------------ */

/* Ctrl-C, and whatever else stops Lua, stops a query too. */
static bool is_stopping(void *limits) { return lede__limits_stopping(limits) != LEDE__GO; }

static int raise(lua_State *L, const lede_error *err) {
  lede__limits_look(L, lede__limits_of(L));
  return lede__raise(L, err);
}

/* Opens the query in the arguments 2…; pushes what holds it. */
static rows *open_rows(lua_State *L) {
  desk *d = check(L, 1);
  lede_str sql;
  lede_error err;
  sql.ptr = luaL_checklstring(L, 2, &sql.len);
  int count = lua_gettop(L) - 2;
  lede__value *values = lua_newuserdatauv(L, ((size_t)count + 1) * sizeof *values, 0);
  for (int i = 0; i < count; i++) values[i] = value_at(L, i + 3, i + 1);
  rows *r = lua_newuserdatauv(L, sizeof *r, 1);
  *r = (rows){.desk = d};
  luaL_setmetatable(L, ROWS);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  if (lede__rows_open(d->store, sql, values, (size_t)count, &r->rows, &err)) raise(L, &err);
  return r;
}

static int rows_gc(lua_State *L) {
  rows *r = luaL_checkudata(L, 1, ROWS);
  lede__rows_close(r->rows);
  r->rows = NULL;
  return 0;
}

static void push_row(lua_State *L, const lede__rows *r) {
  size_t count = lede__rows_columns(r);
  lua_createtable(L, 0, (int)count);
  for (size_t i = 0; i < count; i++) {
    lede_str name = lede__rows_name(r, i);
    lede__value value = lede__rows_value(r, i);
    lua_pushlstring(L, name.ptr, name.len);
    push_value(L, &value);
    lua_rawset(L, -3);
  }
}

static int rows_next(lua_State *L) {
  rows *r = lua_touserdata(L, lua_upvalueindex(1));
  lede_error err;
  bool more;
  if (!r->rows) return 0;
  check_open(L, r->desk);
  lede__store_ask(r->desk->store, is_stopping, lede__limits_of(L));
  if (lede__rows_next(r->rows, &more, &err)) return raise(L, &err);
  if (more) return push_row(L, r->rows), 1;
  lede__rows_close(r->rows);
  r->rows = NULL;
  return 0;
}

/* A loop that is left early closes the query: it is the loop's closing value. */
static int desk_rows(lua_State *L) {
  open_rows(L);
  int held = lua_gettop(L);
  lua_pushvalue(L, held);
  lua_pushcclosure(L, rows_next, 1);
  lua_pushnil(L);
  lua_pushnil(L);
  lua_pushvalue(L, held);
  return 4;
}

static int desk_columns(lua_State *L) {
  rows *r = open_rows(L);
  size_t count = lede__rows_columns(r->rows);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lede_str name = lede__rows_name(r->rows, i);
    lua_pushlstring(L, name.ptr, name.len);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* ---- Records ------------------------------------------------------------ */

/* The record as it is stored, in the state's own buffer; nothing is lost when Lua raises. */
static lede_status read_json(lua_State *L, lede_str *out, lede_error *err) {
  desk *d = check(L, 1);
  int64_t id = luaL_checkinteger(L, 2);
  lede__buf *scratch = &lede__state_of(L)->scratch;
  lede__buf_clear(scratch);
  lede_status status = lede__store_record(d->store, id, scratch, err);
  *out = lede__buf_view(scratch);
  return status;
}

static int desk_json(lua_State *L) {
  lede_str json;
  lede_error err;
  if (read_json(L, &json, &err)) return misfortune(L, &err);
  lua_pushlstring(L, json.ptr, json.len);
  return 1;
}

/* Pushes a member of the record as it is written; nil when it isn't there. */
static void push_member(lua_State *L, lede_str json, const char *name) {
  lede__json_walk w = lede__json_walk_of(json);
  lede_str key, value;
  if (lede__json_walk_in(&w, '{'))
    while (lede__json_walk_key(&w, &key)) {
      value = lede__json_walk_over(&w);
      if (!lede__str_is(key, name)) continue;
      lua_pushlstring(L, value.ptr, value.len);
      return;
    }
  lua_pushnil(L);
}

/* lede.from_json of the string at `index`, into the table on top. */
static void set_from_json(lua_State *L, const char *field, int index) {
  if (lua_isnil(L, index)) return;
  lua_getglobal(L, "lede");
  lua_getfield(L, -1, "from_json");
  lua_remove(L, -2);
  lua_pushvalue(L, index);
  lua_call(L, 1, 1);
  lua_setfield(L, -2, field);
}

static int held_gc(lua_State *L) {
  lede_doc **held = luaL_checkudata(L, 1, HELD);
  lede_doc_free(*held);
  *held = NULL;
  return 0;
}

/* The document is the holder's from the start, so that raising loses nothing. */
static int desk_record(lua_State *L) {
  lede_str json;
  lede_error err;
  lua_settop(L, 2);
  lede_doc **held = lua_newuserdatauv(L, sizeof *held, 0);
  *held = NULL;
  luaL_setmetatable(L, HELD);
  if (read_json(L, &json, &err) || lede__record_read(json, held, &err)) return misfortune(L, &err);
  push_member(L, json, "recipe");
  push_member(L, json, "errors"); /* the record's way into Lua overwrites `json` */
  lede__lua_record_push(L, *held);
  lede_doc_free(*held); /* now: Lua doesn't know how large it is */
  *held = NULL;
  set_from_json(L, "recipe", 4);
  set_from_json(L, "errors", 5);
  return 1;
}

/* ---- About the desk ------------------------------------------------------ */

static void set_int(lua_State *L, const char *name, int64_t n) {
  lua_pushinteger(L, n);
  lua_setfield(L, -2, name);
}

static int desk_counts(lua_State *L) {
  desk *d = check(L, 1);
  lede__store_counts c;
  lede_error err;
  if (lede__store_count(d->store, &c, &err)) return raise(L, &err);
  lua_createtable(L, 0, 9);
  set_int(L, "done", c.done);
  set_int(L, "partly", c.partly);
  set_int(L, "failed", c.failed);
  set_int(L, "unindexed", c.unindexed);
  set_int(L, "findings", c.findings);
  set_int(L, "change", c.change);
  set_int(L, "findings_at", c.findings_at);
  set_int(L, "stale", c.stale);
  set_int(L, "newest", c.newest);
  return 1;
}

static int desk_info(lua_State *L) {
  long pid;
  check(L, 1);
  lua_createtable(L, 0, 4);
  lua_getiuservalue(L, 1, 1);
  const char *folder = lua_tostring(L, -1);
  bool held = lede__store_is_held(folder, &pid);
  lua_setfield(L, -2, "folder");
  lua_pushboolean(L, held);
  lua_setfield(L, -2, "watched");
  if (held) set_int(L, "pid", pid);
  return 1;
}

/* ---- The type ----------------------------------------------------------- */

/* What isn't here is a function of lib.desk, or nothing. */
static int desk_index(lua_State *L) {
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
  lua_getglobal(L, "require");
  lua_pushliteral(L, "lib.desk");
  lua_call(L, 1, 1);
  lua_pushvalue(L, 2);
  lua_gettable(L, -2);
  return 1;
}

static void new_type(lua_State *L, const char *name, lua_CFunction gc) {
  luaL_newmetatable(L, name);
  lua_pushcfunction(L, gc);
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, gc);
  lua_setfield(L, -2, "__close");
}

void lede__desk_open_lua(lua_State *L) {
  static const luaL_Reg methods[] = {{"rows", desk_rows}, {"columns", desk_columns}, {"record", desk_record},
                                     {"json", desk_json}, {"counts", desk_counts},   {"info", desk_info},
                                     {NULL, NULL}};
  new_type(L, ROWS, rows_gc);
  new_type(L, HELD, held_gc);
  new_type(L, DESK, desk_gc);
  luaL_newlib(L, methods);
  lua_pushcclosure(L, desk_index, 1);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 3);
  lua_getglobal(L, "lede");
  lua_pushcfunction(L, desk_new);
  lua_setfield(L, -2, "desk");
  lua_pop(L, 1);
}
