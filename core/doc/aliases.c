#include "doc/aliases.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/luadata.h"
#include "base/str.h"
#include "text/chars.h"
#include "text/utf8.h"

enum { MOST_MB = 16 };

static const char *const kinds[] = {"person", "org", "place", "event"};
static const char *const sections[] = {"merge", "split", "rename", "never"};
enum { KINDS = sizeof kinds / sizeof *kinds, SECTIONS = sizeof sections / sizeof *sections };

/* A spelling that a section of the file speaks about, for finding it twice. */
typedef struct said {
  const char *folded; /* as names are compared */
  lede_str form, name;
  unsigned line;
} said;

typedef struct reader {
  const char *file;
  lede__arena arena;
  json_t *lists;
  said *all;
  size_t count, cap;
  lede_error *err;
} reader;

static json_t *list_of(const reader *r, const char *section) { return json_object_get(r->lists, section); }

/* ---- Checking ---------------------------------------------------------- */

static lede_status check_name(const reader *r, const lede__datum *d, const char *what) {
  if (d->kind != LEDE__DATUM_STRING)
    return lede__luadata_fail(r->err, r->file, d->line, "%s is a %s; it is a name in quotes", what,
                              lede__datum_name(d));
  if (d->text.len == 0 || strspn(d->text.ptr, " \t\r\n") == d->text.len)
    return lede__luadata_fail(r->err, r->file, d->line, "%s is empty; it is a name in quotes", what);
  if (lede__utf8_valid(d->text.ptr, d->text.len) != d->text.len)
    return lede__luadata_fail(r->err, r->file, d->line, "%s is not valid UTF-8; save the file as UTF-8",
                              what);
  return LEDE_OK;
}

static lede_status check_table(const reader *r, const lede__datum *d, const char *what, const char *shape) {
  if (d->kind == LEDE__DATUM_TABLE) return LEDE_OK;
  return lede__luadata_fail(r->err, r->file, d->line, "%s is a %s; it is a table: %s", what,
                            lede__datum_name(d), shape);
}

/* A word of `known`; LEDE_ESETUP names the nearest. */
static lede_status check_word(const reader *r, const lede__datum *d, const char *const *known, size_t count,
                              const char *what) {
  for (size_t i = 0; d->kind == LEDE__DATUM_STRING && i < count; i++)
    if (lede__str_is(d->text, known[i])) return LEDE_OK;
  if (d->kind != LEDE__DATUM_STRING)
    return lede__luadata_fail(r->err, r->file, d->line, "%s is a %s; it is a word", what,
                              lede__datum_name(d));
  const char *near = lede__str_nearest(d->text.ptr, known, count);
  if (near)
    return lede__luadata_fail(r->err, r->file, d->line, "there is no %s '%s'; did you mean '%s'?", what,
                              d->text.ptr, near);
  return lede__luadata_fail(r->err, r->file, d->line, "there is no %s '%s'; there are %s, %s, %s and %s",
                            what, d->text.ptr, known[0], known[1], known[2], known[3]);
}

/* ---- Spellings, and those that stand twice ----------------------------- */

static lede_status note(reader *r, lede_str form, lede_str name, unsigned line) {
  lede__buf folded = {0};
  if (r->count == r->cap) {
    size_t cap = r->cap ? 2 * r->cap : 64;
    said *more = realloc(r->all, cap * sizeof *more);
    if (!more) return lede__nomem(r->err);
    r->all = more;
    r->cap = cap;
  }
  lede__fold(&folded, form);
  lede_str text = {folded.ptr ? folded.ptr : "", folded.len};
  lede_str kept = {0};
  if (!folded.failed) kept = lede__arena_str(&r->arena, text);
  lede__buf_free(&folded);
  r->all[r->count++] = (said){kept.ptr, form, name, line};
  return kept.ptr ? LEDE_OK : lede__nomem(r->err);
}

