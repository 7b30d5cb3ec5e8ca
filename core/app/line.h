/* app/line: lines typed at a terminal: editing, history, completion.
 *
 * The one file that knows libedit. A line may have several rows: Enter ends it once it is whole, else begins
 * the next row; what is pasted goes in as it is. Knows nothing of Lua or of what a line means. */
#ifndef LEDE_APP_LINE_H
#define LEDE_APP_LINE_H

#include "base/buf.h"
#include "base/error.h"

typedef struct lede__line lede__line;

/* What Tab does: the bytes to take away before the cursor, what to put in their place, and what to show under
 * the line. */
typedef struct lede__completion {
  size_t remove;
  lede__buf insert, shown; /* the callee appends; the caller frees */
} lede__completion;

typedef struct lede__line_options {
  const char *prompt;  /* ESCAPE before and after what takes no column */
  const char *history; /* a file, made with its folder when it isn't there; NULL: none is kept */
  bool (*whole)(void *context, const char *text); /* Enter ends the line here */
  void (*complete)(void *context, const char *before_cursor, lede__completion *out);
  void *context;
} lede__line_options;

#define LEDE__LINE_ESCAPE '\1'

typedef enum lede__typed { LEDE__TYPED_LINE, LEDE__TYPED_CANCEL, LEDE__TYPED_END } lede__typed;

/* Takes standard input and output, a terminal, for itself while a line is read; strings of `options` must
 * outlive it. LEDE_ENOMEM. Owned: lede__line_close. */
lede_status lede__line_open(const lede__line_options *options, lede__line **out, lede_error *err);
void lede__line_close(lede__line *line);

/* Reads one line; *text is valid until the next call, without the last line feed. CANCEL: Ctrl-C, the line is
 * gone. END: Ctrl-D on an empty line, or the terminal went away. */
lede__typed lede__line_read(lede__line *line, const char **text);

/* Adds a line to the history, and at once to its file. False when that can't be written. */
bool lede__line_remember(lede__line *line, const char *text);

#endif
