#include "script/session.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_read.h"
#include "base/str.h"
#include "flow/pipeline.h"
#include "input/input.h"
#include "lua/value.h"
#include "script/home.h"
#include "script/read.h"
#include "script/tables.h"

#define SESSION "lede.session"
#define FILES "lede.files"

typedef struct session {
  lede__pipeline pipeline;
  bool open;
} session;

static session *check(lua_State *L, int index) { return luaL_checkudata(L, index, SESSION); }

static int raise(lua_State *L, const lede_error *err) {
  return err->where[0] ? luaL_error(L, "%s: %s", err->where, err->message) : luaL_error(L, "%s", err->message);
}

/* ---- opening -------------------------------------------------------------------------------------------- */

/* The strings of a list field as an array of C strings, kept alive by the list, in a userdata left on the stack. */
static const char **string_list(lua_State *L, int options, const char *field, size_t *count) {
  lua_getfield(L, options, field);
  if (lua_isnil(L, -1)) return *count = 0, NULL;
  luaL_argexpected(L, lua_istable(L, -1), options, lua_pushfstring(L, "a list in %s", field));
  *count = lua_rawlen(L, -1);
  const char **list = lua_newuserdatauv(L, (*count + 1) * sizeof *list, 0);
  for (size_t i = 0; i < *count; i++) {
    if (lua_rawgeti(L, -2, (lua_Integer)i + 1) != LUA_TSTRING) luaL_error(L, "%s[%d] is not a string", field, (int)i + 1);
    list[i] = lua_tostring(L, -1);
    lua_pop(L, 1);
  }
  return list;
}

static int session_new(lua_State *L) {
  const lede__home *home;
  lede_error err;
  lua_settop(L, 1);
  if (lua_isnil(L, 1)) {
    lua_newtable(L);
    lua_replace(L, 1);
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  if (lede__home_find(&home, &err)) return raise(L, &err);
  size_t name_count, set_count;
  const char **names = string_list(L, 1, "plugins", &name_count);
  const char **sets = string_list(L, 1, "set", &set_count);
  session *s = lua_newuserdatauv(L, sizeof *s, 0);
  s->open = false;
  luaL_setmetatable(L, SESSION);
  lede__plugin_options options = {.sets = sets, .set_count = set_count};
  lede_status status = names ? lede__pipeline_open(&s->pipeline, names, name_count, home->plugins, home->plugin_count, &options, &err)
                             : lede__pipeline_open(&s->pipeline, lede__default_plugins, LEDE__DEFAULT_PLUGINS, home->plugins,
                                                   home->plugin_count, &options, &err);
  if (status) return raise(L, &err);
  s->open = true;
  return 1;
}

static int session_gc(lua_State *L) {
  session *s = check(L, 1);
  if (s->open) lede__pipeline_close(&s->pipeline);
  s->open = false;
  return 0;
}

/* ---- records ------------------------------------------------------------------------------------------------ */

/* Runs the plugins and pushes the record. The document is Lua's to free from here on, so that raising loses nothing. */
static int push_analysed(lua_State *L, session *s, lede_doc *doc) {
  lede_error err;
  lede__lua_doc_push(L, doc, NULL);
  lede_doc_free(doc);
  lede_status status = lede__pipeline_run(&s->pipeline, doc, &err);
  if (!status) status = lede__pipeline_fold(&s->pipeline, doc, &err);
  if (status) return raise(L, &err);
  lede__record_table_push(L, doc, &s->pipeline);
  return 1;
}

static lede_str field(lua_State *L, int table, const char *name) {
  lede_str s = {0};
  if (lua_istable(L, table) && lua_getfield(L, table, name) == LUA_TSTRING) s.ptr = lua_tolstring(L, -1, &s.len);
  return s;
}

static int session_analyze(lua_State *L) {
  session *s = check(L, 1);
  lede_str text;
  text.ptr = luaL_checklstring(L, 2, &text.len);
  lua_settop(L, 3);
  if (!lua_isnil(L, 3)) luaL_checktype(L, 3, LUA_TTABLE);
  lede_given given = {.id = field(L, 3, "id"),   .path = field(L, 3, "path"), .title = field(L, 3, "title"), .outlet = field(L, 3, "outlet"),
                      .date = field(L, 3, "date"), .url = field(L, 3, "url"), .lang = field(L, 3, "lang")};
  if (!given.id.ptr && !given.path.ptr) given.id = LEDE__LIT("text");
  lede_doc *doc;
  lede_error err;
  lede_status status = lede_doc_load(text.ptr, text.len, &given, NULL, &doc, &err);
  if (!status) return push_analysed(L, s, doc);
  lua_pushnil(L);
  lua_pushstring(L, err.message);
  lua_pushstring(L, lede_status_name(status));
  return 3;
}

/* ---- files ----------------------------------------------------------------------------------------------------- */

/* User values 1 to 3 keep the session, the paths and the options alive. */
typedef struct files {
  lede__input *input;
  session *session;
  lede_load_options load;
} files;

static int files_gc(lua_State *L) {
  files *f = luaL_checkudata(L, 1, FILES);
  if (f->input) lede__input_close(f->input);
  f->input = NULL;
  return 0;
}

static int files_next(lua_State *L) {
  files *f = lua_touserdata(L, lua_upvalueindex(1));
  const lede__item *item;
  lede_error err;
  lede_doc *doc;
  if (!f->input) return 0;
  if (lede__input_next(f->input, &item, &err)) return raise(L, &err);
  if (!item) return 0;
  if (lede__item_read(item, &f->load, &doc, &err)) return lede__failure_table_push(L, &item->given, &err), 1;
  return push_analysed(L, f->session, doc);
}

static const char *opt_field(lua_State *L, int table, const char *name) {
  if (!lua_istable(L, table)) return NULL;
  return lua_getfield(L, table, name) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
}

static size_t opt_size(lua_State *L, int table, const char *name) {
  if (!lua_istable(L, table) || lua_getfield(L, table, name) == LUA_TNIL) return 0;
  lua_Integer n = lua_tointeger(L, -1);
  return n > 0 ? (size_t)n : 0;
}

static bool opt_flag(lua_State *L, int table, const char *name) {
  return lua_istable(L, table) && (lua_getfield(L, table, name), lua_toboolean(L, -1));
}

static int session_each(lua_State *L) {
  session *s = check(L, 1);
  lua_settop(L, 3);
  if (lua_type(L, 2) == LUA_TSTRING) {
    lua_createtable(L, 1, 0);
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, 1);
    lua_replace(L, 2);
  }
  luaL_checktype(L, 2, LUA_TTABLE);
  files *f = lua_newuserdatauv(L, sizeof *f, 3);
  f->input = NULL;
  luaL_setmetatable(L, FILES);
  for (int i = 1; i <= 3; i++) {
    lua_pushvalue(L, i);
    lua_setiuservalue(L, 4, i);
  }
  lua_createtable(L, 1, 0);
  lua_pushvalue(L, 2);
  lua_setfield(L, -2, "paths");
  size_t count;
  const char **paths = string_list(L, 5, "paths", &count);
  int kept = lua_gettop(L);
  lede__input_options options = {.text_field = opt_field(L, 3, "text_field"), .id_field = opt_field(L, 3, "id_field"),
                                 .meta_file = opt_field(L, 3, "meta"), .max_bytes = opt_size(L, 3, "max_bytes")};
  const char *from = opt_field(L, 3, "outlet_from");
  options.outlet_from_folder = from && strcmp(from, "folder") == 0;
  f->load = (lede_load_options){.encoding = opt_field(L, 3, "encoding"), .strict = opt_flag(L, 3, "strict"), .max_bytes = options.max_bytes};
  f->session = s;
  lede_error err;
  if (lede__input_open(paths, count, &options, &f->input, &err)) return raise(L, &err);
  lua_pushvalue(L, 4);
  lua_pushvalue(L, kept);
  lua_pushcclosure(L, files_next, 2);
  return 1;
}

