/* make_desk DESK < records.jsonl: a desk as lede watch would leave it, from what `lede run --format jsonl` prints: for tests of
 * what reads desks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_read.h"
#include "base/str.h"
#include "store/export.h"
#include "store/findings.h"
#include "store/index.h"

enum { MOST_FINDINGS = 10000 };

typedef struct making {
  lede__store *store;
  lede__finding findings[MOST_FINDINGS];
  size_t count;
} making;

static void quit(const lede_error *err) {
  fprintf(stderr, "make_desk: %s: %s\n", err->where, err->message);
  exit(1);
}

static lede_str kept(const json_t *object, const char *key) {
  return lede__str(strdup(lede__json_get_str(object, key).ptr));
}

static void keep_finding(making *m, const json_t *finding) {
  if (m->count == MOST_FINDINGS) return;
  m->findings[m->count++] = (lede__finding){kept(finding, "kind"), kept(finding, "key"),
                                            lede__str(json_dumps(finding, JSON_COMPACT | JSON_SORT_KEYS))};
}

static void commit(making *m, const json_t *line, lede_str record) {
  const json_t *doc = json_object_get(line, "doc"), *failure = json_object_get(line, "error");
  lede_error err;
  lede__store_entry e = {.path = lede__json_get_str(doc, "path"),
                         .content = lede__json_get_str(doc, "content"),
                         .recipe = lede__json_get_str(line, "recipe"),
                         .attempts = 1};
  if (!e.path.ptr) e.path = lede__json_get_str(doc, "id");
  if (failure) {
    e.outcome = LEDE__OUTCOME_FAILED;
    e.failure = (lede__store_failure){.code = lede__json_get_str(failure, "code"),
                                      .where = lede__json_get_str(failure, "where"),
                                      .message = lede__json_get_str(failure, "message")};
  } else {
    e.outcome =
        json_array_size(json_object_get(line, "errors")) > 0 ? LEDE__OUTCOME_PARTLY : LEDE__OUTCOME_DONE;
    e.record = record;
  }
  if (lede__store_commit(m->store, &e, 1, &err)) quit(&err);
  if (lede__store_export(m->store, e.path, &err)) quit(&err);
}

static void take(making *m, lede_str line) {
  json_t *value;
  lede_error err;
  if (lede__json_parse(line, "standard input", &value, &err)) quit(&err);
  const json_t *finding = json_object_get(value, "finding");
  if (finding)
    keep_finding(m, finding);
  else
    commit(m, value, line);
  json_decref(value);
}

static void finish(making *m) {
  int64_t left = 1;
  lede_error err;
  while (left > 0)
    if (lede__store_index(m->store, &(lede__index_budget){.documents = 256}, &left, &err)) quit(&err);
  if (lede__findings_replace(m->store, m->findings, m->count, INT64_MAX, NULL, NULL, &err)) quit(&err);
  lede__store_close(m->store);
}

int main(int argc, char **argv) {
  static making m;
  char *line = NULL;
  size_t room = 0;
  ssize_t len;
  lede_error err;
  if (argc != 2) return fprintf(stderr, "make_desk DESK < records.jsonl\n"), 2;
  if (lede__store_open(&(lede__store_options){.folder = argv[1]}, &m.store, &err)) quit(&err);
  while ((len = getline(&line, &room, stdin)) > 0) take(&m, (lede_str){line, (size_t)len});
  finish(&m);
  free(line);
  return 0;
}
