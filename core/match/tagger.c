/* A weights file: lines of text, ended by an empty one, then numbers.
 *
 *   lede tagger 1
 *   # any number of comments: what it was trained from, the notices that asks for
 *   kinds person org place
 *   hints 5          strings of hints
 *   bits 18          2^bits rows
 *   capitals 1       only near words with a capital
 *   unit 0.05        of a weight
 *   lean 0.5         taken off "outside" at a capital
 *   hashing 1234abcd lede__tagger_hashing
 *   rows 61234       that are not all zero
 *
 * then int16 (little-endian) for each pair of labels, row by row of the label before; then each row: how far
 * behind the last one it lies (seven bits a byte, low ones first, the high bit: more follow), and one int8 a
 * label. */
#include "match/tagger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum { LANES = 16, LEAST_BITS = 8, MOST_BITS = 22 };

/* How an image begins; behind it lie, as long as is said here, a bit for each row that is not all zero, for
 * each 64 of them how many come before, and those rows. */
typedef struct image_head {
  char magic[8];
  uint32_t hashing;
  uint32_t labels, stride, rows; /* stride of a row: labels rounded up to 8 or 16 */
  lede__tagger_form form;
  int32_t step[LEDE__MOST_LABELS][LEDE__MOST_LABELS];
} image_head;

static const char MAGIC[8] = "lede-tg1";

/* Six rows of seven are all zero: those that are not stay together, near the processor. */
struct lede__tagger {
  lede__tagger_form form;
  uint32_t labels, stride;
  int32_t step[LEDE__MOST_LABELS][LEDE__MOST_LABELS];
  const uint64_t *used; /* bits: rows that are not all zero */
  const uint32_t *before;
  const int8_t *rows;
  lede_str image;
  bool owned; /* the image is freed with it */
};

uint32_t lede__tagger_hashing(void) {
  static const char *const words[] = {"Oake", "MÜHLE’S", "a considerably longer word"};
  uint64_t h = 0;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    h = h * 31 + lede__token_hash(lede__str(words[i]));
  return (uint32_t)(h ^ h >> 32);
}

/* ---- Loading -------------------------------------------------------------------------- */

typedef struct reader {
  const unsigned char *at, *end;
  uint32_t row_count, hashing;
} reader;

/* The next line of the head, without its end, cut to fit; false at its end. */
static bool next_line(reader *r, char *line, size_t size) {
  const unsigned char *end = memchr(r->at, '\n', (size_t)(r->end - r->at));
  if (!end) return false;
  size_t len = (size_t)(end - r->at) < size - 1 ? (size_t)(end - r->at) : size - 1;
  memcpy(line, r->at, len);
  line[len] = '\0';
  r->at = end + 1;
  return len > 0;
}

static bool read_kinds(lede__tagger_form *form, char *names) {
  char *rest = NULL;
  for (char *name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
    if (form->kind_count == LEDE__MOST_KINDS || strlen(name) >= sizeof form->kinds[0]) return false;
    memcpy(form->kinds[form->kind_count++], name, strlen(name) + 1);
  }
  return true;
}

static bool read_field(reader *r, lede__tagger_form *form, char *line) {
  uint32_t capitals;
  if (line[0] == '#') return true;
  if (strncmp(line, "kinds ", 6) == 0) return read_kinds(form, line + 6);
  if (sscanf(line, "capitals %u", &capitals) == 1) return form->capitals = capitals != 0, true;
  return sscanf(line, "hints %u", &form->hint_count) == 1 || sscanf(line, "bits %u", &form->bits) == 1 ||
         sscanf(line, "unit %f", &form->unit) == 1 || sscanf(line, "lean %f", &form->lean) == 1 ||
         sscanf(line, "hashing %x", &r->hashing) == 1 || sscanf(line, "rows %u", &r->row_count) == 1;
}

static bool read_head(reader *r, lede__tagger_form *form) {
  char line[256];
  if (!next_line(r, line, sizeof line) || strcmp(line, "lede tagger 1") != 0) return false;
  while (next_line(r, line, sizeof line))
    if (!read_field(r, form, line)) return false;
  return form->kind_count > 0 && form->hint_count <= LEDE__MOST_HINTS && form->bits >= LEAST_BITS &&
         form->bits <= MOST_BITS && form->unit > 0 && r->at[-1] == '\n';
}

static bool read_steps(reader *r, image_head *h) {
  if ((size_t)(r->end - r->at) < (size_t)h->labels * h->labels * 2) return false;
  for (uint32_t from = 0; from < h->labels; from++)
    for (uint32_t to = 0; to < h->labels; to++, r->at += 2)
      h->step[from][to] = (int16_t)(r->at[0] | r->at[1] << 8);
  return true;
}

