#include "plugin/phrases.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "lua/objects.h"
#include "match/phrases.h"
#include "plugin/doc.h"
#include "plugin/env.h"
#include "plugin/images.h"

#define PHRASES "lede.phrases"

/* The matcher. User value 1 is the list of values in the order of its entries, where they are more than
 * strings. */
static const char tag;

typedef struct matcher {
  const void *tag;
  lede__phrases *phrases;
  lede__fingerprint print; /* of what it was made of, for images; none when it is short */
} matcher;

/* ---- building ------------------------------------------------------------------ */

/* Phrases being gathered; Lua strings that the caller's table holds keep their bytes alive. */
typedef struct gathering {
  lede__phrase *phrases; /* in a userdata, so that an error frees it */
  uint32_t count, cap;
  int keep, values; /* stack indices: a table that holds the userdata; the list of values */
} gathering;

static void add_phrase(lua_State *L, gathering *g, lede__phrase phrase) {
  if (g->count == g->cap) {
    uint32_t cap = g->cap ? g->cap * 2 : 64;
    lede__phrase *more = lua_newuserdatauv(L, cap * sizeof *more, 0);
    if (g->count) memcpy(more, g->phrases, g->count * sizeof *more);
    g->phrases = more;
    g->cap = cap;
    lua_rawseti(L, g->keep, 1); /* replaces the smaller block, which Lua then frees */
  }
  g->phrases[g->count++] = phrase;
}

static lede_str string_at(lua_State *L, int index) {
  lede_str s;
  s.ptr = lua_tolstring(L, index, &s.len);
  return s;
}

/* What is neither the one nor the other would be lost without a word. */
static void check_list(lua_State *L, lua_Integer n) {
  lua_Integer pairs = 0;
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) pairs++;
  if (pairs != n)
    luaL_error(L,
               "lede.phrases: the list has gaps, or keys beside its %I entries; "
               "write either a list of strings or phrase = value",
               n);
}

static void gather_list(lua_State *L, gathering *g, lua_Integer n) {
  check_list(L, n);
  for (lua_Integer i = 1; i <= n; i++) {
    if (lua_rawgeti(L, 1, i) != LUA_TSTRING)
      luaL_error(L, "lede.phrases: entry %d is a %s; entries are strings", (int)i, luaL_typename(L, -1));
    lede_str text = string_at(L, -1);
    add_phrase(L, g, (lede__phrase){text, text}); /* the list keeps it alive */
    lua_pop(L, 1);
  }
}

static void check_keys(lua_State *L) {
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
    if (lua_type(L, -2) != LUA_TSTRING)
      luaL_error(L, "lede.phrases: a key is a %s; write either a list of strings or phrase = value",
                 luaL_typename(L, -2));
}

/* In the order of the keys, so that equal phrases in different case give the same value in each run. */
static void gather_map(lua_State *L, gathering *g) {
  check_keys(L);
  lua_pushvalue(L, lua_upvalueindex(1)); /* sorted_pairs */
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  int next = lua_gettop(L);
  for (;;) {
    lua_pushvalue(L, next);
    lua_call(L, 0, 2);
    if (lua_isnil(L, -2)) break;
    add_phrase(L, g, (lede__phrase){.text = string_at(L, -2)}); /* the caller's table keeps the key alive */
    lua_rawseti(L, g->values, (lua_Integer)g->count);
    lua_pop(L, 1);
  }
}

static const char *const case_names[] = {"any", "exact", "capital", NULL}; /* as in lede__case */

/* What the table at index 2 says. */
typedef struct options {
  lede__case how;
  const char *name; /* tells matchers of the same files apart */
} options;

static void check_options(lua_State *L) {
  static const char *const known[] = {"case", "from", "name"};
  for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
    const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
    size_t i = 0;
    while (i < sizeof known / sizeof *known && strcmp(key, known[i]) != 0) i++;
    if (i == sizeof known / sizeof *known)
      luaL_error(
          L, "lede.phrases: there is no option '%s'; there are 'case', and for a function 'from' and 'name'",
          luaL_tolstring(L, -2, NULL));
  }
}

/* The option `name` on top of the stack, where its text stays. */
static const char *push_option(lua_State *L, const char *name, const char *otherwise) {
  if (lua_getfield(L, 2, name) == LUA_TNIL) return otherwise;
  if (lua_type(L, -1) != LUA_TSTRING)
    luaL_error(L, "lede.phrases: '%s' is a %s; it is a string", name, luaL_typename(L, -1));
  return lua_tostring(L, -1);
}

static lede__case case_called(lua_State *L, const char *name) {
  int i = 0;
  while (case_names[i] && strcmp(case_names[i], name) != 0) i++;
  luaL_argcheck(L, case_names[i], 2, lua_pushfstring(L, "invalid option '%s'", name));
  return (lede__case)i;
}

