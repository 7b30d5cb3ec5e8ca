#include "script/trainer.h"

#include <lauxlib.h>
#include <string.h>

#include "match/trainer.h"
#include "plugin/doc.h"
#include "plugin/tagger.h"

#define TRAINER "lede.trainer"

typedef struct object {
  lede__trainer *trainer;
} object;

static lede__trainer *check(lua_State *L, int index) {
  return ((object *)luaL_checkudata(L, index, TRAINER))->trainer;
}

static uint32_t opt_count(lua_State *L, const char *field, uint32_t otherwise) {
  lua_getfield(L, 1, field);
  lua_Integer n = luaL_optinteger(L, -1, (lua_Integer)otherwise);
  lua_pop(L, 1);
  if (n < 0 || n > 1000) luaL_error(L, "lede.trainer: %s is a number from 0 to 1000", field);
  return (uint32_t)n;
}

static void read_kinds(lua_State *L, lede__tagger_form *form) {
  if (lua_getfield(L, 1, "kinds") != LUA_TTABLE)
    luaL_error(L, "lede.trainer: kinds is a list of names, such as { \"person\", \"place\" }");
  lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
  if (count > LEDE__MOST_KINDS) luaL_error(L, "lede.trainer: at most %d kinds", LEDE__MOST_KINDS);
  for (lua_Integer k = 1; k <= count; k++) {
    size_t len;
    lua_rawgeti(L, -1, k);
    const char *name = luaL_checklstring(L, -1, &len);
    if (len == 0 || len >= sizeof form->kinds[0] || strpbrk(name, " \n"))
      luaL_error(L, "lede.trainer: '%s' is no name of a kind: 1 to 23 bytes without spaces", name);
    memcpy(form->kinds[k - 1], name, len + 1);
    lua_pop(L, 1);
  }
  form->kind_count = (uint32_t)count;
}

static int trainer_new(lua_State *L) {
  lede__tagger_form form = {0};
  lede_error err;
  luaL_checktype(L, 1, LUA_TTABLE);
  read_kinds(L, &form);
  form.hint_count = opt_count(L, "hints", 0);
  form.bits = opt_count(L, "bits", 18);
  lua_getfield(L, 1, "capitals");
  form.capitals = lua_toboolean(L, -1);
  lua_getfield(L, 1, "lean");
  form.lean = (float)luaL_optnumber(L, -1, 0);
  object *o = lua_newuserdatauv(L, sizeof *o, 0);
  o->trainer = NULL;
  luaL_setmetatable(L, TRAINER);
  if (lede__trainer_new(&form, &o->trainer, &err)) return luaL_error(L, "lede.trainer: %s", err.message);
  return 1;
}

static int trainer_gc(lua_State *L) {
  object *o = luaL_checkudata(L, 1, TRAINER);
  lede__trainer_free(o->trainer);
  o->trainer = NULL;
  return 0;
}

/* A document to add: its text is what the caller's labels and hints are about. */
static int trainer_read(lua_State *L) {
  static const lede_given given = {.id = {"training", 8}};
  lede_str text;
  lede_doc *doc;
  lede_error err;
  check(L, 1);
  text.ptr = luaL_checklstring(L, 2, &text.len);
  if (lede__doc_from_text(text, &given, &doc, &err)) return luaL_error(L, "trainer:read: %s", err.message);
  lede__lua_doc_push(L, doc, NULL);
  lede_doc_free(doc);
  return 1;
}

static int trainer_add(lua_State *L) {
  lede__trainer *t = check(L, 1);
  const lede_doc *doc = lede__lua_doc_check(L, 2);
  size_t len;
  lede_error err;
  const char *labels = luaL_checklstring(L, 3, &len);
  luaL_argcheck(L, len == doc->segments.token_count, 3, "one byte a token of the document");
  lede__hints hints = lede__lua_hints(L, 4, doc, lede__trainer_form(t)->hint_count, "trainer:add");
  if (lede__trainer_add(t, doc, &hints, (const uint8_t *)labels, &err))
    return luaL_error(L, "trainer:add: %s", err.message);
  return 0;
}

static float opt_float(lua_State *L, const char *field, double otherwise) {
  lua_getfield(L, 2, field);
  float value = (float)luaL_optnumber(L, -1, otherwise);
  lua_pop(L, 1);
  return value;
}

static int trainer_run(lua_State *L) {
  lede__trainer *t = check(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lede__training how = {.epochs = (uint32_t)opt_float(L, "epochs", 12),
                        .rate = opt_float(L, "rate", 0.1),
                        .penalty = opt_float(L, "penalty", 0.01),
                        .hide_words = opt_float(L, "hide_words", 0.3)};
  lua_pushnumber(L, lede__trainer_run(t, &how));
  return 1;
}

static int trainer_weights(lua_State *L) {
  const lede__trainer *t = check(L, 1);
  lede_str notes = {"", 0};
  notes.ptr = luaL_optlstring(L, 2, "", &notes.len);
  lede__buf out = {0};
  lede__trainer_write(t, notes, &out);
  char *copy =
      out.failed ? NULL : lua_newuserdatauv(L, out.len, 0); /* may raise, as a script at its end may */
  size_t len = out.len;
  if (copy) memcpy(copy, out.ptr, len);
  lede__buf_free(&out);
  if (!copy) return luaL_error(L, "out of memory");
  lua_pushlstring(L, copy, len);
  return 1;
}

void lede__trainer_open(lua_State *L) {
  static const luaL_Reg methods[] = {{"read", trainer_read},
                                     {"add", trainer_add},
                                     {"run", trainer_run},
                                     {"weights", trainer_weights},
                                     {NULL, NULL}};
  luaL_newmetatable(L, TRAINER);
  lua_pushcfunction(L, trainer_gc);
  lua_setfield(L, -2, "__gc");
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
  lua_getglobal(L, "lede");
  lua_pushcfunction(L, trainer_new);
  lua_setfield(L, -2, "trainer");
  lua_pop(L, 1);
}
