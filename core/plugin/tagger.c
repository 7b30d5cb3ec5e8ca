#include "plugin/tagger.h"

#include <lauxlib.h>

#include "lua/objects.h"
#include "match/tagger.h"
#include "plugin/doc.h"
#include "plugin/env.h"
#include "plugin/letters.h"

#define TAGGER "lede.tagger"

static const char tag;

typedef struct object {
  const void *tag;
  lede__tagger *tagger;
} object;

static const lede__tagger *check(lua_State *L, int index) {
  return ((object *)lede__lua_check(L, index, &tag, TAGGER))->tagger;
}

/* From the image that `make` has prepared, else from the file, whose name is at index 1. */
static lede_status load(lua_State *L, object *o, lede_error *err) {
  const lede__env *env = lede__env_of(L);
  const lede__images *images = env ? env->images : NULL;
  lede_str image, none = {"", 0};
  lede__env_file file;
  lede__env_look(L, lua_tostring(L, 1), &file);
  if (lede__image_find(images, "tagger", file.print, none, &image) && lede__tagger_over(image, &o->tagger))
    return LEDE_OK;
  lede_status status = lede__tagger_load(lede__env_bytes(L, &file), &o->tagger, err);
  if (!status) lede__image_make(images, "tagger", file.print, none, lede__tagger_image(o->tagger));
  return status;
}

static int tagger_new(lua_State *L) {
  lede_error err;
  luaL_checkstring(L, 1);
  lua_settop(L, 1);
  object *o = lua_newuserdatauv(L, sizeof *o, 0);
  *o = (object){.tag = &tag};
  luaL_setmetatable(L, TAGGER);
  if (load(L, o, &err)) return luaL_error(L, "lede.tagger: %s: %s", lua_tostring(L, 1), err.message);
  lua_settop(L, 2);
  return 1;
}

static int tagger_gc(lua_State *L) {
  object *o = lede__lua_check(L, 1, &tag, TAGGER);
  lede__tagger_free(o->tagger);
  o->tagger = NULL;
  return 0;
}

lede__hints lede__lua_hints(lua_State *L, int index, const lede_doc *doc, uint32_t count, const char *who) {
  lede__hints hints = {.count = count};
  uint32_t given =
      lua_isnoneornil(L, index) ? 0 : (luaL_checktype(L, index, LUA_TTABLE), (uint32_t)lua_rawlen(L, index));
  if (given != count)
    luaL_error(L, "%s: the weights were made for %d strings of hints; the list has %d", who, (int)count,
               (int)given);
  for (uint32_t k = 0; k < count; k++) {
    lede_str hint = {0};
    if (lua_rawgeti(L, index, (lua_Integer)k + 1) == LUA_TSTRING)
      hint.ptr = lua_tolstring(L, -1, &hint.len);
    else
      hint = lede__lua_letters_at(L, -1);
    if (!hint.ptr)
      luaL_error(L, "%s: hint %d is a %s; hints are strings, or what lede.letters gives", who, (int)k + 1,
                 luaL_typename(L, -1));
    if (hint.len != doc->segments.token_count)
      luaL_error(L, "%s: hint %d has %d bytes; the document has %d tokens, one byte each", who, (int)k + 1,
                 (int)hint.len, (int)doc->segments.token_count);
    hints.of[k] = (const unsigned char *)hint.ptr;
    lua_pop(L, 1);
  }
  return hints;
}

/* ---- tagger:each -------------------------------------------------------------------- */

typedef struct walk {
  uint32_t at, count, first; /* first: the document's token that is number 0 here */
  uint8_t *labels;
  float margins[]; /* then the labels */
} walk;

static walk *new_walk(lua_State *L, lede_span range) {
  uint32_t count = range.end - range.start;
  walk *w = lua_newuserdatauv(L, sizeof *w + (size_t)count * (sizeof *w->margins + 1), 0);
  w->at = 0;
  w->count = count;
  w->first = range.start;
  w->labels = (uint8_t *)(w->margins + count);
  return w;
}

/* The end of the name that begins at `from`; `margin` gets the least of its tokens'. */
static uint32_t name_end(const walk *w, uint32_t from, float *margin) {
  uint32_t to = from;
  *margin = w->margins[from];
  while (++to < w->count && w->labels[to] == w->labels[from] + 1)
    if (w->margins[to] < *margin) *margin = w->margins[to];
  return to;
}

/* Upvalues: the walk, the tagger. */
static int walk_next(lua_State *L) {
  walk *w = lua_touserdata(L, lua_upvalueindex(1));
  const lede__tagger *t = check(L, lua_upvalueindex(2));
  while (w->at < w->count && w->labels[w->at] == 0) w->at++;
  if (w->at == w->count) return 0;
  float margin;
  uint32_t from = w->at, to = name_end(w, from, &margin);
  w->at = to;
  lua_pushinteger(L, (lua_Integer)w->first + from + 1);
  lua_pushinteger(L, (lua_Integer)w->first + to);
  lua_pushstring(L, lede__tagger_kind(t, (w->labels[from] - 1u) / 2));
  lua_pushnumber(L, (lua_Number)margin);
  return 4;
}

static int tagger_each(lua_State *L) {
  const lede__tagger *t = check(L, 1);
  const lede_doc *doc = lede__lua_doc_check(L, 2);
  lede__hints hints = lede__lua_hints(L, 3, doc, lede__tagger_hints(t), "tagger:each");
  lede_span range = lede__lua_token_range(L, 4, 5, doc);
  walk *w = new_walk(L, range);
  lede__tagger_run(t, doc, range, &hints, w->labels, w->margins);
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, walk_next, 2);
  return 1;
}

/* outside, kind 1, kind 2, ... */
static int tagger_weigh(lua_State *L) {
  const lede__tagger *t = check(L, 1);
  const lede_doc *doc = lede__lua_doc_check(L, 2);
  lede__hints hints = lede__lua_hints(L, 3, doc, lede__tagger_hints(t), "tagger:weigh");
  float out[LEDE__MOST_KINDS + 1];
  lede__tagger_weigh(t, doc, lede__lua_token_range(L, 4, 5, doc), &hints, out);
  for (uint32_t k = 0; k <= lede__tagger_kinds(t); k++) lua_pushnumber(L, (lua_Number)out[k]);
  return (int)lede__tagger_kinds(t) + 1;
}

void lede__tagger_open(lua_State *L) {
  static const luaL_Reg methods[] = {{"each", tagger_each}, {"weigh", tagger_weigh}, {NULL, NULL}};
  luaL_newmetatable(L, TAGGER);
  lua_pushcfunction(L, tagger_gc);
  lua_setfield(L, -2, "__gc");
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
  lua_pushcfunction(L, tagger_new);
  lua_setfield(L, -2, "tagger");
}
