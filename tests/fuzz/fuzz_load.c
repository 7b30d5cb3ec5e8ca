/* Any bytes, in any encoding: what loads is valid UTF-8, and each of its characters leads back to bytes of
 * the file, in order and without a gap. */
#include "text/load.h"

#include <stdlib.h>

#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth) {
  if (!truth) abort();
}

static void check(const lede__loaded *l) {
  size_t before, end;
  require(lede__utf8_valid(l->text.ptr, l->text.len) == l->text.len);
  require(l->text.ptr[l->text.len] == '\0');
  lede__loaded_source(l, (lede_span){0, 0}, &before, &end);
  for (size_t at = 0; at < l->text.len;) {
    size_t from = at, start;
    lede__utf8_next(l->text.ptr, &at);
    lede__loaded_source(l, (lede_span){(uint32_t)from, (uint32_t)at}, &start, &end);
    require(start == before && end > start);
    before = end;
  }
  require(before == l->source_bytes);
}

/* The first byte chooses how the others are read. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const encodings[] = {NULL,       "utf-8",    "utf-16le",     "utf-16be",
                                          "utf-32le", "utf-32be", "windows-1252", "iso-8859-1"};
  if (size == 0) return 0;
  lede__arena arena = {0};
  lede__loaded loaded;
  lede_load_options options = {.encoding = encodings[data[0] % 8], .strict = data[0] & 8};
  lede_str bytes = {(const char *)data + 1, size - 1};
  if (lede__load(&arena, bytes, &options, "fuzz", &loaded, NULL) == LEDE_OK) {
    check(&loaded);
    if (options.strict) require(loaded.replaced == 0 && !loaded.guessed);
  }
  lede__arena_free(&arena);
  return 0;
}
