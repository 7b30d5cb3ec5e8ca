/* watch/events: what inotify tells of a folder, and with `recursive` of those in it, as paths in it. */
#include "watch/events.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"

/* A hard link is a new name and no more (IN_CREATE); so is the name of a file that is about to be written. */
enum {
  OF_ALL =
      IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK,
  OF_NESTED = OF_ALL | IN_MOVED_FROM,
  READ_SIZE = 1 << 16
};

typedef struct watched {
  int wd;
  char *path;
} watched;

struct lede__events {
  const char *folder;
  int fd;
  bool recursive;
  watched *all; /* by wd, which the kernel gives out in rising order */
  size_t count, cap;
  lede__buf path;
  size_t len, at; /* of `bytes` */
  _Alignas(struct inotify_event) char bytes[READ_SIZE];
};

lede_status lede__events_open(const char *folder, bool recursive, lede__events **out, lede_error *err) {
  lede__events *e = calloc(1, sizeof *e);
  *out = NULL;
  if (!e) return lede__nomem(err);
  *e =
      (lede__events){.folder = folder, .recursive = recursive, .fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC)};
  if (e->fd < 0) {
    const char *why = errno == EMFILE ? "all inotify instances are in use (fs.inotify.max_user_instances)"
                                      : strerror(errno);
    free(e);
    return lede__fail(err, LEDE_EIO, folder, "%s", why);
  }
  *out = e;
  return LEDE_OK;
}

void lede__events_close(lede__events *e) {
  if (!e) return;
  for (size_t i = 0; i < e->count; i++) free(e->all[i].path);
  free(e->all);
  lede__buf_free(&e->path);
  close(e->fd);
  free(e);
}

int lede__events_fd(const lede__events *e) { return e->fd; }

/* ---- which folders ------------------------------------------------------------------------------------- */

/* Where `wd` stands, or belongs. */
static size_t place_of(const lede__events *e, int wd) {
  size_t low = 0, high = e->count;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    if (e->all[mid].wd < wd)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

static watched *find(const lede__events *e, int wd) {
  size_t at = place_of(e, wd);
  return at < e->count && e->all[at].wd == wd ? &e->all[at] : NULL;
}

static bool insert(lede__events *e, int wd, char *path) {
  if (e->count == e->cap) {
    size_t cap = e->cap ? e->cap * 2 : 16;
    watched *all = realloc(e->all, cap * sizeof *all);
    if (!all) return false;
    e->all = all;
    e->cap = cap;
  }
  size_t at = place_of(e, wd);
  memmove(e->all + at + 1, e->all + at, (e->count - at) * sizeof *e->all);
  e->all[at] = (watched){wd, path};
  e->count++;
  return true;
}

static void forget(lede__events *e, watched *w) {
  free(w->path);
  memmove(w, w + 1, (size_t)(e->all + e->count - (w + 1)) * sizeof *w);
  e->count--;
}

/* The same folder has the same wd: one that was moved here gets its new name. */
static bool keep(lede__events *e, int wd, const char *path) {
  char *copy = strdup(path);
  watched *w = find(e, wd);
  if (!copy) return false;
  if (w) {
    free(w->path);
    w->path = copy;
  } else if (!insert(e, wd, copy)) {
    free(copy);
    return false;
  }
  return true;
}

bool lede__events_watch(lede__events *e, const char *path, lede_status *status, lede_error *err) {
  lede__buf full = {0};
  *status = LEDE_OK;
  lede__buf_text(&full, e->folder);
  if (*path) lede__buf_printf(&full, "/%s", path);
  int wd = full.failed ? -1 : inotify_add_watch(e->fd, full.ptr, e->recursive ? OF_NESTED : OF_ALL);
  int code = errno;
  bool nomem = full.failed || (wd >= 0 && !keep(e, wd, path)) || (wd < 0 && code == ENOMEM);
  if (nomem)
    *status = lede__nomem(err);
  else if (wd < 0 && code == ENOSPC)
    *status =
        lede__fail(err, LEDE_EIO, full.ptr, "all inotify watches are in use (fs.inotify.max_user_watches)");
  lede__buf_free(&full);
  return wd >= 0 && !nomem;
}

static bool is_within(const char *path, const char *folder) {
  size_t len = strlen(folder);
  return strncmp(path, folder, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

/* A folder that was moved away is still watched by the kernel, under a name it has no longer. */
static void forget_within(lede__events *e, const char *folder) {
  for (size_t i = e->count; i-- > 0;) {
    if (!is_within(e->all[i].path, folder)) continue;
    inotify_rm_watch(e->fd, e->all[i].wd);
    forget(e, &e->all[i]);
  }
}

static void forget_all(lede__events *e) {
  while (e->count) {
    inotify_rm_watch(e->fd, e->all[e->count - 1].wd);
    forget(e, &e->all[e->count - 1]);
  }
}

/* ---- events -------------------------------------------------------------------------------------------- */

static const struct inotify_event *next_raw(lede__events *e) {
  if (e->at == e->len) {
    ssize_t got;
    do got = read(e->fd, e->bytes, sizeof e->bytes);
    while (got < 0 && errno == EINTR);
    e->at = 0;
    e->len = got > 0 ? (size_t)got : 0;
  }
  if (e->at == e->len) return NULL;
  const struct inotify_event *raw = (const struct inotify_event *)(const void *)(e->bytes + e->at);
  e->at += sizeof *raw + raw->len;
  return raw;
}

/* Of the folder `w` itself. */
static lede__event_kind of_folder(lede__events *e, watched *w, uint32_t mask) {
  if (*w->path == '\0') {
    forget_all(e);
    return LEDE__EVENT_GONE;
  }
  if (mask & (IN_IGNORED | IN_UNMOUNT)) forget(e, w);
  return LEDE__EVENT_NONE;
}

static lede__event_kind of_entry(lede__events *e, uint32_t mask) {
  bool is_folder = mask & IN_ISDIR;
  if (is_folder && (mask & IN_MOVED_FROM)) forget_within(e, e->path.ptr);
  if (mask & IN_MOVED_FROM) return is_folder ? LEDE__EVENT_FOLDER_GONE : LEDE__EVENT_NONE;
  if (is_folder) return mask & (IN_CREATE | IN_MOVED_TO) ? LEDE__EVENT_FOLDER : LEDE__EVENT_NONE;
  return mask & IN_CREATE ? LEDE__EVENT_FILE : LEDE__EVENT_WRITTEN;
}

static lede__event_kind read_one(lede__events *e, const struct inotify_event *raw) {
  watched *w = find(e, raw->wd);
  if (raw->mask & IN_Q_OVERFLOW) return LEDE__EVENT_LOST;
  if (!w) return LEDE__EVENT_NONE;
  if (raw->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT))
    return of_folder(e, w, raw->mask);
  if (!raw->len) return LEDE__EVENT_NONE;
  lede__buf_clear(&e->path);
  if (*w->path) lede__buf_printf(&e->path, "%s/", w->path);
  lede__buf_text(&e->path, raw->name);
  return e->path.failed ? LEDE__EVENT_LOST : of_entry(e, raw->mask);
}

lede__event_kind lede__events_next(lede__events *e, const char **path) {
  const struct inotify_event *raw;
  while ((raw = next_raw(e))) {
    lede__event_kind kind = read_one(e, raw);
    *path = e->path.ptr;
    if (kind) return kind;
  }
  return LEDE__EVENT_NONE;
}
