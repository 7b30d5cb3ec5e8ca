#include "plugin/value.h"

#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "doc/facts.h"
#include "lua/state.h"
#include "plugin/doc.h"
#include "text/utf8.h"

enum { DEEPEST = 200 };

/* ---- JSON to Lua ------------------------------------------------------------------ */

static void push_json(lua_State *L, const json_t *v, int depth);

static void push_object(lua_State *L, const json_t *v, int depth) {
  lua_createtable(L, 0, (int)json_object_size(v));
  for (void *it = json_object_iter((json_t *)v); it; it = json_object_iter_next((json_t *)v, it)) {
    lua_pushstring(L, json_object_iter_key(it));
    push_json(L, json_object_iter_value(it), depth + 1);
    lua_rawset(L, -3);
  }
}

static void push_array(lua_State *L, const json_t *v, int depth) {
  lua_createtable(L, (int)json_array_size(v), 0);
  for (size_t i = 0; i < json_array_size(v); i++) {
    push_json(L, json_array_get(v, i), depth + 1);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_json(lua_State *L, const json_t *v, int depth) {
  if (depth > DEEPEST) luaL_error(L, "JSON nested deeper than %d levels", DEEPEST);
  luaL_checkstack(L, 4, NULL);
  switch (json_typeof(v)) {
  case JSON_OBJECT:
    push_object(L, v, depth);
    break;
  case JSON_ARRAY:
    push_array(L, v, depth);
    break;
  case JSON_STRING:
    lua_pushlstring(L, json_string_value(v), json_string_length(v));
    break;
  case JSON_INTEGER:
    lua_pushinteger(L, json_integer_value(v));
    break;
  case JSON_REAL:
    lua_pushnumber(L, json_real_value(v));
    break;
  case JSON_TRUE:
    lua_pushboolean(L, true);
    break;
  case JSON_FALSE:
    lua_pushboolean(L, false);
    break;
  case JSON_NULL:
    lua_pushnil(L);
    break;
  }
}

void lede__lua_converted_push(lua_State *L, lede_str s, void (*convert)(lede__buf *out, lede_str s)) {
  static const size_t MOST_KEPT = 1 << 16;
  lede__buf *out = &lede__state_of(L)->scratch;
  lede__buf_clear(out);
  convert(out, s);
  if (out->failed) {
    lede__buf_free(out);
    luaL_error(L, "out of memory");
  }
  lua_pushlstring(L, out->ptr ? out->ptr : "", out->len);
  if (out->cap > MOST_KEPT) lede__buf_free(out);
}

void lede__lua_json_push(lua_State *L, const json_t *value) { push_json(L, value, 0); }

/* ---- Lua to JSON -------------------------------------------------------------------- */

/* The way to the value being written, for errors; a link a level. */
typedef struct path_link {
  const struct path_link *up;
  lede_str key; /* absent: a list index */
  lua_Integer index;
  int depth;
} path_link;

static void add_path(luaL_Buffer *b, const path_link *p) {
  if (!p) return;
  add_path(b, p->up);
  char number[32];
  if (p->key.ptr) {
    if (p->up) luaL_addchar(b, '.');
    luaL_addlstring(b, p->key.ptr, p->key.len);
  } else {
    luaL_addlstring(b, number, (size_t)snprintf(number, sizeof number, "[%lld]", (long long)p->index));
  }
}

static int bad_value(lua_State *L, const path_link *p, const char *what) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  add_path(&b, p);
  luaL_pushresult(&b);
  return luaL_error(L, "%s %s", lua_rawlen(L, -1) ? lua_tostring(L, -1) : "the value", what);
}

static void write_json(lua_State *L, int index, lede__json *j, const path_link *p);

/* A list has the keys 1..n and no others. */
static bool is_list(lua_State *L, int index) {
  lua_Integer n = (lua_Integer)lua_rawlen(L, index), seen = 0;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    if (!lua_isinteger(L, -2) || lua_tointeger(L, -2) < 1 || lua_tointeger(L, -2) > n)
      return lua_pop(L, 2), false;
    seen++;
  }
  return seen == n;
}

static void write_list(lua_State *L, int index, lede__json *j, const path_link *p) {
  lede__json_open(j, '[');
  lua_Integer n = (lua_Integer)lua_rawlen(L, index);
  for (lua_Integer i = 1; i <= n; i++) {
    path_link here = {p, {0}, i, p ? p->depth + 1 : 1};
    lua_rawgeti(L, index, i);
    write_json(L, lua_gettop(L), j, &here);
    lua_pop(L, 1);
  }
  lede__json_close(j, ']');
}

static int compare_keys(const void *a, const void *b) {
  return lede__str_cmp(*(const lede_str *)a, *(const lede_str *)b);
}

