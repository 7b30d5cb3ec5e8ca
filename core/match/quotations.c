#include "match/quotations.h"

#include "base/str.h"

/* ---- Marks ------------------------------------------------------------------------ */

/* Which way a mark can face; what can do both is told by the white space around it. */
enum facing { OPENS, CLOSES, BOTH };
enum family { DOUBLE, SINGLE, ANGLE, CORNER };

typedef struct role {
  const char *text;
  uint8_t facing, family;
} role;

static const role roles[] = {{"\"", BOTH, DOUBLE},   {"“", OPENS, DOUBLE},   {"”", CLOSES, DOUBLE},
                             {"„", OPENS, DOUBLE},   {"``", OPENS, DOUBLE},  {"''", BOTH, DOUBLE},
                             {"‘‘", OPENS, DOUBLE},  {"’’", CLOSES, DOUBLE}, {"‟", OPENS, DOUBLE},
                             {"＂", BOTH, DOUBLE},   {"'", BOTH, SINGLE},    {"‘", OPENS, SINGLE},
                             {"’", CLOSES, SINGLE},  {"`", OPENS, SINGLE},   {"‚", OPENS, SINGLE},
                             {"«", BOTH, ANGLE},     {"»", BOTH, ANGLE},     {"「", OPENS, CORNER},
                             {"」", CLOSES, CORNER}, {"『", OPENS, CORNER},  {"』", CLOSES, CORNER}};

typedef struct mark {
  const role *role;
  uint32_t token;
  bool glued_left, glued_right;
} mark;

/* Where an opening mark and what closes it stand; without a closing one, the last token of the paragraph. */
typedef struct pair {
  uint32_t open, close;
  bool closed;
} pair;

/* A quotation being put together. Its pieces are a list: it may go on for many paragraphs. */
typedef struct piece {
  lede_span at;
  struct piece *next;
} piece;

typedef struct quote {
  uint32_t from, to;
  pair last; /* the piece it ends with */
  piece first_piece, *last_piece;
  uint32_t pieces;
} quote;

typedef struct walk {
  const lede_doc *doc;
  lede__arena *arena;
  mark *marks;
  uint32_t mark_count;
  const mark **stack;
  pair *pairs; /* of the paragraph in hand */
  quote **out;
  uint32_t count;
} walk;

static lede_str word(const lede_doc *doc, uint32_t token) {
  return lede__str_sub(doc->loaded.text, lede_doc_token(doc, token));
}

static bool has_shape(const lede_doc *doc, uint32_t token, uint8_t bit) {
  return token < doc->segments.token_count && (doc->segments.token_shape[token] & bit);
}

static const role *role_of(const lede_doc *doc, uint32_t token) {
  if (doc->segments.token_kind[token] != LEDE_TOKEN_MARK) return NULL;
  lede_str s = word(doc, token);
  if (!strchr("\"'`\xC2\xE2\xE3\xEF", *s.ptr)) return NULL; /* most marks are commas and full stops */
  for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
    if (*s.ptr == *roles[i].text && lede__str_is(s, roles[i].text)) return &roles[i];
  return NULL;
}

static uint32_t count_marks(const lede_doc *doc) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < doc->segments.token_count; i++) n += role_of(doc, i) != NULL;
  return n;
}

static void read_marks(walk *w) {
  uint32_t n = 0;
  for (uint32_t i = 0; n < w->mark_count; i++) {
    const role *r = role_of(w->doc, i);
    if (r)
      w->marks[n++] =
          (mark){r, i, has_shape(w->doc, i, LEDE__SHAPE_GLUED), has_shape(w->doc, i + 1, LEDE__SHAPE_GLUED)};
  }
}

/* ---- Which way a mark faces --------------------------------------------------------- */

static bool is_text(const mark *m, const char *text) { return strcmp(m->role->text, text) == 0; }

static bool same_in_any_case(lede_str s, const char *lower) {
  for (size_t i = 0; i < s.len; i++)
    if (lower[i] == '\0' || (s.ptr[i] | 0x20) != lower[i]) return false;
  return lower[s.len] == '\0';
}

