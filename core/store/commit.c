/* store/commit: the commit point: outcomes of documents, all of a group or none. */
#include <string.h>

#include "base/str.h"
#include "store/db.h"
#include "store/findings.h"

/* What the database knew under an entry's path. */
typedef struct before {
  int64_t id; /* 0: nothing */
  int64_t change;
  bool same_content;
  bool same_all; /* never where plugins failed: others may have this time */
} before;

static bool same(lede_str a, lede_str b) { return !a.ptr == !b.ptr && lede__str_eq(a, b); }

static lede_status look_up(lede__store *s, const lede__store_entry *e, before *out, lede_error *err) {
  sqlite3_stmt *st;
  bool more;
  *out = (before){0};
  lede_status status =
      lede__db_take(s, "SELECT id, change, content, recipe, outcome FROM documents WHERE path = ?", &st, err);
  if (status) return status;
  lede__db_path(s, st, 1, e->path);
  status = lede__db_next(s, st, &more, err);
  if (!more) return status;
  out->id = sqlite3_column_int64(st, 0);
  out->change = sqlite3_column_int64(st, 1);
  out->same_content = same(lede__db_column(st, 2), e->content);
  out->same_all = out->same_content && same(lede__db_column(st, 3), e->recipe) &&
                  lede__str_is(lede__db_column(st, 4), lede__outcome_name(e->outcome)) &&
                  e->outcome != LEDE__OUTCOME_PARTLY;
  lede__db_done(st);
  return LEDE_OK;
}

/* ---- Rows --------------------------------------------------------------- */

static void bind_stat(lede__store *s, sqlite3_stmt *st, int at, const lede__store_stat *stat) {
  lede__db_int(s, st, at, stat->bytes);
  lede__db_int(s, st, at + 1, (int64_t)stat->device);
  lede__db_int(s, st, at + 2, (int64_t)stat->inode);
  lede__db_int(s, st, at + 3, stat->modified);
  lede__db_int(s, st, at + 4, stat->changed);
}

static lede_status put_stat(lede__store *s, lede_str path, const lede__store_stat *stat, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(
      s, "UPDATE documents SET bytes = ?, device = ?, inode = ?, modified = ?, changed = ? WHERE path = ?",
      &st, err);
  if (status) return status;
  bind_stat(s, st, 1, stat);
  lede__db_path(s, st, 6, path);
  return lede__db_step(s, st, err);
}

#define PUT_DOCUMENT                                                                                         \
  "INSERT INTO documents(path, content, recipe, outcome, change, arrived, ready, committed, took, "          \
  "marks, attempts, bytes, device, inode, modified, changed) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "          \
  "?, ?, ?, ?, ?, ?) ON CONFLICT(path) DO UPDATE SET content = excluded.content, recipe = "                  \
  "excluded.recipe, outcome = excluded.outcome, change = excluded.change, arrived = "                        \
  "excluded.arrived, ready = excluded.ready, committed = excluded.committed, took = excluded.took, "         \
  "marks = excluded.marks, attempts = excluded.attempts, bytes = excluded.bytes, device = "                  \
  "excluded.device, inode = excluded.inode, modified = excluded.modified, changed = "                        \
  "excluded.changed"

static lede_status put_document(lede__store *s, const lede__store_entry *e, int64_t change, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, PUT_DOCUMENT, &st, err);
  if (status) return status;
  lede__db_path(s, st, 1, e->path);
  lede__db_text(s, st, 2, e->content);
  lede__db_text(s, st, 3, e->recipe);
  lede__db_text(s, st, 4, lede__str(lede__outcome_name(e->outcome)));
  lede__db_int(s, st, 5, change);
  lede__db_int(s, st, 6, e->arrived);
  lede__db_int(s, st, 7, e->ready);
  lede__db_int(s, st, 8, lede__db_now());
  lede__db_int(s, st, 9, e->took);
  lede__db_int(s, st, 10, e->marks);
  lede__db_int(s, st, 11, e->attempts);
  bind_stat(s, st, 12, &e->stat);
  return lede__db_step(s, st, err);
}

