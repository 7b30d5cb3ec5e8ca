/* match/phrases: finds the words and phrases of a list in a document's tokens.
 *
 * A trie whose edges lie in one hash table: (node, hash of a token) leads to a node. A bit array over the
 * first tokens turns away nearly all others with one look. */
#include "match/phrases.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "text/chars.h"
#include "text/utf8.h"

typedef struct edge {
  uint64_t token;
  uint32_t from, to; /* nodes; `to` is 0 in an empty slot: no edge leads to the root */
} edge;

/* A piece of the image's text. */
typedef struct piece {
  uint32_t at, len;
} piece;

/* Of entries that are spelt alike but for case, `exact` keeps all, in the order of the list. */
typedef struct entry {
  uint32_t token, token_count; /* its words: exact only */
  uint32_t next;               /* entry at the same node; LEDE_NONE at the last */
  piece value;                 /* at LEDE_NONE: it has none */
} entry;

/* How the image begins; its arrays follow in this order, each as long as is said here. */
typedef struct header {
  char magic[8];
  uint64_t probe;                        /* the hash of a known word: other hashes, other image */
  uint32_t how, capital, entries, nodes; /* how: a lede__case */
  uint64_t words;
  uint64_t edges, bits; /* powers of two */
  uint64_t text;        /* bytes */
} header;

static const char MAGIC[8] = "lede-ph2";

struct lede__phrases {
  bool owned;
  lede_str image;
  lede__case how;
  bool capital; /* all phrases begin with one, in the text */
  const edge *edges;
  uint64_t edge_mask;
  const uint64_t *first; /* bits: hashes of the first tokens */
  uint64_t first_mask;
  const uint32_t *ends; /* a node each: its first entry, LEDE_NONE where none ends */
  const entry *entries;
  uint32_t entry_count;
  const piece *words; /* the tokens of all entries: exact only */
  const char *text;
};

/* ---- Tokens of the entries ---------------------------------------------- */

/* All entries cut into tokens, one after the other. */
typedef struct tokens {
  lede__buf hashes; /* uint64_t */
  lede__buf words;  /* lede_str, into the caller's entries */
  uint32_t *counts; /* an entry each */
} tokens;

static void tokens_free(tokens *t) {
  lede__buf_free(&t->hashes);
  lede__buf_free(&t->words);
  free(t->counts);
}

static void add_tokens(tokens *t, lede_str text, const lede__segments *s) {
  for (uint32_t i = 0; i < s->token_count; i++) {
    lede_str word = lede__str_sub(text, (lede_span){s->token_start[i], s->token_end[i]});
    uint64_t hash = lede__token_hash(word);
    lede__buf_add(&t->hashes, &hash, sizeof hash);
    lede__buf_add(&t->words, &word, sizeof word);
  }
}

static lede_status cut_entry(tokens *t, lede__arena *scratch, lede_str text, uint32_t index,
                             lede_error *err) {
  if (lede__utf8_valid(text.ptr, text.len) < text.len)
    return lede__fail(err, LEDE_ESETUP, NULL, "entry %u of the list is not valid UTF-8", (unsigned)index + 1);
  lede__segments segments;
  lede__arena_point before = lede__arena_mark(scratch);
  lede_status status = lede__segment(scratch, text, &segments, err);
  if (status) return status;
  t->counts[index] = segments.token_count;
  add_tokens(t, text, &segments);
  lede__arena_wind_back(scratch, before);
  if (segments.token_count == 0)
    return lede__fail(err, LEDE_ESETUP, NULL, "entry %u of the list holds no word: \"%.*s\"; leave it out",
                      (unsigned)index + 1, (int)text.len, text.ptr);
  return t->hashes.failed || t->words.failed ? lede__nomem(err) : LEDE_OK;
}

static lede_status cut_entries(tokens *t, const lede__phrase *phrases, uint32_t count, lede_error *err) {
  lede__arena scratch = {0};
  t->counts = calloc((size_t)count + 1, sizeof *t->counts);
  lede_status status = t->counts && lede__arena_alloc(&scratch, 1) ? LEDE_OK : lede__nomem(err);
  for (uint32_t i = 0; i < count && !status; i++) status = cut_entry(t, &scratch, phrases[i].text, i, err);
  lede__arena_free(&scratch);
  return status;
}

