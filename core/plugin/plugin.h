/* plugin/plugin: one plugin: its file, its contract, its state, and calls into it.
 *
 * A plugin has a Lua state of its own, so its budget, crash and reload are its
 * own; layers in C are the only road between plugins. Which plugins run, and in which
 * order, is plugin/plan's affair. */
#ifndef LEDE_PLUGIN_PLUGIN_H
#define LEDE_PLUGIN_PLUGIN_H

#include <jansson.h>

#include "doc/document.h"
#include "plugin/doc.h"
#include "plugin/env.h"

#define LEDE__PLUGIN_API 1

typedef struct lede__plugin {
  lede__arena arena;
  lede__state *state;
  lede__env env;
  lede_str name;
  lede_str path;   /* as its user wrote it */
  lede_str *needs; /* layers it reads */
  uint32_t need_count;
  lede_str *wants; /* layers it reads when they are there */
  uint32_t want_count;
  lede__schema **gives; /* layers it makes */
  uint32_t give_count;
  lede__readable readable; /* needs and wants */
  lede_str *folded;        /* layers its fold sees: needs, wants, gives */
  uint32_t folded_count;
  double seconds; /* of lede__plugin_options */
  size_t memory;
  bool has_document, has_fold, has_merge, has_finish;
  lede_document_function native; /* a plugin in C (plugin/native), which has no state, env or path;
                                    else NULL */
  void *native_context;
  char hash[LEDE__SHA256_HEX]; /* of its source, the files it read, and its settings */
} lede__plugin;

typedef struct lede__plugin_options {
  size_t memory;           /* bytes its state may hold, and 16 more a byte of text; 0: 512 MB */
  double seconds;          /* a call may take, and 1 s more a MB of text; merge and finish, which see what all
                              documents gave, twelve times that; 0: 5 s */
  const char *const *sets; /* "plugin.key=value" */
  size_t set_count;
  const lede_plugin *const *natives; /* plugins in C, planned with the others */
  size_t native_count;
  const lede__images *images; /* of the program; NULL without. Must outlive the plugin */
  const lede__aliases *aliases; /* of the user, for plugins that ask for them; NULL without.
                                   Must outlive loading */
} lede__plugin_options;

/* Loads the plugin at `path`. Fails with LEDE_ESETUP (contract, settings, it raised), LEDE_ELIMIT,
 * LEDE_EIO. Owned. */
lede_status lede__plugin_load(const char *path, const lede__plugin_options *options, lede__plugin **out,
                              lede_error *err);
void lede__plugin_free(lede__plugin *p);

/* What follows fails with LEDE_EPLUGIN, with LEDE_ELIMIT for time, memory or output, with LEDE_EINTERRUPT;
 * the plugin can be used again then. */

/* Runs document() and adds the layers to `doc`; on failure adds none. */
lede_status lede__plugin_document(lede__plugin *p, lede_doc *doc, lede_error *err);

/* Feeds the document's record to fold(). */
lede_status lede__plugin_fold(lede__plugin *p, const lede_doc *doc, lede_error *err);

/* What fold() has gathered, taken out of the plugin as a JSON object (nothing is appended when it has
 * gathered nothing), and something taken out earlier put back: joined by merge() to what is there, which
 * comes first. */
lede_status lede__plugin_take(lede__plugin *p, lede__buf *json, lede_error *err);
lede_status lede__plugin_add(lede__plugin *p, const json_t *gathered, lede_error *err);

/* Drops what it has gathered. */
void lede__plugin_forget(lede__plugin *p);

/* Runs finish() and gives each finding as JSON. */
typedef void (*lede__on_finding)(void *ctx, const lede__plugin *p, lede_str json);
lede_status lede__plugin_finish(lede__plugin *p, lede__on_finding on, void *ctx, lede_error *err);

/* True when it gives the layer. */
bool lede__plugin_gives(const lede__plugin *p, lede_str layer);

#endif
