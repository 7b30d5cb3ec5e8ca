/* store/tables: what the desk's database holds, and how an older one becomes the present one. */
#include <stdio.h>
#include <string.h>

#include "store/layers.h"

/* "lede" in ASCII: `file lede.db` and others can tell it from any other SQLite database. */
#define APPLICATION_ID 0x6c656465

/* Each brings a database from the version that is its index to the next. Never changed once released. */
static const char *const migrations[] = {
    /* ---- 0 to 1 ---- */
    "CREATE TABLE documents( -- one row a path in the inbox: its newest content under its newest recipe\n"
    "  id INTEGER PRIMARY KEY,   -- for ever the same\n"
    "  path TEXT NOT NULL UNIQUE,-- below the inbox; a BLOB where it is not UTF-8\n"
    "  content TEXT,             -- sha256:… of the file; NULL where it could not be read\n"
    "  recipe TEXT,              -- hash of the plugins, data and settings that made the record\n"
    "  outcome TEXT NOT NULL,    -- done, partly (a plugin failed on it), failed\n"
    "  change INTEGER NOT NULL UNIQUE, -- the number of the commit, rising\n"
    "  bytes INTEGER, device INTEGER, inode INTEGER, modified INTEGER, "
    "changed INTEGER, -- the file; times in ns\n"
    "  arrived INTEGER, ready INTEGER, committed INTEGER, -- microseconds since 1970\n"
    "  took INTEGER,             -- microseconds of analysis\n"
    "  marks INTEGER, attempts INTEGER);"
    "CREATE INDEX documents_not_done ON documents(outcome) WHERE outcome <> 'done';"
    "CREATE TABLE records( -- what was found in a document: one JSON object\n"
    "  doc INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,\n"
    "  record TEXT NOT NULL);"
    "CREATE TABLE failures( -- why a document has no record\n"
    "  doc INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,\n"
    "  code TEXT, \"where\" TEXT, message TEXT, plugin TEXT, traceback TEXT);"
    "CREATE TABLE versions( -- what stood under a path before: no records, but what and when\n"
    "  doc INTEGER REFERENCES documents(id) ON DELETE CASCADE,\n"
    "  change INTEGER, content TEXT, recipe TEXT, outcome TEXT, title TEXT, bytes INTEGER,\n"
    "  modified INTEGER, committed INTEGER, replaced INTEGER,\n"
    "  PRIMARY KEY(doc, change)) WITHOUT ROWID;"
    "CREATE TABLE partials( -- what a document gives for findings\n"
    "  doc INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,\n"
    "  recipe TEXT, partial TEXT NOT NULL);"
    "CREATE TABLE blocks( -- the joined partials of 256 documents by id\n"
    "  number INTEGER PRIMARY KEY,\n"
    "  change INTEGER NOT NULL, -- the last one in it\n"
    "  joined INTEGER,          -- the last one in `partial`\n"
    "  recipe TEXT, partial TEXT);"
    "CREATE TABLE findings( -- what holds across documents\n"
    "  n INTEGER PRIMARY KEY, kind TEXT, key TEXT,\n"
    "  finding TEXT,                    -- JSON\n"
    "  first INTEGER, changed INTEGER); -- when it came, when it last changed: microseconds since 1970\n"
    "CREATE INDEX findings_key ON findings(kind, key);"
    "CREATE TABLE notes(name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "CREATE TABLE facts( -- made from records, as are search and marks_…\n"
    "  doc INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,\n"
    "  id TEXT, title TEXT, outlet TEXT, date TEXT, date_from TEXT, url TEXT, lang TEXT,\n"
    "  credit TEXT, byline TEXT, -- lists, JSON\n"
    "  names TEXT); -- who and what its marks name, a line each, for the full text\n"
    "CREATE TABLE names( -- who and what is named, how often and in how many documents\n"
    "  layer TEXT, attribute TEXT, kind TEXT, name TEXT, mentions INTEGER, articles INTEGER,\n"
    "  PRIMARY KEY(layer, attribute, kind, name)) WITHOUT ROWID;"
    "CREATE TABLE layers( -- which table and column hold what a layer's marks have\n"
    "  layer TEXT, key TEXT, type TEXT, \"table\" TEXT, \"column\" TEXT, "
    "PRIMARY KEY(layer, key)) WITHOUT ROWID;"
    "CREATE TABLE texts( -- the text itself, to which offsets refer: bytes, from 0\n"
    "  doc INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE, text TEXT);"
    "CREATE VIEW searched AS SELECT doc, title, text, names FROM facts JOIN texts USING(doc);"
    "CREATE VIRTUAL TABLE search USING fts5(title, text, names, content='searched', content_rowid='doc',"
    "  tokenize='unicode61 remove_diacritics 2');"
    "INSERT INTO search(search, rank) VALUES('rank', 'bm25(4.0, 1.0, 1.0)');"
    "CREATE VIEW articles AS SELECT d.id, d.path, f.outlet, f.title, f.date, f.url, f.byline, "
    "f.credit, f.lang,\n"
    "  strftime('%Y-%m-%dT%H:%M:%fZ', d.committed / 1e6, 'unixepoch') AS committed, "
    "d.bytes, d.marks, d.content,\n"
    "  d.recipe, (SELECT count(*) FROM versions v WHERE v.doc = d.id) + 1 AS version,\n"
    "  x.text\n"
    "  FROM documents d JOIN records r ON r.doc = d.id LEFT JOIN facts f ON f.doc = d.id "
    "LEFT JOIN texts x ON x.doc = d.id;"
    "CREATE VIEW people AS SELECT name, mentions, articles FROM names "
    "WHERE layer = 'entities' AND attribute = 'name'\n"
    "  AND kind = 'person' ORDER BY articles DESC, mentions DESC, name;"
    "CREATE VIEW places AS SELECT name, mentions, articles FROM names "
    "WHERE layer = 'entities' AND attribute = 'name'\n"
    "  AND kind = 'place' ORDER BY articles DESC, mentions DESC, name;"
    "CREATE VIEW orgs AS SELECT name, mentions, articles FROM names "
    "WHERE layer = 'entities' AND attribute = 'name'\n"
    "  AND kind = 'org' ORDER BY articles DESC, mentions DESC, name;"
    "CREATE VIEW events AS SELECT name, mentions, articles FROM names "
    "WHERE layer = 'entities' AND attribute = 'name'\n"
    "  AND kind = 'event' ORDER BY articles DESC, mentions DESC, name;"
    "CREATE VIEW speakers AS SELECT name, mentions AS quotes, articles FROM names WHERE layer = 'quotes'\n"
    "  AND attribute = 'speaker' ORDER BY articles DESC, quotes DESC, name;"
    "CREATE VIEW topics AS SELECT name, kind, mentions, articles FROM names "
    "WHERE layer = 'topics' AND attribute = 'name'\n"
    "  ORDER BY articles DESC, mentions DESC, name;"
    "CREATE VIEW failed AS SELECT d.id, d.path, x.code, x.\"where\", x.message, x.plugin, "
    "x.traceback, d.attempts,\n"
    "  strftime('%Y-%m-%dT%H:%M:%fZ', d.committed / 1e6, 'unixepoch') AS at\n"
    "  FROM documents d JOIN failures x ON x.doc = d.id;",
};
enum { VERSION = sizeof migrations / sizeof *migrations };

static lede_status number(lede__store *s, const char *sql, int64_t *out, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, sql, &st, err);
  return status ? status : lede__db_number(s, st, 0, out, err);
}

