/* lua/limits: stops Lua when its time is up, its memory or output is spent, or somebody asks.
 *
 * One mechanism for all: a stop flag a state. Once it is set, a debug hook raises at every
 * instruction and every loop in C raises at its next look, so that nothing in Lua can catch
 * it and go on. The hook is armed only then: an armed one would halve Lua's speed. Knows nothing of
 * plugins or documents. */
#ifndef LEDE_LUA_LIMITS_H
#define LEDE_LUA_LIMITS_H

#include <lua.h>
#include <stdatomic.h>

#include "base/error.h"

struct lede__state;

typedef enum lede__stop {
  LEDE__GO,
  LEDE__STOP_TIME,
  LEDE__STOP_MEMORY,
  LEDE__STOP_OUTPUT,
  LEDE__STOP_INTERRUPT
} lede__stop;

typedef struct lede__limits {
  _Atomic int stop;             /* a lede__stop */
  atomic_bool active;           /* in a guarded stretch */
  const atomic_bool *asked;     /* whoever owns several states was asked to stop them all; NULL: nobody */
  _Atomic(lua_State *) running; /* the coroutine that runs, or the main one */
  atomic_bool allocating;       /* inside the allocator: lua/watcher must not touch the state */
  int64_t deadline;             /* of CLOCK_MONOTONIC, in ns; INT64_MAX is none */
  int64_t arm_at;               /* when lua/watcher arms the hook (again); 0 until it saw the flag */
  struct lede__limits *next;    /* in lua/watcher's list */
  struct lede__limits *outer;   /* the guarded stretch of this thread in which this one began; NULL: none */
  int closing;                  /* coroutines being closed inside one another */
  double seconds;               /* the budget, for the message */
  size_t text_bytes;
  bool placed;                  /* `place` is where it was stopped */
  char place[LUA_IDSIZE + 16];  /* "file:line: ", may be empty */
  char output[64];              /* which output was too much */
  char what[128];               /* "time limit reached (5.0 s)" */
} lede__limits;

/* Begins a guarded stretch: `seconds` from now on (0: no end), allowed for a text of so many bytes (0: none),
 * which the message says. Until lede__limits_end the state can be stopped. Fails with LEDE_ENOMEM when there
 * can be no watching thread. */
lede_status lede__limits_begin(struct lede__state *s, double seconds, size_t text_bytes, lede_error *err);

/* Ends it; the state can be used again, whatever happened. */
void lede__limits_end(struct lede__state *s);

/* Stops what the state is doing, if it is in a guarded stretch, as "interrupted", and with it the stretches
 * of other states that began inside: the plugins a script has at work. From any thread, or from a signal's
 * handler. */
void lede__limits_interrupt(struct lede__state *s);

/* Puts the interruptible functions in place of Lua's own in the globals: pcall, xpcall, coroutine.resume and
 * wrap, and those of string and table that can run long. For a state whose libraries are open. Raises on
 * memory. */
void lede__limits_open(lua_State *L);

/* ---- for functions in C that Lua calls ---------------------------------------------------- */

lede__limits *lede__limits_of(lua_State *L);

static inline lede__stop lede__limits_stopping(const lede__limits *l) {
  return (lede__stop)atomic_load_explicit(&l->stop, memory_order_relaxed);
}

/* Raises in the name of the flag that is set. Does not return. */
int lede__limits_raise(lua_State *L);

/* What the flag that is set stands for: "time limit reached (5.0 s for a text of 12 KB)". Valid until the
 * next call. */
const char *lede__limits_what(struct lede__state *s);

/* To be called in every loop that Lua can make long. */
static inline void lede__limits_look(lua_State *L, const lede__limits *l) {
  if (__builtin_expect(lede__limits_stopping(l) != LEDE__GO, 0)) lede__limits_raise(L);
}

/* After every protected call: raises when it ended because Lua must stop. `status` is Lua's. */
void lede__limits_after(lua_State *L, int status);

/* Raises "output limit reached (WHAT)", past every pcall, as time and memory are. Does not return. */
int lede__limits_output(lua_State *L, const char *what);

/* Sets the flag unless it is set already. */
void lede__limits_stop(lede__limits *l, lede__stop why);

/* Notes where the state was refused memory, in case it stays so. */
void lede__limits_refused(lede__limits *l);

/* True when the stretch around this one was interrupted. */
bool lede__limits_outer_stops(const lede__limits *l);

/* Arms the hook on the coroutine that runs. */
void lede__limits_arm(lede__limits *l);

#endif
