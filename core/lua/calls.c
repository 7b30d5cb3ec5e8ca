#include "lua/calls.h"

#include <lauxlib.h>
#include <lualib.h>

#include "lua/limits.h"
#include "lua/state.h"

/* ---- pcall and xpcall ----------------------------------------------------------- */

/* The results of a protected call stand above `below` values and a true. */
static int end_call(lua_State *L, int status, lua_KContext below) {
  lede__limits_after(L, status);
  if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)below;
  lua_pushboolean(L, false);
  lua_insert(L, -2);
  return 2;
}

/* lua/watcher counts on the look: no protected call begins once the flag is set. */
static int protected_call(lua_State *L) {
  luaL_checkany(L, 1);
  lede__limits_look(L, lede__limits_of(L));
  lua_pushboolean(L, true);
  lua_insert(L, 1);
  return end_call(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, end_call), 0);
}

/* Lua runs handlers with hooks off when the error came from a hook. */
static int handle(lua_State *L) {
  lua_settop(L, 1);
  if (lede__limits_stopping(lede__limits_of(L))) return 1;
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

/* function, handler, arguments -> handler, true, function, arguments */
static int protected_call_handled(lua_State *L) {
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lede__limits_look(L, lede__limits_of(L));
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, handle, 1);
  lua_replace(L, 2);
  lua_pushboolean(L, true);
  lua_pushvalue(L, 1);
  lua_rotate(L, 3, 2);
  lua_remove(L, 1);
  return end_call(L, lua_pcallk(L, lua_gettop(L) - 3, LUA_MULTRET, 1, 1, end_call), 1);
}

/* ---- coroutines -------------------------------------------------------------------- */

static void switch_to(lua_State *L, lua_State *co) { atomic_store(&lede__limits_of(L)->running, co); }

/* Resumes `co` with the `count` values on top of L, which go. Its results, or its error, are left on `co`. */
static int run(lua_State *L, lua_State *co, int count, int *results) {
  lede__limits_look(L, lede__limits_of(L));
  if (!lua_checkstack(co, count)) luaL_error(L, "too many arguments to resume");
  lua_xmove(L, co, count);
  switch_to(L, co);
  int status = lua_resume(co, L, count, results);
  switch_to(L, L);
  lede__limits_after(L, status);
  return status;
}

static bool ended_well(int status) { return status == LUA_OK || status == LUA_YIELD; }

static void take_results(lua_State *L, lua_State *co, int results) {
  if (!lua_checkstack(L, results + 1)) {
    lua_pop(co, results);
    luaL_error(L, "too many results to resume");
  }
  lua_xmove(co, L, results);
}

static lua_State *check_coroutine(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  luaL_argexpected(L, co, 1, "coroutine");
  return co;
}

static int resume(lua_State *L) {
  lua_State *co = check_coroutine(L);
  int results, base = lua_gettop(L);
  bool well = ended_well(run(L, co, base - 1, &results));
  if (well)
    take_results(L, co, results);
  else
    lua_xmove(co, L, 1);
  lua_pushboolean(L, well);
  lua_insert(L, 2);
  return lua_gettop(L) - 1;
}

/* Runs what the coroutine left to be closed. In Lua 5.4.4 this starts a new count of nested C calls each
 * time, so that a chain of them would overflow the C stack. */
static void close_coroutine(lua_State *L, lua_State *co) {
  enum { DEEPEST = 8 };
  lede__limits *l = lede__limits_of(L);
  if (l->closing >= DEEPEST) luaL_error(L, "C stack overflow");
  l->closing++;
  switch_to(L, co);
#if LUA_VERSION_RELEASE_NUM >= 50406
  int status = lua_closethread(co, L);
#else
  int status = lua_resetthread(co);
#endif
  switch_to(L, L);
  l->closing--;
  lede__limits_after(L, status);
}

/* NULL when it may be closed, else what it is. */
static const char *state_of_living(lua_State *L, lua_State *co) {
  lua_Debug ar;
  if (L == co) return "running";
  return lua_status(co) == LUA_OK && lua_getstack(co, 0, &ar) ? "normal" : NULL;
}

static int close_one(lua_State *L) {
  lua_State *co = check_coroutine(L);
  const char *living = state_of_living(L, co);
  if (living) return luaL_error(L, "cannot close a %s coroutine", living);
  close_coroutine(L, co);
  bool well = lua_status(co) == LUA_OK && lua_gettop(co) == 0;
  lua_pushboolean(L, well);
  if (well) return 1;
  lua_xmove(co, L, 1);
  return 2;
}

/* An error in a wrapped coroutine goes on in its caller, whose position leads it. */
static int pass_on_error(lua_State *L, lua_State *co) {
  int status = lua_status(co);
  if (!ended_well(status)) close_coroutine(L, co);
  lua_xmove(co, L, 1);
  if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

static int wrapped(lua_State *L) {
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  int results;
  if (!ended_well(run(L, co, lua_gettop(L), &results))) return pass_on_error(L, co);
  take_results(L, co, results);
  return results;
}

static int wrap(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_State *co = lua_newthread(L);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  lua_pushcclosure(L, wrapped, 1);
  return 1;
}

/* ---- putting it together -------------------------------------------------------------- */

void lede__calls_open(lua_State *L) {
  static const luaL_Reg base[] = {
      {"pcall", protected_call}, {"xpcall", protected_call_handled}, {NULL, NULL}};
  static const luaL_Reg coroutines[] = {{"resume", resume}, {"wrap", wrap}, {NULL, NULL}};
  lua_pushglobaltable(L);
  luaL_setfuncs(L, base, 0);
  lua_getfield(L, -1, LUA_COLIBNAME);
  luaL_setfuncs(L, coroutines, 0);
  if (lede__state_of(L)->trusted)
    lua_pushcfunction(L, close_one);
  else
    lua_pushnil(L);
  lua_setfield(L, -2, "close");
  lua_pop(L, 2);
}
