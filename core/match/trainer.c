#include "match/trainer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LABELS = 16 };

/* A stretch of tokens: labels and features lie one after the other in the trainer's buffers. */
typedef struct example {
  uint32_t count;
  uint32_t label; /* its first, in labels */
  uint32_t token; /* its first, in tokens */
} example;

typedef struct token {
  size_t feature; /* its first, in features */
  uint16_t count, lexical;
} token;

/* A weight and the sum of its squared gradients, which slows it down (Duchi, Hazan & Singer 2011). */
typedef struct weight {
  float value, seen;
} weight;

struct lede__trainer {
  lede__tagger_form form;
  uint32_t labels;
  lede__buf examples, gold, tokens, features;
  weight (*rows)[LABELS];
  weight step[LABELS][LABELS];
  uint64_t random;
};

static uint64_t next_random(lede__trainer *t) {
  uint64_t z = t->random += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
  return z ^ z >> 31;
}

/* From 0 up to, not including, 1. */
static float chance(lede__trainer *t) { return (float)(next_random(t) >> 40) / 16777216.0f; }

/* ---- Taking in ------------------------------------------------------------------------ */

lede_status lede__trainer_new(const lede__tagger_form *form, lede__trainer **out, lede_error *err) {
  *out = NULL;
  if (form->kind_count == 0 || form->kind_count > LEDE__MOST_KINDS)
    return lede__fail(err, LEDE_ESETUP, NULL, "a tagger has 1 to %d kinds", LEDE__MOST_KINDS);
  if (form->bits < 8 || form->bits > 22)
    return lede__fail(err, LEDE_ESETUP, NULL, "bits are 8 to 22; 18 is usual");
  if (form->hint_count > LEDE__MOST_HINTS)
    return lede__fail(err, LEDE_ESETUP, NULL, "a tagger takes %d strings of hints at most", LEDE__MOST_HINTS);
  lede__trainer *t = calloc(1, sizeof *t);
  if (!t) return lede__nomem(err);
  t->form = *form;
  t->labels = 2 * form->kind_count + 1;
  t->rows = calloc((size_t)1 << form->bits, sizeof *t->rows);
  if (t->rows)
    *out = t;
  else
    lede__trainer_free(t);
  return *out ? LEDE_OK : lede__nomem(err);
}

void lede__trainer_free(lede__trainer *t) {
  if (!t) return;
  lede__buf *buffers[] = {&t->examples, &t->gold, &t->tokens, &t->features};
  for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++) lede__buf_free(buffers[i]);
  free(t->rows);
  free(t);
}

static void add_token(lede__trainer *t, const lede__features *f) {
  token k = {t->features.len / sizeof(uint32_t), (uint16_t)f->count, (uint16_t)f->lexical};
  uint32_t rows[LEDE__MOST_FEATURES];
  for (uint32_t i = 0; i < f->count; i++) rows[i] = f->at[i] >> (32 - t->form.bits);
  lede__buf_add(&t->features, rows, f->count * sizeof *rows);
  lede__buf_add(&t->tokens, &k, sizeof k);
}

static void add_stretch(lede__trainer *t, const lede_doc *doc, const lede__hints *hints, lede_span sentence,
                        lede_span stretch, const uint8_t *labels) {
  example e = {stretch.end - stretch.start, (uint32_t)t->gold.len, (uint32_t)(t->tokens.len / sizeof(token))};
  lede__features f;
  for (uint32_t i = stretch.start; i < stretch.end; i++) {
    lede__features_of(doc, hints, sentence, i, &f);
    add_token(t, &f);
  }
  /* A stretch begins outside: what was begun before it was cut away begins anew. */
  uint8_t first = labels[stretch.start];
  if (first && first % 2 == 0) first--;
  lede__buf_add(&t->gold, &first, 1);
  lede__buf_add(&t->gold, labels + stretch.start + 1, e.count - 1);
  lede__buf_add(&t->examples, &e, sizeof e);
}

