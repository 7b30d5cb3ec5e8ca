#include "script/session.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "flow/pipeline.h"
#include "input/input.h"
#include "plugin/value.h"
#include "script/options.h"
#include "script/read.h"
#include "script/setup.h"
#include "script/tables.h"

#define SESSION "lede.session"
#define FILES "lede.files"

typedef struct session {
  lede__pipeline pipeline;
  lede__setup setup; /* of which the session uses the corrections, once it is open */
  bool open, folds;
} session;

static session *check(lua_State *L, int index) { return luaL_checkudata(L, index, SESSION); }

/* ---- opening ------------------------------------------------------------------------------------------- */

static int session_new(lua_State *L) {
  lede_error err;
  lua_settop(L, 1);
  lede__options_push(L, 1);
  session *s = lua_newuserdatauv(L, sizeof *s, 0);
  *s = (session){.folds = !lede__options_flag(L, 2, "no_findings")};
  luaL_setmetatable(L, SESSION);
  lede__setup_read(L, 2, &s->setup);
  if (lede__setup_open(&s->setup, &s->pipeline, &err)) return lede__raise(L, &err);
  s->open = true;
  lua_settop(L, 3);
  return 1;
}

static int session_gc(lua_State *L) {
  session *s = check(L, 1);
  if (s->open) lede__pipeline_close(&s->pipeline);
  s->open = false;
  lede__setup_free(&s->setup);
  return 0;
}

/* ---- records ------------------------------------------------------------------------------------------- */

/* Runs the plugins and pushes the record. The document is Lua's to free from here on, so that raising
 * loses nothing. */
static int push_analysed(lua_State *L, session *s, lede_doc *doc) {
  lede_error err;
  lede__lua_doc_push(L, doc, NULL);
  lede_doc_free(doc);
  lede_status status = lede__pipeline_run(&s->pipeline, doc, &err);
  if (!status && s->folds) status = lede__pipeline_fold(&s->pipeline, doc, &err);
  if (status) return lede__raise(L, &err);
  lede__record_table_push(L, doc, &s->pipeline);
  return 1;
}

/* A string of what is given with a text; absent when it isn't there. The caller's table keeps it. */
static lede_str given_string(lua_State *L, int table, const char *name) {
  lede_str s = {0};
  if (lua_isnil(L, table) || lua_getfield(L, table, name) == LUA_TNIL) return s;
  if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "%s is a %s; it is a string", name, luaL_typename(L, -1));
  s.ptr = lua_tolstring(L, -1, &s.len);
  return s;
}

static int session_analyze(lua_State *L) {
  session *s = check(L, 1);
  lede_str text;
  text.ptr = luaL_checklstring(L, 2, &text.len);
  lua_settop(L, 3);
  if (!lua_isnil(L, 3)) luaL_checktype(L, 3, LUA_TTABLE);
  lede_given given = {.id = given_string(L, 3, "id"),
                      .path = given_string(L, 3, "path"),
                      .title = given_string(L, 3, "title"),
                      .outlet = given_string(L, 3, "outlet"),
                      .date = given_string(L, 3, "date"),
                      .url = given_string(L, 3, "url"),
                      .lang = given_string(L, 3, "lang")};
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

/* ---- files --------------------------------------------------------------------------------------------- */

/* User values keep what it borrows alive: the session, copies of the options and the paths, the array of
 * the latter. */
enum { KEPT_SESSION = 1, KEPT_OPTIONS, KEPT_PATHS, KEPT_ARRAY };

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
  if (lede__input_next(f->input, &item, &err)) return lede__raise(L, &err);
  if (!item) return 0;
  lede_status status = lede__item_read(item, &f->load, &doc, &err);
  if (status == LEDE_EUSAGE || status == LEDE_ENOMEM) return lede__raise(L, &err);
  if (status) return lede__failure_table_push(L, &item->given, &err), 1;
  return push_analysed(L, f->session, doc);
}

static void push_paths(lua_State *L, int index) {
  if (lua_type(L, index) == LUA_TSTRING) {
    lua_createtable(L, 1, 0);
    lua_pushvalue(L, index);
    lua_rawseti(L, -2, 1);
  } else {
    lede__strings_push(L, index, "paths");
  }
}

static int session_each(lua_State *L) {
  session *s = check(L, 1);
  lua_settop(L, 3);
  files *f = lua_newuserdatauv(L, sizeof *f, KEPT_ARRAY);
  int self = lua_gettop(L);
  f->input = NULL;
  luaL_setmetatable(L, FILES);
  size_t count;
  lua_pushvalue(L, 1);
  lede__options_push(L, 3);
  push_paths(L, 2);
  const char **paths = lede__strings_array(L, &count);
  lede__setup reading = {0};
  lede__setup_input(L, self + KEPT_OPTIONS, &reading);
  f->session = s;
  f->load = reading.load;
  for (int kept = KEPT_ARRAY; kept >= KEPT_SESSION; kept--) lua_setiuservalue(L, self, kept);
  lede_error err;
  if (lede__input_open(paths, count, &reading.from, &f->input, &err)) return lede__raise(L, &err);
  lua_pushcclosure(L, files_next, 1);
  return 1;
}

