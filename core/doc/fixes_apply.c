/* doc/fixes: putting them on a document. */
#include <string.h>

#include "base/json_read.h"
#include "base/str.h"
#include "base/visible.h"
#include "doc/fixes.h"
#include "text/utf8.h"

/* A mark on its way from the layer the plugin gave to the one that takes its place. */
typedef struct draft {
  uint32_t source; /* the mark in the old layer; LEDE_NONE for a new one */
  lede_span at;
  lede_str kind, rule;
  lede__cell *cells; /* all attributes; NULL while they are the source's */
  bool gone, fixed;
} draft;

typedef struct job {
  const lede__fixes *fixes;
  lede_doc *doc;
  const lede__layer *layer; /* being fixed */
  lede__arena scratch;
  draft *drafts;
  uint32_t count;
  size_t told; /* how many could not be put on */
  lede__on_unfixed on;
  void *context;
  lede_error *err;
} job;

static const lede_str rule = {"fix", 3};

/* ---- What can't be done ------------------------------------------------ */

/* The beginning of long words. */
static void put_quoted(lede__buf *out, lede_str words) {
  enum { MOST = 80 };
  size_t len = words.len;
  if (len > MOST) {
    len = MOST;
    while (!lede__utf8_boundary(words.ptr, words.len, len)) len--;
  }
  lede__buf_char(out, '"');
  lede__visible(out, (lede_str){words.ptr, len}, false);
  lede__buf_text(out, len < words.len ? "…\"" : "\"");
}

static void put_place(const job *j, const lede__fix *fix, lede__buf *out) {
  lede__buf_printf(out, "%s:%zu: %s %u-%u of ", j->fixes->file, fix->line, fix->layer.ptr, fix->at.start,
                   fix->at.end);
  lede__visible(out, lede_doc_id(j->doc), false);
  lede__buf_text(out, ": ");
}

static lede_status tell(job *j, lede__buf *message) {
  j->told++;
  lede__buf_text(message, "; nothing was changed there: correct it anew, or take the line out");
  lede_status status = message->failed ? lede__nomem(j->err)
                                       : j->on(j->context, (lede_str){message->ptr, message->len}, j->err);
  lede__buf_free(message);
  return status;
}

/* Where the words have gone to, when there is but one such place. */
static void put_new_place(const job *j, const lede__fix *fix, lede__buf *out) {
  lede_str text = j->doc->loaded.text, words = fix->text;
  const char *end = text.ptr + text.len,
             *at = words.len ? memmem(text.ptr, text.len, words.ptr, words.len) : NULL;
  if (!at || memmem(at + 1, (size_t)(end - at - 1), words.ptr, words.len)) return;
  lede__buf_printf(out, " (the words have moved to %zu-%zu)", (size_t)(at - text.ptr),
                   (size_t)(at - text.ptr) + words.len);
}

static lede_status tell_changed(job *j, const lede__fix *fix) {
  lede__buf message = {0};
  lede_str text = j->doc->loaded.text;
  size_t end = fix->at.end < text.len ? fix->at.end : text.len,
         start = fix->at.start < end ? fix->at.start : end;
  while (!lede__utf8_boundary(text.ptr, text.len, end)) end++;
  while (!lede__utf8_boundary(text.ptr, text.len, start)) start--;
  put_place(j, fix, &message);
  lede__buf_text(&message, "the text has changed: ");
  put_quoted(&message, fix->text);
  lede__buf_text(&message, " stood there, and now ");
  put_quoted(&message, (lede_str){text.ptr + start, end - start});
  put_new_place(j, fix, &message);
  return tell(j, &message);
}

static lede_status tell_missing(job *j, const lede__fix *fix) {
  lede__buf message = {0};
  put_place(j, fix, &message);
  put_quoted(&message, fix->text);
  lede__buf_text(&message, " is no longer marked");
  if (fix->kind.ptr) lede__buf_printf(&message, " as %s", fix->kind.ptr);
  return tell(j, &message);
}

