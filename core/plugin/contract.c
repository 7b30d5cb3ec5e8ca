#include "plugin/contract.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

static const char *const keys[] = {"api",      "name", "needs", "wants",  "gives", "settings",
                                   "document", "fold", "merge", "finish", "about"};
enum { KEY_COUNT = sizeof keys / sizeof *keys };

static lede_str keep(lua_State *L, lede__plugin *p, int index) {
  lede_str s;
  s.ptr = lua_tolstring(L, index, &s.len);
  lede_str copy = lede__arena_str(&p->arena, s);
  if (!copy.ptr) luaL_error(L, "out of memory");
  return copy;
}

static void *keep_array(lua_State *L, lede__plugin *p, size_t count, size_t size) {
  void *a = lede__arena_calloc(&p->arena, count, size);
  if (!a) luaL_error(L, "out of memory");
  return a;
}

/* A key that begins with _ is the author's own. */
static void check_keys(lua_State *L, int index) {
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING)
      luaL_error(L, "the plugin's table has a %s as key; its keys are names such as document",
                 luaL_typename(L, -2));
    const char *key = lua_tostring(L, -2);
    bool known = *key == '_';
    for (int i = 0; i < KEY_COUNT && !known; i++) known = strcmp(key, keys[i]) == 0;
    if (known) continue;
    const char *near = lede__str_nearest(key, keys, KEY_COUNT);
    if (near) luaL_error(L, "unknown key '%s'; did you mean '%s'?", key, near);
    luaL_error(L, "unknown key '%s'; make it local, or begin its name with _", key);
  }
}

static void read_api(lua_State *L, int index) {
  int type = lua_getfield(L, index, "api");
  if (type == LUA_TNIL) luaL_error(L, "api is missing; write api = %d", LEDE__PLUGIN_API);
  if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) != LEDE__PLUGIN_API)
    luaL_error(L, "api is %s; this lede speaks api %d", luaL_tolstring(L, -1, NULL), LEDE__PLUGIN_API);
  lua_pop(L, 1);
}

bool lede__contract_name(lede_str s) {
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i];
    bool letter = (c >= 'a' && c <= 'z') || c == '_';
    if (!letter && (i == 0 || c < '0' || c > '9')) return false;
  }
  return s.len > 0 && s.len <= 40;
}

static void check_identifier(lua_State *L, lede_str s, const char *what) {
  if (!lede__contract_name(s))
    luaL_error(L, "%s '%s': a name has lower case letters, digits and _, and begins with a letter", what,
               s.ptr);
}

static void read_name(lua_State *L, int index, lede__plugin *p) {
  if (lua_getfield(L, index, "name") != LUA_TSTRING)
    luaL_error(L, "name is missing; write name = \"%s\"", p->env.plugin);
  p->name = keep(L, p, -1);
  check_identifier(L, p->name, "name");
  lua_pop(L, 1);
}

static void read_names(lua_State *L, int index, const char *key, lede__plugin *p, lede_str **out,
                       uint32_t *count) {
  int type = lua_getfield(L, index, key);
  if (type == LUA_TSTRING)
    luaL_error(L, "%s is a string; it is a list: %s = { \"%s\" }", key, key, lua_tostring(L, -1));
  if (type != LUA_TNIL && type != LUA_TTABLE)
    luaL_error(L, "%s is a %s; it is a list of layers", key, luaL_typename(L, -1));
  *count = type == LUA_TNIL ? 0 : (uint32_t)lua_rawlen(L, -1);
  *out = keep_array(L, p, *count, sizeof **out);
  for (uint32_t i = 0; i < *count; i++) {
    if (lua_rawgeti(L, -1, (lua_Integer)i + 1) != LUA_TSTRING)
      luaL_error(L, "%s[%d] is a %s; it is the name of a layer", key, (int)i + 1, luaL_typename(L, -1));
    (*out)[i] = keep(L, p, -1);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* ---- gives --------------------------------------------------------------------------------- */

static void read_attribute(lua_State *L, lede__plugin *p, lede__schema *schema) {
  lede_error err;
  if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TSTRING)
    luaL_error(L, "gives.%s: write attribute = \"type\"", schema->layer.ptr);
  if (schema->count >= LEDE__MAX_ATTRIBUTES)
    luaL_error(L, "gives.%s: more than %d attributes", schema->layer.ptr, LEDE__MAX_ATTRIBUTES);
  lede__attribute *a = &schema->attributes[schema->count];
  a->name = keep(L, p, -2);
  if (lede__type_parse(keep(L, p, -1), a, &err))
    luaL_error(L, "gives.%s.%s: %s", schema->layer.ptr, a->name.ptr, err.message);
  schema->count++;
}

/* Layer name at -2, attributes at -1. */
static lede__schema *read_schema(lua_State *L, lede__plugin *p) {
  lede_error err;
  if (lua_type(L, -2) != LUA_TSTRING)
    luaL_error(L, "gives is a list; it is a table: gives = { LAYER = { attribute = \"type\" } }");
  lede__schema *schema = keep_array(L, p, 1, sizeof *schema);
  schema->layer = keep(L, p, -2);
  check_identifier(L, schema->layer, "gives");
  if (!lua_istable(L, -1))
    luaL_error(L, "gives.%s is a %s; it is a table of attributes and types, {} when there are none",
               schema->layer.ptr, luaL_typename(L, -1));
  schema->attributes = keep_array(L, p, LEDE__MAX_ATTRIBUTES, sizeof *schema->attributes);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) read_attribute(L, p, schema);
  if (lede__schema_seal(schema, &err)) luaL_error(L, "gives.%s: %s", schema->layer.ptr, err.message);
  return schema;
}

