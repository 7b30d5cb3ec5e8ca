/* plugin/plan: which plugins run, and in which order.
 *
 * Takes the plugins a user named, adds the built-in ones that give what these
 * need, and orders them by needs, wants and gives. Refuses, before any text is
 * read, an unmet need, two givers of a layer, two plugins of a name, a cycle. */
#ifndef LEDE_PLUGIN_PLAN_H
#define LEDE_PLUGIN_PLAN_H

#include "plugin/plugin.h"

#define LEDE__MAX_PLUGINS 64

typedef struct lede__plan {
  lede__plugin *plugins[LEDE__MAX_PLUGINS]; /* in the order they run */
  uint32_t count;
} lede__plan;

/* `names`: names looked for in `folders`, in that order, or paths (with a / or ending in .lua). Plugins in
 * the plan are owned by it. */
lede_status lede__plan_make(lede__plan *plan, const char *const *names, size_t name_count,
                            const char *const *folders, size_t folder_count,
                            const lede__plugin_options *options, lede_error *err);
void lede__plan_free(lede__plan *plan);

#endif
