#include "lua/limits.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "lua/calls.h"
#include "lua/state.h"
#include "lua/strings.h"
#include "lua/tables.h"
#include "lua/watcher.h"

static _Thread_local lede__limits *innermost;

lede__limits *lede__limits_of(lua_State *L) { return &lede__state_of(L)->limits; }

void lede__limits_open(lua_State *L) {
  lede__calls_open(L);
  lede__strings_open(L);
  lede__tables_open(L);
}

/* ---- what is said ------------------------------------------------------------ */

/* The innermost line of Lua; a function in C has none. */
static void note_place(lua_State *L, lede__limits *l) {
  lua_Debug ar;
  l->place[0] = '\0';
  for (int level = 0; lua_getstack(L, level, &ar); level++) {
    lua_getinfo(L, "Sl", &ar);
    if (ar.currentline <= 0) continue;
    snprintf(l->place, sizeof l->place, "%s:%d: ", ar.short_src, ar.currentline);
    return;
  }
}

static void clear(lede__limits *l, lua_State *L) {
  atomic_store(&l->stop, LEDE__GO);
  atomic_store(&l->running, L);
  l->closing = 0;
  l->placed = false;
  l->place[0] = '\0';
}

static void say_time(lede__limits *l) {
  char text[64] = "";
  size_t bytes = l->text_bytes;
  if (bytes >= 1 << 20)
    snprintf(text, sizeof text, " for a text of %.1f MB", (double)bytes / (1 << 20));
  else if (bytes >= 1 << 10)
    snprintf(text, sizeof text, " for a text of %zu KB", bytes >> 10);
  else if (bytes)
    snprintf(text, sizeof text, " for a text of %zu bytes", bytes);
  snprintf(l->what, sizeof l->what, "time limit reached (%.1f s%s)", l->seconds, text);
}

const char *lede__limits_what(lede__state *s) {
  lede__limits *l = &s->limits;
  l->what[0] = '\0';
  switch (lede__limits_stopping(l)) {
  case LEDE__GO:
    break;
  case LEDE__STOP_TIME:
    say_time(l);
    break;
  case LEDE__STOP_MEMORY:
    snprintf(l->what, sizeof l->what, "memory limit reached (%zu MB)", s->limit >> 20);
    break;
  case LEDE__STOP_OUTPUT:
    snprintf(l->what, sizeof l->what, "output limit reached (%s)", l->output);
    break;
  case LEDE__STOP_INTERRUPT:
    return "interrupted";
  }
  return l->what;
}

/* ---- stopping ----------------------------------------------------------------- */

static void on_stop(lua_State *L, lua_Debug *ar) {
  (void)ar;
  if (lede__limits_stopping(lede__limits_of(L))) lede__limits_raise(L);
  lua_sethook(L, NULL, 0, 0); /* left over in a coroutine that outlived the stretch */
}

static void arm(lua_State *L) { lua_sethook(L, on_stop, LUA_MASKCOUNT, 1); }

void lede__limits_arm(lede__limits *l) { arm(atomic_load(&l->running)); }

void lede__limits_stop(lede__limits *l, lede__stop why) {
  int go = LEDE__GO;
  atomic_compare_exchange_strong(&l->stop, &go, (int)why);
}

bool lede__limits_outer_stops(const lede__limits *l) {
  return l->outer && lede__limits_stopping(l->outer) == LEDE__STOP_INTERRUPT;
}

void lede__limits_interrupt(lede__state *s) {
  if (!atomic_load(&s->limits.active)) return;
  lede__limits_stop(&s->limits, LEDE__STOP_INTERRUPT);
  lede__watcher_wake();
}

void lede__limits_refused(lede__limits *l) {
  lua_State *L = atomic_load(&l->running);
  if (L && !l->placed) note_place(L, l);
}

int lede__limits_raise(lua_State *L) {
  lede__state *s = lede__state_of(L);
  lede__limits *l = &s->limits;
  if (!l->placed && lede__limits_stopping(l) != LEDE__STOP_MEMORY) note_place(L, l);
  l->placed = true;
  arm(L);
  lua_pushfstring(L, "%s%s", l->place, lede__limits_what(s));
  return lua_error(L);
}

int lede__limits_output(lua_State *L, const char *what) {
  lede__limits *l = lede__limits_of(L);
  snprintf(l->output, sizeof l->output, "%s", what);
  lede__limits_stop(l, LEDE__STOP_OUTPUT);
  return lede__limits_raise(L);
}

/* A plugin that ran out of memory once has had its share: else it could try for ever. */
void lede__limits_after(lua_State *L, int status) {
  lede__state *s = lede__state_of(L);
  if (status == LUA_ERRMEM && s->limit) lede__limits_stop(&s->limits, LEDE__STOP_MEMORY);
  lede__limits_look(L, &s->limits);
}

/* ---- guarded stretches --------------------------------------------------------- */

lede_status lede__limits_begin(lede__state *s, double seconds, size_t text_bytes, lede_error *err) {
  enum { FOR_EVER = 1000000000 };
  lede__limits *l = &s->limits;
  lede_status status = lede__watcher_start(err);
  if (status) return status;
  clear(l, s->L);
  l->deadline =
      seconds > 0 && seconds < FOR_EVER ? lede__watcher_now() + (int64_t)(seconds * 1e9) : INT64_MAX;
  l->seconds = seconds;
  l->text_bytes = text_bytes;
  l->outer = innermost;
  innermost = l;
  atomic_store(&l->active, true);
  lede__watcher_add(l);
  /* asked between two stretches: it must not be lost */
  if ((l->asked && atomic_load(l->asked)) || lede__limits_outer_stops(l)) lede__limits_interrupt(s);
  return LEDE_OK;
}

/* What was stopped for its memory is let go here, or the next call would be refused its first table. */
void lede__limits_end(lede__state *s) {
  lede__limits *l = &s->limits;
  atomic_store(&l->active, false);
  lede__watcher_remove(l);
  innermost = l->outer;
  bool was_full = lede__limits_stopping(l) == LEDE__STOP_MEMORY;
  clear(l, s->L);
  if (lua_gethook(s->L) == on_stop) lua_sethook(s->L, NULL, 0, 0);
  if (was_full) lua_gc(s->L, LUA_GCCOLLECT);
}
