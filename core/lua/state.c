#include "lua/state.h"

#include <stdlib.h>

#include "lua/births.h"
#include "lua/watcher.h"

/* In a Lua allocator the old size of a NULL block is the kind of the object to
 * come (manual, lua_Alloc), so it counts as 0. */
static void *metered_alloc(lede__state *s, void *block, size_t old_size, size_t new_size) {
  size_t kind = block ? 0 : old_size;
  if (!block) old_size = 0;
  if (new_size == 0) {
    if (block) lede__pool_resize(&s->pool, block, old_size, 0);
    s->used -= old_size;
    return NULL;
  }
  if (s->limit && new_size > old_size && s->used + (new_size - old_size) > s->limit) return NULL;
  void *p = lede__pool_resize(&s->pool, block, old_size, new_size);
  if (!p) return NULL;
  s->used += new_size - old_size;
  if (s->used > s->peak) s->peak = s->used;
  if (s->births && kind == LUA_TTABLE) lede__births_note(s->births, p);
  return p;
}

/* From Lua 5.4.6 on, a stack that is being moved can't be read. */
static bool can_read_stack(const void *block) { return !block || LUA_VERSION_RELEASE_NUM < 50406; }

/* Keeps lua/watcher out, and waits for it once it may be about: what it walks must not be freed. */
static void *guarded_alloc(void *ud, void *block, size_t old_size, size_t new_size) {
  lede__state *s = ud;
  atomic_store_explicit(&s->limits.allocating, true, memory_order_relaxed);
  if (lede__limits_stopping(&s->limits)) lede__watcher_wait();
  void *p = metered_alloc(s, block, old_size, new_size);
  if (!p && new_size && can_read_stack(block)) lede__limits_refused(&s->limits);
  atomic_store_explicit(&s->limits.allocating, false, memory_order_release);
  return p;
}

lede_status lede__state_new(size_t memory_limit, lede__state **out, lede_error *err) {
  lede__state *s = calloc(1, sizeof *s);
  if (!s) return lede__nomem(err);
  s->limit = memory_limit;
  s->L = lua_newstate(guarded_alloc, s);
  if (!s->L) {
    free(s);
    return lede__nomem(err);
  }
  *out = s;
  return LEDE_OK;
}

void lede__state_free(lede__state *s) {
  if (!s) return;
  s->limit = 0; /* closing must not fail */
  lua_close(s->L);
  lede__pool_free(&s->pool);
  lede__buf_free(&s->trouble.message);
  lede__buf_free(&s->trouble.traceback);
  lede__buf_free(&s->scratch);
  free(s);
}

lede__state *lede__state_of(lua_State *L) {
  void *ud;
  lua_getallocf(L, &ud);
  return ud;
}

/* ---- what went wrong ------------------------------------------------------ */

/* What the error value at `index` says of itself through __tostring, in a program that is trusted; a
 * plugin's could be hostile. */
static bool put_own_words(lua_State *L, int index, lede__buf *out) {
  size_t len;
  if (!lede__state_of(L)->trusted || !luaL_callmeta(L, index, "__tostring")) return false;
  const char *s = lua_tolstring(L, -1, &len);
  if (s) lede__buf_add(out, s, len);
  lua_pop(L, 1);
  return s != NULL;
}

static void put_error_value(lua_State *L, int index, lede__buf *out) {
  enum { LONGEST = sizeof((lede_error *)0)->message };
  switch (lua_type(L, index)) {
  case LUA_TSTRING: {
    size_t len;
    const char *s = lua_tolstring(L, index, &len);
    lede__buf_add(out, s, len < LONGEST ? len : LONGEST);
    break;
  }
  case LUA_TNUMBER:
    if (lua_isinteger(L, index))
      lede__buf_printf(out, "%lld", (long long)lua_tointeger(L, index));
    else
      lede__buf_printf(out, "%.14g", lua_tonumber(L, index));
    break;
  case LUA_TNIL:
    lede__buf_text(out, "error called without a message (nil)");
    break;
  default:
    if (!put_own_words(L, index, out))
      lede__buf_printf(out, "error called with a %s instead of a message", luaL_typename(L, index));
  }
}

/* Host frames are C functions: they say nothing to an author. */
static void put_traceback(lua_State *L, lede__buf *out) {
  enum { MOST_FRAMES = 12 };
  lua_Debug ar;
  int shown = 0;
  for (int level = 1; shown < MOST_FRAMES && lua_getstack(L, level, &ar); level++) {
    if (!lua_getinfo(L, "Sln", &ar) || ar.currentline < 0) continue;
    lede__buf_printf(out, "  %s:%d", ar.short_src, ar.currentline);
    if (ar.name)
      lede__buf_printf(out, " in %s '%s'", *ar.namewhat ? ar.namewhat : "function", ar.name);
    else if (*ar.what == 'm')
      lede__buf_text(out, " in the main chunk");
    else
      lede__buf_printf(out, " in the function at line %d", ar.linedefined);
    lede__buf_char(out, '\n');
    shown++;
  }
}

static int note_trouble(lua_State *L) {
  lede__trouble *t = &lede__state_of(L)->trouble;
  lede__buf_clear(&t->message);
  lede__buf_clear(&t->traceback);
  put_error_value(L, 1, &t->message);
  put_traceback(L, &t->traceback);
  return 1;
}

static lede_status note(lede__state *s, lede_status status, const char *place, const char *what) {
  lede__buf_clear(&s->trouble.message);
  lede__buf_printf(&s->trouble.message, "%s%s", place, what);
  return status;
}

/* How a call ended that Lua says ended with `rc`. A flag that is set goes before all else: pcall may have
 * hidden the error. */
static lede_status status_of(lede__state *s, int rc) {
  lede__limits *l = &s->limits;
  if (rc == LUA_ERRMEM && s->limit) lede__limits_stop(l, LEDE__STOP_MEMORY);
  lede__stop stop = lede__limits_stopping(l);
  if (stop)
    return note(s, stop == LEDE__STOP_INTERRUPT ? LEDE_EINTERRUPT : LEDE_ELIMIT, l->place,
                lede__limits_what(s));
  if (rc == LUA_ERRMEM) return note(s, LEDE_ENOMEM, "", "out of memory");
  if (rc == LUA_OK) return LEDE_OK;
  if (!s->trouble.message.len)
    put_error_value(s->L, -1, &s->trouble.message); /* Lua gave up before note_trouble */
  return LEDE_EPLUGIN;
}

lede_status lede__state_enter(lede__state *s, lua_CFunction body, void *context, lede_error *err) {
  lua_State *L = s->L;
  int top = lua_gettop(L);
  lede__buf_clear(&s->trouble.message);
  lede__buf_clear(&s->trouble.traceback);
  if (!lua_checkstack(L, 3)) return lede__nomem(err);
  lua_pushcfunction(L, note_trouble);
  lua_pushcfunction(L, body);
  lua_pushlightuserdata(L, context);
  lede_status status = status_of(s, lua_pcall(L, 1, 0, top + 1));
  lua_settop(L, top);
  if (status)
    lede__fail(err, status, NULL, "%s", s->trouble.message.len ? s->trouble.message.ptr : "out of memory");
  return status;
}
