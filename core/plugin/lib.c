#include "plugin/lib.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/visible.h"
#include "plugin/classes.h"
#include "plugin/doc.h"
#include "plugin/env.h"
#include "plugin/letters.h"
#include "plugin/phrases.h"
#include "plugin/quotations.h"
#include "plugin/sorted.h"
#include "plugin/tagger.h"
#include "plugin/terms.h"
#include "plugin/value.h"
#include "text/chars.h"
#include "text/utf8.h"

static int lib_data(lua_State *L) {
  lede__env_read(L, luaL_checkstring(L, 1));
  return 1;
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* The next word of `rest`, taken off it; empty at the end. */
static lede_str next_word(lede_str *rest) {
  while (rest->len && is_blank(*rest->ptr)) rest->ptr++, rest->len--;
  lede_str word = {rest->ptr, 0};
  while (word.len < rest->len && !is_blank(word.ptr[word.len])) word.len++;
  rest->ptr += word.len;
  rest->len -= word.len;
  return word;
}

static int lib_set(lua_State *L) {
  lede_str words, word;
  words.ptr = luaL_checklstring(L, 1, &words.len);
  int count = 0;
  for (lede_str rest = words; next_word(&rest).len;) count++;
  lua_createtable(L, 0, count);
  while ((word = next_word(&words)).len) {
    lua_pushlstring(L, word.ptr, word.len);
    lua_pushboolean(L, true);
    lua_rawset(L, -3);
  }
  return 1;
}

/* ---- text ------------------------------------------------------------------- */

static int checked_text(lua_State *L, lede_str *s) {
  s->ptr = luaL_checklstring(L, 1, &s->len);
  if (lede__utf8_valid(s->ptr, s->len) != s->len) return luaL_argerror(L, 1, "not valid UTF-8");
  return 0;
}

static int convert_text(lua_State *L, void (*convert)(lede__buf *, lede_str)) {
  lede_str s;
  checked_text(L, &s);
  lede__lua_converted_push(L, s, convert);
  return 1;
}

static int lib_lower(lua_State *L) { return convert_text(L, lede__lower); }
static int lib_upper(lua_State *L) { return convert_text(L, lede__upper); }
static int lib_fold(lua_State *L) { return convert_text(L, lede__fold); }

static void visible_line(lede__buf *out, lede_str s) { lede__visible(out, s, false); }

/* Any bytes will do: showing what is wrong with a text is what it is for. */
static int lib_visible(lua_State *L) {
  lede_str s;
  s.ptr = luaL_checklstring(L, 1, &s.len);
  lede__lua_converted_push(L, s, visible_line);
  return 1;
}

static int lib_width(lua_State *L) {
  lede_str s;
  checked_text(L, &s);
  lua_pushinteger(L, (lua_Integer)lede__width(s));
  return 1;
}

void lede__lib_open(lua_State *L) {
  static const luaL_Reg functions[] = {{"data", lib_data},       {"set", lib_set},   {"lower", lib_lower},
                                       {"upper", lib_upper},     {"fold", lib_fold}, {"width", lib_width},
                                       {"visible", lib_visible}, {NULL, NULL}};
  lua_newtable(L);
  luaL_setfuncs(L, functions, 0);
  lua_pushliteral(L, LEDE_VERSION);
  lua_setfield(L, -2, "version");
  lede__sorted_open(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "sorted_pairs");
  lede__phrases_open(L); /* sorted_pairs gives way to lede.phrases */
  lua_setfield(L, -2, "phrases");
  lede__tagger_open(L);
  lede__lists_open(L);
  lua_setfield(L, -2, "lists");
  lede__letters_open(L);
  lua_setfield(L, -2, "letters");
  lede__classes_open(L);
  lua_setfield(L, -2, "classes");
  lede__terms_open(L);
  lua_setfield(L, -2, "terms");
  lua_setglobal(L, "lede");
  lede__quotations_open(L);
}
