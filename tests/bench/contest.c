#include "contest.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void quit(const char *what) {
  fprintf(stderr, "bench: %s\n", what);
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static lede_str read_file(const char *path) {
  FILE *f = fopen(path, "rb");
  if (!f || fseek(f, 0, SEEK_END) != 0) quit("cannot open the file");
  long size = ftell(f);
  rewind(f);
  char *bytes = malloc((size_t)size + 1);
  if (!bytes || fread(bytes, 1, (size_t)size, f) != (size_t)size) quit("cannot read the file");
  bytes[size] = '\0';
  fclose(f);
  return (lede_str){bytes, (size_t)size};
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void take_turns(contender *all, size_t count, size_t rounds, lede_str text) {
  for (size_t r = 0; r < rounds; r++)
    for (size_t i = 0; i < count; i++) {
      double start = now();
      all[i].found = all[i].run(text);
      all[i].seconds[r] = now() - start;
    }
  for (size_t i = 0; i < count; i++) qsort(all[i].seconds, rounds, sizeof(double), by_size);
}

int contest(const char *name, const char *found, contender *all, size_t count, int argc, char **argv) {
  size_t rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 9;
  if (argc < 2 || rounds == 0 || rounds > MOST_ROUNDS) quit("usage: FILE [ROUNDS, 99 at most]");
  lede_str text = read_file(argv[1]);
  take_turns(all, count, rounds, text);
  double mb = (double)text.len / 1e6;
  printf("%s, %.1f MB, %zu rounds\n%-20s %10s %10s %12s\n", name, mb, rounds, "", "best MB/s", "median",
         found);
  for (size_t i = 0; i < count; i++)
    printf("%-20s %10.1f %10.1f %12zu\n", all[i].what, mb / all[i].seconds[0],
           mb / all[i].seconds[rounds / 2], all[i].found);
  for (size_t i = 0; i < count; i++)
    printf("{\"bench\":\"%s\",\"what\":\"%s\",\"mb_s\":%.1f,\"median_mb_s\":%.1f}\n", name, all[i].what,
           mb / all[i].seconds[0], mb / all[i].seconds[rounds / 2]);
  free((char *)(size_t)text.ptr);
  return 0;
}
