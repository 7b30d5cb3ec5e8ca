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
  static const luaL_Reg functions[] = {{"data", lib_data}, {"lower", lib_lower}, {"upper", lib_upper},
                                       {"fold", lib_fold}, {"width", lib_width}, {"visible", lib_visible},
                                       {NULL, NULL}};
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
