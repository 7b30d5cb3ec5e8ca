#include "app/complaints.h"

#include <string.h>

#include "base/hash.h"
#include "base/str.h"

enum { PRINTED = 5 };

/* Without the "lede: " that each begins with. */
static lede_str first_line(lede_str s) {
  static const char name[] = "lede: ";
  size_t skip = lede__str_starts(s, name) ? sizeof name - 1 : 0;
  const char *end = memchr(s.ptr, '\n', s.len);
  return (lede_str){s.ptr + skip, (end ? (size_t)(end - s.ptr) : s.len) - skip};
}

/* Offsets and lengths differ from document to document where the mistake is one. */
static uint64_t hash_of(lede_str line) {
  uint64_t hash = 0;
  for (size_t i = 0; i < line.len; i++) {
    char c = line.ptr[i] >= '0' && line.ptr[i] <= '9' ? '0' : line.ptr[i];
    bool again = c == '0' && i > 0 && line.ptr[i - 1] >= '0' && line.ptr[i - 1] <= '9';
    if (!again) hash = lede__hash(&c, 1, hash);
  }
  return hash;
}

bool lede__complaints_note(lede__complaints *c, lede_str complaint) {
  if (!complaint.len) return false;
  lede_str line = first_line(complaint);
  uint64_t hash = hash_of(line);
  size_t i = 0;
  while (i < c->count && c->kinds[i].hash != hash) i++;
  if (i == LEDE__COMPLAINT_KINDS) return true;
  if (i == c->count) {
    size_t len = line.len < sizeof c->kinds[i].first_line ? line.len : sizeof c->kinds[i].first_line - 1;
    while (len > 0 && len < line.len && ((unsigned char)line.ptr[len] & 0xC0) == 0x80) len--;
    memcpy(c->kinds[i].first_line, line.ptr, len);
    c->kinds[i].first_line[len] = '\0';
    c->kinds[i].hash = hash;
    c->count++;
  }
  return ++c->kinds[i].times <= PRINTED;
}

void lede__complaints_sum_up(const lede__complaints *c, FILE *out) {
  for (size_t i = 0; i < c->count; i++)
    if (c->kinds[i].times > PRINTED)
      fprintf(out, "lede: and %zu more like this: %s\n", c->kinds[i].times - PRINTED, c->kinds[i].first_line);
}
