#include "plugin/letters.h"

#include <lauxlib.h>
#include <string.h>

#include "lua/objects.h"
#include "plugin/doc.h"

#define LETTERS "lede.letters"

static const char tag;

typedef struct letters {
  const void *tag;
  uint32_t count;
  char at[];
} letters;

static letters *check(lua_State *L) { return lede__lua_check(L, 1, &tag, LETTERS); }

lede_str lede__lua_letters_at(lua_State *L, int index) {
  const letters *l = lede__lua_test(L, index, &tag);
  return l ? (lede_str){l->at, l->count} : (lede_str){0};
}

static char check_letter(lua_State *L, int index) {
  size_t len;
  const char *s = luaL_checklstring(L, index, &len);
  luaL_argcheck(L, len == 1, index, "a string of one byte");
  return *s;
}

/* lede.letters(doc [, letter]) */
static int letters_new(lua_State *L) {
  uint32_t count = lede__lua_doc_check(L, 1)->segments.token_count;
  char letter = lua_isnoneornil(L, 2) ? '.' : check_letter(L, 2);
  letters *l = lua_newuserdatauv(L, sizeof *l + count, 0);
  l->tag = &tag;
  l->count = count;
  memset(l->at, letter, count);
  luaL_setmetatable(L, LETTERS);
  return 1;
}

static void put(letters *l, uint32_t from, uint32_t to, char letter, char rest) {
  l->at[from] = letter;
  if (to > from + 1) memset(l->at + from + 1, rest, to - from - 1);
}

/* letters:put(letter, from [, to [, rest]]) */
static int letters_put(lua_State *L) {
  letters *l = check(L);
  char letter = check_letter(L, 2);
  lua_Integer from = luaL_checkinteger(L, 3), to = luaL_optinteger(L, 4, from);
  char rest = lua_isnoneornil(L, 5) ? letter : check_letter(L, 5);
  if (from < 1 || to < from || to > (lua_Integer)l->count)
    return luaL_error(L, "letters:put: there are tokens 1 to %d, not %I to %I", (int)l->count, from, to);
  put(l, (uint32_t)(from - 1), (uint32_t)to, letter, rest);
  return 0;
}

static int letters_len(lua_State *L) {
  lua_pushinteger(L, check(L)->count);
  return 1;
}

static int letters_string(lua_State *L) {
  const letters *l = check(L);
  lua_pushlstring(L, l->at, l->count);
  return 1;
}

void lede__letters_open(lua_State *L) {
  static const luaL_Reg methods[] = {{"put", letters_put}, {NULL, NULL}};
  static const luaL_Reg meta[] = {{"__len", letters_len}, {"__tostring", letters_string}, {NULL, NULL}};
  luaL_newmetatable(L, LETTERS);
  luaL_setfuncs(L, meta, 0);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, false);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
  lua_pushcfunction(L, letters_new);
}