/* ---- Image ------------------------------------------------------------- */

static uint64_t probe(void) { return lede__token_hash(LEDE__LIT("Lede’s")); }

static size_t up_to_8(size_t n) { return (n + 7) & ~(size_t)7; }

static const void *behind(const char *base, size_t at) { return base ? base + at : NULL; }

/* Where the arrays of an image with this header lie, NULL without a base; returns its size, 0 when that can't
 * be. */
static size_t lay_out(const header *h, const char *base, lede__phrases *p) {
  size_t at = up_to_8(sizeof *h);
  if (h->edges > UINT32_MAX || h->words > UINT32_MAX || h->bits > UINT32_MAX || h->text > UINT32_MAX)
    return 0;
  *p = (lede__phrases){.how = (lede__case)h->how,
                       .capital = h->capital,
                       .edge_mask = h->edges - 1,
                       .first_mask = h->bits - 1,
                       .entry_count = h->entries};
  p->edges = behind(base, at);
  at += h->edges * sizeof *p->edges;
  p->first = behind(base, at);
  at += h->bits / 8;
  p->ends = behind(base, at);
  at += up_to_8(h->nodes * sizeof *p->ends);
  p->entries = behind(base, at);
  at += up_to_8(h->entries * sizeof *p->entries);
  p->words = behind(base, at);
  at += h->words * sizeof *p->words;
  p->text = behind(base, at);
  return at + h->text;
}

lede_str lede__phrases_image(const lede__phrases *p) { return p->image; }

bool lede__phrases_over(lede_str image, lede__phrases **out) {
  header h;
  lede__phrases laid;
  if (image.len < sizeof h) return false;
  memcpy(&h, image.ptr, sizeof h);
  if (memcmp(h.magic, MAGIC, sizeof MAGIC) != 0 || h.probe != probe() ||
      lay_out(&h, image.ptr, &laid) != image.len)
    return false;
  *out = malloc(sizeof **out);
  if (!*out) return false;
  **out = laid;
  (*out)->image = image;
  return true;
}

void lede__phrases_free(lede__phrases *p) {
  if (!p) return;
  if (p->owned) free((void *)(uintptr_t)p->image.ptr);
  free(p);
}

lede_str lede__phrases_value(const lede__phrases *p, uint32_t index) {
  piece value = p->entries[index].value;
  return value.at == LEDE_NONE ? (lede_str){NULL, 0} : (lede_str){p->text + value.at, value.len};
}

/* ---- Building ----------------------------------------------------------- */

/* An image being filled: the same arrays, to be written to. */
typedef struct building {
  header head;
  char *base;
  edge *edges;
  uint64_t *first;
  uint32_t *ends;
  entry *entries;
  piece *words;
  char *text;
  uint32_t nodes, text_used;
  lede__phrases laid;
} building;

static size_t power_of_two(size_t least) {
  size_t n = 64;
  while (n < least) n *= 2;
  return n;
}

static size_t text_size(const lede__phrase *phrases, uint32_t count, const tokens *t, bool exact) {
  size_t size = 0;
  const lede_str *words = (const lede_str *)(const void *)t->words.ptr;
  for (uint32_t i = 0; i < count; i++) size += phrases[i].value.len;
  for (size_t i = 0; exact && i < t->words.len / sizeof *words; i++) size += words[i].len;
  return size;
}

static bool all_capital(const lede__phrase *phrases, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    size_t at = 0;
    if (!phrases[i].text.len || !lede__is_upper(lede__utf8_next(phrases[i].text.ptr, &at))) return false;
  }
  return true;
}

