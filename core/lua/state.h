/* lua/state: Lua states with a memory meter, and the one guarded way into them.
 *
 * Every state has a meter: what it has allocated, at most, and its limit. All
 * work on a state that may raise runs inside lede__state_enter, so that an
 * error in Lua, or a limit reached there (lua/limits), is a lede_status here. Knows
 * nothing of plugins or documents. */
#ifndef LEDE_LUA_STATE_H
#define LEDE_LUA_STATE_H

#include <lauxlib.h>
#include <lua.h>

#include "base/buf.h"
#include "lua/limits.h"
#include "lua/pool.h"

/* What went wrong inside Lua, before it is put into words (plugin/explain). */
typedef struct lede__trouble {
  lede__buf message;   /* the error value as text; begins with "file:line: " when Lua or the author said so */
  lede__buf traceback; /* the author's frames, innermost first, one "  file:line in function 'f'" a line */
} lede__trouble;

typedef struct lede__state {
  lua_State *L;
  lede__pool pool;
  size_t used, peak, limit; /* bytes; limit 0 is none */
  lede__trouble trouble;
  lede__limits limits;
  bool trusted; /* a user's own program: its error values may describe themselves */
  lede__buf scratch; /* for text on its way into Lua: should that raise, nothing is lost */
  struct lede__births *births; /* lua/births, while it watches */
} lede__state;

/* A state without any library. Owned: lede__state_free. */
lede_status lede__state_new(size_t memory_limit, lede__state **out, lede_error *err);
void lede__state_free(lede__state *s);

/* The state that L belongs to; never NULL for one of ours. */
lede__state *lede__state_of(lua_State *L);

/* Runs body(L) with `context` at lede__context(L), protected. What body returns on the stack is dropped.
 * On an error fills s->trouble and returns LEDE_EPLUGIN, for a limit LEDE_ELIMIT, when interrupted
 * LEDE_EINTERRUPT (both also when the plugin hid it by pcall), out of memory below the limit LEDE_ENOMEM;
 * `err` gets the bare message. */
lede_status lede__state_enter(lede__state *s, lua_CFunction body, void *context, lede_error *err);

/* The context that lede__state_enter was given, for its body. */
static inline void *lede__context(lua_State *L) { return lua_touserdata(L, 1); }

#endif
