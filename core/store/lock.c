/* store/lock: one writer a desk: DESK/lock, held with flock, the holder's pid in it. */
#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "store/store.h"

static bool name_of(const char *folder, char path[PATH_MAX]) {
  return snprintf(path, PATH_MAX, "%s/lock", folder) < PATH_MAX;
}

/* 0 when it can't be read; the holder writes it after it took the lock. */
static long read_pid(int fd) {
  char digits[24] = "";
  ssize_t got = pread(fd, digits, sizeof digits - 1, 0);
  return got > 0 ? strtol(digits, NULL, 10) : 0;
}

static bool write_pid(int fd) {
  char digits[24];
  int len = snprintf(digits, sizeof digits, "%ld\n", (long)getpid());
  return ftruncate(fd, 0) == 0 && pwrite(fd, digits, (size_t)len, 0) == len;
}

static lede_status is_taken(const char *folder, int fd, lede_error *err) {
  long pid = read_pid(fd);
  char who[48] = "another process";
  if (pid > 0) snprintf(who, sizeof who, "process %ld", pid);
  return lede__fail(err, LEDE_ESETUP, folder,
                    "%s is at work on this desk; stop it first, or take another desk", who);
}

/* Who only asks whether it is held holds it for a moment. */
static int try_for_a_moment(int fd) {
  enum { TRIES = 10 };
  const struct timespec pause = {.tv_nsec = 10000000};
  for (int i = 0; i < TRIES; i++) {
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) return 0;
    if (errno != EWOULDBLOCK) return -1;
    nanosleep(&pause, NULL);
  }
  errno = EWOULDBLOCK;
  return -1;
}

static lede_status hold(const char *folder, int fd, lede_error *err) {
  if (try_for_a_moment(fd) != 0) {
    if (errno == EWOULDBLOCK) return is_taken(folder, fd, err);
    return lede__fail(err, LEDE_EIO, folder, "can't lock it: %s", strerror(errno));
  }
  if (!write_pid(fd)) return lede__fail(err, LEDE_EIO, folder, "can't write its lock: %s", strerror(errno));
  return LEDE_OK;
}

lede_status lede__lock_take(const char *folder, int *out, lede_error *err) {
  char path[PATH_MAX];
  *out = -1;
  if (!name_of(folder, path)) return lede__fail(err, LEDE_ESETUP, folder, "its name is too long");
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (fd < 0)
    return lede__fail(err, LEDE_ESETUP, folder, "can't make a file in it: %s; a desk must be writable",
                      strerror(errno));
  lede_status status = hold(folder, fd, err);
  if (status)
    close(fd);
  else
    *out = fd;
  return status;
}

bool lede__store_is_held(const char *folder, long *pid) {
  char path[PATH_MAX];
  *pid = 0;
  int fd = name_of(folder, path) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (fd < 0) return false;
  bool held = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  if (held) *pid = read_pid(fd);
  close(fd);
  return held;
}
