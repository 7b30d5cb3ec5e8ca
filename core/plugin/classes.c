/* plugin/classes: lede.classes, what each word of a text is, as a letter a token. */
#include "plugin/classes.h"

#include <lauxlib.h>

#include "match/answers.h"
#include "plugin/doc.h"

#define CLASSES "lede.classes"

/* User value 1 is the function that is asked. */
typedef struct object {
  lede__answers answers; /* from lede__token_hash to a letter */
} object;

static int classes_gc(lua_State *L) {
  lede__answers_free(&((object *)luaL_checkudata(L, 1, CLASSES))->answers);
  return 0;
}

static int classes_new(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  object *o = lua_newuserdatauv(L, sizeof *o, 1);
  o->answers = (lede__answers){0};
  luaL_setmetatable(L, CLASSES);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  return 1;
}

/* What the function at 1's user value says of token `i`. */
static uint32_t ask(lua_State *L, const lede_doc *doc, uint32_t i) {
  size_t len;
  lua_getiuservalue(L, 1, 1);
  lede__lua_lower_push(L, doc, i, NULL);
  lua_pushvalue(L, -1);
  lua_insert(L, -3);
  lua_call(L, 1, 1);
  const char *letter = lua_isnil(L, -1) ? "." : lua_tolstring(L, -1, &len);
  if (letter && *letter != '.' && (len != 1 || *letter < 'a' || *letter > 'z')) letter = NULL;
  if (!letter)
    luaL_error(L, "classes: the class of '%s' is %s; a class is one letter from a to z, or nil",
               lua_tostring(L, -2),
               lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : luaL_typename(L, -1));
  uint32_t class = (unsigned char)*letter;
  lua_pop(L, 2);
  return class;
}

/* The letter of token `i`; the document is at index 2. */
static inline char letter_of(lua_State *L, object *o, const lede_doc *doc, uint32_t i) {
  uint32_t class;
  if (!lede__answers_find(&o->answers, doc->folded[i], &class)) {
    class = ask(L, doc, i);
    lede__answers_put(&o->answers, doc->folded[i], class);
  }
  bool capital = doc->segments.token_shape[i] & LEDE__SHAPE_CAPITAL && class != '.';
  return (char)(capital ? class - 'a' + 'A' : class);
}

/* classes:read(doc, from, to) */
static int classes_read(lua_State *L) {
  object *o = luaL_checkudata(L, 1, CLASSES);
  const lede_doc *doc = lede__lua_doc_check(L, 2);
  lede_span range = lede__lua_token_range(L, 3, 4, doc);
  lua_settop(L, 2);
  char *out = lua_newuserdatauv(L, (size_t)(range.end - range.start) + 1, 0);
  for (uint32_t i = range.start; i < range.end; i++) out[i - range.start] = letter_of(L, o, doc, i);
  lua_pushlstring(L, out, range.end - range.start);
  return 1;
}

static lua_Integer bit_of(char letter) {
  if (letter == '.') return 0;
  return (lua_Integer)1 << (letter >= 'a' ? letter - 'a' : letter - 'A' + 26);
}

/* classes:sets(doc) */
static int classes_sets(lua_State *L) {
  object *o = luaL_checkudata(L, 1, CLASSES);
  const lede_doc *doc = lede__lua_doc_check(L, 2);
  uint32_t count = lede_doc_sentence_count(doc);
  lua_settop(L, 2);
  lua_createtable(L, (int)count, 0);
  for (uint32_t s = 0; s < count; s++) {
    lede_span tokens = lede_doc_sentence_tokens(doc, s);
    lua_Integer set = 0;
    for (uint32_t i = tokens.start; i < tokens.end; i++) set |= bit_of(letter_of(L, o, doc, i));
    lua_pushinteger(L, set);
    lua_rawseti(L, 3, (lua_Integer)s + 1);
  }
  return 1;
}

void lede__classes_open(lua_State *L) {
  static const luaL_Reg methods[] = {{"read", classes_read}, {"sets", classes_sets}, {NULL, NULL}};
  luaL_newmetatable(L, CLASSES);
  lua_pushcfunction(L, classes_gc);
  lua_setfield(L, -2, "__gc");
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
  lua_pushcfunction(L, classes_new);
}