static lede_status check_labels(const lede__trainer *t, const lede_doc *doc, const uint8_t *labels,
                                lede_error *err) {
  for (uint32_t i = 0; i < doc->segments.token_count; i++)
    if (labels[i] >= t->labels || !lede__label_follows(i ? labels[i - 1] : 0, labels[i]))
      return lede__fail(err, LEDE_ESETUP, NULL, "label %u of token %u can't follow the one before", labels[i],
                        (unsigned)i + 1);
  return LEDE_OK;
}

lede_status lede__trainer_add(lede__trainer *t, const lede_doc *doc, const lede__hints *hints,
                              const uint8_t *labels, lede_error *err) {
  lede_status status = check_labels(t, doc, labels, err);
  if (status) return status;
  for (uint32_t s = 0; s < doc->segments.sentence_count; s++) {
    lede_span sentence = lede_doc_sentence_tokens(doc, s), stretch;
    for (uint32_t at = sentence.start; at < sentence.end; at = stretch.end) {
      stretch = lede__stretch_next(doc, sentence, at, t->form.capitals);
      if (stretch.start == stretch.end) break;
      add_stretch(t, doc, hints, sentence, stretch, labels);
    }
  }
  bool failed = t->examples.failed || t->gold.failed || t->tokens.failed || t->features.failed;
  return failed ? lede__nomem(err) : LEDE_OK;
}

/* ---- One stretch ---------------------------------------------------------------------- */

typedef double row[LABELS];

/* Scores, then sums over all sequences up to and from each token on (as logarithms), then what each label is
 * expected to be. */
typedef struct lattice {
  row here[LEDE__MOST_STRETCH], upto[LEDE__MOST_STRETCH], onward[LEDE__MOST_STRETCH],
      expected[LEDE__MOST_STRETCH];
  bool hidden[LEDE__MOST_STRETCH];
  row steps[LABELS];
  double total;
} lattice;

static double log_add(double a, double b) {
  double high = a > b ? a : b, low = a > b ? b : a;
  return high - low > 40 ? high : high + log1p(exp(low - high));
}

static const uint32_t *rows_of(const lede__trainer *t, const token *k) {
  return (const uint32_t *)(const void *)t->features.ptr + k->feature;
}

static void score(lede__trainer *t, const example *e, const token *tokens, float hide_words, lattice *l) {
  for (uint32_t i = 0; i < e->count; i++) {
    const uint32_t *rows = rows_of(t, &tokens[i]);
    l->hidden[i] = chance(t) < hide_words;
    memset(l->here[i], 0, sizeof l->here[i]);
    for (uint32_t f = l->hidden[i] ? tokens[i].lexical : 0; f < tokens[i].count; f++)
      for (uint32_t label = 0; label < t->labels; label++)
        l->here[i][label] += (double)t->rows[rows[f]][label].value;
  }
}

static void sum_forward(const lede__trainer *t, uint32_t count, lattice *l) {
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t to = 0; to < t->labels; to++) {
      double sum = -INFINITY;
      for (uint32_t from = 0; from < t->labels; from++) {
        if (!lede__label_follows(from, to) || (i == 0 && from)) continue;
        double before = (i ? l->upto[i - 1][from] : 0) + (double)t->step[from][to].value;
        sum = sum == -INFINITY ? before : log_add(sum, before);
      }
      l->upto[i][to] = sum + l->here[i][to];
    }
  l->total = -INFINITY;
  for (uint32_t to = 0; to < t->labels; to++)
    if (l->upto[count - 1][to] != -INFINITY)
      l->total = l->total == -INFINITY ? l->upto[count - 1][to] : log_add(l->total, l->upto[count - 1][to]);
}

static void sum_backward(const lede__trainer *t, uint32_t count, lattice *l) {
  memset(l->onward[count - 1], 0, sizeof l->onward[0]);
  for (uint32_t i = count - 1; i-- > 0;)
    for (uint32_t from = 0; from < t->labels; from++) {
      double sum = -INFINITY;
      for (uint32_t to = 0; to < t->labels; to++) {
        if (!lede__label_follows(from, to)) continue;
        double behind = (double)t->step[from][to].value + l->here[i + 1][to] + l->onward[i + 1][to];
        sum = sum == -INFINITY ? behind : log_add(sum, behind);
      }
      l->onward[i][from] = sum;
    }
}