static options options_of(lua_State *L) {
  options o = {LEDE__CASE_ANY, ""};
  if (lua_isnil(L, 2)) return o;
  luaL_checktype(L, 2, LUA_TTABLE);
  check_options(L);
  o.how = case_called(L, push_option(L, "case", "any"));
  o.name = push_option(L, "name", "");
  lua_settop(L, 2); /* the table keeps the name */
  return o;
}

static void check(lua_State *L, lede_status status, const lede_error *err) {
  if (status) luaL_error(L, "lede.phrases: %s", err->message);
}

static const lede__images *images_of(lua_State *L) {
  const lede__env *env = lede__env_of(L);
  return env ? env->images : NULL;
}

/* True when `make` has built a matcher of this content already; then m is it. */
static bool map_image(lua_State *L, matcher *m, lede__fingerprint print, lede_str flavour) {
  lede_str image;
  m->print = print;
  return lede__image_find(images_of(L), "phrases", print, flavour, &image) &&
         lede__phrases_over(image, &m->phrases);
}

/* The name of the file is at index 1. */
static void read_file(lua_State *L, matcher *m, lede__case how) {
  lede_error err;
  lede_str flavour = lede__str(case_names[how]);
  lede__env_file file;
  lede__env_look(L, lua_tostring(L, 1), &file);
  if (map_image(L, m, file.print, flavour)) return;
  lede_str table = lede__env_bytes(L, &file);
  check(L, lede__phrases_read(table, how, &m->phrases, &err), &err);
  lede__image_make(images_of(L), "phrases", file.print, flavour, lede__phrases_image(m->phrases));
}

/* All phrases, a line each: what an image of them is found by. On the stack as a string. */
static lede_str push_source(lua_State *L, const gathering *g) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (uint32_t i = 0; i < g->count; i++) {
    luaL_addlstring(&b, g->phrases[i].text.ptr, g->phrases[i].text.len);
    luaL_addchar(&b, '\n');
  }
  luaL_pushresult(&b);
  return string_at(L, -1);
}

/* Built from what was gathered, or mapped where there are enough of them to be worth it. */
static void build(lua_State *L, matcher *m, const gathering *g, lede__case how, bool is_list) {
  enum { WORTH_AN_IMAGE = 100 };
  lede_error err;
  bool is_long = images_of(L) && g->count >= WORTH_AN_IMAGE;
  lede__fingerprint print = {0};
  lede_str flavour = lede__str(lua_pushfstring(L, "%s %s", is_list ? "list" : "map", case_names[how]));
  if (images_of(L)) m->print = print = lede__fingerprint_of(push_source(L, g));
  if (is_long && map_image(L, m, print, flavour)) return;
  check(L, lede__phrases_new(g->phrases, g->count, how, &m->phrases, &err), &err);
  if (is_long) lede__image_make(images_of(L), "phrases", print, flavour, lede__phrases_image(m->phrases));
}

static void gather(lua_State *L, matcher *m, lede__case how) {
  int top = lua_gettop(L);
  gathering g = {.keep = top + 1, .values = top + 2};
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_newtable(L);
  lua_newtable(L);
  lua_Integer n = (lua_Integer)lua_rawlen(L, 1);
  if (n > 0)
    gather_list(L, &g, n);
  else
    gather_map(L, &g);
  build(L, m, &g, how, n > 0);
  if (n > 0) return;
  lua_pushvalue(L, g.values);
  lua_setiuservalue(L, top, 1);
}

/* What the entries are made of: the files of options.from, and the name. */
static lede__fingerprint made_of(lua_State *L, const char *name) {
  luaL_Buffer b;
  if (lua_isnil(L, 2) || lua_getfield(L, 2, "from") != LUA_TTABLE)
    luaL_error(
        L, "lede.phrases: a function needs the option 'from', a list of all files its entries are made of");
  int from = lua_gettop(L);
  lua_Integer n = (lua_Integer)lua_rawlen(L, from);
  luaL_buffinitsize(L, &b, (size_t)(n + 1) * sizeof(lede__fingerprint));
  for (lua_Integer i = 1; i <= n; i++) {
    lede__env_file file;
    if (lua_rawgeti(L, from, i) != LUA_TSTRING)
      luaL_error(L, "lede.phrases: file %I of 'from' is a %s", i, luaL_typename(L, -1));
    lede__env_look(L, lua_tostring(L, -1), &file);
    lua_pop(L, 2);
    luaL_addlstring(&b, (const char *)&file.print, sizeof file.print);
  }
  luaL_addstring(&b, name);
  luaL_pushresult(&b);
  return lede__fingerprint_of(string_at(L, -1));
}

/* The entries that the function at index 1 gives, in its place. */
static void call_for_entries(lua_State *L) {
  lua_pushvalue(L, 1);
  lua_call(L, 0, 1);
  if (!lua_istable(L, -1))
    luaL_error(L, "lede.phrases: the function gave a %s; it gives a table from phrase to a string",
               luaL_typename(L, -1));
  lua_replace(L, 1);
}

