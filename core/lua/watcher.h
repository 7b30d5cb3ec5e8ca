/* lua/watcher: the one thread a process that knows what time it is.
 *
 * It sleeps until the nearest deadline of all guarded states, then sets their stop flags and arms their
 * hooks. It takes no signals and never runs Lua.
 *
 * Arming touches a state from outside, which Lua allows at any instant of its own thread, but not
 * beside it: the list of calls it walks could be freed meanwhile, or a call of a Lua function become one of a
 * protected C function. So it happens only a grace after the flag was set, when nothing is in the allocator;
 * from the flag on, the allocator waits for the watcher, and no protected call begins. */
#ifndef LEDE_LUA_WATCHER_H
#define LEDE_LUA_WATCHER_H

#include "lua/limits.h"

/* Starts the thread, if it isn't there (a process that gives up its right to make threads does so before).
 * Fails with LEDE_ENOMEM. */
lede_status lede__watcher_start(lede_error *err);

/* From here on the state is watched, until it is removed. */
void lede__watcher_add(lede__limits *l);
void lede__watcher_remove(lede__limits *l);

/* Makes it look at all flags. From any thread, or from a signal's handler. */
void lede__watcher_wake(void);

/* Returns when it is not arming anything. */
void lede__watcher_wait(void);

/* CLOCK_MONOTONIC in ns. */
int64_t lede__watcher_now(void);

#endif
