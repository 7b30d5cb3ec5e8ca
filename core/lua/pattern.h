/* lua/pattern: Lua's patterns, matched so that a match can be stopped.
 *
 * Written from the manual (6.4.1): the same matches, captures and messages as Lua's own,
 * but each step looks at the stop flag, for backtracking can take longer than anyone waits. Knows
 * nothing of the functions that use it (lua/strings). */
#ifndef LEDE_LUA_PATTERN_H
#define LEDE_LUA_PATTERN_H

#include <stddef.h>

#include "lua/limits.h"

#define LEDE__MOST_CAPTURES 32

/* A capture's `len` when it is no length. */
enum { LEDE__CAPTURE_OPEN = -1, LEDE__CAPTURE_POSITION = -2 };

typedef struct lede__capture {
  const char *at;
  ptrdiff_t len;
} lede__capture;

typedef struct lede__match {
  lua_State *L;
  const lede__limits *limits;
  const char *text, *text_end;       /* NUL-terminated, as every string of Lua */
  const char *pattern, *pattern_end; /* without a leading ^ that anchors it */
  bool anchored;
  int depth; /* how many more choices may be open inside one another */
  int level; /* captures so far */
  lede__capture captures[LEDE__MOST_CAPTURES];
} lede__match;

/* Both raise for a pattern that is malformed, has too many captures, or is too complex, but only when they
 * get there. */

/* The end of a match that begins at `at`, NULL when there is none. */
const char *lede__match_at(lede__match *m, const char *at);

/* The first match that begins at or after `from` and does not end at `not_end` (NULL: any end will do). Fills
 * *end; NULL when there is none. */
const char *lede__match_from(lede__match *m, const char *from, const char *not_end, const char **end);

/* True when the pattern has no character with a meaning of its own. */
bool lede__pattern_is_plain(const char *pattern, size_t len);

#endif
