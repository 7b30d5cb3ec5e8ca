/* input/stream: a growing view of the bytes of a file or of standard input, unpacked where they are gzip. */
#include "input/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "text/encoding.h"
#include "text/load.h"

#define CHUNK ((size_t)64 << 10)

/* ---- Opening -------------------------------------------------------------- */

static const char *why_not(mode_t mode) {
  if (S_ISDIR(mode)) return "this is a folder behind a link; name the folder itself";
  if (S_ISFIFO(mode))
    return "this is a FIFO, which may never end; read it through standard input: lede run - < FIFO";
  if (S_ISSOCK(mode)) return "this is a socket, not a file";
  return "this is a device, not a file";
}

/* Takes over s->fd, the result of opening the file. */
static lede_status check_file(lede__stream *s, const char *path, lede_error *err) {
  struct stat st;
  if (s->fd < 0 && errno == ENXIO) return lede__fail(err, LEDE_EIO, path, "%s", why_not(S_IFSOCK));
  if (s->fd < 0 || fstat(s->fd, &st) < 0)
    return lede__fail(err, LEDE_EIO, path, "cannot be read: %s", strerror(errno));
  if (!S_ISREG(st.st_mode)) return lede__fail(err, LEDE_EIO, path, "%s", why_not(st.st_mode));
  s->dev = st.st_dev;
  s->ino = st.st_ino;
  s->size = st.st_size;
  return LEDE_OK;
}

static lede_status unpack_from_here(lede__stream *s, lede_error *err) {
  s->gz = lede__gz_new();
  s->raw = malloc(CHUNK);
  return s->gz && s->raw ? LEDE_OK : lede__nomem(err);
}

lede_status lede__stream_open(lede__stream *s, const char *path, bool packed, lede_error *err) {
  bool is_stdin = strcmp(path, "-") == 0;
  *s = (lede__stream){.where = is_stdin ? "standard input" : path, .fd = STDIN_FILENO, .sniffs_gz = is_stdin};
  if (!is_stdin) s->fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  lede_status status = is_stdin ? LEDE_OK : check_file(s, path, err);
  if (!status && packed) status = unpack_from_here(s, err);
  if (status) lede__stream_close(s);
  return status;
}

lede_status lede__stream_open_file(lede__stream *s, int fd, const char *path, bool packed, lede_error *err) {
  *s = (lede__stream){.where = path, .fd = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)};
  lede_status status = check_file(s, path, err);
  if (!status && packed) status = unpack_from_here(s, err);
  if (status) lede__stream_close(s);
  return status;
}

void lede__stream_close(lede__stream *s) {
  if (s->fd > STDIN_FILENO) close(s->fd);
  lede__gz_free(s->gz);
  free(s->raw);
  free(s->memory);
  *s = (lede__stream){.fd = -1, .at_end = true};
}

/* ---- Reading -------------------------------------------------------------- */

/* read(2) that waits where a descriptor was made non-blocking by someone else. *got 0: the end. */
static lede_status read_some(lede__stream *s, char *to, size_t room, size_t *got, lede_error *err) {
  for (;;) {
    ssize_t n = read(s->fd, to, room);
    *got = n > 0 ? (size_t)n : 0;
    if (n >= 0) return LEDE_OK;
    if (errno == EAGAIN)
      poll(&(struct pollfd){.fd = s->fd, .events = POLLIN}, 1, -1);
    else if (errno != EINTR)
      return lede__fail(err, LEDE_EIO, s->where, "cannot be read: %s", strerror(errno));
  }
}

/* A small file fits at once, with a byte to spare that meets its end. */
static size_t first_cap(const lede__stream *s) {
  bool is_small = !s->gz && s->size > 0 && (uint64_t)s->size < CHUNK;
  return is_small ? (size_t)s->size + 1 : CHUNK;
}

/* Room behind the view: what was dropped before it is used first, then memory doubles. */
static bool make_room(lede__stream *s) {
  size_t start = s->memory ? (size_t)(s->ptr - s->memory) : 0;
  if (s->cap - start - s->len > 0) return true;
  if (start > 0 && start >= s->len) {
    memmove(s->memory, s->ptr, s->len);
    s->ptr = s->memory;
    return true;
  }
  size_t cap = s->cap ? s->cap * 2 : first_cap(s);
  char *memory = cap > s->cap ? realloc(s->memory, cap) : NULL;
  if (!memory) return false;
  s->memory = memory;
  s->ptr = memory + start;
  s->cap = cap;
  return true;
}

static lede_status refill_raw(lede__stream *s, lede_error *err) {
  if (s->raw_at < s->raw_len || s->raw_end) return LEDE_OK;
  s->raw_at = 0;
  lede_status status = read_some(s, s->raw, CHUNK, &s->raw_len, err);
  s->raw_end = s->raw_len == 0;
  return status;
}

