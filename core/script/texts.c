#include "script/texts.h"

#include <lauxlib.h>

#include "base/str.h"
#include "plugin/doc.h"
#include "script/options.h"

static int document(lua_State *L) {
  static const lede_given given = {.id = {"text", 4}};
  lede_str text;
  lede_doc *doc;
  lede_error err;
  text.ptr = luaL_checklstring(L, 1, &text.len);
  if (lede__doc_from_text(text, &given, &doc, &err)) return luaL_error(L, "lede.document: %s", err.message);
  lede__lua_doc_push(L, doc, NULL);
  lede_doc_free(doc);
  return 1;
}

static int nearest(lua_State *L) {
  const char *word = luaL_checkstring(L, 1);
  size_t count;
  lede__strings_push(L, 2, "list");
  const char **list = lede__strings_array(L, &count);
  lua_pushstring(L, lede__str_nearest(word, list, count));
  return 1;
}

void lede__texts_open_lua(lua_State *L) {
  static const luaL_Reg functions[] = {{"document", document}, {"nearest", nearest}, {NULL, NULL}};
  lua_getglobal(L, "lede");
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}
