#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static lede_status read_all(FILE *f, const char *path, size_t most, lede__buf *out, lede_error *err) {
  enum { CHUNK = 1 << 16 };
  size_t got;
  do {
    if (!lede__buf_reserve(out, CHUNK)) return lede__nomem(err);
    got = fread(out->ptr + out->len, 1, CHUNK - 1, f);
    out->len += got;
    out->ptr[out->len] = '\0';
    if (out->len > most) return lede__fail(err, LEDE_ETOOBIG, path, "it is larger than %zu MB", most >> 20);
  } while (got > 0);
  return ferror(f) ? lede__fail(err, LEDE_EIO, path, "can't read it: %s", strerror(errno)) : LEDE_OK;
}

lede_status lede__file_read(const char *path, size_t most, lede__buf *out, lede_error *err) {
  FILE *f = fopen(path, "rbe");
  if (!f) return lede__fail(err, LEDE_EIO, path, "can't read it: %s", strerror(errno));
  lede_status status = read_all(f, path, most, out, err);
  fclose(f);
  return status;
}
