/* script/home: where lede's own Lua files are, and where users keep theirs.
 *
 * Built-in files lie where $LEDE_ROOT says; else beside the binary or the shared library (build/lede: the
 * tree it was built in; or ../share/lede); else in share/lede of the prefix lede was configured with.
 * Plugins are looked for there, then in the user's configuration folder, then in $LEDE_PATH, then in
 * ./plugins. */
#ifndef LEDE_SCRIPT_HOME_H
#define LEDE_SCRIPT_HOME_H

#include "plugin/images.h"

#define LEDE__MAX_FOLDERS 32

typedef struct lede__home {
  char *root;                             /* holds plugins/ and scripts/ */
  const char *plugins[LEDE__MAX_FOLDERS]; /* folders plugins are looked for in, first to last */
  const char *scripts[LEDE__MAX_FOLDERS]; /* likewise scripts */
  size_t plugin_count, script_count;
  char *config;        /* the user's configuration folder, which may not be there; NULL without a home */
  char *aliases;       /* aliases.lua in it; NULL: there is none */
  char *prepared;      /* the folder of images; may not be there */
  lede__images images; /* what `make` has prepared of the built-in plugins */
} lede__home;

/* The folder of lede's own plugins/ and scripts/, by the rules above. LEDE_ESETUP when it is nowhere.
 * Owned: free. */
lede_status lede__home_root(char **out, lede_error *err);

/* True when lede's own plugins are in root/plugins. */
bool lede__home_is_root(const char *root);

/* For programs: found once; with the images in root/images, else in images beside the program. With
 * $LEDE_MAKE_IMAGES set (that is how `make` calls it) they are made in the latter folder. It lives until the
 * program ends. LEDE_ESETUP when lede's own files are nowhere. */
lede_status lede__home_find(const lede__home **out, lede_error *err);

#endif
