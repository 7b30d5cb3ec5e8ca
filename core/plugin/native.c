/* plugin/native: a plugin written in C by the host that embeds lede, as the planner sees it. */
#include "plugin/native.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/sized.h"
#include "base/str.h"
#include "doc/marks.h"
#include "plugin/contract.h"

/* ---- The declaration ---------------------------------------------------- */

static lede_status wrong(const lede__plugin *p, lede_error *err, const char *what, const char *name) {
  char where[96];
  snprintf(where, sizeof where, "plugin %s", p->name.ptr);
  return lede__fail(err, LEDE_ESETUP, where, what, name ? name : "NULL");
}

static lede_status check_name(const lede__plugin *p, const char *name, lede_error *err) {
  if (name && lede__contract_name(lede__str(name))) return LEDE_OK;
  return wrong(p, err, "name '%s': a name has lower case letters, digits and _, and begins with a letter",
               name);
}

static lede_status keep_names(lede__plugin *p, const char *const *names, lede_str **out, uint32_t *count,
                              lede_error *err) {
  uint32_t n = 0;
  while (names && names[n]) n++;
  *out = lede__arena_calloc(&p->arena, n, sizeof **out);
  if (!*out) return lede__nomem(err);
  for (*count = 0; *count < n; (*count)++) {
    lede_str kept = (*out)[*count] = lede__arena_str(&p->arena, lede__str(names[*count]));
    if (!kept.ptr) return lede__nomem(err);
  }
  return LEDE_OK;
}

/* The schema of a layer, made at its first field. */
static lede__schema *schema_of(lede__plugin *p, lede_str layer) {
  for (uint32_t i = 0; i < p->give_count; i++)
    if (lede__str_eq(p->gives[i]->layer, layer)) return p->gives[i];
  lede__schema *s = lede__arena_calloc(&p->arena, 1, sizeof *s);
  if (!s) return NULL;
  s->layer = lede__arena_str(&p->arena, layer);
  s->attributes = lede__arena_calloc(&p->arena, LEDE__MAX_ATTRIBUTES, sizeof *s->attributes);
  if (!s->layer.ptr || !s->attributes) return NULL;
  p->gives[p->give_count++] = s;
  return s;
}

static lede_status keep_field(lede__plugin *p, const lede_field *f, lede_error *err) {
  lede_status status = check_name(p, f->layer, err);
  if (status) return status;
  lede__schema *s = schema_of(p, lede__str(f->layer));
  if (!s) return lede__nomem(err);
  if (!f->attribute) return LEDE_OK;
  if (s->count == LEDE__MAX_ATTRIBUTES) return wrong(p, err, "layer %s has too many attributes", f->layer);
  lede__attribute *a = &s->attributes[s->count];
  a->name = lede__arena_str(&p->arena, lede__str(f->attribute));
  if (!a->name.ptr) return lede__nomem(err);
  lede_error why;
  if (lede__type_parse(lede__str(f->type ? f->type : ""), a, &why)) return wrong(p, err, "%s", why.message);
  s->count++;
  return LEDE_OK;
}

static lede_status keep_gives(lede__plugin *p, const lede_field *fields, lede_error *err) {
  uint32_t n = 0;
  lede_status status = LEDE_OK;
  lede_error why;
  while (fields && fields[n].layer) n++;
  if (n == 0) return wrong(p, err, "it gives no layer; fill %s", "gives");
  p->gives = lede__arena_calloc(&p->arena, n, sizeof *p->gives);
  if (!p->gives) return lede__nomem(err);
  for (uint32_t i = 0; i < n && !status; i++) status = keep_field(p, &fields[i], err);
  for (uint32_t i = 0; i < p->give_count && !status; i++)
    if (lede__schema_seal(p->gives[i], &why)) status = wrong(p, err, "%s", why.message);
  return status;
}

/* ---- Loading ------------------------------------------------------------ */

static void hash_names(lede__sha256_state *s, const lede_str *names, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) lede__sha256_piece(s, names[i].ptr, names[i].len);
  lede__sha256_piece(s, "", 0);
}

/* A function can't be hashed: what stands for it is its version and what it declares. */
static lede_status hash(lede__plugin *p, const char *version, lede_error *err) {
  lede__sha256_state *s = lede__sha256_new();
  if (!s) return lede__nomem(err);
  lede__sha256_piece(s, version ? version : "", version ? strlen(version) : 0);
  hash_names(s, p->needs, p->need_count);
  hash_names(s, p->wants, p->want_count);
  for (uint32_t i = 0; i < p->give_count; i++) {
    lede__sha256_piece(s, p->gives[i]->layer.ptr, p->gives[i]->layer.len);
    for (uint32_t a = 0; a < p->gives[i]->count; a++) {
      char type[32];
      lede__type_print(&p->gives[i]->attributes[a], type);
      lede__sha256_piece(s, p->gives[i]->attributes[a].name.ptr, p->gives[i]->attributes[a].name.len);
      lede__sha256_piece(s, type, strlen(type));
    }
  }
  lede__sha256_end(s, p->hash);
  return LEDE_OK;
}

static lede_status load_into(lede__plugin *p, const lede_plugin *declared, lede_error *err) {
  p->name = lede__arena_str(&p->arena, lede__str(declared->name ? declared->name : ""));
  p->path = LEDE__LIT("a plugin in C");
  if (!p->name.ptr) return lede__nomem(err);
  lede_status status = check_name(p, declared->name, err);
  if (!status && !declared->document) status = wrong(p, err, "it has no function; fill %s", "document");
  if (!status) status = keep_names(p, declared->needs, &p->needs, &p->need_count, err);
  if (!status) status = keep_names(p, declared->wants, &p->wants, &p->want_count, err);
  if (!status) status = keep_gives(p, declared->gives, err);
  if (!status) status = hash(p, declared->version, err);
  p->native = declared->document;
  p->native_context = declared->context;
  p->has_document = true;
  return status;
}

lede_status lede__native_load(const lede_plugin *declared, lede__plugin **out, lede_error *err) {
  lede_plugin d;
  if (!lede__sized_copy(&d, sizeof d, declared))
    return lede__fail(
        err, LEDE_EUSAGE, NULL,
        "a lede_plugin has a size or fields this lede doesn't know; call lede_plugin_init first");
  lede__plugin *p = calloc(1, sizeof *p);
  if (!p) return lede__nomem(err);
  lede_status status = load_into(p, &d, err);
  if (status)
    lede__plugin_free(p);
  else
    *out = p;
  return status;
}

/* ---- A document --------------------------------------------------------- */

lede_status lede__native_document(lede__plugin *p, lede_doc *doc, lede_error *err) {
  lede__arena_point point = lede__arena_mark(&doc->arena);
  lede_marks marks;
  lede_error why = {0};
  lede_status status = lede__marks_begin(&marks, doc, p->name, p->gives, p->give_count, err);
  if (status) return status;
  status = p->native(p->native_context, doc, &marks, &why);
  if (marks.status)
    status = lede__fail(err, marks.status, p->name.ptr, "%s", marks.error.message);
  else if (status)
    status = lede__fail(err, LEDE_EPLUGIN, p->name.ptr, "%s",
                        why.message[0] ? why.message : "it failed without a message");
  else
    status = lede__marks_end(&marks, err);
  if (status == LEDE_EPLUGIN) lede__arena_wind_back(&doc->arena, point);
  return status;
}