static lede_status tell_wrong(job *j, const lede__fix *fix, const char *field, const char *wanted) {
  lede__buf message = {0};
  put_place(j, fix, &message);
  lede__buf_printf(&message, "%s must be %s", field, wanted);
  return tell(j, &message);
}

static bool same_words(const job *j, const lede__fix *fix) {
  lede_str text = j->doc->loaded.text;
  return fix->at.end <= text.len && lede__str_eq(lede__str_sub(text, fix->at), fix->text);
}

/* ---- Drafts ------------------------------------------------------------ */

/* Room for the marks there are and `more` new ones. */
static lede_status make_drafts(job *j, size_t more) {
  const lede__layer *l = j->layer;
  j->count = l->count;
  j->drafts = lede__arena_calloc(&j->scratch, l->count + more, sizeof *j->drafts);
  if (!j->drafts) return lede__nomem(j->err);
  for (uint32_t i = 0; i < l->count; i++)
    j->drafts[i] = (draft){.source = i, .at = l->at[i], .kind = l->kind[i], .rule = l->rule[i]};
  return LEDE_OK;
}

static bool is_meant(const draft *d, const lede__fix *fix, lede_str kind) {
  return !d->gone && d->at.start == fix->at.start && d->at.end == fix->at.end &&
         (!kind.ptr || lede__str_eq(d->kind, kind));
}

/* A draft's own cells, to be written to. */
static lede__cell *own_cells(job *j, draft *d) {
  uint32_t count = j->layer->schema->count;
  if (d->cells) return d->cells;
  d->cells = lede__arena_calloc(&j->scratch, count, sizeof *d->cells);
  for (uint32_t a = 0; d->cells && d->source != LEDE_NONE && a < count; a++) {
    const lede__cell *cell = lede__layer_value(j->layer, d->source, a);
    if (cell) d->cells[a] = *cell;
  }
  return d->cells;
}

/* Types were checked before, but only a text can tell whether a span is one of its own. */
static lede_status set_attribute(job *j, const lede__fix *fix, draft *d, uint32_t a, const json_t *value) {
  bool failed = false;
  lede__cell cell;
  const char *wanted = lede__fix_value(&j->doc->arena, &j->layer->schema->attributes[a], value,
                                       j->doc->loaded.text, &cell, &failed);
  lede__cell *cells = own_cells(j, d);
  if (failed || !cells) return lede__nomem(j->err);
  if (wanted) return tell_wrong(j, fix, j->layer->schema->attributes[a].name.ptr, wanted);
  cells[a] = cell;
  d->fixed = true;
  return LEDE_OK;
}

static lede_status set_field(job *j, const lede__fix *fix, draft *d, lede_str field, const json_t *value) {
  if (!lede__str_is(field, "kind")) {
    uint32_t a = lede__schema_find(j->layer->schema, field);
    return a == LEDE_NONE ? LEDE_OK : set_attribute(j, fix, d, a, value);
  }
  d->kind = (lede_str){json_string_value(value), json_string_length(value)};
  d->fixed = true;
  return LEDE_OK;
}

/* Makes sure there is such a mark: when a plugin has come to find it itself, there are not two. */
static lede_status add_mark(job *j, const lede__fix *fix) {
  const char *name;
  json_t *value;
  lede_str kind = lede__json_get_str(fix->add, "kind");
  lede_status status = LEDE_OK;
  uint32_t i = 0;
  while (i < j->count && !is_meant(&j->drafts[i], fix, kind)) i++;
  if (i == j->count) j->drafts[j->count++] = (draft){.source = LEDE_NONE, .at = fix->at};
  json_object_foreach((json_t *)fix->add, name, value) {
    if (!status) status = set_field(j, fix, &j->drafts[i], lede__str(name), value);
  }
  return status;
}

static lede_status change_marks(job *j, const lede__fix *fix) {
  lede_status status = LEDE_OK;
  bool any = false;
  for (uint32_t i = 0; i < j->count && !status; i++) {
    if (!is_meant(&j->drafts[i], fix, fix->kind)) continue;
    any = true;
    if (fix->field.ptr)
      status = set_field(j, fix, &j->drafts[i], fix->field, fix->value);
    else
      j->drafts[i].gone = true;
  }
  if (status || any) return status;
  return fix->field.ptr ? tell_missing(j, fix) : LEDE_OK; /* what should go is not there: good */
}

