/* plugin/native: a plugin written in C by the host that embeds lede, as the planner sees it.
 *
 * What it needs and gives is declared and checked like a contract in Lua; it has no state, no fold and
 * no limits. Knows nothing of Lua. */
#ifndef LEDE_PLUGIN_NATIVE_H
#define LEDE_PLUGIN_NATIVE_H

#include "plugin/plugin.h"

/* Copies and checks the declaration. Fails with LEDE_ESETUP, LEDE_EUSAGE or LEDE_ENOMEM. Owned:
 * lede__plugin_free. */
lede_status lede__native_load(const lede_plugin *declared, lede__plugin **out, lede_error *err);

/* Runs its function and adds the layers to `doc`; on failure adds none. */
lede_status lede__native_document(lede__plugin *p, lede_doc *doc, lede_error *err);

#endif