static int by_form(const void *left, const void *right) {
  const said *a = left, *b = right;
  int order = strcmp(a->folded, b->folded);
  return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* A spelling belongs to one name only. Forgets what was noted. */
static lede_status check_twice(reader *r, const char *verb) {
  if (r->count) qsort(r->all, r->count, sizeof *r->all, by_form);
  for (size_t i = 1; i < r->count; i++) {
    const said *a = &r->all[i - 1], *b = &r->all[i];
    if (strcmp(a->folded, b->folded) != 0 || lede__str_eq(a->name, b->name)) continue;
    return lede__luadata_fail(r->err, r->file, b->line,
                              "\"%s\" is %s \"%s\" here and \"%s\" in line %u; leave one out", b->form.ptr,
                              verb, b->name.ptr, a->name.ptr, a->line);
  }
  r->count = 0;
  return LEDE_OK;
}

static int by_key(const void *left, const void *right) {
  const lede__datum *a = *(lede__datum *const *)left, *b = *(lede__datum *const *)right;
  int order = strcmp(a->key->text.ptr, b->key->text.ptr);
  return order ? order : (a->key->line > b->key->line) - (a->key->line < b->key->line);
}

static bool has_name(const lede__datum *d) { return d->key && d->key->kind == LEDE__DATUM_STRING; }

/* In Lua the second of two equal keys would take the place of the first without a word. */
static lede_status check_keys(reader *r, const lede__datum *table, const char *section) {
  size_t count = 0, n = 0;
  for (const lede__datum *d = table->first; d; d = d->next) count += has_name(d);
  const lede__datum **keyed = lede__arena_calloc(&r->arena, count, sizeof *keyed);
  if (!keyed) return lede__nomem(r->err);
  for (const lede__datum *d = table->first; d; d = d->next)
    if (has_name(d)) keyed[n++] = d;
  qsort(keyed, count, sizeof *keyed, by_key);
  for (size_t i = 1; i < count; i++)
    if (lede__str_eq(keyed[i - 1]->key->text, keyed[i]->key->text))
      return lede__luadata_fail(r->err, r->file, keyed[i]->key->line,
                                "%s has \"%s\" in line %u already; write both as one", section,
                                keyed[i]->key->text.ptr, keyed[i - 1]->key->line);
  return LEDE_OK;
}

/* ---- The four sections ------------------------------------------------- */

static json_t *string_of(lede_str s) { return json_stringn(s.ptr, s.len); }

static lede_status add_entry(const reader *r, const char *section, json_t *entry) {
  return json_array_append_new(list_of(r, section), entry) == 0 ? LEDE_OK : lede__nomem(r->err);
}

/* kind = "person", beside the forms. */
static lede_status read_kind(const reader *r, const lede__datum *d, json_t *entry) {
  static const char *const known[] = {"kind"};
  if (check_name(r, d->key, "what stands before =") || !lede__str_is(d->key->text, known[0]))
    return lede__luadata_fail(r->err, r->file, d->key->line,
                              "beside the forms of a name there may be kind = only");
  lede_status status = check_word(r, d, kinds, KINDS, "kind");
  if (status) return status;
  return json_object_set_new(entry, "kind", string_of(d->text)) == 0 ? LEDE_OK : lede__nomem(r->err);
}

static lede_status read_form(reader *r, const lede__datum *d, lede_str name, json_t *forms) {
  lede_status status = check_name(r, d, "a form of a name");
  if (!status && json_array_append_new(forms, string_of(d->text)) != 0) return lede__nomem(r->err);
  return status ? status : note(r, d->text, name, d->line);
}

/* Into `entry`: the forms of a name, a list or one string. */
static lede_status read_forms(reader *r, const lede__datum *d, lede_str name, bool may_have_kind,
                              json_t *entry) {
  json_t *forms = json_array();
  if (json_object_set_new(entry, "forms", forms) != 0) return lede__nomem(r->err);
  if (d->kind == LEDE__DATUM_STRING) return read_form(r, d, name, forms);
  lede_status status = check_table(r, d, name.ptr, "{ \"a form\", \"another\" }");
  for (const lede__datum *f = status ? NULL : d->first; f && !status; f = f->next) {
    if (f->key && !may_have_kind)
      return lede__luadata_fail(r->err, r->file, f->key->line,
                                "split holds forms of names only: { \"a form\", \"another\" }");
    status = f->key ? read_kind(r, f, entry) : read_form(r, f, name, forms);
  }
  return status;
}

/* merge and split: names, each with a list of forms. */
static lede_status read_names(reader *r, const lede__datum *table, const char *section) {
  bool merges = strcmp(section, "merge") == 0;
  lede_status status = LEDE_OK;
  for (const lede__datum *d = table->first; d && !status; d = d->next) {
    if (!d->key)
      return lede__luadata_fail(r->err, r->file, d->line,
                                "a name is missing: %s = { [\"the name\"] = { \"a form\", \"another\" } }",
                                section);
    json_t *entry = json_object();
    if (add_entry(r, section, entry)) return LEDE_ENOMEM;
    status = check_name(r, d->key, "what stands before =");
    if (!status && json_object_set_new(entry, "name", string_of(d->key->text)) != 0)
      return lede__nomem(r->err);
    if (!status && merges) status = note(r, d->key->text, d->key->text, d->key->line);
    if (!status) status = read_forms(r, d, d->key->text, merges, entry);
    if (!merges) r->count = 0; /* a form may be kept from several names */
  }
  return status ? status : check_twice(r, "a form of");
}

static lede_status read_renames(reader *r, const lede__datum *table) {
  lede_status status = LEDE_OK;
  for (const lede__datum *d = table->first; d && !status; d = d->next) {
    if (!d->key)
      return lede__luadata_fail(r->err, r->file, d->line,
                                "a name is missing: rename = { [\"the old\"] = \"the new\" }");
    status = check_name(r, d->key, "what stands before =");
    if (!status) status = check_name(r, d, "the new name");
    if (!status && add_entry(r, "rename",
                             json_pack("{s:s%,s:s%}", "from", d->key->text.ptr, d->key->text.len, "to",
                                       d->text.ptr, d->text.len)))
      return LEDE_ENOMEM;
    if (!status) status = note(r, d->key->text, d->text, d->key->line);
  }
  return status ? status : check_twice(r, "renamed to");
}

static lede_status read_never(const reader *r, const lede__datum *d, const char *kind) {
  lede_status status = check_name(r, d, "a word of never");
  if (status) return status;
  json_t *entry = json_pack("{s:s%}", "word", d->text.ptr, d->text.len);
  if (entry && kind && json_object_set_new(entry, "kind", json_string(kind)) != 0)
    return json_decref(entry), lede__nomem(r->err);
  return add_entry(r, "never", entry);
}

static lede_status read_nevers(reader *r, const lede__datum *table) {
  lede_status status = LEDE_OK;
  for (const lede__datum *d = table->first; d && !status; d = d->next) {
    if (!d->key) {
      status = read_never(r, d, NULL);
      continue;
    }
    status = check_word(r, d->key, kinds, KINDS, "kind of name");
    if (!status) status = check_table(r, d, d->key->text.ptr, "{ \"a word\", \"another\" }");
    for (const lede__datum *word = status ? NULL : d->first; word && !status; word = word->next)
      status = read_never(r, word, d->key->text.ptr);
  }
  return status;
}

static lede_status read_section(reader *r, const lede__datum *d) {
  static const char shape[] = "{ … }";
  if (!d->key)
    return lede__luadata_fail(r->err, r->file, d->line,
                              "the table holds merge =, split =, rename = and never =, and nothing else");
  lede_status status = check_word(r, d->key, sections, SECTIONS, "section");
  if (!status) status = check_table(r, d, d->key->text.ptr, shape);
  if (!status) status = check_keys(r, d, d->key->text.ptr);
  if (status) return status;
  if (lede__str_is(d->key->text, "rename")) return read_renames(r, d);
  return lede__str_is(d->key->text, "never") ? read_nevers(r, d) : read_names(r, d, d->key->text.ptr);
}

/* ---- The file ---------------------------------------------------------- */

static lede_status hash_lists(lede__aliases *a, lede_error *err) {
  char *text = json_dumps(a->lists, JSON_SORT_KEYS | JSON_COMPACT);
  if (!text) return lede__nomem(err);
  lede__sha256(text, strlen(text), a->hash);
  free(text);
  return LEDE_OK;
}

static lede_status read_sections(reader *r, const lede__datum *root, lede__aliases *out) {
  lede_status status = check_table(r, root, "the file", "return { merge = { … }, rename = { … } }");
  if (status || !root->first) return status;
  r->lists = out->lists = json_pack("{s:[],s:[],s:[],s:[]}", "merge", "split", "rename", "never");
  if (!r->lists) return lede__nomem(r->err);
  status = check_keys(r, root, "the file");
  for (const lede__datum *d = root->first; d && !status; d = d->next) status = read_section(r, d);
  return status ? status : hash_lists(out, r->err);
}

lede_status lede__aliases_read(const char *path, lede__aliases *out, lede_error *err) {
  reader r = {.file = path, .err = err};
  lede__buf source = {0};
  lede__datum *root;
  *out = (lede__aliases){0};
  lede_status status = lede__file_read(path, (size_t)MOST_MB << 20, &source, err);
  if (!status) status = lede__luadata_read(&r.arena, path, (lede_str){source.ptr, source.len}, &root, err);
  if (!status) status = read_sections(&r, root, out);
  if (status) lede__aliases_free(out);
  free(r.all);
  lede__arena_free(&r.arena);
  lede__buf_free(&source);
  return status;
}

void lede__aliases_free(lede__aliases *a) {
  json_decref(a->lists);
  *a = (lede__aliases){0};
}
