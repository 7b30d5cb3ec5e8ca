/* input/meta: what a CSV file says about the documents of a collection (--meta). */
#include "input/meta.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"
#include "input/given.h"
#include "input/names.h"
#include "input/table.h"
#include "text/load.h"

typedef struct row {
  lede_str key;
  size_t line;
  lede_given says;
} row;

struct lede__meta {
  lede__arena arena;
  row *rows;
  size_t count, cap;
  uint32_t *slots;   /* a row's index + 1, by the hash of its key; 0 is free */
  size_t slot_count; /* a power of two */
  dev_t dev;
  ino_t ino;
};

/* Which column holds what. */
typedef struct columns {
  uint32_t key, id, given[LEDE__GIVEN_COUNT];
} columns;

void lede__meta_close(lede__meta *m) {
  if (!m) return;
  lede__arena_free(&m->arena);
  free(m->rows);
  free(m->slots);
  free(m);
}

bool lede__meta_is_file(const lede__meta *m, dev_t dev, ino_t ino) { return m->dev == dev && m->ino == ino; }

/* ---- Looking up ------------------------------------------------------------ */

/* "./a.txt" and "a.txt" are the same file. */
static lede_str plain_key(lede_str key) {
  while (lede__str_starts(key, "./")) key = (lede_str){key.ptr + 2, key.len - 2};
  return key;
}

/* The slot of `key`: its own, or the free one where it would go. */
static uint32_t *slot_of(const lede__meta *m, lede_str key) {
  size_t i = (size_t)lede__hash(key.ptr, key.len, 0) & (m->slot_count - 1);
  while (m->slots[i] && !lede__str_eq(m->rows[m->slots[i] - 1].key, key)) i = (i + 1) & (m->slot_count - 1);
  return &m->slots[i];
}

static const row *find(const lede__meta *m, lede_str key) {
  uint32_t index = key.len ? *slot_of(m, plain_key(key)) : 0;
  return index ? &m->rows[index - 1] : NULL;
}

static lede_str name_in(lede_str path) {
  const char *slash = path.len ? memrchr(path.ptr, '/', path.len) : NULL;
  if (!slash) return path;
  return (lede_str){slash + 1, (size_t)(path.ptr + path.len - slash - 1)};
}

void lede__meta_apply(const lede__meta *m, lede_given *given) {
  const row *r = find(m, given->id);
  if (!r) r = find(m, given->path);
  if (!r) r = find(m, name_in(given->path));
  if (!r) return;
  lede_given says = r->says;
  if (says.id.ptr) given->id = says.id;
  for (size_t i = 0; i < LEDE__GIVEN_COUNT; i++) {
    if (lede__given_at(&says, i)->ptr) *lede__given_at(given, i) = *lede__given_at(&says, i);
  }
}

/* ---- Reading --------------------------------------------------------------- */

static lede_status read_columns(const lede__csv *header, const char *path, columns *c, lede_error *err) {
  c->key = lede__column(header, LEDE__LIT("file"));
  c->id = lede__column(header, LEDE__LIT("id"));
  if (c->key == LEDE_NONE) c->key = c->id;
  for (size_t i = 0; i < LEDE__GIVEN_COUNT; i++)
    c->given[i] = lede__column(header, lede__str(lede__given_names[i]));
  if (c->key != LEDE_NONE) return LEDE_OK;
  return lede__fail(err, LEDE_EFORMAT, path,
                    "the header has no column \"file\" or \"id\" that says which document a row is about");
}

static row *add_row(lede__meta *m) {
  if (m->count == m->cap) {
    size_t cap = m->cap ? m->cap * 2 : 256;
    row *rows = realloc(m->rows, cap * sizeof *rows);
    if (!rows) return NULL;
    m->rows = rows;
    m->cap = cap;
  }
  m->rows[m->count] = (row){0};
  return &m->rows[m->count++];
}

/* Copies a field that is there and not empty. */
static bool copy_field(lede__meta *m, const lede__csv *csv, uint32_t column, lede_str *to) {
  if (column >= csv->count || csv->fields[column].len == 0) return true;
  *to = lede__arena_str(&m->arena, csv->fields[column]);
  return to->ptr != NULL;
}

static lede_status read_row(lede__meta *m, const lede__csv *csv, const columns *c, lede_error *err) {
  row *r = add_row(m);
  bool ok = r && copy_field(m, csv, c->key, &r->key) && copy_field(m, csv, c->id, &r->says.id);
  for (size_t i = 0; i < LEDE__GIVEN_COUNT && ok; i++) {
    ok = copy_field(m, csv, c->given[i], lede__given_at(&r->says, i));
  }
  if (!ok) return lede__nomem(err);
  r->key = plain_key(r->key);
  r->line = csv->line;
  if (r->key.len == 0) m->count--;
  return LEDE_OK;
}

static lede_status read_rows(lede__meta *m, lede__csv *csv, const char *path, lede_error *err) {
  columns c;
  bool have = false;
  lede_status status = lede__csv_next(csv, &have, err);
  if (!status && !have) status = lede__fail(err, LEDE_EFORMAT, path, "the file is empty: it has no header");
  if (!status) status = read_columns(csv, path, &c, err);
  while (!status) {
    status = lede__csv_next(csv, &have, err);
    if (status || !have) break;
    status = read_row(m, csv, &c, err);
  }
  return status;
}

static lede_status index_rows(lede__meta *m, const char *path, lede_error *err) {
  for (m->slot_count = 16; m->slot_count < m->count * 2;) m->slot_count *= 2;
  m->slots = calloc(m->slot_count, sizeof *m->slots);
  if (!m->slots) return lede__nomem(err);
  for (size_t i = 0; i < m->count; i++) {
    uint32_t *slot = slot_of(m, m->rows[i].key);
    if (*slot) {
      return lede__fail(err, LEDE_EFORMAT, path, "lines %zu and %zu are both about \"%s\"; keep one",
                        m->rows[*slot - 1].line, m->rows[i].line, m->rows[i].key.ptr);
    }
    *slot = (uint32_t)i + 1;
  }
  return LEDE_OK;
}

/* The whole file is decoded at once, so that one in Windows-1252 is read as such throughout. */
static lede_status read_file(lede__meta *m, lede__stream *s, const char *path, lede_error *err) {
  lede__csv csv = {.stream = s, .max_bytes = LEDE__MAX_BYTES};
  lede_status status = lede__stream_decode(s, LEDE__MAX_BYTES, err);
  if (!status) status = read_rows(m, &csv, path, err);
  lede__csv_free(&csv);
  return status ? status : index_rows(m, path, err);
}

lede_status lede__meta_open(const char *path, lede__meta **out, lede_error *err) {
  lede__stream s = {.fd = -1};
  lede__meta *m = calloc(1, sizeof *m);
  *out = NULL;
  if (!m) return lede__nomem(err);
  lede_status status = lede__stream_open(&s, path, lede__name_is_packed(path), err);
  if (!status) {
    m->dev = s.dev;
    m->ino = s.ino;
    status = read_file(m, &s, path, err);
    lede__stream_close(&s);
  }
  if (status)
    lede__meta_close(m);
  else
    *out = m;
  return status;
}