static lede_status not_ours(lede__store *s, lede_error *err) {
  return lede__fail(err, LEDE_ESETUP, s->folder,
                    "the lede.db in it is no desk's database; take another folder for the desk");
}

static lede_status too_new(lede__store *s, int64_t version, lede_error *err) {
  return lede__fail(
      err, LEDE_ESETUP, s->folder,
      "the desk was written by a newer lede (its version is %lld, this lede, %s, knows up to %d); use "
      "the newer one",
      (long long)version, LEDE_VERSION, VERSION);
}

static lede_status too_old(lede__store *s, int64_t version, lede_error *err) {
  if (version == 0)
    return lede__fail(err, LEDE_ESETUP, s->folder, "the desk is empty: lede watch INBOX -o %s fills it",
                      s->folder);
  return lede__fail(
      err, LEDE_ESETUP, s->folder,
      "the desk was written by an older lede; run this one's lede watch on it once, which brings it "
      "up to date");
}

static lede_status migrate(lede__store *s, void *context, lede_error *err) {
  int64_t version = *(int64_t *)context;
  lede_status status = LEDE_OK;
  char mark[96];
  while (!status && version < VERSION) status = lede__db_run(s, migrations[version++], err);
  if (!status) status = lede__views_make(s, err);
  snprintf(mark, sizeof mark, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID,
           VERSION);
  return status ? status : lede__db_run(s, mark, err);
}

lede_status lede__tables_look(lede__store *s, int64_t *version, lede_error *err) {
  int64_t application, tables;
  lede_status status = number(s, "SELECT count(*) FROM sqlite_master", &tables, err);
  if (!status) status = number(s, "PRAGMA application_id", &application, err);
  if (!status) status = number(s, "PRAGMA user_version", version, err);
  if (status) return status;
  if (application != APPLICATION_ID && tables > 0) return not_ours(s, err);
  return *version > VERSION ? too_new(s, *version, err) : LEDE_OK;
}

lede_status lede__tables_ready(lede__store *s, lede_error *err) {
  int64_t version;
  lede_status status = lede__tables_look(s, &version, err);
  if (status || version == VERSION) return status;
  return s->read_only ? too_old(s, version, err) : lede__db_atomically(s, migrate, &version, err);
}
