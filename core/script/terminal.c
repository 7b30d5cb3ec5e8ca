#include "script/terminal.h"

#include <lauxlib.h>
#include <unistd.h>

#include "base/terminal.h"

static int terminal(lua_State *L) {
  static const char *const names[] = {"stdout", "stderr", NULL};
  FILE *f = luaL_checkoption(L, 1, "stdout", names) == 0 ? stdout : stderr;
  lua_createtable(L, 0, 3);
  lua_pushboolean(L, isatty(fileno(f)));
  lua_setfield(L, -2, "is_terminal");
  lua_pushinteger(L, (lua_Integer)lede__terminal_width(f));
  lua_setfield(L, -2, "width");
  lua_pushboolean(L, lede__terminal_color(f, LEDE__COLOR_AUTO));
  lua_setfield(L, -2, "color");
  return 1;
}

void lede__terminal_open_lua(lua_State *L) {
  lua_getglobal(L, "lede");
  lua_pushcfunction(L, terminal);
  lua_setfield(L, -2, "terminal");
  lua_pop(L, 1);
}