static void expect(const lede__trainer *t, uint32_t count, lattice *l) {
  memset(l->steps, 0, sizeof l->steps);
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t to = 0; to < t->labels; to++) {
      l->expected[i][to] = exp(l->upto[i][to] + l->onward[i][to] - l->total);
      for (uint32_t from = 0; from < t->labels; from++) {
        if (!lede__label_follows(from, to) || (i == 0 && from)) continue;
        double before = i ? l->upto[i - 1][from] : 0;
        l->steps[from][to] +=
            exp(before + (double)t->step[from][to].value + l->here[i][to] + l->onward[i][to] - l->total);
      }
    }
}

/* ---- Learning ------------------------------------------------------------------------- */

static void learn(weight *w, float gradient, const lede__training *how) {
  w->seen += gradient * gradient;
  float pace = how->rate / (sqrtf(w->seen) + 1e-4f), value = w->value - pace * gradient,
        shrink = pace * how->penalty;
  w->value = value > shrink ? value - shrink : value < -shrink ? value + shrink : 0;
}

static void learn_steps(lede__trainer *t, const example *e, const uint8_t *gold, lattice *l,
                        const lede__training *how) {
  for (uint32_t i = 0; i < e->count; i++) l->steps[i ? gold[i - 1] : 0][gold[i]] -= 1;
  for (uint32_t from = 0; from < t->labels; from++)
    for (uint32_t to = 0; to < t->labels; to++)
      if (lede__label_follows(from, to)) learn(&t->step[from][to], (float)l->steps[from][to], how);
}

static void learn_rows(lede__trainer *t, const example *e, const token *tokens, const lattice *l,
                       const lede__training *how) {
  for (uint32_t i = 0; i < e->count; i++) {
    const uint32_t *rows = rows_of(t, &tokens[i]);
    for (uint32_t label = 0; label < t->labels; label++) {
      float gradient = (float)l->expected[i][label];
      if (fabsf(gradient) < 1e-4f) continue;
      for (uint32_t f = l->hidden[i] ? tokens[i].lexical : 0; f < tokens[i].count; f++)
        learn(&t->rows[rows[f]][label], gradient, how);
    }
  }
}

/* Returns the loss: how far the gold sequence lies behind all sequences. */
static double learn_example(lede__trainer *t, const example *e, lattice *l, const lede__training *how) {
  const token *tokens = (const token *)(const void *)t->tokens.ptr + e->token;
  const uint8_t *gold = (const uint8_t *)t->gold.ptr + e->label;
  score(t, e, tokens, how->hide_words, l);
  sum_forward(t, e->count, l);
  sum_backward(t, e->count, l);
  expect(t, e->count, l);
  double loss = l->total;
  for (uint32_t i = 0; i < e->count; i++) {
    loss -= l->here[i][gold[i]] + (double)t->step[i ? gold[i - 1] : 0][gold[i]].value;
    l->expected[i][gold[i]] -= 1;
  }
  learn_steps(t, e, gold, l, how);
  learn_rows(t, e, tokens, l, how);
  return loss;
}

static void shuffle(lede__trainer *t, example *examples, size_t count) {
  for (size_t i = count; i > 1; i--) {
    size_t j = (size_t)(next_random(t) % i);
    example e = examples[i - 1];
    examples[i - 1] = examples[j];
    examples[j] = e;
  }
}

double lede__trainer_run(lede__trainer *t, const lede__training *how) {
  lattice l; /* 130 KB */
  example *examples = (example *)(void *)t->examples.ptr;
  size_t count = t->examples.len / sizeof *examples, tokens = t->tokens.len / sizeof(token);
  double loss = 0;
  t->random = 1;
  for (uint32_t epoch = 0; epoch < how->epochs; epoch++) {
    shuffle(t, examples, count);
    loss = 0;
    for (size_t i = 0; i < count; i++) loss += learn_example(t, &examples[i], &l, how);
  }
  return tokens ? loss / (double)tokens : 0;
}