/* ’em, ’til, ’90s */
static bool is_apostrophe(const lede_doc *doc, const mark *m) {
  static const char *const elided[] = {"em", "til", "tis", "twas", "cause", "n", "round", "bout"};
  if (m->role->family != SINGLE || m->token + 1 == doc->segments.token_count) return false;
  lede_str s = word(doc, m->token + 1);
  if (*s.ptr >= '0' && *s.ptr <= '9') return true;
  for (size_t i = 0; i < sizeof elided / sizeof *elided; i++)
    if (same_in_any_case(s, elided[i])) return true;
  return false;
}

/* What an opening mark may stand right behind: brackets, dashes, other quotation marks. */
static bool lets_open(const lede_doc *doc, uint32_t token) {
  static const char *const before[] = {"(", "[", "{", "/", "—", "–", "-"};
  lede_str s = word(doc, token);
  for (size_t i = 0; i < sizeof before / sizeof *before; i++)
    if (lede__str_is(s, before[i])) return true;
  return role_of(doc, token) != NULL;
}

static bool opens(const lede_doc *doc, const mark *m) {
  const role *r = m->role;
  if (r->facing == OPENS) return m->glued_right || !m->glued_left;
  if (is_text(m, "«")) return true; /* also with a space behind it */
  if (r->facing == CLOSES && r->family != DOUBLE) return false;
  if (r->facing == CLOSES && !m->glued_left && has_shape(doc, m->token, LEDE__SHAPE_FIRST)) return true;
  if (!m->glued_right || is_apostrophe(doc, m)) return false;
  return !m->glued_left || m->token == 0 || lets_open(doc, m->token - 1);
}

/* Whether a mark may close what `open` has opened (NULL: anything). A space before a straight or a single
 * mark means it does not, unless one follows it too (“,' "”). */
static bool closes(const mark *m, const mark *open) {
  const role *r = m->role;
  if (r->family == ANGLE && open) return r != open->role; /* « … » and » … « */
  if (open && is_text(m, "“") && is_text(open, "„")) return m->glued_left;
  if (r->facing == OPENS) return m->glued_left && !m->glued_right;
  if (r->family == DOUBLE) return m->glued_left || r->facing == CLOSES || !m->glued_right;
  return m->glued_left;
}

static bool ends_in_s(lede_str s) { return s.len > 0 && (s.ptr[s.len - 1] | 0x20) == 's'; }

/* An apostrophe behind s (“the workers’ party”) closes nothing while a better mark follows in the
 * paragraph, whose marks end before `stop`. */
static bool is_possessive(const walk *w, uint32_t n, uint32_t stop) {
  const mark *m = &w->marks[n], *next = m + 1;
  if (m->role->family != SINGLE) return false;
  if (m->glued_right) {
    uint8_t kind = w->doc->segments.token_kind[m->token + 1];
    return kind == LEDE_TOKEN_WORD || kind == LEDE_TOKEN_NUMBER;
  }
  if (m->token == 0 || !ends_in_s(word(w->doc, m->token - 1))) return false;
  return n + 1 < stop && next->role->family == SINGLE && closes(next, NULL) && !opens(w->doc, next);
}

/* ---- One paragraph ------------------------------------------------------------------- */

/* As many opening as closing double marks: only then do they nest. */
static bool is_balanced(const walk *w, uint32_t from, uint32_t stop) {
  uint32_t facing[3] = {0};
  for (uint32_t n = from; n < stop; n++)
    if (w->marks[n].role->family == DOUBLE) facing[w->marks[n].role->facing]++;
  return facing[OPENS] == facing[CLOSES];
}

/* A double mark behind a single one that was never closed: “… ‘… ” */
static bool closes_below(const walk *w, const mark *m, uint32_t depth) {
  return m->role->family == DOUBLE && depth > 1 && closes(m, NULL) &&
         w->stack[depth - 1]->role->family == SINGLE && w->stack[depth - 2]->role->family == DOUBLE &&
         !opens(w->doc, m);
}

