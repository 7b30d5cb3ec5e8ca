/* script/setup: what a script's table of options comes to: plugins with their settings, the user's
 * corrections, and how files are found and read. */
#ifndef LEDE_SCRIPT_SETUP_H
#define LEDE_SCRIPT_SETUP_H

#include <lua.h>

#include "flow/pipeline.h"
#include "input/input.h"
#include "script/home.h"

typedef struct lede__setup {
  const lede__home *home;
  const char *const *names; /* of plugins */
  size_t name_count;
  lede__plugin_options plugins;
  lede__aliases aliases;
  lede__fixes fixes;
  lede__input_options from;
  lede_load_options load;
  unsigned jobs; /* 0: as many as there are cores */
} lede__setup;

/* Fills `s`, zeroed, from the checked copy of options at `index` (script/options). What it borrows stays
 * valid as long as the copy and what this leaves on the stack: two values. Raises for a value that makes no
 * sense, and for a file of corrections that does; then, too, lede__setup_free is due. */
void lede__setup_read(lua_State *L, int index, lede__setup *s);

/* The same for what says how files are found and read: `from` and `load`. Leaves nothing on the stack. */
void lede__setup_input(lua_State *L, int index, lede__setup *s);

/* The corrections. A zeroed struct is fine. */
void lede__setup_free(lede__setup *s);

/* Loads the plugins and puts on the corrections, which must outlive the pipeline. Closes it on failure. */
lede_status lede__setup_open(const lede__setup *s, lede__pipeline *p, lede_error *err);

/* Raises an error with its place. */
int lede__raise(lua_State *L, const lede_error *err);

#endif
