/* watch/apart: what is read and what is written must not lie in one another. */
#include "watch/apart.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/* Where `path` lies or would lie: its nearest folder that exists, without links, and the rest of it. NULL and
 * errno. */
static char *place_of(const char *path) {
  char *real = realpath(path, NULL), *copy, *slash;
  if (real || errno != ENOENT || !(copy = strdup(path))) return real;
  for (size_t len = strlen(copy); len > 1 && copy[len - 1] == '/'; len--) copy[len - 1] = '\0';
  slash = strrchr(copy, '/');
  if (slash) *slash = '\0';
  char *parent = place_of(!slash ? "." : slash == copy ? "/" : copy);
  lede__buf whole = {0};
  if (parent)
    lede__buf_printf(&whole, "%s/%s", strcmp(parent, "/") == 0 ? "" : parent, slash ? slash + 1 : copy);
  free(parent);
  free(copy);
  if (!whole.failed) return whole.ptr;
  lede__buf_free(&whole);
  errno = ENOMEM;
  return NULL;
}

static bool is_within(const char *path, const char *folder) {
  size_t len = strlen(folder);
  if (len == 1) return true; /* the root */
  return strncmp(path, folder, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

lede_status lede__check_apart(const char *inbox, const char *desk, lede_error *err) {
  char *in = place_of(inbox), *out = in ? place_of(desk) : NULL;
  lede_status status = LEDE_OK;
  if (!in || !out)
    status = errno == ENOMEM ? lede__nomem(err)
                             : lede__fail(err, LEDE_EIO, in ? desk : inbox,
                                          "can't find out where it lies: %s", strerror(errno));
  else if (strcmp(in, out) == 0)
    status = lede__fail(err, LEDE_EUSAGE, desk,
                        "the desk is the inbox; what is written would be read in turn: give another folder");
  else if (is_within(out, in))
    status = lede__fail(err, LEDE_EUSAGE, desk,
                        "the desk lies in the inbox (%s), and would be read in turn: put it beside the inbox",
                        inbox);
  else if (is_within(in, out))
    status = lede__fail(err, LEDE_EUSAGE, inbox,
                        "the inbox lies in the desk (%s), which is lede's own: put it beside the desk", desk);
  free(in);
  free(out);
  return status;
}
