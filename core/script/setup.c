#include "script/setup.h"

#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "script/options.h"
#include "script/read.h"

int lede__raise(lua_State *L, const lede_error *err) {
  return err->where[0] ? luaL_error(L, "%s: %s", err->where, err->message)
                       : luaL_error(L, "%s", err->message);
}

static lede_status read_corrections(lua_State *L, int index, lede__setup *s, lede_error *err) {
  const char *aliases = lede__options_string(L, index, "aliases"),
             *fixes = lede__options_string(L, index, "fixes");
  lede_status status = LEDE_OK;
  if (!aliases) aliases = s->home->aliases;
  if (aliases) status = lede__aliases_read(aliases, &s->aliases, err);
  return status || !fixes ? status : lede__fixes_read(fixes, &s->fixes, err);
}

void lede__setup_input(lua_State *L, int index, lede__setup *s) {
  const char *from = lede__options_string(L, index, "outlet_from");
  if (from && strcmp(from, "folder") != 0) luaL_error(L, "outlet_from is \"%s\"; it can be \"folder\"", from);
  s->from = (lede__input_options){.text_field = lede__options_string(L, index, "text_field"),
                                  .id_field = lede__options_string(L, index, "id_field"),
                                  .meta_file = lede__options_string(L, index, "meta"),
                                  .outlet_from_folder = from != NULL,
                                  .max_bytes = (size_t)lede__options_number(L, index, "max_bytes")};
  s->load = (lede_load_options){.encoding = lede__options_string(L, index, "encoding"),
                                .strict = lede__options_flag(L, index, "strict"),
                                .max_bytes = s->from.max_bytes};
}

static void read_plugins(lua_State *L, int index, lede__setup *s) {
  double megabytes = fmin(lede__options_number(L, index, "memory"), 1e9);
  s->plugins = (lede__plugin_options){.seconds = lede__options_number(L, index, "seconds"),
                                      .memory = (size_t)(megabytes * (1 << 20)),
                                      .images = &s->home->images,
                                      .aliases = &s->aliases};
  s->names = lede__options_list(L, index, "plugins", &s->name_count);
  s->plugins.sets = lede__options_list(L, index, "set", &s->plugins.set_count);
  if (s->names) return;
  s->names = lede__default_plugins;
  s->name_count = LEDE__DEFAULT_PLUGINS;
}

static void read_jobs(lua_State *L, int index, lede__setup *s) {
  double jobs = lede__options_number(L, index, "jobs");
  if (jobs != 0 && !(jobs >= 1 && jobs <= 256 && jobs == floor(jobs)))
    luaL_error(L, "jobs is a number of workers from 1 to 256");
  s->jobs = (unsigned)jobs;
}

void lede__setup_read(lua_State *L, int index, lede__setup *s) {
  lede_error err;
  index = lua_absindex(L, index);
  if (lede__home_find(&s->home, &err)) lede__raise(L, &err);
  read_plugins(L, index, s);
  lede__setup_input(L, index, s);
  read_jobs(L, index, s);
  if (read_corrections(L, index, s, &err)) lede__raise(L, &err);
}

void lede__setup_free(lede__setup *s) {
  lede__aliases_free(&s->aliases);
  lede__fixes_free(&s->fixes);
}

lede_status lede__setup_open(const lede__setup *s, lede__pipeline *p, lede_error *err) {
  lede_status status = lede__pipeline_open(p, s->names, s->name_count, s->home->plugins,
                                           s->home->plugin_count, &s->plugins, err);
  if (status) return status;
  lede__images_write(&s->home->images);
  status = lede__pipeline_fix(p, &s->fixes, err);
  if (status) lede__pipeline_close(p);
  return status;
}
