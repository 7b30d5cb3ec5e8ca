/* script/trust: a project's own scripts by name, where its user trusts the folder.
 *
 * The file `trusted` of the user's configuration folder has a line a folder: its real path, a TAB, and the
 * names of the scripts that were in it then, with blanks between them. `lede trust` writes it; here it is
 * only read. */
#ifndef LEDE_SCRIPT_TRUST_H
#define LEDE_SCRIPT_TRUST_H

#include <limits.h>

#include "script/home.h"

/* True, with its path, when the folder one stands in is trusted and had a script of that name in scripts/
 * when it was, which is still there. */
bool lede__trust_find(const lede__home *home, const char *name, char path[PATH_MAX]);

#endif
