/* store/views: the views that follow the layers' tables: one for each layer, and the dump.
 *
 * They are made anew when a layer comes or gets another column. Plain SQL: sqlite3, DuckDB and Datasette know
 * nothing of functions of ours. */
#include <string.h>

#include "base/str.h"
#include "store/layers.h"

/* By this a view that may be dropped is told from one the user has made. */
#define MADE_HERE "/* made by lede */"

static const char *text_of(lede_str s) { return s.ptr; }

/* ---- Views over one layer ----------------------------------------------- */

/* What such a view has of the document; an attribute of that name is called mark_NAME. */
static bool is_taken(lede_str name) {
  static const char *const taken[] = {"doc", "path", "outlet", "date", "title"};
  for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
    if (sqlite3_stricmp(text_of(name), taken[i]) == 0) return true;
  return false;
}

static void put_column(lede__buf *sql, lede_str column) {
  lede__buf_printf(sql, ", m.\"%s\"", text_of(column));
  if (is_taken(column)) lede__buf_printf(sql, " AS \"mark_%s\"", text_of(column));
}

static bool is_place(const lede__layer_column *c) {
  return lede__str_is(c->type, "start") || lede__str_is(c->type, "end");
}

/* Attributes' values first: they are what is looked for; then where everything stands. */
static void put_columns(lede__buf *sql, const lede__layer_table *t) {
  lede__buf_text(sql, "m.doc, f.outlet, f.date, m.kind");
  for (size_t i = 0; i < t->count; i++)
    if (t->columns[i].type.len && !is_place(&t->columns[i])) put_column(sql, t->columns[i].column);
  lede__buf_text(sql, ", m.text, f.title, d.path, m.rule, m.\"start\", m.\"end\", m.parts");
  for (size_t i = 0; i < t->count; i++)
    if (is_place(&t->columns[i])) put_column(sql, t->columns[i].column);
}

/* SQLite lets nobody else make such a view; the layer's table has another name. */
static bool is_sqlite_own(lede_str name) { return lede__str_starts(name, "sqlite_"); }

static void put_layer_view(lede__buf *sql, const lede__layer_table *t) {
  lede__buf_printf(sql, "CREATE VIEW IF NOT EXISTS \"%s\" AS " MADE_HERE " SELECT ", text_of(t->layer));
  put_columns(sql, t);
  lede__buf_printf(sql, " FROM \"%s\" m JOIN documents d ON d.id = m.doc LEFT JOIN facts f ON f.doc = m.doc;",
                   text_of(t->table));
}

/* ---- The dump ----------------------------------------------------------- */

/* What the dump has beside marks: `n` tells rows of one path apart. */
static const struct {
  const char *what, *path, *n, *value, *from;
} parts[] = {
    {"document", "path", "0", "json_array(content, recipe, outcome, bytes, marks)", "documents"},
    {"record", "path", "0", "record", "records JOIN documents ON id = doc"},
    {"failure", "path", "0", "json_array(code, \"where\", message, plugin)",
     "failures JOIN documents ON id = doc"},
    {"partial", "path", "0", "partial", "partials JOIN documents ON id = doc"},
    {"facts", "path", "0",
     "json_array(f.id, title, outlet, date, date_from, url, lang, credit, byline, names)",
     "facts f JOIN documents d ON d.id = doc"},
    {"text", "path", "0", "text", "texts JOIN documents ON id = doc"},
    {"name", "name", "mentions", "json_array(layer, attribute, kind, articles)", "names"},
    {"search", "path", "0", "NULL", "search_docsize s JOIN documents d ON d.id = s.id"},
    {"finding", "kind", "n", "finding", "findings"},
};

static void put_dump(lede__buf *sql, const lede__layer_table *t) {
  lede__buf_text(sql,
                 "CREATE VIEW IF NOT EXISTS dump(what, path, n, value) AS " MADE_HERE " SELECT * FROM (");
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    lede__buf_printf(sql, "%sSELECT '%s', %s, %s, %s FROM %s", i ? " UNION ALL " : "", parts[i].what,
                     parts[i].path, parts[i].n, parts[i].value, parts[i].from);
  for (; t; t = t->next) {
    lede__buf_printf(sql, " UNION ALL SELECT '%s', path, n, json_array(n", text_of(t->table));
    for (size_t i = 0; i < t->count; i++) lede__buf_printf(sql, ", m.\"%s\"", text_of(t->columns[i].column));
    lede__buf_printf(sql, ") FROM \"%s\" m JOIN documents ON id = doc", text_of(t->table));
  }
  lede__buf_text(sql, ") ORDER BY 1, 2, 3, 4;");
}

/* ---- All ---------------------------------------------------------------- */

static lede_status put_drops(lede__store *s, lede__buf *sql, lede_error *err) {
  sqlite3_stmt *st;
  bool more;
  lede_status status = lede__db_take(
      s, "SELECT name FROM sqlite_master WHERE type = 'view' AND instr(sql, '" MADE_HERE "')", &st, err);
  while (!status && !(status = lede__db_next(s, st, &more, err)) && more)
    lede__buf_printf(sql, "DROP VIEW \"%s\";", text_of(lede__db_column(st, 0)));
  return status;
}

lede_status lede__views_make(lede__store *s, lede_error *err) {
  lede__layer_table *tables;
  lede__buf sql = {0};
  lede_status status = lede__layers_all(s, &tables, err);
  if (!status) status = put_drops(s, &sql, err);
  for (lede__layer_table *t = tables; t && !status; t = t->next)
    if (!is_sqlite_own(t->layer)) put_layer_view(&sql, t);
  if (!status) put_dump(&sql, tables);
  if (!status) status = sql.failed ? lede__nomem(err) : lede__db_run(s, sql.ptr, err);
  lede__buf_free(&sql);
  if (!status) s->views_stale = false;
  return status;
}

/* ---- The dump as text --------------------------------------------------- */

/* One line, whatever is in it. */
static void put_field(lede__buf *out, lede_str value) {
  for (size_t i = 0; i < value.len; i++) {
    char c = value.ptr[i];
    if (c == '\n' || c == '\t' || c == '\\')
      lede__buf_add(out, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\\\", 2);
    else
      lede__buf_char(out, c);
  }
}

lede_status lede__store_dump(lede__store *s, lede__buf *out, lede_error *err) {
  sqlite3_stmt *st;
  bool more;
  lede_status status = lede__db_take(s, "SELECT what, path, n, value FROM dump", &st, err);
  while (!status && !(status = lede__db_next(s, st, &more, err)) && more) {
    put_field(out, lede__db_column(st, 0));
    lede__buf_char(out, '\t');
    put_field(out, lede__db_column(st, 1));
    lede__buf_printf(out, "\t%lld\t", (long long)sqlite3_column_int64(st, 2));
    put_field(out, lede__db_column(st, 3));
    lede__buf_char(out, '\n');
  }
  if (status) return status;
  return out->failed ? lede__nomem(err) : LEDE_OK;
}
