/* Words and sentences: lede beside ICU and libunistring, on one text and one core.
 *
 *   bench_segment FILE [ROUNDS]
 *
 * lede__segment gives tokens with kinds and shapes, sentences and paragraphs. ICU walks its word and
 * sentence iterators over a UText on the same UTF-8; libunistring marks word boundaries. Prints a table
 * (best and median of ROUNDS, 9 by default, the three taking turns; processor time, so that other work on
 * the machine does not count), then one line of JSON a figure. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <unicode/ubrk.h>
#include <unicode/utext.h>
#include <uniwbrk.h>

#include "text/segment.h"

#define MOST_ROUNDS 99

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void quit(const char *what) {
  fprintf(stderr, "bench_segment: %s\n", what);
  exit(1);
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

/* ---- One round each; the result keeps the work from being optimised away ---- */

static size_t with_lede(lede_str text) {
  lede__arena arena = {0};
  lede__segments seg;
  if (lede__segment(&arena, text, &seg, NULL) != LEDE_OK) quit("out of memory");
  size_t found = (size_t)seg.token_count + seg.sentence_count + seg.paragraph_count;
  lede__arena_free(&arena);
  return found;
}

static size_t walk_icu(UBreakIteratorType type, lede_str text) {
  UErrorCode code = U_ZERO_ERROR;
  UText *utext = utext_openUTF8(NULL, text.ptr, (int64_t)text.len, &code);
  UBreakIterator *it = ubrk_open(type, "en", NULL, 0, &code);
  ubrk_setUText(it, utext, &code);
  if (U_FAILURE(code)) quit(u_errorName(code));
  size_t found = 0;
  for (int32_t at = ubrk_first(it); at != UBRK_DONE; at = ubrk_next(it)) found += ubrk_getRuleStatus(it) >= 0;
  ubrk_close(it);
  utext_close(utext);
  return found;
}

static size_t with_icu(lede_str text) { return walk_icu(UBRK_WORD, text) + walk_icu(UBRK_SENTENCE, text); }

static size_t with_libunistring(lede_str text) {
  char *marks = malloc(text.len);
  if (!marks) quit("out of memory");
  u8_wordbreaks((const uint8_t *)text.ptr, text.len, marks);
  size_t found = 0;
  for (size_t i = 0; i < text.len; i++) found += marks[i] != 0;
  free(marks);
  return found;
}

/* ---- The table ---- */

typedef struct contender {
  const char *what;
  size_t (*run)(lede_str);
  double seconds[MOST_ROUNDS];
  size_t found;
} contender;

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  static contender all[] = {
      {.what = "lede", .run = with_lede},
      {.what = "icu", .run = with_icu},
      {.what = "libunistring words", .run = with_libunistring},
  };
  const size_t count = sizeof all / sizeof *all;
  size_t rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 9;
  if (argc < 2 || rounds == 0 || rounds > MOST_ROUNDS) quit("usage: bench_segment FILE [ROUNDS, 99 at most]");
  lede_str text = read_file(argv[1]);
  for (size_t r = 0; r < rounds; r++)
    for (size_t i = 0; i < count; i++) {
      double start = now();
      all[i].found = all[i].run(text);
      all[i].seconds[r] = now() - start;
    }
  double mb = (double)text.len / 1e6;
  printf("words and sentences, %.1f MB, %zu rounds\n%-20s %10s %10s %12s\n", mb, rounds, "", "best MB/s",
         "median", "boundaries");
  for (size_t i = 0; i < count; i++) {
    qsort(all[i].seconds, rounds, sizeof(double), by_size);
    printf("%-20s %10.1f %10.1f %12zu\n", all[i].what, mb / all[i].seconds[0],
           mb / all[i].seconds[rounds / 2], all[i].found);
  }
  for (size_t i = 0; i < count; i++)
    printf("{\"bench\":\"words+sentences\",\"what\":\"%s\",\"mb_s\":%.1f,\"median_mb_s\":%.1f}\n",
           all[i].what, mb / all[i].seconds[0], mb / all[i].seconds[rounds / 2]);
  free((char *)(size_t)text.ptr);
  return 0;
}
