/* doc/record: writing a document and its layers as one JSON object. */
#include "doc/record.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/str.h"
#include "doc/facts.h"
#include "text/utf8.h"

typedef struct writer {
  lede__json json;
  const lede_doc *doc;
  const lede__record_options *options;
  lede__ruler ruler;
  lede__buf key; /* speaker_start */
} writer;

static void put_str(lede__json *j, const char *key, lede_str value) {
  lede__json_key_text(j, key);
  lede__json_str(j, value);
}

static void put_text(lede__json *j, const char *key, const char *value) { put_str(j, key, lede__str(value)); }

static void put_int(lede__json *j, const char *key, int64_t value) {
  lede__json_key_text(j, key);
  lede__json_int(j, value);
}

static void put_true(lede__json *j, const char *key) {
  lede__json_key_text(j, key);
  lede__json_bool(j, true);
}

static void open_under(lede__json *j, const char *key, char bracket) {
  lede__json_key_text(j, key);
  lede__json_open(j, bracket);
}

/* ---- The document ------------------------------------------------------- */

static void put_hex(lede__json *j, const char *key, lede_str bytes) {
  lede__buf hex = {0};
  for (size_t i = 0; i < bytes.len; i++)
    lede__buf_printf(&hex, "%02x", (unsigned)(unsigned char)bytes.ptr[i]);
  if (hex.failed)
    j->out->failed = true;
  else
    put_str(j, key, (lede_str){hex.ptr, hex.len});
  lede__buf_free(&hex);
}

static void put_identity(lede__json *j, const lede_given *given) {
  put_str(j, "id", given->id.ptr ? given->id : given->path);
  put_str(j, "path", given->path);
  if (given->path.ptr && lede__utf8_valid(given->path.ptr, given->path.len) < given->path.len)
    put_hex(j, "path_bytes", given->path);
}

static void put_given(lede__json *j, const lede_given *given) {
  open_under(j, "given", '{');
  if (given->title.ptr) put_str(j, "title", given->title);
  if (given->outlet.ptr) put_str(j, "outlet", given->outlet);
  if (given->date.ptr) put_str(j, "date", given->date);
  if (given->url.ptr) put_str(j, "url", given->url);
  if (given->lang.ptr) put_str(j, "lang", given->lang);
  lede__json_close(j, '}');
}

static void put_source(lede__json *j, const lede_doc *doc) {
  const lede__loaded *l = &doc->loaded;
  put_text(j, "content", doc->content);
  put_int(j, "bytes", (int64_t)l->source_bytes);
  put_text(j, "encoding", l->encoding);
  if (l->bom) put_true(j, "bom");
  if (l->guessed) put_true(j, "guessed");
  if (l->replaced == 0) return;
  put_int(j, "replaced", (int64_t)l->replaced);
  put_int(j, "first_replaced", (int64_t)l->first_replaced);
}

static void put_names(lede__json *j, const char *kind, const lede_doc *doc) {
  open_under(j, kind, '[');
  uint32_t mark = 0;
  for (lede_str name = lede__fact_next_name(doc, kind, &mark); name.ptr;
       name = lede__fact_next_name(doc, kind, &mark))
    lede__json_str(j, name);
  lede__json_close(j, ']');
}

static void put_facts(lede__json *j, const lede_doc *doc) {
  put_str(j, "title", lede_doc_fact(doc, "title"));
  put_str(j, "outlet", lede_doc_fact(doc, "outlet"));
  put_names(j, "credit", doc);
  put_names(j, "byline", doc);
  put_str(j, "url", lede_doc_fact(doc, "url"));
  put_str(j, "date", lede_doc_fact(doc, "date"));
  put_text(j, "date_from", lede__fact_date_from(doc));
  put_str(j, "lang", lede_doc_fact(doc, "lang"));
}

static void put_doc(lede__json *j, const lede_doc *doc) {
  open_under(j, "doc", '{');
  put_identity(j, &doc->given);
  put_source(j, doc);
  put_given(j, &doc->given);
  put_facts(j, doc);
  lede__json_close(j, '}');
}

/* ---- Marks -------------------------------------------------------------- */

static void put_span(writer *w, lede_span at) {
  put_int(&w->json, "start", lede__ruler_units(&w->ruler, at.start));
  put_int(&w->json, "end", lede__ruler_units(&w->ruler, at.end));
}

static void put_span_object(writer *w, lede_span at) {
  lede__json_open(&w->json, '{');
  put_span(w, at);
  lede__json_close(&w->json, '}');
}

