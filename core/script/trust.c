#include "script/trust.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Whether a line of the list, which is cut up, is about `folder` and has `name`. */
static bool allows(char *line, const char *folder, const char *name) {
  char *names = strchr(line, '\t'), *word;
  if (!names) return false;
  *names++ = '\0';
  if (strcmp(line, folder) != 0) return false;
  while ((word = strsep(&names, " \n")))
    if (*word && strcmp(word, name) == 0) return true;
  return false;
}

static bool is_listed(const char *list, const char *folder, const char *name) {
  FILE *file = fopen(list, "re");
  char *line = NULL;
  size_t room = 0;
  bool found = false;
  if (!file) return false;
  while (!found && getline(&line, &room, file) >= 0) found = allows(line, folder, name);
  free(line);
  fclose(file);
  return found;
}

bool lede__trust_find(const lede__home *home, const char *name, char path[PATH_MAX]) {
  char folder[PATH_MAX], list[PATH_MAX];
  if (!home->config || strchr(name, '/') || !realpath(".", folder)) return false;
  if ((size_t)snprintf(list, sizeof list, "%s/trusted", home->config) >= sizeof list) return false;
  if ((size_t)snprintf(path, PATH_MAX, "scripts/%s.lua", name) >= PATH_MAX) return false;
  return is_listed(list, folder, name) && access(path, R_OK) == 0;
}
