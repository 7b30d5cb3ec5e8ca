/* watch/look: one look at one file of an inbox: ready, to be looked at later, gone, or none to be read. */
#ifndef LEDE_WATCH_LOOK_H
#define LEDE_WATCH_LOOK_H

#include "watch/claim.h"
#include "watch/memo.h"
#include "watch/names.h"

typedef struct lede__looker {
  const lede__inbox_options *options; /* with their defaults filled in */
  lede__memo memo;
  lede__claims *claims; /* NULL: files stay where they are */
  int root;             /* the inbox, open for the time of a call; -1 */
  double now;
  bool complained; /* of something that no file is to blame for; once until it is over */
} lede__looker;

typedef enum lede__looked {
  LEDE__LOOKED_READY, /* name->file is filled in, its fd open */
  LEDE__LOOKED_LATER, /* look again at *due */
  LEDE__LOOKED_GONE,  /* nothing to do: it is not there, is dealt with, or another has it */
  LEDE__LOOKED_LEFT   /* it is left alone: *reason says why ("is a link"); name->noted is what it is */
} lede__looked;

lede__looked lede__look(lede__looker *l, lede__name *name, double *due, const char **reason);

/* Whether the file `path` is to be read on, as far as its done file goes. */
bool lede__look_is_marked(const lede__looker *l, const char *path);

/* Whether it was dealt with in this state; remembers that it was. */
bool lede__look_is_known(lede__looker *l, const char *path, const struct stat *st);

#endif
