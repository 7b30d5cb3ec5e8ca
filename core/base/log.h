/* base/log: one place where diagnostics leave the program, one whole line a call.
 * Control and bidi characters in messages are shown visibly (base/visible). */
#ifndef LEDE_BASE_LOG_H
#define LEDE_BASE_LOG_H

#include "base/error.h"

typedef enum lede__log_level {
  LEDE__LOG_ERROR,
  LEDE__LOG_WARN,
  LEDE__LOG_INFO,
  LEDE__LOG_DEBUG
} lede__log_level;

typedef void (*lede__log_sink)(void *ctx, lede__log_level level, const char *line);

/* Writes "lede: <line>\n" to stderr unless a sink is set. Cut after some 4 KB. */
void lede__log(lede__log_level level, const char *format, ...) LEDE__PRINTF(2, 3);
/* The same for a message of any length, which may hold NULs. */
void lede__log_text(lede__log_level level, lede_str message);

/* Where a thread's messages go; zeroed: "lede: <line>\n" to stderr. */
typedef struct lede__log_target {
  lede__log_sink sink;
  void *ctx;
} lede__log_target;

/* Turns the messages of the calling thread, and of no other; returns where they went until now. */
lede__log_target lede__log_to(lede__log_sink sink, void *ctx);

#endif