static lede_status begin(building *b, const lede__phrase *phrases, uint32_t count, const tokens *t,
                         lede__case how, lede_error *err) {
  bool exact = how == LEDE__CASE_EXACT;
  size_t token_count = t->hashes.len / sizeof(uint64_t), text = text_size(phrases, count, t, exact);
  if (token_count >= UINT32_MAX / 4 || text >= UINT32_MAX)
    return lede__fail(err, LEDE_ETOOBIG, NULL, "the list has too many words");
  header *h = &b->head;
  memcpy(h->magic, MAGIC, sizeof MAGIC);
  h->probe = probe();
  h->how = how;
  h->capital = how == LEDE__CASE_CAPITAL || (exact && all_capital(phrases, count));
  h->entries = count;
  h->nodes = (uint32_t)token_count + 1;
  h->words = exact ? token_count : 0;
  h->edges = power_of_two(token_count * 2);
  h->bits = power_of_two((size_t)count * 16);
  h->text = text;
  size_t size = lay_out(h, NULL, &b->laid);
  b->base = calloc(1, size);
  if (!b->base) return lede__nomem(err);
  lay_out(h, b->base, &b->laid);
  b->laid.image = (lede_str){b->base, size};
  b->laid.owned = true;
  memcpy(b->base, h, sizeof *h);
  b->edges = (edge *)(uintptr_t)b->laid.edges;
  b->first = (uint64_t *)(uintptr_t)b->laid.first;
  b->ends = (uint32_t *)(uintptr_t)b->laid.ends;
  b->entries = (entry *)(uintptr_t)b->laid.entries;
  b->words = (piece *)(uintptr_t)b->laid.words;
  b->text = (char *)(uintptr_t)b->laid.text;
  b->ends[0] = LEDE_NONE;
  b->nodes = 1;
  return LEDE_OK;
}

static piece keep_text(building *b, lede_str s) {
  piece kept = {b->text_used, (uint32_t)s.len};
  if (s.len) memcpy(b->text + b->text_used, s.ptr, s.len);
  b->text_used += kept.len;
  return kept;
}

/* The edge, or the empty slot where it belongs. */
static const edge *find_edge(const lede__phrases *p, uint32_t from, uint64_t token) {
  uint64_t i = token + from * UINT64_C(0x9E3779B97F4A7C15);
  for (i ^= i >> 32;; i++) {
    const edge *e = &p->edges[i & p->edge_mask];
    if (e->to == 0 || (e->token == token && e->from == from)) return e;
  }
}

static uint32_t follow_or_grow(building *b, uint32_t from, uint64_t token) {
  edge *e = (edge *)(uintptr_t)find_edge(&b->laid, from, token);
  if (e->to == 0) {
    *e = (edge){token, from, b->nodes};
    b->ends[b->nodes++] = LEDE_NONE;
  }
  return e->to;
}

static void put_at_end(building *b, uint32_t node, uint32_t index) {
  uint32_t *slot = &b->ends[node];
  while (*slot != LEDE_NONE) slot = &b->entries[*slot].next;
  if (b->head.how == LEDE__CASE_EXACT || slot == &b->ends[node]) *slot = index;
}

static void insert(building *b, uint32_t index, const uint64_t *hashes, uint32_t count) {
  uint64_t bit = hashes[0] & b->laid.first_mask;
  b->first[bit / 64] |= UINT64_C(1) << bit % 64;
  uint32_t node = 0;
  for (uint32_t i = 0; i < count; i++) node = follow_or_grow(b, node, hashes[i]);
  put_at_end(b, node, index);
}

static void insert_all(building *b, const lede__phrase *phrases, uint32_t count, const tokens *t) {
  const uint64_t *hashes = (const uint64_t *)(const void *)t->hashes.ptr;
  const lede_str *words = (const lede_str *)(const void *)t->words.ptr;
  uint32_t at = 0;
  for (uint32_t i = 0; i < count; i++) {
    entry *e = &b->entries[i];
    *e = (entry){at, t->counts[i], LEDE_NONE, {LEDE_NONE, 0}};
    if (phrases[i].value.ptr) e->value = keep_text(b, phrases[i].value);
    for (uint32_t w = 0; b->head.words && w < t->counts[i]; w++)
      b->words[at + w] = keep_text(b, words[at + w]);
    insert(b, i, hashes + at, t->counts[i]);
    at += t->counts[i];
  }
}