static int compare_schemas(const void *a, const void *b) {
  return lede__str_cmp((*(lede__schema *const *)a)->layer, (*(lede__schema *const *)b)->layer);
}

static void read_gives(lua_State *L, int index, lede__plugin *p) {
  int type = lua_getfield(L, index, "gives");
  if (type != LUA_TNIL && type != LUA_TTABLE)
    luaL_error(L, "gives is a %s; it is a table: gives = { LAYER = { attribute = \"type\" } }",
               luaL_typename(L, -1));
  if (type == LUA_TTABLE) {
    uint32_t n = 0;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) n++;
    p->gives = keep_array(L, p, n, sizeof *p->gives);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) p->gives[p->give_count++] = read_schema(L, p);
    qsort(p->gives, p->give_count, sizeof *p->gives, compare_schemas);
  }
  lua_pop(L, 1);
}

/* ---- functions ------------------------------------------------------------------------------ */

static bool has_function(lua_State *L, int index, const char *key) {
  int type = lua_getfield(L, index, key);
  if (type != LUA_TNIL && type != LUA_TFUNCTION)
    luaL_error(L, "%s is a %s; it is a function", key, luaL_typename(L, -1));
  lua_pop(L, 1);
  return type == LUA_TFUNCTION;
}

static void read_functions(lua_State *L, int index, lede__plugin *p) {
  p->has_document = has_function(L, index, "document");
  p->has_fold = has_function(L, index, "fold");
  p->has_merge = has_function(L, index, "merge");
  p->has_finish = has_function(L, index, "finish");
  if (!p->has_document && !p->has_fold)
    luaL_error(L, "there is neither a function document nor a function fold; a plugin has one of them");
  if (p->give_count && !p->has_document)
    luaL_error(L, "it gives \"%s\" but has no function document", p->gives[0]->layer.ptr);
  if (p->has_document && !p->give_count)
    luaL_error(L, "it has a function document but gives no layer; write gives = { %s = {} }", p->name.ptr);
  if (p->has_fold != p->has_finish)
    luaL_error(L, "%s is missing; fold and finish go together", p->has_fold ? "finish" : "fold");
  if (p->has_fold && !p->has_merge)
    luaL_error(L, "merge is missing; a fold needs it so that work can be split");
}

static void join_layers(lua_State *L, lede__plugin *p) {
  p->folded = keep_array(L, p, p->need_count + p->want_count + p->give_count, sizeof *p->folded);
  for (uint32_t i = 0; i < p->need_count; i++) p->folded[p->folded_count++] = p->needs[i];
  for (uint32_t i = 0; i < p->want_count; i++) p->folded[p->folded_count++] = p->wants[i];
  p->readable = (lede__readable){p->folded, p->folded_count};
  for (uint32_t i = 0; i < p->give_count; i++) p->folded[p->folded_count++] = p->gives[i]->layer;
}

void lede__contract_read(lua_State *L, int index, lede__plugin *p) {
  if (!lua_istable(L, index))
    luaL_error(L, "the file returned %s instead of the plugin's table; does it end in `return M`?",
               lua_isnil(L, index) ? "nothing" : luaL_typename(L, index));
  check_keys(L, index);
  read_api(L, index);
  read_name(L, index, p);
  read_names(L, index, "needs", p, &p->needs, &p->need_count);
  read_names(L, index, "wants", p, &p->wants, &p->want_count);
  read_gives(L, index, p);
  read_functions(L, index, p);
  join_layers(L, p);
}

/* ---- settings ---------------------------------------------------------------------------------- */

