/* store/index: marks, facts and full text, made from records after their commit. */
#include "store/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/json_walk.h"
#include "base/str.h"
#include "store/layers.h"
#include "store/tally.h"

/* A record taken apart: its members as they are written, but for title and text, which are read. */
typedef struct taken {
  lede__arena arena; /* strings that were written with escapes */
  bool failed;       /* out of memory */
  bool puts;         /* marks go into their tables */
  lede_str doc, schema, layers;
  lede_str title, text;
  lede__tally tally;
} taken;

/* ---- Reading ------------------------------------------------------------ */

/* The member `name` of an object, as it is written; absent when it isn't there. */
static lede_str member(lede_str object, lede_str name) {
  lede__json_walk w = lede__json_walk_of(object);
  lede_str key;
  if (!object.ptr || !lede__json_walk_in(&w, '{')) return (lede_str){NULL, 0};
  while (lede__json_walk_key(&w, &key)) {
    lede_str value = lede__json_walk_over(&w);
    if (lede__str_eq(key, name)) return value;
  }
  return (lede_str){NULL, 0};
}

static lede_str string_of(taken *r, lede_str written) {
  lede__json_walk w = lede__json_walk_of(written);
  if (!written.ptr) return written;
  return lede__json_walk_str(&w, &r->arena, &r->failed);
}

/* False when it is no JSON object: then it says nothing that could be found, and is passed over, going in
 * and coming out. */
static bool take_apart(lede_str record, taken *r) {
  lede__json_walk w = lede__json_walk_of(record);
  lede_str key, text = {NULL, 0};
  if (!lede__json_walk_in(&w, '{')) return false;
  while (lede__json_walk_key(&w, &key)) {
    lede_str value = lede__json_walk_over(&w);
    if (lede__str_is(key, "doc")) r->doc = value;
    if (lede__str_is(key, "text")) text = value;
    if (lede__str_is(key, "schema")) r->schema = value;
    if (lede__str_is(key, "layers")) r->layers = value;
  }
  r->title = string_of(r, member(r->doc, LEDE__LIT("title")));
  r->text = string_of(r, text);
  return !w.bad;
}

/* ---- Values ------------------------------------------------------------- */

static void bind_number(lede__store *s, sqlite3_stmt *st, int at, lede_str written) {
  char digits[64];
  int64_t n;
  if (lede__json_walk_integer(written, &n)) {
    lede__db_int(s, st, at, n);
    return;
  }
  snprintf(digits, sizeof digits, "%.*s", (int)written.len, written.ptr);
  sqlite3_bind_double(st, at, strtod(digits, NULL));
}

/* Binds the value that comes; absent unless it is a string, else the string. A list is kept as its JSON. */
static lede_str bind_value(lede__store *s, taken *r, sqlite3_stmt *st, int at, lede__json_walk *w) {
  lede_str value = {NULL, 0};
  switch (lede__json_walk_kind(w)) {
  case '"':
    value = lede__json_walk_str(w, &r->arena, &r->failed);
    lede__db_text(s, st, at, value);
    break;
  case '0':
    bind_number(s, st, at, lede__json_walk_over(w));
    break;
  case 't':
  case 'f':
    lede__db_int(s, st, at, *lede__json_walk_over(w).ptr == 't');
    break;
  case 'n':
    lede__json_walk_over(w);
    break;
  default:
    lede__db_text(s, st, at, lede__json_walk_over(w));
  }
  return value;
}

/* ---- Marks -------------------------------------------------------------- */

enum { MOST_NAMES = 16 };

/* The names of one mark. */
typedef struct naming {
  lede_str kind;
  const lede__layer_column *column[MOST_NAMES];
  lede_str name[MOST_NAMES];
  size_t count;
} naming;

static void note(naming *n, const lede__layer_column *c, lede_str value) {
  if (c->at == LEDE__AT_KIND) n->kind = value;
  if (!c->is_name || value.len == 0 || n->count == MOST_NAMES) return;
  n->column[n->count] = c;
  n->name[n->count++] = value;
}

