/* A host of the installed copy that has a real Lua of its own, and hands lede to it: who(text) is the
 * first speaker. */
#include <lede.h>

#include <lauxlib.h>
#include <lualib.h>

static int who(lua_State *L) {
  lede_session *session = lua_touserdata(L, lua_upvalueindex(1));
  size_t len;
  const char *text = luaL_checklstring(L, 1, &len);
  lede_doc *doc;
  lede_error err;
  if (lede_session_analyze(session, text, len, NULL, NULL, &doc, &err))
    return luaL_error(L, "%s", err.message);
  lede_str speaker = lede_mark_str(lede_doc_layer(doc, "quotes"), 0, "speaker");
  lua_pushlstring(L, speaker.ptr ? speaker.ptr : "", speaker.len);
  lede_doc_free(doc);
  return 1;
}

int main(void) {
  lede_session *session;
  lede_error err;
  if (lede_session_open(NULL, &session, &err)) return puts(err.message), 2;
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  lua_pushlightuserdata(L, session);
  lua_pushcclosure(L, who, 1);
  lua_setglobal(L, "who");
  int failed = luaL_dostring(
      L, "for i = 1, 3 do print(_VERSION, i, who('“It is ' .. i .. ',” said Dagny Okafor.')) end");
  if (failed) puts(lua_tostring(L, -1));
  lua_close(L);
  lede_session_close(session);
  return failed;
}