/* Whether the items of the list at the top of the stack are numbers, so that those that replace them must
 * be. */
static bool holds_numbers(lua_State *L) {
  bool numbers = lua_rawgeti(L, -1, 1) == LUA_TNUMBER;
  lua_pop(L, 1);
  return numbers;
}

static void push_list(lua_State *L, const char *set, lede_str value) {
  bool numbers = holds_numbers(L);
  lua_newtable(L);
  for (lua_Integer n = 1; value.len; n++) {
    const char *comma = memchr(value.ptr, ',', value.len);
    size_t len = comma ? (size_t)(comma - value.ptr) : value.len;
    lua_pushlstring(L, value.ptr, len);
    if (numbers && !lua_stringtonumber(L, lua_tostring(L, -1)))
      luaL_error(L, "--set %s: the values are numbers", set);
    if (numbers) lua_remove(L, -2);
    lua_rawseti(L, -2, n);
    value.ptr += len + (comma != NULL);
    value.len -= len + (comma != NULL);
  }
}

/* Pushes `value` as the type of the default at the top of the stack. */
static void push_typed(lua_State *L, const char *set, lede_str value) {
  int type = lua_type(L, -1);
  bool integer = lua_isinteger(L, -1);
  if (type == LUA_TBOOLEAN) {
    if (!lede__str_is(value, "true") && !lede__str_is(value, "false"))
      luaL_error(L, "--set %s: the value is true or false", set);
    lua_pushboolean(L, lede__str_is(value, "true"));
  } else if (type == LUA_TNUMBER) {
    if (!lua_stringtonumber(L, value.ptr)) luaL_error(L, "--set %s: the value is a number", set);
    if (integer && !lua_isinteger(L, -1)) luaL_error(L, "--set %s: the value is a whole number", set);
  } else if (type == LUA_TTABLE) {
    push_list(L, set, value);
  } else {
    lua_pushlstring(L, value.ptr, value.len);
  }
}

static int refuse_setting(lua_State *L, const lede__plugin *p, const char *set, const char *key) {
  enum { MOST = 64 };
  const char *known[MOST];
  size_t n = 0;
  for (lua_pushnil(L); lua_next(L, -2) && n < MOST; lua_pop(L, 1))
    if (lua_type(L, -2) == LUA_TSTRING) known[n++] = lua_tostring(L, -2);
  const char *near = lede__str_nearest(key, known, n);
  if (near)
    return luaL_error(L, "--set %s: plugin %s has no setting '%s'; did you mean '%s'?", set, p->name.ptr, key,
                      near);
  return luaL_error(L, "--set %s: plugin %s has no setting '%s'", set, p->name.ptr, key);
}

/* Settings table at the top of the stack. */
static void apply_set(lua_State *L, const lede__plugin *p, const char *set) {
  const char *dot = strchr(set, '.'), *equals = strchr(set, '=');
  if (!dot || !equals || equals < dot) return;
  if (!lede__str_eq(p->name, (lede_str){set, (size_t)(dot - set)})) return;
  lua_pushlstring(L, dot + 1, (size_t)(equals - dot) - 1);
  lua_pushvalue(L, -1);
  if (lua_rawget(L, -3) == LUA_TNIL) {
    const char *key = lua_tostring(L, -2);
    lua_pushvalue(L, -3);
    refuse_setting(L, p, set, key);
  }
  push_typed(L, set, lede__str(equals + 1));
  lua_remove(L, -2);
  lua_rawset(L, -3);
}

static void check_default(lua_State *L) {
  if (lua_type(L, -2) != LUA_TSTRING)
    luaL_error(L, "settings is a list; it is a table: settings = { least = 2 }");
  int type = lua_type(L, -1);
  if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TBOOLEAN && type != LUA_TTABLE)
    luaL_error(L, "settings.%s is a %s; a setting is a string, number, boolean or list", lua_tostring(L, -2),
               luaL_typename(L, -1));
}

void lede__contract_settings(lua_State *L, int index, const lede__plugin *p,
                             const lede__plugin_options *options) {
  int type = lua_getfield(L, index, "settings");
  if (type != LUA_TNIL && type != LUA_TTABLE)
    luaL_error(L, "settings is a %s; it is a table of defaults", luaL_typename(L, -1));
  lua_newtable(L);
  if (type == LUA_TTABLE) {
    for (lua_pushnil(L); lua_next(L, -3);) {
      check_default(L);
      lua_pushvalue(L, -2);
      lua_insert(L, -2);
      lua_rawset(L, -4);
    }
  }
  lua_remove(L, -2);
  for (size_t i = 0; i < options->set_count; i++) apply_set(L, p, options->sets[i]);
}
