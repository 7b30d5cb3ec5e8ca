#include "script/child.h"

#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "lua/limits.h"

#define CHILD "lede.child"

enum { LOOK = 50 }; /* milliseconds: how often it is looked whether the script should stop */

typedef struct child {
  pid_t pid; /* 0: it was waited for */
  int out;   /* its standard output; -1: closed */
  int status;
  bool told; /* to stop */
  lede__buf in;
  size_t searched; /* of `in`: there is no line feed before */
} child;

static child *check(lua_State *L) { return luaL_checkudata(L, 1, CHILD); }

/* ---- waiting ------------------------------------------------------------------------------------------- */

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Until there are such events of `fd`, or it is broken, or the time has come; false then. Raises when the
 * script should stop. */
static bool wait_for(lua_State *L, int fd, short events, double until) {
  for (;;) {
    lede__limits_look(L, lede__limits_of(L));
    double left = (until - now()) * 1000;
    int most = left > LOOK ? LOOK : left > 0 ? (int)left + 1 : 0;
    if (poll(&(struct pollfd){.fd = fd, .events = events}, 1, most) > 0) return true;
    if (left <= 0) return false;
  }
}

static int lede_sleep(lua_State *L) {
  lua_pushboolean(L, !wait_for(L, STDOUT_FILENO, 0, now() + luaL_checknumber(L, 1)));
  return 1;
}

/* ---- lines --------------------------------------------------------------------------------------------- */

static bool push_line(lua_State *L, child *c) {
  char *from = c->in.ptr + c->searched,
       *feed = c->in.len > c->searched ? memchr(from, '\n', c->in.len - c->searched) : NULL;
  c->searched = c->in.len;
  if (!feed) return false;
  size_t len = (size_t)(feed - c->in.ptr);
  lua_pushlstring(L, c->in.ptr, len);
  c->in.len -= len + 1;
  memmove(c->in.ptr, feed + 1, c->in.len);
  c->searched = 0;
  return true;
}

/* False at the end. */
static bool read_more(lua_State *L, child *c) {
  enum { ROOM = 65536 };
  if (!lede__buf_reserve(&c->in, ROOM)) luaL_error(L, "out of memory");
  ssize_t n = c->out < 0 ? 0 : read(c->out, c->in.ptr + c->in.len, ROOM);
  if (n > 0) c->in.len += (size_t)n;
  return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

static int nothing(lua_State *L, const char *why) {
  lua_pushnil(L);
  lua_pushstring(L, why);
  return 2;
}

static int child_line(lua_State *L) {
  child *c = check(L);
  double until = lua_isnoneornil(L, 2) ? now() + 1e9 : now() + luaL_checknumber(L, 2);
  while (!push_line(L, c)) {
    if (c->out < 0) return nothing(L, "end");
    if (!wait_for(L, c->out, POLLIN, until)) return nothing(L, "time");
    if (!read_more(L, c)) return nothing(L, "end");
  }
  return 1;
}

/* ---- the end ------------------------------------------------------------------------------------------- */

static void tell_to_stop(child *c) {
  if (c->pid && !c->told) kill(c->pid, SIGTERM);
  c->told = true;
}

static int child_stop(lua_State *L) {
  tell_to_stop(check(L));
  return 0;
}

/* Its output is read to the end, or it might wait for a reader for ever. */
static void end(child *c) {
  char rest[4096];
  int how = 0;
  tell_to_stop(c);
  while (c->out >= 0 && (read(c->out, rest, sizeof rest) > 0 || errno == EINTR)) errno = 0;
  if (c->out >= 0) close(c->out);
  c->out = -1;
  while (c->pid && waitpid(c->pid, &how, 0) < 0 && errno == EINTR) {
  }
  if (c->pid) c->status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
  c->pid = 0;
  lede__buf_free(&c->in);
  c->searched = 0;
}

static int child_close(lua_State *L) {
  child *c = check(L);
  end(c);
  lua_pushinteger(L, c->status);
  return 1;
}

/* ---- the beginning ------------------------------------------------------------------------------------- */

/* In the child. The script may have ended before it could be noticed. */
static void become(char **words, int out, pid_t script) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != script) _exit(0);
  int null = open("/dev/null", O_RDONLY);
  dup2(null, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  execv("/proc/self/exe", words);
  _exit(127);
}

static bool start(child *c, char **words) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  pid_t script = getpid();
  c->pid = fork();
  if (c->pid == 0) become(words, ends[1], script);
  int why = errno;
  close(ends[1]);
  c->out = ends[0];
  errno = why;
  if (c->pid < 0) c->pid = 0;
  return c->pid > 0;
}

static int lede_start(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer count = luaL_len(L, 1);
  luaL_checkstack(L, (int)count + 8, "too many words");
  child *c = lua_newuserdatauv(L, sizeof *c, 0);
  *c = (child){.out = -1};
  luaL_setmetatable(L, CHILD);
  char **words = lua_newuserdatauv(L, ((size_t)count + 2) * sizeof *words, 0);
  words[0] = (char *)"lede";
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, 1, i);
    words[i] = (char *)luaL_checkstring(L, -1);
  }
  words[count + 1] = NULL;
  if (!start(c, words)) return luaL_error(L, "lede can't be started: %s", strerror(errno));
  lua_pushvalue(L, 2);
  return 1;
}

static int child_index(lua_State *L) {
  child *c = check(L);
  if (strcmp(luaL_checkstring(L, 2), "pid") == 0) return lua_pushinteger(L, c->pid), 1;
  lua_getmetatable(L, 1);
  lua_pushvalue(L, 2);
  lua_rawget(L, -2);
  return 1;
}

void lede__child_open_lua(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"line", child_line}, {"stop", child_stop}, {"close", child_close}, {NULL, NULL}};
  static const luaL_Reg events[] = {
      {"__index", child_index}, {"__gc", child_close}, {"__close", child_close}, {NULL, NULL}};
  static const luaL_Reg functions[] = {{"start", lede_start}, {"sleep", lede_sleep}, {NULL, NULL}};
  luaL_newmetatable(L, CHILD);
  luaL_setfuncs(L, methods, 0);
  luaL_setfuncs(L, events, 0);
  lua_pop(L, 1);
  lua_getglobal(L, "lede");
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}
