/* base/sized: structs of the public face that begin with their size. */
#include "base/sized.h"

#include <string.h>

enum {
  MOST = 4096
}; /* more than any struct of ours will ever have: an uninitialised size is not read past */

static bool all_zero(const char *bytes, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (bytes[i]) return false;
  return true;
}

bool lede__sized_copy(void *to, size_t size, const void *from) {
  size_t given;
  if (!from) return false;
  memcpy(&given, from, sizeof given);
  if (given < sizeof given || given > MOST) return false;
  if (given > size && !all_zero((const char *)from + size, given - size)) return false;
  memset(to, 0, size);
  memcpy(to, from, given < size ? given : size);
  return true;
}
