/* store/documents: what is known of documents, and their records. */
#include "base/str.h"
#include "store/db.h"

static const char *const outcomes[] = {"done", "partly", "failed"};

const char *lede__outcome_name(lede__outcome outcome) { return outcomes[outcome]; }

static lede__outcome outcome_of(lede_str name) {
  for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
    if (lede__str_is(name, outcomes[i])) return (lede__outcome)i;
  return LEDE__OUTCOME_FAILED;
}

#define COLUMNS                                                                                              \
  "SELECT id, change, path, content, recipe, device, inode, bytes, modified, changed, outcome, "             \
  "attempts, committed FROM documents "

static lede__store_known known_of(sqlite3_stmt *st) {
  return (lede__store_known){
      .id = sqlite3_column_int64(st, 0),
      .change = sqlite3_column_int64(st, 1),
      .path = lede__db_column(st, 2),
      .content = lede__db_column(st, 3),
      .recipe = lede__db_column(st, 4),
      .stat = {.device = (uint64_t)sqlite3_column_int64(st, 5),
               .inode = (uint64_t)sqlite3_column_int64(st, 6),
               .bytes = sqlite3_column_int64(st, 7),
               .modified = sqlite3_column_int64(st, 8),
               .changed = sqlite3_column_int64(st, 9)},
      .outcome = outcome_of(lede__db_column(st, 10)),
      .attempts = (uint32_t)sqlite3_column_int64(st, 11),
      .committed = sqlite3_column_int64(st, 12),
  };
}

static lede_status each(lede__store *s, sqlite3_stmt *st, lede__store_on_known on, void *context,
                        lede_error *err) {
  for (;;) {
    bool more;
    lede_status status = lede__db_next(s, st, &more, err);
    if (!more) return status;
    lede__store_known known = known_of(st);
    status = on(context, &known, err);
    if (!status) continue;
    lede__db_done(st);
    return status;
  }
}

lede_status lede__store_each_known(lede__store *s, lede__store_on_known on, void *context, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, COLUMNS "ORDER BY id", &st, err);
  return status ? status : each(s, st, on, context, err);
}

lede_status lede__store_each_from(lede__store *s, int64_t after, uint32_t most, lede__store_on_known on,
                                  void *context, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, COLUMNS "WHERE id > ? ORDER BY id LIMIT ?", &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, after);
  lede__db_int(s, st, 2, most);
  return each(s, st, on, context, err);
}

lede_status lede__store_each_since(lede__store *s, int64_t change, lede__store_on_known on, void *context,
                                   lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, COLUMNS "WHERE change > ? ORDER BY change", &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, change);
  return each(s, st, on, context, err);
}

lede_status lede__store_each_of(lede__store *s, lede__outcome outcome, lede__store_on_known on, void *context,
                                lede_error *err) {
  static const char *const queries[] = {COLUMNS "WHERE outcome = 'done' ORDER BY path",
                                        COLUMNS "WHERE outcome = 'partly' ORDER BY path",
                                        COLUMNS "WHERE outcome = 'failed' ORDER BY path"};
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, queries[outcome], &st, err);
  return status ? status : each(s, st, on, context, err);
}

typedef struct counting {
  lede__store_on_known on;
  void *context;
  bool found;
} counting;

static lede_status count_one(void *context, const lede__store_known *known, lede_error *err) {
  counting *c = context;
  c->found = true;
  return c->on(c->context, known, err);
}

lede_status lede__store_find(lede__store *s, lede_str path, lede__store_on_known on, void *context,
                             bool *found, lede_error *err) {
  sqlite3_stmt *st;
  counting c = {on, context, false};
  *found = false;
  lede_status status = lede__db_take(s, COLUMNS "WHERE path = ?", &st, err);
  if (status) return status;
  lede__db_path(s, st, 1, path);
  status = each(s, st, count_one, &c, err);
  *found = c.found;
  return status;
}

lede_status lede__store_record(lede__store *s, int64_t id, lede__buf *out, lede_error *err) {
  sqlite3_stmt *st;
  bool more;
  lede_status status = lede__db_take(s, "SELECT record FROM records WHERE doc = ?", &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, id);
  status = lede__db_next(s, st, &more, err);
  if (status) return status;
  if (!more)
    return lede__fail(err, LEDE_EUSAGE, s->folder, "there is no record of document %lld", (long long)id);
  lede__buf_str(out, lede__db_column(st, 0));
  lede__db_done(st);
  return out->failed ? lede__nomem(err) : LEDE_OK;
}
