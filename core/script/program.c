#include "script/program.h"

#include <lualib.h>
#include <string.h>

#include "plugin/lib.h"
#include "script/append.h"
#include "script/child.h"
#include "script/desk.h"
#include "script/harvest.h"
#include "script/json.h"
#include "script/session.h"
#include "script/terminal.h"
#include "script/texts.h"
#include "script/trainer.h"

/* Modules of lede come before those of the system, so that `require "lib.show"` is ours. */
static void set_module_path(lua_State *L, const char *root) {
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "path");
  lua_pushfstring(L, "%s/scripts/?.lua;%s", root, lua_tostring(L, -1));
  lua_setfield(L, -3, "path");
  lua_pop(L, 2);
}

/* lede.analyze and lede.corpus are written in Lua and loaded when first called for. */
static int load_late(lua_State *L) {
  lua_getglobal(L, "require");
  lua_pushliteral(L, "lib.corpus");
  lua_call(L, 1, 1);
  lua_pushvalue(L, 2);
  lua_gettable(L, -2);
  return 1;
}

static int open_body(lua_State *L) {
  const lede__home *home = lede__context(L);
  luaL_openlibs(L);
  lede__lib_open(L);
  lede__session_open(L);
  lede__harvest_open_lua(L);
  lede__json_open_lua(L);
  lede__append_open_lua(L);
  lede__desk_open_lua(L);
  lede__child_open_lua(L);
  lede__trainer_open(L);
  lede__terminal_open_lua(L);
  lede__texts_open_lua(L);
  set_module_path(L, home->root);
  lua_getglobal(L, "lede");
  lua_pushstring(L, home->root);
  lua_setfield(L, -2, "root");
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, load_late);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  return 0;
}

lede_status lede__program_new(lede__state **out, lede_error *err) {
  const lede__home *home;
  lede_status status = lede__home_find(&home, err);
  if (!status) status = lede__state_new(0, out, err);
  if (status) return status;
  (*out)->trusted = true;
  status = lede__state_enter(*out, open_body, (void *)home, err);
  if (status) lede__state_free(*out);
  return status;
}

typedef struct call {
  const char *module, *function;
  int (*push)(lua_State *L, void *ctx);
  void *ctx;
  lede__buf *out;
} call;

static int text_body(lua_State *L) {
  call *c = lede__context(L);
  lua_getglobal(L, "require");
  lua_pushstring(L, c->module);
  lua_call(L, 1, 1);
  lua_getfield(L, -1, c->function);
  lua_call(L, c->push(L, c->ctx), 1);
  size_t len;
  const char *text = luaL_checklstring(L, -1, &len);
  lede__buf_add(c->out, text, len);
  return 0;
}

lede_status lede__program_text(lede__state *s, const char *module, const char *function,
                               int (*push)(lua_State *L, void *ctx), void *ctx, lede__buf *out,
                               lede_error *err) {
  call c = {module, function, push, ctx, out};
  return lede__state_enter(s, text_body, &c, err);
}
