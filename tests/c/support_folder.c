#include "support_folder.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw) {
  (void)st, (void)type, (void)ftw;
  return remove(path);
}

void remove_folder(const char *path) {
  assert_int_equal(nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

int enter_folder(void **state) {
  char folder[] = "/tmp/lede-test-XXXXXX";
  if (!mkdtemp(folder) || chdir(folder)) return -1;
  *state = strdup(folder);
  return *state ? 0 : -1;
}

int leave_folder(void **state) {
  int failed = chdir("/") || nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  free(*state);
  return failed ? -1 : 0;
}

static void put(const char *path, const char *mode, const char *text) {
  FILE *f = fopen(path, mode);
  if (!f) fail_msg("%s can't be written", path);
  assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
  assert_int_equal(fclose(f), 0);
}

void append_file(const char *path, const char *text) { put(path, "a", text); }
void write_file(const char *path, const char *text) { put(path, "w", text); }

const char *read_file(const char *path) {
  static char text[1 << 16];
  FILE *f = fopen(path, "r");
  if (!f) return NULL;
  text[fread(text, 1, sizeof text - 1, f)] = '\0';
  fclose(f);
  return text;
}

bool exists(const char *path) { return access(path, F_OK) == 0; }
