/* plugin/offsets: the two ways to write a span. C and JSON: start, end, 0-based, half-open.
 * Lua: first, last, 1-based, inclusive; an empty span has last = first - 1. */
#ifndef LEDE_PLUGIN_OFFSETS_H
#define LEDE_PLUGIN_OFFSETS_H

#include <lua.h>

#include "lede.h"

static inline lua_Integer lede__first(lede_span s) { return (lua_Integer)s.start + 1; }
static inline lua_Integer lede__last(lede_span s) { return (lua_Integer)s.end; }

/* False when first..last is no span of a text of `len` bytes. */
static inline bool lede__span_of(lua_Integer first, lua_Integer last, size_t len, lede_span *out) {
  if (first < 1 || last < first - 1 || last > (lua_Integer)len) return false;
  *out = (lede_span){(uint32_t)(first - 1), (uint32_t)last};
  return true;
}

#endif
