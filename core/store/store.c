/* store/store: opening and closing the desk's database, and small questions to it. */
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "store/db.h"
#include "store/layers.h"
#include "store/lock.h"

/* Of half a record or so: commits are a fifth faster than with pages of 4 KB (measured 2026-11-21). */
#define SETUP_NEW "PRAGMA page_size = 8192"
/* When the log is moved into the database is decided here (lede__db_logged). */
#define SETUP_WRITER                                                                                         \
  "PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 67108864; PRAGMA foreign_keys = ON;"               \
  "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4000"
enum { BUSY_MS = 5000 };

/* ---- Opening ------------------------------------------------------------ */

static lede_status path_of(const lede__store *s, lede__buf *path, lede_error *err) {
  lede__buf_printf(path, "%s/lede.db", s->folder);
  return path->failed ? lede__nomem(err) : LEDE_OK;
}

/* file:… with what means something there written as %XX. */
static lede_status uri_of(const lede__store *s, lede__buf *uri, lede_error *err) {
  lede__buf_text(uri, "file:");
  for (const char *p = s->folder; *p; p++) {
    if (strchr("%?#", *p))
      lede__buf_printf(uri, "%%%02x", (unsigned)(unsigned char)*p);
    else
      lede__buf_char(uri, *p);
  }
  lede__buf_text(uri, "/lede.db?immutable=1");
  return uri->failed ? lede__nomem(err) : LEDE_OK;
}

static lede_status make_folder(const char *folder, lede_error *err) {
  if (mkdir(folder, 0777) == 0 || errno == EEXIST) return LEDE_OK;
  return lede__fail(err, LEDE_ESETUP, folder, "can't make the desk's folder: %s", strerror(errno));
}

/* What a desk whose database is gone still holds, and what a disk has of its own. */
static bool is_of_a_desk(const char *name) {
  static const char *const NAMES[] = {"results", "failed",      "done",      "retry",
                                      "lock",    "status.json", "lost+found"};
  if (name[0] == '.' || strncmp(name, "lede.db", 7) == 0) return true;
  for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
    if (strcmp(name, NAMES[i]) == 0) return true;
  return false;
}

/* A folder of articles that became a desk by a slip would be read as a desk from then on. */
static lede_status refuse_full_folder(const char *folder, const char *database, lede_error *err) {
  lede_status status = LEDE_OK;
  DIR *dir = access(database, F_OK) == 0 ? NULL : opendir(folder);
  for (struct dirent *d; dir && !status && (d = readdir(dir));) {
    if (!is_of_a_desk(d->d_name))
      status =
          lede__fail(err, LEDE_ESETUP, folder,
                     "it holds %s, and is no desk; name a folder that is empty or not there yet", d->d_name);
  }
  if (dir) closedir(dir);
  return status;
}

