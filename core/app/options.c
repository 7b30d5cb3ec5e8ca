#include "app/options.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

void lede__args_start(lede__args *a, int argc, char **argv, const char **operands) {
  *a = (lede__args){.argc = argc, .argv = argv, .next = 1, .operands = operands};
}

static int unknown(const char *word, size_t len, const lede__option *options, size_t count, lede_error *err) {
  enum { MOST = 64 };
  const char *names[MOST];
  char name[64];
  for (size_t i = 0; i < count && i < MOST; i++) names[i] = options[i].name;
  const char *near = NULL;
  if (len > 2 && len - 2 < sizeof name) {
    memcpy(name, word + 2, len - 2);
    name[len - 2] = '\0';
    near = lede__str_nearest(name, names, count < MOST ? count : MOST);
  }
  if (near)
    lede__fail(err, LEDE_EUSAGE, NULL, "there is no option %.*s; did you mean --%s?", (int)len, word, near);
  else
    lede__fail(err, LEDE_EUSAGE, NULL, "there is no option %.*s; see --help", (int)len, word);
  return -2;
}

static int take_value(lede__args *a, const char *name, const char *inline_value, lede_error *err) {
  a->value = inline_value ? inline_value : a->next < a->argc ? a->argv[a->next++] : NULL;
  if (a->value) return 0;
  lede__fail(err, LEDE_EUSAGE, NULL, "--%s wants a value; see --help", name);
  return -2;
}

static int find_long(lede__args *a, const char *word, const lede__option *options, size_t count,
                     lede_error *err) {
  size_t len = strcspn(word, "=");
  const char *value = word[len] ? word + len + 1 : NULL;
  for (size_t i = 0; i < count; i++) {
    if (strlen(options[i].name) != len - 2 || memcmp(options[i].name, word + 2, len - 2) != 0) continue;
    if (options[i].takes_value) return take_value(a, options[i].name, value, err) ? -2 : (int)i;
    if (!value) return (int)i;
    lede__fail(err, LEDE_EUSAGE, NULL, "--%s takes no value", options[i].name);
    return -2;
  }
  return unknown(word, len, options, count, err);
}

static int find_short(lede__args *a, const char *word, const lede__option *options, size_t count,
                      lede_error *err) {
  for (size_t i = 0; i < count; i++) {
    if (options[i].letter != word[1]) continue;
    if (options[i].takes_value)
      return take_value(a, options[i].name, word[2] ? word + 2 : NULL, err) ? -2 : (int)i;
    if (!word[2]) return (int)i;
  }
  return unknown(word, strlen(word), options, count, err);
}

int lede__args_next(lede__args *a, const lede__option *options, size_t count, lede_error *err) {
  while (a->next < a->argc) {
    const char *word = a->argv[a->next++];
    if (word[0] != '-' || !word[1]) {
      a->operands[a->operand_count++] = word;
    } else if (strcmp(word, "--") == 0) {
      while (a->next < a->argc) a->operands[a->operand_count++] = a->argv[a->next++];
    } else {
      return word[1] == '-' ? find_long(a, word, options, count, err)
                            : find_short(a, word, options, count, err);
    }
  }
  return -1;
}

lede_status lede__parse_size(const char *s, const char *option, size_t *out, lede_error *err) {
  char *end;
  errno = 0;
  unsigned long long n = strtoull(s, &end, 10);
  unsigned shift = *end == 'K' || *end == 'k'   ? 10
                   : *end == 'M' || *end == 'm' ? 20
                   : *end == 'G' || *end == 'g' ? 30
                                                : 0;
  if (shift) end++;
  if (!isdigit((unsigned char)*s) || *end || errno || n == 0 || n > (SIZE_MAX >> shift))
    return lede__fail(err, LEDE_EUSAGE, NULL,
                      "--%s %s: write a size in bytes, such as 1000000, 500K, 64M or 2G", option, s);
  *out = (size_t)n << shift;
  return LEDE_OK;
}

lede_status lede__parse_choice(const char *value, const char *option, const char *const *choices,
                               size_t count, size_t *out, lede_error *err) {
  char list[256] = "";
  for (size_t i = 0; i < count; i++) {
    if (strcmp(value, choices[i]) == 0) return *out = i, LEDE_OK;
    strncat(list, i ? ", " : "", sizeof list - strlen(list) - 1);
    strncat(list, choices[i], sizeof list - strlen(list) - 1);
  }
  return lede__fail(err, LEDE_EUSAGE, NULL, "--%s %s: it is one of %s", option, value, list);
}
