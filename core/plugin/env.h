/* plugin/env: what a plugin finds in its globals, and nothing else.
 *
 * No io, os, debug, package, bytecode, clock or finalizers; what can run long can be stopped (lua/limits);
 * print goes to stderr with the plugin's name, up to a bound; require and lede.data reach the plugin's own
 * folder, and what lede's own plugins are made of, and only while the plugin is loaded, so that its recipe
 * says all it was made of. */
#ifndef LEDE_PLUGIN_ENV_H
#define LEDE_PLUGIN_ENV_H

#include <limits.h>

#include "base/hash.h"
#include "doc/aliases.h"
#include "plugin/images.h"
#include "lua/state.h"

typedef struct lede__env {
  const char *plugin;        /* its name, for print and errors; the file's name until the contract is read */
  const char *folder;        /* absolute path of the folder its files lie in */
  const char *shown;         /* that folder as its user wrote it, for messages */
  const lede__images *images; /* prepared files; NULL without */
  const lede__aliases *aliases; /* lede.aliases, which is there while the plugin loads; NULL without */
  lede__sha256_state *recipe; /* takes in every file read; NULL once loading is over */
  lede__buf files;            /* real paths of the files it read while it loaded, a NUL behind each */
  size_t printed;             /* bytes since lede__env_begin */
} lede__env;

/* Fills the globals of a fresh state. The env must outlive the state. Runs inside lede__state_enter;
 * raises. */
void lede__env_open(lua_State *L, lede__env *env);

/* Before each call: print counts from 0 again, and math.random begins anew from `seed`, so that a document's
 * marks depend on nothing but the document. Raises on memory. */
void lede__env_begin(lua_State *L, lua_Integer seed);

/* The env of a state; NULL in scripts. */
lede__env *lede__env_of(lua_State *L);

/* Reads a file of the plugin's folder, else of the folder of lede's own plugins, onto the stack as a string.
 * Raises, blaming the caller, when the name leaves the folder, there is no such file, or loading is over. In
 * scripts any path will do. */
void lede__env_read(lua_State *L, const char *name);

/* A file that was looked for. */
typedef struct lede__env_file {
  const char *name;
  const char *shown;       /* the folder it was found in, as messages show it */
  bool known;              /* it is as it was at `make`, and was not read */
  lede__fingerprint print; /* none in scripts */
  char path[PATH_MAX];
} lede__env_file;

/* The same in two steps, for who may need no more than a file's fingerprint: its bytes are pushed where they
 * had to be read, else nil, in whose place lede__env_bytes puts them. `name` must live as long as `out`. */
void lede__env_look(lua_State *L, const char *name, lede__env_file *out);
lede_str lede__env_bytes(lua_State *L, const lede__env_file *file);

/* Pushes the function that file `name` is compiled to, and keeps its source for messages, which call it
 * `shown` (NULL: by the folder it was found in). Raises as lede__env_read, and on a syntax error. */
void lede__env_load(lua_State *L, const char *name, const char *shown);

/* Pushes line `line` of the kept source that Lua calls `short_src`, without its line feed; false (and
 * nothing pushed) when there is none. */
bool lede__env_source_line(lua_State *L, lede_str short_src, int line);

#endif
