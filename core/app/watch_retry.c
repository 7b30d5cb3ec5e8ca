#include "app/watch_retry.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json_read.h"
#include "base/str.h"

static const size_t MOST_REQUEST = 256u << 20; /* bytes */

static void folder_of(const char *desk, char path[PATH_MAX]) { snprintf(path, PATH_MAX, "%s/retry", desk); }

lede_status lede__watch_retry_open(const char *desk, lede_error *err) {
  char folder[PATH_MAX];
  folder_of(desk, folder);
  if (mkdir(folder, 0777) == 0 || errno == EEXIST) return LEDE_OK;
  return lede__fail(err, LEDE_EIO, folder, "can't make the folder: %s", strerror(errno));
}

bool lede__watch_retry_wants(const lede__store_stat *stat) {
  return !stat->device && !stat->inode && !stat->bytes && !stat->modified && !stat->changed;
}

/* ---- one request --------------------------------------------------------------------------------------- */

static lede_status note_known(void *context, const lede__store_known *known, lede_error *err) {
  (void)known, (void)err;
  *(bool *)context = true;
  return LEDE_OK;
}

static lede_status take_path(lede__store *store, lede_str path, size_t *count, lede_error *err) {
  bool there = false, found;
  lede_status status = lede__store_find(store, path, note_known, &there, &found, err);
  if (status || !there) return status;
  ++*count;
  return lede__store_restat(store, path, &(lede__store_stat){0}, err);
}

/* A path is a JSON string; one that is not UTF-8 is an object with its bytes in hex. */
static lede_status take_line(lede__store *store, lede_str line, size_t *count, lede_error *err) {
  json_t *value;
  char bytes[PATH_MAX];
  if (lede__json_parse(line, "request", &value, NULL)) return LEDE_OK; /* nothing of ours */
  lede_str path = {json_string_value(value), json_string_length(value)};
  lede_str hex = lede__json_get_str(value, "path_bytes");
  for (size_t i = 0; hex.ptr && i + 1 < hex.len && i / 2 < sizeof bytes; i += 2) {
    unsigned byte = 0;
    sscanf(hex.ptr + i, "%2x", &byte);
    bytes[i / 2] = (char)byte;
    path = (lede_str){bytes, i / 2 + 1};
  }
  lede_status status = path.ptr ? take_path(store, path, count, err) : LEDE_OK;
  json_decref(value);
  return status;
}

static lede_status take_file(const char *file, lede__store *store, size_t *count, lede_error *err) {
  lede__buf text = {0};
  lede_status status = lede__file_read(file, MOST_REQUEST, &text, err);
  for (size_t at = 0; at < text.len && !status;) {
    const char *feed = memchr(text.ptr + at, '\n', text.len - at);
    size_t end = feed ? (size_t)(feed - text.ptr) : text.len;
    status = take_line(store, (lede_str){text.ptr + at, end - at}, count, err);
    at = end + 1;
  }
  lede__buf_free(&text);
  if (!status) unlink(file);
  return status;
}

/* ---- all of them --------------------------------------------------------------------------------------- */

lede_status lede__watch_retry_take(const char *desk, lede__store *store, size_t *count, lede_error *err) {
  char folder[PATH_MAX], file[PATH_MAX];
  folder_of(desk, folder);
  DIR *dir = opendir(folder);
  const struct dirent *d;
  lede_status status = LEDE_OK;
  *count = 0;
  while (dir && (d = readdir(dir))) {
    if (!lede__str_ends(lede__str(d->d_name), ".jsonl")) continue;
    if ((size_t)snprintf(file, sizeof file, "%s/%s", folder, d->d_name) >= sizeof file) continue;
    lede_status taken = take_file(file, store, count, err);
    if (taken) status = taken;
  }
  if (dir) closedir(dir);
  return status;
}
