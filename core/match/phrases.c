/* match/phrases: finds the words and phrases of a list in a document's tokens.
 *
 * A trie whose edges lie in one hash table: (node, hash of a token) leads to a node. A bit array over the
 * first tokens turns away nearly all others with one look. */
#include "match/phrases.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/str.h"
#include "text/utf8.h"

typedef struct edge {
  uint64_t token;
  uint32_t from, to; /* nodes; `to` is 0 in an empty slot: no edge leads to the root */
} edge;

/* Of entries that are spelt alike but for case, `exact` keeps all, in the order of the list. */
typedef struct entry {
  uint32_t token, token_count; /* its words: exact only */
  uint32_t next;               /* entry at the same node; LEDE_NONE at the last */
} entry;

struct lede__phrases {
  lede__arena arena;
  bool exact;
  edge *edges;
  uint64_t edge_mask;
  uint32_t *ends; /* a node each: its first entry, LEDE_NONE where none ends */
  uint32_t node_count;
  entry *entries;
  lede_str *words; /* the tokens of all entries: exact only */
  uint64_t *first; /* bits: hashes of the first tokens */
  uint64_t first_mask;
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

static lede_status cut_entries(tokens *t, const lede_str *entries, uint32_t count, lede_error *err) {
  lede__arena scratch = {0};
  t->counts = calloc((size_t)count + 1, sizeof *t->counts);
  lede_status status = t->counts && lede__arena_alloc(&scratch, 1) ? LEDE_OK : lede__nomem(err);
  for (uint32_t i = 0; i < count && !status; i++) status = cut_entry(t, &scratch, entries[i], i, err);
  lede__arena_free(&scratch);
  return status;
}

/* ---- Building ----------------------------------------------------------- */

static size_t power_of_two(size_t least) {
  size_t n = 64;
  while (n < least) n *= 2;
  return n;
}

static lede_status make_tables(lede__phrases *p, uint32_t entry_count, size_t token_count, lede_error *err) {
  size_t edges = power_of_two(token_count * 2), bits = power_of_two((size_t)entry_count * 16);
  p->edges = lede__arena_calloc(&p->arena, edges, sizeof *p->edges);
  p->ends = lede__arena_alloc(&p->arena, (token_count + 1) * sizeof *p->ends);
  p->entries = lede__arena_calloc(&p->arena, entry_count, sizeof *p->entries);
  p->first = lede__arena_calloc(&p->arena, bits / 64, sizeof *p->first);
  if (!p->edges || !p->ends || !p->entries || !p->first) return lede__nomem(err);
  p->edge_mask = edges - 1;
  p->first_mask = bits - 1;
  p->ends[0] = LEDE_NONE;
  p->node_count = 1;
  return LEDE_OK;
}

/* The edge, or the empty slot where it belongs. */
static edge *find_edge(const lede__phrases *p, uint32_t from, uint64_t token) {
  uint64_t i = token + from * UINT64_C(0x9E3779B97F4A7C15);
  for (i ^= i >> 32;; i++) {
    edge *e = &p->edges[i & p->edge_mask];
    if (e->to == 0 || (e->token == token && e->from == from)) return e;
  }
}

static uint32_t follow_or_grow(lede__phrases *p, uint32_t from, uint64_t token) {
  edge *e = find_edge(p, from, token);
  if (e->to == 0) {
    *e = (edge){token, from, p->node_count};
    p->ends[p->node_count++] = LEDE_NONE;
  }
  return e->to;
}

static void put_at_end(lede__phrases *p, uint32_t node, uint32_t index) {
  uint32_t *slot = &p->ends[node];
  while (*slot != LEDE_NONE) slot = &p->entries[*slot].next;
  if (p->exact || slot == &p->ends[node]) *slot = index;
}

static void insert(lede__phrases *p, uint32_t index, const uint64_t *hashes, uint32_t count) {
  uint64_t bit = hashes[0] & p->first_mask;
  p->first[bit / 64] |= UINT64_C(1) << bit % 64;
  uint32_t node = 0;
  for (uint32_t i = 0; i < count; i++) node = follow_or_grow(p, node, hashes[i]);
  p->entries[index].next = LEDE_NONE;
  put_at_end(p, node, index);
}

static void insert_all(lede__phrases *p, const tokens *t, uint32_t count) {
  const uint64_t *hashes = (const uint64_t *)(const void *)t->hashes.ptr;
  uint32_t at = 0;
  for (uint32_t i = 0; i < count; i++) {
    p->entries[i].token = at;
    p->entries[i].token_count = t->counts[i];
    insert(p, i, hashes + at, t->counts[i]);
    at += t->counts[i];
  }
}

static lede_status keep_words(lede__phrases *p, const tokens *t, size_t token_count, lede_error *err) {
  const lede_str *words = (const lede_str *)(const void *)t->words.ptr;
  p->words = lede__arena_calloc(&p->arena, token_count, sizeof *p->words);
  if (!p->words) return lede__nomem(err);
  for (size_t i = 0; i < token_count; i++) {
    p->words[i] = lede__arena_str(&p->arena, words[i]);
    if (!p->words[i].ptr) return lede__nomem(err);
  }
  return LEDE_OK;
}

static lede_status build(lede__phrases *p, const tokens *t, uint32_t count, lede_error *err) {
  size_t token_count = t->hashes.len / sizeof(uint64_t);
  if (token_count >= UINT32_MAX) return lede__fail(err, LEDE_ETOOBIG, NULL, "the list has too many words");
  lede_status status = make_tables(p, count, token_count, err);
  if (!status) insert_all(p, t, count);
  if (!status && p->exact) status = keep_words(p, t, token_count, err);
  return status;
}

lede_status lede__phrases_new(const lede_str *entries, uint32_t count, bool exact, lede__phrases **out,
                              lede_error *err) {
  tokens t = {0};
  *out = NULL;
  lede__phrases *p = calloc(1, sizeof *p);
  if (!p) return lede__nomem(err);
  p->exact = exact;
  lede_status status = cut_entries(&t, entries, count, err);
  if (!status) status = build(p, &t, count, err);
  tokens_free(&t);
  if (status)
    lede__phrases_free(p);
  else
    *out = p;
  return status;
}

void lede__phrases_free(lede__phrases *p) {
  if (!p) return;
  lede__arena_free(&p->arena);
  free(p);
}

/* ---- Matching ----------------------------------------------------------- */

static lede_str token_text(const lede_doc *doc, uint32_t i) {
  return lede__str_sub(doc->loaded.text, lede_doc_token(doc, i));
}

/* The name in a possessive: Kyiv of Kyiv’s, allies of allies’. An empty one where `word` is none. */
static lede_str owner_of(lede_str word) {
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
    if (owner && i + 1 == e->token_count) word = owner_of(word);
    if (!lede__token_same(p->words[e->token + i], word)) return false;
  }
  return true;
}