static const mark *unclosed(const walk *w, uint32_t depth) {
  for (uint32_t d = 0; d < depth; d++)
    if (w->stack[d]->role->family == DOUBLE) return w->stack[d];
  return NULL;
}

/* Pairs the marks from..stop of one paragraph into w->pairs, by where they close. Returns the first double
 * mark that is left open, or NULL. */
static const mark *pair_marks(walk *w, uint32_t from, uint32_t stop, uint32_t *count) {
  bool nests = is_balanced(w, from, stop);
  uint32_t depth = 0;
  *count = 0;
  for (uint32_t n = from; n < stop; n++) {
    const mark *m = &w->marks[n], *top = depth ? w->stack[depth - 1] : NULL;
    bool same = top && top->role->family == m->role->family;
    if (same && closes(m, top) && !is_possessive(w, n, stop)) {
      depth--;
      if (m->token - top->token > 1) w->pairs[(*count)++] = (pair){top->token, m->token, true};
    } else if (closes_below(w, m, depth)) {
      depth -= 2;
      w->pairs[(*count)++] = (pair){w->stack[depth]->token, m->token, true};
    } else if (opens(w->doc, m)) {
      if (!same || nests) depth++;
      w->stack[depth - 1] = m;
    }
  }
  return unclosed(w, depth);
}

/* ---- Quotations ------------------------------------------------------------------------ */

static lede_span words_of(const lede_doc *doc, pair p) {
  uint32_t last = p.closed ? p.close - 1 : p.close;
  if (last == p.open) return (lede_span){lede_doc_token(doc, p.open).end, lede_doc_token(doc, p.close).start};
  return (lede_span){lede_doc_token(doc, p.open + 1).start, lede_doc_token(doc, last).end};
}

/* NULL when out of memory. */
static quote *new_quote(walk *w, pair p) {
  quote *q = lede__arena_alloc(w->arena, sizeof *q);
  if (!q) return NULL;
  *q = (quote){
      .from = p.open, .to = p.close, .last = p, .first_piece = {words_of(w->doc, p), NULL}, .pieces = 1};
  q->last_piece = &q->first_piece;
  return q;
}

/* Adds a quotation; what stands inside it is dropped. */
static bool add(walk *w, quote *q) {
  if (!q) return false;
  while (w->count > 0 && w->out[w->count - 1]->from > q->from) w->count--;
  w->out[w->count++] = q;
  return true;
}

static bool add_pairs(walk *w, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    if (!add(w, new_quote(w, w->pairs[i]))) return false;
  return true;
}

/* Joins a piece that opens a paragraph to the quotation that the paragraph before left open. */
static void go_on(quote *before, quote *q) {
  before->last_piece = before->last_piece->next = &q->first_piece;
  before->pieces++;
  before->to = q->to;
  before->last = q->last;
}

/* What the paragraph before left open. One that is not believed counts only when it goes on. */
typedef struct left_open {
  quote *quote; /* NULL: nothing */
  uint32_t paragraph, floor;
  bool believed;
} left_open;

/* A curly mark opens a quotation though none closes it, and so does a mark that begins its paragraph; a
 * straight mark elsewhere does when the next paragraph goes on behind an opening mark. */
static bool is_believed(const mark *open, uint32_t paragraph_from) {
  return open->role->facing == OPENS || open->token == paragraph_from;
}

static lede_span paragraph_tokens(const lede_doc *doc, uint32_t p) {
  const lede__segments *s = &doc->segments;
  return (lede_span){s->sentence_token[s->paragraph_sentence[p]],
                     s->sentence_token[s->paragraph_sentence[p + 1]]};
}