lede_status lede__phrases_new(const lede__phrase *phrases, uint32_t count, lede__case how,
                              lede__phrases **out, lede_error *err) {
  tokens t = {0};
  building b = {0};
  lede__phrases *p = malloc(sizeof *p);
  *out = NULL;
  if (!p) return lede__nomem(err);
  lede_status status = cut_entries(&t, phrases, count, err);
  if (!status) status = begin(&b, phrases, count, &t, how, err);
  if (!status) {
    insert_all(&b, phrases, count, &t);
    *p = b.laid;
    *out = p;
  } else {
    free(p);
  }
  tokens_free(&t);
  return status;
}

/* ---- Tables ------------------------------------------------------------- */

static lede_str cut_line(lede_str *rest) {
  const char *end = memchr(rest->ptr, '\n', rest->len);
  size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
  lede_str line = {rest->ptr, len};
  rest->ptr += len + (end != NULL);
  rest->len -= len + (end != NULL);
  while (line.len && (line.ptr[line.len - 1] == '\r' || line.ptr[line.len - 1] == ' ')) line.len--;
  return line;
}

static lede__phrase phrase_of(lede_str line) {
  const char *tab = memchr(line.ptr, '\t', line.len);
  lede_str text = {line.ptr, tab ? (size_t)(tab - line.ptr) : line.len};
  return (lede__phrase){text, tab ? (lede_str){tab + 1, line.len - text.len - 1} : text};
}

lede_status lede__phrases_read(lede_str table, lede__case how, lede__phrases **out, lede_error *err) {
  lede__buf phrases = {0};
  *out = NULL;
  while (table.len) {
    lede_str line = cut_line(&table);
    if (line.len == 0 || line.ptr[0] == '#') continue;
    lede__phrase phrase = phrase_of(line);
    lede__buf_add(&phrases, &phrase, sizeof phrase);
  }
  lede_status status = phrases.failed
                           ? lede__nomem(err)
                           : lede__phrases_new((const lede__phrase *)(const void *)phrases.ptr,
                                               (uint32_t)(phrases.len / sizeof(lede__phrase)), how, out, err);
  lede__buf_free(&phrases);
  return status;
}

/* ---- Matching ----------------------------------------------------------- */

static lede_str token_text(const lede_doc *doc, uint32_t i) {
  return lede__str_sub(doc->loaded.text, lede_doc_token(doc, i));
}

lede_str lede__phrases_owner(lede_str word) {
  size_t len = word.len;
  if (len > 2 && word.ptr[len - 1] == 's' && word.ptr[len - 2] == '\'') return (lede_str){word.ptr, len - 2};
  if (len > 4 && memcmp(word.ptr + len - 4, "\xE2\x80\x99s", 4) == 0) return (lede_str){word.ptr, len - 4};
  if (len > 2 && word.ptr[len - 1] == '\'' && word.ptr[len - 2] == 's') return (lede_str){word.ptr, len - 1};
  if (len > 4 && memcmp(word.ptr + len - 4, "s\xE2\x80\x99", 4) == 0) return (lede_str){word.ptr, len - 3};
  return (lede_str){"", 0};
}

static bool same_words(const lede__phrases *p, const entry *e, const lede_doc *doc, uint32_t at, bool owner) {
  for (uint32_t i = 0; i < e->token_count; i++) {
    lede_str word = token_text(doc, at + i);
    if (owner && i + 1 == e->token_count) word = lede__phrases_owner(word);
    piece kept = p->words[e->token + i];
    if (!lede__token_same((lede_str){p->text + kept.at, kept.len}, word)) return false;
  }
  return true;
}

/* The entry that ends at `node`, reached from token `at` on, as the `owner` in a possessive or as it
 * stands; LEDE_NONE without one. */
static uint32_t entry_at(const lede__phrases *p, uint32_t node, const lede_doc *doc, uint32_t at,
                         bool owner) {
  uint32_t i = p->ends[node];
  if (p->how != LEDE__CASE_EXACT) return i;
  while (i != LEDE_NONE && !same_words(p, &p->entries[i], doc, at, owner)) i = p->entries[i].next;
  return i;
}