static bool read_gap(reader *r, uint32_t *gap) {
  *gap = 0;
  for (uint32_t shift = 0; shift < 28 && r->at < r->end; shift += 7) {
    *gap |= (uint32_t)(*r->at & 0x7F) << shift;
    if (!(*r->at++ & 0x80)) return true;
  }
  return false;
}

static size_t words_of(const image_head *h) { return ((size_t)1 << h->form.bits) / 64; }

enum { HEAD = (sizeof(image_head) + 15) / 16 * 16 }; /* what follows must be aligned */

static size_t image_size(const image_head *h) {
  return HEAD + words_of(h) * (sizeof(uint64_t) + sizeof(uint32_t)) + (size_t)h->rows * h->stride;
}

/* Where the arrays of an image lie. */
static uint64_t *used_of(char *image) { return (uint64_t *)(void *)(image + HEAD); }
static uint32_t *before_of(char *image, const image_head *h) {
  return (uint32_t *)(void *)(used_of(image) + words_of(h));
}
static int8_t *rows_of(char *image, const image_head *h) {
  return (int8_t *)(void *)(before_of(image, h) + words_of(h));
}

static bool read_rows(reader *r, const image_head *h, char *image) {
  uint32_t row = 0, gap;
  for (uint32_t i = 0; i < h->rows; i++) {
    if (!read_gap(r, &gap) || (size_t)(r->end - r->at) < h->labels || (i > 0 && gap == 0)) return false;
    row += gap;
    if (row >= 1u << h->form.bits) return false;
    used_of(image)[row / 64] |= UINT64_C(1) << row % 64;
    memcpy(rows_of(image, h) + (size_t)i * h->stride, r->at, h->labels);
    r->at += h->labels;
  }
  return r->at == r->end;
}

static void count_before(const image_head *h, char *image) {
  uint32_t sum = 0;
  for (size_t w = 0; w < words_of(h); w++) {
    before_of(image, h)[w] = sum;
    sum += (uint32_t)__builtin_popcountll(used_of(image)[w]);
  }
}

static lede_status damaged(lede_error *err) {
  return lede__fail(err, LEDE_ESETUP, NULL,
                    "the file of weights is damaged or cut short; fetch it again or train it again");
}

/* The head of an image, from that of a weights file. */
static lede_status fill_head(image_head *h, reader *r, lede_error *err) {
  if (!read_head(r, &h->form))
    return lede__fail(err, LEDE_ESETUP, NULL,
                      "this is no file of weights for a tagger, or one of another version; train it again");
  if (r->hashing != lede__tagger_hashing())
    return lede__fail(
        err, LEDE_ESETUP, NULL,
        "the weights were trained by a lede that hashes words in another way; train them again");
  memcpy(h->magic, MAGIC, sizeof MAGIC);
  h->hashing = r->hashing;
  h->labels = 2 * h->form.kind_count + 1;
  h->stride = h->labels <= 8 ? 8 : LANES;
  h->rows = r->row_count;
  return h->rows <= 1u << h->form.bits && read_steps(r, h) ? LEDE_OK : damaged(err);
}

static lede_status build(reader *r, lede_str *out, lede_error *err) {
  image_head h = {0};
  lede_status status = fill_head(&h, r, err);
  if (status) return status;
  char *image = calloc(1, image_size(&h));
  if (!image) return lede__nomem(err);
  if (!read_rows(r, &h, image)) {
    free(image);
    return damaged(err);
  }
  count_before(&h, image);
  memcpy(image, &h, sizeof h);
  *out = (lede_str){image, image_size(&h)};
  return LEDE_OK;
}

static bool is_image(lede_str image) {
  image_head h;
  if (image.len < sizeof h) return false;
  memcpy(&h, image.ptr, sizeof h);
  return memcmp(h.magic, MAGIC, sizeof MAGIC) == 0 && h.hashing == lede__tagger_hashing() &&
         h.form.bits >= LEAST_BITS && h.form.bits <= MOST_BITS && h.labels <= LEDE__MOST_LABELS &&
         image_size(&h) == image.len;
}

bool lede__tagger_over(lede_str image, lede__tagger **out) {
  if (!is_image(image)) return false;
  lede__tagger *t = *out = calloc(1, sizeof *t);
  if (!t) return false;
  char *base = (char *)(uintptr_t)image.ptr;
  const image_head *h = (const image_head *)(const void *)base;
  t->form = h->form;
  t->labels = h->labels;
  t->stride = h->stride;
  memcpy(t->step, h->step, sizeof t->step);
  t->used = used_of(base);
  t->before = before_of(base, h);
  t->rows = rows_of(base, h);
  t->image = image;
  return true;
}