static void count_names(taken *r, const lede__layer_table *t, const naming *n) {
  for (size_t i = 0; i < n->count; i++) {
    lede_str attribute = n->column[i]->key;
    lede_str kind = lede__str_is(attribute, "name") ? n->kind : LEDE__LIT("");
    if (!lede__tally_count(&r->tally, t->layer, attribute, kind, n->name[i])) r->failed = true;
  }
}

static void bind_mark(lede__store *s, taken *r, const lede__layer_table *t, lede__json_walk *w,
                      size_t *near) {
  lede_str key;
  naming n = {.count = 0};
  if (!lede__json_walk_in(w, '{')) return;
  while (lede__json_walk_key(w, &key)) {
    const lede__layer_column *c = lede__layers_column(t, key, near);
    if (c)
      note(&n, c, bind_value(s, r, t->insert, c->at, w));
    else
      lede__json_walk_over(w);
  }
  count_names(r, t, &n);
}

static lede_status put_mark(lede__store *s, taken *r, const lede__layer_table *t, int64_t id, int64_t n,
                            lede__json_walk *w, size_t *near, lede_error *err) {
  lede__arena_point point = lede__arena_mark(&r->arena);
  lede_status status = LEDE_OK;
  lede__db_int(s, t->insert, LEDE__AT_DOC, id);
  lede__db_int(s, t->insert, LEDE__AT_N, n);
  bind_mark(s, r, t, w, near);
  if (r->failed) status = lede__nomem(err);
  if (!status && r->puts)
    status = lede__db_step(s, t->insert, err);
  else
    lede__db_done(t->insert);
  lede__arena_wind_back(&r->arena, point);
  return status;
}

/* The marks of the layer that comes. */
static lede_status put_marks(lede__store *s, taken *r, const lede__layer_table *t, int64_t id,
                             lede__json_walk *w, lede_error *err) {
  lede_status status = LEDE_OK;
  size_t near = 0;
  if (!lede__json_walk_in(w, '[')) return LEDE_OK;
  for (int64_t n = 1; !status && lede__json_walk_item(w); n++)
    status = put_mark(s, r, t, id, n, w, &near, err);
  return status;
}

/* NULL for tokens and sentences: they are lede's own, and no marks. */
static lede_status table_of(lede__store *s, const taken *r, lede_str layer, lede__layer_table **out,
                            lede_error *err) {
  lede_str gives = member(member(r->schema, layer), LEDE__LIT("gives"));
  *out = NULL;
  return gives.ptr ? lede__layers_table(s, layer, gives, out, err) : LEDE_OK;
}

/* Puts the marks into their tables and counts who they name, or only counts (r->puts). */
static lede_status walk_layers(lede__store *s, taken *r, int64_t id, lede_error *err) {
  lede__json_walk w = lede__json_walk_of(r->layers);
  lede_status status = LEDE_OK;
  lede_str layer;
  if (!r->layers.ptr || !lede__json_walk_in(&w, '{')) return LEDE_OK;
  while (!status && lede__json_walk_key(&w, &layer)) {
    lede__layer_table *t;
    status = table_of(s, r, layer, &t, err);
    if (!status && t)
      status = put_marks(s, r, t, id, &w, err);
    else
      lede__json_walk_over(&w);
  }
  return status;
}

/* ---- Facts and full text ------------------------------------------------ */

static const char *const facts[] = {"id",  "title", "outlet", "date",  "date_from",
                                    "url", "lang",  "credit", "byline"};
enum { FACT_COUNT = sizeof facts / sizeof *facts };

