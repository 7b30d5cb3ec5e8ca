/* base/terminal: whether to colour, and how wide. */
#ifndef LEDE_BASE_TERMINAL_H
#define LEDE_BASE_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

typedef enum lede__color { LEDE__COLOR_AUTO, LEDE__COLOR_ALWAYS, LEDE__COLOR_NEVER } lede__color;

/* True when escapes may be written: asked for, or a terminal that is not dumb and no NO_COLOR. */
bool lede__terminal_color(FILE *f, lede__color choice);

/* Columns to fill when printing to `f`: the terminal's; 100 for a file or pipe. */
unsigned lede__terminal_width(FILE *f);

#endif
