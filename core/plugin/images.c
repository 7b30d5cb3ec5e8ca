#include "plugin/images.h"

#include <fcntl.h>
#include <limits.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/str.h"
#include "doc/token_hash.h"

/* The file: a head, what was in which file, where each image lies, the images. */
typedef struct head {
  char magic[8];
  uint64_t version; /* of lede, Lua, and the hash of words: other ones have other images */
  uint64_t files, images;
} head;

/* Seconds are enough: archives keep no more, and a file that was edited twice in one second around `make`,
 * and kept its length, is hard to come by. */
typedef struct file_entry {
  uint64_t name; /* the hash of its path from the root */
  uint64_t size;
  int64_t seconds; /* when it was changed last */
  lede__fingerprint print;
} file_entry;

typedef struct image_entry {
  uint64_t key;
  uint64_t start, len; /* in the file */
} image_entry;

struct lede__image_maker {
  const char *folder;
  lede__buf files, images, bytes; /* image_entry.start counts from the first image */
};

static const char MAGIC[8] = "lede-im1";
enum { ALIGNED = 64, LONGEST_NAME = PATH_MAX };

static uint64_t version(void) {
  static const char release[] = LEDE_VERSION " " LUA_RELEASE;
  return lede__hash(release, sizeof release, lede__token_hash(LEDE__LIT("Lede’s")));
}

lede__fingerprint lede__fingerprint_of(lede_str bytes) {
  return (lede__fingerprint){lede__hash(bytes.ptr, bytes.len, 1), lede__hash(bytes.ptr, bytes.len, 2)};
}

static uint64_t key_of(const char *kind, lede__fingerprint print, lede_str flavour) {
  uint64_t key = lede__hash(&print, sizeof print, 0);
  key = lede__hash(kind, strlen(kind), key);
  return lede__hash(flavour.ptr, flavour.len, key);
}

/* ---- Finding -------------------------------------------------------------------------- */

static const head *head_of(const lede__images *images) {
  return images && images->bundle.ptr ? (const head *)(const void *)images->bundle.ptr : NULL;
}

static const file_entry *files_of(const head *h) { return (const file_entry *)(const void *)(h + 1); }

static const image_entry *images_of(const head *h) {
  return (const image_entry *)(const void *)(files_of(h) + h->files);
}

static bool is_ours(lede_str bytes) {
  head h;
  if (bytes.len < sizeof h) return false;
  memcpy(&h, bytes.ptr, sizeof h);
  return memcmp(h.magic, MAGIC, sizeof MAGIC) == 0 && h.version == version() && h.files < UINT32_MAX &&
         h.images < UINT32_MAX &&
         bytes.len >= sizeof h + h.files * sizeof(file_entry) + h.images * sizeof(image_entry);
}

static bool bundle_path(const char *folder, char path[PATH_MAX]) {
  return folder && snprintf(path, PATH_MAX, "%s/all", folder) < PATH_MAX;
}

static lede_str map(const char *folder) {
  char path[PATH_MAX];
  struct stat st;
  int fd = bundle_path(folder, path) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (fd < 0) return (lede_str){0};
  void *bytes = fstat(fd, &st) == 0 && st.st_size > 0
                    ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0)
                    : MAP_FAILED;
  close(fd);
  if (bytes == MAP_FAILED) return (lede_str){0};
  return (lede_str){bytes, (size_t)st.st_size};
}

static void unmap(lede_str bytes) {
  if (bytes.ptr) munmap((void *)(uintptr_t)bytes.ptr, bytes.len);
}

void lede__images_open(const char *root, const char *folder, bool make, lede__images *out) {
  *out = (lede__images){.root = root};
  if (make) {
    out->maker = calloc(1, sizeof *out->maker);
    if (out->maker) out->maker->folder = folder;
    return;
  }
  lede_str bytes = map(folder);
  if (is_ours(bytes))
    out->bundle = bytes;
  else
    unmap(bytes);
}

void lede__images_close(lede__images *images) {
  unmap(images->bundle);
  if (images->maker) {
    lede__buf_free(&images->maker->files);
    lede__buf_free(&images->maker->images);
    lede__buf_free(&images->maker->bytes);
    free(images->maker);
  }
  *images = (lede__images){0};
}

/* The hash of a path's part behind the root; false when it is not below it. */
static bool name_of(const lede__images *images, const char *path, uint64_t *out) {
  size_t len = images && images->root ? strlen(images->root) : 0;
  if (!len || strncmp(path, images->root, len) != 0 || path[len] != '/') return false;
  *out = lede__hash(path + len + 1, strlen(path + len + 1), 0);
  return true;
}

