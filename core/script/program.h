/* script/program: a Lua state as a user's own program sees it.
 *
 * The full standard library, lede's API, and lede's own modules (lib.show, lib.corpus, …). Scripts, the
 * ready analyses, help and what `lede run` prints for people all run in one of these; plugins never do. */
#ifndef LEDE_SCRIPT_PROGRAM_H
#define LEDE_SCRIPT_PROGRAM_H

#include "lua/state.h"
#include "script/home.h"

/* Owned: lede__state_free. */
lede_status lede__program_new(lede__state **out, lede_error *err);

/* Calls module.function(arguments…) where `push` pushes the arguments and returns how many; the string it
 * returns is appended to `out`. `push` runs protected and may raise. */
lede_status lede__program_text(lede__state *s, const char *module, const char *function,
                               int (*push)(lua_State *L, void *ctx), void *ctx, lede__buf *out,
                               lede_error *err);

#endif