/* Runs a statement whose one value is the document. */
static lede_status of_doc(lede__store *s, const char *sql, int64_t id, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, sql, &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, id);
  return lede__db_step(s, st, err);
}

static lede_str without_line_feed(lede_str s) {
  if (s.len > 0 && s.ptr[s.len - 1] == '\n') s.len--;
  return s;
}

static lede_status put_record(lede__store *s, int64_t id, lede_str record, lede_error *err) {
  sqlite3_stmt *st;
  if (!record.ptr) return of_doc(s, "DELETE FROM records WHERE doc = ?", id, err);
  lede_status status = lede__db_take(
      s, "INSERT INTO records VALUES(?, ?) ON CONFLICT(doc) DO UPDATE SET record = excluded.record", &st,
      err);
  if (status) return status;
  lede__db_int(s, st, 1, id);
  lede__db_text(s, st, 2, without_line_feed(record));
  return lede__db_step(s, st, err);
}

static lede_status put_partial(lede__store *s, int64_t id, lede_str recipe, lede_str partial,
                               lede_error *err) {
  sqlite3_stmt *st;
  if (!partial.ptr) return of_doc(s, "DELETE FROM partials WHERE doc = ?", id, err);
  lede_status status = lede__db_take(s,
                                     "INSERT INTO partials VALUES(?, ?, ?) ON CONFLICT(doc) DO UPDATE SET "
                                     "recipe = excluded.recipe, partial = excluded.partial",
                                     &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, id);
  lede__db_text(s, st, 2, recipe);
  lede__db_text(s, st, 3, without_line_feed(partial));
  return lede__db_step(s, st, err);
}

static lede_status put_failure(lede__store *s, int64_t id, const lede__store_failure *f, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status =
      lede__db_take(s,
                    "INSERT INTO failures VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(doc) DO UPDATE SET "
                    "code = excluded.code, \"where\" = excluded.\"where\", message = excluded.message, "
                    "plugin = excluded.plugin, traceback = excluded.traceback",
                    &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, id);
  lede__db_text(s, st, 2, f->code);
  lede__db_text(s, st, 3, f->where);
  lede__db_text(s, st, 4, f->message);
  lede__db_text(s, st, 5, f->plugin);
  lede__db_text(s, st, 6, f->traceback);
  return lede__db_step(s, st, err);
}

static lede_status put_block(lede__store *s, int64_t id, int64_t change, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status =
      lede__db_take(s,
                    "INSERT INTO blocks(number, change) VALUES(?, ?) ON CONFLICT(number) DO UPDATE "
                    "SET change = excluded.change",
                    &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, lede__block_of(id));
  lede__db_int(s, st, 2, change);
  return lede__db_step(s, st, err);
}

/* Keeps what the document was; its title is there when it was indexed. */
static lede_status put_version(lede__store *s, int64_t id, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status =
      lede__db_take(s,
                    "INSERT INTO versions SELECT d.id, d.change, content, recipe, outcome, title, bytes, "
                    "modified, committed, ?2 FROM documents d LEFT JOIN facts f ON f.doc = d.id "
                    "WHERE d.id = ?1",
                    &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, id);
  lede__db_int(s, st, 2, lede__db_now());
  return lede__db_step(s, st, err);
}

/* ---- One entry ---------------------------------------------------------- */

static lede_status retire(lede__store *s, const before *old, lede_error *err) {
  lede_status status = old->same_content ? LEDE_OK : put_version(s, old->id, err);
  return status ? status : lede__index_remove(s, old->id, old->change, err);
}

static lede_status put_contents(lede__store *s, const lede__store_entry *e, bool is_known, lede_error *err) {
  bool failed = e->outcome == LEDE__OUTCOME_FAILED;
  lede_status status = LEDE_OK;
  if (!failed || is_known) status = put_record(s, e->id, failed ? (lede_str){NULL, 0} : e->record, err);
  if (!status && (e->partial.ptr || is_known))
    status = put_partial(s, e->id, e->recipe, failed ? (lede_str){NULL, 0} : e->partial, err);
  if (status) return status;
  if (failed) return put_failure(s, e->id, &e->failure, err);
  return is_known ? of_doc(s, "DELETE FROM failures WHERE doc = ?", e->id, err) : LEDE_OK;
}