static lede_status open_file(lede__store *s, const char *name, int flags, lede_error *err) {
  int rc = sqlite3_open_v2(name, &s->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (!rc) rc = sqlite3_busy_timeout(s->db, BUSY_MS);
  return rc ? lede__db_fail(s, rc, err) : LEDE_OK;
}

static void close_db(lede__store *s) {
  for (size_t i = 0; i < s->statement_count; i++) sqlite3_finalize(s->statements[i].made);
  s->statement_count = 0;
  lede__layers_forget(s);
  sqlite3_close_v2(s->db); /* a query that is still open ends first */
  s->db = NULL;
}

static const char *synchronous(lede__durability d) {
  return d == LEDE__DURABILITY_NONE ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL";
}

static lede_status open_writer(lede__store *s, const lede__store_options *options, lede_error *err) {
  lede__buf path = {0};
  int64_t version;
  lede_status status = make_folder(s->folder, err);
  if (!status) status = path_of(s, &path, err);
  if (!status) status = refuse_full_folder(s->folder, path.ptr, err);
  if (!status) status = lede__lock_take(s->folder, &s->lock, err);
  if (!status) status = open_file(s, path.ptr, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
  if (!status) status = lede__db_run(s, SETUP_NEW, err);
  if (!status) status = lede__tables_look(s, &version, err); /* before the first thing is written to it */
  if (!status) status = lede__db_run(s, SETUP_WRITER, err);
  if (!status) status = lede__db_run(s, synchronous(options->durability), err);
  if (!status) sqlite3_wal_hook(s->db, lede__db_logged, s);
  if (!status) status = lede__tables_ready(s, err);
  lede__buf_free(&path);
  return status;
}

static lede_status no_desk(lede__store *s, lede_error *err) {
  return lede__fail(err, LEDE_ESETUP, s->folder, "there is no desk in it: lede watch INBOX -o %s makes one",
                    s->folder);
}

static lede_status open_to_read(lede__store *s, const char *name, int flags, lede_error *err) {
  lede_status status = open_file(s, name, SQLITE_OPEN_READONLY | flags, err);
  return status ? status : lede__tables_ready(s, err);
}

/* What the writer has not moved into the database yet can't be read without its log's index. */
static lede_status refuse_log(const lede__store *s, const char *path, lede_error *err) {
  struct stat st;
  char log[PATH_MAX];
  snprintf(log, sizeof log, "%s-wal", path);
  if (stat(log, &st) != 0 || st.st_size == 0) return LEDE_OK;
  return lede__fail(
      err, LEDE_ESETUP, s->folder,
      "its writer didn't end well, and what it wrote last can't be read where nothing may be written; copy "
      "the desk to where you may write");
}

/* Where a reader can't make the file by which readers and writer agree, as on a read-only disk, nobody writes
 * either, and it does without. */
static lede_status open_unchanging(lede__store *s, const char *path, lede_error *err) {
  lede__buf uri = {0};
  close_db(s);
  lede_status status = refuse_log(s, path, err);
  if (!status) status = uri_of(s, &uri, err);
  if (!status) status = open_to_read(s, uri.ptr, SQLITE_OPEN_URI, err);
  lede__buf_free(&uri);
  return status;
}

static bool may_not_write(const lede__store *s) {
  int plain = s->db ? sqlite3_errcode(s->db) & 0xFF : SQLITE_OK;
  return (plain == SQLITE_CANTOPEN || plain == SQLITE_READONLY) && access(s->folder, W_OK) != 0;
}

static lede_status open_reader(lede__store *s, lede_error *err) {
  lede__buf path = {0};
  lede_status status = path_of(s, &path, err);
  if (!status && access(path.ptr, F_OK) != 0) status = no_desk(s, err);
  if (!status) {
    status = open_to_read(s, path.ptr, 0, err);
    if (status && may_not_write(s)) status = open_unchanging(s, path.ptr, err);
  }
  lede__buf_free(&path);
  return status;
}

/* Numbers the store goes on from. A document that was forgotten leaves its number with its block. */
static lede_status load_numbers(lede__store *s, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, "SELECT max(change) FROM blocks", &st, err);
  if (!status) status = lede__db_number(s, st, 0, &s->change, err);
  if (!status) status = lede__db_take(s, "SELECT value FROM notes WHERE name = 'indexed'", &st, err);
  if (!status) status = lede__db_number(s, st, 0, &s->indexed, err);
  if (!status) status = lede__db_take(s, "SELECT count(*) FROM documents WHERE change > ?", &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, s->indexed);
  return lede__db_number(s, st, 0, &s->waiting, err);
}

lede_status lede__store_open(const lede__store_options *options, lede__store **out, lede_error *err) {
  lede__store *s = calloc(1, sizeof *s);
  *out = NULL;
  if (!s) return lede__nomem(err);
  s->lock = -1;
  s->read_only = options->read_only;
  s->folder = strdup(options->folder);
  lede_status status = s->folder ? LEDE_OK : lede__nomem(err);
  if (!status) status = s->read_only ? open_reader(s, err) : open_writer(s, options, err);
  if (!status) status = load_numbers(s, err);
  if (status)
    lede__store_close(s);
  else
    *out = s;
  return status;
}

void lede__store_close(lede__store *s) {
  if (!s) return;
  close_db(s);
  if (s->lock >= 0) close(s->lock);
  free(s->folder);
  free(s);
}
