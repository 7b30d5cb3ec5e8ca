/* bench/contest: several ways to do one thing, timed in turns on one text.
 *
 * Taking turns lets a noisy machine slow all of them alike; processor time leaves out what
 * else runs. Knows nothing of what is timed. */
#ifndef LEDE_BENCH_CONTEST_H
#define LEDE_BENCH_CONTEST_H

#include "lede.h"

#define MOST_ROUNDS 99

typedef struct contender {
  const char *what;
  size_t (*run)(lede_str text); /* the result keeps the work from being optimised away */
  double seconds[MOST_ROUNDS];
  size_t found;
} contender;

/* Ends the program with a message. */
void quit(const char *what);

/* Times all of them on the file named in argv[1], argv[2] (9) rounds each; prints a table (best and median MB/s, what each
 * found), then a JSON line a figure. Returns the exit status for main. */
int contest(const char *name, const char *found, contender *all, size_t count, int argc, char **argv);

#endif
