/* script/desk: a query stops when Lua must stop, whatever catches it, and nothing is lost when memory runs out. */
#include "script/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <lualib.h>

#include "base/str.h"
#include "lua/state.h"
#include "script/json.h"
#include "support_alloc.h"
#include "support_desk.h"

static lede__state *state;
static lede_error err;

static int open_body(lua_State *L) {
  luaL_openlibs(L);
  lede__limits_open(L);
  lua_newtable(L);
  lua_setglobal(L, "lede");
  lede__json_open_lua(L);
  lede__desk_open_lua(L);
  lua_pushstring(L, lede__context(L));
  lua_setglobal(L, "folder");
  return 0;
}

static int setup(void **ctx) {
  static const char *const words[] = {"Anna Voss", NULL};
  (void)ctx;
  const char *folder = new_desk();
  lede__store *s = open_desk(folder);
  commit(s, done_entry("a.txt", "sha256:a", record_of("a.txt", "Anna Voss on the ferry.", words)));
  index_all(s);
  lede__store_close(s);
  if (lede__state_new(0, &state, &err)) return -1;
  return lede__state_enter(state, open_body, (void *)folder, &err);
}

static int teardown(void **ctx) {
  (void)ctx;
  lede__state_free(state);
  remove_desks();
  return 0;
}

static int chunk_body(lua_State *L) {
  const char *chunk = lede__context(L);
  if (luaL_loadbuffer(L, chunk, strlen(chunk), "@chunk.lua")) return lua_error(L);
  lua_call(L, 0, 0);
  return 0;
}

static lede_status run(const char *chunk, double seconds) {
  assert_int_equal(lede__limits_begin(state, seconds, 0, &err), LEDE_OK);
  lede_status status = lede__state_enter(state, chunk_body, (void *)chunk, &err);
  lede__limits_end(state);
  return status;
}

static void a_query_without_end_is_stopped(void **ctx) {
  (void)ctx;
  const char *endless =
      "local desk = assert(lede.desk(folder))\n"
      "local sql = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'\n"
      "while true do pcall(function() for _ in desk:rows(sql) do end end) end";
  assert_int_equal(run(endless, 0.1), LEDE_ELIMIT);
  assert_non_null(strstr(err.message, "time limit reached"));
}

static void the_desk_can_be_read_afterwards(void **ctx) {
  (void)ctx;
  const char *chunk = "local desk = assert(lede.desk(folder))\n"
                      "for row in desk:rows('SELECT count(*) AS n FROM people') do assert(row.n == 1) end\n"
                      "assert(desk:record(1).layers.entities[1].name == 'Anna Voss')";
  if (run(chunk, 60)) fail_msg("%s", err.message);
}

/* A desk's own lack of memory is a value, Lua's an error. */
static lede_status read_all(void *ctx) {
  (void)ctx;
  const char *chunk =
      "do\n"
      "  local desk, _, code = lede.desk(folder)\n"
      "  why = code\n"
      "  if desk then\n"
      "    for row in desk:rows('SELECT name, ? AS x FROM people', 'y') do assert(row.x == 'y') end\n"
      "    _, _, why = desk:record(1)\n"
      "  end\n"
      "end\n"
      "collectgarbage()";
  lede_status status = run(chunk, 60);
  if (status == LEDE_EPLUGIN && strstr(err.message, "out of memory")) return LEDE_ENOMEM;
  if (status) return status;
  lua_getglobal(state->L, "why");
  const char *why = lua_tostring(state->L, -1);
  status = !why ? LEDE_OK : strcmp(why, "memory") == 0 ? LEDE_ENOMEM : LEDE_EIO;
  lua_pop(state->L, 1);
  return status;
}

static void failing_allocations_lose_nothing(void **ctx) {
  (void)ctx;
  assert_survives_or_recovers(read_all, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_query_without_end_is_stopped),
                                     cmocka_unit_test(the_desk_can_be_read_afterwards),
                                     cmocka_unit_test(failing_allocations_lose_nothing)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