static lede_status put_changed(lede__store *s, lede__store_entry *e, const before *old, lede_error *err) {
  lede_status status = old->id ? retire(s, old, err) : LEDE_OK;
  if (!status) status = put_document(s, e, s->change + 1, err);
  if (status) return status;
  s->change++;
  if (old->change <= s->indexed) s->waiting++; /* 0: it is new */
  e->is_new = true;
  e->id = old->id ? old->id : sqlite3_last_insert_rowid(s->db);
  status = put_contents(s, e, old->id != 0, err);
  return status ? status : put_block(s, e->id, s->change, err);
}

/* A failure that happened again: how often, and what was said the last time. */
static lede_status put_again(lede__store *s, const lede__store_entry *e, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status =
      lede__db_take(s, "UPDATE documents SET attempts = ?, committed = ? WHERE id = ?", &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, e->attempts);
  lede__db_int(s, st, 2, lede__db_now());
  lede__db_int(s, st, 3, e->id);
  status = lede__db_step(s, st, err);
  return status ? status : put_failure(s, e->id, &e->failure, err);
}

static lede_status put_same(lede__store *s, lede__store_entry *e, const before *old, lede_error *err) {
  e->id = old->id;
  e->is_new = false;
  lede_status status = put_stat(s, e->path, &e->stat, err);
  if (!status && e->outcome == LEDE__OUTCOME_FAILED) status = put_again(s, e, err);
  return status;
}

static lede_status put_entry(lede__store *s, lede__store_entry *e, lede_error *err) {
  before old;
  lede_status status = look_up(s, e, &old, err);
  if (status) return status;
  return old.id && old.same_all ? put_same(s, e, &old, err) : put_changed(s, e, &old, err);
}

/* ---- Groups ------------------------------------------------------------- */

typedef struct group {
  lede__store_entry *entries;
  size_t count;
} group;

static lede_status put_group(lede__store *s, void *context, lede_error *err) {
  group *g = context;
  lede_status status = LEDE_OK;
  for (size_t i = 0; i < g->count && !status; i++) status = put_entry(s, &g->entries[i], err);
  return status;
}

/* Work that counts on: when it is undone, so is the counting. */
static lede_status numbered(lede__store *s, lede_status (*work)(lede__store *, void *, lede_error *),
                            void *context, lede_error *err) {
  int64_t change = s->change, waiting = s->waiting;
  lede_status status = lede__db_atomically(s, work, context, err);
  if (!status) return LEDE_OK;
  s->change = change;
  s->waiting = waiting;
  return status;
}

lede_status lede__store_commit(lede__store *s, lede__store_entry *entries, size_t count, lede_error *err) {
  group g = {entries, count};
  return count > 0 ? numbered(s, put_group, &g, err) : LEDE_OK;
}

int64_t lede__store_change(const lede__store *s) { return s->change; }

typedef struct touched {
  lede_str path;
  const lede__store_stat *stat;
} touched;

static lede_status restat(lede__store *s, void *context, lede_error *err) {
  const touched *t = context;
  return put_stat(s, t->path, t->stat, err);
}

lede_status lede__store_restat(lede__store *s, lede_str path, const lede__store_stat *stat, lede_error *err) {
  touched t = {path, stat};
  return lede__db_atomically(s, restat, &t, err);
}

static lede_status forget(lede__store *s, void *context, lede_error *err) {
  const lede__store_entry e = {.path = *(const lede_str *)context};
  before old;
  lede_status status = look_up(s, &e, &old, err);
  if (status || !old.id) return status;
  status = lede__index_remove(s, old.id, old.change, err);
  if (!status) status = of_doc(s, "DELETE FROM documents WHERE id = ?", old.id, err);
  if (!status) status = put_block(s, old.id, s->change + 1, err);
  if (status) return status;
  s->change++;
  if (old.change > s->indexed) s->waiting--;
  return LEDE_OK;
}

lede_status lede__store_forget(lede__store *s, lede_str path, lede_error *err) {
  return numbered(s, forget, &path, err);
}