lede_status lede__tagger_load(lede_str bytes, lede__tagger **out, lede_error *err) {
  reader r = {(const unsigned char *)bytes.ptr, (const unsigned char *)bytes.ptr + bytes.len, 0, 0};
  lede_str image;
  *out = NULL;
  lede_status status = build(&r, &image, err);
  if (status) return status;
  if (!lede__tagger_over(image, out)) {
    free((void *)(uintptr_t)image.ptr);
    return lede__nomem(err);
  }
  (*out)->owned = true;
  return LEDE_OK;
}

void lede__tagger_free(lede__tagger *t) {
  if (!t) return;
  if (t->owned) free((void *)(uintptr_t)t->image.ptr);
  free(t);
}

lede_str lede__tagger_image(const lede__tagger *t) { return t->image; }

uint32_t lede__tagger_kinds(const lede__tagger *t) { return t->form.kind_count; }
const char *lede__tagger_kind(const lede__tagger *t, uint32_t k) { return t->form.kinds[k]; }
uint32_t lede__tagger_hints(const lede__tagger *t) { return t->form.hint_count; }

/* ---- Scoring -------------------------------------------------------------------------- */

/* One stretch of tokens: scores of each label, then of the best sequence up to it and from it on. */
typedef struct lattice {
  uint32_t count;
  int32_t here[LEDE__MOST_STRETCH][LANES];
  int32_t upto[LEDE__MOST_STRETCH][LANES], onward[LEDE__MOST_STRETCH][LANES];
  uint8_t came_from[LEDE__MOST_STRETCH][LANES];
} lattice;

static void add_row(int16_t sum[LANES], const int8_t *row, uint32_t stride) {
  for (uint32_t l = 0; l < 8; l++) sum[l] = (int16_t)(sum[l] + row[l]);
  if (stride > 8)
    for (uint32_t l = 8; l < LANES; l++) sum[l] = (int16_t)(sum[l] + row[l]);
}

/* NULL where it is all zero. */
static const int8_t *row_of(const lede__tagger *t, uint32_t row) {
  uint64_t used = t->used[row / 64], bit = UINT64_C(1) << row % 64;
  if (!(used & bit)) return NULL;
  return t->rows +
         (size_t)(t->before[row / 64] + (uint32_t)__builtin_popcountll(used & (bit - 1))) * t->stride;
}

static void score_token(const lede__tagger *t, const lede__features *f, int32_t out[LANES]) {
  int16_t sum[LANES] = {0};
  for (uint32_t i = 0; i < f->count; i++) {
    const int8_t *row = row_of(t, f->at[i] >> (32 - t->form.bits));
    if (row) add_row(sum, row, t->stride);
  }
  for (uint32_t l = 0; l < LANES; l++) out[l] = sum[l];
}

static void score_stretch(const lede__tagger *t, const lede_doc *doc, const lede__hints *hints,
                          lede_span sentence, lede_span stretch, lattice *l) {
  lede__features f;
  int32_t lean = (int32_t)(t->form.lean / t->form.unit);
  l->count = stretch.end - stretch.start;
  for (uint32_t i = 0; i < l->count; i++) {
    lede__features_of(doc, hints, sentence, stretch.start + i, &f);
    score_token(t, &f, l->here[i]);
    if (doc->segments.token_shape[stretch.start + i] & LEDE__SHAPE_CAPITAL) l->here[i][0] -= lean;
  }
}

/* ---- The best sequence ---------------------------------------------------------------- */

static void go_forward(const lede__tagger *t, lattice *l) {
  for (uint32_t to = 0; to < t->labels; to++) {
    l->upto[0][to] = lede__label_follows(0, to) ? l->here[0][to] + t->step[0][to] : INT32_MIN / 4;
    l->came_from[0][to] = 0;
  }
  for (uint32_t i = 1; i < l->count; i++)
    for (uint32_t to = 0; to < t->labels; to++) {
      int32_t best = INT32_MIN / 2;
      for (uint32_t from = 0; from < t->labels; from++) {
        int32_t score = l->upto[i - 1][from] + t->step[from][to];
        if (score <= best || !lede__label_follows(from, to)) continue;
        best = score;
        l->came_from[i][to] = (uint8_t)from;
      }
      l->upto[i][to] = best + l->here[i][to];
    }
}

static void go_backward(const lede__tagger *t, lattice *l) {
  memset(l->onward[l->count - 1], 0, sizeof l->onward[0]);
  for (uint32_t i = l->count - 1; i-- > 0;)
    for (uint32_t from = 0; from < t->labels; from++) {
      int32_t best = INT32_MIN / 2;
      for (uint32_t to = 0; to < t->labels; to++) {
        int32_t score = t->step[from][to] + l->here[i + 1][to] + l->onward[i + 1][to];
        if (score > best && lede__label_follows(from, to)) best = score;
      }
      l->onward[i][from] = best;
    }
}

