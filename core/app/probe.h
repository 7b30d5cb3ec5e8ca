/* app/probe: finds things out by trying them, each in a process of its own, so that whatever happens there
 * harms nobody. */
#ifndef LEDE_APP_PROBE_H
#define LEDE_APP_PROBE_H

#include "base/buf.h"
#include "flow/confine.h"

/* Runs `body` in a child; what it writes to `to` is appended to `said`. Returns its exit status, or minus
 * the signal it died of: SIGALRM when it took too long. -1 when no child could be made. */
int lede__probe(int (*body)(void *context, int to), void *context, lede__buf *said);

/* What a confined process can still do. */
enum { LEDE__ATTEMPTS = 6 };

typedef struct lede__reach {
  lede__confinement layers;
  bool can[LEDE__ATTEMPTS];
} lede__reach;

extern const char *const lede__attempts[LEDE__ATTEMPTS]; /* "read files" and so on */

/* False when no child could be made. */
bool lede__probe_reach(lede__reach *out);

#endif
