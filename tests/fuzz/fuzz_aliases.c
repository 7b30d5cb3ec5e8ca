/* Any bytes as a Lua table of data: it is read to its end or refused on one of its lines. */
#include "base/luadata.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth) {
  if (!truth) abort();
}

/* Lines only grow, strings end in a NUL, and tables alone hold something. */
static void check(const lede__datum *d, unsigned line, unsigned lines) {
  require(d->line >= line && d->line <= lines);
  if (d->kind == LEDE__DATUM_STRING) require(d->text.ptr[d->text.len] == '\0');
  require(d->kind == LEDE__DATUM_TABLE || !d->first);
  if (d->key) check(d->key, line, lines);
  for (const lede__datum *item = d->first; item; item = item->next) check(item, d->line, lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  lede__arena arena = {0};
  lede_error err = {0};
  lede__datum *root;
  char *source = malloc(size + 1);
  unsigned lines = 1;
  if (!source) return 0;
  if (size) memcpy(source, data, size);
  source[size] = '\0';
  for (size_t i = 0; i < size; i++) lines += source[i] == '\n';
  lede_status status = lede__luadata_read(&arena, "f", (lede_str){source, size}, &root, &err);
  if (status)
    require(status == LEDE_ESETUP && strncmp(err.where, "f:", 2) == 0 && atoi(err.where + 2) <= (int)lines);
  else
    check(root, 1, lines);
  lede__arena_free(&arena);
  free(source);
  return 0;
}
