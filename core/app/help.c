/* app/help: prints what scripts/lib/help.lua says. */
#include <stdio.h>

#include "app/app.h"
#include "app/terminal.h"
#include "script/program.h"

static int push_topic(lua_State *L, void *ctx) {
  if (ctx) lua_pushstring(L, ctx);
  lede__terminal_push(L, stdout, LEDE__COLOR_AUTO);
  return ctx ? 2 : 1;
}

int lede__cmd_help(const char *topic) {
  lede__state *program;
  lede__buf out = {0};
  lede_error err;
  lede_status status = lede__program_new(&program, &err);
  if (!status) {
    status = lede__program_text(program, "lib.help", topic ? "command" : "overview", push_topic, (void *)topic, &out, &err);
    lede__state_free(program);
  }
  if (status) lede__complain(&err);
  else fwrite(out.ptr, 1, out.len, stdout);
  lede__buf_free(&out);
  return status ? lede__exit_code(status) : LEDE__DONE;
}
