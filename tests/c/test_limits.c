/* What is stopped stays stopped, whatever it catches, and the state can be used again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <lualib.h>
#include <pthread.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lua/births.h"
#include "lua/limits.h"
#include "lua/state.h"
#include "lua/watcher.h"

#define BRIEFLY 0.05
#define MEMORY ((size_t)8 << 20)

static lede__state *state;
static lede_error err;

static int open_body(lua_State *L) {
  luaL_openlibs(L);
  lede__limits_open(L);
  return 0;
}

static int setup(void **ctx) {
  (void)ctx;
  if (lede__state_new(MEMORY, &state, &err)) return -1;
  return lede__state_enter(state, open_body, NULL, &err);
}

static int teardown(void **ctx) {
  (void)ctx;
  lede__state_free(state);
  return 0;
}

static int chunk_body(lua_State *L) {
  const char *chunk = lede__context(L);
  if (luaL_loadbuffer(L, chunk, strlen(chunk), "@chunk.lua")) return lua_error(L);
  lua_call(L, 0, 0);
  return 0;
}

static lede_status run(const char *chunk, double seconds, size_t text_bytes) {
  assert_int_equal(lede__limits_begin(state, seconds, text_bytes, &err), LEDE_OK);
  lede_status status = lede__state_enter(state, chunk_body, (void *)chunk, &err);
  lede__limits_end(state);
  return status;
}

static void is_stopped(const char *chunk, const char *message) {
  assert_int_equal(run(chunk, BRIEFLY, 0), LEDE_ELIMIT);
  if (!strstr(err.message, message)) fail_msg("wanted: %s\ngot: %s", message, err.message);
}

static void holds(const char *chunk) {
  if (run(chunk, 60, 0)) fail_msg("%s", err.message);
}

/* ---- time --------------------------------------------------------------------------- */

static void test_a_loop_is_stopped_where_it_runs(void **ctx) {
  (void)ctx;
  assert_int_equal(run("local n = 0\nwhile true do\n  n = n + 1\nend", BRIEFLY, 12345), LEDE_ELIMIT);
  assert_true(strncmp(err.message, "chunk.lua:", 10) == 0);
  assert_non_null(strstr(err.message, ": time limit reached (0.1 s for a text of 12 KB)"));
}

static void test_nothing_catches_it(void **ctx) {
  (void)ctx;
  is_stopped("while true do pcall(function() while true do end end) end", "time limit reached");
  is_stopped("local function spin() while true do end end while true do xpcall(spin, spin) end",
             "time limit reached");
  is_stopped("while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
             "time limit reached");
  is_stopped(
      "local co = coroutine.wrap(function() while true do pcall(coroutine.yield) end end) while true do pcall(co) end",
      "time limit reached");
  is_stopped("local mt = {__close = function() while true do end end}\n"
             "while true do pcall(function() local a <close> = setmetatable({}, mt) error('x') end) end",
             "time limit reached");
  is_stopped("setmetatable(_G, {__index = function() while true do end end}) return missing",
             "time limit reached");
  holds("setmetatable(_G, nil)");
}

static void test_a_call_that_hides_it_fails_all_the_same(void **ctx) {
  (void)ctx;
  is_stopped("pcall(function() while true do end end)", "time limit reached");
  is_stopped("coroutine.resume(coroutine.create(function() while true do end end))", "time limit reached");
}

static void test_the_state_is_as_good_as_new(void **ctx) {
  (void)ctx;
  is_stopped("kept = coroutine.create(function() while true do coroutine.yield(1) end end)\n"
             "coroutine.resume(kept) while true do coroutine.resume(kept) end",
             "time limit reached");
  holds("local n = 0 for i = 1, 100000 do n = n + 1 end assert(n == 100000)\n"
        "local ok, message = pcall(error, 'mine') assert(not ok and message == 'mine')\n"
        "assert(select('#', coroutine.resume(kept)) > 0)");
}

