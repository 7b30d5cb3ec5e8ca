/* script/home: where lede's own Lua files are, and where users keep theirs.
 *
 * Built-in files lie beside the binary (build/lede: the tree it was built in) or in PREFIX/share/lede. Plugins are looked for
 * there, then in the user's configuration folder, then in $LEDE_PATH, then in ./plugins. */
#ifndef LEDE_SCRIPT_HOME_H
#define LEDE_SCRIPT_HOME_H

#include "base/error.h"

#define LEDE__MAX_FOLDERS 32

typedef struct lede__home {
  char *root;                             /* holds plugins/ and scripts/ */
  const char *plugins[LEDE__MAX_FOLDERS]; /* folders plugins are looked for in, first to last */
  const char *scripts[LEDE__MAX_FOLDERS]; /* likewise scripts */
  size_t plugin_count, script_count;
} lede__home;

/* Found once; lives until the program ends. LEDE_ESETUP when lede's own files are nowhere. */
lede_status lede__home_find(const lede__home **out, lede_error *err);

#endif
