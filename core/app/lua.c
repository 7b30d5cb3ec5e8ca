/* app/lua: runs a user's own Lua program, as `lua` would, with lede's API in it. */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "base/visible.h"
#include "script/program.h"

typedef struct invocation {
  int argc;
  char **argv;
  int script; /* index of the script in argv; argc when there is none */
} invocation;

static void push_arg_table(lua_State *L, const invocation *in) {
  lua_createtable(L, in->argc, 0);
  for (int i = 0; i < in->argc; i++) {
    lua_pushstring(L, in->argv[i]);
    lua_rawseti(L, -2, (lua_Integer)i - in->script);
  }
  lua_setglobal(L, "arg");
}

/* -e CODE runs it; -l MODULE requires it into a global. Both may be joined to their value. */
static int run_option(lua_State *L, const invocation *in, int i) {
  const char *word = in->argv[i];
  bool joined = word[2] != '\0';
  const char *value = joined ? word + 2 : i + 1 < in->argc ? in->argv[i + 1] : NULL;
  if (!value) luaL_error(L, "%s wants a value", word);
  if (word[1] == 'e') {
    if (luaL_loadbufferx(L, value, strlen(value), "=(command line)", "t")) lua_error(L);
    lua_call(L, 0, 0);
  } else {
    lua_getglobal(L, "require");
    lua_pushstring(L, value);
    lua_call(L, 1, 1);
    lua_setglobal(L, value);
  }
  return joined ? i + 1 : i + 2;
}

static bool takes_value(const char *word) { return (word[1] == 'e' || word[1] == 'l') && !word[2]; }

static int find_script(int argc, char **argv) {
  int i = 0;
  while (i < argc && argv[i][0] == '-' && argv[i][1]) {
    if (strcmp(argv[i], "--") == 0) return i + 1;
    i += takes_value(argv[i]) ? 2 : 1;
  }
  return i < argc ? i : argc;
}

static int run_body(lua_State *L) {
  const invocation *in = lede__context(L);
  push_arg_table(L, in);
  for (int i = 0; i < in->script && i < in->argc;) {
    const char *word = in->argv[i];
    if (word[1] == 'e' || word[1] == 'l')
      i = run_option(L, in, i);
    else
      i++;
  }
  if (in->script >= in->argc) return 0;
  const char *script = in->argv[in->script];
  if (luaL_loadfilex(L, strcmp(script, "-") == 0 ? NULL : script, "t")) return lua_error(L);
  int n = in->argc - in->script - 1;
  luaL_checkstack(L, n, "too many arguments");
  for (int i = 0; i < n; i++) lua_pushstring(L, in->argv[in->script + 1 + i]);
  lua_call(L, n, 0);
  return 0;
}

/* It names files, so it is made visible as they are. */
static void show_traceback(const lede__buf *trace) {
  lede__buf shown = {0};
  lede__visible(&shown, (lede_str){trace->ptr ? trace->ptr : "", trace->len}, true);
  if (shown.len && !shown.failed) fwrite(shown.ptr, 1, shown.len, stderr);
  lede__buf_free(&shown);
}

int lede__cmd_lua(int argc, char **argv) {
  invocation in = {argc, argv, find_script(argc, argv)};
  lede__state *program;
  lede_error err;
  lede_status status = lede__program_new(&program, &err);
  if (status) return lede__complain(&err), lede__exit_code(status);
  status = lede__state_enter(program, run_body, &in, &err);
  if (status) {
    lede__complain(&err);
    show_traceback(&program->trouble.traceback);
  }
  fflush(stdout);
  lede__state_free(program);
  return status ? LEDE__SOME_FAILED : LEDE__DONE;
}
