/* Whole processes: wall time, processor time and peak memory of a command, its output thrown away.
 *
 *   bench_process ROUNDS NAME BYTES COMMAND [ARGUMENT...]
 *
 * One round before the counted ones warms the file cache. With BYTES > 0 prints MB/s of processor time too. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_ROUNDS 99

typedef struct figures {
  double wall, cpu; /* seconds */
  long kilobytes;
} figures;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

static figures run(char **command) {
  double start = now();
  pid_t child = fork();
  if (child == 0) {
    int null = open("/dev/null", O_WRONLY);
    dup2(null, STDOUT_FILENO);
    execvp(command[0], command);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fprintf(stderr, "bench_process: %s failed\n", command[0]);
    exit(1);
  }
  return (figures){now() - start, seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss};
}

static int by_wall(const void *a, const void *b) {
  double x = ((const figures *)a)->wall, y = ((const figures *)b)->wall;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  figures all[MOST_ROUNDS];
  int rounds = argc > 4 ? atoi(argv[1]) : 0;
  if (rounds < 1 || rounds > MOST_ROUNDS) {
    fprintf(stderr, "usage: bench_process ROUNDS NAME BYTES COMMAND [ARGUMENT...]\n");
    return 2;
  }
  double mb = atof(argv[3]) / 1e6;
  run(argv + 4);
  for (int i = 0; i < rounds; i++) all[i] = run(argv + 4);
  qsort(all, (size_t)rounds, sizeof *all, by_wall);
  const figures *best = &all[0], *median = &all[rounds / 2];
  double memory = (double)median->kilobytes / 1024;
  printf("%-26s %9.1f ms best %9.1f ms median %8.1f MB", argv[2], best->wall * 1e3, median->wall * 1e3,
         memory);
  if (mb > 0) printf(" %8.2f MB/s", mb / median->cpu);
  printf(
      "\n{\"bench\":\"process\",\"what\":\"%s\",\"best_ms\":%.2f,\"median_ms\":%.2f,\"cpu_ms\":%.2f,\"peak_mb\":%.1f,\"mb_s\":%.2f}\n",
      argv[2], best->wall * 1e3, median->wall * 1e3, median->cpu * 1e3, memory,
      mb > 0 ? mb / median->cpu : 0.0);
  return 0;
}