/* Values become part of the matcher, so that an image has them. */
static void gather_strings(lua_State *L, gathering *g) {
  gather_map(L, g);
  for (uint32_t i = 0; i < g->count; i++) {
    if (lua_rawgeti(L, g->values, (lua_Integer)i + 1) != LUA_TSTRING)
      luaL_error(L, "lede.phrases: a value is a %s; those that a function gives are strings",
                 luaL_typename(L, -1));
    g->phrases[i].value = string_at(L, -1); /* the list of values keeps it alive */
    lua_pop(L, 1);
  }
}

/* The function at index 1 is asked only where `make` has not. Scripts have no images. */
static void ask(lua_State *L, matcher *m, options o) {
  int top = lua_gettop(L);
  gathering g = {.keep = top + 1, .values = top + 2};
  lede_error err;
  lede_str flavour = lede__str(case_names[o.how]);
  lede__fingerprint print = {0};
  if (lede__env_of(L)) {
    print = made_of(L, o.name);
    if (map_image(L, m, print, flavour)) return;
  }
  call_for_entries(L);
  lua_settop(L, top);
  lua_newtable(L);
  lua_newtable(L);
  gather_strings(L, &g);
  check(L, lede__phrases_new(g.phrases, g.count, o.how, &m->phrases, &err), &err);
  lede__image_make(images_of(L), "phrases", print, flavour, lede__phrases_image(m->phrases));
}

static int phrases_new(lua_State *L) {
  lua_settop(L, 2);
  options o = options_of(L);
  matcher *m = lua_newuserdatauv(L, sizeof *m, 1);
  *m = (matcher){.tag = &tag};
  luaL_setmetatable(L, PHRASES);
  switch (lua_type(L, 1)) {
  case LUA_TSTRING:
    read_file(L, m, o.how);
    break;
  case LUA_TFUNCTION:
    ask(L, m, o);
    break;
  default:
    gather(L, m, o.how);
  }
  lua_settop(L, 3);
  return 1;
}

static int phrases_gc(lua_State *L) {
  matcher *m = lede__lua_check(L, 1, &tag, PHRASES);
  lede__phrases_free(m->phrases);
  *m = (matcher){.tag = &tag};
  return 0;
}

/* ---- matching ------------------------------------------------------------------- */

typedef struct walk {
  const lede__phrases *phrases;
  const lede_doc *doc;
  uint32_t at, to;
} walk;

const lede__phrases *lede__lua_phrases_at(lua_State *L, int index, lede__fingerprint *print) {
  const matcher *m = lede__lua_test(L, index, &tag);
  if (m && print) *print = m->print;
  return m ? m->phrases : NULL;
}

void lede__lua_phrases_value(lua_State *L, const lede__phrases *p, int values, uint32_t entry) {
  if (!lua_isnil(L, values)) {
    lua_rawgeti(L, values, (lua_Integer)entry + 1);
  } else {
    lede_str value = lede__phrases_value(p, entry);
    lua_pushlstring(L, value.ptr, value.len);
  }
}

/* Upvalues: the walk, the values; then matcher and document, which must live as long. */
static int walk_next(lua_State *L) {
  walk *w = lua_touserdata(L, lua_upvalueindex(1));
  lede__phrase_match m;
  if (!lede__phrases_next(w->phrases, w->doc, w->at, w->to, &m)) {
    w->at = w->to;
    return 0;
  }
  w->at = m.to;
  lua_pushinteger(L, (lua_Integer)m.from + 1);
  lua_pushinteger(L, (lua_Integer)m.to);
  lede__lua_phrases_value(L, w->phrases, lua_upvalueindex(2), m.entry);
  return 3;
}

static int phrases_each(lua_State *L) {
  const matcher *m = lede__lua_check(L, 1, &tag, PHRASES);
  const lede_doc *doc = lede__lua_doc_check(L, 2);
  lede_span range = lede__lua_token_range(L, 3, 4, doc);
  walk *w = lua_newuserdatauv(L, sizeof *w, 0);
  *w = (walk){m->phrases, doc, range.start, range.end};
  lua_getiuservalue(L, 1, 1);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, walk_next, 4);
  return 1;
}

static int phrases_at(lua_State *L) {
  const matcher *m = lede__lua_check(L, 1, &tag, PHRASES);
  const lede_doc *doc = lede__lua_doc_check(L, 2);
  lua_Integer i = luaL_checkinteger(L, 3);
  uint32_t count = doc->segments.token_count;
  lede__phrase_match found;
  if (i < 1 || i > count || !lede__phrases_at(m->phrases, doc, (uint32_t)(i - 1), count, &found)) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, (lua_Integer)found.to);
  lua_getiuservalue(L, 1, 1);
  lede__lua_phrases_value(L, m->phrases, lua_gettop(L), found.entry);
  lua_remove(L, -2);
  return 2;
}

void lede__phrases_open(lua_State *L) {
  static const luaL_Reg methods[] = {{"each", phrases_each}, {"at", phrases_at}, {NULL, NULL}};
  luaL_newmetatable(L, PHRASES);
  lua_pushcfunction(L, phrases_gc);
  lua_setfield(L, -2, "__gc");
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
  lua_pushcclosure(L, phrases_new, 1);
}
