/* The desk's database: committing, indexing, opening and exporting, on records of real articles.
 *
 *   bench_store RECORDS.jsonl DOCUMENTS FOLDER
 *
 * The records of `lede run --format jsonl` are taken in turn, under as many paths as there are to be documents. FOLDER is
 * made, and its desks are removed. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "contest.h"
#include "store/export.h"
#include "store/index.h"

enum { MOST_RECORDS = 10000, MOST_GROUP = 64, STEP = 200 };

typedef struct bench {
  lede_str records[MOST_RECORDS];
  size_t record_count, bytes;
  long documents;
  lede__store *store;
  lede_error err;
} bench;

/* Wall clock and processor time. */
typedef struct moment {
  double wall, cpu;
} moment;

static moment now(void) {
  struct timespec t;
  struct rusage r;
  clock_gettime(CLOCK_MONOTONIC, &t);
  getrusage(RUSAGE_SELF, &r);
  return (moment){(double)t.tv_sec + (double)t.tv_nsec / 1e9,
                  (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
                      (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6};
}

static void tell(const bench *b, const char *what, moment from) {
  moment to = now();
  double wall = to.wall - from.wall, cpu = (to.cpu - from.cpu) / (double)b->documents * 1e6;
  printf("  %-36s %9.0f/s  %7.0f µs of processor each\n", what, (double)b->documents / wall, cpu);
  printf("{\"bench\":\"store\",\"what\":\"%s\",\"per_second\":%.0f,\"cpu_us\":%.1f}\n", what,
         (double)b->documents / wall, cpu);
}

static void check(bench *b, lede_status status) {
  if (status) quit(b->err.message);
}

static void read_records(bench *b, const char *path) {
  FILE *f = fopen(path, "r");
  char *line = NULL;
  size_t room = 0;
  ssize_t len;
  if (!f) quit("can't read the records");
  while (b->record_count < MOST_RECORDS && (len = getline(&line, &room, f)) > 0) {
    if (!strstr(line, "\"layers\"")) continue;
    b->records[b->record_count++] = (lede_str){strndup(line, (size_t)len), (size_t)len};
    b->bytes += (size_t)len;
  }
  free(line);
  fclose(f);
  if (b->record_count == 0) quit("there are no records in it");
}

static void open_desk(bench *b, const char *folder, lede__durability durability) {
  check(b, lede__store_open(&(lede__store_options){.folder = folder, .durability = durability}, &b->store,
                            &b->err));
}

static void commit_all(bench *b, long group) {
  static char paths[MOST_GROUP][48], contents[MOST_GROUP][48];
  lede__store_entry entries[MOST_GROUP];
  for (long i = 0; i < b->documents;) {
    size_t n = 0;
    for (; n < (size_t)group && i < b->documents; n++, i++) {
      int path = snprintf(paths[n], sizeof paths[n], "%ld/article-%ld.txt", i / 1000, i);
      int content = snprintf(contents[n], sizeof contents[n], "sha256:%ld", i);
      entries[n] = (lede__store_entry){.path = {paths[n], (size_t)path},
                                       .content = {contents[n], (size_t)content},
                                       .recipe = {"bench", 5},
                                       .record = b->records[(size_t)i % b->record_count],
                                       .attempts = 1};
    }
    check(b, lede__store_commit(b->store, entries, n, &b->err));
  }
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw) {
  (void)st, (void)flag, (void)ftw;
  return remove(path);
}

static void remove_desk(const char *folder) { nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS); }

static void commits(bench *b, const char *folder, const char *what, lede__durability durability, long group) {
  open_desk(b, folder, durability);
  moment start = now();
  commit_all(b, group);
  tell(b, what, start);
  lede__store_close(b->store);
}

static lede_status count(void *context, const lede__store_known *known, lede_error *err) {
  (void)known, (void)err;
  ++*(long *)context;
  return LEDE_OK;
}

static void index_all(bench *b) {
  int64_t left = 1;
  moment start = now();
  while (left > 0)
    check(b, lede__store_index(b->store, &(lede__index_budget){.documents = STEP}, &left, &b->err));
  tell(b, "indexing", start);
}

static void export_all(bench *b, const char *what) {
  int64_t after = 0;
  uint32_t written;
  bool done = false;
  moment start = now();
  while (!done) check(b, lede__store_export_step(b->store, &after, STEP, &done, &written, &b->err));
  tell(b, what, start);
}

static void opening(bench *b, const char *folder) {
  long known = 0;
  moment start = now();
  open_desk(b, folder, LEDE__DURABILITY_NONE);
  check(b, lede__store_each_known(b->store, count, &known, &b->err));
  tell(b, "opening, and telling what is known", start);
  lede__store_close(b->store);
}

static void size_of(const bench *b, const char *folder) {
  char path[4200];
  struct stat st;
  snprintf(path, sizeof path, "%s/lede.db", folder);
  if (stat(path, &st) == 0)
    printf("  %.1f KB of database a document; its record is %.1f KB\n",
           (double)st.st_size / (double)b->documents / 1e3, (double)b->bytes / (double)b->record_count / 1e3);
}

int main(int argc, char **argv) {
  static bench b;
  if (argc != 4) quit("bench_store RECORDS.jsonl DOCUMENTS FOLDER");
  const char *folder = argv[3];
  b.documents = strtol(argv[2], NULL, 10);
  read_records(&b, argv[1]);
  printf("the desk's database: %ld documents\n", b.documents);
  commits(&b, folder, "commits one by one, each on the disk", LEDE__DURABILITY_EACH, 1);
  remove_desk(folder);
  commits(&b, folder, "commits of 32, each on the disk", LEDE__DURABILITY_BATCH, 32);
  remove_desk(folder);
  commits(&b, folder, "commits one by one, no waiting", LEDE__DURABILITY_NONE, 1);
  open_desk(&b, folder, LEDE__DURABILITY_NONE);
  index_all(&b);
  export_all(&b, "exporting");
  export_all(&b, "exporting what is there");
  lede__store_close(b.store);
  opening(&b, folder);
  size_of(&b, folder);
  remove_desk(folder);
  return 0;
}