static void bind_facts(lede__store *s, taken *r, sqlite3_stmt *st) {
  lede__json_walk w = lede__json_walk_of(r->doc);
  lede_str key;
  if (!r->doc.ptr || !lede__json_walk_in(&w, '{')) return;
  while (lede__json_walk_key(&w, &key)) {
    int i = 0;
    while (i < FACT_COUNT && !lede__str_is(key, facts[i])) i++;
    if (i < FACT_COUNT)
      bind_value(s, r, st, i + 2, &w);
    else
      lede__json_walk_over(&w);
  }
}

static lede_status put_facts(lede__store *s, taken *r, int64_t id, lede_str names, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status =
      lede__db_take(s,
                    "INSERT INTO facts(doc, id, title, outlet, date, date_from, url, lang, credit, "
                    "byline, names) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, id);
  bind_facts(s, r, st);
  lede__db_text(s, st, FACT_COUNT + 2, names);
  if (!r->failed) return lede__db_step(s, st, err);
  lede__db_done(st);
  return lede__nomem(err);
}

static lede_status put_text(lede__store *s, int64_t id, lede_str text, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, "INSERT INTO texts VALUES(?, ?)", &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, id);
  lede__db_text(s, st, 2, text);
  return lede__db_step(s, st, err);
}

/* Puts title, text and names into the full text, or takes them out:
 * it must be told the words it was given. */
static lede_status search(lede__store *s, const char *sql, int64_t id, const taken *r, lede_str names,
                          lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, sql, &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, id);
  lede__db_text(s, st, 2, r->title);
  lede__db_text(s, st, 3, r->text);
  lede__db_text(s, st, 4, names);
  return lede__db_step(s, st, err);
}

#define ADD_WORDS "INSERT INTO search(rowid, title, text, names) VALUES(?, ?, ?, ?)"
#define REMOVE_WORDS "INSERT INTO search(search, rowid, title, text, names) VALUES('delete', ?, ?, ?, ?)"

/* ---- Documents ---------------------------------------------------------- */

/* What is left to do of a document whose marks were walked. */
static lede_status finish(lede__store *s, taken *r, int64_t id, lede_str names, lede_error *err) {
  if (!r->puts) return search(s, REMOVE_WORDS, id, r, names, err);
  lede_status status = put_facts(s, r, id, names, err);
  if (!status) status = put_text(s, id, r->text, err);
  return status ? status : search(s, ADD_WORDS, id, r, names, err);
}

static lede_status work_on(lede__store *s, taken *r, int64_t id, lede__tally *sum, lede_error *err) {
  lede__buf names = {0};
  lede_status status = walk_layers(s, r, id, err);
  lede__tally_lines(&r->tally, &names);
  if (!status) status = names.failed ? lede__nomem(err) : finish(s, r, id, lede__buf_view(&names), err);
  if (!status && !lede__tally_join(sum, &r->tally, r->puts ? 1 : -1)) status = lede__nomem(err);
  lede__buf_free(&names);
  return status;
}

/* Puts what a record says into the index (but for its names, which go into `sum`), or takes it out. */
static lede_status with_record(lede__store *s, int64_t id, lede_str record, bool puts, lede__tally *sum,
                               lede_error *err) {
  taken r = {.puts = puts};
  bool fine = take_apart(record, &r);
  lede_status status = r.failed ? lede__nomem(err) : LEDE_OK;
  if (!status && fine) status = work_on(s, &r, id, sum, err);
  lede__arena_free(&r.arena);
  lede__tally_free(&r.tally);
  return status;
}

static lede_status remove_words(lede__store *s, int64_t id, lede_error *err) {
  lede__buf record = {0};
  lede__tally sum = {0};
  lede_status status = lede__store_record(s, id, &record, err);
  if (!status) status = with_record(s, id, lede__buf_view(&record), false, &sum, err);
  if (!status) status = lede__tally_put(s, &sum, err);
  lede__buf_free(&record);
  lede__tally_free(&sum);
  return status == LEDE_EUSAGE ? LEDE_OK : status; /* one that failed has no record */
}

