/* watch/ready: whether a file of an inbox is a document, and whether somebody is still writing it. */
#include "watch/ready.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <strings.h>
#include <sys/vfs.h>

#include "base/str.h"
#include "input/names.h"

static bool ends_in(const char *name, const char *ending) {
  size_t len = strlen(name), n = strlen(ending);
  return len >= n && strcasecmp(name + len - n, ending) == 0;
}

lede__name_kind lede__ready_name(const char *name, const char *done_suffix) {
  static const char *const unfinished[] = {".tmp", ".part", "~", ".swp", ".crdownload"};
  if (name[0] == '.') return LEDE__NAME_UNFINISHED;
  if (done_suffix && lede__str_ends(lede__str(name), done_suffix)) return LEDE__NAME_UNFINISHED;
  for (size_t i = 0; i < sizeof unfinished / sizeof *unfinished; i++) {
    if (ends_in(name, unfinished[i])) return LEDE__NAME_UNFINISHED;
  }
  return lede__name_is_wanted(name) ? LEDE__NAME_DOCUMENT : LEDE__NAME_OTHER;
}

const char *lede__ready_refusal(mode_t mode) {
  switch (mode & S_IFMT) {
  case S_IFREG:
    return NULL;
  case S_IFDIR:
    return "is a folder, not a file";
  case S_IFLNK:
    return "is a link; links are not followed, put the file itself here";
  case S_IFIFO:
    return "is a FIFO, not a file";
  case S_IFSOCK:
    return "is a socket, not a file";
  default:
    return "is a device, not a file";
  }
}

/* The lease is held for a moment only. Whoever opens the file for writing in that moment waits for us, and we
 * are sent a signal: SIGIO would end the process, SIGURG is ignored unless asked for. */
lede__writers lede__ready_writers(int fd) {
  if (lede__ready_is_remote(fd)) return LEDE__WRITERS_UNKNOWN;
  if (fcntl(fd, F_SETSIG, SIGURG) < 0) return LEDE__WRITERS_UNKNOWN;
  if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0) {
    fcntl(fd, F_SETLEASE, F_UNLCK);
    return LEDE__WRITERS_NONE;
  }
  return errno == EAGAIN ? LEDE__WRITERS_SOME : LEDE__WRITERS_UNKNOWN;
}

/* linux/magic.h has no name for the last two: Lustre and GPFS. */
bool lede__ready_is_remote(int fd) {
  static const unsigned long remote[] = {
      NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC, V9FS_MAGIC,
      AFS_SUPER_MAGIC,  AFS_FS_MAGIC,    CODA_SUPER_MAGIC, CEPH_SUPER_MAGIC, OCFS2_SUPER_MAGIC,
      FUSE_SUPER_MAGIC, 0x0BD00BD0,      0x47504653};
  struct statfs fs;
  if (fstatfs(fd, &fs) != 0) return false;
  for (size_t i = 0; i < sizeof remote / sizeof *remote; i++) {
    if (((unsigned long)fs.f_type & 0xFFFFFFFF) == remote[i]) return true;
  }
  return false;
}

static bool same_time(struct timespec a, struct timespec b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool lede__ready_same(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         same_time(a->st_mtim, b->st_mtim) && same_time(a->st_ctim, b->st_ctim);
}