static void test_code_that_is_in_time_runs_as_ever(void **ctx) {
  (void)ctx;
  holds(
      "assert(select(2, pcall(error)) == nil)\n"
      "assert(select('#', pcall(function() return 1, nil, 3 end)) == 4)\n"
      "local ok, message = xpcall(error, function(m) return m .. '!' end, 'no')\n"
      "assert(not ok and message == 'no!')\n"
      "local ok, a, b = xpcall(function(...) return ... end, print, 1, 2) assert(ok and a == 1 and b == 2)\n"
      "local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) return b, a end)\n"
      "local ok, n = coroutine.resume(co, 1) assert(ok and n == 2)\n"
      "local ok, m, n = coroutine.resume(co, 5) assert(ok and m == 5 and n == 1)\n"
      "local ok, message = coroutine.resume(co) assert(not ok and message == 'cannot resume dead coroutine')\n"
      "local gen = coroutine.wrap(function() for i = 1, 3 do pcall(coroutine.yield, i) end end)\n"
      "assert(gen() == 1 and gen() == 2 and gen() == 3)\n"
      "local closed\n"
      "local co = coroutine.wrap(function()\n"
      "  local _ <close> = setmetatable({}, {__close = function() closed = true end})\n"
      "  error({ 1 })\n"
      "end)\n"
      "local ok, e = pcall(co) assert(not ok and e[1] == 1 and closed)\n"
      "local ok, e = pcall(coroutine.wrap(function() error('inner') end)) assert(e:find('inner', 1, true))\n"
      "assert(not pcall(xpcall, print) and not pcall(coroutine.resume, 1) and not pcall(pcall))\n");
}

/* ---- memory and output ------------------------------------------------------------------ */

static void test_memory_runs_out_once(void **ctx) {
  (void)ctx;
  static const char fill[] =
      "local function fill() local t = {} while true do t[#t + 1] = { 'x' } end end while true do pcall(fill) end";
  assert_int_equal(run(fill, 60, 0), LEDE_ELIMIT);
  assert_non_null(strstr(err.message, "chunk.lua:1: memory limit reached (8 MB)"));
  holds("local t = {} for i = 1, 10000 do t[i] = { i } end");
  assert_int_equal(run("local s = 'x' while true do s = s .. s end", 60, 0), LEDE_ELIMIT);
  assert_int_equal(run("pcall(string.rep, 'x', 1 << 40)", 60, 0), LEDE_ELIMIT);
}

static int much_body(lua_State *L) { return lede__limits_output(L, "1 MB of this"); }

static void test_output_is_a_limit_like_the_others(void **ctx) {
  (void)ctx;
  assert_int_equal(lede__limits_begin(state, 60, 0, &err), LEDE_OK);
  assert_int_equal(lede__state_enter(state, much_body, NULL, &err), LEDE_ELIMIT);
  assert_string_equal(err.message, "output limit reached (1 MB of this)");
  lede__limits_end(state);
}

/* ---- interruption ---------------------------------------------------------------------------- */

static void *interrupt_soon(void *s) {
  nanosleep(&(struct timespec){0, 20000000}, NULL);
  lede__limits_interrupt(s);
  return NULL;
}

static void test_another_thread_can_interrupt(void **ctx) {
  (void)ctx;
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, state), 0);
  assert_int_equal(run("kept = 42\nwhile true do pcall(function() while true do end end) end", 0, 0),
                   LEDE_EINTERRUPT);
  pthread_join(thread, NULL);
  assert_string_equal(err.message, "chunk.lua:2: interrupted");
  holds("assert(kept == 42)");
}

/* ---- beside other hooks, threads and processes ---------------------------------------------------- */

/* A program that has a plugin at work, as a script has. */
static int outer_body(lua_State *L) {
  lede_error inner_err;
  lede_status *inner = lede__context(L);
  lede__state *program = state;
  assert_int_equal(lede__state_new(0, &state, &inner_err), LEDE_OK);
  assert_int_equal(lede__state_enter(state, open_body, NULL, &inner_err), LEDE_OK);
  inner[0] = run("while true do end", 0, 0);
  inner[1] = run("while true do end", 0, 0);
  lede__state_free(state);
  state = program;
  return 0;
}

