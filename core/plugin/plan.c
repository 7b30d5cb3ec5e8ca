#include "plugin/plan.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "plugin/native.h"

/* ---- finding and loading --------------------------------------------------------------------------- */

static bool is_path(const char *name) { return strchr(name, '/') || lede__str_ends(lede__str(name), ".lua"); }

static bool find_file(const char *name, const char *const *folders, size_t count, char path[PATH_MAX]) {
  if (is_path(name)) return (size_t)snprintf(path, PATH_MAX, "%s", name) < PATH_MAX;
  for (size_t i = 0; i < count; i++)
    if ((size_t)snprintf(path, PATH_MAX, "%s/%s.lua", folders[i], name) < PATH_MAX && access(path, F_OK) == 0)
      return true;
  return false;
}

static const lede__plugin *named(const lede__plan *plan, lede_str name) {
  for (uint32_t i = 0; i < plan->count; i++)
    if (lede__str_eq(plan->plugins[i]->name, name)) return plan->plugins[i];
  return NULL;
}

/* Takes the plugin over, or frees it. */
static lede_status add(lede__plan *plan, lede__plugin *p, lede_error *err) {
  lede_status status = LEDE_OK;
  const lede__plugin *other = named(plan, p->name);
  if (other)
    status = lede__fail(err, LEDE_ESETUP, NULL, "two plugins are called %s: %s and %s; leave one out",
                        p->name.ptr, other->path.ptr, p->path.ptr);
  else if (plan->count == LEDE__MAX_PLUGINS)
    status = lede__fail(err, LEDE_ESETUP, NULL, "more than %d plugins", LEDE__MAX_PLUGINS);
  if (status)
    lede__plugin_free(p);
  else
    plan->plugins[plan->count++] = p;
  return status;
}

static lede_status load_natives(lede__plan *plan, const lede__plugin_options *options, lede_error *err) {
  lede_status status = LEDE_OK;
  for (size_t i = 0; i < options->native_count && !status; i++) {
    lede__plugin *p;
    status = lede__native_load(options->natives[i], &p, err);
    if (!status) status = add(plan, p, err);
  }
  return status;
}

static lede_status load_one(lede__plan *plan, const char *path, const lede__plugin_options *options,
                            lede_error *err) {
  lede__plugin *p;
  lede_status status = lede__plugin_load(path, options, &p, err);
  return status ? status : add(plan, p, err);
}

/* A plugin in C stands in for the one in Lua that has its name. */
static bool is_native(const lede__plan *plan, const char *name) {
  const lede__plugin *p = named(plan, lede__str(name));
  return p && p->native;
}

static lede_status load_named(lede__plan *plan, const char *name, const char *const *folders,
                              size_t folder_count, const lede__plugin_options *options, lede_error *err) {
  char path[PATH_MAX];
  struct stat st;
  if (is_native(plan, name)) return LEDE_OK;
  if (!*name)
    return lede__fail(err, LEDE_ESETUP, NULL,
                      "a plugin's name is empty; write names with one comma between them");
  if (find_file(name, folders, folder_count, path)) {
    if (access(path, R_OK) != 0 || stat(path, &st) != 0)
      return lede__fail(err, LEDE_ESETUP, name, "the plugin's file can't be read: %s", strerror(errno));
    if (!S_ISREG(st.st_mode))
      return lede__fail(err, LEDE_ESETUP, name, "a plugin is a file; name the one that ends in .lua");
    return load_one(plan, path, options, err);
  }
  return lede__fail(err, LEDE_ESETUP, name, "no plugin of this name; looked for %s.lua in %s%s", name,
                    folder_count ? folders[0] : "no folder",
                    folder_count > 1 ? " and the other plugin folders" : "");
}

static const lede__plugin *giver(const lede__plan *plan, lede_str layer) {
  for (uint32_t i = 0; i < plan->count; i++)
    if (lede__plugin_gives(plan->plugins[i], layer)) return plan->plugins[i];
  return NULL;
}

static lede_status unmet(const lede__plugin *p, lede_str need, lede_error *err) {
  return lede__fail(
      err, LEDE_ESETUP, p->path.ptr,
      "plugin %s needs the layer \"%s\", which no plugin gives; name one with --plugins, or move it to wants",
      p->name.ptr, need.ptr);
}

/* A layer is named for what it holds, and the built-in that gives it is called the same. */
static lede_status fill_needs(lede__plan *plan, const char *const *folders, size_t folder_count,
                              const lede__plugin_options *options, lede_error *err) {
  for (uint32_t i = 0; i < plan->count; i++) { /* count grows */
    const lede__plugin *p = plan->plugins[i];
    for (uint32_t n = 0; n < p->need_count; n++) {
      char path[PATH_MAX];
      if (giver(plan, p->needs[n])) continue;
      if (!find_file(p->needs[n].ptr, folders, folder_count, path)) return unmet(p, p->needs[n], err);
      lede_status status = load_one(plan, path, options, err);
      if (status) return status;
      if (!lede__plugin_gives(plan->plugins[plan->count - 1], p->needs[n])) return unmet(p, p->needs[n], err);
    }
  }
  return LEDE_OK;
}

