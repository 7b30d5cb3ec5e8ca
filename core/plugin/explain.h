/* plugin/explain: what an author reads when a plugin goes wrong: who, where with the
 * source line, what, and how it came to that. */
#ifndef LEDE_PLUGIN_EXPLAIN_H
#define LEDE_PLUGIN_EXPLAIN_H

#include "lua/state.h"

/* Turns the state's last trouble into err->where ("plugin talkers") and err->message:
 *   plugins/talkers.lua:19: attempt to index a nil value (local 'q')
 *      19 |     out[#out + 1] = q.first
 * and the callers' lines, when there are any. */
void lede__explain(lede__state *s, lede_str plugin, lede_status code, lede_error *err);

#endif