/* ---- Writing -------------------------------------------------------------------------- */

static float largest(const lede__trainer *t) {
  float most = 0;
  for (size_t i = 0; i < (size_t)1 << t->form.bits; i++)
    for (uint32_t l = 0; l < t->labels; l++) most = fmaxf(most, fabsf(t->rows[i][l].value));
  return most;
}

/* Weights beyond 127 units are cut. */
static int rounded(float value, float unit, float most) {
  return (int)lrintf(fmaxf(-most, fminf(most, value / unit)));
}

/* Rows whose weights all lie below a sixteenth of the largest are left out: on names that were hidden from
 * the lists F1 stayed the same, and the file is a quarter as large (measured 2026-11). */
enum { LEAST_WEIGHT = 8 };

static bool is_empty(const lede__trainer *t, size_t i, float unit) {
  for (uint32_t l = 0; l < t->labels; l++)
    if (abs(rounded(t->rows[i][l].value, unit, 127)) >= LEAST_WEIGHT) return false;
  return true;
}

static void write_notes(lede_str notes, lede__buf *out) {
  for (size_t at = 0; at < notes.len;) {
    const char *line = notes.ptr + at, *end = memchr(line, '\n', notes.len - at);
    size_t len = end ? (size_t)(end - line) : notes.len - at;
    lede__buf_printf(out, "# %.*s\n", (int)(len > 250 ? 250 : len), line);
    at += len + 1;
  }
}

static void write_head(const lede__trainer *t, lede_str notes, float unit, lede__buf *out) {
  uint32_t rows = 0;
  for (size_t i = 0; i < (size_t)1 << t->form.bits; i++) rows += !is_empty(t, i, unit);
  lede__buf_printf(out, "lede tagger 1\n");
  write_notes(notes, out);
  lede__buf_printf(out, "kinds");
  for (uint32_t k = 0; k < t->form.kind_count; k++) lede__buf_printf(out, " %s", t->form.kinds[k]);
  lede__buf_printf(out, "\nhints %u\nbits %u\ncapitals %d\nunit %.6f\nlean %.3f\nhashing %08x\nrows %u\n\n",
                   t->form.hint_count, t->form.bits, t->form.capitals, (double)unit, (double)t->form.lean,
                   lede__tagger_hashing(), rows);
}

static void write_gap(size_t gap, lede__buf *out) {
  do {
    uint8_t byte = (uint8_t)((gap & 0x7F) | (gap > 0x7F ? 0x80 : 0));
    lede__buf_add(out, &byte, 1);
    gap >>= 7;
  } while (gap);
}

static void write_rows(const lede__trainer *t, float unit, lede__buf *out) {
  size_t last = 0;
  for (size_t i = 0; i < (size_t)1 << t->form.bits; i++) {
    if (is_empty(t, i, unit)) continue;
    write_gap(i - last, out);
    last = i;
    for (uint32_t l = 0; l < t->labels; l++) {
      int8_t value = (int8_t)rounded(t->rows[i][l].value, unit, 127);
      lede__buf_add(out, &value, 1);
    }
  }
}

void lede__trainer_write(const lede__trainer *t, lede_str notes, lede__buf *out) {
  float unit = fmaxf(largest(t), 1e-3f) / 127;
  write_head(t, notes, unit, out);
  for (uint32_t from = 0; from < t->labels; from++)
    for (uint32_t to = 0; to < t->labels; to++) {
      int value = rounded(t->step[from][to].value, unit, 32767);
      uint8_t bytes[2] = {(uint8_t)value, (uint8_t)((unsigned)value >> 8)};
      lede__buf_add(out, bytes, 2);
    }
  write_rows(t, unit, out);
}

const lede__tagger_form *lede__trainer_form(const lede__trainer *t) { return &t->form; }