static lede_status check_givers(const lede__plan *plan, lede_error *err) {
  for (uint32_t i = 0; i < plan->count; i++)
    for (uint32_t g = 0; g < plan->plugins[i]->give_count; g++) {
      lede_str layer = plan->plugins[i]->gives[g]->layer;
      const lede__plugin *other = giver(plan, layer);
      if (other != plan->plugins[i])
        return lede__fail(err, LEDE_ESETUP, NULL,
                          "plugins %s and %s both give the layer \"%s\"; leave one out", other->name.ptr,
                          plan->plugins[i]->name.ptr, layer.ptr);
    }
  return LEDE_OK;
}

/* ---- ordering ------------------------------------------------------------------------------------------ */

enum { NEW, OPEN, DONE };

typedef struct ordering {
  lede__plan *plan;
  uint8_t state[LEDE__MAX_PLUGINS];
  uint32_t open[LEDE__MAX_PLUGINS]; /* the way from the root to here */
  uint32_t depth;
  lede__plugin *sorted[LEDE__MAX_PLUGINS];
  uint32_t count;
} ordering;

static lede_status report_cycle(const ordering *o, uint32_t back_to, lede_error *err) {
  char way[2048] = "";
  size_t len = 0;
  uint32_t from = 0;
  while (o->open[from] != back_to) from++;
  for (uint32_t i = from; i < o->depth && len < sizeof way; i++)
    len += (size_t)snprintf(way + len, sizeof way - len, "%s -> ", o->plan->plugins[o->open[i]]->name.ptr);
  if (len < sizeof way) snprintf(way + len, sizeof way - len, "%s", o->plan->plugins[back_to]->name.ptr);
  return lede__fail(err, LEDE_ESETUP, NULL, "plugins need each other in a circle: %s", way);
}

static lede_status visit(ordering *o, uint32_t i, lede_error *err);

static lede_status visit_givers(ordering *o, const lede_str *layers, uint32_t count, lede_error *err) {
  for (uint32_t n = 0; n < count; n++)
    for (uint32_t j = 0; j < o->plan->count; j++) {
      if (!lede__plugin_gives(o->plan->plugins[j], layers[n])) continue;
      lede_status status = visit(o, j, err);
      if (status) return status;
    }
  return LEDE_OK;
}

/* Depth is bounded by LEDE__MAX_PLUGINS. */
static lede_status visit(ordering *o, uint32_t i, lede_error *err) {
  if (o->state[i] == DONE) return LEDE_OK;
  if (o->state[i] == OPEN) return report_cycle(o, i, err);
  lede__plugin *p = o->plan->plugins[i];
  o->state[i] = OPEN;
  o->open[o->depth++] = i;
  lede_status status = visit_givers(o, p->needs, p->need_count, err);
  if (!status) status = visit_givers(o, p->wants, p->want_count, err);
  if (status) return status;
  o->depth--;
  o->state[i] = DONE;
  o->sorted[o->count++] = p;
  return LEDE_OK;
}

static lede_status order(lede__plan *plan, lede_error *err) {
  ordering o = {.plan = plan};
  for (uint32_t i = 0; i < plan->count; i++) {
    lede_status status = visit(&o, i, err);
    if (status) return status;
  }
  memcpy(plan->plugins, o.sorted, plan->count * sizeof *o.sorted);
  return LEDE_OK;
}

/* A --set that names no plugin of the plan would be lost without a word. */
static lede_status check_sets(const lede__plan *plan, const lede__plugin_options *options, lede_error *err) {
  for (size_t i = 0; i < options->set_count; i++) {
    const char *set = options->sets[i], *dot = strchr(set, '.'), *equals = strchr(set, '=');
    if (!dot || !equals || equals < dot)
      return lede__fail(err, LEDE_EUSAGE, NULL, "--set %s: write it as PLUGIN.SETTING=VALUE", set);
    bool found = false;
    for (uint32_t p = 0; p < plan->count && !found; p++)
      found = lede__str_eq(plan->plugins[p]->name, (lede_str){set, (size_t)(dot - set)});
    if (!found)
      return lede__fail(err, LEDE_ESETUP, NULL, "--set %s: no plugin called %.*s runs here", set,
                        (int)(dot - set), set);
  }
  return LEDE_OK;
}

lede_status lede__plan_make(lede__plan *plan, const char *const *names, size_t name_count,
                            const char *const *folders, size_t folder_count,
                            const lede__plugin_options *options, lede_error *err) {
  *plan = (lede__plan){0};
  lede_status status = load_natives(plan, options, err);
  for (size_t i = 0; i < name_count && !status; i++)
    status = load_named(plan, names[i], folders, folder_count, options, err);
  if (!status) status = fill_needs(plan, folders, folder_count, options, err);
  if (!status) status = check_givers(plan, err);
  if (!status) status = check_sets(plan, options, err);
  if (!status) status = order(plan, err);
  if (status) lede__plan_free(plan);
  return status;
}

void lede__plan_free(lede__plan *plan) {
  for (uint32_t i = 0; i < plan->count; i++) lede__plugin_free(plan->plugins[i]);
  plan->count = 0;
}
