/* input/gz: unpacking gzip as it comes. The one file that knows zlib; knows nothing of files. */
#include "input/gz.h"

#include <limits.h>
#include <stdlib.h>

#define ZLIB_CONST
#include <zlib.h>

#define GZIP_ONLY (16 + MAX_WBITS)

struct lede__gz {
  z_stream z;
  bool in_member; /* its header is awaited or read, its end is not */
  bool padded;    /* zeros were seen behind a member: nothing else may follow */
};

lede__gz *lede__gz_new(void) {
  lede__gz *gz = calloc(1, sizeof *gz);
  if (!gz) return NULL;
  gz->in_member = true;
  if (inflateInit2(&gz->z, GZIP_ONLY) == Z_OK) return gz;
  free(gz);
  return NULL;
}

void lede__gz_free(lede__gz *gz) {
  if (!gz) return;
  inflateEnd(&gz->z);
  free(gz);
}

bool lede__gz_is_whole(const lede__gz *gz) { return !gz->in_member; }

/* Between two members: past zeros, to the first byte of the next one. */
static bool enter_member(lede__gz *gz, lede_str in, size_t *used) {
  while (*used < in.len && in.ptr[*used] == 0) {
    gz->padded = true;
    ++*used;
  }
  if (*used == in.len) return true;
  if (gz->padded || in.ptr[*used] != '\x1F') return false;
  gz->in_member = true;
  return inflateReset(&gz->z) == Z_OK;
}

static uInt at_most(size_t n) { return n < UINT_MAX ? (uInt)n : UINT_MAX; }

/* One call of zlib's. */
static int inflate_some(z_stream *z, lede_str in, size_t *used, char *out, size_t room, size_t *got) {
  uInt offered = at_most(in.len - *used), space = at_most(room - *got);
  z->next_in = (const Bytef *)in.ptr + *used;
  z->avail_in = offered;
  z->next_out = (Bytef *)out + *got;
  z->avail_out = space;
  int code = inflate(z, Z_NO_FLUSH);
  *used += offered - z->avail_in;
  *got += space - z->avail_out;
  return code;
}

lede_status lede__gz_unpack(lede__gz *gz, lede_str in, size_t *used, char *out, size_t room, size_t *got,
                            const char *where, lede_error *err) {
  *used = *got = 0;
  for (;;) {
    if (!gz->in_member && !enter_member(gz, in, used)) {
      if (*got) return LEDE_OK;
      return lede__fail(err, LEDE_EFORMAT, where, "something that is not gzip follows the gzip data");
    }
    if (!gz->in_member) return LEDE_OK;
    int code = inflate_some(&gz->z, in, used, out, room, got);
    if (code == Z_MEM_ERROR) return lede__nomem(err);
    if (code == Z_BUF_ERROR || (code == Z_OK && (*got == room || *used == in.len))) return LEDE_OK;
    if (code == Z_STREAM_END)
      gz->in_member = false;
    else if (code != Z_OK) {
      if (*got) return LEDE_OK;
      return lede__fail(err, LEDE_EFORMAT, where, "not valid gzip data: %s",
                        gz->z.msg ? gz->z.msg : "damaged");
    }
  }
}

const char *lede__gz_version(void) { return zlibVersion(); }
