/* watch/scan: the entries of a folder and of those in it, a few at a time, in the order of the disk. */
#include "watch/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "watch/beneath.h"

static void close_folder(lede__scan *s) {
  if (s->dir) closedir(s->dir);
  s->dir = NULL;
}

void lede__scan_stop(lede__scan *s) {
  close_folder(s);
  while (s->count) free(s->folders[--s->count]);
  free(s->folders);
  lede__buf_free(&s->path);
  *s = (lede__scan){0};
}

bool lede__scan_is_running(const lede__scan *s) { return s->dir || s->count; }

bool lede__scan_add(lede__scan *s, const char *path) {
  if (s->count == s->cap) {
    size_t cap = s->cap ? s->cap * 2 : 16;
    char **folders = realloc(s->folders, cap * sizeof *folders);
    if (!folders) return false;
    s->folders = folders;
    s->cap = cap;
  }
  char *copy = strdup(path);
  if (copy) s->folders[s->count++] = copy;
  return copy;
}

/* The root is opened anew: a folder that is open already may have been read by others. */
static DIR *open_folder(int root, const char *path) {
  int fd = lede__beneath_open(root, *path ? path : ".", O_RDONLY | O_DIRECTORY);
  DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
  if (fd >= 0 && !dir) close(fd);
  return dir;
}

static lede__scanned begin_next(lede__scan *s, int root, const char **path) {
  char *folder = s->folders[--s->count];
  lede__buf_clear(&s->path);
  lede__buf_text(&s->path, folder);
  free(folder);
  if (s->path.failed) return LEDE__SCANNED_NOMEM;
  *path = s->path.len ? s->path.ptr : "";
  s->dir = open_folder(root, *path);
  s->folder_len = s->path.len;
  if (!s->dir) return errno == ENOMEM ? LEDE__SCANNED_NOMEM : LEDE__SCANNED_FAILED;
  return LEDE__SCANNED_FOLDER;
}

static bool is_dots(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

static lede__scanned take_entry(lede__scan *s, const char *name, const char **path) {
  s->path.len = s->folder_len;
  if (s->folder_len) lede__buf_char(&s->path, '/');
  lede__buf_text(&s->path, name);
  *path = s->path.ptr;
  return s->path.failed ? LEDE__SCANNED_NOMEM : LEDE__SCANNED_ENTRY;
}

lede__scanned lede__scan_next(lede__scan *s, int root, const char **path) {
  const struct dirent *d;
  if (!s->dir) return s->count ? begin_next(s, root, path) : LEDE__SCANNED_END;
  do {
    errno = 0;
    d = readdir(s->dir);
  } while (d && is_dots(d->d_name));
  if (d) return take_entry(s, d->d_name, path);
  int code = errno;
  close_folder(s);
  if (!code) return s->count ? begin_next(s, root, path) : LEDE__SCANNED_END;
  s->path.len = s->folder_len;
  if (s->path.ptr) s->path.ptr[s->path.len] = '\0';
  *path = s->path.len ? s->path.ptr : "";
  errno = code;
  return LEDE__SCANNED_FAILED;
}

int lede__scan_folder(const lede__scan *s, const char **name) {
  *name = s->path.ptr + s->folder_len + (s->folder_len ? 1 : 0);
  return dirfd(s->dir);
}
