/* base/json: writing JSON. Reading is jansson's work (base/json_read). 
 *
 * The writer puts commas itself; what comes out is always valid UTF-8 (bytes
 * that are not become U+FFFD) and never NaN or infinity (they become null). */
#ifndef LEDE_BASE_JSON_H
#define LEDE_BASE_JSON_H

#include "base/buf.h"

typedef struct lede__json {
  lede__buf *out;
  bool comma; /* something was written at this level */
} lede__json;

static inline lede__json lede__json_to(lede__buf *out) { return (lede__json){out, false}; }

void lede__json_open(lede__json *j, char bracket);  /* '{' or '[' */
void lede__json_close(lede__json *j, char bracket); /* '}' or ']' */
void lede__json_key(lede__json *j, lede_str key);
void lede__json_key_text(lede__json *j, const char *key);
void lede__json_str(lede__json *j, lede_str s); /* an absent string is null */
void lede__json_text(lede__json *j, const char *s);
void lede__json_int(lede__json *j, int64_t n);
void lede__json_num(lede__json *j, double x); /* shortest form that reads back the same */
void lede__json_bool(lede__json *j, bool b);
void lede__json_null(lede__json *j);
/* A value that is JSON already. */
void lede__json_raw(lede__json *j, lede_str json);

#endif
