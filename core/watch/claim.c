/* watch/claim: files of an inbox that several watchers share, each taken by one. */
#include "watch/claim.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "watch/beneath.h"
#include "watch/move.h"
#include "watch/scan.h"

#define OWNER_FILE ".owner"
enum { ABANDONED_SECONDS = 3600, MOST_HOST = 64 };

struct lede__claims {
  const char *inbox;
  char host[MOST_HOST + 1];
  char name[MOST_HOST + 40]; /* HOST-PID-RANDOM */
  int all;                   /* INBOX/.lede-claim */
  int own;                   /* this watcher's folder in it */
  int lock;                  /* its .owner */
};

/* ---- this watcher's folder ----------------------------------------------------------------------------- */

/* A host's name as part of a file's: without slashes, and without the dash that ends it. */
static void find_host(char host[MOST_HOST + 1]) {
  if (gethostname(host, MOST_HOST) != 0) snprintf(host, MOST_HOST, "localhost");
  host[MOST_HOST] = '\0';
  for (char *c = host; *c; c++) {
    if (*c == '/' || *c == '-' || *c == '.') *c = '_';
  }
}

static int open_folder(int parent, const char *name) {
  return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Open and locked; -1 where another holds it, or it is none of ours. */
static int lock_owner(int folder, int flags) {
  struct stat open_one, named;
  int fd = openat(folder, OWNER_FILE, flags | O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
  bool mine = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &open_one) == 0 &&
              fstatat(folder, OWNER_FILE, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
              open_one.st_ino == named.st_ino;
  if (mine || fd < 0) return fd;
  close(fd);
  errno = EWOULDBLOCK;
  return -1;
}

static int open_all(const lede__claims *c) {
  int inbox = open(c->inbox, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (inbox < 0) return -1;
  bool made = mkdirat(inbox, LEDE__CLAIM_FOLDER, 0777) == 0 || errno == EEXIST;
  int all = made ? open_folder(inbox, LEDE__CLAIM_FOLDER) : -1, code = errno;
  close(inbox);
  errno = code;
  return all;
}

static void close_own(lede__claims *c) {
  int code = errno;
  if (c->lock >= 0) close(c->lock);
  if (c->own >= 0) close(c->own);
  if (c->all >= 0) close(c->all);
  c->lock = c->own = c->all = -1;
  errno = code;
}

/* Another watcher may take the fresh folder for one that was left, before it is locked, and the last one to
 * leave removes them all: then it is tried again under another name. */
static bool make_own(lede__claims *c) {
  for (int i = 0; i < 8; i++) {
    uint32_t random = 0;
    if (getrandom(&random, sizeof random, 0) < 0) return false;
    snprintf(c->name, sizeof c->name, "%s-%ld-%08x", c->host, (long)getpid(), random);
    c->all = open_all(c);
    if (c->all >= 0 && mkdirat(c->all, c->name, 0777) == 0) c->own = open_folder(c->all, c->name);
    if (c->own >= 0) c->lock = lock_owner(c->own, O_CREAT | O_EXCL);
    if (c->lock >= 0) return true;
    close_own(c);
    if (errno != ENOENT && errno != EEXIST && errno != EWOULDBLOCK) return false;
  }
  return false;
}

lede_status lede__claims_open(const char *inbox, lede__claims **out, lede_error *err) {
  lede__claims *c = calloc(1, sizeof *c);
  *out = NULL;
  if (!c) return lede__nomem(err);
  *c = (lede__claims){.inbox = inbox, .all = -1, .own = -1, .lock = -1};
  find_host(c->host);
  if (make_own(c)) {
    *out = c;
    return LEDE_OK;
  }
  lede__fail(err, LEDE_EIO, inbox, "files can't be claimed in it: %s: %s", LEDE__CLAIM_FOLDER,
             strerror(errno));
  lede__claims_close(c);
  return LEDE_EIO;
}

/* ---- every file in such a folder ----------------------------------------------------------------------- */

/* Calls `each` with the files under `folder`, and removes the folders that are empty then. LEDE_ENOMEM. */
static lede_status each_claimed(int folder, void (*each)(void *context, const char *path), void *context,
                                lede_error *err) {
  lede__scan scan = {0};
  lede__scanned got = LEDE__SCANNED_ENTRY;
  const char *path = NULL, *name;
  struct stat st;
  bool ok = lede__scan_add(&scan, "");
  while (ok && (got = lede__scan_next(&scan, folder, &path)) != LEDE__SCANNED_END &&
         got != LEDE__SCANNED_NOMEM) {
    if (got != LEDE__SCANNED_ENTRY || strcmp(path, OWNER_FILE) == 0) continue;
    int at = lede__scan_folder(&scan, &name);
    if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (S_ISDIR(st.st_mode))
      ok = lede__scan_add(&scan, path);
    else
      each(context, path);
  }
  lede__scan_stop(&scan);
  return ok && got != LEDE__SCANNED_NOMEM ? LEDE_OK : lede__nomem(err);
}

/* Folders under `folder` that hold nothing any more, from the innermost; those that hold something stay. */
static void remove_folders(int folder) {
  DIR *dir = fdopendir(folder);
  const struct dirent *d;
  while (dir && (d = readdir(dir))) {
    if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0 || d->d_type == DT_REG) continue;
    int inner = open_folder(dirfd(dir), d->d_name);
    if (inner < 0) continue;
    remove_folders(inner);
    unlinkat(dirfd(dir), d->d_name, AT_REMOVEDIR);
  }
  if (dir)
    closedir(dir);
  else
    close(folder);
}

/* `owner` is removed, with its lock file, unless files are left in it. */
static void remove_owner(lede__claims *c, const char *owner) {
  int folder = open_folder(c->all, owner);
  if (folder < 0) return;
  remove_folders(fcntl(folder, F_DUPFD_CLOEXEC, 3));
  unlinkat(folder, OWNER_FILE, 0);
  if (unlinkat(c->all, owner, AT_REMOVEDIR) != 0 && errno == ENOTEMPTY)
    close(openat(folder, OWNER_FILE, O_WRONLY | O_CREAT | O_CLOEXEC, 0666)); /* what is left can be adopted */
  close(folder);
}

/* ---- giving back --------------------------------------------------------------------------------------- */

typedef struct moving {
  lede__claims *claims;
  int from, to;
  void (*adopted)(void *context, const char *path);
  void *context;
} moving;

static bool move_over(const moving *m, const char *path) {
  const char *name, *last;
  int from = lede__beneath_parent(m->from, path, false, &name),
      to = lede__beneath_parent(m->to, path, true, &last);
  bool moved = from >= 0 && to >= 0 && lede__move_new(from, name, to, last) == 0;
  if (from >= 0) close(from);
  if (to >= 0) close(to);
  return moved;
}

static void give_back(void *context, const char *path) { (void)move_over(context, path); }

void lede__claims_close(lede__claims *c) {
  if (!c) return;
  if (c->lock >= 0) {
    moving m = {.claims = c, .from = c->own, .to = open(c->inbox, O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (m.to >= 0) {
      (void)each_claimed(c->own, give_back, &m, NULL);
      close(m.to);
    }
    remove_owner(c, c->name);
    unlinkat(c->all, "../" LEDE__CLAIM_FOLDER, AT_REMOVEDIR);
  }
  close_own(c);
  free(c);
}

/* ---- one file ------------------------------------------------------------------------------------------ */

/* Nobody else puts files into `to`, so that a look before is enough to cover none. */
static int rename_uncovered(int from, const char *name, int to, const char *last) {
  if (faccessat(to, last, F_OK, AT_SYMLINK_NOFOLLOW) != 0) return renameat(from, name, to, last);
  errno = EEXIST;
  return -1;
}

static int rename_beneath(int from, int to, const char *path) {
  const char *name, *last;
  int in = lede__beneath_parent(from, path, false, &name),
      out = in < 0 ? -1 : lede__beneath_parent(to, path, true, &last);
  int failed = out < 0 ? -1 : rename_uncovered(in, name, out, last), code = errno;
  if (in >= 0) close(in);
  if (out >= 0) close(out);
  errno = code;
  return failed;
}

static int take(lede__claims *c, const char *path) {
  int inbox = open(c->inbox, O_PATH | O_DIRECTORY | O_CLOEXEC);
  int failed = inbox < 0 ? -1 : rename_beneath(inbox, c->own, path), code = errno;
  if (inbox >= 0) close(inbox);
  errno = code;
  return failed;
}

/* The inbox was removed and made again, or somebody has tidied up. */
static bool own_is_gone(const lede__claims *c) {
  struct stat st;
  int code = errno;
  bool gone = fstat(c->own, &st) != 0 || st.st_nlink == 0;
  errno = code;
  return gone;
}

bool lede__claim_take(lede__claims *c, const char *path, lede_status *status, lede_error *err) {
  int failed = c->own < 0 ? -1 : take(c, path);
  if (c->own < 0 || (failed && errno == ENOENT && own_is_gone(c))) {
    close_own(c);
    failed = make_own(c) ? take(c, path) : -1;
  }
  *status = LEDE_OK;
  if (failed && (errno != ENOENT || c->own < 0))
    *status = lede__fail(err, LEDE_EIO, path, "it can't be claimed: %s", strerror(errno));
  return !failed;
}

int lede__claim_open(lede__claims *c, const char *path) { return lede__beneath_open(c->own, path, O_RDONLY); }

int lede__claim_stat(lede__claims *c, const char *path, struct stat *st) {
  return lede__beneath_stat(c->own, path, st);
}

void lede__claim_drop(lede__claims *c, const char *path) {
  const char *name;
  int folder = lede__beneath_parent(c->own, path, false, &name);
  if (folder < 0) return;
  unlinkat(folder, name, 0);
  close(folder);
}

lede_status lede__claim_move(lede__claims *c, const char *path, const char *folder, char **to,
                             lede_error *err) {
  const char *name;
  int from = lede__beneath_parent(c->own, path, false, &name);
  if (from < 0) return lede__fail(err, LEDE_EIO, path, "it can't be moved: %s", strerror(errno));
  lede_status status = lede__move_file(from, name, folder, path, to, err);
  close(from);
  return status;
}

/* ---- what others have left ----------------------------------------------------------------------------- */

static bool is_of_host(const char *owner, const char *host) {
  size_t len = strlen(host);
  return strncmp(owner, host, len) == 0 && owner[len] == '-';
}

/* Both times were set by the file server's clock. */
static bool is_abandoned(lede__claims *c, int marker) {
  struct stat now, then;
  return fstat(c->lock, &now) == 0 && fstat(marker, &then) == 0 &&
         now.st_mtim.tv_sec - then.st_mtim.tv_sec > ABANDONED_SECONDS;
}

static void take_over(void *context, const char *path) {
  const moving *m = context;
  if (move_over(m, path)) m->adopted(m->context, path);
}

static lede_status adopt_from(lede__claims *c, const char *owner, moving *m, lede_error *err) {
  m->from = open_folder(c->all, owner);
  if (m->from < 0) return LEDE_OK;
  lede_status status = LEDE_OK;
  int marker = lock_owner(m->from, O_CREAT);
  if (marker >= 0 && (is_of_host(owner, c->host) || is_abandoned(c, marker))) {
    status = each_claimed(m->from, take_over, m, err);
    if (!status) remove_owner(c, owner);
  }
  if (marker >= 0) close(marker);
  close(m->from);
  return status;
}

/* A folder that has just been made, and is not locked yet, isn't looked at: its owner is about to. */
static bool may_be_left(lede__claims *c, const char *owner) {
  return owner[0] != '.' && strcmp(owner, c->name) != 0;
}

lede_status lede__claims_adopt(lede__claims *c, void (*adopted)(void *context, const char *path),
                               void *context, lede_error *err) {
  moving m = {.claims = c, .to = c->own, .adopted = adopted, .context = context};
  lede_status status = LEDE_OK;
  int again = openat(c->all, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = again < 0 ? NULL : fdopendir(again);
  const struct dirent *d;
  futimens(c->lock, NULL);
  while (dir && !status && (d = readdir(dir))) {
    if (may_be_left(c, d->d_name)) status = adopt_from(c, d->d_name, &m, err);
  }
  if (dir)
    closedir(dir);
  else if (again >= 0)
    close(again);
  return status;
}
