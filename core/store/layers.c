/* store/layers: the tables that hold marks, one a layer, with a column an attribute. */
#include "store/layers.h"

#include <stdio.h>
#include <string.h>

#include "base/json_walk.h"
#include "base/str.h"
#include "doc/schema.h"

/* Columns of every such table; doc and n (the mark's number in its document) are no members of marks. */
#define FIXED                                                                                                \
  "doc INTEGER, n INTEGER, \"start\" INTEGER, \"end\" INTEGER, kind TEXT, rule TEXT, text TEXT, parts TEXT"
static const char *const fixed[] = {"start", "end", "kind", "rule", "text", "parts"};
enum { MOST_NAME = 128 };
enum { FIXED_COUNT = sizeof fixed / sizeof *fixed, FIRST_AT = LEDE__AT_N + 1 };

/* ---- What is there ------------------------------------------------------ */

void lede__layers_forget(lede__store *s) {
  for (lede__layer_table *t = s->layers; t; t = t->next) {
    sqlite3_finalize(t->insert);
    sqlite3_finalize(t->remove);
    lede__buf_free(&t->gives);
  }
  s->layers = NULL;
  s->layers_known = false;
  lede__arena_free(&s->layer_arena);
}

static lede_status prepare(lede__store *s, const lede__buf *sql, sqlite3_stmt **out, lede_error *err) {
  if (sql->failed) return lede__nomem(err);
  int rc = sqlite3_prepare_v3(s->db, sql->ptr, (int)sql->len, SQLITE_PREPARE_PERSISTENT, out, NULL);
  return rc ? lede__db_fail(s, rc, err) : LEDE_OK;
}

static lede_status make_statements(lede__store *s, lede__layer_table *t, lede_error *err) {
  lede__buf sql = {0};
  lede__buf_printf(&sql, "INSERT INTO \"%s\"(doc, n", t->table.ptr);
  for (size_t i = 0; i < t->count; i++) lede__buf_printf(&sql, ", \"%s\"", t->columns[i].column.ptr);
  lede__buf_text(&sql, ") VALUES(?, ?");
  for (size_t i = 0; i < t->count; i++) lede__buf_text(&sql, ", ?");
  lede__buf_text(&sql, ")");
  lede_status status = prepare(s, &sql, &t->insert, err);
  lede__buf_clear(&sql);
  lede__buf_printf(&sql, "DELETE FROM \"%s\" WHERE doc = ?", t->table.ptr);
  if (!status) status = prepare(s, &sql, &t->remove, err);
  lede__buf_free(&sql);
  return status;
}

/* Room for the columns that `layers` has of a layer, and those that every table has. */
static lede_status new_table(lede__store *s, sqlite3_stmt *st, lede__layer_table **out, lede_error *err) {
  lede__layer_table *t = lede__arena_calloc(&s->layer_arena, 1, sizeof *t);
  size_t most = FIXED_COUNT + (size_t)sqlite3_column_int64(st, 2);
  *out = t;
  if (!t) return lede__nomem(err);
  t->layer = lede__arena_str(&s->layer_arena, lede__db_column(st, 0));
  t->table = lede__arena_str(&s->layer_arena, lede__db_column(st, 1));
  t->columns = lede__arena_calloc(&s->layer_arena, most, sizeof *t->columns);
  if (!t->layer.ptr || !t->table.ptr || !t->columns) return lede__nomem(err);
  for (; t->count < FIXED_COUNT; t->count++) {
    lede_str name = lede__str(fixed[t->count]);
    t->columns[t->count] = (lede__layer_column){
        .key = name, .column = name, .type = LEDE__LIT(""), .at = FIRST_AT + (int)t->count};
  }
  return LEDE_OK;
}

static lede_status read_column(lede__store *s, lede__layer_table *t, sqlite3_stmt *st, lede_error *err) {
  lede__layer_column *c = &t->columns[t->count];
  c->key = lede__arena_str(&s->layer_arena, lede__db_column(st, 0));
  c->column = lede__arena_str(&s->layer_arena, lede__db_column(st, 1));
  c->type = lede__arena_str(&s->layer_arena, lede__db_column(st, 2));
  c->at = FIRST_AT + (int)t->count++;
  c->is_name = c->type.ptr && (lede__str_is(c->type, "name") || lede__str_starts(c->type, "name,"));
  return c->key.ptr && c->column.ptr && c->type.ptr ? LEDE_OK : lede__nomem(err);
}

static lede_status read_columns(lede__store *s, lede__layer_table *t, lede_error *err) {
  sqlite3_stmt *st;
  bool more;
  lede_status status = lede__db_take(
      s, "SELECT key, \"column\", type FROM layers WHERE layer = ? AND key <> '' ORDER BY key", &st, err);
  if (status) return status;
  lede__db_text(s, st, 1, t->layer);
  while (!(status = lede__db_next(s, st, &more, err)) && more)
    if ((status = read_column(s, t, st, err))) return lede__db_done(st), status;
  return status ? status : make_statements(s, t, err);
}

