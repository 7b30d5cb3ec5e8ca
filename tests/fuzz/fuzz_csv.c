/* Any bytes as CSV with a header: each row comes to an item; records are split without reading beyond
 * them. */
#include "input/table.h"

#include <stdlib.h>

#include "text/load.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth) {
  if (!truth) abort();
}

static void check(const lede__item *item) {
  require(item->given.id.ptr && item->given.path.ptr);
  require(!item->bytes.ptr == (item->status != LEDE_OK));
  require(item->status == item->error.code);
  if (item->is_text) require(lede__utf8_valid(item->bytes.ptr, item->bytes.len) == item->bytes.len);
}

static void read_all(const lede__rows *rows) {
  lede__arena arena = {0};
  lede__table *reader = lede__table_new(rows);
  bool have = reader != NULL;
  while (have) {
    lede__item item = {.given.path = lede__str(rows->path)};
    require(lede__table_next(reader, &arena, &item, &have, NULL) == LEDE_OK);
    if (have) check(&item);
    lede__arena_wind_back(&arena, (lede__arena_point){NULL, 0});
  }
  lede__table_free(reader);
  lede__arena_free(&arena);
}

/* All bytes are in view from the start; the first one chooses the limit. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) return 0;
  char *copy = malloc(size);
  if (!copy) return 0;
  memcpy(copy, data + 1, size - 1);
  lede__stream stream = {
      .where = "fuzz", .ptr = copy, .memory = copy, .len = size - 1, .cap = size, .fd = -1, .at_end = true};
  lede__rows rows = {&stream, "fuzz", LEDE__LIT("text"), LEDE__LIT("id"),
                     data[0] < 32 ? 100 : LEDE__MAX_BYTES};
  read_all(&rows);
  lede__stream_close(&stream);
  return 0;
}
