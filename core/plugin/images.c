#include "plugin/images.h"

#include <fcntl.h>
#include <limits.h>
#include <lua.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/str.h"

static bool image_path(const lede__images *images, const char *kind, lede_str source, lede_str flavour,
                       char path[PATH_MAX]) {
  static const char version[] = LEDE_VERSION " " LUA_RELEASE;
  uint64_t hash = lede__hash(version, sizeof version, 0);
  hash = lede__hash(flavour.ptr, flavour.len, hash);
  hash = lede__hash(source.ptr, source.len, hash);
  return snprintf(path, PATH_MAX, "%s/%016llx.%s", images->folder, (unsigned long long)hash, kind) < PATH_MAX;
}

bool lede__image_open(const lede__images *images, const char *kind, lede_str source, lede_str flavour,
                      lede_str *out) {
  char path[PATH_MAX];
  struct stat st;
  if (!images || !images->folder || !image_path(images, kind, source, flavour, path)) return false;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  void *bytes = fstat(fd, &st) == 0 && st.st_size > 0
                    ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0)
                    : MAP_FAILED;
  close(fd);
  if (bytes == MAP_FAILED) return false;
  *out = (lede_str){bytes, (size_t)st.st_size};
  return true;
}

void lede__image_close(lede_str image) {
  if (image.ptr) munmap((void *)(uintptr_t)image.ptr, image.len);
}

/* Under a name of its own first: another process may be reading. */
void lede__image_make(const lede__images *images, const char *kind, lede_str source, lede_str flavour,
                      lede_str bytes) {
  char path[PATH_MAX], fresh[PATH_MAX + 16];
  if (!images || !images->folder || !images->make || !image_path(images, kind, source, flavour, path)) return;
  snprintf(fresh, sizeof fresh, "%s.%d", path, (int)getpid());
  FILE *f = fopen(fresh, "wb");
  if (!f) return;
  bool whole = fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len;
  whole &= fclose(f) == 0;
  if (!whole || rename(fresh, path) != 0) unlink(fresh);
}