static lede_status read_tables(lede__store *s, lede_error *err) {
  sqlite3_stmt *st;
  bool more;
  lede__layer_table **last = &s->layers;
  lede_status status = lede__db_take(
      s, "SELECT layer, \"table\", count(*) FROM layers GROUP BY layer, \"table\" ORDER BY layer", &st, err);
  if (status) return status;
  while (!(status = lede__db_next(s, st, &more, err)) && more) {
    status = new_table(s, st, last, err);
    if (status) return lede__db_done(st), status;
    last = &(*last)->next;
  }
  for (lede__layer_table *t = s->layers; t && !status; t = t->next) status = read_columns(s, t, err);
  return status;
}

lede_status lede__layers_all(lede__store *s, lede__layer_table **out, lede_error *err) {
  *out = NULL;
  if (!s->layers_known) {
    lede_status status = read_tables(s, err);
    if (status) return lede__layers_forget(s), status;
    s->layers_known = true;
  }
  *out = s->layers;
  return LEDE_OK;
}

const lede__layer_column *lede__layers_column(const lede__layer_table *t, lede_str key, size_t *near) {
  for (size_t i = 0; i < t->count; i++) {
    size_t at = *near + i < t->count ? *near + i : *near + i - t->count;
    if (!lede__str_eq(t->columns[at].key, key)) continue;
    *near = at + 1 < t->count ? at + 1 : 0;
    return &t->columns[at];
  }
  return NULL;
}

/* ---- What comes new ----------------------------------------------------- */

static lede_status run(lede__store *s, char *sql, lede_error *err) {
  if (!sql) return lede__nomem(err);
  lede_status status = lede__db_run(s, sql, err);
  sqlite3_free(sql);
  return status;
}

/* Appends "_" until the query, asked with the name, has no answer. */
static lede_status free_name(lede__store *s, const char *query, lede_str table, lede__buf *name,
                             lede_error *err) {
  for (;;) {
    sqlite3_stmt *st;
    int64_t taken = 0;
    if (name->failed) return lede__nomem(err);
    lede_status status = lede__db_take(s, query, &st, err);
    if (status) return status;
    lede__db_text(s, st, 1, lede__buf_view(name));
    if (table.ptr) lede__db_text(s, st, 2, table);
    status = lede__db_number(s, st, 0, &taken, err);
    if (status || !taken) return status;
    lede__buf_char(name, '_');
  }
}

static lede_status note_column(lede__store *s, lede_str layer, lede_str table, const char *key,
                               lede_str column, const char *type, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s,
                                     "INSERT INTO layers(layer, \"table\", key, \"column\", type) "
                                     "VALUES(?, ?, ?, ?, ?)",
                                     &st, err);
  if (status) return status;
  lede__db_text(s, st, 1, layer);
  lede__db_text(s, st, 2, table);
  lede__db_text(s, st, 3, lede__str(key));
  lede__db_text(s, st, 4, column);
  lede__db_text(s, st, 5, lede__str(type));
  return lede__db_step(s, st, err);
}

static lede_status make_table(lede__store *s, lede_str layer, lede_error *err) {
  lede__buf name = {0};
  lede__buf_text(&name, "marks_");
  lede__buf_str(&name, layer);
  lede_status status = free_name(s, "SELECT 1 FROM sqlite_master WHERE name = ? COLLATE NOCASE",
                                 (lede_str){NULL, 0}, &name, err);
  if (!status)
    status =
        run(s, sqlite3_mprintf("CREATE TABLE \"%w\"(" FIXED ", PRIMARY KEY(doc, n)) WITHOUT ROWID", name.ptr),
            err);
  if (!status) status = note_column(s, layer, lede__buf_view(&name), "", (lede_str){NULL, 0}, NULL, err);
  lede__buf_free(&name);
  return status;
}

static const char *sql_type(const lede__attribute *a) {
  if (a->list) return "TEXT";
  switch (a->type) {
  case LEDE__INTEGER:
    return "INTEGER";
  case LEDE__NUMBER:
    return "REAL";
  case LEDE__BOOLEAN:
    return "BOOLEAN";
  default:
    return "TEXT";
  }
}

static lede_status make_column(lede__store *s, const lede__layer_table *t, const char *key, const char *type,
                               const char *declared, lede_error *err) {
  lede__buf name = {0};
  lede__buf_text(&name, key);
  lede_status status = free_name(s, "SELECT 1 FROM pragma_table_info(?2) WHERE name = ?1 COLLATE NOCASE",
                                 t->table, &name, err);
  if (!status)
    status =
        run(s, sqlite3_mprintf("ALTER TABLE \"%w\" ADD COLUMN \"%w\" %s", t->table.ptr, name.ptr, type), err);
  if (!status) status = note_column(s, t->layer, t->table, key, lede__buf_view(&name), declared, err);
  lede__buf_free(&name);
  return status;
}

