/* text/sourcemap: building the way from decoded text back to the bytes of the file.
 * Looking things up in it is lede__loaded_source (text/load.h). */
#ifndef LEDE_TEXT_SOURCEMAP_H
#define LEDE_TEXT_SOURCEMAP_H

#include "text/load.h"

/* A zeroed map only counts its entries; with room for `count` of them the same calls fill it. */
typedef struct lede__source_map {
  lede__source_entry *entries;
  uint32_t count;
  lede__source_entry last;
} lede__source_map;

/* From `text` on, which is where the last stretch ends, units of these sizes follow (0, 0: byte for byte). */
void lede__source_map_add(lede__source_map *map, size_t text, size_t source, uint8_t text_unit,
                          uint8_t source_unit);

#endif
