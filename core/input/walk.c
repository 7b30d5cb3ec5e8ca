/* input/walk: the files in a folder, in an order that does not depend on the disk. */
#include "input/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "input/names.h"

typedef struct entry {
  const char *name;
  bool is_folder;
} entry;

/* One folder that is being read: its path is the first `path_len` bytes of the walk's. */
typedef struct level {
  size_t path_len;
  lede__arena names;
  entry *entries;
  size_t count, cap, next;
} level;

struct lede__walk {
  level *levels;
  size_t depth, cap;
  lede__buf path;
  size_t pending;
  bool is_begun;
};

lede__walk *lede__walk_open(const char *folder) {
  lede__walk *w = calloc(1, sizeof *w);
  if (!w) return NULL;
  lede__buf_text(&w->path, folder);
  if (!w->path.failed) return w;
  lede__walk_close(w);
  return NULL;
}

static void leave(lede__walk *w) {
  level *l = &w->levels[--w->depth];
  lede__arena_free(&l->names);
  free(l->entries);
}

void lede__walk_close(lede__walk *w) {
  if (!w) return;
  while (w->depth) leave(w);
  free(w->levels);
  lede__buf_free(&w->path);
  free(w);
}

size_t lede__walk_pending(const lede__walk *w) { return w->pending; }

static int by_bytes(const void *a, const void *b) {
  return strcmp(((const entry *)a)->name, ((const entry *)b)->name);
}

static bool is_folder(DIR *dir, const struct dirent *d) {
  struct stat st;
  if (d->d_type != DT_UNKNOWN) return d->d_type == DT_DIR;
  return fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(st.st_mode);
}

static bool add_entry(level *l, const char *name, bool folder) {
  if (l->count == l->cap) {
    size_t cap = l->cap ? l->cap * 2 : 64;
    entry *entries = realloc(l->entries, cap * sizeof *entries);
    if (!entries) return false;
    l->entries = entries;
    l->cap = cap;
  }
  const char *copy = lede__arena_str(&l->names, lede__str(name)).ptr;
  if (!copy) return false;
  l->entries[l->count++] = (entry){copy, folder};
  return true;
}

/* All of the folder that is wanted. False with errno 0: out of memory. */
static bool read_entries(lede__walk *w, level *l, DIR *dir) {
  for (;;) {
    errno = 0;
    const struct dirent *d = readdir(dir);
    if (!d) return errno == 0;
    if (d->d_name[0] == '.') continue;
    bool folder = is_folder(dir, d);
    if (!folder && !lede__name_is_wanted(d->d_name)) continue;
    if (!add_entry(l, d->d_name, folder)) return errno = 0, false;
    w->pending += !folder;
  }
}

static level *push_level(lede__walk *w) {
  if (w->depth == w->cap) {
    size_t cap = w->cap ? w->cap * 2 : 8;
    level *levels = realloc(w->levels, cap * sizeof *levels);
    if (!levels) return NULL;
    w->levels = levels;
    w->cap = cap;
  }
  w->levels[w->depth] = (level){.path_len = w->path.len};
  return &w->levels[w->depth++];
}

/* Reads the folder that w->path names. What of it was read before it failed is returned all the same. */
static lede_status enter(lede__walk *w, lede_error *err) {
  DIR *dir = opendir(w->path.ptr);
  if (!dir && errno == ENOMEM) return lede__nomem(err);
  if (!dir) return lede__fail(err, LEDE_EIO, w->path.ptr, "the folder cannot be read: %s", strerror(errno));
  lede_status status = LEDE_OK;
  level *l = push_level(w);
  if (!l || (!read_entries(w, l, dir) && errno == 0))
    status = lede__nomem(err);
  else if (errno)
    status = lede__fail(err, LEDE_EIO, w->path.ptr, "the folder cannot be read: %s", strerror(errno));
  if (l && l->count) qsort(l->entries, l->count, sizeof *l->entries, by_bytes);
  closedir(dir);
  return status;
}

/* w->path becomes that of `name` in the folder of `l`. */
static bool set_path(lede__walk *w, const level *l, const char *name) {
  w->path.len = l->path_len;
  if (w->path.ptr[l->path_len - 1] != '/') lede__buf_char(&w->path, '/');
  lede__buf_text(&w->path, name);
  return !w->path.failed;
}

lede_status lede__walk_next(lede__walk *w, const char **path, lede_error *err) {
  lede_status status = LEDE_OK;
  *path = NULL;
  if (!w->is_begun) {
    w->is_begun = true;
    status = enter(w, err);
  }
  while (!status && w->depth) {
    level *l = &w->levels[w->depth - 1];
    if (l->next == l->count) {
      leave(w);
      continue;
    }
    const entry *e = &l->entries[l->next++];
    if (!set_path(w, l, e->name)) return lede__nomem(err);
    if (!e->is_folder) {
      w->pending--;
      *path = w->path.ptr;
      return LEDE_OK;
    }
    status = enter(w, err);
  }
  if (status) *path = w->path.ptr;
  return status;
}