static lede_status apply_one(job *j, const lede__fix *fix) {
  size_t told = j->told;
  if (!same_words(j, fix)) return tell_changed(j, fix);
  lede_status status = fix->add ? add_mark(j, fix) : change_marks(j, fix);
  j->doc->fixes += j->told == told;
  return status;
}

/* ---- The layer that takes the old one's place -------------------------- */

static lede_status put_cells(const job *j, lede__builder *b, const draft *d, uint32_t mark) {
  if (!d->cells && d->source == LEDE_NONE) return LEDE_OK; /* a new mark with nothing but a kind */
  for (uint32_t a = 0; a < j->layer->schema->count; a++) {
    const lede__cell *from = d->cells ? &d->cells[a] : lede__layer_value(j->layer, d->source, a);
    if (!from || (!from->set && !from->placed)) continue;
    lede__cell *cell = lede__layer_cell(b, mark, a);
    if (!cell) return lede__nomem(j->err);
    *cell = *from;
  }
  return LEDE_OK;
}

static lede_status put_draft(const job *j, lede__builder *b, const draft *d) {
  uint32_t mark;
  lede_status status = lede__layer_mark(b, d->at, d->kind, d->fixed ? rule : d->rule, &mark, j->err);
  const lede__spans *parts = d->source == LEDE_NONE ? NULL : &j->layer->parts[d->source];
  if (!status && parts && parts->count) status = lede__layer_parts(b, mark, parts->at, parts->count, j->err);
  return status ? status : put_cells(j, b, d, mark);
}

static lede_status replace_layer(job *j) {
  lede__builder b;
  lede__layer *fresh;
  lede_status status =
      lede__layer_begin(&b, &j->doc->arena, j->layer->schema, j->layer->plugin, j->count, j->err);
  for (uint32_t i = 0; i < j->count && !status; i++)
    if (!j->drafts[i].gone) status = put_draft(j, &b, &j->drafts[i]);
  if (!status) status = lede__layer_seal(&b, &fresh, j->err);
  return status ? status : lede__doc_add_layer(j->doc, fresh, j->err);
}

/* A layer that isn't there was not asked for, or its plugin failed, which is told already. */
static lede_status fix_layer(job *j, const lede__fix *list, size_t count, lede_str name) {
  j->layer = lede__doc_layer(j->doc, name);
  if (!j->layer) return LEDE_OK;
  lede_status status = make_drafts(j, count);
  for (size_t i = 0; i < count && !status; i++)
    if (lede__str_eq(list[i].layer, name)) status = apply_one(j, &list[i]);
  if (!status) status = replace_layer(j);
  lede__arena_free(&j->scratch);
  return status;
}

/* ---- The document ------------------------------------------------------ */

/* The fixes of a document: the first, and how many. */
static const lede__fix *fixes_for(const lede__fixes *f, lede_str id, size_t *count) {
  size_t low = 0, high = f->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (lede__str_cmp(f->list[middle].doc, id) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  for (*count = 0; low + *count < f->count && lede__str_eq(f->list[low + *count].doc, id);) ++*count;
  return f->list + low;
}

static bool is_new_layer(const lede__fix *list, size_t i) {
  for (size_t before = 0; before < i; before++)
    if (lede__str_eq(list[before].layer, list[i].layer)) return false;
  return true;
}

lede_status lede__fixes_apply(const lede__fixes *f, lede_doc *doc, lede__on_unfixed on, void *context,
                              lede_error *err) {
  job j = {.fixes = f, .doc = doc, .on = on, .context = context, .err = err};
  lede_status status = LEDE_OK;
  size_t count;
  doc->fixes = 0;
  const lede__fix *list =
      f->count ? fixes_for(f, lede__fix_doc(lede_doc_id(doc)), &count) : (count = 0, NULL);
  for (size_t i = 0; i < count && !status; i++)
    if (is_new_layer(list, i)) status = fix_layer(&j, list, count, list[i].layer);
  return status;
}
