#include "flow/wire.h"

#include <string.h>

static const uint32_t MAGIC = 0x4C454445; /* "LEDE" */

void lede__frame_write(lede__buf *out, const lede__frame *header, const lede_str *fields, size_t count) {
  lede__frame f = *header;
  f.magic = MAGIC;
  for (size_t i = 0; i < LEDE__FRAME_FIELDS; i++) {
    bool there = i < count && fields[i].ptr;
    if (there && fields[i].len >= UINT32_MAX) out->failed = true;
    f.length[i] = there ? (uint32_t)fields[i].len : UINT32_MAX;
  }
  lede__buf_add(out, &f, sizeof f);
  for (size_t i = 0; i < count; i++) lede__buf_str(out, fields[i]);
}

size_t lede__frame_size(const lede__frame *f) {
  size_t size = sizeof *f;
  if (f->magic != MAGIC || f->kind < LEDE__FRAME_READY || f->kind > LEDE__FRAME_REPLY) return 0;
  for (size_t i = 0; i < LEDE__FRAME_FIELDS; i++)
    if (f->length[i] != UINT32_MAX) size += f->length[i];
  return size;
}

void lede__frame_fields(const char *bytes, lede_str fields[LEDE__FRAME_FIELDS]) {
  lede__frame f;
  memcpy(&f, bytes, sizeof f);
  const char *at = bytes + sizeof f;
  for (size_t i = 0; i < LEDE__FRAME_FIELDS; i++) {
    fields[i] = (lede_str){0};
    if (f.length[i] == UINT32_MAX) continue;
    fields[i] = (lede_str){at, f.length[i]};
    at += f.length[i];
  }
}