/* Pushes a userdata with the sorted keys; the table keeps their bytes alive. */
static lede_str *push_sorted_keys(lua_State *L, int index, size_t *count, const path_link *p) {
  size_t n = 0;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING)
      bad_value(L, p, "has a key that is no string (lists have the keys 1 to n)");
    n++;
  }
  lede_str *keys = lua_newuserdatauv(L, n * sizeof *keys, 0);
  size_t i = 0;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1), i++)
    keys[i].ptr = lua_tolstring(L, -2, &keys[i].len);
  qsort(keys, n, sizeof *keys, compare_keys);
  *count = n;
  return keys;
}

static void write_object(lua_State *L, int index, lede__json *j, const path_link *p) {
  size_t n;
  const lede_str *keys = push_sorted_keys(L, index, &n, p);
  lede__json_open(j, '{');
  for (size_t i = 0; i < n; i++) {
    path_link here = {p, keys[i], 0, p ? p->depth + 1 : 1};
    lede__json_key(j, keys[i]);
    lua_pushlstring(L, keys[i].ptr, keys[i].len);
    lua_rawget(L, index);
    write_json(L, lua_gettop(L), j, &here);
    lua_pop(L, 1);
  }
  lede__json_close(j, '}');
  lua_pop(L, 1);
}

static void write_number(lua_State *L, int index, lede__json *j, const path_link *p) {
  if (lua_isinteger(L, index))
    lede__json_int(j, lua_tointeger(L, index));
  else if (!isfinite(lua_tonumber(L, index)))
    bad_value(L, p, "is not a finite number");
  else
    lede__json_num(j, lua_tonumber(L, index));
}

static void write_string(lua_State *L, int index, lede__json *j, const path_link *p) {
  lede_str s;
  s.ptr = lua_tolstring(L, index, &s.len);
  if (lede__utf8_valid(s.ptr, s.len) != s.len) bad_value(L, p, "is not valid UTF-8");
  lede__json_str(j, s);
}

/* Tables that hold one table twice, nested, are longer written than anyone can wait for or keep. */
static void check_size(lua_State *L, const lede__json *j) {
  enum { MOST_MB = 256 };
  const lede__state *s = lede__state_of(L);
  lede__limits_look(L, &s->limits);
  if (s->limit && j->out->len > (size_t)MOST_MB << 20)
    lede__limits_output(L, lua_pushfstring(L, "%d MB of JSON", MOST_MB));
}

static void write_json(lua_State *L, int index, lede__json *j, const path_link *p) {
  check_size(L, j);
  luaL_checkstack(L, 8, NULL);
  if (p && p->depth > DEEPEST) bad_value(L, p->up, "is nested too deep, or contains itself");
  switch (lua_type(L, index)) {
  case LUA_TSTRING:
    write_string(L, index, j, p);
    break;
  case LUA_TNUMBER:
    write_number(L, index, j, p);
    break;
  case LUA_TBOOLEAN:
    lede__json_bool(j, lua_toboolean(L, index));
    break;
  case LUA_TTABLE:
    if (is_list(L, index))
      write_list(L, index, j, p);
    else
      write_object(L, index, j, p);
    break;
  default:
    bad_value(L, p,
              lua_pushfstring(L, "is a %s; only strings, numbers, booleans and tables of them can be kept",
                              luaL_typename(L, index)));
  }
}

void lede__lua_json_write(lua_State *L, int index, lede__buf *out) {
  lede__json j = lede__json_to(out);
  write_json(L, lua_absindex(L, index), &j, NULL);
}

/* ---- records ------------------------------------------------------------------------------ */

static void set_str(lua_State *L, const char *field, lede_str s) {
  if (!s.ptr) return;
  lua_pushlstring(L, s.ptr, s.len);
  lua_setfield(L, -2, field);
}

static void set_int(lua_State *L, const char *field, size_t n) {
  lua_pushinteger(L, (lua_Integer)n);
  lua_setfield(L, -2, field);
}

static void set_names(lua_State *L, const lede_doc *doc, const char *field) {
  uint32_t mark = 0;
  lede_str name;
  lua_newtable(L);
  for (lua_Integer n = 1; (name = lede__fact_next_name(doc, field, &mark)).ptr; n++) {
    lua_pushlstring(L, name.ptr, name.len);
    lua_rawseti(L, -2, n);
  }
  lua_setfield(L, -2, field);
}

static void set_encoding(lua_State *L, const lede__loaded *l) {
  set_int(L, "bytes", l->source_bytes);
  set_str(L, "encoding", lede__str(l->encoding));
  if (l->guessed) {
    lua_pushboolean(L, true);
    lua_setfield(L, -2, "guessed");
  }
  if (l->replaced) {
    set_int(L, "replaced", l->replaced);
    set_int(L, "first_replaced", l->first_replaced);
  }
}

