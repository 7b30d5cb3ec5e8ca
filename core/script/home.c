#include "script/home.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static lede__home home;

static bool has_plugins(const char *root) {
  char path[PATH_MAX];
  return (size_t)snprintf(path, sizeof path, "%s/plugins/structure.lua", root) < sizeof path && access(path, R_OK) == 0;
}

/* The tree a binary was built in, then the prefix it was installed under. Build folders can be nested (build/asan). */
static char *find_root(void) {
  static const char *const near[] = {"..", "../..", "../share/lede"};
  char self[PATH_MAX], root[PATH_MAX + 32];
  ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
  if (n <= 0) return NULL;
  self[n] = '\0';
  *strrchr(self, '/') = '\0';
  for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
    snprintf(root, sizeof root, "%s/%s", self, near[i]);
    if (has_plugins(root)) return realpath(root, NULL);
  }
  return NULL;
}

static void add(const char **list, size_t *count, char *folder) {
  if (folder && *count < LEDE__MAX_FOLDERS) list[(*count)++] = folder;
}

static char *joined(const char *a, const char *b) {
  char *s;
  return asprintf(&s, "%s/%s", a, b) < 0 ? NULL : s;
}

static void add_config(void) {
  const char *config = getenv("XDG_CONFIG_HOME"), *user = getenv("HOME");
  if (config && *config) {
    add(home.plugins, &home.plugin_count, joined(config, "lede/plugins"));
    add(home.scripts, &home.script_count, joined(config, "lede/scripts"));
  } else if (user && *user) {
    add(home.plugins, &home.plugin_count, joined(user, ".config/lede/plugins"));
    add(home.scripts, &home.script_count, joined(user, ".config/lede/scripts"));
  }
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

lede_status lede__home_find(const lede__home **out, lede_error *err) {
  if (!home.root) {
    home.root = find_root();
    if (!home.root) return lede__fail(err, LEDE_ESETUP, NULL, "lede's own plugins are not beside the program nor in ../share/lede; run `make install`, or the lede of its build folder");
    add(home.plugins, &home.plugin_count, joined(home.root, "plugins"));
    add(home.scripts, &home.script_count, joined(home.root, "scripts"));
    add_config();
    add_path();
    add(home.plugins, &home.plugin_count, strdup("plugins"));
  }
  *out = &home;
  return LEDE_OK;
}