static lede_status read_packed(lede__stream *s, char *to, size_t room, size_t *got, lede_error *err) {
  for (;;) {
    size_t used;
    lede_status status = refill_raw(s, err);
    if (status) return status;
    lede_str raw = {s->raw + s->raw_at, s->raw_len - s->raw_at};
    status = lede__gz_unpack(s->gz, raw, &used, to, room, got, s->where, err);
    s->raw_at += used;
    if (status || *got) return status;
    if (!s->raw_end) continue;
    if (lede__gz_is_whole(s->gz)) return LEDE_OK;
    return lede__fail(err, LEDE_EFORMAT, s->where, "the gzip data is cut off");
  }
}

/* Standard input has no name to tell by: what begins as gzip does is unpacked. */
static lede_status sniff_gz(lede__stream *s, char *to, size_t *got, lede_error *err) {
  s->sniffs_gz = false;
  if (*got < 2 || memcmp(to, "\x1F\x8B", 2) != 0) return LEDE_OK;
  lede_status status = unpack_from_here(s, err);
  if (status) return status;
  s->raw_len = *got < CHUNK ? *got : CHUNK;
  memcpy(s->raw, to, s->raw_len);
  return read_packed(s, to, s->cap - s->len, got, err);
}

bool lede__stream_waits(const lede__stream *s) {
  bool at_hand = s->gz && (s->raw_at < s->raw_len || s->raw_end);
  return !s->at_end && !at_hand && poll(&(struct pollfd){.fd = s->fd, .events = POLLIN}, 1, 0) == 0;
}

lede_status lede__stream_more(lede__stream *s, lede_error *err) {
  size_t got = 0;
  if (s->at_end) return LEDE_OK;
  if (!make_room(s)) {
    s->len = 0;
    s->at_end = true;
    return lede__nomem(err);
  }
  char *to = s->ptr + s->len;
  size_t room = s->cap - (size_t)(to - s->memory);
  lede_status status = s->gz ? read_packed(s, to, room, &got, err) : read_some(s, to, room, &got, err);
  if (!status && s->sniffs_gz) status = sniff_gz(s, to, &got, err);
  s->len = status ? 0 : s->len + got;
  s->at_end = got == 0 || status;
  return status;
}

lede_status lede__stream_all(lede__stream *s, size_t limit, lede_error *err) {
  lede_status status = LEDE_OK;
  bool is_long = !s->gz && s->size > 0 && (uint64_t)s->size > limit;
  while (!status && !s->at_end && s->len <= limit && !is_long) status = lede__stream_more(s, err);
  if (status || (s->len <= limit && !is_long)) return status;
  return lede__fail(err, LEDE_ETOOBIG, s->where, "more than %zu bytes; split the file, or raise --max-bytes",
                    limit);
}

void lede__stream_drop(lede__stream *s, size_t n) {
  s->ptr += n;
  s->len -= n;
}

/* ---- Encodings ------------------------------------------------------------ */

lede_status lede__stream_decode(lede__stream *s, size_t limit, lede_error *err) {
  lede__arena arena = {0};
  lede__loaded loaded;
  lede_load_options options = {.max_bytes = limit};
  lede_status status = lede__stream_all(s, limit, err);
  if (!status) status = lede__load_any(&arena, (lede_str){s->ptr, s->len}, &options, s->where, &loaded, err);
  char *memory = status ? NULL : malloc(loaded.text.len + 1);
  s->len = 0;
  s->at_end = true;
  if (memory) {
    memcpy(memory, loaded.text.ptr, loaded.text.len + 1);
    free(s->memory);
    s->memory = s->ptr = memory;
    s->len = loaded.text.len;
    s->cap = s->len + 1;
  }
  lede__arena_free(&arena);
  return memory || status ? status : lede__nomem(err);
}

bool lede__stream_may_be_marked(const lede__stream *s) {
  static const char first_of_marks[] = {'\xEF', '\xFE', '\xFF', '\0'};
  if (s->at_end || s->len >= 4) return false;
  return s->len == 0 || memchr(first_of_marks, s->ptr[0], sizeof first_of_marks);
}

lede_status lede__stream_as_utf8(lede__stream *s, size_t limit, lede_error *err) {
  while (lede__stream_may_be_marked(s)) {
    lede_status status = lede__stream_more(s, err);
    if (status) return status;
  }
  const lede__encoding *marked = lede__encoding_of_bom((lede_str){s->ptr, s->len});
  if (marked && marked != &lede__utf8) return lede__stream_decode(s, limit, err);
  if (marked) lede__stream_drop(s, marked->bom.len);
  return LEDE_OK;
}