static size_t count_words(const lede__segments *s) {
  size_t n = 0;
  for (uint32_t i = 0; i < s->token_count; i++)
    n += s->token_kind[i] == LEDE_TOKEN_WORD || s->token_kind[i] == LEDE_TOKEN_NUMBER;
  return n;
}

static void push_doc(lua_State *L, const lede_doc *doc) {
  static const char *const facts[] = {"title", "outlet", "url", "date", "lang"};
  lua_createtable(L, 0, 16);
  set_str(L, "id", lede_doc_id(doc));
  set_str(L, "path", lede_doc_path(doc));
  set_str(L, "content", lede__str(doc->content));
  set_encoding(L, &doc->loaded);
  set_int(L, "words", count_words(&doc->segments));
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
    set_str(L, facts[i], lede_doc_fact(doc, facts[i]));
  set_str(L, "date_from", lede__str(lede__fact_date_from(doc)));
  set_names(L, doc, "credit");
  set_names(L, doc, "byline");
}

static void push_marks(lua_State *L, const lede_doc *doc, const lede__layer *layer) {
  lua_createtable(L, (int)layer->count, 0);
  for (uint32_t i = 0; i < layer->count; i++) {
    lede__lua_mark_push(L, doc, layer, i);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

/* ---- layers of a fold's record: made when they are asked for, as most folds look at one or two --------- */

/* record.layers[NAME]: upvalue 1 is the document, upvalue 2 the set of layers there are. */
static int layers_index(lua_State *L) {
  lua_pushvalue(L, 2);
  if (lua_rawget(L, lua_upvalueindex(2)) == LUA_TNIL) return 1;
  const lede_doc *doc = lede__lua_doc_check(L, lua_upvalueindex(1));
  lede_str name;
  name.ptr = lua_tolstring(L, 2, &name.len);
  push_marks(L, doc, lede__doc_layer(doc, name));
  lua_pushvalue(L, 2);
  lua_pushvalue(L, -2);
  lua_rawset(L, 1);
  return 1;
}

/* pairs(record.layers): makes all of them first. */
static int layers_pairs(lua_State *L) {
  for (lua_pushnil(L); lua_next(L, lua_upvalueindex(2)); lua_pop(L, 1)) {
    lua_pushvalue(L, -2);
    lua_gettable(L, 1);
    lua_pop(L, 1);
  }
  lua_getglobal(L, "next");
  lua_pushvalue(L, 1);
  return 2;
}

static void set_method(lua_State *L, const char *name, lua_CFunction method, int doc, int there) {
  lua_pushvalue(L, doc);
  lua_pushvalue(L, there);
  lua_pushcclosure(L, method, 2);
  lua_setfield(L, -2, name);
}

static void push_layers_lazily(lua_State *L, lede_doc *doc, const lede_str *layers, uint32_t count) {
  lua_newtable(L);
  lede__lua_doc_push(L, doc, NULL);
  lua_newtable(L);
  int there = lua_gettop(L);
  for (uint32_t i = 0; i < count; i++) {
    if (!lede__doc_layer(doc, layers[i])) continue;
    lua_pushboolean(L, true);
    lua_setfield(L, there, layers[i].ptr);
  }
  lua_createtable(L, 0, 3);
  set_method(L, "__index", layers_index, there - 1, there);
  set_method(L, "__pairs", layers_pairs, there - 1, there);
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, there - 2);
  lua_settop(L, there - 2);
}

static void push_layers(lua_State *L, const lede_doc *doc) {
  lua_newtable(L);
  for (uint32_t l = 0; l < doc->layer_count; l++) {
    push_marks(L, doc, doc->layers[l]);
    lua_setfield(L, -2, doc->layers[l]->schema->layer.ptr);
  }
}

/* Everything but the layers. */
static void push_record(lua_State *L, const lede_doc *doc) {
  luaL_checkstack(L, 12, NULL);
  lua_createtable(L, 0, 4);
  set_int(L, "lede", LEDE_RECORD_VERSION);
  push_doc(L, doc);
  lua_setfield(L, -2, "doc");
  set_str(L, "text", doc->loaded.text);
}

void lede__lua_record_push(lua_State *L, const lede_doc *doc) {
  push_record(L, doc);
  push_layers(L, doc);
  lua_setfield(L, -2, "layers");
  if (doc->fixes) set_int(L, "fixes", doc->fixes);
}

void lede__lua_fold_record_push(lua_State *L, lede_doc *doc, const lede_str *layers, uint32_t count) {
  push_record(L, doc);
  push_layers_lazily(L, doc, layers, count);
  lua_setfield(L, -2, "layers");
}
