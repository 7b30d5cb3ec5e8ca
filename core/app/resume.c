#include "app/resume.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/json_read.h"
#include "base/str.h"

typedef struct slot {
  lede_str id;      /* absent: empty */
  lede_str content; /* "sha256:…" of its last record; absent where that has none */
  size_t records;
} slot;

struct lede__resume {
  FILE *file;
  off_t keep;                    /* bytes of it that are records */
  char recipe[LEDE__SHA256_HEX]; /* of the first record; "" before one */
  char *line;
  size_t cap;
  lede__arena arena;
  slot *slots; /* open addressing */
  size_t count, slot_count, failed, changed;
};

static size_t slot_of(const lede__resume *r, lede_str id) {
  size_t i = lede__hash(id.ptr, id.len, 1) & (r->slot_count - 1);
  while (r->slots[i].id.ptr && !lede__str_eq(r->slots[i].id, id)) i = (i + 1) & (r->slot_count - 1);
  return i;
}

static bool grow(lede__resume *r) {
  size_t old_count = r->slot_count;
  slot *old = r->slots, *fresh = calloc(old_count ? old_count * 2 : 1024, sizeof *fresh);
  if (!fresh) return false;
  r->slots = fresh;
  r->slot_count = old_count ? old_count * 2 : 1024;
  for (size_t i = 0; i < old_count; i++)
    if (old[i].id.ptr) r->slots[slot_of(r, old[i].id)] = old[i];
  free(old);
  return true;
}

static bool add(lede__resume *r, lede_str id, lede_str content) {
  if (2 * r->count >= r->slot_count && !grow(r)) return false;
  slot *s = &r->slots[slot_of(r, id)];
  if (!s->id.ptr) {
    s->id = lede__arena_str(&r->arena, id);
    r->count++;
  }
  s->records++;
  if (content.ptr) s->content = lede__arena_str(&r->arena, content);
  return s->id.ptr && (!content.ptr || s->content.ptr);
}

static bool is_content(lede_str bytes, lede_str content) {
  char hex[LEDE__SHA256_HEX];
  size_t prefix = strlen("sha256:");
  lede__sha256(bytes.ptr, bytes.len, hex);
  return content.len > prefix && lede__str_is((lede_str){content.ptr + prefix, content.len - prefix}, hex);
}

/* Of several documents with one id only the last one's content is known. */
bool lede__resume_take(lede__resume *r, lede_str id, lede_str bytes) {
  slot *s = r->slot_count ? &r->slots[slot_of(r, id)] : NULL;
  if (!s || !s->records) return false;
  if (s->records == 1 && s->content.ptr && bytes.ptr && !is_content(bytes, s->content)) r->changed++;
  s->records--;
  return true;
}

size_t lede__resume_changed(const lede__resume *r) { return r->changed; }

size_t lede__resume_failed(const lede__resume *r) { return r->failed; }

enum line_kind { RECORD, FINDING, OTHER, MIXED, NO_MEMORY };

/* False when a record was made by something else than those before it. Error records name no recipe. */
static bool keep_recipe(lede__resume *r, lede_str recipe) {
  if (!recipe.ptr || recipe.len >= sizeof r->recipe) return true;
  if (r->recipe[0]) return lede__str_is(recipe, r->recipe);
  memcpy(r->recipe, recipe.ptr, recipe.len);
  r->recipe[recipe.len] = '\0';
  return true;
}

const char *lede__resume_recipe(const lede__resume *r) { return r->recipe[0] ? r->recipe : NULL; }

static enum line_kind take_line(lede__resume *r, lede_str line) {
  json_t *object;
  enum line_kind kind = OTHER;
  if (lede__json_parse(line, "", &object, NULL)) return OTHER;
  const json_t *doc = json_object_get(object, "doc");
  lede_str id = lede__json_get_str(doc, "id"), content = lede__json_get_str(doc, "content");
  if (json_object_get(object, "finding"))
    kind = FINDING;
  else if (json_object_get(object, "lede") && id.ptr)
    kind = add(r, id, content) ? RECORD : NO_MEMORY;
  if (kind == RECORD && !keep_recipe(r, lede__json_get_str(object, "recipe"))) kind = MIXED;
  if (kind == RECORD)
    r->failed += json_object_get(object, "error") || json_array_size(json_object_get(object, "errors"));
  json_decref(object);
  return kind;
}

/* Reads all lines; *keep is how many bytes of the file stay. */
static lede_status take_lines(lede__resume *r, const char *path, off_t *keep, lede_error *err) {
  ssize_t n;
  size_t number = 0;
  bool ended = false;
  *keep = 0;
  while ((n = getline(&r->line, &r->cap, r->file)) > 0) {
    bool whole = r->line[n - 1] == '\n';
    number++;
    switch (whole ? take_line(r, (lede_str){r->line, (size_t)n - 1}) : FINDING) {
    case RECORD:
      if (ended)
        return lede__fail(err, LEDE_EFORMAT, path,
                          "line %zu is a record behind findings; take the findings out, or join parts "
                          "made with --no-findings",
                          number);
      *keep += n;
      break;
    case FINDING:
      ended = true;
      break; /* as is a torn line */
    case NO_MEMORY:
      return lede__nomem(err);
    case MIXED:
      return lede__fail(
          err, LEDE_EUSAGE, path,
          "line %zu was made by other plugins, settings or corrections than the lines before it; "
          "records of different recipes can't be compared",
          number);
    case OTHER:
      return lede__fail(
          err, LEDE_EFORMAT, path,
          "line %zu is no record of lede; --resume adds to a file that lede run --format jsonl wrote",
          number);
    }
  }
  return ferror(r->file) ? lede__fail(err, LEDE_EIO, path, "can't read it: %s", strerror(errno)) : LEDE_OK;
}

lede_status lede__resume_cut(lede__resume *r, const char *path, lede_error *err) {
  if (!r->file || truncate(path, r->keep) == 0) return LEDE_OK;
  return lede__fail(err, LEDE_EIO, path, "can't cut off its last lines: %s", strerror(errno));
}

lede_status lede__resume_open(const char *path, lede__resume **out, lede_error *err) {
  lede__resume *r = calloc(1, sizeof *r);
  if (!r) return lede__nomem(err);
  lede_status status = LEDE_OK;
  r->file = fopen(path, "r");
  if (!r->file && errno != ENOENT)
    status = lede__fail(err, LEDE_EIO, path, "can't read it: %s", strerror(errno));
  if (r->file) status = take_lines(r, path, &r->keep, err);
  if (status) {
    lede__resume_close(r);
    return status;
  }
  if (r->file) rewind(r->file);
  *out = r;
  return LEDE_OK;
}

lede_str lede__resume_next(lede__resume *r) {
  bool more = r->file && r->count && ftello(r->file) < r->keep;
  ssize_t n = more ? getline(&r->line, &r->cap, r->file) : -1;
  if (n <= 0) return (lede_str){0};
  return (lede_str){r->line, (size_t)n - (r->line[n - 1] == '\n')};
}

void lede__resume_close(lede__resume *r) {
  if (!r) return;
  if (r->file) fclose(r->file);
  free(r->line);
  free(r->slots);
  lede__arena_free(&r->arena);
  free(r);
}