static void trace_back(const lede__tagger *t, const lattice *l, uint8_t *labels) {
  uint32_t best = 0;
  for (uint32_t label = 1; label < t->labels; label++)
    if (l->upto[l->count - 1][label] > l->upto[l->count - 1][best]) best = label;
  for (uint32_t i = l->count; i-- > 0;) {
    labels[i] = (uint8_t)best;
    best = l->came_from[i][best];
  }
}

static void measure_margins(const lede__tagger *t, const lattice *l, const uint8_t *labels, float *margins) {
  for (uint32_t i = 0; i < l->count; i++) {
    int32_t other = INT32_MIN / 2, best = l->upto[i][labels[i]] + l->onward[i][labels[i]];
    for (uint32_t label = 0; label < t->labels; label++) {
      int32_t score = l->upto[i][label] + l->onward[i][label];
      if (label != labels[i] && score > other) other = score;
    }
    margins[i] = (float)(best - other) * t->form.unit;
  }
}

/* Labels the tokens `part` of a sentence; labels and margins begin with part.start. */
static void run_part(const lede__tagger *t, const lede_doc *doc, lede_span sentence, lede_span part,
                     const lede__hints *hints, lattice *l, uint8_t *labels, float *margins) {
  for (uint32_t at = part.start; at < part.end;) {
    lede_span stretch = lede__stretch_next(doc, part, at, t->form.capitals);
    if (stretch.start == stretch.end) return;
    uint32_t offset = stretch.start - part.start;
    score_stretch(t, doc, hints, sentence, stretch, l);
    go_forward(t, l);
    trace_back(t, l, labels + offset);
    if (margins) {
      go_backward(t, l);
      measure_margins(t, l, labels + offset, margins + offset);
    }
    at = stretch.end;
  }
}

/* The sentence that holds token `i`. */
static uint32_t sentence_of(const lede__segments *s, uint32_t i) {
  uint32_t low = 0, high = s->sentence_count;
  while (low + 1 < high) {
    uint32_t middle = low + (high - low) / 2;
    if (s->sentence_token[middle] <= i)
      low = middle;
    else
      high = middle;
  }
  return low;
}

void lede__tagger_run(const lede__tagger *t, const lede_doc *doc, lede_span range, const lede__hints *hints,
                      uint8_t *labels, float *margins) {
  lattice l;
  if (range.start >= range.end) return;
  memset(labels, 0, range.end - range.start);
  if (margins) memset(margins, 0, (range.end - range.start) * sizeof *margins);
  uint32_t at = range.start;
  for (uint32_t s = sentence_of(&doc->segments, at); at < range.end; s++) {
    lede_span sentence = lede_doc_sentence_tokens(doc, s);
    lede_span part = {at, sentence.end < range.end ? sentence.end : range.end};
    uint32_t offset = at - range.start;
    run_part(t, doc, sentence, part, hints, &l, labels + offset, margins ? margins + offset : NULL);
    at = part.end;
  }
}

/* ---- One name ------------------------------------------------------------------------- */

/* The score of labelling all tokens of the lattice `first`, then `rest`, with "outside" on either side. */
static float score_as(const lede__tagger *t, const lattice *l, uint32_t first, uint32_t rest) {
  int32_t sum = t->step[0][first] + l->here[0][first];
  for (uint32_t i = 1; i < l->count; i++) sum += t->step[i == 1 ? first : rest][rest] + l->here[i][rest];
  sum += t->step[l->count == 1 ? first : rest][0];
  return (float)sum * t->form.unit;
}

void lede__tagger_weigh(const lede__tagger *t, const lede_doc *doc, lede_span span, const lede__hints *hints,
                        float out[LEDE__MOST_KINDS + 1]) {
  lattice l;
  memset(out, 0, (LEDE__MOST_KINDS + 1) * sizeof *out);
  if (span.start >= span.end) return;
  if (span.end - span.start > LEDE__MOST_STRETCH) span.end = span.start + LEDE__MOST_STRETCH;
  lede_span sentence = lede_doc_sentence_tokens(doc, sentence_of(&doc->segments, span.start));
  if (sentence.end < span.end) sentence.end = span.end;
  score_stretch(t, doc, hints, sentence, span, &l);
  out[0] = score_as(t, &l, 0, 0);
  for (uint32_t k = 0; k < t->form.kind_count; k++) out[1 + k] = score_as(t, &l, 1 + 2 * k, 2 + 2 * k);
}