uint32_t lede__phrases_paragraph_end(const lede_doc *doc, uint32_t token) {
  const lede__segments *s = &doc->segments;
  uint32_t low = 0, high = s->paragraph_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (s->sentence_token[s->paragraph_sentence[middle + 1]] <= token)
      low = middle + 1;
    else
      high = middle;
  }
  return low < s->paragraph_count ? s->sentence_token[s->paragraph_sentence[low + 1]] : s->token_count;
}

static bool is_first(const lede__phrases *p, uint64_t token) {
  uint64_t bit = token & p->first_mask;
  return p->first[bit / 64] >> bit % 64 & 1;
}

bool lede__phrases_next_first(const lede__phrases *p, uint64_t *at, uint64_t *hash) {
  while (*at <= p->edge_mask) {
    const edge *e = &p->edges[(*at)++];
    if (e->to == 0 || e->from != 0) continue;
    *hash = e->token;
    return true;
  }
  return false;
}

/* Few words end as a possessive does: in s, in ', in the last byte of ’. */
static bool may_be_owner(const lede_doc *doc, uint32_t i) {
  char last = doc->loaded.text.ptr[doc->segments.token_end[i] - 1];
  return last == 's' || last == '\'' || last == '\x99';
}

bool lede__phrases_wants_capital(const lede__phrases *p) { return p->capital; }

static bool may_begin(const lede__phrases *p, const lede_doc *doc, uint32_t i) {
  if (p->capital && !(doc->segments.token_shape[i] & LEDE__SHAPE_CAPITAL)) return false;
  if (is_first(p, doc->folded[i])) return true;
  if (!may_be_owner(doc, i)) return false;
  lede_str owner = lede__phrases_owner(token_text(doc, i));
  return owner.len && is_first(p, lede__token_hash(owner));
}

/* The entry that ends with token `i`, from `node` on, when that is a possessive. */
static uint32_t owner_entry(const lede__phrases *p, uint32_t node, const lede_doc *doc, uint32_t at,
                            uint32_t i) {
  lede_str owner = lede__phrases_owner(token_text(doc, i));
  if (owner.len == 0) return LEDE_NONE;
  uint32_t end = find_edge(p, node, lede__token_hash(owner))->to;
  return end ? entry_at(p, end, doc, at, true) : LEDE_NONE;
}

bool lede__phrases_longest(const lede__phrases *p, const lede_doc *doc, uint32_t at, uint32_t to,
                           lede__phrase_match *out) {
  bool found = false;
  uint32_t node = 0;
  for (uint32_t i = at; i < to; i++) {
    uint32_t next = find_edge(p, node, doc->folded[i])->to;
    uint32_t index = next ? entry_at(p, next, doc, at, false) : LEDE_NONE;
    if (index == LEDE_NONE) index = owner_entry(p, node, doc, at, i);
    if (index != LEDE_NONE) {
      *out = (lede__phrase_match){at, i + 1, index};
      found = true;
    }
    if (next == 0) break;
    node = next;
  }
  return found;
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

bool lede__phrases_at(const lede__phrases *p, const lede_doc *doc, uint32_t at, uint32_t to,
                      lede__phrase_match *out) {
  to = least(to, doc->segments.token_count);
  if (at >= to || !may_begin(p, doc, at)) return false;
  return lede__phrases_longest(p, doc, at, least(to, lede__phrases_paragraph_end(doc, at)), out);
}

bool lede__phrases_next(const lede__phrases *p, const lede_doc *doc, uint32_t from, uint32_t to,
                        lede__phrase_match *out) {
  to = least(to, doc->segments.token_count);
  uint32_t end = from; /* of the paragraph, once it matters */
  for (uint32_t i = from; i < to; i++) {
    if (!may_begin(p, doc, i)) continue;
    if (i >= end) end = least(to, lede__phrases_paragraph_end(doc, i));
    if (lede__phrases_longest(p, doc, i, end, out)) return true;
  }
  return false;
}
