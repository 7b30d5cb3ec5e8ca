/* store/export: the files of a desk that are made from its database. */
#include "store/export.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/str.h"
#include "store/db.h"
#include "text/utf8.h"

/* ---- Names -------------------------------------------------------------- */

/* Paths grow by a byte for each folder of seven that ends in ".json", and by ours around them. */
enum { NAME_MOST = 255, HASH_DIGITS = 16, PATH_MOST = PATH_MAX / 4 * 3 };

/* One part of a path with its suffix, cut where the file system would not take it. */
static void put_part(lede__buf *out, lede_str name, const char *suffix) {
  char hash[LEDE__SHA256_HEX];
  size_t room = NAME_MOST - strlen(suffix);
  if (name.len <= room) {
    lede__buf_str(out, name);
  } else {
    size_t kept = room - HASH_DIGITS - 1;
    while (kept > 0 && ((unsigned char)name.ptr[kept] & 0xC0) == 0x80) kept--;
    lede__sha256(name.ptr, name.len, hash);
    lede__buf_add(out, name.ptr, kept);
    lede__buf_printf(out, "-%.*s", HASH_DIGITS, hash);
  }
  lede__buf_text(out, suffix);
}

/* "a.json" becomes "a.json_", "a.json_" becomes "a.json__": no two become one. */
static void put_folder(lede__buf *out, lede_str name) {
  lede_str stem = name;
  while (stem.len > 0 && stem.ptr[stem.len - 1] == '_') stem.len--;
  put_part(out, name, lede__str_ends(stem, ".json") ? "_" : "");
  lede__buf_char(out, '/');
}

static bool take_folder(lede_str *path, lede_str *folder) {
  const char *slash = path->len ? memchr(path->ptr, '/', path->len) : NULL;
  if (!slash) return false;
  *folder = (lede_str){path->ptr, (size_t)(slash - path->ptr)};
  *path = (lede_str){slash + 1, path->len - folder->len - 1};
  return true;
}

static bool is_nowhere(lede_str folder) {
  return folder.len == 0 || lede__str_is(folder, ".") || lede__str_is(folder, "..");
}

void lede__store_export_name(lede_str path, lede__outcome outcome, lede__buf *out) {
  bool failed = outcome == LEDE__OUTCOME_FAILED;
  const char *suffix = failed ? ".error.json" : ".json";
  char hash[LEDE__SHA256_HEX];
  lede_str folder;
  lede__buf_text(out, failed ? "failed/" : "results/");
  if (path.len > PATH_MOST) { /* as long as a path can be: there is no room for ours around it */
    lede__sha256(path.ptr, path.len, hash);
    path = lede__str(hash);
  }
  while (take_folder(&path, &folder))
    if (!is_nowhere(folder)) put_folder(out, folder);
  put_part(out, path, suffix);
}

/* ---- Writing ------------------------------------------------------------ */

static lede_status cannot(const lede__store *s, const char *what, const char *name, lede_error *err) {
  const char *help = errno == ENOSPC ? "; make room, it is written when lede watch looks again" : "";
  return lede__fail(err, LEDE_EIO, s->folder, "can't %s %s: %s%s", what, name, strerror(errno), help);
}

