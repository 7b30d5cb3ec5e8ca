#include "script/home.h"

#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef LEDE__PREFIX
#define LEDE__PREFIX "/usr/local"
#endif

static lede__home home;

bool lede__home_is_root(const char *root) {
  char path[PATH_MAX];
  return (size_t)snprintf(path, sizeof path, "%s/plugins/structure.lua", root) < sizeof path &&
         access(path, R_OK) == 0;
}

/* The file this code was loaded from: the shared library, or the program. */
static bool own_file(char path[PATH_MAX]) {
  Dl_info info;
  struct link_map *object = NULL;
  bool shared =
      dladdr1(lede__home_root, &info, (void **)&object, RTLD_DL_LINKMAP) && object && *object->l_name;
  if (shared) return realpath(object->l_name, path) != NULL;
  ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);
  path[n > 0 ? n : 0] = '\0';
  return n > 0;
}

/* The tree a binary was built in, then the prefix it was installed under. Build folders can be nested
 * (build/asan/tests), and so can those of libraries (lib/x86_64-linux-gnu). */
static char *root_near(const char *file) {
  static const char *const near[] = {"..", "../..", "../../..", "../share/lede", "../../share/lede"};
  char root[PATH_MAX + 32];
  int folder = (int)(strrchr(file, '/') - file);
  for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
    snprintf(root, sizeof root, "%.*s/%s", folder, file, near[i]);
    if (lede__home_is_root(root)) return realpath(root, NULL);
  }
  return NULL;
}

static lede_status root_of_variable(const char *root, char **out, lede_error *err) {
  if (!lede__home_is_root(root))
    return lede__fail(
        err, LEDE_ESETUP, "LEDE_ROOT",
        "%s holds no plugins/structure.lua; set it to the folder of lede's own plugins, or unset it", root);
  *out = realpath(root, NULL);
  return *out ? LEDE_OK : lede__nomem(err);
}

lede_status lede__home_root(char **out, lede_error *err) {
  static const char prefix[] = LEDE__PREFIX "/share/lede";
  char self[PATH_MAX];
  const char *variable = getenv("LEDE_ROOT");
  if (variable && *variable) return root_of_variable(variable, out, err);
  *out = own_file(self) ? root_near(self) : NULL;
  if (!*out && lede__home_is_root(prefix)) *out = strdup(prefix);
  if (*out) return LEDE_OK;
  return lede__fail(err, LEDE_ESETUP, NULL,
                    "lede's own plugins are not beside %s, nor in ../share/lede, nor in %s; run "
                    "`make install`, or set LEDE_ROOT",
                    *self ? self : "the program", prefix);
}

static void add(const char **list, size_t *count, char *folder) {
  if (folder && *count < LEDE__MAX_FOLDERS) list[(*count)++] = folder;
}

static char *joined(const char *a, const char *b) {
  char *s;
  return asprintf(&s, "%s/%s", a, b) < 0 ? NULL : s;
}

static void find_aliases(void) {
  home.aliases = home.config ? joined(home.config, "aliases.lua") : NULL;
  if (!home.aliases || access(home.aliases, F_OK) == 0) return;
  free(home.aliases);
  home.aliases = NULL;
}

static void add_config(void) {
  const char *config = getenv("XDG_CONFIG_HOME"), *user = getenv("HOME");
  if (config && *config)
    home.config = joined(config, "lede");
  else if (user && *user)
    home.config = joined(user, ".config/lede");
  if (!home.config) return;
  add(home.plugins, &home.plugin_count, joined(home.config, "plugins"));
  add(home.scripts, &home.script_count, joined(home.config, "scripts"));
  find_aliases();
}

/* $LEDE_PATH: folders separated by colons, each with plugins in it. */
static void add_path(void) {
  const char *path = getenv("LEDE_PATH");
  while (path && *path) {
    size_t len = strcspn(path, ":");
    if (len) add(home.plugins, &home.plugin_count, strndup(path, len));
    path += len + (path[len] == ':');
  }
}

/* root/images, else images beside the program. */
static char *images_folder(const char *root, bool make) {
  char self[PATH_MAX], *installed = joined(root, "images");
  if (installed && !make && access(installed, X_OK) == 0) return installed;
  free(installed);
  if (!own_file(self)) return NULL;
  *strrchr(self, '/') = '\0';
  return joined(self, "images");
}

static void find_images(void) {
  bool make = getenv("LEDE_MAKE_IMAGES") != NULL;
  home.prepared = images_folder(home.root, make);
  lede__images_open(home.root, home.prepared, make, &home.images);
}

lede_status lede__home_find(const lede__home **out, lede_error *err) {
  if (!home.root) {
    lede_status status = lede__home_root(&home.root, err);
    if (status) return status;
    add(home.plugins, &home.plugin_count, joined(home.root, "plugins"));
    add(home.scripts, &home.script_count, joined(home.root, "scripts"));
    add_config();
    add_path();
    add(home.plugins, &home.plugin_count, strdup("plugins"));
    find_images();
  }
  *out = &home;
  return LEDE_OK;
}