/* ---- findings ------------------------------------------------------------------------------------------ */

static int session_findings(lua_State *L) {
  session *s = check(L, 1);
  lede_error err;
  json_t *list;
  lede_status status = lede__pipeline_findings(&s->pipeline, &list, &err);
  if (status) {
    json_decref(list);
    return lede__raise(L, &err);
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
  if (!copy) return lede__raise(L, &err);
  lua_pushlstring(L, copy, len);
  return 1;
}

static int session_add(lua_State *L) {
  session *s = check(L, 1);
  lede_str json;
  lede_error err;
  json.ptr = luaL_checklstring(L, 2, &json.len);
  lede__pipeline_clear_errors(&s->pipeline);
  if (lede__pipeline_add(&s->pipeline, json, &err)) return lede__raise(L, &err);
  if (s->pipeline.error_count)
    return luaL_error(L, "plugin %s: %s", s->pipeline.errors[0].plugin.ptr,
                      s->pipeline.errors[0].message.ptr);
  return 0;
}

static int session_recipe(lua_State *L) {
  lua_pushstring(L, check(L, 1)->pipeline.recipe);
  return 1;
}

/* What its layers declare: { layer = { attribute = type } }. */
static int session_gives(lua_State *L) {
  const lede__plan *plan = &check(L, 1)->pipeline.plan;
  lua_newtable(L);
  for (uint32_t i = 0; i < plan->count; i++)
    for (uint32_t g = 0; g < plan->plugins[i]->give_count; g++) {
      lede__schema_table_push(L, plan->plugins[i]->gives[g]);
      lua_setfield(L, -2, plan->plugins[i]->gives[g]->layer.ptr);
    }
  return 1;
}

/* The plugin's own file, then those it read. */
static void push_files(lua_State *L, const lede__plugin *p) {
  lua_Integer n = 1;
  lua_createtable(L, 8, 0);
  lua_pushlstring(L, p->path.ptr, p->path.len);
  lua_rawseti(L, -2, n);
  for (size_t at = 0; at < p->env.files.len; at += strlen(p->env.files.ptr + at) + 1) {
    lua_pushstring(L, p->env.files.ptr + at);
    lua_rawseti(L, -2, ++n);
  }
}

static void push_names(lua_State *L, const lede_str *names, uint32_t count) {
  lua_createtable(L, (int)count, 0);
  for (uint32_t i = 0; i < count; i++) {
    lua_pushlstring(L, names[i].ptr, names[i].len);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

/* Its plugins in the order they run, as far as scripts ask. */
static int session_plugins(lua_State *L) {
  const lede__plan *plan = &check(L, 1)->pipeline.plan;
  lua_createtable(L, (int)plan->count, 0);
  for (uint32_t i = 0; i < plan->count; i++) {
    const lede__plugin *p = plan->plugins[i];
    lua_createtable(L, 0, 6);
    lua_pushlstring(L, p->name.ptr, p->name.len);
    lua_setfield(L, -2, "name");
    push_names(L, p->needs, p->need_count);
    lua_setfield(L, -2, "needs");
    push_names(L, p->wants, p->want_count);
    lua_setfield(L, -2, "wants");
    lua_createtable(L, (int)p->give_count, 0);
    for (uint32_t g = 0; g < p->give_count; g++) {
      lua_pushlstring(L, p->gives[g]->layer.ptr, p->gives[g]->layer.len);
      lua_rawseti(L, -2, (lua_Integer)g + 1);
    }
    lua_setfield(L, -2, "gives");
    lua_pushboolean(L, p->has_document);
    lua_setfield(L, -2, "document");
    lua_pushboolean(L, p->has_fold);
    lua_setfield(L, -2, "fold");
    push_files(L, p);
    lua_setfield(L, -2, "files");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* What is run when no plugins are named. */
static void push_defaults(lua_State *L) {
  lua_createtable(L, LEDE__DEFAULT_PLUGINS, 0);
  for (int i = 0; i < LEDE__DEFAULT_PLUGINS; i++) {
    lua_pushstring(L, lede__default_plugins[i]);
    lua_rawseti(L, -2, i + 1);
  }
}

void lede__session_open(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"analyze", session_analyze}, {"each", session_each},   {"findings", session_findings},
      {"recipe", session_recipe},   {"gives", session_gives}, {"plugins", session_plugins},
      {"take", session_take},       {"add", session_add},     {NULL, NULL}};
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
  push_defaults(L);
  lua_setfield(L, -2, "default_plugins");
  lua_pop(L, 1);
}