/* The entry that ends at `node`, reached from token `at` on, as the `owner` in a possessive or as it stands; LEDE_NONE
 * without one. */
static uint32_t entry_at(const lede__phrases *p, uint32_t node, const lede_doc *doc, uint32_t at, bool owner) {
  uint32_t i = p->ends[node];
  if (!p->exact) return i;
  while (i != LEDE_NONE && !same_words(p, &p->entries[i], doc, at, owner)) i = p->entries[i].next;
  return i;
}

static uint32_t paragraph_end(const lede_doc *doc, uint32_t token) {
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

static bool may_begin(const lede__phrases *p, const lede_doc *doc, uint32_t i) {
  if (is_first(p, doc->folded[i])) return true;
  lede_str owner = owner_of(token_text(doc, i));
  return owner.len && is_first(p, lede__token_hash(owner));
}

/* The entry that ends with token `i`, from `node` on, when that is a possessive. */
static uint32_t owner_entry(const lede__phrases *p, uint32_t node, const lede_doc *doc, uint32_t at, uint32_t i) {
  lede_str owner = owner_of(token_text(doc, i));
  if (owner.len == 0) return LEDE_NONE;
  uint32_t end = find_edge(p, node, lede__token_hash(owner))->to;
  return end ? entry_at(p, end, doc, at, true) : LEDE_NONE;
}

/* The longest match within tokens at..to, which lie in one paragraph. */
static bool longest(const lede__phrases *p, const lede_doc *doc, uint32_t at, uint32_t to,
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
  return longest(p, doc, at, least(to, paragraph_end(doc, at)), out);
}

bool lede__phrases_next(const lede__phrases *p, const lede_doc *doc, uint32_t from, uint32_t to,
                        lede__phrase_match *out) {
  to = least(to, doc->segments.token_count);
  uint32_t end = from; /* of the paragraph, once it matters */
  for (uint32_t i = from; i < to; i++) {
    if (!may_begin(p, doc, i)) continue;
    if (i >= end) end = least(to, paragraph_end(doc, i));
    if (longest(p, doc, i, end, out)) return true;
  }
  return false;
}
