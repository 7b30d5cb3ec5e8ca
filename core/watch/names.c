/* watch/names: the files an inbox has heard of: those that wait, by when they are next looked at, and those
 * in work. */
#include "watch/names.h"

#include <stdlib.h>

#include "base/hash.h"

/* ---- by when they are due: a binary heap --------------------------------------------------------------- */

static void put(lede__names *n, size_t at, lede__name *name) {
  n->heap[at] = name;
  name->at = at;
}

static void rise(lede__names *n, lede__name *name) {
  size_t at = name->at;
  while (at > 0 && n->heap[(at - 1) / 2]->due > name->due) {
    put(n, at, n->heap[(at - 1) / 2]);
    at = (at - 1) / 2;
  }
  put(n, at, name);
}

static void sink(lede__names *n, lede__name *name) {
  size_t at = name->at, child;
  while ((child = 2 * at + 1) < n->waiting) {
    if (child + 1 < n->waiting && n->heap[child + 1]->due < n->heap[child]->due) child++;
    if (n->heap[child]->due >= name->due) break;
    put(n, at, n->heap[child]);
    at = child;
  }
  put(n, at, name);
}

static bool heap_has_room(lede__names *n) {
  if (n->waiting + n->in_work < n->heap_cap) return true;
  size_t cap = n->heap_cap ? n->heap_cap * 2 : 64;
  lede__name **heap = realloc(n->heap, cap * sizeof *heap);
  if (!heap) return false;
  n->heap = heap;
  n->heap_cap = cap;
  return true;
}

static void push(lede__names *n, lede__name *name) {
  put(n, n->waiting++, name);
  rise(n, name);
}

static void pull(lede__names *n, lede__name *name) {
  lede__name *last = n->heap[--n->waiting];
  if (last == name) return;
  put(n, name->at, last);
  rise(n, last);
  sink(n, last);
}

/* ---- by path: a hash table with chains ----------------------------------------------------------------- */

static lede__name **bucket_of(const lede__names *n, const char *path) {
  return &n->buckets[lede__hash(path, strlen(path), 0) & (n->bucket_count - 1)];
}

static void rehash(lede__names *n, lede__name **old, size_t old_count) {
  for (size_t i = 0; i < old_count; i++) {
    for (lede__name *name = old[i], *next; name; name = next) {
      lede__name **bucket = bucket_of(n, name->file.path.ptr);
      next = name->next;
      name->next = *bucket;
      *bucket = name;
    }
  }
}

static bool table_has_room(lede__names *n) {
  if (n->waiting + n->in_work < n->bucket_count) return true;
  size_t old_count = n->bucket_count, count = old_count ? old_count * 2 : 64;
  lede__name **old = n->buckets, **buckets = calloc(count, sizeof(lede__name *));
  if (!buckets) return old_count > 0;
  n->buckets = buckets;
  n->bucket_count = count;
  rehash(n, old, old_count);
  free(old);
  return true;
}

static void unlink_name(lede__names *n, const lede__name *name) {
  lede__name **at = bucket_of(n, name->file.path.ptr);
  while (*at != name) at = &(*at)->next;
  *at = name->next;
}

/* ---- the face ------------------------------------------------------------------------------------------ */

void lede__names_free(lede__names *n) {
  for (size_t i = 0; i < n->bucket_count; i++) {
    for (lede__name *name = n->buckets[i], *next; name; name = next) {
      next = name->next;
      free(name);
    }
  }
  free(n->buckets);
  free(n->heap);
  *n = (lede__names){0};
}

lede__name *lede__names_find(const lede__names *n, const char *path) {
  if (!n->bucket_count) return NULL;
  lede__name *name = *bucket_of(n, path);
  while (name && strcmp(name->file.path.ptr, path) != 0) name = name->next;
  return name;
}

lede__name *lede__names_add(lede__names *n, const char *path, double seen, double due) {
  size_t len = strlen(path);
  if (!table_has_room(n) || !heap_has_room(n)) return NULL;
  lede__name *name = calloc(1, sizeof *name + len + 1);
  if (!name) return NULL;
  char *copy = (char *)(name + 1);
  memcpy(copy, path, len + 1);
  name->file = (lede__inbox_file){.path = {copy, len}, .fd = -1, .seen = seen};
  name->due = due;
  lede__name **bucket = bucket_of(n, copy);
  name->next = *bucket;
  *bucket = name;
  push(n, name);
  return name;
}

void lede__names_set_due(lede__names *n, lede__name *name, double due) {
  name->due = due;
  if (name->in_work) {
    name->in_work = false;
    n->in_work--;
    push(n, name);
  } else {
    rise(n, name);
    sink(n, name);
  }
}

lede__name *lede__names_first(const lede__names *n) { return n->waiting ? n->heap[0] : NULL; }

void lede__names_take(lede__names *n, lede__name *name) {
  pull(n, name);
  name->in_work = true;
  n->in_work++;
}

void lede__names_drop(lede__names *n, lede__name *name) {
  if (name->in_work)
    n->in_work--;
  else
    pull(n, name);
  unlink_name(n, name);
  free(name);
}
