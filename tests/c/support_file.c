#include "support_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST = 64 };
static char paths[MOST][32];
static int count;

const char *file_of(const char *bytes) {
  if (count == MOST) abort();
  char *path = paths[count++];
  strcpy(path, "/tmp/lede-test-XXXXXX");
  int fd = mkstemp(path);
  if (fd < 0 || write(fd, bytes, strlen(bytes)) != (ssize_t)strlen(bytes)) abort();
  close(fd);
  return path;
}

void remove_files(void) {
  while (count > 0) unlink(paths[--count]);
}
