#include "base/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool lede__terminal_color(FILE *f, lede__color choice) {
  if (choice != LEDE__COLOR_AUTO) return choice == LEDE__COLOR_ALWAYS;
  const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM"); /* no-color.org: set and not empty */
  if ((no_color && *no_color) || (term && strcmp(term, "dumb") == 0)) return false;
  return isatty(fileno(f)) != 0;
}

unsigned lede__terminal_width(FILE *f) {
  enum { FOR_FILES = 100 };
  struct winsize size;
  return ioctl(fileno(f), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : FOR_FILES;
}