/* X_start and X_end of the attribute X. */
static void put_place(writer *w, lede_str name, lede_span at) {
  const struct {
    const char *suffix;
    uint32_t offset;
  } ends[] = {{"_start", at.start}, {"_end", at.end}};
  for (int i = 0; i < 2; i++) {
    lede__buf_clear(&w->key);
    lede__buf_str(&w->key, name);
    lede__buf_text(&w->key, ends[i].suffix);
    if (w->key.failed) w->json.out->failed = true;
    lede__json_key(&w->json, (lede_str){w->key.ptr, w->key.len});
    lede__json_int(&w->json, lede__ruler_units(&w->ruler, ends[i].offset));
  }
}

static void put_scalar(writer *w, lede__type type, const lede__scalar *value) {
  switch (type) {
  case LEDE__STRING:
  case LEDE__NAME:
  case LEDE__DATE:
    lede__json_str(&w->json, value->str);
    break;
  case LEDE__INTEGER:
    lede__json_int(&w->json, value->integer);
    break;
  case LEDE__NUMBER:
    lede__json_num(&w->json, value->number);
    break;
  case LEDE__BOOLEAN:
    lede__json_bool(&w->json, value->boolean);
    break;
  case LEDE__SPAN:
    put_span_object(w, value->span);
    break;
  }
}

static void put_list(writer *w, lede__type type, const lede__cell *cell) {
  lede__json_open(&w->json, '[');
  for (uint32_t i = 0; i < cell->count; i++) put_scalar(w, type, &cell->list[i]);
  lede__json_close(&w->json, ']');
}

static bool holds_words(const lede__attribute *a) {
  return !a->list && (a->type == LEDE__STRING || a->type == LEDE__NAME);
}

/* A value that was left out is the words at its place. */
static void put_value(writer *w, const lede__attribute *a, const lede__cell *cell) {
  if (!cell->set && !holds_words(a)) return;
  lede__json_key(&w->json, a->name);
  if (!cell->set)
    lede__json_str(&w->json, lede__str_sub(w->doc->loaded.text, cell->at));
  else if (a->list)
    put_list(w, a->type, cell);
  else
    put_scalar(w, a->type, &cell->scalar);
}

static void put_attribute(writer *w, const lede__attribute *a, const lede__cell *cell) {
  put_value(w, a, cell);
  if (cell->placed) put_place(w, a->name, cell->at);
}

static void put_parts(writer *w, const lede__spans *parts) {
  open_under(&w->json, "parts", '[');
  for (uint32_t i = 0; i < parts->count; i++) put_span_object(w, parts->at[i]);
  lede__json_close(&w->json, ']');
}

static void put_mark(writer *w, const lede__layer *l, uint32_t mark) {
  lede__json_open(&w->json, '{');
  put_span(w, l->at[mark]);
  put_str(&w->json, "text", lede__str_sub(w->doc->loaded.text, l->at[mark]));
  put_str(&w->json, "kind", l->kind[mark]);
  if (l->rule[mark].ptr) put_str(&w->json, "rule", l->rule[mark]);
  if (l->parts[mark].count > 1) put_parts(w, &l->parts[mark]);
  for (uint32_t a = 0; a < l->schema->count; a++) {
    const lede__cell *cell = lede__layer_value(l, mark, a);
    if (cell) put_attribute(w, &l->schema->attributes[a], cell);
  }
  lede__json_close(&w->json, '}');
}

static void put_marks(writer *w, const lede__layer *l) {
  for (uint32_t i = 0; i < l->count; i++) put_mark(w, l, i);
}

static void put_piece(writer *w, lede_span at, const char *kind) {
  lede__json_open(&w->json, '{');
  put_span(w, at);
  put_text(&w->json, "kind", kind);
  lede__json_close(&w->json, '}');
}

static void put_tokens(writer *w) {
  for (uint32_t i = 0; i < lede_doc_token_count(w->doc); i++)
    put_piece(w, lede_doc_token(w->doc, i), lede__token_kind_name(lede_doc_token_kind(w->doc, i)));
}

static void put_sentences(writer *w) {
  for (uint32_t i = 0; i < lede_doc_sentence_count(w->doc); i++)
    put_piece(w, lede_doc_sentence(w->doc, i), "sentence");
}

/* ---- Layers ------------------------------------------------------------- */

/* A layer, or what is written as one. */
typedef struct shelf {
  lede_str name;
  const lede__layer *layer;
  void (*pieces)(writer *);
} shelf;

static int by_name(const void *a, const void *b) {
  return lede__str_cmp(((const shelf *)a)->name, ((const shelf *)b)->name);
}