/* `entries` are `count` structs of `size` bytes that begin with the number they are sorted by. */
static const void *find(const void *entries, uint64_t count, size_t size, uint64_t wanted) {
  uint64_t low = 0, high = count;
  while (low < high) {
    uint64_t middle = low + (high - low) / 2, at;
    const char *entry = (const char *)entries + middle * size;
    memcpy(&at, entry, sizeof at);
    if (at == wanted) return entry;
    if (at < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

bool lede__images_know(const lede__images *images, const char *path, lede__fingerprint *out) {
  const head *h = head_of(images);
  struct stat st;
  uint64_t name;
  if (!h || !name_of(images, path, &name)) return false;
  const file_entry *f = find(files_of(h), h->files, sizeof *f, name);
  if (!f || lstat(path, &st) != 0 || !S_ISREG(st.st_mode)) return false;
  if ((uint64_t)st.st_size != f->size || st.st_mtim.tv_sec != f->seconds) return false;
  *out = f->print;
  return true;
}

bool lede__image_find(const lede__images *images, const char *kind, lede__fingerprint print, lede_str flavour,
                      lede_str *out) {
  const head *h = head_of(images);
  if (!h) return false;
  const image_entry *i = find(images_of(h), h->images, sizeof *i, key_of(kind, print, flavour));
  if (!i || i->start > images->bundle.len || i->len > images->bundle.len - i->start) return false;
  *out = (lede_str){images->bundle.ptr + i->start, i->len};
  return true;
}

/* ---- Making --------------------------------------------------------------------------- */

static void pad(lede__buf *b) {
  static const char zeros[ALIGNED];
  lede__buf_add(b, zeros, (ALIGNED - b->len % ALIGNED) % ALIGNED);
}

static bool has(const lede__buf *entries, size_t size, uint64_t number) {
  for (size_t at = 0; at < entries->len; at += size)
    if (memcmp(entries->ptr + at, &number, sizeof number) == 0) return true;
  return false;
}

void lede__image_make(const lede__images *images, const char *kind, lede__fingerprint print, lede_str flavour,
                      lede_str bytes) {
  lede__image_maker *m = images ? images->maker : NULL;
  uint64_t key = key_of(kind, print, flavour);
  if (!m || has(&m->images, sizeof(image_entry), key)) return;
  pad(&m->bytes);
  image_entry entry = {key, m->bytes.len, bytes.len};
  lede__buf_add(&m->images, &entry, sizeof entry);
  lede__buf_add(&m->bytes, bytes.ptr, bytes.len);
}

void lede__image_note(const lede__images *images, const char *path, lede__fingerprint print) {
  lede__image_maker *m = images ? images->maker : NULL;
  struct stat st;
  uint64_t name;
  if (!m || !name_of(images, path, &name) || has(&m->files, sizeof(file_entry), name)) return;
  if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode)) return;
  file_entry entry = {name, (uint64_t)st.st_size, st.st_mtim.tv_sec, print};
  lede__buf_add(&m->files, &entry, sizeof entry);
}

static int by_number(const void *left, const void *right) {
  uint64_t a, b;
  memcpy(&a, left, sizeof a);
  memcpy(&b, right, sizeof b);
  return (a > b) - (a < b);
}

/* The whole file, into `out`. */
static void put_together(lede__image_maker *m, lede__buf *out) {
  head h = {.version = version(),
            .files = m->files.len / sizeof(file_entry),
            .images = m->images.len / sizeof(image_entry)};
  memcpy(h.magic, MAGIC, sizeof MAGIC);
  uint64_t start = sizeof h + m->files.len + m->images.len;
  start += (ALIGNED - start % ALIGNED) % ALIGNED;
  if (h.files) qsort(m->files.ptr, h.files, sizeof(file_entry), by_number);
  if (h.images) qsort(m->images.ptr, h.images, sizeof(image_entry), by_number);
  lede__buf_add(out, &h, sizeof h);
  lede__buf_add(out, m->files.ptr, m->files.len);
  for (uint64_t i = 0; i < h.images; i++) {
    image_entry entry;
    memcpy(&entry, m->images.ptr + i * sizeof entry, sizeof entry);
    entry.start += start;
    lede__buf_add(out, &entry, sizeof entry);
  }
  pad(out);
  lede__buf_add(out, m->bytes.ptr, m->bytes.len);
}

/* Under a name of its own first: another process may be reading. */
static void write_file(const char *folder, lede_str bytes) {
  char path[PATH_MAX], fresh[PATH_MAX + 16];
  if (!bundle_path(folder, path)) return;
  snprintf(fresh, sizeof fresh, "%s.%d", path, (int)getpid());
  FILE *f = fopen(fresh, "wb");
  if (!f) return;
  bool whole = fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len;
  whole &= fclose(f) == 0;
  if (!whole || rename(fresh, path) != 0) unlink(fresh);
}

void lede__images_write(const lede__images *images) {
  lede__image_maker *m = images->maker;
  lede__buf out = {0};
  if (!m || m->files.failed || m->images.failed || m->bytes.failed) return;
  put_together(m, &out);
  if (!out.failed) write_file(m->folder, (lede_str){out.ptr, out.len});
  lede__buf_free(&out);
}
