/* text/sourcemap: the way from decoded text back to the bytes of the file.
 *
 * A list of stretches within which every unit of text takes the same number of bytes in the file, so that
 * a lookup is a bisection and a division, and UTF-16 of a Latin script takes an entry a foreign letter
 * rather than one a character. */
#include "text/sourcemap.h"

void lede__source_map_add(lede__source_map *map, size_t text, size_t source, uint8_t text_unit,
                          uint8_t source_unit) {
  bool goes_on = map->count && map->last.text_unit == text_unit && map->last.source_unit == source_unit;
  if (goes_on) return;
  map->last = (lede__source_entry){(uint32_t)text, (uint32_t)source, text_unit, source_unit};
  if (map->entries) map->entries[map->count] = map->last;
  map->count++;
}

/* The stretch that text offset `at` lies in. */
static lede__source_entry stretch_at(const lede__loaded *l, size_t at) {
  uint32_t low = 0, high = l->map_count;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (l->map[middle].text <= at)
      low = middle;
    else
      high = middle;
  }
  lede__source_entry e = l->map[low];
  if (e.text_unit == 0) e.text_unit = e.source_unit = 1;
  return e;
}

/* Where the unit that text offset `at` lies in begins. */
static size_t begin_of(const lede__loaded *l, size_t at) {
  lede__source_entry e = stretch_at(l, at);
  return e.source + (at - e.text) / e.text_unit * e.source_unit;
}

static size_t end_of(const lede__loaded *l, size_t at) {
  return begin_of(l, at) + stretch_at(l, at).source_unit;
}

void lede__loaded_source(const lede__loaded *l, lede_span at, size_t *start, size_t *end) {
  *start = at.start < l->text.len ? begin_of(l, at.start) : l->source_bytes;
  *end = at.end > at.start ? end_of(l, at.end - 1) : *start;
}