static lede_status remove_marks(lede__store *s, int64_t id, lede_error *err) {
  lede__layer_table *t;
  lede_status status = lede__layers_all(s, &t, err);
  for (; t && !status; t = t->next) {
    lede__db_int(s, t->remove, 1, id);
    status = lede__db_step(s, t->remove, err);
  }
  return status;
}

static lede_status remove_row(lede__store *s, const char *sql, int64_t id, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s, sql, &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, id);
  return lede__db_step(s, st, err);
}

lede_status lede__index_remove(lede__store *s, int64_t id, int64_t change, lede_error *err) {
  if (change > s->indexed) return LEDE_OK;
  lede_status status = remove_words(s, id, err);
  if (!status) status = remove_marks(s, id, err);
  if (!status) status = remove_row(s, "DELETE FROM texts WHERE doc = ?", id, err);
  return status ? status : remove_row(s, "DELETE FROM facts WHERE doc = ?", id, err);
}

/* ---- Steps -------------------------------------------------------------- */

typedef struct step {
  uint32_t documents;
  double until;
  int64_t indexed;
  int64_t done;
  bool ended; /* there was nothing more */
  lede__tally sum;
} step;

static double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The next document that is not indexed, by change; copied, as what follows may change tables. */
static lede_status next(lede__store *s, int64_t after, int64_t *id, int64_t *change, lede__buf *record,
                        bool *found, lede_error *err) {
  sqlite3_stmt *st;
  lede_status status = lede__db_take(s,
                                     "SELECT id, change, record FROM documents LEFT JOIN records ON doc = id "
                                     "WHERE change > ? ORDER BY change LIMIT 1",
                                     &st, err);
  if (status) return status;
  lede__db_int(s, st, 1, after);
  status = lede__db_next(s, st, found, err);
  if (!*found) return status;
  *id = sqlite3_column_int64(st, 0);
  *change = sqlite3_column_int64(st, 1);
  lede__buf_clear(record);
  lede__buf_str(record, lede__db_column(st, 2));
  lede__db_done(st);
  return record->failed ? lede__nomem(err) : LEDE_OK;
}

static lede_status index_some(lede__store *s, step *p, lede__buf *record, lede_error *err) {
  for (uint32_t n = 0; n < p->documents; n++) {
    int64_t id = 0, change = 0;
    bool found;
    lede_status status = next(s, p->indexed, &id, &change, record, &found, err);
    if (status) return status;
    p->ended = !found;
    if (!found) break;
    if (record->len > 0) status = with_record(s, id, lede__buf_view(record), true, &p->sum, err);
    if (status) return status;
    p->indexed = change;
    p->done++;
    if (p->until > 0 && seconds_now() >= p->until) break;
  }
  return LEDE_OK;
}

static lede_status index_step(lede__store *s, void *context, lede_error *err) {
  step *p = context;
  lede__buf record = {0};
  lede_status status = index_some(s, p, &record, err);
  if (!status && s->views_stale) status = lede__views_make(s, err);
  if (!status) status = lede__tally_put(s, &p->sum, err);
  if (!status && p->done > 0) status = lede__note_put_number(s, "indexed", p->indexed, err);
  lede__buf_free(&record);
  return status;
}

lede_status lede__store_index(lede__store *s, const lede__index_budget *budget, int64_t *left,
                              lede_error *err) {
  step p = {.documents = budget->documents ? budget->documents : UINT32_MAX, .indexed = s->indexed};
  if (budget->seconds > 0) p.until = seconds_now() + budget->seconds;
  lede_status status = lede__db_atomically(s, index_step, &p, err);
  lede__tally_free(&p.sum);
  if (status) {
    lede__layers_forget(s); /* tables it knows of may have been undone */
    return status;
  }
  s->indexed = p.indexed;
  s->waiting = p.ended ? 0 : s->waiting - p.done; /* whatever another program may have done to the tables */
  *left = s->waiting;
  if (*left == 0) lede__db_tidy(s);
  return LEDE_OK;
}
