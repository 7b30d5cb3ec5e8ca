/* base/json_read: reading JSON through jansson, with lede's error messages.
 * NUL in strings is allowed, integers are exact, a duplicate key is an error. */
#ifndef LEDE_BASE_JSON_READ_H
#define LEDE_BASE_JSON_READ_H

#include <jansson.h>

#include "base/error.h"

/* Parses one JSON value that fills all of `text`. The caller owns it: json_decref.
 * On failure LEDE_EFORMAT, saying line, column and what was found. */
lede_status lede__json_parse(lede_str text, const char *where, json_t **out, lede_error *err);

/* The string under `key` of an object, borrowed; absent when it isn't there or no string. */
lede_str lede__json_get_str(const json_t *object, const char *key);

#endif
