/* watch/beneath: paths under a folder, walked part by part, so that no link leads out of it. */
#include "watch/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

/* Closes without losing what errno says. */
static int close_quietly(int fd) {
  int code = errno;
  close(fd);
  errno = code;
  return -1;
}

/* One step down; `folder` is closed. */
static int enter(int folder, const char *part, size_t len, bool makes) {
  char name[NAME_MAX + 1];
  if (len > NAME_MAX) {
    errno = ENAMETOOLONG;
    return close_quietly(folder);
  }
  memcpy(name, part, len);
  name[len] = '\0';
  if (makes && mkdirat(folder, name, 0777) != 0 && errno != EEXIST) return close_quietly(folder);
  int next = openat(folder, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  close_quietly(folder);
  return next;
}

int lede__beneath_parent(int folder, const char *path, bool makes, const char **name) {
  int at = fcntl(folder, F_DUPFD_CLOEXEC, 3);
  const char *slash;
  while (at >= 0 && (slash = strchr(path, '/'))) {
    at = enter(at, path, (size_t)(slash - path), makes);
    path = slash + 1;
  }
  *name = path;
  return at;
}

int lede__beneath_open(int folder, const char *path, int flags) {
  const char *name;
  int parent = lede__beneath_parent(folder, path, false, &name);
  if (parent < 0) return -1;
  int fd = openat(parent, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  close_quietly(parent);
  return fd;
}

int lede__beneath_stat(int folder, const char *path, struct stat *st) {
  const char *name;
  int parent = lede__beneath_parent(folder, path, false, &name);
  if (parent < 0) return -1;
  int failed = fstatat(parent, name, st, AT_SYMLINK_NOFOLLOW);
  close_quietly(parent);
  return failed;
}
