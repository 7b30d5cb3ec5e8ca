/* doc/facts: what is known of a document as a whole. */
#include "doc/facts.h"

#include "base/str.h"

static const lede_str absent = {NULL, 0};

static const lede__layer *structure(const lede_doc *doc) {
  return lede__doc_layer(doc, LEDE__LIT("structure"));
}

static uint32_t next_of_kind(const lede__layer *l, const char *kind, uint32_t from) {
  if (!l) return LEDE_NONE;
  for (uint32_t i = from; i < l->count; i++)
    if (lede__str_is(l->kind[i], kind)) return i;
  return LEDE_NONE;
}

/* Whoever gives `structure` declares its attributes: one of another type is not what is meant here. */
static bool holds_string(const lede__attribute *a) {
  return !a->list && (a->type == LEDE__STRING || a->type == LEDE__NAME || a->type == LEDE__DATE);
}

static lede_str string_of(const lede__layer *l, uint32_t mark, const char *attribute) {
  uint32_t a = lede__schema_find(l->schema, lede__str(attribute));
  if (a == LEDE_NONE || !holds_string(&l->schema->attributes[a])) return absent;
  const lede__cell *cell = lede__layer_value(l, mark, a);
  return cell && cell->set ? cell->scalar.str : absent;
}

/* The first mark of `kind` that carries the attribute. */
static lede_str first_string(const lede__layer *l, const char *kind, const char *attribute, uint32_t *mark) {
  for (*mark = next_of_kind(l, kind, 0); *mark != LEDE_NONE; *mark = next_of_kind(l, kind, *mark + 1)) {
    lede_str s = string_of(l, *mark, attribute);
    if (s.ptr) return s;
  }
  return absent;
}

static lede_str first_text(const lede_doc *doc, const char *kind) {
  const lede__layer *l = structure(doc);
  uint32_t mark = next_of_kind(l, kind, 0);
  return mark == LEDE_NONE ? absent : lede__str_sub(doc->loaded.text, l->at[mark]);
}

static lede_str found_title(const lede_doc *doc) { return first_text(doc, "title"); }

static lede_str found_outlet(const lede_doc *doc) {
  uint32_t mark;
  lede_str name = first_string(structure(doc), "outlet", "name", &mark);
  return name.ptr ? name : first_text(doc, "outlet");
}

static lede_str found_date(const lede_doc *doc) {
  uint32_t mark;
  return first_string(structure(doc), "date", "value", &mark);
}

static lede_str found_lang(const lede_doc *doc) {
  uint32_t mark;
  return first_string(structure(doc), "lang", "name", &mark);
}

static lede_str found_nowhere(const lede_doc *doc) {
  (void)doc;
  return absent;
}

lede_str lede_doc_fact(const lede_doc *doc, const char *name) {
  const struct {
    const char *name;
    lede_str given;
    lede_str (*found)(const lede_doc *);
  } facts[] = {
      {"title", doc->given.title, found_title}, {"outlet", doc->given.outlet, found_outlet},
      {"date", doc->given.date, found_date},    {"url", doc->given.url, found_nowhere},
      {"lang", doc->given.lang, found_lang},
  };
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
    if (strcmp(name, facts[i].name) != 0) continue;
    return facts[i].given.ptr ? facts[i].given : facts[i].found(doc);
  }
  return absent;
}

const char *lede__fact_date_from(const lede_doc *doc) {
  if (doc->given.date.ptr) return "given";
  const lede__layer *l = structure(doc);
  uint32_t mark;
  if (!first_string(l, "date", "value", &mark).ptr) return NULL;
  return lede__str_starts(l->rule[mark], "inferred") ? "inferred" : "text";
}

lede_str lede__fact_next_name(const lede_doc *doc, const char *kind, uint32_t *mark) {
  const lede__layer *l = structure(doc);
  for (uint32_t i = next_of_kind(l, kind, *mark); i != LEDE_NONE; i = next_of_kind(l, kind, i + 1)) {
    lede_str name = string_of(l, i, "name");
    *mark = i + 1;
    if (name.ptr) return name;
  }
  return absent;
}
