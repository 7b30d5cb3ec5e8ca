/* doc/document: the whole of what is known about one text. */
#include "doc/document.h"

#include "base/hash.h"
#include "base/str.h"
#include "text/utf8.h"

/* ---- Making and freeing ------------------------------------------------- */

/* The document lives in the arena it owns. */
static lede_doc *new_doc(void) {
  lede__arena arena = {0};
  lede_doc *doc = lede__arena_calloc(&arena, 1, sizeof *doc);
  if (!doc) return NULL;
  atomic_init(&doc->holds, 1);
  doc->arena = arena;
  return doc;
}

lede_doc *lede_doc_hold(lede_doc *doc) {
  if (doc) atomic_fetch_add(&doc->holds, 1);
  return doc;
}

void lede_doc_free(lede_doc *doc) {
  if (!doc || atomic_fetch_sub(&doc->holds, 1) > 1) return;
  lede__arena arena = doc->arena;
  lede__arena_free(&arena);
}

static bool copy_into(lede__arena *arena, lede_str from, lede_str *to) {
  *to = lede__arena_str(arena, from);
  return to->ptr || !from.ptr;
}

static lede_status copy_given(lede_doc *doc, const lede_given *given, lede_error *err) {
  lede_given from = given ? *given : (lede_given){0};
  if (!from.id.ptr) from.id = from.path.ptr ? from.path : LEDE__LIT("");
  lede_given *to = &doc->given;
  lede__arena *a = &doc->arena;
  bool done = copy_into(a, from.id, &to->id) && copy_into(a, from.path, &to->path) &&
              copy_into(a, from.title, &to->title) && copy_into(a, from.outlet, &to->outlet) &&
              copy_into(a, from.date, &to->date) && copy_into(a, from.url, &to->url) &&
              copy_into(a, from.lang, &to->lang);
  return done ? LEDE_OK : lede__nomem(err);
}

static void put_content(lede_doc *doc, lede_str source) {
  static const char prefix[] = "sha256:";
  memcpy(doc->content, prefix, sizeof prefix);
  lede__sha256(source.ptr, source.len, doc->content + sizeof prefix - 1);
}

static lede_status hash_tokens(lede_doc *doc, lede_error *err) {
  const lede__segments *s = &doc->segments;
  doc->folded = lede__arena_alloc(&doc->arena, s->token_count * sizeof *doc->folded);
  if (!doc->folded) return lede__nomem(err);
  const char *text = doc->loaded.text.ptr;
  for (uint32_t i = 0; i < s->token_count; i++) {
    uint32_t start = s->token_start[i];
    doc->folded[i] = lede__token_hash((lede_str){text + start, s->token_end[i] - start});
  }
  return LEDE_OK;
}

/* What is the same for every way a text comes in. */
static lede_status complete(lede_doc *doc, lede_str source, lede_error *err) {
  put_content(doc, source);
  lede_status status = lede__segment(&doc->arena, doc->loaded.text, &doc->segments, err);
  return status ? status : hash_tokens(doc, err);
}

static lede_status decode(lede_doc *doc, lede_str bytes, const lede_load_options *options, lede_error *err) {
  static const lede_load_options defaults;
  const char *where = doc->given.path.ptr ? doc->given.path.ptr : doc->given.id.ptr;
  return lede__load(&doc->arena, bytes, options ? options : &defaults, where, &doc->loaded, err);
}

lede_status lede_doc_load(const void *bytes, size_t len, const lede_given *given,
                          const lede_load_options *options, lede_doc **out, lede_error *err) {
  lede_str source = {len ? bytes : "", len};
  *out = NULL;
  lede_doc *doc = new_doc();
  if (!doc) return lede__nomem(err);
  lede_status status = copy_given(doc, given, err);
  if (!status) status = decode(doc, source, options, err);
  if (!status) status = complete(doc, source, err);
  if (status)
    lede_doc_free(doc);
  else
    *out = doc;
  return status;
}

static lede_status take_text(lede_doc *doc, lede_str utf8, lede_error *err) {
  const char *where = doc->given.path.ptr ? doc->given.path.ptr : doc->given.id.ptr;
  if (utf8.len >= UINT32_MAX)
    return lede__fail(err, LEDE_ETOOBIG, where, "the text has %zu bytes; 4 GB is the most", utf8.len);
  size_t good = lede__utf8_valid(utf8.ptr, utf8.len);
  if (good < utf8.len)
    return lede__fail(err, LEDE_EENCODING, where, "the text is not valid UTF-8: byte %zu is 0x%02X", good,
                      (unsigned)(unsigned char)utf8.ptr[good]);
  lede__source_entry *map = lede__arena_calloc(&doc->arena, 1, sizeof *map);
  lede_str text = lede__arena_str(&doc->arena, utf8);
  if (!map || !text.ptr) return lede__nomem(err);
  doc->loaded =
      (lede__loaded){.text = text, .encoding = "utf-8", .source_bytes = utf8.len, .map = map, .map_count = 1};
  return LEDE_OK;
}

