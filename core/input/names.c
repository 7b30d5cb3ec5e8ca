/* input/names: what a file's name says about it. */
#include "input/names.h"

#include <string.h>
#include <strings.h>

static bool ends_in(lede_str name, const char *ending) {
  size_t n = strlen(ending);
  return name.len > n && strncasecmp(name.ptr + name.len - n, ending, n) == 0;
}

static bool ends_in_one_of(lede_str name, const char *const *endings, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (ends_in(name, endings[i])) return true;
  }
  return false;
}

bool lede__name_is_packed(const char *path) { return ends_in((lede_str){path, strlen(path)}, ".gz"); }

static lede_str unpacked(const char *path) {
  lede_str name = {path, strlen(path)};
  if (ends_in(name, ".gz")) name.len -= 3;
  return name;
}

lede__content lede__name_content(const char *path) {
  static const char *const jsonl[] = {".jsonl", ".ndjson"}, *const csv[] = {".csv", ".tsv"};
  lede_str name = unpacked(path);
  if (ends_in_one_of(name, jsonl, 2)) return LEDE__JSONL;
  return ends_in_one_of(name, csv, 2) ? LEDE__CSV : LEDE__PLAIN;
}

bool lede__name_is_wanted(const char *name) {
  static const char *const texts[] = {".txt", ".text", ".md"};
  if (name[0] == '.') return false;
  return lede__name_content(name) != LEDE__PLAIN || ends_in_one_of(unpacked(name), texts, 3);
}

lede_str lede__name_of_folder(lede_str path) {
  static const lede_str none = {NULL, 0};
  const char *end = memrchr(path.ptr, '/', path.len);
  while (end && end > path.ptr && end[-1] == '/') end--;
  if (!end || end == path.ptr) return none;
  const char *before = memrchr(path.ptr, '/', (size_t)(end - path.ptr));
  lede_str name = {before ? before + 1 : path.ptr, 0};
  name.len = (size_t)(end - name.ptr);
  bool is_dots = (name.len == 1 && name.ptr[0] == '.') || (name.len == 2 && memcmp(name.ptr, "..", 2) == 0);
  return is_dots ? none : name;
}