/* The desk's folder, for names below it. */
static lede_status open_desk(const lede__store *s, int *out, lede_error *err) {
  *out = open(s->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return *out < 0 ? cannot(s, "open", "the desk", err) : LEDE_OK;
}

/* Makes the folders above `name`, from the first one that isn't there. */
static bool make_folders(int desk, char *name) {
  for (char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    int made = mkdirat(desk, name, 0777);
    *slash = '/';
    if (made != 0 && errno != EEXIST) return false;
  }
  return true;
}

static bool write_all(int fd, lede_str bytes) {
  while (bytes.len > 0) {
    ssize_t n = write(fd, bytes.ptr, bytes.len);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes = (lede_str){bytes.ptr + n, bytes.len - (size_t)n};
  }
  return true;
}

static struct timespec time_of(int64_t committed) {
  return (struct timespec){.tv_sec = committed / 1000000, .tv_nsec = committed % 1000000 * 1000};
}

static bool fill(int fd, lede_str bytes, int64_t committed) {
  struct timespec times[2] = {time_of(committed), time_of(committed)};
  return write_all(fd, bytes) && write_all(fd, LEDE__LIT("\n")) && futimens(fd, times) == 0;
}

/* The folders are made when it turns out that they are missing: mostly they are there. */
static int open_new(int desk, const char *temporary, char *name) {
  const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
  int fd = openat(desk, temporary, flags, 0666);
  if (fd >= 0 || errno != ENOENT || !make_folders(desk, name)) return fd;
  return openat(desk, temporary, flags, 0666);
}

static bool put_in_place(int desk, const char *temporary, char *name) {
  if (renameat(desk, temporary, desk, name) == 0) return true;
  return errno == ENOENT && make_folders(desk, name) && renameat(desk, temporary, desk, name) == 0;
}

static lede_status write_file(const lede__store *s, int desk, char *name, lede_str bytes, int64_t committed,
                              lede_error *err) {
  const char *temporary = lede__str_starts(lede__str(name), "failed/") ? "failed/.new" : "results/.new";
  int fd = open_new(desk, temporary, name);
  if (fd < 0) return cannot(s, "write", name, err);
  bool written = fill(fd, bytes, committed);
  if (close(fd) != 0) written = false;
  if (written && put_in_place(desk, temporary, name)) return LEDE_OK;
  lede_status status = cannot(s, "write", name, err);
  unlinkat(desk, temporary, 0);
  return status;
}

/* A file without content was written before the machine went down, and lost it. */
static bool is_present(int desk, const char *name, int64_t committed) {
  struct stat st;
  struct timespec t = time_of(committed);
  if (fstatat(desk, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || st.st_size == 0) return false;
  bool coarse = st.st_mtim.tv_nsec == 0; /* a file system that keeps seconds */
  return st.st_mtim.tv_sec == t.tv_sec && (coarse || st.st_mtim.tv_nsec == t.tv_nsec);
}

/* ---- What failed -------------------------------------------------------- */

static lede_str first_line(lede_str s) {
  const char *end = s.len ? memchr(s.ptr, '\n', s.len) : NULL;
  if (end) s.len = (size_t)(end - s.ptr);
  return s;
}

static void put_sentence(lede__buf *out, const lede__store *s, lede_str path, sqlite3_stmt *st) {
  lede_str message = first_line(lede__db_column(st, 2)), plugin = lede__db_column(st, 3);
  long long attempts = sqlite3_column_int64(st, 5);
  lede__buf_str(out, path);
  lede__buf_text(out, " could not be analysed: ");
  if (plugin.ptr) lede__buf_printf(out, "plugin %.*s: ", (int)plugin.len, plugin.ptr);
  lede__buf_str(out, message.ptr ? message : LEDE__LIT("nobody knows why"));
  lede__buf_printf(out, "; tried %lld time%s. When the cause is gone: lede retry %s", attempts,
                   attempts == 1 ? "" : "s", s->folder);
}

static void put_member(lede__json *j, const char *key, lede_str value) {
  lede__json_key_text(j, key);
  lede__json_str(j, value);
}

static void put_path(lede__json *j, lede_str path) {
  put_member(j, "path", path);
  if (lede__utf8_valid(path.ptr, path.len) == path.len) return;
  lede__buf hex = {0};
  for (size_t i = 0; i < path.len; i++) lede__buf_printf(&hex, "%02x", (unsigned)(unsigned char)path.ptr[i]);
  put_member(j, "path_bytes", lede__buf_view(&hex));
  j->out->failed |= hex.failed;
  lede__buf_free(&hex);
}

static void put_time(lede__json *j, int64_t committed) {
  char text[40];
  struct tm parts;
  time_t seconds = (time_t)(committed / 1000000);
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&seconds, &parts));
  put_member(j, "at", lede__str(text));
}

#define FAILURE                                                                                              \
  "SELECT code, \"where\", message, plugin, traceback, attempts, content FROM documents JOIN "               \
  "failures ON doc = id WHERE id = ?"

static void put_failure(lede__json *j, const lede__store *s, lede_str path, int64_t committed,
                        sqlite3_stmt *st) {
  lede__buf sentence = {0};
  put_sentence(&sentence, s, path, st);
  lede__json_open(j, '{');
  put_member(j, "message", lede__buf_view(&sentence));
  put_path(j, path);
  put_member(j, "content", lede__db_column(st, 6));
  put_member(j, "code", lede__db_column(st, 0));
  put_member(j, "where", lede__db_column(st, 1));
  put_member(j, "error", lede__db_column(st, 2));
  put_member(j, "plugin", lede__db_column(st, 3));
  put_member(j, "traceback", lede__db_column(st, 4));
  lede__json_key_text(j, "attempts");
  lede__json_int(j, sqlite3_column_int64(st, 5));
  put_time(j, committed);
  lede__json_close(j, '}');
  j->out->failed |= sentence.failed;
  lede__buf_free(&sentence);
}

