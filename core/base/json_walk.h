/* base/json_walk: steps through JSON in place: for large records of which a few members are wanted, where a
 * tree of them (base/json_read) costs ten times as much.
 *
 * Strings without escapes and values that are passed over are borrowed from the text. What is wrong is
 * remembered: `bad` is set, nothing comes any more, and the caller looks once, at the end. It checks that
 * brackets, strings and commas are in their places; of numbers and words only what it reads, and of UTF-8
 * nothing. */
#ifndef LEDE_BASE_JSON_WALK_H
#define LEDE_BASE_JSON_WALK_H

#include "base/arena.h"

typedef struct lede__json_walk {
  const char *at, *end;
  bool fresh; /* just inside a bracket: no comma comes before the next value */
  bool bad;
} lede__json_walk;

lede__json_walk lede__json_walk_of(lede_str text);

/* Steps into the object '{' or list '[' that comes; false, and the value is passed over,
 * when it is something else. */
bool lede__json_walk_in(lede__json_walk *w, char bracket);

/* To the next member, whose key is taken, or to the next item; false past the last one: the bracket is
 * closed. Each value must be read or passed over before the next call. A key with escapes is taken as it is
 * written. */
bool lede__json_walk_key(lede__json_walk *w, lede_str *key);
bool lede__json_walk_item(lede__json_walk *w);

/* '{', '[', '"', '0' for a number, 't', 'f', 'n': what kind of value comes; 0 when there is none. */
char lede__json_walk_kind(lede__json_walk *w);

/* Passes over the value that comes; what was passed over, as it is written. */
lede_str lede__json_walk_over(lede__json_walk *w);

/* The string that comes; one with escapes is made in `arena`, all others are borrowed. Absent, and passed
 * over, when something else comes. Absent, too, when out of memory: then *failed is set. */
lede_str lede__json_walk_str(lede__json_walk *w, lede__arena *arena, bool *failed);

/* A number as it is written: true when it is an integer that fits. */
bool lede__json_walk_integer(lede_str written, int64_t *out);

#endif