/* ---- findings ------------------------------------------------------------------------------------------------------ */

static void add_finding(void *ctx, const lede__plugin *p, lede_str json) {
  (void)p;
  json_t *list = ctx, *value;
  if (lede__json_parse(json, "finding", &value, NULL) == LEDE_OK) json_array_append_new(list, value);
}

static int session_findings(lua_State *L) {
  session *s = check(L, 1);
  lede_error err;
  json_t *list = json_array();
  if (!list) return luaL_error(L, "out of memory");
  lede_status status = lede__pipeline_finish(&s->pipeline, add_finding, list, &err);
  if (status) {
    json_decref(list);
    return raise(L, &err);
  }
  lede__lua_json_push(L, list); /* out of memory here loses the list: the program is at its end then */
  json_decref(list);
  return 1;
}

/* What was gathered so far, for a session elsewhere to add. */
static int session_take(lua_State *L) {
  session *s = check(L, 1);
  lede_error err;
  lede__buf json = {0};
  lede_status status = lede__pipeline_take(&s->pipeline, &json, &err);
  char *copy = status ? NULL : lua_newuserdatauv(L, json.len + 1, 0);
  size_t len = json.len;
  if (copy) memcpy(copy, json.ptr, len);
  lede__buf_free(&json);
  if (!copy) return raise(L, &err);
  lua_pushlstring(L, copy, len);
  return 1;
}

static int session_add(lua_State *L) {
  session *s = check(L, 1);
  lede_str json;
  lede_error err;
  json.ptr = luaL_checklstring(L, 2, &json.len);
  lede__pipeline_clear_errors(&s->pipeline);
  if (lede__pipeline_add(&s->pipeline, json, &err)) return raise(L, &err);
  if (s->pipeline.error_count)
    return luaL_error(L, "plugin %s: %s", s->pipeline.errors[0].plugin.ptr, s->pipeline.errors[0].message.ptr);
  return 0;
}

static int session_recipe(lua_State *L) {
  lua_pushstring(L, check(L, 1)->pipeline.recipe);
  return 1;
}

void lede__session_open(lua_State *L) {
  static const luaL_Reg methods[] = {{"analyze", session_analyze}, {"each", session_each}, {"findings", session_findings},
                                     {"recipe", session_recipe}, {"take", session_take}, {"add", session_add},   {NULL, NULL}};
  luaL_newmetatable(L, SESSION);
  lua_pushcfunction(L, session_gc);
  lua_setfield(L, -2, "__gc");
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  luaL_newmetatable(L, FILES);
  lua_pushcfunction(L, files_gc);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 2);
  lua_getglobal(L, "lede");
  lua_pushcfunction(L, session_new);
  lua_setfield(L, -2, "session");
  lua_pop(L, 1);
}