static uint32_t list_shelves(const writer *w, shelf shelves[LEDE__MAX_LAYERS + 2]) {
  uint32_t n = 0;
  for (; n < w->doc->layer_count; n++)
    shelves[n] = (shelf){w->doc->layers[n]->schema->layer, w->doc->layers[n], NULL};
  if (w->options->tokens) shelves[n++] = (shelf){LEDE__LIT("tokens"), NULL, put_tokens};
  if (w->options->sentences) shelves[n++] = (shelf){LEDE__LIT("sentences"), NULL, put_sentences};
  qsort(shelves, n, sizeof *shelves, by_name);
  return n;
}

static void put_schema(lede__json *j, const lede__layer *l) {
  lede__json_key(j, l->schema->layer);
  lede__json_open(j, '{');
  if (l->plugin.ptr) put_str(j, "plugin", l->plugin);
  open_under(j, "gives", '{');
  for (uint32_t i = 0; i < l->schema->count; i++) {
    char type[32];
    lede__type_print(&l->schema->attributes[i], type);
    lede__json_key(j, l->schema->attributes[i].name);
    lede__json_text(j, type);
  }
  lede__json_close(j, '}');
  lede__json_close(j, '}');
}

static void put_layers(writer *w) {
  shelf shelves[LEDE__MAX_LAYERS + 2];
  uint32_t n = list_shelves(w, shelves);
  open_under(&w->json, "schema", '{');
  for (uint32_t i = 0; i < n; i++)
    if (shelves[i].layer) put_schema(&w->json, shelves[i].layer);
  lede__json_close(&w->json, '}');
  open_under(&w->json, "layers", '{');
  for (uint32_t i = 0; i < n; i++) {
    lede__json_key(&w->json, shelves[i].name);
    lede__json_open(&w->json, '[');
    if (shelves[i].layer)
      put_marks(w, shelves[i].layer);
    else
      shelves[i].pieces(w);
    lede__json_close(&w->json, ']');
  }
  lede__json_close(&w->json, '}');
}

/* ---- Whole records ------------------------------------------------------ */

static void put_errors(lede__json *j, const lede__record_error *errors, size_t count) {
  open_under(j, "errors", '[');
  for (size_t i = 0; i < count; i++) {
    lede__json_open(j, '{');
    put_str(j, "plugin", errors[i].plugin);
    put_str(j, "message", errors[i].message);
    lede__json_close(j, '}');
  }
  lede__json_close(j, ']');
}

static void put_record(writer *w, const lede__record_error *errors, size_t error_count) {
  lede__json *j = &w->json;
  lede__json_open(j, '{');
  put_int(j, "lede", LEDE_RECORD_VERSION);
  if (w->options->recipe.ptr) put_str(j, "recipe", w->options->recipe);
  if (w->options->offsets != LEDE__BYTES) put_text(j, "offsets", lede__offsets_name(w->options->offsets));
  put_doc(j, w->doc);
  if (!w->options->no_text) put_str(j, "text", w->doc->loaded.text);
  put_layers(w);
  if (w->doc->fixes) put_int(j, "fixes", w->doc->fixes);
  put_errors(j, errors, error_count);
  lede__json_close(j, '}');
}

lede_status lede__record_write(lede__buf *out, const lede_doc *doc, const lede__record_options *options,
                               const lede__record_error *errors, size_t error_count, lede_error *err) {
  static const lede__record_options defaults;
  if (!options) options = &defaults;
  writer w = {.json = lede__json_to(out), .doc = doc, .options = options};
  lede__arena arena = {0};
  lede_status status = lede__ruler_make(&arena, doc->loaded.text, options->offsets, &w.ruler, err);
  if (!status) {
    put_record(&w, errors, error_count);
    if (out->failed) status = lede__nomem(err);
  }
  lede__buf_free(&w.key);
  lede__arena_free(&arena);
  return status;
}

lede_status lede__record_write_failure(lede__buf *out, const lede_given *given, const lede_error *failure,
                                       lede_error *err) {
  lede__json j = lede__json_to(out);
  lede__json_open(&j, '{');
  put_int(&j, "lede", LEDE_RECORD_VERSION);
  open_under(&j, "doc", '{');
  put_identity(&j, given);
  put_given(&j, given);
  lede__json_close(&j, '}');
  open_under(&j, "error", '{');
  put_text(&j, "code", lede_status_name(failure->code));
  put_text(&j, "where", failure->where);
  put_text(&j, "message", failure->message);
  lede__json_close(&j, '}');
  lede__json_close(&j, '}');
  return out->failed ? lede__nomem(err) : LEDE_OK;
}