/* The columns an attribute needs: its value, and where it stands. */
typedef struct wanted {
  char key[3][MOST_NAME + 8];
  const char *type[3], *declared[3];
  size_t count;
} wanted;

static void want(wanted *w, lede_str name, const char *suffix, const char *type, const char *declared) {
  snprintf(w->key[w->count], sizeof w->key[0], "%.*s%s", (int)name.len, name.ptr, suffix);
  w->type[w->count] = type;
  w->declared[w->count++] = declared;
}

/* A type that this lede doesn't know is kept as text. */
static void list_wanted(lede_str name, const char *declared, wanted *w) {
  lede__attribute a = {0};
  w->count = 0;
  if (lede__type_parse(lede__str(declared), &a, NULL)) a = (lede__attribute){.type = LEDE__STRING};
  bool is_place = a.type == LEDE__SPAN && !a.list;
  if (!is_place) want(w, name, "", sql_type(&a), declared);
  if (!is_place && !a.placed) return;
  want(w, name, "_start", "INTEGER", "start");
  want(w, name, "_end", "INTEGER", "end");
}

static lede_status add_attribute(lede__store *s, const lede__layer_table *t, lede_str name, lede_str type,
                                 bool *added, lede_error *err) {
  wanted w;
  char declared[32];
  size_t near = 0;
  lede_status status = LEDE_OK;
  snprintf(declared, sizeof declared, "%.*s", (int)type.len, type.ptr);
  list_wanted(name, declared, &w);
  for (size_t i = 0; i < w.count && !status; i++) {
    if (lede__layers_column(t, lede__str(w.key[i]), &near)) continue;
    *added = true;
    status = make_column(s, t, w.key[i], w.type[i], w.declared[i], err);
  }
  return status;
}

/* Such names are all that plugins may give (doc/schema); a record that says otherwise was tampered with. */
static bool is_name(lede_str s) {
  if (s.len == 0 || s.len > MOST_NAME) return false;
  for (size_t i = 0; i < s.len; i++) {
    char c = s.ptr[i];
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9')))
      return false;
  }
  return true;
}

/* Types have no escapes in them. */
static lede_status add_attributes(lede__store *s, const lede__layer_table *t, lede_str gives, bool *added,
                                  lede_error *err) {
  lede__json_walk w = lede__json_walk_of(gives);
  lede_status status = LEDE_OK;
  lede_str name;
  if (!lede__json_walk_in(&w, '{')) return LEDE_OK;
  while (!status && lede__json_walk_key(&w, &name)) {
    lede_str type = lede__json_walk_over(&w);
    if (is_name(name) && type.len > 2 && type.ptr[0] == '"')
      status = add_attribute(s, t, name, (lede_str){type.ptr + 1, type.len - 2}, added, err);
  }
  return status;
}

/* ---- A layer's table ------------------------------------------------------ */

static lede_status find(lede__store *s, lede_str layer, lede__layer_table **out, lede_error *err) {
  lede_status status = lede__layers_all(s, out, err);
  while (!status && *out && !lede__str_eq((*out)->layer, layer)) *out = (*out)->next;
  return status;
}

static lede_status find_or_make(lede__store *s, lede_str layer, lede__layer_table **out, bool *made,
                                lede_error *err) {
  lede_status status = find(s, layer, out, err);
  if (status || *out) return status;
  *made = true;
  status = make_table(s, layer, err);
  lede__layers_forget(s);
  return status ? status : find(s, layer, out, err);
}

/* As it is now. */
static lede_status find_again(lede__store *s, lede_str layer, lede__layer_table **out, lede_error *err) {
  lede__layers_forget(s);
  s->views_stale = true;
  return find(s, layer, out, err);
}

lede_status lede__layers_table(lede__store *s, lede_str layer, lede_str gives, lede__layer_table **out,
                               lede_error *err) {
  bool changed = false;
  *out = NULL;
  if (!is_name(layer)) return LEDE_OK;
  lede_status status = find_or_make(s, layer, out, &changed, err);
  if (status || lede__str_eq(lede__buf_view(&(*out)->gives), gives)) return status;
  status = add_attributes(s, *out, gives, &changed, err);
  if (!status && changed) status = find_again(s, layer, out, err);
  if (status) return status;
  lede__buf_clear(&(*out)->gives);
  lede__buf_str(&(*out)->gives, gives);
  return (*out)->gives.failed ? lede__nomem(err) : LEDE_OK;
}
