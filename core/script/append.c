#include "script/append.h"

#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "lede.h"

/* Whether what is in the file ends in the middle of a line. */
static bool is_open_ended(int fd, off_t size) {
  char last;
  return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

/* All or nothing: what was written in part, on a full disk, is taken back. */
static bool write_lines(int fd, lede_str lines) {
  struct stat st;
  if (flock(fd, LOCK_EX) != 0 || fstat(fd, &st) != 0) return false;
  struct iovec parts[] = {{"\n", is_open_ended(fd, st.st_size)}, {(void *)lines.ptr, lines.len}};
  ssize_t written = writev(fd, parts, 2);
  if (written == (ssize_t)(parts[0].iov_len + parts[1].iov_len)) return fsync(fd) == 0 || errno == EINVAL;
  int why = written < 0 ? errno : ENOSPC;
  if (S_ISREG(st.st_mode)) (void)!ftruncate(fd, st.st_size);
  errno = why;
  return false;
}

static int append(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  lede_str lines;
  lines.ptr = luaL_checklstring(L, 2, &lines.len);
  int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  bool done = fd >= 0 && write_lines(fd, lines);
  int why = errno;
  if (fd >= 0) close(fd);
  if (done) return lua_pushboolean(L, true), 1;
  lua_pushnil(L);
  lua_pushfstring(L, "%s: can't write to it: %s", path, strerror(why));
  lua_pushstring(L, lede_status_name(LEDE_EIO));
  return 3;
}

void lede__append_open_lua(lua_State *L) {
  lua_getglobal(L, "lede");
  lua_pushcfunction(L, append);
  lua_setfield(L, -2, "append");
  lua_pop(L, 1);
}