static void test_what_began_inside_stops_with_what_is_around_it(void **ctx) {
  (void)ctx;
  lede_status inner[2];
  pthread_t thread;
  assert_int_equal(lede__limits_begin(state, 0, 0, &err), LEDE_OK);
  assert_int_equal(pthread_create(&thread, NULL, interrupt_soon, state), 0);
  assert_int_equal(lede__state_enter(state, outer_body, inner, &err), LEDE_EINTERRUPT);
  lede__limits_end(state);
  pthread_join(thread, NULL);
  assert_int_equal(inner[0], LEDE_EINTERRUPT);
  assert_int_equal(inner[1], LEDE_EINTERRUPT); /* what begins later too */
  assert_int_equal(run("x = 1", 0, 0), LEDE_OK);
}

static void test_births_can_watch_at_the_same_time(void **ctx) {
  (void)ctx;
  lede__births *births = lede__births_watch(state);
  assert_non_null(births);
  is_stopped("while true do local t = {} end", "time limit reached");
  lede__births_end(state, births);
  holds("for i = 1, 1000 do local t = {} end");
}

static void *stop_a_loop(void *number) {
  lede__state *s;
  lede_error e;
  lede_status status = lede__state_new(MEMORY, &s, &e);
  if (!status) status = lede__state_enter(s, open_body, NULL, &e);
  for (int i = 0; i < 3 && !status; i++) {
    if (lede__limits_begin(s, 0.01 * (double)(1 + *(int *)number), 0, &e)) break;
    if (lede__state_enter(s, chunk_body, "local t = {} while true do t[#t % 100 + 1] = {} end", &e) !=
        LEDE_ELIMIT)
      status = LEDE_EUSAGE;
    lede__limits_end(s);
  }
  lede__state_free(s);
  return status ? number : NULL;
}

static void test_states_in_many_threads_are_watched_at_once(void **ctx) {
  (void)ctx;
  enum { THREADS = 8 };
  pthread_t threads[THREADS];
  int numbers[THREADS];
  for (int i = 0; i < THREADS; i++) {
    numbers[i] = i;
    assert_int_equal(pthread_create(&threads[i], NULL, stop_a_loop, &numbers[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) {
    void *failed;
    pthread_join(threads[i], &failed);
    assert_null(failed);
  }
}

static void test_a_forked_child_has_a_watcher_of_its_own(void **ctx) {
  (void)ctx;
  is_stopped("while true do end", "time limit reached");
  pid_t child = fork();
  if (child == 0) {
    alarm(20);
    _exit(run("while true do end", BRIEFLY, 0) == LEDE_ELIMIT ? 0 : 1);
  }
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
}

/* Stacks that grow and shrink, coroutines that come and go: what arming must not trip over. */
static void test_arming_meets_a_busy_state(void **ctx) {
  (void)ctx;
  for (int i = 0; i < 20; i++) {
    is_stopped("local function down(n) if n > 0 then return (pcall(down, n - 1)) end return {} end\n"
               "local function deep(n) if n > 0 then return 1 + deep(n - 1) end return 0 end\n"
               "while true do\n"
               "  pcall(deep, 5000)\n"
               "  coroutine.wrap(function() pcall(down, 50) coroutine.yield() end)()\n"
               "end",
               "time limit reached");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_loop_is_stopped_where_it_runs),
      cmocka_unit_test(test_nothing_catches_it),
      cmocka_unit_test(test_a_call_that_hides_it_fails_all_the_same),
      cmocka_unit_test(test_the_state_is_as_good_as_new),
      cmocka_unit_test(test_code_that_is_in_time_runs_as_ever),
      cmocka_unit_test(test_memory_runs_out_once),
      cmocka_unit_test(test_output_is_a_limit_like_the_others),
      cmocka_unit_test(test_another_thread_can_interrupt),
      cmocka_unit_test(test_what_began_inside_stops_with_what_is_around_it),
      cmocka_unit_test(test_births_can_watch_at_the_same_time),
      cmocka_unit_test(test_states_in_many_threads_are_watched_at_once),
      cmocka_unit_test(test_a_forked_child_has_a_watcher_of_its_own),
      cmocka_unit_test(test_arming_meets_a_busy_state),
  };
  return cmocka_run_group_tests_name("limits", tests, setup, teardown);
}
