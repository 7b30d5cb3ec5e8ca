/* session/streams: stdin, stdout and stderr for the Lua inside the shared library.
 *
 * A static Lua as distributions ship it is not compiled for shared libraries; all it lacks are these
 * three, which it expects at a fixed place. The Makefile points them here. Set before any of it can run. */
#include <stdio.h>

extern FILE *lede__stdin, *lede__stdout, *lede__stderr;
FILE *lede__stdin, *lede__stdout, *lede__stderr;

__attribute__((constructor)) static void find_streams(void) {
  lede__stdin = stdin;
  lede__stdout = stdout;
  lede__stderr = stderr;
}
