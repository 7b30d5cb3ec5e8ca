/* watch/memo: which files were dealt with in which state, so that a scan passes over them without asking
 * anybody. */
#include "watch/memo.h"

#include <stdlib.h>

#include "base/hash.h"

static uint64_t key_of(const char *path, const struct stat *st) {
  const int64_t state[] = {(int64_t)st->st_dev,          (int64_t)st->st_ino,
                           (int64_t)st->st_size,         (int64_t)st->st_mtim.tv_sec,
                           (int64_t)st->st_mtim.tv_nsec, (int64_t)st->st_ctim.tv_sec,
                           (int64_t)st->st_ctim.tv_nsec, (int64_t)st->st_mode};
  uint64_t key = lede__hash(path, strlen(path), lede__hash(state, sizeof state, 0));
  return key ? key : 1;
}

/* The slot that holds `key`, or the free one where it belongs. */
static uint64_t *slot_of(const lede__memo_set *s, uint64_t key) {
  size_t at = (size_t)key & (s->cap - 1);
  while (s->slots[at] && s->slots[at] != key) at = (at + 1) & (s->cap - 1);
  return &s->slots[at];
}

static bool has(const lede__memo_set *s, uint64_t key) { return s->cap && *slot_of(s, key); }

static bool grow(lede__memo_set *s) {
  lede__memo_set larger = {.count = s->count, .cap = s->cap ? s->cap * 2 : 64};
  larger.slots = calloc(larger.cap, sizeof *larger.slots);
  if (!larger.slots) return false;
  for (size_t i = 0; i < s->cap; i++) {
    if (s->slots[i]) *slot_of(&larger, s->slots[i]) = s->slots[i];
  }
  free(s->slots);
  *s = larger;
  return true;
}

static void add(lede__memo_set *s, uint64_t key) {
  if (s->count >= s->cap - s->cap / 4 && !grow(s)) return;
  uint64_t *slot = slot_of(s, key);
  s->count += *slot == 0;
  *slot = key;
}

void lede__memo_free(lede__memo *m) {
  free(m->now.slots);
  free(m->before.slots);
  *m = (lede__memo){0};
}

void lede__memo_add(lede__memo *m, const char *path, const struct stat *st) {
  add(&m->now, key_of(path, st));
}

bool lede__memo_has(lede__memo *m, const char *path, const struct stat *st) {
  uint64_t key = key_of(path, st);
  if (has(&m->now, key)) return true;
  if (!has(&m->before, key)) return false;
  add(&m->now, key);
  return true;
}

void lede__memo_turn(lede__memo *m) {
  free(m->before.slots);
  m->before = m->now;
  m->now = (lede__memo_set){0};
}
