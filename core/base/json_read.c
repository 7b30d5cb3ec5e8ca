/* base/json_read: reading JSON through jansson, with lede's error messages. */
#include "base/json_read.h"

#include <string.h>

#include "base/str.h"

static json_t *load(lede_str text, json_error_t *found) {
  const size_t flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY;
  return json_loadb(text.ptr ? text.ptr : "", text.len, flags, found);
}

/* A single line is one of many, which `where` counts: "line 1" would mislead. */
static lede_status bad_syntax(lede_str text, const char *where, const json_error_t *found, lede_error *err) {
  bool lines = text.ptr && memchr(text.ptr, '\n', text.len);
  if (!lines)
    return lede__fail(err, LEDE_EFORMAT, where, "not valid JSON: column %d: %s", found->column, found->text);
  return lede__fail(err, LEDE_EFORMAT, where, "not valid JSON: line %d, column %d: %s", found->line,
                    found->column, found->text);
}

lede_status lede__json_parse(lede_str text, const char *where, json_t **out, lede_error *err) {
  json_error_t found;
  *out = load(text, &found);
  /* jansson reports some allocations that failed as bad syntax, others as nothing at all (2.14). JSON that is
   * really bad is so twice. */
  if (!*out && found.text[0]) *out = load(text, &found);
  if (*out) return LEDE_OK;
  if (!found.text[0] || json_error_code(&found) == json_error_out_of_memory) return lede__nomem(err);
  return bad_syntax(text, where, &found, err);
}

lede_str lede__json_get_str(const json_t *object, const char *key) {
  const json_t *value = json_object_get(object, key);
  if (!json_is_string(value)) return (lede_str){NULL, 0};
  return (lede_str){json_string_value(value), json_string_length(value)};
}