static lede_status describe_failure(lede__store *s, const lede__store_known *k, lede__buf *out,
                                    lede_error *err) {
  sqlite3_stmt *st;
  bool more;
  lede__json j = lede__json_to(out);
  lede_status status = lede__db_take(s, FAILURE, &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, k->id);
  status = lede__db_next(s, st, &more, err);
  if (!more) return status;
  put_failure(&j, s, k->path, k->committed, st);
  lede__db_done(st);
  return out->failed ? lede__nomem(err) : LEDE_OK;
}

/* ---- One document ------------------------------------------------------- */

static lede_status name_of(lede_str path, lede__outcome outcome, lede__buf *name, lede_error *err) {
  lede__buf_clear(name);
  lede__store_export_name(path, outcome, name);
  return name->failed ? lede__nomem(err) : LEDE_OK;
}

static lede_status remove_file(const lede__store *s, int desk, lede_str path, lede__outcome outcome,
                               lede_error *err) {
  lede__buf name = {0};
  lede_status status = name_of(path, outcome, &name, err);
  if (!status && unlinkat(desk, name.ptr, 0) != 0 && errno != ENOENT && errno != ENOTDIR)
    status = cannot(s, "remove", name.ptr, err);
  lede__buf_free(&name);
  return status;
}

static lede_status write_content(lede__store *s, int desk, const lede__store_known *k, char *name,
                                 lede_error *err) {
  lede__buf bytes = {0};
  lede_status status = k->outcome == LEDE__OUTCOME_FAILED ? describe_failure(s, k, &bytes, err)
                                                          : lede__store_record(s, k->id, &bytes, err);
  if (!status) status = write_file(s, desk, name, lede__buf_view(&bytes), k->committed, err);
  lede__buf_free(&bytes);
  return status;
}

/* Makes its files what is known of it. */
static lede_status export(lede__store *s, int desk, const lede__store_known *k, bool *written,
                          lede_error *err) {
  bool failed = k->outcome == LEDE__OUTCOME_FAILED;
  lede__buf name = {0};
  lede_status status = remove_file(s, desk, k->path, failed ? LEDE__OUTCOME_DONE : LEDE__OUTCOME_FAILED, err);
  if (!status) status = name_of(k->path, k->outcome, &name, err);
  *written = !status && !is_present(desk, name.ptr, k->committed);
  if (*written) status = write_content(s, desk, k, name.ptr, err);
  lede__buf_free(&name);
  return status;
}

/* ---- Documents by path and in steps -------------------------------------- */

enum { STEP_MOST = 256 };

/* What is known of some documents, copied out of the database: it can't be asked further while it tells. */
typedef struct batch {
  lede__arena arena;
  lede__store_known at[STEP_MOST];
  size_t count;
} batch;

static lede_status keep(void *context, const lede__store_known *known, lede_error *err) {
  batch *b = context;
  lede__store_known *k = &b->at[b->count];
  *k = *known;
  k->path = lede__arena_str(&b->arena, known->path);
  if (!k->path.ptr) return lede__nomem(err);
  b->count++;
  return LEDE_OK;
}

static lede_status remove_both(const lede__store *s, int desk, lede_str path, lede_error *err) {
  lede_status status = remove_file(s, desk, path, LEDE__OUTCOME_DONE, err);
  return status ? status : remove_file(s, desk, path, LEDE__OUTCOME_FAILED, err);
}

lede_status lede__store_export(lede__store *s, lede_str path, lede_error *err) {
  batch b = {0};
  bool found, written;
  int desk = -1;
  lede_status status = lede__store_find(s, path, keep, &b, &found, err);
  if (!status) status = open_desk(s, &desk, err);
  if (!status) status = found ? export(s, desk, &b.at[0], &written, err) : remove_both(s, desk, path, err);
  if (desk >= 0) close(desk);
  lede__arena_free(&b.arena);
  return status;
}

static lede_status export_batch(lede__store *s, int desk, const batch *b, int64_t *after, uint32_t *written,
                                lede_error *err) {
  for (size_t i = 0; i < b->count; i++) {
    bool was_written;
    lede_status status = export(s, desk, &b->at[i], &was_written, err);
    if (status) return status;
    *written += was_written;
    *after = b->at[i].id;
  }
  return LEDE_OK;
}

lede_status lede__store_export_step(lede__store *s, int64_t *after, uint32_t most, bool *done,
                                    uint32_t *written, lede_error *err) {
  batch b = {0};
  int desk = -1;
  *written = 0;
  lede_status status = lede__store_each_from(s, *after, most < STEP_MOST ? most : STEP_MOST, keep, &b, err);
  if (!status) status = open_desk(s, &desk, err);
  if (!status) status = export_batch(s, desk, &b, after, written, err);
  *done = !status && b.count == 0;
  if (desk >= 0) close(desk);
  lede__arena_free(&b.arena);
  return status;
}
