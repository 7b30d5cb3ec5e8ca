/* watch/move: moving a file to where nothing is overwritten. */
#include "watch/move.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/str.h"
#include "watch/beneath.h"

enum { MOST_NUMBERS = 1000000 };

/* File systems without RENAME_NOREPLACE have hard links; those without either get a look first. */
int lede__move_new(int from_folder, const char *from, int to_folder, const char *to) {
  if (renameat2(from_folder, from, to_folder, to, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return -1;
  if (linkat(from_folder, from, to_folder, to, 0) == 0) return unlinkat(from_folder, from, 0);
  if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS) return -1;
  if (faccessat(to_folder, to, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
    errno = EEXIST;
    return -1;
  }
  return renameat(from_folder, from, to_folder, to);
}

/* ---- names with a number ------------------------------------------------------------------------------- */

/* Where the ending begins, .gz and what stands before it being one: "fire.txt.gz" has ".txt.gz". */
static size_t stem_of(const char *name) {
  size_t len = strlen(name);
  lede_str s = {name, lede__str_ends(lede__str(name), ".gz") ? len - 3 : len};
  const char *dot = memrchr(s.ptr, '.', s.len);
  return dot && dot > name ? (size_t)(dot - name) : s.len;
}

/* `number` 1 is the name itself. A long stem is cut, so that the whole stays a name. */
static void numbered(char to[NAME_MAX + 1], const char *name, unsigned number) {
  char digits[16] = "";
  size_t stem = stem_of(name), len = strlen(name);
  if (number > 1) snprintf(digits, sizeof digits, ".%u", number);
  size_t most = NAME_MAX - strlen(digits), ending = len - stem;
  if (ending > most) ending = most;
  if (stem > most - ending) stem = most - ending;
  snprintf(to, NAME_MAX + 1, "%.*s%s%s", (int)stem, name, digits, name + len - ending);
}

/* Renames it to the first name that is free; `to` is that. */
static int rename_numbered(int from, const char *name, int folder, const char *wanted,
                           char to[NAME_MAX + 1]) {
  for (unsigned number = 1; number <= MOST_NUMBERS; number++) {
    numbered(to, wanted, number);
    if (lede__move_new(from, name, folder, to) == 0) return 0;
    if (errno != EEXIST) return -1;
  }
  return -1;
}

/* ---- across file systems ------------------------------------------------------------------------------- */

static int copy_bytes(int in, int out) {
  ssize_t n;
  do n = sendfile(out, in, NULL, 1 << 24);
  while (n > 0 || (n < 0 && errno == EINTR));
  if (n < 0) return -1;
  struct stat st;
  if (fstat(in, &st) == 0) futimens(out, (struct timespec[]){st.st_atim, st.st_mtim});
  return fsync(out);
}

static int copy_file(int from, const char *name, int folder, const char *copy) {
  int in = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  int out = in < 0 ? -1 : openat(folder, copy, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
  int failed = out < 0 || copy_bytes(in, out) != 0, code = errno;
  if (in >= 0) close(in);
  if (out >= 0 && close(out) != 0 && !failed) failed = 1, code = errno;
  if (failed && out >= 0) unlinkat(folder, copy, 0);
  errno = code;
  return failed ? -1 : 0;
}

/* Only when the copy has its name for good is the file removed: a crash leaves both at worst. One watcher a
 * desk: so what a crash has left of a copy is overwritten by the next. */
static int move_across(int from, const char *name, int folder, const char *wanted, char to[NAME_MAX + 1]) {
  static const char copy[] = ".lede-copy";
  if (copy_file(from, name, folder, copy) != 0) return -1;
  if (rename_numbered(folder, copy, folder, wanted, to) != 0) {
    int code = errno;
    unlinkat(folder, copy, 0);
    errno = code;
    return -1;
  }
  int open_folder = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); /* `folder` may be a mere path */
  int failed = open_folder < 0 || fsync(open_folder) != 0;
  if (open_folder >= 0) close(open_folder);
  return failed ? -1 : unlinkat(from, name, 0);
}

/* ---- the face ------------------------------------------------------------------------------------------ */

static lede_status tell(char **to, const char *path, const char *last, const char *got, lede_error *err) {
  lede__buf whole = {0};
  if (!to) return LEDE_OK;
  lede__buf_add(&whole, path, (size_t)(last - path));
  lede__buf_text(&whole, got);
  *to = whole.failed ? NULL : whole.ptr;
  return *to ? LEDE_OK : lede__nomem(err);
}

lede_status lede__move_file(int from, const char *name, const char *folder, const char *path, char **to,
                            lede_error *err) {
  char got[NAME_MAX + 1];
  const char *last;
  if (to) *to = NULL;
  if (mkdir(folder, 0777) != 0 && errno != EEXIST)
    return lede__fail(err, LEDE_EIO, folder, "the folder can't be made: %s", strerror(errno));
  int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  int parent = root < 0 ? -1 : lede__beneath_parent(root, path, true, &last), failed = parent < 0;
  if (!failed) failed = rename_numbered(from, name, parent, last, got) != 0;
  if (failed && errno == EXDEV) failed = move_across(from, name, parent, last, got) != 0;
  int code = errno;
  if (root >= 0) close(root);
  if (parent >= 0) close(parent);
  if (failed) return lede__fail(err, LEDE_EIO, path, "it can't be moved to %s: %s", folder, strerror(code));
  return tell(to, path, last, got, err);
}