lede_status lede__doc_from_text(lede_str utf8, const lede_given *given, lede_doc **out, lede_error *err) {
  *out = NULL;
  if (utf8.len == 0) utf8 = LEDE__LIT("");
  lede_doc *doc = new_doc();
  if (!doc) return lede__nomem(err);
  lede_status status = copy_given(doc, given, err);
  if (!status) status = take_text(doc, utf8, err);
  if (!status) status = complete(doc, utf8, err);
  if (status)
    lede_doc_free(doc);
  else
    *out = doc;
  return status;
}

/* ---- Text and what stands in it ----------------------------------------- */

lede_str lede_doc_text(const lede_doc *doc) { return doc->loaded.text; }

lede_str lede_doc_id(const lede_doc *doc) { return doc->given.id; }

lede_str lede_doc_path(const lede_doc *doc) { return doc->given.path; }

uint32_t lede_doc_token_count(const lede_doc *doc) { return doc->segments.token_count; }

lede_span lede_doc_token(const lede_doc *doc, uint32_t i) {
  const lede__segments *s = &doc->segments;
  if (i >= s->token_count) return (lede_span){0, 0};
  return (lede_span){s->token_start[i], s->token_end[i]};
}

lede_token_kind lede_doc_token_kind(const lede_doc *doc, uint32_t i) {
  return i < doc->segments.token_count ? (lede_token_kind)doc->segments.token_kind[i] : LEDE_TOKEN_MARK;
}

const char *lede__token_kind_name(lede_token_kind kind) {
  static const char *const names[] = {"word", "number", "mark", "symbol", "url", "email", "handle", "tag"};
  return names[kind];
}

uint32_t lede_doc_sentence_count(const lede_doc *doc) { return doc->segments.sentence_count; }

lede_span lede_doc_sentence_tokens(const lede_doc *doc, uint32_t i) {
  const lede__segments *s = &doc->segments;
  if (i >= s->sentence_count) return (lede_span){0, 0};
  return (lede_span){s->sentence_token[i], s->sentence_token[i + 1]};
}

/* Tokens from..to as bytes. */
static lede_span bytes_of(const lede__segments *s, uint32_t from, uint32_t to) {
  if (from >= to) return (lede_span){0, 0};
  return (lede_span){s->token_start[from], s->token_end[to - 1]};
}

lede_span lede_doc_sentence(const lede_doc *doc, uint32_t i) {
  lede_span tokens = lede_doc_sentence_tokens(doc, i);
  return bytes_of(&doc->segments, tokens.start, tokens.end);
}

uint32_t lede_doc_paragraph_count(const lede_doc *doc) { return doc->segments.paragraph_count; }

lede_span lede_doc_paragraph(const lede_doc *doc, uint32_t i) {
  const lede__segments *s = &doc->segments;
  if (i >= s->paragraph_count) return (lede_span){0, 0};
  uint32_t from = s->paragraph_sentence[i], to = s->paragraph_sentence[i + 1];
  return bytes_of(s, s->sentence_token[from], s->sentence_token[to]);
}

/* The first of `count` pieces in order that ends after byte `at`. */
static uint32_t first_after(const lede_doc *doc, lede_span (*piece)(const lede_doc *, uint32_t),
                            uint32_t count, uint32_t at) {
  uint32_t low = 0, high = count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (piece(doc, middle).end <= at)
      low = middle + 1;
    else
      high = middle;
  }
  return low < count ? low : LEDE_NONE;
}

uint32_t lede_doc_token_at(const lede_doc *doc, uint32_t at) {
  return first_after(doc, lede_doc_token, doc->segments.token_count, at);
}

uint32_t lede_doc_sentence_at(const lede_doc *doc, uint32_t at) {
  return first_after(doc, lede_doc_sentence, doc->segments.sentence_count, at);
}

uint32_t lede_doc_paragraph_at(const lede_doc *doc, uint32_t at) {
  return first_after(doc, lede_doc_paragraph, doc->segments.paragraph_count, at);
}

void lede_doc_source(const lede_doc *doc, lede_span text, size_t *start, size_t *end) {
  if (!doc->source_lost) {
    lede__loaded_source(&doc->loaded, text, start, end);
    return;
  }
  *start = 0;
  *end = doc->loaded.source_bytes;
}

/* ---- Layers ------------------------------------------------------------- */

static uint32_t find_layer(const lede_doc *doc, lede_str name) {
  uint32_t i = 0;
  while (i < doc->layer_count && !lede__str_eq(doc->layers[i]->schema->layer, name)) i++;
  return i;
}

const lede__layer *lede__doc_layer(const lede_doc *doc, lede_str name) {
  uint32_t i = find_layer(doc, name);
  return i < doc->layer_count ? doc->layers[i] : NULL;
}

lede_status lede__doc_add_layer(lede_doc *doc, lede__layer *layer, lede_error *err) {
  uint32_t i = find_layer(doc, layer->schema->layer);
  if (i == LEDE__MAX_LAYERS)
    return lede__fail(err, LEDE_ESETUP, NULL, "a document holds %d layers at most; \"%.*s\" is one too many",
                      LEDE__MAX_LAYERS, (int)layer->schema->layer.len, layer->schema->layer.ptr);
  doc->layers[i] = layer;
  if (i == doc->layer_count) doc->layer_count++;
  return LEDE_OK;
}