/* The marks from..stop, all those of one paragraph. False when out of memory. */
static bool read_paragraph(walk *w, uint32_t from, uint32_t stop, uint32_t paragraph, left_open *left) {
  lede_span tokens = paragraph_tokens(w->doc, paragraph);
  bool goes_on = left->quote && left->paragraph + 1 == paragraph && w->marks[from].token == tokens.start &&
                 opens(w->doc, &w->marks[from]);
  if (goes_on && !left->believed) add(w, left->quote);
  left_open now = {.paragraph = paragraph, .floor = w->count};
  uint32_t count;
  const mark *open = pair_marks(w, from, stop, &count);
  if (!add_pairs(w, count)) return false;
  if (open && open->token + 1 < tokens.end) {
    now.quote = new_quote(w, (pair){open->token, tokens.end - 1, false});
    if (!now.quote) return false;
    now.believed = is_believed(open, tokens.start);
    if (now.believed) add(w, now.quote);
  }
  quote *opener = w->count > now.floor ? w->out[now.floor] : NULL;
  if (goes_on && opener && opener->from == tokens.start) {
    go_on(left->quote, opener);
    memmove(w->out + now.floor, w->out + now.floor + 1, (--w->count - now.floor) * sizeof(quote *));
    if (now.quote == opener) now.quote = left->quote;
  }
  *left = now;
  return true;
}

static bool read_paragraphs(walk *w) {
  left_open left = {0};
  for (uint32_t n = 0, stop; n < w->mark_count; n = stop) {
    uint32_t p = lede_doc_paragraph_at(w->doc, lede_doc_token(w->doc, w->marks[n].token).start);
    uint32_t end = paragraph_tokens(w->doc, p).end;
    for (stop = n + 1; stop < w->mark_count && w->marks[stop].token < end;) stop++;
    if (!read_paragraph(w, n, stop, p, &left)) return false;
  }
  return true;
}

/* ---- Putting it together ----------------------------------------------------------------- */

static uint32_t ending(const lede_doc *doc, pair p) {
  if (!p.closed) return p.close;
  uint32_t i = p.close - 1;
  while (i > p.open && role_of(doc, i)) i--;
  return i > p.open ? i : LEDE_NONE;
}

static bool put_parts(lede__arena *arena, const quote *q, lede__quotation *out) {
  if (q->pieces == 1) return true;
  lede_span *parts = lede__arena_alloc(arena, q->pieces * sizeof *parts);
  if (!parts) return false;
  for (const piece *p = &q->first_piece; p; p = p->next) parts[out->part_count++] = p->at;
  out->parts = parts;
  return true;
}

static bool put(const walk *w, lede__quotations *out) {
  out->at = lede__arena_calloc(w->arena, w->count, sizeof *out->at);
  if (!out->at) return false;
  for (; out->count < w->count; out->count++) {
    const quote *q = w->out[out->count];
    lede__quotation *to = &out->at[out->count];
    *to = (lede__quotation){.from = q->from,
                            .to = q->to,
                            .words = {q->first_piece.at.start, q->last_piece->at.end},
                            .ending = ending(w->doc, q->last),
                            .closed = q->last.closed};
    if (!put_parts(w->arena, q, to)) return false;
  }
  return true;
}

lede_status lede__quotations_find(const lede_doc *doc, lede__quotations *out, lede_error *err) {
  *out = (lede__quotations){0};
  walk w = {.doc = doc, .arena = &out->arena, .mark_count = count_marks(doc)};
  if (w.mark_count == 0) return LEDE_OK;
  w.marks = lede__arena_calloc(w.arena, w.mark_count, sizeof *w.marks);
  w.stack = lede__arena_calloc(w.arena, w.mark_count, sizeof *w.stack);
  w.pairs = lede__arena_calloc(w.arena, w.mark_count, sizeof *w.pairs);
  w.out = lede__arena_calloc(w.arena, w.mark_count, sizeof *w.out);
  if (!w.marks || !w.stack || !w.pairs || !w.out) return lede__nomem(err);
  read_marks(&w);
  return read_paragraphs(&w) && put(&w, out) ? LEDE_OK : lede__nomem(err);
}

void lede__quotations_free(lede__quotations *q) {
  lede__arena_free(&q->arena);
  *q = (lede__quotations){0};
}
