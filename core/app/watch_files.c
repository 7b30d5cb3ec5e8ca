#include "app/watch_files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/hash.h"

enum { FRESH = 3 }; /* seconds */

/* One number for the state of all of them; a file that isn't there is a state too. */
static uint64_t look(const lede__watch_files *f, time_t *newest) {
  uint64_t hash = 1;
  *newest = 0;
  for (size_t at = 0; at < f->paths.len; at += strlen(f->paths.ptr + at) + 1) {
    struct stat st;
    struct state {
      uint64_t inode, size, seconds, nanoseconds;
    } state = {0};
    if (stat(f->paths.ptr + at, &st) == 0)
      state = (struct state){st.st_ino, (uint64_t)st.st_size, (uint64_t)st.st_mtim.tv_sec,
                             (uint64_t)st.st_mtim.tv_nsec};
    if (state.inode && st.st_mtim.tv_sec > *newest) *newest = st.st_mtim.tv_sec;
    hash = lede__hash(&state, sizeof state, hash);
  }
  return hash;
}

/* One that was written just now may have been read before or after that. */
lede_status lede__watch_files_set(lede__watch_files *f, lede_str paths, lede_error *err) {
  time_t newest;
  lede__buf_clear(&f->paths);
  lede__buf_str(&f->paths, paths);
  if (f->paths.failed) return lede__nomem(err);
  f->last = look(f, &newest);
  f->known = labs(time(NULL) - newest) > FRESH ? f->last : 0;
  return LEDE_OK;
}

void lede__watch_files_free(lede__watch_files *f) { lede__buf_free(&f->paths); }

bool lede__watch_files_changed(lede__watch_files *f) {
  time_t newest;
  uint64_t now = look(f, &newest);
  bool still = now == f->last, changed = now != f->known;
  f->last = now;
  if (still && changed) f->known = now;
  return still && changed;
}
