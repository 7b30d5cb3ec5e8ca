/* app/help: prints what scripts/lib/help.lua says. */
#include <stdio.h>

#include "app/app.h"
#include "base/terminal.h"
#include "script/program.h"

static int push_topic(lua_State *L, void *topic) {
  if (topic) lua_pushstring(L, topic);
  lua_createtable(L, 0, 2);
  lua_pushboolean(L, lede__terminal_color(stdout, LEDE__COLOR_AUTO));
  lua_setfield(L, -2, "color");
  lua_pushinteger(L, (lua_Integer)lede__terminal_width(stdout));
  lua_setfield(L, -2, "width");
  return topic ? 2 : 1;
}

int lede__cmd_help(const char *topic) {
  lede__state *program;
  lede__buf out = {0};
  lede_error err;
  lede_status status = lede__program_new(&program, &err);
  if (status) return lede__complain(&err), lede__exit_code(status);
  status = lede__program_text(program, "lib.help", topic ? "command" : "overview", push_topic, (void *)topic,
                              &out, &err);
  if (status)
    lede__complain(&err);
  else
    fwrite(out.ptr, 1, out.len, stdout);
  lede__state_free(program);
  lede__buf_free(&out);
  return status ? LEDE__USAGE : LEDE__DONE;
}
