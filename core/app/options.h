/* app/options: command-line options that `run`, `wc` and later commands have in common. */
#ifndef LEDE_APP_OPTIONS_H
#define LEDE_APP_OPTIONS_H

#include "app/app.h"
#include "input/input.h"

/* One option of a command, found by its long name. */
typedef struct lede__option {
  const char *name; /* without the dashes */
  char letter;      /* its short form, or 0 */
  bool takes_value;
} lede__option;

typedef struct lede__args {
  int argc;
  char **argv;
  int next;              /* first argument that is not read yet */
  const char *value;     /* of the option just found */
  const char **operands; /* arguments that are no options, in order */
  size_t operand_count;
} lede__args;

/* Starts on argv[1]. `operands` has room for argc strings. */
void lede__args_start(lede__args *a, int argc, char **argv, const char **operands);

/* The index of the next option in `options`; -1 at the end, -2 on a mistake, which is in `err` with the
 * nearest known option. Options may stand among operands; `--` ends them; `-` is an operand. */
int lede__args_next(lede__args *a, const lede__option *options, size_t count, lede_error *err);

/* "64M" -> 67108864: digits with an optional K, M or G. */
lede_status lede__parse_size(const char *s, const char *option, size_t *out, lede_error *err);

/* The index of `value` among `choices`; LEDE_EUSAGE lists them. */
lede_status lede__parse_choice(const char *value, const char *option, const char *const *choices,
                               size_t count, size_t *out, lede_error *err);

#endif
